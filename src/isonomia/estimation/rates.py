"""What a report needs: rates with their denominator, and tables by sex, age, form of exploitation and citizenship.

Indicator 16.2.2 of the Sustainable Development Goals is the number of victims of human trafficking per 100,000
population, by sex, age and form of exploitation; the metadata ask for detected and, where it can be had, estimated
undetected victims (United Nations Statistics Division, metadata 16-02-02). Detected persons in small cells are
suppressed (see suppression); an estimate beside a suppressed count is rounded, so that the count does not follow.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from isonomia.estimation.errors import BadCount, MissingCovariate
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.result import Estimate
from isonomia.estimation.strata import Stratified
from isonomia.estimation.suppression import THRESHOLD, Axes, Exposure, protect

PER = 100_000
TOTAL, UNKNOWN = "_T", "_U"
"""Codes of SDMX for all values together and for a value that is not known."""
ROUNDED = 10
DIMENSIONS = ("sex", "age", "exploitation", "citizenship")

Cell = tuple[str, ...]
Limits = dict[str, tuple[float, float | None]]


@dataclass(frozen=True)
class Rate:
    """Persons per 100,000 of a `population`, with limits where the persons are estimated."""

    per_100_000: float
    population: int
    intervals: Limits


@dataclass(frozen=True)
class Row:
    """One group: `values` by covariate, `_T` where all; `detected` is None where suppressed, and `suppressed` says why:
    "primary", too small, or "complementary", to protect others. `estimated` counts detected and hidden persons."""

    values: dict[str, str]
    detected: int | None
    suppressed: str
    estimated: float | None
    intervals: Limits
    detected_rate: Rate | None
    estimated_rate: Rate | None
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return asdict(self)


@dataclass(frozen=True)
class Disaggregation:
    """Groups by some covariates with their totals. `exposures` is the proof that suppressed counts stay unknown: what
    each could be, given all that is shown."""

    by: tuple[str, ...]
    rows: tuple[Row, ...]
    threshold: int
    exposures: tuple[Exposure, ...]

    def row(self, **values: str) -> Row:
        """The group with these values, all others together. Raises KeyError."""
        wanted = {name: values.get(name, TOTAL) for name in self.by}
        for one in self.rows:
            if one.values == wanted:
                return one
        raise KeyError(", ".join(f"{name} {value}" for name, value in values.items()))

    def to_dict(self) -> dict[str, Any]:
        """The JSON object; without the exposures, which hold the true counts."""
        return {"by": list(self.by), "threshold": self.threshold, "rows": [row.to_dict() for row in self.rows]}


def rate(persons: float, population: float, intervals: Limits | None = None) -> Rate:
    """Persons per 100,000, limits alike. Raises BadCount (a population that is none, or smaller than its part)."""
    if not math.isfinite(population) or population < 1 or population != round(population):
        raise BadCount(f"{population} is no population; write a whole number of persons from 1")
    if persons > population:
        raise BadCount(
            f"{persons:,.0f} persons of a population of {population:,.0f}; see to it that both are of the same group"
        )
    scale = PER / population
    return Rate(
        persons * scale,
        int(population),
        {
            level: (low * scale, None if high is None else min(high, population) * scale)
            for level, (low, high) in (intervals or {}).items()
        },
    )


def disaggregate(
    histories: CaptureHistories, by: Sequence[str], *, estimates: Stratified | Mapping[Cell, Estimate] | None = None,
    populations: Mapping[Cell, int] | None = None, threshold: int = THRESHOLD, published: Sequence[Cell] | None = None,
) -> Disaggregation:  # fmt: skip
    """Persons by covariates, with totals and suppression.

    `estimates` and `populations` go by values in the order of `by`, `_T` for all; a Stratified gives all its margins.
    `published` names the sets of covariates that get a table, by default every one of them with all smaller ones; the
    grand total always is. A missing value is `_U`. Raises MissingCovariate, BadCount, FileTooLarge.
    """
    names = tuple(by)
    places = [_place(histories, name) for name in names]
    found = [tuple(profile[place] or UNKNOWN for place in places) for profile in histories.profiles]
    levels = [sorted({values[axis] for values in found}) for axis in range(len(names))]
    inner = np.zeros([len(level) for level in levels], dtype=np.int64)
    totals = histories.profile_counts.sum(axis=1)
    for values, count in zip(found, totals, strict=True):
        inner[tuple(level.index(value) for level, value in zip(levels, values, strict=True))] += count
    margins = None if published is None else [_axes(names, group) for group in published]
    safe = protect(inner, threshold=threshold, published=margins)
    known = cells_of(estimates, names) if isinstance(estimates, Stratified) else dict(estimates or {})
    rows = []
    for cell in itertools.product(*(range(len(level) + 1) for level in levels)):
        if safe.unpublished[cell]:
            continue
        values = tuple(TOTAL if p == len(level) else level[p] for level, p in zip(levels, cell, strict=True))
        why = "primary" if safe.primary[cell] else "complementary" if safe.complementary[cell] else ""
        shown = safe.shown(cell)
        rows.append(
            _row(dict(zip(names, values, strict=True)), shown, why, known.get(values), (populations or {}).get(values))
        )
    return Disaggregation(names, tuple(rows), threshold, safe.exposures)


def _row(values: dict[str, str], shown: int | None, why: str, one: Estimate | None, population: int | None) -> Row:
    estimated = None if one is None else one.estimate
    intervals = {} if one is None else dict(one.intervals)
    notes: list[str] = [] if one is None else list(one.warnings)
    if estimated is not None and why:
        estimated = _rounded(estimated)
        intervals = {
            level: (_rounded(low), None if high is None else _rounded(high)) for level, (low, high) in intervals.items()
        }
        notes.append(f"rounded to {ROUNDED}, as the number detected is suppressed")
    if one is not None and not one.reportable:
        notes.append("should not be published as it stands")
    return Row(
        values, shown, why, estimated, intervals,
        None if population is None or shown is None else rate(shown, population),
        None if population is None or estimated is None else rate(estimated, population, intervals),
        tuple(notes),
    )  # fmt: skip


def _rounded(number: float) -> float:
    return float(ROUNDED * round(number / ROUNDED))


def cells_of(found: Stratified, names: Sequence[str]) -> dict[Cell, Estimate]:
    """The estimates of all groups and totals of a stratified estimate, by values in the order of `names`."""
    cells: dict[Cell, Estimate] = {}
    for size in range(len(found.covariates) + 1):
        for group in itertools.combinations(found.covariates, size):
            if not set(group) <= set(names):
                continue
            margin = found.margin(*group) if group else {(): found.total}
            for key, one in margin.items():
                values = dict(zip(group, key, strict=True))
                cells[tuple(values.get(name, TOTAL) for name in names)] = one
    return cells


def indicator_16_2_2(
    histories: CaptureHistories, *, covariates: Mapping[str, str] | None = None,
    estimates: Stratified | Mapping[Cell, Estimate] | None = None, populations: Mapping[Cell, int] | None = None,
    threshold: int = THRESHOLD,
) -> Disaggregation:  # fmt: skip
    """The tables of indicator 16.2.2: the total, by sex, age, sex and age, form of exploitation, citizenship.

    `covariates` says how the data call `sex`, `age`, `exploitation` and `citizenship`, by default the same; those that
    the data lack are left out. Form of exploitation and citizenship are shown by sex and by age too. All tables are
    protected together, so that none gives away what another suppresses. Raises as `disaggregate`, and MissingCovariate
    where the data have none of the four.
    """
    called = {name: (covariates or {}).get(name, name) for name in DIMENSIONS}
    present = [name for name in DIMENSIONS if called[name] in histories.covariates]
    if not present:
        raise MissingCovariate(
            f"the data have none of {', '.join(called.values())}; say how they call sex, age, form of exploitation or "
            "citizenship",
            place=histories.source,
        )
    pairs = [pair for pair in itertools.combinations(present, 2) if set(pair) & {"sex", "age"}]
    tables = [tuple(called[name] for name in group) for group in [*((name,) for name in present), *pairs]]
    by = [called[name] for name in present]
    return disaggregate(
        histories, by, estimates=estimates, populations=populations, threshold=threshold, published=tables
    )


def _place(histories: CaptureHistories, name: str) -> int:
    if name not in histories.covariates:
        known = ", ".join(histories.covariates) or "none"
        raise MissingCovariate(f"no covariate is called {name!r}; the data have {known}", place=histories.source)
    return histories.covariates.index(name)


def _axes(names: Sequence[str], group: Sequence[str]) -> Axes:
    return tuple(sorted(list(names).index(name) for name in group))
