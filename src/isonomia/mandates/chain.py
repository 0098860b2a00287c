"""The life of each mandate across several sessions: where it began, what it became, where it ended or came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from isonomia.mandates.lineage import Comparison, Pair, comparable, compare, related
from isonomia.mandates.passages import Passage
from isonomia.text.model import Document


@dataclass(frozen=True, slots=True)
class Stage:
    """A mandate in one document: its paragraphs there, and what became of it since its stage before.

    `relation` is that of the most alike heir, None where the life begins. `revived`: it was absent in between.
    """

    document: str
    paragraphs: tuple[str, ...]
    relation: str | None = None
    similarity: float | None = None
    revived: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "document": self.document,
            "paragraphs": list(self.paragraphs),
            "relation": self.relation,
            "similarity": self.similarity,
            "revived": self.revived,
        }


@dataclass(frozen=True, slots=True)
class Life:
    """A mandate's stages, one per document that has it. `ended` is the first document without it, None if it lives.

    Mandates that were merged share their later stages.
    """

    stages: tuple[Stage, ...]
    ended: str | None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {"stages": [stage.to_dict() for stage in self.stages], "ended": self.ended}


@dataclass(frozen=True, slots=True)
class Chain:
    """Several documents in order: the comparison of each with the next, and the lives of all mandates."""

    documents: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    lives: tuple[Life, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {
            "documents": list(self.documents),
            "comparisons": [row.to_dict() for row in self.comparisons],
            "lives": [life.to_dict() for life in self.lives],
        }


def chain(documents: Sequence[Document], *, preamble: bool = False) -> Chain:
    """The life of each paragraph across two or more documents, given in the order of their sessions.

    A paragraph that is absent from a document and stands again in a later one is one life with a gap. Raises
    NotComparable as `compare` does.
    """
    comparable(documents)
    names = _names(documents)
    steps = [compare(old, new, preamble=preamble) for old, new in pairwise(documents)]
    passages = [steps[0].old_passages, *(step.new_passages for step in steps)] if steps else []
    lives = _Lives(names, passages)
    for place, step in enumerate(steps, 1):
        lives.follow(place, step)
    return Chain(names, tuple(steps), lives.all())


def _names(documents: Sequence[Document]) -> tuple[str, ...]:
    """A name for each document: its symbol, else its file, with its place where that is not its own."""
    names: list[str] = []
    for place, document in enumerate(documents, 1):
        name = document.symbol or (document.source.name if document.source else f"document {place}")
        names.append(name if name not in names else f"{name} ({place})")
    return tuple(names)


class _Lives:
    """Lives that grow document by document: a list of stages each, and the place of the last one."""

    def __init__(self, names: Sequence[str], passages: Sequence[Sequence[Passage]]) -> None:
        self.names = names
        self.passages = [{passage.id: passage for passage in row} for row in passages]
        self.open: list[tuple[list[Stage], int]] = [
            ([Stage(names[0], (passage.id,))], 0) for passage in (passages[0] if passages else ())
        ]

    def follow(self, place: int, step: Comparison) -> None:
        """Goes on to the document at `place`."""
        heirs: dict[str, list[Pair]] = {}
        for pair in step.pairs:
            heirs.setdefault(pair.old, []).append(pair)
        gone = [(at, life) for at, life in enumerate(self.open) if life[1] < place - 1]
        for at, (stages, last) in enumerate(self.open):
            found = [pair for id in stages[-1].paragraphs for pair in heirs.get(id, ())] if last == place - 1 else []
            if found:
                stages.append(self._stage(place, found))
                self.open[at] = stages, place
        returned = self._revive(place, step.added, gone)
        for id in step.added:
            if id not in returned:
                self.open.append(([Stage(self.names[place], (id,))], place))

    def _revive(self, place: int, added: Sequence[str], gone: list[tuple[int, tuple[list[Stage], int]]]) -> set[str]:
        """Gives what is new here to the lives that had ended before, where it is what they were."""
        returned: set[str] = set()
        roles = {self.passages[place][id].role for id in added}
        for role in sorted(roles):
            new = [self.passages[place][id] for id in added if self.passages[place][id].role == role]
            old: list[Passage] = []
            lives: dict[str, int] = {}
            for at, (stages, last) in gone:
                passage = self.passages[last][stages[-1].paragraphs[0]]
                if passage.role == role:
                    key = f"{last} {passage.id}"
                    lives.setdefault(key, at)
                    old.append(Passage(key, role, passage.text, passage.words, passage.parts))
            for pair in related(old, new) if old else ():
                stages, last = self.open[lives[pair.old]]
                if last < place:
                    stages.append(self._stage(place, [pair], revived=True))
                    self.open[lives[pair.old]] = stages, place
                    returned.add(pair.new)
        return returned

    def _stage(self, place: int, pairs: Sequence[Pair], *, revived: bool = False) -> Stage:
        main = max(pairs, key=lambda pair: pair.similarity)
        paragraphs = tuple(dict.fromkeys(pair.new for pair in pairs))
        return Stage(self.names[place], paragraphs, main.relation, main.similarity, revived)

    def all(self) -> tuple[Life, ...]:
        """The lives, by the document in which they begin and their place there."""
        end = len(self.names) - 1
        return tuple(Life(tuple(stages), self.names[last + 1] if last < end else None) for stages, last in self.open)
