"""Files, programs and feeds: what is taken out goes in again, by key or by natural key, and only what is one's own."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from isonomia.site.accounts.models import ApiToken
from isonomia.site.followup.models import FollowUp
from isonomia.site.records.access import Actor
from isonomia.site.records.transfer.importing import Import

pytestmark = pytest.mark.django_db


def taken(client, form):
    return b"".join(client.get(f"/en/follow-up/-/export.{form}").streaming_content)


@pytest.fixture
def bring(tmp_path, follow_ups, users):
    def bringing(data: bytes | str, form: str, who: str = "administrator", **how):
        path = tmp_path / f"in.{form}"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return Import(follow_ups, Actor.of(users[who]), users[who], path, **how).run()

    return bringing


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "jsonl"])
def test_what_was_taken_out_goes_in_again(client_of, record, asked, bring, form):
    states = asked("member_states")
    record(
        states[0],
        "AT",
        links=[{"title": "A law", "address": "https://example.org/1"}],
        text={"en": "a", "ar": "ب", "original": "ar"},
    )
    record(asked("unodc")[0], body="unodc")
    data = taken(client_of("administrator"), form)
    report = bring(data, form)
    assert (report.rows, report.same, report.faulty, report.problem) == (2, 2, 0, "")
    FollowUp.objects.all().delete()
    unnamed = bring(_without_keys(data, form), form) if form in ("csv", "json", "jsonl") else None
    if unnamed is not None:
        assert (unnamed.new, unnamed.faulty) == (2, 0)
        first = FollowUp.objects.get(country="AT")
        assert (first.reference, first.regions) == (states[0].reference, ["western_europe", "europe"])
        assert [link.address for link in first.links.all()] == ["https://example.org/1"]


def _without_keys(data: bytes, form: str) -> str:
    text = data.decode()
    if form == "csv":
        head, *rows = text.splitlines()
        return "\r\n".join([head, *("," + row.split(",", 1)[1] for row in rows)])
    rows = json.loads(text) if form == "json" else [json.loads(line) for line in text.splitlines()]
    bare = [{name: value for name, value in row.items() if name != "key"} for row in rows]
    return json.dumps(bare) if form == "json" else "\n".join(json.dumps(row) for row in bare)


def test_a_file_names_mandates_by_their_references(bring, asked):
    mandate = asked("member_states")[0]
    report = bring(f"mandate,country,progress,as_of\n{mandate.reference},AT,Done,2044-05-01\n", "csv", "focal_at")
    assert (report.new, report.faulty) == (1, 0)
    made = FollowUp.objects.get()
    assert (made.mandate_id, made.country, made.progress, made.state) == (mandate.pk, "AT", "done", "draft")


def test_a_second_file_about_the_same_changes_the_same(bring, asked, record):
    mandate = asked("member_states")[0]
    record(mandate, "AT", state="draft")
    report = bring(f"mandate,country,body,progress,as_of\n{mandate.key},AT,,done,2044-05-01\n", "csv", "focal_at")
    assert (report.changed, report.new, report.faulty) == (1, 0, 0)
    assert FollowUp.objects.get().progress == "done"


def test_a_file_writes_for_nobody_else(bring, asked):
    mandate = next(row for row in asked("unodc"))
    rows = f"mandate,country,body,progress,as_of\n{mandate.key},FR,,done,2044-05-01\n{mandate.key},,unodc,done,2044-05-01\n"
    report = bring(rows, "csv", "focal_at")
    assert (report.faulty, report.new) == (2, 0)
    assert not FollowUp.objects.exists()


def test_an_import_does_not_reach_what_it_may_not_see(bring, asked, record, users):
    made = record(asked("member_states")[0], "FR", state="draft")
    report = bring(
        f"key,mandate,country,progress,as_of\n{made.key},{made.mandate.key},FR,done,2044-05-01\n", "csv", "focal_at"
    )
    assert report.faulty == 1
    assert FollowUp.objects.get().progress == "in_progress"


def test_the_program_interface_writes_and_narrows(users, asked, client):
    _token, text = ApiToken.issue(users["focal_at"], "t")
    api = Client(headers={"Authorization": f"Bearer {text}"})
    mandate = asked("member_states")[0]
    values = {
        "mandate": mandate.reference,
        "country": "AT",
        "progress": "done",
        "as_of": "2044-05-01",
        "links": [{"title": "x", "address": "/en/"}],
    }
    response = api.post("/api/v1/follow-up", json.dumps({"values": values}), content_type="application/json")
    assert response.status_code == 201, response.content
    body = json.loads(response.content)
    assert (body["mandate"], body["reference"], body["state"]) == (mandate.key, mandate.reference, "draft")
    for query in (
        "country=AT",
        "region=europe",
        f"topic={mandate.topics[0]}",
        f"document={mandate.document.symbol}",
        f"mandate={mandate.key}",
        "progress=done",
        "addressee=member_states",
        "specimen=no",
        "year=2044",
        "as_of_from=2044-01-01",
    ):
        assert json.loads(api.get(f"/api/v1/follow-up?{query}").content)["count"] == 1, query
        assert json.loads(client.get(f"/api/v1/follow-up?{query}").content)["count"] == 0, query
    for query in ("country=FR", "region=africa", "progress=in_progress", "specimen=yes", "as_of_to=2044-01-01"):
        assert json.loads(api.get(f"/api/v1/follow-up?{query}").content)["count"] == 0, query
    assert client.get("/api/v1/follow-up?region=atlantis").status_code == 400
    assert "follow-up" in client.get("/api/v1/openapi.json").content.decode()


def test_the_feed_tells_who_answered_what(client, record, asked):
    record(asked("member_states")[0], "AT")
    text = client.get("/en/follow-up/-/feed.atom?country=AT").content.decode()
    assert "<title>Austria: A/RES/99/501, OP" in text
