"""Every form holds what the table says, its description beside or inside, and is read back as the same table."""

import csv
import io
import json
import zipfile

import pytest
from exchange.exchanged import ROWS, observations, put
from published import SHARED, needs_shared, row, table, workbook

from isonomia.errors import DamagedFile, UnknownFormat
from isonomia.statistics import read_dataset
from isonomia.statistics.checks import check
from isonomia.statistics.exchange import FORMS, written
from isonomia.statistics.exchange.forms import SUFFIX


@pytest.fixture
def data(tmp_path):
    return read_dataset(workbook(tmp_path / "cts.xlsx", ROWS))


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_read_back_as_the_same_table(tmp_path, data, form):
    back = read_dataset(put(tmp_path, written(data, form, "out" + SUFFIX[form])))
    assert observations(back) == observations(data)
    assert back.kind == "un-cts"


@needs_shared
@pytest.mark.parametrize("form", ["parquet", "datapackage", "csv"])
def test_the_checks_find_in_a_converted_table_what_they_find_in_the_published_one(tmp_path, form):
    data = read_dataset(SHARED / "unodc_iafq_firearms_trafficking_2023.xlsx")
    back = read_dataset(put(tmp_path, written(data, form, "out" + SUFFIX[form])))
    assert [finding.message() for finding in check(back)] == [finding.message() for finding in check(data)]


def test_a_csv_is_as_the_publisher_would_write_it(data):
    files = written(data, "csv", "out.csv")
    lines = list(csv.reader(io.StringIO(files["out.csv"].decode(), newline="")))
    assert lines[0][:3] == ["Iso3_code", "Country", "Region"]
    assert [line[11] for line in lines[1:7]] == ["8000", "12.5", "<5", "1757", "..", "6/11/2019"]
    assert lines[-1][6] == "'=SUM(A1)"
    about = json.loads(files["out.csv-metadata.json"])
    assert about["url"] == "out.csv"
    assert [one["titles"] for one in about["tableSchema"]["columns"]] == lines[0]
    assert "cts.xlsx" in about["dc:source"]


def test_a_workbook_has_the_published_layout_and_a_sheet_that_describes_it(tmp_path, data):
    import python_calamine

    path = put(tmp_path, written(data, "xlsx", "out.xlsx"))
    book = python_calamine.CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["data", "about"]
    rows = book.get_sheet_by_name("data").to_python()
    assert rows[2][:2] == ["Iso3_code", "Country"]
    assert rows[1][0] == "11/05/2023"
    told = dict(line[:2] for line in book.get_sheet_by_name("about").to_python())
    assert told["source file"] == "cts.xlsx"
    assert told["units"] == "Counts; Rate per 100,000 population"
    assert "below (1): less than the number printed" in told["flags"]


def test_parquet_has_types_flags_and_key_value_metadata(tmp_path, data):
    import duckdb

    path = put(tmp_path, written(data, "parquet", "out.parquet"))
    with duckdb.connect() as connection:
        types = dict(connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{path}')").fetchall())
        found = connection.execute(f"SELECT value, flag, printed, row FROM '{path}' LIMIT 6").fetchall()
        noted = dict(connection.execute(f"SELECT key, value FROM parquet_kv_metadata('{path}')").fetchall())
    assert (types["year"], types["value"], types["country"]) == ("INTEGER", "DOUBLE", "VARCHAR")
    assert found[2] == (None, "below", "<5", 6)
    assert found[3] == (1757, "text", "1,757", 7)
    assert noted[b"units"] == b"Counts; Rate per 100,000 population"


def test_a_data_package_names_its_fields_types_and_sources(data):
    with zipfile.ZipFile(io.BytesIO(written(data, "datapackage", "out.zip")["out.zip"])) as archive:
        package = json.loads(archive.read("datapackage.json"))
        content = archive.read("data/observations.csv")
    (resource,) = package["resources"]
    assert resource["bytes"] == len(content)
    types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    assert (types["year"], types["value"], types["country"], types["row"]) == ("year", "number", "string", "integer")
    assert next(csv.reader(io.StringIO(content.decode()))) == list(types)
    assert package["sources"][0]["title"].endswith("cts.xlsx, data")
    assert "licenses" not in package


def test_a_folder_holds_a_data_package_too(tmp_path, data):
    put(tmp_path, written(data, "datapackage", "out"))
    assert observations(read_dataset(tmp_path / "out")) == observations(data)


def test_years_as_columns_and_countries_without_codes_are_converted_too(tmp_path):
    data = read_dataset(
        table(tmp_path / "w.csv", [["Austria", "Homicides", 60, 54]], ["Country", "Indicator", 2015, 2017])
    )
    for form in FORMS:
        back = read_dataset(put(tmp_path, written(data, form, "o" + SUFFIX[form])))
        assert [back["country"][0], *back.year.tolist(), *back.value.tolist()] == ["Austria", 2015, 2017, 60, 54]


def test_a_column_that_the_published_files_do_not_have_is_kept(tmp_path):
    header = ["Country", "Year", "VALUE", "Weapon", "Occurrence"]
    data = read_dataset(table(tmp_path / "x.csv", [["Austria", 2019, 4, "Knife", "first"]], header))
    for form in FORMS:
        back = read_dataset(put(tmp_path, written(data, form, "o" + SUFFIX[form])))
        assert (back["weapon"][0], back["occurrence"][0]) == ("Knife", "first"), form


def test_data_messages_of_others_are_read_with_codes_for_labels(tmp_path):
    path = tmp_path / "sdg.csv"
    path.write_text(
        "DATAFLOW,FREQ,SERIES,REF_AREA,SEX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE\n"
        "IAEG-SDGs:DF_SDG_GLH(1.24),A,VC_IHR_PSRC,40,_T,2019,0.9,A,PER_100000_POP\n"
        "IAEG-SDGs:DF_SDG_GLH(1.24),A,VC_IHR_PSRC,40,_T,2020,,O,PER_100000_POP\n"
    )
    data = read_dataset(path)
    assert data["indicator"][0] == "VC_IHR_PSRC"
    assert (data.value[0], data.year.tolist(), data.printed(1)) == (0.9, [2019, 2020], "")


def test_labels_beside_codes_are_left_aside(tmp_path):
    path = tmp_path / "both.csv"
    path.write_text(
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA: Country,INDICATOR: Indicator,TIME_PERIOD: Year,OBS_VALUE\n"
        "datastructure,A:B(1.0),I,AUT: Austria,HELD: Persons held,2019,8000\n"
    )
    data = read_dataset(path)
    assert (data["iso3"][0], data["indicator"][0], int(data.year[0])) == ("AUT", "HELD", 2019)


def test_series_of_an_xml_message_are_read_as_well_as_flat_observations(tmp_path):
    path = tmp_path / "s.xml"
    path.write_text(
        '<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message"><m:DataSet>'
        '<Series REF_AREA="AUT" INDICATOR="HOMICIDES"><Obs TIME_PERIOD="2019" OBS_VALUE="74"/>'
        '<Obs TIME_PERIOD="2020" OBS_VALUE="54"/></Series></m:DataSet></m:StructureSpecificData>'
    )
    data = read_dataset(path)
    assert (data["iso3"][1], data.year.tolist(), data.value.tolist()) == ("AUT", [2019, 2020], [74, 54])


def test_a_message_of_suppressed_values_only_keeps_them_and_its_empty_columns(tmp_path):
    data = read_dataset(workbook(tmp_path / "s.xlsx", [row("<5", Source=""), row("<10", 2020, Source="")]))
    for form in FORMS:
        back = read_dataset(put(tmp_path, written(data, form, "s" + SUFFIX[form])))
        assert [back.printed(0), back.printed(1)] == ["<5", "<10"], form
        assert back["source"].labels == ("",)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.parquet", b"PAR1 and nothing", "the Parquet file cannot be read"),
        ("b.csv", b"STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA\ndatastructure,A:B(1.0),I\n", "b.csv, line 2: 3 cells"),
        ("c.xml", b"<m:StructureSpecificData><Obs", "no well-formed XML"),
        ("datapackage.json", b'{"resources": []}', "the data package cannot be read"),
        ("datapackage.json", b'{"resources": [{"path": "../../x.csv"}]}', "outside the package"),
    ],
)
def test_what_is_damaged_is_refused_by_name(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DamagedFile, match=message):
        read_dataset(tmp_path / name)


def test_an_entity_in_a_message_is_not_resolved(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    path = tmp_path / "x.xml"
    path.write_text(
        f'<!DOCTYPE a [<!ENTITY e SYSTEM "file://{tmp_path}/secret.txt">]><m:StructureSpecificData xmlns:m="m">'
        '<m:DataSet><Obs REF_AREA="AUT" TIME_PERIOD="2019" OBS_VALUE="1">&e;</Obs></m:DataSet>'
        "</m:StructureSpecificData>"
    )
    data = read_dataset(path)
    assert "secret" not in str(data.columns)


def test_an_unknown_form_is_refused_with_those_there_are(data):
    with pytest.raises(UnknownFormat, match="the forms are sdmx-csv, sdmx-ml, csv"):
        written(data, "sdmx-json")


def test_a_number_keeps_its_digits_in_every_form(tmp_path):
    data = read_dataset(workbook(tmp_path / "n.xlsx", [row(0.1 + 0.2), row(1e-7, 2018), row(123456789012, 2017)]))
    for form in FORMS:
        back = read_dataset(put(tmp_path, written(data, form, "n" + SUFFIX[form])))
        assert back.value.tolist() == data.value.tolist(), form
