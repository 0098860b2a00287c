"""A document made of sentences, for the tests of citations."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import pytest

from isonomia.text.model import Document, Note, Paragraph

CALL = re.compile(r"\[\^(\w+)\]")


def make(
    language: str,
    paragraphs: str | Sequence[str],
    *,
    notes: Mapping[str, str] | None = None,
    front: str = "",
    symbol: str | None = "A/RES/99/501",
    organ: str | None = "unga",
    date: str | None = "2044-12-18",
) -> Document:
    """A resolution of these preambular paragraphs; `[^1]` calls note 1, as a superscript would."""
    rows = [paragraphs] if isinstance(paragraphs, str) else list(paragraphs)
    text = front + "\n" if front else ""
    parts: list[Paragraph] = []
    for order, row in enumerate(rows, 1):
        start = len(text)
        calls: list[tuple[str, int]] = []
        at = 0
        for match in CALL.finditer(row):
            text += row[at : match.start()]
            calls.append((match[1], len(text)))
            at = match.end()
        text += row[at:]
        span = (start, len(text))
        markers = tuple(marker for marker, _ in calls)
        parts.append(Paragraph(f"pp{order}", "preambular", None, None, text[start:], span, markers, tuple(calls)))
        text += "\n"
    printed: list[Note] = []
    for marker, words in (notes or {}).items():
        text += f"{marker} "
        printed.append(Note(marker, words, (len(text), len(text) + len(words))))
        text += words + "\n"
    session = 99 if organ == "unga" else None
    return Document(
        symbol, "resolution", organ, session, date, language, None, None, text, tuple(parts), (), tuple(printed)
    )


@pytest.fixture(scope="session")
def make_document() -> Callable[..., Document]:
    return make
