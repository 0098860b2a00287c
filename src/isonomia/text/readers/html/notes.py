"""Finds the note calls of an HTML page and the places of their notes, from links, roles and classes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from isonomia.text.readers.inline import marks

_NOTE_TARGET = re.compile(
    r"(?:^|[_:-])(?:fn|ftn|edn|foot-?note|end-?note|note|cite_note|bfn)s?(?=$|[\d_:.-]|ref$)", re.I
)
_NOTE_CLASS = re.compile(
    r"(?:^|\s)(?:foot-?note(?:-?text)?|end-?note(?:-?text)?|mso(?:foot|end)notetext|fn)(?:\s|$)", re.I
)
_NOTE_LIST = re.compile(r"(?:^|\s)(?:foot-?notes?|end-?notes?|fn-list)(?:-list|-section)?(?:\s|$)", re.I)
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*(?:super|text-top)", re.I)
_RAISED_CLASS = re.compile(r"mso(?:foot|end)notereference|foot-?note-?ref|superscript", re.I)
_BACK = re.compile(r"[\[(]?(?:[↑↩⇑⏎^←]|back|top)\ufe0e?[\])]?", re.I)
_TYPE = "{http://www.idpf.org/2007/ops}type"

# How far a marker may be wrapped in other tags, and how long it may be with its brackets.
_WRAPPINGS = 4
_MARK_LENGTH = 12


@dataclass(slots=True)
class NoteLinks:
    """The calls of a page and where their notes begin, each with its marker."""

    calls: dict[etree._Element, str] = field(default_factory=dict)
    notes: dict[etree._Element, str] = field(default_factory=dict)


def short_text(element: etree._Element) -> str:
    """The element's text when it is short enough to be a marker, else empty."""
    text = ""
    for part in islice(element.itertext(), 2 * _MARK_LENGTH):
        text += str(part[: 4 * _MARK_LENGTH])
        if len(text.strip()) > _MARK_LENGTH:
            return ""
    return text.strip()


def single_mark(element: etree._Element) -> str | None:
    """The marker that is all that the element shows, None when it shows anything else."""
    found = marks(short_text(element))
    return found[0] if len(found) == 1 else None


def is_raised(element: etree._Element) -> bool:
    """Whether this tag itself lifts its text above the line."""
    return element.tag == "sup" or bool(
        _RAISED_STYLE.search(element.get("style", "")) or _RAISED_CLASS.search(element.get("class", ""))
    )


def is_back_link(element: etree._Element) -> bool:
    """Whether the element is the arrow that leads from a note back to its call."""
    return element.tag == "a" and element.get("href", "").startswith("#") and bool(_BACK.fullmatch(short_text(element)))


def is_note(element: etree._Element) -> bool:
    """Whether a class or role says that the element is one note."""
    return _role(element) in ("doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote") or (
        element.tag in ("aside", "div", "li", "p", "dd") and bool(_NOTE_CLASS.search(element.get("class", "")))
    )


def is_note_list(element: etree._Element) -> bool:
    """Whether a class, id or role says that the items of the element are notes."""
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return _role(element) in ("doc-endnotes", "footnotes", "endnotes", "rearnotes") or bool(_NOTE_LIST.search(named))


def _role(element: etree._Element) -> str:
    return (element.get("role") or element.get(_TYPE) or element.get("epub:type") or "").lower()


def link_notes(root: etree._Element) -> NoteLinks:
    """The calls that link to a note further down. A link back up to its call is none."""
    places: dict[str, tuple[int, etree._Element]] = {}
    anchors: list[tuple[int, etree._Element]] = []
    for order, element in enumerate(root.iter("*")):
        for key in {element.get("id"), element.get("name") if element.tag == "a" else None} - {None}:
            places.setdefault(str(key), (order, element))
        if element.tag == "a" and element.get("href", "").startswith("#"):
            anchors.append((order, element))
    links = NoteLinks()
    for order, anchor in anchors:
        name = anchor.get("href", "")[1:]
        place = places.get(name)
        if place and place[0] <= order:
            continue
        marker = single_mark(anchor)
        if marker is None:
            continue
        outer = _outermost(anchor, marker)
        says_note = bool(_NOTE_TARGET.search(name)) or _role(anchor) in ("doc-noteref", "noteref")
        if not says_note and not (place and _lifted(anchor, outer)):
            continue
        links.calls[outer] = marker
        if place:
            links.notes.setdefault(place[1], marker)
    return links


def _outermost(anchor: etree._Element, marker: str) -> etree._Element:
    """The widest tag around the link that shows nothing but the marker and its brackets."""
    outer = anchor
    for _ in range(_WRAPPINGS):
        parent = outer.getparent()
        if parent is None or parent.tag not in ("sup", "span", "b", "i", "em", "strong", "small", "font"):
            break
        if single_mark(parent) != marker:
            break
        outer = parent
    return outer


def _lifted(anchor: etree._Element, outer: etree._Element) -> bool:
    around = [anchor, *islice(anchor.iterancestors(), _WRAPPINGS)]
    inside = islice(outer.iter("*"), _WRAPPINGS * 2)
    return any(is_raised(element) for element in (*around, *inside))
