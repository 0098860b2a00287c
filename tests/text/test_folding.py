"""A text folded for comparison: Arabic vowel signs go, digits become 0 to 9, and every span finds its way back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.text.folding import Folding

SIGNS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670\u0640"
LETTERS = "إنالجمعيةتشر كودقر،.46/152"
arabic = st.text(alphabet=LETTERS + SIGNS + "٠١٢٣٤٥٦٧٨٩۴", max_size=60)


def bare(text: str) -> str:
    return Folding(text, "Arabic").text


def test_vowel_signs_and_the_tatweel_go() -> None:
    assert Folding("تُحِيطُ عِلْمًا بـالتَّقرير", "Arabic").text == "تحيط علما بالتقرير"


@pytest.mark.parametrize(
    ("script", "printed", "folded"),
    [
        ("Arabic", "١٩٩١/١٢/١٨", "1991/12/18"),
        ("Arabic", "۱۹۹۱", "1991"),
        ("Han", "第７１／２０９号", "第71／209号"),
        ("Latin", "resolution 71/209", "resolution 71/209"),
    ],
)
def test_digits_of_every_script_become_ascii(script: str, printed: str, folded: str) -> None:
    assert Folding(printed, script).text == folded


def test_other_scripts_keep_their_signs() -> None:
    text = "résolution résolution й"
    assert Folding(text, "Latin").text == text
    assert Folding(text, "Cyrillic").text == text


def test_a_word_found_in_the_folded_text_is_found_in_the_original_with_all_its_signs() -> None:
    original = "وإذ تُشِيرُ إلى قراراتِها"
    folding = Folding(original, "Arabic")
    at = folding.text.index("تشير")
    start, end = folding.back((at, at + 4))
    assert original[start:end] == "تُشِيرُ"
    assert folding.forward((start, end)) == (at, at + 4)


def test_a_span_without_length_stays_so() -> None:
    folding = Folding("تُشِيرُ", "Arabic")
    assert folding.back((0, 0)) == (0, 0)
    assert folding.back((4, 4)) == (7, 7)
    assert folding.back((2, 2)) == (4, 4)


@given(arabic)
def test_nothing_but_signs_is_left_out(original: str) -> None:
    folded = bare(original)
    assert not re.search(f"[{SIGNS}]", folded)
    assert len(folded) == sum(char not in SIGNS for char in original)


@given(arabic, st.data())
def test_a_folded_span_comes_back_and_returns(original: str, data: st.DataObject) -> None:
    folding = Folding(original, "Arabic")
    start = data.draw(st.integers(0, len(folding.text)))
    end = data.draw(st.integers(start, len(folding.text)))
    back = folding.back((start, end))
    assert 0 <= back[0] <= back[1] <= len(original)
    assert bare(original[slice(*back)]) == folding.text[start:end]
    assert folding.forward(back) == (start, end)


@given(arabic, st.data())
def test_a_span_of_the_original_is_found_in_the_folded_text(original: str, data: st.DataObject) -> None:
    folding = Folding(original, "Arabic")
    start = data.draw(st.integers(0, len(original)))
    end = data.draw(st.integers(start, len(original)))
    assert folding.text[slice(*folding.forward((start, end)))] == bare(original[start:end])


@given(arabic)
def test_folding_twice_is_folding_once(original: str) -> None:
    assert bare(bare(original)) == bare(original)


@given(st.text(max_size=60), st.sampled_from(["Han", "Latin", "Cyrillic"]))
def test_without_signs_to_leave_out_spans_are_the_same(original: str, script: str) -> None:
    folding = Folding(original, script)
    assert len(folding.text) == len(original)
    assert folding.forward((0, len(original))) == folding.back((0, len(original))) == (0, len(original))
