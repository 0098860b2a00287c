"""Lines over the years: counts, rates per 100,000 or an index, of a country or of a constant panel of countries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from isonomia.statistics.dataset import Dataset
from isonomia.statistics.errors import NotComputable, UnknownArea
from isonomia.statistics.indicators.compute import Value, compute
from isonomia.statistics.indicators.declaration import chosen, indicator
from isonomia.statistics.indicators.panel import Floats, Panel, filled, panel
from isonomia.statistics.indicators.population import implied_population, of_countries
from isonomia.statistics.trends.breaks import Break, breaks_of, coverage_breaks
from isonomia.statistics.trends.choosing import Chosen, choose, countries_of
from isonomia.statistics.trends.constant import GAP, best_span, interpolated, throughout

COUNT, RATE = "count", "rate"
CONSTANT, REPORTERS = "constant", "reporters"
WEIGHTY = 0.05
"""A country's break is shown on an area's line where the country is so large a part of it before or after."""
SHRUNK = 0.5
"""A part with which the panel of all parts would be smaller than this share of it has a panel of its own."""
FEW = 3
"""A panel of fewer countries speaks for no region."""


@dataclass(frozen=True, slots=True)
class Point:
    """A line in one year. `countries` are those it is made of, `interpolated` of them between two reports."""

    year: int
    value: float | None
    countries: int
    interpolated: int = 0
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `unit` is count, per 100,000, percent or index; `panel` are the countries of a constant panel;
    `covered` is their share of the population of those countries of the area that ever reported; `of` is the unit that
    an index is of."""

    series: str
    label: str
    area: str
    unit: str
    points: tuple[Point, ...]
    breaks: tuple[Break, ...] = ()
    panel: tuple[str, ...] = ()
    covered: float | None = None
    base: int | None = None
    of: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of `isonomia trend`."""
        return {
            "series": self.series, "part": self.label, "area": self.area, "unit": self.unit, "base": self.base,
            "of": self.of or None,
            "panel": list(self.panel), "population_covered": self.covered,
            "points": [
                {"year": p.year, "value": p.value, "countries": p.countries, "interpolated": p.interpolated,
                 "flags": list(p.flags)}
                for p in self.points
            ],
            "breaks": [{"area": b.area, "year": b.year, "kind": b.kind, "note": b.note} for b in self.breaks],
        }  # fmt: skip


def is_code(series: str) -> bool:
    """Whether a series is named by the code of an indicator."""
    return re.fullmatch(r"\d+\.[\da-z]+\.\d+", series.strip()) is not None


def trend(
    data: Dataset,
    series: str,
    *,
    areas: Sequence[str] = ("world",),
    by: str | None = None,
    years: Sequence[int] | None = None,
    measure: str = COUNT,
    base: int | None = None,
    members: str = CONSTANT,
    population: Panel | None = None,
    known: Sequence[Break] = (),
) -> list[Line]:
    """The lines of a series by its labels, or of an indicator by its code (16.1.1), for each area and part.

    `members` of an area: the constant panel of those who reported throughout, or the reporters of each year. With a
    `base` year the values are an index that is 100 in it. Raises NotComputable, UnknownArea, UnknownIndicator.
    """
    if is_code(series):
        lines = _of_indicator(data, series, areas, by, years, population)
    else:
        parts = choose(data, series, by)
        panels = [panel(data, one.rows) for one in parts]
        joint = {area: _together(data, panels, area, years) for area in areas}
        lines = []
        missing: NotComputable | UnknownArea | None = None
        for at, (one, found) in enumerate(zip(parts, panels, strict=True)):
            for area in areas:
                try:
                    made = _line(data, series, one, found, area, years, measure, members, population, joint[area][at])
                except (NotComputable, UnknownArea) as error:
                    # a part that too few report, or that the country does not, is left out where there are others
                    missing = error
                    if len(parts) == 1:
                        raise
                else:
                    lines.append(made)
        if not lines and missing is not None:
            raise missing
    lines = [_with_known(line, known) for line in lines]
    return lines if base is None else [_index(line, base) for line in lines]


def _line(
    data: Dataset, series: str, one: Chosen, found: Panel, area: str, years: Sequence[int] | None, measure: str,
    members: str, population: Panel | None, beside: Panel,
) -> Line:  # fmt: skip
    if not found.countries:
        raise NotComputable(f"{series!r} has no value that is a number", place=data.file)
    name, index = countries_of(data, area, found.countries)
    single = len(index) == 1 and name == found.countries[index[0]]
    if not single and not one.counts:
        raise NotComputable("rates and shares of countries cannot be added up; name a series of counts, or one country",
                            place=data.file)  # fmt: skip
    span = [j for j, year in enumerate(found.years) if years is None or year in years]
    if not span:
        raise NotComputable(f"the series has the years {found.years[0]} to {found.years[-1]}; ask for some of these",
                            place=data.file)  # fmt: skip
    part = Panel(
        tuple(found.countries[i] for i in index), tuple(found.years[j] for j in span),
        found.values[np.ix_(index, span)], found.rows[np.ix_(index, span)],
    )  # fmt: skip
    people = None
    if measure == RATE and not one.counts:
        raise NotComputable("the series is a rate already; leave --measure away", place=data.file)
    if measure == RATE or not single:
        people = _people(data, one, part, population, needed=measure == RATE)
    if single:
        return _of_country(data, series, one, name, part, measure, people)
    usable = part.values
    if members == CONSTANT:
        usable = np.where(beside.aligned(part.countries, part.years).values > 0, part.values, np.nan)
    return _of_panel(data, series, one, name, replace(part, values=usable), measure, members, people, years is None)


def _together(data: Dataset, panels: Sequence[Panel], area: str, years: Sequence[int] | None) -> list[Panel]:
    """For each part of a series which countries and years it may use: 1, or nothing.

    Parts have one panel, those countries that report all of them: only so is the difference between their lines theirs.
    A part that few report, with which the panel would shrink below half, has a panel of its own.
    """
    countries = sorted({name for one in panels for name in one.countries})
    span = [year for year in sorted({year for one in panels for year in one.years}) if years is None or year in years]
    index = countries_of(data, area, countries)[1] if countries else []
    names = tuple(countries[i] for i in index)
    given = [np.where(np.isnan(one.aligned(names, span).values), np.nan, 1.0) for one in panels]
    order = sorted(range(len(panels)), key=lambda at: -np.nansum(given[at]))
    joint, least, inside = np.ones((len(names), len(span))), 0.0, set()
    for at in order:
        candidate = joint * given[at]
        size = _size(candidate, span, years is None)
        if size >= least:
            least = max(least, size * SHRUNK)
            joint = candidate
            inside.add(at)
    rows = np.full(joint.shape, -1, dtype=np.int64)
    return [Panel(names, tuple(span), joint if at in inside else given[at], rows) for at in range(len(panels))]


def _size(values: Floats, years: Sequence[int], choose_span: bool) -> int:
    """How large a panel there is in values: countries times years."""
    if not values.size:
        return 0
    span = best_span(values, years) if choose_span else (0, len(years) - 1)
    return 0 if span is None else int(throughout(values, *span).sum()) * (span[1] - span[0] + 1)


def _people(data: Dataset, one: Chosen, part: Panel, population: Panel | None, *, needed: bool) -> Panel | None:
    """The population of the persons of a line, by country and year, between and beyond what is known."""
    if population is not None and not one.persons:
        known = of_countries(population, part.countries, part.years)
    else:
        try:
            known = implied_population(data, None, **one.persons).aligned(part.countries, part.years)
        except NotComputable:
            if needed:
                raise
            return None
    return replace(known, values=filled(known.values)[0])


def _unit(data: Dataset, one: Chosen, measure: str) -> str:
    if measure == RATE:
        return "per 100,000"
    if one.counts:
        return "count"
    at = int(np.flatnonzero(one.rows)[0])
    return data["unit"][at] if data.has("unit") else "rate"


def _of_country(
    data: Dataset, series: str, one: Chosen, name: str, part: Panel, measure: str, people: Panel | None
) -> Line:
    """A country's own reports: nothing is filled in."""
    values = part.values[0] if people is None or measure != RATE else part.values[0] / people.values[0] * 1e5
    known = np.flatnonzero(~np.isnan(values))
    if not known.size:
        raise NotComputable(f"{name} has no value in these years", place=data.file)
    points = tuple(
        Point(part.years[j], None if np.isnan(values[j]) else float(values[j]), 0 if np.isnan(values[j]) else 1)
        for j in range(int(known[0]), int(known[-1]) + 1)
    )
    breaks = breaks_of(data, part, counts=one.counts)
    return Line(series, one.label, name, _unit(data, one, measure), points, tuple(breaks))


def _of_panel(
    data: Dataset, series: str, one: Chosen, name: str, part: Panel, measure: str, members: str,
    people: Panel | None, choose_span: bool,
) -> Line:  # fmt: skip
    usable = part.values if people is None or measure != RATE else np.where(
        np.isnan(people.values), np.nan, part.values
    )  # fmt: skip
    first, last = 0, len(part.years) - 1
    if members == CONSTANT:
        if choose_span:
            first, last = best_span(usable, part.years) or (0, 0)
        kept = throughout(usable, first, last)
        if kept.sum() < FEW or first == last:
            raise NotComputable(
                f"fewer than {FEW} countries of {name} reported from {part.years[first]} to {part.years[last]} with no"
                f" gap of more than {GAP} years; ask for other years (--year) or for --members reporters",
                place=data.file,
            )
        values, between = interpolated(usable[kept][:, first : last + 1])
    else:
        kept = np.array([not np.isnan(row).all() for row in usable], dtype=bool)
        values, between = usable[kept], np.zeros_like(usable[kept], dtype=bool)
    years = part.years[first : last + 1]
    here = ~np.isnan(values)
    total = np.nansum(values, axis=0)
    countries = here.sum(axis=0)
    if measure == RATE and people is not None:
        below = np.where(here, people.values[kept][:, first : last + 1], 0).sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            total = total / below * 1e5
    few = countries < FEW
    points = tuple(
        Point(year, None if few[j] or not np.isfinite(total[j]) else float(total[j]), int(countries[j]),
              int(between[:, j].sum()), ("thin-coverage",) if few[j] else ())
        for j, year in enumerate(years)
    )  # fmt: skip
    names = tuple(part.countries[i] for i in np.flatnonzero(kept))
    inside = part.aligned(names, years)
    breaks = [b for b in breaks_of(data, inside) if _weighty(b, inside)]
    covered = None
    if people is not None and members == CONSTANT:
        whole = float(np.nansum(people.values[:, last]))
        covered = float(np.nansum(people.values[kept][:, last])) / whole if whole else None
    if members == REPORTERS:
        breaks += coverage_breaks(name, years, [int(number) for number in countries])
    ordered = tuple(sorted(breaks, key=lambda one: (one.year, one.area)))
    panel_of = names if members == CONSTANT else ()
    return Line(series, one.label, name, _unit(data, one, measure), points, ordered, panel_of, covered)


def _weighty(one: Break, inside: Panel) -> bool:
    """Whether a country is a large enough part of its panel, before or after a break, to move the line."""
    row, at = inside.countries.index(one.area), inside.years.index(one.year)
    values, _ = interpolated(inside.values)
    near = [j for j in (at - 1, at) if j >= 0 and np.nansum(values[:, j]) > 0]
    return any(float(np.nan_to_num(values[row, j])) >= WEIGHTY * float(np.nansum(values[:, j])) for j in near)


def _of_indicator(
    data: Dataset, code: str, areas: Sequence[str], by: str | None, years: Sequence[int] | None,
    population: Panel | None,
) -> list[Line]:  # fmt: skip
    """The lines of an indicator: by the rule of its metadata, filled and flagged as `isonomia indicator` says."""
    what = indicator(code)
    top = panel(data, chosen(data, what.numerator, "numerator").rows(data), sources=what.sources)
    unit = "per 100,000" if "100,000" in what.unit else what.unit
    cached: dict[str, list[Value]] = {}
    lines = []
    for area in areas:
        name, index = countries_of(data, area, top.countries)
        single = len(index) == 1 and name == top.countries[index[0]]
        level = "world" if name == "world" else "country" if single else next(
            level for level in ("region", "subregion") if data.has(level) and name in data[level].labels
        )  # fmt: skip
        if level not in cached:
            cached[level] = compute(code, data, area=level, years=years, population=population, by=by)
        mine = [value for value in cached[level] if value.area == name]
        breaks = breaks_of(data, top.aligned([name], top.years)) if single and by is None else []
        for label in dict.fromkeys(next(iter(value.group.values()), "") for value in mine):
            points = tuple(
                Point(v.year, v.value, v.countries, 0, v.flags)
                for v in mine
                if next(iter(v.group.values()), "") == label
            )
            lines.append(Line(code, label, name, unit, points, tuple(breaks)))
    if not any(point.value is not None for line in lines for point in line.points):
        raise NotComputable(f"{code} has no value for {', '.join(areas)} in these years", place=data.file)
    return lines


def _with_known(line: Line, known: Sequence[Break]) -> Line:
    """The line with those of the breaks known from elsewhere that are of its countries and years."""
    from isonomia.statistics.areas import area_named

    mine = {area_named(name) or name for name in (line.area, *line.panel)}
    inside = {point.year for point in line.points}
    more = [one for one in known if one.area in mine and one.year in inside]
    return replace(line, breaks=tuple(sorted({*line.breaks, *more}, key=lambda one: (one.year, one.area, one.kind))))


def _index(line: Line, base: int) -> Line:
    """The line with 100 in the base year. Raises NotComputable where it has no value then, or none but zero."""
    start = next((point.value for point in line.points if point.year == base), None)
    if not start:
        years = [point.year for point in line.points if point.value]
        raise NotComputable(
            f"{', '.join(filter(None, (line.series, line.label, line.area)))} has no value above 0 in {base} to be the"
            f" base; it has {years[0]} to {years[-1]}" if years else f"{line.series} has no value above 0"
        )  # fmt: skip
    points = tuple(
        replace(point, value=None if point.value is None else 100 * point.value / start) for point in line.points
    )
    return replace(line, points=points, unit="index", base=base, of=line.unit)
