"""Comparing and tracing take clauses that a person corrected in the place of what the program reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import isonomia

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "documents"


@pytest.fixture(scope="module")
def resolution():
    return isonomia.read(SAMPLES / "A_RES_97_503.fr.txt")


@pytest.fixture(scope="module")
def report():
    return isonomia.read(SAMPLES / "A_98_141.en.txt")


def clauses_of(document, **changed):
    """All clauses, those of some paragraphs changed."""
    rows = isonomia.extract_mandates(document, all=True)
    return [replace(row, **changed.get(row.paragraph, {})) for row in rows]


def test_what_the_program_reads_itself_gives_the_same(resolution, report):
    own = clauses_of(resolution)
    given = isonomia.compare(resolution, resolution, preamble=True, clauses=(own, None))
    assert given.to_dict() == isonomia.compare(resolution, resolution, preamble=True).to_dict()
    given = isonomia.trace(resolution, report, clauses=(own, clauses_of(report)))
    assert given.to_dict() == isonomia.trace(resolution, report).to_dict()
    given = isonomia.trace(report, resolution, clauses=(clauses_of(report), own))
    assert given.to_dict() == isonomia.trace(report, resolution).to_dict()


def test_another_act_is_another_relation(resolution):
    weaker = clauses_of(resolution, op5={"act": "invites", "force": 1})
    relations = {
        pair.old: pair.relation for pair in isonomia.compare(resolution, resolution, clauses=(None, weaker)).pairs
    }
    assert relations["op5"] == "weakened"
    assert relations["op6"] == "same"


def test_who_asks_no_body_is_not_traced(resolution, report):
    assert "op5" in {row.paragraph for row in isonomia.trace(resolution, report).mandates}
    others = clauses_of(resolution, op5={"addressees": ("member_states",)})
    assert "op5" not in {row.paragraph for row in isonomia.trace(resolution, report, clauses=(others, None)).mandates}


def test_what_recommends_nothing_is_not_taken_up(resolution, report):
    asks = isonomia.trace(report, resolution).mandates
    fewer = [row for row in clauses_of(report) if row.paragraph != asks[0].paragraph]
    given = isonomia.trace(report, resolution, clauses=(fewer, None))
    assert [row.paragraph for row in given.mandates] == [row.paragraph for row in asks[1:]]
