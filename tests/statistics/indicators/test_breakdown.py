"""Homicide by sex, age, relationship and mechanism; criminal justice before health; what share of people is covered."""

import pytest
from published import HEADER, SHARED, needs_shared, row, table, workbook

from isonomia.statistics import read_dataset
from isonomia.statistics.errors import NotComputable, UnknownIndicator
from isonomia.statistics.indicators.breakdown import breakdowns
from isonomia.statistics.indicators.catalogue import catalogue, entry
from isonomia.statistics.indicators.compute import compute
from isonomia.statistics.indicators.declaration import indicator
from isonomia.statistics.indicators.population import given_population
from isonomia.statistics.indicators.sources import kind_of

RATE = {"Unit of measurement": "Rate per 100,000 population"}
KILLED = {"Indicator": "Victims of intentional homicide"}
COUNTRIES = (("AUT", "Austria", 9e6), ("DEU", "Germany", 8e7), ("CHE", "Switzerland", 8e6))


def homicide(count, people, year=2019, source="CTS", **others):
    cells = KILLED | {"Source": source} | others
    return [row(count, year, **cells), row(count / people * 1e5, year, **cells, **RATE)]


def made(tmp_path, *rows):
    return read_dataset(workbook(tmp_path / "homicide.xlsx", [cells for one in rows for cells in one]))


@pytest.fixture
def victims(tmp_path):
    rows = []
    for code, name, people in COUNTRIES:
        who = {"Iso3_code": code, "Country": name}
        rows.append(homicide(90, people, **who))
        rows.append(homicide(60, people / 2, Sex="Male", **who))
        rows.append(homicide(30, people / 2, Sex="Female", **who))
        for by, category, count in (
            ("by mechanisms", "Firearms", 20), ("by mechanisms", "Sharp object", 70),
            ("by relationship to perpetrator", "Intimate partner or family member", 45),
            ("by situational context", "Socio-political homicide", 1),
        ):  # fmt: skip
            rows.append(homicide(count, people, Dimension=by, Category=category, **who))
    return made(tmp_path, *rows)


def told(values):
    return {(v.area, *v.group.values()): v.value for v in values}


def test_rates_by_sex_are_of_the_population_of_that_sex(victims):
    found = told(compute("16.1.1", victims, area="country", by="sex"))
    assert found[("AUT", "Male")] == pytest.approx(60 / 4.5e6 * 1e5)
    assert found[("AUT", "Female")] == pytest.approx(30 / 4.5e6 * 1e5)
    assert len(found) == 6


def test_rates_by_mechanism_and_relationship_are_of_all_people(victims):
    (firearms, sharp) = compute("16.1.1", victims, by="mechanism")
    assert (firearms.group, sharp.group) == ({"mechanism": "Firearms"}, {"mechanism": "Sharp object"})
    assert firearms.value == pytest.approx(60 / 9.7e7 * 1e5)
    (family,) = compute("16.1.1", victims, by="relationship")
    assert family.value == pytest.approx(135 / 9.7e7 * 1e5)
    assert family.to_dict()["group"] == {"relationship": "Intimate partner or family member"}


def test_what_the_file_tells_victims_apart_by(victims):
    what = indicator("16.1.1")
    assert breakdowns(victims, what, what.numerator[0]) == ["sex", "mechanism", "relationship", "context"]
    with pytest.raises(NotComputable, match="apart by citizenship, but by sex, mechanism, relationship, context"):
        compute("16.1.1", victims, by="citizenship")


def test_a_value_of_all_persons_has_no_group(victims):
    (world,) = compute("16.1.1", victims)
    assert "group" not in world.to_dict()
    assert world.value == pytest.approx(270 / 9.7e7 * 1e5)


def test_criminal_justice_is_preferred_to_health(tmp_path):
    others = homicide(30, 9e6, Indicator="Persons convicted for intentional homicide")
    data = made(tmp_path, homicide(90, 9e6, source="WHO-MD"), homicide(60, 9e6, source="CTS"), others)
    (austria,) = compute("16.1.1", data, area="country")
    assert (austria.numerator, austria.flags) == (60, ())


def test_health_is_taken_where_it_is_all_there_is_and_said(tmp_path):
    data = made(tmp_path, homicide(90, 9e6, 2018, source="WHO Mortality Database"), homicide(60, 9e6))
    found = {v.year: v.flags for v in compute("16.1.1", data, area="country")}
    assert found == {2018: ("health-source",), 2019: ()}


def test_two_numbers_of_one_kind_of_source_are_not_chosen_from(tmp_path):
    data = made(tmp_path, homicide(90, 9e6, source="CTS"), homicide(60, 9e6, source="MoI"), homicide(50, 9e6, 2018))
    assert [v.year for v in compute("16.1.1", data, area="country")] == [2018]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("CTS", "criminal-justice"), ("MoI/CTS", "criminal-justice"), ("National police", "criminal-justice"),
        ("Ministry of Health", "health"), ("WHO-MD", "health"), ("CRVS", "health"), ("CTS/MoH", "criminal-justice"),
        ("GHE model", "model"), ("NSO", "other"),
    ],
)  # fmt: skip
def test_kinds_of_sources(label, kind):
    assert kind_of(label) == kind


def test_coverage_is_of_all_people_of_the_area_where_their_number_is_given(victims, tmp_path):
    head = ["Country", "Year", "Value"]
    few = [[name, 2019, people] for _, name, people in COUNTRIES]
    some = given_population(read_dataset(table(tmp_path / "some.csv", few, head)))
    (world,) = compute("16.1.1", victims, population=some)
    assert (world.population_covered, world.flags) == (1, ())
    all_people = given_population(
        read_dataset(table(tmp_path / "all.csv", [*few, ["India", 2019, 1.38e9], ["France", 2019, 6.5e7]], head))
    )
    (world,) = compute("16.1.1", victims, population=all_people)
    assert world.population_covered == pytest.approx(9.7e7 / 1.542e9)
    assert (world.value, world.flags[0]) == (None, "thin-coverage")
    (europe,) = compute("16.1.1", victims, population=all_people, area="region")
    assert europe.population_covered == pytest.approx(9.7e7 / 1.62e8)
    assert europe.value == pytest.approx(270 / 9.7e7 * 1e5)


def test_a_table_of_populations_by_sex_gives_that_of_all_persons(tmp_path):
    head = ["Country", "Sex", "Year", "Value"]
    people = [["Austria", sex, 2019, number] for sex, number in (("Male", 4e6), ("Female", 5e6), ("Total", 9e6))]
    table_ = given_population(read_dataset(table(tmp_path / "wpp.csv", people, head)))
    assert table_.values.tolist() == [[9e6]]
    bare = made(tmp_path, [row(90, **KILLED)], [row(60, Sex="Male", **KILLED)])
    (austria,) = compute("16.1.1", bare, area="country", population=table_)
    assert austria.value == pytest.approx(1)
    assert austria.places == ("data!4",)
    with pytest.raises(NotComputable, match="the population of Male follows from no rate in the file"):
        compute("16.1.1", bare, area="country", population=table_, by="sex")


def test_treatment_from_a_table_of_counts(tmp_path):
    persons = {"Indicator": "Persons with substance use disorders"}
    treated = {"Indicator": "Persons in treatment for substance use disorders"}
    path = workbook(tmp_path / "t.xlsx", [row(1000, **persons), row(150, **treated)], HEADER)
    (value,) = compute("3.5.1", read_dataset(path), area="country")
    assert value.value == 15


def test_arms_by_how_they_came_in_and_by_what_tracing_established(tmp_path):
    legitimate, foreign = (f"Uniquely identifiable - from {owner} registry" for owner in (
        "legitimate owner in national", "illegitimate owner in foreign"))  # fmt: skip
    rows = []
    for channel, total, traced in (
        ("Arms seized", 100, {legitimate: 20, foreign: 5}),
        ("Arms found", 50, {legitimate: 10}),
    ):
        rows.append(row(total, Indicator=channel))
        rows += [
            row(count, Indicator=channel, Dimension="by tracing", Category=label) for label, count in traced.items()
        ]
    rows.append(row(7, 2018, Indicator="Arms surrendered"))
    data = read_dataset(workbook(tmp_path / "arms.xlsx", rows))
    (whole,) = compute("16.4.2", data, area="country", years=[2019])
    assert whole.value == pytest.approx(100 * 35 / 150)
    channels = told(compute("16.4.2", data, area="country", by="channel"))
    assert channels == {("AUT", "Arms seized"): pytest.approx(25), ("AUT", "Arms found"): pytest.approx(20)}
    tracing = told(compute("16.4.2", data, area="country", years=[2019], by="tracing"))
    assert tracing == {("AUT", legitimate): pytest.approx(20), ("AUT", foreign): pytest.approx(100 * 5 / 150)}
    with pytest.raises(NotComputable, match="by mechanism, but by channel, tracing"):
        compute("16.4.2", data, by="mechanism")


def test_all_fifteen_are_listed_in_the_order_of_the_goals():
    assert list(catalogue()) == [
        "3.5.1", "11.7.2", "15.7.1", "15.c.1", "16.1.1", "16.1.3", "16.1.4", "16.2.2", "16.3.1", "16.3.2", "16.3.3",
        "16.4.1", "16.4.2", "16.5.1", "16.5.2",
    ]  # fmt: skip
    for one in catalogue().values():
        assert one.formula
        assert "UNODC" in one.custodians
        assert one.data
    assert entry("16.4.1").instead
    with pytest.raises(UnknownIndicator, match=r"these can: 3\.5\.1"):
        entry("1.1.1")


@needs_shared
def test_homicide_by_sex_in_the_layout_of_the_global_study():
    """Published for Europe 2017: men 4.3, women 1.7 (the study also estimates countries that its table lacks)."""
    data = read_dataset(SHARED / "unodc_gsh2019_country_homicide.csv")
    found = told(compute("16.1.1", data, area="region", years=[2017], by="sex"))
    assert found[("Europe", "Male")] == pytest.approx(4.3, abs=0.25)
    assert found[("Europe", "Female")] == pytest.approx(1.7, abs=0.15)
    firearms = told(compute("16.1.1", data, area="region", years=[2017], by="mechanism"))
    assert firearms[("Americas", "Firearms")] == pytest.approx(12.3, abs=0.3)
