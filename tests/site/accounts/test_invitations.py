"""Invitations: one account, once, within two weeks; and what is refused."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from isonomia.site.accounts.invitations import InvitationRefused, accept, invite, path_of
from isonomia.site.accounts.models import AccountChange, Invitation, User

PASSWORD = "correct horse battery"
FORM = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def invitation(chief):
    return invite(Invitation(username="noor", email="noor@example.org", role="focal_point", country="AT"), chief)


def text_of(response) -> str:
    return response.content.decode()


def test_an_administrator_gets_a_link_to_copy(chief, sign_in, page):
    browser = sign_in("chief")
    form = {"username": "noor", "email": "noor@example.org", "role": "focal_point", "country": "AT", "body": ""}
    made = browser.post("/en/account/users/invite/", form)
    tree = page(browser.get(made["Location"]))
    link = tree.xpath("//input[@id='link']/@value")[0]
    assert link.startswith("http://testserver/en/account/invitation/")
    assert not mail.outbox
    guest = Client()
    moved = guest.get(link.removeprefix("http://testserver"))
    assert moved["Location"] == "/en/account/invitation/"
    shown = page(guest.get(moved["Location"])).xpath("string(//main)")
    assert "noor" in shown
    assert "Austria" in shown
    assert guest.post("/en/account/invitation/", FORM)["Location"] == "/en/"
    noor = User.objects.get(username="noor")
    assert guest.session["_auth_user_id"] == str(noor.pk)
    assert (noor.role, noor.country, noor.email) == ("focal_point", "AT", "noor@example.org")
    assert not noor.is_superuser
    assert not noor.is_staff
    assert noor.check_password(PASSWORD)


def test_where_mail_is_set_the_link_is_sent_too(chief, sign_in, settings):
    settings.EMAIL_CONFIGURED = True
    form = {"username": "noor", "email": "noor@example.org", "role": "reader", "country": "", "body": ""}
    sign_in("chief").post("/en/account/users/invite/", form)
    assert mail.outbox[0].to == ["noor@example.org"]
    assert "http://testserver" + path_of(Invitation.objects.get()).replace("/en/", "/en/") in mail.outbox[0].body


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("username", {"username": "chief"}),
        ("username", {"username": "CHIEF"}),
        ("username", {"username": "a b"}),
        ("username", {"username": ""}),
        ("email", {"email": "no address"}),
        ("role", {"role": "emperor"}),
        ("country", {"role": "focal_point", "country": ""}),
        ("country", {"country": "XX"}),
        ("body", {"role": "body_focal_point", "body": ""}),
    ],
)
def test_what_cannot_be_is_named_at_its_field(chief, sign_in, page, field, change):
    form = {"username": "noor", "email": "", "role": "reader", "country": "", "body": "", **change}
    tree = page(sign_in("chief").post("/en/account/users/invite/", form))
    wrong = tree.xpath(f"//*[@name='{field}']")[0]
    assert wrong.get("aria-invalid") == "true"
    assert any(tree.xpath(f"//*[@id='{each}']//li") for each in wrong.get("aria-describedby").split())
    assert not Invitation.objects.exists()


def test_a_name_is_offered_once(invitation, chief, sign_in):
    form = {"username": "Noor", "email": "", "role": "reader", "country": "", "body": ""}
    assert "already" in text_of(sign_in("chief").post("/en/account/users/invite/", form))


@pytest.mark.parametrize("how", ["used", "expired", "withdrawn", "forged", "none"])
def test_what_is_no_invitation_any_more_is_refused(invitation, chief, client, how):
    link = path_of(invitation)
    match how:
        case "used":
            accept(invitation, PASSWORD)
        case "expired":
            Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        case "withdrawn":
            Invitation.objects.update(revoked_at=timezone.now())
        case "forged":
            link = link[:-3] + ("aa/" if link[-3:] != "aa/" else "bb/")
        case "none":
            link = "/en/account/invitation/"
    before = User.objects.count()
    assert client.get(link, follow=True).status_code == 410
    answer = client.post("/en/account/invitation/", FORM)
    assert answer.status_code == 410
    assert 'role="alert"' in text_of(answer)
    assert User.objects.count() == before


def test_it_lasts_fourteen_days(invitation):
    assert timedelta(days=14) - timedelta(minutes=1) < invitation.expires_at - timezone.now() <= timedelta(days=14)


def test_of_two_who_take_it_at_once_one_is_refused(invitation):
    other = Invitation.objects.get(pk=invitation.pk)
    accept(invitation, PASSWORD)
    with pytest.raises(InvitationRefused, match="used already"):
        accept(other, PASSWORD)
    assert User.objects.filter(username="noor").count() == 1


def test_a_name_that_was_taken_in_between_is_refused_and_leaves_the_link(invitation, django_user_model):
    django_user_model.objects.create_user("NOOR", password=PASSWORD)
    with pytest.raises(InvitationRefused, match="of this name"):
        accept(invitation, PASSWORD)
    invitation.refresh_from_db()
    assert invitation.state == "open"


def test_looking_at_it_uses_nothing_up(invitation):
    for _ in range(2):
        assert Client().get(path_of(invitation), follow=True).status_code == 200
    assert Client().head(path_of(invitation)).status_code == 302


@pytest.mark.parametrize("form", [{"password1": "short", "password2": "short"}, {**FORM, "password2": "x"}, {}])
def test_a_password_that_cannot_be_makes_no_account(invitation, client, page, form):
    client.get(path_of(invitation))
    tree = page(client.post("/en/account/invitation/", form))
    assert tree.xpath("//input[@aria-invalid='true']")
    assert not User.objects.filter(username="noor").exists()


def test_it_can_be_withdrawn(invitation, sign_in):
    browser = sign_in("chief")
    browser.post(f"/en/account/users/invitations/{invitation.pk}/withdraw/")
    page = text_of(browser.get(f"/en/account/users/invitations/{invitation.pk}/"))
    assert "withdrawn" in page
    assert path_of(invitation) not in page
    assert Client().get(path_of(invitation), follow=True).status_code == 410


def test_whoever_is_signed_in_is_signed_out_first(invitation, ana, sign_in):
    browser = sign_in("ana")
    browser.get(path_of(invitation))
    browser.post("/en/account/invitation/", FORM)
    assert browser.session["_auth_user_id"] == str(User.objects.get(username="noor").pk)


def test_neither_log_nor_history_keeps_link_or_password(invitation, client, caplog):
    token = path_of(invitation).rstrip("/").rsplit("/", 1)[1]
    with caplog.at_level(logging.DEBUG):
        client.get(path_of(invitation), follow=True)
        client.post("/en/account/invitation/", {**FORM, "password2": "x"})
        client.post("/en/account/invitation/", FORM)
        Client().get(path_of(invitation), follow=True)
    history = repr(list(AccountChange.objects.values()))
    assert [row.action for row in AccountChange.objects.order_by("pk")] == ["invited", "joined"]
    for text in (caplog.text, history):
        assert PASSWORD not in text
        assert token not in text
        assert invitation.key not in text
    assert token not in repr(list(Invitation.objects.values()))
