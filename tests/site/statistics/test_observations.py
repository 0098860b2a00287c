"""The observations of a dataset: narrowed, counted, paged, and taken away in every form."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from isonomia_tables import MANY, prisons, row, table
from lxml import html

from isonomia.site.statistics import keeping
from isonomia.site.statistics.observations import Asked, choices, columns_of, narrowed, objects
from isonomia.statistics.cells import value_of
from isonomia.statistics.dataset import Dataset, coded

ODD = table(
    *prisons("AUT"), row("AUT", "Persons held", 2020, "<5", "Female"), row("AUT", "Persons held", 2020, "", "Male")
)


@pytest.fixture
def record(db, read_once, dataset, publish):
    return publish(dataset("editor", MANY), who="editor")


def shown(response) -> list[list[str]]:
    tree = html.document_fromstring(response.content.decode())
    return [
        ["".join(cell.itertext()) for cell in line] for line in tree.xpath("//table[contains(@class,'ruled')]/tbody/tr")
    ]


def test_every_observation_is_there_with_its_place(client_of, record):
    rows = shown(client_of(None).get(f"/en/datasets/{record.key}/-/observations/"))
    assert len(rows) == 36
    assert rows[0][:2] == ["prisons!2", "Austria"]
    assert rows[0][-4:] == ["2018", "900", "Counts", "CTS"]


def test_they_are_narrowed_by_label_and_year(client_of, record):
    query = "country=France&category=Unsentenced&year_from=2019"
    rows = shown(client_of(None).get(f"/en/datasets/{record.key}/-/observations/?{query}"))
    assert [(line[1], line[-4], line[-3]) for line in rows] == [
        ("France", "2019", "20000"),
        ("France", "2020", "20000"),
    ]


def test_a_filter_counts_what_the_others_leave(client_of, record):
    response = client_of(None).get(f"/en/datasets/{record.key}/-/observations/?country=France&category=Unsentenced")
    tree = html.document_fromstring(response.content.decode())
    options = lambda name: {" ".join(row.text.split()) for row in tree.xpath(f"//select[@name='{name}']/option")}  # noqa: E731
    assert options("country") == {"all", "Austria (3)", "France (3)", "Germany (3)", "Kenya (3)"}
    assert options("category") == {"all", "Sentenced (3)", "Total (3)", "Unsentenced (3)"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("colour=red", "colour"), ("country=Frence", "France"), ("year_from=12", "12"), ("country=France&country=Kenya", "twice"),
        ("page=0", "pages are numbered"), ("year_to=two%20k", "two k"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_by_name(client_of, record, query, said):
    response = client_of(None).get(f"/en/datasets/{record.key}/-/observations/?{query}")
    assert response.status_code == 400
    assert said in html.document_fromstring(response.content.decode()).text_content()


def test_a_form_that_leaves_filters_empty_asks_for_all(client_of, record):
    response = client_of(None).get(f"/en/datasets/{record.key}/-/observations/?country=&year_from=&year_to=")
    assert len(shown(response)) == 36


def test_pages(client_of, dataset):
    record = dataset("focal_at", table(*prisons("AUT", range(1950, 2020))))
    address = f"/en/datasets/{record.key}/-/observations/"
    first, last = client_of("focal_at").get(address), client_of("focal_at").get(f"{address}?page=3")
    assert [len(shown(first)), len(shown(last))] == [100, 10]
    assert client_of("focal_at").get(f"{address}?page=4").status_code == 404


@pytest.mark.django_db
def test_observations_as_csv_xlsx_json_and_parquet_say_the_same(client_of, dataset, tmp_path):
    import duckdb
    import python_calamine

    record = dataset("focal_at", ODD)
    take = lambda form: client_of("focal_at").get(f"/en/datasets/{record.key}/-/observations.{form}")  # noqa: E731
    told = json.loads(take("json").content)
    assert len(told) == 11
    assert (told[0]["value"], told[0]["place"]) == (900, "prisons!2")
    assert [(line["value"], line.get("flag"), line.get("printed")) for line in told[-2:]] == [
        (None, "below", "<5"), (None, "missing", ""),
    ]  # fmt: skip
    read = list(csv.DictReader(io.StringIO(take("csv").content.decode("utf-8-sig"))))
    assert [line["Sex"] for line in read] == [line["sex"] for line in told]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(take("xlsx").content))
    assert "900" in str([line for name in book.sheet_names for line in book.get_sheet_by_name(name).to_python()])
    path = tmp_path / "o.parquet"
    path.write_bytes(take("parquet").content)
    assert duckdb.execute(f"SELECT count(*) FROM '{path}'").fetchall() == [(11,)]


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["sdmx-csv", "sdmx-ml", "datapackage"])
def test_observations_in_the_forms_of_exchange_come_as_an_archive(client_of, dataset, form):
    record = dataset("focal_at", ODD)
    response = client_of("focal_at").get(f"/en/datasets/{record.key}/-/observations.{form}?sex=Total")
    assert response.status_code == 200
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert len(archive.namelist()) > 1
        assert archive.testzip() is None


def test_a_view_is_taken_as_it_is_narrowed(client_of, record):
    response = client_of(None).get(f"/en/datasets/{record.key}/-/observations.json?country=Kenya&year_to=2018")
    assert {(line["iso3"], line["year"]) for line in json.loads(response.content)} == {("KEN", 2018)}
    assert client_of(None).get(f"/en/datasets/{record.key}/-/observations.pdf").status_code == 404


# -- the same in general -------------------------------------------------------------------------------------------

LABELS = st.sampled_from(["", "a", "b", "Ä", "<5", "页"])


@st.composite
def datasets(draw) -> Dataset:
    count = draw(st.integers(1, 30))
    texts = st.lists(LABELS, min_size=count, max_size=count)
    columns = {name: coded(draw(texts)) for name in ("country", "sex", "odd column")}
    cells = draw(st.lists(st.sampled_from([1, 2.5, "<5", "", "x", "1,234"]), min_size=count, max_size=count))
    read = [value_of(cell) for cell in cells]
    years = draw(st.lists(st.sampled_from([0, 1013, 2000, 2020]), min_size=count, max_size=count))
    return Dataset(
        "un-cts", columns, np.array(years, dtype=np.int32), np.array([number for number, _ in read]),
        np.array([kind for _, kind in read], dtype=np.int8), np.arange(2, count + 2, dtype=np.int32),
        {at: str(cell) for at, cell in enumerate(cells) if isinstance(cell, str)}, {"country": "Country"}, "s", "f", "",
    )  # fmt: skip


@given(datasets())
def test_what_is_kept_is_what_was_read(data):
    again = keeping.unpacked(keeping.packed(data))
    assert objects(again) == objects(data)
    assert (again.kind, again.texts, again.header, again.sheet) == (data.kind, data.texts, data.header, data.sheet)
    assert [again.printed(row) for row in range(len(data))] == [data.printed(row) for row in range(len(data))]


@given(datasets(), st.data())
def test_the_count_beside_a_label_is_how_many_choosing_it_gives(data, draw):
    asked = Asked({}, draw.draw(st.sampled_from([None, 2000])), None)
    for choice in choices(data, asked):
        for label, count in choice.options:
            assert len(narrowed(data, Asked({**asked.labels, choice.name: label}, asked.first, asked.last))) == count


@given(datasets())
def test_all_columns_are_shown_once(data):
    assert sorted(columns_of(data)) == sorted(data.columns)


def test_bytes_that_are_no_dataset_are_none(settings, tmp_path):
    place = keeping.place_of("0" * 64, keeping.OBSERVATIONS)
    place.parent.mkdir(parents=True)
    place.write_bytes(b"nothing")
    assert keeping.observations("0" * 64) is None
    assert keeping.observations("1" * 64) is None
