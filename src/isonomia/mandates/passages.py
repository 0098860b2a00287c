"""A paragraph made ready for comparison: what it says, freed of what moves freely from session to session.

A passage is an operative or preambular paragraph with its lettered items. Its `words` are a bag of features (see
features.py). The performative verb leaves none, nor do dates and sessions: they are compared on their own, from the
mandates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from isonomia.mandates.extract import extract_mandates
from isonomia.mandates.features import Features
from isonomia.mandates.model import Clauses, Mandate
from isonomia.text.model import Document, Paragraph


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


def passages(document: Document, role: str = "operative", clauses: Clauses = None) -> list[Passage]:
    """The paragraphs of one role (operative or preambular), each with its lettered items, in reading order.

    `clauses`: all operative clauses of the document, where a person corrected what the program reads.
    """
    reader = Features(document)
    mandates: dict[str, list[Mandate]] = {}
    if role == "operative":
        for mandate in extract_mandates(document, all=True) if clauses is None else clauses:
            mandates.setdefault(mandate.paragraph, []).append(mandate)
    verbs = [reader.place(mandate.verb, mandate.span) for rows in mandates.values() for mandate in rows]
    reader.blank(verbs)
    out: list[Passage] = []
    for group in _groups(row for row in document.paragraphs if row.role == role):
        words = reader.words([member.span for member in group])
        rows = [row for member in group for row in mandates.get(member.id, ())]
        whole = len(group) == len(rows) == 1 and _is_all(document.text, group[0], rows[0])
        parts = [Part(row, words if whole else reader.words([row.span])) for row in rows]
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


def _is_all(text: str, paragraph: Paragraph, clause: Mandate) -> bool:
    """Is a clause its whole paragraph, but for the marks at its end?"""
    (start, end), (opened, closed) = paragraph.span, clause.span
    return start == opened and closed <= end and not any(map(str.isalnum, text[closed:end]))


def _printed(group: list[Paragraph]) -> str:
    head, *items = group
    return "\n".join([head.text, *(f"({item.number}) {item.text}" if item.number else item.text for item in items)])
