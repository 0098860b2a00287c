"""What every reader gives: lines of text with layout hints, the one form that structure is found in.

A note call that the reader knows from the layout (a superscript, a footnote reference) stands in the text as
`CALL_OPEN + marker + CALL_CLOSE`; `call("3")` writes it. Readers leave calls that they cannot know (digits alone on a
line of plain text) to `repair`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CALL_OPEN = "\ue000"
CALL_CLOSE = "\ue001"

Hint = Literal["", "title", "heading", "note", "rule", "furniture", "number"]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or one whole block of a format that knows its blocks.

    text      the characters in reading (logical) order, without the list number when `number` carries it
    page      1-based page, 0 where the format has none
    complete  the text is a whole block (paragraph, heading, cell row): it is never joined with its neighbours,
              except across a page break that cut it
    gap       blank space above, larger than between the lines of one paragraph (None: not known)
    indent    distance of the first character from the left text edge, in points (right edge for Arabic), 0 if unknown
    hint      what the layout says the line is: title, heading, note (text of a foot- or endnote, `marker` set),
              rule (line that separates notes), furniture (page header, footer, page number, job number, bar code)
    level     of a heading, 1 the highest, 0 unknown
    number    automatic list number or label that the format keeps apart from the text: "12", "(a)", "IV"
    marker    marker of a note
    """

    text: str
    page: int = 0
    complete: bool = False
    gap: bool | None = None
    indent: float = 0.0
    hint: Hint = ""
    level: int = 0
    number: str | None = None
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """What a reader found in one file: its lines, its format and warnings as (code, place, message)."""

    lines: tuple[Line, ...]
    format: str
    warnings: tuple[tuple[str, str, str], ...] = ()


def call(marker: str) -> str:
    """A note call, to be put into a line's text where it is printed."""
    return f"{CALL_OPEN}{marker}{CALL_CLOSE}"
