"""The frame of the site: languages, headers, errors, settings from the environment, the address that is printed."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from isonomia.site.databases import UnknownDatabase, database
from isonomia.site.languages import CODES, NAMES, in_language

pytestmark = pytest.mark.django_db
SITE = Path(__file__).resolve().parents[2] / "src" / "isonomia" / "site"


def page(response) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())


# -- languages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepts", "code"),
    [("fr-CH,fr;q=0.9", "fr"), ("zh-CN", "zh"), ("zh-TW,zh;q=0.5", "zh"), ("ar-EG", "ar"), ("de", "en"), ("", "en")],
)
def test_without_a_prefix_the_browsers_language_decides(client, accepts, code):
    response = client.get("/", headers={"accept-language": accepts})
    assert response.status_code == 302
    assert response["Location"] == f"/{code}/"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("code", CODES)
def test_a_page_speaks_the_language_of_its_address(client, code):
    response = client.get(f"/{code}/", headers={"accept-language": "en"})
    tree = page(response)
    assert response.status_code == 200
    assert tree.get("lang").split("-")[0] == code
    assert tree.get("dir") == ("rtl" if code == "ar" else "ltr")
    assert response["Content-Language"] == code
    assert {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@rel='alternate']")} == {
        other: f"/{other}/" for other in CODES
    }
    assert tree.xpath("//*[@class='languages']//a[@aria-current]")[0].text == NAMES[code]


def test_the_query_survives_a_change_of_language(client):
    assert in_language("/en/account/sign-in/?next=/en/", "zh") == "/zh/account/sign-in/?next=/en/"
    assert in_language("/", "fr") == "/fr/"
    response = client.get("/account/sign-in/?next=/en/", headers={"accept-language": "es"})
    assert response["Location"] == "/es/account/sign-in/?next=/en/"


def test_what_is_not_there_is_not_redirected(client):
    assert client.get("/no-such-page/").status_code == 404


# -- headers and errors --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/en/", "/en/nothing-here/", "/static/site/site.css"])
def test_every_answer_is_guarded(client, address):
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert "Strict-Transport-Security" not in response


def test_no_page_carries_script_or_style_of_its_own():
    for path in SITE.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"<style|\sstyle=|\son(click|load|change|submit|input|key\w+|mouse\w+|focus|blur|error)=|<script(?![^>]*\ssrc=)|javascript:",
            text,
        ), path.name
        assert not re.search(r"(src|href|action)=[\"'](https?:)?//", text), path.name


def test_a_missing_page_says_so_in_the_readers_language(client):
    response = client.get("/ar/nothing/")
    assert response.status_code == 404
    assert page(response).get("dir") == "rtl"
    assert page(response).xpath("//main//h1")


def test_under_api_a_fault_is_json(client):
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert json.loads(response.content)["error"]["code"] == "not-found"


def test_a_broken_view_gives_a_page_and_no_details(client, monkeypatch):
    def breaks(*args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("isonomia.site.records.views.lists.read_view", breaks)
    client.raise_request_exception = False
    response = client.get("/en/meetings/")
    assert response.status_code == 500
    assert b"secret detail" not in response.content
    assert page(response).xpath("//h1")


def test_a_form_from_elsewhere_is_refused():
    response = Client(enforce_csrf_checks=True).post("/en/account/sign-in/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert page(response).xpath("//main//h1")


def test_style_sheets_are_kept_by_content(client):
    tree = page(client.get("/en/"))
    address = tree.xpath("//link[@rel='stylesheet']/@href")[0]
    assert re.fullmatch(r"/static/site/site\.css\?v=[0-9a-f]{12}", address)
    response = client.get(address)
    assert "max-age=31536000" in response["Cache-Control"]


# -- signing in ----------------------------------------------------------------------------------------------------


def test_an_account_signs_in_and_out(client, django_user_model):
    django_user_model.objects.create_user("ana", password="correct horse battery", role="editor")
    wrong = client.post("/en/account/sign-in/", {"username": "ana", "password": "wrong"})
    assert wrong.status_code == 200
    assert page(wrong).xpath("//*[@role='alert']")
    right = client.post("/en/account/sign-in/", {"username": "ana", "password": "correct horse battery"})
    assert right.status_code == 302
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert "ana" in client.get("/en/").content.decode()
    client.post("/en/account/sign-out/")
    assert "ana" not in client.get("/en/").content.decode()


def test_a_focal_point_needs_a_country(django_user_model):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match="needs a country"):
        django_user_model(username="x", password="y", role="focal_point").full_clean()


# -- settings from the environment ---------------------------------------------------------------------------------


def _settings(expression: str, tmp_path: Path, **environment: str) -> str:
    code = f"from isonomia.site import settings as s; print({expression})"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={**os.environ, "ISONOMIA_DATA": str(tmp_path), "DATABASE_URL": "", **environment},
    )  # fmt: skip
    return done.stdout.strip()


def test_the_secret_is_made_once_and_is_the_owners_alone(tmp_path):
    first = _settings("s.SECRET_KEY", tmp_path)
    assert len(first) > 50
    assert _settings("s.SECRET_KEY", tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_check_leaves_no_data_directory_behind(tmp_path):
    place = tmp_path / "later"
    assert _settings("bool(s.SECRET_KEY)", tmp_path, ISONOMIA_DATA=str(place)) == "True"
    assert not place.exists()


def test_behind_tls_cookies_and_browsers_insist_on_it(tmp_path):
    assert _settings("s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0", tmp_path, ISONOMIA_TLS="1") == "True True"
    assert _settings("s.SESSION_COOKIE_SECURE, hasattr(s, 'SECURE_HSTS_SECONDS')", tmp_path) == "False False"


def test_the_database_is_a_file_or_what_the_address_names(tmp_path):
    assert database("", tmp_path)["NAME"] == str(tmp_path / "isonomia.sqlite3")
    other = database("postgres://iso:p%40ss@db.example:6432/un?sslmode=require", tmp_path)
    assert other["ENGINE"].endswith("postgresql")
    assert (other["NAME"], other["USER"], other["PASSWORD"]) == ("un", "iso", "p@ss")
    assert (other["HOST"], other["PORT"]) == ("db.example", "6432")
    assert other["OPTIONS"] == {"sslmode": "require"}
    assert database("postgres:///un?host=/run/pg", tmp_path)["HOST"] == "/run/pg"


@pytest.mark.parametrize("url", ["mysql://a/b", "postgres://host", "postgres://host:port/x", "nonsense"])
def test_another_database_is_refused_by_name(url, tmp_path):
    with pytest.raises(UnknownDatabase, match="DATABASE_URL"):
        database(url, tmp_path)


def test_the_embedded_database_lets_readers_read_while_one_writes():
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("the embedded database only")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert cursor.execute("PRAGMA foreign_keys").fetchone()[0] == 1


# -- serving -------------------------------------------------------------------------------------------------------


def test_serve_opens_the_site_and_prints_its_address(tmp_path):
    data = tmp_path / "data"
    code = (
        "from pathlib import Path; from isonomia.site.serve import serve; import sys; serve(Path(sys.argv[1]), port=0)"
    )
    environment = {**os.environ, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "isonomia.site.settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(data)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment, cwd=tmp_path,
    )  # fmt: skip
    watchdog = threading.Timer(120, process.kill)
    watchdog.start()
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://localhost:\d+/", line)
        assert address, process.stderr.read() if process.stderr and not line else line
        with urllib.request.urlopen(address[0].replace("localhost", "127.0.0.1")) as answer:
            assert answer.url.endswith("/en/")
            assert "Isonomia" in answer.read().decode()
    finally:
        process.terminate()
        process.communicate()
        watchdog.cancel()
    assert (data / "isonomia.sqlite3").is_file()


def test_two_that_are_started_at_once_wait_for_each_other(tmp_path):
    code = "import sys, pathlib; from isonomia.site import serve; serve.prepare(pathlib.Path(sys.argv[1])); serve.migrate()"
    environment = {**os.environ, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "isonomia.site.settings"}
    command = [sys.executable, "-c", code, str(tmp_path / "data")]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, cwd=tmp_path) for _ in range(2)]
    faults = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], faults


def test_a_taken_port_is_named(db):
    from isonomia.site.serve import PortInUse, server

    first = server(port=0)
    try:
        with pytest.raises(PortInUse, match=r"127\.0\.0\.1:\d+: cannot listen"):
            server(port=first.effective_port)
    finally:
        first.close()


def test_a_data_directory_that_cannot_be_made_is_named(tmp_path, monkeypatch):
    from isonomia.site.serve import UnwritableData, prepare

    monkeypatch.setenv("ISONOMIA_DATA", str(tmp_path))
    (tmp_path / "file").write_text("")
    with pytest.raises(UnwritableData, match="--data"):
        prepare(tmp_path / "file" / "below")


def test_the_address_is_one_that_a_browser_finds():
    from isonomia.site.serve import address

    class Running:
        effective_port = 8000

    assert address(Running(), "0.0.0.0") == "http://localhost:8000/"
    assert address(Running(), "site.example") == "http://site.example:8000/"
