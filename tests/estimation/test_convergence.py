"""Convergence: independent draws are worth what they number, correlated ones less, chains apart are found out."""

import numpy as np
import pytest

from isonomia.estimation.convergence import convergence


def test_independent_draws_count_in_full():
    found = convergence(np.random.default_rng(1).normal(size=(4, 1000)))
    assert found.r_hat == pytest.approx(1, abs=0.01)
    assert found.bulk == pytest.approx(4000, rel=0.15)
    assert found.agrees


def test_correlated_draws_count_for_less():
    """An autoregression of 0.9 has (1 - 0.9) / (1 + 0.9) of its draws' worth."""
    random = np.random.default_rng(2)
    draws = np.zeros((4, 5000))
    for i in range(1, 5000):
        draws[:, i] = 0.9 * draws[:, i - 1] + random.normal(size=4)
    assert convergence(draws).bulk == pytest.approx(20_000 * 0.1 / 1.9, rel=0.25)


def test_chains_in_two_places_do_not_agree():
    draws = np.random.default_rng(3).normal(size=(4, 500))
    draws[0] += 5
    found = convergence(draws)
    assert found.r_hat > 1.2
    assert not found.agrees


def test_chains_that_differ_in_spread_only_do_not_agree():
    draws = np.random.default_rng(4).normal(size=(4, 1000)) * np.array([[1], [1], [1], [8]])
    assert not convergence(draws).agrees


def test_ranks_make_heavy_tails_harmless():
    draws = np.random.default_rng(5).standard_cauchy(size=(4, 2000))
    assert convergence(draws).r_hat < 1.01


def test_constant_draws_say_nothing_and_few_are_refused():
    assert convergence(np.ones((4, 100))).r_hat is None
    with pytest.raises(ValueError, match="draws"):
        convergence(np.ones((4, 3)))
