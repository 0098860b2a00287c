"""Where the matches of patterns can begin in a text, found in one pass for all of them.

The grammar of a language is long alternations that the regular expression engine tries branch by branch at each
character. Most of them begin with one of a few literal words: these are looked for all at once (Aho-Corasick), and the
pattern is tried only where one stands. What is found is what `finditer` finds.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

try:
    from re import _constants as code  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # a Python that keeps its reading of patterns elsewhere: all patterns are searched plainly
    parser = None

LONGEST = (4, 2, 1)
"""Letters of an opening that are looked for: as many as keep the number of openings below MOST."""
MOST = 400
"""Openings of one pattern; one with more is searched plainly."""
_WIDEST = 16
"""Characters of a class that are tried one by one."""
_ALIKE = str.maketrans("İıſςµᲀᲁᲂᲃᲄᲅᲆ", "iisσμвдосттъ")
"""Characters that compare equal without case but do not become one in lower case."""
_ODD = re.compile("[İıſςµᲀ-ᲆ]")
_OTHER_SPACE = re.compile(r"[^\S ]")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")

Heads = dict[str, bool]
"""Beginnings of what a pattern matches, and whether all that follows is still known."""


def fold(text: str) -> str:
    """The text with case, kinds of spaces and of digits made one; lengths stay."""
    if _ODD.search(text):
        text = text.translate(_ALIKE)
    text = _OTHER_DIGIT.sub("0", _OTHER_SPACE.sub(" ", text))
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@lru_cache(maxsize=2048)
def openings(pattern: str) -> frozenset[str] | None:
    """The folded letters with which each match of a pattern (case aside) begins; None where that cannot be told."""
    if parser is None:
        return None
    tree = parser.parse(pattern, re.IGNORECASE)
    for longest in LONGEST:
        heads = _shortest(_sequence(tree, longest))
        if "" in heads:
            return None
        if len(heads) <= MOST:
            return frozenset(heads)
    return None


def _sequence(items: Iterable[tuple[Any, Any]], longest: int) -> Heads:
    heads: Heads = {"": True}
    for kind, what in items:
        if not any(heads.values()):
            break
        more = _item(kind, what, longest)
        if more == {"": True}:
            continue
        joined: Heads = {}
        for head, known in heads.items():
            if not known:
                joined[head] = False
                continue
            for tail, goes_on in more.items():
                both = (head + tail)[:longest]
                joined[both] = goes_on and len(both) < longest and joined.get(both, True)
        heads = joined if len(joined) < MOST else _shortest(joined)
    return heads


def _shortest(heads: Heads) -> Heads:
    """Without the heads that begin with another one that says no more."""
    closed = {head for head, known in heads.items() if not known}
    return {head: known for head, known in heads.items() if not any(head[:end] in closed for end in range(len(head)))}


def _item(kind: Any, what: Any, longest: int) -> Heads:
    """The beginnings of one element; {"": False} for what could be anything."""
    if kind is code.LITERAL:
        return {fold(chr(what)): True}
    if kind is code.IN:
        return _class(what)
    if kind is code.SUBPATTERN:
        return _sequence(what[3], longest)
    if kind is code.BRANCH:
        found: Heads = {}
        for branch in what[1]:
            for head, known in _sequence(branch, longest).items():
                found[head] = known and found.get(head, True)
        return found
    if kind in (code.MAX_REPEAT, code.MIN_REPEAT):
        least, most, inner = what
        once = _sequence(inner, longest)
        heads = once if most == 1 else {head: known and not head for head, known in once.items()}
        return heads if least else {"": True} | heads
    if kind in (code.AT, code.ASSERT, code.ASSERT_NOT):
        return {"": True}
    return {"": False}


def _class(members: Sequence[tuple[Any, Any]]) -> Heads:
    found: set[str] = set()
    for kind, what in members:
        if kind is code.LITERAL:
            found.add(chr(what))
        elif kind is code.RANGE and what[1] - what[0] < _WIDEST:
            found.update(map(chr, range(what[0], what[1] + 1)))
        elif kind is code.CATEGORY and what is code.CATEGORY_DIGIT:
            found.update("0123456789")
        elif kind is code.CATEGORY and what is code.CATEGORY_SPACE:
            found.add(" ")
        else:
            return {"": False}
    return dict.fromkeys(map(fold, found), True) if len(found) <= _WIDEST else {"": False}


class Openings:
    """Some patterns of one language with their openings; each is named by its number."""

    def __init__(self, patterns: Mapping[re.Pattern[str], frozenset[str] | None]) -> None:
        """`patterns` with what `openings` says of them."""
        self.patterns = list(patterns)
        self.plain: set[int] = set()
        owners: dict[str, list[int]] = {}
        for number, heads in enumerate(patterns.values()):
            if heads is None:
                self.plain.add(number)
            for head in heads or ():
                owners.setdefault(head, []).append(number)
        self._owners = list(owners.values())
        self._automaton = AhoCorasick(list(owners), matchkind=MatchKind.Standard)

    def scan(self, text: str) -> Places:
        """Where matches may begin in a text."""
        starts: list[list[int]] = [[] for _ in self.patterns]
        owners = self._owners
        for head, start, _ in self._automaton.find_matches_as_indexes(fold(text), overlapping=True):
            for number in owners[head]:
                starts[number].append(start)
        return Places(text, self, [sorted(set(row)) for row in starts])


class Places:
    """Where matches of some patterns may begin in one text."""

    def __init__(self, text: str, openings: Openings, starts: Sequence[list[int]]) -> None:
        self.text, self._openings, self._starts = text, openings, starts
        self._known = [set(row) for row in starts]
        self._rows: dict[Sequence[int], list[tuple[int, int]]] = {}

    def can_begin(self, number: int, place: int) -> bool:
        """May a match of a pattern begin at a place? False is certain."""
        return place in self._known[number] or number in self._openings.plain

    def starts(self, number: int, start: int, end: int) -> Sequence[int]:
        """The places in a stretch of text where matches of a pattern may begin."""
        if number in self._openings.plain:
            return range(start, end)
        row = self._starts[number]
        return row[bisect_left(row, start) : bisect_left(row, end)]

    def finditer(self, numbers: int | range, start: int, end: int) -> Iterator[re.Match[str]]:
        """What `finditer(text, start, end)` gives for one or each of the patterns, those of one in their order."""
        if isinstance(numbers, int):
            numbers = range(numbers, numbers + 1)
        rows = self._rows.get(numbers)
        if rows is None:
            rows = sorted((place, number) for number in numbers for place in self._starts[number])
            self._rows[numbers] = rows
        patterns = self._openings.patterns
        after: dict[int, int] = {}
        for place, number in rows[bisect_left(rows, (start, -1)) : bisect_left(rows, (end, -1))]:
            if place >= after.get(number, start):
                match = patterns[number].match(self.text, place, end)
                if match:
                    after[number] = match.end()
                    yield match
        for number in self._openings.plain.intersection(numbers):
            yield from patterns[number].finditer(self.text, start, end)
