"""A finding in its place: which columns tell what a row is about, what stands in a cell, where the defect is."""

from __future__ import annotations

from isonomia.statistics.checks.finding import Finding
from isonomia.statistics.dataset import Dataset

ROWS = 8
"""So many rows of a finding are shown; their number is said."""
SHOWN = ("country", "indicator", "dimension", "category", "sex", "age", "year", "unit", "value")
"""The columns that tell what a row is about, in their order."""
OF_LABELS = frozenset({"broken-text", "label-variant", "unknown-code.label"})
"""Defects of labels, in the column that the finding names."""


def columns_of(data: Dataset) -> list[str]:
    """The columns that findings show of a file."""
    return [name for name in SHOWN if name in ("year", "value") or data.has(name)]


def cell(data: Dataset, row: int, name: str) -> str:
    """What stands in a cell."""
    if name == "value":
        return data.printed(row)
    return str(data.year[row] or "") if name == "year" else data[name][row]


def marked(data: Dataset, finding: Finding) -> list[str]:
    """The columns in which the defect is."""
    if finding.rule in OF_LABELS or finding.what in OF_LABELS:
        headed = finding.facts.get("column", "")
        return [name for name in data.columns if data.header.get(name, name) == headed][:1]
    if finding.rule == "unknown-code":
        return ["iso3", "country"]
    return ["year" if finding.rule == "year-out-of-range" else "value"]
