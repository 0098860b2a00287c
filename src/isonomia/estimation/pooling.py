"""Several estimates of one population, from data completed in several ways, made one."""

from __future__ import annotations

import math
from collections.abc import Sequence

from isonomia.estimation.errors import NoFiniteEstimate
from isonomia.estimation.result import Estimate

LEVELS = (0.80, 0.95)
MOST_LOST = 0.5
"""Beyond this share of draws without a finite estimate there is no pooled one."""


def pooled(estimates: Sequence[Estimate]) -> Estimate:
    """One estimate from those of several draws of the links, or of other completions of the data.

    The hidden are pooled on the logarithm, log h = mean of log h_d (Rubin 1987); the limits are those of the mixture of
    the draws' distributions, each log-normal about its estimate with the width of its own interval: linkage averaging
    (Sadinle 2018, Annals of Applied Statistics 12). Diagnostics: variance `within` and `between` draws on the
    logarithm and the share of the whole that is due to the links. Raises NoFiniteEstimate where half the draws have
    none, ValueError where there are none or they are of different methods.
    """
    if not estimates or len({(one.method, one.lists) for one in estimates}) != 1:
        raise ValueError("pool estimates of one method on the same lists")
    finite = [one for one in estimates if one.estimate is not None and one.estimate > one.observed]
    lost = len(estimates) - len(finite)
    if lost > MOST_LOST * len(estimates):
        raise NoFiniteEstimate(
            f"{lost} of {len(estimates)} draws of the links have no finite estimate; "
            "merge lists, or use a simpler method"
        )
    m = len(finite)
    logs = [math.log(_hidden(one)) for one in finite]
    middle = sum(logs) / m
    between = sum((x - middle) ** 2 for x in logs) / (m - 1) if m > 1 else 0.0
    spreads = [_spread(one) for one in finite]
    known = [pair for pair in spreads if pair is not None]
    within = sum(((lower + upper) / 2) ** 2 for lower, upper in known) / len(known) if known else 0.0
    total = within + (1 + 1 / m) * between
    observed = sum(one.observed for one in finite) / m
    warnings = []
    if lost:
        warnings.append(f"{lost} of {len(estimates)} draws of the links have no finite estimate and are left out")
    if not known:
        warnings.append("the draws have no intervals of their own: only the uncertainty of the links is shown")
    open_ended = sum("0.95" in one.intervals and one.intervals["0.95"][1] is None for one in finite)
    intervals: dict[str, tuple[float, float | None]] = {}
    for level in LEVELS:
        lower, upper = ((1 - level) / 2, (1 + level) / 2)
        none = level > 0.9 and open_ended > m / 2
        intervals[f"{level:.2f}"] = (
            _quantile(finite, spreads, lower),
            None if none else _quantile(finite, spreads, upper),
        )
    if intervals["0.95"][1] is None:
        warnings.append("most draws have no upper limit, so there is none")
    return Estimate(
        method=finite[0].method,
        lists=finite[0].lists,
        observed=int(observed),
        estimate=observed + math.exp(middle),
        intervals=intervals,
        model=max({one.model for one in finite}, key=[one.model for one in finite].count),
        exists=not lost,
        identifiable=all(one.identifiable for one in finite),
        reportable=all(one.reportable for one in finite),
        diagnostics={
            "draws": len(estimates),
            "draws_without_estimate": lost,
            "observed_range": [min(one.observed for one in finite), max(one.observed for one in finite)],
            "estimates": [one.estimate for one in finite],
            "variance_within": within,
            "variance_between": between,
            "share_due_to_linkage": (1 + 1 / m) * between / total if total else 0.0,
        },
        warnings=tuple(warnings) + tuple(dict.fromkeys(w for one in finite for w in one.warnings)),
        seed=finite[0].seed,
    )


def _hidden(one: Estimate) -> float:
    hidden = one.hidden
    assert hidden is not None
    return hidden


def _spread(one: Estimate) -> tuple[float, float] | None:
    """Standard deviations below and above the estimate of the logarithm of the hidden, from the widest interval."""
    if "0.95" not in one.intervals:
        return None
    lower, upper = one.intervals["0.95"]
    centre = _hidden(one)
    below = math.log(centre / min(max(lower - one.observed, centre * 1e-3), centre)) / 1.959964
    above = below if upper is None else math.log(max(upper - one.observed, centre) / centre) / 1.959964
    return max(below, 1e-6), max(above, 1e-6)


def _quantile(finite: Sequence[Estimate], spreads: Sequence[tuple[float, float] | None], share: float) -> float:
    """The number of persons below which the mixture of the draws has this share."""
    points = [(one.observed, math.log(_hidden(one)), s or (1e-6, 1e-6)) for one, s in zip(finite, spreads, strict=True)]

    def below(number: float) -> float:
        total = 0.0
        for observed, centre, (down, up) in points:
            if number > observed:
                z = math.log(number - observed) - centre
                total += 0.5 * math.erfc(-z / (up if z > 0 else down) / math.sqrt(2))
        return total / len(points)

    low = float(min(observed for observed, _, _ in points))
    high = max(observed + math.exp(centre + 9 * up) for observed, centre, (_, up) in points)
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < share else (low, middle)
    return high
