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
