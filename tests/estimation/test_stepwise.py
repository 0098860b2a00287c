"""The stepwise search: the published estimates of nine tables, and a batch as each table alone."""

from __future__ import annotations

import numpy as np
import pytest
import tables
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from isonomia.estimation import estimate, existence
from isonomia.estimation.chosen import fit_model
from isonomia.estimation.histories import model_name
from isonomia.estimation.loglinear import superset_sums
from isonomia.estimation.stepwise import search

NINE = {
    "UK_6": (11417.9911, "[12,13,24,25,35,36,45]"),
    "UK_5": (11312.9903, "[12,13,24,25,35,45]"),
    "NETHERLANDS_6": (111139.3712, "[12,16,23,25,34,36,45,46]"),
    "NETHERLANDS_5": (121521.6137, "[12,13,15,24,34,35]"),
    "NEW_ORLEANS_8_N185": (1183.6923, "[1,2,3,45,6,7,8]"),
    "NEW_ORLEANS_5_N185": (1034.1511, "[1,2,3,4,5]"),
    "WESTERN_US_5": (2483.3839, "[15,2,3,4]"),
    "KOREA_3": (268.7778, "[12,3]"),
    "KOSOVO_4": (14341.6638, "[12,13,14,23,34]"),
}
"""Estimates of MultipleSystemsEstimation 1.2.0, threshold 0.02."""


def one(table, threshold=0.02):
    return search(table.counts[:, None].astype(float), threshold)


@pytest.mark.parametrize("name", NINE)
def test_the_estimate_and_the_model_are_the_published_ones(name):
    table = getattr(tables, name)
    found = one(table)
    assert found.hidden[0] + table.observed == pytest.approx(NINE[name][0], abs=1e-4)
    assert model_name(found.model(0), table.size) == NINE[name][1]


@pytest.mark.parametrize("name", ["UK_6", "NETHERLANDS_5", "KOSOVO_4"])
def test_each_step_takes_the_least_likely_overlap_under_the_fit_before(name):
    """Every step worked out again, one model and one probability at a time."""
    table = getattr(tables, name)
    overlaps = table.overlaps()
    held: list[int] = []
    for step in one(table).path:
        expected = superset_sums(fit_model(table, held).means[:, None])[:, 0]
        tails = {}
        for j in range(table.size):
            for i in range(j):
                pair = 1 << i | 1 << j
                if pair not in held:
                    below = poisson.logcdf(overlaps[i, j], expected[pair])
                    above = poisson.logsf(overlaps[i, j] - 1, expected[pair])
                    tails[pair] = min(below, above)
        least = min(tails, key=tails.__getitem__)
        assert step.term[0] == least
        assert step.log_p[0] == pytest.approx(tails[least], rel=1e-8)
        assert step.expected[0] == pytest.approx(expected[least], rel=1e-8)
        held.append(least)


def test_a_batch_is_as_each_table_alone():
    random = np.random.default_rng(4)
    counts = tables.NEW_ORLEANS_8_N185.counts
    occurring = np.flatnonzero(counts)
    batch = np.zeros((256, 60))
    batch[occurring] = random.multinomial(185, counts[occurring] / 185, size=60).T
    together = search(batch, 0.02)
    for at in range(60):
        alone = search(batch[:, at : at + 1], 0.02)
        assert together.hidden[at] == pytest.approx(alone.hidden[0], rel=1e-9)
        assert together.model(at) == alone.model(0)


def test_a_significant_pair_whose_model_has_no_estimate_is_passed_over():
    """The made table: [12,3] is refused, though a threshold of one half takes other pairs."""
    found = one(tables.ARTIFICIAL_3, 0.5)
    assert (0, 3) in found.refused
    held = found.model(0)
    assert held
    assert existence.status([1, 2, 4, *held], tables.ARTIFICIAL_3.counts > 0) == existence.EXISTS


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([0, 0, 1, 2, 5, 40]), min_size=15, max_size=15), st.sampled_from([0.02, 0.2, 0.6]))
def test_what_is_chosen_always_has_one_estimate(counts, threshold):
    table = np.array([0, *counts])
    found = search(table[:, None].astype(float), threshold)
    if 0 < found.hidden[0] < np.inf:
        mains = [1 << j for j in range(4) if table[np.arange(16) >> j & 1 == 1].any()]
        assert existence.status([*mains, *found.model(0)], table > 0) == existence.EXISTS


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(["UK_5", "WESTERN_US_5", "KOSOVO_4", "NETHERLANDS_5"]), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_does_not_matter(name, random):
    table = getattr(tables, name)
    moved = table.reordered(random.sample(table.lists, table.size))
    assert one(moved).hidden[0] == pytest.approx(one(table).hidden[0], rel=1e-9)


def test_a_list_doubled_and_merged_again_gives_the_same():
    table = tables.WESTERN_US_5
    doubled = type(table)(
        (*table.lists, "A again"), np.bincount(np.arange(32) | (np.arange(32) & 1) << 5, table.counts, 64).astype(int)
    )
    merged = doubled.merged(["A", "A again"], "A")
    assert (merged.counts == table.counts).all()
    found = estimate(doubled, "stepwise", bootstrap=0)
    assert found.estimate is None or found.estimate >= table.observed


def test_interactions_of_three_lists_come_after_their_pairs():
    table = tables.KOSOVO_4
    found = search(table.counts[:, None].astype(float), 0.02, order=3)
    taken = [int(step.term[0]) for step in found.path]
    triples = [term for term in taken if term.bit_count() == 3]
    assert triples
    for term in triples:
        pairs = {term & ~(1 << j) for j in range(4) if term >> j & 1}
        assert pairs <= set(taken[: taken.index(term)])
    assert found.hidden[0] == pytest.approx(fit_model(table, taken).hidden, rel=1e-9)
    assert estimate(table, "stepwise", bootstrap=0, max_order=3).estimate == 4400 + found.hidden[0]


def test_two_lists_leave_nothing_to_choose():
    table = tables.KOREA_3.dropped("d")
    assert one(table, 1.0).path == []


def test_a_threshold_of_zero_is_independence():
    assert one(tables.UK_5, 0.0).hidden[0] == pytest.approx(fit_model(tables.UK_5, []).hidden)
