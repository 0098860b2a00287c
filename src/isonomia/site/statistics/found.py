"""A finding of the checks as it is kept and shown: its cells as the file has them, those marked that are meant.

The words are made when it is shown, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from isonomia.statistics.checks.finding import Finding
from isonomia.statistics.dataset import Dataset

ROWS = 8
"""So many rows of a finding are shown; their number is said."""
MOST_LABEL = 300
"""Longer labels are cut where they are shown."""
SHOWN = ("country", "indicator", "dimension", "category", "sex", "age", "year", "unit", "value")
"""The columns that tell what a row is about, in their order."""
PLACES: Mapping[str, tuple[str, ...]] = {"year-out-of-range": ("year",), "unknown-code": ("iso3", "country")}
"""The columns in which a defect is, by rule; of labels the one that the finding names, else that of the value."""
OF_LABELS = frozenset({"broken-text", "label-variant", "unknown-code.label"})


def columns_of(data: Dataset) -> list[str]:
    """The columns that findings show of a file."""
    return [name for name in SHOWN if name in ("year", "value") or data.has(name)]


def cell(data: Dataset, row: int, name: str) -> str:
    """What stands in a cell."""
    if name == "value":
        return data.printed(row)
    text = str(data.year[row] or "") if name == "year" else data[name][row]
    return text if len(text) <= MOST_LABEL else text[: MOST_LABEL - 1] + "…"


def marked(data: Dataset, finding: Finding) -> list[str]:
    """The columns in which the defect is."""
    if finding.what in OF_LABELS or finding.rule in OF_LABELS:
        headed = finding.facts.get("column", "")
        return [name for name in data.columns if data.header.get(name, name) == headed][:1]
    return list(PLACES.get(finding.rule, ("value",)))


def content_of(data: Dataset, finding: Finding, columns: Sequence[str]) -> dict[str, Any]:
    """A finding as JSON: its wording and facts, its first rows with their cells, and how many rows there are."""
    bad = marked(data, finding)
    shown = [*columns, *(name for name in bad if name not in columns and data.has(name))]
    return {
        "what": finding.what,
        "severity": finding.severity,
        "facts": {name: str(fact)[:MOST_LABEL] for name, fact in finding.facts.items()},
        "rows": len(finding.rows),
        "columns": shown,
        "marked": bad,
        "cells": [
            {"place": data.place(row), "texts": [cell(data, row, name) for name in shown]}
            for row in finding.rows[:ROWS]
        ],
    }


def message(content: Mapping[str, Any], language: str) -> str:
    """What is wrong and what would be right, for the one who can mend it; of a rule whose words are gone, its name."""
    finding = Finding(content["what"], content["severity"], (), content["facts"])
    try:
        return finding.message(language)
    except (KeyError, IndexError):
        return f"{finding.rule}: " + "; ".join(f"{name} {fact}" for name, fact in finding.facts.items())
