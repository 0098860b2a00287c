"""How alike paragraphs are: shared words, weighted by how rare they are in the two documents together.

All pairs are scored in one pass over an index of words, so that paragraphs that share nothing cost nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from math import log, sqrt

from isonomia.mandates.passages import REFERS

COMMON = 0.3
"""Words in more than this share of the paragraphs of a large comparison are passed over: they tell nothing apart."""
LARGE = 60
SHORT = 0.5
"""Containment is measured against at least this share of the median paragraph (or against the longer of the two, if
that is less): the few words of a very short paragraph are found in many long ones by chance."""


class Likeness:
    """The words of old and new paragraphs with their weights, and for each pair what it shares."""

    def __init__(self, old: Sequence[frozenset[str]], new: Sequence[frozenset[str]]) -> None:
        """`old` and `new`: one bag of words (as in passages.py) per paragraph."""
        self.old, self.new = old, new
        spread = Counter(word for bag in (*old, *new) for word in bag)
        count = len(old) + len(new)
        self.weight = {word: log(1 + count / among) for word, among in spread.items()}
        self.old_weight = [self.weigh(bag) for bag in old]
        self.new_weight = [self.weigh(bag) for bag in new]
        weights = sorted([*self.old_weight, *self.new_weight])
        self.short = SHORT * weights[len(weights) // 2] if weights else 0.0
        most = COMMON * count if count > LARGE else count
        places: dict[str, list[int]] = {}
        for place, bag in enumerate(new):
            for word in bag:
                if spread[word] <= most:
                    places.setdefault(word, []).append(place)
        self._shared: list[dict[int, float]] = []
        for bag in old:
            row: dict[int, float] = {}
            for word in bag:
                if word in places:
                    weight = self.weight[word]
                    for place in places[word]:
                        row[place] = row.get(place, 0.0) + weight
            self._shared.append(row)

    def weigh(self, words: Collection[str]) -> float:
        """The weight of some words."""
        weight = self.weight
        return sum(weight[word] for word in words)

    def shared(self, old: int, new: int) -> float:
        """The weight of the words that an old and a new paragraph share, common ones too."""
        return self.weigh(self.old[old] & self.new[new])

    def kept(self, old: int, new: int) -> tuple[float, float]:
        """Which share of the old paragraph is in the new one, and which share of the new one was in the old.

        References to resolutions and documents count as kept: they move with every session.
        """
        one, other = _lasting(self.old[old]), _lasting(self.new[new])
        return (
            1 - _share(self.weigh(one - other), self.old_weight[old]),
            1 - _share(self.weigh(other - one), self.new_weight[new]),
        )

    def similarity(self, old: int, new: int) -> float:
        """0 (nothing in common) to 1 (the same words): the geometric mean of likeness both ways and containment."""
        return self._score(self.shared(old, new), self.old_weight[old], self.new_weight[new], 0.0)

    def scores(self) -> dict[tuple[int, int], float]:
        """The score of each pair that shares a word; like `similarity`, but short paragraphs must share more."""
        return {
            (old, new): self._score(shared, self.old_weight[old], self.new_weight[new], self.short)
            for old, row in enumerate(self._shared)
            for new, shared in row.items()
        }

    @staticmethod
    def _score(shared: float, old: float, new: float, least: float) -> float:
        if not shared:
            return 1.0 if old == new else 0.0
        shorter, longer = min(old, new), max(old, new)
        return sqrt(2 * shared / (old + new) * shared / min(max(shorter, least), longer))

    def between(self, old: frozenset[str], new: frozenset[str]) -> float:
        """The similarity of two parts of paragraphs."""
        shared = self.weigh(old & new)
        one, other = self.weigh(old), self.weigh(new)
        return self._score(shared, one, other, self.short) if shared else 0.0


def _lasting(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if not word.startswith(REFERS + " "))


def _share(part: float, whole: float) -> float:
    return min(part / whole, 1.0) if whole else 0.0
