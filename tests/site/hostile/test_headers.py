"""What every answer carries, whatever it answers: pages, faults, files, feeds, what a person once uploaded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "documents"
ANSWERS = {
    "/en/": 200, "/": 302, "/en/cases/": 200, "/en/nothing/": 404, "/nothing": 404, "/en/cases/?x=1": 400, "/en/cases": 301,
    "/en/account/": 302, "/en/account/sign-in/": 200, "/en/account/users/": 302, "/en/search/?q=crime": 200,
    "/en/cases/-/feed.atom": 200, "/en/cases/-/export.csv": 200, "/en/cases/-/export.xlsx": 200, "/en/cases/-/export.json": 200,
    "/en/cases/-/export.jsonl": 200, "/en/cases/-/export.parquet": 200, "/en/meetings/-/calendar.ics": 200, "/api/v1/": 200,
    "/api/v1/cases": 200, "/api/v1/nothing": 404, "/api/v1/cases?x=1": 400, "/api/v1/openapi.json": 200,
    "/static/site/site.css": 200, "/static/site/nothing.css": 404, "/en/documents/A/RES/98/504/": 200,
    "/en/documents/A/RES/98/504/-/original/": 200, "/en/documents/A/RES/98/504/-/akn/": 200,
    "/en/documents/A/RES/98/504/-/json/": 200, "/en/documents/A/RES/98/504/-/text/": 200,
}  # fmt: skip


def guarded(response) -> None:
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert not re.search(r"unsafe|\*|https?:", policy)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    for name in ("Server", "X-Powered-By", "Access-Control-Allow-Origin"):
        assert name not in response


def test_every_answer_carries_them(filled):
    client = Client()
    for path, status in ANSWERS.items():
        response = client.get(path)
        assert response.status_code == status, (path, response.status_code)
        guarded(response)


def test_faults_carry_them_too(client, filled, monkeypatch):
    client.raise_request_exception = False
    guarded(Client(enforce_csrf_checks=True).post("/en/account/sign-in/", {}))
    guarded(client.get("/en/", headers={"host": "evil.example"}))
    guarded(client.delete("/api/v1/cases"))
    monkeypatch.setattr("isonomia.site.records.views.lists.read_view", lambda *a: 1 / 0)
    broken = client.get("/en/cases/")
    assert broken.status_code == 500
    guarded(broken)


@pytest.mark.parametrize("role", ["reader", "editor", "auditor", "administrator"])
def test_nothing_that_a_person_sees_is_kept_by_others(filled, client_of, role):
    client = client_of(role)
    for path, status in ANSWERS.items():
        response = client.get(path)
        if status == 200 and response.status_code == 200 and not path.startswith("/static/"):
            kept = response.get("Cache-Control", "")
            assert "public" not in kept, path
            assert "private" in kept or "no-store" in kept or "Cookie" in response.get("Vary", ""), path


TLS = {
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"), "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True, "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True,
}  # fmt: skip


def test_behind_tls_every_answer_insists_on_it(filled):
    with override_settings(**TLS):
        client = Client(headers={"x-forwarded-proto": "https"})
        for path in ANSWERS:
            response = client.get(path)
            assert response["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", path
        assert "Strict-Transport-Security" not in Client().get("/en/")


def test_cookies_are_the_sites_alone(users):
    users["editor"].set_password("correct horse battery")
    users["editor"].save()
    with override_settings(**TLS):
        client = Client(headers={"x-forwarded-proto": "https"})
        client.get("/en/account/sign-in/")
        client.post("/en/account/sign-in/", {"username": "editor", "password": "correct horse battery"})
        assert {"sessionid", "csrftoken"} <= set(client.cookies)
        for cookie in client.cookies.values():
            assert (cookie["samesite"], cookie["httponly"], cookie["secure"], cookie["domain"]) == (
                "Lax",
                True,
                True,
                "",
            )


def test_the_public_is_given_no_cookie(filled):
    client = Client()
    for path in ANSWERS:
        if "sign-in" not in path:
            client.get(path)
    assert "sessionid" not in client.cookies


def test_a_picture_with_a_script_is_no_document_and_no_page(client_of):
    from django.core.files.uploadedfile import SimpleUploadedFile

    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    response = client_of("editor").post(
        "/en/documents/-/upload/", {"file": SimpleUploadedFile("a.svg", svg), "symbol": "A/RES/98/777"}
    )
    assert response.status_code == 400
    assert b"<script>alert" not in response.content
