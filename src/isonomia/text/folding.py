"""A text folded for comparison, with a way back: Arabic vowel signs are left out, other digits become 0 to 9."""

from __future__ import annotations

import re
from bisect import bisect_left

_SIGNS = re.compile("[\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_DIGITS = {code: str(digit) for base in (0x0660, 0x06F0, 0xFF10) for digit, code in enumerate(range(base, base + 10))}
_OTHER_DIGIT = re.compile("[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]")


class Folding:
    """`text` is what rules are compared with; `forward` and `back` carry spans between it and the original."""

    def __init__(self, original: str, script: str) -> None:
        translated = original.translate(_DIGITS) if _OTHER_DIGIT.search(original) else original
        self._kept: list[int] | None = None
        if script == "Arabic" and _SIGNS.search(translated):
            kept: list[int] = []
            at = 0
            for sign in _SIGNS.finditer(translated):
                kept.extend(range(at, sign.start()))
                at = sign.end()
            kept.extend(range(at, len(original) + 1))
            self._kept = kept
            translated = _SIGNS.sub("", translated)
        self.text = translated

    def forward(self, span: tuple[int, int]) -> tuple[int, int]:
        """A span of the original as a span of the folded text."""
        if self._kept is None:
            return span
        return bisect_left(self._kept, span[0]), bisect_left(self._kept, span[1])

    def back(self, span: tuple[int, int]) -> tuple[int, int]:
        """A span of the folded text as a span of the original, signs on its last letter included."""
        if self._kept is None:
            return span
        start, end = span
        if start >= end:
            return self._kept[start], self._kept[start]
        return self._kept[start], self._kept[end]
