"""The noun that a number counts: where its phrase ends, and the unit it stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from isonomia.mandates.quantities.rules import QuantityRules
from isonomia.registers.surfaces import Mention

OTHER = "other"
"""The unit of what no table names: the words themselves are then the figure's subject."""
WORDS = 7
"""Words after a number among which its noun is looked for."""
HAN = 14
"""Characters after a Chinese classifier, or after the 的 of a modifier, in which the noun must begin."""
PHRASE = 160
"""The longest modifier between a Chinese classifier and its noun."""
UNKNOWN = 3
"""Words that are taken for the noun where no table knows it."""
_DIGIT = re.compile(r"\d")
_OF = re.compile("的")
_STOP = re.compile(r"[，。；：！？（）()\n]")
_LIST = re.compile(r"[，。；：！？（）()、\n]")
_WORD = re.compile(r"[\s\u00a0]*([^\W\d_][\w’'‑-]*)")


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: the half-open span of its phrase and its unit."""

    start: int
    end: int
    unit: str


class Nouns:
    """Finds the nouns in one text; `mentions` are the countable things named in it, in order."""

    def __init__(self, text: str, rules: QuantityRules, mentions: Sequence[Mention]) -> None:
        self.text = text
        self.rules = rules
        self.mentions = mentions
        self.starts = [mention.start for mention in mentions]

    def after(self, at: int, end: int, *, many: bool) -> Noun | None:
        """The noun that a number counts; `at` is behind number and classifier, `end` the paragraph's end.

        `many`: the number is not one, so that in English a singular ("40 prison officers") only qualifies.
        """
        return self._han(at, end) if not self.rules.spaced else self._words(at, end, many=many)

    def before(self, start: int, at: int) -> Mention | None:
        """The last countable thing named in a stretch of text."""
        index = bisect_left(self.starts, at) - 1
        if index >= 0 and self.starts[index] >= start and self.mentions[index].end <= at:
            return self.mentions[index]
        return None

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """The countable things named inside a stretch of text."""
        found = self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        return [mention for mention in found if mention.end <= end]

    def _chain(self, mention: Mention, end: int, gap: str = "") -> Mention:
        """The last of the mentions that follow one another directly: "country programme" "documents", 国家 计划."""
        while True:
            at = mention.end + len(gap)
            index = bisect_left(self.starts, at)
            if index >= len(self.mentions) or self.starts[index] != at or self.mentions[index].end > end:
                return mention
            if gap and self.text[mention.end : at] != gap:
                return mention
            mention = self.mentions[index]

    # -- Chinese: classifier, modifier with 的, noun ----------------------------------------------------------------

    def _han(self, at: int, end: int) -> Noun | None:
        stop = _STOP.search(self.text, at, end)
        limit = stop.start() if stop else end
        first = self._starting(at, limit)
        if first is not None:
            head = self._chain(first, limit)
            return Noun(at, head.end, head.ids[0])
        if self.rules.modifier.match(self.text, at, limit):
            return self._modified(at, limit)
        listed = _LIST.search(self.text, at, limit)
        near = self.rules.boundary_pattern.search(self.text, at, limit)
        digit = _DIGIT.search(self.text, at, limit)
        closes = min(match.start() if match else limit for match in (near, listed, digit))
        named = self.within(at, min(at + HAN + 10, limit))
        if named and named[0].start < min(at + HAN, closes):
            head = self._chain(named[0], limit)
            return Noun(at, head.end, head.ids[0])
        return Noun(at, closes, OTHER) if at < closes <= at + HAN else None

    def _modified(self, at: int, limit: int) -> Noun | None:
        """A noun behind a modifier: behind the first 的 that a known noun follows, else behind the last."""
        limit = min(limit, at + PHRASE)
        places = [match.end() for match in _OF.finditer(self.text, at + 1, limit)]
        for place in places:
            named = [mention for mention in self.within(place, limit) if mention.start < place + HAN]
            if named:
                listed = _LIST.search(self.text, place, limit)
                closes = listed.start() if listed else limit
                last = next((mention for mention in named if mention.end == closes), None)
                head = last or self._chain(named[0], limit)
                return Noun(at, head.end, head.ids[0])
        if not places:
            return None
        near = self.rules.boundary_pattern.search(self.text, places[-1], limit)
        closes = near.start() if near else limit
        return Noun(at, closes, OTHER) if places[-1] < closes <= places[-1] + HAN else None

    # -- languages with spaces -------------------------------------------------------------------------------------

    def _words(self, at: int, end: int, *, many: bool) -> Noun | None:
        """Among the next words up to a preposition, verb or mark: the first known noun, in English its compound."""
        word = _WORD.match(self.text, at, end)
        opened = None if word and self._starting(word.start(1), end) else self.rules.of.match(self.text, at, end)
        start = opened.end() if opened else at
        limit, count = start, 0
        head: Mention | None = None
        places: list[int] = []
        while count < WORDS and (word := _WORD.match(self.text, limit, end)) is not None:
            printed = word[1].casefold()
            named = self._starting(word.start(1), end)
            if named is None and (printed in self.rules.boundary or self._elided(printed)):
                break
            if head is not None and self.rules.verb_ending.search(printed):
                break
            if head is None and count and self.rules.head_first and self.rules.verb_ending.search(printed):
                break
            if named is not None:
                if head is None or not self._counted(head, many=many):
                    head = named
                if self.rules.head_first:
                    break
                head = self._chain(named, end, " ")
                if self._counted(head, many=many):
                    break
                limit = max(limit, named.end)
            else:
                limit = word.end()
            places.append(limit)
            count += 1
        first = _WORD.match(self.text, start, end)
        begins = first.start(1) if first else start
        if head is not None:
            return Noun(begins, head.end, head.ids[0])
        if not places:
            return None
        known = places[min(len(places), UNKNOWN) - 1] if self.rules.head_first else places[-1]
        return Noun(begins, known, OTHER)

    def _starting(self, at: int, end: int) -> Mention | None:
        index = bisect_left(self.starts, at)
        if index < len(self.mentions) and self.starts[index] == at and self.mentions[index].end <= end:
            return self.mentions[index]
        return None

    def _elided(self, printed: str) -> bool:
        """An article or preposition joined to its word: l’Office, d'Afrique."""
        head, mark, _ = printed.replace("'", "’").partition("’")
        return bool(mark) and head in self.rules.boundary

    def _counted(self, mention: Mention, *, many: bool) -> bool:
        """In English a singular noun after a number other than one qualifies the noun that follows."""
        if self.rules.head_first or not many:
            return True
        printed = self.text[mention.start : mention.end].casefold()
        return printed.endswith(
            ("s", "people", "children", "men", "personnel", "police", "staff", "youth", "media", "ammunition")
        )
