"""Our own block in `proprietary`: what a Document knows and the mark-up of Akoma Ntoso has no place for.

Only what does not follow from the mark-up is stored, keyed by eId, so that a file without the block still reads and a
file edited elsewhere keeps what the edit left true.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from lxml import etree

from isonomia.text.akn.names import OWN
from isonomia.text.akn.parts import Deriver, Facts, Part, Row
from isonomia.text.akn.scan import Anchor
from isonomia.text.model import Citation, Document, Span, Warning

_DOCUMENT, _PART, _NOTES, _CITATIONS, _CITATION = (
    f"{{{OWN}}}{name}" for name in ("document", "part", "notes", "citations", "citation")
)
# what may be stored of each kind of part, and the values that are no plain texts
_PART_FIELDS = {
    "line": (),
    "paragraph": ("id", "number", "role", "heading", "separator", "notes"),
    "heading": ("id", "number", "level", "path", "separator"),
    "note": ("number", "num", "separator"),
}
_CITATION_FIELDS = ("paragraph", "text", "kind", "target", "date", "via_note", "pinpoint")
_NUMBERS = ("level", "session", "at")
_LISTS = ("notes", "path")
_NONE = "none"


def _put(element: etree._Element, values: Mapping[str, object]) -> None:
    """Values as attributes: texts and numbers as they are, lists as JSON; `none` names those that are None."""
    for name, value in values.items():
        if value is None:
            element.set(_NONE, f"{element.get(_NONE, '')} {name}".strip())
        else:
            element.set(name, json.dumps(value, ensure_ascii=False) if isinstance(value, tuple) else str(value))


def _got(element: etree._Element, names: tuple[str, ...]) -> dict[str, Any]:
    """The values that `_put` wrote; one that a hand has broken is left out."""
    values: dict[str, Any] = dict.fromkeys(name for name in element.get(_NONE, "").split() if name in names)
    for name in names:
        text = element.get(name)
        if text is None:
            continue
        try:
            if name in _LISTS:
                values[name] = tuple(str(item) for item in json.loads(text))
            else:
                values[name] = int(text) if name in _NUMBERS else text
        except (ValueError, TypeError):
            continue
    return values


# --- writing -------------------------------------------------------------------------------------------------------


def store(document: Document, facts: Facts, scanned: list[Part], actual: list[Part]) -> etree._Element:
    """The block for a document of which the mark-up alone gives `facts` and the parts `scanned`.

    `actual` are its true parts with the same eIds; on return the scanned ones are as they are.
    """
    block = etree.Element(_DOCUMENT, nsmap={"isonomia": OWN})
    names = Facts.__slots__
    _put(block, {name: getattr(document, name) for name in names if getattr(document, name) != getattr(facts, name)})
    by_eid = {part.eid: part for part in actual}
    deriver = Deriver(document.language)
    for part in scanned:
        deriver.derive(part)
        true = by_eid[part.eid]
        different = {
            name: getattr(true, name) for name in _PART_FIELDS[part.kind] if getattr(true, name) != getattr(part, name)
        }
        if different:
            _put(etree.SubElement(block, _PART, {"for": part.eid}), different)
            _assign(part, different)
    order = [part.eid for part in actual if part.kind == "note"]
    if order != [part.eid for part in scanned if part.kind == "note"]:
        etree.SubElement(block, _NOTES, order=" ".join(order))
    return block


def _assign(part: Part, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(part, name, value)


def store_citations(
    block: etree._Element,
    citations: tuple[Citation, ...],
    row: Row,
    refs: Mapping[int, str],
    anchors: Mapping[str, Anchor],
    targets: Mapping[str, str],
) -> None:
    """Add the citations; `refs` gives the eId of the `ref` that the mark-up has for a citation (by its place)."""
    holder = etree.SubElement(block, _CITATIONS)
    text = row.text
    lines = [start - len(part.prefix) for part, start in zip(row.parts, row.starts, strict=True)]
    for number, citation in enumerate(citations):
        start, end = citation.span
        at = max(bisect_right(lines, start) - 1, 0)
        part, begins = row.parts[at], row.starts[at]
        element = etree.SubElement(holder, _CITATION)
        anchor = anchors.get(refs.get(number, ""))
        if anchor is not None:
            element.set("ref", refs[number])
        else:
            _put(element, {"in": part.eid, "at": start - begins})
            element.text = text[start:end]
        derived = _derived(part, text[start:end], targets.get(anchor.href) if anchor else None)
        _put(
            element,
            {
                name: getattr(citation, name)
                for name in _CITATION_FIELDS
                if getattr(citation, name) != derived.get(name)
            },
        )


def _derived(part: Part, text: str, target: str | None) -> dict[str, Any]:
    """What a citation's place tells of it."""
    return {
        "paragraph": part.id if part.kind == "paragraph" else None,
        "via_note": part.number if part.kind == "note" else None,
        "text": text,
        "target": target,
    }


# --- reading -------------------------------------------------------------------------------------------------------


def block_of(document: etree._Element) -> etree._Element | None:
    """Our block in the metadata of a document element; None where there is none."""
    return document.find(f"{{*}}meta/{{*}}proprietary/{_DOCUMENT}")


def holds_citations(block: etree._Element | None) -> bool:
    """Whether the block says which citations the document has, be they none."""
    return block is not None and block.find(_CITATIONS) is not None


def complete(row: Row, facts: Facts, block: etree._Element | None) -> None:
    """Derive what follows from the mark-up, then take from the block what it says besides."""
    stored: dict[str, etree._Element] = {}
    if block is not None:
        stored = {part.get("for", ""): part for part in block.iterfind(_PART)}
        for name, value in _got(block, tuple(Facts.__slots__)).items():
            setattr(facts, name, value)
    deriver = Deriver(facts.language)
    for part in row.parts:
        deriver.derive(part)
        if part.eid in stored:
            _assign(part, _got(stored[part.eid], _PART_FIELDS[part.kind]))
    order = block.find(_NOTES) if block is not None else None
    if order is not None:
        rank = {eid: at for at, eid in enumerate(order.get("order", "").split())}
        body = [part for part in row.parts if part.kind != "note"]
        notes = [part for part in row.parts if part.kind == "note"]
        row.parts = body + sorted(notes, key=lambda note: rank.get(note.eid, len(rank)))


def citations_in(
    block: etree._Element | None,
    row: Row,
    anchors: Mapping[str, Anchor],
    targets: Mapping[str, str],
    warnings: list[Warning],
) -> tuple[Citation, ...]:
    """The stored citations; one whose words are gone from the text is left out with a warning."""
    if block is None:
        return ()
    text = row.text
    begins = {id(part): start for part, start in zip(row.parts, row.starts, strict=True)}
    by_eid = {part.eid: part for part in row.parts if part.eid}
    found = []
    for element in block.iterfind(f"{_CITATIONS}/{_CITATION}"):
        anchor = anchors.get(element.get("ref", ""))
        part = anchor.part if anchor else by_eid.get(element.get("in", ""))
        span = None
        if part is not None and id(part) in begins:
            start = begins[id(part)]
            span = (start + anchor.start, start + anchor.end) if anchor else _span(element, part, start, text)
        if part is None or span is None:
            place = element.get("ref") or element.get("in") or ""
            warnings.append(
                Warning("citation-lost", place, "a stored citation is no longer in the text; it is left out")
            )
            continue
        values = _derived(part, text[slice(*span)], targets.get(anchor.href) if anchor else None)
        values |= _got(element, _CITATION_FIELDS)
        found.append(Citation(**{"kind": "other", **values}, span=span))
    return tuple(found)


def _span(element: etree._Element, part: Part, begins: int, text: str) -> Span | None:
    """Where the words of a citation stand: at their old place, or where an edit has moved them within the part."""
    words = element.text or ""
    start = begins + _got(element, ("at",)).get("at", 0)
    if start >= 0 and text[start : start + len(words)] == words:
        return start, start + len(words)
    if words and part.text.count(words) == 1:
        start = begins + part.text.index(words)
        return start, start + len(words)
    return None
