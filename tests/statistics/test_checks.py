"""Each rule finds what it is for, says where and what would be right, and keeps quiet on sound tables."""

import dataclasses
from collections import Counter

import numpy as np
import pytest
from published import HEADER, SHARED, needs_shared, row, table, workbook

from isonomia.statistics import read_dataset
from isonomia.statistics.checks import RULES, check
from isonomia.statistics.checks.finding import LANGUAGES, _wordings


def found(tmp_path, rows, header=HEADER):
    data = read_dataset(workbook(tmp_path / "t.xlsx", rows, header))
    return data, [finding.to_dict(data) for finding in check(data)]


def rules(findings):
    return Counter(finding["rule"] for finding in findings)


def test_a_sound_table_has_no_finding(tmp_path):
    rows = [
        row(value, year, Sex=sex)
        for year in (2017, 2018, 2019)
        for sex, value in (("Total", 100), ("Male", 90), ("Female", 10))
    ]
    assert found(tmp_path, rows)[1] == []


def test_a_key_given_twice_is_one_finding_with_all_its_rows(tmp_path):
    _, findings = found(tmp_path, [row(3), row(5, Source="CTS/MoI"), row(7, 2020)])
    (finding,) = findings
    assert finding["rule"] == "duplicate-key"
    assert finding["severity"] == "error"
    assert finding["places"] == ["data!4", "data!5"]
    assert finding["series"]["country"] == "Austria"
    assert "3 / 5" in finding["message"]


def test_the_same_row_twice_is_a_warning(tmp_path):
    (finding,) = found(tmp_path, [row(3), row(3)])[1]
    assert (finding["rule"], finding["severity"]) == ("duplicate-key", "warning")


@pytest.mark.parametrize("year", [1013, 2024, 21019, "n/a"])
def test_a_year_that_cannot_be(tmp_path, year):
    (finding,) = found(tmp_path, [row(3, year)])[1]
    assert finding["rule"] == "year-out-of-range"


def test_a_date_that_lost_its_separators(tmp_path):
    header = [name if name != "VALUE" else "txtVALUE" for name in HEADER]
    rows = [row(str(n), y) for y, n in ((2016, 40), (2017, 55), (2018, 61))] + [row("6,112,019", 2019)]
    (finding,) = found(tmp_path, rows, header)[1]
    assert finding["rule"] == "date-as-number"
    assert "6/11/2019" in finding["message"]


def test_a_large_count_that_reads_as_a_date_is_none_where_its_series_is_as_large(tmp_path):
    assert not rules(found(tmp_path, [row(6112019, 2019), row(6012020, 2018), row(5912345, 2017)])[1])


@pytest.mark.parametrize(("cell", "severity"), [("many", "error"), ("1,757", "warning")])
def test_a_cell_that_is_no_number(tmp_path, cell, severity):
    (finding,) = found(tmp_path, [row(1700), row(1710, 2018), row(cell, 2020)])[1]
    assert (finding["rule"], finding["severity"]) == ("not-a-number", severity)


def test_a_sex_above_the_total(tmp_path):
    _, findings = found(tmp_path, [row(80), row(90, Sex="Male"), row(5, Sex="Female")])
    assert rules(findings) == {"part-exceeds-total": 1}
    assert findings[0]["places"] == ["data!4", "data!5"]


def test_sexes_that_do_not_add_up(tmp_path):
    _, findings = found(tmp_path, [row(80), row(70, Sex="Male"), row(15, Sex="Female")])
    assert [(f["rule"], f["severity"]) for f in findings] == [("parts-differ-from-total", "error")]
    _, findings = found(tmp_path, [row(80), row(50, Sex="Male"), row(15, Sex="Female")])
    assert [(f["rule"], f["severity"]) for f in findings] == [("parts-differ-from-total", "warning")]


def test_small_cells_are_what_they_may_be(tmp_path):
    """With "<5" of each sex a total of 8 is possible, one of 9 is not."""
    cells = lambda total: [row(total), row("<5", Sex="Male"), row("<5", Sex="Female")]  # noqa: E731
    assert not rules(found(tmp_path, cells(8))[1])
    assert rules(found(tmp_path, cells(9))[1]) == {"parts-differ-from-total": 1}


def test_a_category_above_the_one_it_stands_under(tmp_path):
    under = {"Dimension": "by type of offence", "Indicator": "Violent offences"}
    rows = [row(3, Category="Sexual violence", **under), row(95, Category="Sexual violence: Rape", **under)]
    assert rules(found(tmp_path, rows)[1]) == {"part-exceeds-total": 1}


def test_categories_are_only_held_to_add_up_where_they_mostly_do(tmp_path):
    def status(year, sentenced, unsentenced, total=100):
        one = {"Dimension": "by status"}
        return [row(total, year), row(sentenced, year, Category="Sentenced", **one),
                row(unsentenced, year, Category="Unsentenced", **one)]  # fmt: skip

    mostly = [r for year in range(2010, 2016) for r in status(year, 60, 40)] + status(2016, 60, 30)
    assert rules(found(tmp_path, mostly)[1]) == {"parts-differ-from-total": 1}
    never = [r for year in range(2010, 2017) for r in status(year, 30, 30 + year % 7)]
    assert not rules(found(tmp_path, never)[1])


@pytest.mark.parametrize(
    "label", ["Espa\ufffda", "TÃ¼rkiye", "CÃ´te d'Ivoire", "Crime &amp; violence", "=HYPERLINK(1)"]
)
def test_broken_text(tmp_path, label):
    _, findings = found(tmp_path, [row(3, Category=label), row(4, 2020, Category=label), row(4)])
    assert rules(findings) == {"broken-text": 1}
    assert findings[0]["places"] == ["data!4", "data!5"]


@pytest.mark.parametrize("label", ["Türkiye", "Côte d'Ivoire", "АЗИЯ", "中国", "Curaçao", "Foreign citizens (Â)"[:-4]])
def test_sound_text_in_any_script(tmp_path, label):
    assert not rules(found(tmp_path, [row(3, Category=label)])[1])


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Drug Trafficking", "Drug trafficking"),
        ("Acts against the natural environ-ment", "Acts against the natural environment"),
        ("illicit posession", "Illicit possession or use"),
        ("rifle (Inlcuding Carbine)", "shotgun (Including Short Carbine)"),
        ("unknown Status On Marking", "Unknown status regarding marking"),
    ],
)
def test_two_spellings(tmp_path, wrong, right):
    rows = [row(5, 2019, Category=wrong)] + [row(5, year, Category=right) for year in (2018, 2017)]
    _, findings = found(tmp_path, rows)
    assert rules(findings) == {"label-variant": 1}
    assert findings[0]["places"] == ["data!4"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Male", "Female"), ("Unsentenced for less than 6 months", "Unsentenced for less than 12 months"),
     ("Niger", "Nigeria"), ("Persons prosecuted", "Persons persecuted"), ("Sentenced", "Unsentenced")],
)  # fmt: skip
def test_labels_that_only_look_alike(tmp_path, one, other):
    assert not rules(found(tmp_path, [row(5, Category=one), row(6, Category=other)])[1])


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"Iso3_code": "AUX"}, "Austria has AUT"),
        ({"Iso3_code": ""}, "has no code"),
        ({"Iso3_code": "AUS"}, "AUS is the code of Australia"),
        ({"Sex": "Mlae"}, '"Mlae" is in no list'),
        ({"Country": "Autsria"}, "Austria is near"),
    ],
)
def test_codes_that_no_list_has(tmp_path, cells, says):
    (finding,) = found(tmp_path, [row(5, **cells)])[1]
    assert finding["rule"] == "unknown-code"
    assert says in finding["message"]


@pytest.mark.parametrize(
    "country", [("GBR_E_W", "United Kingdom (England and Wales)"), ("XKX", "Kosovo"), ("TUR", "Turkey")]
)
def test_codes_and_names_that_statistics_use(tmp_path, country):
    assert not rules(found(tmp_path, [row(5, Iso3_code=country[0], Country=country[1])])[1])


@pytest.mark.parametrize(
    ("value", "unit"),
    [(-3, "Counts"), (189.19, "Counts"), (101, "Percentage of total"), (-1, "Rate per 100,000 population")],
)
def test_values_that_their_unit_cannot_have(tmp_path, value, unit):
    (finding,) = found(tmp_path, [row(value, **{"Unit of measurement": unit})])[1]
    assert finding["rule"] == "unit-mismatch"


def test_a_rate_that_its_count_does_not_give(tmp_path):
    rate = {"Unit of measurement": "Rate per 100,000 population"}
    rows = []
    for place, count in enumerate((200, 400, 1000, 50, 80)):
        rows += [
            row(count, Indicator=f"I{place}"),
            row(count / 8123457 * 1e5 * (2 if place == 4 else 1), Indicator=f"I{place}", **rate),
        ]
    _, findings = found(tmp_path, rows)
    assert rules(findings) == {"rate-differs-from-count": 1}
    assert findings[0]["places"] == ["data!12", "data!13"]


def test_a_value_that_stands_alone_among_its_years(tmp_path):
    rows = [row(value, year) for year, value in ((2015, 400), (2016, 410), (2017, 4100), (2018, 430), (2019, 420))]
    _, findings = found(tmp_path, rows)
    assert rules(findings) == {"level-shift": 1}
    assert findings[0]["places"] == ["data!6"]
    grows = [row(100 * 2**i, 2010 + i) for i in range(6)]
    assert not rules(found(tmp_path, grows)[1])


def test_more_convicted_than_prosecuted(tmp_path):
    rows = [row(10, Indicator="Persons prosecuted"), row(14, Indicator="Persons convicted")]
    assert rules(found(tmp_path, rows)[1]) == {"stage-exceeds-earlier": 1}
    rows = [row(10, Indicator="Persons prosecuted"), row(9, Indicator="Persons convicted")]
    assert not rules(found(tmp_path, rows)[1])


def test_every_wording_is_in_six_languages():
    for what, wording in _wordings().items():
        assert sorted(wording) == sorted(LANGUAGES), what
        names = {lang: sorted(n for n in _names(text)) for lang, text in wording.items()}
        assert all(names[lang] == names["en"] for lang in LANGUAGES), what
    assert {what.partition(".")[0] for what in _wordings()} == set(RULES)


def _names(text):
    import string

    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


def test_findings_do_not_depend_on_the_order_of_rows(tmp_path):
    rows = [row(80), row(90, Sex="Male"), row(5, Sex="Female"), row(3, 1013), row("x", 2018)]
    one = rules(found(tmp_path, rows)[1])
    other = rules(found(tmp_path, rows[::-1])[1])
    assert one == other


@needs_shared
@pytest.mark.parametrize(
    ("name", "rule", "times"),
    [
        ("unodc_cts_prisons_and_prisoners_2023.xlsx", "duplicate-key", 12),
        ("unodc_cts_prisons_and_prisoners_2023.xlsx", "year-out-of-range", 1),
        ("unodc_iafq_firearms_trafficking_2023.xlsx", "duplicate-key", 198),
        ("unodc_glotip_2024.xlsx", "duplicate-key", 336),
        ("unodc_cts_prisons_and_prisoners_2023.xlsx", "rate-differs-from-count", 0),
        ("unodc_cts_violent_and_sexual_crime_2024.xlsx", "duplicate-key", 0),
    ],
)
def test_what_is_wrong_in_the_published_files(name, rule, times):
    data = read_dataset(SHARED / name)
    assert rules(finding.to_dict(data) for finding in check(data))[rule] == times


@needs_shared
def test_the_labels_of_the_firearms_file():
    data = read_dataset(SHARED / "unodc_iafq_firearms_trafficking_2023.xlsx")
    labels = {f.facts["label"] for f in check(data) if f.rule == "label-variant"}
    assert {"rifle (Inlcuding Carbine)", "illicit posession"} <= labels


def test_a_dataset_is_not_changed_by_being_checked(tmp_path):
    data = read_dataset(workbook(tmp_path / "t.xlsx", [row(3), row(5)]))
    before = dataclasses.replace(data, value=data.value.copy())
    check(data)
    assert np.array_equal(before.value, data.value)


def test_years_as_columns_are_checked_too(tmp_path):
    path = table(tmp_path / "w.csv", [["Austria", "Persons convicted", 9, 9], ["Austria", "Persons prosecuted", 5, 12]],
                 ["Country", "Indicator", 2016, 2017])  # fmt: skip
    data = read_dataset(path)
    assert rules(f.to_dict(data) for f in check(data)) == {"stage-exceeds-earlier": 1}


def test_a_wrong_name_in_a_table_without_codes_is_told_with_the_one_that_is_near(tmp_path):
    names = ["Frnace", "Kenia", "France", "England and Wales", "Northern Ireland", "Southern Africa", "World", "كينيا"]
    path = tmp_path / "names.csv"
    path.write_text(
        "Country,Indicator,Year,Value\n" + "".join(f"{name},Homicide,2020,5\n" for name in names), encoding="utf-8"
    )
    found = [finding for finding in check(read_dataset(path)) if finding.rule.startswith("unknown-code")]
    assert [(one.facts["country"], one.facts["right"]) for one in found] == [("Frnace", "France"), ("Kenia", "Kenya")]
