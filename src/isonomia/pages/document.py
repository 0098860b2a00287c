"""A document as one page to read: facts, text with its notes beside it, citations marked, what was noticed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from isonomia.pages import labels
from isonomia.pages.shell import direction, page
from isonomia.text.model import Citation, Document, Heading, Note, Paragraph

_SLUG = re.compile(r"[^\w-]+")
DEEPEST = 4
"""Items are indented to this depth; h6 is the last heading that HTML has."""


@dataclass(frozen=True, slots=True)
class Call:
    """A note call: the marker that is printed, the anchor of its note, and its own (to come back to)."""

    marker: str
    note: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text under the same citations (`title` names their targets), or a note call."""

    text: str = ""
    title: str = ""
    unresolved: bool = False
    call: Call | None = None


@dataclass(slots=True)
class NoteView:
    """A note with the calls that lead to it."""

    anchor: str
    marker: str
    runs: list[Run]
    calls: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """What stands on one line of the text: kind is front, line, heading, paragraph or closing."""

    kind: str
    runs: list[Run]
    id: str = ""
    prefix: str = ""
    label: str = ""
    role: str = ""
    depth: int = 0
    notes: list[NoteView] = field(default_factory=list)
    """The notes that are called here first: they stand in the margin."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A target and the paragraphs that cite it."""

    target: str
    texts: tuple[str, ...]
    places: tuple[tuple[str, str], ...]


def _said(citation: Citation) -> str:
    parts = [citation.target or "not resolved"]
    parts += [citation.pinpoint] if citation.pinpoint else []
    parts += [citation.date] if citation.date else []
    return ", ".join(parts)


class _Layout:
    """Goes over the text once and gives every character its place."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self.citations = sorted(document.citations, key=lambda citation: citation.span)
        self.starts = [citation.span[0] for citation in self.citations]
        self.longest = max((c.span[1] - c.span[0] for c in self.citations), default=0)
        self.notes: dict[str, list[NoteView]] = defaultdict(list)
        self.note_of: dict[Note, NoteView] = {}
        taken: set[str] = set()
        for at, note in enumerate(document.notes, 1):
            anchor = f"note-{_SLUG.sub('', note.marker)}"
            # a marker without letters or digits (*), or one that came before, gets its place added
            anchor += f"-{at}" if anchor == "note-" or anchor in taken else ""
            taken.add(anchor)
            view = NoteView(anchor, note.marker, self._cited(*note.span))
            self.notes[note.marker].append(view)
            self.note_of[note] = view

    def _cited(self, start: int, end: int) -> list[Run]:
        """The text of a span, cut where a citation begins or ends."""
        near = self.citations[bisect_left(self.starts, start - self.longest) : bisect_left(self.starts, end)]
        inside = [c for c in near if c.span[1] > start]
        cuts = sorted({start, end} | {at for c in inside for at in c.span if start < at < end})
        runs = []
        for here, there in pairwise(cuts):
            over = [c for c in inside if c.span[0] <= here and c.span[1] >= there]
            title = "; ".join(dict.fromkeys(_said(citation) for citation in over))
            runs.append(Run(self.text[here:there], title, bool(over) and not any(c.target for c in over)))
        return runs

    def _called(self, paragraph: Paragraph, marker: str, at: int, block: Block) -> Run:
        """A note call; of several notes with one marker, the first that no one called yet."""
        views = self.notes.get(marker)
        if not views:
            return Run(call=Call(marker, "", ""))
        view = next((view for view in views if not view.calls), views[-1])
        if not view.calls:
            block.notes.append(view)
        anchor = f"call-{paragraph.id}-{at}"
        view.calls.append(anchor)
        return Run(call=Call(marker, view.anchor, anchor))

    def _paragraph(self, paragraph: Paragraph, prefix: str) -> Block:
        start, end = paragraph.span
        items = paragraph.id.split(".")[1:] if paragraph.number or "." in paragraph.id else []
        depth = sum(not re.match(r"(op|pp|p|an|u)\d", item) for item in items)
        block = Block("paragraph", [], paragraph.id, prefix, labels.paragraph(paragraph.id), paragraph.role)
        block.depth = min(depth, DEEPEST)
        place = start
        for at, (marker, offset) in enumerate(sorted(paragraph.calls, key=lambda call: call[1]), 1):
            offset = min(max(offset, place), end)
            block.runs += self._cited(place, offset) if offset > place else []
            block.runs.append(self._called(paragraph, marker, at, block))
            place = offset
        block.runs += self._cited(place, end) if end > place else []
        return block

    def _lines(self, start: int, end: int, kind: str) -> Iterator[Block]:
        """The lines of a span that are in no paragraph: masthead, opening and closing words."""
        for line in re.finditer(r"[^\n]+", self.text[start:end]):
            yield Block(kind, self._cited(start + line.start(), start + line.end()))

    def blocks(self) -> Iterator[Block]:
        """All blocks in reading order; notes are only gathered."""
        parts: list[Paragraph | Heading | Note] = [
            *self.document.paragraphs, *self.document.headings, *self.document.notes
        ]  # fmt: skip
        parts.sort(key=lambda part: part.span)
        body = [part for part in parts if not isinstance(part, Note)]
        first, last = (body[0], body[-1]) if body else (None, None)
        place = 0
        passed = first is None
        for part in parts:
            start, end = part.span
            line = self.text.rfind("\n", place, start) + 1 or place
            kind = "closing" if passed and body else "front" if part is first or passed else "line"
            yield from self._lines(place, line, kind)
            prefix = self.text[line:start].strip()
            if isinstance(part, Paragraph):
                yield self._paragraph(part, prefix)
            elif isinstance(part, Heading):
                yield Block("heading", self._cited(start, end), part.id, prefix, depth=min(part.level + 1, 6))
            place = end
            passed = passed or part is last
        yield from self._lines(place, len(self.text), "closing" if body else "front")


def _index(document: Document) -> list[Cited]:
    """Each target once, in the order of its first citation, with the paragraphs that cite it."""
    texts: dict[str, list[str]] = defaultdict(list)
    places: dict[str, list[tuple[str, str]]] = defaultdict(list)
    known = {paragraph.id for paragraph in document.paragraphs}
    for citation in document.citations:
        if citation.target is None:
            continue
        texts[citation.target].append(citation.text)
        if citation.paragraph in known:
            places[citation.target].append((str(citation.paragraph), labels.paragraph(str(citation.paragraph))))
    return [
        Cited(target, tuple(dict.fromkeys(texts[target])), tuple(dict.fromkeys(places[target]))) for target in texts
    ]


def _facts(document: Document) -> list[tuple[str, str]]:
    """What is known of the document, as the page lists it."""
    facts = [
        ("Symbol", document.symbol),
        ("Organ", labels.addressee(document.organ) if document.organ else None),
        ("Session", str(document.session) if document.session is not None else None),
        ("Date", document.date),
        ("Agenda item", document.agenda_item),
        ("Kind", labels.words(document.kind)),
        ("Language", labels.language(document.language)),
    ]
    if document.source is not None:
        facts += [("File", f"{document.source.name} ({document.source.format})"), ("SHA-256", document.source.sha256)]
    return [(name, value) for name, value in facts if value]


def document_page(document: Document) -> str:
    """A document as one HTML page that loads nothing: every paragraph has its id as anchor (`#op12`), notes stand in
    the margin or at the end with calls and ways back, citations are marked with their targets, and every word of
    `document.text` is there."""
    layout = _Layout(document)
    blocks = list(layout.blocks())
    body = [block for block in blocks if block.kind in ("line", "heading", "paragraph")]
    return page(
        "document.html.j2",
        styles=("page.css", "document.css"),
        document=document,
        dir=direction(document.language),
        name=document.title or document.symbol or (document.source.name if document.source else "Document"),
        facts=_facts(document),
        front=[block for block in blocks if block.kind == "front"],
        body=body,
        closing=[block for block in blocks if block.kind == "closing"],
        notes=list(layout.note_of.values()),
        uncalled=[view for view in layout.note_of.values() if not view.calls],
        headings=[block for block in body if block.kind == "heading"],
        cited=_index(document),
    )
