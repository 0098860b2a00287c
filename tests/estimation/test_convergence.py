"""Convergence of chains: known answers of made sequences, and figures of another implementation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.estimation.convergence import (
    HIGHEST_R_HAT,
    autocovariance,
    convergence,
    effective,
    r_hat,
    rank_normalised,
    split,
)


def _autoregressive(phi: float, chains: int, draws: int, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    steps = random.standard_normal((chains, draws))
    steps[:, 0] /= np.sqrt(1 - phi**2)
    for at in range(1, draws):
        steps[:, at] += phi * steps[:, at - 1]
    return steps


def _wave() -> np.ndarray:
    """Four chains of thirty draws that any program can make again."""
    at = np.arange(120).reshape(4, 30)
    return np.sin(at**1.7) + 0.01 * at


@pytest.mark.parametrize(("phi", "tolerance"), [(0.0, 0.1), (0.5, 0.12), (0.9, 0.2), (-0.4, 0.12)])
def test_an_autoregression_is_worth_what_theory_says(phi, tolerance):
    draws = _autoregressive(phi, 4, 5000, seed=3)
    assert effective(draws) == pytest.approx(draws.size * (1 - phi) / (1 + phi), rel=tolerance)


def test_figures_are_those_of_the_reference_implementation():
    # arviz 0.23 (Apache 2.0) on the same four chains: rhat, ess bulk, ess tail
    found = convergence(_wave())
    assert found.r_hat == pytest.approx(1.2061506070942567, abs=1e-9)
    assert found.bulk == pytest.approx(16.58028317822021)
    assert found.tail == pytest.approx(45.60346606148139)


def test_chains_about_different_centres_disagree():
    draws = _autoregressive(0.3, 4, 500, seed=1) + np.array([[0.0], [0.0], [0.0], [2.0]])
    found = convergence(draws)
    assert found.r_hat > HIGHEST_R_HAT
    assert not found.agrees
    assert found.bulk < 30


def test_chains_of_different_spread_disagree_though_their_centres_agree():
    draws = np.random.default_rng(2).standard_normal((4, 500)) * np.array([[1.0], [1.0], [1.0], [5.0]])
    assert r_hat(rank_normalised(split(draws))) < 1.02
    assert not convergence(draws).agrees


def test_a_chain_that_wanders_away_disagrees_with_itself():
    draws = np.random.default_rng(4).standard_normal((1, 400))
    draws[:, 200:] += 3
    assert not convergence(draws).agrees


def test_heavy_tails_do_not_hide_agreement():
    draws = np.random.default_rng(5).standard_cauchy((4, 500))
    found = convergence(draws)
    assert found.r_hat < 1.01
    assert found.bulk > 1500


def test_independent_draws_agree_and_are_worth_their_number():
    found = convergence(np.random.default_rng(6).standard_normal((8, 400)))
    assert found.agrees
    assert found.bulk == pytest.approx(3200, rel=0.15)


def test_draws_that_are_all_equal_have_no_figures_and_do_agree():
    found = convergence(np.full((4, 20), 7.0))
    assert (found.r_hat, found.bulk, found.tail) == (None, None, None)
    assert found.agrees


def test_draws_that_are_not_finite_do_not_agree():
    draws = np.random.default_rng(7).standard_normal((4, 50))
    draws[0, 0] = np.inf
    assert not convergence(draws).agrees


@pytest.mark.parametrize("shape", [(4, 9), (40,), (2, 3, 4)])
def test_too_few_draws_are_refused(shape):
    with pytest.raises(ValueError, match="chains"):
        convergence(np.zeros(shape))


def test_equal_draws_share_their_mean_rank():
    scores = rank_normalised(np.array([[1.0, 2.0], [2.0, 3.0]]))
    assert scores[0, 1] == scores[1, 0] == pytest.approx(0.0, abs=1e-12)
    assert scores[0, 0] == pytest.approx(-scores[1, 1])
    assert scores[0, 0] == pytest.approx(-1.0491314, abs=1e-6)  # of (1 - 3/8) / (4 + 1/4)


def test_autocovariance_is_the_sum_of_products():
    draws = np.random.default_rng(8).standard_normal((2, 17))
    away = draws - draws.mean(axis=1, keepdims=True)
    for lag in (0, 1, 5):
        direct = (away[:, : 17 - lag] * away[:, lag:]).sum(axis=1) / 17
        assert autocovariance(draws)[:, lag] == pytest.approx(direct)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(-4, 4))
def test_no_figure_depends_on_the_unit_or_the_order_of_chains(seed, power):
    draws = _autoregressive(0.5, 3, 40, seed)
    one, other = convergence(draws), convergence(-(2.0**power) * draws[::-1])
    assert one.r_hat == pytest.approx(other.r_hat)
    assert one.bulk == pytest.approx(other.bulk)
    assert one.tail == pytest.approx(other.tail)
