"""The door to the search index: lists ask it to narrow their rows to those that a query finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from isonomia.site.records.errors import BadValue

LONGEST_QUERY = 500


class SearchUnavailable(Exception):
    """The index is missing or stale: said to the reader, never answered with everything or nothing."""


class Finder(Protocol):
    """What the search room gives to lists; the setting ISONOMIA_FINDER names it."""

    def narrow(self, rows: QuerySet[Any], collection: str, query: str, language: str) -> QuerySet[Any]:
        """The rows that a query finds. Raises SearchUnavailable; ValueError for a query that cannot be read."""
        ...

    def numbers(self, collection: str, query: str, language: str) -> list[int]:
        """The numbers of all records that a query finds, whoever sees them. Raises as `narrow`."""
        ...

    def stamp(self) -> int:
        """A number that grows when the index changes."""
        ...


@lru_cache(maxsize=1)
def _finder(path: str) -> Finder:
    made: Finder = import_string(path)()
    return made


def finder() -> Finder:
    """The finder of this site. Raises SearchUnavailable where there is none."""
    path = getattr(settings, "ISONOMIA_FINDER", "")
    if not path:
        raise SearchUnavailable(_("This site has no search index yet."))
    return _finder(path)


def narrow(rows: QuerySet[Any], collection: str, query: str, language: str) -> QuerySet[Any]:
    """The rows that a query finds. Raises SearchUnavailable, BadValue."""
    with _refusing(query):
        return finder().narrow(rows, collection, query, language)


def numbers(collection: str, query: str, language: str) -> list[int]:
    """The numbers of all records that a query finds, whoever sees them. Raises SearchUnavailable, BadValue."""
    with _refusing(query):
        return finder().numbers(collection, query, language)


@contextmanager
def _refusing(query: str) -> Iterator[None]:
    if len(query) > LONGEST_QUERY:
        raise BadValue(_("The search has too many characters; at most %(most)s are read.") % {"most": LONGEST_QUERY})
    try:
        yield
    except ValueError as error:
        raise BadValue(str(error)) from None
