"""Which cells are sensitive by each rule, and how wide they must stay."""

import numpy as np
import pytest

from isonomia.statistics.disclosure import by_dominance, by_p_percent, by_threshold
from isonomia.statistics.disclosure.errors import BadRule


def test_small_counts_are_sensitive_and_zeros_are_not():
    found = by_threshold([0, 1, 4, 5, 60], 5)
    assert found.cells.tolist() == [False, True, True, False, False]


def test_a_small_count_must_be_possibly_the_threshold_and_possibly_lower():
    found = by_threshold([1, 3], 5)
    assert found.above.tolist() == [4, 2]
    assert found.below.tolist() == [1, 1]


def test_where_zeros_are_shown_everyone_knows_that_a_hidden_one_is_no_less():
    assert by_threshold([1, 3], 5, lowest=1.0).below.tolist() == [0, 1]


def test_a_sum_with_few_contributors_is_sensitive_however_large():
    found = by_threshold([900.0, 900.0, 0.0], 3, contributors=[2, 3, 0])
    assert found.cells.tolist() == [True, False, False]
    assert found.above[0] == pytest.approx(90)


def test_dominance():
    """80 of 100 by one is more than 75 per cent; 70 is not."""
    found = by_dominance([100, 100], [[80], [70]], n=1, k=75)
    assert found.cells.tolist() == [True, False]
    # 80 of 106.7 is 75 per cent
    assert found.above[0] == pytest.approx(80 / 0.75 - 100)
    assert by_dominance([100], [[50, 45]], n=2, k=90).cells.tolist() == [True]


def test_p_percent():
    """Of 100 with 80 and 15 there remain 5: the second can tell the first within 5, which is under 10 % of 80."""
    found = by_p_percent([100, 100], [[80, 15], [60, 20]], p=10)
    assert found.cells.tolist() == [True, False]
    assert found.above[0] == pytest.approx(8 - 5)


def test_rules_together_ask_for_the_wider():
    both = by_threshold([4, 100], 5) | by_dominance([4, 100], [[4], [90]], k=75)
    assert both.cells.tolist() == [True, True]
    assert both.above.tolist() == pytest.approx([4 / 0.75 - 4, 20])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: by_threshold([1], 0), "hides nothing"),
        (lambda: by_dominance([1], [[1]], n=2), "the 2 largest"),
        (lambda: by_dominance([1], [[1]], k=120), "between 0 and 100"),
        (lambda: by_p_percent([1], [[1, 0]], p=0), "protects nothing"),
        (lambda: by_p_percent([9], np.array([[3, 4]])), "largest first"),
    ],
)
def test_rules_that_cannot_be(call, says):
    with pytest.raises(BadRule, match=says):
        call()
