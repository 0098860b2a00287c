"""Shared words, weighted by how rare they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.mandates.likeness import Likeness

BAGS = st.lists(st.frozensets(st.sampled_from("abcdefghijklmnop"), min_size=1), min_size=1, max_size=12)


def bag(text: str) -> frozenset[str]:
    return frozenset(text.split())


def test_rare_words_weigh_more_than_common_ones():
    found = Likeness([bag("the office piracy"), bag("the office prisons")], [bag("the office piracy")])
    assert found.weight["piracy"] > found.weight["office"] > 0
    assert found.similarity(0, 0) == pytest.approx(1.0)
    assert found.similarity(0, 0) > found.similarity(1, 0) > 0


def test_what_stands_in_a_longer_paragraph_is_like_it():
    short, long, other = bag("a b c d"), bag("a b c d e f g h i j k l"), bag("a b m n o p q r s t u v")
    found = Likeness([short], [long, other])
    assert found.similarity(0, 0) > 2 * found.similarity(0, 1)
    assert found.kept(0, 0)[0] == 1.0
    assert 0 < found.kept(0, 0)[1] < 0.5


def test_a_very_short_paragraph_must_share_more():
    long = [bag(" ".join(f"{letter}{at}" for letter in "abcdefghijklmnop")) for at in range(6)]
    found = Likeness([bag("a1"), *long], long)
    assert found.scores()[0, 1] < found.similarity(0, 1)
    assert found.scores()[2, 1] == pytest.approx(found.similarity(2, 1)) == pytest.approx(1.0)


def test_references_to_resolutions_move_freely():
    found = Likeness([bag("report office refers-A") | {"refers:A/RES/68/1"}], [bag("report office refers-A")])
    assert found.kept(0, 0) == (1.0, 1.0)


def test_common_words_bring_nothing_together_in_a_large_comparison():
    many = [bag(f"united nations w{at} v{at} u{at}") for at in range(80)]
    scores = Likeness(many, many).scores()
    assert sorted(scores) == [(at, at) for at in range(80)]
    assert all(score == pytest.approx(1.0) for score in scores.values())


@given(BAGS, BAGS)
def test_scores_lie_between_nothing_and_all_and_know_no_direction(old, new):
    there, back = Likeness(old, new), Likeness(new, old)
    scores = there.scores()
    assert all(0 < score <= 1.0 + 1e-9 for score in scores.values())
    assert {(j, i): pytest.approx(score) for (i, j), score in scores.items()} == back.scores()
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            assert ((i, j) in scores) >= bool(one == other)
            if one == other:
                assert there.similarity(i, j) == pytest.approx(1.0)
