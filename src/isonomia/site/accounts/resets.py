"""Links with which a person sets a new password, made by an administrator or a command: one use, three days."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.urls import reverse

from isonomia.site.accounts.history import record
from isonomia.site.accounts.models import Action, User


def reset_path(user: User, author: AbstractBaseUser | None) -> str:
    """The path of a new link; it is void once a password is set, or the account signs in."""
    record(Action.RESET_LINK, user=user, author=author)
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})


def remove_second_factor(user: User, author: AbstractBaseUser | None) -> bool:
    """Takes the second factor and its recovery codes away; false where there was none."""
    with transaction.atomic():
        removed, _kinds = Authenticator.objects.filter(user=user).delete()
        if removed:
            record(Action.FACTOR_OFF, user=user, author=author)
    return bool(removed)


def end_all_sessions(user: User) -> None:
    """Closes every session of an account."""
    for session in UserSession.objects.filter(user=user):
        session.end()
