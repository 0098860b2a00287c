"""Counts rounded to multiples of a base, totals adding up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.statistics.disclosure import controlled, table_of
from isonomia.statistics.disclosure.errors import BadRule
from isonomia.statistics.disclosure.rounding import by_chance


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([(5,), (4, 6), (3, 3)]), st.integers(0, 2**30), st.sampled_from([3, 5]))
def test_up_to_two_dimensions_it_is_always_possible_next_door(shape, seed, base):
    """Every count goes to one of the two multiples beside it (Cox and Ernst 1982)."""
    table = table_of(np.random.default_rng(seed).poisson(4, shape))
    rounded = controlled(table, base)
    assert rounded.additive
    assert rounded.furthest < base
    assert not (table.relations @ rounded.values).any()
    assert not (rounded.values % base).any()
    stays = table.values % base == 0
    assert (rounded.values[stays] == table.values[stays]).all()


@pytest.mark.parametrize("seed", range(3))
def test_in_three_dimensions_totals_add_up_too(seed):
    table = table_of(np.random.default_rng(seed).poisson(5, (3, 3, 4)))
    rounded = controlled(table, 5)
    assert rounded.additive
    assert not (table.relations @ rounded.values).any()
    assert rounded.furthest < 10
    assert (rounded.values[table.values == 0] == 0).all()


def test_the_same_table_is_always_rounded_alike():
    table = table_of(np.random.default_rng(5).poisson(9, (6, 6)))
    assert (controlled(table, 5).values == controlled(table, 5).values).all()


def test_by_chance_a_count_stays_what_it_is_on_average():
    table = table_of(np.full(4000, 2))
    rounded = by_chance(table, 5)[:4000]
    assert set(rounded.tolist()) == {0.0, 5.0}
    assert rounded.mean() == pytest.approx(2, abs=0.15)
    assert (by_chance(table, 5) == by_chance(table, 5)).all()
    assert (by_chance(table, 5, salt="another year") != by_chance(table, 5)).any()


def test_a_base_that_changes_nothing():
    with pytest.raises(BadRule, match="give 3 or 5"):
        controlled(table_of([1, 2]), 1)
