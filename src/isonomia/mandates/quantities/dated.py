"""At which time a figure holds: an ISO date where the text dates it, else the printed phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from isonomia.mandates.quantities.rules import QuantityRules, quantity_rules
from isonomia.text.grammar import Pattern, alternation, unnamed
from isonomia.text.model import Span

MARK = re.compile(r"[.;:，。；：]|,(?=\s)|، ")
"""What parts the clauses of a sentence."""
BEHIND = 100
"""Characters from a figure to a time behind it, at most, that stands with it."""
_WHEN = re.compile("{when}")
_MONTH = re.compile("{month}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time named in a text: half-open span, ISO date (year, month or day) or printed phrase.

    `carries` says that it goes on to hold in the sentences that follow ("during the reporting period"), `loose` that it
    is a phrase without a date ("so far"), which may say something of another word ("the largest number so far").
    """

    start: int
    end: int
    value: str
    carries: bool = False
    loose: bool = False


@lru_cache(maxsize=8)
def _forms(language: str) -> tuple[Pattern, Pattern, Pattern]:
    rules = quantity_rules(language)
    words = rules.rules
    names = [re.escape(name) for name in words.months]
    month = alternation(names) if names else r"\d{1,2}月"
    date = words.date.pattern
    of = r"\s+(?:de\s+|del\s+|d[’'])?"
    year = r"(?:19|20|21)\d\d"
    tail = r"(?:\s+(?:года?|году|годом|г\.))?" if rules.spaced else ""
    when = rf"(?:{date}|{month}{of}{year}{tail}|{year}(?!\d|[-–/]\d){tail})"
    if not rules.spaced:
        when = rf"(?:{date}|{year}年\d{{1,2}}月(?!\d)|{year}年(?!\d))"

    def build(forms: list[str]) -> Pattern:
        sources = (unnamed(rules.source(_month_kept(form))) for form in forms)
        found = alternation(
            source.replace("MONTHNAME", month).replace("WHENNAME", f"(?:{unnamed(when)})") for source in sources
        )
        start = rules.start
        return re.compile(f"{start}{found}", re.IGNORECASE)

    table = rules.table["as_of"]
    return build(table["dated"]), build([*table["ranges"], *table["printed"]]), build(table["period"])


def _month_kept(form: str) -> str:
    return _MONTH.sub("MONTHNAME", _WHEN.sub("WHENNAME", form))


class Moments:
    """The times named in one paragraph; `at` says which holds for a figure."""

    def __init__(self, text: str, start: int, end: int, rules: QuantityRules) -> None:
        dated, printed, period = _forms(rules.language)
        self.rules = rules
        self.text = text
        found: list[Moment] = []
        for pattern, iso, carries in ((period, False, True), (printed, False, False), (dated, True, False)):
            for match in pattern.finditer(text[start:end]):
                begins, ends = match.start() + start, match.end() + start
                if any(begins < other.end and other.start < ends for other in found):
                    continue
                words = match.group().strip(" ，,")
                value = (self._iso(words) or words) if iso else words
                loose = pattern is printed and not re.search(r"\d", words)
                found.append(Moment(begins, ends, value, carries, loose))
        self.moments = sorted(found, key=lambda moment: moment.start)

    def _iso(self, words: str) -> str | None:
        full = self.rules.rules.read_date(words)
        if full:
            return full
        year = re.search(r"(?<!\d)(?:19|20|21)\d\d(?!\d)", words)
        if not year:
            return None
        if not self.rules.spaced:
            month = re.search(r"年(\d{1,2})月", words)
            return f"{year.group()}-{int(month[1]):02d}" if month else year.group()
        lowered = re.sub(r"\s+", " ", words.casefold())
        names = sorted(self.rules.rules.months.items(), key=lambda row: -len(row[0]))
        number = next((value for name, value in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", lowered)), None)
        return f"{year.group()}-{number:02d}" if number else year.group()

    def at(self, sentence: Span, figure: Span, clause_end: int, *, state: bool) -> str | None:
        """What holds for a figure: the time named last before it in its sentence, else one that follows in its
        clause and stands with it, else a period that the sentences before carry on; not to a `state` (so many parties),
        which has none.
        """
        start, end = figure
        inside = [moment for moment in self.moments if sentence[0] <= moment.start < sentence[1]]
        before = [moment for moment in inside if moment.end <= start and self._reaches(moment, sentence[0], start)]
        if before:
            return before[-1].value
        after = [moment for moment in inside if moment.start >= end and moment.end <= clause_end]
        if after and self._stands_with(end, after[0].start):
            return after[0].value
        carried = [moment for moment in self.moments if moment.carries and moment.end <= start and not state]
        return carried[-1].value if carried else None

    def _reaches(self, moment: Moment, sentence: int, figure: int) -> bool:
        """Does a time hold for a figure behind it? In its own clause it does; into later ones reaches no time of a
        parenthesis ("the survey, published in March, covers 12 countries"), nor a loose one that neither opens its
        clause nor has a figure behind it there."""
        mark = MARK.search(self.text, moment.end, figure)
        if mark is None:
            return True
        opened = max((match.end() for match in MARK.finditer(self.text, sentence, moment.start)), default=sentence)
        lead = self.text[opened : moment.start].strip()
        if opened > sentence and self.rules.event.fullmatch(lead):
            return False
        if not moment.loose or not lead:
            return True
        return any(number.value != 1 for number in self.rules.numerals.find(self.text, moment.end, mark.start()))

    def _stands_with(self, figure: int, moment: int) -> bool:
        """Does a time stand with the figure before it? Not behind words that open another clause ("so that"), nor where
        it dates another thing than the figure's ("replied to a letter sent in May")."""
        between = self.text[figure:moment]
        if len(between) > BEHIND or self.rules.other_clause.search(between):
            return False
        event = self.rules.event.search(between)
        return event is None or not between[: event.start()].strip()
