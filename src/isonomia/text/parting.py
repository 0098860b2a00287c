"""Where front matter, body and closing lines part, in the lines of one document."""

from __future__ import annotations

import re

from isonomia.text.blocks import Block, Cutter
from isonomia.text.grammar import Grammar
from isonomia.text.lines import Line
from isonomia.text.notes import CALL, join
from isonomia.text.numerals import style, value

FRONT = 40
"""Lines within which a masthead ends."""
RUNNING_TEXT = 6
"""So many long lines that end with a stop are no front matter."""


def opening(lines: list[Line], grammar: Grammar) -> int | None:
    """The line of the enacting formula; none where running text stands before it (a declaration's "Now, therefore,
    the General Assembly" opens no resolution)."""
    formula = grammar.compile(grammar.get("front", "formula"))
    terminal = grammar.pattern("structure", "terminal")
    running = 0
    for at, line in enumerate(lines):
        text = CALL.sub("", line.text)
        if formula.fullmatch(text):
            return at
        long = len(text) > (60 if grammar.spaced else 30)
        running += long and not line.hint and (line.complete or bool(terminal.search(text)))
        if running >= RUNNING_TEXT:
            return None
    return None


def body_start(lines: list[Line], grammar: Grammar) -> int:
    """Where the body of a text without enacting formula begins: summary, first heading or first number."""
    summary = grammar.compile(grammar.get("front", "summary", []))
    probe = Cutter(grammar, lines, resolution=False)
    for at, line in enumerate(lines):
        if summary.fullmatch(CALL.sub("", line.text)):
            return at
        found = probe.heading(line)
        number = grammar.section_number(found[0]) if found else ""
        if number and value(number, style(number)) == 1 and not number.isdigit():
            return at
        numbered = probe.numbered(line)
        if numbered and numbered[0] == "1":
            return at
        if line.hint == "heading" and at:
            return at
    return _running_text(lines, grammar)


def _running_text(lines: list[Line], grammar: Grammar) -> int:
    """Where running text begins in a text without numbers and headings: behind the line that says whose letter it
    is, else at the first long line."""
    letter = grammar.compile(grammar.get("front", "kinds", {}).get("letter", []))
    long = 60 if grammar.spaced else 30
    for at, line in enumerate(lines[:FRONT]):
        if letter.search(CALL.sub("", line.text)):
            at += 1
            while at < len(lines) - 1 and lines[at].gap is False and not lines[at].complete:
                at += 1
            return at
    return next((at for at, line in enumerate(lines[:FRONT]) if len(CALL.sub("", line.text)) > long), 0)


def front_lines(lines: list[Line], end: int, grammar: Grammar) -> tuple[list[str], set[int] | None]:
    """The lines before the body, a numbered title that runs over several as one; and the places of those that blank
    space parts from the line above, None where blank space says nothing."""
    forms = [re.compile(grammar.source(form), re.IGNORECASE) for form in grammar.get("front", "title", [])]
    terminal = grammar.pattern("structure", "terminal")
    gaps_tell = Cutter(grammar, lines, resolution=True).gaps_tell
    out: list[str] = []
    parted: set[int] = set()
    in_title = False
    for line in lines[:end]:
        text = line.text
        apart = line.complete or (line.gap is not False and gaps_tell)
        goes_on = not line.complete and not (line.gap and gaps_tell) and not grammar.part_letter(text)
        if in_title and goes_on and not terminal.search(CALL.sub("", out[-1])):
            out[-1] = join(out[-1], text, grammar)
            continue
        in_title = any(form.fullmatch(CALL.sub("", text)) for form in forms)
        if line.number:
            text = f"{line.number} {text}"
        if text:
            if apart:
                parted.add(len(out))
            out.append(text)
    known = gaps_tell or all(line.complete for line in lines[:end])
    return out, parted if known else None


def closing(blocks: list[Block], cutter: Cutter) -> int:
    """The index of the first closing line: dates and meetings that end the text."""
    last = max(
        (at for at, block in enumerate(blocks) if block.number or block.kind in ("heading", "formula")), default=-1
    )
    for at in range(last + 1, len(blocks)):
        if blocks[at].kind in ("line", "paragraph") and cutter.closing.fullmatch(blocks[at].bare):
            return at
    return len(blocks)
