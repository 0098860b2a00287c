"""The search for programs: the same hits, visibility and errors as everywhere, described in openapi.json."""

from __future__ import annotations

import json

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from isonomia.site.languages import CODES
from isonomia.site.search import documents
from isonomia.site.search.building import rebuild
from isonomia.site.search.collecting import connect
from isonomia.site.search.models import IndexState

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/search"


@pytest.fixture(autouse=True)
def _sources(cases):
    """The collections of the tests, besides those of the site."""
    kept = dict(documents._sources)
    connect()
    yield
    documents._sources.clear()
    documents._sources.update(kept)


@pytest.fixture
def some(make_case, users):
    """Three that everybody sees, and a draft of France."""
    rows = [
        make_case(title={"en": "Smuggling of migrants", "zh": "偷运移民", "original": "en"}, decided="2020-05-01"),
        make_case(title={"fr": "Le trafic de migrants"}, country="FR", decided="2021-05-01"),
        make_case(title={"ru": "Организованная преступность"}, decided="2022-05-01"),
        make_case("draft", users["focal_fr"], title={"en": "Smuggling of xylophones"}, country="FR"),
    ]
    rebuild()
    return rows


def got(response, status=200):
    assert response.status_code == status, response.content.decode()[:1000]
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def test_an_item_says_what_was_found_and_where(client, some, cases):
    body = got(client.get(ADDRESS, {"q": "移民", "lang": "zh"}))
    (item,) = body.pop("items")
    assert body.pop("status")["state"] == "fresh"
    assert body == {"next": None, "count": 1, "suggestion": None}
    assert item["kind"] == "cases"
    assert item["title"] == "偷运移民"
    assert [item["title"][a:b] for a, b in item["marks"]["title"]] == ["移民"]
    assert (item["languages"], item["countries"], item["date"]) == (["en", "zh"], ["AT"], "2020-05-01")
    assert item["url"] == f"/zh/cases/{some[0].key}/"
    assert got(client.get(item["record"]))["key"] == some[0].key


def test_any_form_of_a_word_finds_it(client, some):
    for q in ("преступности", "преступностью", "ПРЕСТУПНОСТЬ"):
        assert [item["record"] for item in got(client.get(ADDRESS, {"q": q}))["items"]] == [
            f"/api/v1/cases/{some[2].key}"
        ]


def test_filters_narrow(client, some):
    def count(**more):
        return got(client.get(ADDRESS, {"q": "migrants OR преступность", **more}))["count"]

    assert count() == 3
    assert (count(country="FR"), count(country=["FR", "AT"]), count(kind="meetings")) == (1, 3, 0)
    assert (count(language="fr"), count(language=["ru", "zh"])) == (1, 2)
    assert (count(since="2021"), count(until="2021-04"), count(since="2021-05", until="2021")) == (2, 1, 1)


def test_what_is_hidden_is_not_found_counted_or_suggested(client_of, some):
    for name, count in ((None, 1), ("focal_at", 1), ("focal_fr", 2), ("auditor", 2)):
        found = got(client_of(name).get(ADDRESS, {"q": "smuggling"}))
        assert (found["count"], len(found["items"])) == (count, count)
        hint = got(client_of(name).get(ADDRESS, {"q": "xylofones"}))["suggestion"]
        assert hint == ("xylophones" if count == 2 else None)


def test_pages_follow_each_other_to_the_end(client, make_case):
    keys = {make_case(title={"en": "Smuggling"}).key for _ in range(7)}
    rebuild()
    address, seen = f"{ADDRESS}?q=smuggling&limit=3&country=AT", []
    while address:
        body = got(client.get(address))
        assert body["count"] == 7
        seen += [item["record"].rsplit("/", 1)[1] for item in body["items"]]
        address = body["next"]
    assert len(seen) == 7
    assert set(seen) == keys
    first = got(client.get(f"{ADDRESS}?q=smuggling&limit=3"))["next"]
    again = client.get(ADDRESS, {"q": "smuggling", "limit": "3", "cursor": first})
    assert len(got(again)["items"]) == 3


def test_a_cursor_of_another_search_or_of_nobody_is_refused(client, make_case):
    for _ in range(3):
        make_case(title={"en": "Smuggling"})
    rebuild()
    cursor = got(client.get(ADDRESS, {"q": "smuggling", "limit": "1"}))["next"]
    for params in ({"q": "case", "cursor": cursor}, {"q": "smuggling", "country": "AT", "cursor": cursor}):
        assert "another search" in got(client.get(ADDRESS, params), 400)["error"]["message"]
    for wrong in ("x", "é", "W10", "WzEsMl0", "[" * 2000):
        assert got(client.get(ADDRESS, {"q": "smuggling", "cursor": wrong}), 400)["error"]["code"] == "bad-value"


@pytest.mark.parametrize(
    ("params", "code", "word"),
    [
        ({"q": "x", "colour": "red"}, "unknown-parameter", "colour"), ({"q": "x", "page": "2"}, "unknown-parameter", "page"),
        ({"q": "x", "kind": "novels"}, "unknown-code", "novels"), ({"q": "x", "language": "de"}, "unknown-code", "de"),
        ({"q": "x", "country": "XX"}, "unknown-code", "XX"), ({"q": "x", "since": "soon"}, "bad-value", "soon"),
        ({"q": "x", "limit": "0"}, "bad-value", "limit"), ({"q": '"x'}, "bad-value", "quote"), ({}, "bad-value", "empty"),
        ({"q": "the"}, "bad-value", "common"), ({"q": "x", "lang": "de"}, "unknown-code", "lang"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_by_name(client, some, params, code, word):
    fault = got(client.get(ADDRESS, params), 400)["error"]
    assert fault["code"] == code
    assert word in fault["message"]
    if code == "unknown-parameter":
        assert {"q", "kind", "limit", "cursor", "lang"} <= set(fault["allowed"])


def test_a_token_that_is_not_known_is_refused_and_so_is_writing(client, some):
    assert got(client.get(ADDRESS, {"q": "x"}, headers={"Authorization": "Bearer none"}), 401)
    assert client.post(ADDRESS, {"q": "x"}).status_code == 405


def test_without_an_index_nothing_is_answered(client, make_case):
    make_case(title={"en": "Smuggling"})
    fault = got(client.get(ADDRESS, {"q": "smuggling"}), 503)["error"]
    assert fault["code"] == "search-unavailable"
    rebuild()
    IndexState.objects.update(analyser="0/0")
    assert "older version" in got(client.get(ADDRESS, {"q": "smuggling"}), 503)["error"]["message"]


def test_an_index_that_is_behind_says_so_and_no_numbers(client, some, cases):
    from isonomia.site.search.following import enqueue

    enqueue(cases.name, str(some[0].pk))
    status = got(client.get(ADDRESS, {"q": "migrants"}))["status"]
    assert status["state"] == "stale"
    assert set(status) == {"state", "rebuilding", "built"}


def test_it_is_described(client, some):
    spec = got(client.get("/api/v1/openapi.json"))
    OpenAPIV31SpecValidator(spec).validate()
    operation = spec["paths"][ADDRESS]["get"]
    named = {row["name"]: row for row in operation["parameters"]}
    told = got(client.get(ADDRESS, {"q": "x", "colour": "red"}), 400)["error"]["allowed"]
    assert set(told) == set(named)
    assert "cases" in named["kind"]["schema"]["items"]["enum"]
    assert named["language"]["schema"]["items"]["enum"] == list(CODES)
    item = got(client.get(ADDRESS, {"q": "migrants"}))["items"][0]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(item) == set(schema["properties"]["items"]["items"]["properties"])
