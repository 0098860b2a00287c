"""Tables in the layout of the published workbooks, made for tests."""

from pathlib import Path

import pytest
import xlsxwriter

HEADER = [
    "Iso3_code", "Country", "Region", "Subregion", "Indicator", "Dimension", "Category", "Sex", "Age", "Year",
    "Unit of measurement", "VALUE", "Source",
]  # fmt: skip
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "statistics"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the published workbooks are beside the project only")


def row(value, year=2019, **others):
    cells = dict(zip(HEADER, ["AUT", "Austria", "Europe", "Western Europe", "Persons held", "Total", "Total", "Total",
                              "Total", year, "Counts", value, "CTS"], strict=True))  # fmt: skip
    return list((cells | others).values())


def workbook(path, rows, header=HEADER, above=(("UNODC",), ("11/05/2023",)), sheets=("data",)):
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
            for at, cells in enumerate([*above, header, *rows]):
                sheet.write_row(at, 0, cells)
    return path


def table(path, rows, header=HEADER, separator=",", encoding="utf-8"):
    lines = [separator.join(map(str, cells)) for cells in [header, *rows]]
    path.write_bytes("\n".join(lines).encode(encoding))
    return path
