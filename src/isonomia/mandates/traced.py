"""What a stretch of text is about, for tracing: its own words, and the subjects it names, which have no language.

Subjects are what the registers know (topics, concepts, bodies, instruments, places), the documents cited, and names
that every language prints in Latin capitals (SHERLOC, INTERPOL). Words count only between texts of one language.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from isonomia.mandates.features import MARK, Features
from isonomia.registers import bodies, concepts, with_broader
from isonomia.registers.surfaces import concept_mentions, place_mentions
from isonomia.text.model import Document, Span

NAMED = "names"
MEANS = "means"
KINDS = ("about", "concept", MEANS, NAMED, "cites", "refers", "place", "printed")
"""The kinds of subjects: a topic, a concept, a means by which work is done (training, handbooks: concepts and the topic
of technical assistance), a body, an instrument, a document, a place, a name in capitals."""
ASSISTANCE = "technical_assistance"
_CAPITALS = re.compile(r"(?<![^\W_])(?:[A-Z][A-Za-z]*[A-Z][A-Za-z]*|[a-z]+[A-Z]{2,})(?![^\W_])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bag:
    """The words of a stretch of text and the subjects that it names ("concept:extradition", "names:unodc")."""

    words: frozenset[str]
    subjects: frozenset[str]

    def __or__(self, other: Bag) -> Bag:
        return Bag(self.words | other.words, self.subjects | other.subjects)


NOTHING = Bag(frozenset(), frozenset())


def kind_of(subject: str) -> str:
    """The kind of a subject, as in KINDS."""
    return MEANS if subject in _means() else subject.partition(MARK)[0]


@lru_cache(maxsize=1)
def _means() -> frozenset[str]:
    """The subjects that say how work is done rather than what it is about."""
    rows = (row.id for row in concepts().values() if row.topics[:1] == (ASSISTANCE,))
    return frozenset({f"about{MARK}{ASSISTANCE}", *(f"concept{MARK}{id}" for id in rows)})


class TracedText:
    """The text of a document, ready to give the bag of any of its spans."""

    def __init__(self, document: Document, *, blanks: Iterable[Span] = ()) -> None:
        """`blanks`: spans of the document's text that say nothing of its subject (verbs, conditions)."""
        features = Features(document)
        folding, script = features.folding, features.grammar.script
        found = concept_mentions(folding.text, document.language, script)
        features.name((row.start, f"concept{MARK}{id}") for row in found for id in with_broader(row.ids))
        found = place_mentions(folding.text, document.language, script)
        features.name((row.start, f"place{MARK}{id}") for row in found for id in row.ids)
        features.name((row.start(), f"printed{MARK}{row[0].casefold()}") for row in _CAPITALS.finditer(folding.text))
        silent = [folding.forward(span) for span in blanks]
        features.blank(silent)
        features.drop(Within(silent).holds)
        self._features = features

    def bag(self, spans: Iterable[Span]) -> Bag:
        """What some spans of the document's text say, taken together."""
        found = self._features.words(spans)
        names = frozenset(name for name in found if MARK in name)
        return Bag(found - names, frozenset(name for name in names if name not in _anyone()))


class Within:
    """Spans, asked which places they hold."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._ends = list(accumulate((end for _, end in self._spans), max))

    def holds(self, place: int) -> bool:
        """Is a place inside one of the spans?"""
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._ends[at]


@lru_cache(maxsize=1)
def _anyone() -> frozenset[str]:
    """Actors that any paragraph may name: groups of States, civil society, all concerned."""
    known = bodies().values()
    rows = [row for row in known if row.kind == "group_of_states" or (row.kind == "other" and not row.united_nations)]
    return frozenset(f"{NAMED}{MARK}{row.id}" for row in rows)
