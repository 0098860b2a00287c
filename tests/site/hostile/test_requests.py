"""What is asked wrongly, or with ill will: refused by name, in the reader's language, and never a fault of the site."""

from __future__ import annotations

import json
import re
import urllib.parse

import pytest
from lxml import html

pytestmark = pytest.mark.django_db

PAGES = (
    "/en/", "/en/cases/", "/en/documents/", "/en/mandates/", "/en/meetings/", "/en/follow-up/", "/en/search/",
    "/en/compare/", "/en/trace/", "/en/cases/-/export.csv", "/en/cases/-/feed.atom", "/en/cases/-/values/country/",
    "/en/meetings/-/calendar.ics", "/en/follow-up/coverage/", "/en/follow-up/unanswered/", "/en/follow-up/mine/",
    "/en/documents/-/upload/", "/en/cases/-/new/", "/en/cases/-/import/", "/en/account/", "/en/account/users/",
    "/en/account/users/invite/", "/en/account/tokens/", "/en/account/sessions/", "/en/account/sign-in/",
    "/en/account/second-factor/", "/en/account/password/reset/", "/en/documents/A/RES/98/504/",
    "/en/documents/A/RES/98/504/-/original/", "/en/documents/A/RES/98/504/-/history/",
    "/en/documents/A/RES/98/504/-/akn/", "/en/documents/A/RES/98/504/-/clause/", "/api/v1/", "/api/v1/cases",
    "/en/datasets/", "/en/datasets/-/new/", "/en/datasets/-/questionnaire/prisons.xlsx", "/en/indicators/",
    "/en/indicators/16.3.2/", "/en/iccs/", "/en/iccs/0101/", "/en/check/", "/api/v1/datasets",
    "/api/v1/documents", "/api/v1/documents/A/RES/98/504", "/api/v1/search", "/api/v1/openapi.json",
)  # fmt: skip
EVIL = (
    "\x00", "a\x00b", "\u202e\u2066x", "'\";--", "<script>alert(1)</script>", "../../../../etc/passwd", "9" * 5000, "-1",
    "1e999", "NaN", "%(x)s %s {{7*7}}", "\r\nX-Evil: 1", "٣", "2024-13-45", "99999999999999999999", "((((\"", "NOT", " ",
    "\u3000", "//evil.example/",
)  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_an_unknown_parameter_is_named_and_what_is_allowed_takes_no_harm(client_of, filled, address):
    client = client_of("administrator")
    client.raise_request_exception = False
    refused = client.get(address, {"nonsense": "1"})
    assert refused.status_code == 400, address
    assert b"nonsense" in refused.content
    if address.startswith("/api/"):
        allowed = json.loads(refused.content)["error"]["allowed"]
    else:
        allowed = html.document_fromstring(refused.content.decode()).xpath("//ul[@class='codes']//code/text()")
    for name in allowed:
        for value in EVIL:
            response = client.get(address, {name: value})
            assert response.status_code in (200, 302, 400, 404), (address, name, value, response.status_code)
            assert "X-Evil" not in response
            if "\x00" in value:
                assert response.status_code == 400
            if "text/html" in response["Content-Type"]:
                assert b"<script>alert" not in b"".join(response)


# -- addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/en/documents/A/../../../../etc/passwd/", "/en/documents/A/%2e%2e/%2e%2e/etc/passwd/", "/en/documents/A/RES%00/1/",
        "/en/documents/A/..%5c..%5cwindows/", "/en/documents/%c0%ae%c0%ae/", "/en/documents/A/" + "9" * 30_000 + "/",
        "/en/documents/A/RES/98/504/-/../../../secret.key", "/static/../settings.py", "/static/%2e%2e/%2e%2e/settings.py",
        "/static//etc/passwd", "/api/v1/documents/A/../../cases", "/api/v1/cases/%00", "/en/cases/%ff%fe/", "/en/" + "a/" * 9_000,
        "/en/mandates/" + "x" * 60_000 + "/", "/api/v1/mandates/%F0%9F%92%A9",
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_says_so(client_of, filled, path):
    client = client_of("administrator")
    client.raise_request_exception = False
    response = client.get(path, follow=True)
    assert response.status_code == 404
    assert b"root:" not in b"".join(response)


def test_a_query_of_many_parts_is_answered(client_of, filled):
    client = client_of(None)
    client.raise_request_exception = False
    assert client.get("/en/cases/?" + "&".join(f"country=A{n}" for n in range(9_000))).status_code == 400
    assert client.get("/en/cases/?" + "country=AT&" * 9_000).status_code == 200
    response = client.get("/en/cases/?" + "x=1&" * 20_000)
    assert response.status_code == 413
    assert "More fields were sent" in response.content.decode()
    assert client.get("/en/search/?q=" + "word+" * 20_000).status_code in (200, 400)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "BREW"])
def test_a_method_that_is_not_taken_changes_nothing(client_of, filled, method):
    client = client_of("administrator")
    client.raise_request_exception = False
    for path in (
        "/en/",
        "/en/cases/",
        "/en/cases/-/new/",
        f"/en/cases/{filled['case'].key}/",
        "/api/v1/cases",
        "/en/account/",
    ):
        assert client.generic(method, path).status_code < 500, path
    filled["case"].refresh_from_db()
    assert filled["case"].version == 1


# -- redirects -----------------------------------------------------------------------------------------------------

ELSEWHERE = (
    "//evil.example/", "https://evil.example/", "/\\evil.example", "\\\\evil.example", "https:evil.example", "javascript:alert(1)",
    "\t//evil.example", "///evil.example", "http:///evil.example", "/en/\r\nLocation: https://evil.example", "https://testserver@evil.example",
)  # fmt: skip


def _is_here(location: str) -> bool:
    parts = urllib.parse.urlsplit(location.replace("\\", "/").strip())
    return not parts.scheme and not parts.netloc and location.startswith("/") and not re.search(r"[\r\n\t]", location)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_redirect_leads_away(client, client_of, users, target):
    users["editor"].set_password("correct horse battery")
    users["editor"].save()
    given = {"username": "editor", "password": "correct horse battery", "next": target}
    for by in ("post", "get"):
        path = "/en/account/sign-in/" + ("?" + urllib.parse.urlencode({"next": target}) if by == "get" else "")
        data = {name: value for name, value in given.items() if by == "post" or name != "next"}
        response = type(client)().post(path, data)
        assert response.status_code == 302
        assert _is_here(response["Location"]), response["Location"]
    signed_in = client_of("editor")
    for path in ("/en/account/sign-in/", "/en/account/sign-out/", "/en/account/confirm/"):
        response = signed_in.post(
            path + "?" + urllib.parse.urlencode({"next": target}), {"next": target, "password": "correct horse battery"}
        )
        if "Location" in response:
            assert _is_here(response["Location"]), (path, response["Location"])


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/en/",
        "/\\evil.example",
        "//evil.example/%2e%2e",
        "/en//evil.example",
        "//evil.example//",
    ],
)
def test_no_redirect_for_a_slash_or_a_language_leads_away(client, path):
    response = client.get("/", PATH_INFO=path)
    assert response.status_code in (301, 302, 404)
    if "Location" in response:
        assert _is_here(response["Location"]), response["Location"]


# -- forms from elsewhere ------------------------------------------------------------------------------------------


def _addresses(filled):
    """Every address of the site, with the parts that it needs."""
    from django.urls import get_resolver

    parts = {
        "symbol": "A/RES/98/504", "key": filled["mandate"].key, "pk": "1", "address": filled["case"].key, "facet": "country",
        "form": "csv", "job": "1", "name": "close", "token": "x", "mandate": filled["mandate"].key, "uidb36": "a", "case": "1",
        "code": "0101", "module": "prisons",
    }  # fmt: skip

    def walk(patterns, before=""):
        for row in patterns:
            route = before + str(row.pattern)
            if hasattr(row, "url_patterns"):
                yield from walk(row.url_patterns, route)
            else:
                route = re.sub(r"\^password/reset/.*", "password/reset/a-b/", route)
                yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: parts[m[1]], route)

    return sorted(set(walk(get_resolver().url_patterns)))


def test_every_form_needs_the_token_of_the_site(filled, users):
    from django.test import Client

    from isonomia.site.records.models import Change

    client = Client(enforce_csrf_checks=True)
    client.force_login(users["administrator"])
    before = Change.objects.count()
    tried = _addresses(filled)
    assert len(tried) > 80
    for path in tried:
        for data in ({"reason": "x"}, '{"values": {}, "version": 1, "step": "withdraw"}'):
            how = {} if isinstance(data, dict) else {"content_type": "application/json"}
            response = client.post(path, data, **how)
            assert response.status_code in (403, 404, 405), (path, response.status_code)
    for path in ("/api/v1/cases", f"/api/v1/cases/{filled['case'].key}", f"/api/v1/cases/{filled['case'].key}/-/steps"):
        for method in ("POST", "PATCH", "DELETE", "PUT"):
            assert client.generic(method, path, "{}", "application/json").status_code in (403, 405)
    assert Change.objects.count() == before


def test_a_form_of_another_site_is_refused_though_it_has_a_token(users):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    token = client.get("/en/account/sign-in/").cookies["csrftoken"].value
    given = {"username": "editor", "password": "x", "csrfmiddlewaretoken": token}
    assert client.post("/en/account/sign-in/", given, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post("/en/account/sign-in/", given, headers={"origin": "null"}).status_code == 403
    assert client.post("/en/account/sign-in/", given, headers={"origin": "http://testserver"}).status_code == 302


# -- bodies --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said_there"),
    [
        ("en", "at most 10 MB"),
        ("fr", "10 Mo au plus"),
        ("zh", "10 MB"),
        ("ar", "10"),
        ("ru", "10 МБ"),
        ("es", "10 MB como máximo"),
    ],
)
def test_a_form_that_is_too_large_is_named(client_of, said, code, said_there):
    response = client_of("editor").post(
        f"/{code}/cases/-/new/", {"title.en": "x" * 11_000_000}, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert said_there in said(response)


def test_a_form_of_too_many_fields_is_named(client_of, said):
    data = "&".join(f"defendants.{n}.name=A" for n in range(20_000))
    response = client_of("editor").post("/en/cases/-/new/", data, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "More fields were sent" in said(response)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\r\nX: 1\"\r\n\r\nabc", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"), (b"nothing of the kind", "multipart/form-data; boundary=x"),
        (b"a=%ff%fe&b=%00", "application/x-www-form-urlencoded"), (b"a=1", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"a=1", "application/x-www-form-urlencoded; charset=nonsense"), (b"\xff" * 100, "text/plain"),
    ],
)  # fmt: skip
def test_a_body_that_is_broken_is_no_fault_of_the_site(client_of, body, kind):
    client = client_of("editor")
    client.raise_request_exception = False
    for path in (
        "/en/cases/-/new/",
        "/en/documents/-/upload/",
        "/en/cases/-/import/",
        "/api/v1/cases",
        "/en/account/sign-in/",
    ):
        assert client.generic("POST", path, body, content_type=kind).status_code in (302, 400, 403, 415, 422), path


def test_nul_is_refused_by_name_wherever_a_text_is_sent(client_of, filled, said):
    client = client_of("editor")
    client.raise_request_exception = False
    key = filled["mandate"].key
    for path in (
        "/en/cases/-/new/",
        f"/en/cases/{filled['case'].key}/-/step/",
        f"/en/mandates/{key}/-/correct/",
        "/en/account/sign-in/",
    ):
        response = client.post(path, {"reason": "a\x00b", "version": "1"})
        assert response.status_code == 400, path
        assert "“reason” has a character that no text has" in said(response)
    client.cookies["sessionid"] = '"\\000"'
    assert client.get("/en/").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost:80:80", "a b", "[::1", "testserver.evil.example", ""])
def test_a_name_that_is_not_the_sites_is_refused(client, host):
    response = client.get("/en/", headers={"host": host})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()
