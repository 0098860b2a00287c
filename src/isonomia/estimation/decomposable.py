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
from isonomia.estimation.predictive import freeman_tukey, poor_fit
from isonomia.estimation.result import Estimate

LEVELS = {"0.80": 0.80, "0.95": 0.95}
SHOWN = 10
"""Graphs told of one by one."""
DRAWS = 500
PEAK = 0.10
"""A peak of the posterior that holds less than this is not told of."""
MAIN_PEAK = 0.75
"""Where no peak holds so much, one figure should not be published."""
VALLEY = 0.8
"""Between two peaks the posterior falls below this share of the lower one."""


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
            "graphs of dependence need three lists or more; with two only independence can be assumed: use independence",
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
    posterior = graph_posterior(histories.counts, size, delta, farthest)
    return _told(histories, posterior, delta, seed)


def _told(histories: CaptureHistories, posterior: GraphPosterior, delta: float, seed: int) -> Estimate:
    random = np.random.default_rng(seed)
    observed = histories.observed
    middle = quantile(posterior, posterior.masses, 0.5)
    intervals = {
        name: (quantile(posterior, posterior.masses, (1 - level) / 2) or float(observed),
               quantile(posterior, posterior.masses, (1 + level) / 2))
        for name, level in LEVELS.items()
    }  # fmt: skip
    best = np.argsort(-posterior.weights, kind="stable")
    peaks = modes(posterior.starts, posterior.masses, observed)
    check = freeman_tukey(histories, *draw(posterior, histories.counts, delta, DRAWS, random), random)
    apart = separate_groups(histories)
    warnings = _warnings(histories, middle, intervals, peaks, apart) + poor_fit(check)
    doubtful = middle is None or max(peak["share"] for peak in peaks) < MAIN_PEAK or len(apart) > 1
    return Estimate(
        method="decomposable",
        lists=histories.lists,
        observed=observed,
        estimate=middle,
        intervals=intervals if middle is not None else {},
        model=model_name(posterior.graphs.cliques(int(best[0])), histories.size),
        exists=middle is not None,
        identifiable=middle is not None,
        reportable=not doubtful,
        diagnostics={
            "prior": {"delta": delta, "size": "1/N", "graphs": "equal"},
            "graphs": _graphs(posterior, best[:SHOWN]),
            "graphs_considered": len(posterior.graphs),
            "graphs_holding_95": 1 + int(np.searchsorted(np.cumsum(posterior.weights[best]), 0.95)),
            "dependences": _dependences(histories, posterior),
            "mean": _mean(posterior),
            "peaks": peaks,
            "fit": check,
        },
        warnings=tuple(warnings),
        seed=seed,
    )


def quantile(posterior: GraphPosterior, masses: Floats, level: float) -> float | None:
    """The smallest size that has `level` of `masses` at or below it; None where that lies beyond the grid."""
    upto = np.cumsum(masses)
    block = int(np.searchsorted(upto, level))
    if block == len(masses):
        return None
    within = (level - (upto[block - 1] if block else 0.0)) / masses[block]
    width = posterior.starts[block + 1] - posterior.starts[block]
    return float(posterior.observed + posterior.starts[block] + max(math.ceil(within * width), 1) - 1)


def modes(starts: Floats, masses: Floats, observed: int) -> list[dict[str, float]]:
    """The peaks of the posterior that hold `PEAK` of it at least, each with the share between its valleys.

    Two peaks are two where the posterior between them falls below `VALLEY` of the lower one.
    """
    density = masses / np.diff(starts)
    tops: list[int] = []
    cuts: list[int] = []
    for at in np.flatnonzero((density >= np.append(-1, density[:-1])) & (density > np.append(density[1:], -1))):
        at = int(at)
        while tops:
            valley = tops[-1] + int(np.argmin(density[tops[-1] : at + 1]))
            if density[valley] < VALLEY * min(density[tops[-1]], density[at]):
                cuts.append(valley)
                tops.append(at)
                break
            if density[at] <= density[tops[-1]]:
                break
            tops.pop()  # the hill before is but a shoulder of this one
            if cuts:
                cuts.pop()
        else:
            tops.append(at)
    return _hills(starts, masses, observed, tops, cuts)


def _hills(starts: Floats, masses: Floats, observed: int, tops: list[int], cuts: list[int]) -> list[dict[str, float]]:
    """The hills with their shares; one too small to tell of is joined to its neighbour."""
    bounds = [0, *cuts, len(masses)]
    hills = [
        [float(masses[a:b].sum()), float(starts[top] + starts[top + 1] - 1) / 2, float(masses[top])]
        for a, b, top in zip(bounds[:-1], bounds[1:], tops, strict=True)
    ]
    while len(hills) > 1 and min(hills)[0] < PEAK:
        at = hills.index(min(hills))
        to = at - 1 if at and (at + 1 == len(hills) or hills[at - 1][0] >= hills[at + 1][0]) else at + 1
        hills[to][0] += hills[at][0]
        del hills[at]
    return [{"size": round(observed + top), "share": round(share, 4)} for share, top, _ in hills]


def separate_groups(histories: CaptureHistories) -> list[list[str]]:
    """The lists in groups that share persons; more than one group means that some lists share no one with others."""
    shared = histories.overlaps() > 0
    left, groups = set(range(histories.size)), []
    while left:
        group, reached = set(), {min(left)}
        while reached:
            group |= reached
            reached = {j for i in reached for j in range(histories.size) if shared[i, j]} - group
        groups.append([histories.lists[j] for j in sorted(group)])
        left -= group
    return groups


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


def _warnings(
    histories: CaptureHistories,
    middle: float | None,
    intervals: dict[str, tuple[float, float | None]],
    peaks: list[dict[str, float]],
    apart: list[list[str]],
) -> list[str]:
    said = []
    if middle is None:
        said.append(
            "The lists do not bound the size of the population: half of the posterior lies beyond a million unseen "
            "persons for each one seen, so no figure is given. Add a list that overlaps with the others."
        )
    elif intervals["0.95"][1] is None:
        said.append("The posterior has no upper limit that the data set: state the lower limit only.")
    if middle is not None and len(peaks) > 1:
        named = " and ".join(f"near {peak['size']:,.0f} ({peak['share']:.0%})" for peak in peaks)
        said.append(
            f"The posterior has {len(peaks)} peaks, {named}: graphs of dependence that fit the lists about as well "
            "contradict each other about the size. The median hides this; publish the range, and say which graphs give "
            "which size."
        )
    if len(apart) > 1:
        named = "; ".join(", ".join(group) for group in apart)
        said.append(
            f"The lists fall into groups that share no one ({named}): nothing seen says how much they would overlap, "
            "so the prior decides. Drop or merge lists."
        )
    return said
