"""`isonomia protect` as a person calls it."""

import csv
import json

import pytest

from isonomia.cli import main

ROWS = {("theft", "Male"): 20, ("theft", "Female"): 50, ("fraud", "Male"): 8, ("fraud", "Female"): 2,
        ("arson", "Male"): 30, ("arson", "Female"): 31}  # fmt: skip


@pytest.fixture
def table(tmp_path):
    """Offence by sex with totals; one count is small."""
    cells = dict(ROWS)
    for offence in ("theft", "fraud", "arson"):
        cells[offence, "Total"] = cells[offence, "Male"] + cells[offence, "Female"]
    for sex in ("Male", "Female", "Total"):
        cells["Total", sex] = sum(cells[offence, sex] for offence in ("theft", "fraud", "arson"))
    path = tmp_path / "offences.csv"
    lines = [f"{offence},{sex},{count}" for (offence, sex), count in cells.items()]
    path.write_text("\n".join(["offence,sex,count", *lines]) + "\n", encoding="utf-8")
    return path


def run(capsys, *arguments):
    status = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_protecting_prints_loss_bound_and_gap_and_writes_the_table(table, tmp_path, capsys):
    status, out, _ = run(capsys, "protect", table, "-o", tmp_path / "p.csv")
    (told,) = json.loads(out)
    assert status == 0
    assert (told["cells"], told["primary"], told["secondary"]) == (12, 1, 3)
    assert told["loss"] == told["bound"] == 8 + 30 + 31
    assert told["gap"] == 0
    assert told["still_told"] == []
    with (tmp_path / "p.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["flag"] for row in rows].count("suppressed") == 4
    assert {row["count"] for row in rows if row["flag"]} == {".."}
    assert [row["count"] for row in rows if not row["flag"]][-1] == "141"


def test_the_audit_of_what_was_written_finds_nothing(table, tmp_path, capsys):
    run(capsys, "protect", table, "-o", tmp_path / "p.csv")
    status, out, err = run(capsys, "protect", tmp_path / "p.csv", "--audit")
    assert (status, json.loads(out)) == (0, [])
    assert "4 hidden cells, 0 recovered, 0 narrowed" in err
    assert run(capsys, "protect", tmp_path / "p.csv", "--audit", "--truth", table)[0] == 0


def test_the_audit_of_a_naive_table_ends_with_1_and_names_the_cell(table, tmp_path, capsys):
    naive = tmp_path / "naive.csv"
    naive.write_text(table.read_text(encoding="utf-8").replace("Female,2\n", "Female,\n"), encoding="utf-8")
    status, out, err = run(capsys, "protect", naive, "--audit")
    (told,) = json.loads(out)
    assert status == 1
    assert told["place"] == "naive!5"
    assert told["status"] == "recovered"
    assert told["lowest"] == told["highest"] == 2
    assert told["series"] == {"offence": "fraud", "sex": "Female"}
    assert "for you alone" in err


def test_findings_go_to_a_file_if_asked(table, tmp_path, capsys):
    naive = tmp_path / "naive.csv"
    naive.write_text(table.read_text(encoding="utf-8").replace("Female,2\n", "Female,..\n"), encoding="utf-8")
    status, out, _ = run(capsys, "protect", naive, "--audit", "-o", tmp_path / "found.json")
    assert (status, out) == (1, "")
    assert json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))[0]["place"] == "naive!5"


@pytest.mark.parametrize("form", ["table", "csv"])
def test_the_other_formats(table, capsys, form):
    status, out, _ = run(capsys, "protect", table, "--format", form)
    assert status == 0
    assert "secondary" in out
    assert "69" in out


def test_rounding(table, tmp_path, capsys):
    status, out, _ = run(capsys, "protect", table, "--round", "5", "-o", tmp_path / "r.csv")
    assert status == 0
    assert json.loads(out)[0]["additive"]
    with (tmp_path / "r.csv").open(encoding="utf-8") as file:
        assert all(int(row["count"]) % 5 == 0 for row in csv.DictReader(file))


def test_kept_totals_name_what_is_told_and_end_with_1(tmp_path, capsys):
    path = tmp_path / "t.csv"
    path.write_text("a,b,count\nx,u,3\nx,v,0\nx,Total,3\ny,u,0\ny,v,50\ny,Total,50\n"
                    "Total,u,3\nTotal,v,50\nTotal,Total,53\n", encoding="utf-8")  # fmt: skip
    status, out, _ = run(capsys, "protect", path, "--keep-totals")
    assert status == 1
    assert "t!2" in json.loads(out)[0]["still_told"]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("--hierarchy", "offence"), 2, "write offence=iccs"),
        (("--dominance", "x"), 2, "write 1,75"),
        (("--hierarchy", "colour=iccs"), 1, "there is no column colour"),
        (("--hierarchy", "offence=nowhere"), 1, "none of iccs and m49"),
        (("--dominance", "1,75"), 1, "the 1 largest contributions"),
        (("--threshold", "0"), 1, "hides nothing"),
        (("--round", "1"), 1, "give 3 or 5"),
    ],
)
def test_wrong_calls_say_what_would_be_right(table, capsys, arguments, status, says):
    ended, _, err = run(capsys, "protect", table, *arguments)
    assert ended == status
    assert says in err
