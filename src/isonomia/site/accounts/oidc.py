"""Signing in through another service (OpenID Connect): off unless the environment names one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from isonomia.errors import IsonomiaError

OIDC_APPS = ("allauth.socialaccount", "allauth.socialaccount.providers.openid_connect")
NEEDED = ("ISONOMIA_OIDC_ISSUER", "ISONOMIA_OIDC_CLIENT", "ISONOMIA_OIDC_SECRET")


class IncompleteService(IsonomiaError):
    """Some settings of the other service are there and some are missing."""

    code = "incomplete-service"


def oidc_provider(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """The service to sign in through, as allauth takes it; None where none is named. Raises IncompleteService."""
    given = {name: environment.get(name, "") for name in NEEDED}
    if not any(given.values()):
        return None
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise IncompleteService(f"{', '.join(missing)} is not set; set all of {', '.join(NEEDED)} or none")
    issuer = given["ISONOMIA_OIDC_ISSUER"]
    if not issuer.startswith("https://"):
        raise IncompleteService("the issuer must begin with https://", place="ISONOMIA_OIDC_ISSUER")
    return {
        "provider_id": "oidc",
        "name": environment.get("ISONOMIA_OIDC_NAME") or "OpenID Connect",
        "client_id": given["ISONOMIA_OIDC_CLIENT"],
        "secret": given["ISONOMIA_OIDC_SECRET"],
        "settings": {"server_url": issuer},
    }
