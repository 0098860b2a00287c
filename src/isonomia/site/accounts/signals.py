"""Writes into the history what allauth does with passwords and second factors."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset

from isonomia.site.accounts.history import record
from isonomia.site.accounts.models import Action


def _password(action: Action) -> Any:
    def listener(sender: Any, user: Any, **_more: Any) -> None:
        record(action, user=user, author=user)

    return listener


def _factor(first: Action, codes: Action | None) -> Any:
    def listener(sender: Any, user: Any, authenticator: Any, **_more: Any) -> None:
        action = codes if authenticator.type == "recovery_codes" else first
        if action is not None:
            record(action, user=user, author=user)

    return listener


def connect() -> None:
    """Begins to listen."""
    for signal, listener, name in (
        (password_changed, _password(Action.PASSWORD_CHANGED), "password_changed"),
        (password_set, _password(Action.PASSWORD_CHANGED), "password_set"),
        (password_reset, _password(Action.PASSWORD_RESET), "password_reset"),
        (authenticator_added, _factor(Action.FACTOR_ON, Action.RECOVERY_CODES), "added"),
        (authenticator_removed, _factor(Action.FACTOR_OFF, None), "removed"),
        (authenticator_reset, _factor(Action.FACTOR_ON, Action.RECOVERY_CODES), "reset"),
    ):
        signal.connect(listener, weak=False, dispatch_uid=f"accounts.{name}")
