"""Two indexes with one face: what is asked of an index, and which one a database has."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from isonomia.site.search.documents import Entry
from isonomia.site.search.terms import Query

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_OF_GENERATION = re.compile(r"search_(\d+)_row")
TALLIES = ("kind", "language", "country", "year")
"""By what the hits of a query can be counted."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be besides: one of each that is given. `until` takes its whole year, month or day."""

    kinds: Collection[str] = ()
    languages: Collection[str] = ()
    countries: Collection[str] = ()
    since: str = ""
    until: str = ""
    keys: Collection[str] | None = None
    waiting: bool = False
    """Whether changes wait to be followed: then the tags of what changed are not taken for true."""


class Tags(frozenset[str]):
    """The tags of a reader. `now()`, where it is set, is SQL that tells of a row `r` whether the reader sees its
    record at this moment, with parameters: asked of what changed since the index last followed."""

    now: Callable[[], tuple[str, list[Any]]] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of the index that was found."""

    kind: str
    key: str


class Index(Protocol):
    """One generation of an index. Whoever writes opens the transaction and is the only writer."""

    def create(self) -> None:
        """Makes the empty tables."""

    def drop(self) -> None:
        """Removes the tables, whichever there are."""

    def exists(self) -> bool:
        """Are the tables there?"""

    def put(self, entries: Sequence[Entry]) -> int:
        """Adds entries, or replaces those of the same kind and key. Returns how many rows there are more."""

    def remove(self, keys: Iterable[tuple[str, str]]) -> int:
        """Removes rows by kind and key, where they are. Returns how many there were."""

    def finish(self) -> None:
        """After a build: what makes reading fast."""

    def check(self) -> str:
        """What is wrong with the tables; nothing when all is well. Reads all of them; may raise DatabaseError."""

    def answers(self) -> bool:
        """Does it find what is in each row? Asked where nothing was found, for a torn index finds nothing too."""

    def count(self) -> int:
        """How many rows there are."""

    def total(self, query: Query, seen_by: Collection[str] | None, filters: Filters) -> int:
        """How many rows match, of those that a reader with one of these tags may see; None sees all."""

    def hits(
        self, query: Query, seen_by: Collection[str] | None, filters: Filters, limit: int, offset: int
    ) -> list[Hit]:
        """Those rows, best first, the order never by chance."""

    def tallies(self, query: Query, seen_by: Collection[str] | None, filters: Filters) -> dict[str, dict[str, int]]:
        """How many of those rows there are of each kind, language, country and year."""

    def keys_sql(self, query: Query, seen_by: Collection[str] | None, filters: Filters) -> tuple[str, list[Any]]:
        """Those rows as SQL that selects their keys, with its parameters, for use as a subquery."""

    def near(self, word: str, most: int) -> Mapping[str, str]:
        """Words of the index that may be meant by `word`, each with one printed form; of about the same length."""

    def prune(self) -> int:
        """Forgets words that no row has any more. Returns how many."""


def generations(connection: BaseDatabaseWrapper) -> set[int]:
    """The generations of which the database has tables."""
    found = (_OF_GENERATION.fullmatch(name) for name in connection.introspection.table_names())
    return {int(match[1]) for match in found if match}


def index_of(connection: BaseDatabaseWrapper, generation: int) -> Index:
    """The index of a generation in the database of a connection."""
    if connection.vendor == "postgresql":
        from isonomia.site.search.index.postgres import PostgresIndex

        return PostgresIndex(connection, generation)
    from isonomia.site.search.index.embedded import EmbeddedIndex

    return EmbeddedIndex(connection, generation)
