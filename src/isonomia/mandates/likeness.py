"""How alike paragraphs are: shared words, weighted by how rare they are in the two documents together.

All pairs are scored in one pass over an index of words, so that paragraphs that share nothing cost nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from math import log, sqrt

from isonomia.mandates.features import MARK, REFERS

COMMON = 0.1
"""Words in more than this share of the paragraphs of a large comparison bring no two of them together, though they
count for those that rarer words have brought together."""
ROUGH = 0.002
"""Pairs whose shared weight, squared, is less than this part of the product of their weights are not scored at all."""
LARGE = 60
GRAINS = 2**20
"""Weights are whole multiples of a power of two, so that their sums are exact and do not depend on any order."""
SHORT = 0.5
"""Containment is measured against at least this share of the median paragraph (or against the longer of the two, if
that is less): the few words of a very short paragraph are found in many long ones by chance."""


class Likeness:
    """The words of old and new paragraphs with their weights, and for each pair what it shares."""

    def __init__(self, old: Sequence[frozenset[str]], new: Sequence[frozenset[str]]) -> None:
        """`old` and `new`: one bag of words (as in passages.py) per paragraph."""
        self.old, self.new = old, new
        spread = Counter(chain.from_iterable((*old, *new)))
        count = len(old) + len(new)
        by_spread = {among: round(log(1 + count / among) * GRAINS) / GRAINS for among in set(spread.values())}
        self.weight = {word: by_spread[among] for word, among in spread.items()}
        self.old_weight = [self.weigh(bag) for bag in old]
        self.new_weight = [self.weigh(bag) for bag in new]
        weights = sorted([*self.old_weight, *self.new_weight])
        self.short = SHORT * weights[len(weights) // 2] if weights else 0.0
        most = COMMON * count if count > LARGE else count
        common = frozenset(word for word, among in spread.items() if among > most)
        self._old_common = [bag & common for bag in old]
        self._new_common = [bag & common for bag in new]
        refers = frozenset(word for word in spread if word.startswith(REFERS + MARK))
        self._old_refers = [bag & refers for bag in old]
        self._new_refers = [bag & refers for bag in new]
        self._shared = self._shared_rare(common)

    def _shared_rare(self, common: frozenset[str]) -> list[dict[int, float]]:
        """For each old paragraph the new ones with which it shares words that are not common, and their weight."""
        places: dict[str, list[int]] = {word: [] for bag in self.old for word in bag - common}
        for place, bag in enumerate(self.new):
            for word in bag & places.keys():
                places[word].append(place)
        rows: list[dict[int, float]] = []
        for bag, passed_over in zip(self.old, self._old_common, strict=True):
            row: defaultdict[int, float] = defaultdict(float)
            for word in bag - passed_over:
                weight = self.weight[word]
                for place in places[word]:
                    row[place] += weight
            rows.append(row)
        return rows

    def weigh(self, words: Iterable[str]) -> float:
        """The weight of some words."""
        return sum(map(self.weight.__getitem__, words))

    def shared(self, old: int, new: int) -> float:
        """The weight of the words that an old and a new paragraph share, common ones too."""
        return self._shared[old].get(new, 0.0) + self.weigh(self._old_common[old] & self._new_common[new])

    def kept(self, old: int, new: int) -> tuple[float, float]:
        """Which share of the old paragraph is in the new one, and which share of the new one was in the old.

        References to resolutions and documents count as kept: they move with every session.
        """
        one, other = self._old_refers[old], self._new_refers[new]
        shared = self.shared(old, new) - self.weigh(one & other)
        lost = self.old_weight[old] - self.weigh(one) - shared
        gained = self.new_weight[new] - self.weigh(other) - shared
        return 1 - _share(lost, self.old_weight[old]), 1 - _share(gained, self.new_weight[new])

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
                    found[old, new] = self._score(self.shared(old, new), one, other, self.short)
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


def _share(part: float, whole: float) -> float:
    return min(part / whole, 1.0) if whole else 0.0
