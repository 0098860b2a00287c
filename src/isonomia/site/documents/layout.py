"""A text laid out for reading: every character in its place, with citations, notes and the parts of mandates marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from isonomia.mandates.expressions import ASKING
from isonomia.site.documents.naming import paragraph_name
from isonomia.text.model import Citation, Heading, Note, Paragraph, Span
from isonomia.text.model import Document as Text

_SLUG = re.compile(r"[^\w-]+")
DEEPEST_ITEM, DEEPEST_HEADING = 4, 6
VERB, WHO, IF, DUE, CLAUSE, SAID = "verb", "who", "if", "due", "clause", "said"
"""What is marked: of a mandate the verb, who is asked, a condition, when it is due, all of it; a telling sentence."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, and what it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where a citation leads (nowhere in this site if empty), and what it cites."""

    address: str
    title: str


@dataclass(slots=True)
class NoteView:
    """A note with the calls that lead to it."""

    anchor: str
    marker: str
    html: SafeString
    calls: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """What stands on one line of the text. `kind` is front, heading, paragraph, line or closing."""

    kind: str
    html: SafeString
    id: str = ""
    number: str = ""
    name: str = ""
    role: str = ""
    depth: int = 0
    notes: list[NoteView] = field(default_factory=list)
    mandates: list[Any] = field(default_factory=list)

    @property
    def is_paragraph(self) -> bool:
        """Whether it can be pointed to as a paragraph."""
        return self.kind == "paragraph"

    @property
    def asks(self) -> bool:
        """Whether it is a paragraph of the kind that can ask somebody to act."""
        return self.is_paragraph and self.role in ASKING


Linker = Callable[[Citation], Link]


def no_links(citation: Citation) -> Link:
    """For a text whose citations lead nowhere."""
    return Link("", citation.target or "")


class Layout:
    """Goes over a text once. `marks` are parts of mandates; `linker` says where a citation leads."""

    def __init__(self, text: Text, *, marks: Iterable[Mark] = (), linker: Linker = no_links) -> None:
        self.document = text
        self.text = text.text
        self.linker = linker
        self.citations = sorted(text.citations, key=lambda row: row.span)
        self.starts = [row.span[0] for row in self.citations]
        self.longest = max((row.span[1] - row.span[0] for row in self.citations), default=0)
        self.marks = sorted(marks, key=lambda row: (row.start, -row.end))
        self.mark_starts = [row.start for row in self.marks]
        self.longest_mark = max((row.end - row.start for row in self.marks), default=0)

    @cached_property
    def all_notes(self) -> list[NoteView]:
        """The notes in their order."""
        taken: set[str] = set()
        out = []
        for at, note in enumerate(self.document.notes, 1):
            anchor = f"note-{_SLUG.sub('', note.marker)}"
            # a marker without letters or digits (*), or one that came before, gets its place added
            anchor += f"-{at}" if anchor == "note-" or anchor in taken else ""
            taken.add(anchor)
            out.append(NoteView(anchor, note.marker, self.html(*note.span)))
        return out

    @cached_property
    def notes(self) -> dict[str, list[NoteView]]:
        """The notes by marker."""
        out: dict[str, list[NoteView]] = defaultdict(list)
        for view in self.all_notes:
            out[view.marker].append(view)
        return out

    # -- stretches of text -----------------------------------------------------------------------------------------

    def html(self, start: int, end: int) -> SafeString:
        """A span of the text as HTML: one link for each citation, and inside it what is marked."""
        near = self.citations[bisect_left(self.starts, start - self.longest) : bisect_left(self.starts, end)]
        inside = [row for row in near if row.span[1] > start]
        cuts = sorted({start, end} | {at for row in inside for at in row.span if start < at < end})
        out = []
        for here, there in pairwise(cuts):
            over = [row for row in inside if row.span[0] <= here and row.span[1] >= there]
            out.append(self._cited(here, there, over) if over else self._marked(here, there))
        return SafeString("".join(out))

    def _cited(self, start: int, end: int, over: Sequence[Citation]) -> str:
        words = self._marked(start, end)
        links = [self.linker(row) for row in over]
        title = "; ".join(dict.fromkeys(link.title for link in links if link.title))
        address = next((link.address for link in links if link.address), "")
        named = f' title="{escape(title)}"' if title else ""
        if address:
            return f'<a class="cite" href="{escape(address)}"{named}>{words}</a>'
        return f'<span class="cite{"" if title else " open"}"{named}>{words}</span>'

    def _marked(self, start: int, end: int) -> str:
        near = self.marks[bisect_left(self.mark_starts, start - self.longest_mark) : bisect_left(self.mark_starts, end)]
        inside = [row for row in near if row.end > start]
        if not inside:
            return escape(self.text[start:end])
        cuts = sorted({start, end} | {at for row in inside for at in (row.start, row.end) if start < at < end})
        out = []
        for here, there in pairwise(cuts):
            kinds = dict.fromkeys(row.kind for row in inside if row.start <= here and row.end >= there)
            words = escape(self.text[here:there])
            out.append(f'<span class="m {" ".join(kinds)}">{words}</span>' if kinds else words)
        return "".join(out)

    # -- blocks ----------------------------------------------------------------------------------------------------

    def paragraph(self, paragraph: Paragraph, number: str = "") -> Block:
        """A paragraph with its calls; the notes that are called here first are its own."""
        start, end = paragraph.span
        items = paragraph.id.split(".")[1:] if paragraph.number or "." in paragraph.id else []
        depth = sum(not re.match(r"(op|pp|p|an|u)\d", item) for item in items)
        block = Block("paragraph", SafeString(""), paragraph.id, number, paragraph_name(paragraph.id), paragraph.role)
        block.depth = min(depth, DEEPEST_ITEM)
        out: list[str] = []
        place = start
        for at, (marker, offset) in enumerate(sorted(paragraph.calls, key=lambda call: call[1]), 1):
            offset = min(max(offset, place), end)
            out += [self.html(place, offset)] if offset > place else []
            out.append(self._call(paragraph, marker, at, block))
            place = offset
        out += [self.html(place, end)] if end > place else []
        block.html = SafeString("".join(out))
        return block

    def _call(self, paragraph: Paragraph, marker: str, at: int, block: Block) -> str:
        """A note call; of several notes with one marker, the first that nothing called yet."""
        views = self.notes.get(marker)
        if not views:
            return f'<sup class="call">{escape(marker)}</sup>'
        view = next((view for view in views if not view.calls), views[-1])
        if not view.calls:
            block.notes.append(view)
        anchor = f"call-{paragraph.id}-{at}"
        view.calls.append(anchor)
        return f'<sup class="call" id="{escape(anchor)}"><a href="#{escape(view.anchor)}">{escape(marker)}</a></sup>'

    def _lines(self, start: int, end: int, kind: str) -> Iterator[Block]:
        """The lines of a span that are in no paragraph: masthead, opening and closing words."""
        for line in re.finditer(r"[^\n]+", self.text[start:end]):
            yield Block(kind, self.html(start + line.start(), start + line.end()))

    def blocks(self) -> Iterator[Block]:
        """All blocks in reading order, without the notes."""
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
            number = self.text[line:start].strip()
            if isinstance(part, Paragraph):
                yield self.paragraph(part, number)
            elif isinstance(part, Heading):
                yield Block(
                    "heading", self.html(start, end), part.id, number, name=part.title,
                    depth=min(part.level + 1, DEEPEST_HEADING),
                )  # fmt: skip
            place = end
            passed = passed or part is last
        yield from self._lines(place, len(self.text), "closing" if body else "front")


# -- the parts of a mandate ----------------------------------------------------------------------------------------


def marks_of(text: Text, clause: dict[str, Any], *, whole: bool = False) -> list[Mark]:
    """The parts of a clause in its text; `whole` marks all of it too. What it takes over from the paragraph above it
    (the verb of a list) is marked there."""
    start, end = clause["span"]
    out = [Mark(start, end, CLAUSE)] if whole else []
    wanted = [(clause["verb"], VERB), *((words, WHO) for words in clause["addressee_texts"])]
    wanted += [(words, IF) for words in clause["conditions"]]
    wanted += [(clause["due"]["text"], DUE)] if clause["due"] and not clause["due"].get("via") else []
    above = [row.span for row in text.paragraphs if clause["paragraph"].startswith(row.id + ".")][::-1]
    for words, kind in wanted:
        place = next(filter(None, (_find(text.text, words, span) for span in ((start, end), *above))), None)
        if place is not None:
            out.append(Mark(*place, kind))
    return out


def _find(text: str, words: str, span: Span) -> Span | None:
    at = text.find(words, *span) if words else -1
    return (at, at + len(words)) if at >= 0 else None
