"""Writes a Document as Akoma Ntoso 3.0 that passes the strict schema: preface, preamble, body, conclusions, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from isonomia.errors import InvalidAkomaNtoso, UnknownLanguage
from isonomia.text.akn import own as own_block
from isonomia.text.akn.inline import collapsed
from isonomia.text.akn.meta import add_block, metadata
from isonomia.text.akn.names import (
    AKN,
    LANGUAGE_CODES,
    SPACE,
    EIds,
    element_of,
    paragraph_eid,
    section_name,
)
from isonomia.text.akn.parts import Part, Row, parts_of
from isonomia.text.akn.printed import Mark, printed_facts, printed_references
from isonomia.text.akn.reader import facts_in, scanned, targets_in
from isonomia.text.akn.scan import UNCALLED
from isonomia.text.grammar import grammar
from isonomia.text.model import KINDS, Document

# all but tab, line feed, carriage return and the characters that XML 1.0 knows
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COMMAS = (",", "，", "،")
_MIXED = frozenset(("p", "num", "heading"))
_BODY_ELEMENTS = {"preambular": ("hcontainer", "recital"), "summary": ("hcontainer", "summary")}


def write(document: Document) -> bytes:
    """Akoma Ntoso for a document. Raises InvalidAkomaNtoso for characters that XML forbids and for spans that are not
    those of the text, UnknownLanguage for a language that is none of the six."""
    if document.language not in LANGUAGE_CODES:
        raise UnknownLanguage(f"language {document.language!r}; use one of {', '.join(LANGUAGE_CODES)}")
    if document.kind not in KINDS:
        raise InvalidAkomaNtoso(f"kind {document.kind!r} is not written; use one of {', '.join(KINDS)}")
    for place, text in _strings(document):
        if found := _FORBIDDEN.search(text):
            raise InvalidAkomaNtoso(
                f"the character U+{ord(found[0]):04X} at offset {found.start()} is forbidden in XML; take it out",
                place=place,
            )
    return etree.tostring(_Writer(document).root(), encoding="UTF-8", xml_declaration=True)


def _strings(document: Document) -> Iterator[tuple[str, str]]:
    """Every text of a document, with the name of its field."""
    entries: list[Any] = [document, *document.paragraphs, *document.headings, *document.notes, *document.citations]
    for entry in entries:
        for name in entry.__slots__:
            value = getattr(entry, name)
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str):
                    yield name, text


@dataclass(slots=True)
class _Section:
    level: float
    element: etree._Element
    eid: str
    annex: bool = False
    sections: int = 0


@dataclass(slots=True)
class _Open:
    """A paragraph whose items are being written: its id, its list, its role."""

    id: str
    element: etree._Element
    eid: str
    role: str


class _Writer:
    """Builds the tree of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.parts = parts_of(document)
        self.eids = EIds()
        self.meta = metadata(document, self.eids)
        self.kind, self.name = element_of(document.kind)
        self.lines = 0
        self.recitals = 0
        self.notes = [part for part in self.parts if part.kind == "note"]
        for number, note in enumerate(self.notes, 1):
            marker = note.number or ""
            suffix = marker if re.fullmatch(r"[A-Za-z0-9]+", marker) else f"n{number}"
            note.eid = self.eids.take(f"authorialNote_{suffix}")
        self.written: set[str] = set()
        self.refs: dict[int, str] = {}
        self.marks = printed_references(document, self.parts)

    def root(self) -> etree._Element:
        """The whole akomaNtoso element."""
        namespaces: dict[Any, str] = {None: AKN}
        root = etree.Element(f"{{{AKN}}}akomaNtoso", nsmap=namespaces)
        document = etree.SubElement(root, f"{{{AKN}}}{self.kind}", name=self.name)
        document.append(self.meta)
        self._content(document)
        scan = scanned(document)
        facts = facts_in(document)
        block = own_block.store(self.document, facts, [*scan.parts, *scan.notes], self.parts)
        own_block.store_citations(
            block, self.document.citations, Row(self.parts), self.refs, scan.anchors, targets_in(document)
        )
        add_block(document, block)
        _indent(root)
        return root

    # -- divisions of the document ---------------------------------------------------------------------------------

    def _content(self, document: etree._Element) -> None:
        """Share the parts out: front lines, preamble, body, closing lines; the notes go where they are called."""
        parts = [part for part in self.parts if part.kind != "note"]
        body = [at for at, part in enumerate(parts) if part.kind != "line"]
        start, end = (body[0], body[-1] + 1) if body else (len(parts), len(parts))
        first = parts[start] if body else None
        formula = first is not None and start > 0 and self._is_formula(parts[start - 1], first)
        front = parts[: start - 1 if formula else start]
        recitals = start
        if first is not None and first.role == "preambular":
            # lines between preambular paragraphs belong to the preamble, those after the last to the body
            while recitals < end and (parts[recitals].role == "preambular" or parts[recitals].kind == "line"):
                recitals += 1
            while parts[recitals - 1].kind == "line":
                recitals -= 1
        if front:
            preface = self._sub(document, "preface")
            for part in front:
                self._loose(preface, part, "preface")
        if formula or recitals > start:
            preamble = self._sub(document, "preamble")
            if formula:
                eid = self.eids.take("formula_1")
                self._loose(self._sub(preamble, "formula", eid, name="enactingFormula"), parts[start - 1], eid)
            self._preamble(preamble, parts[start:recitals])
        main = self._sub(document, "mainBody", self.eids.take("mainBody"))
        self._body(main, parts[recitals:end])
        if len(main) == 0:
            # the schema wants something in the body; an empty block without xml:space is read as nothing
            self._sub(main, "p")
        self._conclusions(document, parts[end:])

    @staticmethod
    def _is_formula(line: Part, following: Part) -> bool:
        return following.role in ("preambular", "operative") and line.text.endswith(_COMMAS)

    def _preamble(self, preamble: etree._Element, parts: list[Part]) -> None:
        holder: etree._Element | None = None
        for part in parts:
            if part.kind == "line":
                holder = None
                eid = self.eids.take(f"preamble__line_{self._next_line()}")
                self._loose(self._sub(preamble, "container", eid, name="line"), part, eid)
                continue
            if holder is None:
                self.recitals += 1
                holder = self._sub(preamble, "recitals", self.eids.take(f"recs_{self.recitals}"))
            recital = self._paragraph_element(holder, part, "recital", "")
            self._block(recital, part)

    def _conclusions(self, document: etree._Element, closing: list[Part]) -> None:
        uncalled = [note for note in self.notes if note.eid not in self.written]
        if not closing and not uncalled:
            return
        conclusions = self._sub(document, "conclusions")
        for part in closing:
            self._loose(conclusions, part, "conclusions")
        if uncalled:
            # printed notes that no paragraph calls (of the title, of a table): at the end, as they are printed
            eid = self.eids.take("conclusions__notes")
            holder = self._sub(self._sub(conclusions, "container", eid, name=UNCALLED), "p")
            for note in uncalled:
                self._note(holder, note)

    # -- body ------------------------------------------------------------------------------------------------------

    def _body(self, main: etree._Element, parts: list[Part]) -> None:
        sections = [_Section(float("-inf"), main, "")]
        opened: list[_Open] = []
        for at, part in enumerate(parts):
            if part.kind == "heading":
                opened.clear()
                while len(sections) > 1 and sections[-1].level >= part.level:
                    sections.pop()
                sections.append(self._section(sections[-1], part, parts[at + 1 :]))
            elif part.kind == "line":
                following = next((other for other in parts[at + 1 :] if other.kind != "line"), None)
                _close(opened, following)
                self._body_line(opened[-1].element if opened else sections[-1].element, part, following)
            else:
                _close(opened, part)
                self._body_paragraph(sections[-1], opened, part, _has_items(part, parts[at + 1 :]))

    def _section(self, above: _Section, part: Part, following: list[Part]) -> _Section:
        above.sections += 1
        annex = not above.annex and _only_annex(part, following)
        prefix = f"{above.eid}__" if above.eid else ""
        name = "annex" if annex else "sec"
        number = grammar(self.document.language).section_number(part.number) if part.number else None
        part.eid = self.eids.take(f"{prefix}{name}_{section_name(number, above.sections)}")
        element = (
            self._sub(above.element, "hcontainer", part.eid, name="annex")
            if annex
            else self._sub(above.element, "section", part.eid)
        )
        self._num(element, part)
        heading = self._sub(element, "heading", self.eids.take(f"{part.eid}__heading"))
        self._words(heading, part)
        return _Section(part.level, element, part.eid, annex or above.annex)

    def _body_line(self, parent: etree._Element, part: Part, following: Part | None) -> None:
        formula = following is not None and self._is_formula(part, following)
        eid = self.eids.take(f"line_{self._next_line()}")
        holder = self._sub(parent, "hcontainer", eid, name="formula" if formula else "line")
        self._loose(self._sub(holder, "content", self.eids.take(f"{eid}__content")), part, eid)

    def _body_paragraph(self, section: _Section, opened: list[_Open], part: Part, items: bool) -> None:
        """A paragraph, or an item in the list of the paragraph that it belongs to."""
        above = opened[-1] if opened else None
        if above is not None:
            element = self._paragraph_element(above.element, part, "point", above.role, above.eid)
        else:
            context = "annex" if section.annex else self._usual_role(part)
            name, label = _BODY_ELEMENTS.get(part.role, ("paragraph", ""))
            element = self._paragraph_element(section.element, part, name, part.role if label else context)
            if label:
                element.set("name", label)
        if not items:
            self._block(self._sub(element, "content", self.eids.take(f"{part.eid}__content")), part)
            return
        eid = self.eids.take(f"{part.eid}__list_1")
        inner = self._sub(element, "list", eid)
        self._block(self._sub(inner, "intro", self.eids.take(f"{eid}__intro")), part)
        opened.append(_Open(part.id, inner, part.eid, part.role))

    def _usual_role(self, part: Part) -> str:
        """The role that a reader takes a paragraph of the body to have when nothing says otherwise."""
        if self.kind == "statement":
            return "operative"
        return "numbered" if part.num else "unnumbered"

    def _paragraph_element(
        self, parent: etree._Element, part: Part, name: str, usual: str, above: str = ""
    ) -> etree._Element:
        """The element of a paragraph with its number; its class says the role where the surroundings say another."""
        fallback = f"{above}__{name}_{len(parent) + 1}" if above else f"{'rec' if name == 'recital' else 'para'}_x1"
        part.eid = self.eids.take(paragraph_eid(part.id, part.role) or fallback)
        element = self._sub(parent, name, part.eid)
        if usual and part.role != usual:
            element.set("class", part.role)
        self._num(element, part)
        return element

    # -- words -----------------------------------------------------------------------------------------------------

    @staticmethod
    def _sub(parent: etree._Element, tag: str, eid: str | None = None, /, **attributes: str) -> etree._Element:
        element = etree.SubElement(parent, f"{{{AKN}}}{tag}", attributes)
        if eid:
            element.set("eId", eid)
        return element

    def _next_line(self) -> int:
        self.lines += 1
        return self.lines

    def _num(self, element: etree._Element, part: Part) -> None:
        if part.num:
            num = self._sub(element, "num")
            num.text = part.num
            _keep_space(num, part.num)

    def _loose(self, parent: etree._Element, part: Part, above: str) -> None:
        """A loose line: a block that has the part's eId; printed symbol, title, date and session are marked."""
        part.eid = self.eids.take(f"{above}__p_{len(parent) + 1}")
        element = self._sub(parent, "p", part.eid)
        self._words(element, part, printed_facts(part.text, self.document))

    def _block(self, parent: etree._Element, part: Part) -> None:
        self._words(self._sub(parent, "p"), part)

    def _words(self, element: etree._Element, part: Part, facts: list[Mark] | None = None) -> None:
        """The part's text in an element, with its marks and note calls where they stand."""
        _keep_space(element, part.text)
        marks = list(facts or [])
        for mark in self.marks.get(id(part), []):
            if all(mark.end <= other.start or other.end <= mark.start for other in marks):
                marks.append(mark)
        starts, ends = {mark.start: mark for mark in marks}, {mark.end for mark in marks}
        cuts = sorted({0, len(part.text), *starts, *ends, *(at for _, at in part.calls)})
        parent = element
        for cut, after in zip(cuts, [*cuts[1:], len(part.text)], strict=True):
            if cut in ends:
                parent = element
            for marker, at in part.calls:
                if at == cut:
                    self._call(parent, marker)
            if cut in starts:
                parent = self._mark(element, part, starts[cut])
            _append(parent, part.text[cut:after])

    def _mark(self, element: etree._Element, part: Part, mark: Mark) -> etree._Element:
        count = sum(1 for _ in element.iter(f"{{{AKN}}}{mark.name}")) + 1
        eid = self.eids.take(f"{part.eid}__{mark.name}_{count}") if mark.citations else None
        for citation in mark.citations:
            self.refs[citation] = eid or ""
        return self._sub(element, mark.name, eid, **mark.attributes)

    def _call(self, parent: etree._Element, marker: str) -> None:
        """The note itself at its first call, a reference to it at the others."""
        note = next((note for note in self.notes if note.number == marker), None)
        if note is not None and note.eid not in self.written:
            self._note(parent, note)
        else:
            # a call of a note that is missing from the text points to the document
            self._sub(parent, "noteRef", href=f"#{note.eid if note else ''}", marker=marker, placement="bottom")

    def _note(self, parent: etree._Element, note: Part) -> None:
        self.written.add(note.eid)
        element = self._sub(parent, "authorialNote", note.eid, marker=note.number or "", placement="bottom")
        self._block(element, note)


def _close(opened: list[_Open], part: Part | None) -> None:
    """Close the paragraphs that `part` is no item of."""
    above = part.id.rpartition(".")[0] if part is not None and part.kind == "paragraph" else ""
    while opened and (not above or opened[-1].id != above):
        opened.pop()


def _has_items(part: Part, following: list[Part]) -> bool:
    after = next((other for other in following if other.kind != "line"), None)
    return after is not None and after.kind == "paragraph" and after.id.rpartition(".")[0] == part.id


def _only_annex(heading: Part, following: list[Part]) -> bool:
    """Whether all paragraphs under a heading, and there are some, are an annex's."""
    roles = set()
    for part in following:
        if part.kind == "heading" and part.level <= heading.level:
            break
        if part.kind == "paragraph":
            roles.add(part.role)
    return roles == {"annex"}


def _keep_space(element: etree._Element, text: str) -> None:
    """Say that white space counts, where collapsing it would change the text."""
    if not text or text != collapsed(text):
        element.set(SPACE, "preserve")


def _append(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _indent(element: etree._Element, depth: int = 0) -> None:
    """Line breaks and indentation between the elements that hold no words."""
    name = etree.QName(element).localname
    if name in _MIXED or not len(element):
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        _indent(child, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    element[-1].tail = "\n" + "  " * depth
