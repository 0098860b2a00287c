"""Log-linear fits, many at once, against the design matrix written out."""

from __future__ import annotations

import numpy as np
import pytest
import tables
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.estimation import CaptureHistories, loglinear
from isonomia.estimation.chosen import fit_model
from isonomia.estimation.hierarchy import all_models, columns_of, interactions


def masks(model: str) -> list[int]:
    """`12,13,4` as masks of its interactions."""
    return [sum(1 << (int(digit) - 1) for digit in term) for term in model.split(",") if len(term) > 1]


def by_design_matrix(counts, terms, cells):
    """Iteratively reweighted least squares, the textbook way."""
    design = np.array([[float(cell & term == term) for term in terms] for cell in cells])
    seen = counts[cells].astype(float)
    mu = seen + 0.5
    for _ in range(60):
        working = np.log(mu) + (seen - mu) / mu
        alpha = np.linalg.lstsq(design * np.sqrt(mu)[:, None], working * np.sqrt(mu), rcond=None)[0]
        mu = np.exp(design @ alpha)
    return alpha, mu


@given(st.integers(1, 6), st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_sums_over_subsets_and_supersets_are_what_their_names_say(size, batch, seed):
    table = np.random.default_rng(seed).normal(size=(1 << size, batch))
    below, above = loglinear.subset_sums(table), loglinear.superset_sums(table)
    for cell in range(1 << size):
        within = [other for other in range(1 << size) if other & cell == other]
        around = [other for other in range(1 << size) if other & cell == cell]
        assert np.allclose(below[cell], table[within].sum(axis=0))
        assert np.allclose(above[cell], table[around].sum(axis=0))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 300), min_size=15, max_size=15), st.integers(0, 112))
def test_a_fit_is_that_of_the_design_matrix(counts, which):
    table = np.array([0, *counts])
    model = all_models(4, 3)[which]
    terms = [0, 1, 2, 4, 8, *[term for term, held in zip(interactions(4, 3), model, strict=True) if held]]
    columns = columns_of(model[None, :], 4, 3)
    margins = loglinear.superset_sums(table[:, None].astype(float))
    left, cells = loglinear.extended(columns, margins)
    fits = loglinear.fit(table[:, None].astype(float), left, cells)
    alpha, mu = by_design_matrix(table, terms, np.arange(1, 16))
    assert fits.proved[0]
    assert fits.parameters[: len(terms), 0] == pytest.approx(alpha, abs=1e-6)
    assert fits.means[1:, 0] == pytest.approx(mu, rel=1e-6)


def test_many_models_are_fitted_at_once_as_each_alone():
    counts = tables.KOSOVO_4.counts.astype(float)
    models = all_models(4, 3)
    columns = columns_of(models, 4, 3)
    batch = np.repeat(counts[:, None], len(models), axis=1)
    together = loglinear.fit(batch, *loglinear.extended(columns, loglinear.superset_sums(batch)))
    for at in (0, 17, 60, 112):
        held = [term for term, chosen in zip(interactions(4, 3), models[at], strict=True) if chosen]
        assert together.hidden[at] == pytest.approx(fit_model(tables.KOSOVO_4, held).hidden, rel=1e-9)


@pytest.mark.parametrize(
    ("name", "model", "estimate", "limits"),
    [
        ("UK_6", "12,13,24,25,35,36,45", 11417.9911, (9977, 13146)),
        ("UK_5", "12,13,24,25,35,45", 11312.9903, (9884, 13027)),
    ],
)
def test_the_limits_that_take_the_model_as_given_are_the_published_ones(name, model, estimate, limits):
    """SparseMSE 2.0.1 without bootstrap."""
    chosen = fit_model(getattr(tables, name), masks(model))
    assert chosen.hidden + chosen.histories.observed == pytest.approx(estimate, abs=1e-4)
    assert chosen.given_the_model()["0.95"] == pytest.approx(limits, abs=0.6)


def test_the_standard_error_of_independent_lists_is_the_published_one():
    """HIV in Rome, Rcapture: 11,125 with standard error 905."""
    told = fit_model(tables.HIV_ROME_4, []).diagnostics()
    assert told["standard_error"] == pytest.approx(905, abs=0.5)


@pytest.mark.parametrize(("model", "bic"), [("12,23", 57.1408), ("12,3", 58.9686)])
def test_bic_counts_persons_and_every_parameter(model, bic):
    assert fit_model(tables.KOREA_3, masks(model)).bic == pytest.approx(bic, abs=5e-5)


def test_a_term_that_no_one_reaches_is_a_parameter_at_minus_infinity():
    chosen = fit_model(tables.ARTIFICIAL_3, masks("13,23"))
    assert list(np.isneginf(chosen.parameters)) == [False] * 4 + [True, True]
    assert chosen.means[[5, 6, 7]].tolist() == [0, 0, 0]
    assert chosen.aic == pytest.approx(-2 * chosen.log_likelihood + 2 * 6)
    told = chosen.diagnostics()["parameters"]
    assert [row["estimate"] is None for row in told] == [False] * 4 + [True, True]


@settings(max_examples=6, deadline=None)
@given(st.integers(2, 1000))
def test_counts_times_a_number_give_the_size_times_it(times):
    once = fit_model(tables.KOSOVO_4, masks("123,12,13,23,14,34"))
    more = fit_model(tables.KOSOVO_4.with_counts(tables.KOSOVO_4.counts * times), masks("123,12,13,23,14,34"))
    assert more.hidden == pytest.approx(once.hidden * times, rel=1e-8)
    assert more.diagnostics()["deviance"] == pytest.approx(once.diagnostics()["deviance"] * times, rel=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(4)))
def test_the_order_of_the_lists_does_not_matter(order):
    model = masks("123,12,13,23,14,34")
    names = [tables.KOSOVO_4.lists[j] for j in order]
    place = {old: new for new, old in enumerate(order)}
    moved = [sum(1 << place[j] for j in range(4) if term >> j & 1) for term in model]
    assert fit_model(tables.KOSOVO_4.reordered(names), moved).hidden == pytest.approx(
        fit_model(tables.KOSOVO_4, model).hidden, rel=1e-9
    )


def test_residuals_add_up_to_the_deviance_and_show_the_worst_first():
    chosen = fit_model(tables.WESTERN_US_5, masks("15"))
    pearson, deviance = chosen.residuals()
    told = chosen.diagnostics()
    counts, mu = tables.WESTERN_US_5.counts[1:], chosen.means[1:]
    logs = np.where(counts > 0, counts * np.log(np.maximum(counts, 1) / mu), 0)
    assert told["deviance"] == pytest.approx(2 * (logs - (counts - mu)).sum())
    assert told["pearson"] == pytest.approx(((counts - mu) ** 2 / mu).sum())
    shown = [abs(row["deviance"]) for row in told["residuals"]]
    assert shown == sorted(shown, reverse=True)
    assert shown[0] == pytest.approx(np.abs(deviance).max())
    assert np.sign(pearson).tolist() == np.sign(deviance).tolist()


@pytest.mark.parametrize("terms", [[7], [3, 5, 6, 7], [7, 3]])
def test_a_model_that_is_not_hierarchical_or_has_the_term_of_all_lists_is_refused(terms):
    with pytest.raises(ValueError, match="hierarchical"):
        fit_model(tables.KOREA_3, terms)


def test_counts_of_thousands_of_millions_are_fitted_exactly():
    """Two lists have the closed form n10 n01 / n11."""
    table = CaptureHistories.from_counts(
        ["A", "B"], {(1, 0): 3_000_000_000, (0, 1): 2_000_000_000, (1, 1): 1_000_000_000}
    )
    assert fit_model(table, []).hidden == pytest.approx(6_000_000_000, rel=1e-12)
