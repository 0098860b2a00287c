"""What an estimate hangs on."""

from dataclasses import replace

import numpy as np
import pytest
import tables
from populations import counted, seen, with_covariates

from isonomia.estimation import CaptureHistories, MissingCovariate, NoFiniteEstimate, Options, TooFewLists, estimate
from isonomia.estimation.sensitivity import (
    assumption_curve,
    internal_consistency,
    leave_one_out,
    merged_pairs,
    trajectory,
)


def test_the_hidden_scale_with_the_factor():
    found = estimate(tables.KOSOVO_4, "mt")
    points = {point.factor: point for point in assumption_curve(found, [0.5, 1.0, 2.0])}
    assert points[1.0].estimate == pytest.approx(found.estimate)
    assert points[1.0].intervals["0.95"] == pytest.approx(found.intervals["0.95"])
    assert points[2.0].estimate - 4400 == pytest.approx(2 * (found.estimate - 4400))
    assert points[0.5].intervals["0.95"][1] - 4400 == pytest.approx((found.intervals["0.95"][1] - 4400) / 2)


def test_limits_that_do_not_exist_stay_so():
    found = replace(estimate(tables.KOSOVO_4, "mt"), intervals={"0.95": (5000.0, None)})
    assert assumption_curve(found, [3.0])[0].intervals["0.95"] == (4400 + 3 * 600, None)
    with pytest.raises(ValueError, match="above zero"):
        assumption_curve(found, [0.0])
    with pytest.raises(NoFiniteEstimate):
        assumption_curve(replace(found, estimate=None))


def test_each_list_of_kosovo_as_a_known_population():
    """By hand for HRW: of its 685 persons 379 were on other lists."""
    report = internal_consistency(tables.KOSOVO_4, "mt")
    assert [row.name for row in report.rows] == ["EXH", "ABA", "OSCE", "HRW"]
    assert [row.truth for row in report.rows] == list(tables.KOSOVO_4.list_totals.values())
    hrw = report.rows[3]
    assert (hrw.truth, hrw.observed) == (685, 379)
    assert hrw.log_ratio == pytest.approx(np.log(hrw.estimate / 685))
    assert all(row.log_ratio < 0 for row in report.rows)
    assert report.mean_log_ratio == pytest.approx(np.mean([row.log_ratio for row in report.rows]))
    assert "fall short" in report.verdict
    assert report.to_dict()["rows"][3]["truth"] == 685


def test_independent_lists_are_consistent():
    rng = np.random.default_rng(3)
    histories = counted(seen(np.full((8000, 4), 0.3), rng))
    report = internal_consistency(histories, "mt")
    assert abs(report.mean_log_ratio) < 0.05
    assert report.share_covered >= 0.5
    assert "times the truth" in report.verdict


def test_a_list_that_shares_no_one_cannot_be_checked():
    report = internal_consistency(tables.ARTIFICIAL_3, "mt")
    assert report.rows[2].estimate is None
    assert report.rows[2].warnings == ("none of them is on another list",)
    assert "cannot be checked" in internal_consistency(tables.ARTIFICIAL_3, "mt").verdict


def test_leaving_a_list_out():
    found = leave_one_out(tables.KOSOVO_4, "mt")
    assert [one.change for one in found] == ["all lists", "without EXH", "without ABA", "without OSCE", "without HRW"]
    assert found[0].ratio == 1
    assert found[4].lists == ("EXH", "ABA", "OSCE")
    assert found[4].observed == 4400 - 306
    assert found[4].estimate == pytest.approx(estimate(tables.KOSOVO_4.dropped("HRW"), "mt").estimate)
    assert found[4].ratio == pytest.approx(found[4].estimate / found[0].estimate)


def test_merging_two_lists_keeps_everyone():
    found = merged_pairs(tables.KOSOVO_4, "mt")
    assert len(found) == 1 + 6
    assert {one.observed for one in found} == {4400}
    assert found[1].change == "EXH and ABA merged"
    assert found[1].to_dict()["ratio"] == found[1].ratio


def test_a_method_that_refuses_leaves_its_reason():
    found = leave_one_out(tables.HAV_TAIWAN_3, "sample-coverage", Options(seed=1, bootstrap=20))
    assert found[0].estimate is not None
    assert all(one.estimate is None and "three lists" in one.warnings[-1] for one in found[1:])


def test_a_trajectory_grows_to_the_whole_and_repeats_with_the_seed():
    steps = trajectory(tables.KOSOVO_4, "mt", Options(seed=1), shares=[0.25, 0.5, 1.0])
    assert [one.observed for one in steps] == [1100, 2200, 4400]
    assert steps[-1].estimate == pytest.approx(estimate(tables.KOSOVO_4, "mt").estimate)
    assert steps[-1].ratio == 1
    assert steps == trajectory(tables.KOSOVO_4, "mt", Options(seed=1), shares=[0.25, 0.5, 1.0])
    with pytest.raises(ValueError, match="shares"):
        trajectory(tables.KOSOVO_4, "mt", shares=[0.0])


def test_a_trajectory_by_year():
    rng = np.random.default_rng(0)
    years = rng.choice([2009, 2010, 2011], 3000)
    histories = with_covariates(rng.random((3000, 3)) < 0.3, {"year": years})
    steps = trajectory(histories, "mt", by="year")
    assert [one.change for one in steps] == ["up to year 2009", "up to year 2010", "up to year 2011"]
    assert steps[0].estimate < steps[1].estimate < steps[2].estimate
    assert steps[2].observed == histories.observed
    with pytest.raises(MissingCovariate):
        trajectory(tables.UK_5, "mt", by="year")


def test_two_lists_are_too_few():
    two = CaptureHistories.from_counts("AB", {(1, 0): 4, (0, 1): 3, (1, 1): 2})
    for check in (internal_consistency, leave_one_out, merged_pairs):
        with pytest.raises(TooFewLists):
            check(two, "mt")
