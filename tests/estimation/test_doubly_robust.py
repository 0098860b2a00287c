"""Two lists independent given covariates."""

import numpy as np
import pytest
import tables
from populations import shared, with_covariates

from isonomia.estimation import CaptureHistories, MissingCovariate, estimate
from isonomia.estimation.doubly_robust import chances


def population(rng, persons=6000, lists=2, steep=0.6):
    """A measure makes persons likelier on every list: without it the lists seem to depend on each other."""
    x = rng.normal(0, 1, persons)
    odds = np.exp(steep * x[:, None] + np.array([-0.8, -0.3, -0.6][:lists]))
    return with_covariates(rng.random(odds.shape) < odds / (1 + odds), {"x": np.round(x, 3)})


def test_the_simulated_population_of_3000():
    """Das, Kennedy and Jewell; the true number is 3000, and 2928 were seen."""
    histories = CaptureHistories.from_csv(
        shared("drpop_simulated_n3000.csv"), lists=["y1", "y2"], covariates=["x1", "x2"]
    )
    found = estimate(histories, "doubly-robust", seed=1)
    low, high = found.intervals["0.95"]
    assert low < 3000 < high
    assert found.estimate == pytest.approx(3000, abs=25)
    assert high - low < 120
    assert found.reportable


def test_covariates_that_matter_are_taken_into_account():
    histories = population(np.random.default_rng(1))
    found = estimate(histories, "doubly-robust", seed=1)
    assert found.intervals["0.95"][0] < 6000 < found.intervals["0.95"][1]
    assert found.reportable
    assert estimate(histories, "mt").intervals["0.95"][1] < 6000


def test_where_some_kind_of_person_is_hardly_ever_on_both_lists_it_is_said():
    """The steeper the chances, the more hangs on those few of the hard to see who are on both."""
    found = estimate(population(np.random.default_rng(1), steep=3.0), "doubly-robust", seed=1)
    assert not found.reportable
    assert any("on both" in text for text in found.warnings)


def test_covariates_that_do_not_matter_leave_lincoln_and_petersen():
    rng = np.random.default_rng(2)
    on = rng.random((5000, 2)) < np.array([0.4, 0.5])
    histories = with_covariates(on, {"group": rng.choice(["a", "b"], 5000)})
    found = estimate(histories, "doubly-robust", seed=1)
    plain = estimate(histories, "mt")
    assert found.estimate == pytest.approx(plain.estimate, rel=0.005)
    assert found.diagnostics["pairs"][0]["standard_error"] == pytest.approx(
        plain.diagnostics["standard_error"], rel=0.15
    )


def test_limits_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(20):
        low, high = estimate(population(rng, 1500), "doubly-robust", seed=1).intervals["0.95"]
        held += low <= 1500 <= high
    assert held >= 16


def test_three_lists_give_a_row_for_each_pair():
    found = estimate(population(np.random.default_rng(4), lists=3), "doubly-robust", seed=1)
    assert [row["lists"] for row in found.diagnostics["pairs"]] == [["A", "B"], ["A", "C"], ["B", "C"]]
    assert found.estimate == np.median([row["estimate"] for row in found.diagnostics["pairs"]])
    assert found.intervals["0.95"][0] < 6000 < found.intervals["0.95"][1]


def test_few_shared_persons_are_said_and_not_to_be_reported():
    frame = {"A": [1] * 200 + [0] * 150 + [1] * 6, "B": [0] * 200 + [1] * 150 + [1] * 6, "sex": ["f", "m"] * 178}
    found = estimate(CaptureHistories.from_frame(frame, lists="AB", covariates=["sex"]), "doubly-robust", seed=1)
    assert not found.reportable
    assert any("share only 6" in text for text in found.warnings)


def test_pairs_that_share_no_one_have_no_estimate():
    frame = {"A": [1] * 20 + [0] * 15, "B": [0] * 20 + [1] * 15, "sex": ["f"] * 35}
    found = estimate(CaptureHistories.from_frame(frame, lists="AB", covariates=["sex"]), "doubly-robust", seed=1)
    assert found.estimate is None
    assert not found.exists


def test_a_seed_repeats_every_number():
    histories = population(np.random.default_rng(5), 800)
    assert estimate(histories, "doubly-robust", seed=2) == estimate(histories, "doubly-robust", seed=2)


def test_covariates_are_needed():
    with pytest.raises(MissingCovariate):
        estimate(tables.UK_5, "doubly-robust")
    frame = {"A": [1, 0, 1] * 9, "B": [1, 1, 0] * 9, "height": [str(j + 0.5) for j in range(26)] + [""]}
    with pytest.raises(MissingCovariate, match="height"):
        estimate(CaptureHistories.from_frame(frame, lists="AB", covariates=["height"]), "doubly-robust")


def test_the_logistic_model_repeats_the_shares_of_a_group():
    counts = np.array([[3000.0, 1000.0, 1000.0], [500.0, 500.0, 4000.0]])
    found = chances(np.array([[1.0, 0.0], [1.0, 1.0]]), counts)
    assert found == pytest.approx(counts / counts.sum(axis=1, keepdims=True), abs=0.005)
