"""The API: the same records, filters and visibility as the pages, errors in one form, writing with a role."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from isonomia_cases.models import Case
from openapi_spec_validator import OpenAPIV31SpecValidator

from isonomia.site.accounts.models import ApiToken
from isonomia.site.records.models import Change

pytestmark = pytest.mark.django_db


def got(response, status=200):
    assert response.status_code == status, response.content.decode()[:1000]
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


@pytest.fixture
def program(users):
    """A client that shows a token, and no session."""

    def make(name):
        _token, text = ApiToken.issue(users[name], "test")
        return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {text}"})

    return make


@pytest.fixture
def some(make_case):
    return [
        make_case(country=country, decided=f"20{n:02}-01-01", offences=["corruption"] if n % 2 else ["trafficking"])
        for n, country in enumerate(["AT", "AT", "FR", "KE", "AT"], 10)
    ]


# -- reading -------------------------------------------------------------------------------------------------------


def test_a_list_has_items_count_and_no_next_when_all_are_there(client, some):
    body = got(client.get("/api/v1/cases"))
    assert body["count"] == 5
    assert body["next"] is None
    assert [item["decided"] for item in body["items"]] == [f"20{n}-01-01" for n in (14, 13, 12, 11, 10)]


def test_filters_are_those_of_the_pages(client, some):
    assert got(client.get("/api/v1/cases?country=AT&offences=corruption"))["count"] == 1
    assert got(client.get("/api/v1/cases?year=2010&year=2013"))["count"] == 2
    assert got(client.get("/api/v1/cases?decided_to=2011-12-31&sort=decided"))["items"][0]["decided"] == "2010-01-01"


@pytest.mark.parametrize("sort", ["decided", "-decided", "title", "-title", "victims", "-fine", "country", "-country"])
def test_cursors_go_through_all_once_in_order(client, some, make_case, sort):
    for number in range(4):
        make_case(victims=number % 2, fine="1.10", decided=None, title={"fr": f"Affaire {number % 2}"})
    whole = [item["key"] for item in got(client.get(f"/api/v1/cases?sort={sort}&limit=500"))["items"]]
    assert len(whole) == 9
    seen, address, steps = [], f"/api/v1/cases?sort={sort}&limit=2", 0
    while address:
        body = got(client.get(address))
        seen += [item["key"] for item in body["items"]]
        address, steps = body["next"], steps + 1
        assert body["count"] == 9
    assert seen == whole
    assert steps == 5


def test_a_cursor_is_not_shifted_by_what_comes_before_it(client, some, make_case):
    first = got(client.get("/api/v1/cases?limit=2"))
    make_case(decided="2024-01-01")
    second = got(client.get(first["next"]))
    assert [item["decided"] for item in second["items"]] == ["2012-01-01", "2011-01-01"]
    # `next` is taken as an address and as a cursor
    assert got(client.get("/api/v1/cases", {"limit": 2, "cursor": first["next"]}))["items"] == second["items"]


@pytest.mark.parametrize(
    "cursor", ["x", "e30", "W10", "WyJkZWNpZGVkIiwxLHsiZCI6IngifSwxXQ", "WyJ0aXRsZSIsMCwiYSIsMV0", "____"]
)
def test_a_cursor_of_ones_own_is_refused(client, some, cursor):
    assert got(client.get(f"/api/v1/cases?cursor={cursor}"), 400)["error"]["code"] == "bad-value"


@pytest.mark.parametrize(
    ("query", "code", "allowed"),
    [
        ("colour=red", "unknown-parameter", "country"), ("country=XX", "unknown-code", "AT"), ("page=2", "unknown-parameter", "cursor"),
        ("sort=colour", "unknown-code", "title"), ("lang=de", "unknown-code", "fr"), ("limit=0", "bad-value", None),
        ("limit=501", "bad-value", None), ("limit=x", "bad-value", None), ("state=draft", "unknown-parameter", "q"),
        ("contact=a", "unknown-parameter", "limit"), ("sort=", "bad-value", None), ("country=", "bad-value", None),
        ("decided_from=", "bad-value", None), ("victims_from=--5", "bad-value", None), ("year=0", "bad-value", None),
        ("lang=en&lang=fr", "bad-value", None), ("year=2020&year=", "bad-value", None),
    ],
)  # fmt: skip
def test_errors_name_what_is_allowed(client, query, code, allowed):
    body = got(client.get(f"/api/v1/cases?{query}"), 400)
    assert set(body) == {"error"}
    assert body["error"]["code"] == code
    assert body["error"]["message"]
    if allowed:
        assert allowed in body["error"]["allowed"]


def test_an_item_is_whole_and_flat_to_read(client, make_case):
    case = make_case(
        title={"fr": "Un", "original": "fr"}, defendants=[{"name": "A. B.", "charges": [{"statute": "1", "verdict": "guilty"}]}],
        persons=[{"age": 3}], contact="x@example.org", fine="2.50",
    )  # fmt: skip
    body = got(client.get(f"/api/v1/cases/{case.key}"))
    assert body["key"] == case.key
    assert (body["state"], body["version"]) == ("published", 1)
    assert body["title"] == {"fr": "Un", "original": "fr"}
    assert body["fine"] == 2.5
    assert body["defendants"][0]["charges"][0]["verdict"] == "guilty"
    assert "contact" not in body
    assert "persons" not in body
    assert got(client.get("/api/v1/cases?sort=title"))["items"] == [body]
    assert got(client.get("/api/v1/cases/nothing"), 404)["error"]["code"] == "not-found"
    assert got(client.get(f"/api/v1/cases/{case.key}?colour=red"), 400)["error"]["allowed"] == ["lang"]


def test_what_did_not_change_is_not_sent_again(client, some, cases):
    from isonomia.site.records import writing

    for address in ("/api/v1/cases?country=AT", f"/api/v1/cases/{some[0].key}", "/api/v1/openapi.json"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        assert not again.content
    first = client.get(f"/api/v1/cases/{some[0].key}")
    writing.update(cases, some[0], {"victims": 8}, None)
    assert client.get(f"/api/v1/cases/{some[0].key}", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_list_asks_few_queries_however_many_items(client, make_case):
    def queries():
        from isonomia.site.records import stamps

        stamps.memory.clear()
        with CaptureQueriesContext(connection) as found:
            got(client.get("/api/v1/cases"))
        return len(found)

    make_case(defendants=[{"charges": [{"statute": "1"}]}])
    few = queries()
    for _ in range(9):
        make_case(defendants=[{"charges": [{"statute": "1"}]}] * 3)
    assert queries() == few


def test_other_methods_are_refused_in_the_same_form(client, some):
    response = client.put("/api/v1/cases")
    assert got(response, 405)["error"]["code"] == "method-not-allowed"
    assert response["Allow"] == "GET, POST"


# -- writing -------------------------------------------------------------------------------------------------------

VALUES = {"country": "AT", "number": "1/24", "title": {"en": "One"}, "offences": ["corruption"],
          "defendants": [{"name": "A. B.", "charges": [{"statute": "1"}]}]}  # fmt: skip


def send(client, method, address, body):
    return getattr(client, method)(address, json.dumps(body), content_type="application/json")


def test_a_program_writes_with_its_token_and_role(program, users):
    focal = program("focal_at")
    response = send(focal, "post", "/api/v1/cases", {"values": VALUES, "reason": "our register"})
    body = got(response, 201)
    assert response["Location"] == f"/api/v1/cases/{body['key']}"
    assert (body["state"], body["version"], body["defendants"][0]["name"]) == ("draft", 1, "A. B.")
    change = Change.objects.get(record_key=body["key"])
    assert (change.author, change.reason) == (users["focal_at"], "our register")
    assert ApiToken.objects.get().last_used_at

    address = response["Location"]
    changed = got(send(focal, "patch", address, {"values": {"victims": 2}, "version": 1}))
    assert (changed["victims"], changed["version"], changed["title"]) == (2, 2, {"en": "One", "original": "en"})
    conflict = got(send(focal, "patch", address, {"values": {"victims": 3}, "version": 1}), 409)["error"]
    assert (conflict["code"], conflict["version"]) == ("conflict", 2)
    assert got(send(focal, "post", f"{address}/-/steps", {"step": "submit", "version": 2}))["state"] == "submitted"
    editor = program("editor")
    assert got(send(editor, "post", f"{address}/-/steps", {"step": "take", "version": 3}))["state"] == "in_review"
    assert got(send(editor, "post", f"{address}/-/steps", {"step": "return", "version": 4}), 422)["error"]["fields"][
        "reason"
    ]
    assert got(send(editor, "post", f"{address}/-/steps", {"step": "publish", "version": 4}))["state"] == "published"
    # what is published is revised in a copy
    copy = send(focal, "patch", address, {"values": {"victims": 5}, "version": 5})
    assert got(copy, 201)["state"] == "draft"
    assert copy["Location"] != address
    assert focal.delete(copy["Location"]).status_code == 204
    assert Case.objects.get().victims == 2


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"values": {**VALUES, "country": "FR"}}, 422, "invalid-values"),
        ({"values": {**VALUES, "offences": ["theft"]}}, 422, "invalid-values"),
        ({"values": {**VALUES, "colour": "red"}}, 422, "invalid-values"),
        ({"values": {**VALUES, "defendants": [{"name": "Maria Lopez"}]}}, 422, "invalid-values"),
        ({"values": {**VALUES, "defendants": {"name": "A."}}}, 422, "invalid-values"),
        ({"values": {**VALUES, "number": ["1"]}}, 422, "invalid-values"),
        ({"values": {**VALUES, "victims": True}}, 422, "invalid-values"),
        ({"values": {**VALUES, "fine": "NaN"}}, 422, "invalid-values"),
        ({"values": {**VALUES, "title": {"xx": "a"}}}, 422, "invalid-values"),
        ({"values": {**VALUES, "title": {"en": "a\u0000b"}}}, 422, "invalid-values"),
        ({"values": [1]}, 400, "bad-value"),
        ({"value": VALUES}, 400, "unknown-parameter"),
        ({"values": VALUES, "reason": None}, 400, "bad-value"),
        ({"values": {**VALUES, "number": 12}}, 422, "invalid-values"),
        ({"values": {**VALUES, "victims": "12"}}, 422, "invalid-values"),
        ({"values": {**VALUES, "fine": "1.5"}}, 422, "invalid-values"),
        ({"values": {**VALUES, "appealed": "yes"}}, 422, "invalid-values"),
        ({"values": {**VALUES, "offences": "corruption"}}, 422, "invalid-values"),
        ({"values": {**VALUES, "title": "One"}}, 422, "invalid-values"),
        ({"values": {**VALUES, "persons": [{"age": "9"}]}}, 422, "invalid-values"),
        ([], 400, "bad-value"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(program, body, status, code):
    error = got(send(program("focal_at"), "post", "/api/v1/cases", body), status)["error"]
    assert error["code"] == code
    assert not Case.objects.exists()
    assert "Lopez" not in json.dumps(error)


def test_who_may_not_write_does_not(program, client, client_of, make_case):
    case = make_case("draft")
    for name in ("reader", "auditor", "body_unodc"):
        assert (
            got(send(program(name), "post", "/api/v1/cases", {"values": VALUES}), 403)["error"]["code"] == "forbidden"
        )
    for who in (
        send(client, "post", "/api/v1/cases", {"values": VALUES}),
        send(client, "patch", f"/api/v1/cases/{case.key}", {"values": {}, "version": 1}),
        send(client, "post", "/api/v1/cases/nothing/-/steps", {"step": "submit", "version": 1}),
        client.delete(f"/api/v1/cases/{case.key}"),
    ):
        assert got(who, 401)["error"]["code"] == "no-token"  # whether there is such a record or not
        assert who["WWW-Authenticate"] == "Bearer"
    assert (
        send(program("focal_fr"), "patch", f"/api/v1/cases/{case.key}", {"values": {}, "version": 1}).status_code == 404
    )
    assert (
        send(program("auditor"), "patch", f"/api/v1/cases/{case.key}", {"values": {}, "version": 1}).status_code == 403
    )
    assert program("auditor").delete(f"/api/v1/cases/{case.key}").status_code == 403
    assert program("focal_fr").delete(f"/api/v1/cases/{case.key}").status_code == 404


def test_a_session_writes_only_with_the_forms_token(users):
    client = Client(enforce_csrf_checks=True)
    client.force_login(users["editor"])
    assert send(client, "post", "/api/v1/cases", {"values": VALUES}).status_code == 403
    page = client.get("/en/cases/-/new/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    response = client.post(
        "/api/v1/cases", json.dumps({"values": VALUES}), content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert response.status_code == 201


def test_a_token_that_is_none_is_refused_and_never_taken_for_the_public(client, users):
    from datetime import timedelta

    from django.utils import timezone

    token, text = ApiToken.issue(users["editor"], "old", days=1)
    good = {"Authorization": f"Bearer {text}"}
    assert client.get("/api/v1/cases?state=submitted", headers=good).status_code == 200
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    for header in (good["Authorization"], "Bearer x", "Bearer", "Basic abc"):
        response = client.get("/api/v1/cases", headers={"Authorization": header})
        assert got(response, 401)["error"]["code"] == "invalid-token"
        assert response["WWW-Authenticate"] == "Bearer"
    ApiToken.objects.update(expires_at=None)
    users["editor"].is_active = False
    users["editor"].save()
    assert client.get("/api/v1/cases", headers=good).status_code == 401
    assert text not in repr(ApiToken.objects.values())


def test_a_body_that_is_no_json_is_refused(program):
    client = program("editor")
    assert got(client.post("/api/v1/cases", "{", content_type="application/json"), 400)["error"]["code"] == "bad-value"
    assert got(client.post("/api/v1/cases", {"values": "1"}), 400)["error"]["code"] == "bad-value"
    assert (
        got(client.post("/api/v1/cases", "[" * 100_000, content_type="application/json"), 400)["error"]["code"]
        == "bad-value"
    )


# -- the description -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [None, "administrator"])
def test_the_description_is_valid_and_tells_all(client_of, name):
    spec = got(client_of(name).get("/api/v1/openapi.json"))
    OpenAPIV31SpecValidator(spec).validate()
    assert {"/api/v1/cases", "/api/v1/cases/{address}", "/api/v1/meetings", "/api/v1/bodies"} <= set(spec["paths"])
    parameters = {row["name"]: row for row in spec["paths"]["/api/v1/cases"]["get"]["parameters"]}
    codes, none = parameters["verdict"]["schema"]["items"]["anyOf"]
    assert (codes, none) == ({"$ref": "#/components/schemas/codes.verdicts"}, {"const": "none"})
    assert spec["components"]["schemas"]["codes.verdicts"]["enum"] == ["guilty", "acquitted"]
    assert "decided_from" in parameters
    assert ("contact" in json.dumps(spec["components"]["schemas"]["cases"])) == (name == "administrator")


@pytest.mark.parametrize("name", [None, "focal_at", "editor", "body_unodc"])
def test_what_the_description_names_is_what_a_list_takes(client_of, some, name):
    client = client_of(name)
    spec = got(client.get("/api/v1/openapi.json"))
    named = {row["name"] for row in spec["paths"]["/api/v1/cases"]["get"]["parameters"]}
    told = got(client.get("/api/v1/cases?colour=red"), 400)["error"]["allowed"]
    assert set(told) == named


def test_the_index_lists_the_collections(client):
    names = {row["name"] for row in got(client.get("/api/v1/"))["collections"]}
    assert {"cases", "meetings", "bodies"} <= names


# -- the feed ------------------------------------------------------------------------------------------------------


def test_a_view_is_a_feed_the_last_changed_first(client, some, cases):
    from lxml import etree

    from isonomia.site.records import writing

    writing.update(cases, some[0], {"victims": 4}, None)
    response = client.get("/fr/cases/-/feed.atom?country=AT")
    assert response["Content-Type"].startswith("application/atom+xml")
    tree = etree.fromstring(response.content)
    ns = {"a": "http://www.w3.org/2005/Atom"}
    entries = tree.findall("a:entry", ns)
    assert len(entries) == 3
    assert entries[0].findtext("a:id", namespaces=ns) == f"urn:isonomia:cases:{some[0].key}"
    assert entries[0].find("a:link", ns).get("href") == f"http://testserver/fr/cases/{some[0].key}/"
    assert "Autriche" in entries[0].findtext("a:summary", namespaces=ns)
    assert (
        client.get("/fr/cases/-/feed.atom?country=AT", headers={"If-None-Match": response["ETag"]}).status_code == 304
    )
    assert client.get("/fr/cases/-/feed.atom?colour=red").status_code == 400
