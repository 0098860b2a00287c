"""The population of countries, as a file's own pairs of count and rate imply it, or from a table of its own."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.checks.units import count_rate_pairs
from isonomia.statistics.dataset import Dataset
from isonomia.statistics.errors import NotComputable
from isonomia.statistics.indicators.panel import Panel, panel

EXACT = 0.002
"""Rates whose rounding moves the population by less than this are taken as they are."""


def given_population(table: Dataset) -> Panel:
    """The population from a table of countries, years and values: numbers of persons, or thousands where the unit says
    so. Raises NotComputable."""
    found = panel(table, np.ones(len(table), dtype=bool))
    if not found.countries:
        raise NotComputable("the table of populations has no value", place=table.file)
    thousands = table.has("unit") and any("thousand" in label.casefold() for label in table["unit"].labels)
    return Panel(found.countries, found.years, found.values * (1000 if thousands else 1), found.rows)


def implied_population(data: Dataset) -> Panel:
    """The population by country and year that counts and rates of all persons imply.

    Where rates are printed so coarsely that a year alone does not tell it, a line through all years of the country,
    each weighted by how finely its rate tells it. Raises NotComputable where the file has no rates.
    """
    samples: dict[str, list[tuple[int, float, float]]] = {}
    column = data["iso3" if data.has("iso3") else "country"]
    for count, rate, base in _all_persons(data):
        people, share = float(data.value[count]), float(data.value[rate])
        if people > 0 and share > 0:
            doubt = _rounding(data.printed(rate)) / share
            samples.setdefault(column[count], []).append((int(data.year[count]), people / share * base, doubt))
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
    """A country's population in each year: as told where rates are fine, else on the weighted line of all years."""
    out = np.full(years.size, np.nan)
    fine = {year: people for year, people, doubt in samples if doubt <= EXACT}
    if len(fine) == len({year for year, *_ in samples}):
        for year, people in fine.items():
            out[year - years[0]] = people
        return out
    when = np.array([year for year, *_ in samples], dtype=float)
    logs = np.log([number for _, number, _ in samples])
    weights = 1 / np.maximum([doubt for *_, doubt in samples], EXACT) ** 2
    mean, middle = float(np.average(logs, weights=weights)), float(np.average(when, weights=weights))
    spread = float(np.average((when - middle) ** 2, weights=weights))
    slope = float(np.average((when - middle) * (logs - mean), weights=weights)) / spread if spread else 0.0
    inside = (years >= when.min()) & (years <= when.max())
    out[inside] = np.exp(mean + np.clip(slope, -0.05, 0.05) * (years[inside] - middle))
    return out


def _all_persons(data: Dataset) -> list[tuple[int, int, float]]:
    """Pairs of count and rate of all persons: by their unit, or by the names of their indicators."""
    if data.has("unit"):
        whole = [data[name].is_in(["Total", "na"]) for name in ("sex", "age") if data.has(name)]
        return [pair for pair in count_rate_pairs(data) if all(mask[pair[0]] for mask in whole)]
    labels = data["indicator"].labels if data.has("indicator") else ()
    partner = {
        label: re.sub(r"\s*(?:Total )?Count$", " Rate", label) for label in labels if re.search(r"Total Count$", label)
    }
    found = []
    column = data["iso3" if data.has("iso3") else "country"]
    place = {(column[i], int(data.year[i]), data["indicator"][i]): i for i in range(len(data))}
    for (country, year, label), row in place.items():
        other = place.get((country, year, partner.get(label, "")))
        if other is not None:
            found.append((row, other, 1e5))
    return found


def _rounding(text: str) -> float:
    decimals = len(text.partition(".")[2]) if "." in text and "e" not in text else 0
    return 0.5 * 10.0**-decimals
