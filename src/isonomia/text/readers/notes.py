"""Which lines that begin with a raised marker are notes, and which are running text broken just before its call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from isonomia.text.lines import CALL_CLOSE, CALL_OPEN, Line

_CALL = re.compile(f"{CALL_OPEN}([^{CALL_CLOSE}]*){CALL_CLOSE}")
_LEADING_CALL = re.compile(rf"\s*{CALL_OPEN}([^{CALL_CLOSE}]*){CALL_CLOSE}[.)]?\s*(?=\S)(?!{CALL_OPEN})")
# "(1) ..." below a rule in a format that knows its blocks; a bare number there may be a paragraph's
_BRACKETED = re.compile(r"[(\[（](\d{1,3}|\*{1,3}|[a-z])[)\]）]\s*(?=\S)")


def settle_notes(lines: Sequence[Line]) -> list[Line]:
    """The lines with `hint="note"` and `marker` on those that are the text of a note.

    A note begins a block (a whole block, or a printed line after blank space, a rule or another note) and answers a
    call that was printed above, stands under a rule or a note, or is followed by the next marker. Below a rule, a
    block that begins with the bracketed marker of a call is a note too.
    """
    settled: list[Line] = []
    called: set[str] = set()
    for index, line in enumerate(lines):
        match = None if line.hint else _LEADING_CALL.match(line.text)
        if match and _is_note(match[1], line, settled, called, lines[index + 1 : index + 2]):
            line = replace(line, text=line.text[match.end() :], hint="note", marker=match[1])
        elif line.complete and not line.hint and settled and settled[-1].hint in ("rule", "note"):
            written = _BRACKETED.match(line.text)
            if written and written[1] in called:
                line = replace(line, text=line.text[written.end() :], hint="note", marker=written[1])
        if line.hint != "note":
            called.update(_CALL.findall(line.text))
        settled.append(line)
    return settled


def _is_note(marker: str, line: Line, above: list[Line], called: set[str], below: Sequence[Line]) -> bool:
    under_notes = bool(above) and above[-1].hint in ("rule", "note")
    if not (line.complete or line.gap or under_notes or not above):
        return False
    if under_notes or marker in called:
        return True
    following = _LEADING_CALL.match(below[0].text) if below else None
    return bool(following and marker.isdigit() and following[1] == str(int(marker) + 1))
