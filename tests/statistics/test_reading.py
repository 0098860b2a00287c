"""Published tables are read as they stand, and refused by name and cell where they cannot be."""

import numpy as np
import pytest
import xlsxwriter
from published import HEADER, SHARED, needs_shared, row, table, workbook

from isonomia.errors import DamagedFile, EmptyFile, EncryptedFile, UnknownFormat
from isonomia.statistics import read_dataset
from isonomia.statistics.dataset import BELOW, DATE, MISSING, NOT_A_NUMBER, NUMBER, TEXT_NUMBER
from isonomia.statistics.errors import NotStatistics


def test_the_header_is_found_under_junk_and_every_observation_has_its_row(tmp_path):
    data = read_dataset(workbook(tmp_path / "cts.xlsx", [row(8000), row("<5", 2020)]))
    assert (data.kind, data.sheet, data.stamp) == ("un-cts", "data", "11/05/2023")
    assert data.place(0) == "data!4"
    assert data["country"][1] == "Austria"
    assert data.year.tolist() == [2019, 2020]
    assert data.value.tolist() == [8000, 5]
    assert data.status.tolist() == [NUMBER, BELOW]
    assert data.series(0)["indicator"] == "Persons held"


@pytest.mark.parametrize(
    ("cell", "value", "status"),
    [
        (12.5, 12.5, NUMBER), ("1,234", 1234, TEXT_NUMBER), ("1.234,5", 1234.5, TEXT_NUMBER),
        ("7 412", 7412, TEXT_NUMBER),
        ("< 5", 5, BELOW), ("..", None, MISSING), ("n/a", None, MISSING), ("many", None, NOT_A_NUMBER),
    ],
)  # fmt: skip
def test_what_a_cell_says(tmp_path, cell, value, status):
    data = read_dataset(workbook(tmp_path / "one.xlsx", [row(3), row(4), row(cell)]))
    assert data.status[2] == status
    assert data.value[2] == value if value is not None else np.isnan(data.value[2])


def test_a_date_is_no_value(tmp_path):
    import datetime

    path = tmp_path / "dates.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("data")
        for at, cells in enumerate([HEADER, row(3), row(None)]):
            sheet.write_row(at, 0, cells)
        sheet.write_datetime(2, 11, datetime.datetime(2019, 6, 11), book.add_format({"num_format": "d/m/yyyy"}))
    assert read_dataset(path).status.tolist() == [NUMBER, DATE]


def test_a_column_of_texts_holds_numbers_too(tmp_path):
    header = [name if name != "VALUE" else "txtVALUE" for name in HEADER]
    data = read_dataset(workbook(tmp_path / "tip.xlsx", [row("7"), row("<5"), row("12"), row("1,020")], header))
    assert data.status.tolist() == [NUMBER, BELOW, NUMBER, TEXT_NUMBER]
    assert data.value.tolist() == [7, 5, 12, 1020]


@pytest.mark.parametrize(
    ("separator", "encoding"), [(",", "utf-8"), (";", "cp1252"), ("\t", "utf-8-sig"), (";", "utf-16")]
)
def test_tables_of_text_in_the_ways_spreadsheets_write_them(tmp_path, separator, encoding):
    data = read_dataset(
        table(tmp_path / "t.csv", [row(7, Country="Côte d’Ivoire")], separator=separator, encoding=encoding)
    )
    assert data["country"][0] == "Côte d’Ivoire"
    assert data.status.tolist() == [NUMBER]


def test_a_decimal_comma_is_seen_from_the_whole_column(tmp_path):
    data = read_dataset(table(tmp_path / "t.csv", [row("1,5"), row("2,125"), row("3")], separator=";"))
    assert data.value.tolist() == [1.5, 2.125, 3]


def test_years_as_columns_are_observations_each(tmp_path):
    path = table(
        tmp_path / "wide.csv", [["Austria", "Homicides", 60, "", 54]], ["Country", "Indicator", 2015, 2016, 2017]
    )
    data = read_dataset(path)
    assert data.year.tolist() == [2015, 2017]
    assert data.value.tolist() == [60, 54]
    assert [data.place(i) for i in range(2)] == ["wide!2", "wide!2"]


def test_empty_rows_between_and_a_million_below_do_not_matter(tmp_path):
    path = tmp_path / "long.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("data")
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, row(3))
        sheet.write_row(5, 0, row(4, 2020))
        sheet.write_blank(1_000_000, 0, None, book.add_format({"bold": True}))
    data = read_dataset(path)
    assert [data.place(i) for i in range(2)] == ["data!2", "data!6"]


def test_what_is_no_published_table_is_refused(tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b" \n")
    with pytest.raises(EmptyFile, match=r"empty\.csv"):
        read_dataset(empty)
    with pytest.raises(NotStatistics, match="no header of a published table"):
        read_dataset(table(tmp_path / "other.csv", [["Anna", 3]], ["name", "age"]))
    with pytest.raises(NotStatistics, match="2 sheets hold tables; name one with --sheet: a, b"):
        read_dataset(workbook(tmp_path / "two.xlsx", [row(1)], sheets=("a", "b")))
    assert len(read_dataset(tmp_path / "two.xlsx", sheet="b")) == 1
    with pytest.raises(NotStatistics, match="two columns are headed as year"):
        read_dataset(table(tmp_path / "twice.csv", [[*row(1), 2019]], [*HEADER, "Year"]))
    with pytest.raises(EmptyFile, match="no observation"):
        read_dataset(workbook(tmp_path / "none.xlsx", []))
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(DamagedFile, match=r"broken\.xlsx"):
        read_dataset(broken)
    image = tmp_path / "image.csv"
    image.write_bytes(b"\x89PNG\r\n\x00\x00\x00\rIHDR")
    with pytest.raises(UnknownFormat):
        read_dataset(image)


def test_a_password_is_named(tmp_path):
    path = tmp_path / "locked.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 9000
    )
    with pytest.raises(EncryptedFile, match="password"):
        read_dataset(path)


@needs_shared
@pytest.mark.parametrize(
    ("name", "kind", "rows"),
    [
        ("unodc_cts_prisons_and_prisoners_2023.xlsx", "un-cts", 65797),
        ("unodc_cts_violent_and_sexual_crime_2024.xlsx", "un-cts", 26114),
        ("unodc_glotip_2024.xlsx", "glotip", 46556),
        ("unodc_iafq_firearms_trafficking_2023.xlsx", "iafq", 11032),
    ],
)
def test_the_published_workbooks(name, kind, rows):
    data = read_dataset(SHARED / name)
    assert (data.kind, len(data), int(data.rows[0])) == (kind, rows, 4)
