"""Signing in through another service (OpenID Connect): off unless the environment names one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from isonomia.errors import IsonomiaError

OIDC_APPS = ("allauth.socialaccount", "allauth.socialaccount.providers.openid_connect")
NEEDED = ("ISONOMIA_OIDC_ISSUER", "ISONOMIA_OIDC_CLIENT", "ISONOMIA_OIDC_SECRET")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class IncompleteService(IsonomiaError):
    """Some settings of the other service are there and some are missing."""

    code = "incomplete-service"


def is_safe(url: str) -> bool:
    """Whether what is said to an address stays between the two: it speaks TLS, or never leaves the machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def oidc_provider(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """The service to sign in through, as allauth takes it; None where none is named. Raises IncompleteService."""
    given = {name: environment.get(name, "") for name in NEEDED}
    if not any(given.values()):
        return None
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise IncompleteService(f"{', '.join(missing)} is not set; set all of {', '.join(NEEDED)} or none")
    issuer = given["ISONOMIA_OIDC_ISSUER"]
    if not is_safe(issuer):
        raise IncompleteService("the issuer must begin with https://", place="ISONOMIA_OIDC_ISSUER")
    return {
        # who is known of one service is nobody to another that is put in its place
        "provider_id": "oidc-" + hashlib.sha256(issuer.rstrip("/").encode()).hexdigest()[:12],
        "name": environment.get("ISONOMIA_OIDC_NAME") or "OpenID Connect",
        "client_id": given["ISONOMIA_OIDC_CLIENT"],
        "secret": given["ISONOMIA_OIDC_SECRET"],
        "settings": {"server_url": issuer},
    }
