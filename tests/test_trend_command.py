"""`isonomia trend`: the series of a file, lines as data, charts and maps with their data beside them, pages."""

import csv
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
def held(tmp_path):
    rows = []
    for code, name, people in (("AUT", "Austria", 1e7), ("DEU", "Germany", 8e7), ("CHE", "Switzerland", 1e7)):
        for year in range(2010, 2017):
            who = {"Iso3_code": code, "Country": name}
            count = 100 + year - 2010
            rate = {"Unit of measurement": "Rate per 100,000 population"}
            rows += [row(count, year, **who), row(count / people * 1e5, year, **who, **rate)]
    return workbook(tmp_path / "held.xlsx", rows)


def test_the_series_of_a_file(isonomia, held):
    status, out, _ = isonomia("trend", held)
    assert status == 0
    assert json.loads(out) == [{"series": "Persons held > Total > Total", "countries": 3, "first": 2010, "last": 2016}]
    assert "Persons held" in isonomia("trend", held, "--format", "table")[1]


def test_lines_as_data(isonomia, held):
    _, out, _ = isonomia("trend", held, "--series", "Persons held", "--base", "2012", "--area", "world,Austria")
    world, austria = json.loads(out)
    assert set(world) == {
        "series",
        "part",
        "area",
        "unit",
        "base",
        "of",
        "panel",
        "population_covered",
        "points",
        "breaks",
    }
    assert (world["unit"], world["panel"], austria["area"]) == ("index", ["AUT", "CHE", "DEU"], "AUT")
    assert next(point for point in world["points"] if point["year"] == 2012)["value"] == 100
    _, out, _ = isonomia("trend", held, "--series", "Persons held", "--format", "csv")
    assert out.splitlines()[1] == "Persons held,,world,2010,300.0,count,3,0,,"


@pytest.mark.parametrize(("suffix", "begins"), [(".svg", b"<svg"), (".png", b"\x89PNG"), (".html", b"<!DOCTYPE html>")])
def test_a_picture_has_its_data_beside_it(isonomia, held, tmp_path, suffix, begins):
    pytest.importorskip("vl_convert")
    path = tmp_path / f"chart{suffix}"
    status, out, _ = isonomia("trend", held, "--series", "Persons held", "--measure", "rate", "-o", path)
    assert (status, out) == (0, "")
    assert path.read_bytes().startswith(begins)
    rows = list(csv.DictReader(path.with_suffix(".csv").read_text(encoding="utf-8").splitlines()))
    assert (rows[0]["year"], rows[0]["unit"], float(rows[0]["value"])) == ("2010", "per 100,000", pytest.approx(0.3))


def test_a_page_is_of_the_language_and_has_the_table(isonomia, held, tmp_path):
    pytest.importorskip("vl_convert")
    path = tmp_path / "page.html"
    isonomia("trend", held, "--series", "Persons held", "--language", "ar", "--title", "المحتجزون <b>", "-o", path)
    page = path.read_text(encoding="utf-8")
    assert '<html lang="ar" dir="rtl">' in page
    assert "المحتجزون &lt;b&gt;" in page
    assert '<td class="number"><bdi>2016</bdi></td>' in page
    assert '<th scope="col">السنة</th>' in page
    assert "<script" not in page


def test_a_map_of_one_year(isonomia, held, tmp_path):
    pytest.importorskip("vl_convert")
    path = tmp_path / "map.svg"
    call = ("trend", held, "--series", "Persons held", "--map", "country", "--year", "2015", "-o", path)
    assert isonomia(*call)[0] == 0
    drawn = path.read_text(encoding="utf-8")
    assert "Persons held, 2015" in drawn
    rows = list(csv.DictReader(path.with_suffix(".csv").read_text(encoding="utf-8").splitlines()))
    assert [row["iso3"] for row in rows] == ["AUT", "CHE", "DEU"]


def test_json_and_csv_files(isonomia, held, tmp_path):
    isonomia("trend", held, "--series", "Persons held", "-o", tmp_path / "lines.json")
    assert json.loads((tmp_path / "lines.json").read_text())[0]["series"] == "Persons held"
    assert not (tmp_path / "lines.csv").exists()
    isonomia("trend", held, "--series", "Persons held", "-o", tmp_path / "lines.csv")
    assert (tmp_path / "lines.csv").read_text().startswith("series,part,area,year,value")


def test_what_cannot_be_drawn(isonomia, held, tmp_path):
    status, out, err = isonomia("trend", held, "--series", "Persons lost")
    assert (status, out) == (1, "")
    assert "held.xlsx: no indicator is 'Persons lost'; there is Persons held" in err
    status, _, err = isonomia("trend", held, "--series", "Persons held", "-o", tmp_path / "chart.gif")
    assert status == 2
    assert "its name must end in .svg, .png" in err
    assert isonomia("trend", held, "--series", "Persons held", "-o", tmp_path / "no" / "chart.csv")[0] == 2
