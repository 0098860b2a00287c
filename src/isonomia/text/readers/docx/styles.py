"""The paragraph and character styles of a Word file: what a paragraph inherits from its style."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

BODY_LEVEL = 9
"""The outline level that Word gives to what is no heading."""

_BUILT_IN_HEADING = re.compile(r"heading (\d)", re.I)
# The templates of the United Nations name their headings H_M (main), H_Ch (chapter), H_1, H_2/3 ...
_UN_HEADING = re.compile(r"_?\s*(?:title)?\s*_?H[\s_]*(M|Ch|[1-6])(?:\s*[/_]?\s*\d){0,3}(?:_G)?", re.I)
_UN_RANK = {"M": 1, "CH": 2}


@dataclass(slots=True)
class Style:
    """One style: its own properties; what it lacks comes from `based_on`."""

    id: str
    name: str
    based_on: str | None
    paragraph: etree._Element | None
    run: etree._Element | None
    heading: int


class Styles:
    """The styles by id. `w` is the namespace in braces, as the document's elements carry it."""

    def __init__(self, root: etree._Element | None, w: str) -> None:
        self.w = w
        self.by_id: dict[str, Style] = {}
        self.default_paragraph: str | None = None
        self._inherited: dict[tuple[str | None, str | None, str], etree._Element | None] = {}
        for element in root.findall(f"{w}style") if root is not None else ():
            key = element.get(f"{w}styleId") or ""
            name = _value(element.find(f"{w}name"), w) or ""
            based_on = _value(element.find(f"{w}basedOn"), w)
            self.by_id[key] = Style(
                key, name, based_on, element.find(f"{w}pPr"), element.find(f"{w}rPr"), _heading_of(name)
            )
            if element.get(f"{w}type") == "paragraph" and is_on(element.get(f"{w}default", "0")):
                self.default_paragraph = key

    def chain(self, style_id: str | None) -> list[Style]:
        """The style and those it is based on, nearest first; a circle is followed once."""
        found: list[Style] = []
        seen: set[str] = set()
        while style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            found.append(self.by_id[style_id])
            style_id = found[-1].based_on
        return found

    def paragraph_property(self, properties: etree._Element | None, name: str) -> etree._Element | None:
        """A paragraph property (`outlineLvl`, `numPr` ...): the paragraph's own, else the nearest style's."""
        own = properties.find(self.w + name) if properties is not None else None
        if own is not None:
            return own
        for style in self.chain(self.paragraph_style(properties)):
            inherited = style.paragraph.find(self.w + name) if style.paragraph is not None else None
            if inherited is not None:
                return inherited
        return None

    def run_property(self, run: etree._Element | None, paragraph_style: str | None, name: str) -> etree._Element | None:
        """A run property (`vanish`, `vertAlign`): the run's own, else of its style, else of the paragraph's style."""
        own = run.find(self.w + name) if run is not None else None
        if own is not None:
            return own
        run_style = _value(run.find(f"{self.w}rStyle"), self.w) if run is not None else None
        key = (run_style, paragraph_style, name)
        if key not in self._inherited:
            styles = (*self.chain(run_style), *self.chain(paragraph_style))
            found = [style.run.find(self.w + name) for style in styles if style.run is not None]
            self._inherited[key] = next((element for element in found if element is not None), None)
        return self._inherited[key]

    def paragraph_style(self, properties: etree._Element | None) -> str | None:
        """The id of a paragraph's style."""
        named = _value(properties.find(f"{self.w}pStyle"), self.w) if properties is not None else None
        return named if named in self.by_id else self.default_paragraph

    def heading_level(self, properties: etree._Element | None) -> int:
        """1 to 9 for a heading, 0 for anything else: by outline level, built-in name or United Nations template."""
        outline = _value(self.paragraph_property(properties, "outlineLvl"), self.w)
        if outline is not None and outline.isdigit():
            return int(outline) + 1 if int(outline) < BODY_LEVEL else 0
        return next((style.heading for style in self.chain(self.paragraph_style(properties)) if style.heading), 0)

    def is_title(self, properties: etree._Element | None) -> bool:
        """Whether the paragraph has the built-in style for the document's title."""
        return any(style.name.lower() == "title" for style in self.chain(self.paragraph_style(properties)))


def is_on(value: str | None) -> bool:
    """The value of an on-off property; a property without a value is on."""
    return value is None or value.lower() not in ("0", "false", "off", "none")


def _value(element: etree._Element | None, w: str) -> str | None:
    return None if element is None else element.get(f"{w}val")


def _heading_of(name: str) -> int:
    if built_in := _BUILT_IN_HEADING.fullmatch(name.strip()):
        return int(built_in[1])
    if template := _UN_HEADING.fullmatch(name.strip()):
        rank = template[1].upper()
        return _UN_RANK.get(rank) or int(rank) + len(_UN_RANK)
    return 0
