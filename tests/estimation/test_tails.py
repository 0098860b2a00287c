"""Poisson tails in logarithms, against scipy's where those can be trusted."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from isonomia.estimation.tails import log_factorial, log_smaller_tail


@given(st.floats(1e-6, 5000), st.integers(0, 6000))
def test_tails_are_those_of_the_poisson_distribution(mean, count):
    expected = min(poisson.cdf(count, mean), poisson.sf(count - 1, mean))
    if expected > 1e-280:
        assert log_smaller_tail(np.array([count]), np.array([mean]))[0] == pytest.approx(
            math.log(expected), rel=1e-9, abs=1e-9
        )


def test_tails_beyond_the_range_of_numbers_keep_their_order():
    counts = np.array([2000.0, 2500.0, 3000.0])
    logs = log_smaller_tail(counts, np.full(3, 100.0))
    assert np.all(logs < -4000)
    assert np.all(np.diff(logs) < -1000)


def test_a_far_tail_of_a_large_mean_is_summed_right():
    """At the mean 1e9 plus eight standard deviations, against the sum term by term."""
    mean = 1e9
    count = np.round(mean + 8 * np.sqrt(mean))
    ratios = np.cumsum(np.log(mean / (count + 1 + np.arange(400_000))))
    point = count * math.log(mean) - mean - math.lgamma(count + 1)
    expected = point + math.log(1 + np.exp(ratios).sum())
    assert log_smaller_tail(np.array([count]), np.array([mean]))[0] == pytest.approx(expected, abs=1e-4)


def test_nobody_where_nobody_is_expected_is_certain():
    assert log_smaller_tail(np.array([0.0]), np.array([0.0]))[0] == 0


@given(st.integers(0, 10**9))
def test_factorials(number):
    assert log_factorial(np.array([number]))[0] == pytest.approx(math.lgamma(number + 1), rel=1e-12, abs=1e-12)
