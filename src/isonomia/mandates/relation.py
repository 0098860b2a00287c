"""What became of a paragraph: the changes of force, addressees, due date, conditions and scope between it and its heir.

The force compared is that of clauses that speak of the same thing; where it changed in several, the weightiest counts.
Scope is what the words cover: the share of the old paragraph that the new one no longer holds against the share of the
new one that the old one did not hold.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from isonomia.mandates.likeness import Likeness
from isonomia.mandates.model import Due, Mandate
from isonomia.mandates.passages import Passage

RELATIONS = ("same", "strengthened", "weakened", "widened", "narrowed", "merged", "split")

SCOPE = 0.15
"""By how much what was gained must outweigh what was lost (as shares of a paragraph), or the other way round, for the
scope to have changed; what is lost and gained in equal measure is a change of wording."""
CLAUSE = 0.3
"""The least similarity of two clauses that speak of the same thing, so that their force can be compared."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Old and new side by side: the force (5 to 0), who is asked, when it is due, under which conditions."""

    force: tuple[int, int]
    addressees: tuple[tuple[str, ...], tuple[str, ...]]
    due: tuple[Due | None, Due | None]
    conditions: tuple[tuple[str, ...], tuple[str, ...]]

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: a list of two for each."""
        plain = asdict(self)
        return {name: [list(row) if isinstance(row, tuple) else row for row in plain[name]] for name in plain}


@dataclass(frozen=True, slots=True)
class Difference:
    """The changes between two paragraphs, the clauses that were held against each other, and what the words show.

    `clauses` are pairs that speak of the same thing, those with most in common first; none in the preamble. `lost` and
    `gained` are the shares of the old and the new paragraph that the other one does not hold.
    """

    changes: Changes
    clauses: tuple[tuple[Mandate, Mandate], ...]
    lost: float
    gained: float

    @property
    def decisive(self) -> tuple[Mandate, Mandate] | None:
        """The clauses by which the force is judged: the first whose force changed, else the first."""
        changed = (pair for pair in self.clauses if pair[0].force != pair[1].force)
        return next(changed, self.clauses[0] if self.clauses else None)


def difference(likeness: Likeness, old: Passage, new: Passage, kept: tuple[float, float]) -> Difference:
    """Holds an old paragraph against its heir; `kept` as Likeness.kept gives it."""
    clauses = _counterparts(likeness, old, new)
    found = Difference(
        Changes(
            (_force(old), _force(new)),
            (_addressees(old), _addressees(new)),
            (_due(old), _due(new)),
            (_conditions(old), _conditions(new)),
        ),
        clauses,
        1 - kept[0],
        1 - kept[1],
    )
    if found.decisive is None:
        return found
    one, other = found.decisive
    return replace(found, changes=replace(found.changes, force=(one.force, other.force)))


def _counterparts(likeness: Likeness, old: Passage, new: Passage) -> tuple[tuple[Mandate, Mandate], ...]:
    """The clauses that speak of the same thing, one to one; where none do, the two that have most in common."""
    rows: list[tuple[bool, float, int, int]] = []
    for i, one in enumerate(old.parts):
        for j, other in enumerate(new.parts):
            common = likeness.weigh(one.words & other.words)
            rows.append((likeness.between(one.words, other.words) >= CLAUSE, common, -i, -j))
    rows.sort(reverse=True)
    pairs: list[tuple[Mandate, Mandate]] = []
    taken: set[tuple[str, int]] = set()
    for alike, _, i, j in rows:
        if (alike or not pairs) and not {("old", i), ("new", j)} & taken:
            pairs.append((old.parts[-i].mandate, new.parts[-j].mandate))
            taken |= {("old", i), ("new", j)}
    return tuple(pairs)


def _force(passage: Passage) -> int:
    return max((row.force for row in passage.mandates), default=0)


def _addressees(passage: Passage) -> tuple[str, ...]:
    return tuple(dict.fromkeys(id for row in passage.mandates for id in row.addressees))


def _due(passage: Passage) -> Due | None:
    return next((row.due for row in passage.mandates if row.due), None)


def _conditions(passage: Passage) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for row in passage.mandates for text in row.conditions))


def relation(found: Difference, *, heirs: int, origins: int) -> str:
    """What became of the old paragraph; `heirs` and `origins` count the heirs of the old, the origins of the new one.

    In this order: merged and split; force; scope, by the words; then, where the words are the same, the intensity of
    the verb ("strongly encourages"), those asked, the conditions. What is left is the same, though its due date may
    have moved and another may be asked.
    """
    if origins > 1:
        return "merged"
    if heirs > 1:
        return "split"
    before, after = found.changes.force
    if before == after and abs(found.gained - found.lost) >= SCOPE:
        return "widened" if found.gained > found.lost else "narrowed"
    if before == after and found.clauses:
        before, after = (sum(pair[side].intensity for pair in found.clauses) for side in (0, 1))
    if before != after:
        return "strengthened" if after > before else "weakened"
    return _by_terms(found.changes)


def _by_terms(changes: Changes) -> str:
    """Of paragraphs with the same words: more are asked, fewer; more is made conditional, or less."""
    before, after = map(set, changes.addressees)
    if before != after and (before < after or after < before):
        return "widened" if before < after else "narrowed"
    fewer, more = (len(rows) for rows in changes.conditions)
    if bool(fewer) != bool(more):
        return "narrowed" if more else "widened"
    return "same"
