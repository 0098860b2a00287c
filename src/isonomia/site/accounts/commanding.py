"""What the command `isonomia user` asks for: accounts made on the machine itself, with no author but the machine."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from isonomia.errors import IsonomiaError
from isonomia.site.accounts.history import facts, record
from isonomia.site.accounts.invitations import invite, path_of
from isonomia.site.accounts.models import Action, Invitation, User
from isonomia.site.accounts.resets import remove_second_factor, reset_path
from isonomia.site.records.codelists import terms

FIELDS = ("username", "email", "role", "country", "body", "is_active", "last_login")
"""What of an account a list shows."""


class AccountRefused(IsonomiaError):
    """An account cannot be made so: its name is taken or has a letter that names cannot have, or the like."""

    code = "account-refused"


class WeakPassword(IsonomiaError):
    """The password is too short, too common, or like the name."""

    code = "weak-password"


class UnknownAccount(IsonomiaError):
    """There is no account of this name."""

    code = "unknown-account"


def fault_of_codes(role: str, country: str, body: str) -> str:
    """What is wrong with role, country and body of a call; empty where nothing is."""
    for option, code_list, code in (("--country", "countries", country), ("--body", "bodies", body)):
        if code and code not in terms(code_list):
            near = terms(code_list).near(code) or terms(code_list).near(code.upper())
            hint = f"did you mean {', '.join(near)}?" if near else f"give a code of the list {code_list}"
            return f"{option} {code}: no such code; {hint}"
    if role == "focal_point" and not country:
        return "--role focal_point: a focal point of a country needs a country; add --country CODE"
    if role == "body_focal_point" and not body:
        return "--role body_focal_point: a focal point of a body needs a body; add --body ID"
    return ""


def invite_by_command(name: str, **of: Any) -> str:
    """Invites; gives the path of the link. Raises AccountRefused."""
    try:
        return path_of(invite(Invitation(username=name, **of), None))
    except ValidationError as error:
        raise AccountRefused(_words(error), place=name) from None


def make_account(name: str, password: str, **of: Any) -> User:
    """Makes an account at once. Raises AccountRefused, WeakPassword."""
    from django.contrib.auth.password_validation import validate_password

    user = User(username=User.normalize_username(name), **of)
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise WeakPassword(_words(error), place=name) from None
    user.set_password(password)
    try:
        user.full_clean()
    except ValidationError as error:
        raise AccountRefused(_words(error), place=name) from None
    with transaction.atomic():
        user.save()
        values = {
            field: [None, value]
            for field, value in facts(user).items()
            if value and field not in ("username", "is_active")
        }
        record(Action.CREATED, user=user, values=values)
    return user


def reset_by_command(name: str, *, second_factor: bool) -> str:
    """The path of a link for a new password. Raises UnknownAccount."""
    user = User.objects.filter(username__iexact=name).first()
    if user is None:
        raise UnknownAccount("there is no account of this name; isonomia user list shows those there are", place=name)
    if second_factor:
        remove_second_factor(user, None)
    return reset_path(user, None)


def all_accounts() -> list[dict[str, Any]]:
    """All accounts as plain rows."""
    rows = User.objects.order_by("username").values(*FIELDS)
    return [{**row, "last_login": row["last_login"].isoformat() if row["last_login"] else None} for row in rows]


def _words(error: ValidationError) -> str:
    return " ".join(dict.fromkeys(error.messages))
