"""Finds paragraphs that say nearly the same in a large collection: which resolutions had this paragraph before?

The collection is an index from features (hashed_features.py) to paragraphs, in shelves of 65,536. Two paragraphs are as
similar as they have features in common: twice the shared ones over all of both. Nothing is guessed: a paragraph that
shares enough with a text must share one of the text's rarest features, so only the lists of these are read whole, and
what they bring together is counted to the end. All paragraphs of the similarity asked for are found.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import ceil
from pathlib import Path

from isonomia.mandates.hashed_features import Numbers, hashed_features
from isonomia.text.detect import detect_language

# numpy is there: hashed_features says so by name if it is not
import numpy as np  # isort: skip
from numpy.typing import NDArray  # isort: skip

LEAST, LIMIT = 0.6, 20
SHELF = 1 << 16
"""Paragraphs of one shelf: their numbers there take two bytes."""
BATCH = 512
"""Texts whose features are made together."""
READ_WHOLE = 200_000
"""Entries of lists that are read whole at least, if there are so many: the more, the fewer paragraphs are left to count
to the end."""
FEW = 32
"""A number is looked up in a list in the time in which so many are marked."""
_ROUNDING = 1e-9

Row = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Near:
    """A paragraph like the text that was asked for: its document, its id, and its similarity (1: the same features)."""

    symbol: str
    paragraph: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Shelf:
    """Up to 65,536 paragraphs: how many features each has, and for each feature the numbers of the paragraphs with it.

    `features` are sorted; the paragraphs of the one at place i are postings[starts[i] : starts[i + 1]], sorted too.
    """

    sizes: NDArray[np.int32]
    features: Numbers
    starts: NDArray[np.int64]
    postings: NDArray[np.uint16]

    def near(self, wanted: Numbers, least: float) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The numbers of the paragraphs that are at least so similar to the wanted features, and their similarities."""
        nothing = np.empty(0, dtype=np.int64), np.empty(0)
        places = np.searchsorted(self.features, wanted)
        known = places < len(self.features)
        known[known] = self.features[places[known]] == wanted[known]
        places = places[known]
        # of all paragraphs that are similar enough the shortest has the fewest features in common with the wanted ones
        fewest = max(1, ceil(least * len(wanted) / (2 - least) - _ROUNDING))
        if len(places) < fewest:
            return nothing
        lengths = self.starts[places + 1] - self.starts[places]
        by_rarity = np.argsort(lengths, kind="stable")
        places, lengths = places[by_rarity], lengths[by_rarity]
        whole = max(len(places) - fewest + 1, int(np.searchsorted(np.cumsum(lengths), READ_WHOLE)))
        lists = [self._list(place) for place in places[:whole]]
        shared = np.bincount(np.concatenate(lists), minlength=len(self.sizes))
        left = len(places) - whole
        found = np.flatnonzero(shared >= max(fewest - left, 1))
        common = shared[found]
        needed = np.ceil(least * (len(wanted) + self.sizes[found]) / 2 - _ROUNDING)
        for place in places[whole:]:
            hopeful = common + left >= needed
            found, common, needed = found[hopeful], common[hopeful], needed[hopeful]
            if not len(found):
                return nothing
            common += self._among(self._list(place), found)
            left -= 1
        similar = common >= needed
        found, common = found[similar], common[similar]
        return found, 2 * common / (len(wanted) + self.sizes[found])

    def _among(self, row: NDArray[np.uint16], numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of the numbers stand in a sorted list: looked up one by one where they are few, else all marked."""
        if len(numbers) * FEW < len(row):
            at = np.searchsorted(row, numbers.astype(np.uint16))
            return np.equal(row[np.minimum(at, len(row) - 1)], numbers)
        marked = np.zeros(len(self.sizes), dtype=np.bool_)
        marked[row] = True
        return marked[numbers]

    def _list(self, place: int) -> NDArray[np.uint16]:
        return self.postings[self.starts[place] : self.starts[place + 1]]


class ParagraphIndex:
    """Paragraphs by what they say. Grows by `add`, answers by `near`, in any order."""

    def __init__(self) -> None:
        self.symbols: dict[str, int] = {}
        self.paragraphs: dict[str, int] = {}
        self.owners = array("I")
        self.ids = array("I")
        self.shelves: list[Shelf] = []
        self._new: list[tuple[NDArray[np.int32], Numbers, Numbers]] = []  # sizes, owners and features of each batch
        self._waiting = 0
        self._open: Shelf | None = None  # what waits, as a shelf, until more is added

    def __len__(self) -> int:
        return len(self.owners)

    def add(self, rows: Iterable[Row]) -> int:
        """Adds paragraphs, each (symbol of its document, its id, its text, language of the text); gives their number.

        What is added twice is found twice. Raises UnknownLanguage; the paragraphs before the one that has it are added.
        """
        count = 0
        for language, batch in _batches(rows):
            owners, features = hashed_features([text for _, _, text, _ in batch], language)
            for symbol, paragraph, _, _ in batch:
                self.owners.append(self.symbols.setdefault(symbol, len(self.symbols)))
                self.ids.append(self.paragraphs.setdefault(paragraph, len(self.paragraphs)))
            sizes = np.bincount(owners, minlength=len(batch)).astype(np.int32)
            self._wait(sizes, owners, features)
            count += len(batch)
        return count

    def _wait(self, sizes: NDArray[np.int32], owners: Numbers, features: Numbers) -> None:
        """Keeps a batch until there is enough for a shelf; the last batch of a shelf may have to be parted."""
        room = SHELF - self._waiting
        if len(sizes) > room:
            cut = int(np.searchsorted(owners, room))
            self._wait(sizes[:room], owners[:cut], features[:cut])
            self._wait(sizes[room:], owners[cut:] - np.uint32(room), features[cut:])
            return
        self._new.append((sizes, owners + np.uint32(self._waiting), features))
        self._waiting += len(sizes)
        self._open = None
        if self._waiting == SHELF:
            self.shelves.append(_shelf(self._new))
            self._new, self._waiting = [], 0

    def all_shelves(self) -> list[Shelf]:
        """The shelves, the last one with what is not yet enough for a full one."""
        if self._waiting and self._open is None:
            self._open = _shelf(self._new)
        return [*self.shelves, self._open] if self._open is not None else self.shelves

    def restore(self, shelves: list[Shelf]) -> None:
        """Takes shelves that were stored; what the last one holds waits for more, unless it is full."""
        self.shelves = shelves
        if shelves and len(shelves[-1].sizes) < SHELF:
            last = self.shelves.pop()
            self._new, self._waiting, self._open = [_batch(last)], len(last.sizes), last

    def near(self, text: str, *, language: str | None = None, least: float = LEAST, limit: int = LIMIT) -> list[Near]:
        """The paragraphs in the same language that are at least so similar to a text, the most similar first.

        Those of one similarity stand in the order of their symbols and ids. `least` is more than 0, at most 1. Without
        `language` the text tells it. Raises UnknownLanguage.
        """
        if not 0 < least <= 1:
            raise ValueError(f"least is {least}; give more than 0 and at most 1")
        _, wanted = hashed_features([text], language or detect_language(text))
        if not len(wanted):
            return []
        rows: list[Near] = []
        symbols, paragraphs = list(self.symbols), list(self.paragraphs)
        for at, shelf in enumerate(self.all_shelves()):
            found, similar = shelf.near(wanted, least)
            if len(found) > limit:  # of the last similarity all are kept: symbols and ids decide among them
                kept = similar >= np.partition(similar, -limit)[-limit]
                found, similar = found[kept], similar[kept]
            for number, similarity in zip((found + at * SHELF).tolist(), similar.tolist(), strict=True):
                rows.append(Near(symbols[self.owners[number]], paragraphs[self.ids[number]], similarity))
        rows.sort(key=lambda row: (-row.similarity, row.symbol, row.paragraph))
        return rows[:limit]

    def save(self, path: Path) -> None:
        """Writes the index into one file, whole or not at all. Raises OSError."""
        from isonomia.mandates.duplicates_file import save

        save(self, path)

    @classmethod
    def open(cls, path: Path) -> ParagraphIndex:
        """An index that `save` wrote. Raises OSError, EmptyFile, UnknownFormat and DamagedFile."""
        from isonomia.mandates.duplicates_file import load

        return load(path)


def _batches(rows: Iterable[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The rows in batches of one language each."""
    rest = iter(rows)
    while taken := list(islice(rest, BATCH)):
        for language in dict.fromkeys(row[3] for row in taken):
            yield language, [row for row in taken if row[3] == language]


def _batch(shelf: Shelf) -> tuple[NDArray[np.int32], Numbers, Numbers]:
    """What a shelf was made of."""
    return shelf.sizes, shelf.postings.astype(np.uint32), np.repeat(shelf.features, np.diff(shelf.starts))


def _shelf(batches: list[tuple[NDArray[np.int32], Numbers, Numbers]]) -> Shelf:
    """The shelf of some batches, whose owners are numbered through."""
    sixteen = np.uint64(16)
    both = np.concatenate([features.astype(np.uint64) << sixteen | owners for _, owners, features in batches])
    both.sort()
    features = (both >> sixteen).astype(np.uint32)
    first = np.flatnonzero(np.append(True, features[1:] != features[:-1])) if len(features) else np.empty(0, np.int64)
    return Shelf(
        np.concatenate([sizes for sizes, _, _ in batches]),
        features[first],
        np.append(first, len(features)).astype(np.int64),
        both.astype(np.uint16),
    )
