"""Small counts hidden so that nothing gives them away."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.errors import FileTooLarge
from isonomia.estimation import BadCount
from isonomia.estimation.suppression import audit, protect, recovered, with_margins


def shown(table):
    return np.where(table.hidden, None, table.counts.astype(object))


def test_a_table_gets_its_margins():
    assert with_margins([[1, 2], [3, 4]]).tolist() == [[1, 2, 3], [3, 4, 7], [4, 6, 10]]


def test_one_small_cell_needs_three_more():
    """The least that hides one cell of a table with totals is a rectangle of four."""
    table = protect([[20, 50, 10], [8, 19, 2], [30, 31, 40]])
    assert table.primary.sum() == 1
    assert table.primary[1, 2]
    assert table.complementary.sum() == 3
    assert table.shown((1, 2)) is None
    assert table.shown((3, 3)) == 210
    assert not recovered(table.exposures)


def test_hiding_only_the_small_cells_is_found_out_by_the_audit():
    counts = with_margins([[20, 50, 10], [8, 19, 2], [30, 31, 40]])
    naive = np.where((counts > 0) & (counts < 5), None, counts.astype(object))
    (exposure,) = audit(naive)
    assert exposure.cell == (1, 2)
    assert exposure.recovered
    assert exposure.lowest == exposure.highest == 2


def test_every_small_cell_may_be_large_for_all_that_is_shown():
    table = protect(np.random.default_rng(3).poisson(5, (3, 4)))
    assert table.primary.any()
    for exposure in audit(shown(table), table.counts):
        if 0 < exposure.count < 5:
            assert exposure.highest is None or exposure.highest >= 5
            assert exposure.lowest < exposure.count


def test_a_row_of_counts():
    table = protect([3, 50, 60])
    assert shown(table).tolist() == [None, None, 60, 113]
    alone = protect([1, 2, 0])
    assert alone.shown((3,)) is None


def test_a_table_without_small_cells_is_left_as_it_is():
    table = protect([[20, 50], [8, 19]])
    assert not table.hidden.any()
    assert table.exposures == ()


def test_zeros_are_not_small():
    assert not protect([[20, 0], [8, 19]]).hidden.any()


def test_only_the_published_margins_are_shown_and_protected():
    """Sex and age each, not both together: two categories of three and forty."""
    counts = [[2, 20], [1, 20]]
    table = protect(counts, published=[(0,), (1,)])
    assert table.unpublished[:2, :2].all()
    assert table.primary[2, 0]
    assert table.shown((2, 0)) is None
    assert table.shown((2, 1)) is None
    assert table.shown((0, 2)) == 22


def test_an_unpublished_small_cell_that_the_margins_give_away_is_protected():
    """All of the second row and the second column is zero but for the corner: the margins say the corner."""
    counts = [[30, 0], [0, 3]]
    table = protect(counts, published=[(0,), (1,)])
    assert not recovered(table.exposures)
    assert table.shown((1, 2)) is None


def test_three_dimensions():
    table = protect(np.random.default_rng(2).poisson(6, (2, 3, 2)))
    assert table.primary.any()
    assert not [one for one in audit(shown(table), table.counts) if one.recovered and 0 < one.count < 5]


def test_a_large_table_is_protected_cell_by_cell(monkeypatch):
    monkeypatch.setattr("isonomia.estimation.suppression.AT_ONCE", 10)
    table = protect([[20, 50, 10], [8, 19, 2], [3, 31, 40]])
    assert table.primary.sum() == 2
    assert not [one for one in audit(shown(table)) if one.recovered and table.primary[one.cell]]


def test_what_is_no_table_of_counts_is_refused():
    with pytest.raises(BadCount):
        protect([[1, -2]])
    with pytest.raises(BadCount):
        protect([[1.5, 2]])
    with pytest.raises(FileTooLarge):
        protect(np.ones((60, 60), dtype=int))


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=2, max_size=3))
@settings(max_examples=25, deadline=None)
def test_no_small_cell_can_ever_be_worked_out(rows):
    """By brute force over all tables of small numbers that agree with what is shown, not by the audit."""
    table = protect(rows)
    public = shown(table)
    unknown = [tuple(map(int, cell)) for cell in np.argwhere(np.equal(public[:-1, :-1], None))]
    if not table.primary.any() or len(unknown) > 4:
        return
    trials = np.tile(np.array(rows), (14 ** len(unknown), 1, 1))
    for cell, values in zip(unknown, np.indices((14,) * len(unknown)).reshape(len(unknown), -1), strict=True):
        trials[:, *cell] = values
    whole = np.concatenate([trials, trials.sum(axis=1, keepdims=True)], axis=1)
    whole = np.concatenate([whole, whole.sum(axis=2, keepdims=True)], axis=2)
    fits = [whole[:, *cell] == public[cell] for cell in np.ndindex(public.shape) if public[cell] is not None]
    agreeing = whole[np.logical_and.reduce(fits)] if fits else whole
    for cell in np.argwhere(table.primary):
        assert len(set(agreeing[:, *cell].tolist())) > 1
