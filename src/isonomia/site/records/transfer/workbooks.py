"""Reads records from a workbook: the first sheet holds them, sheets headed by `#` their children, row for row."""

from __future__ import annotations

import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from isonomia.errors import DamagedFile, EmptyFile, FileTooLarge, UnknownFormat
from isonomia.site.records.transfer.rows import NUMBER, RawRow, headings
from isonomia.site.records.transfer.workbook_apart import Unreadable, sheets_of

MOST_UNPACKED = 512 * 1024 * 1024
MOST_PARTS = 10_000
Row = tuple[int, list[Any]]
Children = dict[str, list[dict[str, Any]]]


def rows_of(path: Path, remark: Callable[[str], None]) -> Iterator[RawRow]:
    """The rows of a workbook, its children within. Says which sheets were not read. Raises DamagedFile, EmptyFile,
    FileTooLarge, UnknownFormat."""
    _check_package(path)
    children: dict[str, Children] = {}
    empty = True
    try:
        for name, at, rows in sheets_of(path):
            empty = False
            first = next(rows, None)
            if at == 0:
                yield from _records(name, first, rows, children)
            elif first and str(first[1][0]).strip() == NUMBER:
                children[name] = _child_rows(headings(first[1], f"{name}!{first[0]}"), rows)
            elif first:
                text = _("The sheet “%(name)s” was not read: records stand in the first sheet.")
                remark(text % {"name": name[:60]})
            for _rest in rows:
                pass
    except Unreadable as error:
        raise DamagedFile(_("the workbook cannot be read (%(error)s); save it again") % {"error": error}) from None
    if empty:
        raise EmptyFile(_("the workbook has no sheet"))


def _check_package(path: Path) -> None:
    """Refuses a package that is no workbook, or one that unpacks to more than any workbook of ours: it is unpacked
    piece by piece and counted, for what a package says of its own size may be wrong."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
                raise UnknownFormat(_("this package is no workbook; save it as XLSX, CSV or JSON"))
            told = sum(entry.file_size for entry in package.infolist())
            if told > MOST_UNPACKED or len(names) > MOST_PARTS:
                raise _bomb(told)
            total = 0
            for entry in package.infolist():
                with package.open(entry) as part:
                    while block := part.read(1 << 20):
                        total += len(block)
                        if total > MOST_UNPACKED:
                            raise _bomb(total)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise DamagedFile(_("the workbook cannot be opened (%(error)s); save it again") % {"error": error}) from None


def _bomb(size: int) -> FileTooLarge:
    return FileTooLarge(
        _("the workbook unpacks to %(size)s MB, more than %(most)s MB; give it in parts, or as CSV")
        % {"size": size >> 20, "most": MOST_UNPACKED >> 20}
    )


def _records(name: str, first: Row | None, rows: Iterator[Row], children: dict[str, Children]) -> Iterator[RawRow]:
    if first is None:
        raise EmptyFile(_("the first sheet, %(name)s, is empty; its first row names the columns") % {"name": name[:60]})
    names = headings(first[1], f"{name}!{first[0]}")
    for at, row in rows:
        if any(cell != "" for cell in row[len(names) :]):
            text = _("a row has cells beyond the headings; name their columns")
            raise DamagedFile(text, place=f"{name}!{at}")
        cells = _cells(names, row)
        number = _whole(cells.pop(NUMBER, ""))
        for child, by_number in children.items():
            cells[child] = by_number.pop(number, [])
        yield RawRow(f"{name}!{at}", cells)


def _cells(names: list[str], row: list[Any]) -> dict[str, Any]:
    """All columns: what stands empty at the end of a row is not in it."""
    return dict(zip(names, [*row, *[""] * (len(names) - len(row))], strict=False))


def _whole(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _child_rows(names: list[str], rows: Iterator[Row]) -> Children:
    """The rows of a sheet of children by the number of their record."""
    out: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for _at, row in rows:
        cells = _cells(names, row)
        out[_whole(cells.pop(NUMBER, ""))].append(cells)
    return out
