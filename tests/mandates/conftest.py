"""A document made of paragraphs, for the tests of mandates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest

from isonomia.mandates.extract import extract_mandates
from isonomia.mandates.model import Mandate
from isonomia.text.citations import find_citations
from isonomia.text.model import Document, Note, Paragraph

CALL = re.compile(r"\[\^(\w+)\]")


def make(
    language: str,
    paragraphs: Sequence[str | tuple[str, str]],
    *,
    preamble: Sequence[str] = (),
    notes: Mapping[str, str] | None = None,
    kind: str = "resolution",
    symbol: str | None = "A/RES/99/501",
    organ: str | None = "unga",
    session: int | None = 99,
    date: str | None = "2044-12-18",
) -> Document:
    """A resolution of these operative paragraphs, or a report of these numbered ones, with its citations.

    A paragraph is its text, or (number, text), where the number may be an item's: "10.a". `[^1]` calls note 1.
    """
    report = kind in ("report", "letter")
    rows: list[tuple[str, str, str | None, str]] = [
        ("preambular", f"pp{order}", None, text) for order, text in enumerate(preamble, 1)
    ]
    for order, row in enumerate(paragraphs, 1):
        number, text = (str(order), row) if isinstance(row, str) else row
        rows.append(("numbered" if report else "operative", f"{'p' if report else 'op'}{number}", number, text))
    body = ""
    parts: list[Paragraph] = []
    for role, id, number, words in rows:
        body += f"{number}. " if number else ""
        start, at = len(body), 0
        calls: list[tuple[str, int]] = []
        for match in CALL.finditer(words):
            body += words[at : match.start()]
            calls.append((match[1], len(body)))
            at = match.end()
        body += words[at:]
        markers = tuple(marker for marker, _ in calls)
        parts.append(Paragraph(id, role, number, None, body[start:], (start, len(body)), markers, tuple(calls)))
        body += "\n"
    printed: list[Note] = []
    for marker, words in (notes or {}).items():
        body += f"{marker} "
        printed.append(Note(marker, words, (len(body), len(body) + len(words))))
        body += words + "\n"
    document = Document(
        symbol, kind, organ, session, date, language, None, None, body, tuple(parts), (), tuple(printed)
    )
    return replace(document, citations=find_citations(document)[0])


def exact(document: Document, mandates: Sequence[Mandate]) -> None:
    """Whatever a mandate holds is printed in the document, where it says."""
    for row in mandates:
        assert document.text[slice(*row.span)] == row.text
        paragraph = document.paragraph(row.paragraph)
        assert paragraph.span[0] <= row.span[0] <= row.span[1] <= paragraph.span[1]
        # a clause may share the action of the next, an item the verb and conditions of its chapeau
        assert row.action in paragraph.text
        assert row.verb
        assert row.verb in document.text
        assert all(words in document.text for words in row.conditions)
        assert len(row.addressees) == len(row.addressee_texts)


@pytest.fixture(scope="session")
def make_document() -> Callable[..., Document]:
    return make


@pytest.fixture(scope="session")
def clauses() -> Callable[..., list[Mandate]]:
    """The mandates of one paragraph or of several, spans checked."""

    def read(language: str, *paragraphs: str | tuple[str, str], all: bool = False, **about: object) -> list[Mandate]:
        document = make(language, paragraphs, **about)  # type: ignore[arg-type]
        found = extract_mandates(document, all=all)
        exact(document, found)
        return found

    return read


@pytest.fixture(scope="session")
def check_exact() -> Callable[[Document, Sequence[Mandate]], None]:
    return exact
