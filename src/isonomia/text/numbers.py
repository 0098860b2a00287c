"""Numbers in words, in any language whose units and multipliers are given as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache


class NumberWords:
    """Reads cardinal and ordinal number words.

    `units` are added up ("sixty" + "ninth"), `multipliers` multiply what was gathered before them ("hundred", 十, 万).
    """

    def __init__(self, units: Mapping[str, int], multipliers: Mapping[str, int]) -> None:
        self._units = {word.casefold(): value for word, value in units.items()}
        self._multipliers = {word.casefold(): value for word, value in multipliers.items()}
        words = sorted({*self._units, *self._multipliers}, key=len, reverse=True)
        self._token = re.compile("|".join(map(re.escape, words)) if words else r"(?!)")
        self.parse = lru_cache(maxsize=4096)(self._parse)

    def _parse(self, text: str) -> int | None:
        """The value of a number in digits (with suffix: "69th") or words; None where it has no number."""
        digits = re.search(r"\d+", text)
        if digits:
            return int(digits.group())
        total = section = current = 0
        found = False
        for match in self._token.finditer(text.casefold()):
            word, found = match.group(), True
            if word in self._units:
                current += self._units[word]
            else:
                factor = self._multipliers[word]
                if factor >= 10_000:
                    total += max(section + current, 1) * factor
                    section = current = 0
                elif factor >= 1000:
                    section = max(section + current, 1) * factor  # "one hundred and twenty thousand"
                    current = 0
                else:
                    section += max(current, 1) * factor
                    current = 0
        return total + section + current if found else None
