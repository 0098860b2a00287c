"""Reads a workbook in a process of its own: two cells far apart make a table of all the memory there is. As a module,
that process: it writes the sheets as lines of JSON, those of children first, each row after its number."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from isonomia.site.apart import bound, reader


class Unreadable(Exception):
    """The workbook is damaged; says how."""


def sheets_of(path: Path) -> Iterator[tuple[str, int, Iterator[tuple[int, list[Any]]]]]:
    """The sheets of a workbook, the first one last: name, its place among them, its rows that are not empty with their
    numbers. Rows of one sheet must be read before the next is asked for.

    Raises Unreadable, FileTooLarge, DamagedFile.
    """
    with reader(__name__, str(path)) as process:
        assert process.stdout is not None
        lines = (json.loads(line, object_hook=_undone) for line in process.stdout)
        for told in lines:
            if "fault" in told:
                raise Unreadable(told["fault"])
            rows = iter(lambda: next(lines, None), None)
            yield told["sheet"], told["at"], ((row[0], row[1:]) for row in rows)


def _undone(held: dict[str, Any]) -> Any:
    if "date" in held:
        return dt.date.fromisoformat(held["date"])
    if "moment" in held:
        return dt.datetime.fromisoformat(held["moment"])
    return held


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    return str(value)


def _lines(path: str) -> Iterator[Any]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        names = list(book.sheet_names)
        for at in [*range(1, len(names)), *range(min(1, len(names)))]:
            sheet = book.get_sheet_by_index(at)
            yield {"sheet": names[at], "at": at}
            for number, row in enumerate(sheet.iter_rows(), (sheet.start or (0, 0))[0] + 1):
                while row and row[-1] == "":
                    row.pop()
                if row:
                    yield [number, *row]
            yield None
    except CalamineError as error:
        yield {"fault": str(error)}


def main() -> None:
    """Writes the workbook that the first argument names."""
    bound()
    for line in _lines(sys.argv[1]):
        print(json.dumps(line, default=_plain))


if __name__ == "__main__":
    main()
