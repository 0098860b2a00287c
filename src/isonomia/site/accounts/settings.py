"""The settings of accounts: signing in, second factor, lock-out, mail, signing in through another service.

ISONOMIA_EMAIL, ISONOMIA_EMAIL_FROM, ISONOMIA_PROXIES, ISONOMIA_OIDC_ISSUER, ISONOMIA_OIDC_CLIENT,
ISONOMIA_OIDC_SECRET, ISONOMIA_OIDC_NAME. Without them no request leaves the machine.
"""

from __future__ import annotations

import os
from typing import Any

from isonomia.site.accounts.mail import mail_server
from isonomia.site.accounts.oidc import OIDC_APPS, oidc_provider

_TLS = os.environ.get("ISONOMIA_TLS") == "1"
_OIDC = oidc_provider(os.environ)

ACCOUNT_APPS = ["allauth", "allauth.account", "allauth.mfa", "allauth.usersessions", *(OIDC_APPS if _OIDC else ())]
ACCOUNT_MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# -- signing in ----------------------------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "isonomia.site.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
"""This session goes on; the others end with the password that they were opened with."""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    name: f"isonomia.site.accounts.forms.{form}"
    for name, form in (
        ("login", "SignInForm"), ("change_password", "ChangePasswordForm"), ("reset_password", "AskResetForm"),
        ("reset_password_from_key", "ResetForm"), ("reauthenticate", "ConfirmForm"),
    )
}  # fmt: skip
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    # a name is locked for a quarter of an hour after five wrong passwords, whether it is an account's or nobody's
    "login_failed": "30/5m/ip,5/15m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "reset_password": "10/m/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ISONOMIA_PROXIES") or (1 if _TLS else 0))

# -- second factor -------------------------------------------------------------------------------------------------
MFA_ADAPTER = "isonomia.site.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    name: f"isonomia.site.accounts.forms.{form}"
    for name, form in (
        ("authenticate", "CodeForm"), ("reauthenticate", "ConfirmByCodeForm"), ("activate_totp", "FirstCodeForm"),
    )
}  # fmt: skip
MFA_TOTP_ISSUER = "Isonomia"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
"""Accounts come from an administrator's invitation: nobody can take an address that is another's."""

# -- what is counted: failures, in the database so that a restart and a second process know them ---------------------
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_counts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# -- mail and other services, only where they are set ----------------------------------------------------------------
_MAIL = mail_server(os.environ.get("ISONOMIA_EMAIL", ""))
EMAIL_CONFIGURED = _MAIL is not None
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _MAIL else 'dummy'}.EmailBackend"
EMAIL_HOST = _MAIL.host if _MAIL else ""
EMAIL_PORT = _MAIL.port if _MAIL else 0
EMAIL_HOST_USER = _MAIL.user if _MAIL else ""
EMAIL_HOST_PASSWORD = _MAIL.password if _MAIL else ""
EMAIL_USE_SSL = _MAIL.ssl if _MAIL else False
EMAIL_USE_TLS = _MAIL.starttls if _MAIL else False
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("ISONOMIA_EMAIL_FROM") or "isonomia@localhost"

OIDC_NAME = _OIDC["name"] if _OIDC else ""
OIDC_ID = _OIDC["provider_id"] if _OIDC else ""
SOCIALACCOUNT_ADAPTER = "isonomia.site.accounts.oidc_adapter.OtherServiceAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
"""A form that leads to another site would need a hole in the Content-Security-Policy; a link needs none."""
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_OIDC], "OAUTH_PKCE_ENABLED": True}} if _OIDC else {}
