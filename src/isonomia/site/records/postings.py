"""Records by code, as numbers with a bit for each record: to count is to count bits. Knows no database."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from itertools import compress

from isonomia.site.records.stamps import BLOCK

FEW = 400
"""Codes of a facet for which a number each is held: a facet with more, a link to documents say, is held as pairs."""
ASKED = 64
"""Codes of such a facet of which it is kept which records have them."""
SPARSE = 16
"""Of fewer than one in so many records each is looked up by itself."""
_BITS = [bytes(number >> at & 1 for at in range(8)) for number in range(256)]
_ONES = (1 << (1 << BLOCK)) - 1

Codes = dict[str, MutableSequence[int]]
"""The numbers of the records that have a code."""


def bits_of(found: Sequence[int]) -> int:
    """A number that has these bits."""
    raw = bytearray((max(found) >> 3) + 1 if found else 0)
    for number in found:
        raw[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(raw, "little")


def flags(bits: int) -> bytes:
    """A byte for each bit."""
    return b"".join(map(_BITS.__getitem__, bits.to_bytes((bits.bit_length() + 7) // 8, "little")))


def but(blocks: Iterable[int], size: int) -> int:
    """All bits up to a size but those of blocks."""
    out = (1 << size) - 1
    for block in blocks:
        if block << BLOCK < size:
            out &= ~(_ONES << (block << BLOCK))
    return out


class Few:
    """The records of each code: a number for each code."""

    def __init__(self, bits: dict[str, int]) -> None:
        self._bits = bits

    def counts(self, among: int) -> dict[str, int]:
        """How many of these records have each code; no code that none has."""
        return {code: number for code, bits in self._bits.items() if (number := (bits & among).bit_count())}

    def having(self, code: str) -> int:
        """The records that have a code."""
        return self._bits.get(code, 0)

    def any(self) -> int:
        """The records that have one."""
        out = 0
        for bits in self._bits.values():
            out |= bits
        return out

    def renewed(self, blocks: list[int], codes: Codes) -> Postings:
        """The same with these blocks as they are now."""
        rest = but(blocks, max((bits.bit_length() for bits in self._bits.values()), default=0))
        kept = {code: bits & rest for code, bits in self._bits.items()}
        for code, numbers in codes.items():
            kept[code] = kept.get(code, 0) | bits_of(numbers)
        kept = {code: bits for code, bits in kept.items() if bits}
        if len(kept) <= FEW:
            return Few(kept)
        return Many(sorted((number, code) for code, bits in kept.items() for number in numbers_of(bits)))


class Many:
    """The same as pairs of record and code, in the order of the records."""

    def __init__(self, pairs: Iterable[tuple[int, str]]) -> None:
        self._numbers: list[int] = []
        self._codes: list[str] = []
        for number, code in pairs:
            self._numbers.append(number)
            self._codes.append(code)
        self._asked: dict[str, int] = {}
        self._any: int | None = None
        self._last: tuple[int, Counter[str]] = (0, Counter())

    def counts(self, among: int) -> dict[str, int]:
        """How many of these records have each code; no code that none has."""
        inside, (before, known) = self.any() & among, self._last
        come, gone = inside & ~before, before & ~inside
        if inside.bit_count() < 4 * (come | gone).bit_count():
            found = Counter(self._codes_of(inside))
            if inside.bit_count() >= before.bit_count():
                self._last = inside, found
            return found
        # nearly the same records as those counted before, as after a change: only the others are counted
        found = Counter(known)
        found.update(self._codes_of(come))
        found.subtract(Counter(self._codes_of(gone)))
        found = Counter({code: number for code, number in found.items() if number})
        self._last = inside, found
        return found

    def _codes_of(self, bits: int) -> Iterator[str]:
        """The codes of some of the records, once for each record that has one."""
        if bits.bit_count() * SPARSE > len(self._numbers):
            there = flags(bits).ljust(self._numbers[-1] + 1, b"\0")
            yield from compress(self._codes, map(there.__getitem__, self._numbers))
            return
        for number in numbers_of(bits):
            first = bisect_left(self._numbers, number)
            yield from self._codes[first : bisect_right(self._numbers, number, first)]

    def having(self, code: str) -> int:
        """The records that have a code."""
        if code not in self._asked:
            if len(self._asked) > ASKED:
                self._asked.clear()
            pairs = zip(self._numbers, self._codes, strict=True)
            self._asked[code] = bits_of([number for number, other in pairs if other == code])
        return self._asked[code]

    def any(self) -> int:
        """The records that have one."""
        if self._any is None:
            self._any = bits_of(self._numbers)
        return self._any

    def renewed(self, blocks: list[int], codes: Codes) -> Postings:
        """The same with these blocks as they are now."""
        out = Many(())
        out._numbers, out._codes = self._numbers.copy(), self._codes.copy()
        new = sorted((number, code) for code, numbers in codes.items() for number in numbers)
        for block in blocks:
            here = slice(*(bisect_left(out._numbers, edge << BLOCK) for edge in (block, block + 1)))
            own = [pair for pair in new if pair[0] >> BLOCK == block]
            out._numbers[here] = [number for number, _code in own]
            out._codes[here] = [code for _number, code in own]
        rest = but(blocks, self.any().bit_length())
        out._any = self.any() & rest | bits_of([number for number, _code in new])
        before, known = self._last
        out._last = before & rest, Counter(known)
        out._last[1].subtract(Counter(self._codes_of(before & ~rest)))
        return out


Postings = Few | Many


def numbers_of(bits: int) -> Iterator[int]:
    """The bits that a number has, ascending."""
    if bits.bit_count() * SPARSE < bits.bit_length():
        text = f"{bits:b}"[::-1]
        at = text.find("1")
        while at >= 0:
            yield at
            at = text.find("1", at + 1)
        return
    there = flags(bits)
    yield from compress(range(len(there)), there)


def postings(codes: Codes) -> Postings:
    """The records of each code in the form that suits their number."""
    if len(codes) <= FEW:
        return Few({code: bits_of(numbers) for code, numbers in codes.items()})
    return Many(sorted((number, code) for code, numbers in codes.items() for number in numbers))
