"""The running text of Akoma Ntoso elements: words, white space, note calls and references."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lxml import etree

from isonomia.text.akn.names import SPACE

_BLANK = " \t\r\n"
_RUN = re.compile(r"[ \t\r\n]+")
_BREAKS = ("br", "eol", "eop")
_UNREAD = ("foreign", "img")


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def identifier(element: etree._Element) -> str:
    """eId of Akoma Ntoso 3, id of version 2."""
    return element.get("eId") or element.get("id") or ""


def collapsed(text: str) -> str:
    """The text as XML means it where white space does not count."""
    return _RUN.sub(" ", text.strip(_BLANK))


@dataclass(slots=True)
class Running:
    """A text with what stands in it: calls (marker, offset), anchors (eId, href, start, end) and notes (elements)."""

    text: str = ""
    calls: list[tuple[str, int]] = field(default_factory=list)
    anchors: list[tuple[str, str, int, int]] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)
    preserved: bool = False


def running(elements: Iterable[etree._Element], call: Callable[[etree._Element], str | None]) -> Running:
    """The text of one element, or of several joined by spaces; `call` gives the marker of a note or note reference."""
    found = Running()
    pieces: list[str] = []
    length = 0

    def add(text: str | None) -> None:
        nonlocal length
        if text:
            pieces.append(text)
            length += len(text)

    def walk(element: etree._Element) -> None:
        add(element.text)
        for child in element:
            name = local(child)
            if name in ("authorialNote", "noteRef"):
                marker = call(child)
                if marker is not None:
                    found.calls.append((marker, length))
                if name == "authorialNote":
                    found.notes.append(child)
            elif name in _BREAKS:
                add(" ")
            elif name == "ref":
                start = length
                walk(child)
                found.anchors.append((identifier(child), child.get("href") or "", start, length))
            elif name and name not in _UNREAD:
                walk(child)
            add(child.tail)

    chosen = list(elements)
    for number, element in enumerate(chosen):
        if number:
            add(" ")
        walk(element)
    found.text = "".join(pieces)
    found.preserved = len(chosen) == 1 and chosen[0].get(SPACE) == "preserve"
    return _settled(found)


def _settled(found: Running) -> Running:
    """White space collapsed where it does not count; calls and anchors follow their characters."""
    raw = found.text
    if found.preserved or raw == collapsed(raw):
        # a line of a Document never holds a line feed
        found.text = raw.replace("\n", " ")
        return found
    out: list[str] = []
    places, gaps = [0] * (len(raw) + 1), [False] * (len(raw) + 1)
    gap = False
    for at, char in enumerate(raw):
        places[at], gaps[at] = len(out), gap or char in _BLANK
        if char in _BLANK:
            gap = bool(out)
            continue
        if gap:
            out.append(" ")
        out.append(char)
        gap = False
    places[len(raw)] = len(out)
    found.text = "".join(out)

    def begin(at: int) -> int:
        """Where a reference begins: after the space that it may have begun with."""
        return min(places[at] + (gaps[at] and places[at] > 0), len(out))

    # a call stands after the word before it, whatever space the file has between
    found.calls = [(marker, places[at]) for marker, at in found.calls]
    found.anchors = [(eid, href, begin(at), max(begin(at), places[end])) for eid, href, at, end in found.anchors]
    return found
