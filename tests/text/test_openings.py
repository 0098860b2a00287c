"""Where matches can begin: an opening never hides a match, and few places are opened in vain."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.mandates.clauses import VERB, clause_rules, places
from isonomia.text.grammar import grammar
from isonomia.text.model import LANGUAGES
from isonomia.text.openings import Openings, fold, openings

READ = {
    "requests": {"requ"},
    "Re|Urges": {"re", "urge"},
    r"(?:also |further )?notes": {"also", "furt", "note"},
    r"\bat (?:its )?next": {"at i", "at n"},
    "a?b*c+d": {"ab", "ac", "b", "c"},
    "(?:ab)*c": {"ab", "c"},
    "(?:a?b?)*c": {"a", "b", "c"},
    "[xy]z": {"xz", "yz"},
    "(?<!no )go(?= on)": {"go"},
    r"\s+to": {" "},
    r"\d{4}": set("0123456789"),
    "第[一二]届": {"第一届", "第二届"},
    "(?-i:ABC)": {"abc"},
    "(?P<n>ab)(?P=n)": {"ab"},
}
"""Patterns with what they begin with."""
UNKNOWN = ["", "a*", "[^,]x", ".x", r"\wx", "(?:a|)", "(?=a)", "(?!)", "[a-z]x", "(?:[^,]{0,4})a"]
"""Patterns that may begin with anything, or with nothing."""


@pytest.mark.parametrize(("pattern", "heads"), READ.items())
def test_what_a_pattern_begins_with(pattern, heads):
    assert openings(pattern) == heads


@pytest.mark.parametrize("pattern", UNKNOWN)
def test_a_pattern_that_may_begin_anyhow_has_no_openings(pattern):
    assert openings(pattern) is None


def test_a_pattern_with_very_many_openings_has_shorter_ones():
    pattern = "|".join(f"{one}{two}{three}x" for one in "abcdefgh" for two in "abcdefgh" for three in "abcdefgh")
    heads = openings(pattern)
    assert heads == {one + two for one in "abcdefgh" for two in "abcdefgh"}


@given(st.text(st.characters() | st.sampled_from("İıſςKµᲀ\u2003\u00a0\t٣９AaẞǅΣ")))
def test_folding_keeps_places(text):
    assert len(fold(text)) == len(text)


@given(st.text(alphabet="ABabİıſKµ 9\u2003\t٣", max_size=20))
def test_what_compares_equal_without_case_folds_to_one(text):
    for one in text:
        for other in text:
            if re.fullmatch(re.escape(one), other, re.IGNORECASE):
                assert fold(one) == fold(other)


@st.composite
def _patterns(draw):
    """Small patterns of all the elements that the language files use."""
    letter = st.sampled_from("abc")
    inner = st.recursive(
        letter | st.sampled_from([r"\s", r"\d", "[ab]", "[^a]", ".", r"\b", "(?=a)", "(?!b)", "(?<!c)"]),
        lambda part: st.one_of(
            st.lists(part, min_size=1, max_size=3).map("".join),
            st.lists(part, min_size=1, max_size=3).map(lambda parts: "(?:" + "|".join(parts) + ")"),
            part.map(lambda one: f"(?:{one})?"),
            part.map(lambda one: f"(?:{one})*"),
            part.map(lambda one: f"(?:{one}){{1,2}}"),
            part.map(lambda one: f"({one})+?"),
        ),
        max_leaves=8,
    )
    return draw(inner)


@given(_patterns(), _patterns(), st.text("abcAB 1\n", max_size=24), st.data())
def test_what_is_found_is_what_finditer_finds(one, other, text, data):
    forms = [re.compile(pattern, re.IGNORECASE) for pattern in dict.fromkeys((one, other))]
    told = data.draw(st.booleans())  # a pattern of which nothing is known is searched plainly
    found = Openings({form: openings(form.pattern) if told else None for form in forms}).scan(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    expected = [[match.span() for match in form.finditer(text, start, end)] for form in forms]
    for number, form in enumerate(forms):
        assert [match.span() for match in found.finditer(number, start, end)] == expected[number]
        for place in range(start, end):
            assert found.can_begin(number, place) or not form.match(text, place)
            assert place in found.starts(number, start, end) or not form.match(text, place)
    both = sorted(match.span() for match in found.finditer(range(len(forms)), start, end))
    assert both == sorted(span for spans in expected for span in spans)


def test_the_long_patterns_of_all_languages_have_openings():
    """But for the Spanish verbs, of which one begins with any word ("reitera su [enérgico] llamamiento")."""
    plain = {language: clause_rules(language).openings.plain for language in LANGUAGES}
    assert {language: numbers for language, numbers in plain.items() if numbers} == {"es": {VERB}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_match_in_the_samples_is_hidden(language, sample_texts):
    for text in sample_texts(language):
        found = places(text, language)
        patterns = clause_rules(language).openings.patterns
        for number, pattern in enumerate(patterns):
            assert [match.span() for match in found.finditer(number, 0, len(text))] == [
                match.span() for match in pattern.finditer(text)
            ]


@pytest.fixture(scope="module")
def sample_texts():
    from pathlib import Path

    from isonomia.text.folding import Folding
    from isonomia.text.read import read

    folder = Path(__file__).resolve().parents[2] / "samples" / "documents"

    def texts(language: str) -> list[str]:
        script = grammar(language).script
        return [Folding(read(path).text, script).text for path in sorted(folder.glob(f"*.{language}.*"))]

    return texts
