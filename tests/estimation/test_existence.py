"""Existence and identifiability of estimates, against the linear programme as the literature states it."""

from __future__ import annotations

import numpy as np
import pytest
import tables
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.estimation import existence, loglinear
from isonomia.estimation.hierarchy import all_models, columns_of, interactions


def model_masks(model: str, size: int) -> list[int]:
    terms = {sum(1 << (int(digit) - 1) for digit in term) for term in model.split(",")}
    return sorted(terms | {1 << j for j in range(size)})


def by_programme(terms, counts):
    """max s subject to A'x = A'N, x_w >= s, s <= 1, after striking what no one reaches: exists iff s > 0."""
    from scipy.optimize import linprog

    cells = np.arange(1, len(counts))
    reached = [t for t in [0, *terms] if counts[1:][cells & t == t].sum() > 0]
    for term in terms:
        if term not in reached:
            cells = cells[cells & term != term]
    design = (cells[:, None] & np.array(reached) == np.array(reached)).astype(float)
    seen = counts[cells].astype(float)
    equal = np.hstack([design.T, np.zeros((len(reached), 1))])
    above = np.hstack([-np.eye(len(cells)), np.ones((len(cells), 1))])
    goal = np.append(np.zeros(len(cells)), -1.0)
    bounds = [(None, None)] * len(cells) + [(None, 1.0)]
    found = linprog(goal, A_ub=above, b_ub=np.zeros(len(cells)), A_eq=equal, b_eq=design.T @ seen, bounds=bounds)
    exists = found.status == 0 and found.x[-1] > 1e-7
    unique = np.linalg.matrix_rank(design) == len(reached)
    return (0 if exists else 1) + (0 if unique else 2)


@pytest.mark.parametrize(("model", "status"), [("12,13,23", 2), ("12,3", 1), ("13,23", 0)])
def test_the_made_table_has_the_published_statuses(model, status):
    """Chan, Silverman, Vincent 2021, table 2."""
    assert existence.status(model_masks(model, 3), tables.ARTIFICIAL_3.counts > 0) == status


def test_the_model_of_all_pairs_has_no_estimate_on_the_korean_table():
    """Rcapture gives 1.8e11 here."""
    assert existence.status(model_masks("12,13,23", 3), tables.KOREA_3.counts > 0) == existence.NO_MAXIMUM


sparse = st.lists(st.sampled_from([0, 0, 0, 1, 2, 9]), min_size=15, max_size=15).filter(
    lambda counts: all(sum(n for cell, n in enumerate(counts, 1) if cell >> j & 1) for j in range(4))
)


@settings(max_examples=60, deadline=None)
@given(sparse, st.integers(0, 112))
def test_statuses_are_those_of_the_linear_programme(counts, which):
    table = np.array([0, *counts])
    chosen = [t for t, held in zip(interactions(4, 3), all_models(4, 3)[which], strict=True) if held]
    terms = [1, 2, 4, 8, *chosen]
    assert existence.status(terms, table > 0) == by_programme(terms, table)


@settings(max_examples=8, deadline=None)
@given(sparse)
def test_a_fit_proves_existence_exactly_where_it_holds(counts):
    table = np.array([0, *counts])
    models = all_models(4, 3)
    batch = np.repeat(table[:, None].astype(float), len(models), axis=1)
    fits = loglinear.fit(
        batch, *loglinear.extended(columns_of(models, 4, 3), loglinear.superset_sums(batch)), steps=100
    )
    for at, model in enumerate(models):
        terms = [1, 2, 4, 8, *[t for t, held in zip(interactions(4, 3), model, strict=True) if held]]
        assert fits.proved[at] == (existence.status(terms, table > 0) == existence.EXISTS)


@settings(max_examples=40, deadline=None)
@given(sparse, st.integers(0, 112))
def test_more_persons_in_cells_that_hold_some_change_no_status(counts, which):
    table = np.array([0, *counts])
    chosen = [t for t, held in zip(interactions(4, 3), all_models(4, 3)[which], strict=True) if held]
    terms = [1, 2, 4, 8, *chosen]
    assert existence.known_status(terms, table > 0) == existence.status(reversed(terms), table * 1000 > 0)


@pytest.mark.parametrize(
    ("slopes", "one_sided"),
    [
        ([[1.0], [2.0]], True),
        ([[1.0], [-2.0]], False),
        ([[1.0, 0.0], [0.0, 1.0]], True),
        ([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0]], True),
        ([[1.0, 0.0], [-1.0, 1.0], [-1.0, -1.0]], False),
        ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], True),
        ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [-1.0, -1.0, -1.0]], False),
        (np.eye(4).tolist(), True),
        ([*np.eye(4).tolist(), [-1.0] * 4], False),
    ],
)
def test_one_sided_slopes_are_told(slopes, one_sided):
    assert existence.one_sided(np.array(slopes)) == one_sided


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 3), st.data())
def test_edges_and_programme_agree(columns, data):
    rows = data.draw(st.lists(st.lists(st.integers(-2, 2), min_size=columns, max_size=columns), min_size=3, max_size=8))
    slopes = np.array(rows, dtype=float)
    if np.linalg.matrix_rank(slopes) == columns:
        assert existence.one_sided(slopes) == existence.by_programme(slopes)
