"""A document and its JSON form: one gives the other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia import Citation, Document, Heading, Note, Paragraph, Source, Warning, read

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "documents"
NAMES = ["A_RES_76_187.zh.txt", "A_73_131.zh.txt", "A_RES_99_501.ar.html", "A_RES_99_501.es.docx", "HO_1.ru.txt"]


def through_json(document: Document) -> Document:
    return Document.from_dict(json.loads(json.dumps(document.to_dict(), ensure_ascii=False)))


@pytest.mark.parametrize("name", NAMES)
def test_a_document_comes_back_from_its_json(name):
    document = read(SAMPLES / name)
    again = through_json(document)
    assert again == document
    assert again.source == document.source
    assert again.warnings == document.warnings
    assert hash(again) == hash(document)
    assert again.to_dict() == document.to_dict()


def test_calls_pinpoints_and_paths_come_back_as_they_were():
    document = Document(
        symbol=None, kind="report", organ=None, session=None, date=None, language="en", title=None, agenda_item=None,
        text="One two",
        paragraphs=(Paragraph("p1", "numbered", "1", "h1", "One", (0, 3), ("a", "b"), (("a", 1), ("b", 3))),),
        headings=(Heading("h1", "I", "Part", 1, ("I",), (0, 0)),),
        notes=(Note("a", "two", (4, 7)),),
        citations=(Citation(None, "One", (0, 3), "resolution", None, "2016-12-19", "a", "article 3"),),
        source=Source("one.txt", "text", "0" * 64),
        warnings=(Warning("note-without-text", "b", "no text"),),
    )  # fmt: skip
    assert through_json(document) == document
    assert through_json(document).paragraphs[0].calls == (("a", 1), ("b", 3))
    assert through_json(replace(document, source=None)).source is None


@given(st.text(max_size=30), st.lists(st.tuples(st.text(max_size=5), st.integers(0, 9)), max_size=3))
def test_any_text_comes_back(text, calls):
    paragraph = Paragraph(
        "op1", "operative", None, None, text, (0, len(text)), tuple(m for m, _ in calls), tuple(calls)
    )
    document = Document("A/RES/1/1", "resolution", "unga", 1, None, "fr", text, None, text, (paragraph,))
    assert through_json(document) == document


@pytest.mark.parametrize("fault", [{}, {"text": "no parts"}, {"paragraphs": [{"id": "op1"}]}])
def test_what_is_no_document_is_refused(fault):
    with pytest.raises((KeyError, TypeError)):
        Document.from_dict(fault)
