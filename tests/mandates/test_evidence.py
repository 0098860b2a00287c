"""Tracing: which paragraphs of a report show work on what was asked, and what a resolution took up."""
# ruff: noqa: E501  (paragraphs in six languages stay whole)

from __future__ import annotations

import importlib
import sys
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import isonomia
from isonomia.mandates.evidence import NEAR_BEST, THRESHOLD, NotTraceable, sentences, trace

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples" / "documents"
sys.path.insert(0, str(ROOT / "tools"))
linking = importlib.import_module("linking")
sys.path.remove(str(ROOT / "tools"))


@lru_cache(maxsize=16)
def sample(name):
    return isonomia.read(SAMPLES / name)


@lru_cache(maxsize=4)
def traced(asking="A_RES_68_193.zh.txt", answering="A_73_131.zh.txt", *, all=False):
    return trace(sample(asking), sample(answering), all=all)


def answer(found, paragraph):
    return next(row for row in found.mandates if row.paragraph == paragraph)


def shown(found, paragraph):
    return [row.paragraph for row in answer(found, paragraph).evidence]


# -- a resolution and its report -----------------------------------------------------------------------------------


def test_the_report_asked_for_is_the_report():
    assert shown(traced(), "op49")[0] == "p3"


def test_the_programme_named_is_found_first():
    assert shown(traced(), "op17")[0] == "p22"


def test_every_paragraph_that_asks_a_body_of_the_united_nations_has_an_entry():
    asking = {
        row.paragraph
        for row in isonomia.extract_mandates(sample("A_RES_68_193.zh.txt"))
        if {"unodc", "secretary_general", "secretariat"} & set(row.addressees)
    }
    assert asking <= {row.paragraph for row in traced().mandates}


def test_states_asked_to_support_a_body_in_its_work_ask_for_its_work():
    assert answer(traced(), "op36").actors == ("unodc",)
    assert shown(traced(), "op36")[0] == "p79"


def test_states_asked_for_anything_else_have_no_entry():
    assert not {"op1", "op2", "op20", "op38"} & {row.paragraph for row in traced().mandates}


def test_what_no_paragraph_speaks_of_has_no_evidence(make_document):
    """Nothing in the report is about glaciers or postage stamps."""
    asked = make_document("zh", ["请秘书长召开关于极地冰川融化与邮票发行的国际会议；"])
    assert trace(asked, sample("A_73_131.zh.txt")).mandates[0].status == "none"


def test_evidence_is_sorted_and_over_both_thresholds():
    for row in traced().mandates:
        scores = [found.score for found in row.evidence]
        assert scores == sorted(scores, reverse=True)
        if scores:
            assert scores[-1] >= max(THRESHOLD, NEAR_BEST * scores[0]) - 0.002


def test_unprompted_paragraphs_are_exactly_those_that_answer_nothing():
    found = traced()
    used = {row.paragraph for one in found.mandates for row in one.evidence}
    numbered = [row.id for row in sample("A_73_131.zh.txt").paragraphs if row.role == "numbered"]
    assert list(found.unprompted) == [id for id in numbered if id not in used]
    assert {"p4", "p5"} & set(found.unprompted)


def test_a_higher_threshold_shows_less_and_all_shows_everything():
    asking, answering = sample("A_RES_68_193.zh.txt"), sample("A_73_131.zh.txt")
    counts = [
        sum(len(row.evidence) for row in trace(asking, answering, threshold=least).mandates)
        for least in (0.1, 0.3, 0.6)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[2]
    assert sum(len(row.evidence) for row in traced(all=True).mandates) > counts[0]


def test_sentences_are_verbatim_and_stand_where_they_say():
    report = sample("A_73_131.zh.txt")
    for row in traced().mandates:
        for found in row.evidence:
            assert found.sentences
            start, end = report.paragraph(found.paragraph).span
            for sentence in found.sentences:
                assert report.text[slice(*sentence.span)] == sentence.text
                assert start <= sentence.span[0] < sentence.span[1] <= end


def test_what_is_shared_is_told():
    first = answer(traced(), "op17").evidence[0]
    assert "about:money_laundering" in first.shared


# -- development set -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", linking.TRACED[:2], ids=lambda row: row[0])
def test_evidence_agrees_with_the_readers(row):
    """Floors under the figures of docs/accuracy.md."""
    links = linking.evidence(*row)
    assert links.reciprocal_rank >= 0.8
    assert links.f1 >= 0.5


@pytest.mark.parametrize("row", linking.TRACED[3:12], ids=lambda row: f"{row[0]}-{row[1]}")
def test_evidence_is_found_across_languages(row):
    """A resolution in one language, a report in another, in words that share nothing."""
    assert linking.evidence(*row).reciprocal_rank >= 0.5


# -- the other way round ---------------------------------------------------------------------------------------------


def test_a_report_first_shows_which_recommendations_were_taken_up():
    found = traced("A_73_131.zh.txt", "A_RES_76_187.zh.txt")
    assert found.taken_up
    assert (found.resolution, found.report) == ("A/RES/76/187", None)
    assert "op5" in shown(found, "p99")
    assert {"op8", "op12"} & set(shown(found, "p101"))
    assert all(row.paragraph.startswith("p") for row in found.mandates)


# -- form and faults -------------------------------------------------------------------------------------------------


def test_the_json_form():
    plain = traced().to_dict()
    assert plain["resolution"] == "A/RES/68/193"
    assert plain["threshold"] == THRESHOLD
    first = next(row for row in plain["mandates"] if row["status"] == "evidence")
    assert set(first["evidence"][0]) == {"paragraph", "score", "sentences", "shared"}
    assert set(first["evidence"][0]["sentences"][0]) == {"text", "span"}


@pytest.mark.parametrize("name", ["A_RES_76_187.zh.txt", "A_73_131.zh.txt"])
def test_two_documents_of_one_kind_are_refused(name):
    with pytest.raises(NotTraceable, match="give a resolution and a report"):
        trace(sample(name), sample(name))


def test_a_report_without_numbered_paragraphs_is_refused(make_document):
    with pytest.raises(NotTraceable, match="no numbered paragraphs"):
        trace(sample("A_RES_68_193.zh.txt"), make_document("zh", [], kind="report"))


def test_a_resolution_that_asks_no_body_has_no_entries(make_document):
    asked = make_document("en", ["Urges Member States to ratify the Convention;"])
    report = make_document("en", ["The Office assisted 12 States."], kind="report")
    found = trace(asked, report)
    assert found.mandates == ()
    assert found.unprompted == ("p1",)


SUPPORT = {
    "ar": "تشجع الدول الأعضاء على مواصلة دعم مكتب الأمم المتحدة المعني بالمخدرات والجريمة في تقديم المساعدة التقنية في مجال مكافحة القرصنة؛",
    "en": "Encourages Member States to continue to support the United Nations Office on Drugs and Crime in providing technical assistance against piracy;",
    "es": "Alienta a los Estados Miembros a que sigan apoyando a la Oficina de las Naciones Unidas contra la Droga y el Delito en la prestación de asistencia técnica contra la piratería;",
    "fr": "Encourage les États Membres à continuer d’appuyer l’Office des Nations Unies contre la drogue et le crime dans la fourniture d’une assistance technique contre la piraterie ;",
    "ru": "призывает государства-члены и далее поддерживать Управление Организации Объединенных Наций по наркотикам и преступности в оказании технической помощи в борьбе с пиратством;",
    "zh": "鼓励会员国继续支持联合国毒品和犯罪问题办公室提供有针对性的技术援助，打击海盗活动；",
}  # fmt: skip


@pytest.mark.parametrize("language", SUPPORT)
def test_support_for_the_work_of_a_body_is_read_in_every_language(make_document, language):
    from isonomia.mandates.asks import asks_of_bodies

    assert [ask.actors for ask in asks_of_bodies(make_document(language, [SUPPORT[language]]))] == [("unodc",)]


@given(
    st.lists(st.sampled_from(["The Office helped. ", "It paid 3.5 million dollars. ", "See A/73/131. "]), max_size=6)
)
def test_sentences_cover_a_paragraph_and_nothing_twice(make_document, words):
    document = make_document("en", ["".join(words).strip() or "None."], kind="report")
    span = document.paragraphs[0].span
    rows = sentences(document, span)
    covered = "".join(document.text[slice(*row)] for row in rows)
    assert "".join(covered.split()) == "".join(document.text[slice(*span)].split())
    assert all(first[1] <= second[0] for first, second in pairwise(rows))
