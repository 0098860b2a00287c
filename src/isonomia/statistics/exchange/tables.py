"""A table as CSV with its own header, and the W3C metadata that stands beside it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from isonomia.statistics.dataset import Dataset
from isonomia.statistics.exchange.about import FLAGS, about, heads, numbers

TYPES = {"year": "gYear", "value": "number", "row": "integer"}
FORMULA = re.compile(r"'*[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
"""What a spreadsheet takes for the beginning of a formula, signs before it aside; what only looks like one."""


def csv_table(data: Dataset) -> bytes:
    """The table as it would be published: UTF-8, one header row, "<5" and the like as printed in the value's cell.

    Numbers that a cell wrote as text become numbers; no label begins as a formula does.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads(data).values())
    for cells in rows(data):
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue().encode()


def inert(text: str) -> str:
    """A label that no spreadsheet runs as a formula; reading takes the sign away again."""
    return "'" + text if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def rows(data: Dataset) -> Iterator[Sequence[Any]]:
    """The cells of each observation in the order of the header; a value is a number or what is printed."""
    values: list[Any] = numbers(data)
    for row, text in data.texts.items():
        if values[row] is None:
            values[row] = text
    made: dict[str, Sequence[Any]] = {
        name: [column.labels[code] for code in column.codes.tolist()] for name, column in data.columns.items()
    }
    made["year"] = [year or "" for year in data.year.tolist()]
    made["value"] = ["" if value is None else value for value in values]
    yield from zip(*(made[name] for name in heads(data)), strict=True)


def typed_columns(data: Dataset) -> dict[str, list[Any]]:
    """The table with a type to each column, for forms that have types: labels as texts, `year` and `value` as numbers
    or None, `flag` and `printed` for what is no plain number, `row` where it stands in the published sheet."""
    made: dict[str, list[Any]] = {
        name: [column.labels[code] for code in column.codes.tolist()] for name, column in data.columns.items()
    }
    made["year"] = [year or None for year in data.year.tolist()]
    made["value"] = numbers(data)
    made["flag"] = [FLAGS[status] for status in data.status.tolist()]
    made["printed"] = [data.texts.get(row, "") for row in range(len(data))]
    made["row"] = data.rows.tolist()
    return made


def csv_metadata(data: Dataset, name: str) -> bytes:
    """Metadata of a CSV table as in the W3C recommendation for tabular data on the web."""
    description = about(data)
    table = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": name.rpartition("/")[2],
        "dc:title": description.title,
        "dc:publisher": description.publisher,
        "dc:source": f"{data.file}, {data.sheet}",
        "dc:description": " ".join(f"{key}: {text}." for key, text in description.lines().items() if text),
        "tableSchema": {
            "columns": [
                {"name": key, "titles": head, "datatype": "string" if key == "value" else TYPES.get(key, "string")}
                for key, head in heads(data).items()
            ]
        },
    }
    return (json.dumps(table, ensure_ascii=False, indent=1) + "\n").encode()


def digest(content: bytes) -> str:
    """The fingerprint of a file."""
    return "sha256:" + hashlib.sha256(content).hexdigest()
