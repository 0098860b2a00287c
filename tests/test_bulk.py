"""Many files: all of them, in order, one fault stopping nothing, no more waiting than the processes need."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia import bulk
from isonomia.bulk import READABLE, Outcome, each, expand
from isonomia.errors import DamagedFile, EmptyFile


def name_of(path: Path) -> str:
    return path.name


def slow_first(path: Path) -> str:
    """The first file takes longest, so that the others are done before it."""
    if path.name == "0":
        time.sleep(0.2)
    return path.name


def odd_fails(path: Path) -> str:
    if int(path.name) % 2:
        raise DamagedFile("odd; give an even one", place=str(path))
    return path.name


def breaks(path: Path) -> str:
    raise ZeroDivisionError(path.name)


def process_of(path: Path) -> int:
    time.sleep(0.02)
    return os.getpid()


def paths(number: int) -> list[Path]:
    return [Path(str(at)) for at in range(number)]


# -- which files ---------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    for name in ("b.txt", "a.PDF", "deep/c.docx", "deep/er/d.akn", "picture.png", "notes", "deep/e.xml.part"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "folder.txt").mkdir()
    return tmp_path


def test_a_folder_gives_the_readable_files_below_it_sorted(folder):
    names = [str(path.relative_to(folder)) for path in expand([folder])]
    assert names == sorted(["a.PDF", "b.txt", "deep/c.docx", "deep/er/d.akn"])


def test_a_file_that_is_named_itself_is_taken_whatever_its_ending(folder):
    assert expand([folder / "notes", folder / "absent.xyz"]) == [folder / "notes", folder / "absent.xyz"]


def test_files_and_folders_keep_the_order_in_which_they_are_named(folder):
    assert expand([folder / "deep" / "er", folder / "b.txt"]) == [folder / "deep" / "er" / "d.akn", folder / "b.txt"]


def test_every_readable_ending_is_taken_in_either_case(tmp_path):
    for ending in READABLE:
        (tmp_path / f"low{ending}").write_bytes(b"x")
        (tmp_path / f"UP{ending.upper()}").write_bytes(b"x")
    assert len(expand([tmp_path])) == 2 * len(READABLE)


# -- order and errors ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 2])
def test_outcomes_come_in_the_order_of_the_files(jobs):
    files = paths(20)
    assert [(row.path, row.result) for row in each(slow_first, files, jobs=jobs)] == [
        (path, path.name) for path in files
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_is_an_outcome_and_the_rest_goes_on(jobs):
    found = list(each(odd_fails, paths(7), jobs=jobs))
    assert [row.result for row in found] == ["0", None, "2", None, "4", None, "6"]
    assert [row.error for row in found if row.error] == [f"{at}: odd; give an even one" for at in (1, 3, 5)]
    assert {row.code for row in found if row.error} == {"damaged-file"}
    assert all(row.code is None for row in found if not row.error)


def test_the_line_of_an_error_names_the_file_once_and_then_the_place():
    def fails(path: Path, place: str) -> None:
        raise EmptyFile("nothing there; send it again", place=place)

    def line(place: str) -> str | None:
        (row,) = each(partial(fails, place=place), [Path("in/doc.pdf")], jobs=1)
        return row.error

    for same in ("", "doc.pdf", "in/doc.pdf"):
        assert line(same) == "in/doc.pdf: nothing there; send it again"
    assert line("page 3") == "in/doc.pdf: page 3: nothing there; send it again"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_the_program_is_not_hidden(jobs):
    """Only what is wrong with the input is an outcome."""
    with pytest.raises(ZeroDivisionError):
        list(each(breaks, paths(3), jobs=jobs))


def test_no_files_are_no_outcomes():
    assert list(each(name_of, [])) == []
    assert list(each(name_of, [], jobs=4)) == []


def test_an_outcome_is_a_value():
    assert Outcome(Path("a"), 1) == Outcome(Path("a"), 1)
    with pytest.raises(AttributeError):
        Outcome(Path("a")).error = "x"  # type: ignore[misc]


# -- processes -----------------------------------------------------------------------------------------------------


def test_one_job_works_in_this_process():
    assert {row.result for row in each(process_of, paths(3), jobs=1)} == {os.getpid()}


def test_one_file_needs_no_other_process():
    assert [row.result for row in each(process_of, paths(1), jobs=8)] == [os.getpid()]


def test_two_jobs_work_in_two_processes_at_most():
    used = {row.result for row in each(process_of, paths(12), jobs=2)}
    assert os.getpid() not in used
    assert 1 <= len(used) <= 2


# -- laziness ------------------------------------------------------------------------------------------------------


def test_nothing_is_read_before_it_is_asked_for():
    done: list[str] = []

    def note(path: Path) -> None:
        done.append(path.name)

    outcomes = each(note, paths(5), jobs=1)
    assert done == []
    next(outcomes)
    assert done == ["0"]
    next(outcomes)
    assert done == ["0", "1"]


class _Now:
    """A future that is done, and counts how many of its kind are waiting."""

    waiting = 0
    most = 0

    def __init__(self, value: list[Outcome]) -> None:
        self.value = value
        _Now.waiting += 1
        _Now.most = max(_Now.most, _Now.waiting)

    def result(self) -> list[Outcome]:
        _Now.waiting -= 1
        return self.value


class _Pool:
    """Does at once, in this process, what it is given."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, work, *arguments) -> _Now:
        return _Now(work(*arguments))


@given(number=st.integers(0, 400), jobs=st.integers(2, 6))
def test_however_many_files_there_are_few_tasks_wait(number, jobs):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "ProcessPoolExecutor", _Pool)
        _Now.waiting = _Now.most = 0
        files = paths(number)
        assert [row.path for row in each(name_of, files, jobs=jobs)] == files
        assert _Now.waiting == 0
        assert _Now.most <= jobs * bulk.AHEAD


def test_tasks_are_submitted_as_outcomes_are_taken():
    """Who stops after the first outcome has not had all files read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "ProcessPoolExecutor", _Pool)
        done: list[str] = []

        def note(path: Path) -> str:
            done.append(path.name)
            return path.name

        outcomes = each(note, paths(1000), jobs=2)
        assert done == []
        next(outcomes)
        assert 0 < len(done) <= 2 * bulk.AHEAD * 8
