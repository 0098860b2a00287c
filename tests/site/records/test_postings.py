"""Counting by bits gives what counting one by one gives, in both forms, before and after blocks are read again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.site.records import postings
from isonomia.site.records.postings import Few, Many, bits_of, but, flags, numbers_of
from isonomia.site.records.stamps import BLOCK

records = st.integers(1, 5 << BLOCK)
pairs = st.sets(st.tuples(records, st.sampled_from("abcdef")))
FORMS = {
    "few": lambda pairs: Few({code: bits_of([n for n, other in pairs if other == code]) for code in codes_of(pairs)}),
    "many": lambda pairs: Many(sorted(pairs)),
}


def codes_of(pairs):
    return {code for _number, code in pairs}


def by_code(pairs):
    out = {}
    for number, code in sorted(pairs):
        out.setdefault(code, []).append(number)
    return out


def counted(pairs, among):
    found = [code for number, code in pairs if number in among]
    return {code: found.count(code) for code in set(found)}


@given(st.sets(records))
def test_a_number_holds_a_set(numbers):
    bits = bits_of(sorted(numbers))
    assert list(numbers_of(bits)) == sorted(numbers)
    assert bits.bit_count() == len(numbers)
    assert [at for at, flag in enumerate(flags(bits)) if flag] == sorted(numbers)


@pytest.mark.parametrize("form", FORMS)
@given(pairs, st.sets(records))
def test_counts_are_those_of_the_records(form, pairs, among):
    held = FORMS[form](pairs)
    assert held.counts(bits_of(sorted(among))) == counted(pairs, among)
    assert held.counts(-1) == counted(pairs, {number for number, _code in pairs})
    assert set(numbers_of(held.any())) == {number for number, _code in pairs}
    for code in "abcdefg":
        assert set(numbers_of(held.having(code))) == {number for number, other in pairs if other == code}


@pytest.mark.parametrize("form", FORMS)
@given(pairs, pairs, st.sets(st.integers(0, 5)))
def test_blocks_that_are_read_again_are_as_they_are_now(form, before, now, blocks):
    now = {pair for pair in now if pair[0] >> BLOCK in blocks}
    held = FORMS[form](before)
    held.having("a")
    held.counts(-1)  # what was counted last is taken over
    renewed = held.renewed(sorted(blocks), by_code(now))
    wanted = {pair for pair in before if pair[0] >> BLOCK not in blocks} | now
    assert renewed.counts(-1) == counted(wanted, {number for number, _code in wanted})
    assert set(numbers_of(renewed.having("a"))) == {number for number, code in wanted if code == "a"}
    assert held.counts(-1) == counted(before, {number for number, _code in before})


@given(st.sets(st.integers(0, 6)), st.sets(records))
def test_all_bits_but_those_of_blocks(blocks, numbers):
    bits = bits_of(sorted(numbers))
    left = numbers_of(bits & but(blocks, bits.bit_length()))
    assert list(left) == [number for number in sorted(numbers) if number >> BLOCK not in blocks]


def test_a_facet_that_gets_many_codes_changes_its_form(monkeypatch):
    monkeypatch.setattr(postings, "FEW", 3)
    held = postings.postings({code: [at] for at, code in enumerate("abc", 1)})
    assert isinstance(held, Few)
    held = held.renewed([1], {"d": [600]})
    assert isinstance(held, Many)
    assert held.counts(-1) == dict.fromkeys("abcd", 1)
    assert isinstance(postings.postings({code: [1] for code in "abcd"}), Many)
