"""How likely each decomposable graph with each number of unseen persons is (Madigan and York 1997).

For a graph with cliques C and separators S, a hyper-Dirichlet prior with `delta` for each of the 2**t cells and the
prior 1/N on the size, the weight of N0 unseen persons is, with N = n + N0 and D = delta 2**t,

    p(graph, N0 | data) ~ (N-1)! / N0!  x  1 / Gamma(N + D)  x  prod_C m(C) / prod_S m(S),
    m(A) = prod over the cells of the margin A of Gamma(n_A + delta_A) / Gamma(delta_A),  delta_A = delta 2**(t-|A|),

and only the all-zero cell of each margin depends on N0. With the multiplicities of `graphs` that is one product of
matrices for all graphs and all N0. Madigan, D. and York, J. (1997), Biometrika 84:19-31.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.estimation.graphs import DecomposableGraphs, decomposable_graphs

Floats = NDArray[np.float64]

FARTHEST = 1e6
"""The grid ends at so many unseen persons for each one seen; what lies beyond is one last block."""
NEGLIGIBLE = 30.0
"""A graph or a stretch of N0 whose log weight is so far below the highest is left out: less than 1e-12."""
CHUNK = 2_000_000


@dataclass(frozen=True)
class GraphPosterior:
    """Weights over graphs and over blocks of N0.

    `starts`, (blocks + 1,): block k holds the numbers starts[k] to starts[k+1] - 1. `masses`, (blocks,): the posterior
    of each block; `beyond`: what lies above the last. `weights`, (graphs,): the posterior of each graph.
    `decay`, (graphs,): how fast each graph's posterior falls, N0 ** -decay; its mean is finite where that is above 2.
    """

    graphs: DecomposableGraphs
    observed: int
    starts: Floats
    masses: Floats
    beyond: float
    weights: Floats
    decay: Floats
    margins: Margins

    @property
    def centres(self) -> Floats:
        """The middle of each block."""
        return (self.starts[:-1] + self.starts[1:] - 1) / 2

    def of_graphs(self, chosen: NDArray[np.intp]) -> Floats:
        """The posterior of N0 given each of some graphs, (chosen, blocks); each row adds up to 1, less the beyond."""
        logs = self.margins.log_weights(chosen, self.centres) + np.log(np.diff(self.starts))
        top = logs.max(axis=1, keepdims=True)
        parts = np.exp(logs - top)
        last = self.margins.beyond(chosen, self.starts[-1], self.decay[chosen], top[:, 0])
        found: Floats = parts / (parts.sum(axis=1) + last)[:, None]
        return found


@dataclass(frozen=True)
class Margins:
    """What the log weights are made of: constants of the graphs, and the all-zero cell of each margin."""

    multiplicities: Floats
    constants: Floats
    zero_cells: Floats
    observed: int
    total: float

    def log_weights(self, chosen: NDArray[np.intp] | slice, unseen: Floats) -> Floats:
        """The log weight of graphs with numbers of unseen persons, (chosen, len(unseen)), up to one constant."""
        rising = log_gamma_ratio(unseen + 1, self.zero_cells[:, None] - 1)
        found: Floats = self.multiplicities[chosen] @ rising
        found += self.constants[chosen, None]
        found -= log_gamma_ratio(self.observed + unseen, np.array(self.total))
        return found

    def decay(self) -> Floats:
        """The power of N0 by which the weight of each graph falls in the end."""
        found: Floats = 1 + self.total + self.observed - self.multiplicities @ self.zero_cells
        return found

    def beyond(self, chosen: NDArray[np.intp] | slice, last: float, decay: Floats, top: Floats) -> Floats:
        """The weight above `last`, by the power law, relative to exp(`top`)."""
        found: Floats = np.exp(self.log_weights(chosen, np.array([last]))[:, 0] - top) * last / (decay - 1)
        return found


def graph_posterior(counts: NDArray[np.int64], size: int, delta: float, farthest: float = FARTHEST) -> GraphPosterior:
    """The posterior over all decomposable graphs on `size` lists and the numbers of unseen persons.

    `counts`, (2**size,): persons by capture history. The numbers go up to `farthest` for each person seen, in blocks
    whose width is a fraction of the posterior's, single numbers where it is narrow.
    """
    graphs = decomposable_graphs(size)
    margins = _margins(counts, size, delta, graphs)
    observed = int(counts.sum())
    decay = margins.decay()
    kept, lowest, highest, step = _where_the_mass_is(margins, math.log1p(farthest * observed))
    edges = np.expm1(np.arange(lowest, highest + step, step))
    starts = np.unique(np.concatenate([[math.floor(math.expm1(lowest))], np.ceil(edges)]))
    weights = np.zeros(len(graphs))
    masses, beyond, top = np.zeros(len(starts) - 1), 0.0, -math.inf
    centres, widths = (starts[:-1] + starts[1:] - 1) / 2, np.log(np.diff(starts))
    rows = max(1, CHUNK // len(centres))
    for part in np.split(kept, range(rows, len(kept), rows)):
        logs = margins.log_weights(part, centres) + widths
        highest_yet = max(top, float(logs.max()))
        shrink = math.exp(top - highest_yet)
        top = highest_yet
        parts = np.exp(logs - top)
        last = margins.beyond(part, float(starts[-1]), decay[part], np.full(len(part), top))
        weights *= shrink
        weights[part] = parts.sum(axis=1) + last
        masses = masses * shrink + parts.sum(axis=0)
        beyond = beyond * shrink + float(last.sum())
    total = float(masses.sum()) + beyond
    return GraphPosterior(graphs, observed, starts, masses / total, beyond / total, weights / total, decay, margins)


def _margins(counts: NDArray[np.int64], size: int, delta: float, graphs: DecomposableGraphs) -> Margins:
    cells = np.arange(1 << size)
    sizes = np.array([int(cell).bit_count() for cell in cells])
    per_cell = delta * 2.0 ** (size - sizes)
    logs = np.empty(len(cells))
    zero_cells = np.empty(len(cells))
    for margin in cells:
        prior = float(per_cell[margin])
        table = np.bincount(cells & margin, weights=counts, minlength=len(cells))
        seen = table[1:][table[1:] > 0]
        logs[margin] = sum(math.lgamma(n + prior) for n in seen) - (len(seen) + 1) * math.lgamma(prior)
        zero_cells[margin] = table[0] + prior
    multiplicities = graphs.multiplicities.astype(np.float64)
    return Margins(multiplicities, multiplicities @ logs, zero_cells, int(counts.sum()), float(per_cell[0]))


def _where_the_mass_is(margins: Margins, end: float) -> tuple[NDArray[np.intp], float, float, float]:
    """The graphs that count, the stretch of log(1 + N0) that counts, and a step fine enough for all of them.

    On a coarse grid a narrow peak may lie between two points. Each graph's log weight bends downwards, so between two
    points it stays below the lines through their neighbours; what is negligible even so can be left out.
    """
    points = np.linspace(0, end, 400)
    width = points[1]
    unseen = np.expm1(points)
    ceilings: list[Floats] = []
    bends: list[Floats] = []
    floor = -math.inf
    for first in range(0, len(margins.constants), 4000):
        logs = margins.log_weights(slice(first, first + 4000), unseen) + points
        floor = max(floor, float(logs.max()))
        slopes = np.diff(logs, axis=1)
        before = np.concatenate([slopes[:, :1], slopes[:, :-1]], axis=1)
        after = np.concatenate([slopes[:, 1:], slopes[:, -1:]], axis=1)
        ceilings.append(
            np.minimum(logs[:, :-1] + np.maximum(before, 0), logs[:, 1:] + np.maximum(-after, 0)).astype(np.float32)
        )
        bends.append(((before - after) / 2).astype(np.float32))
    ceiling, bend = np.concatenate(ceilings), np.concatenate(bends)
    kept = np.flatnonzero(ceiling.max(axis=1) > floor - NEGLIGIBLE)
    stretch = np.flatnonzero(ceiling[kept].max(axis=0) > floor - NEGLIGIBLE)
    lowest, highest = float(points[stretch[0]]), float(points[stretch[-1] + 1])
    sharpest = float(bend[kept][ceiling[kept] > floor - NEGLIGIBLE / 2].max(initial=0)) / width**2
    step = min(1 / math.sqrt(sharpest) / 6 if sharpest > 0 else math.inf, (highest - lowest) / 1000)
    return kept, lowest, highest, step


def log_gamma_ratio(start: Floats, more: Floats) -> Floats:
    """log Gamma(start + more) - log Gamma(start), broadcast, exact where both terms are huge and nearly equal.

    By Stirling's series from 16 on, where its error is below 1e-14; below that one by one. `start` >= 1, `more` > -1.
    """
    start, more = np.broadcast_arrays(np.asarray(start, dtype=np.float64), np.asarray(more, dtype=np.float64))
    end = start + more
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = (start - 0.5) * np.log1p(more / start) + more * np.log(end) - more + _series(end)
        found -= _series(start)
    small = (start < 16) | (end < 16)
    found[small] = [math.lgamma(b) - math.lgamma(a) for a, b in zip(start[small], end[small], strict=True)]
    return found


def _series(at: Floats) -> Floats:
    square = 1 / (at * at)
    found: Floats = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680)))) / at
    return found
