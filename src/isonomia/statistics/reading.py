"""Published workbooks and tables, read as they are: header where it stands, junk above it, each cell with its place."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np

from isonomia.errors import DamagedFile, EmptyFile, EncryptedFile, MissingDependency, UnknownFormat
from isonomia.statistics.cells import value_of, writes_decimal_commas
from isonomia.statistics.dataset import NUMBER, Codes, Column, Dataset, coded
from isonomia.statistics.encodings import decoded
from isonomia.statistics.errors import NotStatistics, UnreadableCell
from isonomia.statistics.merged import Range, filled_down, unmerged
from isonomia.statistics.uncollected import uncollected

NAMES = {
    "iso3": ("iso3_code", "iso3", "iso_code", "iso3code"),
    "country": ("country", "country/territory", "geo", "region/subregion"),
    "region": ("region",),
    "subregion": ("subregion", "sub-region"),
    "indicator": ("indicator",),
    "dimension": ("dimension",),
    "category": ("category",),
    "sex": ("sex",),
    "age": ("age",),
    "year": ("year", "reference year"),
    "unit": ("unit of measurement", "unit_measure", "unit"),
    "value": ("value", "txtvalue", "kilograms"),
    "source": ("source",),
}
"""The columns of the published files by the names used here, with how files head them."""
HEAD = 12
"""Within so many rows the header is looked for."""
EARLIEST, LATEST = 1000, 9999
NEEDED = {"value": "a value", "year": "a year (or years as columns)", "country": "a country or its code"}
"""What a header must name."""
QUESTIONNAIRE = "isonomia_keys"
"""The hidden sheet of a questionnaire of ours."""
_SHIELDED = re.compile(r"'+[=+\-@]")
_DATE = re.compile(r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-](\d{4})|(\d{4})[/.\-]\d{1,2}[/.\-]\d{1,2})(?:[ T][\d:.]+)?$")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet or a table of text: its rows, and which of its cells are merged."""

    rows: Sequence[Sequence[object]]
    merged: Sequence[Range] = ()


@uncollected()
def read_dataset(file: str | Path, *, sheet: str | None = None) -> Dataset:
    """Reads a workbook or CSV in a published layout (one observation a row, or years as columns).

    Also a filled-in questionnaire of ours, and what `isonomia convert` writes: SDMX-CSV, SDMX-ML, Parquet, a data
    package. Raises EmptyFile, UnknownFormat, DamagedFile, EncryptedFile, NotStatistics (no header that is known) and
    UnreadableCell.
    """
    path = Path(file)
    if path.is_dir():
        path = path / "datapackage.json"
    data = path.read_bytes()
    if not data.strip():
        raise EmptyFile("the file is empty; give a workbook or a CSV table", place=path.name)
    if _may_be_exchanged(path, data):
        from isonomia.statistics.exchange.back import read_exchanged

        exchanged = read_exchanged(path, data)
        if exchanged is not None:
            read = _read({exchanged.sheet: Sheet(exchanged.rows)}, sheet, path.name)
            return replace(read, kind=exchanged.kind or read.kind)
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        tables = _workbook(path, data)
        if QUESTIONNAIRE in tables:
            from isonomia.statistics.questionnaire.filled import filled_in

            return filled_in({name: one.rows for name, one in tables.items()}, path.name)
    else:
        tables = {path.stem: Sheet(_csv(path.name, data))}
    return _read(tables, sheet, path.name)


def sheets_of(path: Path) -> dict[str, Sequence[Sequence[object]]]:
    """The rows of all sheets of a workbook. Raises as `read_dataset`."""
    return {name: one.rows for name, one in _workbook(path, path.read_bytes()).items()}


def _read(tables: Mapping[str, Sheet], sheet: str | None, file: str) -> Dataset:
    """The one sheet that holds a table, or the one asked for."""
    if sheet is not None:
        if sheet not in tables:
            raise NotStatistics(f"there is no sheet {sheet!r}; the sheets are {', '.join(tables)}", place=file)
        tables = {sheet: tables[sheet]}
    tables = {name: _headed(one) for name, one in tables.items()}
    found = {name: at for name, one in tables.items() if (at := _header(one.rows)) is not None}
    if not found:
        raise NotStatistics(_nearest(tables), place=file)
    if len(found) > 1:
        raise NotStatistics(f"{len(found)} sheets hold tables; name one with --sheet: {', '.join(found)}", place=file)
    ((name, at),) = found.items()
    rows = tables[name].rows
    if tables[name].merged:
        names = {j: known for j, cell in enumerate(rows[at]) if (known := _known(cell) or _plain(str(cell)))}
        rows = unmerged(rows, tables[name].merged, at, names, f"{file}, {name}")
    return _dataset(rows, at, name, file)


def _headed(one: Sheet) -> Sheet:
    """The sheet with a header of two rows in the second of them, where cells merged over both make one."""
    if not one.merged or _header(one.rows) is not None:
        return one
    filled = filled_down(one.rows, one.merged, HEAD)
    return replace(one, rows=filled) if _header(filled) is not None else one


def _nearest(tables: Mapping[str, Sheet]) -> str:
    """Why nothing was found: the row that comes nearest to a header, and what it lacks."""
    best: tuple[int, str, int, set[str]] = (0, "", 0, set())
    for name, one in tables.items():
        for at, row in enumerate(one.rows[:HEAD]):
            known = {found for cell in row if (found := _known(cell))}
            known |= {"country"} if "iso3" in known else set()
            known |= {"year"} if sum(_is_year(cell) for cell in row) >= 2 else set()
            if len(known & set(NEEDED)) > best[0]:
                best = (len(known & set(NEEDED)), name, at + 1, known)
    said = (
        "no header of a published table was found; one row of the first "
        f"{HEAD} must name at least a country, a year (or years as columns) and a value"
    )
    if not best[0]:
        return said
    lacking = [what for key, what in NEEDED.items() if key not in best[3]] or ["an indicator beside its years"]
    return f"{said}; {best[1]}!{best[2]} comes nearest and lacks {' and '.join(lacking)}"


def _may_be_exchanged(path: Path, data: bytes) -> bool:
    """Whether the file may be one of the forms of exchange: a cheap look, so that others load nothing for them."""
    if data[:4] == b"PK\x03\x04":
        # the names of an archive's files stand in its directory, at the end
        return b"datapackage.json" in data[-65536:]
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n")
    starts = (b"PAR1", b"STRUCTURE", b'"STRUCTURE', b"DATAFLOW", b'"DATAFLOW')
    return head.startswith(starts) or b"StructureSpecific" in head or path.name == "datapackage.json"


def _workbook(path: Path, data: bytes) -> dict[str, Sheet]:
    try:
        import python_calamine as calamine
    except ImportError:
        raise MissingDependency("reading workbooks needs python-calamine; pip install isonomia[statistics]") from None
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {}
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            found[name] = Sheet(list(_rows(sheet)), tuple(sheet.merged_cell_ranges or ()))
        return found
    except calamine.PasswordError:
        raise EncryptedFile("the workbook is protected by a password; save it without", place=path.name) from None
    except calamine.CalamineError as error:
        encrypted = b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d" in data[:65536]
        if encrypted:
            raise EncryptedFile("the workbook is protected by a password; save it without", place=path.name) from None
        raise DamagedFile(f"the workbook cannot be read ({error}); save it again", place=path.name) from None


def _rows(sheet: object) -> Iterable[Sequence[object]]:
    """The rows of a sheet up to the last that says anything; the first is the sheet's first row."""
    # rows are counted from the sheet's first, columns from the first that is used
    start = getattr(sheet, "start", None) or (0, 0)
    before = ("",) * int(start[1])
    blank = 0
    for row in sheet.iter_rows():  # type: ignore[attr-defined]
        if any(row) or any(cell not in ("", None) for cell in row):
            for _ in range(blank):
                yield ()
            blank = 0
            yield (*before, *row) if before else row
        else:
            blank += 1


def _csv(name: str, data: bytes) -> list[Sequence[object]]:
    if b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise UnknownFormat("this is neither a workbook nor a table of text; give XLSX or CSV", place=name)
    text = decoded(data, name)
    head = "\n".join(text.splitlines()[:HEAD])
    separator = max(",;\t|", key=head.count)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        signed = _SHIELDED.search(text) is not None
        return [tuple(map(_shown, row) if signed else row) for row in lines]
    except csv.Error as error:
        raise DamagedFile(f"the table breaks off ({error}); see to its quotation marks", place=name) from None


def _shown(cell: str) -> str:
    """A cell without the sign that keeps a spreadsheet from running it as a formula."""
    return cell[1:] if _SHIELDED.match(cell) else cell


def _header(rows: Sequence[Sequence[object]]) -> int | None:
    """The number of the row that heads the table, None where none of the first does."""
    for at, row in enumerate(rows[:HEAD]):
        known = {name for cell in row if (name := _known(cell))}
        years = sum(_is_year(cell) for cell in row)
        if {"value", "year"} <= known and known & {"country", "iso3"}:
            return at
        if years >= 2 and known & {"country", "iso3"} and "indicator" in known:
            return at
    return None


def _known(cell: object) -> str | None:
    text = re.sub(r"\s+", " ", str(cell)).strip().casefold()
    return next((name for name, heads in NAMES.items() if text in heads), None)


def _is_year(cell: object) -> bool:
    text = str(cell).strip().removesuffix(".0")
    return text.isdecimal() and len(text) == 4 and 1900 <= int(text) <= 2100


def _dataset(rows: Sequence[Sequence[object]], at: int, sheet: str, file: str) -> Dataset:
    head = [re.sub(r"\s+", " ", str(cell)).strip() for cell in rows[at]]
    years = [(j, int(float(text))) for j, text in enumerate(head) if _is_year(text)]
    names = [_known(text) or _plain(text) for text in head]
    repeated = {name for name in names if name and names.count(name) > 1}
    if repeated:
        raise NotStatistics(
            f"two columns are headed as {sorted(repeated)[0]}; name every column once",
            place=f"{file}, {sheet}!{at + 1}",
        )
    numbered = [
        (number, row)
        for number, row in enumerate(rows[at + 1 :], at + 2)
        if any(row) or any(cell not in ("", None) for cell in row)
    ]
    if not numbered:
        raise EmptyFile("no observation stands under the header", place=f"{file}, {sheet}!{at + 1}")
    for number, row in numbered:
        if len(row) < len(head) and any(j >= len(row) for j, name in enumerate(names) if name == "value"):
            raise UnreadableCell(
                f"{len(row)} cells where the header has {len(head)}; give one for each column",
                place=f"{file}, {sheet}!{number}",
            )
    stamp = next((str(c) for row in rows[:at] for c in row if re.match(r"\d{1,2}/\d{1,2}/\d{4}$", str(c))), "")
    text_columns = [j for j, name in enumerate(names) if name and name not in ("year", "value") and not _in(j, years)]
    if years and "value" not in names:
        return _from_wide(numbered, names, text_columns, years, sheet, file, stamp, head)
    lines = [row for _, row in numbered]
    shortest = min(map(len, lines))

    def column(j: int) -> list[Any]:
        return list(map(itemgetter(j), lines)) if j < shortest else [row[j] if j < len(row) else "" for row in lines]

    columns = {names[j]: _coded(column(j)) for j in text_columns}
    return dataset_of(
        columns, column(names.index("year")), column(names.index("value")),
        [number for number, _ in numbered], sheet, file, stamp, {n: head[j] for j, n in enumerate(names) if n},
    )  # fmt: skip


def _from_wide(
    numbered: Sequence[tuple[int, Sequence[object]]], names: Sequence[str], text_columns: Sequence[int],
    years: Sequence[tuple[int, int]], sheet: str, file: str, stamp: str, head: Sequence[str],
) -> Dataset:  # fmt: skip
    """Years as columns: an observation for each that is filled in."""
    cells = [
        (number, row, year, row[j])
        for number, row in numbered
        for j, year in years
        if j < len(row) and str(row[j]).strip() not in ("", "NA")
    ]
    columns = {names[j]: _coded([row[j] for _, row, _, _ in cells]) for j in text_columns}
    header = {names[j]: head[j] for j in text_columns}
    return dataset_of(
        columns, [year for *_, year, _ in cells], [cell for *_, cell in cells], [number for number, *_ in cells],
        sheet, file, stamp, header,
    )  # fmt: skip


def dataset_of(
    columns: dict[str, Column], years: Sequence[object], values: Sequence[object], rows: Sequence[int], sheet: str,
    file: str, stamp: str, header: dict[str, str],
) -> Dataset:  # fmt: skip
    """A dataset from its columns, the cells of year and value, and the row of the sheet that each stands in."""
    commas = writes_decimal_commas(list(values))
    texts = sum(isinstance(cell, str) for cell in values)
    textual = 2 * texts > len(values)
    read = [
        (cell, NUMBER) if type(cell) is float and cell - cell == 0 else value_of(cell, commas, textual)
        for cell in values
    ]
    status = np.array([kind for _, kind in read], dtype=np.int8)
    printed = {i: str(values[i]).strip() for i in np.flatnonzero(status != NUMBER).tolist()}
    return Dataset(
        _kind(columns, header), columns, _years(years),
        np.array([number for number, _ in read]), status, np.array(rows, dtype=np.int32), printed, header, sheet, file,
        stamp,
    )  # fmt: skip


def _coded(cells: Sequence[object]) -> Column:
    """A column of cells as texts; where all are texts, each distinct one is looked at once."""
    if set(map(type, cells)) != {str}:
        return coded([_text(cell) for cell in cells])
    distinct = dict.fromkeys(cells)
    column = coded([_text(cell) for cell in distinct])
    place = dict(zip(distinct, column.codes.tolist(), strict=True))
    return Column(column.labels, np.fromiter(map(place.__getitem__, cells), dtype=np.int32, count=len(cells)))


def _years(cells: Sequence[object]) -> Codes:
    """The years of a column (n,), each distinct cell read once."""
    if not set(map(type, cells)) <= {int, float, str}:
        return np.array([_year(cell) for cell in cells], dtype=np.int32)
    known = {cell: _year(cell) for cell in set(cells)}
    return np.fromiter(map(known.__getitem__, cells), dtype=np.int32, count=len(cells))


def _year(cell: object) -> int:
    """A year, also where the cell holds a day of it; 0 where it is none."""
    if isinstance(cell, datetime.date):
        return cell.year
    text = str(cell).strip().removesuffix(".0")
    if date := _DATE.match(text):
        text = date[1] or date[2]
    return int(text) if text.isdecimal() and EARLIEST <= int(text) <= LATEST else 0


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _plain(head: str) -> str:
    return re.sub(r"\W+", "_", head.casefold()).strip("_")


def _in(j: int, years: Sequence[tuple[int, int]]) -> bool:
    return any(j == place for place, _ in years)


def _kind(columns: dict[str, Column], header: dict[str, str]) -> str:
    """The collection that a file is from, by what its source column or its header says."""
    source = columns.get("source")
    said = {part for label in (source.labels if source else ()) for part in re.split(r"[/,; ]+", label.upper())}
    for name in ("GLOTIP", "IAFQ", "CTS"):
        if name in said:
            return {"CTS": "un-cts"}.get(name, name.lower())
    if header.get("value", "").casefold() == "txtvalue":
        return "glotip"
    return ""
