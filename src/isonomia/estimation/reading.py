"""Tables of capture histories, read or refused with row and column."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from isonomia.errors import DamagedFile, EmptyFile
from isonomia.estimation.errors import (
    BadCount,
    DuplicateHistory,
    EmptyList,
    HiddenCellCounted,
    MissingCovariate,
    NotCaptureHistories,
    TooFewLists,
    TooManyLists,
)
from isonomia.estimation.histories import MOST_LISTS, CaptureHistories

SEEN = {"1": 1, "0": 0, "1.0": 1, "0.0": 0, "true": 1, "false": 0, "obs": 1, "un": 0}
"""How tables write that a list saw someone or not; the last two are those of log-linear packages with hidden cells."""
ABSENT = {"", "na", "nan", "none", "null"}
MOST_COUNTED = 10**12
"""Beyond this a count is taken for a slip: it is more than all people who ever lived."""


def read_csv(file: Path, *, lists: Sequence[str], covariates: Sequence[str], count: str) -> CaptureHistories:
    """See CaptureHistories.from_csv; separators may be commas, semicolons or tabs, the text is UTF-8."""
    place = file.name
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise DamagedFile("the table is not UTF-8 text; save it as CSV UTF-8", place=f"{place}, line {line}") from None
    if "\x00" in text:
        raise DamagedFile("the table holds bytes that no text has; save it as CSV UTF-8", place=place)
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(text.splitlines(), delimiter=separator, strict=True))
    except csv.Error as error:
        raise DamagedFile(f"the table breaks off ({error}); see to its quotation marks", place=place) from None
    numbered = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 1) if any(row)]
    if len(numbered) < 2:
        raise EmptyFile("no capture history is in the table; give a header and one line for each", place=place)
    (_, header), body = numbered[0], numbered[1:]
    for number, row in body:
        if len(row) != len(header):
            raise NotCaptureHistories(
                f"{len(row)} cells where the header has {len(header)}; give one for each column",
                place=f"{place}, line {number}",
            )
    return from_rows(
        header, [row for _, row in body], lists=lists, covariates=covariates, count=count, place=place,
        numbers=[number for number, _ in body],
    )  # fmt: skip


def read_frame(frame: Any, *, lists: Sequence[str], covariates: Sequence[str], count: str) -> CaptureHistories:
    """See CaptureHistories.from_frame."""
    if isinstance(frame, Mapping):
        columns = {str(name): list(values) for name, values in frame.items()}
    elif hasattr(frame, "to_pydict"):
        columns = frame.to_pydict()
    elif hasattr(frame, "columns") and hasattr(frame, "__getitem__"):
        columns = {str(name): list(frame[name]) for name in frame.columns}
    else:
        raise NotCaptureHistories(f"{type(frame).__name__} is no table; give a data frame or a mapping of columns")
    if len({len(values) for values in columns.values()}) != 1:
        raise NotCaptureHistories("the columns differ in length, or there are none; give one value for each row")
    rows = [["" if cell is None else str(cell).strip() for cell in row] for row in zip(*columns.values(), strict=True)]
    return from_rows(list(columns), rows, lists=lists, covariates=covariates, count=count)


def from_rows(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    lists: Sequence[str] = (),
    covariates: Sequence[str] = (),
    count: str = "count",
    place: str = "",
    numbers: Sequence[int] = (),
) -> CaptureHistories:
    """Rows of text under a header as capture histories; `numbers` are their lines, for messages."""
    numbers = numbers or range(1, len(rows) + 1)

    def at(row: int, column: str = "") -> str:
        where = f"{'line' if place else 'row'} {numbers[row]}" + (f", column {column}" if column else "")
        return f"{place}, {where}" if place else where

    repeated = sorted({name for name in header if header.count(name) > 1} | ({""} & set(header)))
    if repeated:
        raise NotCaptureHistories(
            f"the header has {repeated[0]!r} more than once or without a name; name every column once", place=place
        )
    if not rows:
        raise EmptyFile("no capture history is in the table; give one row for each", place=place)
    if _wide(header, rows):
        return _from_wide(header, rows[0], place)
    for name in [*lists, *covariates]:
        if name not in header:
            error = NotCaptureHistories if name in lists else MissingCovariate
            raise error(f"there is no column {name!r}; the columns are {', '.join(header)}", place=place)
    columns = {name: [row[j] for row in rows] for j, name in enumerate(header)}
    counts_column = next((name for name in header if name.lower() == count.lower()), None)
    if counts_column is None and count != "count":
        raise NotCaptureHistories(f"there is no column {count!r}; the columns are {', '.join(header)}", place=place)
    names = list(lists) or [
        name
        for name in header
        if name not in covariates and name != counts_column and all(cell.lower() in SEEN for cell in columns[name])
    ]
    if len(names) < 2:
        stray = next((n for n in header if n not in covariates and n not in names and n != counts_column), None)
        wrong = [] if stray is None else [r for r, cell in enumerate(columns[stray]) if cell.lower() not in SEEN]
        if stray is not None and len(wrong) < len(rows):
            raise NotCaptureHistories(
                f"{columns[stray][wrong[0]]!r} is neither 0 nor 1; write 1 where the list saw the person, else 0",
                place=at(wrong[0], stray),
            )
        raise TooFewLists(
            f"{len(names)} column{'' if len(names) == 1 else 's'} of 0 and 1 found; an estimate needs two lists at "
            "least that can overlap",
            place=place,
        )
    if len(names) > MOST_LISTS:
        raise TooManyLists(f"{len(names)} lists; merge some, {MOST_LISTS} can be held", place=place)
    others = list(covariates) or [name for name in header if name not in names and name != counts_column]
    return _counted(columns, names, others, counts_column, len(rows), place, at)


def _counted(
    columns: dict[str, list[str]], names: list[str], others: list[str], counts_column: str | None, total: int,
    place: str, at: Any,
) -> CaptureHistories:  # fmt: skip
    tables: dict[tuple[str, ...], np.ndarray[Any, np.dtype[np.int64]]] = {}
    met: dict[tuple[int, tuple[str, ...]], int] = {}
    for row in range(total):
        cell = 0
        for j, name in enumerate(names):
            value = columns[name][row].lower()
            if value not in SEEN:
                raise NotCaptureHistories(
                    f"{columns[name][row]!r} is neither 0 nor 1; write 1 where the list saw the person, else 0",
                    place=at(row, name),
                )
            cell |= SEEN[value] << j
        number = 1 if counts_column is None else _count(columns[counts_column][row], cell == 0, at(row, counts_column))
        if cell == 0:
            if counts_column is None:
                raise HiddenCellCounted("this person is on no list; leave out whom no list saw", place=at(row))
            if number:
                raise HiddenCellCounted(
                    f"{number} persons whom no list saw; leave the row out, their number is what is estimated",
                    place=at(row, counts_column),
                )
            continue
        profile = tuple("" if columns[o][row].lower() in ABSENT else columns[o][row] for o in others)
        if counts_column is not None:
            if (cell, profile) in met:
                raise DuplicateHistory(
                    f"the same history stands in {at(met[cell, profile]).split(', ')[-1]} too; add the two counts up",
                    place=at(row),
                )
            met[cell, profile] = row
        table = tables.setdefault(profile, np.zeros(1 << len(names), dtype=np.int64))
        table[cell] += number
    profiles = sorted(key for key, table in tables.items() if table.any())
    if not profiles:
        raise EmptyList("nobody was observed: all counts are zero; give the counts of those who were", place=place)
    by_profile = np.stack([tables[key] for key in profiles])
    found = CaptureHistories(tuple(names), by_profile.sum(axis=0), tuple(others), tuple(profiles), by_profile, place)
    return found.checked()


def _count(text: str, hidden: bool, place: str) -> int:
    if hidden and text.lower() in ABSENT:
        return 0
    try:
        number = float(text)
    except ValueError:
        raise BadCount(f"{text!r} is no count; write a whole number", place=place) from None
    if not number >= 0 or number > MOST_COUNTED or number != int(number):
        raise BadCount(f"{text} is no count of persons; write a whole number from 0", place=place)
    return int(number)


def _wide(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether one row of counts stands under histories: 001, 010, 011 ..."""
    return (
        len(rows) == 1
        and len({len(name) for name in header}) == 1
        and len(header[0]) > 1
        and all(set(name) <= {"0", "1"} for name in header)
    )


def _from_wide(header: Sequence[str], row: Iterable[str], place: str) -> CaptureHistories:
    names = [str(j + 1) for j in range(len(header[0]))]
    rows = [[*history, cell] for history, cell in zip(header, row, strict=True)]
    return from_rows([*names, "count"], rows, lists=names, place=place)
