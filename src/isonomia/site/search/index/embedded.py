"""The index in SQLite: FTS5 fed with our terms, in the same file and the same transaction as the records.

FTS5 sees terms with spaces between them and cuts at nothing else. It keeps no text; what it needs to remove a row is
kept packed in a table of its own, because not every SQLite that Python comes with can do without, and because the table
of rows, which is read for every hit, has to be small.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from isonomia.site.search.analyser import EVERYWHERE
from isonomia.site.search.documents import Entry
from isonomia.site.search.index import Filters, Hit
from isonomia.site.search.index.rows import Rows, spaced
from isonomia.site.search.terms import AllOf, AnyOf, Leaf, Match, Query, Row

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

WEIGHTS = (8.0, 4.0, 1.0, 0.25)
"""What a hit counts in names, title, body, bag."""
MERGED = 2000
"""Pages of the index that one step brings together."""
_STREAMS = "names, title, body, bag"


class EmbeddedIndex(Rows):
    """See isonomia.site.search.index.Index."""

    position = "instr"
    named = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = %s"

    def __init__(self, connection: BaseDatabaseWrapper, generation: int) -> None:
        super().__init__(connection, generation)
        self.text = f"search_{int(generation)}_text"
        self.kept = f"search_{int(generation)}_kept"

    def create(self) -> None:
        """Makes the empty tables."""
        for sql in (
            f"CREATE TABLE {self.rows} (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, languages TEXT NOT NULL,"
            " countries TEXT NOT NULL, date TEXT NOT NULL, sight INTEGER NOT NULL, key TEXT NOT NULL,"
            " UNIQUE (kind, key))",
            f"CREATE TABLE {self.kept} (id INTEGER PRIMARY KEY, terms BLOB NOT NULL)",
            f"CREATE TABLE {self.sights} (id INTEGER PRIMARY KEY, tags TEXT NOT NULL UNIQUE)",
            f"CREATE TABLE {self.words} (word TEXT PRIMARY KEY, printed TEXT NOT NULL, length INTEGER NOT NULL)"
            " WITHOUT ROWID",
            f"CREATE VIRTUAL TABLE {self.text} USING fts5"
            f"({_STREAMS}, content='', tokenize=\"ascii tokenchars '=@/.-_'\")",
            f"INSERT INTO {self.text} ({self.text}, rank) VALUES ('rank', 'bm25({', '.join(map(str, WEIGHTS))})')",
        ):
            self.all(sql)

    def drop(self) -> None:
        """Removes the tables, whichever there are."""
        self.forget()
        for table in (self.text, self.rows, self.kept, self.sights, self.words):
            self.all(f"DROP TABLE IF EXISTS {table}")

    def put(self, entries: Sequence[Entry]) -> int:
        """Adds or replaces entries; the last of two with the same key counts."""
        entries = list({(entry.kind, entry.key): entry for entry in entries}.values())
        gone = self.remove((entry.kind, entry.key) for entry in entries)
        free = int(self.all(f"SELECT coalesce(max(id), 0) + 1 FROM {self.rows}")[0][0])
        rows, texts, kept = [], [], []
        for at, entry in enumerate(entries, free):
            text = [" ".join(terms) for terms in (entry.names, entry.title, entry.body, entry.bag)]
            texts.append((at, *text))
            kept.append((at, zlib.compress("\0".join(text).encode(), 1)))
            rows.append((
                at, entry.kind, spaced(entry.languages), spaced(entry.countries), entry.date,
                self.sight(entry.visibility), entry.key,
            ))  # fmt: skip
        self.many(f"INSERT INTO {self.rows} VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)
        self.many(f"INSERT INTO {self.kept} VALUES (%s, %s)", kept)
        self.many(f"INSERT INTO {self.text} (rowid, {_STREAMS}) VALUES (%s, %s, %s, %s, %s)", texts)
        self.learn(entries)
        return len(entries) - gone

    def remove(self, keys: Iterable[tuple[str, str]]) -> int:
        """Removes rows by kind and key, where they are."""
        ids = list(self.ids(keys).values())
        for at in range(0, len(ids), 500):
            some = ids[at : at + 500]
            marks = ",".join(["%s"] * len(some))
            kept = self.all(f"SELECT id, terms FROM {self.kept} WHERE id IN ({marks})", some)
            self.many(
                f"INSERT INTO {self.text} ({self.text}, rowid, {_STREAMS}) VALUES ('delete', %s, %s, %s, %s, %s)",
                [(id_, *zlib.decompress(terms).decode().split("\0")) for id_, terms in kept],
            )
            for table in (self.rows, self.kept):
                self.all(f"DELETE FROM {table} WHERE id IN ({marks})", some)
        return len(ids)

    def finish(self) -> None:
        """Brings the parts of the index together, in steps, between which others can write."""
        pages = -MERGED
        while True:
            before = self.connection.connection.total_changes
            self.all(f"INSERT INTO {self.text} ({self.text}, rank) VALUES ('merge', %s)", [pages])
            if self.connection.connection.total_changes - before < 2:
                return
            pages = MERGED

    def check(self) -> str:
        """Does FTS5 find its own tables whole, and does it hold the rows that are there? Raises DatabaseError."""
        self.all(f"INSERT INTO {self.text} ({self.text}) VALUES ('integrity-check')")
        rows = self.count()
        texts = int(self.all(f"SELECT count(*) FROM {self.text}_docsize")[0][0])
        return "" if rows == texts else f"{rows} rows, but terms of {texts}"

    def answers(self) -> bool:
        """Does it find what is in each row?"""
        sql = f"SELECT rowid FROM {self.text} WHERE {self.text} MATCH %s LIMIT 1"
        return bool(self.all(sql, [quoted(EVERYWHERE)]))

    def _from(self, query: Query, seen_by: Collection[str] | None, filters: Filters) -> tuple[str, list[Any]] | None:
        condition = self.condition(seen_by, filters)
        if condition is None:
            return None
        more, values = condition
        # CROSS JOIN: the text is searched first, whatever the planner thinks of the rest
        joined = f" CROSS JOIN {self.rows} r ON r.id = t.rowid" if more else ""
        where = f"{self.text} MATCH %s" + (f" AND {more}" if more else "")
        return f"FROM {self.text} t{joined} WHERE {where}", [expression(query.match), *values]

    def total(self, query: Query, seen_by: Collection[str] | None, filters: Filters) -> int:
        """How many rows match."""
        found = self._from(query, seen_by, filters)
        return int(self.all(f"SELECT count(*) {found[0]}", found[1])[0][0]) if found else 0

    def hits(
        self, query: Query, seen_by: Collection[str] | None, filters: Filters, limit: int, offset: int
    ) -> list[Hit]:
        """The rows that match, those that are called so first."""
        found = self._from(query, seen_by, filters)
        if found is None:
            return []
        sql, values = found
        order: list[str] = []
        named: list[Any] = []
        for terms in (query.names, query.symbols):
            if terms:
                order.append(f"t.rowid IN (SELECT rowid FROM {self.text} WHERE {self.text} MATCH %s) DESC")
                named.append("names : (" + " OR ".join(quoted(term) for term in terms) + ")")
        order += ["t.rank", "t.rowid"]
        best = f"SELECT t.rowid {sql} ORDER BY {', '.join(order)} LIMIT %s OFFSET %s"
        ids = [row[0] for row in self.all(best, [*values, *named, limit, offset])]
        if not ids:
            return []
        rows = self.all(f"SELECT id, kind, key FROM {self.rows} WHERE id IN ({','.join(map(str, ids))})")
        by_id = {id_: Hit(kind, key) for id_, kind, key in rows}
        return [by_id[id_] for id_ in ids]

    def tallies(self, query: Query, seen_by: Collection[str] | None, filters: Filters) -> dict[str, dict[str, int]]:
        """How many rows match, by each of TALLIES."""
        condition = self.condition(seen_by, filters)
        if condition is None:
            return self.counted([])
        more, values = condition
        sql = (
            f"SELECT {self.tallied}, count(*) FROM {self.text} t CROSS JOIN {self.rows} r ON r.id = t.rowid"
            f" WHERE {self.text} MATCH %s{' AND ' + more if more else ''} GROUP BY {self.tallied}"
        )
        return self.counted(self.all(sql, [expression(query.match), *values]))

    def keys_sql(self, query: Query, seen_by: Collection[str] | None, filters: Filters) -> tuple[str, list[Any]]:
        """The keys of the rows that match, as SQL."""
        condition = self.condition(seen_by, filters)
        if condition is None:
            return f"SELECT key FROM {self.rows} WHERE 1 = 0", []
        more, values = condition
        sql = (
            f"SELECT r.key FROM {self.text} t CROSS JOIN {self.rows} r ON r.id = t.rowid"
            f" WHERE {self.text} MATCH %s{' AND ' + more if more else ''}"
        )
        return sql, [expression(query.match), *values]

    def one_of(self, keys: Collection[str]) -> tuple[str, Any]:
        """A set of any size as one JSON text."""
        return "IN (SELECT value FROM json_each(%s))", json.dumps(list(keys))

    def prune(self) -> int:
        """Forgets words that no row has any more."""
        vocabulary = f"{self.text}_now"
        self.all(f"CREATE VIRTUAL TABLE temp.{vocabulary} USING fts5vocab('main', '{self.text}', 'row')")
        try:
            before = int(self.all(f"SELECT count(*) FROM {self.words}")[0][0])
            self.all(f"DELETE FROM {self.words} WHERE '=' || word NOT IN (SELECT term FROM temp.{vocabulary})")
            return before - int(self.all(f"SELECT count(*) FROM {self.words}")[0][0])
        finally:
            self.all(f"DROP TABLE temp.{vocabulary}")


def quoted(term: str) -> str:
    """A term as a string of FTS5, in which nothing is an operator."""
    return '"' + term.replace('"', '""') + '"'


def _row(row: Row) -> str:
    # the bag has no order: what stands side by side in it is no phrase
    where = "{names title body} : " if len(row.terms) > 1 else ""
    return where + quoted(" ".join(row.terms)) + (" *" if row.open else "")


def expression(match: Match) -> str:
    """A match in the language of FTS5. Every term stands in quotes: no query can say more than it was read to say."""
    if isinstance(match, Leaf):
        return "(" + " OR ".join(map(_row, match.rows)) + ")"
    if isinstance(match, AnyOf):
        return "(" + " OR ".join(map(expression, match.parts)) + ")"
    wanted = "(" + " AND ".join(map(expression, match.parts)) + ")"
    if isinstance(match, AllOf) and match.without:
        return f"({wanted} NOT ({' OR '.join(map(expression, match.without))}))"
    return wanted
