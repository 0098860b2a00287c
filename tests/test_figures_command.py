"""`isonomia figures`: one document as the contract's list, several with their series."""

from __future__ import annotations

import argparse
import csv
import io
import json
from pathlib import Path

import pytest

from isonomia.figures_command import add_figures

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "documents"
REPORT = str(SAMPLES / "A_73_131.zh.txt")
RESOLUTIONS = [str(SAMPLES / "A_RES_68_193.zh.txt"), str(SAMPLES / "A_RES_76_187.zh.txt")]


@pytest.fixture
def figures(capsys):
    parser = argparse.ArgumentParser()
    add_figures(parser.add_subparsers())

    def call(*arguments: str) -> tuple[int, str, str]:
        options = parser.parse_args(["figures", *arguments])
        status = options.run(options)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


def test_one_file_gives_the_list(figures):
    status, out, _ = figures(REPORT, "--format", "json")
    rows = json.loads(out)
    assert status == 0
    parties = [row for row in rows if row["subject"] == "UNTOC"]
    assert [(row["paragraph"], row["value"], row["unit"]) for row in parties] == [("p16", 189, "states_parties")]


def test_several_files_give_figures_and_series(figures):
    status, out, _ = figures(*RESOLUTIONS, REPORT, "--format", "json")
    result = json.loads(out)
    assert status == 0
    assert list(result["figures"]) == ["A_RES_68_193.zh.txt", "A_RES_76_187.zh.txt", "A_73_131.zh.txt"]
    parties = next(row for row in result["series"] if row["subject"] == "UNTOC")
    assert [point["value"] for point in parties["points"]] == [179, 189, 190]


def test_csv_has_one_row_per_figure_and_names_the_document_of_several(figures):
    _, out, _ = figures(REPORT, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert rows[0]["paragraph"] == "p11"
    assert rows[0]["qualifier"] == "more_than"
    _, out, _ = figures(*RESOLUTIONS, "--format", "csv")
    assert {row["document"] for row in csv.DictReader(io.StringIO(out))} == {
        "A_RES_68_193.zh.txt", "A_RES_76_187.zh.txt",
    }  # fmt: skip


def test_the_table_shows_the_series(figures):
    _, out, _ = figures(*RESOLUTIONS)
    assert "The same figure side by side" in out
    assert "179" in out
    assert "190" in out


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_printed(figures, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    status, out, err = figures(str(empty), REPORT, "--format", "json")
    assert status == 1
    assert "empty.txt" in err
    assert list(json.loads(out)["figures"]) == ["A_73_131.zh.txt"]


def test_a_symbol_names_one_document(figures):
    status, _, err = figures(REPORT, *RESOLUTIONS, "--symbol", "A/73/131")
    assert status == 2
    assert "--symbol names one document" in err


def test_an_empty_folder_is_a_wrong_call(figures, tmp_path):
    status, _, err = figures(str(tmp_path))
    assert status == 2
    assert "no readable file" in err
