"""A table is its cells and the relations between them, whatever its shape."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.statistics.disclosure.errors import NotAdditive
from isonomia.statistics.disclosure.table import table_of, table_of_cells, with_margins

SHAPES = st.sampled_from([(4,), (3, 4), (1, 3), (2, 3, 2), (2, 2, 2, 2)])


def test_an_array_gets_its_margins():
    assert with_margins([[1, 2], [3, 4]]).tolist() == [[1, 2, 3], [3, 4, 7], [4, 6, 10]]


@settings(max_examples=40, deadline=None)
@given(SHAPES, st.integers(0, 2**30))
def test_every_relation_holds(shape, seed):
    counts = np.random.default_rng(seed).poisson(4, shape)
    table = table_of(counts)
    assert not (table.relations @ table.values).any()
    assert len(table) == np.prod([size + 1 for size in shape])
    assert table.values[-1] == counts.sum()
    assert table.height[-1] == len(shape)


def test_cells_are_named_by_their_places():
    table = table_of([[5, 6], [7, 8]])
    assert table.values[table.keys.index(("1", "Total"))] == 15


@pytest.mark.parametrize("counts", [[[1, -2]], [[1, np.nan]], []])
def test_what_is_no_table_of_counts(counts):
    with pytest.raises(NotAdditive, match="counts from 0"):
        table_of(counts)


PARENTS = ({"theft of cars": "theft", "theft of bicycles": "theft"}, {})
CELLS = {
    ("theft of cars", "Male"): 3, ("theft of cars", "Female"): 4, ("theft of bicycles", "Male"): 5,
    ("theft of bicycles", "Female"): 6, ("fraud", "Male"): 7, ("fraud", "Female"): 8,
}  # fmt: skip


class TestHierarchies:
    def test_totals_of_every_level_are_added(self):
        table = table_of_cells(CELLS, PARENTS)
        values = dict(zip(table.keys, table.values.tolist(), strict=True))
        assert values["theft", "Male"] == 8
        assert values["theft", "Total"] == 18
        assert values["Total", "Total"] == 33
        assert not (table.relations @ table.values).any()

    def test_how_high_a_cell_stands(self):
        table = table_of_cells(CELLS, PARENTS)
        height = dict(zip(table.keys, table.height.tolist(), strict=True))
        assert (height["fraud", "Male"], height["theft", "Male"], height["Total", "Total"]) == (0, 1, 2)

    def test_the_order_of_the_cells_does_not_matter(self):
        one = table_of_cells(CELLS, PARENTS)
        other = table_of_cells(dict(reversed(CELLS.items())), PARENTS)
        assert one.keys == other.keys
        assert (one.values == other.values).all()
        assert abs(one.relations - other.relations).sum() == 0

    def test_a_total_that_is_given_must_be_the_sum(self):
        assert len(table_of_cells(CELLS | {("theft", "Male"): 8}, PARENTS))
        with pytest.raises(NotAdditive, match="theft, Male is 9, its parts add up to 8"):
            table_of_cells(CELLS | {("theft", "Male"): 9}, PARENTS)

    def test_a_hierarchy_that_bites_its_tail(self):
        with pytest.raises(NotAdditive, match="stands above itself"):
            table_of_cells({("a",): 1}, [{"a": "b", "b": "a"}])


def test_what_no_total_links_falls_apart():
    from scipy.sparse import block_diag, csr_array

    from isonomia.statistics.disclosure.table import Table

    one, other = table_of([1, 2]), table_of([3, 4, 5])
    both = Table(
        np.concatenate([one.values, other.values]), csr_array(block_diag([one.relations, other.relations])),
        one.keys + other.keys, np.concatenate([one.height, other.height]),
        np.concatenate([one.outside, other.outside]),
    )  # fmt: skip
    assert sorted(sorted(cells.tolist()) for cells, _ in both.components()) == [[0, 1, 2], [3, 4, 5, 6]]
