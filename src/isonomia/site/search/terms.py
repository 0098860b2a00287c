"""A parsed query as terms of the index: what a row must hold to be a hit. One reading for both indexes and the marks.

A Latin word says no language, so it is read in all three: a hit holds what any of them makes of it. Phrases too are
read once in each language, never mixed, for a text has one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from isonomia.site.search import arabic
from isonomia.site.search.analyser import han_terms
from isonomia.site.search.query import Any, Find, Node, fail, parse
from isonomia.site.search.scripts import chunks, fold, han_characters, letters, lower, script
from isonomia.site.search.words import AS_PRINTED, LATIN, arabic_word, other_word, plain_word, symbol

NAME = "@"
"""Stands before a name by which a record is called, taken whole."""
CERTAIN = 4
"""Arabic letters after a clitic from which on it is sooner a clitic than a letter of the root."""


class Row(NamedTuple):
    """Terms that follow each other; when `open`, the last may go on. One closed term may stand anywhere."""

    terms: tuple[str, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """At least one of `rows`. `printed` is what was written, from `start` to `end` of the query."""

    rows: tuple[Row, ...]
    printed: str
    start: int
    end: int
    is_symbol: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of `parts` and none of `without`."""

    parts: tuple[Match, ...]
    without: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of `parts`."""

    parts: tuple[Match, ...]


Match = Leaf | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked. `names` are names that a hit may have to stand first, `common` words that were not looked for."""

    text: str
    match: Match
    names: tuple[str, ...]
    symbols: tuple[str, ...]
    common: tuple[str, ...]

    def leaves(self) -> list[Leaf]:
        """What is looked for, without what is excluded, in the order of the query."""
        return sorted(_leaves(self.match), key=lambda leaf: leaf.start)


def _leaves(match: Match) -> Iterator[Leaf]:
    if isinstance(match, Leaf):
        yield match
    else:
        for part in match.parts:
            yield from _leaves(part)


def read_query(text: str) -> Query:
    """A query as terms. Raises BadQuery where it cannot be read or only has words that are everywhere."""
    reader = _Reader()
    match = reader.match(parse(text))
    if match is None:
        if not reader.common:
            fail("nothing-to-find")
        fail("only-common", word=", ".join(dict.fromkeys(reader.common)))
    symbols = tuple(dict.fromkeys(row.terms[0] for leaf in _leaves(match) if leaf.is_symbol for row in leaf.rows))
    names = [NAME + term.removeprefix(AS_PRINTED) for term in symbols]
    if isinstance(match, Leaf) or (isinstance(match, AllOf) and not match.without):
        names.append(name_term(text))
    return Query(text, match, tuple(dict.fromkeys(names)), symbols, tuple(dict.fromkeys(reader.common)))


def name_term(name: str) -> str:
    """A name taken whole, as one term: two ways to print it that differ by case or accents are one."""
    parts = []
    for run in chunks(name):
        if run.lastgroup == "han":
            parts.append(han_characters(run[0]))
        elif run.lastgroup == "arabic":
            parts.append(letters(arabic.spelling(lower(run[0]))))
        else:
            parts.append(symbol(run[0]) or letters(fold(lower(run[0]))))
    return NAME + "_".join(parts)[:200]


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lists = tomllib.loads(Path(__file__).with_name("stopwords.toml").read_text(encoding="utf-8"))
    return frozenset(arabic.spelling(fold(lower(word))) for words in lists.values() for word in words)


def is_common(word: str) -> bool:
    """Is it a word that carries no meaning in any language of its script?"""
    return arabic.spelling(fold(lower(word))) in _common()


class _Reader:
    def __init__(self) -> None:
        self.common: list[str] = []

    def match(self, node: Node, *, excluded: bool = False) -> Match | None:
        """The terms of a node; None where it has none but common words."""
        if isinstance(node, Find):
            return self._find(node, excluded)
        if isinstance(node, Any):
            either = [part for child in node.parts if (part := self.match(child, excluded=excluded))]
            return AnyOf(tuple(either)) if len(either) > 1 else (either[0] if either else None)
        parts = [part for child in node.parts if (part := self.match(child, excluded=excluded))]
        without = [part for child in node.without if (part := self.match(child, excluded=True))]
        if not parts:
            return None
        return AllOf(tuple(parts), tuple(without)) if without or len(parts) > 1 else parts[0]

    def _find(self, node: Find, excluded: bool) -> Match | None:
        groups = list(_groups(node.text))
        if node.how == "phrase" and len(groups) > 1:
            leaf = Leaf(_rows(node.text), node.text.strip(), node.start, node.end)
            return leaf if leaf.rows else None
        leaves = []
        for start, end in groups:
            word = node.text[start:end]
            if node.how == "prefix" and end == groups[-1][1]:
                leaf = Leaf((_prefix(word),), word + "*", node.start + start, node.end)
            elif is_common(word) and not excluded:
                self.common.append(word)
                continue
            else:
                leaf = _leaf(word, node.start + start, node.start + end)
            if leaf.rows:
                leaves.append(leaf)
        if not leaves:
            return None
        return leaves[0] if len(leaves) == 1 else AllOf(tuple(leaves))


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Runs of any script that touch each other: UNODC问题 is looked for as it stands."""
    start = end = -1
    for run in chunks(text):
        if run.start() != end:
            if end >= 0:
                yield start, end
            start = run.start()
        end = run.end()
    if end >= 0:
        yield start, end


def _leaf(text: str, start: int, end: int) -> Leaf:
    runs = list(chunks(text))
    if len(runs) > 1:
        return Leaf(_rows(text), text, start, end)
    kind, run = runs[0].lastgroup, runs[0][0]
    if kind == "plain" and (usual := symbol(run)):
        return Leaf((Row((AS_PRINTED + usual,)),), text, start, end, is_symbol=True)
    rows = dict.fromkeys(_rows(text))
    if kind == "plain":
        for latin in LATIN:
            word = plain_word(run, latin)
            for piece in word.bag:
                whole = len(word.stream) == 1 or (piece.start == 0 and piece.end == len(run))
                if whole and not piece.term.startswith(AS_PRINTED):
                    rows[Row((piece.term,))] = None
    return Leaf(tuple(rows), text, start, end)


def _rows(text: str) -> tuple[Row, ...]:
    """The rows of terms that a text of each language would hold where it prints `text`."""
    latins = LATIN if any(run.lastgroup == "plain" and script(run[0]) == "Latin" for run in chunks(text)) else ["en"]
    rows: dict[Row, None] = {}
    for latin in latins:
        terms, is_open = _row(text, latin)
        if terms:
            rows[Row(tuple(terms), is_open)] = None
    first = next(chunks(text), None)
    if first is not None and first.lastgroup == "arabic" and rows:
        whole = arabic_word(first[0]).stream_terms
        if len(whole) > 1 and len(whole[-1]) >= CERTAIN:
            # written with a conjunction or preposition: what stands without it is meant too
            for row in list(rows):
                rest = row.terms[len(whole) :] if len(row.terms) > 1 else ()
                rows[Row((whole[-1], *rest), row.open)] = None
    return tuple(rows)


def _row(text: str, latin: str) -> tuple[list[str], bool]:
    """The stream of a text, its end such that the text that is looked in may go on."""
    terms: list[str] = []
    runs = list(chunks(text))
    for run in runs:
        last = run is runs[-1]
        if run.lastgroup == "han":
            row = han_terms(run[0])
            if last:
                terms += row[:-1] or row
                return terms, len(row) == 1
            terms += row
        elif run.lastgroup == "arabic":
            stream = arabic_word(run[0]).stream_terms
            terms += stream[:1] if last else stream
        elif run.lastgroup == "plain":
            terms += plain_word(run[0], latin).stream_terms
        else:
            terms += other_word(run[0]).stream_terms
    return terms, False


def _prefix(text: str) -> Row:
    """What begins with `text`: as printed, not as stemmed, where one word is meant."""
    runs = list(chunks(text))
    run = runs[-1]
    if len(runs) == 1 and run.lastgroup == "arabic":
        return Row((AS_PRINTED + letters(arabic.spelling(lower(run[0]))),), True)
    if len(runs) == 1 and run.lastgroup == "plain":
        if usual := symbol(run[0]):
            return Row((AS_PRINTED + usual,), True)
        word = plain_word(run[0], "en")
        forms = [piece for piece in word.bag if piece.term.startswith(AS_PRINTED)]
        whole = [piece.term for piece in forms if len(word.stream) == 1 or piece[1:] == (0, len(run[0]))]
        if whole:
            return Row((whole[-1],), True)
    if len(runs) == 1 and run.lastgroup == "other":
        return Row((AS_PRINTED + letters(fold(lower(run[0]))),), True)
    terms, is_open = _row(text, "en")
    return Row(tuple(terms), is_open or run.lastgroup != "han")
