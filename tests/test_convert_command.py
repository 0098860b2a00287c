"""`isonomia convert`: tables and results in the forms of exchange."""

import csv
import io
import json

import pytest

from isonomia.cli import main

HEADER = "Iso3_code,Country,Indicator,Sex,Year,Unit of measurement,VALUE,Source"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "held.csv"
    path.write_text(f"{HEADER}\nAUT,Austria,Persons held,Total,2019,Counts,8000,CTS\n"
                    "AUT,Austria,Persons held,Female,2019,Counts,<5,CTS\n")  # fmt: skip
    return path


@pytest.fixture
def result(tmp_path):
    path = tmp_path / "result.json"
    path.write_text(
        json.dumps(
            [{"indicator": "16.3.2", "area": "AUT", "year": 2020, "value": 21.5, "unit": "percent", "numerator": 1800,
              "denominator": 8372, "countries": 1, "population_covered": None, "method": "", "flags": []}]
        )
    )  # fmt: skip
    return path


@pytest.mark.parametrize(
    ("form", "name", "files"),
    [
        ("sdmx-csv", "o.csv", {"o.csv", "o.structure.xml"}), ("sdmx-ml", "o.xml", {"o.xml", "o.structure.xml"}),
        ("csv", "o.csv", {"o.csv", "o.csv-metadata.json"}), ("xlsx", "o.xlsx", {"o.xlsx"}),
        ("parquet", "o.parquet", {"o.parquet"}), ("datapackage", "o.zip", {"o.zip"}),
        ("datapackage", "o", {"o/datapackage.json", "o/data/observations.csv"}),
    ],
)  # fmt: skip
def test_each_form_is_written_with_what_belongs_to_it(tmp_path, file, capsys, form, name, files):
    folder = tmp_path / "out"
    folder.mkdir()
    assert main(["convert", str(file), "--to", form, "-o", str(folder / name)]) == 0
    written = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert written == files
    assert f"{folder / name}" in capsys.readouterr().err


def test_without_a_file_the_data_are_printed(file, capsysbinary):
    assert main(["convert", str(file), "--to", "sdmx-csv"]) == 0
    lines = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode(), newline="")))
    assert [line["OBS_VALUE"] for line in lines] == ["8000", ""]
    assert [line["OBS_STATUS"] for line in lines] == ["A", "Q"]


def test_the_structure_message_alone(file, capsysbinary):
    assert main(["convert", str(file), "--to", "sdmx-ml", "--structure"]) == 0
    assert b"<str:DataStructure " in capsysbinary.readouterr().out
    assert main(["convert", str(file), "--to", "csv", "--structure"]) == 2


def test_forms_are_converted_into_one_another(tmp_path, file, capsysbinary):
    steps = ("parquet", "p.parquet"), ("datapackage", "d.zip"), ("sdmx-ml", "s.xml"), ("xlsx", "x.xlsx")
    source = file
    for form, name in steps:
        assert main(["convert", str(source), "--to", form, "-o", str(tmp_path / name)]) == 0
        source = tmp_path / name
    capsysbinary.readouterr()
    assert main(["convert", str(source), "--to", "csv"]) == 0
    lines = list(csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode(), newline="")))
    assert [(line["Country"], line["Sex"], line["VALUE"]) for line in lines] == [
        ("Austria", "Total", "8000"), ("Austria", "Female", "<5"),
    ]  # fmt: skip


def test_observations_without_a_year_are_named(tmp_path, capsys):
    path = tmp_path / "y.csv"
    path.write_text("Country,Year,VALUE\nAustria,2019,4\nAustria,soon,5\n")
    assert main(["convert", str(path), "--to", "sdmx-csv", "-o", str(tmp_path / "o.csv")]) == 0
    assert "y.csv: left out, as they have no year: y!3; give each its year" in capsys.readouterr().err


def test_a_country_that_is_in_no_list_is_named_with_the_nearest(tmp_path, capsys):
    path = tmp_path / "c.csv"
    path.write_text("Country,Year,VALUE\nAustira,2019,4\nAustria,2019,5\nWestern Asia,2019,6\nWorld,2019,7\n")
    assert main(["convert", str(path), "--to", "sdmx-csv", "-o", str(tmp_path / "o.csv")]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "no list" in line]
    assert told == ["c.csv: 'Austira' is in no list of countries; Austria is near"]


def test_a_result_becomes_the_global_structure(result, capsysbinary):
    assert main(["convert", str(result), "--to", "sdmx-csv", "--source", "Ministry of Justice"]) == 0
    first, *_ = csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode(), newline=""))
    assert (first["SERIES"], first["REF_AREA"], first["SOURCE_DETAIL"]) == ("VC_PRS_UNSNT", "40", "Ministry of Justice")


def test_an_estimate_needs_its_country_and_year(tmp_path, capsys):
    path = tmp_path / "e.json"
    path.write_text(json.dumps({"observed": 10, "estimate": 25.0, "intervals": {}, "method": "chao"}))
    assert main(["convert", str(path), "--to", "sdmx-csv"]) == 2
    assert "add --area and --year" in capsys.readouterr().err
    assert main(["convert", str(path), "--to", "sdmx-csv", "--area", "Austria", "--year", "2020"]) == 0
    assert main(["convert", str(path), "--to", "sdmx-csv", "--area", "Austira", "--year", "2020"]) == 1
    assert "Austria is near" in capsys.readouterr().err


def test_what_cannot_be_converted_is_said(tmp_path, result, capsys):
    assert main(["convert", str(result), "--to", "parquet", "-o", str(tmp_path / "o")]) == 2
    assert "add --to sdmx-csv" in capsys.readouterr().err
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    assert main(["convert", str(broken), "--to", "sdmx-csv"]) == 1
    assert "broken.json: this is no JSON" in capsys.readouterr().err
    number = tmp_path / "number.json"
    number.write_text("5")
    assert main(["convert", str(number), "--to", "sdmx-csv"]) == 1
    assert main(["convert", str(tmp_path / "absent.csv"), "--to", "csv"]) == 2
