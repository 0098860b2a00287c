"""Chao's lower bound: how many are hidden at the least, from who was seen once and who twice.

Where persons differ in how catchable they are, and lists in how much they catch, those seen once and twice still bound
those never seen: by the inequality of Cauchy and Schwarz,  N0 >= sum over pairs of lists (f_j f_k) / f2,  f_j being the
persons whom list j alone saw and f2 those on exactly two lists (Chao 1987, Biometrics 43; for lists that catch unlike
numbers Chao 1989, Biometrics 45). With very many equal lists it becomes the well-known f1^2 / (2 f2), f1 = sum of f_j;
with few lists that is no lower bound, as it counts each list with itself, and it is a diagnostic only.
"""

from __future__ import annotations

import math

import numpy as np

from isonomia.estimation.estimating import Options
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.result import Estimate

LEVELS = {"0.80": 1.2815515655446004, "0.95": 1.959963984540054}


def chao(histories: CaptureHistories, options: Options) -> Estimate:
    """The lower bound  N = n + S / f2,  S = sum over j < k of f_j f_k; where f2 = 0,  n + S / (f2 + 1).

    The variance is that of a multinomial table to first order, sum of m_w (dN/dm_w)^2 - N, and the interval log-normal
    in the hidden:  n + (N - n) / c to n + (N - n) c,  c = exp(z sqrt(log(1 + var / (N - n)^2)))  (Chao 1987).
    Two lists give Lincoln's and Petersen's estimate. No options. The intervals are of the bound, not of the population.
    """
    counts, size, n = histories.counts.astype(float), histories.size, histories.observed
    captures = np.bitwise_count(np.arange(counts.size))
    alone = np.array([counts[1 << j] for j in range(size)])
    f1, f2 = float(alone.sum()), float(counts[captures == 2].sum())
    products = float(f1**2 - alone @ alone) / 2
    below = f2 if f2 else 1.0
    hidden = products / below
    slopes = np.ones(counts.size)
    for j in range(size):
        slopes[1 << j] += (f1 - alone[j]) / below
    if f2:
        slopes[captures == 2] -= products / f2**2
    first_order = float(counts @ slopes)
    variance = max(float(counts @ slopes**2) - first_order**2 / (n + hidden), 0.0)
    warnings = ["a lower bound: where persons differ in how catchable they are, there are more"]
    if not f2:
        warnings.append("nobody is on exactly two lists: the bound is its form for that case, and says little")
    if hidden == 0 and f1:
        warnings.append("only one list saw persons whom no other saw, so the bound is what was seen")
    return Estimate(
        method="chao",
        lists=histories.lists,
        observed=n,
        estimate=n + hidden,
        intervals=log_normal_intervals(n, hidden, variance),
        model="Mth, lower bound",
        reportable=bool(f2),
        diagnostics={
            "lower_bound": True,
            "seen_once": int(f1),
            "seen_twice": int(f2),
            "seen_once_by_list": dict(zip(histories.lists, map(int, alone), strict=True)),
            "standard_error": math.sqrt(variance),
            "bias_corrected": n + products / (f2 + 1),
            "equal_lists": n + (size - 1) / size * f1**2 / (2 * below) if f1 else float(n),
            "many_equal_lists": n + (f1**2 / (2 * f2) if f2 else f1 * (f1 - 1) / 2),
        },
        warnings=tuple(warnings),
    )


def log_normal_intervals(observed: float, hidden: float, variance: float) -> dict[str, tuple[float, float | None]]:
    """Limits at 80 and 95 %, log-normal in the hidden (Chao 1987); none below what was observed."""
    if hidden <= 0:
        return {level: (float(observed), float(observed)) for level in LEVELS}
    spread = math.sqrt(math.log1p(variance / hidden**2))
    return {
        level: (observed + hidden * math.exp(-z * spread), observed + hidden * math.exp(z * spread))
        for level, z in LEVELS.items()
    }
