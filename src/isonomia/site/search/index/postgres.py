"""The index in PostgreSQL: terms as a tsvector with a GIN index, made here and not by a configuration of the server.

A tsvector keeps no position past 16,383 and none past the 255th of a term, so phrases are not looked for by position:
GIN finds the rows that have all their terms, and the stream, kept as text, says whether they follow each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from isonomia.site.search.analyser import EVERYWHERE, GAP
from isonomia.site.search.documents import Entry
from isonomia.site.search.index import Filters, Hit
from isonomia.site.search.index.rows import Rows, spaced
from isonomia.site.search.terms import AllOf, AnyOf, Leaf, Match, Query, Row

MOST_POSITIONS = 4
"""Of a term in one row: they only weigh it, and the fifth adds little."""
WEIGHED = 500
"""Hits that are weighed by all their terms, the best by names and title, then the shortest: to read more takes long."""
_LAST_POSITION = 16_000
_WEIGHTS = "{0.02, 0.1, 0.4, 1.0}"
"""What a hit counts in the bag, the body, the title, the names (PostgreSQL's D, C, B, A)."""


class PostgresIndex(Rows):
    """See isonomia.site.search.index.Index."""

    position = "strpos"
    named = "SELECT to_regclass(%s) IS NOT NULL"

    def create(self) -> None:
        """Makes the empty tables; `finish` indexes them, which is faster once they are full.

        Texts are compared as bytes, as SQLite does it.
        """
        for sql in (
            f'CREATE TABLE {self.rows} (id BIGSERIAL PRIMARY KEY, kind TEXT COLLATE "C" NOT NULL,'
            f' languages TEXT COLLATE "C" NOT NULL, countries TEXT COLLATE "C" NOT NULL,'
            ' date TEXT COLLATE "C" NOT NULL, sight INTEGER NOT NULL, key TEXT COLLATE "C" NOT NULL,'
            " length INTEGER NOT NULL, head TSVECTOR NOT NULL, terms TSVECTOR NOT NULL, stream TEXT NOT NULL,"
            # the long columns stand outside the row: what is read of each hit is short
            " UNIQUE (kind, key)) WITH (toast_tuple_target = 256)",
            f"CREATE TABLE {self.sights} (id SERIAL PRIMARY KEY, tags TEXT NOT NULL UNIQUE)",
            f'CREATE TABLE {self.words} (word TEXT COLLATE "C" PRIMARY KEY, printed TEXT NOT NULL,'
            " length INTEGER NOT NULL)",
            f"ALTER TABLE {self.rows} ALTER head SET STORAGE MAIN",
        ):
            self.all(sql)

    def drop(self) -> None:
        """Removes the tables, whichever there are."""
        self.forget()
        self.all(f"DROP TABLE IF EXISTS {self.rows}, {self.sights}, {self.words}")

    def put(self, entries: Sequence[Entry]) -> int:
        """Adds or replaces entries; the last of two with the same key counts."""
        entries = list({(entry.kind, entry.key): entry for entry in entries}.values())
        before = len(self.ids((entry.kind, entry.key) for entry in entries))
        columns = "kind, languages, countries, date, sight, key, length, head, terms, stream"
        changed = ", ".join(f"{name} = EXCLUDED.{name}" for name in columns.split(", "))
        self.many(
            f"INSERT INTO {self.rows} ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s::tsvector, %s::tsvector, %s)"
            f" ON CONFLICT (kind, key) DO UPDATE SET {changed}",
            [
                (
                    entry.kind, spaced(entry.languages), spaced(entry.countries), entry.date,
                    self.sight(entry.visibility), entry.key, len(entry.body), head(entry), vector(entry), stream(entry),
                )
                for entry in entries
            ],
        )  # fmt: skip
        self.learn(entries)
        return len(entries) - before

    def remove(self, keys: Iterable[tuple[str, str]]) -> int:
        """Removes rows by kind and key, where they are."""
        ids = list(self.ids(keys).values())
        if ids:
            self.all(f"DELETE FROM {self.rows} WHERE id = ANY(%s)", [ids])
        return len(ids)

    def finish(self) -> None:
        """Indexes the terms, and lets the planner know what the tables hold."""
        self.all(f"CREATE INDEX IF NOT EXISTS {self.rows}_terms ON {self.rows} USING gin (terms)")
        self.all(f"ANALYZE {self.rows}")

    def check(self) -> str:
        """Can all rows be read, and has each its terms and its text? Raises DatabaseError."""
        sql = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"
        if self.all(sql, [f"{self.rows}_terms"]) != [(True,)]:
            return f"the index {self.rows}_terms is missing or not valid"
        torn = self.all(f"SELECT count(*) FROM {self.rows} WHERE (stream = '') <> (terms = ''::tsvector)")[0][0]
        return f"{torn} rows have lost their text" if torn else ""

    def answers(self) -> bool:
        """Does it find what is in each row?"""
        sql = f"SELECT id FROM {self.rows} r WHERE r.terms @@ %s::tsquery LIMIT 1"
        return bool(self.all(sql, [lexeme(EVERYWHERE)]))

    def _where(self, query: Query, seen_by: Collection[str] | None, filters: Filters) -> tuple[str, list[Any]] | None:
        condition = self.condition(seen_by, filters)
        if condition is None:
            return None
        more, values = condition
        sql, own = where(query.match)
        return f"{sql}{' AND ' + more if more else ''}", [*own, *values]

    def total(self, query: Query, seen_by: Collection[str] | None, filters: Filters) -> int:
        """How many rows match."""
        found = self._where(query, seen_by, filters)
        return int(self.all(f"SELECT count(*) FROM {self.rows} r WHERE {found[0]}", found[1])[0][0]) if found else 0

    def hits(
        self, query: Query, seen_by: Collection[str] | None, filters: Filters, limit: int, offset: int
    ) -> list[Hit]:
        """The rows that match, those that are called so first; of many hits the most likely are weighed as a whole."""
        found = self._where(query, seen_by, filters)
        if found is None:
            return []
        where, values = found
        tiers: list[str] = []
        named: list[Any] = []
        for terms in (query.names, query.symbols):
            if terms:
                tiers.append("(r.head @@ %s::tsquery) DESC")
                named.append(" | ".join(lexeme(term) + ":A" for term in terms))
        asked = tsquery(query.match, exact=False)
        first = ", ".join([*tiers, "ts_rank(%s::float4[], r.head, %s::tsquery) DESC", "r.length", "r.id"])
        second = ", ".join([*tiers, "ts_rank(%s::float4[], r.terms, %s::tsquery, 1) DESC", "r.id"])
        ordered = [*named, _WEIGHTS, asked]
        rows: list[tuple[Any, ...]] = []
        if offset < WEIGHED:
            sql = (
                f"SELECT kind, key FROM {self.rows} r WHERE id = ANY(ARRAY("
                f"SELECT id FROM {self.rows} r WHERE {where} ORDER BY {first} LIMIT {WEIGHED}))"
                f" ORDER BY {second} LIMIT %s OFFSET %s"
            )
            rows += self.all(sql, [*values, *ordered, *ordered, min(limit, WEIGHED - offset), offset])
        if offset + limit > WEIGHED:
            start = max(offset, WEIGHED)
            sql = f"SELECT kind, key FROM {self.rows} r WHERE {where} ORDER BY {first} LIMIT %s OFFSET %s"
            rows += self.all(sql, [*values, *ordered, offset + limit - start, start])
        return [Hit(*row) for row in rows]

    def tallies(self, query: Query, seen_by: Collection[str] | None, filters: Filters) -> dict[str, dict[str, int]]:
        """How many rows match, by each of TALLIES."""
        found = self._where(query, seen_by, filters)
        if found is None:
            return self.counted([])
        sql = f"SELECT {self.tallied}, count(*) FROM {self.rows} r WHERE {found[0]} GROUP BY {self.tallied}"
        return self.counted(self.all(sql, found[1]))

    def keys_sql(self, query: Query, seen_by: Collection[str] | None, filters: Filters) -> tuple[str, list[Any]]:
        """The keys of the rows that match, as SQL."""
        found = self._where(query, seen_by, filters)
        if found is None:
            return f"SELECT key FROM {self.rows} WHERE false", []
        return f"SELECT r.key FROM {self.rows} r WHERE {found[0]}", found[1]

    def one_of(self, keys: Collection[str]) -> tuple[str, Any]:
        """A set of any size as one array."""
        return "= ANY(%s)", list(keys)

    def prune(self) -> int:
        """Forgets words that no row has any more."""
        before = int(self.all(f"SELECT count(*) FROM {self.words}")[0][0])
        self.all(
            f"DELETE FROM {self.words} w WHERE NOT EXISTS"
            f" (SELECT FROM {self.rows} r WHERE r.terms @@ ('''=' || w.word || '''')::tsquery)"
        )
        return before - int(self.all(f"SELECT count(*) FROM {self.words}")[0][0])


def lexeme(term: str) -> str:
    """A term in quotes, in which nothing is an operator."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def head(entry: Entry) -> str:
    """Names and title of an entry as a tsvector."""
    return _vector([(entry.names, "A"), (entry.title, "B")])


def vector(entry: Entry) -> str:
    """An entry as a tsvector; positions weigh a term, they do not tell phrases."""
    return _vector([(entry.names, "A"), (entry.title, "B"), (entry.body, "C"), (entry.bag, "")])


def _vector(parts: Iterable[tuple[list[str], str]]) -> str:
    places: dict[str, list[str]] = {}
    at = 0
    for terms, weight in parts:
        for term in terms:
            at = min(at + 1, _LAST_POSITION)
            if len(some := places.setdefault(term, [])) < (MOST_POSITIONS if weight else 0):
                some.append(f"{at}{weight}")
    return " ".join(
        lexeme(term) + (":" + ",".join(dict.fromkeys(some)) if some else "") for term, some in places.items()
    )


def stream(entry: Entry) -> str:
    """The streams of an entry as one text with a space around each term."""
    return spaced([*entry.names, GAP, *entry.title, GAP, *entry.body])


def _candidate(row: Row) -> str:
    terms = [lexeme(term) for term in row.terms]
    if row.open:
        terms[-1] += ":*"
    return "(" + " & ".join(terms) + ")"


def tsquery(match: Match, *, exact: bool) -> str:
    """A match as a tsquery in which a phrase is all of its terms.

    What it leaves out for certain: with `exact` nothing is left out that could still be a hit, so that of what a query
    excludes only words count; without, what is excluded is left aside.
    """
    if isinstance(match, Leaf):
        return "(" + " | ".join(map(_candidate, match.rows)) + ")"
    if isinstance(match, AnyOf):
        return "(" + " | ".join(tsquery(part, exact=exact) for part in match.parts) + ")"
    parts = [tsquery(part, exact=exact) for part in match.parts]
    if exact:
        parts += ["!" + tsquery(part, exact=True) for part in match.without if not has_phrases(part)]
    return "(" + " & ".join(parts) + ")"


def has_phrases(match: Match) -> bool:
    """Does it take more than the terms of a row to tell whether it matches?"""
    if isinstance(match, Leaf):
        return any(len(row.terms) > 1 for row in match.rows)
    return any(map(has_phrases, match.parts)) or (isinstance(match, AllOf) and any(map(has_phrases, match.without)))


def where(match: Match) -> tuple[str, list[Any]]:
    """SQL that is true of the rows `r` that match, and its parameters."""
    found, values = "r.terms @@ %s::tsquery", [tsquery(match, exact=True)]
    if not has_phrases(match):
        return found, values
    sql, more = _exact(match)
    return f"{found} AND {sql}", [*values, *more]


def _exact(match: Match) -> tuple[str, list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if isinstance(match, Leaf):
        words = tuple(row for row in match.rows if len(row.terms) == 1)
        if words:
            parts.append("r.terms @@ %s::tsquery")
            values.append(" | ".join(map(_candidate, words)))
        for row in match.rows:
            if len(row.terms) > 1:
                parts.append("strpos(r.stream, %s) > 0")
                values.append(" " + " ".join(row.terms) + ("" if row.open else " "))
        return "(" + " OR ".join(parts) + ")", values
    for part in match.parts:
        sql, more = _exact(part)
        parts.append(sql)
        values += more
    joined = "(" + (" OR " if isinstance(match, AnyOf) else " AND ").join(parts) + ")"
    if isinstance(match, AllOf):
        for part in match.without:
            sql, more = _exact(part)
            joined += f" AND NOT {sql}"
            values += more
        joined = f"({joined})"
    return joined, values
