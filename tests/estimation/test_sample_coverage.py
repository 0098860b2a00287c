"""Sample coverage, against the published estimates for hepatitis A in Taiwan."""

import numpy as np
import pytest
import tables
from populations import counted, seen

from isonomia.estimation import CaptureHistories, TooFewLists, estimate
from isonomia.estimation.sample_coverage import _points


def test_hepatitis_in_taiwan():
    """Chao and Tsay 1998: 407.004, 970.805, 507.772; standard errors 27.75 and 48.55 from 200 bootstraps."""
    found = estimate(tables.HAV_TAIWAN_3, "sample-coverage", seed=1, bootstrap=1000)
    assert found.diagnostics["independence"]["estimate"] == pytest.approx(407.004, abs=5e-4)
    assert found.diagnostics["high_coverage"]["estimate"] == pytest.approx(970.805, abs=5e-4)
    assert found.diagnostics["low_coverage"]["estimate"] == pytest.approx(507.772, abs=5e-4)
    assert found.diagnostics["coverage"] == pytest.approx(0.5127, abs=1e-4)
    assert found.estimate == found.diagnostics["low_coverage"]["estimate"]
    assert found.diagnostics["independence"]["standard_error"] == pytest.approx(27.75, rel=0.12)
    assert found.diagnostics["low_coverage"]["standard_error"] == pytest.approx(48.55, rel=0.12)
    assert found.diagnostics["high_coverage"]["standard_error"] > 500
    assert found.model == "low coverage"
    assert any("lower bound" in text for text in found.warnings)


def test_the_published_formula_for_three_lists():
    z = {h: int(c) for h, c in tables.HAV_TAIWAN_3.rows()}
    n1, n2, n3 = tables.HAV_TAIWAN_3.list_totals.values()
    both = {
        "12": z[1, 1, 0] + z[1, 1, 1], "13": z[1, 0, 1] + z[1, 1, 1], "23": z[0, 1, 1] + z[1, 1, 1],
    }  # fmt: skip
    coverage = 1 - (z[1, 0, 0] / n1 + z[0, 1, 0] / n2 + z[0, 0, 1] / n3) / 3
    not3 = (z[1, 0, 0] + z[1, 1, 0]) + (z[0, 1, 0] + z[1, 1, 0])
    not2 = (z[1, 0, 0] + z[1, 0, 1]) + (z[0, 0, 1] + z[1, 0, 1])
    not1 = (z[0, 1, 0] + z[0, 1, 1]) + (z[0, 0, 1] + z[0, 1, 1])
    top = (both["12"] + both["13"] + both["23"]) / (3 * coverage)
    pull = not3 * both["12"] / (n1 * n2) + not2 * both["13"] / (n1 * n3) + not1 * both["23"] / (n2 * n3)
    found = estimate(tables.HAV_TAIWAN_3, "sample-coverage", bootstrap=0, seed=1)
    assert found.diagnostics["high_coverage"]["estimate"] == pytest.approx(top / (1 - pull / (3 * coverage)))
    assert found.intervals == {}


def test_a_seed_repeats_every_number():
    one, same, other = (estimate(tables.KOSOVO_4, "sample-coverage", seed=s, bootstrap=50) for s in (3, 3, 4))
    assert one == same
    assert one.intervals != other.intervals
    drawn = estimate(tables.KOSOVO_4, "sample-coverage", bootstrap=50)
    assert estimate(tables.KOSOVO_4, "sample-coverage", bootstrap=50, seed=drawn.seed) == drawn


@pytest.mark.parametrize("lists", [3, 4, 5])
def test_independent_lists_are_estimated_without_bias(lists):
    rng = np.random.default_rng(lists)
    totals = np.array([counted(seen(np.full((3000, lists), 0.3), rng)).counts for _ in range(60)], dtype=float)
    points = _points(totals, lists)[0]
    assert points.mean(axis=0) == pytest.approx([3000] * 3, rel=0.05)


def test_dependence_is_taken_into_account():
    """Persons differ: the independent estimate falls short, that for high coverage is nearer."""
    rng = np.random.default_rng(8)
    odds = np.exp(rng.normal(0, 1, 8000)[:, None] + np.zeros(4))
    found = estimate(counted(seen(odds / (1 + odds), rng)), "sample-coverage", bootstrap=60, seed=1)
    independent = found.diagnostics["independence"]["estimate"]
    assert found.model == "high coverage"
    assert independent < 7600
    assert abs(found.estimate - 8000) < abs(independent - 8000)


def test_two_lists_are_refused():
    with pytest.raises(TooFewLists):
        estimate(CaptureHistories.from_counts("AB", {(1, 0): 4, (0, 1): 3, (1, 1): 2}), "sample-coverage")


def test_lists_that_share_no_one_give_none():
    apart = CaptureHistories.from_counts("ABC", {(1, 0, 0): 40, (0, 1, 0): 30, (0, 0, 1): 10})
    found = estimate(apart, "sample-coverage", seed=1, bootstrap=20)
    assert found.estimate is None
    assert not found.exists


def test_a_list_on_its_own_is_named():
    found = estimate(tables.ARTIFICIAL_3, "sample-coverage", seed=1, bootstrap=20)
    assert any(text.startswith("C shares no person") for text in found.warnings)
