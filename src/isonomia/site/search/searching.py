"""What pages and the API call: a query, who asks, filters; hits that this reader may see, and how the index is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db import DatabaseError, connections, transaction
from django.db.models.expressions import RawSQL

from isonomia.site.search import documents
from isonomia.site.search.documents import SearchDocument
from isonomia.site.search.errors import IndexDamaged
from isonomia.site.search.index import Filters, Hit, Index
from isonomia.site.search.marks import Passage, has_marks, marked, passage, spans
from isonomia.site.search.state import REMEDY, IndexStatus, current, database, index_status, usable_index
from isonomia.site.search.suggesting import LITTLE, Suggestion, suggest
from isonomia.site.search.terms import Query, read_query

T = TypeVar("T")
NO_FILTERS = Filters()
UNKNOWN = "und"
"""The language of what has none."""


@dataclass(frozen=True, slots=True)
class Results:
    """`hits` of a page, best first; `total` of all pages. `status` says whether the index had followed all changes."""

    query: Query
    total: int
    hits: tuple[Hit, ...]
    status: IndexStatus
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A hit to be shown: the document as it is now, its name and title in pieces with what to mark, and a passage.

    `language` is that of the passage. `url` leads to the place of the passage where that has an address of its own.
    """

    document: SearchDocument
    language: str | None
    title: tuple[tuple[str, bool], ...]
    passage: Passage
    title_language: str | None = None
    name: tuple[tuple[str, bool], ...] = ()
    url: str = ""


def search(
    text: str,
    *,
    seen_by: Collection[str] | None,
    filters: Filters = NO_FILTERS,
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """What matches `text`, of what a reader with one of the tags `seen_by` may see; None sees all.

    Raises BadQuery for what cannot be read or would find everything, UnknownKind for a filter by another kind, and
    IndexMissing, IndexDamaged or IndexStale where an answer could be wrong.
    """
    query = _read(text, filters)
    status = index_status()
    filters = _true(filters, status)

    def ask(there: Index) -> tuple[int, list[Hit], Suggestion | None]:
        total = there.total(query, seen_by, filters)
        if not total and status.rows and not there.answers():
            raise IndexDamaged(f"the search index does not find what it holds; {REMEDY}")
        hits = there.hits(query, seen_by, filters, limit, offset) if total > offset and limit else []
        better = suggest(query, there, lambda other: there.total(other, seen_by, filters)) if total <= LITTLE else None
        return total, hits, better

    total, hits, better = _asked(status, ask)
    return Results(query, total, tuple(hits), status, better)


def tallies(text: str, *, seen_by: Collection[str] | None, filters: Filters = NO_FILTERS) -> dict[str, dict[str, int]]:
    """How many of the hits there are of each kind, language, country and year, most first. Raises as `search`."""
    query = _read(text, filters)
    status = index_status()
    return _asked(status, lambda there: there.tallies(query, seen_by, _true(filters, status)))


def keys(
    text: str,
    *,
    kind: str,
    seen_by: Collection[str] | None,
    filters: Filters = NO_FILTERS,
    numbers: bool = False,
) -> RawSQL:
    """The keys of the hits of a kind as a subquery: `queryset.filter(key__in=keys(...))`; with `numbers` as integers.

    Raises as `search`.
    """
    filters = Filters((kind,), filters.languages, filters.countries, filters.since, filters.until, filters.keys)
    query = _read(text, filters)
    status = index_status()
    sql, parameters = _asked(status, lambda there: there.keys_sql(query, seen_by, _true(filters, status)))
    return RawSQL(f"SELECT CAST(key AS BIGINT) FROM ({sql}) found" if numbers else sql, parameters)


def _read(text: str, filters: Filters) -> Query:
    for kind in filters.kinds:
        documents.source(kind)
    return read_query(text)


def _true(filters: Filters, status: IndexStatus) -> Filters:
    """The filters, with whether changes wait: what was withdrawn a moment ago is not counted by what it was before."""
    return replace(filters, waiting=bool(status.behind or status.failed))


def _asked(status: IndexStatus, ask: Callable[[Index], T]) -> T:
    """An answer of the index; when it was put in place anew just then, of the new one. Raises IndexDamaged."""
    try:
        with _guard():
            return ask(usable_index(status))
    except DatabaseError as error:
        if current().generation == status.generation:
            raise IndexDamaged(f"the search index cannot be read ({error}); {REMEDY}") from error
    return ask(usable_index(index_status()))


def _guard() -> AbstractContextManager[Any]:
    """Within a transaction a failed question must not spoil the rest of it; outside none is opened for reading."""
    connection = connections[database()]
    return transaction.atomic(using=database()) if connection.in_atomic_block else nullcontext()


def show(
    hits: Sequence[Hit], query: Query, *, seen_by: Collection[str] | None, language: str | None = None
) -> list[Found]:
    """Hits as they are now, in their order, read from their sources: what is gone or hidden meanwhile is left out.

    Of texts in several languages the one in `language` is shown, or the first in which something is to be marked.
    """
    wanted: dict[str, list[str]] = {}
    for hit in hits:
        wanted.setdefault(hit.kind, []).append(hit.key)
    now = {
        (document.kind, document.key): document
        for kind, some in wanted.items()
        for document in documents.source(kind).fetch(some)
        if seen_by is None or set(seen_by) & set(document.visibility)
    }
    return [_shown(now[hit.kind, hit.key], query, language) for hit in hits if (hit.kind, hit.key) in now]


def _shown(document: SearchDocument, query: Query, language: str | None) -> Found:
    name = document.names[0] if document.names else ""
    name_parts = marked(name, spans(name, query))
    title_language, title = _best(_titles(document, language), query)
    title_parts = marked(title, spans(title, query, title_language))
    bodies = _bodies(document, language)
    readable = [one for one in bodies if one[0] != UNKNOWN]
    if readable and any(is_marked for _, is_marked in (*name_parts, *title_parts)):
        # what has no language is codes and numbers: shown only where nothing else says why it was found
        bodies = readable
    body_language, body = _best(bodies, query)
    part = passage(body, query, body_language)
    return Found(
        document,
        body_language or title_language,
        title_parts,
        part,
        title_language,
        name_parts,
        _place(document, body_language, part) or document.url,
    )


def _place(document: SearchDocument, language: str | None, part: Passage) -> str:
    """The address of the first mark of a passage, if it has one."""
    if document.place is None or part.first is None:
        return ""
    return document.place(language or "", part.first)


def _titles(document: SearchDocument, wanted: str | None) -> list[tuple[str | None, str]]:
    """A title in its languages, the wanted one first."""
    own = document.language
    if isinstance(document.title, str):
        return [(own, document.title)]
    return sorted(document.title.items(), key=lambda pair: (pair[0] != wanted, pair[0] != own))


def _bodies(document: SearchDocument, wanted: str | None) -> list[tuple[str | None, str]]:
    """A text in its languages: those first in which the whole can be read, of these the wanted one."""
    own, whole = document.language, document.languages
    if isinstance(document.body, str):
        return [(own, document.body)]

    def order(pair: tuple[str | None, str]) -> tuple[bool, ...]:
        language = pair[0]
        part = whole is not None and language not in whole
        return language == UNKNOWN, part, language != wanted, language != own

    return sorted(document.body.items(), key=order)


def _best(versions: list[tuple[str | None, str]], query: Query) -> tuple[str | None, str]:
    """The first version in which something is to be marked, else the first."""
    for language, text in versions[1:] and versions:
        if has_marks(text, query, language):
            return language, text
    return versions[0] if versions else (None, "")
