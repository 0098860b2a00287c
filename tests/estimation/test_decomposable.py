"""Averaging over decomposable graphs: the number of graphs, the published posteriors, what does not change them."""

import numpy as np
import pytest
import tables

from isonomia.estimation import CaptureHistories, TooFewLists, TooManyLists
from isonomia.estimation.decomposable import decomposable
from isonomia.estimation.estimating import Options
from isonomia.estimation.graphs import decomposable_graphs

SEED = Options(seed=1)


@pytest.mark.parametrize(("size", "graphs"), [(3, 8), (4, 61), (5, 822), (6, 18154)])
def test_the_graphs_are_all_chordal_graphs(size, graphs):
    """Counts of labelled chordal graphs: OEIS A058862."""
    found = decomposable_graphs(size)
    assert len(found.edges if hasattr(found, "edges") else found) == graphs


@pytest.mark.parametrize(
    ("histories", "delta", "low", "median", "high"),
    [
        (tables.KOSOVO_4, None, 9827, 12595, 16544),
        (tables.UK_5, None, 10387, 22990, 33510),
        (tables.MADIGAN_YORK_5, 0.5, 588, 616, 655),
        (tables.SPINA_BIFIDA_3, 1.0, 682, 732, 798),
    ],
)
def test_the_posteriors_of_the_r_package(histories, delta, low, median, high):
    """Within one per cent of dga 2.0 (Johndrow, Lum, Ball)."""
    found = decomposable(histories, SEED, delta=delta)
    assert found.estimate == pytest.approx(median, rel=0.01)
    assert found.intervals["0.95"] == pytest.approx((low, high), rel=0.01)
    assert found.intervals["0.95"][0] < found.intervals["0.80"][0] < found.estimate < found.intervals["0.80"][1]


def test_two_peaks_are_told_and_the_figure_is_not_to_be_reported():
    found = decomposable(tables.UK_5, SEED)
    assert not found.reportable
    assert "2 peaks" in found.warnings[0]
    assert len(found.diagnostics["peaks"]) == 2


def test_six_lists_are_gone_through():
    found = decomposable(tables.UK_6, SEED)
    assert found.diagnostics["graphs_considered"] == 18154
    assert 10_000 < found.estimate < 40_000


def test_another_order_of_the_lists_is_the_same_posterior():
    one = decomposable(tables.KOSOVO_4, SEED)
    other = decomposable(tables.KOSOVO_4.reordered(("HRW", "OSCE", "EXH", "ABA")), SEED)
    assert one.estimate == other.estimate
    assert one.intervals == other.intervals


def test_it_says_for_how_many_lists_it_is():
    two = CaptureHistories.from_counts(["A", "B"], {(1, 0): 9, (0, 1): 8, (1, 1): 3})
    with pytest.raises(TooFewLists, match="use independence"):
        decomposable(two, SEED)
    with pytest.raises(TooManyLists, match="3 to 6"):
        decomposable(tables.NEW_ORLEANS_8_N185, SEED)
    with pytest.raises(ValueError, match="delta"):
        decomposable(tables.KOREA_3, SEED, delta=0)


def test_lists_that_share_no_one_give_no_number():
    apart = CaptureHistories(("A", "B", "C"), np.array([0, 20, 30, 0, 25, 0, 0, 0]))
    found = decomposable(apart, SEED)
    assert found.estimate is None or not found.reportable
    assert found.warnings
