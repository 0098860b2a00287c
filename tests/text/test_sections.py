"""Headings: which section each stands in, their ids, levels and paths, alike in every language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.text.grammar import grammar
from isonomia.text.model import LANGUAGES, Heading
from isonomia.text.sections import Sections

NUMBERS = {
    "en": ["I", "II", "A", "B", "1", "2", "C", "III", "A"],
    "fr": ["I", "II", "A", "B", "1", "2", "C", "III", "A"],
    "es": ["I", "II", "A", "B", "1", "2", "C", "III", "A"],
    "ru": ["I", "II", "A", "B", "1", "2", "C", "III", "A"],
    "ar": ["أولا", "ثانيا", "ألف", "باء", "1", "2", "جيم", "ثالثا", "ألف"],
    "zh": ["一", "二", "A", "B", "1", "2", "C", "三", "A"],
}


def tree(language: str, numbers: list[str | None]) -> list[Heading]:
    sections = Sections(grammar(language), set())
    for number in numbers:
        sections.add("Title", (0, 5), number)
    return sections.headings


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_have_the_same_ids_and_levels_in_every_language(language: str) -> None:
    found = tree(language, [*NUMBERS[language]])
    assert [row.id for row in found] == ["h1", "h2", "h2a", "h2b", "h2b1", "h2b2", "h2c", "h3", "h3a"]
    assert [row.level for row in found] == [1, 1, 2, 2, 3, 3, 2, 1, 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_path_shows_the_numbers_as_they_are_printed(language: str) -> None:
    printed = NUMBERS[language]
    found = tree(language, [*printed])
    assert found[4].path == (printed[1], printed[3], printed[4])
    assert found[4].number == printed[4]


def test_arabic_numbers_with_a_vowel_sign_and_beyond_ten_are_known() -> None:
    rules = grammar("ar")
    assert [rules.section_number(word) for word in ("أولاً", "ثانياً", "حادي عشر", "تاسع عشر", "عشرون", "ياء", "4")] == [
        "I", "II", "XI", "XIX", "XX", "J", "4",
    ]  # fmt: skip


def test_a_letter_that_is_a_roman_number_too_goes_on_with_the_letters() -> None:
    found = tree("en", ["I", *"ABCDEFGHI", "II"])
    assert [row.level for row in found] == [1, *[2] * 9, 1]
    assert found[9].id == "h1i"


def test_an_unnumbered_heading_is_counted_and_named_in_the_path() -> None:
    found = tree("en", ["I", None, None])
    assert [(row.id, row.level, row.path) for row in found[1:]] == [
        ("h1u1", 2, ("I", "Title")),
        ("h1u2", 2, ("I", "Title")),
    ]


def test_a_summary_holds_no_section_and_an_annex_closes_all() -> None:
    sections = Sections(grammar("en"), set())
    assert sections.add("Summary", (0, 7), None, level=1, name="summary") == "summary"
    assert sections.add("Introduction", (8, 20), "I") == "h1"
    sections.close()
    assert sections.add("Annex", (21, 26), None, level=1, name="annex") == "annex"
    assert sections.annexes == 1
    assert [row.level for row in sections.headings] == [1, 1, 1]


def test_an_id_that_is_taken_gets_a_suffix() -> None:
    assert [row.id for row in tree("en", ["I", "I", "I"])] == ["h1", "h1-2", "h1-3"]


@given(st.lists(st.sampled_from(["I", "II", "III", "IV", "A", "B", "C", "1", "2", "3", None]), max_size=30))
def test_ids_are_distinct_and_a_level_is_the_length_of_its_path(numbers: list[str | None]) -> None:
    found = tree("en", numbers)
    assert len({row.id for row in found}) == len(found) == len(numbers)
    assert all(row.level == len(row.path) for row in found)
