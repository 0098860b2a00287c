"""Writes into the history what allauth does with passwords and second factors."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.conf import settings

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


def _listen_to_service() -> None:
    from allauth.socialaccount.signals import social_account_added, social_account_removed

    def added(sender: Any, sociallogin: Any, **_more: Any) -> None:
        user = sociallogin.user
        record(Action.CHANGED, user=user, author=user, values={"service": [None, settings.OIDC_NAME]})

    def removed(sender: Any, socialaccount: Any, **_more: Any) -> None:
        user = socialaccount.user
        record(Action.CHANGED, user=user, author=user, values={"service": [settings.OIDC_NAME, None]})

    social_account_added.connect(added, weak=False, dispatch_uid="accounts.service_added")
    social_account_removed.connect(removed, weak=False, dispatch_uid="accounts.service_removed")


def connect() -> None:
    """Begins to listen."""
    if settings.OIDC_NAME:
        _listen_to_service()
    for signal, listener, name in (
        (password_changed, _password(Action.PASSWORD_CHANGED), "password_changed"),
        (password_set, _password(Action.PASSWORD_CHANGED), "password_set"),
        (password_reset, _password(Action.PASSWORD_RESET), "password_reset"),
        (authenticator_added, _factor(Action.FACTOR_ON, Action.RECOVERY_CODES), "added"),
        (authenticator_removed, _factor(Action.FACTOR_OFF, None), "removed"),
        (authenticator_reset, _factor(Action.FACTOR_ON, Action.RECOVERY_CODES), "reset"),
    ):
        signal.connect(listener, weak=False, dispatch_uid=f"accounts.{name}")
