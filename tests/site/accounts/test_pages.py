"""Every page of accounts: labels, no script or style of its own, our words, both directions."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from isonomia.site.accounts.invitations import invite, path_of
from isonomia.site.accounts.models import Invitation
from isonomia.site.accounts.urls import urlpatterns

OUTSIDE = ["account_login", "account_reset_password", "account_reset_password_done", "account_inactive",
           "account_reset_password_from_key_done"]  # fmt: skip
INSIDE = ["account", "account_logout", "account_reauthenticate", "mfa_reauthenticate", "account_change_password",
          "mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "sessions",
          "tokens"]  # fmt: skip
GRAVE = ["mfa_activate_totp"]
MANAGING = ["people", "invite", "invitation-made", "person"]
SENT = {"sign-in", "sign-out", "token-revoke", "invitation-link", "invitation-withdraw", "person-act"}
OTHER = {"mfa_download_recovery_codes", "account_reset_password_from_key", "invitation", "mfa_authenticate",
         "account_set_password"}  # fmt: skip
"""Seen by the tests of their flow."""


def checked(response, page, language: str) -> None:
    assert response.status_code == 200
    tree = page(response)
    assert tree.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("//head/link[@rel='stylesheet']")
    assert not tree.xpath("//style | //script[not(@src)] | //*[@style]")
    assert not [name for name in tree.xpath("//@*") if re.match(r"on[a-z]+$", getattr(name, "attrname", "") or "")]
    for address in tree.xpath("//@src | //@action | //link/@href"):
        assert not re.match(r"(https?:)?//", address), address
    for field in tree.xpath("//main//input[not(@type='hidden')] | //main//select | //main//textarea"):
        if not field.xpath("ancestor::*[@aria-hidden='true']"):
            named = tree.xpath(f"//label[@for='{field.get('id')}']") or field.xpath("ancestor::label")
            assert named, field.attrib
    for form in tree.xpath("//main//form[@method='post']"):
        assert form.xpath(".//input[@name='csrfmiddlewaretoken']")
    for button in tree.xpath("//main//button"):
        assert button.xpath("string()").strip()
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_every_address_is_looked_at_here_or_in_its_flow():
    assert {pattern.name for pattern in urlpatterns} == {*OUTSIDE, *INSIDE, *GRAVE, *MANAGING, *SENT, *OTHER}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", OUTSIDE)
def test_pages_for_everybody(client, page, name, language):
    address = reverse(name).replace("/en/", f"/{language}/")
    checked(client.get(address), page, language)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_of_an_account(set_up, page, language):
    browser, _key, _codes = set_up
    browser.post("/en/account/tokens/", {"name": "nightly", "days": "90"})
    for name in INSIDE:
        checked(browser.get(reverse(name).replace("/en/", f"/{language}/")), page, language)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_of_administrators(ana, chief, sign_in, confirm, page, language):
    invitation = invite(Invitation(username="noor", role="focal_point", country="AT"), chief)
    browser = confirm(sign_in("chief"))
    arguments = {"invitation-made": [invitation.pk], "person": [ana.pk]}
    for name in (*MANAGING, *GRAVE):
        address = reverse(name, args=arguments.get(name, [])).replace("/en/", f"/{language}/")
        checked(browser.get(address), page, language)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_links(chief, client, page, language):
    invitation = invite(Invitation(username="noor", role="focal_point", country="AT"), chief)
    checked(client.get(path_of(invitation).replace("/en/", f"/{language}/"), follow=True), page, language)


def test_the_page_of_the_code(set_up, sign_in, page):
    browser = sign_in("ana")
    checked(browser.get("/ar/account/sign-in/code/"), page, "ar")


def test_too_many_tries_have_a_page(ana, client, page, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    form = {"username": "ana", "password": "wrong"}
    answers = [client.post("/en/account/sign-in/", form) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Too many tries" in page(answers[-1]).xpath("//h1/text()")


def test_the_menu_leads_to_the_account(ana, sign_in, page):
    assert page(sign_in("ana").get("/en/")).xpath("//header//a[@href='/en/account/']")


def test_no_template_of_another_package_is_shown(set_up, sign_in):
    """What allauth would show is overridden: its own pages have another frame."""
    from django.template.loader import get_template

    for name in ("account/login", "account/logout", "account/reauthenticate", "account/password_change",
                 "account/password_set", "account/password_reset", "account/password_reset_done",
                 "account/password_reset_from_key", "account/password_reset_from_key_done", "account/account_inactive",
                 "mfa/authenticate", "mfa/reauthenticate", "mfa/index", "mfa/totp/activate_form",
                 "mfa/totp/deactivate_form", "mfa/recovery_codes/index", "mfa/recovery_codes/generate", "429"):  # fmt: skip
        assert "isonomia" in get_template(f"{name}.html").origin.name, name
