"""What stands behind a number: percent, money, a measure or a counted noun."""

from __future__ import annotations

import re
from dataclasses import dataclass

from isonomia.mandates.quantities.nouns import OTHER, Nouns
from isonomia.mandates.quantities.numerals import Number
from isonomia.mandates.quantities.rules import QuantityRules
from isonomia.text.model import Span

LEAD = 48
"""Characters before a number in which its qualifier or sign stands."""
TIMES = frozenset({"years", "months", "weeks", "days", "hours", "minutes", "times"})
"""Measures that measure nothing else: no noun belongs to them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands behind a number: where it ends, its unit, and whether it is money, a measure or a noun."""

    end: int
    unit: str
    kind: str = "noun"
    noun: Span | None = None


class Units:
    """Reads the units behind the numbers of one text."""

    def __init__(self, text: str, rules: QuantityRules, nouns: Nouns) -> None:
        self.text = text
        self.rules = rules
        self.nouns = nouns

    def after(self, number: Number, at: int, end: int, *, money: str | None) -> Unit | None:
        """Percent, money, a measure or a noun behind a number."""
        rules, text = self.rules, self.text
        if money:
            return Unit(at, money, "money")
        if match := rules.points.match(text, at, end):
            return Unit(match.end(), "percentage_points", "percent")
        if match := rules.percent.match(text, at, end):
            return Unit(match.end(), "percent", "percent", self._percent_of(match.end(), end))
        if rules.percent_before.search(text[max(0, number.start - LEAD) : number.start]):
            return Unit(at, "percent", "percent")
        behind = self.past_more(at, end)
        for code, pattern in rules.currency_after.items():
            if match := pattern.match(text, behind, end):
                return Unit(match.end(), code, "money")
        for unit, pattern in rules.measures.items():
            if match := pattern.match(text, behind, end):
                return self._measured(number, unit, match.end(), end)
        if not rules.spaced:
            return self._classified(number, behind, end)
        if rules.inherit.match(text, at, end):
            return None
        noun = self.nouns.after(self._past_after(behind, end), end, many=number.value != 1)
        if noun is None or (number.words and noun.unit == OTHER and number.value == 1):
            return None
        return Unit(noun.end, noun.unit, "noun", (noun.start, noun.end))

    def _past_after(self, at: int, end: int) -> int:
        """Behind "or more" and the like, where the noun comes after it."""
        for pattern in self.rules.after.values():
            if match := re.compile(rf"\s+(?:{pattern.pattern})(?=\s)", re.IGNORECASE).match(self.text, at, end):
                return match.end()
        return at

    def past_more(self, at: int, end: int) -> int:
        """Behind 多 and 余 between a number and its classifier."""
        return at + 1 if not self.rules.spaced and at < end and self.text[at] in "多余几" else at

    def _measured(self, number: Number, unit: str, at: int, end: int) -> Unit:
        """A mass or volume of something: the stuff belongs to the figure (220 吨可卡因, "5 tonnes of heroin")."""
        if unit in TIMES:
            return Unit(at, unit, "measure")
        if self.rules.spaced:
            opened = self.rules.percent_of.match(self.text, at, end)
            noun = self.nouns.after(opened.end(), end, many=False) if opened else None
        else:
            noun = self.nouns.after(at, end, many=False)
        return Unit(noun.end, unit, "measure", (noun.start, noun.end)) if noun else Unit(at, unit, "measure")

    def _classified(self, number: Number, at: int, end: int) -> Unit | None:
        """A Chinese classifier and the noun behind it."""
        classifier = self.rules.classifier.match(self.text, at, end)
        if classifier is None:
            named = self.nouns.within(at, min(at + 8, end))
            if not number.words and named and named[0].start == at:
                return Unit(named[0].end, named[0].ids[0], "noun", (at, named[0].end))
            return None
        behind = classifier.end()
        for pattern in self.rules.after.values():
            if match := pattern.match(self.text, behind, end):
                behind = match.end()
                break
        if self.rules.inherit.match(self.text, at, end):
            return None
        unit = self.rules.classifiers[classifier.group()]
        if classifier.group() in self.rules.nouns_themselves:
            return Unit(behind, unit, "noun", classifier.span())
        noun = self.nouns.after(behind, end, many=True)
        if noun is None:
            return Unit(behind, unit, "noun" if unit != OTHER else "bare")
        named_unit = unit if noun.unit == OTHER else noun.unit
        return Unit(noun.end, named_unit, "noun", (noun.start, noun.end))

    def _percent_of(self, at: int, end: int) -> Span | None:
        """What a share is a share of."""
        opened = self.rules.percent_of.match(self.text, at, end)
        noun = self.nouns.after(opened.end(), end, many=True) if opened and self.rules.spaced else None
        return (noun.start, noun.end) if noun else None
