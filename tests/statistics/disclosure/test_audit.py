"""What an attacker can tell of hidden cells: checked against all tables there are."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from isonomia.statistics.disclosure import audit, by_threshold, table_of, verified
from isonomia.statistics.disclosure.table import Table, with_margins

SHAPES = st.sampled_from([(4,), (3, 3), (2, 4), (2, 2, 2)])


def hidden_in(table, *keys):
    hidden = np.zeros(len(table), dtype=bool)
    hidden[[table.keys.index(key) for key in keys]] = True
    return hidden


def by_all_tables(counts, hidden):
    """The lowest and highest of each hidden cell over every table of whole numbers that agrees with what is shown."""
    full = with_margins(counts).ravel()
    inner = np.flatnonzero(table_of(counts).height == 0)
    unknown = [at for at, place in enumerate(inner) if hidden[place]]
    rest = int(full[-1] - sum(full[place] for place in inner if not hidden[place]))
    ends = {}
    for some in itertools.product(range(rest + 1), repeat=len(unknown)):
        if sum(some) == rest:
            flat = full[inner].copy()
            flat[unknown] = some
            whole = with_margins(flat.reshape(np.shape(counts))).ravel()
            if (whole[~hidden] == full[~hidden]).all():
                for place in np.flatnonzero(hidden):
                    low, high = ends.get(place, (np.inf, -np.inf))
                    ends[place] = (min(low, whole[place]), max(high, whole[place]))
    return ends


@settings(max_examples=60, deadline=None)
@given(SHAPES, st.integers(0, 2**30), st.sampled_from([1.0, 3.0]))
def test_the_ends_are_those_of_all_tables(shape, seed, mean):
    chance = np.random.default_rng(seed)
    counts = chance.poisson(mean, shape)
    table = table_of(counts)
    hidden = chance.random(len(table)) < 0.4
    hidden[-1] = False
    assume(hidden.any() and hidden[table.height == 0].sum() <= 4 and counts.sum() <= 20)
    expected = by_all_tables(counts, hidden)
    found = audit(table, hidden)
    assert {one.cell: (one.lowest, one.highest) for one in found.exposures} == expected
    assert {one.cell for one in found.of("recovered")} == {c for c, (low, high) in expected.items() if low == high}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**30))
def test_flows_and_programmes_tell_the_same(seed):
    """Many cells of a two-way table are judged by flows; the same table with a relation twice is no network."""
    chance = np.random.default_rng(seed)
    table = table_of(chance.poisson(5, (7, 7)))
    hidden = (chance.random(len(table)) < 0.5) & (table.height < 2)
    twice = Table(table.values, _twice(table.relations), table.keys, table.height, table.outside)
    ends = [{e.cell: (e.lowest, e.highest) for e in audit(t, hidden).exposures} for t in (table, twice)]
    assert ends[0] == ends[1]


def _twice(relations):
    from scipy.sparse import csr_array, vstack

    return csr_array(vstack([relations, relations]))


def test_one_hidden_cell_is_told_by_its_total():
    table = table_of([[20, 50, 10], [8, 19, 2], [30, 31, 40]])
    (told,) = audit(table, hidden_in(table, ("1", "2"))).exposures
    assert (told.status, told.lowest, told.highest) == ("recovered", 2, 2)
    assert told.key == ("1", "2")


def test_a_rectangle_is_told_within_what_its_smallest_allows():
    table = table_of([[20, 50], [8, 3]])
    hidden = hidden_in(table, ("0", "0"), ("0", "1"), ("1", "0"), ("1", "1"))
    ends = {one.key: (one.lowest, one.highest) for one in audit(table, hidden).exposures}
    assert ends["1", "1"] == (0, 11)
    assert ends["0", "0"] == (17, 28)


def test_a_hidden_grand_total_has_no_end():
    table = table_of([3, 50])
    told = {one.key: one for one in audit(table, hidden_in(table, ("0",), ("Total",))).exposures}
    assert told["0",].lowest == 0
    assert told["0",].highest is None
    assert told["Total",].lowest == 50


def test_what_is_known_beforehand_narrows():
    """Two cells printed as "<5" that add up to 8 are 4 each."""
    table = table_of([[4, 4, 9], [6, 7, 8]])
    hidden = hidden_in(table, ("0", "0"), ("0", "1"), ("1", "0"), ("1", "1"))
    high = np.where(hidden & (table.values < 5), 4.0, np.inf)
    told = {one.key: one.status for one in audit(table, hidden, high=high).exposures}
    assert told["0", "0"] == told["0", "1"] == "recovered"


def test_whole_numbers_tell_more_than_fractions():
    """Three hidden cells add up to 3 and each is over a half: all are 1, where they are whole."""
    from scipy.sparse import csr_array

    relations = csr_array(np.array([[1.0, 1.0, 1.0, -1.0]]))
    nothing = np.zeros(4, dtype=bool)
    table = Table(np.array([1.0, 1, 1, 3]), relations, (("a",), ("b",), ("c",), ("sum",)), nothing.astype(int), nothing)
    hidden = np.array([True, True, True, False])
    low = np.full(4, 0.5)
    assert {(one.lowest, one.highest) for one in audit(table, hidden, low=low).exposures} == {(1, 1)}
    assert {(one.lowest, one.highest) for one in audit(table, hidden, low=low, whole=False).exposures} == {(0.5, 2)}


def test_totals_that_cannot_be_are_named_and_left_out():
    table = table_of([[2, 3], [4, 5]])
    values = table.values.copy()
    values[table.keys.index(("0", "Total"))] = 1
    broken = Table(values, table.relations, table.keys, table.height, table.outside)
    found = audit(broken, hidden_in(table, ("0", "0")))
    assert found.exposures == ()
    assert found.contradictions


def test_without_hidden_cells_there_is_nothing_to_tell():
    found = audit(table_of([1, 2]), np.zeros(3, dtype=bool))
    assert found.exposures == ()
    assert found.sound


@pytest.mark.parametrize("mean", [2, 6])
def test_verification_agrees_with_the_audit(mean):
    """Of any pattern, not only of good ones, both name the same cells."""
    for seed in range(12):
        chance = np.random.default_rng(seed)
        table = table_of(chance.poisson(mean, (4, 4)))
        wanted = by_threshold(table.values, 5, lowest=1.0)
        hidden = wanted.cells | ((chance.random(len(table)) < 0.25) & (table.values > 0))
        told = audit(table, hidden, low=np.ones(len(table)), wanted=wanted)
        exposed = {one.cell for one in told.exposures if one.status != "safe" and wanted.cells[one.cell]}
        assert set(verified(table, hidden, wanted)) == exposed
