"""The life of each paragraph across sessions."""

from __future__ import annotations

import pytest

from isonomia.mandates.chain import chain
from isonomia.mandates.lineage import NotComparable, compare

HANDBOOK = "Requests the United Nations Office on Drugs and Crime to publish a handbook on falsified medical products;"
PRISONS = "Urges States to reduce overcrowding in prisons and the length of pretrial detention;"
SAFETY = "Decides to convene a high-level debate on urban safety during its next session;"
NETWORK = "Welcomes the establishment of the network of judicial training institutes in the Pacific region;"


@pytest.fixture
def sessions(make_document):
    texts = [
        [HANDBOOK, PRISONS, SAFETY],
        [PRISONS, HANDBOOK.replace("Requests", "Invites")],
        [HANDBOOK, NETWORK, SAFETY],
    ]
    return [make_document("en", rows, symbol=f"A/RES/{90 + at}/7") for at, rows in enumerate(texts)]


def lives(documents):
    return {life.stages[0].paragraphs[0] + "@" + life.stages[0].document: life for life in chain(documents).lives}


def test_a_life_has_a_stage_in_each_document(sessions):
    stages = lives(sessions)["op1@A/RES/90/7"].stages
    assert [(stage.document, stage.paragraphs) for stage in stages] == [
        ("A/RES/90/7", ("op1",)),
        ("A/RES/91/7", ("op2",)),
        ("A/RES/92/7", ("op1",)),
    ]
    assert [stage.relation for stage in stages] == [None, "weakened", "strengthened"]


def test_a_life_ends_with_the_first_document_without_it(sessions):
    assert lives(sessions)["op2@A/RES/90/7"].ended == "A/RES/92/7"
    assert lives(sessions)["op1@A/RES/90/7"].ended is None


def test_a_paragraph_that_comes_back_goes_on_with_its_old_life(sessions):
    stages = lives(sessions)["op3@A/RES/90/7"].stages
    assert [(stage.document, stage.revived) for stage in stages] == [("A/RES/90/7", False), ("A/RES/92/7", True)]


def test_what_is_added_begins_a_life(sessions):
    assert [stage.relation for stage in lives(sessions)["op2@A/RES/92/7"].stages] == [None]


def test_two_documents_give_their_comparison(sessions):
    old, new, _ = sessions
    found = chain([old, new])
    assert [step.to_dict() for step in found.comparisons] == [compare(old, new).to_dict()]
    assert found.to_dict()["documents"] == ["A/RES/90/7", "A/RES/91/7"]


def test_merged_mandates_share_their_later_stages(make_document):
    both = f"{HANDBOOK.rstrip(';')}, and {PRISONS[0].lower()}{PRISONS[1:]}"
    found = chain([make_document("en", [HANDBOOK, PRISONS, SAFETY]), make_document("en", [SAFETY, both])])
    assert [life.stages[-1].paragraphs for life in found.lives] == [("op2",), ("op2",), ("op1",)]
    assert [life.stages[-1].relation for life in found.lives] == ["merged", "merged", "same"]


def test_documents_with_one_symbol_are_told_apart(sessions):
    assert chain([sessions[0], sessions[0]]).documents == ("A/RES/90/7", "A/RES/90/7 (2)")


def test_all_must_be_in_one_language(sessions, make_document):
    french = make_document("fr", ["Invite les États à coopérer ;"])
    with pytest.raises(NotComparable):
        chain([*sessions, french])
