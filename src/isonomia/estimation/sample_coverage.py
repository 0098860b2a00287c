"""Sample coverage: how much of the population the lists cover, and from it how large the population is.

For t lists, n_k persons on list k, of them f_k on no other, M observed (Chao and Tsay 1998, Journal of the American
Statistical Association 93; Tsay and Chao 2001, Journal of Applied Statistics 28):

    C = 1 - mean of f_k / n_k        D = M - mean of f_k        independent lists:  N = D / C

Two lists j, k that depend on each other have a coefficient of covariation  g_jk = N n_jk / (n_j n_k) - 1,  n_jk being
the persons on both, and with A_jk = persons on j and no list other than k, plus persons on k and no list other than j,

    N = D / C + sum over pairs of A_jk g_jk / (t C)

With high coverage this is solved for N. With low coverage that is unstable; g_jk is then taken first at D / C and once
more at the N that follows: a step that errs to the low side where dependence is positive.
For three lists these are the published formulas; for more, covariation of three lists and more is taken as none.
"""

from __future__ import annotations

import math
import secrets
from typing import Any

import numpy as np

from isonomia.estimation.chao import log_normal_intervals
from isonomia.estimation.errors import TooFewLists
from isonomia.estimation.estimating import Options
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.poisson import Array
from isonomia.estimation.result import Estimate

HIGH = 0.55
"""From this coverage on the equation is solved for N, if the result is stable."""
STABLE = 1 / 3
"""It is stable where its standard error is at most this share of it."""
REPLICATES = 200
MOST_LOST = 0.05
"""More replicates than this without an estimate, for lists that caught no one there, and there is no standard error."""
KINDS = ("independence", "high_coverage", "low_coverage")


def sample_coverage(histories: CaptureHistories, options: Options) -> Estimate:
    """The estimate by sample coverage for three lists or more; `diagnostics` has all three forms and the coverage.

    Standard errors are from a bootstrap of the whole population, hidden included, as the estimate has it (`bootstrap`
    replicates, 200 by default; 0 for none); intervals are log-normal in the hidden (Chao 1987). Raises TooFewLists.
    """
    size, n = histories.size, histories.observed
    if size < 3:
        raise TooFewLists(
            "sample coverage needs three lists or more; with two use independence", place=histories.source
        )
    counts = histories.counts[None, :].astype(float)
    points, coverage, covariation = _points(counts, size)
    replicates = REPLICATES if options.bootstrap is None else options.bootstrap
    seed = secrets.randbits(32) if options.seed is None else options.seed
    errors = _errors(histories, points[0], replicates, seed)
    share = float(coverage[0])
    stable = _sensible(points[0, 1], n) and errors[1] <= STABLE * points[0, 1]
    kind = 1 if share >= HIGH and stable else 2
    warnings = []
    if kind == 2:
        warnings.append(
            f"the lists cover {share:.0%} of the population by weight"
            + (", too little to solve for it" if share < HIGH else ", but the equation is unstable")
            + ": this is the estimate for low coverage, a lower bound where the lists depend on each other positively"
        )
    lonely = [
        name for name, own in zip(histories.lists, histories.overlaps(), strict=True) if np.count_nonzero(own) < 2
    ]
    if lonely:
        warnings.append(
            f"{', '.join(lonely)} shares no person with any other list: merge it with another, or leave it out"
        )
    if not math.isfinite(errors[kind]) and replicates:
        warnings.append("too many bootstrap replicates have no estimate for intervals: some list is too small")
    if size > 3:
        warnings.append("dependence that takes three lists or more is taken as none")
    value = float(points[0, kind])
    if not _sensible(value, n):
        return Estimate(
            "sample-coverage", histories.lists, n, None, exists=False, reportable=False,
            diagnostics={"coverage": share}, seed=seed,
            warnings=("no list has persons that another list has too: nothing can be estimated", *warnings),
        )  # fmt: skip
    error = errors[kind]
    pairs = [(j, k) for j in range(size) for k in range(j + 1, size)]
    diagnostics: dict[str, Any] = {
        "coverage": share,
        "standard_error": error if math.isfinite(error) else None,
        "covariation": {
            f"{histories.lists[j]}, {histories.lists[k]}": float(g)
            for (j, k), g in zip(pairs, covariation[0], strict=True)
        },
        "bootstrap": replicates,
    }
    for name, point, one in zip(KINDS, points[0], errors, strict=True):
        sensible = _sensible(point, n)
        diagnostics[name] = {
            "estimate": float(point) if sensible else None,
            "standard_error": one if sensible and math.isfinite(one) else None,
        }
    return Estimate(
        method="sample-coverage",
        lists=histories.lists,
        observed=n,
        estimate=value,
        intervals=log_normal_intervals(n, value - n, error**2) if math.isfinite(error) else {},
        model="high coverage" if kind == 1 else "low coverage",
        diagnostics=diagnostics,
        warnings=tuple(warnings),
        seed=seed if replicates else options.seed,
    )


def _sensible(value: float, observed: int) -> bool:
    return math.isfinite(value) and observed <= value <= 1e6 * observed


def _points(counts: Array, size: int) -> tuple[Array, Array, Array]:
    """For tables (B, 2**t): the three estimates (B, 3), the coverage (B,) and each pair's covariation (B, pairs)."""
    cells = np.arange(1 << size)
    on = [((cells >> j) & 1).astype(float) for j in range(size)]
    totals = counts @ np.column_stack(on)
    alone = counts[:, [1 << j for j in range(size)]]
    observed = counts.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        coverage = 1 - (alone / totals).mean(axis=1)
        independent = (observed - alone.mean(axis=1)) / coverage
        shared, reach = [], []
        for j in range(size):
            for k in range(j + 1, size):
                others = cells & ~((1 << j) | (1 << k))
                nowhere_else = (others == 0).astype(float)
                shared.append(counts @ (on[j] * on[k]) / (totals[:, j] * totals[:, k]))
                reach.append(counts @ (on[j] * nowhere_else) + counts @ (on[k] * nowhere_else))
        share = np.column_stack(shared)
        weight = np.column_stack(reach) / (size * coverage)[:, None]
        solved = (independent - weight.sum(axis=1)) / (1 - (weight * share).sum(axis=1))
        first = independent + (weight * (independent[:, None] * share - 1)).sum(axis=1)
        covariation = first[:, None] * share - 1
        second = independent + (weight * covariation).sum(axis=1)
    return np.column_stack([independent, solved, second]), coverage, covariation


def _errors(histories: CaptureHistories, points: Array, replicates: int, seed: int) -> list[float]:
    """Standard errors of the three estimates: tables drawn from the population as each of them has it."""
    errors = []
    for kind, point in enumerate(points):
        if replicates < 2 or not _sensible(point, histories.observed):
            errors.append(math.inf)
            continue
        rng = np.random.default_rng([seed, kind])
        persons = round(point)
        chances = histories.counts / persons
        chances[0] = 1 - chances[1:].sum()
        drawn = rng.multinomial(persons, np.clip(chances, 0, 1), size=replicates).astype(float)
        drawn[:, 0] = 0
        values = _points(drawn, histories.size)[0][:, kind]
        kept = values[np.isfinite(values)]
        errors.append(float(np.std(kept, ddof=1)) if kept.size >= (1 - MOST_LOST) * replicates else math.inf)
    return errors
