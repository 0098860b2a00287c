"""Language versions of one work: matched by paragraph, act and addressee; what differs is flagged."""

from __future__ import annotations

from pathlib import Path

import pytest

import isonomia
from isonomia.mandates.expressions import NotOneWork, compare_expressions, works

SAMPLES = Path(__file__).parents[2] / "samples" / "documents"
VERSIONS = {
    "en": "A_RES_99_501.en.txt",
    "fr": "A_RES_99_501.fr.html",
    "es": "A_RES_99_501.es.docx",
    "ru": "A_RES_99_501.ru.txt",
    "ar": "A_RES_99_501.ar.html",
    "zh": "A_RES_99_501.zh.txt",
}


@pytest.fixture(scope="module")
def versions():
    return {language: isonomia.read(SAMPLES / name) for language, name in VERSIONS.items()}


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_versions_of_one_resolution_match_clause_by_clause(versions, language):
    work = compare_expressions([versions["en"], versions[language]])
    assert work.symbol == "A/RES/99/501"
    assert work.languages == ("en", language)
    english = {mandate.id for mandate in isonomia.extract_mandates(versions["en"])}
    matched = {row["en"] for row in work.matched}
    assert len(english & matched) >= 0.95 * len(english)
    assert not [row for row in work.disagreements if row.kind == "paragraph"]
    assert not [row for row in work.disagreements if row.kind == "addressees"]


def resolution(*paragraphs: str, language: str = "en") -> isonomia.Document:
    formula = {"en": "The General Assembly,", "fr": "L’Assemblée générale,"}[language]
    recalling = {"en": "Recalling its resolution 46/152,", "fr": "Rappelant sa résolution 46/152,"}[language]
    lines = [formula, recalling, *(f"{n}. {text}" for n, text in enumerate(paragraphs, 1))]
    return isonomia.read("\n\n".join(lines).encode(), language=language, symbol="A/RES/90/1")


def test_a_weaker_verb_in_one_version_is_a_difference_of_force():
    work = compare_expressions(
        [
            resolution("Urges Member States to act;"),
            resolution("Encourage les États Membres à agir ;", language="fr"),
        ]
    )
    (row,) = work.disagreements
    assert (row.paragraph, row.kind) == ("op1", "force")
    assert row.values == {"en": ["Urges", "urges"], "fr": ["Encourage", "encourages"]}


def test_another_addressee_and_a_missing_clause_and_paragraph_are_flagged():
    work = compare_expressions(
        [
            resolution(
                "Urges Member States to act;", "Requests the Secretary-General to report, and invites UNODC to help;"
            ),
            resolution(
                "Exhorte le Secrétaire général à agir ;",
                "Prie le Secrétaire général de faire rapport ;",
                "Invite les États Membres à coopérer ;",
                language="fr",
            ),
        ]
    )
    kinds = {(row.paragraph, row.kind) for row in work.disagreements}
    assert ("op1", "addressees") in kinds
    assert ("op2", "clauses") in kinds
    assert ("op3", "paragraph") in kinds


def test_a_document_agrees_with_itself_word_for_word(versions):
    again = isonomia.read(SAMPLES / VERSIONS["en"])
    with pytest.raises(NotOneWork, match="each language once"):
        compare_expressions([versions["en"], again])


def test_documents_with_different_symbols_are_not_one_work(versions):
    other = isonomia.read(SAMPLES / "E_RES_2045_77.en.html")
    with pytest.raises(NotOneWork, match="A/RES/99/501"):
        compare_expressions([versions["fr"], other])


def test_works_groups_expressions_by_symbol(versions):
    other = isonomia.read(SAMPLES / "E_RES_2045_77.en.html")
    groups = works([*versions.values(), other])
    assert {symbol: len(documents) for symbol, documents in groups.items()} == {"A/RES/99/501": 6, "E/RES/2045/77": 1}


def test_recommendations_of_a_report_are_matched_too():
    english, arabic = (isonomia.read(SAMPLES / f"A_98_141.{language}.txt") for language in ("en", "ar"))
    work = compare_expressions([english, arabic])
    assert {row["en"] for row in work.matched} <= {row.id for row in isonomia.extract_mandates(english, all=True)}
    assert len(work.matched) >= 4
    assert all(row["ar"].rpartition(".")[0] == row["en"].rpartition(".")[0] for row in work.matched)
