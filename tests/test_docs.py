"""The derived pages of the documentation are current and leave nothing out."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest

import isonomia
from isonomia import errors, registers

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
docs = importlib.import_module("docs")
sys.path.remove(str(ROOT / "tools"))


def _page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["registers.md", "errors.md", "commands.md"])
def test_the_page_is_current(name):
    assert _page(name) == docs.PAGES[name](), "run `make docs`"


def test_every_error_class_is_told_with_its_code_and_exit_status():
    page = _page("errors.md")
    classes = [cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, errors.IsonomiaError)]
    assert len(classes) > 5
    for cls in classes:
        assert re.search(rf"^\| `{cls.code}` \| `{cls.__name__}` \| .+ \| 1 \|$", page, re.MULTILINE), cls.__name__


def test_no_two_error_classes_share_a_code():
    codes = [code for _, code, _ in docs.error_classes()]
    assert len(codes) == len(set(codes))


def test_every_warning_code_of_the_source_is_told():
    page = _page("errors.md")
    codes = docs.warning_codes()
    # one of each way in which the source writes a warning: a call, a reader's triple, a choice of two codes
    assert {"note-without-text", "tracked-changes", "ocr-poor", "ocr"} <= set(codes)
    for code in codes:
        assert f"| `{code}` |" in page


def test_every_warning_that_the_samples_give_is_told():
    page = _page("errors.md")
    for path in sorted((ROOT / "samples" / "documents").glob("*_*")):
        for warning in isonomia.read(path).warnings:
            assert f"| `{warning.code}` |" in page, path.name


def test_a_warning_without_a_meaning_stops_the_page(monkeypatch):
    monkeypatch.delitem(docs.MEANINGS, "note-without-text")
    with pytest.raises(docs.IncompleteError, match="note-without-text"):
        docs.errors_page()


def test_a_meaning_that_nothing_needs_stops_the_page(monkeypatch):
    monkeypatch.setitem(docs.MEANINGS, "no-such-warning", "It is never given.")
    with pytest.raises(docs.IncompleteError, match="no-such-warning"):
        docs.errors_page()


def test_every_command_and_every_option_is_told(capsys):
    from isonomia.cli import main

    page = _page("commands.md")
    assert main(["--help"]) == 0
    names = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE)
    assert {"read", "mandates"} <= set(names)
    for name in names:
        section = page.split(f"## isonomia {name}\n", 1)[1].split("\n## ", 1)[0]
        assert main([name, "--help"]) == 0
        options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", capsys.readouterr().out.split("options:", 1)[1]))
        for option in options - {"--help"}:
            assert option in section, f"{name} {option}"


def test_every_addressee_instrument_topic_concept_and_place_is_told():
    from isonomia.mandates.actors import known_addressees

    page = _page("registers.md")
    rows = (registers.instruments(), registers.topics(), registers.concepts(), registers.places())
    for id in [*known_addressees(), *(id for row in rows for id in row)]:
        assert f"`{id}`" in page, id


def test_every_body_is_told_in_six_languages():
    page = _page("registers.md")
    for body in registers.bodies().values():
        row = re.search(rf"^\| `{body.id}` \| (.*) \|$", page, re.MULTILINE)
        assert row, body.id
        assert len(row[1].split(" | ")) == 6, body.id
