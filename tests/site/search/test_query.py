"""What can be typed into the box, and what it is told when it makes no query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.site.search.errors import BadQuery
from isonomia.site.search.query import LONGEST_QUERY, MOST_WORDS, PROBLEMS, parse
from isonomia.site.search.terms import Leaf, name_term, read_query

BAD = [
    ("", "empty", None), ("   ", "empty", None), ("\x00\n", "empty", None), ("!!! — …", "nothing-to-find", None), ("ـ", "nothing-to-find", None),
    ('crime and "drugs', "unbalanced-quote", 11), ('crime"', "unbalanced-quote", 6), ("«crime", "unbalanced-quote", 1),
    ('""', "empty-quotes", 1), ('crime " - "', "empty-quotes", 7), ("(crime", "unbalanced-parenthesis", 1),
    ("crime) drugs", "unbalanced-parenthesis", 6), ("crime ()", "empty-parentheses", 7), ("(!)", "empty-parentheses", 1),
    ("crime OR", "lone-operator", 7), ("OR crime", "lone-operator", 1), ("a OR OR b", "lone-operator", 3), ("crime AND", "lone-operator", 7),
    ("AND crime", "lone-operator", 1), ("crime AND OR drugs", "lone-operator", 7), ("(crime OR) drugs", "lone-operator", 8),
    ("crime NOT", "lone-not", 7), ("crime NOT OR drugs", "lone-not", 7), ("-drugs", "only-excluded", 1), ("NOT drugs", "only-excluded", 1),
    ("crime OR -drugs", "only-excluded", 10), ("crime (-drugs)", "only-excluded", 8), ("tra*ing", "star-inside", 4), ("*ing", "star-alone", 1),
    ("crime *", "star-alone", 7), ('"organized crim*"', "star-in-quotes", 16), ("a*", "short-prefix", 1), ("ج*", "short-prefix", 1),
    ("lang:fr crime", "filter", 1), ("crime country:AT", "filter", 7), ("the of and", "only-common", None), ("le", "only-common", None),
    ("и", "only-common", None), ("的", "only-common", None), ("في", "only-common", None), ('"the"', "only-common", None), ("the OR of", "only-common", None),
    ("x" * (LONGEST_QUERY + 1), "too-long", None), ("a1 " * (MOST_WORDS + 1), "too-many-words", None), ("(" * 30 + "x" + ")" * 30, "too-deep", 21),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problem", "at"), BAD)
def test_faults_are_named_and_placed(text, problem, at):
    with pytest.raises(BadQuery) as fault:
        read_query(text)
    assert (fault.value.problem, fault.value.at) == (problem, at)
    assert "{" not in str(fault.value)
    assert ";" in str(fault.value), "says what would be right"


def test_every_fault_has_a_query_that_shows_it():
    assert {problem for _, problem, _ in BAD} == set(PROBLEMS)


def test_the_message_says_where():
    with pytest.raises(BadQuery, match=r"the quote opened at 13 is not closed; add \" after"):
        parse('drugs crime "organized')


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("organized crime", ["organized", "crime"]), ("the crime of it", ["crime"]), ("crime - drugs", ["crime", "drugs"]),
        ("crime,drugs;law", ["crime", "drugs", "law"]), ("腐败、犯罪", ["腐败", "犯罪"]), ("UNODC问题", ["UNODC问题"]), ("l’enquête", ["l’enquête"]),
        ("« crime organisé »", ["crime organisé"]), ("「有组织犯罪」", ["有组织犯罪"]), ("（crime　OR　drugs）", ["crime", "drugs"]), ("1373 (2001)", ["1373", "2001"]),
        ("anti-corruption", ["anti-corruption"]), ("crime*, drugs", ["crime*", "drugs"]), ("traffick＊", ["traffick*"]), ("16:30", ["16", "30"]),
    ],
)  # fmt: skip
def test_what_is_looked_for(text, words):
    assert [leaf.printed for leaf in read_query(text).leaves()] == words


def test_common_words_are_said_and_counted_in_quotes():
    assert read_query("the crime of the state").common == ("the", "of")
    assert read_query('"of the state"').common == ()
    assert read_query("crime -the").common == ()


def test_names_are_the_same_however_they_are_printed():
    assert name_term("Palermo Convention") == name_term("PALERMO  convention,") == "@palermo_convention"
    assert name_term("А/res/76/187") == name_term("A/RES/76/187")
    assert "@76/187" in read_query("crime 76/187").names


def test_leaves_know_where_they_were_typed():
    text = 'crime "drug trade" -law traffick* OR l\'or'
    for leaf in read_query(text).leaves():
        assert isinstance(leaf, Leaf)
        assert text[leaf.start : leaf.end].strip('"') == leaf.printed


@given(st.text(st.characters(), max_size=40) | st.text('ab "()-*ORNTD腐ج«»', max_size=40))
def test_any_text_is_a_query_or_a_fault_that_says_why(text):
    fault = None
    try:
        query = read_query(text)
    except BadQuery as error:
        fault = error
    if fault:
        assert fault.problem in PROBLEMS
        assert fault.at is None or 1 <= fault.at <= len(text)
    else:
        assert query.leaves()
        assert all(row.terms and all(row.terms) for leaf in query.leaves() for row in leaf.rows)
