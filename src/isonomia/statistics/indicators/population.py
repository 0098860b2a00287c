"""The population of countries, as a file's own pairs of count and rate imply it, or from a table of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.areas import area_named, areas, folded
from isonomia.statistics.checks.units import count_rate_pairs
from isonomia.statistics.dataset import Dataset
from isonomia.statistics.errors import NotComputable
from isonomia.statistics.indicators.declaration import TOTALS, Study
from isonomia.statistics.indicators.panel import Panel, filled, panel

EXACT = 0.002
"""Rates whose rounding moves the population by less than this are taken as they are."""
STIFF = tuple(10.0**power for power in range(9, -3, -1))
"""How stiff the curve of a population is, the stiffest first: the first is taken from which all but a few years
(WITHIN) differ by no more than the rounding of their rates."""
WITHIN = 0.9


def given_population(table: Dataset) -> Panel:
    """The population from a table of countries, years and values: numbers of persons, or thousands where the unit says
    so; of a table by sex and age that of all persons. Raises NotComputable."""
    everyone = np.ones(len(table), dtype=bool)
    for name, totals in TOTALS.items():
        if table.has(name) and len(table[name].labels) > 1:
            everyone &= table[name].is_in([*totals, ""])
    found = panel(table, everyone)
    if not found.countries:
        raise NotComputable("the table of populations has no value", place=table.file)
    thousands = table.has("unit") and any("thousand" in label.casefold() for label in table["unit"].labels)
    return Panel(found.countries, found.years, found.values * (1000 if thousands else 1), found.rows)


def coded(table: Panel) -> Panel:
    """The same with countries by their code, where their names are known ones."""
    return Panel(tuple(area_named(name) or name for name in table.countries), table.years, table.values, table.rows)


def of_countries(table: Panel, countries: Sequence[str], years: Sequence[int]) -> Panel:
    """The population of these countries, which may be named otherwise than in the table of populations."""
    found = coded(table).aligned([area_named(name) or name for name in countries], years)
    # its observations are not of the file whose places are told
    return Panel(tuple(countries), found.years, found.values, np.full(found.rows.shape, -1, dtype=np.int64))


def of_area(table: Panel, label: str, years: Sequence[int]) -> NDArray[np.float64] | None:
    """The population of all countries of a region by its name ("world" for all), (years,); None where no region of
    the M49 standard has that name."""
    by_code = coded(table)
    known = areas()
    inside = [
        i
        for i, code in enumerate(by_code.countries)
        if code in known
        and (label == "world" or folded(label) in {folded(parent.replace("_", " ")) for parent in known[code].parents})
    ]
    if not inside:
        return None
    taken = Panel(
        tuple(by_code.countries[i] for i in inside), by_code.years, by_code.values[inside], by_code.rows[inside]
    )
    whole: NDArray[np.float64] = np.nansum(filled(taken.aligned(taken.countries, years).values)[0], axis=0)
    return whole


def implied_population(data: Dataset, study: Study | None = None, **persons: str) -> Panel:
    """The population by country and year that counts and rates of all persons imply, or of the `persons` of a sex or
    age, or of those whose count and rate a `study` names.

    Where rates are printed so coarsely that a year alone does not tell it, the smoothest curve through all years of the
    country that their rounding allows. Raises NotComputable where the file has no rates.
    """
    told: dict[str, list[tuple[int, float, float]]] = {}
    decimals: dict[str, int] = {}
    column = data["iso3" if data.has("iso3") else "country"]
    for count, rate, base in _pairs(data, study, persons):
        people, share = float(data.value[count]), float(data.value[rate])
        if people > 0 and share > 0:
            country = column[count]
            # "5.4" among rates of six decimals is 5.400000: a country's rates are rounded alike
            decimals[country] = max(decimals.get(country, 0), _decimals(data.printed(rate)))
            told.setdefault(country, []).append((int(data.year[count]), people / share * base, share))
    samples = {
        country: [(year, people, 0.5 * 10.0 ** -decimals[country] / share) for year, people, share in rows]
        for country, rows in told.items()
    }
    if not samples:
        raise NotComputable(
            "the population is not in the file, nor rates to tell it from; give it with --population", place=data.file
        )
    years = range(
        min(s[0] for row in samples.values() for s in row), max(s[0] for row in samples.values() for s in row) + 1
    )
    countries = tuple(sorted(samples))
    values = np.stack([_line(samples[country], np.array(years)) for country in countries])
    return Panel(countries, tuple(years), values, np.full(values.shape, -1, dtype=np.int64))


def _line(samples: list[tuple[int, float, float]], years: NDArray[np.int64]) -> NDArray[np.float64]:
    """A country's population in each year: as told where rates are fine, else the smoothest curve that keeps within
    what the rounding of its rates leaves open.

    Smooth is a growth that changes little from year to year (second differences of logarithms, Whittaker).
    """
    out = np.full(years.size, np.nan)
    fine = {year: people for year, people, doubt in samples if doubt <= EXACT}
    if len(fine) == len({year for year, *_ in samples}):
        for year, people in fine.items():
            out[year - years[0]] = people
        return out
    first, last = min(year for year, *_ in samples), max(year for year, *_ in samples)
    size = last - first + 1
    weights, logs = np.zeros(size), np.zeros(size)
    for year, people, doubt in samples:
        weight = 1 / max(doubt, EXACT) ** 2
        logs[year - first] += weight * np.log(people)
        weights[year - first] += weight
    known = weights > 0
    logs[known] /= weights[known]
    if known.sum() < 3:
        out[first - years[0] : last - years[0] + 1] = np.exp(np.interp(range(size), np.flatnonzero(known), logs[known]))
        return out
    open_to = 1 / np.sqrt(weights[known]) + EXACT
    bend = np.diff(np.eye(size), n=2, axis=0)
    curve: NDArray[np.floating] = logs
    for stiffness in STIFF:
        curve = np.linalg.solve(np.diag(weights) + stiffness * bend.T @ bend, weights * logs)
        if (np.abs(curve - logs)[known] <= open_to).mean() >= WITHIN:
            break
    out[first - years[0] : last - years[0] + 1] = np.exp(curve)
    return out


def _pairs(data: Dataset, study: Study | None, persons: Mapping[str, str]) -> list[tuple[int, int, float]]:
    """Pairs of count and rate of all persons or of some: by their unit, or by the names of their indicators."""
    if data.has("unit"):
        whole = [
            data[name].is_in([persons[name]] if name in persons else totals)
            for name, totals in TOTALS.items()
            if data.has(name)
        ]
        return [pair for pair in count_rate_pairs(data) if all(mask[pair[0]] for mask in whole)]
    labels = data["indicator"].labels if data.has("indicator") else ()
    partner = {
        label: re.sub(r"\s*(?:Total )?Count$", " Rate", label) for label in labels if re.search(r"Total Count$", label)
    }
    if study is not None:
        partner = {study.count: study.rate}
    found = []
    column = data["iso3" if data.has("iso3") else "country"]
    wanted: Iterable[int] = np.flatnonzero(data["indicator"].is_in([*partner, *partner.values()])) if labels else []
    place = {(column[int(i)], int(data.year[i]), data["indicator"][int(i)]): int(i) for i in wanted}
    for (country, year, label), row in place.items():
        other = place.get((country, year, partner.get(label, "")))
        if other is not None:
            found.append((row, other, 1e5))
    return found


def _decimals(text: str) -> int:
    if "e" in text:
        return 12
    return len(text.partition(".")[2])
