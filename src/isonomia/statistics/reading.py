"""Published workbooks and tables, read as they are: header where it stands, junk above it, each cell with its place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from isonomia.errors import DamagedFile, EmptyFile, EncryptedFile, MissingDependency, UnknownFormat
from isonomia.statistics.cells import value_of, writes_decimal_commas
from isonomia.statistics.dataset import NUMBER, Column, Dataset, coded
from isonomia.statistics.errors import NotStatistics, UnreadableCell

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
MOST_BLANK = 2000
"""So many empty rows in a row end a sheet."""

Progress = Callable[[int, int], None]


def read_dataset(file: str | Path, *, sheet: str | None = None) -> Dataset:
    """Reads a workbook or CSV in a published layout (one observation a row, or years as columns).

    Raises EmptyFile, UnknownFormat, DamagedFile, EncryptedFile, NotStatistics (no header that is known) and
    UnreadableCell.
    """
    path = Path(file)
    data = path.read_bytes()
    if not data.strip():
        raise EmptyFile("the file is empty; give a workbook or a CSV table", place=path.name)
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        tables = _workbook(path, data)
    else:
        tables = {path.stem: _csv(path.name, data)}
    if sheet is not None:
        if sheet not in tables:
            raise NotStatistics(f"there is no sheet {sheet!r}; the sheets are {', '.join(tables)}", place=path.name)
        tables = {sheet: tables[sheet]}
    found = {name: at for name, rows in tables.items() if (at := _header(rows)) is not None}
    if not found:
        raise NotStatistics(
            "no header of a published table was found; one row of the first "
            f"{HEAD} must name at least a country, a year (or years as columns) and a value",
            place=path.name,
        )
    if len(found) > 1:
        raise NotStatistics(
            f"{len(found)} sheets hold tables; name one with --sheet: {', '.join(found)}", place=path.name
        )
    ((name, at),) = found.items()
    return _dataset(tables[name], at, name, path.name)


def _workbook(path: Path, data: bytes) -> dict[str, list[Sequence[object]]]:
    try:
        import python_calamine as calamine
    except ImportError:
        raise MissingDependency("reading workbooks needs python-calamine; pip install isonomia[statistics]") from None
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {name: list(_rows(book.get_sheet_by_name(name))) for name in book.sheet_names}
    except calamine.PasswordError:
        raise EncryptedFile("the workbook is protected by a password; save it without", place=path.name) from None
    except calamine.CalamineError as error:
        encrypted = b"E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d" in data[:65536]
        if encrypted:
            raise EncryptedFile("the workbook is protected by a password; save it without", place=path.name) from None
        raise DamagedFile(f"the workbook cannot be read ({error}); save it again", place=path.name) from None


def _rows(sheet: object) -> Iterable[Sequence[object]]:
    """The rows of a sheet up to a long stretch of empty ones; the first is the sheet's first row."""
    blank: list[Sequence[object]] = []
    offset = getattr(sheet, "start", None)
    for _ in range(offset[0] if offset else 0):
        yield ()
    for row in sheet.iter_rows():  # type: ignore[attr-defined]
        if any(cell not in ("", None) for cell in row):
            yield from blank
            blank = []
            yield row
        else:
            blank.append(())
            if len(blank) > MOST_BLANK:
                return


def _csv(name: str, data: bytes) -> list[Sequence[object]]:
    if b"\x00" in data[:4096] and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise UnknownFormat("this is neither a workbook nor a table of text; give XLSX or CSV", place=name)
    text = ""
    for encoding in ("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise DamagedFile("the text is neither UTF-8 nor Windows-1252; save it as CSV UTF-8", place=name)
    head = "\n".join(text.splitlines()[:HEAD])
    separator = max(",;\t|", key=head.count)
    try:
        return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise DamagedFile(f"the table breaks off ({error}); see to its quotation marks", place=name) from None


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
        (number, row) for number, row in enumerate(rows[at + 1 :], at + 2) if any(c not in ("", None) for c in row)
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
    columns = {names[j]: coded([_text(row[j]) if j < len(row) else "" for row in lines]) for j in text_columns}
    year = names.index("year")
    return _made(
        columns, [row[year] for row in lines], [row[names.index("value")] for row in lines],
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
    columns = {names[j]: coded([_text(row[j]) for _, row, _, _ in cells]) for j in text_columns}
    header = {names[j]: head[j] for j in text_columns}
    return _made(
        columns, [year for *_, year, _ in cells], [cell for *_, cell in cells], [number for number, *_ in cells],
        sheet, file, stamp, header,
    )  # fmt: skip


def _made(
    columns: dict[str, Column], years: Sequence[object], values: Sequence[object], rows: Sequence[int], sheet: str,
    file: str, stamp: str, header: dict[str, str],
) -> Dataset:  # fmt: skip
    commas = writes_decimal_commas(list(values))
    texts = sum(isinstance(cell, str) for cell in values)
    textual = 2 * texts > len(values)
    read = [value_of(cell, commas, textual) for cell in values]
    status = np.array([kind for _, kind in read], dtype=np.int8)
    printed = {i: str(values[i]).strip() for i in np.flatnonzero(status != NUMBER).tolist()}
    return Dataset(
        _kind(columns, header), columns, np.array([_year(cell) for cell in years], dtype=np.int32),
        np.array([number for number, _ in read]), status, np.array(rows, dtype=np.int32), printed, header, sheet, file,
        stamp,
    )  # fmt: skip


def _year(cell: object) -> int:
    text = str(cell).strip().removesuffix(".0")
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
