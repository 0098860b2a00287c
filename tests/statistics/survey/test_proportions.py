"""Indicators from microdata: who is asked, who counts, what is left out and said so."""

import tomllib
from pathlib import Path

import pytest

from isonomia.errors import DamagedFile, EmptyFile, UnknownFormat
from isonomia.statistics.errors import NotComputable, NotStatistics, UnknownIndicator, UnreadableCell
from isonomia.statistics.survey.mapping import columns_by_name, load_columns, read_columns
from isonomia.statistics.survey.microdata import read_header, read_microdata
from isonomia.statistics.survey.proportions import (
    compute_survey,
    needed,
    questions,
    survey_indicators,
)

HEADER = "weight,stratum,cluster,sex,age,contact,bribe_paid,bribe_asked"
# forty women of whom all had contact and ten paid; forty men of whom half had contact and five were asked
WOMEN = [f"2,north,{i % 8},female,{20 + i},yes,{'yes' if i < 10 else 'no'},{'' if i < 10 else 'no'}" for i in range(40)]
MEN = [
    f"1,south,{i % 8},male,{16 + i},{'yes' if i < 20 else 'no'},{'no' if i < 20 else ''},"
    f"{('yes' if i < 5 else 'no') if i < 20 else ''}"
    for i in range(40)
]


def written(tmp_path, lines, header=HEADER, name="survey.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes("\n".join([header, *lines]).encode(encoding))
    return path


def computed(path, code="16.5.1", mapping=None, **how):
    header = read_header(path)
    columns = load_columns(mapping, header) if mapping else columns_by_name(header)
    return compute_survey(code, read_microdata(path), columns, **how)


def mapped(tmp_path, text):
    path = tmp_path / "mapping.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_bribery_is_among_those_who_had_contact(tmp_path):
    first, paid = computed(written(tmp_path, WOMEN + MEN))
    assert (first.indicator, first.part, first.unit) == ("16.5.1", "paid or asked", "percent")
    assert first.value == pytest.approx(100 * (20 + 5) / (80 + 20))
    assert (first.numerator, first.denominator, first.n) == (25, 100, 60)
    assert first.low < first.value < first.high
    assert paid.value == pytest.approx(20)
    assert first.flags == ()


def test_groups_of_respondents(tmp_path):
    found = {tuple(v.group.items()): v for v in computed(written(tmp_path, WOMEN + MEN), by=[("sex",), ("age",)])
             if v.part == "paid or asked"}  # fmt: skip
    assert found[(("sex", "female"),)].value == pytest.approx(25)
    assert found[(("sex", "male"),)].value is None
    assert found[(("sex", "male"),)].flags[0] == "suppressed: fewer than 30 respondents"
    assert {dict(key)["age"] for key in found if key and key[0][0] == "age"} == {"15-29", "30-44", "45-59"}


def test_groups_may_cross(tmp_path):
    found = computed(written(tmp_path, WOMEN + MEN), by=[("sex", "age")], least=1)
    crossed = {tuple(v.group.values()): v.n for v in found if v.group and v.part == "paid"}
    assert crossed[("female", "15-29")] == 10
    assert sum(crossed.values()) == 60


def test_who_gave_no_answer_is_left_out_and_told(tmp_path):
    lines = [*WOMEN, "2,north,1,female,30,yes,refused,no", "2,north,1,female,30,,,"]
    first, paid = computed(written(tmp_path, lines))
    assert first.n == paid.n == 40
    assert "without-answer: 2" in first.flags


def test_who_does_not_know_has_not_said_yes(tmp_path):
    first, _ = computed(written(tmp_path, [*WOMEN, *["2,north,1,female,30,yes,don't know,no"] * 10]))
    assert first.value == pytest.approx(20)


def test_a_question_that_was_skipped_by_rule_is_no(tmp_path):
    header = "weight,physical_violence,sexual_violence,reported_physical,reported_sexual"
    lines = ["1,1,2,1,"] * 20 + ["1,2,1,,2"] * 20 + ["1,2,2,,"] * 100
    found = {v.part: v for v in computed(written(tmp_path, lines, header), "16.3.1")}
    assert found["any violence"].value == pytest.approx(50)
    assert (found["any violence"].n, found["physical violence"].n) == (40, 20)
    assert "not-asked: psychological_violence" in found["any violence"].flags
    assert "psychological violence" not in found
    assert "no-clusters: respondents taken as drawn one by one" in found["any violence"].flags


def test_who_saw_no_need_of_a_mechanism_is_not_among_those_who_lacked_it(tmp_path):
    header = "weight,dispute,accessed_formal,accessed_informal,self_excluded"
    lines = ["1,1,1,2,2"] * 10 + ["1,1,2,1,"] * 20 + ["1,1,2,2,1"] * 20 + ["1,1,2,2,2"] * 10 + ["1,2,,,"] * 40
    found = {v.part: v for v in computed(written(tmp_path, lines, header), "16.3.3", least=10)}
    # those who accessed an informal one were not asked why not: they stay
    assert found["formal or informal mechanism"].value == pytest.approx(100 * 30 / 40)
    assert found["formal mechanism"].denominator == pytest.approx(20)


def test_the_scale_of_safety(tmp_path):
    lines = ["1,very safe"] * 20 + ["1,safe"] * 20 + ["1,very unsafe"] * 35 + ["1,don't know"] * 5
    (found,) = computed(written(tmp_path, lines, "weight,feels_safe"), "16.1.4")
    assert found.value == pytest.approx(50)
    with pytest.raises(UnreadableCell, match=r"survey\.csv, row 2, column feels_safe: '1' is neither yes nor no"):
        computed(written(tmp_path, ["1,1", "1,2"], "weight,feels_safe"), "16.1.4")


def test_a_mapping_names_columns_and_codes(tmp_path):
    lines = [f"{1 + i % 2},{i % 7},{i % 3 + 1},{1 + i % 2},{15 + i}" for i in range(60)]
    path = written(tmp_path, lines, "w,psu,q10,q1,q2", encoding="utf-16")
    mapping = mapped(
        tmp_path,
        'area = "AUT"\nyear = 2023\n[design]\nweight = "w"\ncluster = "psu"\n'
        "[answers]\nfeels_safe = { column = 'q10', yes = [1, 2], missing = [9] }\n"
        "[groups]\nsex = { column = 'q1', labels = { 1 = 'male', 2 = 'female' } }\n"
        "age = { column = 'q2', from = [15, 40] }\n",
    )
    found = computed(path, "16.1.4", mapping, by=[("sex",), ("age",)], least=10)
    assert {(v.area, v.year) for v in found} == {("AUT", 2023)}
    assert found[0].value == pytest.approx(100 * 2 / 3, abs=1)
    assert [v.group for v in found[1:]] == [{"sex": "female"}, {"sex": "male"}, {"age": "15-39"}, {"age": "40+"}]
    assert found[0].n == 60


def test_several_columns_of_one_question(tmp_path):
    lines = ["1,1,2,2"] * 20 + ["1,1,2,1"] * 20
    mapping = mapped(tmp_path, "[answers]\nbribe_paid = { columns = ['police', 'judge'] }\n")
    found = computed(written(tmp_path, lines, "weight,contact,police,judge"), "16.5.1", mapping)
    assert found[0].value == pytest.approx(50)


def test_surveys_of_several_countries_are_estimated_each_for_itself(tmp_path):
    lines = [f"{country},{year},1,{i % 2},1" for country in ("AUT", "PER") for year in (2019, 2022) for i in range(40)]
    found = computed(written(tmp_path, lines, "country,year,weight,bribe_paid,contact"))
    assert {(v.area, v.year, v.n) for v in found} == {
        ("AUT", 2019, 40), ("AUT", 2022, 40), ("PER", 2019, 40), ("PER", 2022, 40),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[design]\nweight = 'pond'", "no column 'pond'; its columns are weight"),
        ("[designs]\nweight = 'w'", "designs is no part of a mapping"),
        ("[design]\nlonely = 'drop'", "it is one of adjust, average, certainty, refuse"),
        ("[answers]\ncontact = { yes = [1] }", "answers.contact names its column"),
        ("[groups]\nsex = { labels = {} }", "groups.sex names its column"),
    ],
)
def test_a_mapping_that_is_wrong_is_told_what_would_be_right(tmp_path, text, said):
    with pytest.raises(NotStatistics, match=said):
        computed(written(tmp_path, WOMEN), mapping=mapped(tmp_path, text))


def test_what_is_wrong_in_the_file_is_told_with_its_place(tmp_path):
    with pytest.raises(UnreadableCell, match=r"row 3, column weight: 'two' is no number"):
        computed(written(tmp_path, [WOMEN[0], WOMEN[1].replace("2,", "two,", 1)]))
    with pytest.raises(UnreadableCell, match="row 2: 2 cells where the header has 8"):
        computed(written(tmp_path, ["1,north"]))
    with pytest.raises(UnreadableCell, match=r"row 42, column age: 'old' is no number"):
        computed(written(tmp_path, [*WOMEN, WOMEN[0].replace("20", "old")]), by=[("age",)])
    with pytest.raises(NotComputable, match="no column 'caste' to group by"):
        computed(written(tmp_path, WOMEN), by=[("caste",)])
    with pytest.raises(NotComputable, match=r"bribe_paid \(paid a bribe to a public official"):
        computed(written(tmp_path, ["1"], "weight"))
    with pytest.raises(UnknownIndicator, match=r"16\.5\.1"):
        computed(written(tmp_path, WOMEN), "16.3.2")
    with pytest.raises(EmptyFile):
        read_microdata(written(tmp_path, []))
    with pytest.raises(NotStatistics, match="two columns are headed 'sex'"):
        read_header(written(tmp_path, ["1,2"], "sex,sex"))
    with pytest.raises(UnknownFormat, match="save the sheet"):
        read_header(written(tmp_path, [], "PK\x03\x04"))
    with pytest.raises(DamagedFile, match="the mapping is no TOML"):
        computed(written(tmp_path, WOMEN), mapping=mapped(tmp_path, "weight: w"))


def test_columns_that_no_one_asked_for_are_not_read(tmp_path):
    path = written(tmp_path, WOMEN)
    columns = columns_by_name(read_header(path))
    data = read_microdata(path, columns.wanted(needed("16.5.1"), ["sex"]))
    assert set(data.columns) == {"weight", "stratum", "cluster", "sex", "contact", "bribe_paid", "bribe_asked"}
    assert len(compute_survey("16.5.1", data, columns)) == 2


@pytest.mark.parametrize(("separator", "encoding"), [(";", "cp1252"), ("\t", "utf-8-sig"), (",", "utf-16")])
def test_other_separators_and_encodings(tmp_path, separator, encoding):
    lines = [separator.join(("1", "1", "sí" if i % 4 else "no", "São Tomé")) for i in range(40)]
    path = written(tmp_path, lines, separator.join(("weight", "contact", "bribe_paid", "région")), encoding=encoding)
    found = computed(path, by=[("région",)])
    assert found[0].value == pytest.approx(75)
    assert found[1].group == {"région": "São Tomé"}


def test_weights_with_decimal_commas(tmp_path):
    lines = [f"{'0,75' if i % 2 else '2,25'};1;{i % 2}" for i in range(40)]
    found = computed(written(tmp_path, lines, "weight;contact;bribe_paid"))
    assert found[0].value == pytest.approx(25)


def test_every_declaration_names_questions_that_there_are():
    for code, one in survey_indicators().items():
        assert "UNODC" in one.custodians
        assert one.formula.endswith("x 100")
        assert set(needed(code)) <= set(questions())
    assert list(survey_indicators()) == ["3.5.1", "11.7.2", "16.1.3", "16.1.4", "16.3.1", "16.3.3", "16.5.1", "16.5.2"]


def test_the_mapping_of_the_documentation_is_one():
    page = Path(__file__).resolve().parents[3] / "docs" / "methods" / "indicators.md"
    table = tomllib.loads(page.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0])
    header = ("w_final", "region", "urban", "psu", "q1", "q2", "q7", "q8_police", "q8_judge", "q8_doctor", "q9")
    columns = read_columns(table, header)
    assert columns.strata == ("region", "urban")
    assert columns.answers["bribe_paid"].columns == ("q8_police", "q8_judge", "q8_doctor")
    assert columns.groups["age"].starts == (15, 30, 45, 60)
