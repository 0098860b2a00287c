"""What is wrong in a table of statistics as one page: its rows, the bad cells marked, what would be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from isonomia.pages.shell import page
from isonomia.statistics.checks.explained import explained
from isonomia.statistics.checks.finding import Finding
from isonomia.statistics.dataset import Dataset

MOST = 300
"""So many findings of a rule stand on the page; `--format csv` has all."""
ROWS = 8
"""So many rows of a finding are shown; their number is said."""
BAD = {
    "year-out-of-range": "year", "label-variant": "", "broken-text": "", "unknown-code": "iso3",
}  # fmt: skip
"""The column that is marked where it is not the value; empty: the one that the finding names."""
ORDER = ("country", "indicator", "dimension", "category", "sex", "age", "year", "unit", "value")


def check_page(data: Dataset, found: Sequence[Finding], language: str = "en") -> str:
    """The page: a summary, then each rule with its findings in place. One file without script."""
    counts = Counter(finding.rule for finding in found)
    columns = [name for name in ORDER if name in ("year", "value") or data.has(name)]
    rules = [
        {
            **rule,
            "count": counts[rule["rule"]],
            "findings": [_view(data, one, columns, language) for one in found if one.rule == rule["rule"]][:MOST],
        }
        for rule in explained()
        if counts[rule["rule"]]
    ]
    return page(
        "check.html.j2",
        styles=("page.css", "check.css"),
        file=data.file,
        stamp=data.stamp,
        observations=len(data),
        errors=sum(finding.severity == "error" for finding in found),
        warnings=sum(finding.severity != "error" for finding in found),
        rules=rules,
        columns=[data.header.get(name, name) for name in columns],
        language=language,
    )


def _view(data: Dataset, finding: Finding, columns: Sequence[str], language: str) -> dict[str, Any]:
    marked = _marked(data, finding)
    return {
        "severity": finding.severity,
        "message": finding.message(language),
        "more": max(0, len(finding.rows) - ROWS),
        "rows": [
            {"place": data.place(row), "cells": [(_cell(data, row, name), name in marked) for name in columns]}
            for row in finding.rows[:ROWS]
        ],
    }


def _marked(data: Dataset, finding: Finding) -> set[str]:
    """The columns in which the defect is."""
    column = BAD.get(finding.rule, "value")
    if finding.what == "unknown-code.label" or not column:
        headed = finding.facts.get("column", "")
        column = next((name for name in data.columns if data.header.get(name, name) == headed), "")
    return {column} | ({"country"} if finding.rule == "unknown-code" else set())


def _cell(data: Dataset, row: int, name: str) -> str:
    if name == "value":
        return data.printed(row)
    return str(data.year[row] or "") if name == "year" else data[name][row]
