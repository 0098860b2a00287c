"""Strata and their sum: partial pooling, consistent margins, thin strata that do not explode."""

import numpy as np
import pytest
import tables
from populations import shared, with_covariates

from isonomia.estimation import CaptureHistories, MissingCovariate, NoFiniteEstimate, Options
from isonomia.estimation.shrinkage import LOG_ODDS, profile_of_log_odds, shrink
from isonomia.estimation.strata import stratified, stratify


def population(sizes, rng, spread=0.3):
    """Persons of regions of these sizes, seen by four lists with chances that vary by region."""
    region = np.repeat([f"r{j}" for j in range(len(sizes))], sizes)
    level = np.repeat(rng.normal(0, spread, len(sizes)), sizes)
    odds = np.exp(level[:, None] + np.array([-2.4, -2.0, -2.2, -2.6]))
    on = rng.random(odds.shape) < odds / (1 + odds)
    return with_covariates(on, {"region": region})


@pytest.fixture(scope="module")
def regions():
    return stratify(
        population([3000, 2000, 1000, 300, 30, 10], np.random.default_rng(3)), ["region"], "mt", Options(seed=1)
    )


def test_the_whole_is_the_sum_of_the_strata(regions):
    assert regions.total.estimate == pytest.approx(sum(one.estimate for one in regions.strata.values()))
    assert regions.total.observed == sum(one.observed for one in regions.strata.values())
    assert regions.margin()[()].estimate == pytest.approx(regions.total.estimate)
    assert regions.margin()[()].intervals == regions.total.intervals


def test_the_known_size_is_within_the_limits(regions):
    assert regions.total.intervals["0.95"][0] < 6340 < regions.total.intervals["0.95"][1]
    known = zip(regions.strata.values(), [3000, 2000, 1000, 300, 30, 10], strict=True)
    assert sum(one.intervals["0.95"][0] < size < one.intervals["0.95"][1] for one, size in known) >= 5


def test_large_strata_keep_their_own_estimate_and_thin_ones_lean_on_the_rest(regions):
    weights = [one.diagnostics["weight"] for one in regions.strata.values()]
    assert weights[0] > weights[3] > max(weights[4:])
    largest = regions.strata["r0",]
    assert largest.estimate == pytest.approx(largest.diagnostics["alone"], rel=0.05)


def test_a_stratum_without_an_estimate_does_not_explode(regions):
    """Of the thin strata one or both have lists that share no one: alone they have none."""
    lost = [one for one in regions.strata.values() if one.diagnostics["alone"] is None]
    assert lost
    for one in lost:
        assert one.observed < one.estimate < 30 * one.observed
        assert not one.reportable
        assert one.diagnostics["weight"] == 0
        assert any("no estimate of its own" in text for text in one.warnings)
    assert regions.total.diagnostics["sum_without_pooling"] is None


def test_without_pooling_one_stratum_without_estimate_leaves_the_whole_without():
    frame = {"A": [1, 0, 1, 1, 0], "B": [0, 1, 1, 0, 1], "sex": [*"fffmm"], "count": [50, 40, 10, 5, 4]}
    histories = CaptureHistories.from_frame(frame, lists="AB", covariates=["sex"])
    found = stratify(histories, ["sex"], "mt", Options(seed=1), pooling=False)
    assert found.strata["f",].estimate == pytest.approx(300)
    assert found.total.estimate is None
    assert "none for the whole" in found.total.warnings[0]


def test_margins_of_two_covariates_agree():
    rng = np.random.default_rng(5)
    sex, age = rng.choice(["f", "m"], 9000), rng.choice(["0-17", "18+"], 9000)
    on = rng.random((9000, 3)) < np.where(sex == "f", 0.2, 0.1)[:, None]
    found = stratify(with_covariates(on, {"sex": sex, "age": age}), ["sex", "age"], "mt", Options(seed=2))
    by_sex, by_age = found.margin("sex"), found.margin("age")
    for margin in (by_sex, by_age):
        assert sum(one.estimate for one in margin.values()) == pytest.approx(found.total.estimate)
        for one in margin.values():
            assert one.intervals["0.95"][0] < one.estimate < one.intervals["0.95"][1]
    assert by_sex["f",].observed > by_sex["m",].observed
    assert by_sex["m",].estimate == pytest.approx((sex == "m").sum(), rel=0.15)
    with pytest.raises(MissingCovariate):
        found.margin("height")


def test_the_interface_returns_the_whole_and_the_strata():
    histories = population([3000, 2000], np.random.default_rng(3))
    total, strata = stratified(histories, ["region"], "chao", Options(seed=1))
    assert list(strata) == [("r0",), ("r1",)]
    assert total.estimate == pytest.approx(sum(one.estimate for one in strata.values()))


def test_a_seed_repeats_every_number():
    histories = population([900, 500], np.random.default_rng(3))
    one, same = (stratify(histories, ["region"], "mt", Options(seed=9)) for _ in range(2))
    assert one.to_dict() == same.to_dict()
    drawn = stratify(histories, ["region"], "mt", Options())
    assert stratify(histories, ["region"], "mt", Options(seed=drawn.total.seed)).to_dict() == drawn.to_dict()


def test_a_list_that_catches_no_one_in_a_stratum_is_left_out_there():
    rows = [(1, 0, 0, "x", 50), (0, 1, 0, "x", 40), (1, 1, 0, "x", 10), (1, 0, 0, "y", 50), (0, 1, 1, "y", 40),
            (1, 1, 0, "y", 10), (0, 0, 1, "y", 15)]  # fmt: skip
    frame = {name: [row[j] for row in rows] for j, name in enumerate(["A", "B", "C", "place", "count"])}
    histories = CaptureHistories.from_frame(frame, lists="ABC", covariates=["place"])
    found = stratify(histories, ["place"], "mt", Options(seed=1))
    assert found.strata["x",].lists == ("A", "B")
    assert "no person here is on C" in found.strata["x",].warnings[0]


def test_no_stratum_with_an_estimate_is_an_error():
    apart = {"A": [1, 0] * 2, "B": [0, 1] * 2, "sex": ["f", "f", "m", "m"], "count": [5, 4, 3, 2]}
    histories = CaptureHistories.from_frame(apart, lists="AB", covariates=["sex"])
    with pytest.raises(NoFiniteEstimate, match="merge values"):
        stratified(histories, ["sex"], "mt", Options(seed=1))


def test_without_covariates_in_the_data():
    with pytest.raises(MissingCovariate):
        stratified(tables.UK_5, ["sex"], "mt")


# -- the shrinkage itself --------------------------------------------------------------------------------------


def test_equal_strata_are_hardly_moved_and_different_ones_are_kept_apart():
    rng = np.random.default_rng(0)
    equal = shrink(np.full(6, 1.0), np.full(6, 0.3), {}, rng)
    assert equal.centres == pytest.approx([1.0] * 6, abs=0.01)
    assert equal.tau < 0.4
    apart = shrink(np.array([0.0, 1.0, 2.0, 3.0]), np.full(4, 0.05), {}, rng)
    assert apart.centres == pytest.approx([0.0, 1.0, 2.0, 3.0], abs=0.02)
    assert apart.weight.min() > 0.98


def test_draws_agree_with_the_means():
    rng = np.random.default_rng(1)
    y, v = np.array([0.2, 1.4, 0.9, 2.0]), np.array([0.2, 0.6, 0.4, 1.2])
    found = shrink(y, v, {}, rng)
    assert found.draws.mean(axis=0) == pytest.approx(found.centres, abs=0.05)
    assert (np.abs(found.centres - y) < np.abs(found.mu - y)).all()


def test_a_profile_rules_out_small_numbers_where_lists_share_no_one():
    apart = CaptureHistories.from_counts("AB", {(1, 0): 40, (0, 1): 30})
    value = profile_of_log_odds(apart)
    assert (np.diff(value) >= -1e-9).all()
    assert value[LOG_ODDS < 0].max() < -5
    some = profile_of_log_odds(CaptureHistories.from_counts("AB", {(1, 0): 40, (0, 1): 30, (1, 1): 10}))
    assert LOG_ODDS[some.argmax()] == pytest.approx(np.log(120 / 80), abs=0.1)


def test_intervals_of_the_whole_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(21)
    held = 0
    for _ in range(24):
        histories = population([800, 500, 300, 200, 100, 80, 40], rng, spread=0.4)
        total, _ = stratified(histories, ["region"], "mt", Options(seed=1))
        held += total.intervals["0.95"][0] <= 2020 <= total.intervals["0.95"][1]
    assert held >= 20


def test_the_simulated_study_with_covariates():
    histories = CaptureHistories.from_csv(
        shared("cruyff_simulated_covariates.csv"), lists=["R1", "R2", "R3", "R4"],
        covariates=["X1", "X2", "X3", "X4", "Y"],
    )  # fmt: skip
    total, strata = stratified(histories, ["X4", "Y"], "mt", Options(seed=1))
    assert len(strata) == 12
    assert any(one.diagnostics["alone"] is None for one in strata.values())
    assert 3000 < total.estimate < 12_000
    assert total.intervals["0.95"][1] < 40_000


def test_injecting_drug_use_in_scotland():
    """King and others 2013: the file has a hidden cell without a count, and lists written as seen and unseen."""
    histories = CaptureHistories.from_csv(
        shared("scotland_pwid_4_covariates.csv"), count="y", covariates=["Region", "Gender", "Age"]
    )
    assert histories.observed == 5670
    total, strata = stratified(histories, ["Region", "Age"], "mt", Options(seed=1))
    assert len(strata) == 4
    assert (
        total.intervals["0.95"][0]
        < sum(one.diagnostics["alone"] for one in strata.values())
        < total.intervals["0.95"][1]
    )
