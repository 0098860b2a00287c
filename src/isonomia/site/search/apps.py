"""The app."""

from __future__ import annotations

from django.apps import AppConfig, apps


class SearchConfig(AppConfig):
    """Search over everything."""

    name = "isonomia.site.search"
    label = "search"
    verbose_name = "search"

    def ready(self) -> None:
        """Makes the collections of the site sources, and describes the search with the API.

        Stands after `records` among the applications.
        """
        if apps.is_installed("isonomia.site.records"):
            from isonomia.site.records.api import openapi
            from isonomia.site.search.api import paths
            from isonomia.site.search.collecting import connect

            connect()
            openapi.more_paths.append(paths)
