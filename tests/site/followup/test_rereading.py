"""A follow-up stays with its mandate when the document is read again, in whatever order, language or repair."""

from __future__ import annotations

import pytest

from isonomia.site.documents.loading import load_document
from isonomia.site.documents.models import Mandate
from isonomia.site.followup.models import FollowUp
from isonomia.site.records import writing
from isonomia.site.records.models import Change
from isonomia.site.records.registry import collection

pytestmark = pytest.mark.django_db


@pytest.fixture
def mandate(asked):
    return next(row for row in asked("member_states") if len(row.text["en"]) > 120)


def words_of(mandate, count=6):
    return " ".join(mandate.text["en"].split()[-count:])


def reread(english: bytes, old: str, new: str):
    """Loads the document anew with some words changed."""
    import re

    text = english.decode()
    pattern = re.compile(r"\s+".join(re.escape(word) for word in old.split()))
    assert pattern.search(text), old
    return load_document(pattern.sub(lambda _found: new, text, count=1).encode(), specimen=False)


def test_another_language_of_the_document_changes_nothing(record, mandate, samples):
    made = record(mandate, "AT")
    load_document((samples / "A_RES_99_501.fr.html").read_bytes(), specimen=False)
    assert FollowUp.objects.get(pk=made.pk).mandate_id == mandate.pk
    assert "fr" in Mandate.objects.get(pk=mandate.pk).wordings


def test_words_that_changed_after_its_beginning_do_not_matter(record, mandate, english):
    made = record(mandate, "AT")
    end = words_of(mandate)
    reread(english, end, end.rstrip(";.") + " and all that belongs to it")
    after = FollowUp.objects.get(pk=made.pk)
    assert after.mandate_id == mandate.pk
    assert not after.mandate.gone


def test_a_repaired_beginning_is_the_same_clause(record, mandate, english, client):
    made = record(mandate, "AT")
    start = " ".join(mandate.text["en"].split()[:6])
    changed = start.split()
    changed.insert(4, "repaired")
    reread(english, start, " ".join(changed))
    assert Mandate.objects.get(pk=mandate.pk).gone
    after = FollowUp.objects.get(pk=made.pk)
    assert after.mandate_id != mandate.pk
    assert "repaired" in after.mandate.text["en"]
    assert after.reference == after.mandate.reference
    change = Change.objects.filter(collection="follow-up", record_key=made.key).latest("version")
    assert "read again" in change.reason
    assert change.values["mandate"] == [mandate.key, after.mandate.key]
    assert client.get(f"/en/follow-up/{made.key}/").status_code == 200


def test_a_clause_that_is_gone_takes_no_follow_up_with_it(record, mandate, english, client, client_of):
    made = record(mandate, "AT")
    number = mandate.wordings["en"]["paragraph"].removeprefix("op").split(".")[0]
    reread(english, mandate.text["en"], f"Notes that paragraph {number} was left empty")
    after = FollowUp.objects.get(pk=made.pk)
    assert after.mandate_id == mandate.pk
    assert after.mandate.gone
    page = client.get(f"/en/follow-up/{made.key}/")
    assert page.status_code == 200
    assert "has this clause no more" in page.content.decode()
    assert f"/en/follow-up/{made.key}/" in client_of("focal_at").get("/en/follow-up/mine/").content.decode()


def test_a_clause_that_comes_back_has_its_follow_up_again(record, mandate, english):
    made = record(mandate, "AT")
    number = mandate.wordings["en"]["paragraph"].removeprefix("op").split(".")[0]
    reread(english, mandate.text["en"], f"Notes that paragraph {number} was left empty")
    load_document(english, specimen=False)
    after = FollowUp.objects.get(pk=made.pk)
    assert after.mandate_id == mandate.pk
    assert not after.mandate.gone


def test_a_revision_in_the_making_goes_along(record, mandate, english, follow_ups, users):
    made = record(mandate, "AT")
    values = {**writing.clean_of(follow_ups.shape, made), "progress": "done"}
    revision = writing.revise(follow_ups, made, values, users["focal_at"])
    start = " ".join(mandate.text["en"].split()[:6])
    changed = start.split()
    changed.insert(4, "repaired")
    reread(english, start, " ".join(changed))
    after, copy = FollowUp.objects.get(pk=made.pk), FollowUp.objects.get(pk=revision.pk)
    assert copy.mandate_id == after.mandate_id != mandate.pk
    assert copy.revises_version == after.version


def test_a_corrected_topic_is_that_of_its_follow_ups(record, mandate):
    made = record(mandate, "AT")
    writing.update(collection("mandates"), mandate, {"topics": ["terrorism"]}, None)
    assert FollowUp.objects.get(pk=made.pk).topics == ["terrorism"]
    found = FollowUp.FacetValue.objects.filter(record=made.pk, field="topic").values_list("code", flat=True)
    assert list(found) == ["terrorism"]
