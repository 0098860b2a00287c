"""The same figure of several documents side by side, across years and languages."""

from __future__ import annotations

from pathlib import Path

import pytest

import isonomia
from isonomia.mandates.figure_series import figure_series
from isonomia.mandates.figures import extract_figures
from isonomia.text.model import Document, Paragraph

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "documents"
CHINESE = ("A_RES_68_193.zh.txt", "A_73_131.zh.txt", "A_RES_76_187.zh.txt")


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [isonomia.read(SAMPLES / name) for name in CHINESE]


def _document(text: str, language: str, date: str | None = None) -> Document:
    paragraph = Paragraph("p1", "numbered", "1", None, text, (0, len(text)))
    return Document(f"A/{date}", "report", None, None, date, language, None, None, text, (paragraph,))


def test_parties_to_the_organized_crime_convention_over_three_documents(documents):
    series = {(one.measure, one.subject): one for one in figure_series(documents)}
    parties = series["parties", "UNTOC"]
    assert [point.value for point in parties.points] == [179, 189, 190]
    assert parties.label == "Parties to the United Nations Convention against Transnational Organized Crime"
    assert [point.paragraph for point in parties.points] == ["op3", "p16", "op6"]


def test_the_oldest_document_comes_first_however_they_are_given(documents):
    (parties, *_) = figure_series([documents[2], documents[0], documents[1]])
    assert [point.value for point in parties.points] == [179, 189, 190]


def test_a_document_without_symbol_is_named_by_its_file(documents):
    (parties, *_) = figure_series(documents)
    assert [point.document for point in parties.points] == ["A/RES/68/193", "A_73_131.zh.txt", "A/RES/76/187"]


def test_figures_that_were_extracted_before_are_not_read_again(documents):
    given = [extract_figures(document) for document in documents]
    assert figure_series(documents, figures=given) == figure_series(documents)
    assert figure_series(documents, figures=[[], [], []]) == []


def test_documents_in_different_languages_share_a_series():
    english = _document("In 2040, customs seized 12 kg of cocaine and 3 kg of heroin.", "en", "2041-01-01")
    french = _document("En 2041, les douanes ont saisi 1,5 tonne de cocaïne.", "fr", "2042-01-01")
    (series,) = figure_series([french, english])
    assert (series.measure, series.subject, series.unit) == ("seized", "cocaine", "mass")
    assert [(point.value, point.unit, point.as_of) for point in series.points] == [
        (12, "kg", "2040"), (1.5, "t", "2041"),
    ]  # fmt: skip


def test_the_label_is_in_the_language_asked_for(documents):
    (parties, *_) = figure_series(documents, language="zh")
    assert parties.label == "联合国打击跨国有组织犯罪公约缔约方"


def test_one_document_makes_no_series(documents):
    assert figure_series(documents[:1]) == []


def test_a_series_as_json_is_plain(documents):
    row = figure_series(documents)[0].to_dict()
    assert isinstance(row["points"], list)
    assert row["points"][0]["value"] == 179
