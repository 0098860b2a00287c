"""Lines become a Document: front matter, preamble, operative or numbered paragraphs, headings, annexes, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from isonomia.text.blocks import Block, Cutter
from isonomia.text.front import Front, read_front
from isonomia.text.grammar import Grammar
from isonomia.text.lines import Line
from isonomia.text.model import Document, Heading, Note, Paragraph, Span, Warning
from isonomia.text.notes import CALL, join, separate
from isonomia.text.numerals import item_ids, plain, style, value
from isonomia.text.repair import repair, undo_doubled_verbs
from isonomia.text.roles import paragraph_roles
from isonomia.text.verbs import VerbForms

_PART = re.compile(r"[A-Z]")
_BULLET = re.compile(r"[-–—•●▪·]\s*(?=\w)")


FRONT = 40
"""Lines within which a masthead ends."""
RUNNING_TEXT = 6
"""So many long lines that end with a stop are no front matter."""


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
    path: list[tuple[str, str]] = field(default_factory=list)


class Builder:
    """Builds one Document out of the lines of one file."""

    def __init__(self, lines: list[Line], grammar: Grammar) -> None:
        self.grammar = grammar
        self.lines, self.notes = separate(repair(lines, grammar), grammar)
        self.text: list[str] = []
        self.length = 0
        self.paragraphs: list[Paragraph] = []
        self.headings: list[Heading] = []
        self.ids: set[str] = set()
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
        bare = [CALL.sub("", line.text) for line in self.lines]
        opening = self._opening(bare)
        resolution = opening is not None
        start = opening if opening is not None else self._body_start(bare)
        front_lines = self._front_lines(self.lines[:start])
        cutter = Cutter(self.grammar, self.lines[start:], resolution=resolution)
        blocks = cutter.cut()
        closing = self._closing(blocks, cutter)
        numbered = any(block.kind == "paragraph" and block.number for block in blocks)
        front = read_front(
            front_lines,
            [block.bare for at, block in enumerate(blocks) if at >= closing or block.kind == "line"],
            blocks[0].text if resolution and blocks else None,
            self.grammar,
            numbered=numbered,
        )
        if front.title is None:
            front.title = next((line.text for line in self.lines[:start] if line.hint == "title"), None)
        for text in front_lines:
            self._add("", text)
        self._body(blocks[:closing], front, resolution=resolution, numbered=numbered)
        for block in blocks[closing:]:
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
            headings=tuple(self.headings),
            notes=tuple(notes),
            warnings=tuple(self.warnings),
        )

    def _opening(self, bare: list[str]) -> int | None:
        """The line of the enacting formula; none where running text stands before it (a declaration's "Now,
        therefore, the General Assembly" opens no resolution)."""
        formula = self.grammar.compile(self.grammar.get("front", "formula"))
        terminal = self.grammar.pattern("structure", "terminal")
        running = 0
        for at, text in enumerate(bare):
            if formula.fullmatch(text):
                return at
            long = len(text) > (60 if self.grammar.spaced else 30)
            line = self.lines[at]
            running += long and not line.hint and (line.complete or bool(terminal.search(text)))
            if running >= RUNNING_TEXT:
                return None
        return None

    def _body_start(self, bare: list[str]) -> int:
        """Where the body of a text without enacting formula begins: summary, first heading or first number."""
        summary = self.grammar.compile(self.grammar.get("front", "summary", []))
        probe = Cutter(self.grammar, self.lines, resolution=False)
        for at, line in enumerate(self.lines):
            if summary.fullmatch(bare[at]):
                return at
            found = probe._heading(line)
            if found and value(found[0], style(found[0])) == 1 and not found[0].isdigit():
                return at
            numbered = probe._numbered(line)
            if numbered and numbered[0] == "1":
                return at
            if line.hint == "heading" and at:
                return at
        return self._running_text(bare)

    def _running_text(self, bare: list[str]) -> int:
        """Where running text begins in a text without numbers and headings: behind the line that says whose letter it
        is, else at the first long line."""
        letter = self.grammar.compile(self.grammar.get("front", "kinds", {}).get("letter", []))
        long = 60 if self.grammar.spaced else 30
        for at, text in enumerate(bare[:FRONT]):
            if letter.search(text):
                at += 1
                while at < len(bare) - 1 and self.lines[at].gap is False and not self.lines[at].complete:
                    at += 1
                return at
        return next((at for at, text in enumerate(bare[:FRONT]) if len(text) > long), 0)

    def _front_lines(self, lines: list[Line]) -> list[str]:
        """The lines before the body; a numbered title that runs over several is one."""
        forms = [
            re.compile(self.grammar.source(form), re.IGNORECASE) for form in self.grammar.get("front", "title", [])
        ]
        terminal = self.grammar.pattern("structure", "terminal")
        gaps_tell = Cutter(self.grammar, self.lines, resolution=True).gaps_tell
        out: list[str] = []
        in_title = False
        for line in lines:
            text = line.text
            parted = (line.gap and gaps_tell) or _PART.fullmatch(text)
            if in_title and not line.complete and not parted and not terminal.search(CALL.sub("", out[-1])):
                out[-1] = join(out[-1], text, self.grammar)
                continue
            in_title = any(form.fullmatch(CALL.sub("", text)) for form in forms)
            if line.number:
                text = f"{line.number} {text}"
            if text:
                out.append(text)
        return out

    def _closing(self, blocks: list[Block], cutter: Cutter) -> int:
        """The index of the first closing line: dates and meetings that end the text."""
        last = max(
            (at for at, block in enumerate(blocks) if block.number or block.kind in ("heading", "formula")), default=-1
        )
        for at in range(last + 1, len(blocks)):
            if blocks[at].kind in ("line", "paragraph") and cutter.closing.fullmatch(blocks[at].bare):
                return at
        return len(blocks)

    def _body(self, blocks: list[Block], front: Front, *, resolution: bool, numbered: bool) -> None:
        part = _Part()
        if sum(block.kind == "formula" for block in blocks) > 1:
            labels = [text for text in self.text if _PART.fullmatch(text)]
            part.prefix = f"{labels[-1]}." if labels else ""
        numbers = [block.number for block in blocks if block.kind == "paragraph" and block.number]
        self.restarts = len(set(numbers)) < len(numbers)  # each section counts its paragraphs from 1
        roles = self._unnumbered_roles(blocks) if resolution and not numbered else {}
        omnibus = sum(block.kind == "formula" for block in blocks) > 1
        verbs = VerbForms.of(self.grammar.language)
        for at, block in enumerate(blocks):
            if block.kind == "formula":
                part = _Part(prefix=part.prefix, role="preambular", heading=part.heading, path=part.path)
                self._add("", block.text)
            elif block.kind == "heading":
                self._heading(block, part)
            elif block.kind == "line":
                if omnibus and _PART.fullmatch(block.bare):
                    part.prefix = block.bare + "."
                self._add("", block.text)
            else:
                if resolution:
                    block.text = undo_doubled_verbs(block.text, verbs, preambular=not block.number)
                self._paragraph(block, part, front, role=roles.get(at), resolution=resolution)

    def _unnumbered_roles(self, blocks: list[Block]) -> dict[int, str]:
        places = [at for at, block in enumerate(blocks) if block.kind == "paragraph"]
        roles = paragraph_roles([blocks[at].bare for at in places], language=self.grammar.language)
        return dict(zip(places, roles, strict=True))

    def _paragraph(self, block: Block, part: _Part, front: Front, *, role: str | None, resolution: bool) -> None:
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
        number = block.number
        if block.hint == "annex":
            part.path, part.role, part.unnumbered, part.paragraph = [], "annex", 0, ""
            count = sum(heading.id.startswith("annex") for heading in self.headings)
            part.prefix = part.prefix.split("an", 1)[0] + (f"annex{count + 1}." if count else "")
        elif block.hint == "summary" or summary.fullmatch(block.bare):
            part.role, part.unnumbered = "summary", 0
        elif part.role == "summary":
            part.role = ""
        if part.path and part.path[0][0] == "summary":
            part.path = []
        if part.role == "summary":
            kind = "summary"
        else:
            kind = self._style(number, part) if number else f"level{block.level}" if block.level else "unnumbered"
        for depth, (other, _) in enumerate(part.path):
            if other == kind or (kind.startswith("level") and other.startswith("level") and other >= kind):
                part.path = part.path[:depth]
                break
        count = 1 + sum(heading.number is None and heading.id.startswith("h") for heading in self.headings)
        step = f"u{count}" if not number else number.casefold() if kind == "letter" else plain(number)
        part.path = [*part.path, (kind, step)]
        fixed = "summary" if kind == "summary" else "annex" if block.hint == "annex" else ""
        id = fixed or "h" + "".join(step for _, step in part.path)
        if id in self.ids:
            again = 2
            while f"{id}-{again}" in self.ids:
                again += 1
            id = f"{id}-{again}"
        self.ids.add(id)
        prefix = block.prefix.strip() + " " if block.prefix else ""
        span, _, text = self._add(prefix, block.text)
        shown = (*self._shown_path(part)[:-1], number or text)
        self.headings.append(Heading(id, number, text, len(part.path), shown, span))
        part.heading = id

    def _shown_path(self, part: _Part) -> list[str]:
        shown: list[str] = []
        wanted = len(part.path) - 1
        for heading in reversed(self.headings):
            if wanted and heading.level == wanted:
                shown.insert(0, heading.number or heading.title)
                wanted -= 1
        return [*shown, ""]

    def _style(self, number: str, part: _Part) -> str:
        """How a number is written; an I or C that follows H or B is a letter."""
        kind = style(number)
        if kind == "roman" and re.fullmatch(r"[A-Z]", number):
            letters = [step for other, step in part.path if other == "letter" and len(step) == 1]
            if letters and ord(number.casefold()) == ord(letters[-1]) + 1:
                return "letter"
            romans = [step for other, step in part.path if other == "roman"]
            if number != "I" and (not romans or value(number, "roman") != int(romans[-1]) + 1):
                return "letter"
        return kind

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
