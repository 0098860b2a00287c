"""Numbers of resolutions and decisions: which stand together, which word governs them, which dates they share."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.text.citations.numbered import numbered_citations
from isonomia.text.citations.scan import Scan
from isonomia.text.symbols import fits_session


@pytest.fixture(scope="session")
def cited(make_document):
    def cite(language: str, sentence: str, **about: object) -> list[tuple[str | None, str | None]]:
        document = make_document(language, sentence, **about)
        found, _ = numbered_citations(Scan(document), document.paragraphs[0].span, "pp1")
        return [(row.target, row.date) for row in found]

    return cite


@pytest.fixture(scope="session")
def warned(make_document):
    def warn(language: str, sentence: str) -> list[str]:
        document = make_document(language, sentence)
        return [row.code for row in numbered_citations(Scan(document), document.paragraphs[0].span, "pp1")[1]]

    return warn


# -- which word governs a number -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence", "target"),
    [
        ("en", "resolution 60/1", "A/RES/60/1"),
        ("en", "Resolution 60/1", "A/RES/60/1"),
        ("en", "decision 55/488", "A/DEC/55/488"),
        ("fr", "résolution 60/1", "A/RES/60/1"),
        ("fr", "décision 55/488", "A/DEC/55/488"),
        ("es", "resolución 60/1", "A/RES/60/1"),
        ("es", "decisión 55/488", "A/DEC/55/488"),
        ("ru", "резолюция 60/1", "A/RES/60/1"),
        ("ru", "решение 55/488", "A/DEC/55/488"),
        ("ar", "القرار 60/1", "A/RES/60/1"),
        ("ar", "المقرر 55/488", "A/DEC/55/488"),
        ("zh", "第60/1号决议", "A/RES/60/1"),
        ("zh", "第55/488号决定", "A/DEC/55/488"),
    ],
)
def test_the_word_beside_a_number_says_resolution_or_decision(cited, language, sentence, target):
    assert cited(language, sentence) == [(target, None)]


def test_a_number_without_a_word_is_none(cited):
    assert cited("en", "Noting the ratio of 60/1 and 68/193,") == []


def test_a_chinese_number_in_its_marks_needs_no_word(cited):
    """A list may leave the word to another line: 第67/186号 can only be a resolution."""
    assert cited("zh", "回顾其第67/186号，") == [("A/RES/67/186", None)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "the draft resolution 68/193"),
        ("fr", "le projet de résolution 68/193"),
        ("es", "el proyecto de resolución 68/193"),
        ("ru", "проект резолюции 68/193"),
        ("ar", "مشروع القرار 68/193"),
        ("zh", "第68/193号决议草案"),
    ],
)
def test_a_draft_is_not_cited_by_its_number(cited, language, sentence):
    assert cited(language, sentence) == []


def test_each_word_governs_its_own_numbers(cited):
    assert cited("en", "its resolutions 60/1 and 68/193 and its decisions 55/488 and 56/400,") == [
        ("A/RES/60/1", None),
        ("A/RES/68/193", None),
        ("A/DEC/55/488", None),
        ("A/DEC/56/400", None),
    ]


def test_a_word_does_not_govern_across_a_sentence(cited):
    assert cited("en", "It adopted the resolution. The ratio was 60/1.") == []
    assert cited("en", "It adopted the resolution; the ratio was 60/1.") == []


def test_titles_may_stand_between_the_numbers_of_a_list(cited):
    sentence = (
        "its resolutions 46/152 on the creation of an effective programme, and 60/1 on the outcome of the Summit,"
    )
    assert cited("en", sentence) == [("A/RES/46/152", None), ("A/RES/60/1", None)]


def test_titles_may_stand_between_date_and_number_in_chinese(cited):
    sentence = "回顾其2013年12月18日关于加强联合国预防犯罪和刑事司法方案的第68/193号决议，"
    assert cited("zh", sentence) == [("A/RES/68/193", "2013-12-18")]


# -- lists, ranges, parts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "resolutions 60/1, 61/2 and 62/3"),
        ("en", "resolutions 60/1 and 61/2, as well as its resolution 62/3"),
        ("fr", "résolutions 60/1, 61/2 et 62/3"),
        ("fr", "résolutions 60/1 et 61/2 ainsi que sa résolution 62/3"),
        ("es", "resoluciones 60/1, 61/2 y 62/3"),
        ("ru", "резолюции 60/1, 61/2 и 62/3"),
        ("ar", "القرارات 60/1 و 61/2 و 62/3"),
        ("zh", "第60/1号、第61/2号和第62/3号决议"),
        ("zh", "第60/1、61/2和62/3号决议"),
    ],
)
def test_a_list_is_cited_whole(cited, language, sentence):
    assert cited(language, sentence) == [("A/RES/60/1", None), ("A/RES/61/2", None), ("A/RES/62/3", None)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "resolutions 51/211 A to C"),
        ("en", "resolutions 51/211 A-C"),
        ("en", "resolutions 51/211 A–C"),
        ("fr", "résolutions 51/211 A à C"),
        ("es", "resoluciones 51/211 A a C"),
    ],
)
def test_a_range_of_parts_is_each_of_them(cited, language, sentence):
    assert [target for target, _ in cited(language, sentence)] == [f"A/RES/51/211{letter}" for letter in "ABC"]


@pytest.mark.parametrize("printed", ["34/83 A", "34/83A"])
def test_a_part_belongs_to_its_number(cited, printed):
    assert cited("en", f"resolution {printed} of 11 December 1979") == [("A/RES/34/83A", "1979-12-11")]


def test_a_word_that_begins_with_a_capital_is_no_part(cited):
    assert cited("en", "resolution 60/1 Adopting the outcome") == [("A/RES/60/1", None)]


@pytest.mark.parametrize(("letter", "part"), [("ألف", "A"), ("باء", "B"), ("جيم", "C"), ("دال", "D")])
def test_arabic_spells_the_letter_of_a_part(cited, letter, part):
    assert cited("ar", f"القرار 48/13 {letter} المؤرخ 16 كانون الأول/ديسمبر 1993") == [
        (f"A/RES/48/13{part}", "1993-12-16")
    ]


# -- dates ---------------------------------------------------------------------------------------------------------


def test_a_list_shares_the_date_behind_it(cited):
    assert cited("en", "its resolutions 68/186 and 68/193 of 18 December 2013") == [
        ("A/RES/68/186", "2013-12-18"),
        ("A/RES/68/193", "2013-12-18"),
    ]


def test_a_shared_date_is_not_given_to_a_number_of_another_session(cited):
    """The text prints no date for 67/186; the one behind 68/193 cannot be its own."""
    assert cited("en", "its resolutions 67/186 and 68/193 of 18 December 2013") == [
        ("A/RES/67/186", None),
        ("A/RES/68/193", "2013-12-18"),
    ]


def test_a_date_before_a_chinese_list_is_shared_as_far_as_it_fits(cited):
    assert cited("zh", "其2013年12月18日第68/186号、第68/193号和第69/196号决议") == [
        ("A/RES/68/186", "2013-12-18"),
        ("A/RES/68/193", "2013-12-18"),
        ("A/RES/69/196", None),
    ]


def test_each_number_keeps_its_own_date(cited):
    assert cited("en", "its resolutions 67/186 of 20 December 2012 and 68/193 of 18 December 2013") == [
        ("A/RES/67/186", "2012-12-20"),
        ("A/RES/68/193", "2013-12-18"),
    ]


def test_a_date_behind_the_list_goes_no_further_back_than_the_date_before_it(cited):
    assert cited("en", "its resolutions 68/186 of 17 December 2013, 68/190 and 68/193 of 18 December 2013") == [
        ("A/RES/68/186", "2013-12-17"),
        ("A/RES/68/190", "2013-12-18"),
        ("A/RES/68/193", "2013-12-18"),
    ]


def test_a_date_in_the_next_sentence_is_not_the_numbers(cited):
    assert cited("en", "It recalled its resolution 68/193. On 18 December 2013 it met.") == [("A/RES/68/193", None)]
    assert cited("en", "its resolution 68/193; the meeting of 18 December 2013") == [("A/RES/68/193", None)]


def test_an_arabic_list_in_the_dual_shares_its_date(cited):
    assert cited("ar", "قراريها 68/186 و 68/193 المؤرخين 18 كانون الأول/ديسمبر 2013") == [
        ("A/RES/68/186", "2013-12-18"),
        ("A/RES/68/193", "2013-12-18"),
    ]


@pytest.mark.parametrize(
    "between",
    [" of the Commission on Narcotic Drugs of 22 March 2019", " of the Commission on Narcotic Drugs, of 22 March 2019"],
)
def test_the_name_of_a_body_may_stand_between_a_number_and_its_date(cited, between):
    assert cited("en", f"resolution 62/1{between}") == [("CND/RES/62/1", "2019-03-22")]


# -- number and date that disagree ---------------------------------------------------------------------------------


def test_a_date_beside_a_number_of_another_session_is_warned_of(warned):
    assert warned("en", "its resolution 68/193 of 18 December 2014") == ["number-date-disagree"]


def test_a_date_that_fits_is_not(warned):
    assert warned("en", "its resolution 68/193 of 18 December 2013") == []


def test_the_date_of_another_bodys_resolution_is_not_measured_by_the_assemblys_sessions(warned):
    assert (
        warned("en", "resolution 27/5 of 18 May 2018 of the Commission on Crime Prevention and Criminal Justice") == []
    )
    assert warned("en", "Security Council resolution 1373 (2001) of 28 September 2001") == []


def test_resolutions_of_the_roman_sessions_are_not_measured(warned):
    assert warned("en", "its resolution 2758 (XXVI) of 25 October 1971") == []


@settings(max_examples=80, deadline=None)
@given(
    session=st.integers(31, 110),
    number=st.integers(1, 400),
    year=st.integers(1976, 2056),
    month=st.sampled_from([("January", 1), ("May", 5), ("September", 9), ("December", 12)]),
)
def test_the_warning_stands_exactly_where_an_assembly_date_leaves_its_session(
    make_document, session, number, year, month
):
    """Whatever target a number gets, an A/RES with a date outside its session is warned of and no other."""
    document = make_document("en", f"Recalling its resolution {session}/{number} of 10 {month[0]} {year},", date=None)
    (row,), warnings = numbered_citations(Scan(document), document.paragraphs[0].span, "pp1")
    assert row.date == f"{year}-{month[1]:02d}-10"
    outside = (row.target or "").startswith("A/RES/") and not fits_session(session, row.date)
    assert [warning.code for warning in warnings] == ["number-date-disagree"] * outside
    if fits_session(session, row.date):
        assert row.target == f"A/RES/{session}/{number}"
