"""The features of a text: what a stretch of it says, freed of what moves freely from session to session.

A feature is a stem or a pair of stems (a pair of characters where a script has no spaces), or a name: an instrument, an
actor, a topic, in the form "names:unodc". Dates, numbers, session ordinals and what is blanked leave no feature.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import pairwise

from isonomia.mandates.clauses import SESSION, places
from isonomia.mandates.topics import topic_mentions
from isonomia.registers.surfaces import body_mentions
from isonomia.text.folding import Folding
from isonomia.text.grammar import Grammar, grammar
from isonomia.text.model import Document, Span

STEM = 6
"""Letters of a word that count: endings of case, number and person lie behind them."""
_LETTERS = re.compile(r"[^\W\d_]+")
_PAIRS = re.compile(r"(?=([^\W\d_]{2}))")
PROCLITICS = {"Arabic": re.compile(r"^[وف]?(?:[بك]?ال|لل|[بلك])?(?=\w{3})")}
"""Particles and the article that a script writes as one with the word after them."""
_YEAR = re.compile(r"\d{4}")
_AROUND = 40
"""A day and a month take no more characters than this before or after their year."""
_GAP = "\n"
_INSTRUMENTS = ("treaty", "treaty_group", "soft_law", "agreement", "programme")
MARK = ":"
"""Stands between the kind of a name and its id; no word has it."""
REFERS = "refers"
"""Resolutions and documents help to recognise a paragraph, but the number of the last one moves with every session."""


def stem(word: str, proclitics: re.Pattern[str] | None) -> str:
    """What counts of a word; `proclitics` are those of its script."""
    word = word.casefold()
    return (proclitics.sub("", word) if proclitics else word)[:STEM]


def _dates(text: str, rules: Grammar) -> list[Span]:
    """Where dates stand: they are looked for around years only, which is much faster than everywhere."""
    found: list[Span] = []
    for year in _YEAR.finditer(text):
        start = max(0, year.start() - _AROUND)
        window = text[start : year.end() + _AROUND]
        found += [(start + match.start(), start + match.end()) for match in rules.date.finditer(window)]
    return found


class Features:
    """The text of a document with all that moves freely blanked, and the names in it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.grammar: Grammar = grammar(document.language)
        self.folding = Folding(document.text, self.grammar.script)
        text = self.folding.text
        blanks: list[Span] = []
        names: list[tuple[int, str]] = []
        for citation in document.citations:
            if citation.via_note is None:
                span = self.folding.forward(citation.span)
                blanks.append(span)
                if citation.target:
                    kind = "cites" if citation.kind in _INSTRUMENTS else REFERS
                    names.append((span[0], f"{kind}{MARK}{citation.target}"))
        for mention in body_mentions(text, self.grammar.language, self.grammar.script):
            blanks.append((mention.start, mention.end))
            names.append((mention.start, f"names{MARK}{mention.ids[0]}"))
        for mention in topic_mentions(text, self.grammar.language):
            if not mention.short:
                names += [(mention.start, f"about{MARK}{id}") for id in mention.ids]
        blanks += _dates(text, self.grammar)
        sessions = places(text, self.grammar.language).finditer(SESSION, 0, len(text))
        blanks += [match.span() for match in sessions]
        self._characters = list(text)
        self._text: str | None = None
        self.blank(blanks)
        self._names: list[tuple[int, str]] = []
        self.name(names)
        self._proclitics = PROCLITICS.get(self.grammar.script)

    def blank(self, spans: Iterable[Span]) -> None:
        """Leaves a gap where the spans (of the folded text) are."""
        for start, end in spans:
            self._characters[start:end] = _GAP * (end - start)
        self._text = None

    def name(self, names: Iterable[tuple[int, str]]) -> None:
        """Adds names that begin at places of the folded text."""
        self._names = sorted([*self._names, *names])
        self._places = [at for at, _ in self._names]

    def drop(self, silent: Callable[[int], bool]) -> None:
        """Forgets the names that begin at places where nothing is said."""
        kept = [row for row in self._names if not silent(row[0])]
        self._names = []
        self.name(kept)

    def place(self, words: str, span: Span) -> Span:
        """Where words stand first in a span of the document, in the folded text; an empty span where they do not."""
        start = self.document.text.find(words, *span) if words else -1
        return self.folding.forward((start, start + len(words))) if start >= 0 else (0, 0)

    def words(self, spans: Iterable[Span]) -> frozenset[str]:
        """The features of some spans of the document's text."""
        if self._text is None:
            self._text = "".join(self._characters)
        found: set[str] = set()
        for span in spans:
            start, end = self.folding.forward(span)
            if self.grammar.spaced:
                stems = [stem(word, self._proclitics) for word in _LETTERS.findall(self._text, start, end)]
                found.update(stems)
                found.update(map(" ".join, pairwise(stems)))
            else:
                found.update(_PAIRS.findall(self._text, start, end))
            first, last = bisect_left(self._places, start), bisect_left(self._places, end)
            found.update(name for _, name in self._names[first:last])
        return frozenset(found)
