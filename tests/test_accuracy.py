"""What docs/accuracy.md says is what the program does today, and no language has become worse than its floor."""

from __future__ import annotations

import importlib
import json
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
accuracy = importlib.import_module("accuracy")
scoring = importlib.import_module("scoring")
sys.path.remove(str(ROOT / "tools"))

ACTS = st.lists(st.sampled_from(["urges", "requests", "notes", "invites"]), max_size=6)


@pytest.fixture(scope="module")
def measured():
    return accuracy.measure()


@pytest.fixture(scope="module")
def languages(measured):
    return accuracy.by_language(measured)


def test_every_annotated_document_is_measured(measured):
    names = [path.stem for path in sorted((ROOT / "tests" / "annotations").glob("*.json"))]
    assert [row.name for row in measured] == names
    assert names


def test_annotated_documents_are_part_of_the_project():
    for path in (ROOT / "tests" / "annotations").glob("*.json"):
        assert (ROOT / json.loads(path.read_text(encoding="utf-8"))["file"]).is_file(), path.name


def test_all_six_languages_are_measured(languages):
    assert list(languages) == ["ar", "en", "es", "fr", "ru", "zh"]


def test_the_page_is_current(measured):
    links = accuracy.measure_links()
    assert accuracy.PAGE.read_text(encoding="utf-8") == accuracy.page(measured, links), "run `make accuracy`"


def test_no_figure_fell_below_its_floor(languages):
    stored = accuracy.floors()
    assert set(stored) == {"ar", "en", "es", "fr", "ru", "zh"}
    assert accuracy.fallen(languages, stored) == []


def test_a_floor_is_a_cut_of_the_present_figures_and_holds(languages, tmp_path):
    file = tmp_path / "floor.toml"
    file.write_text(accuracy.floor_text(languages, {}), encoding="utf-8")
    assert accuracy.fallen(languages, accuracy.floors(file)) == []


def test_a_floor_is_never_lowered(languages, tmp_path):
    file = tmp_path / "floor.toml"
    file.write_text(accuracy.floor_text(languages, {"fr": {"due": 2.0, "notes": 0.0}}), encoding="utf-8")
    stored = accuracy.floors(file)
    assert stored["fr"]["due"] == 2.0
    assert stored["fr"]["notes"] > 0


def test_a_figure_below_its_floor_is_told(languages):
    told = accuracy.fallen(languages, {"zh": {"citations": 1.1}})
    assert len(told) == 1
    assert told[0].startswith("zh: citations fell to ")


def test_a_language_that_is_no_longer_measured_is_told():
    assert accuracy.fallen({}, {"ru": {"due": 0.5}})[0].startswith("ru: no annotated document is left")


def test_two_processes_measure_what_one_does(measured, monkeypatch):
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
    paths = sorted((ROOT / "tests" / "annotations").glob("*.json"))[:2]
    assert accuracy.measure(paths, jobs=2) == measured[:2]


def test_every_known_failure_says_where_and_what():
    for line in accuracy.known_failures():
        assert line.startswith("- **")
        assert len(line) > 60


# -- the scoring itself, on cases small enough to count by hand ----------------------------------------------------


def _annotated(*clauses, citations=(), notes=None, paragraphs=("op1",)):
    rows = [
        {"paragraph": "op1", "order": at, "verb": verb, "act": act, "addressees": list(addressees), "action": action,
         "conditions": list(conditions), "due": due}
        for at, (verb, act, addressees, action, conditions, due) in enumerate(clauses, 1)
    ]  # fmt: skip
    return {"paragraphs": list(paragraphs), "clauses": rows, "citations": list(citations), "notes": notes or {}}


TEXT = """A/RES/90/1

Resolution adopted by the General Assembly on 1 December 2035

90/1. Small test

The General Assembly,

Recalling its resolution 76/187 of 16 December 2021,

1. Requests the United Nations Office on Drugs and Crime, upon request, to assist Member States;

2. Takes note of the report of the Secretary-General.
"""


@pytest.fixture(scope="module")
def small():
    import isonomia

    document = isonomia.read(TEXT.encode(), name="small.txt", language="en")
    return document, isonomia.extract_mandates(document, all=True)


def _right():
    rows = _annotated(
        ("Requests", "requests", ["unodc"], "assist Member States", ["upon request"], None),
        citations=[["pp1", "A/RES/76/187", "2021-12-16"]],
        paragraphs=("pp1", "op1", "op2"),
    )
    rows["clauses"].append(
        {"paragraph": "op2", "order": 1, "verb": "Takes note", "act": "notes", "addressees": [],
         "action": "the report of the Secretary-General", "conditions": [], "due": None}
    )  # fmt: skip
    return rows


def test_a_document_read_as_it_was_annotated_has_full_marks(small):
    result = scoring.score(_right(), *small)
    assert result.errors == []
    assert set(result.figures().values()) == {1.0}


def test_a_wrong_addressee_is_one_missed_and_one_extra_and_one_confusion(small):
    rows = _right()
    rows["clauses"][0]["addressees"] = ["secretary_general"]
    result = scoring.score(rows, *small)
    assert [(e.kind, e.what) for e in result.errors] == [("missed", "secretary_general"), ("extra", "unodc")]
    assert result.addressees == {("secretary_general", "unodc"): 1}
    assert result.counts["addressees"].f1 == 0


def test_an_act_taken_for_another_stands_in_the_table(small):
    rows = _right()
    rows["clauses"][1]["act"] = "welcomes"
    result = scoring.score(rows, *small)
    assert result.acts == {("requests", "requests"): 1, ("welcomes", "notes"): 1}
    assert "| welcomes | notes ×1 | 1 | 0 | 0 |" in accuracy.confusion(result.acts, "act")


def test_a_clause_that_is_not_annotated_is_extra(small):
    rows = _right()
    del rows["clauses"][1]
    result = scoring.score(rows, *small)
    assert result.acts[scoring.EXTRA, "notes"] == 1
    assert result.counts["acts of all clauses"].precision == 0.5
    assert result.counts["acts of all clauses"].recall == 1


def test_a_condition_counts_when_one_contains_the_other(small):
    rows = _right()
    rows["clauses"][0]["conditions"] = ["and upon request,", "within its mandate"]
    counts = scoring.score(rows, *small).counts["conditions"]
    assert (counts.annotated, counts.found, counts.hits, counts.right) == (2, 1, 1, 1)


def test_a_date_that_is_not_printed_is_extra(small):
    rows = _right()
    rows["citations"] = [["pp1", "A/RES/76/187", None]]
    counts = scoring.score(rows, *small).counts["dates of citations"]
    assert (counts.annotated, counts.found, counts.hits) == (0, 1, 0)


@pytest.mark.parametrize(("opened", "extra"), [("《", 0), ("", 1)])
def test_a_treaty_in_the_name_of_a_body_counts_neither_way_in_title_marks_only(opened, extra):
    from isonomia.text.model import Citation, Document, Paragraph

    text = f"{opened}联合国反腐败公约缔约国会议"
    at = len(opened)
    cited = Citation("pp1", text[at : at + 8], (at, at + 8), "treaty", "UNCAC")
    paragraph = Paragraph("pp1", "preambular", None, None, text, (0, len(text)))
    document = Document(
        "A/RES/90/1", "resolution", "unga", 90, None, "zh", None, None, text, (paragraph,), citations=(cited,)
    )
    rows = {"paragraphs": ["pp1"], "clauses": [], "citations": [], "body_name_citations": [["pp1", "UNCAC", None]]}
    assert scoring.score(rows, document, []).counts["citations"].found == extra


def test_white_space_and_vowel_signs_do_not_count():
    assert scoring.squeeze("قَرَّرَت أن\n٣") == scoring.squeeze("قررت أن 3")


def test_macro_f1_is_the_mean_over_the_values():
    pairs = Counter({("a", "a"): 8, ("a", "b"): 2, ("b", "b"): 5, ("b", "a"): 5})
    assert accuracy.macro_f1(pairs, ("a", "b")) == pytest.approx((16 / 23 + 10 / 17) / 2)


@pytest.mark.skipif(not accuracy.ROLES.exists(), reason="the benchmark's file is not beside the project")
def test_the_roles_of_the_french_benchmark_are_measured():
    assert accuracy.roles_line().startswith("paragraph roles (fr_ArgMining")


def test_without_the_benchmark_there_is_no_line(tmp_path):
    assert accuracy.roles_line(tmp_path / "absent.csv") is None


@given(ACTS, ACTS)
def test_alignment_pairs_each_item_once_and_in_order(first, second):
    pairs = scoring.align(first, second)
    assert [a for a, _ in pairs if a is not None] == list(range(len(first)))
    assert [b for _, b in pairs if b is not None] == list(range(len(second)))
    assert (None, None) not in pairs


@given(ACTS)
def test_equal_lists_are_paired_item_by_item(acts):
    assert scoring.align(acts, acts) == [(at, at) for at in range(len(acts))]


@given(st.text(), st.text())
def test_overlap_is_symmetric_and_between_nothing_and_one(first, second):
    value = scoring.overlap(first, second)
    assert value == scoring.overlap(second, first)
    assert 0 <= value <= 1
    assert scoring.overlap(first, first) == 1
