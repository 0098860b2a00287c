"""The closed list of topics as data: whole, consistent, and shown by real sentences in six languages."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "src" / "isonomia" / "registers"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
CLOSED = """
introduction ccpcj_congress sdg un_coordination organized_crime ratification international_cooperation
trafficking_in_persons smuggling_of_migrants firearms drugs money_laundering border_control corruption asset_recovery
illicit_financial_flows terrorism crime_prevention justice_reform judicial_integrity prisons legal_aid victims
violence_against_women children education technical_assistance data_research forensics piracy cybercrime
cultural_property wildlife governance programming evaluation finance recommendations
"""
EVERYWHERE = {
    "en": ["crime prevention and criminal justice", "Member States", "United Nations Office on Drugs and Crime"],
    "fr": ["prévention du crime et justice pénale", "États Membres"],
    "es": ["prevención del delito y justicia penal", "Estados Miembros"],
    "ru": ["предупреждения преступности и уголовного правосудия", "государства-члены"],
    "zh": ["预防犯罪和刑事司法", "会员国", "联合国毒品和犯罪问题办公室"],
    "ar": ["منع الجريمة والعدالة الجنائية", "الدول الأعضاء"],
}
"""What stands in nearly every document of the programme, so that it shows no topic."""


def table(prefix: str, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for path in sorted(FOLDER.glob(f"{prefix}*.toml")):
        found += tomllib.loads(path.read_text(encoding="utf-8"))[key]
    return found


@cache
def topics() -> tuple[dict[str, Any], ...]:
    return tuple(table("topics", "topic"))


def shows(term: str, text: str, language: str) -> bool:
    source = re.escape(term).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    if term[0].lower() != term[0].upper():
        source = f"[{term[0].lower()}{term[0].upper()}]" + source[len(re.escape(term[0])) :]
    if language == "ar":
        article = "(?:ال|ل)" if term.startswith("ال") else ""
        source = rf"(?<!\w)[وفبلك]{{0,2}}{article}{source[2:] if article else source}"
    elif language != "zh":
        source = rf"(?<!\w){source}(?!\w)"
    return re.search(source, text) is not None


def shown(text: str, language: str) -> set[str]:
    return {topic["id"] for topic in topics() if any(shows(term, text, language) for term in topic["terms"][language])}


def test_the_topics_are_the_closed_list_in_its_order() -> None:
    assert [topic["id"] for topic in topics()] == CLOSED.split()


def test_topics_hold_known_keys_and_labels_in_six_languages() -> None:
    for topic in topics():
        assert set(topic) == {"id", "label", "terms", "weak", "instruments", "bodies"}, topic["id"]
        assert set(topic["label"]) == set(LANGUAGES), topic["id"]
        assert all(label.strip() for label in topic["label"].values()), topic["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_enough_terms_and_not_too_many(language: str) -> None:
    for topic in topics():
        assert 4 <= len(topic["terms"][language]) <= 25, topic["id"]
        assert topic["weak"][language], topic["id"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_follow_the_conventions_of_matching(language: str) -> None:
    for topic in topics():
        strong, weak = topic["terms"][language], topic["weak"][language]
        assert len(set(strong)) == len(strong), topic["id"]
        assert not set(strong) & set(weak), topic["id"]
        for term in (*strong, *weak):
            where = f"{topic['id']} {term}"
            assert term == " ".join(term.split()), where
            assert not re.search(r"^\*|\s\*|\*\*|\*\w|[«»“”\"《》]", term), where
            words = re.findall(r"\w+", term)
            assert not any(re.search("[A-Za-z]", word) and re.search("[\u0400-\u04ff]", word) for word in words), where
            assert language != "zh" or " " not in term, where


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_shows_two_topics_at_most(language: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for topic in topics():
        for term in topic["terms"][language]:
            owners[term.lower()].add(topic["id"])
    assert {term: who for term, who in owners.items() if len(who) > 2} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_every_document_of_the_programme_show_no_topic(language: str) -> None:
    for text in EVERYWHERE[language]:
        assert shown(text, language) == set(), text


def test_the_instruments_of_topics_are_in_their_register() -> None:
    known = {row["id"] for row in table("instruments", "instrument")}
    for topic in topics():
        assert set(topic["instruments"]) <= known, topic["id"]


def test_the_bodies_of_topics_are_in_their_register() -> None:
    known = {row["id"] for row in table("bodies", "body")}
    if not known:
        pytest.skip("the register of bodies is not here")
    for topic in topics():
        assert set(topic["bodies"]) <= known, topic["id"]


REAL = [
    ("en", "money-laundering and the financing of terrorism", {"money_laundering", "terrorism"}),
    ("en", "the return of assets to countries of origin under the Convention against Corruption", {"asset_recovery"}),
    ("en", "illicit trafficking in protected species of wild fauna and flora", {"wildlife"}),
    ("en", "extradition, mutual legal assistance and the transfer of sentenced persons", {"international_cooperation"}),
    ("fr", "la traite des personnes et le trafic illicite de migrants", {"trafficking_in_persons"}),
    ("fr", "les actes de piraterie et les autres formes de criminalité maritime", {"piracy"}),
    ("es", "la fabricación y el tráfico ilícitos de armas de fuego", {"firearms"}),
    ("es", "la violencia contra los niños y la justicia juvenil", {"children"}),
    ("ru", "в борьбе с торговлей людьми и незаконным ввозом мигрантов", {"trafficking_in_persons"}),
    ("ru", "незаконного оборота культурных ценностей", {"cultural_property"}),
    ("ru", "для расследования киберпреступности и сбора электронных доказательств", {"cybercrime"}),
    ("zh", "打击洗钱和资助恐怖主义行为", {"money_laundering", "terrorism"}),
    ("zh", "《联合国囚犯待遇最低限度标准规则》和监狱过度拥挤", {"prisons"}),
    ("zh", "独立评价股公布了项目", {"evaluation"}),
    ("zh", "通过支持区域法医网络的活动", {"forensics"}),
    ("ar", "مكافحة غسل الأموال وتمويل الإرهاب", {"money_laundering", "terrorism"}),
    ("ar", "العنف ضد المرأة وقتل النساء والفتيات", {"violence_against_women"}),
    ("ar", "وبالاتجار بالأشخاص وتهريب المهاجرين", {"trafficking_in_persons"}),
]


@pytest.mark.parametrize(("language", "text", "expected"), REAL)
def test_usual_wording_shows_its_topics(language: str, text: str, expected: set[str]) -> None:
    assert expected <= shown(text, language)


@pytest.mark.parametrize(("language", "text", "expected"), REAL)
def test_usual_wording_shows_few_topics(language: str, text: str, expected: set[str]) -> None:
    assert len(shown(text, language)) <= len(expected) + 2
