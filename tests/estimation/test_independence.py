"""The model of independent lists, which needs their totals only, and limits from profiles of likelihoods."""

from __future__ import annotations

import numpy as np
import pytest
import tables
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.estimation import CaptureHistories, estimate
from isonomia.estimation.chosen import fit_model
from isonomia.estimation.independence import hidden_if_independent
from isonomia.estimation.likelihood_limits import limits, profile_of_independence, profile_of_model, ways

ALL = [
    "UK_6", "UK_5", "NETHERLANDS_6", "NETHERLANDS_5", "NEW_ORLEANS_8_N185", "NEW_ORLEANS_5_N186", "WESTERN_US_5",
    "KOSOVO_4", "KOREA_3", "ARTIFICIAL_3", "HIV_ROME_4", "HARE_6", "HAV_TAIWAN_3", "MADIGAN_YORK_5", "SPINA_BIFIDA_3",
]  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_it_is_the_log_linear_model_of_main_effects(name):
    table = getattr(tables, name)
    assert estimate(table, "independence").estimate == pytest.approx(
        fit_model(table, []).hidden + table.observed, rel=1e-9
    )


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_lists_give_the_estimate_of_lincoln_and_petersen(first, second, both):
    hidden = hidden_if_independent(np.array([first + second + both]), np.array([[first + both], [second + both]]))
    assert hidden[0] == pytest.approx(first * second / both, rel=1e-7)


def test_lists_that_never_overlap_leave_it_infinite_and_a_list_of_all_leaves_none_hidden():
    seen = np.array([60.0, 60.0])
    assert hidden_if_independent(seen, np.array([[10.0, 60.0], [20.0, 5.0], [30.0, 9.0]])).tolist() == [np.inf, 0.0]


@pytest.mark.parametrize(
    ("name", "peak", "low", "high"), [("HIV_ROME_4", 11_117, 9532, 13_114), ("HARE_6", 74.34, None, None)]
)
def test_the_profile_is_the_published_one(name, peak, low, high):
    """Rcapture, closedpCI.t of Mt; the peak of the multinomial likelihood is not the Poisson estimate."""
    table = getattr(tables, name)
    totals = np.array(list(table.list_totals.values()), dtype=float)
    found = limits(profile_of_independence(float(table.observed), totals), table.observed)
    assert found.peak == pytest.approx(peak, rel=1e-4)
    if low is not None:
        assert found.intervals["0.95"] == pytest.approx((low, high), abs=0.6)


@pytest.mark.parametrize("name", ["HIV_ROME_4", "KOREA_3", "NEW_ORLEANS_5_N185"])
def test_the_profile_of_the_table_is_that_of_the_totals(name):
    table = getattr(tables, name)
    totals = np.array(list(table.list_totals.values()), dtype=float)
    mains = np.array([0, *(1 << j for j in range(table.size))])
    one = limits(profile_of_independence(float(table.observed), totals), table.observed)
    other = limits(profile_of_model(table.counts.astype(float), mains), table.observed)
    for level in ("0.80", "0.95"):
        assert one.intervals[level] == pytest.approx(other.intervals[level], rel=1e-6)


def test_limits_are_where_the_likelihood_has_fallen_by_half_of_chi_square():
    table = tables.KOREA_3
    profile = profile_of_model(table.counts.astype(float), np.array([0, 1, 2, 4, 3, 6]))
    found = limits(profile, table.observed)
    low, high = found.intervals["0.95"]
    heights = profile(np.array([low, found.peak, high]) - table.observed)
    assert heights[1] - heights[[0, 2]] == pytest.approx([3.841459 / 2] * 2, abs=1e-4)


def test_a_profile_that_does_not_fall_has_no_upper_limit():
    found = limits(profile_of_independence(60.0, np.array([10.0, 20.0, 30.0])), 60)
    assert found.peak is None
    assert found.intervals["0.95"][1] is None
    assert found.intervals["0.95"][0] > 60


@given(st.floats(1e-3, 1e9), st.integers(1, 10**6))
def test_ways_grow_by_the_ratio_of_the_next_number(hidden, observed):
    one, next_one = ways(float(observed), np.array([hidden, hidden + 1]))
    assert next_one - one == pytest.approx(np.log1p(observed / (hidden + 1)), rel=1e-4, abs=1e-5 * max(1, abs(one)))


def test_twenty_lists_are_no_burden():
    random = np.random.default_rng(3)
    catches = random.random((2000, 20)) < 0.06
    table = np.bincount((catches @ (1 << np.arange(20))).astype(np.int64), minlength=1 << 20)
    table[0] = 0
    histories = CaptureHistories(tuple(f"L{j}" for j in range(20)), table)
    found = estimate(histories, "independence")
    low, high = found.intervals["0.95"]
    assert low < 2000 < high
    assert low < found.estimate < high


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 500), min_size=7, max_size=7), st.integers(2, 50))
def test_counts_times_a_number_give_the_size_times_it(counts, times):
    table = CaptureHistories(("A", "B", "C"), np.array([0, *counts]))
    more = table.with_counts(table.counts * times)
    assert estimate(more, "independence").estimate == pytest.approx(
        estimate(table, "independence").estimate * times, rel=1e-8
    )
