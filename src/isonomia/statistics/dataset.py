"""A statistical table in memory: coded dimensions, a measure, attributes, and the place of each observation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

NUMBER, TEXT_NUMBER, BELOW, MISSING, NOT_A_NUMBER, DATE = range(6)
"""What stood in the cell of a value: a number; a number written as text; "<5" (the value is then the bound); nothing;
something else; a date."""

LARGEST_KEY = 2**62
"""Keys are combined in whole numbers up to this."""

Codes = NDArray[np.int32]
DIMENSIONS = (
    "iso3", "country", "region", "subregion", "indicator", "dimension", "category", "sex", "age", "unit", "source",
)  # fmt: skip
"""The columns of the published workbooks besides year and value, by the names used here."""


@dataclass(frozen=True, slots=True)
class Column:
    """A coded column: `labels[codes[i]]` is what row i says. Labels are kept as printed, white space at ends aside."""

    labels: tuple[str, ...]
    codes: Codes

    def __len__(self) -> int:
        return int(self.codes.size)

    def __getitem__(self, row: int) -> str:
        return self.labels[int(self.codes[row])]

    def is_in(self, labels: Sequence[str]) -> NDArray[np.bool_]:
        """Which rows say one of these, upper and lower case alike."""
        wanted = {label.casefold() for label in labels}
        return np.array([label.casefold() in wanted for label in self.labels], dtype=bool)[self.codes]

    def taken(self, rows: Any) -> Column:
        """The same labels, for some rows."""
        return Column(self.labels, self.codes[rows])


def coded(values: Sequence[str]) -> Column:
    """A column of texts, coded in the order in which they first occur."""
    labels = tuple(dict.fromkeys(values))
    place = {label: at for at, label in enumerate(labels)}
    return Column(labels, np.fromiter(map(place.__getitem__, values), dtype=np.int32, count=len(values)))


def spans(key: NDArray[Any], least: int = 1) -> Iterator[tuple[int, int]]:
    """Where each run of the same number begins and ends in sorted numbers (n,); those of at least so many."""
    if key.size:
        edges = np.concatenate([[0], np.flatnonzero(np.diff(key)) + 1, [key.size]])
        long = np.diff(edges) >= least
        yield from zip(edges[:-1][long].tolist(), edges[1:][long].tolist(), strict=True)


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Observations as published.

    `columns` are coded dimensions and attributes by name (DIMENSIONS, and what else the file has); `year` (n,) is 0
    where the cell is no year; `value` (n,) is NaN where `status` says there is no number; `rows` are the worksheet's
    rows, counted from 1, in which each stands; `texts` is what stood in a value's cell that is not a plain number.
    `kind` is the collection: un-cts, glotip, iafq, homicide-study, or "" where the layout does not tell.
    """

    kind: str
    columns: Mapping[str, Column]
    year: NDArray[np.int32]
    value: NDArray[np.float64]
    status: NDArray[np.int8]
    rows: NDArray[np.int32]
    texts: Mapping[int, str]
    header: Mapping[str, str]
    sheet: str
    file: str
    stamp: str = ""

    def __len__(self) -> int:
        return int(self.value.size)

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def has(self, *names: str) -> bool:
        """Whether the file has these columns."""
        return all(name in self.columns for name in names)

    def place(self, row: int) -> str:
        """Where an observation stands: `sheet!row`."""
        return f"{self.sheet}!{self.rows[row]}"

    def printed(self, row: int) -> str:
        """The value as the cell shows it."""
        if row in self.texts:
            return self.texts[row]
        value = float(self.value[row])
        return str(int(value)) if value == int(value) else repr(value)

    def series(self, row: int, *without: str) -> dict[str, Any]:
        """What an observation is about: its dimensions and year, unit included, source and value left out."""
        said: dict[str, Any] = {
            name: column[row] for name, column in self.columns.items() if name != "source" and name not in without
        }
        if "year" not in without:
            said["year"] = int(self.year[row])
        return said

    def taken(self, rows: NDArray[Any]) -> Dataset:
        """The observations of some rows: numbers of them, or a mask."""
        index = np.flatnonzero(rows) if rows.dtype == bool else rows
        texts = {new: self.texts[old] for new, old in enumerate(index.tolist()) if old in self.texts}
        return replace(
            self, columns={name: column.taken(index) for name, column in self.columns.items()},
            year=self.year[index], value=self.value[index], status=self.status[index], rows=self.rows[index],
            texts=texts,
        )  # fmt: skip

    def where(self, **labels: str | Sequence[str]) -> Dataset:
        """The observations whose columns say one of the labels given, upper and lower case alike."""
        mask = np.ones(len(self), dtype=bool)
        for name, wanted in labels.items():
            mask &= self.columns[name].is_in([wanted] if isinstance(wanted, str) else wanted)
        return self.taken(mask)

    def keys(self, *names: str, year: bool = True) -> NDArray[np.int64]:
        """A number for each observation, the same for those that agree in the columns named (and in the year)."""
        key = np.zeros(len(self), dtype=np.int64)
        size = 1
        columns = [(self.columns[name].codes, len(self.columns[name].labels)) for name in names]
        if year and len(self):
            first = int(self.year.min())
            columns.append((self.year - first, int(self.year.max()) - first + 1))
        for codes, labels in columns:
            if size * labels > LARGEST_KEY:
                distinct, key = np.unique(key, return_inverse=True)
                size = distinct.size
            key = key * labels + codes
            size *= labels
        return np.unique(key, return_inverse=True)[1].astype(np.int64)

    def groups(self, *names: str, year: bool = True) -> Iterator[NDArray[np.int64]]:
        """The numbers of the observations that agree in the columns named, group by group."""
        key = self.keys(*names, year=year)
        order = np.argsort(key, kind="stable")
        for start, end in spans(key[order]):
            yield order[start:end]
