"""Which new paragraphs are the heirs of which old ones.

First pairs, one to one, the most alike first; then the old paragraphs that are left over join the long new paragraph
that took them in (merged), and the new ones that are left over the long old paragraph that they come from (split). An
old paragraph gets a further heir only for a part of it that its heirs so far do not hold, so that mere boilerplate
("which shows the resolve of the international community") makes no heir.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from isonomia.mandates.likeness import Likeness
from isonomia.mandates.passages import Passage

PAIRED = 0.25
"""The least score of a pair. Unrelated paragraphs of one subject score up to 0.2, rewritten ones 0.3 and more."""
MUTUAL = 0.15
"""The least score of two paragraphs that are each other's best match by far."""
BY_FAR = 1.3
"""How many times better than any other match a pair must be to count as best by far."""
NEAR_BEST = 0.7
"""A pair must reach this share of the best score of both its paragraphs: the second choice is no heir."""
HELD = 0.5
"""A left-over paragraph of which this share stands in a longer one was taken into it, or comes out of it."""
ADDS = 0.1
"""A further heir must add at least this share of the shorter of the two paragraphs to what the others hold."""
PART = 0.5
"""The least similarity of two clauses by which paragraphs that have other partners belong together too."""

Pairs = set[tuple[int, int]]


def align(old: Sequence[Passage], new: Sequence[Passage], likeness: Likeness) -> list[tuple[int, int]]:
    """The pairs (place in old, place in new), sorted; a paragraph may be in several pairs or in none."""
    return _Alignment(old, new, likeness).pairs()


class _Alignment:
    def __init__(self, old: Sequence[Passage], new: Sequence[Passage], likeness: Likeness) -> None:
        self.old, self.new, self.likeness = old, new, likeness
        self.scores = likeness.scores()
        self.best_old: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self.best_new: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for (i, j), score in self.scores.items():
            for best in (self.best_old[i], self.best_new[j]):
                if score > best[0]:
                    best[:] = score, best[0]
                elif score > best[1]:
                    best[1] = score
        self.heirs: dict[int, list[int]] = defaultdict(list)
        self.origins: dict[int, list[int]] = defaultdict(list)

    def pairs(self) -> list[tuple[int, int]]:
        """All three steps."""
        candidates = sorted((pair for pair, score in self.scores.items() if score >= MUTUAL), key=self._rank)
        for i, j in candidates:
            if i not in self.heirs and j not in self.origins and self._belong(i, j):
                self._join(i, j)
        for i, j in candidates:
            if (i in self.heirs) != (j in self.origins) and self._belong_partly(i, j):
                self._join(i, j)
        for i, j in candidates:
            if j not in self.heirs.get(i, ()) and self._share_a_clause(i, j):
                self._join(i, j)
        return sorted((i, j) for i, found in self.heirs.items() for j in found)

    def _rank(self, pair: tuple[int, int]) -> tuple[float, float]:
        """The most alike first; of paragraphs that say the same, those at the same place in their documents."""
        i, j = pair
        apart = abs(i / max(len(self.old), 1) - j / max(len(self.new), 1))
        return -round(self.scores[pair], 6), apart

    def _join(self, i: int, j: int) -> None:
        self.heirs[i].append(j)
        self.origins[j].append(i)

    def _belong(self, i: int, j: int) -> bool:
        score, old, new = self.scores[i, j], self.best_old[i], self.best_new[j]
        if score >= PAIRED:
            return score >= NEAR_BEST * max(old[0], new[0])
        return score == old[0] == new[0] and score >= BY_FAR * max(old[1], new[1])

    def _belong_partly(self, i: int, j: int) -> bool:
        """One of the two has a partner already: is the other a further part of it?"""
        score = self.scores[i, j]
        kept_old, kept_new = self.likeness.kept(i, j)
        if i in self.heirs:  # j is left over: does it come out of i?
            if score < PAIRED or score < NEAR_BEST * self.best_new[j][0]:
                return False
            return kept_new >= HELD or self._adds(self.likeness.old[i], self.likeness.new[j], self._held(i))
        if score < PAIRED or score < NEAR_BEST * self.best_old[i][0]:
            return False
        return kept_old >= HELD or self._adds(self.likeness.new[j], self.likeness.old[i], self._given(j))

    def _held(self, i: int) -> set[str]:
        return set().union(*(self.likeness.new[j] for j in self.heirs[i]))

    def _given(self, j: int) -> set[str]:
        return set().union(*(self.likeness.old[i] for i in self.origins[j]))

    def _adds(self, whole: frozenset[str], part: frozenset[str], held: set[str]) -> bool:
        weigh = self.likeness.weigh
        return weigh((whole & part) - held) >= ADDS * min(weigh(whole), weigh(part))

    def _share_a_clause(self, i: int, j: int) -> bool:
        """Has a clause moved from i to j, which both have other partners?"""
        if len(self.old[i].parts) < 2 and len(self.new[j].parts) < 2:
            return False
        weigh, least = self.likeness.weigh, self.likeness.short
        held = self._held(i)
        for one in self.old[i].parts:
            if weigh(one.words) < least:
                continue
            for other in self.new[j].parts:
                moved = one.words & other.words
                if weigh(moved) >= least and self.likeness.between(one.words, other.words) >= PART:
                    return weigh(moved - held) >= ADDS * self.likeness.old_weight[i]
        return False
