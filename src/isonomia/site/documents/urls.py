"""The addresses of this room that are not derived from its collections."""

from __future__ import annotations

from django.urls import path, register_converter

from isonomia.site.documents.views import comparing, correcting, home, reading, tracing, uploading


class Symbol:
    """A document symbol in an address: parts between slashes, none of which is the `-` before a page of a record."""

    regex = r"[A-Z][A-Za-z0-9.]*(?:/(?!-(?:/|$))[^/]+)+"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(Symbol, "symbol")

urlpatterns = [
    path("", home.home, name="home"),
    path("compare/", comparing.compare_page, name="compare"),
    path("trace/", tracing.trace_page, name="trace"),
    path("documents/-/upload/", uploading.upload_page, name="upload"),
    path("documents/<symbol:symbol>/-/akn/", reading.akn, name="document-akn"),
    path("documents/<symbol:symbol>/-/json/", reading.as_json, name="document-json"),
    path("documents/<symbol:symbol>/-/text/", reading.plain_text, name="document-text"),
    path("documents/<symbol:symbol>/-/original/", reading.original, name="document-original"),
    path("documents/<symbol:symbol>/-/clause/", correcting.add_page, name="add-clause"),
    path("documents/<symbol:symbol>/-/state/", correcting.change_state, name="document-state"),
    path("documents/<symbol:symbol>/", reading.reading_page, name="document"),
    path("mandates/<slug:key>/-/correct/", correcting.correct_page, name="correct"),
    path("corrections/<int:pk>/undo/", correcting.undo_page, name="undo-correction"),
]
