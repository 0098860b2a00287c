"""The commands as people and scripts call them: options, exit statuses, what goes to which stream."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from isonomia import cli, extract_mandates, read
from isonomia.text.akn import to_akn

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "documents"
ENGLISH = SAMPLES / "A_RES_99_501.en.txt"
FRENCH = SAMPLES / "A_RES_99_501.fr.html"
SPANISH_REPORT = SAMPLES / "A_100_131.es.txt"

SMALL = """United Nations {symbol}
General Assembly

Resolution adopted by the General Assembly on 18 December 2044

99/777. Museums

The General Assembly,

Recalling its resolution 60/1 of 16 September 2005,

1. Takes note of the report of the Secretary-General;

2. Urges Member States, as appropriate, to protect museums;

3. Requests the Secretary-General to report to the General Assembly at its hundredth session.
"""


@pytest.fixture
def small(tmp_path):
    """A short resolution as a file; `small(name, symbol)` writes another."""

    def write(name: str = "small.txt", symbol: str = "A/RES/99/777", text: str = SMALL) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{symbol}", symbol), encoding="utf-8")
        return path

    return write


@pytest.fixture
def broken(tmp_path):
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\nthis is no PDF\n")
    return path


@pytest.fixture
def call(capsys):
    """Runs the command in this process: (status, standard output, standard error)."""

    def run(*arguments: object) -> tuple[int, str, str]:
        status = cli.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return run


def process(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Runs the command as its users do."""
    command = [sys.executable, "-m", "isonomia.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


# -- as a program --------------------------------------------------------------------------------------------------


def test_the_program_prints_json_and_nothing_else_on_standard_output(small):
    done = process("mandates", small(), "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert [row["id"] for row in json.loads(done.stdout)] == ["A/RES/99/777#op2.1", "A/RES/99/777#op3.1"]


def test_the_program_tells_its_faults_on_standard_error(broken):
    done = process("read", broken)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"{broken}: ")
    assert "Traceback" not in done.stderr


def test_the_program_works_with_several_processes(small, broken):
    good = [small(f"{at}.txt", f"A/RES/99/{at}") for at in range(1, 6)]
    done = process("read", *good[:3], broken, *good[3:], "--jobs", "2")
    assert done.returncode == 1
    assert [row["symbol"] for row in json.loads(done.stdout)] == [f"A/RES/99/{at}" for at in range(1, 6)]
    assert done.stderr.count("\n") == 1


def test_a_reader_that_stops_reading_is_no_fault(tmp_path):
    """`isonomia read ... | head -1` ends quietly."""
    command = [sys.executable, "-m", "isonomia.cli", "read", str(ENGLISH), str(FRENCH), "--jobs", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(1)
        running.stdout.close()
        assert running.stderr.read() == b""


# -- the call ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["read", "mandates", "expressions"])
def test_every_command_explains_itself_with_an_example(call, command):
    status, out, _ = call(command, "--help")
    assert status == 0
    assert f"example: isonomia {command} " in out


def test_the_version(call):
    from isonomia import __version__

    assert call("--version") == (0, f"isonomia {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("read",),
        ("read", ENGLISH, "--to", "pdf"),
        ("read", ENGLISH, "--language", "de"),
        ("read", ENGLISH, "--jobs", "0"),
        ("read", ENGLISH, "--jobs", "many"),
        ("read", ENGLISH, "--nonsense"),
        ("mandates", ENGLISH, "--format", "xml"),
        ("mandates", ENGLISH, "--addressee"),
        ("expressions", ENGLISH),
    ],
)
def test_a_wrong_call_is_status_2_and_says_so(call, arguments):
    status, out, err = call(*arguments)
    assert status == 2
    assert out == ""
    assert err.strip()


@pytest.mark.parametrize("command", ["read", "mandates"])
def test_a_symbol_for_several_files_is_a_wrong_call(call, small, command):
    status, out, err = call(command, small("a.txt"), small("b.txt"), "--symbol", "A/RES/99/1")
    assert (status, out) == (2, "")
    assert err == "--symbol names one document; give one file with it\n"


@pytest.mark.parametrize("command", ["read", "mandates"])
def test_a_folder_without_documents_is_a_wrong_call(call, tmp_path, command):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    status, out, err = call(command, tmp_path)
    assert (status, out) == (2, "")
    assert "no readable file" in err


@pytest.mark.parametrize("to", ["text", "akn", "html"])
def test_several_documents_that_are_no_json_need_a_folder(call, small, to):
    status, out, err = call("read", small("a.txt"), small("b.txt"), "--to", to)
    assert (status, out) == (2, "")
    assert "-o DIR" in err


def test_a_symbol_that_is_none_is_a_wrong_call(call, small):
    assert call("read", small(), "--symbol", "nonsense")[0] == 2


# -- the input -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("spaces.txt", b"  \n\n ", "text"),
        ("broken.pdf", b"%PDF-1.7\nthis is no PDF\n", ""),
        ("broken.docx", b"PK\x03\x04 this is no ZIP", ""),
        ("broken.xml", b"<akomaNtoso><act></akomaNtoso>", ""),
        ("noise.bin", bytes(range(256)) * 4, ""),
    ],
)
@pytest.mark.parametrize("command", ["read", "mandates"])
def test_a_file_that_cannot_be_read_is_one_clear_line(call, tmp_path, command, name, content, says):
    path = tmp_path / name
    path.write_bytes(content)
    status, out, err = call(command, path)
    assert (status, out) == (1, "")
    assert err.startswith(f"{path}: ")
    assert err.count("\n") == 1
    assert says in err


def test_a_file_that_is_not_there(call, tmp_path):
    path = tmp_path / "absent.txt"
    assert call("read", path) == (1, "", f"{path}: there is no such file; check the path\n")


def test_a_broken_file_among_good_ones_stops_nothing(call, small, broken):
    status, out, err = call("read", small("a.txt", "A/RES/99/1"), broken, small("b.txt", "A/RES/99/2"), "--jobs", 1)
    assert status == 1
    assert [row["symbol"] for row in json.loads(out)] == ["A/RES/99/1", "A/RES/99/2"]
    assert err.startswith(f"{broken}: ")
    assert err.count("\n") == 1


def test_each_broken_file_has_its_own_line(call, broken, tmp_path):
    other = tmp_path / "empty.txt"
    other.write_bytes(b"")
    status, out, err = call("mandates", broken, other, "--format", "json", "--jobs", 1)
    assert (status, json.loads(out)) == (1, [])
    assert [line.split(": ")[0] for line in err.splitlines()] == [str(broken), str(other)]


# -- read ----------------------------------------------------------------------------------------------------------


def test_one_document_is_one_json_object(call):
    status, out, err = call("read", ENGLISH)
    assert (status, err) == (0, "")
    assert json.loads(out) == json.loads(json.dumps(read(ENGLISH).to_dict()))


def test_several_documents_are_one_json_array_in_the_order_of_the_call(call):
    status, out, err = call("read", FRENCH, ENGLISH, "--jobs", 1)
    assert (status, err) == (0, "")
    assert [row["language"] for row in json.loads(out)] == ["fr", "en"]


def test_json_is_utf_8_and_unescaped(small):
    done = process("read", FRENCH)
    assert "Assemblée générale" in done.stdout
    assert "\\u00e9" not in done.stdout


def test_reading_to_text_prints_the_repaired_text(call):
    assert call("read", ENGLISH, "--to", "text") == (0, read(ENGLISH).text + "\n", "")


def test_reading_to_akoma_ntoso_prints_it(call):
    status, out, _ = call("read", ENGLISH, "--to", "akn")
    assert status == 0
    assert out == to_akn(read(ENGLISH)).decode("utf-8")


def test_reading_to_html_prints_a_page(call):
    status, out, _ = call("read", ENGLISH, "--to", "html")
    assert status == 0
    assert out.lstrip().lower().startswith("<!doctype html>")
    assert "A/RES/99/501" in out


@pytest.mark.parametrize(("to", "ending"), [("json", ".json"), ("akn", ".xml"), ("text", ".txt"), ("html", ".html")])
def test_a_folder_receives_one_file_per_document(call, tmp_path, to, ending):
    folder = tmp_path / "out" / "deep"
    assert call("read", ENGLISH, FRENCH, "--to", to, "-o", folder, "--jobs", 1) == (0, "", "")
    assert sorted(path.name for path in folder.iterdir()) == [ENGLISH.name + ending, FRENCH.name + ending]
    assert "501" in (folder / (ENGLISH.name + ending)).read_text(encoding="utf-8")


@pytest.mark.xfail(strict=True, reason="two files of one name in different folders write to one place; the last wins")
def test_files_of_one_name_do_not_overwrite_each_other(call, small, tmp_path):
    one, two = small("x/doc.txt", "A/RES/99/1"), small("y/doc.txt", "A/RES/99/2")
    call("read", one, two, "-o", tmp_path / "out", "--jobs", 1)
    symbols = {json.loads(path.read_text(encoding="utf-8"))["symbol"] for path in (tmp_path / "out").rglob("*.json")}
    assert symbols == {"A/RES/99/1", "A/RES/99/2"}


def test_a_folder_is_read_whole_in_order_of_names(call, small, tmp_path):
    small("in/b/2.txt", "A/RES/99/2")
    small("in/a/1.txt", "A/RES/99/1")
    (tmp_path / "in" / "picture.png").write_bytes(b"\x89PNG")
    status, out, err = call("read", tmp_path / "in", "--jobs", 1)
    assert (status, err) == (0, "")
    assert [row["symbol"] for row in json.loads(out)] == ["A/RES/99/1", "A/RES/99/2"]


def test_a_symbol_is_assigned_with_a_warning(call, small):
    text = SMALL.replace("United Nations {symbol}\n", "United Nations\n").replace("99/777. Museums", "Museums")
    status, out, _ = call("read", small(text=text), "--symbol", "A/RES/99/888")
    assert status == 0
    assert json.loads(out)["symbol"] == "A/RES/99/888"
    assert "symbol-assigned" in {row["code"] for row in json.loads(out)["warnings"]}


def test_a_language_can_be_given(call, small):
    status, out, _ = call("read", small(), "--language", "fr")
    assert (status, json.loads(out)["language"]) == (0, "fr")


# -- mandates ------------------------------------------------------------------------------------------------------


def test_mandates_are_what_the_library_extracts(call):
    status, out, err = call("mandates", ENGLISH, "--format", "json")
    assert (status, err) == (0, "")
    expected = [row.to_dict() for row in extract_mandates(read(ENGLISH))]
    assert json.loads(out) == json.loads(json.dumps(expected))


def test_all_adds_the_clauses_that_ask_nobody(call):
    asked = json.loads(call("mandates", ENGLISH, "--format", "json")[1])
    everything = json.loads(call("mandates", ENGLISH, "--format", "json", "--all")[1])
    assert len(everything) > len(asked) > 10
    assert [row for row in everything if row["addressees"]] == asked


def test_an_addressee_filters_the_rows(call):
    rows = json.loads(call("mandates", ENGLISH, "--format", "json", "--addressee", "unodc")[1])
    assert rows
    assert all("unodc" in row["addressees"] for row in rows)


def test_an_addressee_that_nobody_is_gives_no_rows(call, small):
    assert json.loads(call("mandates", small(), "--format", "json", "--addressee", "who")[1]) == []


@pytest.mark.parametrize(("id", "near"), [("unodoc", "unodc"), ("member_state", "member_states")])
def test_an_unknown_addressee_is_a_wrong_call_with_a_suggestion(call, id, near):
    status, out, err = call("mandates", ENGLISH, "--addressee", id)
    assert (status, out) == (2, "")
    assert err.startswith(f"--addressee {id}: ")
    assert "did you mean" in err
    assert near in err


def test_an_addressee_like_nothing_is_sent_to_the_register(call):
    status, _, err = call("mandates", ENGLISH, "--addressee", "zzzzzzzz")
    assert status == 2
    assert "docs/registers.md" in err


def test_several_documents_are_one_json_array_of_mandates(call, small):
    status, out, _ = call("mandates", small("a.txt", "A/RES/99/1"), small("b.txt", "A/RES/99/2"), "--format", "json",
                          "--jobs", 1)  # fmt: skip
    assert status == 0
    assert [row["document"] for row in json.loads(out)] == ["A/RES/99/1"] * 2 + ["A/RES/99/2"] * 2


def test_a_report_gives_recommendations(call):
    rows = json.loads(call("mandates", SPANISH_REPORT, "--format", "json")[1])
    assert rows
    assert {row["speaker"] for row in rows} == {"secretary_general"}


@pytest.mark.parametrize("columns", ["80", "140"])
def test_the_table_is_the_default(call, small, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    status, out, err = call("mandates", small())
    assert (status, err) == (0, "")
    assert out == call("mandates", small(), "--format", "table")[1]
    wrapped = () if columns == "80" else ("protect museums", "as appropriate")
    for words in ("A/RES/99/777 (en)", "op2.1", "Urges", "member_states", "2 clauses", *wrapped):
        assert words in out
    assert "\x1b" not in out


def test_csv_has_a_header_and_a_row_per_mandate(call, small):
    status, out, err = call("mandates", small(), "--format", "csv")
    assert (status, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["id"] for row in rows] == ["A/RES/99/777#op2.1", "A/RES/99/777#op3.1"]
    assert rows[0]["conditions"] == "as appropriate"
    assert rows[1]["due"] == "hundredth session (2045)"
    assert list(rows[0]) == list(extract_mandates(read(small()))[0].to_dict())


def test_csv_without_rows_has_the_same_header(call, small):
    full = call("mandates", small(), "--format", "csv")[1].splitlines()[0]
    assert call("mandates", small(), "--format", "csv", "--addressee", "who")[1].splitlines() == [full]


@pytest.mark.parametrize("opening", ["=HYPERLINK(1)", "+1+2", "-2+3", "@SUM(A1)"])
def test_no_cell_of_a_csv_is_a_formula(call, small, opening):
    text = SMALL.replace("protect museums", f"{opening} protect museums").replace(
        "Member States, as appropriate,", "States"
    )
    rows = list(csv.DictReader(io.StringIO(call("mandates", small(text=text), "--format", "csv")[1])))
    assert rows[0]["action"] == f"'{opening} protect museums"
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


def test_html_is_one_page(call, small):
    status, out, _ = call("mandates", small(), "--format", "html")
    assert status == 0
    assert out.lstrip().lower().startswith("<!doctype html>")
    assert "protect museums" in out


@pytest.mark.parametrize("form", ["table", "json", "csv", "html"])
def test_a_file_receives_what_would_be_printed(call, small, tmp_path, form):
    path = small()
    target = tmp_path / "out.txt"
    assert call("mandates", path, "--format", form, "-o", target) == (0, "", "")
    printed = call("mandates", path, "--format", form)[1]
    written = target.read_text(encoding="utf-8")
    if form == "json":
        assert json.loads(written) == json.loads(printed)
    else:
        assert written == printed
    assert [item.name for item in tmp_path.iterdir() if item.suffix == ".part"] == []


def test_nothing_is_written_when_nothing_could_be_read(call, broken, tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("what was there", encoding="utf-8")
    assert call("mandates", broken, "--format", "csv", "-o", target)[0] == 1
    assert target.read_text(encoding="utf-8") == "what was there"


def test_a_file_is_written_whole_or_not_at_all(monkeypatch, tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("what was there", encoding="utf-8")

    def full_disk(path: Path, data: bytes) -> int:
        path.open("wb").write(data[:2])
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "write_bytes", full_disk)
    with pytest.raises(OSError, match="no space"):
        cli.write_whole(target, b"what is new")
    assert target.read_text(encoding="utf-8") == "what was there"


@pytest.mark.parametrize(
    ("command", "place"),
    [("mandates", "absent/out.csv"), ("mandates", "folder"), ("read", "taken")],
)
def test_a_place_that_cannot_be_written_to_is_one_clear_line(call, small, tmp_path, command, place):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    status, out, err = call(command, small(), "-o", tmp_path / place)
    assert status in (1, 2)
    assert out == ""
    assert err.count("\n") == 1


# -- expressions ---------------------------------------------------------------------------------------------------


def test_language_versions_are_set_side_by_side(call):
    status, out, err = call("expressions", ENGLISH, FRENCH, "--format", "json")
    assert (status, err) == (0, "")
    work = json.loads(out)
    assert (work["symbol"], work["languages"]) == ("A/RES/99/501", ["en", "fr"])
    assert len(work["matched"]) > 20


def test_disagreements_are_told_as_table_and_csv(call, small):
    french = """Nations Unies A/RES/99/777
Assemblée générale

Résolution adoptée par l’Assemblée générale le 18 décembre 2044

99/777. Musées

L’Assemblée générale,

Rappelant sa résolution 60/1 du 16 septembre 2005,

1. Prend note du rapport du Secrétaire général ;

2. Invite les États Membres, selon qu’il convient, à protéger les musées ;

3. Prie le Secrétaire général de lui présenter à sa centième session un rapport.
"""
    files = (small(), small("fr.txt", text=french))
    status, out, _ = call("expressions", *files, "--format", "csv")
    assert status == 0
    (row,) = csv.DictReader(io.StringIO(out))
    assert (row["paragraph"], row["differs in"], row["en"], row["fr"]) == (
        "op2",
        "force",
        "Urges; urges",
        "Invite; invites",
    )
    status, out, _ = call("expressions", *files)
    assert status == 0
    assert "op2" in out
    assert "A/RES/99/777 in en, fr: 3 clauses matched" in out


def test_documents_that_are_not_one_work_are_a_fault_of_the_input(call, small):
    status, out, err = call("expressions", small("a.txt", "A/RES/99/1"), small("b.txt", "A/RES/99/2"))
    assert (status, out) == (1, "")
    assert err.count("\n") == 1


def test_a_version_that_cannot_be_read_is_a_fault_of_the_input(call, broken):
    status, out, err = call("expressions", ENGLISH, broken)
    assert (status, out) == (1, "")
    assert err.count("\n") == 1


def test_an_empty_cell_stays_empty_and_a_formula_is_made_text():
    from isonomia.printing import inert

    assert inert("") == ""
    assert inert("=1+1") == "'=1+1"
    assert inert("-12") == "-12"
    assert inert("+x") == "'+x"


@pytest.mark.parametrize("command", [["check"], ["indicator", "16.3.2"], ["estimate"], ["convert", "--to", "csv"]])
def test_a_table_that_is_not_there_is_named_as_that(command, tmp_path, capsys):
    missing = tmp_path / "missing.csv"
    assert cli.main([*command, str(missing)]) == 2
    assert capsys.readouterr().err == f"{missing}: No such file or directory; see to its name\n"


def test_a_place_that_cannot_be_written_to_is_named_as_that(tmp_path, capsys):
    table = tmp_path / "table.csv"
    table.write_text("Country,Indicator,Year,Value\nFrance,Homicide,2020,5\n", encoding="utf-8")
    assert cli.main(["check", str(table), "-o", str(tmp_path / "no" / "page.html")]) == 2
    assert capsys.readouterr().err.endswith("name a place that can be written to\n")
