"""Workbooks that people send: each is read right, or refused by file, sheet and cell with what would be right."""

import datetime

import pytest
import xlsxwriter
from published import HEADER, row, table, workbook

from isonomia.errors import DamagedFile, EncryptedFile
from isonomia.statistics import read_dataset
from isonomia.statistics.checks import check
from isonomia.statistics.dataset import DATE, NOT_A_NUMBER, NUMBER, TEXT_NUMBER
from isonomia.statistics.errors import NotStatistics, UnreadableCell


def made(path, fill, sheet="data"):
    """A workbook whose sheet a function fills."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        fill(book.add_worksheet(sheet), book)
    return path


class TestAnotherKind:
    def test_the_row_that_comes_nearest_is_named_with_what_it_lacks(self, tmp_path):
        path = table(tmp_path / "p.csv", [["Austria", 8_900_000]], ["Country", "VALUE"])
        with pytest.raises(NotStatistics, match=r"p\.csv: no header .*; p!1 comes nearest and lacks a year"):
            read_dataset(path)

    def test_a_text_document_in_an_archive_is_no_workbook(self, tmp_path):
        import zipfile

        path = tmp_path / "letter.docx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("word/document.xml", "<w:document/>")
        with pytest.raises(DamagedFile, match=r"letter\.docx: the workbook cannot be read"):
            read_dataset(path)

    def test_a_workbook_cut_short_is_damaged(self, tmp_path):
        path = workbook(tmp_path / "cut.xlsx", [row(i) for i in range(50)])
        path.write_bytes(path.read_bytes()[:3000])
        with pytest.raises(DamagedFile, match=r"cut\.xlsx"):
            read_dataset(path)


class TestPassword:
    def test_a_protected_workbook_is_refused_as_such(self, tmp_path):
        path = tmp_path / "locked.xlsx"
        # a compound file with the stream that a password leaves; the cells themselves are not there to be read
        path.write_bytes(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") * 40
        )
        with pytest.raises(EncryptedFile, match="protected by a password; save it without"):
            read_dataset(path)


class TestMergedCells:
    def test_a_title_over_the_table_does_not_matter(self, tmp_path):
        def fill(sheet, book):
            sheet.merge_range("A1:M1", "Persons held, by country")
            sheet.write_row(1, 0, HEADER)
            sheet.write_row(2, 0, row(5))

        assert read_dataset(made(tmp_path / "m.xlsx", fill)).value.tolist() == [5]

    def test_a_country_merged_over_its_rows_is_the_country_of_each(self, tmp_path):
        def fill(sheet, book):
            sheet.write_row(0, 0, HEADER)
            for at, year in enumerate((2018, 2019, 2020), 1):
                sheet.write_row(at, 0, row(at, year))
            sheet.merge_range("A2:A4", "AUT")
            sheet.merge_range("B2:B4", "Austria")
            sheet.write_row(4, 0, row(9, 2020, Iso3_code="BEL", Country="Belgium"))

        data = read_dataset(made(tmp_path / "m.xlsx", fill))
        assert [data["country"][i] for i in range(4)] == ["Austria", "Austria", "Austria", "Belgium"]
        assert [data["iso3"][i] for i in range(4)] == ["AUT", "AUT", "AUT", "BEL"]

    def test_a_header_of_two_rows_is_read_where_names_are_merged_over_both(self, tmp_path):
        def fill(sheet, book):
            sheet.merge_range("A3:A4", "Country")
            sheet.merge_range("B3:B4", "Indicator")
            sheet.merge_range("C3:D3", "Number of persons")
            sheet.write_row(3, 2, [2019, 2020])
            sheet.write_row(4, 0, ["Austria", "Persons held", 5, 6])

        data = read_dataset(made(tmp_path / "m.xlsx", fill))
        assert (data.year.tolist(), data.value.tolist(), data["indicator"][0]) == ([2019, 2020], [5, 6], "Persons held")
        assert data.place(0) == "data!5"

    def test_a_header_merged_over_two_whole_rows_is_one_header(self, tmp_path):
        def fill(sheet, book):
            for column, head in enumerate(["Country", "Year", "VALUE"]):
                sheet.merge_range(0, column, 1, column, head)
            sheet.write_row(2, 0, ["Austria", 2019, 5])

        data = read_dataset(made(tmp_path / "m.xlsx", fill))
        assert (data.value.tolist(), data.place(0)) == ([5], "data!3")

    def test_a_header_merged_over_columns_is_refused_with_its_cells(self, tmp_path):
        def fill(sheet, book):
            sheet.write_row(2, 0, ["Country", "Year", "VALUE"])
            sheet.merge_range("C3:D3", "VALUE")
            sheet.write_row(3, 0, ["Austria", 2019, 5, 6])

        with pytest.raises(NotStatistics, match=r"m\.xlsx, data!C3:D3: the header 'VALUE' is merged over 2 columns"):
            read_dataset(made(tmp_path / "m.xlsx", fill))

    def test_one_value_for_two_observations_is_refused_with_its_cells(self, tmp_path):
        def fill(sheet, book):
            sheet.write_row(0, 0, ["Country", "Year", "VALUE"])
            sheet.write_row(1, 0, ["Austria", 2018, 5])
            sheet.write_row(2, 0, ["Austria", 2019])
            sheet.merge_range("C2:C3", 5)

        with pytest.raises(UnreadableCell, match=r"m\.xlsx, data!C2:C3: 5\.0 is merged over several cells of value"):
            read_dataset(made(tmp_path / "m.xlsx", fill))


class TestSheets:
    def test_two_tables_need_a_choice(self, tmp_path):
        path = workbook(tmp_path / "two.xlsx", [row(1)], sheets=("police", "prisons"))
        with pytest.raises(NotStatistics, match="2 sheets hold tables; name one with --sheet: police, prisons"):
            read_dataset(path)
        with pytest.raises(NotStatistics, match="there is no sheet 'courts'; the sheets are police, prisons"):
            read_dataset(path, sheet="courts")
        assert read_dataset(path, sheet="prisons").sheet == "prisons"

    def test_a_table_that_begins_far_from_the_corner_keeps_its_rows(self, tmp_path):
        def fill(sheet, book):
            sheet.write_row(4, 2, ["Country", "Year", "VALUE"])
            sheet.write_row(5, 2, ["Austria", 2019, 7])
            sheet.merge_range("C7:C8", "Belgium")
            sheet.write_row(6, 3, [2019, 8])
            sheet.write_row(7, 3, [2020, 9])

        data = read_dataset(made(tmp_path / "far.xlsx", fill))
        assert [data.place(i) for i in range(3)] == ["data!6", "data!7", "data!8"]
        assert [data["country"][i] for i in range(3)] == ["Austria", "Belgium", "Belgium"]


class TestDates:
    def test_a_year_may_be_a_day_of_it(self, tmp_path):
        def fill(sheet, book):
            sheet.write_row(0, 0, ["Country", "Year", "VALUE"])
            days = (datetime.date(2018, 12, 31), "31/12/2019", "2020-12-31", "1.7.2021")
            for at, day in enumerate(days, 1):
                sheet.write(at, 0, "Austria")
                if isinstance(day, str):
                    sheet.write_string(at, 1, day)
                else:
                    sheet.write_datetime(at, 1, day, book.add_format({"num_format": "d/m/yyyy"}))
                sheet.write(at, 2, at)

        assert read_dataset(made(tmp_path / "d.xlsx", fill)).year.tolist() == [2018, 2019, 2020, 2021]

    def test_a_year_of_two_digits_or_of_two_years_is_none_and_is_found(self, tmp_path):
        path = table(tmp_path / "d.csv", [["Austria", "31/12/19", 1], ["Austria", "2019/20", 2]],
                     ["Country", "Year", "VALUE"])  # fmt: skip
        data = read_dataset(path)
        assert data.year.tolist() == [0, 0]
        assert [finding.rows for finding in check(data) if finding.rule == "year-out-of-range"] == [(0,), (1,)]

    def test_a_value_that_is_a_date_is_no_number_and_is_found(self, tmp_path):
        def fill(sheet, book):
            sheet.write_row(0, 0, HEADER)
            sheet.write_row(1, 0, row("6/11/2019"))
            sheet.write_row(2, 0, row(5, 2020))
            sheet.write_row(3, 0, row(None, 2021))
            day = book.add_format({"num_format": "d/m/yyyy"})
            sheet.write_datetime(3, 11, datetime.datetime(2019, 6, 11), day)

        data = read_dataset(made(tmp_path / "d.xlsx", fill))
        assert data.status.tolist() == [NOT_A_NUMBER, NUMBER, DATE]
        assert [finding.rows for finding in check(data) if finding.rule == "date-as-number"] == [(0,), (2,)]


class TestDecimalMarks:
    def test_a_comma_that_cannot_group_thousands_is_a_decimal_mark(self, tmp_path):
        path = table(tmp_path / "c.csv", [row("1,5"), row("12,25", 2020), row("1.234,5", 2021)], separator=";")
        assert read_dataset(path).value.tolist() == [1.5, 12.25, 1234.5]

    def test_where_some_rows_use_a_point_each_cell_is_read_by_itself(self, tmp_path):
        path = table(tmp_path / "c.csv", [row("1,5"), row("1234.5", 2020), row("1,234", 2021)], separator=";")
        assert read_dataset(path).value.tolist() == [1.5, 1234.5, 1234]

    def test_in_a_workbook_of_numbers_a_text_with_a_comma_is_a_number_too(self, tmp_path):
        data = read_dataset(workbook(tmp_path / "c.xlsx", [row(1.25), row("2,5", 2020), row(1234.5, 2021)]))
        assert data.value.tolist() == [1.25, 2.5, 1234.5]
        assert data.status.tolist() == [NUMBER, TEXT_NUMBER, NUMBER]


class TestCountries:
    def test_a_name_that_is_wrong_beside_its_code_is_found_with_the_right_one(self, tmp_path):
        data = read_dataset(workbook(tmp_path / "n.xlsx", [row(5), row(6, 2020, Country="Austira")]))
        (finding,) = [one for one in check(data) if one.rule == "unknown-code"]
        assert finding.rows == (1,)
        assert "Austira" in finding.message()
        assert "Austria" in finding.message()


class TestEmptyRows:
    def test_a_million_rows_with_nothing_but_a_format_are_no_observations(self, tmp_path):
        path = tmp_path / "long.xlsx"
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            sheet = book.add_worksheet("data")
            grey = book.add_format({"bg_color": "#eeeeee"})
            sheet.write_row(0, 0, ["Country", "Year", "VALUE"])
            sheet.write_row(1, 0, ["Austria", 2019, 5])
            for at in range(2, 1_000_000, 40):
                sheet.write_blank(at, 0, None, grey)
            sheet.write_row(1_000_000, 0, ["Austria", 2020, 6])
        data = read_dataset(path)
        # what stands below the gap is read too: nothing is dropped in silence
        assert [data.place(i) for i in range(len(data))] == ["data!2", "data!1000001"]

    def test_a_csv_with_empty_lines_and_lines_of_separators(self, tmp_path):
        path = tmp_path / "e.csv"
        path.write_text("Country,Year,VALUE\n\nAustria,2019,5\n,,\n,,\nAustria,2020,6\n" + ",,\n" * 5000)
        data = read_dataset(path)
        assert [data.place(i) for i in range(len(data))] == ["e!3", "e!6"]


class TestEncodings:
    @pytest.mark.parametrize(
        ("encoding", "country"),
        [("cp1252", "Türkiye"), ("cp1252", "España"), ("cp1251", "Российская Федерация"), ("cp1256", "الجزائر"),
         ("gb18030", "法国"), ("utf-16", "Côte d’Ivoire"), ("utf-8-sig", "中国")],
    )  # fmt: skip
    def test_a_csv_in_the_encoding_of_the_system_is_read(self, tmp_path, encoding, country):
        path = tmp_path / "c.csv"
        path.write_bytes(f"Country;Year;VALUE\r\n{country};2019;5\r\n".encode(encoding))
        data = read_dataset(path)
        assert (data["country"][0], data.value.tolist()) == (country, [5])

    def test_a_label_that_was_kept_from_running_as_a_formula_is_itself_again(self, tmp_path):
        path = table(tmp_path / "f.csv", [row(5, Category="'=SUM(A1)"), row(6, Category="'s-Gravenhage")])
        data = read_dataset(path)
        assert [data["category"][i] for i in range(2)] == ["=SUM(A1)", "'s-Gravenhage"]


def test_a_line_with_too_few_cells_is_refused_with_its_place(tmp_path):
    path = tmp_path / "short.csv"
    path.write_text("Country,Year,VALUE\nAustria,2019,5\nBelgium,2019\n")
    with pytest.raises(UnreadableCell, match=r"short\.csv, short!3: 2 cells where the header has 3"):
        read_dataset(path)
