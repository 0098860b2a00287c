"""The command `isonomia trace`: a table, JSON and CSV of what answers what, and clear answers to wrong calls."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from isonomia.cli import main

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "documents"
ASKING, ANSWERING = str(SAMPLES / "A_RES_68_193.zh.txt"), str(SAMPLES / "A_73_131.zh.txt")
LATER = str(SAMPLES / "A_RES_76_187.zh.txt")


def run(capsys, *arguments):
    status = main(["trace", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_the_table_shows_every_mandate_and_counts_them(capsys):
    status, out, _ = run(capsys, ASKING, ANSWERING, "--symbol", "A/73/131")
    assert status == 0
    assert "A/RES/68/193 in A/73/131" in out
    assert "op49" in out
    assert "mandates have evidence" in out


def test_json_is_one_document_on_standard_output(capsys):
    status, out, err = run(capsys, ASKING, ANSWERING, "--symbol", "A/73/131", "--format", "json")
    assert status == 0
    assert err == ""
    found = json.loads(out)
    assert (found["resolution"], found["report"]) == ("A/RES/68/193", "A/73/131")
    assert {row["status"] for row in found["mandates"]} == {"evidence", "none"} or found["mandates"]


def test_csv_has_a_line_for_each_paragraph_that_answers_and_for_each_mandate_that_nothing_answers(capsys):
    _, out, _ = run(capsys, ASKING, ANSWERING, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    _, plain, _ = run(capsys, ASKING, ANSWERING, "--format", "json")
    mandates = json.loads(plain)["mandates"]
    assert len(rows) == sum(max(1, len(row["evidence"])) for row in mandates)


def test_a_report_first_shows_what_was_taken_up(capsys):
    status, out, _ = run(capsys, ANSWERING, LATER)
    assert status == 0
    assert "recommendations have evidence" in out


def test_a_report_older_than_the_resolution_is_remarked_upon(capsys, tmp_path):
    report = SAMPLES / "A_98_141.en.txt"
    _, _, err = run(capsys, str(SAMPLES / "A_RES_98_504.en.txt"), str(report))
    assert err == "" or "older" in err


def test_a_threshold_outside_zero_to_one_is_a_wrong_call(capsys):
    status, _, err = run(capsys, ASKING, ANSWERING, "--threshold", "7")
    assert status == 2
    assert "between 0 and 1" in err


def test_all_shows_more_than_the_threshold(capsys):
    _, few, _ = run(capsys, ASKING, ANSWERING, "--format", "csv")
    _, many, _ = run(capsys, ASKING, ANSWERING, "--format", "csv", "--all")
    assert len(many.splitlines()) > len(few.splitlines())


@pytest.mark.parametrize("pair", [(ASKING, LATER), (ANSWERING, ANSWERING)])
def test_two_of_a_kind_are_refused_by_name(capsys, pair):
    status, out, err = run(capsys, *pair)
    assert status == 1
    assert out == ""
    assert "give a resolution and a report" in err


def test_a_file_is_written_whole(capsys, tmp_path):
    target = tmp_path / "trace.json"
    status, out, _ = run(capsys, ASKING, ANSWERING, "--format", "json", "-o", str(target))
    assert (status, out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["mandates"]
