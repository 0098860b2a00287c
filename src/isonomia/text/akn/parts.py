"""A Document as a row of parts, one for each line of its text, and a row of parts as a Document.

Akoma Ntoso is written from parts and read into parts; what is derived from the mark-up alone (`Deriver`) is the same
for both, so that the writer knows what it must say besides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from isonomia.errors import InvalidAkomaNtoso
from isonomia.text.akn.names import paragraph_id, printed_number
from isonomia.text.grammar import grammar
from isonomia.text.model import LANGUAGES, Citation, Document, Heading, Note, Paragraph, Source, Span, Warning
from isonomia.text.numerals import plain

Calls = tuple[tuple[str, int], ...]


@dataclass(slots=True, eq=False)
class Part:
    """One line of a document. `kind`: line, heading, paragraph, note.

    num        the printed number as the mark-up has it ("12.", "(a)"), empty where none is printed
    separator  what stands between the printed number and the text
    number     the number alone; of a note its marker
    under      the heading that the part stands under; of a heading the one that holds it
    steps      the numbers above a heading and its own as they stand in its id
    parent     the paragraph that a lettered item belongs to
    calls      (marker, offset in the part's text)
    preserved  the file says that white space counts, so that even an empty line is meant
    """

    kind: str
    text: str
    eid: str = ""
    num: str = ""
    separator: str = ""
    id: str = ""
    number: str | None = None
    role: str = ""
    heading: str | None = None
    level: int = 0
    path: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    calls: Calls = ()
    under: Part | None = None
    parent: Part | None = None
    preserved: bool = False

    @property
    def prefix(self) -> str:
        """All that stands before the text on its line."""
        return self.num + self.separator


@dataclass(slots=True)
class Facts:
    """What a Document says of itself beside its text."""

    symbol: str | None = None
    kind: str = "other"
    organ: str | None = None
    session: int | None = None
    date: str | None = None
    language: str = ""
    title: str | None = None
    agenda_item: str | None = None


@dataclass(slots=True)
class Row:
    """The parts of a document in order, and where the text of each begins in Document.text."""

    parts: list[Part]
    starts: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the whole document; also notes where each part's text begins."""
        self.starts = []
        lines, offset = [], 0
        for part in self.parts:
            line = part.prefix + part.text
            self.starts.append(offset + len(part.prefix))
            lines.append(line)
            offset += len(line) + 1
        return "\n".join(lines)


def facts_of(document: Document) -> Facts:
    """The facts of a document."""
    return Facts(**{name: getattr(document, name) for name in Facts.__slots__})


def _fault(what: str) -> InvalidAkomaNtoso:
    return InvalidAkomaNtoso(f"the document cannot be written as Akoma Ntoso: {what}")


def parts_of(document: Document) -> list[Part]:
    """The lines of a document as parts, in order; InvalidAkomaNtoso where its spans and its text disagree."""
    parts: list[Part] = []
    starts: list[int] = []
    offset = 0
    for line in document.text.split("\n"):
        parts.append(Part("line", line))
        starts.append(offset)
        offset += len(line) + 1
    headings: dict[str, Part] = {}
    for heading in document.headings:
        part = _claim(parts, starts, document.text, heading.span, heading.title, f"heading {heading.id}")
        part.kind, part.id, part.number = "heading", heading.id, heading.number
        part.level, part.path = heading.level, heading.path
        headings.setdefault(heading.id, part)
    for paragraph in document.paragraphs:
        part = _claim(parts, starts, document.text, paragraph.span, paragraph.text, f"paragraph {paragraph.id}")
        part.kind, part.id, part.number, part.role = "paragraph", paragraph.id, paragraph.number, paragraph.role
        part.heading, part.notes = paragraph.heading, paragraph.notes
        part.calls = tuple((marker, at - paragraph.span[0]) for marker, at in paragraph.calls)
        offsets = [0, *(at for _, at in part.calls), len(part.text)]
        if offsets != sorted(offsets):
            raise _fault(f"the note calls of {paragraph.id} are not in order within its text")
    for note in document.notes:
        part = _claim(parts, starts, document.text, note.span, note.text, f"note {note.marker}")
        part.kind, part.number = "note", note.marker
    _check_order(document, parts)
    return parts


def _claim(parts: list[Part], starts: list[int], text: str, span: Span, said: str, name: str) -> Part:
    """The part on whose line the span lies, cut into printed number, separator and text."""
    start, end = span
    at = bisect_right(starts, start) - 1
    part = parts[at] if at >= 0 else None
    if part is None or part.kind != "line" or end != starts[at] + len(part.text) or text[start:end] != said:
        raise _fault(f"the span of {name} is not the end of one line, or holds another text")
    prefix = part.text[: start - starts[at]]
    part.num = prefix.rstrip()
    part.separator = prefix[len(part.num) :]
    part.text = said
    part.kind = "claimed"
    return part


def _check_order(document: Document, parts: list[Part]) -> None:
    kinds = [part.kind for part in parts]
    if "note" in kinds and set(kinds[kinds.index("note") :]) != {"note"}:
        raise _fault("a line that is no note follows the first note")
    for group in (document.headings, document.paragraphs, document.notes):
        begins = [entry.span[0] for entry in group]
        if begins != sorted(begins):
            raise _fault("paragraphs, headings or notes are not in the order of the text")


def document_of(
    facts: Facts,
    row: Row,
    citations: tuple[Citation, ...] = (),
    *,
    source: Source | None = None,
    warnings: tuple[Warning, ...] = (),
) -> Document:
    """The Document that facts, parts and citations make."""
    text = row.text
    paragraphs, headings, notes = [], [], []
    for part, start in zip(row.parts, row.starts, strict=True):
        span = (start, start + len(part.text))
        if part.kind == "paragraph":
            calls = tuple((marker, start + at) for marker, at in part.calls)
            paragraphs.append(
                Paragraph(part.id, part.role, part.number, part.heading, part.text, span, part.notes, calls)
            )
        elif part.kind == "heading":
            headings.append(Heading(part.id, part.number, part.text, part.level, part.path, span))
        elif part.kind == "note":
            notes.append(Note(part.number or "", part.text, span))
    return Document(
        symbol=facts.symbol, kind=facts.kind, organ=facts.organ, session=facts.session, date=facts.date,
        language=facts.language, title=facts.title, agenda_item=facts.agenda_item, text=text,
        paragraphs=tuple(paragraphs), headings=tuple(headings), notes=tuple(notes), citations=citations,
        source=source, warnings=warnings,
    )  # fmt: skip


class Deriver:
    """Gives each part, in order, the ids, numbers, levels and notes that follow from the mark-up alone."""

    def __init__(self, language: str) -> None:
        self._grammar = grammar(language) if language in LANGUAGES else None
        self._ids: set[str] = set()
        self._unnumbered = 0
        self._ordinals: dict[tuple[str, str], int] = {}

    def derive(self, part: Part) -> None:
        """Fill in what the part does not say of itself; its heading and its parent were derived before it."""
        if part.num and not part.separator:
            part.separator = " "
        if part.kind == "heading":
            self._heading(part)
        elif part.kind == "paragraph":
            self._paragraph(part)
        elif part.kind == "note":
            part.num, part.separator = part.number or "", " "

    def _heading(self, part: Part) -> None:
        part.number = printed_number(part.num) or None
        if part.number is None:
            self._unnumbered += 1
        above = part.under
        part.level = above.level + 1 if above else 1
        part.path = (*(above.path if above else ()), part.number or part.text)
        step = f"u{self._unnumbered}"
        if part.number:
            number = self._grammar.section_number(part.number) if self._grammar else part.number
            step = re.sub(r"\W", "", plain(number))
        part.steps = (*(above.steps if above else ()), step)
        part.id = self._unused("annex" if part.role == "annex" else "h" + "".join(part.steps))

    def _paragraph(self, part: Part) -> None:
        self._count(part)
        part.number = printed_number(part.num) or None
        part.heading = part.under.id if part.under else None
        part.notes = tuple(marker for marker, _ in part.calls)
        part.id = self._unused(paragraph_id(part.eid, part.role) or self._by_number(part))

    @staticmethod
    def _sisters(part: Part) -> tuple[str, str]:
        """What an unnumbered paragraph is counted among: the items of its paragraph, else those of its role."""
        return ("item", part.parent.id) if part.parent else ("role", part.role)

    def _count(self, part: Part) -> None:
        sisters = self._sisters(part)
        self._ordinals[sisters] = self._ordinals.get(sisters, 0) + 1

    def _by_number(self, part: Part) -> str:
        ordinal = str(self._ordinals[self._sisters(part)])
        if part.parent is not None:
            return f"{part.parent.id}.{part.number or ordinal}"
        beginning = {"preambular": "pp", "operative": "op", "numbered": "p", "summary": "s", "annex": "an"}
        number = ordinal if part.role == "preambular" else part.number or ordinal
        return beginning.get(part.role, "u") + re.sub(r"\s+", "-", number)

    def _unused(self, id: str) -> str:
        found, count = id, 1
        while found in self._ids:
            count += 1
            found = f"{id}-{count}"
        self._ids.add(found)
        return found
