"""Which documents belong together, and what is kept of them side by side."""

from __future__ import annotations

import io

import pytest

import isonomia
from isonomia.site.documents import pairings
from isonomia.site.documents.models import Document, Expression, Pairing
from isonomia.site.documents.relations import expressions_for, line_of, traced_with
from isonomia.site.documents.samples import fill_when_empty
from isonomia.start import samples as manifest

pytestmark = pytest.mark.django_db
OLD, NEW, REPORT = "A_RES_68_193.zh.txt", "A_RES_76_187.zh.txt", "A_73_131.zh.txt"


@pytest.fixture
def programme(load):
    """A resolution in two sessions and a report between them."""
    old, new = load(OLD, NEW)
    (report,) = load(REPORT, symbol="A/73/131")
    return old, new, report


def test_a_resolution_in_two_sessions_is_one_line(programme):
    old, new, report = programme
    assert line_of(old) == line_of(new) == [old, new]
    assert line_of(report) == []


def test_a_report_answers_the_resolution_before_it_and_feeds_the_next(programme):
    old, new, report = programme
    assert traced_with(old) == [(old, report)]
    assert traced_with(new) == [(report, new)]
    assert traced_with(report) == [(report, new), (old, report)]


def test_a_report_that_cites_a_resolution_answers_it_in_whatever_language(load):
    report, resolution = load("A_98_141.en.txt", "A_RES_97_503.fr.txt")
    assert (resolution, report) in traced_with(report)
    assert (resolution, report) in traced_with(resolution)


def test_specimens_and_documents_are_never_mixed(programme, load):
    load("A_98_141.zh.txt", "A_RES_97_503.es.txt")
    old = programme[0]
    assert not any(other.specimen for pair in traced_with(old) for other in pair)


def test_versions_are_set_side_by_side_in_a_language_that_both_have(load):
    one, two = load("A_RES_99_501.ar.html", "A_98_141.ar.txt")
    load("A_RES_99_501.fr.html", "A_98_141.zh.txt", "A_RES_99_501.zh.txt")
    one.refresh_from_db()
    assert [row.language for row in expressions_for(one, two)] == ["ar", "ar"]
    assert [row.language for row in expressions_for(one, two, "zh")] == ["zh", "zh"]
    assert [row.language for row in expressions_for(one, two, "fr")] == ["ar", "ar"]
    (english,) = load("A_RES_98_504.en.txt")
    assert [row.language for row in expressions_for(one, english)] == ["fr", "en"]


# -- comparisons ---------------------------------------------------------------------------------------------------


def test_a_comparison_is_made_once_for_two_files_and_a_program(programme, monkeypatch):
    old, new, _report = programme
    pair = expressions_for(old, new)
    first = pairings.comparison(*pair)
    assert first.data["counts"] == isonomia.compare(pair[0].parsed, pair[1].parsed).counts()
    monkeypatch.setattr(pairings, "_compared", lambda *a: pytest.fail("made again"))
    assert pairings.comparison(*pair).pk == first.pk
    monkeypatch.undo()
    monkeypatch.setattr(pairings, "PROGRAM", "isonomia 99")
    again = pairings.comparison(*pair)
    assert again.pk != first.pk
    assert Pairing.objects.count() == 1


def test_a_comparison_holds_every_word_of_both_texts(programme):
    old, new, _report = programme
    pair = expressions_for(old, new)
    data = pairings.comparison(*pair).data
    for side, expression in zip(("old", "new"), pair, strict=True):
        shown = {id: "".join(text for text, _mark in pieces) for row in data["rows"] for id, pieces in row[side]}
        for paragraph in expression.parsed.paragraphs:
            if paragraph.role == "operative" and "." not in paragraph.id:
                assert shown[paragraph.id].startswith(paragraph.text)
    assert {language for row in data["rows"] for p in row["pairs"] for language in p["said"]} == set(pairings.LANGUAGES)


# -- traces --------------------------------------------------------------------------------------------------------


def test_a_trace_is_kept_from_its_lowest_score_on_and_shown_over_any_other(programme):
    old, _new, report = programme
    asking, answering = expressions_for(old, report)
    kept = pairings.tracing(asking, answering)
    assert 0 < kept.answered <= kept.asked == len(kept.data["mandates"])
    for threshold in (0.2005, 0.4995, 0.8005):  # scores are kept to three places
        shown = pairings.over(kept.data, threshold)
        wanted = isonomia.trace(asking.parsed, answering.parsed, threshold=threshold).to_dict()
        assert [
            (row["paragraph"], row["status"], [item["paragraph"] for item in row["evidence"]])
            for row in shown["mandates"]
        ] == [
            (row["paragraph"], row["status"], [item["paragraph"] for item in row["evidence"]])
            for row in wanted["mandates"]
        ]
        assert set(shown["unprompted"]) == set(wanted["unprompted"])


def test_relating_a_document_makes_what_belongs_to_it(programme):
    old, _new, _report = programme
    assert pairings.relate(old) == 2
    assert sorted(Pairing.objects.values_list("kind", flat=True)) == ["compare", "trace"]


def test_a_fault_in_a_trace_is_logged_and_stops_nothing(programme, monkeypatch, caplog):
    monkeypatch.setattr(pairings, "tracing", lambda *a: 1 / 0)
    assert pairings.relate(programme[0]) == 1
    assert "A/RES/68/193" in caplog.text


# -- samples -------------------------------------------------------------------------------------------------------


def test_an_empty_site_is_filled_with_the_samples_once(samples):
    out = io.StringIO()
    rows = manifest(samples)
    assert fill_when_empty(out) == len(rows) == Expression.objects.count()
    official = Document.objects.filter(specimen=False).values_list("symbol", flat=True)
    assert sorted(official) == sorted(row.symbol for row in rows if row.official)
    assert set(Expression.objects.values_list("provenance", flat=True)) == {row.provenance for row in rows}
    assert set(Pairing.objects.values_list("kind", flat=True)) == {"compare", "trace"}
    assert fill_when_empty(out) == 0
    assert len(out.getvalue().splitlines()) == 1


def test_a_site_with_a_document_is_left_alone(load):
    load("A_RES_98_504.en.txt")
    assert fill_when_empty(io.StringIO()) == 0
    assert Document.objects.count() == 1
