"""What both indexes do alike: the table of rows beside the terms, who may see a row, filters, words for suggestions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from isonomia.site.search.documents import Entry
from isonomia.site.search.index import TALLIES, Filters, Tags

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

OUTBOX = "search_outbox"
"""The table of changes that wait to be followed."""
SUGGESTED = range(3, 31)
"""How long a word may be that is kept to be suggested."""


class Rows:
    """The tables of one generation, named after it. Lists are kept as text with a space around each item."""

    position: ClassVar[str]
    """The SQL function that finds a text in another; 0 when it does not."""
    named: ClassVar[str]
    """SQL that tells whether there is a table of a name."""
    tallied = "r.kind, r.languages, r.countries, substr(r.date, 1, 4)"
    """The columns of TALLIES."""

    def __init__(self, connection: BaseDatabaseWrapper, generation: int) -> None:
        self.connection = connection
        self.rows = f"search_{int(generation)}_row"
        self.sights = f"search_{int(generation)}_sight"
        self.words = f"search_{int(generation)}_word"
        self.forget()

    def forget(self) -> None:
        """Forgets what was read of the tables: they are new, or gone."""
        self._sight_ids: dict[str, int] = {}
        self._all_sights: list[tuple[Any, ...]] | None = None
        self._known: set[str] = set()

    def all(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The answer to a statement."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """One statement for many rows."""
        if rows:
            with self.connection.cursor() as cursor:
                cursor.executemany(sql, rows)

    def exists(self) -> bool:
        """Are the tables there?"""
        return bool(self.all(self.named, [self.rows])[0][0])

    def count(self) -> int:
        """How many rows there are."""
        return int(self.all(f"SELECT count(*) FROM {self.rows}")[0][0])

    def ids(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """The ids of rows by kind and key."""
        found: dict[tuple[str, str], int] = {}
        by_kind: dict[str, list[str]] = {}
        for kind, key in keys:
            by_kind.setdefault(kind, []).append(key)
        for kind, wanted in by_kind.items():
            for at in range(0, len(wanted), 500):
                some = wanted[at : at + 500]
                marks = ",".join(["%s"] * len(some))
                sql = f"SELECT key, id FROM {self.rows} WHERE kind = %s AND key IN ({marks})"
                found.update(((kind, key), id_) for key, id_ in self.all(sql, [kind, *some]))
        return found

    def sight(self, tags: Sequence[str]) -> int:
        """The number of a set of visibility tags: there are few sets, and a number is compared fast."""
        text = spaced(tags)
        if text not in self._sight_ids:
            found = self.all(f"SELECT id FROM {self.sights} WHERE tags = %s", [text])
            if not found:
                self._all_sights = None
                self.all(f"INSERT INTO {self.sights} (tags) VALUES (%s)", [text])
                found = self.all(f"SELECT id FROM {self.sights} WHERE tags = %s", [text])
            self._sight_ids[text] = int(found[0][0])
        return self._sight_ids[text]

    def condition(self, seen_by: Collection[str] | None, filters: Filters) -> tuple[str, list[Any]] | None:
        """What a row `r` must be besides matching, as SQL; None where no row can be."""
        parts: list[str] = []
        values: list[Any] = []
        if seen_by is not None:
            tags = set(seen_by)
            if self._all_sights is None:
                self._all_sights = self.all(f"SELECT id, tags FROM {self.sights}")
            seen = [int(id_) for id_, text in self._all_sights if tags & set(text.split())]
            if not seen:
                return None
            if len(seen) < len(self._all_sights):
                parts.append(f"r.sight IN ({','.join(map(str, seen))})")
            if filters.waiting and isinstance(seen_by, Tags) and seen_by.now:
                sql, now = seen_by.now()
                parts.append(f"((r.kind, r.key) NOT IN (SELECT kind, key FROM {OUTBOX} WHERE NOT replay) OR {sql})")
                values += now
        if filters.kinds:
            parts.append(f"r.kind IN ({','.join(['%s'] * len(filters.kinds))})")
            values += filters.kinds
        for column, wanted in (("languages", filters.languages), ("countries", filters.countries)):
            if wanted:
                parts.append("(" + " OR ".join([f"{self.position}(r.{column}, %s) > 0"] * len(wanted)) + ")")
                values += [f" {item} " for item in wanted]
        if filters.since:
            parts.append("r.date >= %s")
            values.append(filters.since)
        if filters.until:
            parts.append("r.date <> '' AND substr(r.date, 1, %s) <= %s")
            values += [len(filters.until), filters.until]
        if filters.keys is not None:
            if not filters.keys:
                return None
            sql, value = self.one_of(filters.keys)
            parts.append(f"r.key {sql}")
            values.append(value)
        return " AND ".join(parts), values

    def one_of(self, keys: Collection[str]) -> tuple[str, Any]:
        """SQL for membership in a set of any size, and its one parameter."""
        raise NotImplementedError

    def counted(self, found: Iterable[Sequence[Any]]) -> dict[str, dict[str, int]]:
        """Counts by the columns of `tallied` together as counts by each: the items of lists one by one."""
        out: dict[str, dict[str, int]] = {by: {} for by in TALLIES}
        for *values, number in found:
            for by, value in zip(TALLIES, values, strict=True):
                for item in value.split():
                    out[by][item] = out[by].get(item, 0) + int(number)
        return {by: dict(sorted(one.items(), key=lambda pair: (-pair[1], pair[0]))) for by, one in out.items()}

    def learn(self, entries: Iterable[Entry]) -> None:
        """Keeps the words of entries, to suggest them."""
        new: dict[str, str] = {}
        for entry in entries:
            for form, printed in entry.printed.items():
                if form not in self._known and len(form) in SUGGESTED and form.isalpha():
                    new[form] = printed
        self._known.update(new)
        sql = f"INSERT INTO {self.words} (word, printed, length) VALUES (%s, %s, %s) ON CONFLICT (word) DO NOTHING"
        self.many(sql, [(form, printed, len(form)) for form, printed in sorted(new.items())])

    def near(self, word: str, most: int) -> Mapping[str, str]:
        """Words of about the same length."""
        sql = f"SELECT word, printed FROM {self.words} WHERE length BETWEEN %s AND %s"
        return dict(self.all(sql, [len(word) - most, len(word) + most]))


def spaced(items: Iterable[str]) -> str:
    """Items as one text in which each can be found whole. They hold no spaces: such a one would be two."""
    text = " ".join(items)
    return f" {text} " if text else ""
