"""A table as a Frictionless Data Package: a CSV with types, its description in datapackage.json."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any

from isonomia.statistics.dataset import Dataset
from isonomia.statistics.exchange.about import MEANINGS, about, heads
from isonomia.statistics.exchange.tables import digest, typed_columns

DESCRIPTOR, TABLE = "datapackage.json", "data/observations.csv"
ADDED = {
    "flag": "What is to be known of the value: " + "; ".join(f"{name}, {text}" for name, text in MEANINGS.items()),
    "printed": "What the published cell shows, where it is no plain number",
    "row": "The row of the published sheet",
}
ENUMERATED = ("sex", "age", "unit")
"""Columns short enough that the schema names what they may say."""


def datapackage(data: Dataset) -> Mapping[str, bytes]:
    """The files of the package by their paths: the descriptor and the table."""
    columns = typed_columns(data)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if cell is None else cell for cell in cells] for cells in zip(*columns.values(), strict=True))
    table = out.getvalue().encode()
    return {DESCRIPTOR: _descriptor(data, list(columns), table), TABLE: table}


def _descriptor(data: Dataset, names: list[str], table: bytes) -> bytes:
    description = about(data)
    titles = heads(data)
    name = re.sub(r"[^a-z0-9._-]+", "-", data.file.rpartition(".")[0].lower()).strip("-") or "observations"
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": name,
        "title": description.title,
        "description": " ".join(f"{key}: {text}." for key, text in description.lines().items() if text),
        "sources": [{"title": f"{description.publisher or 'unnamed publisher'}: {data.file}, {data.sheet}"}],
        "resources": [
            {
                "name": "observations", "path": TABLE, "profile": "tabular-data-resource", "format": "csv",
                "mediatype": "text/csv", "encoding": "utf-8", "bytes": len(table), "hash": digest(table),
                "schema": {"fields": [_field(data, key, titles.get(key, key)) for key in names], "missingValues": [""]},
            }
        ],
        "isonomia": {
            "kind": data.kind, "sheet": data.sheet, "file": data.file, "stamp": data.stamp, "header": titles,
        },
    }  # fmt: skip
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _field(data: Dataset, name: str, title: str) -> dict[str, Any]:
    kind = {"year": "year", "value": "number", "row": "integer"}.get(name, "string")
    field: dict[str, Any] = {"name": name, "title": title, "type": kind}
    if name in ADDED:
        field["description"] = ADDED[name]
    if name == "flag":
        field["constraints"] = {"enum": list(MEANINGS)}
    elif name in ENUMERATED and data.has(name):
        field["constraints"] = {"enum": [label for label in data[name].labels if label]}
    return field
