"""Reads one sentence: each number with its qualifier, its range, its unit and the noun it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from isonomia.mandates.quantities.dated import MARK
from isonomia.mandates.quantities.nouns import OTHER, Nouns
from isonomia.mandates.quantities.numerals import Number, plain
from isonomia.mandates.quantities.rules import QuantityRules
from isonomia.mandates.quantities.units import LEAD, Unit, Units
from isonomia.mandates.quantities.zones import Zones
from isonomia.text.model import Span

YEARS = (1900, 2100)
"""A bare number from here to there, without separators, is a year unless a noun or qualifier makes it a count."""
CLAUSE = 300
"""The longest clause that is looked through, so that a text without marks costs no more than one with them."""
_CLOSED = re.compile(r"[\s\u00a0]*(?:[^\w\s]|$)")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ\u0400-\u04ff_°º\u0600-\u06ff]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity as read: half-open span, values, unit, qualifier, the span of the noun phrase.

    `clause_end` is the end of its clause; from `read_to` on the next number may stand, inside the noun phrase too
    (一项涉及13个国家的行动).
    """

    start: int
    end: int
    low: int | float | None
    high: int | float | None
    unit: str
    qualifier: str | None = None
    noun: Span | None = None
    money: bool = False
    clause_end: int = 0
    read_to: int = 0


class QuantityReader:
    """Reads the quantities of one text, sentence by sentence."""

    def __init__(self, text: str, rules: QuantityRules, nouns: Nouns, zones: Zones) -> None:
        self.text = text
        self.rules = rules
        self.nouns = nouns
        self.zones = zones
        self.units = Units(text, rules, nouns)

    def read(self, start: int, end: int) -> list[Quantity]:
        """The quantities of the sentence [start, end), in order."""
        vague = sorted(self._vague(start, end), key=lambda row: row.start - row.end)
        found = list(self._numbered(start, end, {row.start: row.end for row in vague}))
        for other in (*vague, *self._duals(start, end)):
            if not any(row.start < other.end and other.start < row.end for row in found):
                found.append(other)
        found.sort(key=lambda row: (row.start, -row.end))
        return [replace(row, clause_end=self._clause_end(row.end, min(end, row.end + CLAUSE))) for row in found]

    def _clause_end(self, at: int, end: int) -> int:
        clause = MARK.search(self.text, at, end)
        return clause.start() if clause else end

    # -- numbers ---------------------------------------------------------------------------------------------------

    def _numbered(self, start: int, end: int, vague: Mapping[int, int]) -> Iterator[Quantity]:
        """The quantities with a number; `vague` are places of amounts without one, from start to end."""
        at = start
        last: Quantity | None = None
        listed: Quantity | None = None
        waiting: Quantity | None = None
        while (number := next(self.rules.numerals.find(self.text, at, end), None)) is not None:
            at = number.end
            if number.words and any(begin <= number.start < finish for begin, finish in vague.items()):
                continue
            if self.zones.holds(number.start, number.end):
                continue
            quantity = self._quantity(number, start, end, last)
            if quantity is None:
                continue
            at = max(at, quantity.read_to)
            if number.words and quantity.low == 1 and quantity.high is None and quantity.unit != "percent":
                # "one" is mostly an article: it counts beside another figure of a list, or behind "only"
                if self._counted_one(number, quantity, start, listed):
                    yield quantity
                    listed = quantity
                else:
                    waiting = quantity
                continue
            if waiting and self._joined(waiting.end, quantity.start):
                yield waiting
            waiting = None
            yield quantity
            listed = quantity
            last = self._lasting(quantity, last, start)

    def _lasting(self, quantity: Quantity, last: Quantity | None, start: int) -> Quantity | None:
        """The figure whose unit a number without noun takes: in "4,300 officers from 64 countries, against 3,100" the
        officers, as the countries only say where from."""
        if quantity.unit in ("percent", "percentage_points") or quantity.money:
            return last
        nested = self.rules.nested.search(self.text[max(start, quantity.start - LEAD) : quantity.start])
        return last if nested and last is not None else quantity

    def _counted_one(self, number: Number, one: Quantity, start: int, last: Quantity | None) -> bool:
        lead = self.text[max(start, number.start - LEAD) : number.start]
        if self.rules.one_only.search(lead):
            return True
        return last is not None and last.low is not None and last.low > 1 and self._joined(last.end, one.start)

    def _joined(self, start: int, end: int) -> bool:
        """Are two figures items of one list, with nothing but "and" or a comma between them?"""
        return start <= end and self.rules.list.fullmatch(self.text[start:end]) is not None

    def _quantity(self, number: Number, start: int, end: int, last: Quantity | None) -> Quantity | None:
        lead = self.text[max(start, number.start - LEAD) : number.start]
        if self._excluded(number, lead, end):
            return None
        begins, money = self._currency_before(number, lead)
        if share := self.rules.percent_before.search(lead):
            begins = number.start - (len(lead) - share.start())
        values, at, unit = self._values(number, start, end, money)
        if unit is None:
            unit = self.units.after(number, at, end, money=money)
        if unit is None:
            unit = self._without_noun(number, at, start, end, last)
        if unit is None:
            return None
        if self._is_year(number, unit, lead):
            return None
        opened = self.rules.open.search(lead) if values[1] is not None else None
        if opened:
            begins = number.start - (len(lead) - opened.start())
        begins, qualifier = self._qualifier(begins, start, number, unit)
        finish = unit.end
        if qualifier is None:
            finish, qualifier = self._qualified_after(number.end if at == number.end else at, finish)
        low, high = values
        return Quantity(
            begins, finish, plain(low), plain(high) if high is not None else None, unit.unit, qualifier,
            unit.noun, unit.kind == "money", read_to=max(at, self._read_to(unit)),
        )  # fmt: skip

    @staticmethod
    def _read_to(unit: Unit) -> int:
        """The end of a sign or measure; a noun may hold further numbers."""
        return min(unit.noun[0], unit.end) if unit.noun and unit.noun[1] <= unit.end else unit.end

    def _excluded(self, number: Number, lead: str, end: int) -> bool:
        rules, text = self.rules, self.text
        if rules.follows.match(text, number.end, end):
            return True
        if (
            rules.spaced
            and text[number.end : number.end + 1] in ("-", "‑")
            and text[number.end + 1 : number.end + 2].isalpha()
        ):
            return True
        if rules.anaphoric.search(lead):
            return True
        if number.words and rules.determiner.search(lead):
            return True
        glued = rules.spaced and _LATIN.match(text, number.end)
        return bool(glued) and not any(p.match(text, number.end, end) for p in self._unit_patterns())

    def _unit_patterns(self) -> Iterator[re.Pattern[str]]:
        yield from self.rules.measures.values()
        yield from self.rules.currency_after.values()
        yield self.rules.percent

    def _is_year(self, number: Number, unit: Unit, lead: str) -> bool:
        """Four digits of the range of years, unless a noun stands behind and no preposition before."""
        if number.words or number.end - number.start != 4 or not YEARS[0] <= number.value <= YEARS[1]:
            return False
        if not self.rules.spaced:
            return unit.end == number.end  # Chinese prints a classifier behind what is counted, 年 behind a year
        if unit.kind == "bare" or unit.unit == "years":
            return True
        if unit.kind in ("percent", "money", "measure"):
            return False
        if any(pattern.search(lead) for pattern in self.rules.before.values()):
            return False
        return unit.unit == OTHER or bool(self.rules.year_before.search(lead))

    # -- ranges ----------------------------------------------------------------------------------------------------

    def _values(
        self, number: Number, start: int, end: int, money: str | None
    ) -> tuple[tuple[Decimal, Decimal | None], int, Unit | None]:
        """The value or the two ends of a range, where the last number ends, and its unit where that is known."""
        first = self._between(number, end)
        lead = self.text[max(start, number.start - LEAD) : number.start]
        opened = self.rules.open.search(lead)
        join = self.rules.join.match(self.text, first, end)
        if join is None and opened:
            join = self.rules.paired.match(self.text, first, end)
        if join is None or join.end() == join.start():
            return (number.value, None), number.end, None
        at = join.end()
        if money and (sign := re.compile(r"(?:US)?[$€£¥]\s?").match(self.text, at, end)):
            at = sign.end()
        second = self.rules.numerals.match(self.text, at, end)
        if second is None or self.zones.holds(second.start, second.end):
            return (number.value, None), number.end, None
        low = number.value * second.scale if number.scale == 1 and second.scale > 1 else number.value
        unit = self.units.after(second, second.end, end, money=money)
        if unit is not None and (own := self._changed(number, lead, unit)):
            return (low, None), number.end, own
        if low >= second.value or unit is None or self._own_noun(number, first, unit):
            return (number.value, None), number.end, None
        return (low, second.value), second.end, unit

    def _changed(self, number: Number, lead: str, unit: Unit) -> Unit | None:
        """From 12 to 31 tons: two figures, and the first has the unit of the second."""
        changed = self.rules.change.search(lead) and not self.rules.open.search(lead)
        return Unit(number.end, unit.unit, "bare", unit.noun) if changed else None

    def _between(self, number: Number, end: int) -> int:
        """Behind a percent sign or a classifier that the first end of a range may carry ("10%至15%", 三个到五个)."""
        sign = self.rules.percent.match(self.text, number.end, end)
        if sign:
            return sign.end()
        if self.rules.spaced:
            return number.end
        signs = [*self.rules.currency_after.values(), *self.rules.measures.values(), self.rules.classifier]
        return max(
            (match.end() for sign in signs if (match := sign.match(self.text, number.end, end))), default=number.end
        )

    def _own_noun(self, number: Number, first: int, unit: Unit) -> bool:
        """A percent sign only at the first number makes two figures."""
        return first != number.end and unit.kind != "percent" and self.rules.spaced

    # -- units -----------------------------------------------------------------------------------------------------

    def _currency_before(self, number: Number, lead: str) -> tuple[int, str | None]:
        longest: tuple[int, str | None] = (number.start, None)
        for code, pattern in self.rules.currency_before.items():
            match = pattern.search(lead)
            if match and number.start - (len(lead) - match.start()) < longest[0]:
                longest = (number.start - (len(lead) - match.start()), code)
        return longest

    def _without_noun(self, number: Number, at: int, start: int, end: int, last: Quantity | None) -> Unit | None:
        """A number whose noun stands before it ("the number of cases reached 1,486") or with the figure before."""
        rules, text = self.rules, self.text
        classifier = rules.classifier.match(text, self.units.past_more(at, end), end)
        finish = classifier.end() if classifier else at
        inherits = rules.inherit.match(text, at, end)
        if number.words and not (inherits or classifier):
            return None
        closed = _CLOSED.match(text, at, end) or at >= end
        if not (inherits or classifier or closed or rules.spaced):
            return None
        if text[number.start - 1 : number.start] in ("(", "（") and text[at : at + 1] in (")", "）"):
            return None
        start = max(start, number.start - CLAUSE)
        clause = max((match.end() for match in MARK.finditer(text, start, number.start)), default=start)
        named = self.nouns.before(clause, number.start)
        if named is not None and not (inherits and rules.spaced):
            return Unit(finish, named.ids[0], "bare", (named.start, named.end))
        if last is not None:
            return Unit(finish, last.unit, "bare", last.noun)
        return Unit(finish, OTHER, "bare") if not number.words else None

    # -- qualifiers ------------------------------------------------------------------------------------------------

    def _qualifier(self, begins: int, start: int, number: Number, unit: Unit) -> tuple[int, str | None]:
        lead = self.text[max(start, begins - LEAD) : begins]
        found: tuple[int, str | None] = (begins, None)
        for id, pattern in self.rules.before.items():
            match = pattern.search(lead)
            if match and begins - (len(lead) - match.start()) < found[0]:
                found = (begins - (len(lead) - match.start()), id)
        if found[1] is None and unit.kind == "percent":
            for id, pattern in self.rules.before_whole.items():
                if match := pattern.search(lead):
                    return begins - (len(lead) - match.start()), id
        if found[1] is None and number.more:
            return begins, "more_than"
        return found

    def _qualified_after(self, at: int, finish: int) -> tuple[int, str | None]:
        """A qualifier behind the number (多, "or more") or behind the noun."""
        for id, pattern in self.rules.after.items():
            gap = r"\s*" if self.rules.spaced else r"(?:%|个|名|位|次|项|件|人)?"
            edge = r"(?!\w)" if self.rules.spaced else ""
            whole = re.compile(rf"{gap}{pattern.pattern}{edge}", re.IGNORECASE)
            if whole.match(self.text, at):
                match = whole.match(self.text, at)
                return max(finish, match.end() if match else finish), id
            if match := whole.match(self.text, finish):
                return match.end(), id
        return finish, None

    # -- amounts without a number ----------------------------------------------------------------------------------

    def _vague(self, start: int, end: int) -> Iterator[Quantity]:
        """Amounts of which only the order of size is said: "billions of dollars", 数十亿美元."""
        for id, pattern in self.rules.vague.items():
            for match in pattern.finditer(self.text, start, end):
                if self.zones.holds(*match.span()) or self._numbered_before(match.start(), start, end):
                    continue
                number = Number(match.start(), match.end(), Decimal(0), True)
                unit = self.units.after(number, match.end(), end, money=None)
                if unit is None or unit.kind == "bare" or (unit.kind == "noun" and unit.unit == OTHER):
                    continue
                yield Quantity(match.start(), unit.end, None, None, unit.unit, id, unit.noun, unit.kind == "money")

    def _numbered_before(self, at: int, start: int, end: int) -> bool:
        """Is the word part of a number that begins before it ("six millions de")?"""
        numbers = self.rules.numerals.find(self.text, max(start, at - LEAD), end)
        return any(number.start < at < number.end for number in numbers)

    def _duals(self, start: int, end: int) -> Iterator[Quantity]:
        """Nouns in the dual: دولتان is two States."""
        for unit, pattern in self.rules.dual_patterns.items():
            for match in pattern.finditer(self.text, start, end):
                if not self.zones.holds(match.start(), match.end()):
                    yield Quantity(match.start(), match.end(), 2, None, unit, None, match.span())
