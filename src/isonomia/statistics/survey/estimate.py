"""Ratios and proportions from a sample, with standard errors by linearisation and intervals on the logit scale.

The variance of a ratio is that of its linearised total (Taylor), from the differences between primary units within
strata, the units taken as drawn with replacement unless the design says how many there are (Wolter 2007, chapter 6).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from isonomia.statistics.errors import NotComputable
from isonomia.statistics.survey.design import Design, Floats, Mask

ADJUST, AVERAGE, CERTAINTY, REFUSE = "adjust", "average", "certainty", "refuse"
LONELY = (ADJUST, AVERAGE, CERTAINTY, REFUSE)
"""What a stratum with one primary unit gives to the variance: its difference from the mean of all units (adjust), the
mean of what the other strata give (average), nothing (certainty), or no answer at all (refuse)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A proportion or ratio. `low` and `high` are the limits at `level`; `n` counts the respondents of the denominator,
    `n_effective` is n / `design_effect`; `numerator` and `denominator` are weighted totals."""

    value: float
    standard_error: float
    low: float
    high: float
    level: float
    n: int
    n_effective: float | None
    design_effect: float | None
    degrees: int
    numerator: float
    denominator: float
    flags: tuple[str, ...] = ()


def total(design: Design, values: Floats, lonely: str = ADJUST) -> tuple[float, float]:
    """The estimated total of a quantity in the population, and its standard error. Raises NotComputable."""
    parts = design.weights * values
    return float(parts.sum()), math.sqrt(_variance(design, parts, lonely)[0])


def ratio(design: Design, top: Floats, base: Floats, *, lonely: str = ADJUST) -> tuple[float, float]:
    """The ratio of two totals and its standard error. Raises NotComputable where the base is nothing."""
    below = float((design.weights * base).sum())
    if not below:
        raise NotComputable("no respondent with a weight is in the denominator")
    value = float((design.weights * top).sum()) / below
    linear = design.weights * (top - value * base) / below
    return value, math.sqrt(_variance(design, linear, lonely)[0])


def proportion(design: Design, yes: Mask, among: Mask, *, level: float = 0.95, lonely: str = ADJUST) -> Estimate:
    """The share of those `among` whom the answer is `yes`: a domain, so that units without any of them count as well.

    The interval is symmetric on the logit scale with the t distribution of the design's degrees of freedom; at 0 and 1
    it is the exact one of a simple random sample. Raises NotComputable where no one is among them.
    """
    if lonely not in LONELY:
        raise ValueError(f"lonely is one of {', '.join(LONELY)}")
    inside = among & (design.weights > 0)
    n = int(inside.sum())
    if not n:
        raise NotComputable("no respondent with a weight is in the denominator")
    base = inside.astype(float)
    top = (inside & yes).astype(float)
    numerator, denominator = float((design.weights * top).sum()), float((design.weights * base).sum())
    value = numerator / denominator
    variance, alone = _variance(design, design.weights * (top - value * base) / denominator, lonely)
    error = math.sqrt(variance)
    flags = [f"strata-with-one-unit: {alone}"] if alone else []
    simple = value * (1 - value) / (n - 1) if n > 1 else 0.0
    effect = variance / simple if simple > 0 and variance > 0 else None
    if numerator in (0.0, denominator):
        flags.append("exact-interval")
        low, high = _exact(int(top.sum()), n, level)
    elif design.degrees < 1:
        flags.append("no-variance: the sample has one primary unit")
        low, high = 0.0, 1.0
    else:
        low, high = _logit(value, error, design.degrees, level)
    return Estimate(
        value, error, low, high, level, n, n / effect if effect else None, effect, design.degrees, numerator,
        denominator, tuple(flags),
    )  # fmt: skip


def _variance(design: Design, linear: Floats, lonely: str) -> tuple[float, int]:
    """The variance of the sum of what respondents give, and how many strata have one unit only."""
    units = np.bincount(design.clusters, weights=linear, minlength=design.stratum_of.size)
    size = design.units
    means = np.bincount(design.stratum_of, weights=units, minlength=size.size) / size
    apart = (units - means[design.stratum_of]) ** 2
    spread = np.bincount(design.stratum_of, weights=apart, minlength=size.size)
    single = size == 1
    # units drawn for certain, all of their stratum, give no variance and are no lonely ones
    counted = single & (design.sampled < 1)
    parts = (1 - design.sampled) * size / np.maximum(size - 1, 1) * spread
    alone = int(counted.sum())
    if alone:
        if lonely == REFUSE:
            raise NotComputable(f"{alone} strata have one primary unit; join them to others or choose what they give")
        if lonely == ADJUST:
            grand = float(units.mean())
            parts += counted * np.bincount(design.stratum_of, weights=(units - grand) ** 2, minlength=size.size)
        elif lonely == AVERAGE and (~single).any():
            parts += counted * float(parts[~single].mean())
    return float(parts.sum()), alone


def _logit(value: float, error: float, degrees: int, level: float) -> tuple[float, float]:
    from scipy.special import expit, logit, stdtrit

    centre = float(logit(value))
    reach = float(stdtrit(degrees, 0.5 + level / 2)) * error / (value * (1 - value))
    return float(expit(centre - reach)), float(expit(centre + reach))


def _exact(yes: int, n: int, level: float) -> tuple[float, float]:
    """Clopper and Pearson's limits; used where no one or everyone says yes and no variance can be told."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(yes, n - yes + 1, tail)) if yes else 0.0
    high = float(betaincinv(yes + 1, n - yes, 1 - tail)) if yes < n else 1.0
    return low, high
