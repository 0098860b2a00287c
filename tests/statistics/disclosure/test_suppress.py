"""What is hidden protects, costs little, and how little is proven."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.statistics.disclosure import Sensitive, audit, by_threshold, suppress, table_of, table_of_cells, verified
from isonomia.statistics.disclosure.errors import NotProtectable
from isonomia.statistics.disclosure.network import network_of
from isonomia.statistics.disclosure.suppress import losses

ALL_SHAPES = [(6,), (4, 4), (1, 4), (2, 3, 2)]


def small(table, *, zeros_shown=True):
    return by_threshold(table.values, 5, lowest=1.0 if zeros_shown else 0.0)


def least_by_trying_all(table, sensitive, weights):
    """The least loss over all patterns of a small table."""
    usable = np.flatnonzero(~sensitive.cells & (table.values > 0))
    best = np.inf
    for count in range(usable.size + 1):
        for some in itertools.combinations(usable, count):
            loss = weights[list(some)].sum()
            if loss < best:
                hidden = sensitive.cells.copy()
                hidden[list(some)] = True
                if not verified(table, hidden, sensitive):
                    best = loss
    return best


def test_one_small_cell_needs_three_more():
    """The least that hides one cell of a two-way table with its totals is a rectangle."""
    table = table_of([[20, 50, 10], [8, 19, 2], [30, 31, 40]])
    pattern = suppress(table, small(table))
    hidden = {table.keys[i] for i in np.flatnonzero(pattern.hidden)}
    assert pattern.primary.sum() == 1
    assert hidden == {("1", "2"), ("1", "0"), ("0", "2"), ("0", "0")}
    assert pattern.loss == 8 + 10 + 20
    assert pattern.gap == 0


def test_the_naive_pattern_is_found_out_and_ours_is_not():
    table = table_of([[20, 50, 10], [8, 19, 2], [30, 31, 40]])
    wanted = small(table)
    assert verified(table, wanted.cells, wanted) == [table.keys.index(("1", "2"))]
    pattern = suppress(table, wanted)
    assert verified(table, pattern.hidden, pattern.sensitive) == []


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(ALL_SHAPES), st.integers(0, 2**30), st.sampled_from([2.0, 5.0, 12.0]))
def test_the_audit_recovers_nothing_and_the_loss_is_not_under_the_bound(shape, seed, mean):
    table = table_of(np.random.default_rng(seed).poisson(mean, shape))
    pattern = suppress(table, small(table), seconds=1)
    found = audit(table, pattern.hidden, low=np.ones(len(table)), wanted=pattern.sensitive)
    narrowed = {one.cell for one in found.exposures if one.status != "safe"}
    # a lone count whose parts are zeros that are shown can only be what the zeros leave
    assert not {cell for cell in narrowed if pattern.sensitive.above[cell] > 0}
    assert not narrowed & set(np.flatnonzero(pattern.secondary).tolist())
    assert pattern.loss >= pattern.bound - 1e-6
    assert not (pattern.secondary & (table.values == 0)).any()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("shape", [(2, 2), (5,)])
def test_no_pattern_is_better(seed, shape):
    table = table_of(np.random.default_rng(seed).poisson(7, shape))
    wanted = small(table)
    pattern = suppress(table, wanted, goal=0.0)
    best = least_by_trying_all(table, pattern.sensitive, losses(table, "value"))
    assert pattern.loss == pytest.approx(best)
    assert pattern.bound <= best + 1e-6


def test_a_table_without_small_cells_is_left_as_it_is():
    table = table_of([[20, 50], [8, 19]])
    pattern = suppress(table, small(table))
    assert not pattern.hidden.any()
    assert (pattern.loss, pattern.bound, pattern.gap) == (0, 0, 0)


def test_zeros_are_shown_unless_they_may_be_hidden():
    """The only way to hide the 3 without hiding totals goes over a zero."""
    table = table_of([[3, 40], [0, 50]])
    shown = suppress(table, small(table))
    assert not shown.hidden[table.values == 0].any()
    assert shown.hidden[table.height > 0].any()
    weights = np.where(table.height > 0, 1000.0, 1.0)
    free = suppress(table, small(table, zeros_shown=False), zeros_shown=False, loss=weights)
    assert verified(table, free.hidden, free.sensitive, zeros_shown=False) == []


def test_a_cell_alone_in_its_row_takes_the_total_with_it():
    table = table_of([3, 0, 0])
    pattern = suppress(table, small(table))
    assert {table.keys[i] for i in np.flatnonzero(pattern.hidden)} == {("0",), ("Total",)}


def test_where_totals_must_stay_what_is_told_is_named():
    """Without zeros and large totals to hide, a small count alone in its row and column is told."""
    table = table_of([[3, 0], [0, 50]])
    keep = table.height > 0
    with pytest.raises(NotProtectable, match="would be found out"):
        suppress(table, small(table), keep=keep)
    bare = suppress(table, small(table), keep=keep, strict=False)
    assert table.keys.index(("0", "0")) in bare.unprotected
    assert suppress(table, small(table)).unprotected == ()


def test_the_cost_decides_what_is_hidden():
    """By value two small cells go rather than one large one; by cells the other way round."""
    table = table_of([[3, 9, 9, 400], [30, 31, 32, 500]])
    by_value, by_cells = (suppress(table, small(table), cost=cost) for cost in ("value", "cells"))
    assert by_value.loss == 9 + 30 + 31
    assert by_cells.secondary.sum() == 3


def test_intervals_are_as_wide_as_asked():
    """A wish of 20 either way for a cell of 100."""
    table = table_of(np.full((4, 4), 100))
    cells = np.zeros(len(table), dtype=bool)
    cells[table.keys.index(("1", "1"))] = True
    wish = np.where(cells, 20.0, 0.0)
    pattern = suppress(table, Sensitive(cells, wish, wish))
    (told,) = (one for one in audit(table, pattern.hidden).exposures if one.key == ("1", "1"))
    assert told.lowest <= 80
    assert told.highest >= 120


def test_amounts_need_not_be_whole():
    values = np.random.default_rng(2).gamma(2.0, 13.7, (5, 5))
    table = table_of(values)
    cells = np.zeros(len(table), dtype=bool)
    cells[[table.keys.index(key) for key in (("1", "1"), ("3", "2"))]] = True
    wish = np.where(cells, table.values * 0.15, 0.0)
    pattern = suppress(table, Sensitive(cells, wish, wish))
    assert verified(table, pattern.hidden, pattern.sensitive) == []
    assert pattern.gap < 0.01


class TestHierarchies:
    PARENTS = (
        {f"{a}{b}": a for a in "pqr" for b in range(3)},
        {"Vienna": "Austria", "Graz": "Austria", "Lyon": "France", "Nice": "France", "Lille": "France"},
    )

    def table(self, seed):
        chance = np.random.default_rng(seed)
        cells = {
            (offence, city): int(chance.poisson(chance.gamma(1.0, 12.0)))
            for offence in self.PARENTS[0]
            for city in self.PARENTS[1]
        }
        return cells, table_of_cells(cells, self.PARENTS)

    @pytest.mark.parametrize("seed", [1])
    def test_two_hierarchies_at_once(self, seed):
        _, table = self.table(seed)
        pattern = suppress(table, small(table), seconds=3)
        assert network_of(table.relations) is None
        assert verified(table, pattern.hidden, pattern.sensitive) == []
        assert 0 <= pattern.gap < 0.25
        # a table whose levels are protected one by one is found out: the rows of one level alone do not do
        lowest = table.height == 0
        assert verified(table, pattern.hidden & lowest, pattern.sensitive)

    def test_the_order_of_the_rows_changes_nothing(self):
        cells, table = self.table(3)
        turned = table_of_cells(dict(reversed(cells.items())), self.PARENTS)
        one, other = suppress(table, small(table)), suppress(turned, small(turned))
        assert one.loss == other.loss
        assert (one.hidden == other.hidden).all()


@pytest.mark.parametrize("shape", [(5, 7), (9,)])
def test_tables_of_up_to_two_dimensions_are_networks(shape):
    network = network_of(table_of(np.ones(shape)).relations)
    assert network is not None
    assert not (network.tail == network.head).any()


def test_a_large_table_is_solved_and_proven():
    """60 x 60 cells with the skew of crime counts."""
    chance = np.random.default_rng(7)
    means = np.outer(chance.lognormal(0, 1, 60), chance.lognormal(0, 1, 60))
    table = table_of(chance.poisson(means * 100 / means.mean()))
    pattern = suppress(table, small(table), seconds=10)
    assert pattern.primary.sum() > 50
    assert pattern.gap <= 0.02
    assert verified(table, pattern.hidden, pattern.sensitive) == []
