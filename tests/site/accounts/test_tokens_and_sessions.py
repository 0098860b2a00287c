"""Tokens of programs and sessions of browsers: made, shown, ended."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from isonomia.site.accounts.models import AccountChange, ApiToken

TOKENS = "/en/account/tokens/"


@pytest.fixture
def browser(ana, sign_in, confirm):
    return confirm(sign_in("ana"))


@pytest.fixture
def make(browser, page):
    def go(name: str = "nightly", days: str = "90") -> str:
        return page(browser.post(TOKENS, {"name": name, "days": days})).xpath("//input[@id='token']/@value")[0]

    return go


def asked(text: str):
    return Client().get("/api/v1/cases", headers={"authorization": f"Bearer {text}"})


def test_a_token_opens_the_api_and_is_shown_once(make, browser):
    text = make()
    assert asked(text).status_code == 200
    page = browser.get(TOKENS).content.decode()
    assert "nightly" in page
    assert text not in page
    assert text not in repr(list(ApiToken.objects.values()))
    assert ApiToken.objects.get().last_used_at


def test_its_length_of_life_is_chosen(make):
    make(days="30")
    assert timedelta(days=29) < ApiToken.objects.get().expires_at - timezone.now() <= timedelta(days=30)


@pytest.mark.parametrize("form", [{"name": "", "days": "90"}, {"name": "x", "days": "9000"}, {"name": "x" * 101}])
def test_what_cannot_be_makes_no_token(browser, page, form):
    assert page(browser.post(TOKENS, form)).xpath("//*[@aria-invalid='true']")
    assert not ApiToken.objects.exists()


def test_making_one_asks_for_the_password_and_then_goes_on(ana, sign_in, page):
    browser = sign_in("ana")
    response = browser.post(TOKENS, {"name": "nightly", "days": "90"})
    assert response["Location"].startswith("/en/account/confirm/")
    assert not ApiToken.objects.exists()
    shown = browser.post(response["Location"], {"password": "correct horse battery"})
    assert asked(page(shown).xpath("//input[@id='token']/@value")[0]).status_code == 200


def test_a_revoked_token_is_refused_at_once(make, browser):
    text = make()
    browser.post(f"/en/account/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert asked(text).status_code == 401


def test_an_expired_token_is_refused(make):
    text = make()
    ApiToken.objects.update(expires_at=timezone.now())
    assert asked(text).status_code == 401


def test_the_token_of_a_closed_account_is_refused(make, ana):
    text = make()
    ana.is_active = False
    ana.save()
    assert asked(text).status_code == 401


def test_nobody_revokes_anothers_token(make, chief, sign_in):
    text = make()
    answer = sign_in("chief").post(f"/en/account/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert answer.status_code == 404
    assert asked(text).status_code == 200


def test_a_token_opens_no_page(make):
    text = make()
    answer = Client().get("/en/account/", headers={"authorization": f"Bearer {text}"})
    assert answer["Location"].startswith("/en/account/sign-in/")


def test_neither_log_nor_history_keeps_a_token(make, browser, caplog):
    with caplog.at_level(logging.DEBUG):
        text = make()
        asked(text)
        asked(text + "x")
        browser.post(f"/en/account/tokens/{ApiToken.objects.get().pk}/revoke/")
        asked(text)
    history = repr(list(AccountChange.objects.values()))
    assert [row.action for row in AccountChange.objects.order_by("pk")] == ["token_made", "token_revoked"]
    assert "nightly" in history
    for kept in (history, caplog.text):
        assert text not in kept


# -- sessions ------------------------------------------------------------------------------------------------------


def test_sessions_are_listed_and_the_present_one_is_marked(ana, sign_in, page):
    sign_in("ana", browser=Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537"}))
    rows = page(sign_in("ana").get("/en/account/sessions/")).xpath("//tbody/tr")
    texts = [" ".join(row.xpath("string()").split()) for row in rows]
    assert len(rows) == 2
    assert "Firefox · Linux this one" in texts[0]
    assert "Chrome · Windows" in texts[1]
    assert all("127.0.0.1" in text for text in texts)


def test_one_session_can_be_ended(ana, sign_in, page):
    there, here = sign_in("ana"), sign_in("ana")
    other = page(here.get("/en/account/sessions/")).xpath("//tbody/tr[2]//button/@value")[0]
    assert there.get("/en/account/").status_code == 200
    here.post("/en/account/sessions/", {"session": other})
    assert there.get("/en/account/").status_code == 302
    assert here.get("/en/account/").status_code == 200


def test_all_others_can_be_ended(ana, sign_in):
    there, elsewhere, here = sign_in("ana"), sign_in("ana"), sign_in("ana")
    here.post("/en/account/sessions/", {"others": "1"})
    assert [browser.get("/en/account/").status_code for browser in (there, elsewhere, here)] == [302, 302, 200]
    assert AccountChange.objects.get().action == "sessions_ended"


def test_the_present_session_can_be_ended(ana, sign_in, page):
    browser = sign_in("ana")
    own = page(browser.get("/en/account/sessions/")).xpath("//tbody/tr[1]//button/@value")[0]
    assert browser.post("/en/account/sessions/", {"session": own})["Location"] == "/en/account/sign-in/"
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("given", ["999999", "x", "", "²"])
def test_a_session_that_is_not_ones_own_is_not_there(ana, chief, sign_in, page, given):
    chiefs = sign_in("chief")
    foreign = page(chiefs.get("/en/account/sessions/")).xpath("//tbody/tr[1]//button/@value")[0]
    browser = sign_in("ana")
    for value in (given, foreign):
        assert browser.post("/en/account/sessions/", {"session": value}).status_code == 404
    assert chiefs.get("/en/account/").status_code == 200
