"""Two lists that are independent among persons alike in their covariates: the doubly robust estimate.

With  q1(x), q2(x), q12(x)  the chances that a person seen by either list, with covariates x, is on the first, the
second, both, the share psi of the population that was seen has (Das, Kennedy, Jewell 2023, Biometrics 79)

    1 / psi = E[phi],    phi = q1 q2 / q12 (Y1 / q1 + Y2 / q2 - Y1 Y2 / q12),    N = n / psi

whose error is a product of the errors in the q, so that it is small if any two of them are good. The q come from a
multinomial logistic model of x, its squares and products, fitted on other persons than those it is used on (cross-
fitting), over several random divisions of which the median counts. Variance: N (psi var(phi) + (1 - psi) / psi).
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Sequence
from typing import Any

import numpy as np

from isonomia.estimation.chao import log_normal_intervals
from isonomia.estimation.errors import MissingCovariate
from isonomia.estimation.estimating import Options
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.poisson import Array
from isonomia.estimation.result import Estimate

FOLDS = 5
DIVISIONS = 7
LEAST = 0.002
"""No chance of being on both lists is taken to be smaller."""
MOST_RAISED = 0.01
"""Where more persons than this share have their chance raised to LEAST, the pair is not to be reported."""
RIDGE = 1.0
"""Half the precision of a normal prior on each effect, so that none runs away."""
MANY = 8
"""A covariate of numbers with more values than this is a measure; with fewer, its values are groups."""
FEW_SHARED = 30
WEIGHTY = 0.05
"""No one person should carry more than this share of the sum."""


def doubly_robust(histories: CaptureHistories, options: Options) -> Estimate:
    """The estimate by pairs of lists, given all covariates of the data. Raises MissingCovariate where there are none.

    With two lists it is theirs. With more, each pair gives one; the estimate is their median, and the limits reach from
    the lowest of any pair to the highest, as the pairs rest on different assumptions.
    """
    if not histories.covariates:
        raise MissingCovariate("the doubly robust estimate needs covariates of the persons", place=histories.source)
    seed = secrets.randbits(32) if options.seed is None else options.seed
    n = histories.observed
    x = features(histories)
    pairs: list[dict[str, Any]] = []
    for j in range(histories.size):
        for k in range(j + 1, histories.size):
            rng = np.random.default_rng([seed, j, k])
            pairs.append(_pair(histories, x, j, k, rng))
    finite = [row for row in pairs if row["estimate"] is not None]
    if not finite:
        return Estimate(
            "doubly-robust", histories.lists, n, None, exists=False, reportable=False, diagnostics={"pairs": pairs},
            warnings=("no two lists share enough persons for an estimate", *(row["note"] for row in pairs)), seed=seed,
        )  # fmt: skip
    warnings = ["the two lists are taken to be independent among persons alike in their covariates"]
    if len(pairs) > 1:
        warnings.append(f"the median of {len(finite)} pairs of lists; the limits are the widest of any pair")
        warnings += [f"{row['lists'][0]} and {row['lists'][1]}: {row['note']}" for row in pairs if row["note"]]
    elif finite[0]["note"]:
        warnings.append(finite[0]["note"])
    middle = float(np.median([row["estimate"] for row in finite]))
    intervals = {
        level: (min(row["intervals"][level][0] for row in finite), max(row["intervals"][level][1] for row in finite))
        for level in ("0.80", "0.95")
    }
    apart = max(r["intervals"]["0.95"][0] for r in finite) > min(r["intervals"]["0.95"][1] for r in finite)
    if apart:
        warnings.append("pairs contradict each other: their limits do not overlap, so some lists are not independent")
    return Estimate(
        "doubly-robust", histories.lists, n, middle, intervals, f"given {', '.join(histories.covariates)}",
        reportable=not apart and not any(row["note"] for row in finite),
        diagnostics={"pairs": pairs}, warnings=tuple(warnings), seed=seed,
    )  # fmt: skip


def features(histories: CaptureHistories) -> Array:
    """The columns (profiles, d) that the chances depend on, an intercept first; measures standardised, with squares and
    products. Raises MissingCovariate where a measure is missing."""
    measures, groups = [], []
    weight = histories.profile_counts.sum(axis=1).astype(float)
    for place, name in enumerate(histories.covariates):
        values = [profile[place] for profile in histories.profiles]
        numbers = _numbers(values)
        if numbers is not None and len(set(values)) > MANY:
            if "" in values:
                raise MissingCovariate(
                    f"some persons have no {name}; leave them or the covariate out", place=histories.source
                )
            centre = float(np.average(numbers, weights=weight))
            spread = math.sqrt(float(np.average((numbers - centre) ** 2, weights=weight)))
            measures.append((numbers - centre) / spread)
        else:
            levels = sorted(set(values))[1:]
            groups += [np.array([value == level for value in values], dtype=float) for level in levels]
    products = [one * other for place, one in enumerate(measures) for other in measures[place:]]
    return np.column_stack([np.ones(len(histories.profiles)), *measures, *products, *groups])


def _numbers(values: Sequence[str]) -> Array | None:
    try:
        return np.array([float(value) if value else math.nan for value in values])
    except ValueError:
        return None


def _pair(histories: CaptureHistories, x: Array, j: int, k: int, rng: np.random.Generator) -> dict[str, Any]:
    """The estimate of one pair, as a row of the diagnostics."""
    cells = np.arange(histories.counts.size)
    first, second = (cells >> j & 1).astype(bool), (cells >> k & 1).astype(bool)
    kinds = [first & ~second, second & ~first, first & second]
    counts = np.column_stack([histories.profile_counts[:, kind].sum(axis=1) for kind in kinds])
    shared, n = int(counts[:, 2].sum()), int(counts.sum())
    row: dict[str, Any] = {
        "lists": [histories.lists[j], histories.lists[k]], "shared": shared, "estimate": None, "intervals": {},
        "note": "",
    }  # fmt: skip
    if shared < 2 or (counts.sum(axis=0)[:2] == 0).all():
        row["note"] = "they share no or one person" if shared < 2 else "they hold the same persons"
        return row
    results = [_divided(counts, x, rng) for _ in range(DIVISIONS)]
    totals = [n * one["mean"] for one in results]
    total = float(np.median(totals))
    psi = n / total if total > 0 else math.inf
    if not n <= total or total < histories.observed:
        row["note"] = "it comes out below the number observed: the lists avoid each other, or the covariates mislead"
        return row
    spread = [total * (psi * one["variance"] + (1 - psi) / psi) + (n * one["mean"] - total) ** 2 for one in results]
    variance = float(np.median(spread))
    row["estimate"] = total
    row["standard_error"] = math.sqrt(variance)
    row["share_raised"] = max(one["raised"] for one in results)
    row["largest_share"] = float(np.median([one["largest"] for one in results]))
    spans = log_normal_intervals(histories.observed, total - histories.observed, variance)
    row["intervals"] = {level: list(limits) for level, limits in spans.items()}
    if shared < FEW_SHARED:
        row["note"] = f"they share only {shared} persons"
    elif row["share_raised"] > MOST_RAISED:
        row["note"] = f"for {row['share_raised']:.0%} of the persons the chance of being on both is under {LEAST}"
    elif row["largest_share"] > WEIGHTY:
        row["note"] = "it hangs on a few persons of a kind that is hardly ever on both lists"
    return row


def _divided(counts: Array, x: Array, rng: np.random.Generator) -> dict[str, float]:
    """`mean` and `variance` of phi over persons, each with chances fitted without their fold; the share whose chance of
    both is `raised` to LEAST; and the `largest` share that one person has in the sum."""
    left = counts.astype(np.int64)
    mass = total = square = raised = largest = 0.0
    folds = []
    for fold in range(FOLDS, 0, -1):
        part = rng.binomial(left, 1 / fold)
        folds.append(part)
        left = left - part
    for part in folds:
        q = chances(x, counts - part)
        q12 = np.maximum(q[:, 2], LEAST)
        raised += float(part[q[:, 2] < LEAST].sum())
        q1, q2 = q[:, 0] + q12, q[:, 1] + q12
        phi = (q1 * q2 / q12)[:, None] * np.column_stack([1 / q1, 1 / q2, 1 / q1 + 1 / q2 - 1 / q12])
        mass += float(part.sum())
        total += float((part * phi).sum())
        square += float((part * phi**2).sum())
        largest = max(largest, float(np.abs(phi[part > 0]).max(initial=0.0)))
    mean = total / mass
    return {
        "mean": mean,
        "variance": max(square / mass - mean**2, 0.0),
        "raised": raised / mass,
        "largest": largest / max(abs(total), 1e-9),
    }


def chances(x: Array, counts: Array) -> Array:
    """Multinomial logistic chances (profiles, 3) from counts (profiles, 3), by Newton's method with a ridge."""
    d = x.shape[1]
    beta = np.zeros((2, d))
    totals = counts.sum(axis=1)
    penalty = np.full(d, RIDGE)
    penalty[0] = 1e-8

    def shares(beta: Array) -> Array:
        eta = np.column_stack([x @ beta[0], x @ beta[1], np.zeros(len(x))])
        eta -= eta.max(axis=1, keepdims=True)
        found = np.exp(eta)
        return np.asarray(found / found.sum(axis=1, keepdims=True))

    def worth(beta: Array) -> float:
        with np.errstate(divide="ignore"):
            logs = np.log(np.maximum(shares(beta), 1e-300))
        return float((counts * logs).sum() - 0.5 * (penalty * beta**2).sum())

    value = worth(beta)
    for _ in range(50):
        p = shares(beta)
        slope = np.concatenate([x.T @ (counts[:, c] - totals * p[:, c]) - penalty * beta[c] for c in range(2)])
        hessian = np.zeros((2 * d, 2 * d))
        for a in range(2):
            for b in range(2):
                weight = totals * (p[:, a] * (float(a == b) - p[:, b]))
                hessian[a * d : (a + 1) * d, b * d : (b + 1) * d] = x.T @ (x * weight[:, None])
        hessian += np.diag(np.tile(penalty, 2))
        step = np.linalg.solve(hessian, slope)
        size = 1.0
        while size > 1e-6 and worth(beta + size * step.reshape(2, d)) < value - 1e-12 * abs(value):
            size /= 2
        beta = beta + size * step.reshape(2, d)
        value = worth(beta)
        if float(slope @ step) < 1e-8:
            break
    return shares(beta)
