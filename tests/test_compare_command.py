"""`isonomia compare`: table, JSON, and a page that needs nothing else."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.cli import main
from isonomia.compare_page import word_changes

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "documents"
OLD, NEW = str(SAMPLES / "A_RES_68_193.zh.txt"), str(SAMPLES / "A_RES_76_187.zh.txt")
ENGLISH = SAMPLES / "A_RES_99_501.en.txt"
ARABIC = SAMPLES / "A_RES_98_502.ar.txt"


class Page(HTMLParser):
    """What a page shows: articles by their fates, marked words, text; and all that it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root: dict[str, str | None] = {}
        self.fates: list[str] = []
        self.marked: dict[str, list[str]] = {"ins": [], "del": []}
        self.loads: list[str] = []
        self.buttons: list[str] = []
        self._open: str | None = None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "html":
            self.root = values
        if tag == "article":
            self.fates += values["data-fates"].split()
        if tag == "button":
            self.buttons.append(values["data-fate"])
        self.loads += [values[name] for name in ("src", "href", "action") if values.get(name)]
        self._open = tag if tag in self.marked else None

    def handle_data(self, data):
        if self._open:
            self.marked[self._open].append(data)

    def handle_endtag(self, tag):
        self._open = None


@pytest.fixture
def changed(tmp_path):
    """The English sample a session later: one verb and one due date moved, one paragraph gone, one new."""
    text = ENGLISH.read_text(encoding="utf-8")
    later = (
        text.replace("A/RES/99/501", "A/RES/100/501")
        .replace("Calls upon Member States, in accordance", "Encourages Member States, in accordance")
        .replace("at its hundredth session", "at its hundred and first session")
        .replace("Endorses the recommendations of the expert group;", "Expresses alarm at <piracy> & armed robbery;")
    )
    path = tmp_path / "later.txt"
    path.write_text(later, encoding="utf-8")
    return path


@pytest.fixture
def page(changed, tmp_path):
    file = tmp_path / "changes.html"
    assert main(["compare", str(ENGLISH), str(changed), "-o", str(file)]) == 0
    return file.read_text(encoding="utf-8")


def test_the_table_shows_each_fate_and_a_summary(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    assert main(["compare", OLD, NEW]) == 0
    out = capsys.readouterr().out
    assert re.search(r"op13 +op16 +weakened .*3 > 1 +\+member_states -unodc", out)
    assert re.search(r"op49 +op77 +same .*第六十九届会议 \(2014\) > 第七十七届会议 \(2022\)", out)
    assert re.search(r"^ *op19 +dropped", out, re.M)
    assert re.search(r"^ +op3 +added", out, re.M)
    assert re.search(r"^\d+ of 50 paragraphs live on: .*\d+ widened.*\d+ dropped, \d+ added$", out, re.M)


def test_json_is_that_of_the_library(capsys):
    from isonomia.mandates.lineage import compare
    from isonomia.text.read import read

    assert main(["compare", OLD, NEW, "--preamble", "--format", "json"]) == 0
    expected = compare(read(Path(OLD)), read(Path(NEW)), preamble=True).to_dict()
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(expected))


def test_three_documents_make_a_chain(capsys):
    assert main(["compare", OLD, NEW, OLD]) == 0
    told = capsys.readouterr()
    assert re.search(r"op22 \(began\) +op32 \(same\) +op22 \(same\)", told.out)
    assert re.search(r"op19 \(began\) +op19 \(same, came back\)", told.out)
    assert "A/RES/76/187 (2021-12-16) is later than A/RES/68/193 (2013-12-18)" in told.err


def test_the_page_marks_words_and_says_changes_in_words(page):
    shown = Page(page)
    assert shown.root == {"lang": "en", "dir": "ltr"}
    assert "Verb: “Calls upon” became “Encourages” (weaker; force 3 → 1)" in page
    assert "Due: hundredth session (2045) → hundred and first session (2046)" in page
    assert "Encourages" in shown.marked["ins"]
    assert "Calls upon" in shown.marked["del"]


def test_the_page_counts_what_it_shows_and_filters_by_it(page):
    shown = Page(page)
    for fate in ("same", "weakened", "dropped", "added"):
        count = shown.fates.count(fate)
        assert count > 0
        assert re.search(rf"<b>{count}</b> {'new' if fate == 'added' else fate[:4]}", page)
        assert fate in shown.buttons
    assert "strengthened" not in shown.buttons


def test_the_page_needs_nothing_from_elsewhere_and_escapes_what_it_quotes(page):
    assert all(target.startswith("#") for target in Page(page).loads)
    assert "<piracy>" not in page
    assert "&lt;piracy&gt; &amp; armed robbery" in page


def test_the_page_of_arabic_texts_runs_from_right_to_left(tmp_path):
    text = ARABIC.read_text(encoding="utf-8")
    later = tmp_path / "later.txt"
    later.write_text(text.replace("تشجع الدول الأعضاء", "تحث الدول الأعضاء"), encoding="utf-8")
    file = tmp_path / "changes.html"
    assert main(["compare", str(ARABIC), str(later), "-o", str(file)]) == 0
    page = file.read_text(encoding="utf-8")
    assert Page(page).root == {"lang": "ar", "dir": "rtl"}
    assert "الفعل: ”تشجع“ أصبح ”تحث“ (أقوى; القوة 1 ← 3)" in page


def test_the_page_of_a_chain_begins_with_the_lives(tmp_path):
    file = tmp_path / "chain.html"
    assert main(["compare", OLD, NEW, OLD, "-o", str(file)]) == 0
    page = file.read_text(encoding="utf-8")
    assert page.index("各段沿革") < page.index("<article")
    assert page.count('class="step"') == 2


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((OLD, str(ENGLISH)), "the documents are in zh, en; give versions in one language"),
        ((OLD, str(SAMPLES / "A_73_131.zh.txt")), "is a report; give resolutions"),
    ],
)
def test_what_cannot_be_compared_is_said(files, said, capsys):
    assert main(["compare", *files]) == 1
    assert said in capsys.readouterr().err


def test_the_same_document_twice_is_said(capsys):
    assert main(["compare", OLD, OLD]) == 0
    told = capsys.readouterr()
    assert "the same document twice" in told.err
    assert "50 of 50 paragraphs live on: 50 same" in told.out


def test_one_document_is_a_wrong_call(capsys):
    assert main(["compare", OLD]) == 2
    assert "NEW" in capsys.readouterr().err


WORDS = st.lists(st.sampled_from(["States", "the", "prisons", "毒品", "办公室", "،", "السجون", "of", "1"]), max_size=12)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=3)


@given(TEXTS, TEXTS)
def test_marked_texts_are_still_the_texts(old, new):
    before, after = word_changes(old, new)
    assert ["".join(text for text, _ in pieces) for pieces in before] == old
    assert ["".join(text for text, _ in pieces) for pieces in after] == new
    assert {mark for pieces in before for _, mark in pieces} <= {"", "del"}
    assert {mark for pieces in after for _, mark in pieces} <= {"", "ins"}


@given(TEXTS)
def test_texts_that_did_not_change_carry_no_mark(texts):
    before, after = word_changes(texts, texts)
    assert not any(mark for pieces in (*before, *after) for _, mark in pieces)


def test_lone_short_words_between_changes_are_marked_with_them():
    before, after = word_changes(["the fund of victims"], ["the register of judges"])
    assert before == [[("the ", ""), ("fund of victims", "del")]]
    assert after == [[("the ", ""), ("register of judges", "ins")]]
