"""Decomposable graphs: how many there are, and that cliques and separators are what they are called."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from isonomia.estimation.graphs import MOST_VERTICES, decomposable_graphs


@pytest.mark.parametrize(("size", "count"), [(1, 1), (2, 2), (3, 8), (4, 61), (5, 822), (6, 18154)])
def test_there_are_as_many_as_the_literature_says(size, count):
    # labelled chordal graphs, A058862 of the On-Line Encyclopedia of Integer Sequences
    assert len(decomposable_graphs(size)) == count


@pytest.mark.parametrize("size", [0, MOST_VERTICES + 1])
def test_other_sizes_are_refused(size):
    with pytest.raises(ValueError, match="vertices"):
        decomposable_graphs(size)


def _maximal_cliques(size: int, joined: set[frozenset[int]]) -> set[int]:
    """By trying every set of vertices."""
    whole = [
        mask
        for mask in range(1, 1 << size)
        if all(
            frozenset(pair) in joined for pair in itertools.combinations([v for v in range(size) if mask >> v & 1], 2)
        )
    ]
    return {mask for mask in whole if not any(mask != other and mask & other == mask for other in whole)}


@pytest.mark.parametrize("size", [3, 4, 5])
def test_the_cliques_are_those_found_by_trying_every_set(size):
    graphs = decomposable_graphs(size)
    pairs = list(itertools.combinations(range(size), 2))
    for graph in range(len(graphs)):
        joined = {frozenset(pair) for pair, is_joined in zip(pairs, graphs.edges[graph], strict=True) if is_joined}
        assert set(graphs.cliques(graph)) == _maximal_cliques(size, joined)


@pytest.mark.parametrize("size", [3, 4, 5, 6])
def test_cliques_outnumber_separators_by_one_and_cover_each_vertex_once_more(size):
    multiplicities = decomposable_graphs(size).multiplicities.astype(int)
    sets = np.arange(1 << size)
    assert (multiplicities.sum(axis=1) == 1).all()
    for vertex in range(size):
        assert (multiplicities[:, sets >> vertex & 1 == 1].sum(axis=1) == 1).all()


def test_a_path_is_separated_by_its_middle():
    graphs = decomposable_graphs(3)
    path = next(row for row in range(8) if graphs.edges[row].tolist() == [True, False, True])  # 1-2-3
    assert graphs.cliques(path) == [0b011, 0b110]
    assert graphs.separators(path) == [0b010]


def test_the_empty_graph_is_separated_by_nothing_twice():
    graphs = decomposable_graphs(3)
    assert graphs.cliques(0) == [0b001, 0b010, 0b100]
    assert graphs.separators(0) == [0, 0]


def test_a_ring_of_four_is_not_decomposable():
    graphs = decomposable_graphs(4)
    ring = [True, False, True, True, False, True]  # 12 23 34 14 without 13 and 24
    assert ring not in graphs.edges.tolist()


@pytest.mark.parametrize("size", [4, 5])
def test_renaming_the_vertices_gives_the_same_graphs(size):
    graphs = decomposable_graphs(size)
    pairs = list(itertools.combinations(range(size), 2))
    renamed = [pairs.index(tuple(sorted(((a + 1) % size, (b + 1) % size)))) for a, b in pairs]
    assert {tuple(row) for row in graphs.edges[:, renamed].tolist()} == {tuple(row) for row in graphs.edges.tolist()}


def test_each_vertex_is_removed_once_and_its_parents_are_left():
    graphs = decomposable_graphs(5)
    assert (np.sort(graphs.removal, axis=1) == np.arange(5)).all()
    gone = np.zeros(len(graphs), dtype=np.uint8)
    for step in range(5):
        gone |= (1 << graphs.removal[:, step]).astype(np.uint8)
        assert not (graphs.parents[:, step] & gone).any()
