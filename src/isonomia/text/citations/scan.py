"""One pass over a document's text: all that citations are made of, with its places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

from isonomia.registers.surfaces import Mention, body_mentions, instrument_mentions
from isonomia.text.citations.rules import citation_rules
from isonomia.text.folding import Folding
from isonomia.text.model import Document, Span
from isonomia.text.symbols import SYMBOL

CONFERENCES = {"UNTOC": "untoc_cop", "UNCAC": "uncac_cosp"}
"""The conference that each convention sets up."""

T = TypeVar("T")


class Scan:
    """A document's folded text with its numbers, symbols, bodies and instruments, each found once.

    `defined` grows while paragraphs are read in order: the instruments named so far.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.rules = citation_rules(document.language)
        language, script = document.language, self.rules.rules.script
        self.folding = Folding(document.text, script)
        self.text = self.folding.text
        self.instruments = instrument_mentions(self.text, language, script)
        named = antecedents(body_mentions(self.text, language, script))
        self.bodies = sorted([*named, *self._conferences(named)], key=lambda mention: mention.start)
        self.symbols: list[re.Match[str]] = list(SYMBOL.finditer(self.text))
        self.tokens: list[re.Match[str]] = list(self.rules.token.finditer(self.text))
        self.body_starts = [mention.start for mention in self.bodies]
        self.instrument_starts = [mention.start for mention in self.instruments]
        self.token_starts = [token.start() for token in self.tokens]
        self.symbol_starts = [symbol.start() for symbol in self.symbols]
        self.year = int(document.date[:4]) if document.date else None
        self.defined: list[str] = []

    @staticmethod
    def within(starts: list[int], items: Sequence[T], start: int, end: int) -> Sequence[T]:
        """The items that begin in a span."""
        return items[bisect_left(starts, start) : bisect_left(starts, end)]

    def bodies_in(self, span: Span) -> Sequence[Mention]:
        """The bodies named in a span."""
        return self.within(self.body_starts, self.bodies, *span)

    def _conferences(self, named: list[Mention]) -> list[Mention]:
        """Conferences of parties printed with a number inside their name (《...公约》第十次缔约方会议)."""
        starts = {mention.start for mention in named}
        out: list[Mention] = []
        for mention in self.instruments:
            conference = CONFERENCES.get(mention.ids[0])
            if conference is None or mention.short or mention.start in starts:
                continue
            tail = self.rules.body_after.match(self.text, mention.end)
            if tail and tail.end() > mention.end:
                out.append(Mention(mention.start, tail.end(), (conference,)))
        return out


def antecedents(mentions: Sequence[Mention]) -> list[Mention]:
    """The bodies named, short forms ("the Commission") as the body of that name that was named last."""
    out: list[Mention] = []
    last: dict[str, int] = {}
    for at, mention in enumerate(mentions):
        if not mention.short:
            last.update(dict.fromkeys(mention.ids, at))
            out.append(mention)
            continue
        known = [id for id in mention.ids if id in last]
        if known:
            out.append(Mention(mention.start, mention.end, (max(known, key=lambda id: last[id]),)))
    return out
