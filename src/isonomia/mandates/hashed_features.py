"""The features of many texts at once, as numbers: what features.py makes of a document, made fast for a collection.

A feature is a stem or a pair of neighbouring stems, or a pair of neighbouring characters where a script has no spaces;
dates, sessions and other numbers leave none. Names of bodies, instruments and topics are not looked up. Each feature is
a number of 32 bits, so that two features in four thousand millions are taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

from isonomia.errors import MissingDependency
from isonomia.mandates.features import PROCLITICS, stem
from isonomia.text.folding import Folding
from isonomia.text.grammar import Grammar, grammar
from isonomia.text.openings import Openings, openings

try:
    import numpy as np
    from numpy.typing import NDArray
except ImportError as error:
    raise MissingDependency(
        "near-duplicate paragraphs are looked for with numpy, which is not installed; pip install 'isonomia[similar]'"
    ) from error

Numbers = NDArray[np.uint32]

_END = "\0"
"""Stands between two texts; it is neither letter nor space, so that nothing is read across it."""
_WORD_OR_END = re.compile(r"[^\W\d_]+|\0")
_NO_LETTER = re.compile(r"[\W\d_]")
_NO_WORD = 1 << 32
"""The number of _END, which no word has."""
_MIX, _SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)


class _Words(dict[str, int]):
    """The number of each word's stem, remembered."""

    LARGEST = 1_000_000
    """Words that are remembered; then it begins anew."""

    def __init__(self, rules: Grammar) -> None:
        self._salt = crc32(rules.language.encode())
        self._proclitics = PROCLITICS.get(rules.script)
        self[_END] = _NO_WORD

    def __missing__(self, word: str) -> int:
        if len(self) > self.LARGEST:
            self.clear()
            self[_END] = _NO_WORD
        number = self[word] = crc32(stem(word, self._proclitics).encode(), self._salt)
        return number


class _Reader:
    """What must be known of a language."""

    def __init__(self, rules: Grammar) -> None:
        self.rules = rules
        self.words = _Words(rules)
        self.salt = np.uint64(crc32(rules.language.encode()))
        self.moving = Openings({form: openings(form.pattern) for form in (rules.session, rules.date)})

    def freed(self, texts: Sequence[str]) -> str:
        """The texts, folded, one after the other, with a gap of the same length in the place of sessions and dates."""
        joined = _END.join(Folding(text.replace(_END, " "), self.rules.script).text for text in texts)
        places = self.moving.scan(joined)
        pieces, at = [], 0
        for start, end in sorted(match.span() for match in places.finditer(range(2), 0, len(joined))):
            if end > at:
                pieces += [joined[at:start], "\n" * (end - max(start, at))]
                at = end
        return "".join([*pieces, joined[at:]])

    def spaced(self, texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """Owners and features: stems and pairs of stems."""
        words = np.array([self.words[word] for word in _WORD_OR_END.findall(self.freed(texts))], dtype=np.uint64)
        ends = words == _NO_WORD
        owner = np.cumsum(ends).astype(np.uint64)
        inside = ~(ends[:-1] | ends[1:])
        pairs = self._pairs(words[:-1][inside], words[1:][inside])
        return np.concatenate([owner[~ends], owner[:-1][inside]]), np.concatenate([words[~ends], pairs])

    def unspaced(self, texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """Owners and features: pairs of letters that stand side by side."""
        freed = self.freed(texts)
        ends = np.frombuffer(freed.encode("utf-32-le", "surrogatepass"), dtype=np.uint32) == ord(_END)
        owner = np.cumsum(ends).astype(np.uint64)
        letters = np.frombuffer(_NO_LETTER.sub("\n", freed).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        letter = letters != ord("\n")
        inside = letter[:-1] & letter[1:]
        codes = letters.astype(np.uint64)
        return owner[:-1][inside], self._pairs(codes[:-1][inside], codes[1:][inside])

    def _pairs(self, one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.uint64]:
        with np.errstate(over="ignore"):  # wraps around: that is the mixing
            mixed = ((one + self.salt) * _MIX) ^ other
            return (mixed * _MIX) >> _SPREAD


@lru_cache(maxsize=8)
def _reader(language: str) -> _Reader:
    return _Reader(grammar(language))


def hashed_features(texts: Sequence[str], language: str) -> tuple[Numbers, Numbers]:
    """The features of texts of one language: the place of the text and the feature side by side, each pair once.

    Sorted by text, then by feature. Features of two languages have nothing in common. Raises UnknownLanguage.
    """
    reader = _reader(language)
    if not texts:
        return np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.uint32)
    owner, feature = reader.spaced(texts) if reader.rules.spaced else reader.unspaced(texts)
    both = (owner << _SPREAD) | feature
    both.sort()
    both = both[np.append(True, both[1:] != both[:-1])] if both.size else both
    return (both >> _SPREAD).astype(np.uint32), both.astype(np.uint32)
