"""What a map of the world shows: a value for each country, or each country's region, in one year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from isonomia.statistics.areas import area_named, areas, folded
from isonomia.statistics.dataset import Dataset
from isonomia.statistics.errors import NotComputable
from isonomia.statistics.indicators.compute import compute
from isonomia.statistics.indicators.declaration import indicator
from isonomia.statistics.indicators.panel import Panel, filled, panel
from isonomia.statistics.indicators.population import implied_population, of_countries
from isonomia.statistics.trends.choosing import choose
from isonomia.statistics.trends.lines import COUNT, RATE, is_code

LEVELS = ("country", "region", "subregion")
ENOUGH = 0.7
"""A year that is chosen by itself is the last in which so many have a value, of those in the year that has most."""


def map_values(
    data: Dataset,
    series: str,
    *,
    level: str = "country",
    year: int | None = None,
    measure: str = COUNT,
    population: Panel | None = None,
) -> tuple[Mapping[str, float | None], int, str]:
    """Values by ISO code, the year and the unit, of an indicator by its code or of a series by its labels.

    Regions are shown for indicators, in all their countries. Raises NotComputable.
    """
    reporters: Counter[int] = Counter()
    if is_code(series):
        by_year: dict[int, dict[str, float]] = {}
        for value in compute(series, data, area=level, population=population):
            if value.value is not None:
                by_year.setdefault(value.year, {})[value.area] = value.value
                # an area's value may be carried: its year is as good as those who reported in it
                reporters[value.year] += value.countries
        unit = indicator(series).unit
        unit = "per 100,000" if "100,000" in unit else unit
    else:
        if level != "country":
            raise NotComputable("a map of regions is of an indicator by its code, e.g. 16.1.1", place=data.file)
        by_year, unit = _of_series(data, series, measure, population)
        reporters.update({when: len(values) for when, values in by_year.items()})
    when = _year(data, by_year, reporters, year)
    found = by_year[when]
    if level == "country":
        return {code: value for name, value in found.items() if (code := area_named(name))}, when, unit
    regions = {folded(name): value for name, value in found.items()}
    spread = {
        code: next((regions[key] for p in one.parents if (key := folded(p.replace("_", " "))) in regions), None)
        for code, one in areas().items()
    }
    return spread, when, unit


def _of_series(
    data: Dataset, series: str, measure: str, population: Panel | None
) -> tuple[dict[int, dict[str, float]], str]:
    (one,) = choose(data, series)
    found = panel(data, one.rows)
    values, unit = found.values, "count"
    if measure == RATE:
        if not one.counts:
            raise NotComputable("the series is a rate already; leave --measure away", place=data.file)
        people = implied_population(data) if population is None else population
        known = filled(of_countries(people, found.countries, found.years).values)[0]
        values, unit = values / known * 1e5, "per 100,000"
    elif not one.counts:
        unit = data["unit"][int(np.flatnonzero(one.rows)[0])] if data.has("unit") else "rate"
    by_year: dict[int, dict[str, float]] = {}
    for i, country in enumerate(found.countries):
        for j, when in enumerate(found.years):
            if not np.isnan(values[i, j]):
                by_year.setdefault(when, {})[country] = float(values[i, j])
    return by_year, unit


def _year(
    data: Dataset, by_year: Mapping[int, Mapping[str, float]], reporters: Mapping[int, int], year: int | None
) -> int:
    if not by_year:
        raise NotComputable("there is no value to map", place=data.file)
    if year is not None:
        if year not in by_year:
            raise NotComputable(f"there is no value of {year}; there is of {min(by_year)} to {max(by_year)}",
                                place=data.file)  # fmt: skip
        return year
    most = max(reporters.values())
    return max(when for when, size in reporters.items() if size >= ENOUGH * most)
