"""Reads a file of records, row by row: CSV, XLSX, JSON, JSON Lines, told by their bytes and not by their names."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from isonomia.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge, UnknownFormat
from isonomia.printing import FORMULA
from isonomia.site.records.transfer import workbooks
from isonomia.site.records.transfer.rows import RawRow, headings, loaded

MOST_BYTES = 512 * 1024 * 1024
MOST_JSON = 32 * 1024 * 1024
LONGEST_CELL = 1_000_000
LONGEST_ROW = 8_000_000
"""Characters; a row is held whole, and a file may have none but one."""
DELIMITERS = ",;\t|"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
OLE2 = b"\xd0\xcf\x11\xe0"


def rows_in(path: Path, remark: Callable[[str], None] = lambda _text: None) -> Iterator[RawRow]:
    """The rows of a file. `remark` is told what is left out though nothing is wrong with it. Raises EmptyFile,
    UnknownFormat, EncryptedFile, FileTooLarge, DamagedFile; what is read before stands."""
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile(_("the file is empty; give one with a heading and rows"))
    if size > MOST_BYTES:
        text = _("the file has %(size)s MB; at most %(most)s are read, so give it in parts")
        raise FileTooLarge(text % {"size": size >> 20, "most": MOST_BYTES >> 20})
    with path.open("rb") as file:
        head = file.read(4096)
        if head.startswith(OLE2):
            file.seek(0)
            _refuse_ole2(file)
    if head.startswith(b"PK\x03\x04"):
        yield from workbooks.rows_of(path, remark)
        return
    if head.startswith((b"%PDF", b"\x1f\x8b", b"\x89PNG")) or _is_binary(head):
        raise UnknownFormat(_("this is no CSV, XLSX, JSON or JSON Lines file; save it as one of these"))
    encoding = _encoding(path)
    text = head.decode(encoding, "replace").lstrip()
    if text.startswith("["):
        yield from _json(path, encoding)
    elif text.startswith("{"):
        yield from _json(path, encoding) if _is_one_object(path, encoding) else _lines(path, encoding)
    else:
        yield from _csv(path, encoding)


def _refuse_ole2(file: IO[bytes]) -> None:
    """Excel wraps a workbook with a password in the format that old workbooks have."""
    if "EncryptedPackage".encode("utf-16-le") in file.read(MOST_JSON):
        raise EncryptedFile(_("the workbook is protected by a password; save it without one"))
    raise UnknownFormat(_("this is no CSV, XLSX, JSON or JSON Lines file; save it as one of these"))


def _is_binary(head: bytes) -> bool:
    return b"\x00" in head and not head.startswith(UTF_16)


def _encoding(path: Path) -> str:
    """UTF-8, UTF-16 by its mark; anything else is refused rather than guessed, and so is what no text has."""
    with path.open("rb") as file:
        encoding = "utf-16" if file.read(2) in UTF_16 else "utf-8-sig"
    with path.open(encoding=encoding) as text:
        try:
            while block := text.read(1 << 20):
                if "\0" in block:
                    raise UnknownFormat(_("this is no CSV, XLSX, JSON or JSON Lines file; save it as one of these"))
        except UnicodeError as error:
            reason = getattr(error, "reason", "")
            words = _("the text is not in %(encoding)s (%(reason)s); save the file as CSV UTF-8")
            raise UnknownFormat(
                words % {"encoding": "UTF-16" if encoding == "utf-16" else "UTF-8", "reason": reason}
            ) from None
    return encoding


class _Bounded:
    """The lines of a text, none of them and no row of them longer than a row may be."""

    def __init__(self, file: IO[str]) -> None:
        self.file = file
        self.number = 0
        self.held = 0
        """Characters since the last row was complete."""

    def __iter__(self) -> _Bounded:
        return self

    def __next__(self) -> str:
        line = self.file.readline(LONGEST_ROW + 1 - self.held)
        if not line:
            raise StopIteration
        self.number += 1
        self.held += len(line)
        if self.held > LONGEST_ROW:
            text = _("a row has more than %(most)s characters; is this the right file?") % {"most": f"{LONGEST_ROW:,}"}
            raise DamagedFile(text, place=_line(self.number))
        return line

    def complete(self) -> None:
        """What was read so far is rows that are whole."""
        self.held = 0


def _line(number: int) -> str:
    return _("line %(number)s") % {"number": number}


# -- CSV -----------------------------------------------------------------------------------------------------------


def _csv(path: Path, encoding: str) -> Iterator[RawRow]:
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline(LONGEST_ROW)
        delimiter = max(DELIMITERS, key=first.count)
        file.seek(0)
        lines = _Bounded(file)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        try:
            names = headings(next(reader), _line(1))
            for row in reader:
                lines.complete()
                place = _line(reader.line_num)
                if any(cell.strip() for cell in row[len(names) :]):
                    text = _("the row has %(cells)s cells, the heading %(names)s")
                    raise DamagedFile(text % {"cells": len(row), "names": len(names)}, place=place)
                if any(cell.strip() for cell in row):
                    yield RawRow(place, {name: _undone(cell) for name, cell in zip(names, row, strict=False)})
        except csv.Error as error:
            long = _("a cell has more than %(most)s characters") % {"most": f"{LONGEST_CELL:,}"}
            reason = long if "field limit" in str(error) else error
            text = _("the table cannot be read (%(reason)s); check its quotation marks") % {"reason": reason}
            raise DamagedFile(text, place=_line(reader.line_num)) from None


def _undone(cell: str) -> str:
    """A cell without the mark that keeps spreadsheets from running it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA and len(cell) > 1 else cell


# -- JSON ----------------------------------------------------------------------------------------------------------


def _is_one_object(path: Path, encoding: str) -> bool:
    """Whether an object is spread over lines, so that the file is JSON and not JSON Lines."""
    with path.open(encoding=encoding) as file:
        first = next((line for line in iter(lambda: file.readline(LONGEST_ROW), "") if line.strip()), "")
    if len(first) == LONGEST_ROW:
        return first.lstrip().startswith('{"items"')
    try:
        held = loaded(first, "")
    except DamagedFile:
        return True
    return isinstance(held, dict) and isinstance(held.get("items"), list)


def _json(path: Path, encoding: str) -> Iterator[RawRow]:
    if path.stat().st_size > MOST_JSON:
        text = _("JSON is read whole, so at most %(most)s MB; give JSON Lines, one object a line")
        raise FileTooLarge(text % {"most": MOST_JSON >> 20})
    held = loaded(path.read_text(encoding=encoding), "")
    rows = held.get("items") if isinstance(held, dict) else held
    if not isinstance(rows, list):
        raise DamagedFile(_("give a list of objects, or an object with “items”"))
    for at, row in enumerate(rows, 1):
        yield _object(row, _("item %(number)s") % {"number": at})


def _lines(path: Path, encoding: str) -> Iterator[RawRow]:
    with path.open(encoding=encoding) as file:
        lines = _Bounded(file)
        for line in lines:
            lines.complete()
            if line.strip():
                place = _line(lines.number)
                yield _object(loaded(line, place), place)


def _object(row: Any, place: str) -> RawRow:
    if not isinstance(row, dict):
        raise DamagedFile(_("a record is an object with named fields"), place=place)
    return RawRow(place, row, nested=True)
