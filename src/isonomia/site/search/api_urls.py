"""The address of the search under /api/v1/."""

from __future__ import annotations

from django.urls import path

from isonomia.site.search import api

urlpatterns = [path("search", api.search_all, name="api-search")]
