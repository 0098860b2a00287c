"""A view as a file: CSV, XLSX, JSON, JSON Lines, Parquet. Rows are read a thousand at a time, whatever the size."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from isonomia.errors import FileTooLarge
from isonomia.printing import inert
from isonomia.site.records.access import Actor
from isonomia.site.records.declaration import Collection
from isonomia.site.records.represent import FRAME, loaded, represent
from isonomia.site.records.shape import Shape
from isonomia.site.records.transfer import tables
from isonomia.site.records.transfer.rows import NUMBER

CHUNK = 1000
XLSX_ROWS = 1_048_575
XLSX_CELL = 32_767
NO_MORE = "…"


@dataclass(frozen=True, slots=True)
class Take:
    """What is taken: the rows of a view, in order, as an actor sees them."""

    collection: Collection
    actor: Actor
    rows: Any

    def objects(self, *, described: bool = False) -> Iterator[dict[str, Any]]:
        """The records as objects."""
        rows = loaded(self.collection, self.rows).iterator(chunk_size=CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            yield from represent(self.collection, self.actor, chunk, described=described)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def write_jsonl(take: Take) -> Iterator[bytes]:
    """One object a line."""
    for row in take.objects(described=True):
        yield (_dumped(row) + "\n").encode()


def write_json(take: Take) -> Iterator[bytes]:
    """One list of all objects."""
    yield b"["
    for at, row in enumerate(take.objects(described=True)):
        yield ((",\n " if at else "\n ") + _dumped(row)).encode()
    yield b"\n]\n"


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return inert(value) if isinstance(value, str) and value else value


def write_csv(take: Take) -> Iterator[bytes]:
    """One record a line, children as JSON in a cell; no cell is run by a spreadsheet."""
    columns = tables.headings(take.collection, take.actor)
    branches = tables.branches_of(take.collection, take.actor)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(column.heading for column in columns), *(branch.name for branch in branches)])
    for row in take.objects():
        line = [*tables.cells(columns, row), *(tables.as_json(row.get(branch.name)) for branch in branches)]
        writer.writerow([_csv_cell(cell) for cell in line])
        if out.tell() > 65_536:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _sheet_name(text: str, taken: set[str]) -> str:
    """At most 31 characters, none twice, none that a workbook refuses."""
    name = "".join("-" if letter in "[]:*?/\\" else letter for letter in text)[:31]
    while name in taken:
        name = name[:28] + f"~{len(taken)}"
    taken.add(name)
    return name


def _write_row(sheet: Any, at: int, row: Iterable[Any]) -> None:
    if at > XLSX_ROWS:
        raise FileTooLarge(_("a workbook holds 1,048,576 rows; take CSV, JSON Lines or Parquet instead"))
    for column, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, bool):
            sheet.write_boolean(at, column, value)
        elif isinstance(value, int | float):
            sheet.write_number(at, column, value)
        else:
            text = str(value)
            # as a text, never as a formula or a link, whatever it begins with
            sheet.write_string(at, column, text if len(text) <= XLSX_CELL else text[: XLSX_CELL - 1] + NO_MORE)


def write_xlsx(take: Take) -> Iterator[bytes]:
    """A workbook: a sheet of records, one of each kind of children that says by number whose they are."""
    import xlsxwriter

    with tempfile.TemporaryDirectory(prefix="isonomia-") as folder:
        path = Path(folder) / "view.xlsx"
        book = xlsxwriter.Workbook(
            str(path),
            {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False},
        )
        taken: set[str] = set()
        columns = tables.headings(take.collection, take.actor)
        main = book.add_worksheet(_sheet_name(take.collection.name, taken))
        _write_row(main, 0, [NUMBER, *(column.heading for column in columns)])
        sheets: dict[str, list[Any]] = {}
        branches = tables.branches_of(take.collection, take.actor)
        for branch, place in tables.all_branches(branches):
            sheet = book.add_worksheet(_sheet_name(branch.path, taken))
            _write_row(sheet, 0, [*place, *(column.heading for column in tables.columns_of(branch.shape))])
            sheets[branch.path] = [sheet, 0]
        for number, row in enumerate(take.objects(), 1):
            _write_row(main, number, [number, *tables.cells(columns, row)])
            for branch in branches:
                for below, line in tables.child_rows(branch, row, (number,)):
                    held = sheets[below.path]
                    held[1] += 1
                    _write_row(held[0], held[1], line)
        book.close()
        yield from _bytes_of(path)


def _duck_type(shape: Shape, kept: frozenset[str]) -> dict[str, str]:
    out = {spec.name: spec.kind.sql_type() for spec in shape.fields if spec.path not in kept}
    for branch in shape.branches:
        if branch.path not in kept:
            inner = ", ".join(f'"{name}" {kind}' for name, kind in _duck_type(branch.shape, kept).items())
            out[branch.name] = f"STRUCT({inner})[]"
    return out


def write_parquet(take: Take) -> Iterator[bytes]:
    """A Parquet file with nested columns; DuckDB writes it from lines of JSON within bounded memory."""
    import duckdb

    kept = tables.kept_from(take.collection, take.actor)
    frame = dict.fromkeys(FRAME, "VARCHAR") | {"version": "BIGINT", "updated_at": "TIMESTAMPTZ"}
    types = {**frame, **_duck_type(take.collection.shape, kept)}
    with tempfile.TemporaryDirectory(prefix="isonomia-") as folder:
        lines, path = Path(folder) / "rows.jsonl", Path(folder) / "view.parquet"
        with lines.open("wb") as file:
            for row in take.objects():
                file.write((_dumped({name: row.get(name) for name in types}) + "\n").encode())
        with duckdb.connect(config={"memory_limit": "512MB", "temp_directory": folder, "threads": 2}) as base:
            base.execute("SET autoinstall_known_extensions = false; SET TimeZone = 'UTC'")
            columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
            form = "format='newline_delimited', maximum_object_size=67108864"
            source = f"read_json('{lines}', {form}, columns={{{columns}}})"
            base.execute(f"COPY (SELECT * FROM {source}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
        yield from _bytes_of(path)


def _bytes_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(1 << 18):
            yield block


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what the browser is told, and who writes it."""

    content_type: str
    write: Any


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", write_csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "json": Format("application/json", write_json),
    "jsonl": Format("application/x-ndjson", write_jsonl),
    "parquet": Format("application/vnd.apache.parquet", write_parquet),
}


def write_to(take: Take, name: str, file: IO[bytes]) -> None:
    """Writes a view to an open file; for commands."""
    for block in FORMATS[name].write(take):
        file.write(block)
