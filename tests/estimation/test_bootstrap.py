"""Bias-corrected and accelerated limits, worked out the long way."""

from __future__ import annotations

import math
import time
from statistics import NormalDist

import numpy as np
import pytest
import tables
from hypothesis import given
from hypothesis import strategies as st

from isonomia.estimation import sharing
from isonomia.estimation.bootstrap import acceleration, corrected, moved, percentiles, quantile, resampled, without_one
from isonomia.estimation.replicates import StepwiseSelection, replicate
from isonomia.estimation.stepwise import search

NORMAL = NormalDist()


def test_leaving_one_out_by_history_is_leaving_out_each_person():
    counts = np.array([0.0, 3, 5, 2])
    left_out, shares = without_one(counts)
    assert left_out.T.tolist() == [[2, 5, 2], [3, 4, 2], [3, 5, 1]]
    assert shares.tolist() == [3, 5, 2]
    estimates = np.array([10.0, 14.0, 30.0])
    every = np.repeat(estimates, [3, 5, 2])
    differences = every.mean() - every
    assert acceleration(estimates, shares) == pytest.approx(
        (differences**3).sum() / (6 * (differences**2).sum() ** 1.5)
    )


def test_the_acceleration_of_one_endless_estimate_is_the_limit_of_large_ones():
    shares = np.array([40.0, 1.0, 9.0])
    assert acceleration(np.array([5.0, np.inf, 6.0]), shares) == pytest.approx(
        acceleration(np.array([5.0, 1e12, 6.0]), shares), rel=1e-6
    )


def test_estimates_that_do_not_vary_have_no_acceleration():
    assert acceleration(np.array([7.0, 7.0]), np.array([2.0, 3.0])) == 0


def test_without_bias_or_acceleration_the_limits_are_percentiles():
    values = np.sort(np.random.default_rng(1).normal(100, 10, 2001))
    estimate = float(np.median(values)) * (1 + 1e-9)
    found = corrected(estimate, values, np.array([1.0, 1.0]), np.array([5.0, 5.0]))
    for level, limits in percentiles(values).items():
        assert found.intervals[level] == pytest.approx(limits, rel=2e-3)


def test_limits_are_quantiles_at_the_corrected_levels():
    random = np.random.default_rng(2)
    values, left_out, shares = (
        random.gamma(4, 25, 999),
        random.gamma(4, 25, 12),
        random.integers(1, 9, 12).astype(float),
    )
    found = corrected(80.0, values, left_out, shares)
    bias = NORMAL.inv_cdf(float((values < 80).mean()))
    curve = acceleration(left_out, shares)
    for level, z in (("0.80", 1.2815515655), ("0.95", 1.9599639845)):
        for at, sign in ((0, -1), (1, 1)):
            whole = bias + sign * z
            share = NORMAL.cdf(bias + whole / (1 - curve * whole))
            assert found.intervals[level][at] == pytest.approx(np.quantile(values, share))


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40), st.floats(0, 1))
def test_quantiles_are_those_of_numpy(values, level):
    assert quantile(np.sort(values), level) == pytest.approx(np.quantile(values, level), rel=1e-9, abs=1e-9)


def test_samples_without_end_leave_no_upper_limit_and_those_without_estimate_are_left_out():
    values = np.array([*range(100, 190), *[np.inf] * 10], dtype=float)
    found = corrected(150.0, values, np.ones(2), np.ones(2))
    assert found.intervals["0.95"][1] is None
    assert found.infinite == 10
    some = corrected(150.0, np.array([*range(100, 190), *[np.nan] * 10], dtype=float), np.ones(2), np.ones(2))
    assert some.without == 10
    assert 180 < some.intervals["0.95"][1] < 190


def test_percentiles_are_left_out_where_even_the_lower_one_has_no_end():
    mostly = [10.0] * 5 + [np.inf] * 95
    assert percentiles(mostly) == {"0.95": (10.0, None)}
    assert percentiles([np.inf] * 4) == {}


def test_no_estimate_on_any_sample_is_no_limit():
    assert corrected(1.0, np.array([np.nan]), np.ones(1), np.ones(1)).intervals == {}


def test_every_sample_above_the_estimate_still_gives_limits():
    found = corrected(1.0, np.arange(100.0, 200.0), np.ones(2), np.ones(2))
    assert all(math.isfinite(limit) for pair in found.intervals.values() for limit in pair)


@given(st.floats(-2, 2), st.floats(-0.3, 0.3), st.floats(-3, 3))
def test_corrected_levels_are_probabilities(bias, curve, z):
    assert 0 <= moved(bias, curve, z) <= 1


def test_samples_hold_as_many_persons():
    drawn = resampled(tables.UK_5.counts.astype(float), 50, np.random.default_rng(1))
    assert drawn.shape == (18, 50)
    assert (drawn.sum(axis=0) == 2744).all()


def test_samples_average_to_the_data():
    drawn = resampled(tables.KOSOVO_4.counts.astype(float), 4000, np.random.default_rng(1))
    counts = tables.KOSOVO_4.counts[1:]
    assert np.abs(drawn.mean(axis=1) - counts).max() < 5 * math.sqrt(counts.max() / 4000)


def test_the_whole_selection_is_made_again_on_each_sample():
    counts = tables.WESTERN_US_5.counts.astype(float)
    found = replicate(counts, StepwiseSelection(0.02), 40, seed=5)
    drawn = resampled(counts, 40, np.random.default_rng(5))
    for at in range(0, 40, 7):
        sample = np.zeros((32, 1))
        sample[counts > 0, 0] = drawn[:, at]
        assert found.samples[at] == pytest.approx(345 + search(sample, 0.02).hidden[0], rel=1e-9)
    fewer = counts.copy()
    fewer[np.flatnonzero(counts)[3]] -= 1
    assert found.left_out[3] == pytest.approx(344 + search(fewer[:, None], 0.02).hidden[0], rel=1e-9)


def _slow_double(number: int) -> int:
    time.sleep(0.01)
    return 2 * number


@pytest.mark.parametrize("processes", [1, 2, None])
def test_shared_work_comes_back_in_order_and_tells_of_it(processes, monkeypatch):
    monkeypatch.setattr(sharing, "WORTH", 0.0)
    told: list[tuple[int, int]] = []
    assert sharing.shared(_slow_double, range(7), processes, lambda done, total: told.append((done, total))) == [
        0, 2, 4, 6, 8, 10, 12,
    ]  # fmt: skip
    assert told == [(done, 7) for done in range(1, 8)]


@pytest.mark.parametrize("processes", [1, 2])
def test_numbers_do_not_depend_on_how_many_processes_there_are(processes, monkeypatch):
    monkeypatch.setattr(sharing, "WORTH", 0.0)
    counts = tables.UK_6.counts.astype(float)
    alone = replicate(counts, StepwiseSelection(0.02), 1200, 3, 1)
    shared = replicate(counts, StepwiseSelection(0.02), 1200, 3, processes)
    assert (alone.samples == shared.samples).all()
