"""Counts the automatic numbers of a Word file: the number that Word prints before a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from isonomia.text.readers.counting import label, write_number
from isonomia.text.readers.docx.styles import Styles, is_on

LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
# A number is drawn with private characters only when it is a picture of a bullet.
_SHOWN = re.compile(r"[^\W_]")


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None  # the level whose use restarts this one; 0 never, None any higher one
    legal: bool = False
    style: str | None = None


@dataclass(slots=True)
class _List:
    """A `num`: the abstract list that it counts in, its levels, and where the first use of a level begins anew."""

    abstract: str
    levels: dict[int, _Level]
    restarts: dict[int, int]


class Numbering:
    """The lists of a document and how far each has counted. Ask for every paragraph once, in order."""

    def __init__(self, root: etree._Element | None, styles: Styles, w: str) -> None:
        self.w, self.styles = w, styles
        self._counts: dict[str, dict[int, int]] = {}
        self._used: set[tuple[str, int]] = set()
        self._abstracts: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        self._lists: dict[str, _List | None] = {}
        for element in root if root is not None else ():
            if element.tag == f"{w}abstractNum":
                self._abstracts[element.get(f"{w}abstractNumId", "")] = element
            elif element.tag == f"{w}num":
                self._nums[element.get(f"{w}numId", "")] = element

    def number(self, properties: etree._Element | None) -> str | None:
        """The number of the paragraph with these properties, counted on; None for no number or a bullet."""
        place = self._place(properties)
        if place is None:
            return None
        num_id, level_index = place
        numbered = self._list(num_id)
        level = numbered.levels.get(level_index) if numbered else None
        if numbered is None or level is None:
            return None
        self._count(num_id, numbered, level_index, level)
        return self._write(numbered, level_index, level)

    def _place(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """(numId, level) of a paragraph, its own or its style's."""
        w = self.w
        numbered = self.styles.paragraph_property(properties, "numPr")
        if numbered is None:
            return None
        num_id, level = _value(numbered, "numId", w), _value(numbered, "ilvl", w)
        own = properties is not None and properties.find(f"{w}numPr") is numbered
        if num_id is None:
            # a style may give the list and the paragraph only its level, or the other way round
            num_id = self._style_value(properties, "numId")
        if level is None:
            level = None if own else self._style_value(properties, "ilvl")
        if num_id is None or num_id == "0":
            return None
        if level is None:
            return num_id, 0 if own else self._level_of_style(num_id, properties)
        return num_id, min(int(level), LEVELS - 1) if level.isdigit() else 0

    def _style_value(self, properties: etree._Element | None, name: str) -> str | None:
        for style in self.styles.chain(self.styles.paragraph_style(properties)):
            numbered = style.paragraph.find(f"{self.w}numPr") if style.paragraph is not None else None
            value = _value(numbered, name, self.w) if numbered is not None else None
            if value is not None:
                return value
        return None

    def _level_of_style(self, num_id: str, properties: etree._Element | None) -> int:
        """The level that the list binds to the paragraph's style (`pStyle`)."""
        numbered = self._list(num_id)
        chain = [style.id for style in self.styles.chain(self.styles.paragraph_style(properties))]
        for index, level in numbered.levels.items() if numbered else ():
            if level.style in chain:
                return index
        return 0

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._read_list(num_id)
        return self._lists[num_id]

    def _read_list(self, num_id: str) -> _List | None:
        w = self.w
        num = self._nums.get(num_id)
        if num is None:
            return None
        key = self._abstract_of(num)
        abstract = self._abstracts.get(key)
        if abstract is None:
            return None
        levels = {_index(element, w): _read_level(element, w) for element in abstract.findall(f"{w}lvl")}
        restarts: dict[int, int] = {}
        for override in num.findall(f"{w}lvlOverride"):
            index = _index(override, w)
            own = override.find(f"{w}lvl")
            if own is not None:
                levels[index] = _read_level(own, w)
            start = _value(override, "startOverride", w)
            if start is not None and start.isdigit():
                restarts[index] = int(start)
        return _List(key, levels, restarts)

    def _abstract_of(self, num: etree._Element) -> str:
        """The abstract list of a `num`, through the list style that it may name instead of levels."""
        w = self.w
        key = _value(num, "abstractNumId", w) or ""
        for _ in range(len(self._abstracts)):
            abstract = self._abstracts.get(key)
            link = _value(abstract, "numStyleLink", w) if abstract is not None else None
            style = self.styles.by_id.get(link or "")
            numbered = style.paragraph.find(f"{w}numPr") if style and style.paragraph is not None else None
            linked = self._nums.get(_value(numbered, "numId", w) or "") if numbered is not None else None
            if linked is None:
                break
            key = _value(linked, "abstractNumId", w) or ""
        return key

    def _count(self, num_id: str, numbered: _List, index: int, level: _Level) -> None:
        counts = self._counts.setdefault(numbered.abstract, {})
        if index in numbered.restarts and (num_id, index) not in self._used:
            counts[index] = numbered.restarts[index] - 1
        self._used.add((num_id, index))
        counts[index] = counts.get(index, level.start - 1) + 1
        for deeper in [key for key in counts if key > index]:
            restart = numbered.levels[deeper].restart if deeper in numbered.levels else None
            if restart is None or (restart and index < restart):
                del counts[deeper]

    def _write(self, numbered: _List, index: int, level: _Level) -> str | None:
        counts = self._counts[numbered.abstract]

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            other = numbered.levels.get(place, level)
            form = "decimal" if level.legal and other.form not in ("bullet", "none") else other.form
            return write_number(counts.get(place, other.start), form) if place <= index else ""

        if level.form == "bullet":
            return None
        written = label(_PLACEHOLDER.sub(shown, level.text))
        return written if _SHOWN.search(written) else None


def _read_level(element: etree._Element, w: str) -> _Level:
    # a form that Word 2010 added stands in an alternative beside its older substitute
    forms = [form.get(f"{w}val") or "decimal" for form in element.iter(f"{w}numFmt")]
    start, restart = _value(element, "start", w), _value(element, "lvlRestart", w)
    legal = element.find(f"{w}isLgl")
    return _Level(
        start=int(start) if start and start.isdigit() else 1,
        form=next((form for form in forms if form != "custom"), "decimal"),
        text=_value(element, "lvlText", w) or "",
        restart=int(restart) if restart and restart.isdigit() else None,
        legal=legal is not None and is_on(legal.get(f"{w}val")),
        style=_value(element, "pStyle", w),
    )


def _index(element: etree._Element, w: str) -> int:
    value = element.get(f"{w}ilvl", "0")
    return int(value) if value.isdigit() else 0


def _value(element: etree._Element, name: str, w: str) -> str | None:
    child = element.find(w + name)
    return None if child is None else child.get(f"{w}val")
