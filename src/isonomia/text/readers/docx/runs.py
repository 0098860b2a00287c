"""The inline content of a Word paragraph: which characters of its runs are printed, in order, with note calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from isonomia.text.lines import call
from isonomia.text.readers.docx.styles import Styles, is_on
from isonomia.text.readers.inline import clean

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
    "{http://purl.oclc.org/ooxml/officeDocument/math}",
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# Tags around runs that print what they hold.
_TRANSPARENT = frozenset((
    "hyperlink", "smartTag", "customXml", "sdtContent", "ins", "moveTo", "fldSimple", "dir", "bdo", "rubyBase",
))  # fmt: skip
_DELETED = ("del", "moveFrom")
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}

# The Symbol font keeps Greek and signs at the places of Latin letters and in F000-F0FF.
_SYMBOL_LETTERS = dict(
    zip(
        range(ord("A"), ord("Z") + 1),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
        strict=True,
    )
) | dict(zip(range(ord("a"), ord("z") + 1), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_SYMBOL_SIGNS = {0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAC: "←", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥",
                 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xD2: "®", 0xD3: "©", 0xD4: "™",
                 0xD7: "⋅", 0xE2: "®", 0xE3: "©", 0xE4: "™"}  # fmt: skip
_DINGBATS = {0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0xA8: "☐", 0xE0: "→"}

_LONGEST_MARK = 10

Marker = Callable[[str], str]
"""Gives the next automatic marker of "footnote" or "endnote"."""


@dataclass(slots=True)
class Changes:
    """How many tracked changes were met."""

    inserted: int = 0
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """A note called in the text: "footnote" or "endnote", the id in its part, the printed marker."""

    kind: str
    id: str
    marker: str


@dataclass(slots=True)
class Inline:
    """What one paragraph prints: (text, raised) pieces, and the text boxes anchored in it."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)


class RunReader:
    """Reads paragraphs of one part in order; fields and custom note marks may run from one into the next."""

    def __init__(self, part: etree._Element, styles: Styles, w: str, next_marker: Marker) -> None:
        self.styles, self.w, self.next_marker = styles, w, next_marker
        self.changes = Changes()
        self.references: list[Reference] = []
        self._fields: list[str] = []
        self._custom: tuple[str, str] | None = None
        self._style: str | None = None
        self._inline = Inline()
        # in a damaged file an unclosed field would swallow the rest of the text
        kinds = [mark.get(f"{w}fldCharType") for mark in part.iter(f"{w}fldChar")]
        self._fields_close = kinds.count("begin") == kinds.count("end")

    def read(self, paragraph: etree._Element) -> Inline:
        """The printed content of a paragraph."""
        self._inline = Inline()
        self._style = self.styles.paragraph_style(paragraph.find(f"{self.w}pPr"))
        self._children(paragraph)
        return self._inline

    def is_hidden(self, properties: etree._Element | None, paragraph_style: str | None) -> bool:
        """Whether run properties hide what they govern."""
        vanish = self.styles.run_property(properties, paragraph_style, "vanish")
        return vanish is not None and is_on(vanish.get(f"{self.w}val"))

    def _children(self, element: etree._Element) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            if tag.startswith(self.w):
                self._child(child, tag[len(self.w) :])
            elif tag == f"{_MC}AlternateContent":
                self._children(branch(child, self.w))
            elif tag.startswith(_MATHS):
                self._add(
                    "".join(part.text or "" for maths in _MATHS for part in child.iter(f"{maths}t")), raised=False
                )

    def _child(self, child: etree._Element, name: str) -> None:
        if name == "r":
            self._run(child)
        elif name == "sdt":
            if not is_placeholder(child, self.w):
                self._children(child)
        elif name in _DELETED:
            self.changes.deleted += len(child) > 0
        elif name in _TRANSPARENT:
            self.changes.inserted += name in ("ins", "moveTo") and len(child) > 0
            self._children(child)

    def _run(self, run: etree._Element) -> None:
        properties = run.find(f"{self.w}rPr")
        visible = not self.is_hidden(properties, self._style)
        align = self.styles.run_property(properties, self._style, "vertAlign")
        raised = align is not None and align.get(f"{self.w}val") == "superscript"
        self._content(run, visible=visible, raised=raised)

    def _content(self, run: etree._Element, *, visible: bool, raised: bool) -> None:
        w = self.w
        for child in run:
            tag = child.tag
            if tag == f"{_MC}AlternateContent":
                self._content(branch(child, w), visible=visible, raised=raised)
            if not isinstance(tag, str) or not tag.startswith(w):
                continue
            name = tag[len(w) :]
            if name == "fldChar":
                self._field(child.get(f"{w}fldCharType"))
            elif not visible or "code" in self._fields:
                continue
            elif name == "t":
                text = child.text or ""
                self._add(text if child.get(_SPACE) == "preserve" else text.strip(" \t\r\n"), raised=raised)
            elif name in _CHARACTERS:
                self._add(_CHARACTERS[name], raised=False)
            elif name == "sym":
                self._add(symbol(child.get(f"{w}font", ""), child.get(f"{w}char", "")), raised=raised)
            elif name in ("footnoteReference", "endnoteReference"):
                self._refer(name.removesuffix("Reference"), child)
            elif name == "ruby":
                self._children(child)
            elif name in ("drawing", "pict", "object"):
                self._find_boxes(child)

    def _field(self, kind: str | None) -> None:
        """A field prints its result; its code, which may hold fields itself, is left out."""
        if not self._fields_close:
            return
        if kind == "begin":
            self._fields.append("code")
        elif kind == "separate" and self._fields:
            self._fields[-1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _add(self, text: str, *, raised: bool) -> None:
        text = clean(text)
        if self._custom and text.strip():
            (kind, key), self._custom = self._custom, None
            mark = text.strip()
            if len(mark) <= _LONGEST_MARK:
                self._note(Reference(kind, key, mark))
                return
            self._note(Reference(kind, key, "*"))
        if text:
            self._inline.pieces.append((text, raised))

    def _refer(self, kind: str, element: etree._Element) -> None:
        key = element.get(f"{self.w}id", "")
        if is_on(element.get(f"{self.w}customMarkFollows", "0")):
            self._custom = (kind, key)
        else:
            self._note(Reference(kind, key, self.next_marker(kind)))

    def _note(self, reference: Reference) -> None:
        self.references.append(reference)
        self._inline.pieces.append((call(reference.marker), False))

    def _find_boxes(self, element: etree._Element) -> None:
        for child in element:
            if child.tag == f"{self.w}txbxContent":
                self._inline.boxes.append(child)
            elif child.tag == f"{_MC}AlternateContent":
                self._find_boxes(branch(child, self.w))
            else:
                self._find_boxes(child)


def branch(alternate: etree._Element, w: str) -> etree._Element:
    """The one branch of alternative content to read: the first that holds text. Both say the same in other forms."""
    branches = [*alternate.findall(f"{_MC}Choice"), *alternate.findall(f"{_MC}Fallback")]
    for element in branches:
        if next(element.iter(f"{w}t", f"{w}sym", f"{w}footnoteReference"), None) is not None:
            return element
    return branches[0] if branches else alternate.makeelement("none")


def is_alternate(element: etree._Element) -> bool:
    """Whether the element offers the same content in several forms."""
    return element.tag == f"{_MC}AlternateContent"


def is_placeholder(control: etree._Element, w: str) -> bool:
    """Whether a content control shows only its prompt ("Click here to enter text")."""
    shown = control.find(f"{w}sdtPr/{w}showingPlcHdr")
    return shown is not None and is_on(shown.get(f"{w}val"))


def symbol(font: str, code: str) -> str:
    """The character of a `w:sym`; nothing for a picture in a font of signs that has no Unicode character."""
    try:
        point = int(code, 16)
    except ValueError:
        return ""
    if not 0 < point <= 0x10FFFF or 0xD800 <= point < 0xE000:
        return ""
    if not 0xF000 <= point <= 0xF0FF:
        return chr(point)
    point -= 0xF000
    if font.lower().startswith("symbol"):
        return _SYMBOL_LETTERS.get(point) or _SYMBOL_SIGNS.get(point) or (chr(point) if 0x20 <= point < 0x7F else "")
    return _DINGBATS.get(point, "") if "ding" in font.lower() else ""
