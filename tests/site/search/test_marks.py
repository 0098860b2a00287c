"""What is marked in a text, and the passage that is shown of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.site.search.errors import BadQuery
from isonomia.site.search.marks import passage, spans
from isonomia.site.search.terms import read_query


@pytest.mark.parametrize(
    ("query", "text", "marks"),
    [
        ("crime", "Organized crime, CRIMES and criminals.", ["crime", "CRIMES"]), ("enquête", "L’enquête et les enquetes", ["enquête", "enquetes"]),
        ('"organized crime" -drugs', "organized crime; drugs; crime", ["organized", "crime"]), ("traffick*", "Traffickers in traffic", ["Traffickers"]),
        ("腐败", "预防腐败和腐化", ["腐败"]), ("腐败犯罪", "打击腐\n败犯罪。腐败", ["腐\n败犯罪"]), ("腐", "腐败与防腐", ["腐败", "腐"]),
        ("جريمة", "مكافحة الجَرِيمة المنظمة", ["الجَرِيمة"]), ("منع", "تدابير لمنع الفساد", ["منع"]), ("преступность", "О преступности", ["преступности"]),
        ("76/187", "in A/RES/76/187 and 76/1870", ["A/RES/76/187"]), ("anticorruption", "anti-corruption laws", ["anti-corruption"]),
        ('"anti corruption"', "anti-corruption laws against corruption", ["anti", "corruption"]), ("UNODC问题", "UNODC问题", ["UNODC问题"]), ("the crime", "the crime", ["crime"]),
        ("crime OR drugs", "drugs & crime", ["drugs", "crime"]), ("état", "Les E\u0301tats", ["E\u0301tats"]), ("crime", "", []), ("crime", "nothing", []),
    ],
)  # fmt: skip
def test_marks(query, text, marks):
    assert [text[start:end] for start, end in spans(text, read_query(query))] == marks


def test_a_passage_is_where_different_words_meet():
    text = (
        "crime " * 30
        + "and then nothing of the sort for long. " * 20
        + "organized crime and drugs meet here. "
        + "after that " * 50
    )
    shown = passage(text, read_query("organized crime drugs"), "en")
    assert "organized crime and drugs" in shown.text
    assert shown.before and shown.after  # noqa: PT018
    assert 150 <= len(shown.text) <= 210
    assert [part for part, marked in shown.parts if marked][-3:] == ["organized", "crime", "drugs"]


def test_a_passage_far_into_a_book():
    text = "a line of other things\n" * 20_000 + "organized crime at last\n" + "and so on\n" * 20_000
    shown = passage(text, read_query('"organized crime"'), "en")
    assert [part for part, marked in shown.parts if marked] == ["organized", "crime"]
    assert text[shown.start :].startswith(shown.text)


def test_a_passage_without_hits_is_the_beginning():
    shown = passage("word " * 100, read_query("crime"), "en")
    assert (shown.start, shown.before, shown.after) == (0, False, True)
    assert not any(marked for _, marked in shown.parts)


@pytest.mark.parametrize(
    "text", ["各国应预防腐败。" * 60, "مكافحة الجريمة المنظمة " * 30, "x" * 500 + " crime " + "y" * 500]
)
def test_passages_of_other_scripts_and_of_long_words(text):
    shown = passage(text, read_query("腐败 OR جريمة OR crime"))
    assert any(marked for _, marked in shown.parts)
    assert 0 < len(shown.text) <= 230


WORDS = [
    "crime",
    "organized",
    "L'enquête",
    "腐败",
    "犯",
    "والجريمة",
    "преступности",
    "A/RES/76/187",
    "anti-corruption",
    "e\u0301tat",
    "…",
    "\n",
    "the",
]
text = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=300)
query = st.lists(st.sampled_from([*WORDS, "-law", '"organized crime"', "enq*", "腐", "OR"]), min_size=1, max_size=4).map(" ".join) | st.text(max_size=8)  # fmt: skip


@given(text, query, st.sampled_from([None, "ar", "en", "fr", "zh"]), st.integers(20, 300))
def test_marks_lie_in_the_text_and_do_not_overlap(text, query, language, length):
    try:
        asked = read_query(query)
    except BadQuery:
        return
    found = spans(text, asked, language)
    ends = [0]
    for start, end in found:
        assert ends[-1] <= start < end <= len(text)
        ends.append(end)
    shown = passage(text, asked, language, length=length)
    assert shown.text == text[shown.start : shown.start + len(shown.text)]
    assert shown.before == (shown.start > 0)
    assert shown.after == (shown.start + len(shown.text) < len(text))
    assert len(shown.text) <= max(length + 40, max((end - start for start, end in found), default=0) + length)
    if found:
        assert any(marked for _, marked in shown.parts)
