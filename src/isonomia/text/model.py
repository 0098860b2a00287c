"""The Document and its parts: frozen values that know no format and no language.

Offsets are half-open `[start, end)` in Unicode code points of `Document.text`, and `text[start:end]` is what was meant.
`text` is one line per block: front matter, then headings and paragraphs in reading order, closing lines, then the notes
by marker. A paragraph's printed number and a note's marker stand before their span.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Span = tuple[int, int]

KINDS = ("resolution", "decision", "draft_resolution", "report", "letter", "treaty", "other")
REPORTS = ("report", "letter")
"""Kinds that tell and recommend, where the others resolve."""
ROLES = ("preambular", "operative", "numbered", "summary", "unnumbered", "annex")
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A preambular, operative or report paragraph, or a lettered item of one.

    `notes` are the markers called in it, in order; `calls` says where: (marker, offset in Document.text).
    """

    id: str
    role: str
    number: str | None
    heading: str | None
    text: str
    span: Span
    notes: tuple[str, ...] = ()
    calls: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading; `path` is the chain of numbers from the outermost section to this one."""

    id: str
    number: str | None
    title: str
    level: int
    path: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Note:
    """A foot- or endnote."""

    marker: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Citation:
    """A printed reference and its canonical target (null where it resolves to none).

    `paragraph` is the id of the citing paragraph (null in the front matter); `via_note` the marker of the note through
    which it cites; `date` the ISO date printed with the reference; `pinpoint` the paragraph, article or chapter named.
    """

    paragraph: str | None
    text: str
    span: Span
    kind: str
    target: str | None
    date: str | None = None
    via_note: str | None = None
    pinpoint: str | None = None


@dataclass(frozen=True, slots=True)
class Warning:
    """Something that the reader of the document should know: a stable code, a place, a message."""

    code: str
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a document was read from."""

    name: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Document:
    """A United Nations document in one language. Two documents are equal when their contents are: where a text was
    read from (`source`) and what was noticed on the way (`warnings`) do not count."""

    symbol: str | None
    kind: str
    organ: str | None
    session: int | None
    date: str | None
    language: str
    title: str | None
    agenda_item: str | None
    text: str
    paragraphs: tuple[Paragraph, ...] = ()
    headings: tuple[Heading, ...] = ()
    notes: tuple[Note, ...] = ()
    citations: tuple[Citation, ...] = ()
    source: Source | None = field(default=None, compare=False)
    warnings: tuple[Warning, ...] = field(default=(), compare=False)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form of docs/interfaces: plain dicts, lists and strings, in the order of the contract."""
        order = ("symbol", "kind", "organ", "session", "date", "language", "title", "agenda_item", "source", "text",
                 "paragraphs", "headings", "notes", "citations", "warnings")  # fmt: skip
        plain = asdict(self)
        return {name: plain[name] for name in order}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Document:
        """The document of a JSON form, with its source and warnings. Raises KeyError or TypeError for what is none."""
        parts: dict[str, Any] = {
            "paragraphs": tuple(_frozen(Paragraph, row, "notes") for row in plain["paragraphs"]),
            "headings": tuple(_frozen(Heading, row, "path") for row in plain["headings"]),
            "notes": tuple(_frozen(Note, row) for row in plain["notes"]),
            "citations": tuple(_frozen(Citation, row) for row in plain["citations"]),
            "warnings": tuple(Warning(**row) for row in plain["warnings"]),
            "source": Source(**plain["source"]) if plain["source"] else None,
        }
        return cls(**{**plain, **parts})

    def paragraph(self, id: str) -> Paragraph:
        """The paragraph with this id; KeyError when there is none."""
        for paragraph in self.paragraphs:
            if paragraph.id == id:
                return paragraph
        raise KeyError(id)


def _frozen(part: type[Any], row: Mapping[str, Any], *lists: str) -> Any:
    """A part of a document from its plain form: what JSON has as a list is a tuple here."""
    values = {**row, "span": tuple(row["span"]), **{name: tuple(row[name]) for name in lists}}
    if "calls" in row:
        values["calls"] = tuple((marker, at) for marker, at in row["calls"])
    return part(**values)
