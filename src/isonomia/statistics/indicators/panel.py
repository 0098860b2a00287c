"""Countries by years: what each reported, and what stands between and beside its reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.dataset import NUMBER, TEXT_NUMBER, Dataset
from isonomia.statistics.indicators.sources import kind_of

REPORTED, INTERPOLATED, CARRIED, ABSENT = range(4)
"""Where a number of a panel is from."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Panel:
    """Values by country and year, (countries, years), NaN where nothing was reported; `rows` are the numbers of the
    observations that they are from, -1 where none."""

    countries: tuple[str, ...]
    years: tuple[int, ...]
    values: Floats
    rows: NDArray[np.int64]

    def aligned(self, countries: Sequence[str], years: Sequence[int]) -> Panel:
        """The same over other countries and years."""
        values = np.full((len(countries), len(years)), np.nan)
        rows = np.full(values.shape, -1, dtype=np.int64)
        for i, country in enumerate(countries):
            if country in self.countries:
                own = self.countries.index(country)
                for j, year in enumerate(years):
                    if year in self.years:
                        values[i, j] = self.values[own, self.years.index(year)]
                        rows[i, j] = self.rows[own, self.years.index(year)]
        return Panel(tuple(countries), tuple(years), values, rows)


def panel(data: Dataset, rows: NDArray[np.bool_], by: str = "iso3", sources: Sequence[str] = ()) -> Panel:
    """The panel of some observations. Where a country and year has several, the mean of values that agree within one
    per cent; where they do not agree, those of the kind of source that `sources` names first; where these do not agree
    or no preference is declared, none: which is right cannot be known."""
    usable = rows & ((data.status == NUMBER) | (data.status == TEXT_NUMBER)) & (data.year > 0)
    index = np.flatnonzero(usable)
    column = data[by if data.has(by) else "country"]
    countries = tuple(sorted({column[int(i)] for i in index}))
    years = tuple(range(int(data.year[index].min()), int(data.year[index].max()) + 1)) if index.size else ()
    values = np.full((len(countries), len(years)), np.nan)
    where = np.full(values.shape, -1, dtype=np.int64)
    place = {country: i for i, country in enumerate(countries)}
    met: dict[tuple[int, int], list[int]] = {}
    for i in index.tolist():
        met.setdefault((place[column[i]], int(data.year[i]) - years[0]), []).append(i)
    for (row, year), found in met.items():
        if sources and len(found) > 1 and data.has("source"):
            found = _preferred(data, found, sources)
        given = data.value[found]
        if given.max() <= given.min() * 1.01:
            values[row, year] = float(given.mean())
            where[row, year] = found[0]
    return Panel(countries, years, values, where)


def _preferred(data: Dataset, found: list[int], sources: Sequence[str]) -> list[int]:
    """Those of the observations whose source is of the first kind that any of them is."""
    kinds = [kind_of(data["source"][row]) for row in found]
    best = next((kind for kind in sources if kind in kinds), None)
    return [row for row, kind in zip(found, kinds, strict=True) if best is None or kind == best]


def filled(values: Floats) -> tuple[Floats, NDArray[np.int8]]:
    """Gaps between reports interpolated on a line, ends carried from the nearest report; and where each is from.

    What the metadata of the custodian calls imputation for aggregates: never shown as a country's value.
    """
    out = values.copy()
    origin = np.full(values.shape, ABSENT, dtype=np.int8)
    times = np.arange(values.shape[1])
    for i, row in enumerate(values):
        known = np.flatnonzero(~np.isnan(row))
        if known.size:
            out[i] = np.interp(times, known, row[known])
            origin[i] = np.where((times > known[0]) & (times < known[-1]), INTERPOLATED, CARRIED)
            origin[i, known] = REPORTED
    return out, origin
