"""Chao's lower bound."""

import numpy as np
import pytest
import tables
from hypothesis import given, settings
from hypothesis import strategies as st
from populations import counted, seen

from isonomia.estimation import CaptureHistories, estimate


def test_two_lists_give_lincoln_and_petersen():
    found = estimate(CaptureHistories.from_counts(["A", "B"], {(1, 0): 40, (0, 1): 30, (1, 1): 10}), "chao")
    assert found.estimate == pytest.approx(80 + 40 * 30 / 10)
    assert found.diagnostics["lower_bound"] is True
    assert "lower bound" in found.warnings[0]


def test_infections_in_rome_by_hand():
    """f1 = 403, 545, 621, 205 and f2 = 115: n + sum of products / f2; the fitted bound of Mth is 11,701."""
    found = estimate(tables.HIV_ROME_4, "chao")
    products = 403 * 545 + 403 * 621 + 403 * 205 + 545 * 621 + 545 * 205 + 621 * 205
    assert found.estimate == pytest.approx(1896 + products / 115)
    assert found.estimate == pytest.approx(estimate(tables.HIV_ROME_4, "mth").estimate, rel=0.005)
    assert found.diagnostics["standard_error"] == pytest.approx(1031, rel=0.01)
    low, high = found.intervals["0.95"]
    assert low < found.intervals["0.80"][0] < found.estimate < found.intervals["0.80"][1] < high


def test_the_published_form_for_many_equal_lists_is_a_diagnostic():
    """Chao 1987: n + f1^2 / (2 f2), with its bias-corrected companions."""
    found = estimate(tables.HARE_6, "chao").diagnostics
    assert found["many_equal_lists"] == pytest.approx(68 + 25**2 / 44)
    assert found["equal_lists"] == pytest.approx(68 + 5 / 6 * 25**2 / 44)
    assert found["seen_once_by_list"] == {"c1": 3, "c2": 6, "c3": 5, "c4": 3, "c5": 4, "c6": 4}


def test_nobody_seen_twice_gives_the_corrected_form_and_a_warning():
    found = estimate(
        CaptureHistories.from_counts("ABC", {(1, 0, 0): 5, (0, 1, 0): 4, (0, 0, 1): 3, (1, 1, 1): 1}), "chao"
    )
    assert found.estimate == 13 + 5 * 4 + 5 * 3 + 4 * 3
    assert not found.reportable
    assert any("exactly two lists" in text for text in found.warnings)


def test_it_is_a_lower_bound_where_persons_differ():
    rng = np.random.default_rng(4)
    persons = 40_000
    liking = np.exp(rng.normal(0, 1, persons))
    chances = np.minimum(liking[:, None] * np.array([0.02, 0.05, 0.08, 0.03]), 0.95)
    found = estimate(counted(seen(chances, rng)), "chao")
    assert found.estimate < persons
    assert found.estimate > estimate(counted(seen(chances, rng)), "mt").estimate


@given(st.lists(st.integers(1, 60), min_size=7, max_size=7), st.permutations(range(3)), st.integers(2, 9))
@settings(max_examples=40, deadline=None)
def test_order_of_lists_does_not_matter_and_numbers_scale(row, order, times):
    histories = CaptureHistories(("A", "B", "C"), np.array([0, *row]))
    once = estimate(histories, "chao")
    assert estimate(histories.reordered(["ABC"[j] for j in order]), "chao").estimate == pytest.approx(once.estimate)
    many = estimate(CaptureHistories(("A", "B", "C"), times * np.array([0, *row])), "chao")
    assert many.estimate == pytest.approx(times * once.estimate)
    assert many.diagnostics["standard_error"] == pytest.approx(times**0.5 * once.diagnostics["standard_error"])
