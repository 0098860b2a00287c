"""Indicators by their metadata: countries as reported, regions and world by the stated rule, or a reason why not."""

import numpy as np
import pytest
from published import SHARED, needs_shared, row, workbook

from isonomia.statistics import read_dataset
from isonomia.statistics.errors import NotComputable, UnknownIndicator
from isonomia.statistics.indicators.compute import compute
from isonomia.statistics.indicators.declaration import indicators
from isonomia.statistics.indicators.panel import filled
from isonomia.statistics.indicators.population import implied_population

RATE = {"Unit of measurement": "Rate per 100,000 population"}
UNSENTENCED = {"Dimension": "by status", "Category": "Unsentenced"}


def country(code, name, year, unsentenced, held, people=1e7, region="Europe"):
    who = {"Iso3_code": code, "Country": name, "Region": region}
    return [
        row(held, year, **who),
        row(held / people * 1e5, year, **who, **RATE),
        row(unsentenced, year, **who, **UNSENTENCED),
    ]


def made(tmp_path, *countries):
    return read_dataset(workbook(tmp_path / "prisons.xlsx", [cells for one in countries for cells in one]))


def three(tmp_path, *more):
    return made(
        tmp_path,
        country("AUT", "Austria", 2019, 20, 100),
        country("DEU", "Germany", 2019, 10, 200, 8e7),
        country("CHE", "Switzerland", 2019, 40, 100),
        *more,
    )


def test_a_country_is_as_it_reported_with_its_places(tmp_path):
    values = compute("16.3.2", three(tmp_path), area="country")
    assert {value.area: value.value for value in values} == {"AUT": 20, "CHE": 40, "DEU": 5}
    austria = values[0]
    assert (austria.numerator, austria.denominator, austria.unit) == (20, 100, "percent")
    assert austria.places == ("data!6", "data!4")


def test_the_world_is_sum_over_sum(tmp_path):
    (world,) = compute("16.3.2", three(tmp_path))
    assert world.value == pytest.approx(100 * 70 / 400)
    assert (world.countries, world.population_covered, world.flags) == (3, 1, ())


def test_gaps_are_interpolated_and_ends_carried_and_said(tmp_path):
    data = three(tmp_path, country("AUT", "Austria", 2017, 40, 100))
    by_year = {value.year: value for value in compute("16.3.2", data)}
    assert by_year[2018].numerator == pytest.approx(30 + 10 + 40)
    assert by_year[2018].flags == ("interpolated: 1", "carried: 2")
    assert by_year[2017].countries == 1


def test_published_aggregates_are_never_input(tmp_path):
    world = country("WLD", "World", 2019, 99, 100, region="World")
    assert compute("16.3.2", three(tmp_path, world))[0].value == pytest.approx(17.5)


def test_a_country_and_its_parts_count_once(tmp_path):
    kingdom = country("GBR", "United Kingdom of Great Britain and Northern Ireland", 2019, 10, 100)
    scotland = country("GBR_S", "United Kingdom (Scotland)", 2019, 5, 10)
    (world,) = compute("16.3.2", three(tmp_path, kingdom, scotland))
    assert world.denominator == 500


def test_thin_coverage_gives_no_figure(tmp_path):
    (world,) = compute("16.3.2", made(tmp_path, country("AUT", "Austria", 2019, 20, 100)))
    assert world.value is None
    assert world.flags[0] == "thin-coverage"


def test_a_contradiction_is_not_resolved_by_guessing(tmp_path):
    data = three(tmp_path, country("AUT", "Austria", 2019, 90, 100))
    assert "AUT" not in {value.area for value in compute("16.3.2", data, area="country")}


def test_a_region_is_made_of_its_countries(tmp_path):
    data = three(tmp_path, country("JPN", "Japan", 2019, 1, 10, region="Asia"))
    values = {value.area: value for value in compute("16.3.2", data, area="region")}
    assert values["Europe"].value == pytest.approx(17.5)
    assert values["Asia"].value is None


def test_the_population_follows_from_counts_and_rates(tmp_path):
    people = implied_population(three(tmp_path))
    assert dict(zip(people.countries, people.values[:, 0].round(), strict=True)) == {"AUT": 1e7, "CHE": 1e7, "DEU": 8e7}


def test_what_the_file_cannot_give_is_named(tmp_path):
    data = three(tmp_path)
    with pytest.raises(NotComputable, match=r"the numerator is not in the file: no count of indicator Arms seized"):
        compute("16.4.2", data)
    with pytest.raises(NotComputable, match="2019 to 2019"):
        compute("16.3.2", data, years=[1999])
    with pytest.raises(UnknownIndicator, match=r"16\.3\.2"):
        compute("16.99.9", data)


def test_every_declaration_is_whole():
    for code, one in indicators().items():
        assert one.code == code
        assert "UNODC" in one.custodians
        assert one.formula
        assert one.aggregate in ("sum-over-sum", "population")


def test_filling_leaves_what_was_reported():
    values = np.array([[np.nan, 2, np.nan, 4, np.nan], [np.nan] * 5])
    out, origin = filled(values)
    assert out[0].tolist() == [2, 2, 3, 4, 4]
    assert origin.tolist() == [[2, 0, 1, 0, 2], [3] * 5]
    assert np.isnan(out[1]).all()


@needs_shared
def test_the_published_world_series_of_unsentenced_detainees():
    """Mean absolute difference from the series inside the file, 2003 to 2020; the file's rule is not published."""
    data = read_dataset(SHARED / "unodc_cts_prisons_and_prisoners_2023.xlsx")
    world = data.where(country="World")
    published = {int(world.year[i]): float(world.value[i]) for i in range(len(world))}
    apart = [abs(v.value - published[v.year]) for v in compute("16.3.2", data, years=range(2003, 2021))]
    assert np.mean(apart) < 0.22
    assert max(apart) < 0.46


@needs_shared
def test_homicide_in_europe_is_that_of_the_global_study():
    data = read_dataset(SHARED / "unodc_gsh2019_country_homicide.csv")
    (europe,) = [v for v in compute("16.1.1", data, area="region", years=[2017]) if v.area == "Europe"]
    assert round(europe.value, 1) == 3.0
    assert europe.numerator == pytest.approx(22009, rel=0.015)
