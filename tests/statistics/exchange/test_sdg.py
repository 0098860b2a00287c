"""Results in the global structure for the indicators of the Sustainable Development Goals."""

import csv
import io

import pytest

from isonomia.statistics.errors import NotComputable, NotStatistics, UnknownArea, UnreadableCell
from isonomia.statistics.exchange.sdg import area_code, of_estimate, of_indicator, of_table, sdg_csv

KEY = ["FREQ", "REPORTING_TYPE", "SERIES", "REF_AREA", "SEX", "AGE", "URBANISATION", "INCOME_WEALTH_QUANTILE",
       "EDUCATION_LEV", "OCCUPATION", "CUST_BREAKDOWN", "COMPOSITE_BREAKDOWN", "DISABILITY_STATUS", "ACTIVITY",
       "PRODUCT"]  # fmt: skip


def rows(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def value(**others):
    return {
        "indicator": "16.3.2", "area": "AUT", "year": 2020, "value": 21.5, "unit": "percent", "numerator": 1800,
        "denominator": 8372, "countries": 1, "population_covered": None, "method": "as reported", "flags": [],
    } | others  # fmt: skip


def group(sex="_T", exploitation="_T", detected=40, **others):
    return {
        "values": {"sex": sex, "exploitation": exploitation}, "detected": detected, "suppressed": "", "estimated": None,
        "intervals": {}, "detected_rate": None, "estimated_rate": None, "notes": [],
    } | others  # fmt: skip


def test_the_dimensions_are_those_of_the_global_structure_in_their_order():
    content = sdg_csv(of_indicator([value()])[0])
    header = content.decode().splitlines()[0].split(",")
    assert header[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert header[3:18] == KEY
    assert header[18:20] == ["TIME_PERIOD", "OBS_VALUE"]
    first = rows(content)[0]
    assert first["STRUCTURE_ID"] == "IAEG-SDGs:DF_SDG_GLH(1.14)"
    assert [first[name] for name in KEY] == ["A", "G", "VC_PRS_UNSNT", "40", *["_T"] * 11]


def test_a_country_gives_its_share_and_its_count_as_country_data():
    share, count = rows(sdg_csv(of_indicator([value()])[0]))
    assert (share["OBS_VALUE"], share["UNIT_MEASURE"], share["NATURE"]) == ("21.5", "PT", "C")
    assert (count["SERIES"], count["OBS_VALUE"], count["UNIT_MEASURE"]) == ("VC_PRS_UNSNTN", "1800", "NUMBER")


def test_a_region_is_global_monitoring_data_and_says_how_it_was_filled():
    found, _ = of_indicator(
        [
            value(area="Latin America and the Caribbean", countries=20, flags=["carried: 3"]),
            value(area="world", countries=120, value=None, flags=["thin-coverage"]),
        ]
    )
    region, world = rows(sdg_csv(found))
    assert (region["REF_AREA"], region["NATURE"], region["COMMENT_OBS"]) == ("419", "G", "carried: 3")
    assert (world["REF_AREA"], world["OBS_VALUE"], world["OBS_STATUS"]) == ("1", "", "O")


def test_sex_and_age_are_dimensions_and_what_has_none_is_left_out_with_a_remark():
    found, remarks = of_indicator(
        [
            value(group={"sex": "Female"}),
            value(group={"age": "0 to 17 years"}),
            value(group={"relationship": "Intimate partner"}),
        ]
    )
    assert [one["SEX"] + one["AGE"] for one in rows(sdg_csv(found)) if one["SERIES"] == "VC_PRS_UNSNT"] == [
        "F_T", "_TY0T17",
    ]  # fmt: skip
    assert remarks == ["the structure has no dimension for relationship; left out"]


def test_an_answer_that_says_why_there_is_none_is_a_remark():
    found, remarks = of_indicator([value(value=None, area="country", reason="not computable, because ...")])
    assert found == []
    assert remarks == ["16.3.2: not computable, because ..."]


def test_an_indicator_of_a_survey_has_the_series_of_its_part_and_its_limits():
    found, _ = of_indicator(
        [value(indicator="16.1.3", part="physical violence", n=900, low=1.5, high=2.5, value=2.0, group={})]
    )
    (one,) = rows(sdg_csv(found))
    assert (one["SERIES"], one["LOWER_BOUND"], one["UPPER_BOUND"], one["NATURE"]) == ("VC_VOV_PHYL", "1.5", "2.5", "E")


def test_an_estimate_is_told_from_what_was_detected():
    found, remarks = of_estimate(
        {"method": "stepwise", "observed": 2744, "estimate": 11418.0, "intervals": {"0.95": [10207.0, 13173.0]},
         "warnings": [], "reportable": True, "strata": [{"stratum": {"sex": "f"}}]},
        "GBR", 2013,
    )  # fmt: skip
    seen, total, hidden = rows(sdg_csv(found))
    assert (seen["SERIES"], seen["OBS_VALUE"], seen["CUST_BREAKDOWN"], seen["NATURE"]) == (
        "VC_HTF_DETV", "2744", "_T", "C",
    )  # fmt: skip
    assert (total["OBS_VALUE"], total["LOWER_BOUND"], total["UPPER_BOUND"]) == ("11418", "10207", "13173")
    assert total["CUST_BREAKDOWN"] != hidden["CUST_BREAKDOWN"] != "_T"
    assert (hidden["OBS_VALUE"], hidden["LOWER_BOUND"]) == ("8674", "7463")
    assert "estimated from lists" in total["CUST_BREAKDOWN_LB"]
    assert remarks == ["1 groups are left out: their counts are not protected"]


def test_the_table_of_victims_of_trafficking_goes_into_the_series_of_its_forms():
    rate = {"per_100_000": 0.5, "population": 8_000_000, "intervals": {}}
    found, remarks = of_table(
        {
            "by": ["sex", "exploitation"], "threshold": 5,
            "rows": [
                group(detected_rate=rate, estimated=120.0, intervals={"0.95": [90.0, 160.0]},
                      estimated_rate={"per_100_000": 1.5, "population": 8_000_000, "intervals": {"0.95": [1.1, 2.0]}}),
                group("female", "sexual exploitation", 25),
                group("male", "forced labour", None, suppressed="primary"),
                group("male", "forced marriage", 6),
            ],
        },
        "AUT", 2020, source="Ministry of the Interior",
    )  # fmt: skip
    found = rows(sdg_csv(found))
    assert [(one["SERIES"], one["SEX"], one["OBS_VALUE"]) for one in found] == [
        ("VC_HTF_DETV", "_T", "40"), ("VC_HTF_DETVR", "_T", "0.5"), ("VC_HTF_DETV", "_T", "120"),
        ("VC_HTF_DETVR", "_T", "1.5"), ("VC_HTF_DETVSX", "F", "25"), ("VC_HTF_DETVFL", "M", ""),
    ]  # fmt: skip
    assert (found[-1]["OBS_STATUS"], found[-1]["COMMENT_OBS"]) == ("Q", "suppressed: primary")
    assert {one["REPORTING_TYPE"] for one in found} == {"N"}
    assert found[0]["SOURCE_DETAIL"] == "Ministry of the Interior"
    assert remarks == ["the structure has no series for the form of exploitation 'forced marriage'; left out"]


def test_the_table_that_the_estimation_room_makes_is_taken_as_it_is(tmp_path):
    from isonomia.estimation import CaptureHistories
    from isonomia.estimation.rates import indicator_16_2_2

    path = tmp_path / "lists.csv"
    path.write_text("A,B,sex,count\n1,0,female,30\n0,1,female,20\n1,1,female,10\n1,0,male,12\n0,1,male,9\n1,1,male,6\n")
    table = indicator_16_2_2(CaptureHistories.from_csv(path, covariates=("sex",)), populations={("_T",): 1_000_000})
    found = rows(sdg_csv(of_table(table.to_dict(), "AUT", 2020)[0]))
    totals = {(one["SERIES"], one["SEX"]): one["OBS_VALUE"] for one in found}
    assert totals["VC_HTF_DETV", "_T"] == "87"
    assert float(totals["VC_HTF_DETVR", "_T"]) == pytest.approx(8.7)


def test_pysdmx_reads_it(tmp_path):
    from pysdmx.io import get_datasets

    path = tmp_path / "sdg.csv"
    path.write_bytes(sdg_csv(of_indicator([value(), value(year=2021)])[0]))
    (found,) = get_datasets(path)
    assert found.data["SERIES"].tolist() == ["VC_PRS_UNSNT", "VC_PRS_UNSNTN"] * 2
    assert found.data["OBS_VALUE"].astype(float).tolist() == [21.5, 1800] * 2


@pytest.mark.parametrize(
    ("name", "code"),
    [("world", "1"), ("AFG", "4"), ("Africa", "2"), ("South-eastern Asia", "35"), ("Western Asia", "145"),
     ("Northern America", "21"), ("Sub-Saharan Africa", "202"), ("Алжир", "12"), ("GBR_E_W", None)],
)  # fmt: skip
def test_areas_have_their_numbers_without_zeros_in_front(name, code):
    assert area_code(name) == code


def test_what_does_not_fit_is_refused_with_what_would():
    with pytest.raises(UnknownArea, match="'Austira' is no country or area; Austria is near"):
        of_indicator([value(area="Austira")])
    with pytest.raises(NotComputable, match=r"no series of the global structure is known for 15\.7\.1"):
        of_indicator([value(indicator="15.7.1")])
    with pytest.raises(NotStatistics, match=r"value 1: a result of isonomia indicator has"):
        of_indicator([{"a": 1}])
    with pytest.raises(UnreadableCell, match="two values for VC_PRS_UNSNT, area 40, 2020"):
        sdg_csv(of_indicator([value(), value()])[0])
    with pytest.raises(NotStatistics, match="holds nothing"):
        sdg_csv([])
