"""Headings: the tree of sections that they make, their ids and their paths."""

from __future__ import annotations

import re

from isonomia.text.grammar import Grammar
from isonomia.text.model import Heading, Span
from isonomia.text.numerals import plain, style, value


class Sections:
    """The headings of one document so far, and the chain of sections that are open."""

    def __init__(self, grammar: Grammar, ids: set[str]) -> None:
        """`ids` are those taken in the document; new ones are added."""
        self.headings: list[Heading] = []
        self._grammar = grammar
        self._ids = ids
        self._open: list[tuple[str, str]] = []  # of each open section how its number is written, and its step in ids

    @property
    def annexes(self) -> int:
        """How many annexes there are so far."""
        return sum(heading.id.startswith("annex") for heading in self.headings)

    def close(self) -> None:
        """Closes all open sections: an annex begins."""
        self._open = []

    def add(self, text: str, span: Span, number: str | None, *, level: int = 0, name: str = "") -> str:
        """Adds a heading and gives its id. `level` is what the layout says of an unnumbered one, 0 for nothing; `name`
        is the id of a section that has a name of its own (summary, annex)."""
        if self._open and self._open[0][0] == "summary":
            self._open = []
        latin = self._grammar.section_number(number) if number else None
        if name == "summary":
            kind = name
        else:
            kind = self._style(latin) if latin else f"level{level}" if level else "unnumbered"
        for depth, (other, _) in enumerate(self._open):
            if other == kind or (kind.startswith("level") and other.startswith("level") and other >= kind):
                self._open = self._open[:depth]
                break
        count = 1 + sum(heading.number is None and heading.id.startswith("h") for heading in self.headings)
        step = f"u{count}" if not latin else latin.casefold() if kind == "letter" else plain(latin)
        self._open.append((kind, step))
        id = self._unused(name or "h" + "".join(step for _, step in self._open))
        path = (*self._above(), number or text)
        self.headings.append(Heading(id, number, text, len(self._open), path, span))
        return id

    def _unused(self, id: str) -> str:
        found, again = id, 1
        while found in self._ids:
            again += 1
            found = f"{id}-{again}"
        self._ids.add(found)
        return found

    def _above(self) -> list[str]:
        """The numbers, as printed, of the sections in which the last opened one stands; titles where there are none."""
        shown: list[str] = []
        wanted = len(self._open) - 1
        for heading in reversed(self.headings):
            if wanted and heading.level == wanted:
                shown.insert(0, heading.number or heading.title)
                wanted -= 1
        return shown

    def _style(self, number: str) -> str:
        """How a number is written; an I or C that follows H or B is a letter."""
        kind = style(number)
        if kind == "roman" and re.fullmatch(r"[A-Z]", number):
            letters = [step for other, step in self._open if other == "letter" and len(step) == 1]
            if letters and ord(number.casefold()) == ord(letters[-1]) + 1:
                return "letter"
            romans = [step for other, step in self._open if other == "roman"]
            if number != "I" and (not romans or value(number, "roman") != int(romans[-1]) + 1):
                return "letter"
        return kind
