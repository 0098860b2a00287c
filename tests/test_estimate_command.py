"""`isonomia estimate`: the contract's object, a table, a page; what is wrong with the lists said by line."""

import json
from pathlib import Path

import pytest

from isonomia.cli import main

LISTS = Path(__file__).resolve().parents[1] / "samples" / "lists"
UK = str(LISTS / "uk_2013.csv")


@pytest.fixture
def isonomia(capsys):
    def call(*arguments):
        status = main(list(map(str, arguments)))
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


def test_the_object_of_the_contract(isonomia):
    status, out, _ = isonomia("estimate", UK, "--bootstrap", 40, "--seed", 1, "--format", "json")
    found = json.loads(out)
    assert status == 0
    assert {"method", "lists", "observed", "estimate", "hidden", "intervals", "model", "exists", "identifiable",
            "diagnostics", "warnings", "seed", "version"} <= set(found)  # fmt: skip
    assert (found["method"], found["observed"], found["seed"]) == ("stepwise", 2744, 1)
    assert found["estimate"] == pytest.approx(11417.9911, abs=1e-4)
    assert found["hidden"] == pytest.approx(found["estimate"] - 2744)
    low, high = found["intervals"]["0.95"]
    assert low < found["intervals"]["0.80"][0] < found["estimate"] < found["intervals"]["0.80"][1] < high


def test_no_intervals_where_none_are_asked_for(isonomia):
    _, out, _ = isonomia("estimate", UK, "--bootstrap", 0, "--format", "json")
    assert json.loads(out)["intervals"] == {}


def test_the_same_seed_gives_the_same_numbers(isonomia):
    calls = [isonomia("estimate", UK, "--bootstrap", 30, "--seed", 7, "--format", "json")[1] for _ in range(2)]
    assert calls[0] == calls[1]


def test_the_table_says_what_it_is_of(isonomia):
    status, out, _ = isonomia("estimate", LISTS / "kosovo_1999.csv", "--bootstrap", 0)
    assert status == 0
    assert "14,342" in out
    assert "[12,13" in out or "model" in out


def test_strata_are_estimated_and_added_up(isonomia, tmp_path):
    path = tmp_path / "lists.csv"
    rows = [
        f"{a},{b},{c},{sex},{n}"
        for sex, times in (("f", 1), ("m", 2))
        for (a, b, c), n in {(1, 0, 0): 50, (0, 1, 0): 60, (0, 0, 1): 40, (1, 1, 0): 12, (1, 0, 1): 9, (0, 1, 1): 10,
                             (1, 1, 1): 3}.items()
        for n in [n * times]
    ]  # fmt: skip
    path.write_text("A,B,C,sex,count\n" + "\n".join(rows) + "\n")
    status, out, _ = isonomia(
        "estimate", path, "--method", "independence", "--strata", "sex", "--seed", 1, "--format", "json"
    )
    found = json.loads(out)
    assert status == 0
    assert [row["stratum"] for row in found["strata"]] == [{"sex": "f"}, {"sex": "m"}]
    assert found["observed"] == sum(row["observed"] for row in found["strata"])


def test_the_page_carries_the_figure_the_lists_and_the_making(isonomia, tmp_path):
    page = tmp_path / "report.html"
    status, _, _ = isonomia("estimate", LISTS / "kosovo_1999.csv", "--bootstrap", 20, "--seed", 1, "-o", page)
    text = page.read_text(encoding="utf-8")
    assert status == 0
    assert "14,342" in text
    assert text.count("<svg") == 3
    assert "SHA-256" in text
    assert "Chan, Silverman, Vincent" in text
    assert "http://" not in text.replace("http://www.w3.org/", "")
    assert "https://" not in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("A,B,count\n1,0,-3\n", "line 2, column count: -3 is no count of persons"),
        ("A,B,count\n1,0,3\n1,0,4\n1,1,1\n", "line 3: the same history stands in line 2 too"),
        ("A,B,count\n1,0,3\n0,0,4\n1,1,1\n", "persons whom no list saw"),
        ("A,B,count\n1,0,3\n", "the list B caught no one"),
        ("A,count\n1,3\n", "an estimate needs two lists"),
        ("A,B,count\n1,0,x\n", "'x' is no count"),
    ],
)
def test_what_is_wrong_is_said_by_line(isonomia, tmp_path, text, says):
    path = tmp_path / "lists.csv"
    path.write_text(text)
    status, out, err = isonomia("estimate", path)
    assert status == 1
    assert out == ""
    assert says in err


def test_a_missing_covariate_is_named(isonomia):
    status, _, err = isonomia("estimate", UK, "--strata", "sex")
    assert status == 1
    assert "sex" in err
    assert "LA, NG" in err


def test_lists_that_never_overlap_give_no_number(isonomia, tmp_path):
    path = tmp_path / "lists.csv"
    path.write_text("A,B,count\n1,0,30\n0,1,40\n")
    status, out, _ = isonomia("estimate", path, "--format", "json")
    found = json.loads(out)
    assert status == 1
    assert found["estimate"] is None
    assert not found["exists"]
    assert found["warnings"]
