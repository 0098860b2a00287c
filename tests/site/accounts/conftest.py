"""People, codes and confirmations for the tests of accounts."""

from __future__ import annotations

import re
import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from lxml import html

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _anew(db):
    """No failure is counted yet, and addresses are made in English."""
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture
def ana(db, django_user_model):
    return django_user_model.objects.create_user(
        "ana", password=PASSWORD, email="ana@example.org", role="focal_point", country="AT"
    )


@pytest.fixture
def chief(db, django_user_model):
    return django_user_model.objects.create_user("chief", password=PASSWORD, role="administrator")


@pytest.fixture
def sign_in():
    """Signs in on the page, as a browser would; gives the browser."""

    def go(name: str, password: str = PASSWORD, browser: Client | None = None) -> Client:
        browser = browser or Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})
        browser.last = browser.post("/en/account/sign-in/", {"username": name, "password": password})
        return browser

    return go


@pytest.fixture
def confirm():
    """Gives the password once more, as grave pages ask."""

    def go(browser: Client) -> Client:
        assert browser.post("/en/account/confirm/", {"password": PASSWORD}).status_code == 302
        return browser

    return go


@pytest.fixture
def page():
    def read(response) -> html.HtmlElement:
        return html.document_fromstring(response.content.decode())

    return read


@pytest.fixture
def code_of():
    """The code that a telephone with a key shows now, or `steps` half-minutes from now."""

    def now(key: str, steps: int = 0) -> str:
        from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

        return format_hotp_value(hotp_value(key, int(time.time()) // 30 + steps))

    return now


@pytest.fixture
def set_up(ana, sign_in, confirm, page, code_of):
    """An account with a second factor: its browser, its key and its recovery codes."""
    browser = confirm(sign_in("ana"))
    key = page(browser.get("/en/account/second-factor/set-up/")).xpath("//input[@id='key']/@value")[0]
    response = browser.post("/en/account/second-factor/set-up/", {"code": code_of(key)})
    assert response["Location"] == "/en/account/second-factor/codes/"
    codes = page(browser.get(response["Location"])).xpath("//ul[@class='codes']//code/text()")
    assert len(codes) == 10
    assert all(re.fullmatch(r"\d{8}", code) for code in codes)
    return browser, key, codes
