"""Sums of counts by any of the columns: what countries report added up to regions, by millions of observations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.areas import area_named, areas
from isonomia.statistics.dataset import NUMBER, TEXT_NUMBER, Codes, Column, Dataset
from isonomia.statistics.errors import NotStatistics

REGION, WORLD = "region", "world"
MOST_CELLS = 2**27
"""Cells of a table that is counted without sorting; a table with more is sorted first."""
CHUNK = 2**20
"""Observations that are added up at a time: what is held beside the dataset stays small."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums by group, the groups in order of their columns and years.

    `columns` say what each of the n groups is (n,), `year` (n,) is there where it was asked for; `total` (n,) is the
    sum of the numbers, `observations` (n,) how many numbers there are, `countries` (n,) how many countries gave one (0
    where the file names none), `left_out` (n,) how many cells of the group hold no number ("<5" among them).
    """

    columns: dict[str, Column]
    year: NDArray[np.int32] | None
    total: NDArray[np.float64]
    observations: NDArray[np.int64]
    countries: NDArray[np.int64]
    left_out: NDArray[np.int64]

    def __len__(self) -> int:
        return int(self.total.size)

    def rows(self) -> list[dict[str, Any]]:
        """A dictionary for each group."""
        return [
            {name: column[i] for name, column in self.columns.items()}
            | ({} if self.year is None else {"year": int(self.year[i])})
            | {
                "total": float(self.total[i]), "observations": int(self.observations[i]),
                "countries": int(self.countries[i]), "left_out": int(self.left_out[i]),
            }
            for i in range(len(self))
        ]  # fmt: skip


def regions_of(data: Dataset) -> Column:
    """The M49 region of each observation (Africa, Americas, Asia, Europe, Oceania; empty where its area is none of the
    register), from its country, whatever the file calls its regions. Raises NotStatistics where no country is named."""
    name = next((name for name in ("iso3", "country") if data.has(name)), None)
    if name is None:
        raise NotStatistics("no column names a country; regions are made of countries", place=data.file)
    labels: list[str] = []
    for label in data[name].labels:
        code = area_named(label)
        labels.append(areas()[code].region if code and code in areas() else "")
    known = tuple(dict.fromkeys(labels))
    place = np.array([known.index(label) for label in labels], dtype=np.int32)
    return Column(known, place[data[name].codes])


def summed(data: Dataset, by: Sequence[str], *, year: bool = True) -> Sums:
    """Adds up the numbers of observations that agree in the columns of `by` and in the year.

    "region" is made from the countries (`regions_of`), and "world" is one group of all. Adding is the caller's to
    answer for: rates and shares do not add up, nor do totals with their parts; choose rows first (`Dataset.where`).
    Numbers are added in the order of the file, in double precision. Raises NotStatistics for a column that is not
    there.
    """
    columns: dict[str, Column] = {}
    for name in by:
        if name == WORLD:
            columns[name] = Column(("World",), np.zeros(len(data), dtype=np.int32))
        elif name == REGION:
            columns[name] = regions_of(data)
        elif data.has(name):
            columns[name] = data[name]
        else:
            there = ", ".join([*data.columns, REGION, WORLD])
            raise NotStatistics(f"there is no column {name!r} to add up by; there are {there}", place=data.file)
    parts: list[tuple[Codes, int]] = [(column.codes, max(1, len(column.labels))) for column in columns.values()]
    first = int(data.year.min()) if len(data) else 0
    if year:
        parts.append((data.year - first, (int(data.year.max()) - first + 1) if len(data) else 1))
    size = int(np.prod([labels for _, labels in parts], dtype=object)) if parts else 1
    if size > MOST_CELLS:
        keys = np.unique(_key(parts, slice(None)), return_inverse=True)
        return _sums(data, columns, parts, first, year, keys[0], lambda rows: keys[1][rows])
    return _sums(data, columns, parts, first, year, np.arange(size), lambda rows: _key(parts, rows))


def _key(parts: Sequence[tuple[Codes, int]], rows: slice) -> NDArray[np.int64]:
    key = np.zeros(1, dtype=np.int64)
    for codes, labels in parts:
        key = key * labels + codes[rows]
    return key


def _sums(
    data: Dataset, columns: dict[str, Column], parts: Sequence[tuple[Codes, int]], first: int, year: bool,
    cells: NDArray[np.int64], group_of: Any,
) -> Sums:  # fmt: skip
    """Adds up chunk by chunk; `cells` are the keys of the groups, `group_of` gives the group of each row of a slice."""
    size = len(cells)
    total, numbers, others = np.zeros(size), np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    name = next((name for name in ("iso3", "country") if data.has(name)), None)
    areas_in = len(data[name].labels) if name else 0
    dense = size * areas_in <= MOST_CELLS
    seen = np.zeros(size * areas_in if dense else 0, dtype=bool)
    met: list[NDArray[np.int64]] = []
    for start in range(0, len(data), CHUNK):
        rows = slice(start, start + CHUNK)
        group = np.broadcast_to(group_of(rows), data.value[rows].shape)
        number = (data.status[rows] == NUMBER) | (data.status[rows] == TEXT_NUMBER)
        counted = group[number]
        total += np.bincount(counted, weights=data.value[rows][number], minlength=size)
        numbers += np.bincount(counted, minlength=size)
        others += np.bincount(group[~number], minlength=size)
        if name:
            pairs = counted * areas_in + data[name].codes[rows][number]
            if dense:
                seen[pairs] = True
            else:
                met.append(np.unique(pairs))
    if dense:
        countries = seen.reshape(size, areas_in).sum(axis=1) if name else np.zeros(size, dtype=np.int64)
    else:
        countries = np.bincount(np.unique(np.concatenate(met)) // areas_in, minlength=size)
    kept = np.flatnonzero(numbers + others)
    rest, found = cells[kept], {}
    spread: list[NDArray[np.int64]] = []
    for _, labels in reversed(parts):
        rest, code = np.divmod(rest, labels)
        spread.append(code)
    spread.reverse()
    for at, (label, column) in enumerate(columns.items()):
        found[label] = Column(column.labels, spread[at].astype(np.int32))
    years = (spread[-1] + first).astype(np.int32) if year else None
    return Sums(found, years, total[kept], numbers[kept], np.asarray(countries, dtype=np.int64)[kept], others[kept])
