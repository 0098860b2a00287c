"""What is compared and traced are the mandates as editors corrected them, and what is kept is made anew with them."""

from __future__ import annotations

import pytest
from lxml import html

from isonomia.site.documents.deciding import add, correct, undo
from isonomia.site.documents.loading import load_document, read_again
from isonomia.site.documents.models import Correction, Mandate, Pairing
from isonomia.site.documents.pairings import comparison, relate, tracing
from isonomia.site.documents.relations import expressions_for

pytestmark = pytest.mark.django_db
OLD, NEW = "A/RES/98/504", "A/RES/99/604"
ASKED = "A/RES/98/504#op6.1"


def mandate(reference: str) -> Mandate:
    return Mandate.objects.get(reference=reference, gone=False)


@pytest.fixture
def sessions(english):
    """One resolution in two sessions, word for word."""
    later = english.replace(b"98/504", b"99/604").replace(b"Ninety-eighth session", b"Ninety-ninth session")
    documents = [load_document(data).document for data in (english, later)]
    assert [row.symbol for row in documents] == [OLD, NEW]
    relate(documents[1])
    return documents


@pytest.fixture
def answered(load):
    """A resolution in French and the report in English that answers it."""
    documents = load("A_RES_97_503.fr.txt", "A_98_141.en.txt")
    relate(documents[0])
    return documents


def compared(documents):
    return comparison(*expressions_for(*documents)).data


def fates(documents, paragraph):
    return next(row["fates"] for row in compared(documents)["rows"] if any(id == paragraph for id, _ in row["new"]))


def traced(documents):
    return {row["paragraph"]: row for row in tracing(*expressions_for(*documents)).data["mandates"]}


# -- comparing -----------------------------------------------------------------------------------------------------


def test_a_corrected_addressee_shows_in_the_comparison(sessions, editor):
    assert fates(sessions, "op6") == ["same"]
    correct(mandate(ASKED), "en", "addressees", {"addressees": ["unodc", "secretariat"]}, "Both.", editor)
    (row,) = [row for row in compared(sessions)["rows"] if row["new"] and row["new"][0][0] == "op6"]
    assert row["fates"] == ["narrowed"]
    assert any("Secretariat" in sentence for sentence in row["pairs"][0]["said"]["en"])


def test_a_corrected_act_and_a_removed_clause_show_too(sessions, editor):
    correct(mandate("A/RES/99/604#op6.1"), "en", "act", {"act": "invites"}, "It only invites.", editor)
    assert fates(sessions, "op6") == ["weakened"]
    correct(mandate("A/RES/99/604#op5.1"), "en", "remove", {}, "It recalls.", editor)
    (row,) = [row for row in compared(sessions)["rows"] if row["new"] and row["new"][0][0] == "op5"]
    assert row["fates"] != ["same"]


def test_the_lineage_of_a_mandate_says_what_editors_decided(sessions, editor, client):
    page = client.get(f"/en/mandates/{mandate('A/RES/99/604#op6.1').key}/")
    assert html.fromstring(page.content).xpath("//ol[@class='life']//span[contains(@class, 'fate')]/text()") == ["same"]
    correct(mandate(ASKED), "en", "act", {"act": "invites"}, "It only invites.", editor)
    page = client.get(f"/en/mandates/{mandate('A/RES/99/604#op6.1').key}/")
    # of what invited before, it now requests
    said = html.fromstring(page.content).xpath("//ol[@class='life']//span[contains(@class, 'fate')]/text()")
    assert said == ["stronger"]


def test_undoing_gives_the_comparison_back(sessions, editor):
    before = compared(sessions)
    made, _outcome = correct(mandate(ASKED), "en", "act", {"act": "invites"}, "r", editor)
    assert compared(sessions) != before
    undo(made, "It was right.", editor)
    assert compared(sessions) == before
    assert Pairing.objects.filter(kind=Pairing.COMPARE, related=True).count() == 1


# -- tracing -------------------------------------------------------------------------------------------------------


def test_what_asks_no_body_any_more_is_not_traced(answered, editor):
    assert "op5" in traced(answered)
    row = mandate("A/RES/97/503#op5.1")
    correct(row, "fr", "addressees", {"addressees": ["member_states"]}, "The States.", editor)
    assert "op5" not in traced(answered)


def test_an_added_clause_is_traced_and_its_page_shows_the_evidence(answered, editor, client):
    text = expressions_for(*answered)[0].parsed
    asked = traced(answered)
    paragraph = next(row for row in text.paragraphs if row.role == "operative" and row.id not in asked)
    words = " ".join(paragraph.text.split())
    add(
        answered[0], "fr",
        {"paragraph": paragraph.id, "words": words, "verb": words.split()[0], "act": "requests",
         "addressees": ["unodc"]}, "It asks the Office.", editor,
    )  # fmt: skip
    found = traced(answered)
    assert found[paragraph.id]["actors"] == ["unodc"]
    row = Mandate.objects.get(gone=False, reference__startswith=f"A/RES/97/503#{paragraph.id}.", addressees=["unodc"])
    tags = html.fromstring(client.get(f"/en/mandates/{row.key}/").content).xpath(
        "//div[@class='answer']/h3/span/text()"
    )
    assert tags
    assert "not looked for" not in tags


def test_evidence_is_shown_for_whom_it_is_asked_and_not_for_the_others_of_the_paragraph(answered, client):
    # OP8 urges Member States, and requests the Office
    asks = {row.addressees[0]: row for row in Mandate.objects.filter(reference__startswith="A/RES/97/503#op8.")}
    tags = {
        code: html.fromstring(client.get(f"/en/mandates/{row.key}/").content).xpath(
            "//div[@class='answer']/h3/span/text()"
        )
        for code, row in asks.items()
    }
    assert tags == {"unodc": ["evidence in 1 paragraph"], "member_states": ["not looked for"]}


def test_a_decision_in_another_language_version_counts(load, editor):
    load("A_RES_97_503.es.txt")
    documents = load("A_RES_97_503.fr.txt", "A_98_141.en.txt")
    correct(mandate("A/RES/97/503#op5.1"), "es", "addressees", {"addressees": ["member_states"]}, "r", editor)
    pair = [row.expressions.get(language=code) for row, code in zip(documents, ("fr", "en"), strict=True)]
    assert "op5" not in {row["paragraph"] for row in tracing(*pair).data["mandates"]}


# -- what is kept --------------------------------------------------------------------------------------------------


def test_what_is_kept_is_made_once_as_long_as_nothing_changes(sessions, monkeypatch):
    row = comparison(*expressions_for(*sessions))
    monkeypatch.setattr("isonomia.site.documents.pairings._compared", lambda *_: pytest.fail("made again"))
    assert comparison(*expressions_for(*sessions)).pk == row.pk
    read_again(sessions[0])
    assert comparison(*expressions_for(*sessions)).pk == row.pk


def test_a_document_that_reads_otherwise_is_compared_anew(sessions, english):
    row = comparison(*expressions_for(*sessions))
    load_document(english.replace(b"6. Also requests the Office", b"6. Also invites the Office"))
    relate(sessions[0])
    (now,) = Pairing.objects.filter(kind=Pairing.COMPARE, related=True)
    assert now.pk != row.pk
    assert fates(sessions, "op6") == ["strengthened"]


def test_a_page_renews_what_a_killed_process_left_old(sessions, editor, client, monkeypatch):
    monkeypatch.setattr("isonomia.site.documents.deciding.relate", lambda _document: None)
    correct(mandate(ASKED), "en", "act", {"act": "invites"}, "r", editor)
    assert Correction.objects.count() == 1
    page = client.get(f"/en/mandates/{mandate('A/RES/99/604#op6.1').key}/")
    said = html.fromstring(page.content).xpath("//ol[@class='life']//span[contains(@class, 'fate')]/text()")
    assert said == ["stronger"]
