"""Signing in and out, the lock-out, the password: with what is refused."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from isonomia.site.accounts.models import AccountChange
from isonomia.site.accounts.resets import reset_path

PASSWORD = "correct horse battery"
NEW = "staple violin harbour"
WAIT = "Wait a quarter of an hour"


def signed_in(browser) -> bool:
    return "_auth_user_id" in browser.session


def test_passwords_are_kept_as_argon2():
    from isonomia.site import settings

    with override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS):
        assert identify_hasher(make_password(PASSWORD)).algorithm == "argon2"


def test_the_right_password_opens_and_leads_back(ana):
    browser = Client()
    form = {"username": "ana", "password": PASSWORD, "next": "/ar/account/tokens/"}
    assert browser.post("/en/account/sign-in/", form)["Location"] == "/ar/account/tokens/"
    assert signed_in(browser)


def test_no_page_leads_to_another_site(ana):
    browser = Client()
    form = {"username": "ana", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert browser.post("/en/account/sign-in/", form)["Location"] == "/en/"


@pytest.mark.parametrize(("name", "password"), [("ana", "wrong"), ("nobody", PASSWORD), ("ana", "")])
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(ana, sign_in, page, name, password):
    browser = sign_in(name, password)
    assert not signed_in(browser)
    tree = page(browser.last)
    assert tree.xpath("//*[@role='alert']")
    if password:
        assert tree.xpath("//*[@role='alert']//li/text()") == ["The name or the password is not right."]
    else:
        field = tree.xpath("//input[@name='password']")[0]
        assert field.get("aria-invalid") == "true"
        assert tree.xpath(f"//*[@id='{field.get('aria-describedby')}']//li")


def test_a_name_has_no_case(ana, sign_in):
    assert signed_in(sign_in("ANA"))


@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_after_five_failures_a_name_is_locked_whether_it_exists_or_not(ana, sign_in, name):
    for _ in range(5):
        assert WAIT not in sign_in(name, "wrong").last.content.decode()
    locked = sign_in(name, PASSWORD)
    assert WAIT in locked.last.content.decode()
    assert not signed_in(locked)


def test_a_locked_account_opens_again_after_a_while(ana, sign_in, monkeypatch):
    for _ in range(6):
        locked = sign_in("ana", "wrong")
    assert WAIT in locked.last.content.decode()
    import time

    later = time.time() + 16 * 60
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    assert signed_in(sign_in("ana"))


def test_the_lock_of_one_account_is_not_anothers(ana, chief, sign_in):
    for _ in range(6):
        sign_in("ana", "wrong")
    assert signed_in(sign_in("chief"))


def test_failures_are_counted_where_a_restart_does_not_lose_them(ana, sign_in):
    from django.core.cache import cache
    from django.db import connection

    sign_in("ana", "wrong")
    assert type(cache._connections[cache._alias]).__name__ == "DatabaseCache"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_counts")
        assert cursor.fetchone()[0] > 0


def test_a_closed_account_is_refused(ana, sign_in):
    open_before = sign_in("ana")
    ana.is_active = False
    ana.save()
    browser = sign_in("ana")
    assert browser.last["Location"] == "/en/account/closed/"
    assert not signed_in(browser)
    assert "closed" in browser.get("/en/account/closed/").content.decode()
    # and the session that was open is not one any more
    assert open_before.get("/en/account/")["Location"].startswith("/en/account/sign-in/")
    # with a wrong password nothing tells that the account exists
    assert sign_in("ana", "wrong").last.status_code == 200


def test_signing_out_needs_a_form(ana, sign_in, page):
    browser = sign_in("ana")
    asked = browser.get("/en/account/sign-out/")
    assert page(asked).xpath("//main//form[@method='post']//input[@name='csrfmiddlewaretoken']")
    assert signed_in(browser)
    browser.post("/en/account/sign-out/")
    assert not signed_in(browser)


def test_nobody_makes_an_account_for_themselves(client):
    for address in ("sign-up", "signup"):
        assert client.get(f"/en/account/{address}/").status_code == 404


def test_pages_of_an_account_are_kept_by_no_cache(ana, sign_in):
    browser = sign_in("ana")
    for name in ("", "tokens/", "sessions/", "second-factor/", "password/"):
        assert "no-store" in browser.get(f"/en/account/{name}")["Cache-Control"], name
    assert "no-store" in Client().get("/en/account/sign-in/")["Cache-Control"]


# -- changing and resetting the password ---------------------------------------------------------------------------


def test_a_changed_password_keeps_this_session_and_ends_the_others(ana, sign_in):
    here, there = sign_in("ana"), sign_in("ana")
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/en/account/password/", form).status_code == 302
    assert here.get("/en/account/").status_code == 200
    assert there.get("/en/account/").status_code == 302
    assert not signed_in(sign_in("ana", PASSWORD))
    assert signed_in(sign_in("ana", NEW))
    assert AccountChange.objects.get(user=ana).action == "password_changed"


@pytest.mark.parametrize(
    ("field", "form"),
    [
        ("oldpassword", {"oldpassword": "wrong", "password1": NEW, "password2": NEW}),
        ("password1", {"oldpassword": PASSWORD, "password1": "12345678", "password2": "12345678"}),
        ("password1", {"oldpassword": PASSWORD, "password1": "ana", "password2": "ana"}),
        ("password2", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW + "x"}),
    ],
)
def test_a_password_that_cannot_be_is_named_at_its_field(ana, sign_in, page, field, form):
    browser = sign_in("ana")
    tree = page(browser.post("/en/account/password/", form))
    wrong = tree.xpath(f"//input[@name='{field}']")[0]
    assert wrong.get("aria-invalid") == "true"
    described = wrong.get("aria-describedby").split()
    assert any(tree.xpath(f"//*[@id='{each}']//li") for each in described)
    assert signed_in(sign_in("ana", PASSWORD))


def test_without_mail_the_page_says_whom_to_ask(client, page):
    tree = page(client.get("/en/account/password/reset/"))
    assert "administrator" in tree.xpath("string(//main)")
    assert not tree.xpath("//main//input[@name='email']")
    assert client.post("/en/account/password/reset/", {"email": "ana@example.org"}).status_code == 404


def test_a_link_sets_the_password_once(ana, client, rf, sign_in):
    link = reset_path(ana, None)
    key = link.rstrip("/").split("-", 1)[1]
    moved = client.get(link)
    assert moved.status_code == 302
    assert key not in moved["Location"]
    form = {"password1": NEW, "password2": NEW}
    assert client.post(moved["Location"], form)["Location"] == "/en/account/password/reset/done/"
    assert client.get("/en/account/password/reset/done/").status_code == 200
    assert signed_in(sign_in("ana", NEW))
    again = Client().get(link)
    assert again.status_code == 200
    assert "cannot be used" in again.content.decode()
    assert [row.action for row in AccountChange.objects.order_by("pk")] == ["reset_link", "password_reset"]


def test_a_link_for_the_password_is_void_after_three_days(ana, client, monkeypatch):
    link = reset_path(ana, None)
    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    now = timezone.now().replace(tzinfo=None)
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: now + timedelta(days=3, minutes=1))
    assert "cannot be used" in client.get(link).content.decode()


def test_where_mail_is_set_the_link_comes_by_mail_and_tells_nobody_who_is_known(ana, client, settings):
    settings.EMAIL_CONFIGURED = True
    known = client.post("/fr/account/password/reset/", {"email": "ana@example.org"})
    unknown = client.post("/fr/account/password/reset/", {"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"] == "/fr/account/password/reset/sent/"
    assert [message.to for message in mail.outbox] == [["ana@example.org"]]
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    assert client.get(link.removeprefix("http://testserver")).status_code == 302


def test_a_mail_server_that_is_away_breaks_nothing(ana, client, settings, caplog, monkeypatch):
    settings.EMAIL_CONFIGURED = True

    def away(self, messages):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
    with caplog.at_level(logging.DEBUG):
        assert client.post("/en/account/password/reset/", {"email": "ana@example.org"}).status_code == 302
    assert "could not be sent" in caplog.text
    assert "http" not in caplog.text


def test_no_password_is_ever_logged(ana, sign_in, caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        sign_in("ana", "mistyped-secret")
        for _ in range(6):
            browser = sign_in("nobody", "mistyped-secret")
        form = {"oldpassword": "mistyped-secret", "password1": NEW, "password2": NEW + "x"}
        sign_in("ana").post("/en/account/password/", form)
        browser.post("/en/account/password/reset/nothing/", {"password1": NEW})
    out, err = capfd.readouterr()
    for text in (caplog.text, out, err):
        assert "mistyped-secret" not in text
        assert NEW not in text
        assert PASSWORD not in text
