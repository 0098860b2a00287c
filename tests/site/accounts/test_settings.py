"""What the environment says of mail and other services; without it nothing leaves the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from isonomia.site.accounts.mail import MailServer, UnknownMailServer, mail_server
from isonomia.site.accounts.oidc import IncompleteService, oidc_provider

OIDC = {
    "ISONOMIA_OIDC_ISSUER": "https://id.example", "ISONOMIA_OIDC_CLIENT": "iso", "ISONOMIA_OIDC_SECRET": "s3cret",
}  # fmt: skip


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", None),
        ("smtp://mail.example", MailServer("mail.example", 587, starttls=True)),
        ("smtps://u:p%40ss@mail.example", MailServer("mail.example", 465, "u", "p@ss", ssl=True)),
        ("smtp+plain://localhost:2525", MailServer("localhost", 2525)),
    ],
)
def test_the_mail_server_is_the_one_that_is_named(url, server):
    assert mail_server(url) == server


@pytest.mark.parametrize(
    "url", ["mail.example", "http://u:geheim@mail.example", "smtp://u:geheim@", "smtp://u:geheim@h:x"]
)
def test_another_is_refused_without_telling_its_password(url):
    with pytest.raises(UnknownMailServer, match="ISONOMIA_EMAIL") as refused:
        mail_server(url)
    assert "geheim" not in str(refused.value)
    assert "geheim" not in repr(mail_server("smtp://u:geheim@mail.example"))


def test_another_service_is_off_unless_it_is_whole():
    assert oidc_provider({}) is None
    assert oidc_provider(OIDC)["settings"] == {"server_url": "https://id.example"}
    for name in OIDC:
        with pytest.raises(IncompleteService, match=name):
            oidc_provider({**OIDC, name: ""})
    for issuer in ("http://id.example", "http://localhost.evil.example", "ftp://localhost", "id.example"):
        with pytest.raises(IncompleteService, match="https"):
            oidc_provider({**OIDC, "ISONOMIA_OIDC_ISSUER": issuer})
    assert oidc_provider({**OIDC, "ISONOMIA_OIDC_ISSUER": "http://127.0.0.1:9000"})  # what never leaves the machine


def test_who_is_known_of_one_service_is_nobody_to_another():
    ids = {
        oidc_provider({**OIDC, "ISONOMIA_OIDC_ISSUER": f"https://{host}"})["provider_id"]
        for host in ("a.example", "b.example", "a.example/")
    }
    assert len(ids) == 2


def _settings(expression: str, tmp_path, **environment: str):
    code = f"import json; from isonomia.site import settings as s; print(json.dumps({expression}))"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ISONOMIA_")}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={**kept, "ISONOMIA_DATA": str(tmp_path), "DATABASE_URL": "", **environment},
    )  # fmt: skip
    return json.loads(done.stdout)


def test_by_default_nothing_leaves_the_machine(tmp_path):
    expression = "[s.EMAIL_BACKEND, s.EMAIL_CONFIGURED, [a for a in s.INSTALLED_APPS if 'social' in a]]"
    assert _settings(expression, tmp_path) == ["django.core.mail.backends.dummy.EmailBackend", False, []]


def test_mail_and_service_come_from_the_environment(tmp_path):
    expression = "[s.EMAIL_HOST, s.EMAIL_USE_TLS, s.DEFAULT_FROM_EMAIL, [a for a in s.INSTALLED_APPS if 'social' in a]]"
    given = {"ISONOMIA_EMAIL": "smtp://u:p@mail.example", "ISONOMIA_EMAIL_FROM": "iso@un.example", **OIDC}
    host, tls, sender, apps = _settings(expression, tmp_path, **given)
    assert (host, tls, sender) == ("mail.example", True, "iso@un.example")
    assert "allauth.socialaccount.providers.openid_connect" in apps


def test_behind_a_proxy_the_address_of_the_client_is_the_one_that_it_adds(tmp_path):
    assert _settings("s.ALLAUTH_TRUSTED_PROXY_COUNT", tmp_path) == 0
    assert _settings("s.ALLAUTH_TRUSTED_PROXY_COUNT", tmp_path, ISONOMIA_TLS="1") == 1
    assert _settings("s.ALLAUTH_TRUSTED_PROXY_COUNT", tmp_path, ISONOMIA_TLS="1", ISONOMIA_PROXIES="2") == 2


@pytest.mark.django_db
def test_without_a_proxy_nobody_chooses_the_address_that_is_counted(ana):
    from django.test import Client

    for number in range(6):
        answer = Client().post(
            "/en/account/sign-in/", {"username": "ana", "password": "wrong"},
            headers={"x-forwarded-for": f"192.0.2.{number}"},
        )  # fmt: skip
    assert "Wait a quarter of an hour" in answer.content.decode()


OTHER_SERVICE = """
import sys
from pathlib import Path
from isonomia.site.serve import migrate, prepare
prepare(Path(sys.argv[1]))
migrate()
from django.conf import settings
from django.test import Client
from isonomia.site.accounts.commanding import make_account
settings.ALLOWED_HOSTS.append("testserver")
browser = Client()
page = browser.get("/en/account/sign-in/").content.decode()
assert "Sign in with The Ministry" in page, page
assert f'href="/en/account/other/{settings.OIDC_ID}/' in page, page
make_account("ana", "correct horse battery")
browser.post("/en/account/sign-in/", {"username": "ana", "password": "correct horse battery"})
assert "The Ministry" in browser.get("/en/account/").content.decode()
page = browser.get("/en/account/other/").content.decode()
assert "Join with The Ministry" in page, page
page = Client().get("/en/account/other/cancelled/").content.decode()
assert "You are not signed in" in page and "<style" not in page, page
"""


def test_where_a_service_is_named_its_door_is_shown_and_no_request_is_made_yet(tmp_path):
    pytest.importorskip("requests", reason="signing in through another service is an extra")
    pytest.importorskip("jwt", reason="signing in through another service is an extra")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ISONOMIA_")}
    environment = {
        **kept, **OIDC, "ISONOMIA_OIDC_NAME": "The Ministry", "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "isonomia.site.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", OTHER_SERVICE, str(tmp_path)], capture_output=True, text=True, cwd=tmp_path,
        env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
