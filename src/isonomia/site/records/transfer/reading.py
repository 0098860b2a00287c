"""Reads a file of records, row by row: CSV, XLSX, JSON, JSON Lines, told by their bytes and not by their names."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from isonomia.errors import DamagedFile, EmptyFile, FileTooLarge, UnknownFormat

MOST_BYTES = 512 * 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
MOST_JSON = 128 * 1024 * 1024
LONGEST_CELL = 1_000_000
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = "#"


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row: where it is in the file, its cells by heading (of JSON: an object with `nested`)."""

    place: str
    cells: Mapping[str, Any]
    nested: bool = False


def rows_in(path: Path) -> Iterator[RawRow]:
    """The rows of a file. Raises EmptyFile, UnknownFormat, FileTooLarge, DamagedFile; what is read before stands."""
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile("the file is empty; give one with a heading and rows")
    if size > MOST_BYTES:
        raise FileTooLarge(f"the file has {size >> 20} MB; at most {MOST_BYTES >> 20} are read, so give it in parts")
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK\x03\x04"):
        yield from _workbook(path)
    elif head.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b", b"\x89PNG")) or _is_binary(head):
        raise UnknownFormat("this is no CSV, XLSX, JSON or JSON Lines file; save it as one of these")
    else:
        text = head.decode("utf-8-sig", "replace").lstrip()
        if text.startswith("["):
            yield from _json(path)
        elif text.startswith("{"):
            yield from _json(path) if _is_one_object(path) else _lines(path)
        else:
            yield from _csv(path)


def _is_binary(head: bytes) -> bool:
    return b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))


def _encoding(path: Path) -> str:
    """UTF-8, UTF-16 by its mark; anything else is refused rather than guessed."""
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        file.seek(0)
        decoder = io.TextIOWrapper(file, encoding="utf-8")
        try:
            while decoder.read(1 << 20):
                pass
        except UnicodeDecodeError as error:
            raise UnknownFormat(f"the text is not UTF-8 (byte {error.start}); save the file as CSV UTF-8") from None
    return "utf-8-sig"


# -- CSV -----------------------------------------------------------------------------------------------------------


def _csv(path: Path) -> Iterator[RawRow]:
    encoding = _encoding(path)
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        delimiter = max(",;\t", key=first.count)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            names = _headings(next(reader), "line 1")
            for row in reader:
                place = f"line {reader.line_num}"
                if len(row) > len(names) and any(cell.strip() for cell in row[len(names) :]):
                    raise DamagedFile(f"the row has {len(row)} cells, the heading {len(names)}", place=place)
                if any(cell.strip() for cell in row):
                    yield RawRow(place, {name: _undone(cell) for name, cell in zip(names, row, strict=False)})
        except csv.Error as error:
            long = "field limit" in str(error)
            reason = f"a cell has more than {LONGEST_CELL:,} characters" if long else error
            message = f"the table cannot be read ({reason}); check its quotation marks"
            raise DamagedFile(message, place=f"line {reader.line_num}") from None


def _undone(cell: str) -> str:
    """A cell without the mark that keeps spreadsheets from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULAS and len(cell) > 1 else cell


def _headings(row: list[Any], place: str) -> list[str]:
    names = [str(name).strip() if name is not None else "" for name in row]
    while names and not names[-1]:
        names.pop()
    if not names or not any(names):
        raise DamagedFile("the heading is empty; the first row names the columns", place=place)
    for name in names:
        if not name:
            raise DamagedFile("a column has no name; name it or delete it", place=place)
        if names.count(name) > 1:
            raise DamagedFile(f"two columns are called “{name[:60]}”; keep one", place=place)
    return names


# -- workbooks -----------------------------------------------------------------------------------------------------


def _check_package(path: Path) -> None:
    """Refuses a package that is no workbook, or one that unpacks to more than any workbook of ours: it is unpacked
    piece by piece and counted, for what a package says of its own size may be wrong."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
                raise UnknownFormat("this package is no workbook; save it as XLSX, CSV or JSON")
            told = sum(entry.file_size for entry in package.infolist())
            if told > MOST_UNPACKED or len(names) > 10_000:
                raise _bomb(told)
            total = 0
            for entry in package.infolist():
                with package.open(entry) as part:
                    while block := part.read(1 << 20):
                        total += len(block)
                        if total > MOST_UNPACKED:
                            raise _bomb(total)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise DamagedFile(f"the workbook cannot be opened ({error}); save it again") from None


def _bomb(size: int) -> FileTooLarge:
    most = MOST_UNPACKED >> 20
    return FileTooLarge(f"the workbook unpacks to {size >> 20} MB, more than {most} MB; give it in parts, or as CSV")


def _workbook(path: Path) -> Iterator[RawRow]:
    from python_calamine import CalamineError, CalamineWorkbook

    _check_package(path)
    try:
        book = CalamineWorkbook.from_path(str(path))
        names = book.sheet_names
        if not names:
            raise EmptyFile("the workbook has no sheet")
        children = {name: _child_sheet(book, name) for name in names[1:]}
        yield from _sheet(book, names[0], {name: rows for name, rows in children.items() if rows is not None})
    except CalamineError as error:
        raise DamagedFile(f"the workbook cannot be read ({error}); save it again") from None


def _table(book: Any, name: str) -> tuple[list[str], Iterator[tuple[int, list[Any]]]]:
    sheet = book.get_sheet_by_name(name)
    rows = sheet.iter_rows()
    start = (sheet.start or (0, 0))[0] + 1
    names: list[str] = []
    for at, row in enumerate(rows):
        if any(cell != "" for cell in row):
            names = _headings(list(row), f"{name}!{start + at}")
            start += at + 1
            break
    return names, enumerate(rows, start)


def _sheet(book: Any, name: str, children: Mapping[str, dict[str, list[dict[str, Any]]]]) -> Iterator[RawRow]:
    names, rows = _table(book, name)
    if not names:
        raise EmptyFile(f"the first sheet, {name}, is empty; its first row names the columns")
    for at, row in rows:
        if len(row) > len(names) and any(cell != "" for cell in row[len(names) :]):
            raise DamagedFile("a row has cells beyond the headings; name their columns", place=f"{name}!{at}")
        if not any(cell != "" for cell in row):
            continue
        cells = dict(zip(names, row, strict=False))
        number = _whole(cells.pop(NUMBER, ""))
        for child, by_number in children.items():
            cells[child] = by_number.pop(number, [])
        yield RawRow(f"{name}!{at}", cells)


def _whole(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _child_sheet(book: Any, name: str) -> dict[str, list[dict[str, Any]]] | None:
    """The rows of a sheet of children by the number of their record; None for a sheet that is something else."""
    names, rows = _table(book, name)
    if not names or names[0] != NUMBER:
        return None
    out: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for _at, row in rows:
        cells = dict(zip(names, row, strict=False))
        if any(cell != "" for cell in row):
            out[_whole(cells.pop(NUMBER, ""))].append(cells)
    return out


# -- JSON ----------------------------------------------------------------------------------------------------------


def _is_one_object(path: Path) -> bool:
    """Whether an object is spread over lines, so that the file is JSON and not JSON Lines."""
    with path.open(encoding=_encoding(path)) as file:
        first = next((line for line in file if line.strip()), "")
    try:
        held = json.loads(first)
    except ValueError:
        return True
    return isinstance(held, dict) and isinstance(held.get("items"), list)


def _json(path: Path) -> Iterator[RawRow]:
    if path.stat().st_size > MOST_JSON:
        raise FileTooLarge(f"JSON is read whole, so at most {MOST_JSON >> 20} MB; give JSON Lines, one object a line")
    try:
        held = json.loads(path.read_text(encoding=_encoding(path)))
    except (ValueError, RecursionError) as error:
        raise DamagedFile(f"the JSON cannot be read ({error})") from None
    rows = held.get("items") if isinstance(held, dict) else held
    if not isinstance(rows, list):
        raise DamagedFile("give a list of objects, or an object with “items”")
    for at, row in enumerate(rows, 1):
        yield _object(row, f"item {at}")


def _lines(path: Path) -> Iterator[RawRow]:
    with path.open(encoding=_encoding(path)) as file:
        for at, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                held = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise DamagedFile(f"the line is no JSON ({error})", place=f"line {at}") from None
            yield _object(held, f"line {at}")


def _object(row: Any, place: str) -> RawRow:
    if not isinstance(row, dict):
        raise DamagedFile("a record is an object with named fields", place=place)
    return RawRow(place, row, nested=True)
