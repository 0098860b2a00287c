"""Recording: who may answer what, once, with which links; the form begun from a mandate; the way to the public."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from lxml import html

from isonomia.site.accounts.models import ApiToken
from isonomia.site.followup.models import FollowUp
from isonomia.site.records.values import Faulty

pytestmark = pytest.mark.django_db


def tree(response):
    return html.document_fromstring(response.content.decode())


def form(mandate, **more):
    return {"mandate": mandate.key, "progress": "done", "as_of": "2044-05-01", "text.en": "A law was made.", **more}


def test_a_follow_up_takes_over_what_it_is_found_by(record, asked, document):
    mandate = asked("member_states")[0]
    made = FollowUp.objects.get(pk=record(mandate, "AT").pk)
    assert made.reference == mandate.reference
    assert made.document == document
    assert made.topics == mandate.topics
    assert made.addressees == mandate.addressees
    assert made.regions == ["western_europe", "europe"]
    found = set(FollowUp.FacetValue.objects.filter(record=made).values_list("field", "code"))
    assert {("region", "europe"), ("addressee", "member_states")} <= found
    assert {("topic", code) for code in mandate.topics} <= found


def test_a_mandate_is_named_by_its_reference_too(record, asked):
    mandate = asked("member_states")[0]
    assert record(mandate, "AT", mandate=mandate.reference).mandate_id == mandate.pk


@pytest.mark.parametrize(
    ("whose", "field"),
    [
        ({}, "country"), ({"country": "AT", "body": "unodc"}, "country"), ({"body": "unodc"}, "mandate"),
        ({"body": "member_states"}, "body"),
    ],
)  # fmt: skip
def test_one_answers_and_it_is_asked(record, asked, whose, field):
    mandate = next(row for row in asked("member_states") if "unodc" not in row.addressees)
    with pytest.raises(Faulty) as fault:
        record(mandate, **whose)
    assert list(fault.value.faults) == [field]


def test_what_asks_a_body_is_not_a_countrys_to_answer(record, asked):
    mandate = next(row for row in asked("unodc") if row.addressees == ["unodc"])
    with pytest.raises(Faulty, match="does not ask Austria"):
        record(mandate, "AT")
    record(mandate, body="unodc")


def test_each_answers_a_mandate_once(record, asked):
    mandate = asked("member_states")[0]
    record(mandate, "AT")
    record(mandate, "FR")
    with pytest.raises(Faulty, match="already"):
        record(mandate, "AT", state="draft")


def test_what_does_not_apply_is_explained(record, asked):
    with pytest.raises(Faulty, match="why it does not apply"):
        record(asked("member_states")[0], "AT", progress="not_applicable", text={})


@pytest.mark.parametrize(
    "address", ["https://example.org/law?a=1", "/en/documents/A/RES/99/501/", "http://example.org/"]
)
def test_a_link_leads_to_the_web_or_to_this_site(record, asked, address, client):
    made = record(asked("member_states")[0], "AT", links=[{"title": "The law", "address": address}])
    (link,) = tree(client.get(f"/en/follow-up/{made.key}/")).xpath("//a[.='The law']")
    assert link.get("href") == address
    assert ("noopener" in (link.get("rel") or "")) == address.startswith("http")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//evil.example/", "/\\evil.example", "data:text/html,x", "law", "/a b"]
)
def test_no_link_runs_anything_or_leads_astray(record, asked, address):
    with pytest.raises(Faulty) as fault:
        record(asked("member_states")[0], "AT", links=[{"title": "The law", "address": address}])
    assert list(fault.value.faults) == ["links.0.address"]


def test_text_is_shown_as_text(record, asked, client):
    made = record(
        asked("member_states")[0],
        "AT",
        text={"en": "<script>alert(1)</script>"},
        links=[{"title": "<b>x</b>", "address": "/en/"}],
    )
    content = client.get(f"/en/follow-up/{made.key}/").content.decode()
    assert "<script>alert" not in content
    assert "<b>x" not in content


# -- the form ------------------------------------------------------------------------------------------------------


def test_a_focal_point_records_from_a_mandate(client_of, asked):
    mandate = asked("member_states")[0]
    client = client_of("focal_at")
    page = tree(client.get(f"/en/follow-up/record/{mandate.key}/"))
    assert page.xpath("//input[@name='mandate']/@value") == [mandate.key]
    assert page.xpath("//select[@name='country']/option[@selected]/@value") == ["AT"]
    assert mandate.text["en"][:40] in page.text_content()
    response = client.post(f"/en/follow-up/record/{mandate.key}/", form(mandate, country="AT"))
    made = FollowUp.objects.get()
    assert (response.status_code, made.state, made.country) == (302, "draft", "AT")
    assert client.get(f"/en/follow-up/record/{mandate.key}/")["Location"] == f"/en/follow-up/{made.key}/"


def test_what_is_wrong_is_said_in_the_form(client_of, asked):
    mandate = asked("member_states")[0]
    response = client_of("focal_at").post(
        f"/en/follow-up/record/{mandate.key}/", form(mandate, country="AT", progress="")
    )
    assert response.status_code == 422
    assert not FollowUp.objects.exists()


def test_an_edit_keeps_what_was_filled_in(client_of, record, asked):
    made = record(asked("member_states")[0], "AT", state="draft")
    client = client_of("focal_at")
    page = tree(client.get(f"/en/follow-up/{made.key}/-/edit/"))
    sent = {
        field.get("name"): field.get("value")
        for field in page.xpath("//form[@class='form']//input[@type='hidden' and @name!='csrfmiddlewaretoken']")
    }
    client.post(f"/en/follow-up/{made.key}/-/edit/", form(made.mandate, country="AT") | sent)
    after = FollowUp.objects.get(pk=made.pk)
    assert (after.progress, after.reference) == ("done", made.mandate.reference)
    history = tree(client.get(f"/en/follow-up/{made.key}/-/history/"))
    assert "Reference" not in {cell.text_content() for cell in history.xpath("//table//th")}


@pytest.mark.parametrize(
    ("role", "status"),
    [(None, 302), ("reader", 403), ("auditor", 403), ("focal_at", 200), ("body_unodc", 200), ("editor", 200)],
)
def test_the_form_is_for_who_writes(client_of, asked, role, status):
    assert client_of(role).get(f"/en/follow-up/record/{asked('member_states')[0].key}/").status_code == status


def test_there_is_no_form_for_a_mandate_that_is_not_there(client_of, document):
    assert client_of("focal_at").get("/en/follow-up/record/nosuchmandate/").status_code == 404


@pytest.mark.parametrize("where", ["form", "api"])
def test_a_focal_point_answers_for_nobody_else(client_of, users, asked, where):
    """Neither for another country, nor for a body in its own country's name."""
    mandate = next(row for row in asked("unodc"))
    for whose in ({"country": "FR"}, {"body": "unodc"}, {"country": "AT", "body": "unodc"}):
        if where == "form":
            response = client_of("focal_at").post("/en/follow-up/-/new/", form(mandate, **whose))
            assert response.status_code == 422
        else:
            _token, text = ApiToken.issue(users["focal_at"], "t")
            values = {"mandate": mandate.key, "progress": "done", "as_of": "2044-05-01", **whose}
            response = Client(headers={"Authorization": f"Bearer {text}"}).post(
                "/api/v1/follow-up", json.dumps({"values": values}), content_type="application/json"
            )
            assert 400 <= response.status_code < 500
        assert not FollowUp.objects.exists()


# -- the way to the public -----------------------------------------------------------------------------------------


def step(client, made, name, reason=""):
    made.refresh_from_db()
    client.post(f"/en/follow-up/{made.key}/-/step/", {"step": name, "reason": reason, "version": made.version})
    made.refresh_from_db()
    return made.state


def test_it_goes_through_review_by_other_eyes(client_of, client, asked):
    mandate = asked("member_states")[0]
    author, editor = client_of("focal_at"), client_of("editor")
    author.post("/en/follow-up/-/new/", form(mandate, country="AT"))
    made = FollowUp.objects.get()
    assert client.get(f"/en/follow-up/{made.key}/").status_code == 404
    assert step(author, made, "submit") == "submitted"
    assert step(author, made, "take") == "submitted"
    assert step(client_of("focal_fr"), made, "take") == "submitted"
    assert step(editor, made, "take") == "in_review"
    assert step(editor, made, "return") == "in_review"  # not without a reason
    assert step(editor, made, "return", "Which law?") == "returned"
    assert step(author, made, "submit") == "submitted"
    assert step(editor, made, "take") == "in_review"
    assert step(editor, made, "publish") == "published"
    assert client.get(f"/en/follow-up/{made.key}/").status_code == 200
    assert step(editor, made, "withdraw", "Withdrawn at the request of its author.") == "withdrawn"
    assert client.get(f"/en/follow-up/{made.key}/").status_code == 404


def test_an_editor_does_not_review_what_it_wrote(client_of, asked):
    mandate = asked("member_states")[0]
    first, second = client_of("editor"), client_of("editor2")
    first.post("/en/follow-up/-/new/", form(mandate, country="AT"))
    made = FollowUp.objects.get()
    assert step(first, made, "submit") == "submitted"
    assert step(first, made, "take") == "submitted"
    assert step(second, made, "take") == "in_review"
    assert step(first, made, "publish") == "in_review"
    assert step(second, made, "publish") == "published"


def test_a_revision_changes_nothing_until_it_is_published(client_of, client, record, asked):
    made = record(asked("member_states")[0], "AT", text={"en": "The first word."})
    author, editor = client_of("focal_at"), client_of("editor")
    sent = form(
        made.mandate,
        country="AT",
        version=made.version,
        reference=made.mandate.reference,
        **{"text.en": "The second word."},
    )
    author.post(f"/en/follow-up/{made.key}/-/edit/", sent)
    revision = FollowUp.objects.get(revises=made)
    assert b"The first word" in client.get(f"/en/follow-up/{made.key}/").content
    assert step(author, revision, "submit") == "submitted"
    assert step(editor, revision, "take") == "in_review"
    editor.post(f"/en/follow-up/{revision.key}/-/step/", {"step": "publish", "version": revision.version})
    assert b"The second word" in client.get(f"/en/follow-up/{made.key}/").content
    assert FollowUp.objects.count() == 1
