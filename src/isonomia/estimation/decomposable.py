"""Averaging over all decomposable graphs of dependence between lists (Madigan and York 1997), for 3 to 6 lists.

Lists that a graph does not join are independent given the rest. The posterior over graphs and numbers of unseen
persons is exact: nothing is simulated but the check of fit. Formula: `graph_posterior`.
"""

from __future__ import annotations

import itertools
import math
import secrets
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.estimation.errors import TooFewLists, TooManyLists
from isonomia.estimation.estimating import Options
from isonomia.estimation.graph_draws import draw
from isonomia.estimation.graph_posterior import FARTHEST, Floats, GraphPosterior, graph_posterior
from isonomia.estimation.graphs import MOST_VERTICES
from isonomia.estimation.histories import CaptureHistories, model_name
from isonomia.estimation.judging import on_the_limits, reportable
from isonomia.estimation.posterior_judging import (
    LEVELS,
    falls_apart,
    nothing_to_learn,
    on_the_lists,
    on_the_peaks,
    one_figure,
    peaks,
)
from isonomia.estimation.predictive import freeman_tukey, poor_fit
from isonomia.estimation.result import Estimate

SHOWN = 10
"""Graphs told of one by one."""
DRAWS = 500


def decomposable(
    histories: CaptureHistories, options: Options, *, delta: float | None = None, farthest: float = FARTHEST
) -> Estimate:
    """The posterior median of the size and its equal-tailed intervals, averaged over decomposable graphs.

    `delta`: the hyper-Dirichlet prior's weight on each capture history, 2**-t where None (all of it then weighs one
    person). `farthest`: the grid ends at so many unseen persons for each one seen. Prior on the size: 1/N.
    Raises TooFewLists, TooManyLists, EmptyList.
    """
    histories.checked()
    size = histories.size
    if size < 3:
        raise TooFewLists(
            "graphs of dependence need three lists or more; with two nothing but independence can be assumed: use "
            "independence",
            place=histories.source,
        )
    if size > MOST_VERTICES:
        raise TooManyLists(
            f"decomposable graphs are gone through for 3 to {MOST_VERTICES} lists, not {size}; merge lists that are "
            "alike, or use stepwise or latent-class",
            place=histories.source,
        )
    delta = 2.0**-size if delta is None else delta
    if not (math.isfinite(delta) and delta > 0):
        raise ValueError(f"delta must be above 0, not {delta}")
    seed = options.seed if options.seed is not None else secrets.randbits(32)
    if why := nothing_to_learn(histories):
        return _none(histories, f"There is no estimate: {why}.", seed, delta)
    posterior = graph_posterior(histories.counts, size, delta, farthest)
    middle = quantile(posterior, posterior.masses, 0.5)
    if middle is None:
        why = (
            f"half of the posterior lies beyond {farthest:,.0f} unseen persons for each one seen; add a list that "
            "overlaps with the others"
        )
        return _none(histories, f"There is no estimate: {why}.", seed, delta)
    return _told(histories, posterior, middle, delta, seed)


def _told(histories: CaptureHistories, posterior: GraphPosterior, middle: float, delta: float, seed: int) -> Estimate:
    random = np.random.default_rng(seed)
    intervals = {
        name: (
            quantile(posterior, posterior.masses, (1 - level) / 2) or middle,
            quantile(posterior, posterior.masses, (1 + level) / 2),
        )
        for name, level in LEVELS.items()
    }
    best = np.argsort(-posterior.weights, kind="stable")
    hills = peaks(posterior.starts, posterior.masses, histories.observed)
    check = freeman_tukey(histories, *draw(posterior, histories.counts, delta, DRAWS, random), random)
    warnings = [
        *on_the_lists(histories),
        *on_the_limits(intervals),
        *on_the_peaks(hills, "graphs of dependence that fit the lists about as well"),
        *poor_fit(check),
    ]
    return Estimate(
        method="decomposable",
        lists=histories.lists,
        observed=histories.observed,
        estimate=middle,
        intervals=intervals,
        model=model_name(posterior.graphs.cliques(int(best[0])), histories.size),
        reportable=reportable(histories, intervals) and one_figure(hills) and not falls_apart(histories),
        diagnostics={
            "prior": _prior(delta),
            "graphs": _graphs(posterior, best[:SHOWN]),
            "graphs_considered": len(posterior.graphs),
            "graphs_holding_95": 1 + int(np.searchsorted(np.cumsum(posterior.weights[best]), 0.95)),
            "dependences": _dependences(histories, posterior),
            "mean": _mean(posterior),
            "peaks": hills,
            "fit": check,
        },
        warnings=tuple(warnings),
        seed=seed,
    )


def _none(histories: CaptureHistories, why: str, seed: int, delta: float) -> Estimate:
    return Estimate(
        method="decomposable", lists=histories.lists, observed=histories.observed, estimate=None, exists=False,
        identifiable=False, reportable=False, diagnostics={"prior": _prior(delta)}, warnings=(why,), seed=seed,
    )  # fmt: skip


def _prior(delta: float) -> dict[str, Any]:
    return {"delta": delta, "size": "1/N", "graphs": "equal"}


def quantile(posterior: GraphPosterior, masses: Floats, level: float) -> float | None:
    """The smallest size that has `level` of `masses` at or below it; None where that lies beyond the grid."""
    upto = np.cumsum(masses)
    block = int(np.searchsorted(upto, level))
    if block == len(masses):
        return None
    within = (level - (upto[block - 1] if block else 0.0)) / masses[block]
    width = posterior.starts[block + 1] - posterior.starts[block]
    return float(posterior.observed + posterior.starts[block] + max(math.ceil(within * width), 1) - 1)


def _graphs(posterior: GraphPosterior, best: NDArray[np.intp]) -> list[dict[str, Any]]:
    """The best graphs with their weights and what the size is given each: median and 95 % interval."""
    best = best[posterior.weights[best] > 0]
    rows = posterior.of_graphs(best)
    return [
        {
            "model": model_name(posterior.graphs.cliques(int(graph)), posterior.graphs.size),
            "weight": float(posterior.weights[graph]),
            "median": quantile(posterior, row, 0.5),
            "interval": [quantile(posterior, row, 0.025), quantile(posterior, row, 0.975)],
        }
        for graph, row in zip(best, rows, strict=True)
    ]


def _dependences(histories: CaptureHistories, posterior: GraphPosterior) -> dict[str, float]:
    """How likely each two lists are to depend on one another given the rest."""
    shares = posterior.weights @ posterior.graphs.edges
    pairs = itertools.combinations(histories.lists, 2)
    return {f"{a}, {b}": float(min(share, 1.0)) for (a, b), share in zip(pairs, shares, strict=True)}


def _mean(posterior: GraphPosterior) -> float | None:
    """The posterior mean, None where it is infinite: where a graph that counts falls no faster than 1/N0**2."""
    if posterior.beyond > 1e-12 or (posterior.decay[posterior.weights > 0] <= 2).any():
        return None
    return float(posterior.observed + (posterior.masses * posterior.centres).sum())
