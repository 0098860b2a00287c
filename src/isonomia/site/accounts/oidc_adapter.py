"""Signing in through another service opens an account that exists; it never makes one."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class OtherServiceAdapter(DefaultSocialAccountAdapter):
    """An account is joined to the service by its owner, who is signed in; nobody comes in who was not invited."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """The service makes no accounts."""
        return False
