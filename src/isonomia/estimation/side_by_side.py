"""Every estimator that applies, side by side, and how far they agree in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from isonomia.errors import IsonomiaError
from isonomia.estimation.errors import NoFiniteEstimate
from isonomia.estimation.estimating import Options, estimator
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.result import Estimate

METHODS = ("stepwise", "bic", "decomposable", "latent-class", "independence", "chao", "sample-coverage")
"""The estimators for lists without order; `regression` and `doubly-robust` where persons have covariates as well."""
WITH_COVARIATES = ("regression", "doubly-robust")
LOWER_BOUNDS = frozenset({"chao"})
"""Estimators of how many there are at least: below the others by construction."""
CLOSE = 1.25
"""Estimates whose largest is within this ratio of the smallest are said to agree."""
FAR = 2.0
"""Beyond this ratio they are said to contradict each other."""


@dataclass(frozen=True)
class SideBySide:
    """The estimates in the order of METHODS, the methods that do not apply with the reason, and what to make of it."""

    estimates: tuple[Estimate, ...]
    inapplicable: dict[str, str]
    verdict: tuple[str, ...]


def estimate_all(histories: CaptureHistories, options: Options) -> SideBySide:
    """Runs every estimator; one that refuses these data is named with its reason. Raises EmptyList.

    Raises NoFiniteEstimate where not one applies.
    """
    histories.checked()
    found: list[Estimate] = []
    refused: dict[str, str] = {}
    methods = METHODS + (WITH_COVARIATES if histories.covariates else ())
    for place, method in enumerate(methods):
        try:
            found.append(estimator(method)(histories, replace(options, progress=_share(options, place, len(methods)))))
        except IsonomiaError as error:
            refused[method] = error.message
    if not found:
        raise NoFiniteEstimate(
            "no estimator applies: " + "; ".join(f"{method}: {why}" for method, why in refused.items()),
            place=histories.source,
        )
    return SideBySide(tuple(found), refused, tuple(verdict(found)))


def _share(options: Options, place: int, methods: int) -> Callable[[int, int], None] | None:
    """Progress over all estimators: each has an equal part of it."""
    tell = options.progress
    if tell is None:
        return None
    return lambda done, total: tell(round(1000 * (place + done / max(total, 1))), 1000 * methods)


def verdict(estimates: Sequence[Estimate]) -> list[str]:
    """How far estimates of one population agree, in sentences for those who will cite them."""
    points = {
        row.method: row.estimate for row in estimates if row.estimate is not None and row.method not in LOWER_BOUNDS
    }
    without = [row.method for row in estimates if row.estimate is None]
    said = []
    if without:
        said.append(f"{_listed(without)} {'give' if len(without) > 1 else 'gives'} no estimate on these data.")
    if len(points) > 1:
        low, high = min(points, key=points.__getitem__), max(points, key=points.__getitem__)
        ratio = points[high] / points[low]
        span = f"from {points[low]:,.0f} ({low}) to {points[high]:,.0f} ({high}), a factor of {ratio:.2f}"
        if ratio <= CLOSE:
            said.append(f"The estimators agree: {span}.")
        elif ratio <= FAR:
            said.append(f"The estimators differ: {span}. Publish the range, not one figure.")
        else:
            said.append(
                f"The estimators contradict each other: {span}. The data do not settle the size of the population; "
                "do not publish one figure without the others and the reason for choosing it."
            )
        said += _apart(estimates)
    bound = next((row for row in estimates if row.method in LOWER_BOUNDS and row.estimate is not None), None)
    if bound is not None and bound.estimate is not None:
        below = [method for method, point in points.items() if point < 0.9 * bound.estimate]
        if below:
            said.append(
                f"{_listed(below)} {'lie' if len(below) > 1 else 'lies'} below the lower bound of Chao "
                f"({bound.estimate:,.0f}): unequal catchability is not captured there."
            )
    doubtful = [row.method for row in estimates if row.estimate is not None and not row.reportable]
    if doubtful:
        said.append(f"Not to be reported as they stand: {_listed(doubtful)}; see their warnings.")
    return said


def _apart(estimates: Sequence[Estimate]) -> list[str]:
    """Pairs whose 95 % intervals have nothing in common."""
    spans = {row.method: row.intervals["0.95"] for row in estimates if "0.95" in row.intervals}
    names = [name for name in spans if name not in LOWER_BOUNDS]
    pairs = [
        f"{one} and {other}"
        for i, one in enumerate(names)
        for other in names[i + 1 :]
        if _below(spans[one], spans[other]) or _below(spans[other], spans[one])
    ]
    return [f"The 95 % intervals of {_listed(pairs)} do not overlap."] if pairs else []


def _below(one: tuple[float, float | None], other: tuple[float, float | None]) -> bool:
    return one[1] is not None and one[1] < other[0]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
