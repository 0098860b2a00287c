"""Bootstrap intervals that carry the choice of the model: bias-corrected and accelerated (Efron 1987).

Persons are drawn again with replacement, B times, and the whole estimator is run on every sample. With z0 from the
share of replicates below the estimate and the acceleration a from leaving one person out, the limit of level alpha is
the quantile of the replicates at

    Phi(z0 + (z0 + z_alpha) / (1 - a (z0 + z_alpha)))

All who share a capture history give the same leave-one-out estimate, so that there is one for each history:

    a = sum c_w d_w^3 / (6 (sum c_w d_w^2)^1.5),   d_w = mean - estimate without one person of history w
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from isonomia.estimation.loglinear import Floats

LEVELS = (0.80, 0.95)
NORMAL = NormalDist()


@dataclass(frozen=True)
class Corrected:
    """Limits by level, an infinite one None, with what they were corrected by.

    `without` samples had no estimate and were left out; `infinite` ones had no end; `median` is that of the samples.
    """

    intervals: dict[str, tuple[float, float | None]]
    bias: float
    acceleration: float
    without: int
    infinite: int
    median: float | None


def resampled(counts: Floats, replicates: int, random: np.random.Generator) -> Floats:
    """Samples of as many persons: the counts of the histories that occur in `counts`, (occurring, replicates)."""
    seen = counts[counts > 0]
    total = int(seen.sum())
    return np.asarray(random.multinomial(total, seen / seen.sum(), size=replicates).T.astype(float))


def without_one(counts: Floats) -> tuple[Floats, Floats]:
    """The data with one person less, in turn from each of the histories that occur, (occurring, J), and how many
    share that history, (J,)."""
    seen = counts[counts > 0]
    return seen[:, None] - np.eye(len(seen)), seen


def acceleration(left_out: Floats, shares: Floats) -> float:
    """The acceleration from estimates without one person; infinite ones outweigh all finite ones."""
    values = np.isinf(left_out).astype(float) if np.isinf(left_out).any() else left_out
    total = shares.sum()
    differences = (shares * values).sum() / total - values
    scale = np.abs(differences).max(initial=0.0)
    if scale == 0:
        return 0.0
    differences = differences / scale
    squares = (shares * differences**2).sum()
    return float((shares * differences**3).sum() / (6 * squares**1.5))


def corrected(estimate: float, replicates: Floats, left_out: Floats, shares: Floats) -> Corrected:
    """The limits at 80 and 95 per cent.

    `replicates` (B,) and `left_out` (J,), with `shares` (J,) persons behind each, may hold infinity for samples that
    exclude no large number, and not-a-number for those without estimate, which are left out. A lower limit that would
    be infinite is the estimate itself.
    """
    known = ~np.isnan(left_out)
    curve = acceleration(left_out[known], shares[known])
    ordered = np.sort(replicates[~np.isnan(replicates)])
    without = len(replicates) - len(ordered)
    if not len(ordered):
        return Corrected({}, 0.0, curve, without, 0, None)
    least = 0.5 / len(ordered)
    below = float((ordered < estimate * (1 - 1e-10)).mean())
    bias = NORMAL.inv_cdf(min(max(below, least), 1 - least))
    intervals = {}
    for level in LEVELS:
        low, high = (
            quantile(ordered, moved(bias, curve, NORMAL.inv_cdf(at))) for at in ((1 - level) / 2, (1 + level) / 2)
        )
        intervals[f"{level:.2f}"] = (low if math.isfinite(low) else estimate, high if math.isfinite(high) else None)
    median = quantile(ordered, 0.5)
    infinite = int(np.isinf(ordered).sum())
    return Corrected(intervals, bias, curve, without, infinite, median if math.isfinite(median) else None)


def moved(bias: float, curve: float, z: float) -> float:
    """The level of the replicates' quantile that takes the place of Phi(z)."""
    whole = bias + z
    if 1 - curve * whole <= 0:  # beyond the pole the transformation has turned over
        return 1.0 if whole > 0 else 0.0
    return NORMAL.cdf(bias + whole / (1 - curve * whole))


def quantile(ordered: Floats, level: float) -> float:
    """A quantile of sorted values, linear between neighbours; infinite where the upper neighbour is."""
    place = level * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    low, high = float(ordered[below]), float(ordered[above])
    if place == below or low == high:
        return low
    return low + (place - below) * (high - low)


def percentiles(values: Iterable[float]) -> dict[str, tuple[float, float | None]]:
    """Equal-tailed limits at 80 and 95 per cent; none at a level where even the lower one is infinite."""
    ordered = np.sort(np.fromiter(values, dtype=float))
    intervals: dict[str, tuple[float, float | None]] = {}
    for level in LEVELS:
        low, high = quantile(ordered, (1 - level) / 2), quantile(ordered, (1 + level) / 2)
        if math.isfinite(low):
            intervals[f"{level:.2f}"] = (low, high if math.isfinite(high) else None)
    return intervals
