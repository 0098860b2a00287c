"""How alike paragraphs are: shared words, weighted by how rare they are in the two documents together.

All pairs are scored in one pass over an index of words, so that paragraphs that share nothing cost nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from math import log, sqrt

from isonomia.mandates.passages import REFERS

COMMON = 0.1
"""Words in more than this share of the paragraphs of a large comparison bring no two of them together, though they
count for those that rarer words have brought together."""
ROUGH = 0.002
"""Pairs whose shared weight, squared, is less than this part of the product of their weights are not scored at all."""
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
        self._passed_over = most < count
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
        """The score of each pair that shares enough to matter; short paragraphs must share more than `similarity` asks.

        A score is at least the square root of what ROUGH bounds where the words passed over are few.
        """
        found: dict[tuple[int, int], float] = {}
        for old, row in enumerate(self._shared):
            one = self.old_weight[old]
            for new, shared in row.items():
                other = self.new_weight[new]
                if shared * shared >= ROUGH * one * other:
                    exact = self.shared(old, new) if self._passed_over else shared
                    found[old, new] = self._score(exact, one, other, self.short)
        return found

    @staticmethod
    def _score(shared: float, old: float, new: float, least: float) -> float:
        if not shared:
            return 1.0 if old == new else 0.0
        return shared * sqrt(2 / ((old + new) * min(max(min(old, new), least), max(old, new))))

    def between(self, old: frozenset[str], new: frozenset[str]) -> float:
        """The similarity of two parts of paragraphs."""
        shared = self.weigh(old & new)
        one, other = self.weigh(old), self.weigh(new)
        return self._score(shared, one, other, self.short) if shared else 0.0


def _lasting(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if not word.startswith(REFERS + " "))


def _share(part: float, whole: float) -> float:
    return min(part / whole, 1.0) if whole else 0.0
