"""Draws from the posterior over decomposable graphs: the size, and the chance of each capture history."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from isonomia.estimation.graph_posterior import Floats, GraphPosterior


def draw(
    posterior: GraphPosterior, counts: NDArray[np.int64], delta: float, draws: int, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """Sizes, (draws,), and chances of the capture histories given them and the graph, (draws, 2**t).

    What the posterior holds beyond its grid is not drawn from. Given the graph and N0 the chances are those of the
    hyper-Dirichlet law: list by list, each given those it depends on, by gamma variates.
    """
    graphs = random.choice(len(posterior.weights), size=draws, p=posterior.weights / posterior.weights.sum())
    chosen, place = np.unique(graphs, return_inverse=True)
    upto = np.cumsum(posterior.of_graphs(chosen), axis=1)
    at = random.random(draws)
    block = np.array([np.searchsorted(upto[row], u * upto[row, -1]) for row, u in zip(place, at, strict=True)])
    widths = np.diff(posterior.starts)[block]
    unseen = posterior.starts[block] + np.floor(random.random(draws) * widths)
    return posterior.observed + unseen, _chances(posterior, graphs, unseen, counts, delta, random)


def _chances(
    posterior: GraphPosterior,
    graphs: NDArray[np.int64],
    unseen: Floats,
    counts: NDArray[np.int64],
    delta: float,
    random: np.random.Generator,
) -> Floats:
    size = posterior.graphs.size
    cells = np.arange(1 << size)
    margins = np.array([np.bincount(cells & family, weights=counts, minlength=len(cells)) for family in cells])
    chances = np.ones((len(graphs), len(cells)))
    rows = np.arange(len(graphs))[:, None]
    for step in range(size):
        own = (1 << posterior.graphs.removal[graphs, step].astype(np.int64))[:, None]
        parents = posterior.graphs.parents[graphs, step].astype(np.int64)[:, None]
        family = own | parents
        shapes = margins[family[:, 0]]
        shapes[:, 0] += unseen
        in_family = (cells & ~family) == 0
        prior = delta * 2.0 ** (size - np.array([int(mask).bit_count() for mask in family[:, 0]]))
        shapes = np.where(in_family, shapes + prior[:, None], 1.0)
        parts = np.maximum(random.standard_gamma(shapes), np.finfo(float).tiny)
        context = cells & parents
        chances *= parts[rows, cells & family] / (parts[rows, context] + parts[rows, context | own])
    found: Floats = chances / chances.sum(axis=1, keepdims=True)
    return found
