"""The history of accounts: who changed what of whom. It never holds a password, a code, a token or a link."""

from __future__ import annotations

from typing import Any

from isonomia.site.accounts.models import AccountChange, Action, User

WATCHED = ("username", "email", "role", "country", "body", "is_active")


def facts(user: Any) -> dict[str, Any]:
    """What of an account is watched."""
    return {name: getattr(user, name) for name in WATCHED if hasattr(user, name)}


def record(
    action: Action, *, user: User | None, author: Any = None, name: str = "", values: dict[str, list[Any]] | None = None
) -> AccountChange:  # fmt: skip
    """Writes one change: of the account `user`, by `author` (None: by a command on the machine)."""
    author = author if author is not None and author.pk else None
    return AccountChange.objects.create(
        action=action, user=user, name=name or (user.username if user else ""), author=author, values=values or {}
    )


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """What differs between two states of an account."""
    return {name: [before.get(name), now] for name, now in after.items() if before.get(name) != now}
