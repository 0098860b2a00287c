"""The application `accounts`."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Users and their roles."""

    name = "isonomia.site.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Listens to what happens to passwords and second factors."""
        from isonomia.site.accounts.signals import connect

        connect()
