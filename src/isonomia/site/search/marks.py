"""Where a text matches a query, for the eye: spans to mark, and a passage around the densest of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from isonomia.site.search.analyser import latin_language, pieces
from isonomia.site.search.terms import Query, Row
from isonomia.site.search.words import Piece

Span = tuple[int, int]
LENGTH = 200
"""Characters of a passage, about."""
SHORT = 5_000
"""Characters of a text whose pieces may be kept."""
STRETCH = 50_000
"""Characters that are read at once."""
_BREAK = re.compile(r"\s+|(?<=[、，。；：！？])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text. `parts` are its pieces in order, each with whether it is marked; `start` where it begins.

    `before` and `after` say whether the text goes on there.
    """

    parts: tuple[tuple[str, bool], ...]
    start: int
    before: bool
    after: bool

    @property
    def text(self) -> str:
        """The passage without marks."""
        return "".join(text for text, _ in self.parts)

    @property
    def first(self) -> int | None:
        """Where in the whole text the first mark begins."""
        at = self.start
        for text, is_marked in self.parts:
            if is_marked:
                return at
            at += len(text)
        return None


def spans(text: str, query: Query, language: str | None = None) -> list[Span]:
    """What of `text` the query looks for: spans in order that do not overlap. What it excludes is not marked."""
    if not text:
        return []
    stream, bag = _pieces(text, latin_language(text, language))
    found: list[Span] = []
    terms: set[str] = set()
    openings: list[str] = []
    by_first: dict[str, list[Row]] = {}
    for leaf in query.leaves():
        for row in leaf.rows:
            if len(row.terms) > 1:
                by_first.setdefault(row.terms[0], []).append(row)
            elif row.open:
                openings.append(row.terms[0])
            else:
                terms.add(row.terms[0])
    opening = tuple(openings)
    for some in (stream, bag):
        found += [(piece.start, piece.end) for piece in some if piece.term in terms or piece.term.startswith(opening)]
    if by_first:
        found += _phrases(stream, by_first)
    return merged(found)


@lru_cache(maxsize=64)
def _kept_pieces(text: str, latin: str) -> tuple[list[Piece], list[Piece]]:
    return pieces(text, latin)


def _pieces(text: str, latin: str) -> tuple[list[Piece], list[Piece]]:
    """The pieces of a text; those of short ones are kept for a while, for the same text is looked at several times."""
    return _kept_pieces(text, latin) if len(text) <= SHORT else pieces(text, latin)


def has_marks(text: str, query: Query, language: str | None = None) -> bool:
    """Is there anything to mark in a text? Read no further than needed."""
    latin = latin_language(text, language)
    return any(spans(text[start:end], query, latin) for start, end in _stretches(text))


def _phrases(stream: list[Piece], by_first: dict[str, list[Row]]) -> Iterator[Span]:
    for at, piece in enumerate(stream):
        for row in by_first.get(piece.term, ()):
            there = stream[at : at + len(row.terms)]
            words = [one.term for one in there]
            if len(words) < len(row.terms) or words[:-1] != list(row.terms[:-1]):
                continue
            if words[-1] == row.terms[-1] or (row.open and words[-1].startswith(row.terms[-1])):
                yield from _closed(there)


def _closed(there: list[Piece]) -> Iterator[Span]:
    """The words of a phrase; Han characters that touch become one span when spans are merged."""
    for piece in there:
        yield piece.start, piece.end


def merged(found: list[Span]) -> list[Span]:
    """Spans in order, those that overlap or touch made one."""
    out: list[Span] = []
    for start, end in sorted(found):
        if start >= end:
            continue
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def marked(text: str, found: list[Span], start: int = 0, end: int | None = None) -> tuple[tuple[str, bool], ...]:
    """A part of a text cut where marks begin and end."""
    end = len(text) if end is None else end
    out: list[tuple[str, bool]] = []
    at = start
    for a, b in found:
        a, b = max(a, start), min(b, end)
        if a >= b:
            continue
        if a > at:
            out.append((text[at:a], False))
        out.append((text[a:b], True))
        at = b
    if at < end:
        out.append((text[at:end], False))
    return tuple(out)


def passage(text: str, query: Query, language: str | None = None, *, length: int = LENGTH) -> Passage:
    """About `length` characters where the marks are densest, and different; the beginning where there are none."""
    if len(text) <= length:
        return Passage(marked(text, spans(text, query, language)), 0, False, False)
    latin = latin_language(text, language)
    found: list[Span] = []
    for start, end in _stretches(text):
        found = [(start + a, start + b) for a, b in spans(text[start:end], query, latin)]
        if found:
            break
    start, end = _window(text, found, length)
    return Passage(marked(text, found, start, end), start, start > 0, end < len(text))


def _stretches(text: str) -> Iterator[Span]:
    """A text in parts that are read in no time: a book with marks in its first part is not read to its end."""
    start = 0
    while start < len(text):
        end = min(start + STRETCH, len(text))
        if end < len(text) and (gap := text.rfind("\n", start, end)) > start:
            end = gap
        yield start, end
        start = end


def _window(text: str, found: list[Span], length: int) -> Span:
    if not found:
        return 0, _cut(text, 0, length, length)
    best, score = 0, (-1, -1)
    ends = [b for _, b in found]
    for i, (a, _) in enumerate(found):
        last = bisect_right(ends, a + length)
        inside = [text[x:y].casefold() for x, y in found[i : max(last, i + 1)]]
        value = (len(set(inside)), len(inside))
        if value > score:
            best, score = i, value
    first = found[best][0]
    last = found[max(bisect_right(ends, first + length), best + 1) - 1][1]
    # what is left of the length goes around the marks, a little more after than before
    start = max(0, min(first - (length - (last - first)) * 2 // 5, len(text) - length))
    start = _cut_start(text, start, first)
    return start, _cut(text, start, min(start + length, len(text)), length)


def _cut_start(text: str, start: int, first: int) -> int:
    """The next beginning of a word, not after the first mark."""
    if start <= 0:
        return 0
    gap = _BREAK.search(text, start - 1, min(first, start + 30))
    return min(gap.end(), first) if gap else _whole(text, start)


def _cut(text: str, start: int, end: int, length: int) -> int:
    """The last end of a word before `end`."""
    if end >= len(text):
        return len(text)
    gaps = [gap.start() for gap in _BREAK.finditer(text, max(start, end - 30), end + 1) if gap.start() > start]
    return gaps[-1] if gaps else max(start + 1, _whole(text, end))


def _whole(text: str, at: int) -> int:
    """A place that does not part a letter from its marks."""
    import unicodedata

    while 0 < at < len(text) and unicodedata.combining(text[at]):
        at -= 1
    return at
