"""SDMX as other programs read it: pysdmx with the schemas of the standard, and sdmx1."""

import warnings

import pytest
from exchange.exchanged import ROWS, put
from published import SHARED, needs_shared, row, workbook

from isonomia.errors import EmptyFile
from isonomia.statistics import read_dataset
from isonomia.statistics.dataset import BELOW
from isonomia.statistics.exchange import written
from isonomia.statistics.exchange.messages import classification_message

ATTRIBUTES = {"OBS_STATUS", "CONF_STATUS", "LOWER_BOUND", "UPPER_BOUND", "AREA_NAME", "REGION", "SUBREGION", "SOURCE",
              "COMMENT_OBS"}  # fmt: skip


@pytest.fixture
def data(tmp_path):
    return read_dataset(workbook(tmp_path / "cts.xlsx", ROWS))


def by_pysdmx(path, structure):
    from pysdmx.io import get_datasets

    (found,) = get_datasets(path, structure, validate=True)
    return found.data


def by_sdmx1(path, structure):
    import sdmx

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        (definition,) = sdmx.read_sdmx(str(structure)).structure.values()
        message = sdmx.read_sdmx(str(path), structure=definition)
    return [one for part in message.data for one in part.obs]


@pytest.mark.parametrize("form", ["sdmx-csv", "sdmx-ml"])
def test_pysdmx_reads_the_same_observations(tmp_path, data, form):
    path = put(tmp_path, written(data, form, "out.csv" if form == "sdmx-csv" else "out.xml"))
    found = by_pysdmx(path, path.with_name("out.structure.xml"))
    assert len(found) == len(ROWS)
    assert found["OBS_VALUE"].isna().tolist() == [False, False, True, False, True, True, *[False] * 5]
    assert found["OBS_VALUE"].dropna().tolist() == [8000, 12.5, 1757, 0, 3, 288, 7, 9]
    assert found["TIME_PERIOD"].tolist()[:4] == ["2019", "2020", "2020", "2018"]
    assert found["REF_AREA"].tolist()[-2:] == ["CIV", "GBR_E_W"]
    assert found["UNIT_MEASURE"].tolist()[:2] == ["NUMBER", "PER_100000_POP"]
    assert (found["SEX"].tolist()[2], found["AGE"].tolist()[6]) == ("F", "Y0T17")
    assert found["SOURCE"].tolist()[-4:] == ["CTS/MoI", "MoI", "CTS", "CTS"]


@pytest.mark.parametrize("form", ["sdmx-csv", "sdmx-ml"])
def test_sdmx1_reads_the_same_observations(tmp_path, data, form):
    path = put(tmp_path, written(data, form, "out.csv" if form == "sdmx-csv" else "out.xml"))
    found = by_sdmx1(path, path.with_name("out.structure.xml"))
    assert len(found) == len(ROWS)
    first = found[0]
    assert {value.id: value.value for value in first.dimension.values.values()} == {
        "FREQ": "A", "REF_AREA": "AUT", "INDICATOR": "PERSONS_HELD", "BREAKDOWN": "_T", "CATEGORY": "DRUG_POSSESSION",
        "SEX": "_T", "AGE": "_T", "UNIT_MEASURE": "NUMBER", "OCCURRENCE": "1", "TIME_PERIOD": "2019",
    }  # fmt: skip
    assert float(first.value) == 8000
    assert str(first.attached_attribute["SOURCE"].value) == "CTS"


def test_a_suppressed_value_is_no_number_but_has_its_bounds_and_reason(tmp_path, data):
    found = by_pysdmx(
        *(lambda p: (p, p.with_name("o.structure.xml")))(put(tmp_path, written(data, "sdmx-csv", "o.csv")))
    )
    below = found.iloc[2]
    assert (below["OBS_STATUS"], below["CONF_STATUS"], below["COMMENT_OBS"]) == ("Q", "A", "<5")
    assert (below["LOWER_BOUND"], below["UPPER_BOUND"]) == (0, 4)
    missing, date = found.iloc[4], found.iloc[5]
    assert (missing["OBS_STATUS"], missing["CONF_STATUS"], missing["COMMENT_OBS"]) == ("O", "F", "..")
    assert (date["OBS_STATUS"], date["COMMENT_OBS"]) == ("O", "6/11/2019")


def test_a_key_that_the_file_repeats_stays_two_observations(tmp_path, data):
    path = put(tmp_path, written(data, "sdmx-csv", "o.csv"))
    found = by_pysdmx(path, path.with_name("o.structure.xml"))
    assert found["OCCURRENCE"].tolist()[7:9] == [1, 2]
    keys = [name for name in found.columns if name not in ATTRIBUTES | {"OBS_VALUE"}]
    assert not found.duplicated(keys).any()


def test_the_structure_lists_each_code_that_is_used_with_its_label(tmp_path, data):
    from pysdmx.io import read_sdmx

    path = put(tmp_path, written(data, "sdmx-ml", "o.xml"))
    message = read_sdmx(path.with_name("o.structure.xml"), validate=True)
    lists = {one.id: {code.id: code.name for code in one.items} for one in message.get_codelists()}
    assert lists["CL_UN_CTS_REF_AREA"]["AUT"] == "Austria"
    assert lists["CL_UN_CTS_SEX"] == {"_T": "Total", "F": "Female", "M": "Male"}
    used = by_pysdmx(path, path.with_name("o.structure.xml"))
    for name in ("REF_AREA", "INDICATOR", "BREAKDOWN", "CATEGORY", "SEX", "AGE", "UNIT_MEASURE", "OBS_STATUS"):
        assert set(used[name]) <= set(lists[f"CL_UN_CTS_{name}"])
    (definition,) = message.get_data_structure_definitions()
    assert [one.id for one in definition.components.dimensions] == [
        "FREQ", "REF_AREA", "INDICATOR", "BREAKDOWN", "CATEGORY", "SEX", "AGE", "UNIT_MEASURE", "OCCURRENCE",
        "TIME_PERIOD",
    ]  # fmt: skip


def test_the_crime_classification_is_a_code_list_of_its_own(tmp_path):
    from pysdmx.io import read_sdmx

    path = tmp_path / "iccs.xml"
    path.write_bytes(classification_message())
    (found,) = read_sdmx(path, validate=True).get_codelists()
    codes = {code.id: code.name for code in found.items}
    assert len(codes) == 320
    assert codes["ICCS0101"] == "Intentional homicide"
    import sdmx

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        again = sdmx.read_sdmx(str(path)).codelist["CL_ICCS"]
    assert again["ICCS0101"].parent.id == "ICCS01"
    assert {"es", "en"} == set(again["ICCS0101"].name.localizations)


def test_the_same_table_gives_the_same_bytes(data):
    assert written(data, "sdmx-ml") == written(data, "sdmx-ml")
    assert written(data, "datapackage") == written(data, "datapackage")


def test_an_observation_without_a_year_has_no_place_and_others_stay(tmp_path):
    data = read_dataset(workbook(tmp_path / "y.xlsx", [row(1), row(2, "unknown")]))
    path = put(tmp_path, written(data, "sdmx-csv", "o.csv"))
    assert by_pysdmx(path, path.with_name("o.structure.xml"))["OBS_VALUE"].tolist() == [1]
    with pytest.raises(EmptyFile, match="no observation has a year"):
        written(data.taken(data.year == 0), "sdmx-csv")


@needs_shared
def test_the_whole_prisons_workbook_is_read_back_by_pysdmx(tmp_path):
    data = read_dataset(SHARED / "unodc_cts_prisons_and_prisoners_2023.xlsx")
    path = put(tmp_path, written(data, "sdmx-csv", "prisons.csv"))
    found = by_pysdmx(path, path.with_name("prisons.structure.xml"))
    assert found["OBS_VALUE"].tolist() == data.value.tolist()
    assert found["TIME_PERIOD"].astype(int).tolist() == data.year.tolist()
    assert int((found["OCCURRENCE"] > 1).sum()) == 12


@needs_shared
def test_some_observations_of_a_workbook_are_read_back_by_both(tmp_path):
    data = read_dataset(SHARED / "unodc_glotip_2024.xlsx")
    few = data.taken(data["iso3"].is_in(["AUT", "MNG"]))
    path = put(tmp_path, written(few, "sdmx-ml", "few.xml"))
    found = by_pysdmx(path, path.with_name("few.structure.xml"))
    assert set(found["REF_AREA"]) == {"AUT", "MNG"}
    assert found["OBS_STATUS"].value_counts().to_dict() == {
        "A": int((few.status < BELOW).sum()), "Q": int((few.status == BELOW).sum()),
    }  # fmt: skip
    again = by_sdmx1(path, path.with_name("few.structure.xml"))
    assert [None if one.value in (None, "") else float(one.value) for one in again] == [
        None if value != value else value for value in found["OBS_VALUE"].astype(float).tolist()
    ]
