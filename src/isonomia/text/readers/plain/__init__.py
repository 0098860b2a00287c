"""Reads plain text: each printed line is a Line, with what the blank lines and the indents say of the layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from isonomia.errors import EmptyFile, FileTooLarge, UnknownFormat
from isonomia.text.lines import Extract, Hint, Line
from isonomia.text.readers.encoding import decode
from isonomia.text.readers.inline import clean, raised_text
from isonomia.text.readers.notes import settle_notes
from isonomia.text.readers.plain import markdown

TAB_WIDTH = 8

MAX_LINES = 500_000
"""A file with more printed lines is refused; a volume of 600 pages has 30,000."""

_NEWLINE = re.compile("\r\n|[\r\n]")
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT = re.compile(f"(?<![⁺⁻{_SUPERSCRIPTS}])[{_SUPERSCRIPTS}]{{1,3}}(?![{_SUPERSCRIPTS}])")
_TO_DIGITS = str.maketrans(_SUPERSCRIPTS, "0123456789")

# A rule that is printed or typed: nothing else on the line.
_RULE = re.compile(r"([-_—–―─━=])(?:[ \t]*\1){2,}")
# Stars divide a text (* * *); what follows them is no note.
_STARS = re.compile(r"\*(?:[ \t]*\*){2,}")
_ADDRESS_LINE = re.compile(r"<?(?:https?://|www\.)\S+>?", re.I)
_QUOTE = re.compile(r"(?:>[ \t]?)+")


def read_plain(data: bytes, *, name: str = "") -> Extract:
    """The lines of a text file, in any encoding in which the six languages are found.

    Blank lines are not given but told by `gap`; form feeds count pages. Markdown is undone and raised digits are note
    calls. Raises EmptyFile, FileTooLarge, and UnknownFormat for bytes that are no text.
    """
    decoded = decode(data, name=name)
    if "\0" in decoded.text:
        raise UnknownFormat("the file is binary, not text; save its text as .docx or .txt", place=name)
    lines = settle_notes(list(_undo_markdown(printed_lines(clean(decoded.text), name=name))))
    if not any(line.text for line in lines):
        raise EmptyFile("the file holds no text; give a document with text", place=name)
    return Extract(tuple(lines), "text", decoded.warnings)


def printed_lines(text: str, *, name: str = "") -> list[Line]:
    """Preformatted text, cleaned, cut into its printed lines with page, gap and indent, and nothing else done to it.

    Raises FileTooLarge above MAX_LINES.
    """
    lines: list[Line] = []
    paged = "\f" in text.strip()
    for number, page in enumerate(text.split("\f"), start=1):
        gap: bool | None = None
        for raw in _NEWLINE.split(page):
            body = raw.strip()
            if not body:
                gap = True
                continue
            indent = float(len(raw[: len(raw) - len(raw.lstrip())].expandtabs(TAB_WIDTH)))
            lines.append(Line(body.replace("\t", " "), page=number if paged else 0, gap=gap, indent=indent))
            gap = False
        if len(lines) > MAX_LINES:
            raise FileTooLarge(f"the file has over {MAX_LINES:,} lines; split it into its documents", place=name)
    return lines


def _undo_markdown(lines: list[Line]) -> Iterator[Line]:
    """The lines without Markdown and with raised digits as calls; what a line is as a whole becomes its hint."""
    for block in _blocks(lines):
        running: list[Line] = []
        for line in _unquoted(block):
            whole = _whole_line(line, under=running)
            if whole is None:
                running.append(line)
                continue
            if whole.hint == "heading" and not line.text.startswith("#"):
                running.pop()  # the signs under it made the line above a heading
            yield from _running_text(running)
            running = []
            yield whole
        yield from _running_text(running)


def _blocks(lines: list[Line]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for line in lines:
        if block and line.gap is not False:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _unquoted(block: list[Line]) -> list[Line]:
    """The block without the signs of a Markdown quotation, which must begin with the block: prose has > too."""
    if not re.match(r">[ \t>]", block[0].text):
        return block
    return [replace(line, text=_QUOTE.sub("", line.text, count=1)) if line.text[0] == ">" else line for line in block]


def _whole_line(line: Line, *, under: list[Line]) -> Line | None:
    """The line with its hint when it is something other than running text."""
    text = line.text
    if match := _RULE.fullmatch(text):
        if match[1] == "=" and len(under) == 1:
            return replace(under[0], text=_inline(under[0].text), hint="heading", level=1)
        return replace(line, text="", hint="rule")
    if _STARS.fullmatch(text) or _ADDRESS_LINE.fullmatch(text):
        return replace(line, hint="furniture")
    if match := markdown.HEADING.fullmatch(text):
        return replace(line, text=_inline(match[2]), hint="heading", level=len(match[1]))
    if match := markdown.NOTE_TEXT.fullmatch(text):
        return replace(line, text=_inline(match[2]), hint="note", marker=match[1])
    return None


def _inline(text: str) -> str:
    return _raise_digits(markdown.undo_inline(text)).replace("\n", " ").strip()


def _running_text(lines: list[Line]) -> Iterator[Line]:
    """Lines whose inline Markdown is undone together, because emphasis may run on into the next line."""
    if not lines:
        return
    undone = markdown.undo_inline(markdown.LINE_END.join(line.text for line in lines)).split(markdown.LINE_END)
    gap: bool | None = False
    for line, text in zip(lines, undone, strict=True):
        gap = line.gap if line.gap is not False else gap
        for part in text.split("\n"):
            if part.strip():
                hint: Hint = "furniture" if _ADDRESS_LINE.fullmatch(part.strip()) else ""
                yield replace(line, text=_raise_digits(part.strip()), gap=gap, hint=hint)
                gap = False


def _raise_digits(text: str) -> str:
    """Unicode superscripts as note calls, except exponents."""

    def raised(match: re.Match[str]) -> str:
        digits = match[0].translate(_TO_DIGITS)
        written = raised_text(digits, before=text[max(0, match.start() - 8) : match.start()])
        return match[0] if written == digits else written

    return _SUPERSCRIPT.sub(raised, text)
