"""The text of an Akoma Ntoso document as a row of parts, whoever wrote it: by local names, in any version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from isonomia.text.akn.inline import Running, collapsed, identifier, local, running
from isonomia.text.akn.parts import Part

# elements that are a paragraph of their own even where they hold no words yet
_PARAGRAPHS = frozenset(
    ("paragraph", "subparagraph", "point", "indent", "alinea", "item", "recital", "citation", "clause", "subclause",
     "li", "rule", "subrule")
)  # fmt: skip
_BLOCKS = frozenset(("p", "block", "tblock", "toc", "listIntroduction", "listWrapUp"))
_HIERARCHY = _PARAGRAPHS | frozenset(
    ("section", "subsection", "part", "subpart", "chapter", "subchapter", "title", "subtitle", "article", "book",
     "tome", "division", "subdivision", "list", "sublist", "proviso", "level", "transitional", "hcontainer",
     "container", "crossHeading")
)  # fmt: skip
_LISTS = frozenset(("blockList", "ol", "ul"))
_ROLES = {
    "recital": "preambular",
    "preamble": "preambular",
    "preambular": "preambular",
    "summary": "summary",
    "annex": "annex",
    "operative": "operative",
    "numbered": "numbered",
    "unnumbered": "unnumbered",
}
_LINES = ("line", "formula", "enactingFormula")
UNCALLED = "uncalledNotes"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the walk stands: the heading and the paragraph above, the role that the surroundings give."""

    under: Part | None = None
    parent: Part | None = None
    role: str = ""


@dataclass(slots=True)
class Anchor:
    """A `ref` in a part."""

    part: Part
    href: str
    start: int
    end: int


@dataclass(slots=True)
class Scan:
    """Walks a document element and gathers its parts, notes apart; `numbered` says that it is a report."""

    numbered: bool
    parts: list[Part] = field(default_factory=list)
    notes: list[Part] = field(default_factory=list)
    anchors: dict[str, Anchor] = field(default_factory=dict)
    markers: dict[etree._Element, str] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    formula_seen: bool = False

    # -- the document element --------------------------------------------------------------------------------------

    def document(self, element: etree._Element) -> None:
        """Read a whole statement, doc, bill ...: cover, preface, preamble, body, conclusions, attachments."""
        self._mark_notes(element)
        self._content(element, Place())
        for note in element.iterfind("{*}meta/{*}notes/{*}note"):
            self._note(note)

    def _content(self, element: etree._Element, place: Place) -> None:
        self.formula_seen = any(local(child) == "formula" for child in element.iterfind("{*}preamble/*"))
        for child in element:
            name = local(child)
            if name in ("coverPage", "preface", "conclusions"):
                self._lines(child, place)
            elif name == "preamble":
                self._preamble(child, replace(place, role=place.role or "preambular"))
            elif name in ("mainBody", "body"):
                self._children(child, place)
            elif name == "attachments":
                for attachment in child:
                    self._attachment(attachment, place)

    def _attachment(self, element: etree._Element, place: Place) -> None:
        """An annex that is a document of its own: its heading, then all its paragraphs as annex."""
        place = self._headed(element, replace(place, role="annex"), role="annex")
        for child in element:
            if child.find("{*}mainBody") is not None or child.find("{*}body") is not None:
                self._content(child, place)

    # -- notes -----------------------------------------------------------------------------------------------------

    def _mark_notes(self, root: etree._Element) -> None:
        """The marker of every note; those without one are numbered on."""
        elements = [e for e in root.iter("{*}authorialNote", "{*}note") if local(e) != "note" or _in_meta(e)]
        used = {e.get("marker") for e in elements}
        fresh = 0
        for element in elements:
            marker = element.get("marker")
            if marker is None:
                fresh += 1
                while str(fresh) in used:
                    fresh += 1
                marker = str(fresh)
            self.markers[element] = marker
            self.targets[identifier(element)] = marker

    def _call(self, element: etree._Element) -> str | None:
        if local(element) == "authorialNote":
            return self.markers.get(element)
        return self.targets.get((element.get("href") or "").removeprefix("#")) or element.get("marker")

    def _note(self, element: etree._Element) -> None:
        marker = self.markers[element]
        blocks = [block for block in element.iter("{*}p", "{*}block") if _owner(block) is element] or [element]
        found = running(blocks, self._call)
        note = Part("note", found.text, eid=identifier(element), number=marker)
        self.notes.append(note)
        self._keep(note, found)

    def _running(self, elements: Iterable[etree._Element]) -> Running:
        return running(elements, self._call)

    def _keep(self, part: Part, found: Running) -> None:
        part.preserved = found.preserved
        for eid, href, start, end in found.anchors:
            if eid:
                self.anchors[eid] = Anchor(part, href, start, end)
        for note in found.notes:
            self._note(note)

    # -- loose lines -----------------------------------------------------------------------------------------------

    def _lines(self, element: etree._Element, place: Place) -> None:
        """Every block in a preface, a formula, conclusions: a loose line each."""
        if local(element) == "container" and element.get("name") == UNCALLED:
            for note in element.iter("{*}authorialNote"):
                self._note(note)
            return
        blocks = [child for child in element if local(child)]
        if not any(_is_block(child) or _holds_blocks(child) for child in blocks):
            self._line(element, place)
            return
        for child in blocks:
            if _holds_blocks(child):
                self._lines(child, place)
            else:
                self._line(child, place)

    def _line(self, element: etree._Element, place: Place) -> None:
        found = self._running([element])
        part = Part("line", found.text, eid=identifier(element), under=place.under)
        if found.text or found.preserved:
            self.parts.append(part)
        self._keep(part, found)

    # -- preamble --------------------------------------------------------------------------------------------------

    def _preamble(self, element: etree._Element, place: Place) -> None:
        for child in element:
            name = local(child)
            if name == "formula" or (name in ("container", "block") and child.get("name") in _LINES):
                self._lines(child, place)
            elif name in ("recitals", "citations"):
                inner = self._headed(child, place)
                for part in child:
                    if local(part) in ("intro", "wrapUp"):
                        self._lines(part, inner)
                    elif local(part) in _HIERARCHY:
                        self._element(part, inner)
            elif name in _HIERARCHY:
                self._element(child, place)
            elif _is_block(child):
                if self._opens_as_formula(child):
                    self._line(child, place)
                else:
                    self._paragraph(child, place, [child])

    def _opens_as_formula(self, element: etree._Element) -> bool:
        """The organ's name in a preamble that marks no formula: its first line, ending with a comma, in one style."""
        if self.formula_seen or any(part.role == "preambular" for part in self.parts):
            return False
        text = self._running([element]).text
        styled = [child for child in element if local(child)]
        whole = len(styled) == 1 and collapsed("".join(map(str, styled[0].itertext()))) == text
        return text.endswith((",", "，", "،")) and (whole or len(text) <= 60)

    # -- body ------------------------------------------------------------------------------------------------------

    def _children(self, element: etree._Element, place: Place) -> None:
        """The parts of a container, in order."""
        for child in element:
            name = local(child)
            if name in _HIERARCHY:
                self._element(child, place)
            elif _is_block(child) or name in ("wrapUp", "content", "intro"):
                self._paragraph(child, place, [child])
            elif name and name not in ("num", "heading", "subheading", "componentRef"):
                self._children(child, place)

    def _element(self, element: etree._Element, place: Place) -> None:
        """One hierarchical element: a loose line, a heading with what stands under it, or a paragraph with items."""
        name, label = local(element), element.get("name") or element.get("class") or ""
        if label in _LINES or name == "crossHeading":
            self._lines(element, place)
            return
        role = _ROLES.get(element.get("class") or "") or _ROLES.get(label) or _ROLES.get(name) or ""
        headed = _child(element, "heading") is not None
        own = [child for child in element if _is_block(child) or local(child) in ("content", "intro")]
        if own or name in _PARAGRAPHS:
            own += element.iterfind("{*}list/{*}intro")
        if not own and name == "li":
            own = [element]
        if headed or (not own and name not in _PARAGRAPHS and _child(element, "num") is not None):
            place = self._headed(element, replace(place, role=role or place.role, parent=None), role=role)
            self._children(element, place)
        elif own or name in _PARAGRAPHS:
            self._paragraph(element, replace(place, role=role or place.role), own)
        else:
            self._children(element, replace(place, role=role or place.role))

    def _headed(self, element: etree._Element, place: Place, role: str = "") -> Place:
        """The place under an element's heading, which becomes a part; `role` is what the element itself says."""
        num, heading = _child(element, "num"), _child(element, "heading")
        if num is None and heading is None:
            return place
        found = self._running([heading] if heading is not None else [])
        part = Part("heading", found.text, eid=identifier(element), num=self._num(num), role=role, under=place.under)
        self.parts.append(part)
        self._keep(part, found)
        return replace(place, under=part, parent=None)

    def _num(self, num: etree._Element | None) -> str:
        return self._running([num]).text if num is not None else ""

    def _paragraph(self, element: etree._Element, place: Place, own: list[etree._Element]) -> None:
        """A paragraph and its items; `own` holds its words (intro, content, blocks)."""
        blocks = [block for holder in own for block in _leaves(holder)]
        found = self._running(blocks)
        num = self._num(_child(element, "num"))
        role = self._role(place, num)
        part = Part(
            "paragraph", found.text, eid=identifier(element), num=num, role=role, calls=tuple(found.calls),
            under=place.under, parent=place.parent,
        )  # fmt: skip
        inner = place
        if found.text or num or found.preserved:
            self.parts.append(part)
            inner = replace(place, parent=part)
        self._keep(part, found)
        for items in (found_list for holder in own for found_list in _lists(holder)):
            for item in items:
                if local(item) in ("item", "li"):
                    self._element(item, inner)
        for child in element:
            if child not in own and local(child) in _HIERARCHY:
                self._list(child, inner) if local(child) == "list" else self._element(child, inner)
            elif local(child) == "wrapUp":
                self._paragraph(child, inner, [child])

    def _list(self, element: etree._Element, place: Place) -> None:
        """The items of a list whose introduction was read as the paragraph's own words."""
        for child in element:
            if local(child) in _HIERARCHY:
                self._element(child, place)
            elif local(child) == "wrapUp":
                self._paragraph(child, place, [child])

    def _role(self, place: Place, num: str) -> str:
        if place.role:
            return place.role
        if place.parent is not None:
            return place.parent.role
        if not self.numbered:
            return "operative"
        return "numbered" if num else "unnumbered"


def _child(element: etree._Element, name: str) -> etree._Element | None:
    return next((child for child in element if local(child) == name), None)


def _in_meta(element: etree._Element) -> bool:
    return any(local(above) == "meta" for above in element.iterancestors())


def _owner(block: etree._Element) -> etree._Element | None:
    """The note that a block belongs to."""
    return next((e for e in block.iterancestors() if local(e) in ("authorialNote", "note")), None)


def _is_block(element: etree._Element) -> bool:
    return local(element) in _BLOCKS or local(element) in _LISTS or local(element) == "table"


def _holds_blocks(element: etree._Element) -> bool:
    """Whether it is a container of blocks; a paragraph with a note holds the note's blocks and is none."""
    return local(element) not in _BLOCKS and any(map(_is_block, element.iterdescendants()))


def _leaves(holder: etree._Element) -> Iterator[etree._Element]:
    """The blocks whose words are a paragraph's own: not those of its items."""
    name = local(holder)
    if name in _BLOCKS:
        yield holder
    elif name == "table":
        yield from (cell for cell in holder.iter("{*}p", "{*}td", "{*}th") if cell.find(".//{*}p") is None)
    elif name in _LISTS:
        yield from (child for child in holder if local(child) == "listIntroduction")
    elif not _holds_blocks(holder) and not any(True for _ in _lists(holder)):
        yield holder
    else:
        for child in holder:
            if local(child) and local(child) not in ("num", "heading", "subheading"):
                yield from _leaves(child)


def _lists(holder: etree._Element) -> Iterator[etree._Element]:
    """The lists inside a paragraph's words, not those inside these lists."""
    if local(holder) in _LISTS:
        yield holder
    elif local(holder) not in _BLOCKS:
        for child in holder:
            yield from _lists(child)
