"""Many files are read in parallel: in order, each once, one fault never stopping the rest."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia import bulk
from isonomia.cli import _extracted

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "documents"
TASK = partial(_extracted, all=False, addressee=None, language=None, symbol=None, ocr=False)


@pytest.fixture
def folder(tmp_path):
    """Six documents, two of them not to be read, in names that sort between each other."""
    for name in ("A_RES_99_501.en.txt", "A_RES_99_501.ru.txt", "A_RES_99_501.zh.txt", "A_RES_99_501.ar.html"):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    (tmp_path / "A_RES_99_501.empty.txt").write_bytes(b"")
    (tmp_path / "B.pdf").write_bytes(b"%PDF-1.7 cut off")
    (tmp_path / "notes.csv").write_text("not a document")
    return tmp_path


def test_a_folder_gives_its_readable_files_by_name(folder):
    names = [path.name for path in bulk.expand([folder])]
    assert names == sorted(names)
    assert len(names) == 6
    assert "notes.csv" not in names


def test_a_file_that_is_named_is_read_whatever_its_ending(folder):
    assert bulk.expand([folder / "notes.csv"]) == [folder / "notes.csv"]


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_outcomes_come_in_the_order_of_the_files_and_faults_stop_nothing(folder, jobs):
    paths = bulk.expand([folder])
    outcomes = list(bulk.each(TASK, paths, jobs=jobs))
    assert [outcome.path for outcome in outcomes] == paths
    assert [outcome.path.name for outcome in outcomes if outcome.error] == ["A_RES_99_501.empty.txt", "B.pdf"]
    assert {outcome.code for outcome in outcomes if outcome.error} <= {"empty-file", "damaged-file"}
    assert all(outcome.error.startswith(str(outcome.path)) for outcome in outcomes if outcome.error)
    assert all(outcome.result for outcome in outcomes if not outcome.error)


def test_two_processes_find_what_one_finds(folder):
    paths = bulk.expand([folder])
    assert list(bulk.each(TASK, paths, jobs=2)) == list(bulk.each(TASK, paths, jobs=1))


def test_no_files_give_no_outcomes():
    assert list(bulk.each(TASK, [], jobs=2)) == []


@given(st.integers(0, 600), st.integers(1, 16))
def test_the_parts_hold_every_file_once_in_order_and_get_smaller_towards_the_end(count, jobs):
    paths = [Path(str(at)) for at in range(count)]
    parts = list(bulk._parts(paths, jobs))
    assert [path for part in parts for path in part] == paths
    sizes = [len(part) for part in parts]
    assert sizes == sorted(sizes, reverse=True)
    assert all(1 <= size <= bulk.MOST for size in sizes)
    assert not sizes or sizes[-1] == 1
