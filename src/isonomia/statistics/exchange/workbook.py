"""A table as a workbook in the layout of the published ones, with a sheet that describes it."""

from __future__ import annotations

import io

from isonomia.errors import MissingDependency
from isonomia.statistics.dataset import Dataset
from isonomia.statistics.errors import UnreadableCell
from isonomia.statistics.exchange.about import about, heads
from isonomia.statistics.exchange.tables import rows

LARGEST = 1_048_576
"""So many rows a worksheet has."""
ABOVE = 3
"""The header stands on this row, as in published workbooks."""


def workbook(data: Dataset) -> bytes:
    """The bytes of an XLSX file: sheet "data" as published workbooks are, sheet "about" with what is to be known.

    Raises UnreadableCell where the table is longer than a worksheet, MissingDependency without XlsxWriter.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingDependency("writing workbooks needs XlsxWriter; pip install isonomia[statistics]") from None
    if len(data) + ABOVE > LARGEST:
        raise UnreadableCell(
            f"{len(data):,} observations do not fit a worksheet of {LARGEST:,} rows; convert to parquet or csv",
            place=data.file,
        )
    out = io.BytesIO()
    description = about(data)
    options = {
        "in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {"title": description.title, "author": description.publisher, "comments": " ".join(description.notes),
             "subject": f"{data.file}, {data.sheet}"}
        )  # fmt: skip
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("data")
        sheet.write_string(0, 0, description.publisher or description.title)
        sheet.write_string(1, 0, data.stamp)
        header = list(heads(data).values())
        for j, head in enumerate(header):
            sheet.set_column(j, j, max(12, min(40, len(head) + 2)))
        sheet.write_row(ABOVE - 1, 0, header, bold)
        sheet.freeze_panes(ABOVE, 0)
        sheet.autofilter(ABOVE - 1, 0, ABOVE - 1 + len(data), len(header) - 1)
        for at, cells in enumerate(rows(data), ABOVE):
            for j, cell in enumerate(cells):
                if isinstance(cell, str):
                    if cell:
                        sheet.write_string(at, j, cell)
                else:
                    sheet.write_number(at, j, cell)
        told = book.add_worksheet("about")
        told.set_column(0, 0, 22)
        told.set_column(1, 1, 100)
        for at, (name, text) in enumerate(description.lines().items()):
            told.write_string(at, 0, name, bold)
            told.write_string(at, 1, text)
    return out.getvalue()
