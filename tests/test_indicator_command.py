"""`isonomia indicator` on a survey, on wildlife, on a breakdown, and where there is no answer."""

import json

import pytest
from published import row, workbook

from isonomia.cli import main


@pytest.fixture
def isonomia(capsys):
    def call(*arguments):
        status = main(list(map(str, arguments)))
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


@pytest.fixture
def survey(tmp_path):
    path = tmp_path / "survey.csv"
    lines = [f"1.5,{i % 3},{i % 12},{'female' if i % 2 else 'male'},1,{1 if i % 10 == 0 else 2}" for i in range(120)]
    path.write_text("\n".join(["w,stratum,cluster,sex,contact,bribe_paid", *lines]), encoding="utf-8")
    return path


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text('area = "AUT"\nyear = 2023\n[design]\nweight = "w"\n', encoding="utf-8")
    return path


def test_a_survey_with_its_mapping(isonomia, survey, mapping):
    status, out, _ = isonomia("indicator", "16.5.1", survey, "--mapping", mapping, "--by", "sex")
    found = json.loads(out)
    assert status == 0
    assert {"indicator", "area", "year", "value", "unit", "numerator", "denominator", "countries",
            "population_covered", "method", "flags", "standard_error", "low", "high", "n", "n_effective",
            "design_effect", "part", "group"} <= set(found[0])  # fmt: skip
    assert (found[0]["area"], found[0]["year"], found[0]["value"], found[0]["n"]) == (
        "AUT",
        2023,
        pytest.approx(10),
        120,
    )
    assert [row["group"] for row in found[:3]] == [{}, {"sex": "female"}, {"sex": "male"}]
    assert "not-asked: bribe_asked" in found[0]["flags"]


def test_the_other_forms_of_a_survey(isonomia, survey, mapping):
    _, out, _ = isonomia("indicator", "16.5.1", survey, "--mapping", mapping, "--format", "csv")
    assert out.startswith("indicator,area,year,part,group,value")
    _, out, _ = isonomia("indicator", "16.5.1", survey, "--mapping", mapping, "--format", "table")
    assert "10.00" in out
    assert "linearisation" in out


def test_questions_that_the_survey_lacks_are_the_answer(isonomia, survey):
    status, out, _ = isonomia("indicator", "16.1.4", survey)
    (answer,) = json.loads(out)
    assert (status, answer["value"]) == (0, None)
    assert "feels_safe (feels very safe or safe walking alone" in answer["reason"]


def test_a_workbook_is_no_survey(isonomia, tmp_path):
    path = workbook(tmp_path / "prisons.xlsx", [row(60)])
    status, out, _ = isonomia("indicator", "16.5.1", path)
    (answer,) = json.loads(out)
    assert (status, answer["value"]) == (0, None)
    assert answer["reason"].endswith("in a CSV, and this is a workbook")


def test_flows_are_not_computed_from_a_table(isonomia, survey):
    status, out, _ = isonomia("indicator", "16.4.1", survey)
    (answer,) = json.loads(out)
    assert (status, answer["value"], answer["unit"]) == (0, None, "current United States dollars")
    assert "flows are estimated from models" in answer["reason"]
    _, out, _ = isonomia("indicator", "16.4.1", survey, "--format", "table")
    assert "not computable, because" in out


def test_wildlife_from_three_tables(isonomia, tmp_path):
    head = "year,taxon,product,unit,quantity\n"
    for name, quantity in (("seized", 10), ("permits", 90)):
        (tmp_path / f"{name}.csv").write_text(f"{head}2018,Python,skin,item,{quantity}\n")
    (tmp_path / "prices.csv").write_text("taxon,product,unit,price\nPython,skin,item,5\n")
    tables = ("--permits", tmp_path / "permits.csv", "--prices", tmp_path / "prices.csv")
    status, out, _ = isonomia("indicator", "15.7.1", tmp_path / "seized.csv", *tables, "--by", "taxon")
    found = json.loads(out)
    assert status == 0
    assert [(row["value"], row["group"]) for row in found] == [(10, {}), (10, {"taxon": "python"})]
    _, out, _ = isonomia("indicator", "15.c.1", tmp_path / "seized.csv")
    assert "--permits and --prices" in json.loads(out)[0]["reason"]


def test_a_breakdown_of_a_workbook(isonomia, tmp_path):
    killed = {"Indicator": "Victims of intentional homicide"}
    rate = {"Unit of measurement": "Rate per 100,000 population"}
    rows = [row(60, **killed), row(0.6, **killed, **rate)]
    rows += [row(20, Dimension="by mechanisms", Category="Firearms", **killed)]
    path = workbook(tmp_path / "homicide.xlsx", rows)
    _, out, _ = isonomia("indicator", "16.1.1", path, "--area", "country", "--by", "mechanism")
    (value,) = json.loads(out)
    assert (value["group"], value["value"]) == ({"mechanism": "Firearms"}, pytest.approx(0.2))


def test_the_list_has_all_fifteen(isonomia):
    _, out, _ = isonomia("indicator", "--list", "--format", "json")
    rows = json.loads(out)
    assert len(rows) == 15
    assert {"indicator", "name", "custodians", "formula", "unit", "aggregate", "note", "data"} <= set(rows[0])
    _, out, _ = isonomia("indicator", "--list", "--format", "table")
    assert "16.5.2" in out
    assert "not computed here: flows are estimated" in out
    status, _, err = isonomia("indicator", "16.5.1", "no-such.csv", "--year", "20")
    assert status == 2
    assert "write 2010:2020" in err
