"""`isonomia check` and `indicator`: JSON for programs, tables and pages for people, exit status for scripts."""

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
def faulty(tmp_path):
    return workbook(tmp_path / "faulty.xlsx", [row(3), row(5), row(7, 1013)])


@pytest.fixture
def sound(tmp_path):
    return workbook(tmp_path / "sound.xlsx", [row(3), row(5, 2020)])


def test_findings_of_the_contract(isonomia, faulty):
    status, out, _ = isonomia("check", faulty)
    findings = json.loads(out)
    assert status == 1
    assert [finding["rule"] for finding in findings] == ["duplicate-key", "year-out-of-range"]
    assert set(findings[0]) == {"rule", "severity", "places", "series", "message"}
    assert findings[0]["places"] == ["data!4", "data!5"]


def test_a_sound_file_ends_well(isonomia, sound):
    assert isonomia("check", sound)[:2] == (0, "[]\n")


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_messages_in_the_respondents_language(isonomia, faulty, language):
    _, english, _ = isonomia("check", faulty)
    _, out, _ = isonomia("check", faulty, "--language", language)
    assert json.loads(out)[0]["message"] != json.loads(english)[0]["message"]


def test_the_other_forms(isonomia, faulty, tmp_path):
    assert "duplicate-key: 1" in isonomia("check", faulty, "--format", "table")[1]
    assert isonomia("check", faulty, "--format", "csv")[1].startswith("rule,severity,places,series,message\n")
    isonomia("check", faulty, "-o", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert '<td class="bad">1013</td>' in page
    assert "data!6" in page


def test_every_rule_is_explained(isonomia):
    from isonomia.statistics.checks import RULES

    _, out, _ = isonomia("check", "--rules")
    rules = json.loads(out)
    assert [rule["rule"] for rule in rules] == list(RULES)
    assert all(rule["explanation"] and rule["example"] for rule in rules)


def test_a_file_of_another_kind_is_refused(isonomia, tmp_path):
    path = tmp_path / "letters.csv"
    path.write_text("name,age\nAnna,3\n")
    status, out, err = isonomia("check", path)
    assert (status, out) == (1, "")
    assert "letters.csv: no header of a published table was found" in err


def test_an_indicator_of_the_contract(isonomia, tmp_path):
    unsentenced = {"Dimension": "by status", "Category": "Unsentenced"}
    path = workbook(tmp_path / "prisons.xlsx", [row(100), row(20, **unsentenced)])
    status, out, _ = isonomia("indicator", "16.3.2", path, "--area", "country", "--year", "2019")
    (value,) = json.loads(out)
    assert status == 0
    assert {"indicator", "area", "year", "value", "unit", "numerator", "denominator", "countries",
            "population_covered", "method", "flags"} <= set(value)  # fmt: skip
    assert (value["area"], value["value"], value["unit"]) == ("AUT", 20, "percent")


def test_what_cannot_be_computed_says_why(isonomia, sound):
    status, out, err = isonomia("indicator", "16.4.2", sound)
    (answer,) = json.loads(out)
    assert (status, err, answer["value"], answer["flags"]) == (0, "", None, ["not-computable"])
    assert answer["reason"].startswith("not computable, because the numerator is not in the file")
    status, out, err = isonomia("indicator", "9.9.9", sound)
    assert (status, out) == (1, "")
    assert "these can: 3.5.1" in err
