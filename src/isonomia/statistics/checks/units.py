"""Units: what a count, a rate or a share cannot be, and rates that their counts do not give."""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from isonomia.statistics.checks.duplicates import repeated
from isonomia.statistics.checks.finding import ERROR, WARNING, Finding, rows_of, shown
from isonomia.statistics.dataset import DIMENSIONS, Dataset, spans

PER = re.compile(r"per\s+(100[., ]?000|1[., ]?000[., ]?000|1[., ]?000)\b", re.I)
TOLERANCE = 0.01
"""Populations implied by count and rate agree within this in the published files (2,448 country-years of the prisons
workbook, none with more)."""
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
    implied: dict[int, list[tuple[float, int, int, float]]] = defaultdict(list)
    persons = data.keys(*(name for name in ("country", "sex", "age") if data.has(name))).tolist()
    values = data.value.tolist()
    for count, rate, base in count_rate_pairs(data):
        people, share = values[count], values[rate]
        if people > 0 and share > 0:
            rounding = 0.5 * 10.0 ** -_decimals(data.printed(rate)) / share
            implied[persons[count]].append((people / share * base, count, rate, rounding))
    for pairs in implied.values():
        fine = [population for population, *_, coarse in pairs if coarse < TOLERANCE]
        if len(fine) <= SUPPORT:
            continue
        known = statistics.median(fine)
        if statistics.median(abs(population / known - 1) for population in fine) > TOLERANCE:
            continue
        for population, count, rate, rounding in pairs:
            if abs(population / known - 1) > TOLERANCE + rounding:
                base = population * float(data.value[rate]) / float(data.value[count])
                facts = {
                    "rate": data.printed(rate), "count": data.printed(count), "population": shown(round(known)),
                    "right": f"{float(data.value[count]) / known * base:.4g}",
                }  # fmt: skip
                yield Finding("rate-differs-from-count", WARNING, rows_of((count, rate)), facts, ("unit",))


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


def _decimals(text: str) -> int:
    return len(text.partition(".")[2]) if "." in text and "e" not in text else 0
