"""The app."""

from __future__ import annotations

from django.apps import AppConfig, apps


class SearchConfig(AppConfig):
    """Search over everything."""

    name = "isonomia.site.search"
    label = "search"
    verbose_name = "search"

    def ready(self) -> None:
        """Makes the collections of the site sources; stands after `records` among the applications."""
        if apps.is_installed("isonomia.site.records"):
            from isonomia.site.search.collecting import connect

            connect()
