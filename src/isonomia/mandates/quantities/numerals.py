"""Numbers as they are printed, in digits, in words or both ("6.2亿", "4,3 millions", "twenty-three"), and their values.

What a number means (a count, a date, a paragraph) is none of this module's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

LEAST_SCALE = 1000
"""From here on a multiplier may follow digits ("4.3 million"); in Chinese from 万 on, as 5千克 is five kilograms."""
BIG = 10_000
"""From here on a multiplier closes what was gathered before it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: half-open span, value, whether it begins in words, and its scale ("million": 1000000).

    `more` says that the text prints "and some" inside it (300多万).
    """

    start: int
    end: int
    value: Decimal
    words: bool
    scale: int = 1
    more: bool = False

    @property
    def plain(self) -> int | float:
        """The value as JSON has it: whole numbers whole."""
        return plain(self.value)


def plain(value: Decimal) -> int | float:
    """A whole number whole, any other as a float."""
    return int(value) if value == value.to_integral_value() else float(value)


class Numerals:
    """Finds and reads the numbers of one language, by the table `numbers` of its file."""

    def __init__(self, table: Mapping[str, Any], *, script: str) -> None:
        self._units = {word.casefold(): value for word, value in table["units"].items()}
        self._multipliers = {word.casefold(): value for word, value in table["multipliers"].items()}
        self._signs = {word.casefold(): value for word, value in table.get("signs", {}).items()}
        self._thousands = re.compile(table["thousands"])
        self._decimal = re.compile(table["decimal"])
        backward = table.get("last_first", "")
        last_first = rf"\d{{3}}(?:{backward}\d{{3}})*{backward}[1-9]\d{{0,2}}(?![\d.,/:]*\d)" if backward else "(?!)"
        self._last_first = re.compile(last_first)
        spaced = script != "Han"
        self.spaced = spaced
        words = sorted({*self._units, *self._multipliers}, key=len, reverse=True)
        word = "(?:" + "|".join(re.escape(text).replace(r"\ ", r"\s+") for text in words) + ")"
        least = LEAST_SCALE if spaced else BIG
        scales = [text for text, value in self._multipliers.items() if value >= least] + list(self._signs)
        scale = "(?:" + "|".join(map(re.escape, sorted(scales, key=len, reverse=True))) + ")"
        edge = r"(?!\w)" if spaced else ""
        thousands, decimal = table["thousands"], table["decimal"]
        digits = rf"(?:{last_first}|\d{{1,3}}(?:{thousands}\d{{3}})+(?!\d)(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?)"
        gap = table["scale_gap"].replace(" ", r"\s")
        before_digits = (
            r"(?:(?<![\w])|(?<=(?<!\w)[وفبلك]))(?<![\d./:№-]-)(?<!\d[.,/:])(?<!/)(?<!\w\+)"
            if spaced
            else r"(?<![A-Za-z\d./:])(?<![A-Za-z\d][-–])"
        )
        before_word = r"(?:(?<!\w)|(?<=(?<!\w)[وفبل]))(?<![\w-][-‑])" if spaced else r"(?<![\d.])"
        joiner = table["joiner"].replace(" ", r"\s+")
        more = "" if spaced else "(?P<more>[多余几])?"
        in_digits = rf"{before_digits}(?P<digits>{digits})(?:{more}{gap}(?P<scale>{scale}){edge})*"
        if spaced:
            in_words = rf"{before_word}(?P<words>{word}{edge}(?:{joiner}{word}{edge}){{0,11}})"
        else:
            in_words = rf"{before_word}(?P<words>{word}{{1,16}})(?:(?P<some>[多余])(?P<last>[万亿]))?"
        self.pattern = re.compile(f"{in_digits}|{in_words}", re.IGNORECASE)
        anywhere = f"{in_digits}|{in_words}".replace(before_digits, "").replace(before_word, "")
        self._here = re.compile(anywhere, re.IGNORECASE)
        self._tens_last: bool = table.get("tens_last", False)
        self._twenties: bool = table.get("twenties", False)
        self._token = re.compile(rf"{word}{edge}" if spaced else word, re.IGNORECASE)
        self.bare = (
            rf"(?:{digits}|{word}{edge}(?:{joiner}{word}{edge}){{0,11}})" if spaced else rf"(?:{digits}|{word}{{1,16}})"
        )

    def find(self, text: str, start: int, end: int) -> Iterator[Number]:
        """The numbers of a stretch of text, in order; what is a part of a symbol or of a longer number is none."""
        at = start
        while (match := self.pattern.search(text, at, end)) is not None:
            number = self._read(text, match)
            at = number.end if number else match.end()
            if number is not None:
                yield number

    def match(self, text: str, start: int, end: int) -> Number | None:
        """The number that begins at a place, if one does, whatever stands before it."""
        match = self._here.match(text, start, end)
        return self._read(text, match) if match else None

    def _read(self, text: str, match: re.Match[str]) -> Number | None:
        if match["digits"]:
            if self._runs_on(text, match.end("digits")) and not match["scale"]:
                return None
            if match["digits"].startswith("00") and not self._last_first.fullmatch(match["digits"]):
                return None  # the tail of something else
            value = self.digits(match["digits"])
            scale = 1
            if match["scale"]:
                # several scales may follow one another (3 thousand million); all of them multiply
                for token in self._scales(text[match.end("digits") : match.end()]):
                    scale *= token
            more = bool(not self.spaced and match["more"])
            return Number(match.start(), match.end(), value * scale, False, scale, more)
        printed = match["words"]
        last = None if self.spaced else match["last"]
        finish = match.end()
        if self.spaced:
            printed = self._one_number(printed)
            finish = match.start() + len(printed)
        total = self.words(printed)
        if not total:
            return None  # no number, or the 零 of 零部件
        if last:
            total *= self._multipliers[last]
        return Number(match.start(), finish, Decimal(total), True, 1, bool(last))

    def _one_number(self, printed: str) -> str:
        """Number words as far as they make one number: "six and eight" are two, "sixty-eight" is one."""
        room, end, before = 10**15, 0, 0
        for match in self._token.finditer(printed):
            word = re.sub(r"\s+", " ", match.group().casefold())
            value = self._multipliers.get(word)
            if value is not None:
                room = value
            else:
                value = self._units[word]
                late = self._tens_last and 0 < before < 10 <= value < 100
                if value >= room and not late:
                    break
                if value >= 100:
                    room = 100
                elif self._twenties and value == 10:
                    room = 10  # dix-sept, quatre-vingt-dix-sept
                elif late or value < 20:
                    room = 0
                else:
                    room = 20 if self._twenties and value in (60, 80) else 10
            end, before = match.end(), value
        return printed[:end]

    @staticmethod
    def _runs_on(text: str, end: int) -> bool:
        """Do digits go on as a symbol, a decimal section number or a time?"""
        return bool(re.match(r"[./:,]\d|/\w|[-‑]\w*[A-Za-z]", text[end : end + 12]))

    def _scales(self, text: str) -> Iterator[int]:
        words = {**self._multipliers, **self._signs}
        names = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        for match in re.finditer(names, text.casefold()):
            yield words[match.group()]

    def digits(self, printed: str) -> Decimal:
        """The value of digits with separators; what has three digits after each separator is grouped. Where a language
        prints the last group first, "260 1" is 1260."""
        if self._last_first.fullmatch(printed):
            return Decimal("".join(reversed(re.findall(r"\d+", printed))))
        if re.fullmatch(rf"\d{{1,3}}(?:{self._thousands.pattern}\d{{3}})+(?:{self._decimal.pattern}\d+)?", printed):
            head = re.match(rf"\d{{1,3}}(?:{self._thousands.pattern}\d{{3}})+", printed)
            assert head is not None
            whole = re.sub(r"\D", "", head.group())
            rest = re.sub(r"\D", "", printed[head.end() :])
            return Decimal(f"{whole}.{rest}" if rest else whole)
        parts = self._decimal.split(printed, maxsplit=1)
        return Decimal(".".join(parts))

    def words(self, printed: str) -> int | None:
        """The value of number words; None for words that make no number (digits in a row, a bare 万)."""
        tokens = [match.group().casefold() for match in self._token.finditer(printed)]
        tokens = [re.sub(r"\s+", " ", token) for token in tokens]
        if not self.spaced and not self._well_formed(tokens):
            return None
        total = section = current = 0
        for token in tokens:
            if token in self._units:
                current += self._units[token]
                continue
            factor = self._multipliers[token]
            if factor >= BIG:
                total += max(section + current, 1) * factor
                section = current = 0
            elif factor >= LEAST_SCALE:
                # "one hundred and twenty thousand" multiplies all before it; 三千 only its own digit
                base = section + current if self.spaced else current
                section = (0 if self.spaced else section) + max(base, 1) * factor
                current = 0
            else:
                section += max(current, 1) * factor
                current = 0
        return total + section + current

    def _well_formed(self, tokens: list[str]) -> bool:
        """Chinese writes digit, multiplier, digit, multiplier; years are digits in a row, 万 alone means "all"."""
        if not any(token in self._units for token in tokens):
            return tokens[0] in ("十", "百万", "千万")
        return not any(a in self._units and b in self._units and self._units[a] for a, b in pairwise(tokens))
