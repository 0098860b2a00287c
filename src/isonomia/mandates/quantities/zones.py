"""Where numbers are no quantities: dates and years, sessions, citations and symbols, labels, names and titles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from isonomia.mandates.quantities.rules import QuantityRules, quantity_rules
from isonomia.text.grammar import Pattern, alternation, unnamed
from isonomia.text.model import Span

QUOTED = 300
"""The longest title between quotation marks: what is longer is speech, and its numbers count."""
_SYMBOL = r"(?<![\w/])[A-Z][A-Za-z0-9.()_-]*(?:/[A-Za-z0-9.()_-]+)+"
_ADDRESS = r"https?://\S+|www\.\S+|\b[\w.+-]+@[\w.-]+\b"
_COUNCIL = r"\d+\s?\((?:19|20)\d\d\)"
_YEARS = r"(?<!\d)(?<![\d][.,\u00a0\u202f])(?:19|20|21)\d\d\s?[-–—/]\s?(?:(?:19|20|21)\d\d|\d\d)(?![\d.,]*\d)"
_NAMES = (
    *(rf"{a}[^{a}{b}]{{0,{QUOTED}}}{b}" for a, b in ("《》", "〈〉", "“”", "«»")),
    rf"‘[^‘’]{{0,{QUOTED}}}’(?!\w)",
    rf'"[^"]{{0,{QUOTED}}}"',
)
_ITEM = r"(?<!\w)\(\d{1,2}\)(?=\s\w)"
"""The printed number of an item of a list that runs on in the paragraph: "(1) training, (2) research"."""


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[Pattern, ...]:
    rules = quantity_rules(language)
    words = rules.rules
    case = [re.compile(form) for form in (_SYMBOL, _ADDRESS, _COUNCIL, _YEARS, _ITEM, *_NAMES)]
    months = alternation(re.escape(name) for name in words.table["dates"]["months"])
    dates = []
    if words.table["dates"]["months"]:
        day = r"\d{1,2}(?:st|nd|rd|th|er|º|°|-?го)?"
        between = r"\s*(?:[-–—,]|\w{1,3}\s|و\s?|إلى\s)\s*"
        of = r"\s+(?:de\s+|d[’'])?"
        # lower-case "may" is a verb: the names of months count as they are written
        dates = [
            re.compile(rf"(?<![\d.,]){day}(?:{between}(?:el\s+|le\s+)?{day}){{0,4}}{of}{months}(?!\w)(?:{of}\d{{4}})?"),
            re.compile(rf"(?<!\w){months}\.?\s+{day}(?:{between}{day}){{0,4}}(?!\d)(?:,?\s+\d{{4}})?"),
            re.compile(rf"(?<!\w){months}(?:{of}|\s)?\d{{4}}(?!\d)"),
        ]
    own = [words.compile(form) for form in rules.table["exclude"]["zones"]]
    return (*case, *dates, *own, words.date, words.session)


@lru_cache(maxsize=8)
def _labels(language: str) -> tuple[Pattern, ...]:
    """A label and the numbers of its list: "paragraphs 3, 4 and 6 to 8"; in Chinese the ordinal 第 apart."""
    rules = quantity_rules(language)
    words = unnamed(rules.source([*rules.table["exclude"]["labels"], *rules.table["exclude"]["weak_labels"]]))
    number = f"(?>{rules.numerals.bare})"
    if not rules.spaced:
        ordinal = rf"第(?P<first>{number})(?:[-–—、至]{number}){{0,20}}"
        counted = rf"(?!{rules.classifier.pattern})"
        return (
            re.compile(ordinal),
            re.compile(
                rf"{words}(?P<first>{number}){counted}(?:[-–—、至和及与]{number}{counted}){{0,20}}", re.IGNORECASE
            ),
        )
    joined = r"\s?[-–—,]\s?|\s(?:and|or|to|et|ou|à|y|o|a|e|и|или|до|إلى|أو)\s|\s?(?:،\s)?و\s?"
    return (re.compile(rf"{rules.start}{words}\s?(?P<first>{number})(?:(?:{joined}){number}){{0,20}}", re.IGNORECASE),)


class Zones:
    """The stretches of one document in which a number is no quantity."""

    def __init__(self, text: str, rules: QuantityRules, given: Iterable[Span], nouns: Collection[int]) -> None:
        """`text` is the folded text; `given` spans in it that are known to hold no quantity (citations, names);
        `nouns` the places where the name of something countable begins."""
        self._nouns = nouns
        spans = list(given)
        for pattern in _patterns(rules.language):
            spans += [match.span() for match in pattern.finditer(text)]
        spans += self._labelled(text, rules)
        self._spans = _merged(spans)
        self._starts = [start for start, _ in self._spans]

    def _labelled(self, text: str, rules: QuantityRules) -> Iterator[Span]:
        """Labels with their numbers, but for those that a noun makes a count ("targets 12 countries")."""
        for pattern in _labels(rules.language):
            for match in pattern.finditer(text):
                counts = match.end() + 1 in self._nouns
                if rules.spaced and counts and rules.weak_label.match(text, match.start(), match.start("first")):
                    continue
                yield match.start("first"), match.end()

    def holds(self, start: int, end: int) -> bool:
        """Does a span lie in one of the zones, or run into one?"""
        at = bisect_right(self._starts, end - 1) - 1
        return at >= 0 and self._spans[at][1] > start


def _merged(spans: Iterable[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        elif end > start:
            out.append((start, end))
    return out
