"""The mandate: one operative clause, with what it governs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from isonomia.text.model import Span

FORCE = {
    "decides": 5, "adopts": 5, "approves": 5, "establishes": 5, "authorizes": 5, "demands": 5,
    "endorses": 4,
    "urges": 3, "requests": 3, "calls_upon": 3,
    "recommends": 2,
    "encourages": 1, "invites": 1, "appeals": 1,
    "emphasizes": 0, "reaffirms": 0, "recalls": 0, "recognizes": 0, "affirms": 0, "notes": 0, "welcomes": 0,
    "expresses_appreciation": 0, "expresses_concern": 0, "condemns": 0, "other": 0,
}  # fmt: skip
"""The force of each act, 5 (decides) to 0 (notes): a scale of ours, described in docs/methods/mandates.md."""

DIRECTIVE = frozenset(
    {"authorizes", "demands", "urges", "requests", "calls_upon", "recommends", "encourages", "invites", "appeals"}
)
"""Acts that can ask an actor to act."""


@dataclass(frozen=True, slots=True)
class Due:
    """When something is owed: the printed words, the session and the year they mean.

    `via` is the paragraph whose due date is taken over ("in the report referred to in paragraph 49").
    """

    text: str
    session: int | None = None
    year: int | None = None
    date: str | None = None
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """An operative clause. `id` is symbol#paragraph.order; `order` counts all clauses of the paragraph from 1.

    `verb` is the performative verb as printed, without connectives; `action` what is to be done; `conditions` verbatim
    spans that limit it; `citations` the targets cited in the clause; `span` the clause in the document's text.
    """

    id: str
    document: str | None
    language: str
    speaker: str | None
    paragraph: str
    order: int
    verb: str
    act: str
    force: int
    intensity: int
    addressees: tuple[str, ...]
    addressee_texts: tuple[str, ...]
    action: str
    conditions: tuple[str, ...]
    due: Due | None
    citations: tuple[str, ...]
    topics: tuple[str, ...]
    text: str
    span: Span

    def to_dict(self) -> dict[str, Any]:
        """The JSON form: plain dicts and lists."""
        return asdict(self)


Clauses = Sequence[Mandate] | None
"""All operative clauses of a document as a person corrected them; None where the program's own reading holds."""
