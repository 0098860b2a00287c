"""`isonomia user`: accounts made on the machine."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest
from django.test import Client

from isonomia.cli import main
from isonomia.site.accounts.models import AccountChange, Invitation, User

PASSWORD = "correct horse battery"


@pytest.fixture
def user(monkeypatch, capsys, settings):
    """The command on the database of the tests: exit status, output, messages."""
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    monkeypatch.setattr("isonomia.site.serve.prepare", lambda data: None)
    monkeypatch.setattr("isonomia.site.serve.migrate", lambda: None)

    def run(*arguments: str, given: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        status = main(["user", *arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_add_prints_a_link_that_makes_the_account(user):
    status, out, err = user("add", "ana", "--role", "focal_point", "--country", "AT", "--email", "ana@example.org")
    assert (status, err) == (0, "")
    assert out.startswith("http://localhost:8000/en/account/invitation/")
    client = Client(SERVER_NAME="localhost")
    client.get(out.strip().removeprefix("http://localhost:8000"))
    client.post("/en/account/invitation/", {"password1": PASSWORD, "password2": PASSWORD})
    ana = User.objects.get(username="ana")
    assert (ana.role, ana.country, ana.email) == ("focal_point", "AT", "ana@example.org")


def test_the_address_of_the_site_can_be_given(user, settings):
    assert user("add", "ana", "--url", "https://iso.example/")[1].startswith("https://iso.example/en/account/inv")
    settings.ALLOWED_HOSTS = ["localhost", "un.example"]
    settings.TLS = True
    assert user("add", "bo")[1].startswith("https://un.example/en/account/inv")


def test_a_password_makes_the_account_at_once(user):
    status, out, err = user("add", "root", "--role", "administrator", "--password-stdin", given=PASSWORD + "\n")
    assert (status, out) == (0, "")
    assert "the account is made" in err
    assert User.objects.get(username="root").check_password(PASSWORD)
    change = AccountChange.objects.get()
    assert (change.action, change.author, change.values["role"]) == ("created", None, [None, "administrator"])
    assert PASSWORD not in repr(list(AccountChange.objects.values())) + err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "ana", "--role", "focal_point"], "--country"),
        (["add", "ana", "--role", "body_focal_point"], "--body"),
        (["add", "ana", "--country", "austria"], "did you mean AT?"),
        (["add", "ana", "--body", "nothing_like_it"], "no such code"),
        (["add", "ana", "--role", "emperor"], "invalid choice"),
        (["add"], "NAME"),
        ([], "ACTION"),
    ],
)
def test_a_wrong_call_makes_nothing(user, arguments, said):
    status, out, err = user(*arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert not User.objects.exists()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (["add", "ANA"], "", "ANA: There is an account of this name already."),
        (["add", "a b"], "", "a b: Enter a valid username"),
        (["add", "bo", "--email", "none"], "", "bo: Enter a valid email"),
        (["add", "bo", "--password-stdin"], "short\n", "bo: This password is too short"),
        (["add", "bo", "--password-stdin"], "", "bo: This password is too short"),
        (["add", "Ana", "--password-stdin"], PASSWORD, "Ana: "),
        (["reset", "bo"], "", "bo: there is no account of this name"),
    ],
)
def test_wrong_input_is_named_in_one_line(user, ana, arguments, given, said):
    status, out, err = user(*arguments, given=given)
    assert (status, out) == (1, "")
    assert said in err
    assert len(err.splitlines()) == 1
    assert User.objects.count() == 1


def test_reset_prints_a_link_for_a_new_password(set_up, user, sign_in):
    status, out, _err = user("reset", "ANA", "--second-factor")
    assert status == 0
    client = Client(SERVER_NAME="localhost")
    form = client.get(out.strip().removeprefix("http://localhost:8000"))["Location"]
    client.post(form, {"password1": "staple violin harbour", "password2": "staple violin harbour"})
    browser = sign_in("ana", "staple violin harbour", Client(SERVER_NAME="localhost"))
    assert browser.get("/en/account/").status_code == 200


def test_list_shows_the_accounts_and_no_password(user, ana):
    status, out, _err = user("list", "--format", "json")
    assert status == 0
    (row,) = json.loads(out)
    assert row["username"] == "ana"
    assert "password" not in row
    assert "ana" in user("list")[1]
    assert user("list", "--format", "csv")[1].splitlines()[0].startswith("username,email,role")


def test_it_opens_a_data_directory_of_its_own(tmp_path):
    environment = {**os.environ, "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "isonomia.site.settings"}
    arguments = [
        "-m",
        "isonomia.cli",
        "user",
        "add",
        "root",
        "--role",
        "administrator",
        "--data",
        str(tmp_path / "new"),
    ]
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "/account/invitation/" in done.stdout
    assert (tmp_path / "new" / "isonomia.sqlite3").is_file()
