"""Which subjects of the closed list a clause is about: terms, weak terms, cited instruments and named bodies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.mandates.topics import STRONG, find_topics, topic_mentions
from isonomia.registers import topics
from isonomia.registers.surfaces import Mention


def term(id: str, *, weak: bool = False) -> Mention:
    return Mention(0, 1, (id,), weak)


def shown(text: str, language: str) -> tuple[str, ...]:
    return find_topics(topic_mentions(text, language), (), ())


@pytest.mark.parametrize(
    ("language", "text", "topic"),
    [
        ("en", "combating trafficking in persons", "trafficking_in_persons"),
        ("en", "action against money-laundering", "money_laundering"),
        ("fr", "la lutte contre la traite des personnes", "trafficking_in_persons"),
        ("fr", "la lutte contre le blanchiment d’argent", "money_laundering"),
        ("es", "la lucha contra la trata de personas", "trafficking_in_persons"),
        ("es", "la lucha contra el blanqueo de dinero", "money_laundering"),
        ("ru", "борьба с торговлей людьми", "trafficking_in_persons"),
        ("ru", "борьба с отмыванием денег", "money_laundering"),
        ("ar", "مكافحة الاتجار بالأشخاص", "trafficking_in_persons"),
        ("ar", "مكافحة غسل الأموال", "money_laundering"),
        ("zh", "打击贩运人口行为", "trafficking_in_persons"),
        ("zh", "打击洗钱", "money_laundering"),
    ],
)
def test_a_term_shows_its_topic_in_every_language(language, text, topic):
    assert topic in shown(text, language)


def test_a_text_without_terms_has_no_topic():
    assert shown("to continue the work and to report on it", "en") == ()


def test_the_topics_of_the_annotation_are_all_there():
    """The closed list of the hand annotation."""
    closed = (
        "introduction ccpcj_congress sdg un_coordination organized_crime ratification international_cooperation"
        " trafficking_in_persons smuggling_of_migrants firearms drugs money_laundering border_control corruption"
        " asset_recovery illicit_financial_flows terrorism crime_prevention justice_reform judicial_integrity prisons"
        " legal_aid victims violence_against_women children education technical_assistance data_research forensics"
        " piracy cybercrime cultural_property wildlife governance programming evaluation finance recommendations"
    )
    assert set(closed.split()) == set(topics())


def test_a_strong_term_suffices():
    assert find_topics([term("drugs")], (), ()) == ("drugs",)


def test_weak_terms_need_company():
    assert find_topics([term("drugs", weak=True)] * 2, (), ()) == ()
    assert find_topics([term("drugs", weak=True)] * 3, (), ()) == ("drugs",)


def test_a_cited_instrument_needs_one_term_beside_it():
    assert "corruption" in topics()
    assert "UNCAC" in topics()["corruption"].instruments
    assert find_topics([], ["UNCAC"], ()) == ()
    assert find_topics([term("corruption", weak=True)], ["UNCAC"], ()) == ("corruption",)


def test_a_named_body_counts_like_a_cited_instrument():
    body = topics()["drugs"].bodies[0]
    assert find_topics([], (), [body]) == ()
    assert find_topics([term("drugs", weak=True)], (), [body]) == ("drugs",)


def test_the_topic_with_most_evidence_comes_first():
    assert find_topics([term("drugs"), term("prisons"), term("prisons")], (), ()) == ("prisons", "drugs")


def test_of_equal_evidence_the_closed_lists_order_decides():
    order = list(topics())
    late, early = order[-1], order[0]
    assert find_topics([term(late), term(early)], (), ()) == (early, late)


@given(st.lists(st.tuples(st.sampled_from(sorted(topics())), st.booleans()), max_size=30))
def test_topics_are_distinct_and_each_has_its_points(evidence):
    found = find_topics([term(id, weak=weak) for id, weak in evidence], (), ())
    assert len(found) == len(set(found))
    points = {id: sum(1 if weak else STRONG for other, weak in evidence if other == id) for id in topics()}
    assert set(found) == {id for id, count in points.items() if count >= STRONG}
    assert [points[id] for id in found] == sorted((points[id] for id in found), reverse=True)


def test_mentions_keep_their_places():
    text = "combating money-laundering"
    mentions = topic_mentions(text, "en")
    assert mentions
    assert any(text[m.start : m.end].startswith("money") for m in mentions)
