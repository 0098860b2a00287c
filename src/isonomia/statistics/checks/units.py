"""Units: what a count, a rate or a share cannot be, and rates that their counts do not give."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.checks.duplicates import repeated
from isonomia.statistics.checks.finding import ERROR, WARNING, Finding, rows_of, shown
from isonomia.statistics.dataset import DIMENSIONS, Dataset, spans

PER = re.compile(r"per\s+(100[., ]?000|1[., ]?000[., ]?000|1[., ]?000)\b", re.I)
TOLERANCE = 0.01
"""Populations implied by count and rate agree within this in the published files (2,448 country-years of the prisons
workbook, none with more)."""
PLACES = 9
"""Decimal places that are told apart; a rate with more is taken as exact."""
SUPPORT = 3
"""So many other pairs of a country and year show its population."""


def unit_mismatch(data: Dataset) -> Iterator[Finding]:
    """An error for each count that is negative or broken, each share over 100, each negative rate."""
    if not data.has("unit"):
        return
    for code, label in enumerate(data["unit"].labels):
        rows = np.flatnonzero(data["unit"].codes == code)
        values = data.value[rows]
        folded = label.casefold()
        wrong = {"negative": values < 0}
        if folded.startswith("count") or folded == "number":
            wrong["broken"] = (values >= 0) & (values != np.floor(values))
        elif folded.startswith("percent") or folded == "%":
            wrong["share"] = values > 100
        for case, mask in wrong.items():
            for row in rows[mask].tolist():
                facts = {"value": data.printed(row), "unit": label}
                yield Finding(f"unit-mismatch.{case}", ERROR, (row,), facts)


def rate_differs_from_count(data: Dataset) -> Iterator[Finding]:
    """One finding for each rate that its count and the country's population do not give.

    The population of a country and year (by sex and age) is the median of what its other pairs of count and rate imply.
    """
    if not data.has("unit", "country"):
        return
    persons = data.keys(*(name for name in ("country", "sex", "age") if data.has(name)))
    pairs = list(count_rate_pairs(data))
    count, rate = (np.array([pair[at] for pair in pairs], dtype=np.int64) for at in (0, 1))
    base = np.array([pair[2] for pair in pairs])
    given = (data.value[count] > 0) & (data.value[rate] > 0)
    count, rate, base = count[given], rate[given], base[given]
    population = data.value[count] / data.value[rate] * base
    rounding = _rounding(data.value[rate])
    order = np.argsort(persons[count], kind="stable")
    for start, end in spans(persons[count][order], SUPPORT + 1):
        at = order[start:end]
        fine = at[rounding[at] < TOLERANCE]
        if fine.size <= SUPPORT:
            continue
        known = float(np.median(population[fine]))
        if float(np.median(np.abs(population[fine] / known - 1))) > TOLERANCE:
            continue
        for pair in at[np.abs(population[at] / known - 1) > TOLERANCE].tolist():
            above, below, people = int(count[pair]), int(rate[pair]), float(population[pair])
            if abs(people / known - 1) > TOLERANCE + rounding[pair]:
                per = people * float(data.value[below]) / float(data.value[above])
                facts = {
                    "rate": data.printed(below), "count": data.printed(above), "population": shown(round(known)),
                    "right": f"{float(data.value[above]) / known * per:.4g}",
                }  # fmt: skip
                yield Finding("rate-differs-from-count", WARNING, rows_of((above, below)), facts, ("unit",))


def _rounding(rates: NDArray[np.float64]) -> NDArray[np.float64]:
    """By what share of itself each printed rate may have been rounded: half a unit of its last decimal place."""
    places = np.full(rates.shape, float(PLACES))
    for digits in range(PLACES - 1, -1, -1):
        places[np.round(rates, digits) == rates] = digits
    return np.asarray(0.5 * 10.0**-places / rates)


def count_rate_pairs(data: Dataset) -> Iterator[tuple[int, int, float]]:
    """Count, rate and the base of the rate, where both are given once."""
    bases = {label: _base(label) for label in data["unit"].labels}
    counts = {label for label in bases if label.casefold().startswith("count")}
    names = [name for name in DIMENSIONS if data.has(name) and name not in ("unit", "source")]
    single = ~repeated(data) & ~np.isnan(data.value)
    rows = np.flatnonzero(single)
    key = data.keys(*names)[rows]
    order = np.argsort(key, kind="stable")
    ordered, unit = rows[order].tolist(), data["unit"].codes.tolist()
    counted = [label in counts for label in data["unit"].labels]
    base_of = [bases[label] for label in data["unit"].labels]
    for start, end in spans(key[order], 2):
        if end - start == 2:
            first, second = ordered[start:end]
            if counted[unit[second]]:
                first, second = second, first
            base = base_of[unit[second]]
            if counted[unit[first]] and base:
                yield first, second, base


def _base(label: str) -> float:
    found = PER.search(label)
    return float(re.sub(r"\D", "", found.group(1))) if found else 0.0
