"""What administrators do with accounts, what auditors read, and what everybody else is refused."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from isonomia.site.accounts.invitations import invite
from isonomia.site.accounts.models import AccountChange, ApiToken, Invitation, Role

PASSWORD = "correct horse battery"
READS = ["/en/account/users/", "/en/account/users/{ana}/"]
WRITES = [
    "/en/account/users/invite/", "/en/account/users/invitations/{invitation}/",
    "/en/account/users/invitations/{invitation}/withdraw/", "/en/account/users/{ana}/",
    *(f"/en/account/users/{{ana}}/{act}/" for act in ("close", "open", "reset-link", "end-sessions", "remove-second-factor")),
]  # fmt: skip


@pytest.fixture
def invitation(chief):
    return invite(Invitation(username="noor"), chief)


@pytest.fixture
def addresses(ana, invitation):
    return lambda rows: [row.format(ana=ana.pk, invitation=invitation.pk) for row in rows]


def facts(user):
    user.refresh_from_db()
    return (user.role, user.country, user.body, user.email, user.is_active, user.password)


@pytest.mark.parametrize("role", [*Role.values, None])
def test_who_may_read_and_who_may_write(addresses, ana, client_of, users, role):
    name = {"focal_point": "focal_at", "body_focal_point": "body_unodc"}.get(role, role)
    client = client_of(name)
    before, invitations = facts(ana), list(Invitation.objects.values())
    for address in addresses(READS):
        status = client.get(address).status_code
        assert status == (200 if role in ("administrator", "auditor") else 403 if role else 302), address
    if role == "administrator":
        return
    for address in addresses(WRITES):
        answer = client.post(
            address, {"role": "administrator", "username": "x", "email": "", "country": "", "body": ""}
        )
        assert answer.status_code == (403 if role else 302), address
    assert facts(ana) == before
    assert list(Invitation.objects.values()) == invitations
    assert not AccountChange.objects.filter(user=ana).exists()


def test_an_auditor_sees_no_form_and_no_link(addresses, client_of, page, ana):
    client = client_of("auditor")
    tree = page(client.get(f"/en/account/users/{ana.pk}/"))
    assert not tree.xpath("//main//form")
    assert not page(client.get("/en/account/users/")).xpath("//main//a[contains(@href, 'invit')]")


def test_accounts_are_found_by_name_role_and_state(client_of, users, page):
    client = client_of("administrator")

    def names(query: str) -> list[str]:
        return page(client.get(f"/en/account/users/{query}")).xpath("//tbody/tr/th//bdi/text()")

    assert len(names("")) == len(users)
    assert names("?q=FOCAL") == ["focal_at", "focal_fr"]
    assert names("?role=editor") == ["editor", "editor2"]
    assert names("?role=editor&q=2") == ["editor2"]
    users["editor2"].is_active = False
    users["editor2"].save()
    assert names("?state=closed") == ["editor2"]
    assert "editor2" not in names("?state=open")
    assert names("?q=nobody") == []


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?x=1", b"no parameter"),
        ("?role=emperor", b"emperor"),
        ("?state=x", b"state"),
        ("?page=x", b"number"),
        ("?page=9", b"number"),
    ],
)
def test_an_unknown_parameter_is_named(client_of, query, code):
    answer = client_of("administrator").get(f"/en/account/users/{query}")
    assert answer.status_code == 400
    assert code in answer.content


def test_many_accounts_come_in_pages(client_of, django_user_model, page):
    django_user_model.objects.bulk_create(django_user_model(username=f"many{n:03}", password="!") for n in range(60))
    tree = page(client_of("administrator").get("/en/account/users/?q=many&page=2"))
    assert tree.xpath("//tbody/tr/th//bdi/text()") == [f"many{n:03}" for n in range(50, 60)]


def test_a_change_of_role_is_in_the_history_with_its_author(ana, chief, sign_in, page):
    browser = sign_in("chief")
    form = {"email": "ana@example.org", "role": "body_focal_point", "country": "AT", "body": "unodc"}
    assert browser.post(f"/en/account/users/{ana.pk}/", form).status_code == 302
    ana.refresh_from_db()
    assert (ana.role, ana.body) == ("body_focal_point", "unodc")
    change = AccountChange.objects.get()
    assert (change.user, change.author, change.action) == (ana, chief, "changed")
    assert change.values == {"role": ["focal_point", "body_focal_point"], "body": ["", "unodc"]}
    seen = page(sign_in("ana").get("/en/account/")).xpath("string(//main)")
    assert "Focal point of a country → Focal point of a body" in seen
    assert "chief" in seen
    # where one reads from the right, what was stands on the right too
    assert "← " in page(sign_in("ana").get("/ar/account/")).xpath("string(//main)")


def test_saving_without_a_change_writes_no_history(ana, chief, sign_in):
    sign_in("chief").post(
        f"/en/account/users/{ana.pk}/", {"email": ana.email, "role": ana.role, "country": "AT", "body": ""}
    )
    assert not AccountChange.objects.exists()


def test_a_role_without_its_country_is_refused(ana, chief, sign_in, page):
    tree = page(
        sign_in("chief").post(
            f"/en/account/users/{ana.pk}/", {"email": "", "role": "focal_point", "country": "", "body": ""}
        )
    )
    assert tree.xpath("//select[@name='country']/@aria-invalid") == ["true"]
    ana.refresh_from_db()
    assert ana.country == "AT"


def test_a_new_role_counts_in_sessions_that_are_open(ana, chief, sign_in):
    browser = sign_in("ana")
    assert browser.get("/en/account/users/").status_code == 403
    form = {"email": "", "role": "administrator", "country": "", "body": ""}
    sign_in("chief").post(f"/en/account/users/{ana.pk}/", form)
    assert browser.get("/en/account/users/").status_code == 200


def test_closing_an_account_ends_sessions_and_tokens_until_it_is_opened(ana, chief, sign_in):
    browser = sign_in("ana")
    _token, text = ApiToken.issue(ana, "nightly")
    administrator = sign_in("chief")
    administrator.post(f"/en/account/users/{ana.pk}/close/")
    assert browser.get("/en/account/").status_code == 302
    assert Client().get("/api/v1/cases", headers={"authorization": f"Bearer {text}"}).status_code == 401
    assert sign_in("ana").last["Location"] == "/en/account/closed/"
    administrator.post(f"/en/account/users/{ana.pk}/open/")
    assert sign_in("ana").get("/en/account/").status_code == 200
    assert browser.get("/en/account/").status_code == 302
    assert [row.action for row in AccountChange.objects.order_by("pk")] == ["disabled", "enabled"]


def test_nobody_closes_or_demotes_themselves(chief, sign_in, page):
    browser = sign_in("chief")
    assert browser.post(f"/en/account/users/{chief.pk}/close/").status_code == 403
    form = {"email": "", "role": "reader", "country": "", "body": ""}
    tree = page(browser.post(f"/en/account/users/{chief.pk}/", form))
    assert tree.xpath("//select[@name='role']/@aria-invalid") == ["true"]
    chief.refresh_from_db()
    assert chief.is_active
    assert chief.role == "administrator"


def test_a_link_for_a_new_password_is_shown_once_and_kept_nowhere(ana, chief, sign_in, page, caplog):
    with caplog.at_level(logging.DEBUG):
        browser = sign_in("chief")
        answer = browser.post(f"/en/account/users/{ana.pk}/reset-link/")
        link = page(answer).xpath("//input[@id='link']/@value")[0].removeprefix("http://testserver")
        assert "no-store" in answer["Cache-Control"]
        guest = Client()
        new = {"password1": "staple violin harbour", "password2": "staple violin harbour"}
        assert guest.post(guest.get(link)["Location"], new).status_code == 302
    assert sign_in("ana", "staple violin harbour").get("/en/account/").status_code == 200
    key = link.rstrip("/").rsplit("-", 1)[1]
    assert key not in caplog.text
    assert key not in repr(list(AccountChange.objects.values()))
    assert key not in browser.get(f"/en/account/users/{ana.pk}/").content.decode()


def test_a_second_factor_can_be_removed_for_who_lost_the_telephone(set_up, chief, ana, sign_in):
    assert sign_in("ana").last["Location"] == "/en/account/sign-in/code/"
    sign_in("chief").post(f"/en/account/users/{ana.pk}/remove-second-factor/")
    assert sign_in("ana").get("/en/account/").status_code == 200
    change = AccountChange.objects.filter(action="factor_off").get()
    assert change.author == chief


def test_sessions_of_an_account_can_be_ended(ana, chief, sign_in):
    browser = sign_in("ana")
    sign_in("chief").post(f"/en/account/users/{ana.pk}/end-sessions/")
    assert browser.get("/en/account/").status_code == 302
    assert sign_in("ana").get("/en/account/").status_code == 200


def test_what_is_not_there_is_not_found(ana, chief, sign_in):
    browser = sign_in("chief")
    for address in (f"/en/account/users/{ana.pk}/promote/", "/en/account/users/99999/close/"):
        assert browser.post(address).status_code == 404
    assert browser.get(f"/en/account/users/{ana.pk}/close/").status_code == 405
