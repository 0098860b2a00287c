"""The material that the benchmarks measure on is what they say it is. Nothing here looks at a clock."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import isonomia

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
measuring = importlib.import_module("measuring")
one_resolution = importlib.import_module("one_resolution")
folder = importlib.import_module("folder")
prose = importlib.import_module("legal_prose")
grown = importlib.import_module("grown")
lineage = importlib.import_module("lineage")
near_duplicates = importlib.import_module("near_duplicates")
near_once = importlib.import_module("near_once")
run = importlib.import_module("run")
sys.path.remove(str(ROOT / "benchmarks"))


@settings(max_examples=30)
@given(st.integers(200, 5000), st.integers(1, 20), st.integers(0, 9))
def test_legal_prose_has_the_length_that_was_asked_for(length, citations, seed):
    text = prose.legal_prose(length, citations=citations, seed=seed)
    assert len(text) == length
    assert text == prose.legal_prose(length, citations=citations, seed=seed)


def test_legal_prose_cites_as_often_as_asked():
    text = prose.legal_prose(20_000, citations=40, seed=5)
    cited = sum(text.count(mark) for mark in (" U.S.C. § ", " C.F.R. § ", " v. ", "supra, at", "Id. at", "U.S., at"))
    assert 36 <= cited <= 40
    assert text != prose.legal_prose(20_000, citations=40, seed=6)


def test_the_long_english_resolution_reads_as_150_paragraphs():
    document = isonomia.read(one_resolution.long_english().encode())
    assert len(document.paragraphs) == 150
    assert {paragraph.role for paragraph in document.paragraphs} == {"preambular", "operative"}
    assert len(isonomia.extract_mandates(document)) > 40


def test_varied_samples_are_texts_of_their_own():
    for path in sorted(measuring.SAMPLES.iterdir()):
        if path.suffix in (".txt", ".html"):
            texts = {measuring.varied(path, at) for at in range(4)}
            assert len(texts) == 4, path.name


def test_a_folder_holds_as_many_documents_and_paragraphs_as_it_says(tmp_path):
    paragraphs = folder.fill(tmp_path, 15)
    assert len(list(tmp_path.iterdir())) == 15
    assert paragraphs == sum(len(isonomia.read(path).paragraphs) for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("better", "value", "verdict"),
    [("more", 21, "met"), ("more", 19, "MISSED"), ("less", 19, "met"), ("less", 21, "MISSED")],
)
def test_the_verdict_says_whether_a_target_was_met(better, value, verdict):
    assert measuring.Row("row", value, "times", 20, better).verdict == verdict


def test_tasks_take_turns_after_a_round_of_warming():
    calls = []
    measuring.in_turns({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=2)
    assert "".join(calls) == "ababab"


def test_the_table_shows_median_spread_and_verdict():
    text = run.table([measuring.spread("ratio", [30.0, 10.0, 20.0], "times", target=20, detail={"rounds": 3})])
    assert text.splitlines()[1].split() == ["ratio", "20", "10", "30", "times", "≥", "20", "met"]
    assert text.splitlines()[2].strip() == "rounds 3"


def test_a_row_can_be_written_as_json():
    row = json.loads(json.dumps(measuring.Row("told", 1.5, "s").to_dict()))
    assert (row["value"], row["target"], row["verdict"]) == (1.5, None, None)


class TestGrown:
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_a_seed_gives_one_growth(self, language):
        texts = [[grown.Grower(language, seed).paragraph().text for _ in range(3)] for seed in (1, 1, 2)]
        assert texts[0] == texts[1] != texts[2]

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_paragraphs_differ_and_name_subjects_of_the_list(self, language):
        grower = grown.Grower(language, 3)
        rows = [grower.paragraph() for _ in range(300)]
        assert len({row.text for row in rows}) == 300
        assert all(len(row.subjects) >= 2 and grown.SLOT not in row.text for row in rows)
        assert all(subject in row.text for row in rows for subject in row.subjects)

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_a_rewording_says_most_of_it_in_other_words(self, language):
        grower = grown.Grower(language, 4)
        rows = [(row, grower.reworded(row)) for row in (grower.paragraph() for _ in range(200))]
        assert sum(row.text != other.text for row, other in rows) > 180
        for row, other in rows:
            kept = set(row.parts) & set(other.parts)
            assert len(kept) >= len(set(row.parts)) - 1
            assert grown.SLOT not in other.text

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_two_sessions_read_as_many_paragraphs_and_know_their_heirs(self, language):
        two = grown.two_sessions(language, 40, seed=5, dropped=4, merged=2, added=3)
        old, new = two.read()
        ids = [[row.id for row in document.paragraphs if row.role == "operative"] for document in (old, new)]
        assert [len(rows) for rows in ids] == [40, 40 - 4 - 2 + 3]
        assert old.language == new.language == language
        assert {pair[0] for pair in two.pairs} <= set(ids[0])
        assert {pair[1] for pair in two.pairs} <= set(ids[1])
        assert len(two.pairs) == 36
        assert sorted(pair[1] for pair in two.pairs) != sorted({pair[1] for pair in two.pairs})  # two were merged
        assert [pair[0] for pair in sorted(two.pairs)] != [pair[1] for pair in sorted(two.pairs)]  # another order


class TestGreedy:
    OLD = ("the report of the office", "prison reform", "youth and sport")
    NEW = ("youth in sport", "a report of the office", "piracy")

    def test_pairs_are_one_to_one_the_most_similar_first(self):
        pairs = lineage.greedy(lineage.difflib_ratios, self.OLD, self.NEW)
        assert [(i, j) for _, i, j in pairs[:2]] == [(0, 1), (2, 0)]
        assert sorted(i for _, i, _ in pairs) == sorted(j for _, _, j in pairs) == [0, 1, 2]
        assert [score for score, _, _ in pairs] == sorted((score for score, _, _ in pairs), reverse=True)

    def test_rapidfuzz_agrees_on_clear_pairs(self):
        pytest.importorskip("rapidfuzz")
        pairs = lineage.greedy(lineage.rapidfuzz_ratios, self.OLD, self.NEW)
        assert [(i, j) for _, i, j in pairs[:2]] == [(0, 1), (2, 0)]

    def test_it_is_judged_at_its_best_threshold(self):
        right = frozenset({("a", "x"), ("b", "y")})
        pairs = [(0.9, 0, 0), (0.8, 1, 1), (0.1, 2, 2)]
        assert lineage.f1([("a", "x"), ("b", "y"), ("c", "z")], right) == pytest.approx(0.8)
        assert lineage.best_f1(pairs, ["a", "b", "c"], ["x", "y", "z"], right) == 1.0


def test_the_annotated_heirs_are_paragraphs_of_the_real_pair():
    case = lineage.real()
    old, new = case.read(0)
    assert len(case.right) > 20
    assert {pair[0] for pair in case.right} <= {row.id for row in old.paragraphs}
    assert {pair[1] for pair in case.right} <= {row.id for row in new.paragraphs}


@pytest.mark.parametrize("case", [lineage.real(), lineage.grown("en", 12, seed=1)], ids=["real", "grown"])
def test_each_reading_of_a_case_gives_other_texts_of_the_same_paragraphs(case):
    (old, new), (old_again, new_again) = case.read(1), case.read(2)
    assert old.text != old_again.text
    assert new.text != new_again.text
    for one, other in ((old, old_again), (new, new_again)):
        assert [row.id for row in one.paragraphs] == [row.id for row in other.paragraphs]


def test_our_alignment_alone_gives_the_pairs_of_the_whole_call():
    old, new = lineage.grown("en", 20, seed=2).read(0)
    before, after = lineage.passages(old), lineage.passages(new)
    pairs = {(before[i].id, after[j].id) for i, j in lineage.aligned(before, after)}
    assert pairs == {(pair.old, pair.new) for pair in isonomia.compare(old, new).pairs}


def test_near_paragraphs_are_counted_without_the_index():
    texts = ["prison reform in all countries", "youth and sport", "prison reform in many countries", ""]
    assert near_once.near_all(texts, "prison reform in all the countries", "en", 0.6) == {0, 2}
    assert near_once.share_found(texts, texts[:2], "en") == 1.0


def test_a_small_run_of_near_duplicates_finds_all():
    told = near_duplicates.once("zh", 12)
    assert told["paragraphs"] == 360
    assert told["questions"] == 12
    assert told["found of all that are near"] == 1.0
    assert told["rewordings found"] > 0.5
    assert told["peak, MB"] > told["index, MB"]
