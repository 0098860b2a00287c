"""Lines over the years: the same countries throughout, rates, indices, parts, and what breaks them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import SHARED, needs_shared, row, table, workbook

from isonomia.statistics import read_dataset
from isonomia.statistics.errors import NotComputable, NotStatistics, UnknownArea, UnreadableCell
from isonomia.statistics.indicators.population import given_population
from isonomia.statistics.trends.breaks import known_breaks, level_shifts
from isonomia.statistics.trends.choosing import all_series
from isonomia.statistics.trends.constant import best_span, throughout
from isonomia.statistics.trends.lines import trend

RATE = {"Unit of measurement": "Rate per 100,000 population"}
YEARS = range(2010, 2018)
PEOPLE = {"AUT": ("Austria", 1e7, "Europe"), "DEU": ("Germany", 8e7, "Europe"), "CHE": ("Switzerland", 1e7, "Europe"),
          "JPN": ("Japan", 1e8, "Asia")}  # fmt: skip


def reports(code, counts, years=YEARS, **others):
    name, people, region = PEOPLE[code]
    who = {"Iso3_code": code, "Country": name, "Region": region} | others
    return [
        cells
        for year, count in zip(years, counts, strict=True)
        if count is not None
        for cells in (row(count, year, **who), row(count / people * 1e5, year, **who, **RATE))
    ]


def made(tmp_path, *rows):
    return read_dataset(workbook(tmp_path / "held.xlsx", [cells for one in rows for cells in one]))


@pytest.fixture
def held(tmp_path):
    return made(
        tmp_path,
        reports("AUT", [100, 110, None, 130, 140, 150, 160, 170]),
        reports("DEU", [800] * 8),
        reports("CHE", [100, 100, 100, 100, 100, 100, 100, 200]),
        # one who begins to report later must not move the line
        reports("JPN", [None, None, None, None, None, 9000, 9000, 9000]),
    )


def values(line):
    return {point.year: point.value for point in line.points}


def test_the_world_is_a_panel_of_the_same_countries(held):
    (line,) = trend(held, "Persons held")
    assert line.panel == ("AUT", "CHE", "DEU")
    assert (line.unit, line.points[0].year, line.points[-1].year) == ("count", 2010, 2017)
    assert values(line)[2010] == 1000
    assert values(line)[2017] == 1170


def test_a_gap_between_reports_is_interpolated_and_counted(held):
    (line,) = trend(held, "Persons held")
    point = line.points[2]
    assert (point.value, point.countries, point.interpolated) == (1020, 3, 1)
    assert line.points[3].interpolated == 0


def test_reporters_of_each_year_break_where_they_change(held):
    (line,) = trend(held, "Persons held", members="reporters")
    assert (line.points[5].value, line.points[5].countries) == (10050, 4)
    assert [(one.year, one.kind) for one in line.breaks if one.area == "world"] == [
        (2012, "coverage"), (2013, "coverage"), (2015, "coverage"),
    ]  # fmt: skip


def test_rates_are_of_the_people_of_the_panel(held):
    (line,) = trend(held, "Persons held", measure="rate")
    assert line.unit == "per 100,000"
    assert values(line)[2010] == pytest.approx(1000 / 1e8 * 1e5)
    assert line.covered == pytest.approx(0.5)


def test_an_index_is_a_hundred_in_its_base_year(held):
    (line,) = trend(held, "Persons held", base=2010)
    assert (line.unit, line.base, line.of) == ("index", 2010, "count")
    assert values(line)[2010] == 100
    assert values(line)[2017] == pytest.approx(117)
    with pytest.raises(NotComputable, match="no value above 0 in 1999 to be the base; it has 2010 to 2017"):
        trend(held, "Persons held", base=1999)


def test_a_country_is_as_it_reported(held):
    (line,) = trend(held, "Persons held > Total > Total", areas=["Austria"])
    assert line.area == "AUT"
    assert values(line)[2012] is None
    assert line.points[2].countries == 0


def test_a_country_of_the_panel_that_doubles_is_a_break_of_the_line(tmp_path):
    data = made(
        tmp_path,
        reports("AUT", [100, 102, 101, 103, 300, 305, 303, 306]),
        reports("DEU", [800, 801, 802, 803, 804, 805, 806, 807]),
        reports("CHE", [100, 101, 100, 101, 100, 101, 100, 101]),
    )
    (line,) = trend(data, "Persons held")
    assert [(one.area, one.year, one.kind) for one in line.breaks] == [("AUT", 2014, "level-shift")]
    assert "up by a factor of 2.9" in line.breaks[0].note


def test_another_source_is_a_break_and_the_order_of_a_set_is_none(tmp_path):
    data = made(
        tmp_path,
        reports("AUT", [100, 100], [2010, 2011], Source="CTS/MoI"),
        reports("AUT", [100, 100], [2012, 2013], Source="MoI/CTS"),
        reports("AUT", [100, 100], [2014, 2015], Source="NGO"),
    )
    (line,) = trend(data, "Persons held", areas=["AUT"])
    assert [(one.year, one.kind, one.note) for one in line.breaks] == [(2014, "source", "MoI/CTS before, NGO since")]


def test_another_definition_is_a_break(tmp_path):
    head = ["Country", "Indicator", "Year", "Value", "Definition"]
    rows = [
        ["Peru", "Robbery", year, 100, "with theft" if year > 2014 else "without theft"] for year in range(2010, 2018)
    ]
    (line,) = trend(read_dataset(table(tmp_path / "r.csv", rows, head)), "Robbery", areas=["Peru"])
    assert [(one.year, one.kind, one.note) for one in line.breaks] == [(2015, "definition", "with theft")]


def test_known_breaks_are_added_to_the_lines_they_are_of(held, tmp_path):
    known = known_breaks(
        table(tmp_path / "b.csv", [["Germany", 2013, "definition", "new law"], ["Peru", 2013, "source", ""]],
              ["area", "year", "kind", "note"])
    )  # fmt: skip
    (line,) = trend(held, "Persons held", known=known)
    assert [(one.area, one.year, one.note) for one in line.breaks if one.kind == "definition"] == [
        ("DEU", 2013, "new law")
    ]
    for cells, error in ((["Jermany", 2013, "source", ""], UnknownArea), (["Peru", 2013, "odd", ""], UnreadableCell)):
        with pytest.raises(error, match=r"b\.csv, row 2"):
            known_breaks(table(tmp_path / "b.csv", [cells], ["area", "year", "kind", "note"]))
    with pytest.raises(NotStatistics, match="area, year, kind, note"):
        known_breaks(table(tmp_path / "b.csv", [[1, 2]], ["a", "b"]))


def test_parts_have_one_panel(tmp_path):
    rows = []
    for code in ("AUT", "DEU", "CHE", "JPN"):
        rows.append(reports(code, [60] * 8, Sex="Male"))
        rows.append(reports(code, [40] * 8 if code != "DEU" else [40, *[None] * 6, 40], Sex="Female"))
    men, women = trend(made(tmp_path, *rows), "Persons held", by="sex")
    assert (men.label, women.label) == ("Male", "Female")
    assert men.panel == women.panel == ("AUT", "CHE", "JPN")
    assert values(men)[2010] == 180


def test_criminal_justice_against_health(tmp_path):
    rows = []
    for code in ("AUT", "DEU", "CHE"):
        rows += [reports(code, [60] * 8, Source="CTS"), reports(code, [80] * 8, Source="WHO")]
    justice, health = trend(made(tmp_path, *rows), "Persons held", by="source")
    assert (justice.label, values(justice)[2010]) == ("criminal-justice", 180)
    assert (health.label, values(health)[2010]) == ("health", 240)


def test_an_indicator_by_its_code(tmp_path):
    rows = []
    for code in ("AUT", "DEU", "CHE"):
        rows += [reports(code, [100] * 8), [
            row(20, year, Iso3_code=code, Country=PEOPLE[code][0], Dimension="by status", Category="Unsentenced")
            for year in YEARS
        ]]  # fmt: skip
    world, austria = trend(made(tmp_path, *rows), "16.3.2", areas=["world", "Austria"], years=range(2012, 2015))
    assert values(world) == {year: pytest.approx(20) for year in (2012, 2013, 2014)}
    assert (austria.area, austria.unit) == ("AUT", "percent")


def test_what_cannot_be_drawn_is_told_with_what_can(held):
    with pytest.raises(NotComputable, match="no indicator is 'Persons'; there is Persons held"):
        trend(held, "Persons")
    with pytest.raises(NotComputable, match="no category is 'Sentenced'; there is Total"):
        trend(held, "Persons held > Total > Sentenced")
    with pytest.raises(NotComputable, match="told apart by sex, age, category or source, not by colour"):
        trend(held, "Persons held", by="colour")
    with pytest.raises(NotComputable, match="fewer than 3 countries of Asia"):
        trend(held, "Persons held", areas=["Asia"])
    with pytest.raises(UnknownArea, match="Germany is near"):
        trend(held, "Persons held", areas=["Germny"])
    with pytest.raises(NotComputable, match="the years 2010 to 2017"):
        trend(held, "Persons held", years=[1990])


def test_a_given_population(held, tmp_path):
    people = [[name, year, number] for name, number, _ in PEOPLE.values() for year in (2010, 2017)]
    given_ = given_population(read_dataset(table(tmp_path / "p.csv", people, ["Country", "Year", "Value"])))
    (line,) = trend(held, "Persons held", measure="rate", population=given_)
    assert values(line)[2010] == pytest.approx(1.0)


def test_the_series_of_a_file(held):
    assert all_series(held) == [("Persons held > Total > Total", 4, 2010, 2017)]


def test_the_span_is_that_of_most_countries_and_years():
    nan = np.nan
    values_ = np.array([[1, 1, 1, 1, 1, 1], [nan, 1, 1, 1, 1, 1], [nan, 1, nan, nan, nan, 1], [1, nan, nan, 1, 1, nan]])
    assert best_span(values_, range(6)) == (1, 5)
    assert throughout(values_, 1, 5).tolist() == [True, True, False, False]
    assert throughout(values_, 0, 3).tolist() == [True, False, False, True]
    assert best_span(np.array([[1, nan]]), range(2)) is None


def test_a_spike_is_no_level():
    years = range(2010, 2018)
    assert level_shifts(years, np.array([100, 101, 102, 400, 103, 104, 105, 106.0])) == []
    assert [year for year, _ in level_shifts(years, np.array([100, 101, 102, 103, 250, 252, 251, 250.0]))] == [2014]
    assert level_shifts(years, np.array([1, 1, 1, 1, 3, 3, 3, 3.0])) == []


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(1, 999)), min_size=7, max_size=7), min_size=1, max_size=6))
def test_no_country_of_a_panel_lacks_its_ends(cells):
    values_ = np.array([[np.nan if cell is None else float(cell) for cell in one] for one in cells])
    span = best_span(values_, range(7))
    if span is not None:
        kept = throughout(values_, *span)
        assert kept.any()
        assert not np.isnan(values_[kept][:, list(span)]).any()


@needs_shared
def test_unsentenced_detainees_and_prisoners_of_the_published_workbook():
    data = read_dataset(SHARED / "unodc_cts_prisons_and_prisoners_2023.xlsx")
    (line,) = trend(data, "Persons held", measure="rate")
    assert len(line.panel) > 100
    assert line.covered > 0.7
    assert all(130 < point.value < 170 for point in line.points)
    assert trend(data, "Prisons facilities and capacity > Total > Official prison capacity")[0].points[0].year > 1990


def test_a_part_that_few_report_does_not_shrink_the_panel_of_the_others(tmp_path):
    rows = []
    for code in ("AUT", "DEU", "CHE", "JPN"):
        rows += [reports(code, [60] * 8, Sex="Male"), reports(code, [40] * 8, Sex="Female")]
    rows.append(reports("AUT", [1] * 8, Sex="Unknown"))
    lines = trend(made(tmp_path, *rows), "Persons held", by="sex")
    assert [(line.label, len(line.panel)) for line in lines] == [("Male", 4), ("Female", 4)]
    germany = trend(made(tmp_path, *rows), "Persons held", by="sex", areas=["Germany"])
    assert [line.label for line in germany] == ["Male", "Female"]
