"""The models of a closed population, against published numbers."""

import numpy as np
import pytest
import tables
from hypothesis import given, settings
from hypothesis import strategies as st
from populations import counted, seen

from isonomia.estimation import CaptureHistories, TooManyLists, estimate
from isonomia.estimation.closed import closed_model, closed_population
from isonomia.estimation.closed_designs import FAMILY, ClosedModel


@pytest.fixture(scope="module")
def hares():
    return {one.model: one for one in closed_population(tables.HARE_6)}


@pytest.mark.parametrize(
    ("model", "estimate", "error", "aic"),
    [
        ("Mth Poisson(2)", 81.08, 5.57, 146.33),
        ("Mt", 75.07, 3.35, 154.50),
        ("M0", 75.43, 3.45, 154.71),
        ("Mh Poisson(2)", 81.53, 5.71, 147.30),
        ("Mh Darroch", 90.40, 11.63, 149.79),
        ("Mh Gamma(3.5)", 100.57, 21.74, 150.96),
        ("Mb", 81.15, 8.26, 155.22),
    ],
)
def test_snowshoe_hares(hares, model, estimate, error, aic):
    """Cormack 1989; Mth Poisson(2) and Mt as in the manual of the R package for this family: 81.1 (5.6), AIC 146."""
    found = hares[model]
    assert found.estimate == pytest.approx(estimate, abs=0.005)
    assert found.diagnostics["standard_error"] == pytest.approx(error, abs=0.006)
    assert found.diagnostics["aic"] == pytest.approx(aic, abs=0.006)


def test_the_profile_has_its_own_highest_point(hares):
    """Two numbers, both right: 75.07 by Poisson, 74.34 by the multinomial profile."""
    assert hares["Mt"].diagnostics["profile_estimate"] == pytest.approx(74.34, abs=0.005)


def test_infections_in_rome():
    found = estimate(tables.HIV_ROME_4, "mt")
    assert found.estimate == pytest.approx(11_125, abs=0.5)
    assert found.diagnostics["standard_error"] == pytest.approx(905, abs=0.5)
    assert found.diagnostics["profile_estimate"] == pytest.approx(11_117, abs=0.5)
    assert found.intervals["0.95"] == pytest.approx((9532, 13_114), abs=0.5)
    bound = estimate(tables.HIV_ROME_4, "mth")
    assert bound.estimate == pytest.approx(11_701, abs=0.5)
    assert bound.diagnostics["standard_error"] == pytest.approx(1031, abs=0.5)
    assert bound.diagnostics["lower_bound"] is True


def test_the_limits_of_the_profile_of_independent_lists_by_their_formula():
    """log L(N) = log N! / (N - n)! + sum over lists of n_j log p_j + (N - n_j) log(1 - p_j),  p_j = n_j / N."""
    from scipy.special import gammaln

    histories = tables.HIV_ROME_4
    totals, n = np.array(list(histories.list_totals.values())), histories.observed

    def value(persons):
        p = totals / persons
        within = (totals * np.log(p) + (persons - totals) * np.log1p(-p)).sum()
        return gammaln(persons + 1) - gammaln(persons - n + 1) + within

    found = estimate(histories, "mt")
    top = value(found.diagnostics["profile_estimate"])
    for limit in found.intervals["0.95"]:
        assert 2 * (top - value(limit)) == pytest.approx(3.8415, abs=1e-3)


@pytest.mark.parametrize("histories", [tables.UK_5, tables.NETHERLANDS_5, tables.ARTIFICIAL_3])
def test_behaviour_without_a_decline_is_refused(histories):
    """Peers return -3763 for the United Kingdom."""
    found = estimate(histories, "mb")
    if found.estimate is None:
        assert not found.exists
        assert "do not decline" in found.warnings[0]
        assert found.intervals == {}
    fresh = [
        int(histories.counts[np.arange(1 << histories.size) & ((1 << j + 1) - 1) == 1 << j].sum())
        for j in range(histories.size)
    ]
    late = sum(j * count for j, count in enumerate(fresh)) >= histories.observed * (histories.size - 1) / 2
    assert (found.estimate is None) == late


def test_the_united_kingdom_is_refused_by_mb():
    assert estimate(tables.UK_5, "mb").estimate is None


def test_an_upper_limit_that_does_not_exist_is_none_and_said():
    found = closed_model(tables.NEW_ORLEANS_8_N185, ClosedModel("Mth", "normal"))
    assert found.intervals["0.95"][1] is None
    assert not found.reportable
    assert any("no upper limit" in text for text in found.warnings)


def test_no_model_ever_gives_a_number_beyond_sense():
    for name in ("KOREA_3", "ARTIFICIAL_3", "NEW_ORLEANS_5_N185", "WESTERN_US_5"):
        histories = getattr(tables, name)
        for found in closed_population(histories):
            if found.estimate is None:
                assert found.warnings
                assert not found.reportable
            else:
                assert histories.observed <= found.estimate < 1e5 * histories.observed


def test_two_lists_cannot_tell_differences_between_persons():
    two = CaptureHistories.from_counts("AB", {(1, 0): 40, (0, 1): 30, (1, 1): 10})
    assert closed_model(two, ClosedModel("Mt")).estimate == pytest.approx(80 + 120)
    for form in ("poisson", "darroch", "gamma", "normal"):
        found = closed_model(two, ClosedModel("Mth", form))
        assert found.estimate is None
        assert not found.identifiable


def test_lists_that_share_no_one_have_no_estimate():
    apart = CaptureHistories.from_counts("ABC", {(1, 0, 0): 40, (0, 1, 0): 30, (0, 0, 1): 10})
    for found in closed_population(apart):
        if found.model not in ("Mb", "Mbh"):
            assert found.estimate is None, found.model


def test_heterogeneity_that_is_there_is_found():
    rng = np.random.default_rng(11)
    persons = 20_000
    odds = np.exp(rng.normal(0, 1, persons)[:, None] + np.array([-1.2, -0.8, -1.0, -1.4, -0.6]))
    histories = counted(seen(odds / (1 + odds), rng))
    normal = closed_model(histories, ClosedModel("Mth", "normal"))
    assert normal.intervals["0.95"][0] < persons < normal.intervals["0.95"][1]
    assert normal.diagnostics["heterogeneity"] == pytest.approx(1, abs=0.1)
    assert estimate(histories, "mt").intervals["0.95"][1] < persons


def test_removal_is_the_truncated_geometric():
    """Zippin 1956: 100, 50, 25 first captures, a chance of one half, leave 25 unseen."""
    histories = CaptureHistories.from_counts("ABC", {(1, 0, 0): 100, (0, 1, 0): 50, (0, 0, 1): 25})
    found = estimate(histories, "mb")
    assert found.estimate == pytest.approx(200, rel=1e-6)
    assert found.diagnostics["chance_of_first_capture"] == pytest.approx(0.5)
    assert found.diagnostics["chance_of_recapture"] == 0


def test_too_many_lists_are_refused():
    counts = np.zeros(1 << 15, dtype=int)
    counts[[1 << j for j in range(15)]] = 5
    with pytest.raises(TooManyLists):
        estimate(CaptureHistories(tuple(f"L{j}" for j in range(15)), counts), "mt")


def test_every_member_has_its_own_name():
    assert len({model.name for model in FAMILY}) == len({model.method for model in FAMILY}) == 14


@given(st.lists(st.integers(3, 60), min_size=7, max_size=7), st.permutations(range(3)), st.integers(2, 5))
@settings(max_examples=10, deadline=None)
def test_order_of_lists_does_not_matter_and_numbers_scale(row, order, times):
    histories = CaptureHistories(("A", "B", "C"), np.array([0, *row]))
    for method in ("mt", "mh", "mth"):
        once = estimate(histories, method)
        if once.estimate is None:
            continue
        other = estimate(histories.reordered(["ABC"[j] for j in order]), method)
        assert other.estimate == pytest.approx(once.estimate, rel=1e-6)
        assert other.intervals["0.95"][0] == pytest.approx(once.intervals["0.95"][0], rel=1e-4)
        many = estimate(CaptureHistories(("A", "B", "C"), times * np.array([0, *row])), method)
        assert many.estimate == pytest.approx(times * once.estimate, rel=1e-6)
