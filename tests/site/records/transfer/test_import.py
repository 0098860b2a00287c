"""Bringing a file in: checked whole before a row is written, each fault at its place, and nothing half done."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from isonomia_cases.models import Case, Charge, Defendant
from lxml import html

from isonomia.site.records.access import Actor
from isonomia.site.records.models import Change, CollectionState, ImportJob
from isonomia.site.records.transfer import workbooks
from isonomia.site.records.transfer.formats import Take, write_to
from isonomia.site.records.transfer.importing import Import

pytestmark = pytest.mark.django_db
ADMIN = Actor("administrator")

GOOD = """country,number,title.en,title.fr,title.original,decided,offences,victims,appealed,fine,defendants
AT,1/24,One,Un,fr,2024-01-01,trafficking; corruption,3,yes,12.5,"[{""name"":""A. B."",""charges"":[{""statute"":""1"",""verdict"":""guilty""}]}]"
Österreich,2/24,Two,,,,Trafficking in persons,,,,
FR,1/24,Three,,,2024-03-01,,0,no,,
"""


@pytest.fixture
def file(tmp_path):
    def make(data, name="file"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return make


def bring(cases, path, actor=ADMIN, user=None, **how):
    faulty = io.StringIO()
    report = Import(cases, actor, user, path, faulty_rows=faulty, **how).run()
    return report, faulty.getvalue()


def workbook(rows, sheets=()):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, lines in (("cases", rows), *sheets):
        sheet = book.add_worksheet(name)
        for at, line in enumerate(lines):
            for column, cell in enumerate(line):
                (sheet.write_string if isinstance(cell, str) else sheet.write)(at, column, cell)
    book.close()
    return out.getvalue()


# -- what is right -------------------------------------------------------------------------------------------------


def test_a_right_file_is_written_whole(cases, file, users):
    report, faulty = bring(
        cases, file(GOOD.replace("Österreich", "AUSTRIA")), user=users["administrator"], reason="from the ministry"
    )
    assert (report.rows, report.new, report.faulty, report.written, report.problem) == (3, 3, 0, True, "")
    assert faulty == ""
    one = Case.objects.get(country="AT", number="1/24")
    assert one.title == {"en": "One", "fr": "Un", "original": "fr"}
    assert (one.offences, one.victims, one.appealed, str(one.fine), one.state) == (
        ["trafficking", "corruption"], 3, True, "12.50", "draft",
    )  # fmt: skip
    assert one.defendants.get().charges.get().verdict == "guilty"
    assert Case.objects.get(number="2/24").offences == ["trafficking"]
    change = Change.objects.get(record_key=one.key)
    assert (change.action, change.author, change.reason) == ("imported", users["administrator"], "from the ministry")
    assert one.facet_values.filter(field="verdict", code="guilty").exists()


def test_a_dry_run_writes_nothing(cases, file):
    report, _faulty = bring(cases, file(GOOD.replace("Österreich", "AT")), dry_run=True)
    assert (report.new, report.right, report.written) == (3, True, False)
    assert not Case.objects.exists()


def test_the_same_file_again_changes_nothing(cases, file):
    path = file(GOOD.replace("Österreich", "AT"))
    bring(cases, path)
    stamp = CollectionState.objects.get(name="cases").stamp
    report, _faulty = bring(cases, path)
    assert (report.new, report.changed, report.same) == (0, 0, 3)
    assert Case.objects.count() == Change.objects.count() == 3
    assert CollectionState.objects.get(name="cases").stamp >= stamp


def test_only_what_the_file_says_is_changed(cases, file):
    bring(cases, file(GOOD.replace("Österreich", "AT")))
    report, _faulty = bring(cases, file("country;number;victims\nAT;1/24;4\n"))
    assert (report.changed, report.new) == (1, 0)
    one = Case.objects.get(country="AT", number="1/24")
    assert (one.victims, one.title["fr"], one.version) == (4, "Un", 2)
    assert one.defendants.count() == 1
    assert Change.objects.get(record_key=one.key, version=2).values == {"victims": [3, 4]}


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "jsonl"])
def test_what_was_exported_comes_in_again_unchanged_and_elsewhere_whole(cases, make_case, tmp_path, form):
    make_case(
        title={"ar": "قضية", "zh": "案", "original": "ar"}, number="=1+1", offences=["corruption"], victims=0, fine="-3.25",
        appealed=False, summary={"en": "a\nb, \"c\""}, decided="2020-02-29", contact="'quoted'",
        defendants=[{"name": "A. B.", "charges": [{"statute": "1", "reasoning": {"ru": "потому"}}, {"statute": "2"}]},
                    {"nationality": "KE"}, {"gender": "male", "charges": [{"statute": "3"}]}],
        persons=[{"age": 1}, {"nationality": "AT"}],
    )  # fmt: skip
    make_case(country="FR", number="-7")
    path = tmp_path / f"x.{form}"
    with path.open("wb") as out:
        write_to(Take(cases, ADMIN, Case.objects.order_by("pk")), form, out)
    report, _faulty = bring(cases, path)
    assert (report.same, report.changed, report.new, report.faults) == (2, 0, 0, [])

    from isonomia.site.records.values import plain_of

    before = [plain_of(cases.shape, case) for case in Case.objects.order_by("pk")]
    Case.objects.all().delete()
    keyless = path
    if form in ("json", "jsonl"):
        rows = (
            [json.loads(line) for line in path.read_text().splitlines()]
            if form == "jsonl"
            else json.loads(path.read_text())
        )
        keyless.write_text(json.dumps([{k: v for k, v in row.items() if k != "key"} for row in rows]))
    else:
        from python_calamine import CalamineWorkbook

        if form == "csv":
            rows = list(csv.reader(io.StringIO(path.read_text())))
            at = rows[0].index("key")
            out = io.StringIO()
            csv.writer(out).writerows([[cell for n, cell in enumerate(row) if n != at] for row in rows])
            keyless.write_text(out.getvalue())
        else:
            book = CalamineWorkbook.from_path(str(path))
            tables = [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
            at = tables[0][1][0].index("key")
            main = [[cell for n, cell in enumerate(row) if n != at] for row in tables[0][1]]
            keyless.write_bytes(workbook(main, tables[1:]))
    report, _faulty = bring(cases, keyless)
    assert (report.new, report.faults) == (2, [])
    assert [plain_of(cases.shape, case) for case in Case.objects.order_by("pk")] == before


def test_a_workbook_of_people(cases, file):
    data = workbook(
        [["#", "country", "number", "title.en", "victims", "decided"], [7, "AT", 12, "One", 3.0, "2024-01-05"], [8, "FR", "13", "Two"]],
        [("defendants", [["#", "name", "nationality"], [7, "A. B.", "Romania"], [7, "C. D.", ""]]),
         ("notes", [["anything"], ["goes"]])],
    )  # fmt: skip
    report, _faulty = bring(cases, file(data))
    assert (report.new, report.faults, report.problem) == (2, [], "")
    assert Case.objects.get(number="12").victims == 3
    assert [row.nationality for row in Defendant.objects.order_by("position")] == ["RO", ""]


# -- what is wrong -------------------------------------------------------------------------------------------------

BAD = """country,number,title.en,decided,offences,victims,defendants
AT,1/24,One,2024-01-01,trafficking,3,
XX,2/24,Two,2024-13-01,theft,many,
AT,,,2024-01-01,,,
AT,1/24,Again,,,,
AT,5/24,Five,,,,"[{""name"":""Maria Lopez"",""charges"":[{""verdict"":""guilty""}]}]"
AT,6/24,Six,,,,nonsense
"""


def test_every_fault_is_told_by_row_and_column_and_nothing_is_written(cases, file):
    report, faulty = bring(cases, file(BAD))
    assert (report.rows, report.new, report.faulty, report.written) == (6, 1, 5, False)
    assert not Case.objects.exists()
    told = {(fault.place, fault.column) for fault in report.faults}
    assert told == {
        ("line 3", "country"), ("line 3", "decided"), ("line 3", "offences"), ("line 3", "victims"),
        ("line 4", "number"), ("line 4", "title"), ("line 5", ""),
        ("line 6", "defendants.0.name"), ("line 6", "defendants.0.charges.0.statute"), ("line 7", "defendants"),
    }  # fmt: skip
    messages = {(fault.place, fault.column): fault.message for fault in report.faults}
    assert "2024-05-31" in messages["line 3", "decided"]
    assert "earlier row" in messages["line 5", ""]
    assert "Lopez" not in messages["line 6", "defendants.0.name"]
    assert [row["number"] for row in csv.DictReader(io.StringIO(faulty))] == ["2/24", "", "1/24", "5/24", "6/24"]


def test_with_partial_the_right_rows_are_written_and_the_wrong_ones_come_back(cases, file):
    report, faulty = bring(cases, file(BAD), partial=True)
    assert report.written
    assert [case.number for case in Case.objects.all()] == ["1/24"]
    rows = list(csv.DictReader(io.StringIO(faulty)))
    assert len(rows) == 5
    assert "no date" in rows[0]["error"]
    # mended, the returned file is taken as it is: its own column is known
    mended = faulty.replace("XX,2/24,Two,2024-13-01,theft,many", "AT,2/24,Two,2024-12-01,corruption,1")
    lines = mended.splitlines()[:2]
    report, _faulty = bring(cases, file("\n".join(lines)))
    assert (report.problem, report.new) == ("", 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"country,number,title.en\n", "no rows"),
        (b"%PDF-1.7 ...", "no CSV, XLSX, JSON"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no CSV, XLSX, JSON"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "no CSV, XLSX, JSON"),
        ("country,number\nAT,Stra\xdfe\n".encode("latin-1"), "not in UTF-8"),
        (b"country,numbr,title.en\nAT,1,x\n", "“numbr” is no column of cases; near it: number"),
        (b"country,number,number\nAT,1,2\n", "two columns are called"),
        (b"country,,number\nAT,1,2\n", "a column has no name"),
        (b"country,number\nAT,1,2,3\n", "the row has 4 cells, the heading 2"),
        (b'country,number\nAT,"1\n', "cannot be read"),
        (b'country,number\nAT,"' + b"x" * 1_100_000 + b'"\n', "more than 1,000,000 characters"),
        (b"PK\x03\x04 broken", "cannot be opened"),
        (b"[{]", "the JSON cannot be read"),
        (b'{"country": "AT"}\n{"country"\n', "line 2: the JSON cannot be read"),
        (b"[1, 2]", "a record is an object"),
        (b'{\n"rows": []}', "give a list of objects"),
        (b"[" * 100_000, "the JSON cannot be read"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_with_its_reason(cases, file, data, said):
    report, _faulty = bring(cases, file(data))
    assert said in report.problem
    assert not report.written
    assert not Case.objects.exists()


def test_a_package_that_is_no_workbook_is_refused(cases, file):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<x/>")
    assert "no workbook" in bring(cases, file(out.getvalue()))[0].problem


def test_a_workbook_that_unpacks_without_end_is_refused(cases, file, monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 3_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<x/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 10_000_000)
    data = out.getvalue()
    assert len(data) < 50_000
    assert "unpacks to" in bring(cases, file(data))[0].problem
    # one that says less of itself than it is, is counted while it is unpacked
    lying = data.replace((10_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    assert not bring(cases, file(lying))[0].right


@pytest.mark.parametrize(("column", "cell"), [("title.en", "x" * 400), ("number", "x" * 61), ("contact", "x" * 201)])
def test_a_cell_that_is_too_long_is_named(cases, file, column, cell):
    cells = {"country": "AT", "number": "1", "title.en": "x", column: cell}
    report, _faulty = bring(cases, file(",".join(cells) + "\n" + ",".join(cells.values()) + "\n"))
    assert report.faults[0].column == column.split(".")[0]
    assert "at most" in report.faults[0].message


def test_html_comes_in_as_text_and_goes_out_as_text(cases, file, client):
    bring(cases, file('country,number,title.en\nAT,1,"<script>alert(1)</script><b>x</b>"\n'), state="published")
    text = client.get("/en/cases/").content.decode()
    assert "<script>alert" not in text
    assert "&lt;b&gt;x&lt;/b&gt;" in text


# -- who -----------------------------------------------------------------------------------------------------------


def test_a_focal_point_brings_in_drafts_of_its_country(cases, file, users):
    actor = Actor.of(users["focal_at"])
    report, _faulty = bring(
        cases, file("number,title.en,country\n1,One,\n2,Two,AT\n3,Three,FR\n"), actor, users["focal_at"], partial=True
    )
    assert {(case.number, case.country, case.state) for case in Case.objects.all()} == {
        ("1", "AT", "draft"),
        ("2", "AT", "draft"),
    }
    assert [(fault.place, fault.column) for fault in report.faults] == [("line 4", "country")]


def test_a_file_changes_no_record_of_another_and_nothing_published(cases, file, users, make_case):
    theirs = make_case("draft", country="FR", number="9")
    public = make_case("published", country="AT", number="8", user=users["focal_at"])
    text = f"key,victims\n{theirs.key},5\n{public.key},5\n"
    report, _faulty = bring(cases, file(text), Actor.of(users["focal_at"]), users["focal_at"])
    assert {fault.place: fault.column for fault in report.faults} == {"line 2": "key", "line 3": ""}
    assert not report.written


def test_who_may_not_write_brings_nothing_in(cases, file):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        bring(cases, file(GOOD), Actor("auditor"))
    with pytest.raises(PermissionDenied):
        bring(cases, file(GOOD), Actor("editor"), state="published")


def test_a_retired_code_comes_in_only_where_it_was(cases, file, make_case):
    from isonomia.site.records import writing

    case = make_case(number="1", offences=[])
    writing.update(cases, case, {"offences": ["piracy"]}, None)
    report, _faulty = bring(cases, file("country,number,title.en,offences\nAT,1,Case 1,piracy\nAT,2,x,piracy\n"))
    assert [(fault.place, fault.column) for fault in report.faults] == [("line 3", "offences")]


def test_a_link_is_named_by_key_or_address_and_only_to_what_is_seen(cases, file, users):
    from isonomia.site.records import writing
    from isonomia.site.records.registry import collection

    def body(code, state):
        return writing.create(
            collection("bodies"), {"code": code, "title": {"en": code}, "kind": "office"}, None, state=state
        )

    public, hidden = body("unodc", "published"), body("ccpcj", "draft")
    text = f"country,number,title.en,court\nAT,1,x,unodc\nAT,2,x,{public.key}\nAT,3,x,{hidden.key}\nAT,4,x,ccpcj\n"
    report, _faulty = bring(cases, file(text), Actor.of(users["focal_at"]), users["focal_at"], partial=True)
    assert [fault.place for fault in report.faults] == ["line 4", "line 5"]
    assert {case.court for case in Case.objects.all()} == {public}


# -- size ----------------------------------------------------------------------------------------------------------


def test_queries_grow_with_batches_not_with_rows(cases, file):
    from django.test.utils import CaptureQueriesContext

    rows = [{"country": "AT", "number": str(n), "title": {"en": f"Case {n}"}, "offences": ["corruption"],
             "defendants": [{"name": "A. B.", "charges": [{"statute": "1"}]}]} for n in range(1200)]  # fmt: skip
    seen = []
    path = file("\n".join(map(json.dumps, rows)))
    with CaptureQueriesContext(connection) as found:
        report = Import(cases, ADMIN, None, path, progress=lambda stage, done: seen.append((stage, done))).run()
    assert report.written, report.problem
    assert Charge.objects.count() == 1200
    assert len(found) < 150
    assert seen == [("check", 500), ("check", 1000), ("check", 1200), ("write", 500), ("write", 1000), ("write", 1200)]
    with CaptureQueriesContext(connection) as found:
        assert Import(cases, ADMIN, None, path).run().same == 1200
    assert len(found) < 60


KILLED = """
import sys, os, json
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "isonomia_test_settings"
import isonomia_test_settings as settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from django.core.management import call_command
from isonomia.site.records.registry import collection
from isonomia.site.records.access import Actor
from isonomia.site.records.transfer.importing import Import
from isonomia_cases.models import Case
if sys.argv[2] == "count":
    print(Case.objects.count())
    sys.exit()
call_command("migrate", verbosity=0)
def progress(stage, done):
    if stage == "write" and done >= 1000:
        print("killing", flush=True)
        os.kill(os.getpid(), 9)
Import(collection("cases"), Actor("administrator"), None, Path(sys.argv[2]), progress=progress).run()
"""


def test_a_killed_import_leaves_nothing(tmp_path, file):
    if connection.vendor != "sqlite":
        pytest.skip("kills a process on an embedded database of its own")
    rows = [{"country": "AT", "number": str(n), "title": {"en": f"Case {n}"}} for n in range(2000)]
    path = file("\n".join(map(json.dumps, rows)))
    database = str(tmp_path / "killed.sqlite3")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "DATABASE_URL": ""}

    def run(what):
        return subprocess.run(
            [sys.executable, "-c", KILLED, database, what], capture_output=True, text=True, env=environment
        )

    killed = run(str(path))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert "killing" in killed.stdout
    assert run("count").stdout.strip() == "0"


# -- on the site ---------------------------------------------------------------------------------------------------


def upload(client, text, **more):
    response = client.post("/en/cases/-/import/", {"file": SimpleUploadedFile("cases.csv", text.encode()), **more})
    assert response.status_code == 302, response.content.decode()[:2000]
    return response["Location"]


def page(response, status=200):
    assert response.status_code == status
    return html.document_fromstring(response.content.decode())


def test_a_file_is_checked_then_written(client_of, users):
    client = client_of("editor")
    where = upload(client, GOOD.replace("Österreich", "AT"), reason="sent by the ministry")
    tree = page(client.get(where))
    assert "Nothing is wrong with the file. Nothing is written yet." in tree.text_content()
    assert not Case.objects.exists()
    assert client.post(where).status_code == 302
    assert "The records are in the collection." in page(client.get(where)).text_content()
    assert Case.objects.count() == 3
    assert Change.objects.filter(author=users["editor"], reason="sent by the ministry").count() == 3
    # sent twice, it is written once
    client.post(where)
    assert Change.objects.count() == 3
    assert not os.path.exists(ImportJob.objects.get().path)


def test_wrong_rows_are_shown_and_can_be_taken_away(client_of):
    client = client_of("administrator")
    where = upload(client, BAD, state="published")
    tree = page(client.get(where))
    assert len(tree.xpath("//tbody/tr")) == 10
    faulty = b"".join(client.get(where + "faulty.csv").streaming_content).decode()
    assert len(list(csv.DictReader(io.StringIO(faulty)))) == 5
    client.post(where, {"partial": "on"})
    assert [(case.number, case.state) for case in Case.objects.all()] == [("1/24", "published")]


def test_an_import_is_its_senders_alone(client_of):
    where = upload(client_of("editor"), GOOD)
    for name in ("editor2", "administrator", "focal_at"):
        assert client_of(name).get(where).status_code == 404
        assert client_of(name).post(where).status_code == 404
        assert client_of(name).get(where + "faulty.csv").status_code == 404


@pytest.mark.parametrize("name", ["reader", "auditor", "body_unodc"])
def test_who_does_not_write_gets_no_import_page(client_of, client, name):
    assert client_of(name).get("/en/cases/-/import/").status_code == 403
    assert client.get("/en/cases/-/import/").status_code == 302


def test_an_import_that_was_stopped_says_so(client_of, users):
    job = ImportJob.objects.create(
        collection="cases", user=users["editor"], file_name="x", path="/nowhere", stage="writing"
    )
    assert (
        "The file is no longer kept, and nothing of it was written."
        in page(client_of("editor").get(f"/en/cases/-/import/{job.pk}/")).text_content()
    )
