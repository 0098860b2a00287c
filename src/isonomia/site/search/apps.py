"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over everything."""

    name = "isonomia.site.search"
    label = "search"
    verbose_name = "search"
