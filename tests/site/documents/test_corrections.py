"""Decisions of editors about clauses: checked, applied, applied again whenever the document is read, never lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from isonomia.site.documents.deciding import add, correct, undo
from isonomia.site.documents.loading import load_document, read_again
from isonomia.site.documents.models import Correction, Document, Mandate
from isonomia.site.records.models import Change
from isonomia.site.records.values import Faulty

pytestmark = pytest.mark.django_db
MODEL = "A/RES/98/504#op5.1"


@pytest.fixture
def resolution(english):
    return load_document(english).document


def mandate(reference: str) -> Mandate:
    return Mandate.objects.get(reference=reference, gone=False)


# -- what can be decided -------------------------------------------------------------------------------------------


def test_a_wrong_addressee_is_corrected_with_author_date_and_reason(resolution, editor):
    key = mandate(MODEL).key
    made, _outcome = correct(
        mandate(MODEL), "en", "addressees", {"addressees": ["unodc", "secretariat"]}, "Both.", editor
    )
    row = mandate(MODEL)
    assert (row.key, row.addressees) == (key, ["unodc", "secretariat"])
    assert row.wordings["en"]["addressee_texts"] == ["the United Nations Office on Drugs and Crime", ""]
    assert sorted(row.facet_values.filter(field="addressee").values_list("code", flat=True)) == ["secretariat", "unodc"]
    assert (made.author, made.reason, made.anchored) == (editor, "Both.", True)
    assert made.before == {"addressees": ["unodc"]}
    assert (made.paragraph, made.verb) == ("op5", "Requests")
    assert row.wordings["en"]["text"].startswith(made.opening)
    change = Change.objects.get(record_key=key, version=2)
    assert (change.author, change.reason) == (editor, "Both.")
    assert change.values == {"addressees": [["unodc"], ["unodc", "secretariat"]]}


def test_act_conditions_due_and_topics_are_corrected(resolution, editor):
    correct(mandate(MODEL), "en", "act", {"act": "urges"}, "r", editor)
    correct(mandate(MODEL), "en", "conditions", {"conditions": ["within existing resources"]}, "r", editor)
    correct(mandate(MODEL), "en", "due", {"due": {"text": "", "session": "99", "year": "2044"}}, "r", editor)
    correct(mandate(MODEL), "en", "topics", {"topics": ["data_research"]}, "r", editor)
    row = mandate(MODEL)
    assert (row.act, row.force) == ("urges", 3)
    assert row.conditions["en"] == "within existing resources"
    assert (row.due_session, row.due_year, row.topics) == (99, 2044, ["data_research"])
    correct(mandate(MODEL), "en", "due", {"due": {}}, "none after all", editor)
    assert mandate(MODEL).due_year is None


def test_a_clause_that_is_none_is_removed_and_keeps_its_record(resolution, editor):
    before = resolution.mandates
    row = mandate(MODEL)
    correct(row, "en", "remove", {}, "It only recalls.", editor)
    row.refresh_from_db()
    assert (row.gone, row.state) == (True, "withdrawn")
    assert Document.objects.get().mandates == before - 1
    # what follows in the paragraph is counted anew
    assert mandate("A/RES/98/504#op5.1").act == "invites"


def test_a_missed_clause_is_added_by_its_words(resolution, editor):
    words = "a report on the implementation of the present resolution"
    made, outcome = add(
        resolution, "en",
        {"paragraph": "op16", "words": "to submit to the General Assembly at its ninety-ninth session a report",
         "verb": "to submit", "act": "requests", "addressees": ["secretary_general"], "topics": ["data_research"],
         "due": {"session": "99", "year": "2044", "text": "at its ninety-ninth session"}},
        "The reporting duty stands alone.", editor,
    )  # fmt: skip
    assert outcome.new == 1
    row = mandate("A/RES/98/504#op16.2")
    assert row.text["en"].replace("\n", " ").startswith("to submit to the General Assembly")
    assert (row.act, row.force, row.addressees, row.due_year) == ("requests", 3, ["secretary_general"], 2044)
    assert made.kind == "add"
    assert words not in row.text["en"]


# -- checks --------------------------------------------------------------------------------------------------------


def test_only_editors_correct(resolution, reader):
    for attempt in (
        lambda: correct(mandate(MODEL), "en", "act", {"act": "urges"}, "r", reader),
        lambda: add(resolution, "en", {}, "r", reader),
        lambda: correct(mandate(MODEL), "en", "act", {"act": "urges"}, "r", None),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("addressees", {"addressees": ["unicorn"]}, "addressees"),
        ("addressees", {"addressees": []}, "addressees"),
        ("act", {"act": "hopes"}, "act"),
        ("conditions", {"conditions": ["words that are not there"]}, "conditions"),
        ("due", {"due": {"year": "soon"}}, "due"),
        ("due", {"due": {"date": "31.5.2024"}}, "due"),
        ("topics", {"topics": ["gardening"]}, "topics"),
        ("nonsense", {}, "kind"),
        ("add", {}, "kind"),
        ("addressees", {"addressees": ["unodc"]}, "values"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(resolution, editor, kind, given, field):
    with pytest.raises(Faulty) as fault:
        correct(mandate(MODEL), "en", kind, given, "reason", editor)
    assert field in fault.value.faults
    assert not Correction.objects.exists()


def test_a_reason_is_required(resolution, editor):
    with pytest.raises(Faulty) as fault:
        correct(mandate(MODEL), "en", "act", {"act": "urges"}, "  ", editor)
    assert list(fault.value.faults) == ["reason"]


def test_a_clause_can_only_be_added_where_its_words_stand(resolution, editor):
    given = {"paragraph": "op16", "words": "to dance", "verb": "to dance", "act": "requests", "addressees": ["unodc"]}
    for change, field in (
        ({}, "words"),
        ({"paragraph": "op99"}, "paragraph"),
        ({"words": "the General Assembly", "verb": "requests"}, "verb"),
    ):
        with pytest.raises(Faulty) as fault:
            add(resolution, "en", given | change, "reason", editor)
        assert field in fault.value.faults


# -- read again ----------------------------------------------------------------------------------------------------


def test_corrections_are_applied_again_when_the_document_is_read_again(resolution, editor, english):
    correct(mandate(MODEL), "en", "addressees", {"addressees": ["secretariat"]}, "r", editor)
    correct(mandate("A/RES/98/504#op6.1"), "en", "remove", {}, "r", editor)
    add(
        resolution, "en",
        {"paragraph": "op2", "words": "Reaffirms the role of the Commission", "verb": "Reaffirms", "act": "requests",
         "addressees": ["ccpcj"]}, "r", editor,
    )  # fmt: skip
    keys = dict(Mandate.objects.filter(gone=False).values_list("reference", "key"))
    assert read_again(resolution).unanchored == 0
    load_document(english.replace(b"6 January", b"7 January"))
    assert mandate(MODEL).addressees == ["secretariat"]
    assert mandate("A/RES/98/504#op2.1").addressees == ["ccpcj"]
    assert not Mandate.objects.filter(reference="A/RES/98/504#op6.1", gone=False).exists()
    assert dict(Mandate.objects.filter(gone=False).values_list("reference", "key")) == keys


def test_a_correction_follows_its_clause_and_not_its_order(resolution, editor, english):
    second = "A/RES/98/504#op5.2"
    assert mandate(second).act == "invites"
    correct(mandate(second), "en", "addressees", {"addressees": ["member_states"]}, "All of them.", editor)
    key = mandate(second).key
    # the first clause of the paragraph is no clause any more: the second is now the first
    load_document(
        english.replace(b"5. Requests the United Nations Office on Drugs and Crime to prepare,", b"5. Prepares,")
    )
    row = Mandate.objects.get(key=key)
    assert not row.gone
    assert row.addressees == ["member_states"]


def test_a_correction_without_its_clause_is_kept_and_shown_as_unanchored(resolution, editor, english):
    correct(mandate("A/RES/98/504#op6.1"), "en", "act", {"act": "urges"}, "r", editor)
    done = load_document(english.replace(b"Also requests the Office to continue", b"Recalls the Office and its work"))
    assert done.outcome.unanchored == 1
    row = Correction.objects.get()
    assert (row.anchored, row.undone_at) == (False, None)
    load_document(english.replace(b"6 January", b"8 January"))
    row.refresh_from_db()
    assert row.anchored
    assert mandate("A/RES/98/504#op6.1").act == "urges"


def test_a_correction_taken_back_stays_with_its_reason(resolution, editor):
    made, _outcome = correct(mandate(MODEL), "en", "addressees", {"addressees": ["secretariat"]}, "r", editor)
    undo(made, "It was right.", editor)
    made.refresh_from_db()
    assert mandate(MODEL).addressees == ["unodc"]
    assert (made.undone_by, made.undone_reason) == (editor, "It was right.")
    with pytest.raises(Faulty):
        undo(made, "again", editor)
    with pytest.raises(Faulty):
        undo(correct(mandate(MODEL), "en", "act", {"act": "urges"}, "r", editor)[0], "", editor)


# -- languages -----------------------------------------------------------------------------------------------------


def test_a_decision_in_one_language_holds_in_all(load, editor):
    load("A_RES_99_501.en.txt", "A_RES_99_501.fr.html")
    row = Mandate.objects.filter(addressees=["unodc"]).first()
    correct(row, "fr", "addressees", {"addressees": ["secretariat"]}, "r", editor)
    row.refresh_from_db()
    assert row.addressees == ["secretariat"]
    assert {tuple(wording["addressees"]) for wording in row.wordings.values()} == {("secretariat",)}
    load("A_RES_99_501.es.docx")
    row.refresh_from_db()
    assert row.addressees == row.wordings["es"]["addressees"] == ["secretariat"]


def test_what_is_no_clause_in_one_language_is_none_in_the_others(load, editor):
    (document, _other) = load("A_RES_99_501.en.txt", "A_RES_99_501.fr.html")
    row = Mandate.objects.filter(gone=False).first()
    correct(row, "fr", "remove", {}, "r", editor)
    row.refresh_from_db()
    assert row.gone
    document.refresh_from_db()
    assert document.mandates == 17


# -- a clause that is there already --------------------------------------------------------------------------------


def test_a_clause_that_is_a_mandate_already_is_not_added(resolution, editor):
    words = mandate(MODEL).text["en"]
    given = {"paragraph": "op5", "words": words, "verb": "Requests", "act": "urges", "addressees": ["secretariat"]}
    with pytest.raises(Faulty) as fault:
        add(resolution, "en", given, "r", editor)
    assert "mandate already" in fault.value.faults["words"][0]
    assert mandate(MODEL).addressees == ["unodc"]


def test_a_clause_that_was_removed_can_be_added_again(resolution, editor):
    row = mandate(MODEL)
    correct(row, "en", "remove", {}, "It recalls.", editor)
    given = {
        "paragraph": "op5", "words": row.text["en"], "verb": "Requests", "act": "requests", "addressees": ["unodc"],
    }  # fmt: skip
    add(resolution, "en", given, "It asks after all.", editor)
    row.refresh_from_db()
    assert (row.gone, row.addressees) == (False, ["unodc"])
    assert read_again(resolution).gone == 0


def test_pages_say_what_was_read_and_what_holds_instead(resolution, editor, client):
    correct(mandate(MODEL), "en", "addressees", {"addressees": ["secretariat"]}, "r", editor)
    correct(mandate(MODEL), "en", "due", {"due": {"session": "99", "year": "2044"}}, "r", editor)
    for address in (f"/en/mandates/{mandate(MODEL).key}/", "/en/documents/A/RES/98/504/"):
        text = " ".join(client.get(address).content.decode().split())
        assert "<del>United Nations Office on Drugs and Crime</del>" in text
        assert "<ins>Secretariat</ins>" in text
        assert "<del>–</del>" in text
        assert "<ins>session 99, 2044</ins>" in text
