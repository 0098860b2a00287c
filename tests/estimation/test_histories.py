"""The data object: what goes in comes out, however lists are named, ordered, merged or dropped."""

import numpy as np
import pytest
import tables
from hypothesis import given
from hypothesis import strategies as st

from isonomia.estimation import CaptureHistories, EmptyList, MissingCovariate, TooFewLists, TooManyLists, UnknownList
from isonomia.estimation.histories import model_name, term_masks


@st.composite
def histories(draw, least=2):
    t = draw(st.integers(least, 5))
    counts = draw(st.lists(st.integers(0, 50), min_size=1 << t, max_size=1 << t))
    counts[0] = 0
    return CaptureHistories(tuple(f"L{j}" for j in range(t)), np.array(counts))


def test_the_published_table_of_the_united_kingdom():
    uk = tables.UK_6
    assert uk.observed == 2744
    assert uk.list_totals == {"LA": 94, "NG": 567, "PF": 1102, "GO": 807, "GP": 336, "NCA": 102}
    assert uk.overlaps()[1, 2] == 65
    assert uk.rows()[0] == ((1, 0, 0, 0, 0, 0), 54)


def test_merging_two_lists_gives_the_table_as_it_was_published_merged():
    merged = tables.UK_6.merged(["PF", "NCA"], "PFNCA")
    assert merged.lists == ("LA", "NG", "PFNCA", "GO", "GP")
    assert (merged.counts == tables.UK_5.counts).all()
    eight = tables.NEW_ORLEANS_8_N185.merged(list("BEFG"), "BEFG")
    assert (eight.reordered(tables.NEW_ORLEANS_5_N185.lists).counts == tables.NEW_ORLEANS_5_N185.counts).all()


@given(histories())
def test_totals_are_the_diagonal_of_the_overlaps(some):
    assert list(some.list_totals.values()) == list(np.diag(some.overlaps()))
    assert sum(count for _, count in some.rows()) == some.observed


@given(histories(least=3), st.randoms())
def test_another_order_of_the_lists_is_the_same_table(some, random):
    names = list(some.lists)
    random.shuffle(names)
    other = some.reordered(names)
    assert other.list_totals == {name: some.list_totals[name] for name in names}
    assert (other.reordered(some.lists).counts == some.counts).all()


@given(histories(least=3))
def test_merging_keeps_every_person_and_dropping_loses_those_of_one_list_only(some):
    first, second = some.lists[:2]
    assert some.merged([first, second]).observed == some.observed
    only = int(some.counts[1])
    assert some.dropped(first).observed == some.observed - only


@given(histories(least=3))
def test_within_a_list_all_its_persons_are_known(some):
    name = some.lists[0]
    inside = some.within(name)
    assert inside.observed == some.list_totals[name] - int(some.counts[1])
    assert inside.lists == some.lists[1:]


def test_strata_add_up_to_the_whole():
    frame = {"a": [1, 1, 0, 1], "b": [0, 1, 1, 1], "sex": ["f", "m", "f", "f"]}
    whole = CaptureHistories.from_frame(frame)
    parts = whole.stratified("sex")
    assert {key: part.observed for key, part in parts.items()} == {("f",): 3, ("m",): 1}
    assert (sum(part.counts for part in parts.values()) == whole.counts).all()
    with pytest.raises(MissingCovariate, match=r"no covariate is called 'age'; the covariates are sex"):
        whole.stratified("age")


def test_a_person_without_the_covariate_is_named_when_it_is_asked_for():
    frame = {"a": [1, 1, 0], "b": [0, 1, 1], "sex": ["f", None, "f"]}
    with pytest.raises(MissingCovariate, match="have no sex"):
        CaptureHistories.from_frame(frame).stratified("sex")


def test_small_cells_are_those_in_which_someone_might_be_recognised():
    assert tables.KOREA_3.small_cells(below=10) == [row for row in tables.KOREA_3.rows() if row[1] < 10]
    assert all(0 < count < 5 for _, count in tables.UK_6.small_cells())


def test_what_is_no_table_of_lists_is_refused():
    with pytest.raises(UnknownList, match="the lists are b, c, d"):
        tables.KOREA_3.dropped("x")
    with pytest.raises(TooFewLists):
        tables.KOREA_3.dropped("b", "c")
    with pytest.raises(TooManyLists):
        CaptureHistories(tuple(map(str, range(21))), np.zeros(4))
    with pytest.raises(EmptyList, match="B caught no one"):
        CaptureHistories.from_counts(["A", "B"], {(1, 0): 4})


def test_counts_cannot_be_changed_behind_the_back_of_a_result():
    with pytest.raises(ValueError, match="read-only"):
        tables.KOREA_3.counts[1] = 7


def test_models_are_named_by_their_maximal_terms():
    assert model_name([0b011, 0b101], 3) == "[12,13]"
    assert model_name([], 3) == "[1,2,3]"
    assert model_name([0b0111, 0b0011, 0b0101, 0b0110], 4) == "[123,4]"
    assert model_name([(1 << 0) | (1 << 9)], 10).startswith("[1.10,2,3")
    assert term_masks(3, 2) == [1, 2, 4, 3, 5, 6]
