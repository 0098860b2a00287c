"""What lists of records ask of the search: see isonomia.site.records.finding."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from isonomia.site.records.finding import SearchUnavailable
from isonomia.site.search.errors import BadQuery, IndexDamaged, IndexMissing, IndexStale
from isonomia.site.search.query import PROBLEMS
from isonomia.site.search.searching import keys
from isonomia.site.search.state import current, database


class Finder:
    """The setting ISONOMIA_FINDER names this class."""

    def narrow(self, rows: QuerySet[Any], collection: str, query: str, language: str) -> QuerySet[Any]:
        """The rows that a query finds, in whatever language. `rows` are already those that the reader may see.

        Raises SearchUnavailable; ValueError for a query that cannot be read.
        """
        return rows.filter(pk__in=_keys(collection, query))

    def numbers(self, collection: str, query: str, language: str) -> list[int]:
        """The numbers of all records that a query finds, whoever sees them. Raises as `narrow`."""
        found = _keys(collection, query)
        with connections[database()].cursor() as cursor:
            cursor.execute(found.sql, found.params)
            return [row[0] for row in cursor.fetchall()]

    def stamp(self) -> int:
        """A number that grows when the index changes: by its generation, then by the changes it has followed."""
        state = current()
        return state.generation * 10**12 + state.last_change


def _keys(collection: str, query: str) -> RawSQL:
    try:
        return keys(query, kind=collection, seen_by=None, numbers=True)
    except BadQuery as fault:
        raise ValueError(told(fault)) from fault
    except (IndexMissing, IndexDamaged, IndexStale) as fault:
        raise SearchUnavailable(unavailable(fault)) from fault


def told(fault: BadQuery) -> str:
    """What is wrong with a query, in the language of the reader."""
    return _(PROBLEMS[fault.problem]).format(**fault.values)


def unavailable(fault: IndexMissing | IndexDamaged | IndexStale) -> str:
    """Why nothing can be searched, in the language of the reader."""
    if isinstance(fault, IndexMissing):
        return _("The search index was never built; an administrator can build it.")
    if isinstance(fault, IndexDamaged):
        return _("The search index is damaged; an administrator can rebuild it. No record is touched by that.")
    return _("The search index was built by an older version; an administrator can rebuild it.")
