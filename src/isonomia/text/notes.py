"""Separates notes from the body and finds the calls that a format did not mark."""

from __future__ import annotations

import re
from dataclasses import replace

from isonomia.text.grammar import Grammar
from isonomia.text.lines import CALL_CLOSE, CALL_OPEN, Line, call
from isonomia.text.symbols import SYMBOL

CALL = re.compile(f"{CALL_OPEN}([^{CALL_CLOSE}]*){CALL_CLOSE}")
_DIGITS = re.compile(r"\d{1,3}")
_MARKER_LINE = re.compile(
    r"[(\[⁽]?(?P<marker>(?:\d{1,3}|\*{1,3}|†|‡)(?=[)\]⁾\s]|[^\W\d_]|[«“\"《(])|[a-z](?=[)\]⁾\s]))[)\]⁾]?\s*(?P<text>\S.*)"
)
_BRACKETED = re.compile(f"[(\\[⁽]({CALL_OPEN}[^{CALL_CLOSE}]*{CALL_CLOSE})[)\\]⁾]")
_GLUED = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=[,.;:)\]”’»\"])|(?<=\b(?:1[89]|2[01])\d\d))(?P<marker>\d{1,3})(?=$|[\s,.;:)])"
)
_GLUED_HAN = re.compile(r"(?<=[》”）)，；])(?P<marker>\d{1,3})(?=$|[\s，。；、及和的])")

BEFORE_CALL = 60
"""Characters before a number that tell whether it is a call."""
ENOUGH_TO_COUNT = 3
"""Glued digits that must count up by themselves before they are taken for calls of notes that the text lacks."""


def note_number(marker: str) -> int | None:
    """The number of a numbered marker; None for symbols and letters."""
    return int(marker) if marker.isdecimal() else None


def plain_marker(marker: str) -> str:
    """A marker with its digits as 0 to 9."""
    return str(int(marker)) if marker.isdecimal() else marker


class Notes:
    """The notes of a document, gathered in order: (marker, text)."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self.paragraph = grammar.compile(grammar.get("structure", "number"))
        self.rows: list[list[str]] = []

    @property
    def last(self) -> int:
        """The highest number of a note so far."""
        return max((note_number(marker) or 0 for marker, _ in self.rows), default=0)

    def open(self, marker: str, text: str = "") -> None:
        """Begins a note."""
        self.rows.append([plain_marker(marker), text])

    def extend(self, text: str) -> None:
        """Adds a line to the note that is open."""
        row = self.rows[-1]
        row[1] = join(row[1], text, self._grammar)

    @property
    def unfinished(self) -> bool:
        """Is the open note's text cut (none yet, or no full stop)?"""
        return bool(self.rows) and not re.search(r"[.。．!?）)؟”\"]$", self.rows[-1][1])


def join(first: str, second: str, grammar: Grammar) -> str:
    """Two printed lines as one text: as the language joins them, a broken word whole."""
    if not first or not second:
        return first + second
    if first.endswith("-") and second[:1].islower():
        return first + second
    if first.endswith("/") and second[:1].isdecimal():
        return first + second
    bare = CALL.sub("", first)
    if not grammar.spaced and (not bare[-1:].isascii() or not second[:1].isascii()):
        return first + second
    if not grammar.spaced and bare[-1:].isdecimal() and second[:1].isdecimal():
        return first + second
    return f"{first} {second}"


def separate(lines: list[Line], grammar: Grammar) -> tuple[list[Line], list[tuple[str, str]]]:
    """The lines of the body, with their calls in place, and the notes.

    A body line that follows notes has `gap` None: the blank there says nothing.
    """
    notes = Notes(grammar)
    body: list[Line] = []
    block = False  # inside the notes of a page
    broken = False
    for at, line in enumerate(lines):
        if CALL_OPEN in line.text:
            line = replace(line, text=CALL.sub(lambda m: call(plain_marker(m[1])), _BRACKETED.sub(r"\1", line.text)))
        if line.hint == "rule":
            block, broken = _opens_notes(lines, at, notes), True
            following = lines[at + 1].text if at + 1 < len(lines) else ""
            block = block or notes.unfinished  # a note that goes on from the page before
            if not block and SYMBOL.fullmatch(following.rstrip("。. ")):
                notes.open("*")  # a note of the front page that lost its star
                block = True
            continue
        if line.hint == "note":
            if line.marker is not None:
                notes.open(line.marker, line.text)
            elif notes.rows:
                notes.extend(line.text)
            broken = True
            continue
        if block:
            taken = _take(line, notes, lines, at)
            if taken:
                broken = True
                continue
            block = False
        if not line.complete and _DIGITS.fullmatch(line.text) and body and _is_call(line, lines, at, notes):
            body[-1] = replace(body[-1], text=body[-1].text + call(line.text))
            broken = True
            continue
        body.append(replace(line, gap=None if broken else line.gap))
        broken = False
    return _glued_calls(body, notes, grammar), [(marker, text) for marker, text in notes.rows]


def _opens_notes(lines: list[Line], at: int, notes: Notes) -> bool:
    """Does a rule open a block of notes? Only where a marker that can be one follows it."""
    if at + 1 >= len(lines):
        return False
    text = lines[at + 1].text
    if lines[at + 1].hint == "note":
        return False
    if _DIGITS.fullmatch(text):
        return int(text) <= notes.last + 40
    return bool(_MARKER_LINE.fullmatch(text)) and not notes.paragraph.match(text)


def _take(line: Line, notes: Notes, lines: list[Line], at: int) -> bool:
    """Takes a line into the notes when it belongs there."""
    text = line.text
    following = notes.last + 1
    if _DIGITS.fullmatch(text) and (not notes.rows or not notes.unfinished or int(text) == following):
        if int(text) >= following:
            notes.open(text)
            return True
        return False
    match = None if notes.paragraph.match(text) else _MARKER_LINE.fullmatch(text)
    if match and (not notes.rows or not notes.unfinished or note_number(match["marker"]) == following):
        number = note_number(match["marker"])
        if match["marker"].isalpha() and notes.rows and note_number(notes.rows[-1][0]) is not None:
            return False  # a lettered item of the body that opens the next page
        if number is None or following <= number <= following + 30:
            notes.open(match["marker"], match["text"])
            return True
    if notes.rows and notes.unfinished and not notes.paragraph.match(text):
        notes.extend(text)
        return True
    return False


def _is_call(line: Line, lines: list[Line], at: int, notes: Notes) -> bool:
    """Are digits alone on a line a note call? Not where a page turns: there they are its number."""
    before, after = lines[at - 1], lines[at + 1] if at + 1 < len(lines) else None
    if after is None or (line.page and (before.page != line.page or after.page != line.page)):
        return False
    return 0 < int(line.text) <= 999


def _glued_calls(lines: list[Line], notes: Notes, grammar: Grammar) -> list[Line]:
    """Marks digits glued to a word as calls where they run in the order of the notes.

    Where the notes themselves are missing from the text, the digits must count 1, 2, 3 ... by themselves.
    """
    known = {int(marker) for marker, _ in notes.rows if marker.isdecimal()}
    marked = {int(marker) for line in lines for marker in CALL.findall(line.text) if marker.isdecimal()}
    if known:
        wanted = sorted(known - marked)
        glued = _GLUED if grammar.spaced else _GLUED_HAN
        return _mark_glued(lines, wanted, known, glued)[0] if wanted else lines
    if marked or not grammar.spaced:
        return lines
    counted, fresh = _mark_glued(lines, list(range(1, 1000)), set(range(1, 1000)), _GLUED)
    return counted if fresh >= ENOUGH_TO_COUNT else lines


def _mark_glued(
    lines: list[Line], wanted: list[int], known: set[int], glued: re.Pattern[str]
) -> tuple[list[Line], int]:
    """The lines with glued calls marked in the order of `wanted`, and how many of these were found."""
    following = iter(wanted)
    expected = next(following, 0)
    fresh = 0
    out: list[Line] = []
    for line in lines:
        text, at = line.text, 0
        while match := glued.search(text, at):
            number = int(match["marker"])
            before = text[max(0, match.start() - BEFORE_CALL) : match.start()]
            tail = re.sub(r"[,.;:)\]”’»\"，；、]+$", "", before)
            shortened = before.endswith(".") and re.search(r"\b\w{1,4}$", tail)
            decimal = re.search(r"(?<!\d)(?!(?:1[89]|2[01])\d\d[.,]$)\d+[.,]$", before)
            again = (not expected or number < expected) and number in known
            if (
                not (number == expected or again)
                or shortened
                or decimal
                or not (tail[-1:].isalnum() or tail[-1:] == "》")
            ):
                at = match.end()
                continue
            if number == expected:
                expected = next(following, 0)
                fresh += 1
            text = text[: match.start()] + call(match["marker"]) + text[match.end() :]
            at = match.start() + len(match["marker"]) + 2
        out.append(replace(line, text=text))
    return out, fresh
