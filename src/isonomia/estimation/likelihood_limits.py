"""Limits for the size of a population from the profile of a likelihood, taken at many sizes at once.

For each number h of hidden persons the other parameters are at their best; the limits hold the h with

    2 (l_max - l(h)) <= z^2        (chi-square with one degree of freedom; Cormack 1992)

The multinomial likelihood of all n + h persons is meant, whose maximum is a little below that of Poisson counts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from isonomia.estimation import loglinear
from isonomia.estimation.loglinear import Floats, Ints

LEVELS = (0.80, 0.95)
FARTHEST = 1e4
"""So many hidden for one observed are beyond any sense: a limit there is none."""
POINTS, ZOOMS = 48, 5


@dataclass(frozen=True)
class Limits:
    """Where the profile is highest, counting all persons, and its limits by level; None where it does not fall."""

    peak: float | None
    intervals: dict[str, tuple[float, float | None]]


def limits(log_likelihood: Callable[[Floats], Floats], observed: int) -> Limits:
    """The limits of a profile; `log_likelihood` takes numbers of hidden above 0, (B,), and gives (B,)."""
    last = math.log1p(observed * FARTHEST)

    def at(scaled: Floats) -> Floats:
        return log_likelihood(np.maximum(np.expm1(scaled), 1e-6))

    grid = np.linspace(0.0, last, POINTS)
    values = at(grid)
    low, high = _around(grid, int(np.argmax(values)))
    for _ in range(ZOOMS):
        inner = np.linspace(low, high, POINTS // 2)
        heights = at(inner)
        top, peak = float(heights.max()), float(inner[heights.argmax()])
        low, high = _around(inner, int(np.argmax(heights)))
    intervals: dict[str, tuple[float, float | None]] = {}
    for level in LEVELS:
        floor = top - 0.5 * NormalDist().inv_cdf((1 + level) / 2) ** 2
        lower = _crossing(at, floor, grid, values, peak, -1)
        upper = _crossing(at, floor, grid, values, peak, 1)
        intervals[f"{level:.2f}"] = (
            observed + (0.0 if lower is None else math.expm1(lower)),
            None if upper is None else observed + math.expm1(upper),
        )
    return Limits(observed + math.expm1(peak) if peak < last - 0.1 else None, intervals)


def profile_of_model(counts: Floats, terms: Ints) -> Callable[[Floats], Floats]:
    """The profile of a log-linear model, terms (p,) with the intercept first, on a table (2**t,)."""
    margins = loglinear.superset_sums(counts[:, None])
    left, cells = loglinear.extended(terms[:, None], margins)

    def log_likelihood(hidden: Floats) -> Floats:
        batch = len(hidden)
        tables = np.repeat(counts[:, None], batch, axis=1)
        tables[0] = hidden
        fits = loglinear.fit(tables, np.repeat(left, batch, axis=1), np.repeat(cells, batch, axis=1), hidden=True)
        total = counts.sum() + hidden
        with np.errstate(divide="ignore"):
            logs = np.where(tables > 0, np.log(fits.means / total), 0.0)
        return np.asarray((tables * logs).sum(axis=0)) + ways(float(counts.sum()), hidden)

    return log_likelihood


def profile_of_independence(observed: float, totals: Floats) -> Callable[[Floats], Floats]:
    """The profile of independent lists, which needs their totals only (Otis and others 1978)."""

    def log_likelihood(hidden: Floats) -> Floats:
        size = observed + hidden
        seen, missed = totals[:, None], size - totals[:, None]
        with np.errstate(divide="ignore"):
            logs = seen * np.log(seen / size) + missed * np.where(missed > 0, np.log1p(-seen / size), 0.0)
        return np.asarray(logs.sum(axis=0)) + ways(observed, hidden)

    return log_likelihood


def ways(observed: float, hidden: Floats) -> Floats:
    """log of (n + h)! / h!, h not whole too, without the loss of figures that large numbers bring."""
    return np.array([_ways(observed, float(one)) for one in hidden])


def _ways(n: float, h: float) -> float:
    if h < 1e6:
        return math.lgamma(n + h + 1) - math.lgamma(h + 1)
    # Stirling's formula, the leading terms taken together
    return n * math.log(n + h + 1) + (h + 0.5) * math.log1p(n / (h + 1)) - n + (1 / (n + h + 1) - 1 / (h + 1)) / 12


def _around(grid: Floats, at: int) -> tuple[float, float]:
    return float(grid[max(at - 1, 0)]), float(grid[min(at + 1, len(grid) - 1)])


def _crossing(
    at: Callable[[Floats], Floats], floor: float, grid: Floats, values: Floats, peak: float, side: int
) -> float | None:
    """Where the profile crosses the floor on one side of its peak, or None where it stays above."""
    beyond = (grid < peak if side < 0 else grid > peak) & (values < floor)
    if not beyond.any():
        return None
    outer = float(grid[beyond].max() if side < 0 else grid[beyond].min())
    inner = peak
    for _ in range(ZOOMS):
        points = np.linspace(inner, outer, POINTS // 2)
        under = at(points) < floor
        under[-1] = True
        first = int(np.argmax(under))
        inner, outer = float(points[max(first - 1, 0)]), float(points[first])
    return 0.5 * (inner + outer)
