"""A view as a file: exactly what is filtered, in its order, and no more than its reader may see."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

pytestmark = pytest.mark.django_db
FORMATS = ("csv", "xlsx", "json", "jsonl", "parquet")


def body(client, form, query="", path="/en/cases/-/export."):
    response = client.get(f"{path}{form}{query}")
    assert response.status_code == 200, response.content[:500]
    assert f'filename="cases.{form}"' in response["Content-Disposition"]
    return b"".join(response.streaming_content)


def parquet(data, tmp_path):
    import duckdb

    path = tmp_path / "x.parquet"
    path.write_bytes(data)
    with duckdb.connect() as base:
        found = base.execute(f"SELECT * REPLACE (CAST(updated_at AS VARCHAR) AS updated_at) FROM '{path}'")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def keys(form, data, tmp_path):
    match form:
        case "csv":
            return [row["key"] for row in csv.DictReader(io.StringIO(data.decode()))]
        case "xlsx":
            rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
            return [row[rows[0].index("key")] for row in rows[1:]]
        case "json":
            return [row["key"] for row in json.loads(data)]
        case "jsonl":
            return [json.loads(line)["key"] for line in data.splitlines()]
    return [row["key"] for row in parquet(data, tmp_path)]


@pytest.fixture
def some(make_case):
    return [
        make_case(country="AT", decided="2020-01-01", title={"fr": "Un", "en": "One", "original": "fr"},
                  offences=["trafficking", "corruption"], fine="12.50", appealed=False, victims=0, contact="me@example.org",
                  defendants=[{"name": "A. B.", "nationality": "RO", "charges": [{"statute": "§ 1", "verdict": "guilty"}, {"statute": "§ 2"}]},
                              {"name": "C. D.", "charges": [{"statute": "§ 3", "reasoning": {"zh": "理由"}}]}],
                  persons=[{"age": 9}]),
        make_case(country="AT", decided="2021-01-01", title={"ar": "قضية"}),
        make_case(country="FR", decided="2022-01-01", title={"zh": "案件"}),
        make_case("draft", country="AT", decided="2023-01-01"),
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_has_exactly_the_view_in_its_order(client, some, form, tmp_path):
    first, second, third, _draft = some
    assert keys(form, body(client, form), tmp_path) == [third.key, second.key, first.key]
    assert keys(form, body(client, form, "?country=AT&sort=decided"), tmp_path) == [first.key, second.key]


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_view_is_a_file_without_rows(client, some, form, tmp_path):
    assert keys(form, body(client, form, "?country=KE"), tmp_path) == []


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_kept_from_the_reader_is_in_no_file(client, client_of, some, form, tmp_path):
    def seen(by):
        data = body(by, form)
        if form == "xlsx":
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            return repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names]) + repr(
                book.sheet_names
            )
        return repr(parquet(data, tmp_path)) if form == "parquet" else data.decode()

    for hidden in ("me@example.org", "contact", "persons"):
        assert hidden not in seen(client)
        assert hidden in seen(client_of("auditor"))


def test_unknown_formats_and_parameters_are_refused(client, some):
    assert client.get("/en/cases/-/export.doc").status_code == 404
    assert client.get("/en/cases/-/export.csv?colour=red").status_code == 400
    assert client.get("/en/cases/-/export.csv?page=2").status_code == 400


def test_the_columns_of_csv(client_of, some):
    rows = list(csv.DictReader(io.StringIO(body(client_of("auditor"), "csv", "?sort=decided").decode())))
    row = rows[0]
    assert (row["title.fr"], row["title.en"], row["title.ar"], row["title.original"]) == ("Un", "One", "", "fr")
    assert row["offences"] == "trafficking; corruption"
    assert (row["fine"], row["victims"], row["appealed"], row["decided"]) == ("12.5", "0", "false", "2020-01-01")
    assert json.loads(row["defendants"])[0]["charges"][0] == {"statute": "§ 1", "verdict": "guilty", "reasoning": None}


def test_children_have_sheets_of_their_own_in_a_workbook(client, some):
    book = CalamineWorkbook.from_filelike(io.BytesIO(body(client, "xlsx", "?sort=decided")))
    assert book.sheet_names == ["cases", "defendants", "defendants.charges"]
    charges = book.get_sheet_by_name("defendants.charges").to_python()
    assert charges[0][:3] == ["#", "defendants", "statute"]
    assert [row[:3] for row in charges[1:]] == [[1.0, 1.0, "§ 1"], [1.0, 1.0, "§ 2"], [1.0, 2.0, "§ 3"]]


def test_parquet_has_types_and_nesting(client, some, tmp_path):
    import datetime as dt

    row = parquet(body(client, "parquet", "?sort=decided"), tmp_path)[0]
    assert row["decided"] == dt.date(2020, 1, 1)
    assert row["offences"] == ["trafficking", "corruption"]
    assert row["title"]["fr"] == "Un"
    assert row["defendants"][1]["charges"][0]["reasoning"]["zh"] == "理由"
    assert (row["fine"], row["appealed"]) == (12.5, False)


@pytest.mark.parametrize("text", ["=1+1", "+49 1", "-x", "@cmd", "\tx", '=HYPERLINK("http://evil.example")'])
def test_no_cell_is_run_by_a_spreadsheet(client, make_case, text):
    make_case(title={"en": text + "."}, number=text)
    row = next(csv.DictReader(io.StringIO(body(client, "csv").decode())))
    assert not row["title.en"].startswith(("=", "+", "-", "@", "\t"))
    assert row["title.en"].removeprefix("'").strip() == text.strip() + "."
    import zipfile

    with zipfile.ZipFile(io.BytesIO(body(client, "xlsx"))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


def test_files_ask_few_queries_however_many_records(client, make_case):
    def queries():
        with CaptureQueriesContext(connection) as found:
            body(client, "jsonl")
        return len(found)

    make_case(defendants=[{"charges": [{"statute": "1"}]}], persons=[{"age": 1}])
    few = queries()
    for _ in range(15):
        make_case(defendants=[{"charges": [{"statute": "1"}]}] * 3, persons=[{"age": 1}])
    assert queries() == few
