"""The International Classification of Crime: every code in its place, counts rolled up, the remainder shown."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.statistics.classification.iccs import ancestors, category, children, iccs, normal_code, tags
from isonomia.statistics.classification.rollup import EXCLUDED, NO_EQUIVALENT, Link, roll_up
from isonomia.statistics.errors import UnknownCode


def test_its_structure_is_that_of_the_first_version():
    assert Counter(one.level for one in iccs().values()) == {1: 11, 2: 63, 3: 148, 4: 98}
    assert len(iccs()) == 320
    assert category("0101").labels["en"] == "Intentional homicide"
    assert category("0101").labels["es"] == "Homicidio intencional"
    assert len({tag.tag for tag in tags()}) > 20


def test_every_code_hangs_together():
    for code, one in iccs().items():
        above = list(ancestors(code))
        assert above[0] == code
        assert iccs()[above[-1]].level == 1
        assert len(above) == one.level
        assert code in children()[one.parent]


@pytest.mark.parametrize(
    ("text", "code"),
    [("8062.0", "08062"), ("101", "0101"), ("11011.0", "11011"), ("2", "02"), ("99999", None), ("x", None)],
)
def test_codes_that_a_spreadsheet_took_for_numbers(text, code):
    assert normal_code(text) == code


def test_a_code_without_its_zero_is_told_its_zero():
    with pytest.raises(UnknownCode, match="write 0101"):
        category("101")


def test_counts_roll_up_and_the_remainder_shows():
    links = [Link("murder", "0101"), Link("assault", "02"), Link("grievous", "02011"), Link("lost", EXCLUDED),
             Link("blasphemy", NO_EQUIVALENT)]  # fmt: skip
    found = roll_up({"murder": 3, "assault": 10, "grievous": 4, "lost": 7, "blasphemy": 1, "new": 2}, links)
    assert found.totals["02"] == 14
    assert found.own["02"] == 10
    assert found.totals["02011"] == 4
    assert (found.excluded, found.no_equivalent, found.unmapped) == (7, 1, {"new": 2})
    assert found.coverage()[1] == pytest.approx(17 / 27)
    assert found.coverage()[3] == pytest.approx(4 / 27)


def test_a_link_may_be_split_or_hang_on_a_condition():
    links = [
        Link("robbery", "0401", 0.7), Link("robbery", "0501", 0.3),
        Link("homicide", "0101", condition="At=Completed"), Link("homicide", "0102", condition="At=Attempted"),
    ]  # fmt: skip
    found = roll_up({("robbery", ""): 100, ("homicide", "At=Completed"): 5, ("homicide", "At=Attempted"): 2}, links)
    assert found.own == pytest.approx({"0401": 70, "0501": 30, "0101": 5, "0102": 2})


def test_weights_that_lose_counts_are_refused():
    with pytest.raises(ValueError, match="weights of robbery do not add up"):
        roll_up({"robbery": 1}, [Link("robbery", "0401", 0.7)])


@given(st.dictionaries(st.sampled_from(sorted(iccs())), st.integers(0, 1000), max_size=30))
def test_nothing_is_lost_or_counted_twice(counts):
    found = roll_up(counts, [Link(code, code) for code in counts])
    assert sum(found.totals.get(section, 0) for section in children()[""]) == sum(counts.values())
    for code, total in found.totals.items():
        below = sum(found.totals.get(child, 0) for child in children().get(code, ()))
        assert total == pytest.approx(found.own.get(code, 0) + below)
