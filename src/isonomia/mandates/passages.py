"""A paragraph made ready for comparison: what it says, freed of what moves freely from session to session.

A passage is an operative or preambular paragraph with its lettered items. Its `words` are a bag of features: stems and
pairs of stems (pairs of characters where a script has no spaces), and the instruments, actors and topics that it
names. Dates, numbers, session ordinals and the performative verb leave no feature: they are compared on their own, from
the mandates.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from isonomia.mandates.extract import extract_mandates
from isonomia.mandates.model import Mandate
from isonomia.mandates.topics import topic_mentions
from isonomia.registers.surfaces import body_mentions
from isonomia.text.folding import Folding
from isonomia.text.grammar import Grammar, grammar
from isonomia.text.model import Document, Paragraph, Span

STEM = 6
"""Letters of a word that count: endings of case, number and person lie behind them."""
_LETTERS = re.compile(r"[^\W\d_]+")
_PROCLITICS = {"Arabic": re.compile(r"^[وف]?(?:[بك]?ال|لل|[بلك])?(?=\w{3})")}
"""Particles and the article that a script writes as one with the word after them."""
_YEAR = re.compile(r"\d{4}")
_AROUND = 40
"""A day and a month take no more characters than this before or after their year."""
_GAP = "\n"
_INSTRUMENTS = ("treaty", "treaty_group", "soft_law", "agreement", "programme")
REFERS = "refers"
"""Resolutions and documents help to recognise a paragraph, but the number of the last one moves with every session."""


@dataclass(frozen=True, slots=True)
class Part:
    """A clause of a passage: its mandate and its own words."""

    mandate: Mandate
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its items. `words` is the bag described above; `parts` its clauses (none in the preamble)."""

    id: str
    role: str
    text: str
    words: frozenset[str]
    parts: tuple[Part, ...] = ()

    @property
    def mandates(self) -> tuple[Mandate, ...]:
        """The clauses, in reading order."""
        return tuple(part.mandate for part in self.parts)


def passages(document: Document, role: str = "operative") -> list[Passage]:
    """The paragraphs of one role (operative or preambular), each with its lettered items, in reading order."""
    reader = _Reader(document)
    mandates: dict[str, list[Mandate]] = {}
    if role == "operative":
        for mandate in extract_mandates(document, all=True):
            mandates.setdefault(mandate.paragraph, []).append(mandate)
    verbs = [reader.verb(mandate) for rows in mandates.values() for mandate in rows]
    reader.blank(verbs)
    out: list[Passage] = []
    for group in _groups(row for row in document.paragraphs if row.role == role):
        parts = [Part(row, reader.words([row.span])) for member in group for row in mandates.get(member.id, ())]
        words = reader.words([member.span for member in group])
        out.append(Passage(group[0].id, role, _printed(group), words, tuple(parts)))
    return out


def _groups(paragraphs: Iterable[Paragraph]) -> list[list[Paragraph]]:
    """Each paragraph with the items whose ids continue its own."""
    groups: list[list[Paragraph]] = []
    for paragraph in paragraphs:
        if groups and paragraph.id.startswith(groups[-1][0].id + "."):
            groups[-1].append(paragraph)
        else:
            groups.append([paragraph])
    return groups


def _printed(group: list[Paragraph]) -> str:
    head, *items = group
    return "\n".join([head.text, *(f"({item.number}) {item.text}" if item.number else item.text for item in items)])


def _dates(text: str, rules: Grammar) -> list[Span]:
    """Where dates stand: they are looked for around years only, which is much faster than everywhere."""
    found: list[Span] = []
    for year in _YEAR.finditer(text):
        start = max(0, year.start() - _AROUND)
        window = text[start : year.end() + _AROUND]
        found += [(start + match.start(), start + match.end()) for match in rules.date.finditer(window)]
    return found


class _Reader:
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
                    names.append((span[0], f"{kind} {citation.target}"))
        for mention in body_mentions(text, self.grammar.language, self.grammar.script):
            blanks.append((mention.start, mention.end))
            names.append((mention.start, f"names {mention.ids[0]}"))
        for mention in topic_mentions(text, self.grammar.language):
            if not mention.short:
                names += [(mention.start, f"about {id}") for id in mention.ids]
        blanks += _dates(text, self.grammar)
        blanks += [match.span() for match in self.grammar.session.finditer(text)]
        self._characters = list(text)
        self._text: str | None = None
        self.blank(blanks)
        self._names = sorted(names)
        self._places = [at for at, _ in self._names]
        self._proclitics = _PROCLITICS.get(self.grammar.script)

    def blank(self, spans: Iterable[Span]) -> None:
        """Leaves a gap where the spans (of the folded text) are."""
        for start, end in spans:
            self._characters[start:end] = _GAP * (end - start)
        self._text = None

    def verb(self, mandate: Mandate) -> Span:
        """Where the verb of a clause stands in the folded text; an empty span where the clause only inherits it."""
        start = self.document.text.find(mandate.verb, *mandate.span) if mandate.verb else -1
        if start < 0:
            return 0, 0
        return self.folding.forward((start, start + len(mandate.verb)))

    def words(self, spans: Iterable[Span]) -> frozenset[str]:
        """The features of some spans of the document's text."""
        if self._text is None:
            self._text = "".join(self._characters)
        found: set[str] = set()
        for span in spans:
            start, end = self.folding.forward(span)
            runs = _LETTERS.findall(self._text[start:end])
            if self.grammar.spaced:
                stems = [self._stem(run) for run in runs]
                found.update(stems)
                found.update(map(" ".join, pairwise(stems)))
            else:
                for run in runs:
                    found.update(map("".join, pairwise(run)))
            first, last = bisect_left(self._places, start), bisect_left(self._places, end)
            found.update(name for _, name in self._names[first:last])
        return frozenset(found)

    def _stem(self, word: str) -> str:
        word = word.casefold()
        return (self._proclitics.sub("", word) if self._proclitics else word)[:STEM]
