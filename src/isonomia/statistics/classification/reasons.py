"""Why a code is proposed, in words: the names, examples and neighbours in the list that speak for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from isonomia.statistics.classification.decide import Decision
from isonomia.statistics.classification.iccs import ancestors
from isonomia.statistics.classification.learning import Coded, Scored
from isonomia.statistics.classification.names import EXCLUDED, HEADING, INCLUSION, LABEL, NAME, WORD, Name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from isonomia.statistics.classification.likeness import Matrix

NEAR = 0.2
"""Likeness from which a name or example is told as a reason."""
CLOSE = 1.6
"""Neighbours in the list are told as a reason up to this distance, in coded lines between."""
TOLD = {NAME: "known name", LABEL: "label", INCLUSION: "inclusion", HEADING: "heading", WORD: "word"}
LONGEST = 60


class Reasons:
    """Finds what speaks for a decision among the names, the examples and the neighbours."""

    def __init__(self, known: Sequence[Name], examples: Sequence[Coded], scored: Scored) -> None:
        self.known, self.examples, self.scored = known, examples, scored
        self._codes = {"names": [name.codes for name in known], "examples": [one.codes for one in examples]}
        self._masks: dict[tuple[str, str], NDArray[np.bool_]] = {}

    def supported(self, place: int, least: float) -> bool:
        """Whether any name or example is like the label, or neighbours pull and agree."""
        likest = max(_greatest(self.scored.to_names[place]), _greatest(self.scored.to_examples[place]))
        return likest >= least or (self.scored.pull > 0 and self._neighbours_agree(place))

    def nothing(self, place: int) -> str:
        """Why there is no proposal."""
        likest = max(_greatest(self.scored.to_names[place]), _greatest(self.scored.to_examples[place]))
        return f"no name or example is like this label (the nearest {likest:.2f}); give examples or a dictionary"

    def of(self, place: int, decision: Decision) -> str:
        """The reason, the strongest part first."""
        if decision.code == EXCLUDED:
            return "excluded: " + self._why_excluded(place)
        parts = [*self._by_names(place, decision.code), *self._by_examples(place, decision.code)]
        parts.sort(key=lambda part: -part[0])
        told = [text for _, text in parts[:2]]
        if self.scored.pull > 0:
            told += self._by_neighbours(place, decision.code)
        if not told:
            told = ["several weak likenesses together; none speaks for it alone"]
        section = list(ancestors(decision.code))[-1]
        return "; ".join([*told, f"section {section}: {decision.section_confidence:.2f}"])

    def _by_names(self, place: int, code: str) -> list[tuple[float, str]]:
        best = _likest(self.scored.to_names[place], self._mask("names", code))
        if best is None or self.scored.to_names[place, best] < NEAR:
            return []
        name, how = self.known[best], float(self.scored.to_names[place, best])
        kind = TOLD[name.kind] + (f" of {'/'.join(name.codes)}" if name.kind != NAME or name.codes != (code,) else "")
        return [(how, f'{kind} "{_short(name.text)}" ({how:.2f})')]

    def _by_examples(self, place: int, code: str) -> list[tuple[float, str]]:
        best = _likest(self.scored.to_examples[place], self._mask("examples", code))
        if best is None or self.scored.to_examples[place, best] < NEAR:
            return []
        one, how = self.examples[best], float(self.scored.to_examples[place, best])
        return [(how, f'example {one.national} "{_short(one.label)}" coded {"/".join(one.codes)} ({how:.2f})')]

    def _by_neighbours(self, place: int, code: str) -> list[str]:
        """Neighbours whose code is the proposed one, stands above it or shares its division."""
        kin = set(list(ancestors(code))[:-1]) or {code}
        near = [
            self.examples[i].national
            for i in np.argsort(self.scored.beside[place], kind="stable").tolist()
            if self.scored.beside[place, i] <= CLOSE
            and any(kin & (set(ancestors(one)) if one != EXCLUDED else set()) for one in self.examples[i].codes)
        ]
        return [f"neighbours in the list coded alike: {', '.join(near[:3])}"] if near else []

    def _why_excluded(self, place: int) -> str:
        best = _likest(self.scored.to_names[place], self._mask("names", EXCLUDED))
        example = _likest(self.scored.to_examples[place], self._mask("examples", EXCLUDED))
        how = float(self.scored.to_names[place, best]) if best is not None else 0.0
        if example is not None and self.scored.to_examples[place, example] > how:
            one = self.examples[example]
            return f'example {one.national} "{_short(one.label)}" is ({self.scored.to_examples[place, example]:.2f})'
        if best is None:
            return "the examples beside it are"
        name = self.known[best]
        return f'like "{_short(name.text)}" ({how:.2f}). {name.why}'

    def _mask(self, among: str, code: str) -> NDArray[np.bool_]:
        """Which of the names or examples speak for a code."""
        if (among, code) not in self._masks:
            speaks = [_speaks(codes, code) for codes in self._codes[among]]
            self._masks[among, code] = np.array(speaks, dtype=bool)
        return self._masks[among, code]

    def _neighbours_agree(self, place: int) -> bool:
        near = [self.examples[i].codes[0] for i in np.flatnonzero(self.scored.beside[place] <= CLOSE).tolist()]
        sections = {EXCLUDED if code == EXCLUDED else list(ancestors(code))[-1] for code in near}
        return len(near) > 1 and len(sections) == 1


def _speaks(codes: Sequence[str], code: str) -> bool:
    """Whether what stands for these codes speaks for one: one of them is it or is above or below it, sections aside."""
    if code == EXCLUDED or EXCLUDED in codes:
        return code in codes
    above = set(list(ancestors(code))[:-1]) | {code}
    return any(one in above or code in set(ancestors(one)) for one in codes)


def _likest(row: Matrix, mask: NDArray[np.bool_]) -> int | None:
    return int(np.argmax(np.where(mask, row, -1.0))) if mask.any() else None


def _greatest(row: Matrix) -> float:
    return float(row.max()) if row.size else 0.0


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rstrip() + "…"
