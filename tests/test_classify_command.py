"""`isonomia classify`: a list in, a mapped list out; review, decisions and totals by file."""

import csv
import json

import pytest

from isonomia.cli import main

OFFENCES = "code,label,count\n101,Murder,40\n102,Burglary of a dwelling,900\n103,Lost passport,70\n104,Zxqv wprk,5\n"


@pytest.fixture
def isonomia(capsys):
    def call(*arguments):
        status = main(list(map(str, arguments)))
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return call


@pytest.fixture
def offences(tmp_path):
    path = tmp_path / "offences.csv"
    path.write_text(OFFENCES)
    return path


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_mapped_list_of_the_contract(isonomia, offences, tmp_path):
    mapped = tmp_path / "mapped.csv"
    status, out, err = isonomia("classify", offences, "--to", "iccs", "-o", mapped)
    found = rows(mapped)
    assert (status, out) == (0, "")
    assert list(found[0]) == ["code", "label", "iccs", "confidence", "reason", "alternatives"]
    assert [row["iccs"] for row in found] == ["0101", "05012", "", ""]
    assert found[2]["reason"].startswith("excluded: ")
    assert all(0 <= float(row["confidence"]) <= 1 for row in found)
    assert "4 lines: 2 proposed, 1 excluded, 1 nothing; language en; 0 examples; confidence told by constants" in err


def test_printed_as_json_csv_or_a_table(isonomia, offences):
    assert [row["code"] for row in json.loads(isonomia("classify", offences)[1])] == ["101", "102", "103", "104"]
    assert isonomia("classify", offences, "--format", "csv")[1].startswith("code,label,iccs,confidence,")
    assert "Burglary" in isonomia("classify", offences, "--format", "table")[1]


def test_a_decision_in_the_queue_is_kept_and_learned_from(isonomia, offences, tmp_path):
    queue, mapped, totals = tmp_path / "queue.csv", tmp_path / "mapped.csv", tmp_path / "totals.csv"
    isonomia("classify", offences, "--queue", queue, "-o", mapped)
    waiting = rows(queue)
    assert float(waiting[0]["at_stake"]) == max(float(row["at_stake"]) for row in waiting)
    for row in waiting:
        if row["code"] == "104":
            row.update(decision="0301; 0302", author="A. Expert", date="2024-05-01")
    with open(queue, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(waiting[0]))
        writer.writeheader()
        writer.writerows(waiting)
    for _ in range(2):
        status, _, err = isonomia("classify", offences, "--queue", queue, "-o", mapped, "--totals", totals)
        assert status == 0
        assert "1 decided" in err
        last = rows(queue)[-1]
        assert [last[name] for name in ("code", "decision", "author", "date", "confidence")] == [
            "104", "0301; 0302", "A. Expert", "2024-05-01", "1",
        ]  # fmt: skip
    assert {row["code"]: row["iccs"] for row in rows(mapped)}["104"] == "0301"
    counts = {row["iccs"]: float(row["count"]) for row in rows(totals)}
    assert (counts["0101"], counts["0301"], counts["03"], counts["excluded"], counts["all"]) == (40, 2.5, 5, 70, 1015)


def test_counts_through_a_table_of_correspondence(isonomia, offences, tmp_path):
    table = tmp_path / "table.csv"
    assert isonomia("classify", offences, "--table", table, "-o", tmp_path / "mapped.csv")[0] == 0
    status, out, _ = isonomia("classify", offences, "--through", table, "--on", "2024-01-01")
    counts = {row["iccs"]: row["count"] for row in json.loads(out)}
    assert status == 0
    assert (counts["0101"], counts["05"], counts["excluded"], counts["unallocated"], counts["all"]) == (
        40, 900, 70, 5, 1015,
    )  # fmt: skip
    totals = tmp_path / "totals.csv"
    assert isonomia("classify", offences, "--through", table, "--totals", totals)[:2] == (0, "")
    assert rows(totals)[-1]["count"] == "1015"


def test_what_was_mended_or_set_aside_in_the_examples_is_told(isonomia, offences, tmp_path):
    coded = tmp_path / "coded.csv"
    coded.write_text("code;label;iccs\n101;Murder;101.0\n900;Riot;777\n")
    status, _, err = isonomia("classify", offences, "--examples", coded, "-o", tmp_path / "mapped.csv")
    assert status == 0
    assert "coded.csv: codes mended that had lost their leading zero" in err
    assert "coded.csv, row 3, column iccs: 777 is no code" in err
    assert rows(tmp_path / "mapped.csv")[0]["reason"] == "decided: kept as it is"


def test_formulas_in_labels_do_not_run(isonomia, tmp_path):
    path, mapped = tmp_path / "offences.csv", tmp_path / "mapped.csv"
    path.write_text('code,label\n1,"=HYPERLINK(""http://x"")"\n')
    isonomia("classify", path, "-o", mapped)
    assert rows(mapped)[0]["label"].startswith("'=")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["--on", "2024-01-01"], 2, "give the table with --through"),
        (["--on", "May"], 2, "'May' is no date"),
        (["--through", __file__, "--queue", "q.csv"], 2, "--through proposes nothing"),
        (["--language", "de"], 2, "invalid choice"),
        (["--examples", "absent.csv"], 2, "absent.csv: there is no such file"),
    ],
)
def test_wrong_calls_are_told(isonomia, offences, arguments, status, said):
    found, _, err = isonomia("classify", offences, *arguments)
    assert found == status
    assert said in err


def test_totals_need_counts(isonomia, tmp_path):
    path = tmp_path / "offences.csv"
    path.write_text("code,label\n1,Murder\n")
    status, _, err = isonomia("classify", path, "--totals", tmp_path / "totals.csv")
    assert (status, "needs a column count" in err) == (2, True)


def test_a_list_without_labels_is_refused(isonomia, tmp_path):
    path = tmp_path / "offences.csv"
    path.write_text("code,name\n1,Murder\n")
    status, out, err = isonomia("classify", path)
    assert (status, out) == (1, "")
    assert "offences.csv, row 1: there is no column 'label'" in err
