"""The second factor: set up, asked for, recovery codes, and what is refused."""

from __future__ import annotations

import base64
import logging

import pytest
from allauth.mfa.models import Authenticator

from isonomia.site.accounts.models import AccountChange
from isonomia.site.accounts.sealing import seal, unseal

PASSWORD = "correct horse battery"
CODE = "/en/account/sign-in/code/"


def signed_in(browser) -> bool:
    return "_auth_user_id" in browser.session


def test_setting_it_up_asks_for_the_password_first(ana, sign_in):
    browser = sign_in("ana")
    response = browser.get("/en/account/second-factor/set-up/")
    assert response["Location"].startswith("/en/account/confirm/?next=")
    wrong = browser.post(response["Location"], {"password": "wrong"})
    assert wrong.status_code == 200
    assert b"not your password" in wrong.content
    right = browser.post(response["Location"], {"password": PASSWORD})
    assert right["Location"] == "/en/account/second-factor/set-up/"


def test_the_picture_is_made_here_and_the_key_stands_beside_it(ana, sign_in, confirm, page):
    tree = page(confirm(sign_in("ana")).get("/en/account/second-factor/set-up/"))
    (source,) = tree.xpath("//main//img/@src")
    assert source.startswith("data:image/svg+xml;base64,")
    assert b"<svg" in base64.b64decode(source.split(",", 1)[1])
    assert tree.xpath("//main//img/@alt")[0]
    assert len(tree.xpath("//input[@id='key']/@value")[0]) == 32


def test_a_wrong_first_code_sets_nothing_up(ana, sign_in, confirm, page):
    browser = confirm(sign_in("ana"))
    browser.get("/en/account/second-factor/set-up/")
    tree = page(browser.post("/en/account/second-factor/set-up/", {"code": "000000"}))
    assert tree.xpath("//input[@name='code']/@aria-invalid") == ["true"]
    assert not Authenticator.objects.exists()


def test_the_password_alone_does_not_open(set_up, sign_in, code_of):
    _browser, key, _codes = set_up
    browser = sign_in("ana")
    assert browser.last["Location"] == CODE
    assert not signed_in(browser)
    assert browser.get("/en/account/").status_code == 302
    assert browser.post(CODE, {"code": code_of(key)}).status_code == 302
    assert signed_in(browser)


@pytest.mark.parametrize("code", ["000000", "", "abc", "1" * 200])
def test_a_wrong_code_is_refused(set_up, sign_in, page, code):
    browser = sign_in("ana")
    tree = page(browser.post(CODE, {"code": code}))
    assert not signed_in(browser)
    assert tree.xpath("//input[@name='code']/@aria-invalid") == ["true"]


def test_a_code_of_an_hour_ago_is_refused(set_up, sign_in, code_of):
    _browser, key, _codes = set_up
    browser = sign_in("ana")
    browser.post(CODE, {"code": code_of(key, -120)})
    assert not signed_in(browser)


def test_a_clock_that_is_half_a_minute_late_does_not_lock_out(set_up, sign_in, code_of):
    _browser, key, _codes = set_up
    browser = sign_in("ana")
    browser.post(CODE, {"code": code_of(key, -1)})
    assert signed_in(browser)


def test_a_code_opens_once(set_up, sign_in, code_of, monkeypatch):
    _browser, key, _codes = set_up
    code = code_of(key)
    first, second = sign_in("ana"), sign_in("ana")
    first.post(CODE, {"code": code})
    # allauth's own memory of the code is half a minute, shorter than the code is valid
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.TOTP._mark_code_used", lambda self, code: True)
    second.post(CODE, {"code": code})
    assert signed_in(first)
    assert not signed_in(second)


def test_wrong_codes_lock_the_account(set_up, sign_in, code_of):
    _browser, key, _codes = set_up
    browser = sign_in("ana")
    for _ in range(5):
        browser.post(CODE, {"code": "000000"})
    answer = browser.post(CODE, {"code": code_of(key)})
    assert "Wait a quarter of an hour" in answer.content.decode()
    assert not signed_in(browser)


def test_a_code_without_a_password_is_nothing(set_up, client, code_of):
    _browser, key, _codes = set_up
    assert client.post(CODE, {"code": code_of(key)})["Location"] == "/en/account/sign-in/"
    assert not signed_in(client)


def test_a_recovery_code_opens_once(set_up, sign_in):
    _browser, _key, codes = set_up
    browser = sign_in("ana")
    browser.post(CODE, {"code": codes[3]})
    assert signed_in(browser)
    again = sign_in("ana")
    again.post(CODE, {"code": codes[3]})
    assert not signed_in(again)


def test_new_recovery_codes_end_the_old_ones(set_up, sign_in, page):
    browser, _key, codes = set_up
    browser.post("/en/account/second-factor/codes/new/")
    fresh = page(browser.get("/en/account/second-factor/codes/")).xpath("//ul[@class='codes']//code/text()")
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    other = sign_in("ana")
    other.post(CODE, {"code": codes[0]})
    assert not signed_in(other)
    text = browser.get("/en/account/second-factor/codes.txt")
    assert text["Content-Type"].startswith("text/plain")
    assert text.content.decode().split() == fresh


def test_it_can_be_removed_after_the_password(set_up, sign_in, confirm):
    browser, _key, _codes = set_up
    assert browser.post("/en/account/second-factor/remove/").status_code == 302
    assert not Authenticator.objects.exists()
    assert signed_in(sign_in("ana"))


def test_another_session_cannot_remove_it_without_the_password(set_up, sign_in, code_of):
    _browser, key, _codes = set_up
    browser = sign_in("ana")
    browser.post(CODE, {"code": code_of(key)})
    assert browser.post("/en/account/second-factor/remove/")["Location"].startswith("/en/account/confirm/")
    assert browser.get("/en/account/second-factor/codes/")["Location"].startswith("/en/account/confirm/")
    assert Authenticator.objects.count() == 2


def test_the_history_tells_of_it_without_codes(django_capture_on_commit_callbacks, request):
    with django_capture_on_commit_callbacks(execute=True):
        browser, key, codes = request.getfixturevalue("set_up")
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/en/account/second-factor/codes/new/")
        browser.post("/en/account/second-factor/remove/")
    changes = AccountChange.objects.order_by("pk")
    assert [row.action for row in changes] == ["factor_on", "recovery_codes", "factor_off", "recovery_codes"]
    for secret in (key, *codes):
        assert secret not in repr(list(changes.values()))


def test_seeds_lie_sealed_in_the_database(set_up, settings):
    _browser, key, _codes = set_up
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert key not in kept
    assert unseal(kept) == key
    settings.SECRET_KEY = "another secret"
    assert unseal(kept) != key
    base64.b32decode(unseal(kept))
    assert unseal(seal("x")) == "x"


def test_with_a_lost_secret_the_page_still_answers(set_up, sign_in, code_of, settings):
    _browser, key, codes = set_up
    settings.SECRET_KEY = "another secret"
    browser = sign_in("ana")
    for code in (code_of(key), codes[0]):
        assert browser.post(CODE, {"code": code}).status_code == 200
    assert not signed_in(browser)


def test_no_code_and_no_key_is_logged(ana, sign_in, confirm, page, code_of, caplog):
    with caplog.at_level(logging.DEBUG):
        browser = confirm(sign_in("ana"))
        key = page(browser.get("/en/account/second-factor/set-up/")).xpath("//input[@id='key']/@value")[0]
        code = code_of(key)
        browser.post("/en/account/second-factor/set-up/", {"code": code})
        other = sign_in("ana")
        other.post(CODE, {"code": "765432"})
        other.post(CODE, {"code": code})
    assert key not in caplog.text
    assert code not in caplog.text
    assert "765432" not in caplog.text
