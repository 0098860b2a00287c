"""Indicators from published workbooks: by country as reported, for regions and the world by the stated rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.dataset import Dataset
from isonomia.statistics.errors import NotComputable
from isonomia.statistics.indicators.breakdown import slices
from isonomia.statistics.indicators.declaration import POPULATION, Indicator, Input, Study, chosen, indicator
from isonomia.statistics.indicators.panel import (
    CARRIED,
    INTERPOLATED,
    REPORTED,
    Panel,
    filled,
    panel,
)
from isonomia.statistics.indicators.population import implied_population, of_area, of_countries
from isonomia.statistics.indicators.sources import HEALTH, MODEL, kind_of

AREAS = ("world", "region", "subregion", "country")
NEAR = 5
"""A country is held to be covered in a year where it reported within so many years of it."""
THIN_COUNTRIES, THIN_SHARE = 3, 0.4
"""Below so many covered countries, or below this share of the population of the countries in the file, no figure is
given for an area."""
NEARLY_ALL = 0.9
"""Of a region of two countries, two are enough: where they hold this share of its population as given."""
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
    group: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of `isonomia indicator`; `group` is in it where the value is of a part of the persons."""
        cells = {
            name: list(cell) if isinstance(cell := getattr(self, name), tuple) else cell for name in self.__slots__
        }
        return cells if self.group else {name: cell for name, cell in cells.items() if name != "group"}


def compute(
    code: str,
    data: Dataset,
    *,
    area: str = "world",
    years: Sequence[int] | None = None,
    population: Panel | None = None,
    by: str | None = None,
    **persons: str,
) -> list[Value]:
    """An indicator from a workbook: one value for each area and year, in that order.

    `area`: world, region, subregion or country. `by` what the numerator is told apart by: sex, age, relationship,
    mechanism, context, or another dimension of the file; then the values of each class follow one another. `persons`:
    one sex or age only. Published aggregates in the file are never its input. Raises UnknownIndicator, NotComputable.
    """
    what = indicator(code)
    if by is None:
        top = _input(data, what, "numerator", what.numerator, persons)
        return _values(what, data, top, area, years, population, persons)
    above = chosen(data, what.numerator, "numerator")
    out: list[Value] = []
    missing: NotComputable | None = None
    for one in slices(data, what, above, by):
        rows = one.rows & _countries_only(data)
        top = _summed(data, rows) if above.sum else panel(data, rows, sources=what.sources)
        who = dict(one.persons) | persons
        try:
            found = _values(what, data, top, area, years, population, who, one.study, one.within)
        except NotComputable as error:
            # a class that no one counted in these years: the others have their values all the same
            missing = error
            continue
        out += [replace(value, group={by: one.label}) for value in found]
    if not out and missing is not None:
        raise missing
    return out


def _values(
    what: Indicator, data: Dataset, top: Panel, area: str, years: Sequence[int] | None, population: Panel | None,
    persons: Mapping[str, str], study: Study | None = None, within: NDArray[np.bool_] | None = None,
) -> list[Value]:  # fmt: skip
    """The values from a numerator; denominator and population are of the same persons."""
    people: Panel | None
    if what.denominator:
        base = _input(data, what, "denominator", what.denominator, persons, within)
        people = _maybe_population(data) if population is None else of_countries(population, top.countries, top.years)
    else:
        own = study if study is not None and study.rate else None
        # a table of populations is of all persons: that of a sex or age is what the file's own rates imply
        if population is None or own is not None or persons:
            people = base = _implied(data, own, persons, given=population is not None)
        else:
            people = base = of_countries(population, top.countries, top.years)
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
    known = people.aligned(countries, span) if people is not None else None
    out = []
    for name, index in _groups(data, countries, area).items():
        whole = None if population is None or persons or study else of_area(population, name, span)
        out += _together(what, data, name, index, numbers, bases, known, wanted, whole)
    return out


def _implied(data: Dataset, study: Study | None, persons: Mapping[str, str], *, given: bool) -> Panel:
    """The population that the file's own rates imply; `given` whether there is a table of all persons besides."""
    try:
        return implied_population(data, study, **persons)
    except NotComputable:
        if not given:
            raise
        who = ", ".join(persons.values()) or "these persons"
        raise NotComputable(
            f"the population of {who} follows from no rate in the file, and the table of populations is of all persons",
            place=data.file,
        ) from None


def _input(
    data: Dataset, what: Indicator, name: str, alternatives: Sequence[Input], persons: Mapping[str, str],
    within: NDArray[np.bool_] | None = None,
) -> Panel:  # fmt: skip
    one = chosen(data, alternatives, name)
    rows = one.rows(data, **persons) & _countries_only(data)
    if within is not None:
        rows &= within
    if not one.sum:
        return panel(data, rows, sources=what.sources)
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
                flags += _other_source(what, data, rows[0])
                places = tuple(data.place(row) for row in rows if row >= 0)
                out.append(
                    Value(what.code, country, year, value, what.unit, above, below, 1, None, METHODS["country"],
                          tuple(flags), places)
                )  # fmt: skip
    return out


def _other_source(what: Indicator, data: Dataset, row: int) -> list[str]:
    """A flag where a number is not from the kind of source that the indicator prefers."""
    if not what.sources or row < 0 or not data.has("source"):
        return []
    kind = kind_of(data["source"][row])
    return [f"{kind}-source"] if kind in (HEALTH, MODEL) and kind != what.sources[0] else []


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
    what: Indicator, data: Dataset, name: str, index: list[int], top: Panel, base: Panel, people: Panel | None,
    wanted: Sequence[int], whole: NDArray[np.float64] | None,
) -> list[Value]:  # fmt: skip
    """The values of one area over the years; `whole` is the population of all its countries, where it is given."""
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
        total = float(np.nansum(weights[:, j]) if whole is None or people is None else whole[j])
        covered = float(np.nansum(weights[near[:, j] & inside, j])) / total if total else 0.0
        told = float(np.nansum(weights[origin[:, j] == REPORTED, j])) / total if total else 0.0
        flags = [
            f"{label}: {number}"
            for label, kind in (("interpolated", INTERPOLATED), ("carried", CARRIED))
            if (number := int((inside & (origin[:, j] == kind)).sum()))
        ]
        others = Counter(flag for row in top.rows[index, j] for flag in _other_source(what, data, int(row)))
        flags += [f"{flag}: {number}" for flag, number in sorted(others.items())]
        few = int((near[:, j] & inside).sum()) < THIN_COUNTRIES and not (whole is not None and covered >= NEARLY_ALL)
        thin = few or covered < THIN_SHARE
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
