"""Undoes the Markdown that converters put into texts, and nothing that a United Nations text prints itself.

An asterisk is also the mark of a note and an underscore a rule or part of a symbol, so emphasis counts only around
whole words; a square bracket is also an editor's, so a link counts only with something like an address behind it.
"""

from __future__ import annotations

import re

from isonomia.text.lines import call
from isonomia.text.readers.inline import is_unspaced, raised_text

LINE_END = "\x1e"
"""Keeps the printed lines of a block apart; readers have removed control characters, so that no text holds it."""

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
# Unicode has exactly as many noncharacters in one row as ASCII has punctuation: escaped signs wait there.
_HIDDEN = {sign: chr(0xFDD0 + place) for place, sign in enumerate(_PUNCTUATION)}
_SHOWN = {ord(hidden): sign for sign, hidden in _HIDDEN.items()}

_IMAGE = re.compile(r"!\[[^\[\]\x1e]{0,300}\]\([^()\s]*\)")
_ADDRESS = r"(?:#[^()\s]*|[^()\s]*[:/.](?:[^()\s]|\([^()\s]*\))*)?"
_LINK = re.compile(rf"\[([^\[\]]{{1,500}})\]\([ \t]?<?{_ADDRESS}>?(?:[ \t]+\"[^\"\x1e]*\")?\)")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
_ADDRESS_IN_TEXT = re.compile(r"https?://[^\s()<>\[\]]+")
_NOTE_CALL = re.compile(r"\[\^([^\[\]\s^]{1,20})\](?!:)")
_RAISED = re.compile(r"<sup>([^<>]{1,20})</sup>", re.I)
_STYLE_TAG = re.compile(r"</?(?:b|i|u|em|strong|sup|sub)>", re.I)
_BREAK = re.compile(r"<br\s*/?>", re.I)

_THREE_STARS = re.compile(r"(?<![*\w])\*\*\*(?=[^\s*])([^*]+)(?<=[^\s*])\*\*\*(?!\*)")
_TWO_STARS = re.compile(r"(?<!\*)\*\*(?=[^\s*])((?:[^*]|\*(?!\*))+?)\*\*(?!\*)")
_ONE_STAR = re.compile(r"(?<!\*)\*(?=[^\s*])([^*]+)(?<=[^\s*])\*(?!\*)")
_TWO_LINES = re.compile(r"(?<!_)__(?=[^\s_])((?:[^_]|_(?!_))+?)(?<=[^\s_])__(?!_)")
_ONE_LINE = re.compile(r"(?<!_)_(?=[^\s_])([^_]+)(?<=[^\s_])_(?!_)")

_CLOSING = ",.;:!?)]}，。；：！？）】》、"

NOTE_TEXT = re.compile(r"\[\^([^\[\]\s^]{1,20})\]:\s*(.*)", re.DOTALL)
"""A Markdown note: marker, text."""

HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
"""A Markdown heading on one line: signs, title."""


def undo_inline(block: str) -> str:
    """One block of text without inline Markdown; `<br>` becomes a line break, and a `LINE_END` stays where it is."""
    block = _ESCAPE.sub(lambda match: _HIDDEN[match[1]], block)
    if "<" in block:
        block = _BREAK.sub("\n", block)
        block = _RAISED.sub(lambda m: raised_text(m[1], before=m.string[max(0, m.start() - 8) : m.start()]), block)
        block = _STYLE_TAG.sub("", block)
        block = _AUTOLINK.sub(r"\1", block)
    if "[" in block:
        block = _NOTE_CALL.sub(lambda match: call(match[1]), block)
        block = _IMAGE.sub("", block)
        block = _LINK.sub(r"\1", block)
    if "*" in block:
        for emphasis in (_THREE_STARS, _TWO_STARS, _ONE_STAR):
            block = emphasis.sub(_without_emphasis, block)
    if "_" in block:
        block = _ADDRESS_IN_TEXT.sub(lambda match: match[0].replace("_", _HIDDEN["_"]), block)
        for emphasis in (_TWO_LINES, _ONE_LINE):
            block = emphasis.sub(_without_emphasis, block)
    return block.translate(_SHOWN)


def _without_emphasis(match: re.Match[str]) -> str:
    text, inner = match.string, match[1]
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    # "**Requests **the": some converters take the space into the bold; but a space on both sides closes nothing
    closes = not inner[-1].isspace() or (inner[-1] == " " and after.strip() != "")
    # "Algeria*, Angola*": what begins with a comma is no emphasis
    if not closes or inner[0] in _CLOSING or _runs_on(before, inner[0]) or _runs_on(after, inner[-1]):
        return match[0]
    return inner


def _runs_on(outer: str, inner: str) -> bool:
    """Whether the sign between the two stands in or at a word, as a note's mark does; Chinese has no words apart."""
    return outer.isalnum() and not inner.isspace() and not is_unspaced(outer) and not is_unspaced(inner)
