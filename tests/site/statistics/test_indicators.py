"""The pages of the indicators: from the latest published vintages, never from drafts; or why not."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from isonomia_tables import CLEAN, MANY, prisons, row, table
from lxml import html

from isonomia.site.statistics.charts import lines
from isonomia.site.statistics.published import latest
from isonomia.statistics import read_dataset
from isonomia.statistics.indicators.compute import Value, compute

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_once")]
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "statistics"
PRISONS = SHARED / "unodc_cts_prisons_and_prisoners_2023.xlsx"
GLOTIP = SHARED / "unodc_glotip_2024.xlsx"


def main_of(response) -> str:
    tree = html.document_fromstring(response.content.decode())
    return " ".join(tree.xpath("//main")[0].text_content().split())


def values(response) -> list[list[str]]:
    tree = html.document_fromstring(response.content.decode())
    return [
        [cell.text_content().strip() for cell in line]
        for line in tree.xpath("//table[contains(@class,'values')]/tbody/tr")
    ]


def test_all_fifteen_are_there_though_nothing_is_published(client_of):
    tree = html.document_fromstring(client_of(None).get("/en/indicators/").content.decode())
    links = tree.xpath("//table//th/a/@href")
    assert len(links) == 15
    for link in links:
        response = client_of(None).get(link)
        assert response.status_code == 200
        assert "Not computable here, because" in main_of(response)


def test_an_indicator_from_what_is_published(client_of, dataset, publish):
    record = publish(dataset("editor", MANY), who="editor")
    response = client_of(None).get("/en/indicators/16.3.2/")
    assert values(response)[0][:3] == ["2020", "33.33", "4"]
    tree = html.document_fromstring(response.content.decode())
    assert f"/en/datasets/{record.key}/" in tree.xpath("//dd/a/@href")
    assert tree.xpath("//*[local-name()='svg'][@role='img']/@aria-label")
    assert "33.33" in main_of(client_of(None).get("/en/indicators/"))


def test_by_region_and_country_in_the_language_of_the_reader(client_of, dataset, publish):
    publish(dataset("editor", MANY), who="editor")
    regions = values(client_of(None).get("/fr/indicators/16.3.2/?area=region"))
    assert [line[0] for line in regions] == ["Afrique", "Europe"]
    assert [line[2] for line in regions] == ["aucun", "33,33"], "one country is too few"
    countries = values(client_of(None).get("/es/indicators/16.3.2/?area=country"))
    assert sorted(line[0] for line in countries) == ["Alemania", "Austria", "Francia", "Kenya"]


def test_persons_are_told_apart_by_sex_where_the_metadata_ask_for_it(client_of, dataset, publish):
    both = [
        row(code, what, year, held * share, sex)
        for code in ("AUT", "FRA", "DEU", "KEN")
        for year in (2019, 2020)
        for sex, share in (("Total", 10), ("Male", 8), ("Female", 2))
        for what, held in (("Persons held", 100), ("Persons held/Unsentenced", 30 if sex != "Female" else 40))
    ]
    publish(dataset("editor", table(*both)), who="editor", reason="A sum that does not add up, for this test.")
    response = client_of(None).get("/en/indicators/16.3.2/?by=sex")
    found = {line[0]: line[2] for line in values(response)}
    assert (found["Male"], found["Female"]) == ("30.0", "40.0")
    assert "Austria – Female" in main_of(client_of(None).get("/en/indicators/16.3.2/?by=sex&area=country"))
    told = json.loads(client_of(None).get("/en/indicators/16.3.2/data.json?by=sex").content)
    assert {line["sex"] for line in told} >= {"Male", "Female"}
    assert client_of(None).get("/en/indicators/16.3.2/?by=colour").status_code == 400


def test_nothing_is_computed_from_a_draft_or_an_earlier_vintage(client_of, dataset, publish):
    draft = dataset("editor", MANY)
    assert "Not computable here" in main_of(client_of("administrator").get("/en/indicators/16.3.2/"))
    first = publish(draft, who="editor")
    halves = [line.replace("Unsentenced", "unsentenced") for line in prisons("AUT")]
    later = table(*halves, *prisons("FRA", held=300), *prisons("DEU", held=600), *prisons("KEN", held=900))
    publish(dataset("editor", later, vintage="2999-01-01"), who="editor")
    tree = html.document_fromstring(client_of(None).get("/en/indicators/16.3.2/").content.decode())
    assert f"/en/datasets/{first.key}/" not in tree.xpath("//dd/a/@href")


def test_a_file_of_many_countries_goes_before_one_of_one_and_either_can_be_chosen(client_of, dataset, publish):
    one = publish(dataset("focal_at", CLEAN))
    many = publish(dataset("editor", MANY), who="editor")
    tree = html.document_fromstring(client_of(None).get("/en/indicators/16.3.2/").content.decode())
    assert tree.xpath("//select[@name='dataset']/option/@value") == [many.key, one.key]
    chosen = client_of(None).get(f"/en/indicators/16.3.2/?dataset={one.key}&area=country")
    assert [line[0] for line in values(chosen)] == ["Austria"]


def test_the_population_is_told_by_another_dataset(client_of, dataset, publish):
    homicide = [
        row(code, "Victims of intentional homicide", 2020, 10 * n)
        for n, code in enumerate(("AUT", "FRA", "DEU", "KEN"), 1)
    ]
    publish(dataset("editor", table(*homicide), series="Homicide"), who="editor")
    assert "Not computable here" in main_of(client_of(None).get("/en/indicators/16.1.1/"))
    rates = [
        line
        for n, code in enumerate(("AUT", "FRA", "DEU", "KEN"), 1)
        for line in (
            row(code, "Persons held", 2020, 1000 * n),
            row(code, "Persons held", 2020, "100.000", unit="Rate per 100,000 population"),
        )
    ]
    publish(dataset("editor", table(*rates), series="Prisons"), who="editor")
    response = client_of(None).get("/en/indicators/16.1.1/")
    assert "Population from Prisons" in main_of(response)
    assert values(response)[0][:2] == ["2020", "1.0"]


@pytest.mark.parametrize("query", ["area=moon", "dataset=nothing", "x=1", "area=world&area=region"])
def test_what_is_not_known_is_refused_by_name(client_of, query):
    assert client_of(None).get(f"/en/indicators/16.3.2/?{query}").status_code == 400


@pytest.mark.parametrize("code", ["16.9.9", "x", "..", "16.3.2 "])
def test_an_indicator_that_is_none_is_not_found(client_of, code):
    assert client_of(None).get(f"/en/indicators/{code}/").status_code == 404


def test_the_values_as_files(client_of, dataset, publish):
    publish(dataset("editor", MANY), who="editor")
    told = json.loads(client_of(None).get("/en/indicators/16.3.2/data.json?area=country").content)
    assert {(line["area"], line["year"]) for line in told} == {
        (code, year) for code in ("AUT", "FRA", "DEU", "KEN") for year in (2018, 2019, 2020)
    }
    read = list(
        csv.DictReader(io.StringIO(client_of(None).get("/en/indicators/16.3.2/data.csv?area=country").content.decode()))
    )
    assert [(line["area"], line["year"], float(line["value"])) for line in read] == [
        (line["area"], str(line["year"]), line["value"]) for line in told
    ]
    assert client_of(None).get("/en/indicators/16.2.2/data.csv").status_code == 404
    assert client_of(None).get("/en/indicators/16.3.2/data.xml").status_code == 404


def test_the_published_workbooks_give_what_the_command_gives(client_of, dataset, publish):
    if not PRISONS.exists():
        pytest.skip("the published workbooks are not here: ../shared is absent")
    publish(
        dataset("editor", PRISONS.read_bytes(), name="p.xlsx", series="Prisons"), who="editor", reason="As published."
    )
    expected = {value.year: value.value for value in compute("16.3.2", read_dataset(PRISONS))}
    found = {int(line[0]): line[1] for line in values(client_of(None).get("/en/indicators/16.3.2/"))}
    assert found == {year: str(round(value, 2)) if value is not None else "none" for year, value in expected.items()}
    publish(
        dataset("editor", GLOTIP.read_bytes(), name="g.xlsx", series="Trafficking"),
        who="editor",
        reason="As published.",
    )
    assert "Population from Prisons" in main_of(client_of(None).get("/en/indicators/16.2.2/"))
    assert client_of(None).get("/en/indicators/16.3.2/?area=country").status_code == 200


# -- charts --------------------------------------------------------------------------------------------------------


def test_a_line_breaks_where_there_is_no_value():
    drawn = str(lines({"a": [(2000, 1.0), (2001, 2.0), (2002, None), (2003, 3.0)]}, "A & B"))
    assert drawn.count("<polyline") == 1
    assert drawn.count("<circle") == 1
    assert 'aria-label="A &amp; B"' in drawn


def test_a_chart_of_nothing_is_nothing():
    assert lines({"a": [(2000, None)]}, "x") == ""
    assert lines({}, "x") == ""


@pytest.mark.parametrize("value", [0.0, 1e-9, 3.3, 1e12])
def test_a_chart_stays_within_its_frame(value):
    drawn = html.fragment_fromstring(str(lines({"a": [(2000, value), (2001, value / 2)]}, "x")))
    for line in drawn.xpath(".//polyline/@points"):
        for point in line.split():
            x, y = (float(part) for part in point.split(","))
            assert 0 <= x <= 720
            assert 0 <= y <= 300


# -- which value stands for an area --------------------------------------------------------------------------------


def _value(year: int, value: float | None, countries: int, covered: float | None) -> Value:
    return Value("16.3.2", "world", year, value, "percent", 1.0, 1.0, countries, covered, "m")


@pytest.mark.parametrize(
    ("rows", "year"),
    [
        ([(2019, 1.0, 9, 0.8), (2020, 2.0, 9, 0.7)], 2020),
        ([(2019, 1.0, 9, 0.8), (2020, 2.0, 2, 0.7)], 2019),  # two countries are too few
        ([(2019, 1.0, 9, 0.8), (2020, 2.0, 9, 0.1)], 2019),  # so is a tenth of the population
        ([(2019, 1.0, 9, None), (2020, None, 9, None)], 2019),
        ([(2019, 1.0, 1, 0.1), (2020, 2.0, 0, 0.0)], 2020),  # where no year has enough, the latest
    ],
)
def test_what_is_only_carried_on_does_not_stand_for_an_area(rows, year):
    assert latest([_value(*row) for row in rows]).year == year


def test_an_area_without_values_has_no_latest():
    assert latest([_value(2020, None, 0, None)]) is None
    assert latest([]) is None
