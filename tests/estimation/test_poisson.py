"""The Poisson fit: where there is a maximum, and where an estimate must be refused."""

import numpy as np
import pytest
import tables
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.estimation.histories import patterns, term_masks
from isonomia.estimation.poisson import face_of, fit


def design(size, terms):
    cells = np.arange(1 << size)
    masks = [0, *(1 << j for j in range(size)), *terms]
    return np.column_stack([(cells & mask == mask).astype(float) for mask in masks])


def test_two_independent_lists_are_lincoln_and_petersen():
    counts = np.array([40.0, 30.0, 10.0])
    found = fit(design(2, [])[1:], counts)
    assert found.exists
    assert np.exp(found.parameters[0]) == pytest.approx(40 * 30 / 10)
    assert found.fitted == pytest.approx(counts)


def test_all_pairs_of_the_korean_lists_have_no_finite_estimate():
    columns = design(3, [3, 5, 6])
    found = fit(columns[1:], tables.KOREA_3.counts[1:].astype(float))
    assert not found.exists
    assert found.expected(columns[:1]) is None


def test_the_artificial_table_of_existence_and_identifiability():
    """Chan, Silverman, Vincent 2021: [12,13,23] is not identifiable, [13,23] is well."""
    counts = tables.ARTIFICIAL_3.counts[1:].astype(float)
    bad, good = design(3, [3, 5, 6]), design(3, [5, 6])
    assert fit(bad[1:], counts).expected(bad[:1]) is None
    told = fit(good[1:], counts).expected(good[:1])
    assert told is not None
    assert told[0] == pytest.approx(40 * 30 / 6)


def test_cells_that_the_likelihood_drives_to_zero_are_found():
    """Lists A and B share no one: with their pair in the model that pair is minus infinity, and N stands."""
    counts = np.array([30.0, 25.0, 0.0, 20.0, 6.0, 5.0, 0.0])
    columns = design(3, [3])
    found = fit(columns[1:], counts)
    assert found.face.tolist() == [True, True, False, True, True, True, False]
    told = found.expected(columns[:1])
    assert told is not None
    assert np.isfinite(told[0])


@given(st.lists(st.integers(0, 30), min_size=7, max_size=7).filter(lambda row: sum(row) > 3))
@settings(max_examples=80, deadline=None)
def test_a_fit_repeats_the_sums_of_its_columns(row):
    """The likelihood equations: the sufficient statistics of the fit are those of the data, existence or not."""
    counts = np.array(row, dtype=float)
    columns = design(3, [3])[1:]
    found = fit(columns, counts)
    assert found.fitted @ columns == pytest.approx(counts @ columns, abs=1e-4)


@given(st.lists(st.integers(0, 3), min_size=15, max_size=15).filter(any), st.sets(st.integers(0, 5)))
@settings(max_examples=60, deadline=None)
def test_the_likelihood_does_not_fall_along_the_direction_of_non_existence(row, chosen):
    counts = np.array(row, dtype=float)
    terms = [mask for mask in term_masks(4, 2) if mask.bit_count() == 2]
    columns = design(4, [terms[j] for j in sorted(chosen)])[1:]
    face, direction = face_of(columns, counts)
    slope = columns @ direction
    assert (np.abs(slope[counts > 0]) < 1e-7).all()
    assert (slope < 1e-7).all()
    assert face.all() == (np.abs(slope).max() < 1e-7)
    assert face[counts > 0].all()


def test_patterns_and_designs_agree_on_the_order_of_cells():
    assert (patterns(3)[:, 1] == design(3, [])[:, 2]).all()
