"""Limits from the profile of a likelihood over the number of the hidden."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

LEVELS = {"0.80": 1.642374415149818, "0.95": 3.841458820694124}
"""Quantiles of chi-square with one degree of freedom: by how much twice the logarithm may fall."""
FARTHEST = 1e4
"""So many hidden for one observed are beyond any sense: a limit there is none."""


@dataclass(frozen=True)
class Profile:
    """Where the profile is highest, and its limits by level; `peak` is None where it rises without end."""

    peak: float | None
    limits: dict[str, tuple[float, float | None]]


def profile(log_likelihood: Callable[[float], float], start: float, observed: int) -> Profile:
    """The highest point and limits of a profile over the hidden, {h: 2 (l_max - l(h)) <= chi2_1}  (Cormack 1992).

    `log_likelihood` takes a number of hidden from 0, not whole too; `start` is where to begin. Limits count all
    persons. A limit beyond FARTHEST times the observed does not exist and is None.
    """
    from scipy.optimize import brentq, minimize_scalar

    end = observed * FARTHEST
    known: dict[float, float] = {}

    def at(scaled: float) -> float:
        if scaled not in known:
            known[scaled] = log_likelihood(max(math.expm1(scaled), 0.0))
        return known[scaled]

    last = math.log1p(end)
    middle = min(math.log1p(max(start, 0.0)), last)
    low, high = max(middle - 1.0, 0.0), min(middle + 1.0, last)
    while high < last and at(high) >= at(max(high - 1.0, low)):
        high = min(high + 1.0, last)
    while low > 0 and at(low) >= at(min(low + 1.0, high)):
        low = max(low - 1.0, 0.0)
    best = minimize_scalar(lambda x: -at(float(x)), bounds=(low, high), method="bounded", options={"xatol": 1e-6})
    top, top_value = max(((x, v) for x, v in known.items()), key=lambda pair: pair[1])
    if -float(best.fun) >= top_value:
        top, top_value = float(best.x), -float(best.fun)
    limits: dict[str, tuple[float, float | None]] = {}
    for level, drop in LEVELS.items():

        def fall(scaled: float, drop: float = drop) -> float:
            return 2 * (top_value - at(scaled)) - drop

        lower = observed + math.expm1(brentq(fall, 0.0, top, xtol=1e-7)) if fall(0.0) > 0 else float(observed)
        right = top
        while right < last and fall(right) < 0:
            right = min(right + 0.5, last)
        upper = (
            observed + math.expm1(brentq(fall, max(right - 0.5, top), right, xtol=1e-7)) if fall(right) > 0 else None
        )
        limits[level] = (lower, upper)
    return Profile(None if top > last - 1e-3 else observed + math.expm1(top), limits)
