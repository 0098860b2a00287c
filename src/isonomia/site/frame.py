"""What every page shows around its content: the menu and the languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from isonomia.site.languages import NAMES, current_language, in_language

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words
else:
    Words = Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: a collection, or a page that an application adds; `order` is its place among all."""

    order: int
    title: Words
    url: str
    about: Words = ""


def menu() -> list[Entry]:
    """The collections, and what applications add: their AppConfig's `menu()` yields it."""
    from isonomia.site.records.registry import collections

    rows = [Entry(row.order, row.title, row.url, row.about) for row in collections() if row.in_menu]
    for app in apps.get_app_configs():
        if more := getattr(app, "menu", None):
            rows += more()
    return sorted(rows, key=lambda row: row.order)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the base template."""
    language = current_language()
    path = request.get_full_path()
    return {
        "site_language": language,
        "site_dir": "rtl" if get_language_bidi() else "ltr",
        "site_languages": [(code, name, in_language(path, code)) for code, name in NAMES.items()],
        "site_menu": [(row, _here(row.url, request.path)) for row in menu()],
    }


def _here(url: str, path: str) -> str:
    """Whether a page is the one of an entry, or one below it, as `aria-current` has it."""
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""
