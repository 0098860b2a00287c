"""Files of records that are broken or made to harm: named in words, nothing written, and the site goes on."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from isonomia_cases.models import Case
from lxml import html

from isonomia.site import apart
from isonomia.site.languages import django_code
from isonomia.site.records.access import Actor
from isonomia.site.records.models import ImportJob
from isonomia.site.records.transfer import reading
from isonomia.site.records.transfer.importing import Import

pytestmark = pytest.mark.django_db
ADMIN = Actor("administrator")
HEAD, ROW = ["country", "number", "title.en"], ["AT", "1/24", "Größe"]
TABLE = "country,number,title.en\nAT,1/24,Größe\n"


@pytest.fixture
def bring(cases, tmp_path):
    def go(data, **how):
        path = tmp_path / "file"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        faulty = io.StringIO()
        report = Import(cases, ADMIN, None, path, faulty_rows=faulty, **how).run()
        assert report.written or not Case.objects.exists()
        return report, faulty.getvalue()

    return go


def workbook(*sheets, **merged):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        for cells in merged.get("cells", ()):
            sheet.merge_range(cells, "country")
    book.close()
    return out.getvalue()


def raw_workbook(sheet, **parts):
    """A workbook whose sheet is the XML that is given."""
    spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    held = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{spreadsheet}" xmlns:r="{office}"><sheets><sheet name="cases" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet.replace("<worksheet>", f'<worksheet xmlns="{spreadsheet}">'),
        **parts,
    }  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in held.items():
            file.writestr(name, text)
    return out.getvalue()


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def rows(*more):
    head = "".join(cell(f"{column}1", name) for column, name in zip("ABC", HEAD, strict=True))
    first = "".join(cell(f"{column}2", name) for column, name in zip("ABC", ROW, strict=True))
    return (
        f'<worksheet><sheetData><row r="1">{head}</row><row r="2">{first}</row>{"".join(more)}</sheetData></worksheet>'
    )


# -- encodings and separators --------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_by_its_mark(bring, encoding):
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    report, _faulty = bring((mark + TABLE).encode(encoding))
    assert (report.problem, report.written) == ("", True)
    assert Case.objects.get().title["en"] == "Größe"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TABLE.encode("windows-1252"), "not in UTF-8"),
        (TABLE.encode("windows-1251", "replace").replace(b"?", b"\xd0"), "not in UTF-8"),
        ("country,number\nAT,案件\n".encode("gb18030"), "not in UTF-8"),
        (b"\xff\xfe" + b"\x00\xd8" * 40, "not in UTF-16"),
        (TABLE.encode("utf-16")[:-1], "not in UTF-16"),
        (TABLE.encode("utf-32"), "no CSV, XLSX"),
        (TABLE.encode("utf-16-le"), "no CSV, XLSX"),
        (b"country,number\nAT,1\x002\n", "no CSV, XLSX"),
        (b"country,number\n" + b"AT,1\n" * 2000 + b"AT,\x00\n", "no CSV, XLSX"),
    ],
)
def test_another_encoding_is_refused_and_not_guessed(bring, data, said):
    assert said in bring(data)[0].problem


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found(bring, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEAD, ["AT", "1/24", "a,b;c|d\te"]])
    assert bring(out.getvalue())[0].written
    assert Case.objects.get().title["en"] == "a,b;c|d\te"


def test_an_unknown_separator_shows_in_the_message(bring):
    assert "“country^number^title.en” is no column of cases" in bring("country^number^title.en\nAT^1^x\n")[0].problem


# -- sizes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx"])
def test_a_cell_of_ten_megabytes_is_named(bring, form):
    text = "x" * 10_000_000
    data = {
        "csv": f"country,number,title.en\nAT,1,{text}\n", "json": json.dumps([{"country": "AT", "number": "1", "title": {"en": text}}]),
        "jsonl": json.dumps({"country": "AT", "number": "1", "title": {"en": text}}) + "\n",
        "xlsx": raw_workbook(rows(f'<row r="3">{cell("A3", "AT")}{cell("B3", "2")}{cell("C3", text)}</row>')),
    }[form]  # fmt: skip
    report, _faulty = bring(data)
    told = report.problem + "".join(fault.message for fault in report.faults)
    assert "characters" in told
    assert len(told) < 1000
    assert not report.written


@pytest.mark.parametrize(
    "data",
    [
        "country" + "," * 9_000_000 + "\n",
        "country,number\n" + "AT," * 3_000_000 + "\n",
        "a" * 9_000_000,
        'country,number\nAT,"1\n"' + ',"x\n"' * 2_000_000,
    ],
    ids=["heading", "row", "one line", "one row of many lines"],
)
def test_a_row_without_end_is_named(bring, data):
    assert "more than 8,000,000 characters" in bring(data)[0].problem


def test_json_is_not_read_whole_when_it_is_large(bring, monkeypatch):
    monkeypatch.setattr(reading, "MOST_JSON", 1000)
    many = [{"country": "AT", "number": str(n), "title": {"en": "x"}} for n in range(100)]
    assert "give JSON Lines" in bring(json.dumps(many))[0].problem
    assert bring("\n".join(map(json.dumps, many)))[0].written


def test_a_file_that_is_too_large_is_named(bring, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    assert "give it in parts" in bring(TABLE)[0].problem


@pytest.mark.parametrize(
    "text",
    [
        "[" * 900 + "]" * 900,
        '{"a":' * 900 + "1" + "}" * 900,
        '[{"title":' + "[" * 800 + "]" * 800 + "}]",
        "[NaN]",
        '[{"victims": Infinity}]',
    ],
)
def test_json_that_is_too_deep_or_none_is_named(bring, text):
    report, _faulty = bring(text)
    assert not report.right
    assert report.problem or report.faults


def test_children_that_are_too_deep_are_named(bring):
    out = io.StringIO()
    csv.writer(out).writerows(
        [[*HEAD, "defendants"], [*ROW, "[" * 100_000], [*ROW[:1], "2", "x", "[" * 990 + "]" * 990]]
    )
    report, faulty = bring(out.getvalue())
    assert [fault.column for fault in report.faults] == ["defendants", "defendants"]
    assert "…" in faulty


# -- workbooks -----------------------------------------------------------------------------------------------------


def test_a_second_sheet_is_not_read_and_that_is_said(bring):
    report, _faulty = bring(
        workbook(("cases", [HEAD, ROW]), ("more cases", [HEAD, ["FR", "2/24", "x"]]), ("empty", []))
    )
    assert report.written
    assert report.remarks == ["The sheet “more cases” was not read: records stand in the first sheet."]
    assert Case.objects.count() == 1


def test_headings_that_are_merged_are_named(bring):
    data = workbook(("cases", [["", "", "title.en"], ROW]), cells=["A1:B1"])
    assert "cases!1: a column has no name" in bring(data)[0].problem


def test_a_title_above_the_headings_is_named(bring):
    problem = bring(workbook(("cases", [["Cases of 2024"], [], HEAD, ROW])))[0].problem
    assert "cases!3: a row has cells beyond the headings" in problem


def test_a_workbook_with_a_password_is_named(bring):
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 2000
    assert "protected by a password" in bring(data)[0].problem
    locked = io.BytesIO(workbook(("cases", [HEAD, ROW])))
    flagged = bytearray(locked.getvalue())
    for at in range(len(flagged)):
        if flagged[at : at + 4] == b"PK\x01\x02":
            flagged[at + 8] |= 1  # said to be encrypted
    assert "cannot be opened" in bring(bytes(flagged))[0].problem


@pytest.mark.parametrize("place", ["XFD1048576", "B1048576"])
def test_two_cells_far_apart_take_no_memory_of_the_site(bring, place, caplog):
    number = "".join(letter for letter in place if letter.isdigit())
    report, _faulty = bring(raw_workbook(rows(f'<row r="{number}">{cell(place, "x")}</row>')))
    assert not report.right
    assert ("more memory or time" in report.problem) == (place == "XFD1048576")


@pytest.mark.parametrize(
    "sheet",
    [
        "", "<worksheet>", "<worksheet><sheetData><row r='1'><c r='ZZZZ99999999999'><v>1</v></c></row></sheetData></worksheet>",
        rows().replace('t="inlineStr"', 't="s"'), rows().replace('r="A2"', 'r="-1"'), rows()[:300], "\x00" * 100,
        rows('<row r="99999999999999999999"><c><v>1</v></c></row>'), rows('<row r="3"><c r="A3" t="d"><v>99999-99-99</v></c></row>'),
    ],
)  # fmt: skip
def test_a_sheet_that_is_broken_is_named(bring, sheet, monkeypatch, caplog):
    monkeypatch.setattr(apart, "MOST_SECONDS", 10)
    report, _faulty = bring(raw_workbook(sheet))
    assert report.written or report.problem or report.faults


def test_entities_in_a_workbook_are_not_unfolded(bring, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE w [<!ENTITY f SYSTEM "file://{secret}"><!ENTITY l0 "ha">{laughs}]>'
    sheet = doctype + rows(f'<row r="3">{cell("A3", "AT")}{cell("B3", "2")}{cell("C3", "&f;&l11;")}</row>')
    report, faulty = bring(raw_workbook(sheet))
    assert "the secret" not in faulty + report.problem + json.dumps(report.plain())
    assert not any("the secret" in str(case.title) or len(str(case.title)) > 200 for case in Case.objects.all())


def test_parts_of_a_package_go_nowhere(bring, tmp_path):
    data = raw_workbook(
        rows(), **{"../../escaped.txt": "x", "/tmp/isonomia-escaped.txt": "x", "xl/../../../escaped.txt": "x"}
    )
    assert bring(data)[0].written
    assert not list(tmp_path.parent.rglob("escaped.txt"))


def test_a_workbook_that_takes_too_long_is_left(bring, monkeypatch, caplog):
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.01)
    report, _faulty = bring(workbook(("cases", [HEAD, *([ROW] * 2000)])))
    assert "more memory or time" in report.problem
    assert not report.passing


def test_dates_and_numbers_come_through_as_they_are(bring):
    import datetime as dt

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet, form = book.add_worksheet("cases"), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, [*HEAD, "decided", "victims", "fine", "appealed"])
    sheet.write_row(1, 0, ["AT", 7, "x"])
    sheet.write_datetime(1, 3, dt.datetime(2024, 2, 29), form)
    sheet.write_row(1, 4, [3, 12.5, True])
    book.close()
    report, _faulty = bring(out.getvalue())
    assert (report.problem, report.faults) == ("", [])
    case = Case.objects.get()
    assert (case.number, case.decided, case.victims, float(case.fine), case.appealed) == (
        "7",
        dt.date(2024, 2, 29),
        3,
        12.5,
        True,
    )


# -- names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_full_name_is_kept_nowhere_not_even_among_what_is_wrong(bring, form):
    charged = [{"name": "Maria Lopez", "charges": [{"statute": "1"}]}]
    data = {
        "csv": f'country,number,title.en,defendants,persons\nAT,1,x,"{json.dumps(charged).replace(chr(34), chr(34) * 2)}","not json, Pedro Gomez"\n',
        "json": json.dumps([{"country": "AT", "number": "1", "title": {"en": "x"}, "defendants": charged, "persons": ["Pedro Gomez"]}]),
        "xlsx": workbook(("cases", [["#", *HEAD], [1, *ROW]]), ("defendants", [["#", "name"], [1, "Maria Lopez"]]), ("persons", [["#", "name"], [1, "Pedro Gomez"]])),
    }[form]  # fmt: skip
    report, faulty = bring(data, partial=True)
    assert report.faulty == 1
    told = faulty + json.dumps(report.plain(), ensure_ascii=False)
    for name in ("Maria", "Lopez", "Pedro", "Gomez"):
        assert name not in told
    assert "M. L." in faulty


# -- in the reader's language --------------------------------------------------------------------------------------

SAID = {
    "ar": "كلمة", "en": "protected by a password", "es": "contraseña", "fr": "mot de passe", "ru": "парол", "zh": "密码",
}  # fmt: skip


@pytest.mark.parametrize("code", SAID)
def test_what_is_wrong_with_a_file_is_said_in_the_readers_language(client_of, code):
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 10
    client = client_of("editor")
    where = client.post(f"/{code}/cases/-/import/", {"file": SimpleUploadedFile("a.xlsx", data)})["Location"]
    text = html.document_fromstring(client.get(where).content.decode()).xpath("//*[@role='status']")[0].text_content()
    assert SAID[code] in text
    with translation.override(django_code(code)):
        assert ImportJob.objects.get().get_stage_display() in text


def test_the_name_of_a_file_turns_and_hides_nothing(client_of):
    client = client_of("editor")
    upload = SimpleUploadedFile("cases\u202exslx.exe\u200b\x07.csv", TABLE.encode())
    where = client.post("/en/cases/-/import/", {"file": upload})["Location"]
    assert ImportJob.objects.get().file_name == "casesxslx.exe.csv"
    assert "\u202e" not in client.get(where).content.decode()


def test_an_empty_upload_is_named(client_of):
    client = client_of("editor")
    for given in ({}, {"file": SimpleUploadedFile("a.csv", b"")}):
        response = client.post("/en/cases/-/import/", given)
        assert response.status_code == 422
        assert html.document_fromstring(response.content.decode()).xpath("//*[@class='error']")
    assert not ImportJob.objects.exists()
