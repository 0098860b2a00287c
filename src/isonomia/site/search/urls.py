"""The addresses of the search under the prefix of a language."""

from __future__ import annotations

from django.urls import path

from isonomia.site.search import views

urlpatterns = [
    path("search/", views.search_page, name="search"),
    path("search/-/rebuild/", views.rebuild, name="search-rebuild"),
]
