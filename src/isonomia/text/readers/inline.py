"""What readers do alike inside a line: white space, invisible characters, raised text that is a note call."""

from __future__ import annotations

import re
from collections.abc import Iterable

from isonomia.text.lines import CALL_CLOSE, CALL_OPEN, call

# Invisible: soft hyphen, zero-width space, word joiner, byte order mark. The joiners U+200C and U+200D and the marks
# of direction stay: they belong to Arabic spelling and to the repair of Arabic. The marks of a note call and
# noncharacters are ours to set, so a file may not bring its own.
_INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x2060, 0xFEFF, ord(CALL_OPEN), ord(CALL_CLOSE)])
_NONCHARACTERS = dict.fromkeys([*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF])
_CONTROLS = {code: None for code in [*range(0x20), *range(0x7F, 0xA0)] if chr(code) not in "\t\n\r\f"}
_SPACES = dict.fromkeys([0xA0, 0x2007, 0x202F], " ")
_LINE_BREAKS = dict.fromkeys([0x0B, 0x85, 0x2028, 0x2029], "\n")
_CLEAN = {**_INVISIBLE, **_NONCHARACTERS, **_CONTROLS, **_SPACES, **_LINE_BREAKS}

# Scripts that are written without spaces, with their punctuation.
UNSPACED = "\u2e80-\u303f\u3041-\u30ff\u31c0-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_BREAK_IN_UNSPACED = re.compile(rf"(?<=[{UNSPACED}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{UNSPACED}])")
_WHITE = re.compile(r"[ \t\r\n\f]+")

_ONE_MARK = r"(?:\d{1,3}[a-z]?|[a-z]|[ivxl]{2,5}|\*{1,4}|†{1,3}|‡{1,3}|§{1,2})"
_MARK = re.compile(rf"[\[(（]?({_ONE_MARK})[\])）]?")
_MARKS_LENGTH = 40
_BETWEEN_MARKS = re.compile(r"[\s,;，、；]+")

# 5 km², 12 m³, 3 × 10⁶
_UNIT = re.compile(r"(?:^|[\d\s/(.,·×])(?:[kcdmµn]?m|in|ft|yd|mi|[кдсм]?м|公里|千米|米|厘米)$")
_TIMES_TEN = re.compile(r"[×x·*]\s?10$")
# 2e, 56e, XXe, nº, 3ª: a raised letter that makes an ordinal; after a longer number it is the mark of a table's note
_ORDINAL_BASE = re.compile(r"(?:(?:^|[^\d.,])\d{1,2}\.?|\b[IVXLC]+|\b[nNmMdD])$")


def clean(text: str) -> str:
    """Text of a file without invisible and control characters, every kind of space and line break a plain one."""
    return text.translate(_CLEAN)


def flow(text: str) -> str:
    """Running text on one line: white space is one space, and none where a line breaks inside Chinese."""
    return _WHITE.sub(" ", _BREAK_IN_UNSPACED.sub("", text)).strip(" \t\r\n\f")


def is_unspaced(character: str) -> bool:
    """Whether the character belongs to a script that is written without spaces."""
    return bool(re.match(f"[{UNSPACED}]", character))


def marks(raised: str) -> list[str]:
    """The note markers in raised text, such as `["1", "2"]` for "1, 2"; empty when it is anything else."""
    if len(raised) > _MARKS_LENGTH:
        return []
    found = [_MARK.fullmatch(part) for part in _BETWEEN_MARKS.split(raised.strip()) if part]
    return [match[1] for match in found if match] if all(found) else []


def raised_text(raised: str, *, before: str, linked: bool = False) -> str:
    """Raised text as it goes into a line: note calls where it holds markers, else the plain characters.

    `before` is the text it stands behind: an exponent (km², 3 × 10⁶) or an ordinal (1er, nº) is no call, unless it is
    `linked` to a note.
    """
    found = marks(raised)
    if not found or (not linked and _is_exponent_or_ordinal(raised.strip(), before)):
        return raised
    return "".join(call(mark) for mark in found)


def _is_exponent_or_ordinal(raised: str, before: str) -> bool:
    before = before[-8:]
    if raised.isdigit():
        return bool((raised in ("2", "3") and _UNIT.search(before)) or _TIMES_TEN.search(before))
    return raised in ("a", "e", "o") and bool(_ORDINAL_BASE.search(before))


def with_calls(pieces: Iterable[tuple[str, bool]]) -> str:
    """One text from (text, raised) pieces in order, with note calls for the raised ones that are markers.

    Raised neighbours are read together, because editors cut "15" into "1" and "5".
    """
    written: list[str] = []
    before = raised = ""
    for text, is_raised in [*pieces, ("", False)]:
        if is_raised:
            raised += text
            continue
        if raised:
            written.append(raised_text(raised, before=before))
            before, raised = (before + raised)[-8:], ""
        written.append(text)
        before = (before + text)[-8:]
    return "".join(written)
