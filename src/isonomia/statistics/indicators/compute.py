"""Indicators from published workbooks: by country as reported, for regions and the world by the stated rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.dataset import Dataset
from isonomia.statistics.errors import NotComputable
from isonomia.statistics.indicators.declaration import POPULATION, Indicator, Input, chosen, indicator
from isonomia.statistics.indicators.panel import (
    CARRIED,
    INTERPOLATED,
    REPORTED,
    Panel,
    filled,
    panel,
)
from isonomia.statistics.indicators.population import implied_population

AREAS = ("world", "region", "subregion", "country")
NEAR = 5
"""A country is held to be covered in a year where it reported within so many years of it."""
THIN_COUNTRIES, THIN_SHARE = 3, 0.4
"""Below so many covered countries, or below this share of the population of the countries in the file, no figure is
given for an area."""
WHOLE_OF = {"GBR": ("GBR_E_W", "GBR_NI", "GBR_S"), "United Kingdom of Great Britain and Northern Ireland": (
    "United Kingdom (England and Wales)", "United Kingdom (Northern Ireland)", "United Kingdom (Scotland)"),
}  # fmt: skip
"""Countries that files list beside their parts: a year that has both counts once."""
METHODS = {
    "country": "as reported: numerator and denominator of the same year",
    "sum": "shares and denominators of each country interpolated between its reports and carried beyond them, then the"
    " sum of numerators over the sum of denominators",
    "population": "rates of each country interpolated between its reports and carried beyond them, then their mean"
    " weighted by population",
}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an indicator, or None with the reason in `flags`."""

    indicator: str
    area: str
    year: int
    value: float | None
    unit: str
    numerator: float | None
    denominator: float | None
    countries: int
    population_covered: float | None
    method: str
    flags: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of `isonomia indicator`."""
        return {name: list(cell) if isinstance(cell := getattr(self, name), tuple) else cell for name in self.__slots__}


def compute(
    code: str,
    data: Dataset,
    *,
    area: str = "world",
    years: Sequence[int] | None = None,
    population: Panel | None = None,
    **persons: str,
) -> list[Value]:
    """An indicator from a workbook: one value for each area and year, in that order.

    `area`: world, region, subregion or country. `persons`: a sex or age to disaggregate by. Published aggregates in
    the file are never its input. Raises UnknownIndicator, NotComputable.
    """
    what = indicator(code)
    top = _input(data, what, "numerator", what.numerator, persons)
    people = population
    if what.denominator:
        base = _input(data, what, "denominator", what.denominator, persons)
        people = people or _maybe_population(data)
    else:
        people = base = population or implied_population(data)
    countries = [name for name in top.countries if name in base.countries]
    span = sorted(set(top.years) & set(base.years))
    if not countries or not span:
        raise NotComputable("no country has both parts of the formula", place=data.file)
    numbers = top.aligned(countries, span)
    bases = base.aligned(countries, span)
    _count_parts_once(numbers, bases)
    wanted = [year for year in span if years is None or year in years]
    if not wanted:
        raise NotComputable(f"the file has the years {span[0]} to {span[-1]}; ask for some of these", place=data.file)
    if area == "country":
        return list(_by_country(what, data, numbers, bases, wanted))
    groups = _groups(data, countries, area)
    known = people.aligned(countries, span) if people is not None else None
    return [
        row for name, index in groups.items() for row in _together(what, name, index, numbers, bases, known, wanted)
    ]


def _input(data: Dataset, what: Indicator, name: str, alternatives: Sequence[Input], persons: dict[str, str]) -> Panel:
    one = chosen(data, alternatives, name)
    rows = one.rows(data, **persons) & _countries_only(data)
    if not one.sum:
        return panel(data, rows)
    return _summed(data, rows)


def _summed(data: Dataset, rows: NDArray[np.bool_]) -> Panel:
    """The panel of the sum of several observations of a country and year, the greater where one repeats another."""
    parts: dict[tuple[str, ...], Panel] = {}
    names = [name for name in ("indicator", "category") if data.has(name)]
    for group in data.groups(*names, year=False):
        inside = np.zeros(len(data), dtype=bool)
        inside[group] = True
        inside &= rows
        if inside.any():
            parts[tuple(data[name][int(group[0])] for name in names)] = panel(data, inside)
    countries = sorted({name for part in parts.values() for name in part.countries})
    years = sorted({year for part in parts.values() for year in part.years})
    stacked = np.stack([part.aligned(countries, years).values for part in parts.values()])
    first = next(iter(parts.values())).aligned(countries, years).rows
    return Panel(
        tuple(countries),
        tuple(years),
        np.where(np.isnan(stacked).all(axis=0), np.nan, np.nansum(stacked, axis=0)),
        first,
    )


def _countries_only(data: Dataset) -> NDArray[np.bool_]:
    """Which observations are of countries: those of the world and of regions are aggregates."""
    mask = np.ones(len(data), dtype=bool)
    for name in ("country", "region", "iso3"):
        if data.has(name):
            mask &= ~data[name].is_in(["World", "WLD"])
    if data.has("country"):
        mask &= ~data["country"].is_in([""])
        if data.has("region"):
            mask &= ~data["country"].is_in(data["region"].labels)
    return mask


def _maybe_population(data: Dataset) -> Panel | None:
    try:
        return implied_population(data)
    except NotComputable:
        return None


def _count_parts_once(numbers: Panel, bases: Panel) -> None:
    """Takes the parts of a country away in the years in which the whole is given."""
    for whole, parts in WHOLE_OF.items():
        if whole in numbers.countries:
            row = numbers.countries.index(whole)
            given = ~np.isnan(numbers.values[row]) & ~np.isnan(bases.values[row])
            for part in parts:
                if part in numbers.countries and given.any():
                    numbers.values[numbers.countries.index(part)] = np.nan


def _by_country(what: Indicator, data: Dataset, top: Panel, base: Panel, wanted: Sequence[int]) -> list[Value]:
    out = []
    for i, country in enumerate(top.countries):
        for j, year in enumerate(top.years):
            above, below = float(top.values[i, j]), float(base.values[i, j])
            if year in wanted and above == above and below == below:
                flags = [] if below else ["denominator-zero"]
                if below and what.unit == "percent" and above > below:
                    flags.append("numerator-exceeds-denominator")
                value = above / below * what.scale if below else None
                rows = [int(p.rows[i, j]) for p in (top, base)]
                places = tuple(data.place(row) for row in rows if row >= 0)
                out.append(
                    Value(what.code, country, year, value, what.unit, above, below, 1, None, METHODS["country"],
                          tuple(flags), places)
                )  # fmt: skip
    return out


def _groups(data: Dataset, countries: Sequence[str], area: str) -> dict[str, list[int]]:
    """The countries of each area, by their places."""
    if area == "world":
        return {"world": list(range(len(countries)))}
    if not data.has(area):
        raise NotComputable(f"the file has no column {area}; ask for the world or for countries", place=data.file)
    column, names = data[area], data["iso3" if data.has("iso3") else "country"]
    of: dict[str, str] = {}
    for row in range(len(data)):
        of.setdefault(names[row], column[row])
    groups: dict[str, list[int]] = {}
    for place, country in enumerate(countries):
        if of.get(country):
            groups.setdefault(of[country], []).append(place)
    return dict(sorted(groups.items()))


def _together(
    what: Indicator, name: str, index: list[int], top: Panel, base: Panel, people: Panel | None, wanted: Sequence[int]
) -> list[Value]:
    """The values of one area over the years."""
    numbers, bases = top.values[index], base.values[index]
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where((bases > 0) & ~((what.unit == "percent") & (numbers > bases)), numbers / bases, np.nan)
    share, origin = filled(shares)
    below, _ = filled(bases)
    used = ~np.isnan(share) & ~np.isnan(below)
    near = _near(origin == REPORTED)
    weights = below if people is None else filled(people.values[index])[0]
    out = []
    for j, year in enumerate(top.years):
        if year not in wanted:
            continue
        inside = used[:, j]
        denominator = float(below[inside, j].sum())
        numerator = float((share[inside, j] * below[inside, j]).sum())
        reported = int((origin[:, j] == REPORTED).sum())
        total = float(np.nansum(weights[:, j]))
        covered = float(np.nansum(weights[near[:, j] & inside, j])) / total if total else 0.0
        told = float(np.nansum(weights[origin[:, j] == REPORTED, j])) / total if total else 0.0
        flags = [
            f"{label}: {number}"
            for label, kind in (("interpolated", INTERPOLATED), ("carried", CARRIED))
            if (number := int((inside & (origin[:, j] == kind)).sum()))
        ]
        thin = int((near[:, j] & inside).sum()) < THIN_COUNTRIES or covered < THIN_SHARE
        if thin or not denominator:
            flags.insert(0, "thin-coverage")
        value = None if thin or not denominator else numerator / denominator * what.scale
        method = METHODS["population" if what.aggregate == POPULATION else "sum"]
        out.append(
            Value(what.code, name, year, value, what.unit, numerator, denominator, reported,
                  told if people is not None else None, method, tuple(flags))
        )  # fmt: skip
    return out


def _near(reported: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which countries reported within NEAR years of each year."""
    out = np.zeros_like(reported)
    for shift in range(-NEAR, NEAR + 1):
        moved = np.roll(reported, shift, axis=1)
        if shift > 0:
            moved[:, :shift] = False
        elif shift < 0:
            moved[:, shift:] = False
        out |= moved
    return out
