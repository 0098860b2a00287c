"""Printed lines become blocks: whole paragraphs, headings, items and loose lines, in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from isonomia.text.grammar import Grammar, Pattern, alternation, unnamed
from isonomia.text.lines import Line
from isonomia.text.notes import CALL, join
from isonomia.text.numerals import place
from isonomia.text.verbs import VerbForms

BROKEN_OFF = 0.6
"""A printed line shorter than this part of a full one ends its paragraph, where a number opens the next."""
FULL = 0.8
"""A printed line of this part of a full one is full."""
TAIL = 60
"""Characters before a number that tell whether a sentence asks for it."""
SHORT = 160
"""Characters up to which a line without a full stop may be a heading."""


@dataclass(slots=True)
class Block:
    """One block of the body. `kind`: paragraph, item, heading, formula, line (anything else)."""

    kind: str
    text: str
    number: str | None = None
    prefix: str = ""
    level: int = 0
    complete: bool = False
    hint: str = ""
    path: tuple[str, ...] = ()
    parts: list[Line] = field(default_factory=list)

    @property
    def bare(self) -> str:
        """The text without its note calls."""
        return CALL.sub("", self.text)


@lru_cache(maxsize=8)
def _asking(grammar: Grammar) -> Pattern:
    """Words that ask for a number, and the number, at the end of a text: "in paragraph 3", "resolutions 1 and 2"."""
    forms = [form for key in ("resolution", "decision", "joiners") for form in grammar.get("citations", key, [])]
    edge = r"(?:(?<!\w)|(?!\w))" if grammar.spaced else ""
    words = [rf"{edge}{grammar.source(form)}\s*\d+" for form in (*forms, grammar.get("citations", "prefix")) if form]
    pinpoints = (unnamed(grammar.source(form)) for form in grammar.get("citations", "pinpoints", []))
    return re.compile(rf"(?!\s*\d){alternation([*words, *pinpoints])}$", re.IGNORECASE)


class Cutter:
    """Cuts lines into blocks by the numbers, verbs and stops of one language."""

    def __init__(self, grammar: Grammar, lines: list[Line], *, resolution: bool) -> None:
        self.grammar = grammar
        self.lines = lines
        self.resolution = resolution
        self.verbs = VerbForms.of(grammar.language)
        self.terminal = grammar.pattern("structure", "terminal")
        self.number = grammar.compile(grammar.get("structure", "number"))
        self.item = grammar.compile(grammar.get("structure", "item"))
        self.headings = [grammar.compile(form, case=True) for form in grammar.get("structure", "headings", [])]
        self.formula = grammar.compile(grammar.get("front", "formula"))
        self.annex = grammar.compile(grammar.get("front", "annex", []))
        self.summary = grammar.compile(grammar.get("front", "summary", []))
        closing = grammar.source(grammar.get("front", "closing", []))
        self.closing = re.compile(rf"{closing}(?:[\s,，.]*{closing})*", re.IGNORECASE)
        self.asking = _asking(grammar)
        self.gaps_tell = self._gaps_tell()
        self.numberless = not any(self.numbered(line) for line in lines)
        lengths = sorted(len(line.text) for line in lines if not line.complete)
        self.width = lengths[len(lengths) * 4 // 5] if lengths else 0  # of a full printed line
        self.last = 0
        self.heading_digit = 0
        self.items: list[str] = []

    def _gaps_tell(self) -> bool:
        """Do blank lines separate paragraphs? Not where there are none, nor where they stand between all lines."""
        loose = [line for line in self.lines if not line.complete and line.gap is not None]
        if len(loose) < 4:
            return bool(loose)
        gaps = [line for line in loose if line.gap]
        if not gaps:
            return False
        if len(gaps) < 0.8 * len(loose):
            return True
        # where each line stands apart, they are paragraphs unless full lines end without a stop
        ended = [bool(self.terminal.search(CALL.sub("", line.text))) for line in loose]
        full = sorted(len(line.text) for line in loose)[len(loose) * 4 // 5] * FULL
        torn = sum(not end and len(line.text) >= full for line, end in zip(loose, ended, strict=True))
        return sum(ended) > 0.5 * len(loose) and torn <= 0.2 * len(loose)

    # -- single lines ----------------------------------------------------------------------------------------------

    def is_formula(self, text: str) -> bool:
        """Is the line the organ's name that opens a resolution?"""
        return bool(self.formula.fullmatch(CALL.sub("", text)))

    def is_annex(self, line: Line) -> bool:
        """Does an annex begin here?"""
        return bool(self.annex.fullmatch(CALL.sub("", line.text)))

    def heading(self, line: Line) -> tuple[str, str, str] | None:
        """(number, prefix, title) of a line that has the look of a numbered heading."""
        bare = CALL.sub("", line.text)
        if len(bare) > SHORT or (self.terminal.search(bare) and line.hint != "heading"):
            return None
        if line.number is not None:
            number = line.number.strip(".()")
            return (number, f"{line.number} ", line.text) if line.hint == "heading" and number else None
        for form in self.headings:
            match = form.match(bare)
            if match and match.end() < len(bare):
                return match["number"], bare[: match.end()], line.text[match.end() :]
        return None

    def numbered(self, line: Line) -> tuple[str, str, str] | None:
        """(number, prefix, text) of a line that opens a numbered paragraph in its turn."""
        if line.number is not None:
            digits = re.fullmatch(r"(\d{1,3})\.?", line.number)
            return (digits[1], f"{digits[1]}. ", line.text) if digits else None
        match = self.number.match(line.text)
        if not match or match.end() >= len(line.text):
            return None
        return str(int(match["number"])), line.text[: match.end()], line.text[match.end() :]

    def _itemised(self, line: Line) -> tuple[str, str, str] | None:
        """(label, prefix, text) of a line that opens a lettered item."""
        if line.number is not None:
            label = re.fullmatch(r"\(?([^\W\d_]{1,5})[).]", line.number)
            return (label.group(1), f"({label.group(1)}) ", line.text) if label else None
        match = self.item.match(line.text)
        if not match or match.end() >= len(line.text):
            return None
        return match["number"], line.text[: match.end()], line.text[match.end() :]

    # -- blocks ----------------------------------------------------------------------------------------------------

    def cut(self) -> list[Block]:
        """All blocks in order."""
        blocks: list[Block] = []
        self.operative = False
        self.headed = False
        for at, line in enumerate(self.lines):
            previous = blocks[-1] if blocks else None
            fresh = self._opens(line, previous, at)
            if fresh is None and previous is not None:
                previous.text = join(previous.text, line.text, self.grammar)
                previous.parts.append(line)
                continue
            block = fresh or Block("line", line.text)
            block.complete = line.complete
            block.hint = block.hint or line.hint
            block.parts.append(line)
            blocks.append(block)
            self._remember(block)
        return blocks

    def _remember(self, block: Block) -> None:
        self.headed = block.kind == "heading"
        if block.kind == "formula":
            self.operative, self.last = False, 0
        elif block.kind == "paragraph" and block.number:
            self.operative, self.last, self.items = True, int(block.number), []
        elif block.kind == "item":
            self.items = list(block.path)
        elif block.kind == "heading":
            self.items = []
            self.heading_digit = int(block.number) if block.number and block.number.isdigit() else 0
            if block.hint == "annex":
                self.last = 0

    def _opens(self, line: Line, previous: Block | None, at: int) -> Block | None:
        """The block that this line opens; None where it goes on with the previous one."""
        text = line.text
        if self.is_formula(text):
            return Block("formula", text)
        if self._between_parts(line, previous, at):
            return Block("line", text)
        if not self.resolution and previous is None and self.summary.fullmatch(CALL.sub("", text)):
            return Block("heading", text, hint="summary", level=1)
        if previous is not None and previous.hint == "summary":
            return Block("paragraph", text)
        if previous is not None and previous.hint == "annex" and self._titles_annex(line):
            return Block("heading", text, level=2)
        if self.is_annex(line) and (previous is None or self._ended(previous)):
            return Block("heading", text, hint="annex", level=1)
        if line.hint in ("heading", "title") and not self._goes_on(line, previous):
            found = self.heading(line) if line.hint == "heading" else None
            if found:
                return Block("heading", found[2], found[0], found[1], line.level)
            if line.number is None and not self._numbered_in_turn(line):
                return Block("heading", text, level=line.level)
        numbered = self._numbered_in_turn(line)
        heading = self.heading(line) if line.number is None else None
        if numbered and heading and self._is_heading(line, at):
            numbered = None
        if numbered and (previous is None or self._may_end(previous, line) or self._next_in_turn(numbered, previous)):
            return Block("paragraph", numbered[2], numbered[0], numbered[1])
        item = self._itemised(line)
        if item and previous is not None and previous.kind not in ("heading", "line", "formula"):
            path = place(item[0], self.items)
            if path and self._may_end(previous, line) and not (heading and not self._listing(previous)):
                return Block("item", item[2], item[0], item[1], path=path)
        if heading and (previous is None or self._ended(previous)) and self._is_heading(line, at):
            return Block("heading", heading[2], heading[0], heading[1])
        if previous is None or previous.kind == "formula":
            return Block("paragraph", text)
        if self._subheading(line, previous, at):
            return Block("heading", text)
        if self._goes_on(line, previous):
            return None
        if previous.kind == "heading" and not line.complete and not previous.complete:
            return Block("paragraph", text) if line.gap and self.gaps_tell else None
        kind = "line" if self.closing.fullmatch(CALL.sub("", text)) else "paragraph"
        return Block(kind, text)

    def _numbered_in_turn(self, line: Line) -> tuple[str, str, str] | None:
        found = self.numbered(line)
        if found is None:
            return None
        number = int(found[0])
        if number == 1 and self.headed and not self.resolution:
            return found
        if number == self.last + 1 or self.last + 1 < number <= self.last + 4:
            return found
        return None

    def _is_heading(self, line: Line, at: int) -> bool:
        """Is a short numbered line a heading? A heading is followed by a paragraph, a heading or a lettered one."""
        if line.hint == "heading":
            return True
        found = self.heading(line)
        if found is None:
            return False
        following = next((other for other in self.lines[at + 1 :] if other.text), None)
        if following is None:
            return False
        if self.resolution and found[0].isdigit():
            return False
        if not found[0].isdigit():
            return True
        if int(found[0]) != self.heading_digit + 1:
            return False
        if int(found[0]) == self.last + 1:
            follow = self.numbered(following)
            return follow is not None and int(follow[0]) == self.last + 1
        return True

    def _subheading(self, line: Line, previous: Block, at: int) -> bool:
        """A short line with no stop, between a finished paragraph of a report and the next numbered one."""
        bare = CALL.sub("", line.text)
        if self.resolution or line.complete or len(bare) > SHORT or self.terminal.search(bare):
            return False
        if not self._ended(previous) or previous.kind == "heading":
            return False
        for following in self.lines[at + 1 : at + 4]:
            numbered = self.numbered(following)
            if numbered is not None:
                return int(numbered[0]) == self.last + 1
            if self.terminal.search(CALL.sub("", following.text)):
                return False
        return False

    def _titles_annex(self, line: Line) -> bool:
        """A short line with neither number nor stop right under the word Annex."""
        bare = CALL.sub("", line.text)
        if len(bare) > SHORT or self.terminal.search(bare) or line.number is not None:
            return False
        return not self.numbered(line) and not self._itemised(line) and not self.heading(line)

    def _between_parts(self, line: Line, previous: Block | None, at: int) -> bool:
        """In an omnibus resolution: a part's letter, and its title up to the formula."""
        if not self.resolution or previous is None:
            return False
        bare = CALL.sub("", line.text)
        lettered = bool(self.grammar.part_letter(bare)) and self._ended(previous)
        titled = previous.kind == "line" and len(bare) <= SHORT and not self.numbered(line)
        if not lettered and not titled:
            return False
        return any(self.is_formula(other.text) for other in self.lines[at + 1 : at + 8])

    def _listing(self, previous: Block) -> bool:
        """Is a list under way: does the previous block announce items or is it one that others follow?"""
        return bool(re.search(r"[:：;；,，؛،]$", previous.bare)) and (bool(self.last) or previous.kind == "item")

    def _ended(self, previous: Block) -> bool:
        if previous.kind in ("heading", "formula", "line") or previous.complete:
            return True
        return bool(self.terminal.search(previous.bare))

    def _breaks_off(self, previous: Block) -> bool:
        """Does the previous block's last printed line stop well before the edge of the text?"""
        return bool(previous.parts) and len(previous.parts[-1].text) < BROKEN_OFF * self.width

    def _may_end(self, previous: Block, line: Line) -> bool:
        if self._breaks_off(previous):
            return True
        return self._ended(previous) or bool(line.gap and self.gaps_tell) or line.number is not None or line.complete

    def _next_in_turn(self, numbered: tuple[str, str, str], previous: Block) -> bool:
        """Does a paragraph with the very next number begin, though the one before has no stop? In a resolution where a
        verb opens it, else where a sentence may open and the text before does not ask for a number ("in paragraph")."""
        number, _, text = numbered
        if int(number) != self.last + 1:
            return False
        bare = CALL.sub("", text)
        if self.resolution:
            return self.verbs.opens(bare, preambular=False)
        tail = previous.bare[-TAIL:]
        asked = self.asking.search(f"{tail}{self.grammar.join}{number}")
        return not asked and not (self.grammar.cased and bare[:1].islower())

    def _goes_on(self, line: Line, previous: Block | None) -> bool:
        """Does the line continue the previous block?"""
        if previous is None or previous.kind in ("formula",):
            return False
        if previous.kind == "line":
            return False
        ended = bool(self.terminal.search(previous.bare))
        if line.complete and previous.complete:
            return False
        if line.gap is False and self.gaps_tell and not line.complete:
            # a wrapped line: only the closing lines and a verb that opens a paragraph after a stop break it
            if self.closing.fullmatch(CALL.sub("", line.text)):
                return False
            if not ended or self.operative or not self.verbs.opens(line.text, preambular=True):
                return True
            return self.grammar.script != "Latin" and not self._breaks_off(previous)
        if line.gap and self.gaps_tell:
            return previous.kind != "heading" and not ended and not self._verb_opens(line)
        if not ended:
            return previous.kind != "heading" and not self.closing.fullmatch(CALL.sub("", line.text))
        if self.closing.fullmatch(CALL.sub("", line.text)):
            return False
        return not self._verb_opens(line)

    def _verb_opens(self, line: Line) -> bool:
        if self.grammar.script == "Latin" and not line.text[:1].isupper():
            return False  # a wrapped line that happens to begin with a verb
        if not self.resolution or self.operative:
            return False
        if self.verbs.opens(line.text, preambular=True):
            return True
        return self.numberless and self.verbs.opens(line.text, preambular=False)
