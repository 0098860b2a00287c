"""The addresses of all collections: the same below each name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path

from isonomia.site.records.api import openapi
from isonomia.site.records.api import views as api
from isonomia.site.records.declaration import Collection
from isonomia.site.records.registry import collections
from isonomia.site.records.views import details, edit, feed, lists, transfer

PAGES: tuple[tuple[str, Callable[..., HttpResponseBase], str], ...] = (
    ("", lists.list_page, "list"),
    ("-/values/<slug:facet>/", lists.values_page, "values"),
    ("-/feed.atom", feed.feed, "feed"),
    ("-/export.<slug:form>", transfer.export, "export"),
    ("-/import/", transfer.import_page, "import"),
    ("-/import/<int:job>/", transfer.import_job, "import-job"),
    ("-/import/<int:job>/faulty.csv", transfer.faulty_rows, "import-faulty"),
    ("-/new/", edit.new_page, "new"),
    ("<path:address>/-/edit/", edit.edit_page, "edit"),
    ("<path:address>/-/step/", edit.step, "step"),
    ("<path:address>/-/discard/", edit.discard, "discard"),
    ("<path:address>/-/history/", details.history_page, "history"),
    ("<path:address>/", details.detail_page, "detail"),
)
"""Below the name of a collection: what is asked for, who answers, its name. `-` stands between a record's address,
which may have slashes, and a page that belongs to it."""


def _bound(view: Callable[..., HttpResponseBase], collection: Collection) -> Any:
    return update_wrapper(partial(view, collection=collection), view)  # keeps what decorators marked it with


def pages(collection: Collection) -> list[URLPattern]:
    """The addresses of one collection."""
    return [path(route, _bound(view, collection), name=name) for route, view, name in (*collection.pages, *PAGES)]


def page_urls() -> list[URLResolver]:
    """The addresses of all collections, under the prefix of a language."""
    return [path(f"{row.name}/", include((pages(row), row.name))) for row in collections()]


def api_urls() -> list[URLPattern]:
    """The addresses of the API, under /api/v1/."""
    out = [path("", openapi.index, name="api"), path("openapi.json", openapi.openapi, name="openapi")]
    for row in collections():
        out += [
            path(row.name, _bound(api.many, row)),
            path(f"{row.name}/<path:address>/-/steps", _bound(api.steps, row)),
            path(f"{row.name}/<path:address>", _bound(api.one, row)),
        ]
    return out
