"""Signing in through another service opens an account that exists; it never makes one."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from isonomia.site.accounts.models import User


class OtherServiceAdapter(DefaultSocialAccountAdapter):
    """An account is joined to the service by its owner, or by the address that both know; nobody comes in who was not
    invited."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Joins an account on the first way in, where the service vouches for the address of exactly one.

        Addresses of accounts are written by administrators, so nobody here took one that is another's.
        """
        if sociallogin.is_existing or sociallogin.state.get("process") != "login":
            return
        vouched = {row.email.casefold() for row in sociallogin.email_addresses if row.verified is True and row.email}
        found = [user for email in vouched for user in User.objects.filter(email__iexact=email)]
        if len(found) == 1 and found[0].is_active:
            with transaction.atomic():
                sociallogin.connect(request, found[0])
        elif len(found) == 1:
            sociallogin.user = found[0]  # who is told that the account is closed, and is not joined to it

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """The service makes no accounts. Raises ImmediateHttpResponse, which says so."""
        raise ImmediateHttpResponse(render(request, "account/signup_closed.html", status=403))

    def authenticate_by_email(self, sociallogin: SocialLogin) -> Any:
        """What allauth would do instead of joining takes passwords away."""
        return None
