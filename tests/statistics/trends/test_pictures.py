"""Charts and maps as a report would print them: in every language, with the data that they show."""

import re

import pytest
from published import row, workbook

from isonomia.charts import png, svg
from isonomia.statistics import read_dataset
from isonomia.statistics.areas import areas
from isonomia.statistics.errors import NotComputable
from isonomia.statistics.trends.breaks import Break
from isonomia.statistics.trends.lines import Line, Point
from isonomia.statistics.trends.maps import map_values
from isonomia.statistics.trends.naming import shown_name
from isonomia.statistics.trends.pictures import chart, classes, notes, tile_map, tiles, unit_of, with_notes, word

pytest.importorskip("vl_convert")
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def line(area="world", label="", start=100.0, **others):
    points = tuple(Point(2010 + i, start + i, 5, int(i == 2)) for i in range(6))
    return Line("Persons held", label, area, "count", points, **others)


def texts(drawn):
    return "".join(re.findall(r">([^<>]+)<", drawn))


@pytest.mark.parametrize(
    ("language", "title"),
    [("ar", "القتل العمد"), ("en", "Homicide & law"), ("zh", "故意杀人"), ("ru", "Умышленное убийство")],
)
def test_titles_are_drawn_in_every_script(language, title):
    drawn = svg(with_notes(chart([line()], title, "UNODC", language), language), title)
    assert title.replace("&", "&amp;") in drawn
    assert word("note", "source", language, source="UNODC") in texts(drawn)
    assert ('text-anchor="end"' in drawn) or language != "ar"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_is_there_in_every_language(language):
    other = line(
        "AUT", panel=("AUT", "DEU"), covered=0.5, base=2010, of="count", breaks=(Break("AUT", 2012, "source", ""),)
    )
    told = notes([other], "UNODC", language)
    assert len(told) == 3
    assert areas()["AUT"].names[language] in told[0]
    assert "50%" in told[0]
    assert "2010" in unit_of(other, language)


def test_regions_and_countries_have_their_names_in_every_language():
    assert [shown_name("Europe", language) for language in LANGUAGES] == [
        "أوروبا", "Europe", "Europa", "Europe", "Европа", "欧洲",
    ]  # fmt: skip
    assert shown_name("Southern Asia", "es") == "Asia Meridional"
    assert shown_name("PER", "fr") == "Pérou"
    assert shown_name("Atlantis", "fr") == "Atlantis"


def test_lines_are_named_at_their_ends_where_there_is_room():
    apart = svg(chart([line("AUT"), line("DEU", start=500)], "t", "s"), "t")
    assert "Austria" in texts(apart)
    assert "Germany" in texts(apart)
    spec = chart([line("AUT"), line("DEU", start=100.5)], "t", "s")
    assert spec["layer"][0]["encoding"]["color"]["legend"] is not None


def test_breaks_are_dashed_before_their_first_year():
    spec = chart([line(breaks=(Break("AUT", 2012, "source", ""),))], "t", "s")
    (rule,) = [layer for layer in spec["layer"] if layer["mark"].get("strokeDash")]
    assert rule["data"]["values"] == [{"at": 2011.5, "told": "Austria: Source"}]
    (alone,) = chart([line("AUT", breaks=(Break("AUT", 2012, "source", ""),))], "t", "s", "fr")["layer"][2]["data"][
        "values"
    ]
    assert alone["told"] == "Source"


def test_an_index_has_its_rule_at_a_hundred():
    spec = chart([index_line()], "t", "s")
    assert spec["layer"][0]["data"]["values"] == [{"value": 100}]
    assert spec["title"]["subtitle"] == "Per 100,000 population. Index, 2010 = 100"


def index_line():
    points = tuple(Point(2010 + i, 100.0 + i, 5) for i in range(3))
    return Line("Persons held", "", "world", "index", points, base=2010, of="per 100,000")


def test_a_picture_of_pixels_has_its_notes():
    bare, noted = png(chart([line()], "t", "s")), png(with_notes(chart([line()], "t", "s")))
    assert bare[:8] == noted[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(noted[20:24], "big") > int.from_bytes(bare[20:24], "big")


def test_every_tile_is_a_country_or_area_and_no_two_lie_on_one_place():
    places = tiles()
    assert len(set(places.values())) == len(places) > 210
    assert set(places) <= {*areas(), "XKX"}
    members = ("AFG", "ATG", "BRA", "CHN", "FRA", "NGA", "RUS", "TUV", "USA", "VAT", "PSE", "ZWE")
    assert set(members) <= set(places)


def test_neighbours_on_the_map_are_where_the_compass_has_them():
    places = tiles()
    for west, east in (("PRT", "ESP"), ("FRA", "DEU"), ("USA", "CHN"), ("BRA", "AGO"), ("IND", "MMR"), ("AUS", "NZL")):
        assert places[west][0] < places[east][0], (west, east)
    for north, south in (
        ("CAN", "USA"),
        ("USA", "MEX"),
        ("NOR", "ITA"),
        ("EGY", "ZAF"),
        ("CHN", "IDN"),
        ("PER", "CHL"),
    ):
        assert places[north][1] < places[south][1], (north, south)


def test_a_map_has_a_class_for_each_value_and_grey_for_none():
    values = {code: float(i) for i, code in enumerate(sorted(tiles())[:50])}
    spec = tile_map(values, "Title", "Per cent", "UNODC")
    rows = {cell["code"]: cell for cell in spec["data"]["values"]}
    assert rows["ZWE"]["class"] == "No data"
    shown = {cell["class"] for cell in rows.values()}
    assert len(shown) == 6
    assert shown == set(spec["layer"][0]["encoding"]["color"]["scale"]["domain"])
    drawn = svg(with_notes(spec), "Title")
    assert ">AFG<" in drawn
    assert "boundaries" in texts(drawn)


def test_classes_are_of_equal_numbers_and_round():
    assert classes([float(i) for i in range(101)]) == [20, 40, 60, 80]
    assert classes([3.0, 3.0]) == []
    assert tile_map({"AUT": 3.0}, "t", "u", "s")["data"]["values"]


def prisons(tmp_path):
    rows = []
    for code, name, share in (("AUT", "Austria", 20), ("DEU", "Germany", 10), ("CHE", "Switzerland", 40)):
        for year in (2018, 2019):
            who = {"Iso3_code": code, "Country": name}
            rate = {"Unit of measurement": "Rate per 100,000 population"}
            rows += [row(100, year, **who), row(1, year, **who, **rate),
                     row(share, year, Dimension="by status", Category="Unsentenced", **who)]  # fmt: skip
    rows.append(row(5, 2020))
    return read_dataset(workbook(tmp_path / "p.xlsx", rows))


def test_the_values_of_a_map(tmp_path):
    data = prisons(tmp_path)
    assert map_values(data, "16.3.2") == ({"AUT": 20, "DEU": 10, "CHE": 40}, 2019, "percent")
    values, year, unit = map_values(data, "Persons held", measure="rate", year=2018)
    assert (values["AUT"], year, unit) == (pytest.approx(1), 2018, "per 100,000")
    regions, _, _ = map_values(data, "16.3.2", level="region")
    assert regions["FRA"] == regions["AUT"] == pytest.approx(70 / 3)
    assert regions["JPN"] is None
    with pytest.raises(NotComputable, match="no value of 1990"):
        map_values(data, "16.3.2", year=1990)
    with pytest.raises(NotComputable, match="a map of regions is of an indicator"):
        map_values(data, "Persons held", level="region")


def test_more_lines_than_colours_differ_by_their_dashes():
    lines = [line(label=f"part {i}", start=100 + i / 10) for i in range(8)]
    encoding = chart(lines, "t", "s")["layer"][0]["encoding"]
    ranges = encoding["strokeDash"]["scale"]["range"]
    assert ranges[:6] == [[1, 0]] * 6
    assert ranges[6:] == [[7, 2]] * 2
    assert "strokeDash" not in chart(lines[:6], "t", "s")["layer"][0]["encoding"]


def test_a_panel_of_its_own_is_said_of_its_part_only():
    shared = [line(label=label, panel=("AUT", "DEU")) for label in ("A", "B")]
    told = notes([*shared, line(label="C", panel=("AUT",))], "UNODC")
    assert told[0].startswith("World: the 2 countries")
    assert told[1].startswith("World, C: the 1 countries")
    assert len(told) == 3
