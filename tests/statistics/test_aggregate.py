"""Sums: what countries report added up to regions and the world, with how many gave a number."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.statistics import aggregate, summed
from isonomia.statistics.aggregate import regions_of
from isonomia.statistics.dataset import BELOW, NUMBER, Dataset, coded
from isonomia.statistics.errors import NotStatistics

COUNTRIES = ["AUT", "BRA", "FRA", "KEN", "JPN", "XKX"]


def dataset(rows, **columns) -> Dataset:
    """Observations of (country, year, value); None is "<5"."""
    value = np.array([np.nan if row[2] is None else row[2] for row in rows], dtype=float)
    status = np.array([BELOW if row[2] is None else NUMBER for row in rows], dtype=np.int8)
    years = np.array([row[1] for row in rows], dtype=np.int32)
    at = np.arange(len(rows), dtype=np.int32) + 2
    named = {"iso3": coded([row[0] for row in rows]), **{name: coded(cells) for name, cells in columns.items()}}
    return Dataset("", named, years, value, status, at, {}, {}, "sheet", "file.csv")


def test_countries_add_up_to_their_regions_and_to_the_world():
    data = dataset([("AUT", 2020, 5), ("FRA", 2020, 7), ("BRA", 2020, 11), ("FRA", 2021, 13), ("KEN", 2021, None)])
    assert summed(data, ["region"]).rows() == [
        {"region": "europe", "year": 2020, "total": 12.0, "observations": 2, "countries": 2, "left_out": 0},
        {"region": "europe", "year": 2021, "total": 13.0, "observations": 1, "countries": 1, "left_out": 0},
        {"region": "americas", "year": 2020, "total": 11.0, "observations": 1, "countries": 1, "left_out": 0},
        {"region": "africa", "year": 2021, "total": 0.0, "observations": 0, "countries": 0, "left_out": 1},
    ]
    assert summed(data, ["world"], year=False).rows() == [
        {"world": "World", "total": 36.0, "observations": 4, "countries": 3, "left_out": 1}
    ]


def test_a_country_is_known_by_its_name_too_and_one_of_no_region_stays_apart():
    data = dataset([("France", 2020, 1), ("Côte d'Ivoire", 2020, 2), ("XKX", 2020, 4), ("Atlantis", 2020, 8)])
    assert [(row["region"], row["total"]) for row in summed(data, ["region"]).rows()] == [
        ("europe", 1), ("africa", 2), ("", 12),
    ]  # fmt: skip


def test_an_unknown_column_is_refused_with_those_that_there_are():
    with pytest.raises(NotStatistics, match=r"'colour'.*iso3, region, world"):
        summed(dataset([("AUT", 2020, 1)]), ["colour"])
    nameless = Dataset(
        "", {}, np.array([2020], np.int32), np.ones(1), np.zeros(1, np.int8), np.ones(1, np.int32), {}, {}, "s", "f.csv"
    )
    with pytest.raises(NotStatistics, match="no column names a country"):
        regions_of(nameless)


rows_of = st.lists(
    st.tuples(
        st.sampled_from(COUNTRIES), st.integers(2018, 2021), st.one_of(st.none(), st.integers(0, 10**6)),
        st.sampled_from(["Male", "Female"]),
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(rows_of, st.booleans(), st.sampled_from([1, 7, 2**20]), st.sampled_from([1, 2**27]))
def test_the_sums_are_those_of_a_dictionary(rows, year, chunk, most):
    data = dataset([row[:3] for row in rows], sex=[row[3] for row in rows])
    total, numbers, left, countries = defaultdict(int), defaultdict(int), defaultdict(int), defaultdict(set)
    for country, when, value, sex in rows:
        key = (sex, when if year else None)
        left[key] += value is None
        numbers[key] += value is not None
        total[key] += value or 0
        if value is not None:
            countries[key].add(country)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aggregate, "CHUNK", chunk)
        patch.setattr(aggregate, "MOST_CELLS", most)
        found = summed(data, ["sex"], year=year).rows()
    assert {(row["sex"], row.get("year")): row["total"] for row in found} == dict(total)
    for row in found:
        key = (row["sex"], row.get("year"))
        assert (row["observations"], row["left_out"], row["countries"]) == (
            numbers[key], left[key], len(countries[key]),
        )  # fmt: skip
