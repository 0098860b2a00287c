"""Lines become a Document: front matter, preamble, operative or numbered paragraphs, headings, annexes, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from isonomia.text.blocks import Block, Cutter
from isonomia.text.front import read_front
from isonomia.text.grammar import Grammar
from isonomia.text.lines import Line
from isonomia.text.model import Document, Note, Paragraph, Span, Warning
from isonomia.text.notes import CALL, separate
from isonomia.text.numerals import item_ids
from isonomia.text.parting import body_start, closing, front_lines, opening
from isonomia.text.repair import repair, undo_doubled_verbs
from isonomia.text.roles import paragraph_roles
from isonomia.text.sections import Sections
from isonomia.text.verbs import VerbForms

_BULLET = re.compile(r"[-–—•●▪·]\s*(?=\w)")


@dataclass(slots=True)
class _Part:
    """Where the walk over the blocks stands: section, role, counters of the current part of an omnibus text."""

    prefix: str = ""
    role: str = ""
    preambular: int = 0
    unnumbered: int = 0
    paragraph: str = ""
    operative: bool = False
    bullets: int = 0
    heading: str | None = None


class Builder:
    """Builds one Document out of the lines of one file."""

    def __init__(self, lines: list[Line], grammar: Grammar) -> None:
        self.grammar = grammar
        self.lines, self.notes = separate(repair(lines, grammar), grammar)
        self.text: list[str] = []
        self.length = 0
        self.paragraphs: list[Paragraph] = []
        self.ids: set[str] = set()
        self.sections = Sections(grammar, self.ids)
        self.restarts = False
        self.warnings: list[Warning] = []

    # -- text ------------------------------------------------------------------------------------------------------

    def _add(self, prefix: str, text: str) -> tuple[Span, tuple[tuple[str, int], ...], str]:
        """Adds a line to the text; gives the span of its content, its note calls and the content."""
        calls: list[tuple[str, int]] = []
        out: list[str] = []
        start = self.length + len(prefix)
        at = taken = 0
        for match in CALL.finditer(text):
            piece = text[at : match.start()]
            at = match.end()
            if out and out[-1].endswith(" ") and piece[:1] in " ,.;:)":
                piece = piece.lstrip()
            out.append(piece)
            taken += len(piece)
            calls.append((match[1], start + taken))
        rest = text[at:]
        if calls and out and out[-1].endswith(" ") and rest[:1] in (" ", ",", ".", ";", ":", ")", ""):
            stripped = rest.lstrip(" ")
            if rest[:1] in (",", ".", ";", ":", ")", ""):
                out[-1] = out[-1].rstrip(" ")
                calls[-1] = (calls[-1][0], calls[-1][1] - 1)
            rest = stripped if rest[:1] == " " else rest
        out.append(rest)
        content = "".join(out)
        kept = content.rstrip()
        calls = [(marker, min(offset, start + len(kept))) for marker, offset in calls]
        self.text.append(prefix + kept)
        self.length = start + len(kept) + 1
        return (start, start + len(kept)), tuple(calls), kept

    def _unique(self, id: str, place: str) -> str:
        if id not in self.ids:
            self.ids.add(id)
            return id
        count = 2
        while f"{id}-{count}" in self.ids:
            count += 1
        self.warnings.append(Warning("number-repeated", place or id, f"{id} occurs again; it is called {id}-{count}"))
        self.ids.add(f"{id}-{count}")
        return f"{id}-{count}"

    # -- the walk --------------------------------------------------------------------------------------------------

    def build(self, *, symbol: str | None = None) -> Document:
        """The Document, without citations."""
        formula = opening(self.lines, self.grammar)
        resolution = formula is not None
        start = formula if formula is not None else body_start(self.lines, self.grammar)
        before, opens = front_lines(self.lines, start, self.grammar)
        cutter = Cutter(self.grammar, self.lines[start:], resolution=resolution)
        blocks = cutter.cut()
        last = closing(blocks, cutter)
        numbered = any(block.kind == "paragraph" and block.number for block in blocks)
        front = read_front(
            before,
            [block.bare for at, block in enumerate(blocks) if at >= last or block.kind == "line"],
            blocks[0].text if resolution and blocks else None,
            self.grammar,
            numbered=numbered,
            opens=opens,
        )
        if front.title is None:
            front.title = next((line.text for line in self.lines[:start] if line.hint == "title"), None)
        for text in before:
            self._add("", text)
        self._body(blocks[:last], resolution=resolution, numbered=numbered)
        for block in blocks[last:]:
            self._add(block.prefix, block.text)
        notes = self._notes()
        if symbol:
            if front.symbol != symbol:
                self.warnings.append(
                    Warning("symbol-assigned", symbol, "the file prints no such symbol; it was assigned")
                )
            front.symbol = symbol
        return Document(
            symbol=front.symbol,
            kind=front.kind,
            organ=front.organ,
            session=front.session,
            date=front.date,
            language=self.grammar.language,
            title=front.title,
            agenda_item=front.agenda_item,
            text="\n".join(self.text),
            paragraphs=tuple(self.paragraphs),
            headings=tuple(self.sections.headings),
            notes=tuple(notes),
            warnings=tuple(self.warnings),
        )

    def _body(self, blocks: list[Block], *, resolution: bool, numbered: bool) -> None:
        part = _Part()
        if sum(block.kind == "formula" for block in blocks) > 1:
            labels = [letter for text in self.text if (letter := self.grammar.part_letter(text))]
            part.prefix = f"{labels[-1]}." if labels else ""
        numbers = [block.number for block in blocks if block.kind == "paragraph" and block.number]
        self.restarts = len(set(numbers)) < len(numbers)  # each section counts its paragraphs from 1
        roles = self._unnumbered_roles(blocks) if resolution and not numbered else {}
        omnibus = sum(block.kind == "formula" for block in blocks) > 1
        verbs = VerbForms.of(self.grammar.language)
        for at, block in enumerate(blocks):
            if block.kind == "formula":
                part = _Part(prefix=part.prefix, role="preambular", heading=part.heading)
                self._add("", block.text)
            elif block.kind == "heading":
                self._heading(block, part)
            elif block.kind == "line":
                if omnibus and (letter := self.grammar.part_letter(block.bare)):
                    part.prefix = letter + "."
                self._add("", block.text)
            else:
                if resolution:
                    block.text = undo_doubled_verbs(block.text, verbs, preambular=not block.number)
                self._paragraph(block, part, role=roles.get(at), resolution=resolution)

    def _unnumbered_roles(self, blocks: list[Block]) -> dict[int, str]:
        places = [at for at, block in enumerate(blocks) if block.kind == "paragraph"]
        roles = paragraph_roles([blocks[at].bare for at in places], language=self.grammar.language)
        return dict(zip(places, roles, strict=True))

    def _paragraph(self, block: Block, part: _Part, *, role: str | None, resolution: bool) -> None:
        if block.kind == "item" and part.paragraph:
            id = ".".join([part.paragraph, *item_ids(block.path)])
            role = self.paragraphs[-1].role
            number: str | None = block.number
        elif part.role == "annex":
            part.unnumbered += 1
            role, number = "annex", block.number
            id = f"{part.prefix}an{part.unnumbered}"
        elif block.number and resolution:
            role, number = "operative", block.number
            id = f"{part.prefix}op{int(block.number)}"
            self._check_order(id, part)
        elif block.number:
            role, number = "numbered", block.number
            id = f"p{int(block.number)}"
            if self.restarts and part.heading:
                id = f"{part.heading}.{id}"
        elif resolution and role is None and not part.operative and self._performs(block):
            part.unnumbered += 1
            role, number = "operative", None
            id = f"{part.prefix}u{part.unnumbered}"
        elif resolution and role == "operative":
            part.unnumbered += 1
            number = None
            id = f"{part.prefix}op{part.unnumbered}"
        elif resolution and part.operative and (bullet := _BULLET.match(block.text)) and part.paragraph:
            part.bullets += 1
            block.prefix, block.text = bullet.group(), block.text[bullet.end() :]
            role, number = "operative", None
            id = f"{part.paragraph}.u{part.bullets}"
        elif resolution and part.role == "preambular" and not part.operative:
            part.preambular += 1
            role, number = "preambular", None
            id = f"{part.prefix}pp{part.preambular}"
        elif part.role == "summary":
            part.unnumbered += 1
            role, number = "summary", None
            id = f"s{part.unnumbered}"
        else:
            part.unnumbered += 1
            role, number = "unnumbered", None
            id = f"u{part.unnumbered}"
            while id in self.ids:
                part.unnumbered += 1
                id = f"u{part.unnumbered}"
        id = self._unique(id, block.number or "")
        prefix = block.prefix.strip() + " " if block.prefix else ""
        span, calls, text = self._add(prefix, block.text)
        self.paragraphs.append(
            Paragraph(id, role or "unnumbered", number, part.heading, text, span, tuple(m for m, _ in calls), calls)
        )
        if block.kind != "item" and ".u" not in id:
            part.paragraph, part.bullets = id, 0
        part.operative = part.operative or (role == "operative" and number is not None)

    def _performs(self, block: Block) -> bool:
        """Does an unnumbered paragraph open with a verb that only operative paragraphs have ("Adopts the ...")?"""
        verbs = VerbForms.of(self.grammar.language)
        if verbs.alike:
            return False
        return verbs.opens(block.bare, preambular=False) and not verbs.opens(block.bare, preambular=True)

    def _check_order(self, id: str, part: _Part) -> None:
        number = int(id.rsplit("op", 1)[1])
        previous = part.paragraph
        last = int(previous.rsplit("op", 1)[1].split("-")[0]) if f"{part.prefix}op" in previous else 0
        if number > last + 1:
            missing = ", ".join(str(n) for n in range(last + 1, number))
            self.warnings.append(
                Warning("number-missing", id, f"no operative paragraph {missing} was found before {id}")
            )

    def _heading(self, block: Block, part: _Part) -> None:
        summary = self.grammar.compile(self.grammar.get("front", "summary", []))
        name = ""
        if block.hint == "annex":
            name, count = "annex", self.sections.annexes
            self.sections.close()
            part.role, part.unnumbered, part.paragraph = "annex", 0, ""
            part.prefix = part.prefix.split("an", 1)[0] + (f"annex{count + 1}." if count else "")
        elif block.hint == "summary" or summary.fullmatch(block.bare):
            name = "summary"
            part.role, part.unnumbered = "summary", 0
        elif part.role == "summary":
            part.role = ""
        span, _, text = self._add(block.prefix.strip() + " " if block.prefix else "", block.text)
        part.heading = self.sections.add(text, span, block.number, level=block.level, name=name)

    def _notes(self) -> list[Note]:
        called = [marker for paragraph in self.paragraphs for marker in paragraph.notes]
        known = {marker for marker, _ in self.notes}
        for paragraph in self.paragraphs:
            for marker in paragraph.notes:
                if marker not in known:
                    message = f"note {marker} is called in {paragraph.id} but has no text"
                    self.warnings.append(Warning("note-without-text", marker, message))
        ordered = sorted(self.notes, key=lambda row: (row[0].isdigit(), int(row[0]) if row[0].isdigit() else 0))
        out: list[Note] = []
        for marker, text in ordered:
            span, _, kept = self._add(f"{marker} ", text)
            out.append(Note(marker, kept, span))
            if marker not in called:
                self.warnings.append(Warning("note-without-call", marker, f"nothing in the text calls note {marker}"))
        return out
