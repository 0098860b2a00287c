"""The population that a file's own counts and rates imply, where the rates are rounded to a digit or two."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published import SHARED, needs_shared, table

from isonomia.statistics import read_dataset
from isonomia.statistics.errors import NotComputable
from isonomia.statistics.indicators.compute import compute
from isonomia.statistics.indicators.population import _line, implied_population

YEARS = np.arange(1990, 2018)
HEAD = ["Country", "Indicator", *map(str, range(1990, 2018))]


def study(tmp_path, people, counts, decimals=1):
    rates = [round(count / number * 1e5, decimals) for count, number in zip(counts, people, strict=True)]
    rows = [["Peru", "Homicide Total Count", *map(int, counts)], ["Peru", "Homicide Rate", *rates]]
    return read_dataset(table(tmp_path / "study.csv", rows, HEAD))


def test_a_growth_that_slows_is_followed(tmp_path):
    """A line through all years would go on growing as at first."""
    people = 20e6 * np.exp(0.03 * (YEARS - 1990) - 0.0005 * (YEARS - 1990) ** 2)
    found = implied_population(study(tmp_path, people, np.round(people * 5.4e-5)))
    assert np.abs(found.values[0] / people - 1).max() < 0.01


def test_fine_rates_are_taken_as_they_are(tmp_path):
    people = np.linspace(1e7, 2e7, 28)
    found = implied_population(study(tmp_path, people, np.round(people * 5.371e-5), decimals=6))
    assert found.values[0] == pytest.approx(people, rel=1e-6)


def test_two_years_are_joined_by_a_line():
    found = _line([(1990, 1e6, 0.05), (1994, 1.2e6, 0.05)], YEARS)
    assert found[:5] == pytest.approx(np.exp(np.linspace(np.log(1e6), np.log(1.2e6), 5)))
    assert np.isnan(found[5:]).all()


@settings(max_examples=40, deadline=None)
@given(st.floats(-0.02, 0.04), st.floats(-0.0008, 0.0008), st.floats(0.5, 30), st.integers(10**6, 10**8))
def test_the_curve_is_within_what_rounding_leaves_open(growth, bend, rate, start):
    time = YEARS - 1990
    people = start * np.exp(growth * time + bend * time**2)
    counts = np.maximum(np.round(people * rate / 1e5), 1)
    printed = np.maximum(np.round(counts / people * 1e5, 1), 0.1)
    samples = [
        (int(year), float(count / shown * 1e5), 0.05 / float(shown))
        for year, count, shown in zip(YEARS, counts, printed, strict=True)
    ]
    found = _line(samples, YEARS)
    open_to = np.array([doubt for *_, doubt in samples])
    assert (np.abs(np.log(found / people)) <= 2 * open_to + 0.01).mean() > 0.9


def test_a_file_without_rates_says_so(tmp_path):
    data = read_dataset(table(tmp_path / "s.csv", [["Peru", "Homicide Total Count", *[1] * 28]], HEAD))
    with pytest.raises(NotComputable, match="give it with --population"):
        implied_population(data)


@needs_shared
def test_homicide_rates_of_regions_are_near_those_of_the_global_study():
    """Published for 2017: Americas 17.2, Central America 25.9, South America 24.2, Asia 2.3, Europe 3.0, Eastern Europe
    6.0; the study also estimates countries that its country table lacks."""
    data = read_dataset(SHARED / "unodc_gsh2019_country_homicide.csv")
    found = {v.area: v.value for level in ("region", "subregion")
             for v in compute("16.1.1", data, area=level, years=[2017])}  # fmt: skip
    for area, published, apart in (
        ("Americas", 17.2, 0.2), ("Central America", 25.9, 0.1), ("South America", 24.2, 0.2), ("Asia", 2.3, 0.1),
        ("Europe", 3.0, 0.05), ("Eastern Europe", 6.0, 0.1), ("Southern Europe", 0.8, 0.05),
        ("Eastern Asia", 0.6, 0.05), ("Western Europe", 1.0, 0.1), ("Northern Europe", 1.2, 0.15),
        ("South-Eastern Asia", 2.5, 0.1),
    ):  # fmt: skip
        assert found[area] == pytest.approx(published, abs=apart), area
    assert found["Micronesia"] is None
