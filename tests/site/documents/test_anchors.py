"""What holds a clause in its place: paragraph, verb and first words, whatever else is printed differently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.site.documents.anchors import FIRST_WORDS, Anchor, bare, first_words, quoted


def clause(text: str, verb: str = "Requests", paragraph: str = "op1", language: str = "en") -> dict[str, str]:
    return {"language": language, "paragraph": paragraph, "verb": verb, "text": text}


def test_spaces_case_marks_and_punctuation_do_not_count():
    assert bare("Also  REQUESTS the Office,\n«now»") == bare("also requests the office now")
    assert bare("يُطلب") == bare("يطلب")
    assert bare("加 强") == bare("加强")


def test_an_anchor_holds_the_clause_when_only_its_end_changes():
    before = "requests the Office to continue to support regional networks for judicial cooperation in criminal matters"
    anchor = Anchor.of(clause(before))
    assert anchor.holds(clause(before.replace("in criminal matters", "and to report thereon")))
    assert anchor.holds(clause(before.replace("Office", "Office,")))
    assert not anchor.holds(clause(before.replace("Office", "Secretary-General")))


@pytest.mark.parametrize("change", [{"verb": "Urges"}, {"paragraph": "op2"}, {"language": "fr"}])
def test_verb_paragraph_and_language_count(change):
    anchor = Anchor.of(clause("requests the Office"))
    assert not anchor.holds(clause("requests the Office", **change))


def test_what_a_correction_quotes_ends_with_a_word_and_holds_its_clause():
    text = (
        "Requests the United Nations Office on Drugs and Crime to prepare, in consultation with Member States, a model"
    )
    quote = quoted(text)
    assert text.startswith(quote)
    assert text[len(quote)] in " ,"
    assert bare(text).startswith(bare(quote))
    assert quoted("请联合国") == "请联合国"


@given(st.text(max_size=300))
def test_a_quote_is_enough_for_its_anchor(text):
    quote = quoted(text)
    assert text.startswith(quote)
    assert first_words(quote) == first_words(text)
    assert len(first_words(text)) <= FIRST_WORDS
