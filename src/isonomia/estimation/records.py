"""Linked records: one row per record, with the person it was linked to and the list it comes from."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.errors import DamagedFile, EmptyFile
from isonomia.estimation.errors import EmptyList, MissingCovariate, NotCaptureHistories, TooFewLists, UnknownList
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.reading import ABSENT

Indices = NDArray[np.int64]


def read_records(
    records: Any, *, person: str, list_column: str, lists: Sequence[str] = (), covariates: Sequence[str] = (),
    disagreeing: str = "commonest",
) -> CaptureHistories:  # fmt: skip
    """Capture histories of linked records, such as the clusters of splink (`cluster_id`, `source_dataset`).

    `records` is a pandas, polars or Arrow table, a mapping of columns or a CSV file. Records with the same value in
    `person` are one person, who is on a list however many records of it they have. `lists` names the lists in their
    order, by default all that occur, sorted. Where the records of a person differ in a covariate, the commonest value
    counts, on a tie the first; with `disagreeing="refuse"` the table is refused.
    Raises NotCaptureHistories (a column or value is missing), UnknownList, MissingCovariate, TooFewLists, EmptyList.
    """
    if disagreeing not in ("commonest", "refuse"):
        raise ValueError("disagreeing is 'commonest' or 'refuse'")
    columns = table_columns(records)
    place = records.name if isinstance(records, Path) else str(records) if isinstance(records, str) else ""
    for name in (person, list_column):
        if name not in columns:
            raise NotCaptureHistories(f"there is no column {name!r}; the columns are {', '.join(columns)}", place=place)
    for name in covariates:
        if name not in columns:
            raise MissingCovariate(f"there is no column {name!r}; the columns are {', '.join(columns)}", place=place)
    for name in (person, list_column):
        for row, value in enumerate(columns[name], 1):
            if value.lower() in ABSENT:
                raise NotCaptureHistories(
                    "the cell is empty; every record needs the person it was linked to and the list it is from",
                    place=f"{place}, row {row}, column {name}" if place else f"row {row}, column {name}",
                )
    labels = np.unique(np.array(columns[person]), return_inverse=True)[1].astype(np.int64)
    if disagreeing == "refuse":
        _refuse_disagreement(labels, columns, covariates, person, place)
    names, index = list_indices(columns[list_column], lists, place)
    return count_persons(labels, index, names, {name: columns[name] for name in covariates}, place)


def table_columns(table: Any) -> dict[str, list[str]]:
    """The columns of a table (pandas, polars, Arrow, mapping, CSV file) as text. Raises NotCaptureHistories."""
    if isinstance(table, str | Path):
        return _csv_columns(Path(table))
    if isinstance(table, Mapping):
        columns = {str(name): list(values) for name, values in table.items()}
    elif hasattr(table, "to_pydict"):
        columns = table.to_pydict()
    elif hasattr(table, "columns") and hasattr(table, "__getitem__"):
        columns = {str(name): list(table[name]) for name in table.columns}
    else:
        raise NotCaptureHistories(f"{type(table).__name__} is no table; give a data frame or a mapping of columns")
    lengths = {len(values) for values in columns.values()}
    if len(lengths) != 1 or lengths == {0}:
        raise NotCaptureHistories("the columns differ in length, or there are no rows; give one value for each row")
    return {name: ["" if cell is None else str(cell).strip() for cell in column] for name, column in columns.items()}


def _csv_columns(file: Path) -> dict[str, list[str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DamagedFile("the table is not UTF-8 text; save it as CSV UTF-8", place=file.name) from None
    head = text.split("\n", 1)[0]
    rows = [row for row in csv.reader(text.splitlines(), delimiter=max(",;\t", key=head.count)) if any(row)]
    if len(rows) < 2:
        raise EmptyFile("no record is in the table; give a header and one line for each", place=file.name)
    header, body = rows[0], rows[1:]
    for number, row in enumerate(body, 1):
        if len(row) != len(header):
            raise NotCaptureHistories(
                f"{len(row)} cells where the header has {len(header)}; give one for each column",
                place=f"{file.name}, row {number}",
            )
    return {name.strip(): [row[j].strip() for row in body] for j, name in enumerate(header)}


def list_indices(values: Sequence[str], lists: Sequence[str], place: str = "") -> tuple[tuple[str, ...], Indices]:
    """The names of the lists and the place of each record's list among them. Raises UnknownList, TooFewLists."""
    found = sorted(set(values))
    names = tuple(lists) or tuple(found)
    unknown = [name for name in found if name not in names]
    if unknown:
        raise UnknownList(
            f"records are from {', '.join(unknown)}, not among the lists {', '.join(names)}; name it or leave them out",
            place=place,
        )
    absent = [name for name in names if name not in found]
    if absent:
        raise EmptyList(f"no record is from {', '.join(absent)}; leave it out of the lists", place=place)
    if len(names) < 2:
        raise TooFewLists(f"all records are from {names[0]}; an estimate needs two lists at least", place=place)
    where = {name: j for j, name in enumerate(names)}
    return names, np.array([where[value] for value in values], dtype=np.int64)


def count_persons(
    labels: Indices, index: Indices, names: tuple[str, ...], covariates: Mapping[str, Sequence[str]], place: str = ""
) -> CaptureHistories:
    """Counts persons: `labels` says which person each record is of (from 0, none left out), `index` of which list."""
    persons = int(labels.max()) + 1
    cells = np.zeros(persons, dtype=np.int64)
    np.bitwise_or.at(cells, labels, np.int64(1) << index)
    size = 1 << len(names)
    if not covariates:
        return CaptureHistories(names, np.bincount(cells, minlength=size), source=place)
    columns = [_of_persons(labels, column, persons) for column in covariates.values()]
    values = list(zip(*columns, strict=True))
    profiles = sorted(set(values))
    which = {profile: row for row, profile in enumerate(profiles)}
    rows = np.zeros((len(profiles), size), dtype=np.int64)
    np.add.at(rows, (np.array([which[value] for value in values]), cells), 1)
    return CaptureHistories(names, rows.sum(axis=0), tuple(covariates), tuple(profiles), rows, place)


def _of_persons(labels: Indices, column: Sequence[str], persons: int) -> list[str]:
    """The value of each person: the commonest of their records that have one, on a tie the first."""
    known = [(int(label), value) for label, value in zip(labels, column, strict=True) if value.lower() not in ABSENT]
    chosen = [""] * persons
    several: dict[int, list[str]] = {}
    for label, value in known:
        if not chosen[label]:
            chosen[label] = value
        elif label in several or value != chosen[label]:
            several.setdefault(label, [])
    for label, value in known:
        if label in several:
            several[label].append(value)
    for label, all_values in several.items():
        chosen[label] = Counter(all_values).most_common(1)[0][0]
    return chosen


def _refuse_disagreement(
    labels: Indices, columns: Mapping[str, Sequence[str]], covariates: Sequence[str], person: str, place: str
) -> None:
    for name in covariates:
        first: dict[int, tuple[int, str]] = {}
        for row, (label, value) in enumerate(zip(labels, columns[name], strict=True)):
            if value.lower() in ABSENT:
                continue
            other_row, other = first.setdefault(int(label), (row, value))
            if other != value:
                raise NotCaptureHistories(
                    f"{person} {columns[person][row]} has {name} {value!r} here and {other!r} in row {other_row + 1}; "
                    "make them agree, or let the commonest count",
                    place=f"{place}, row {row + 1}, column {name}" if place else f"row {row + 1}, column {name}",
                )
