"""The addresses of this room under /api/v1/ that are not derived: they stand before the derived ones."""

from __future__ import annotations

from django.urls import path

from isonomia.site.documents import urls  # registers the converter
from isonomia.site.documents.views import api

urlpatterns = [path("documents/<symbol:symbol>", api.document)]

__all__ = ["urlpatterns", "urls"]
