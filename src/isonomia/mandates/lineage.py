"""What became of each paragraph of a resolution in a later one, and what is new there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from isonomia.errors import IsonomiaError
from isonomia.mandates.alignment import align
from isonomia.mandates.likeness import Likeness
from isonomia.mandates.model import Clauses
from isonomia.mandates.passages import Passage, passages
from isonomia.mandates.relation import RELATIONS, Changes, Difference, difference, relation
from isonomia.text.model import REPORTS, Document


class NotComparable(IsonomiaError):
    """Documents whose paragraphs cannot be set side by side: two languages, or one without operative paragraphs."""

    code = "not-comparable"


@dataclass(frozen=True, slots=True)
class Pair:
    """An old paragraph and an heir. `difference` says more than the JSON form carries; pages show it."""

    old: str
    new: str
    relation: str
    similarity: float
    changes: Changes
    difference: Difference = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "old": self.old,
            "new": self.new,
            "relation": self.relation,
            "similarity": self.similarity,
            "changes": self.changes.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents side by side: pairs in the order of the old one, what was dropped, what was added.

    `old` and `new` are symbols. `new_topics` are the topics of added mandates that no old mandate has.
    `old_passages` and `new_passages` are what was compared.
    """

    old: str | None
    new: str | None
    pairs: tuple[Pair, ...]
    dropped: tuple[str, ...]
    added: tuple[str, ...]
    new_topics: tuple[str, ...]
    old_passages: tuple[Passage, ...] = field(repr=False)
    new_passages: tuple[Passage, ...] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "old": self.old,
            "new": self.new,
            "pairs": [pair.to_dict() for pair in self.pairs],
            "dropped": list(self.dropped),
            "added": list(self.added),
            "new_topics": list(self.new_topics),
        }

    def counts(self) -> dict[str, int]:
        """How many old paragraphs have each fate (an old paragraph in several pairs counts once), and how many were
        added: the keys are the relations, `dropped` and `added`."""
        first: dict[str, str] = {}
        for pair in self.pairs:
            first.setdefault(pair.old, pair.relation)
        found = Counter(first.values())
        return {name: found[name] for name in RELATIONS} | {"dropped": len(self.dropped), "added": len(self.added)}


def compare(
    old: Document, new: Document, *, preamble: bool = False, clauses: tuple[Clauses, Clauses] = (None, None)
) -> Comparison:  # fmt: skip
    """What became of each operative paragraph of `old` in `new`, by meaning.

    `preamble` compares the preambular paragraphs too. `clauses`: all operative clauses of the one and of the other,
    where a person corrected what the program reads. The documents must be in one language and have operative
    paragraphs; NotComparable says which of them is otherwise.
    """
    comparable((old, new))
    compared = [_related(passages(old, role, clauses[0]), passages(new, role, clauses[1])) for role in _roles(preamble)]
    before = tuple(passage for row in compared for passage in row.old)
    after = tuple(passage for row in compared for passage in row.new)
    pairs = tuple(pair for row in compared for pair in row.pairs)
    kept, heirs = {pair.old for pair in pairs}, {pair.new for pair in pairs}
    added = [passage for passage in after if passage.id not in heirs]
    return Comparison(
        old.symbol,
        new.symbol,
        pairs,
        tuple(passage.id for passage in before if passage.id not in kept),
        tuple(passage.id for passage in added),
        _new_topics(before, added),
        before,
        after,
    )


def comparable(documents: Iterable[Document]) -> None:
    """Raises NotComparable unless all documents are in one language and have operative paragraphs."""
    documents = list(documents)
    languages = list(dict.fromkeys(document.language for document in documents))
    for document in documents:
        if not any(row.role == "operative" for row in document.paragraphs):
            kind = "is a report" if document.kind in REPORTS else "has no operative paragraphs"
            raise NotComparable(
                f"{_name(document)} {kind}; give resolutions, decisions or drafts of them", place=_place(document)
            )
    if len(languages) > 1:
        raise NotComparable(
            f"the documents are in {', '.join(languages)}; give versions in one language"
            " (isonomia expressions sets language versions of one document side by side)"
        )


def _name(document: Document) -> str:
    return document.symbol or "the document"


def _place(document: Document) -> str:
    return document.source.name if document.source else ""


def _roles(preamble: bool) -> tuple[str, ...]:
    return ("preambular", "operative") if preamble else ("operative",)


@dataclass(frozen=True, slots=True)
class _Related:
    old: Sequence[Passage]
    new: Sequence[Passage]
    pairs: tuple[Pair, ...]


def related(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[Pair, ...]:
    """The pairs of two lists of passages of one role, in the order of the old ones, the most alike heir first."""
    likeness = Likeness([passage.words for passage in old], [passage.words for passage in new])
    places = align(old, new, likeness)
    heirs, origins = Counter(i for i, _ in places), Counter(j for _, j in places)
    rows: list[tuple[int, float, int, Pair]] = []
    for i, j in places:
        found = difference(likeness, old[i], new[j], likeness.kept(i, j))
        name = relation(found, heirs=heirs[i], origins=origins[j])
        alike = likeness.similarity(i, j)
        rows.append((i, -alike, j, Pair(old[i].id, new[j].id, name, round(alike, 2), found.changes, found)))
    return tuple(row[3] for row in sorted(rows, key=lambda row: row[:3]))


def _related(old: Sequence[Passage], new: Sequence[Passage]) -> _Related:
    return _Related(old, new, related(old, new))


def _new_topics(old: Iterable[Passage], added: Iterable[Passage]) -> tuple[str, ...]:
    known = {topic for passage in old for row in passage.mandates for topic in row.topics}
    found = dict.fromkeys(topic for passage in added for row in passage.mandates for topic in row.topics)
    return tuple(topic for topic in found if topic not in known)
