"""Numbers of sections and labels of items: what they are worth, what follows what, and how they stand in an id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.text.numerals import han, item_id, place, plain, roman, style, value
from isonomia.text.readers.counting import chinese
from isonomia.text.readers.counting import roman as written_roman

LATIN = "abcdefghijklmnopqrstuvwxyz"
RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
SMALL_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]

# --- values ----------------------------------------------------------------------------------------------------------


@given(st.integers(min_value=1, max_value=399))
def test_a_roman_numeral_is_worth_what_it_was_written_for(number: int) -> None:
    written = written_roman(number)
    assert roman(written) == (number if not written.startswith("CD") else None)


@pytest.mark.parametrize("text", ["", "IIII", "VX", "IC", "XM", "M", "iv", "IV.", "ABC", "IVI"])
def test_what_is_no_roman_numeral(text: str) -> None:
    assert roman(text) is None


@given(st.integers(min_value=1, max_value=99))
def test_a_chinese_numeral_is_worth_what_it_was_written_for(number: int) -> None:
    assert han(chinese(number)) == number


@pytest.mark.parametrize("text", ["", "百", "一二", "十十", "第一", "1", "〇"])
def test_what_is_no_chinese_numeral_up_to_99(text: str) -> None:
    assert han(text) is None


@pytest.mark.parametrize(
    ("number", "kind", "rank"),
    [("12", "digit", 12), ("四", "han", 4), ("XIV", "roman", 14), ("B", "letter", 2), ("H", "letter", 8)],
)
def test_the_style_of_a_section_number_and_its_rank(number: str, kind: str, rank: int) -> None:
    assert style(number) == kind
    assert value(number, kind) == rank


def test_a_single_letter_may_be_a_numeral_and_has_a_rank_as_either() -> None:
    assert style("I") == style("C") == "roman"
    assert (value("I", "roman"), value("I", "letter")) == (1, 9)
    assert (value("C", "roman"), value("C", "letter")) == (100, 3)


@pytest.mark.parametrize(
    ("number", "kind"), [("IV", "digit"), ("4", "roman"), ("A", "han"), ("AB", "letter"), ("4", "letter")]
)
def test_a_number_has_no_rank_in_a_style_that_it_is_not_written_in(number: str, kind: str) -> None:
    assert value(number, kind) is None


@pytest.mark.parametrize(
    ("printed", "in_id"), [("四", "4"), ("十二", "12"), ("IV", "4"), ("7", "7"), ("A", "a"), ("B", "b")]
)
def test_a_section_number_stands_in_an_id_as_digits_or_small_letter(printed: str, in_id: str) -> None:
    assert plain(printed) == in_id


# --- items -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "labels",
    [
        list(LATIN),
        list(RUSSIAN),
        list(ABJAD),
        SMALL_ROMAN,
        [str(n) for n in range(1, 13)],
        [chinese(n) for n in range(1, 25)],
        [*LATIN, "aa", "bb", "cc"],
    ],
    ids=["Latin", "Russian", "abjad", "Roman", "digits", "Chinese", "beyond z"],
)
def test_items_in_order_stay_on_one_level(labels: list[str]) -> None:
    path: tuple[str, ...] = ()
    for label in labels:
        path = place(label, list(path))
        assert path == (label,)


def test_a_first_label_opens_a_level_and_a_following_one_closes_those_below() -> None:
    steps = [
        ("a", ("a",)), ("b", ("b",)), ("i", ("b", "i")), ("ii", ("b", "ii")), ("a", ("b", "ii", "a")),
        ("iii", ("b", "iii")), ("c", ("c",)), ("i", ("c", "i")), ("d", ("d",)),
    ]  # fmt: skip
    path: tuple[str, ...] = ()
    for label, expected in steps:
        path = place(label, list(path))
        assert path == expected


def test_an_i_behind_h_is_the_letter_and_behind_any_other_the_numeral() -> None:
    assert place("i", ["h"]) == ("i",)
    assert place("i", ["c"]) == ("c", "i")
    assert place("j", ["i"]) == ("j",)
    assert place("ii", ["c", "i"]) == ("c", "ii")


@pytest.mark.parametrize(("label", "items"), [("b", []), ("d", ["a"]), ("c", ["a"]), ("iv", ["a", "i"]), ("г", ["а"])])
def test_a_label_that_follows_from_nothing_is_no_item(label: str, items: list[str]) -> None:
    assert place(label, items) == ()


def test_arabic_items_begin_with_alif_with_or_without_hamza() -> None:
    assert place("ا", []) == ("ا",)
    assert place("ب", ["ا"]) == ("ب",)
    assert item_id("ا") == item_id("أ") == "a"


def test_cyrillic_letters_typed_for_latin_ones_count_as_these() -> None:
    path: tuple[str, ...] = ()
    ids = []
    for label in ["a", "b", "с", "d", "е", "f"]:  # с and е are Cyrillic
        path = place(label, list(path))
        ids.append(item_id(path[-1]))
    assert ids == ["a", "b", "c", "d", "e", "f"]


def test_cyrillic_letters_in_a_cyrillic_list_are_themselves() -> None:
    path: tuple[str, ...] = ()
    ids = []
    for label in ["а", "б", "в", "г", "д", "е", "ж"]:
        path = place(label, list(path))
        ids.append(item_id(path[-1]))
    assert ids == ["a", "b", "c", "d", "e", "f", "g"]


@pytest.mark.parametrize("alphabet", [LATIN, RUSSIAN[:26], ABJAD[:26], [chinese(n) for n in range(1, 27)]])
def test_an_item_has_the_same_id_in_every_language(alphabet: str | list[str]) -> None:
    assert [item_id(label) for label in alphabet] == list(LATIN)


def test_beyond_z_the_letters_of_an_id_are_doubled() -> None:
    assert item_id(RUSSIAN[26]) == "aa"
    assert item_id("bb") == "bb"
    assert item_id(chinese(28)) == "bb"


@pytest.mark.parametrize("label", [*SMALL_ROMAN, "1", "12"])
def test_numerals_and_digits_stay_in_an_id_as_they_are(label: str) -> None:
    assert item_id(label) == label


@given(st.text(alphabet=LATIN + RUSSIAN + ABJAD + "一二三十0123456789", min_size=1, max_size=3), st.lists(st.sampled_from(
    [*LATIN[:4], *RUSSIAN[:4], *ABJAD[:4], "i", "ii", "1", "一"]), max_size=3))  # fmt: skip
def test_a_place_is_the_label_below_a_part_of_the_path_before_it(label: str, items: list[str]) -> None:
    path = place(label, items)
    assert path == () or list(path[:-1]) == items[: len(path) - 1]
    assert path == () or item_id(path[-1])


@pytest.mark.parametrize("text", ["²", "⁵", "①"])
def test_raised_and_circled_digits_are_no_section_numbers(text: str) -> None:
    assert style(text) == "letter"
    assert value(text, "digit") is None
    assert place(text, ["1"]) == ()
