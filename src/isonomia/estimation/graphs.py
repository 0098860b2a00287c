"""Decomposable (chordal) graphs on a few labelled vertices, with their cliques and separators.

A graph is decomposable where its vertices can be removed one by one so that each, when its turn comes, has neighbours
that are all joined to one another (Fulkerson and Gross 1965). There are 8, 61, 822 and 18,154 of them on 3, 4, 5 and 6
labelled vertices. All graphs of a size are gone through at once, one array element per graph: milliseconds.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

MOST_VERTICES = 6
"""With seven there are two million graphs to go through."""


@dataclass(frozen=True)
class DecomposableGraphs:
    """All decomposable graphs on `size` vertices, those with fewer edges first.

    `multiplicities`, (graphs, 2**size): 1 where the set of vertices (a bit mask) is a clique that no other contains,
    and minus the number of times that it separates two cliques, the empty set too; each row adds up to 1. A
    decomposable density is the product of its margins over these sets, to these powers. `edges`, (graphs, pairs):
    which pairs are joined, the pairs in the order 12, 13, ..., 23. `removal`, (graphs, size): the vertices in an order
    of removal; `parents`, (graphs, size): the neighbours that each of them then has, as a bit mask.
    """

    size: int
    edges: NDArray[np.bool_]
    multiplicities: NDArray[np.int8]
    removal: NDArray[np.int8]
    parents: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.edges)

    def cliques(self, graph: int) -> list[int]:
        """The maximal sets of joined vertices, as bit masks."""
        return [int(mask) for mask in np.flatnonzero(self.multiplicities[graph] > 0)]

    def separators(self, graph: int) -> list[int]:
        """The sets of vertices that separate cliques, each as often as it does so."""
        row = self.multiplicities[graph]
        return [int(mask) for mask in np.flatnonzero(row < 0) for _ in range(-int(row[mask]))]


@cache
def decomposable_graphs(size: int) -> DecomposableGraphs:
    """All decomposable graphs on `size` vertices, 1 to `MOST_VERTICES`."""
    if not 1 <= size <= MOST_VERTICES:
        raise ValueError(f"graphs of 1 to {MOST_VERTICES} vertices, not of {size}")
    pairs = list(itertools.combinations(range(size), 2))
    edges = ((np.arange(1 << len(pairs))[:, None] >> np.arange(len(pairs))) & 1).astype(np.bool_)
    neighbours = np.zeros((len(edges), size), dtype=np.uint8)
    for pair, (a, b) in enumerate(pairs):
        neighbours[:, a] |= edges[:, pair].astype(np.uint8) << b
        neighbours[:, b] |= edges[:, pair].astype(np.uint8) << a
    removal, parents, done = _removed(neighbours)
    edges, removal, parents = edges[done], removal[done], parents[done]
    multiplicities = np.zeros((len(edges), 1 << size), dtype=np.int8)
    graphs = np.arange(len(edges))
    for step in range(size):
        # the density is the product over v of p(v | neighbours left) = p(v and they) / p(they); what is both above and
        # below cancels, and what stays are the cliques and the separators
        multiplicities[graphs, parents[:, step] | (1 << removal[:, step]).astype(np.uint8)] += 1
        multiplicities[graphs, parents[:, step]] -= 1
    multiplicities[:, 0] += 1  # the last vertex has no one left: p(v) / p(nothing), and nothing separated it
    order = np.lexsort((graphs, edges.sum(axis=1)))
    return DecomposableGraphs(size, edges[order], multiplicities[order], removal[order], parents[order])


def _removed(
    neighbours: NDArray[np.uint8],
) -> tuple[NDArray[np.int8], NDArray[np.uint8], NDArray[np.bool_]]:
    """Takes from each graph, again and again, the first vertex whose remaining neighbours are all joined.

    Which one is taken does not matter: a decomposable graph stays so, and always has one. Gives the order, the
    neighbours at the time, and whether all vertices could be taken.
    """
    count, size = neighbours.shape
    graphs = np.arange(count)
    joined = _joined(neighbours)
    left = np.full(count, (1 << size) - 1, dtype=np.uint8)
    done = np.ones(count, dtype=np.bool_)
    removal = np.zeros((count, size), dtype=np.int8)
    parents = np.zeros((count, size), dtype=np.uint8)
    for step in range(size):
        found = np.zeros(count, dtype=np.bool_)
        for vertex in range(size):
            around = neighbours[:, vertex] & left
            takes = ~found & ((left >> vertex & 1) == 1) & joined[graphs, around]
            removal[takes, step] = vertex
            parents[takes, step] = around[takes]
            found |= takes
        left &= ~(1 << removal[:, step]).astype(np.uint8)
        done &= found
    return removal, parents, done


def _joined(neighbours: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether all vertices of a set are joined to one another, (graphs, 2**size)."""
    count, size = neighbours.shape
    joined = np.ones((count, 1 << size), dtype=np.bool_)
    for mask in range(1, 1 << size):
        lowest = (mask & -mask).bit_length() - 1
        rest = mask & (mask - 1)
        joined[:, mask] = joined[:, rest] & ((neighbours[:, lowest] & rest) == rest)
    return joined
