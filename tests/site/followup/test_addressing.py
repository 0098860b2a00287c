"""Which mandates are addressed to a country or body: for certain, perhaps, or not."""

from __future__ import annotations

import pytest

from isonomia.site.followup.addressing import asked_of, asked_of_body, asked_of_country
from isonomia.site.followup.regions import regions_of, tree


def test_a_member_is_asked_with_the_member_states_and_with_all_states():
    assert {"member_states", "all_states"} <= asked_of_country("AT").surely


@pytest.mark.parametrize("country", ["VA", "PS", "CK", "NU"])
def test_who_is_no_member_is_asked_with_all_states_only(country):
    asked = asked_of_country(country)
    assert asked.may_answer(["all_states"])
    assert not asked.may_answer(["member_states"])


@pytest.mark.parametrize(
    "group",
    ["states_parties", "states_parties_untoc", "states_parties_uncac", "states_concerned", "developing_countries"],
)
def test_of_parties_and_other_groups_one_is_perhaps(group):
    asked = asked_of_country("AT")
    assert group in asked.perhaps
    assert group not in asked.surely
    assert asked.may_answer([group])


def test_of_a_group_with_a_list_one_is_a_member_or_not():
    assert "landlocked_developing_countries" in asked_of_country("AF").surely
    assert not asked_of_country("AT").may_answer(["landlocked_developing_countries"])
    assert not asked_of_country("AT").may_answer(["small_island_developing_states"])


@pytest.mark.parametrize("body", ["unodc", "secretary_general", "other", "international_organizations"])
def test_a_country_is_not_asked_as_a_body(body):
    assert not asked_of_country("AT").may_answer([body])


def test_a_body_is_asked_by_its_own_name():
    assert asked_of_body("unodc").may_answer(["member_states", "unodc"])
    assert not asked_of_body("unodc").may_answer(["member_states", "secretary_general"])


def test_states_are_no_body_and_nobody_is_asked_for_nobody():
    assert not asked_of_body("member_states").all
    assert not asked_of("", "").all


def test_a_country_lies_in_its_regions_nearest_first():
    assert regions_of("AT") == ["western_europe", "europe"]
    assert regions_of("KE")[:3] == ["eastern_africa", "sub_saharan_africa", "africa"]
    assert regions_of("") == []


def test_every_region_stands_below_its_own_once():
    rows = tree()
    codes = [row.code for row in rows]
    assert len(codes) == len(set(codes))
    depth = {row.code: row.depth for row in rows}
    assert (depth["africa"], depth["sub_saharan_africa"], depth["eastern_africa"]) == (0, 1, 2)
    assert codes.index("africa") < codes.index("eastern_africa") < codes.index("americas")
    assert [row.is_group for row in rows] == sorted(row.is_group for row in rows)


def test_every_country_of_the_site_lies_in_one_of_the_continents():
    """The page of coverage counts States by them."""
    import tomllib
    from importlib.resources import files

    text = (files("isonomia.site.records.codelists") / "countries.toml").read_text(encoding="utf-8")
    (countries,) = (row["term"] for row in tomllib.loads(text)["list"] if row["name"] == "countries")
    continents = {row.code for row in tree() if not row.depth and not row.is_group}
    assert len(continents) == 5
    assert all(len(continents & set(regions_of(row["code"]))) == 1 for row in countries)
