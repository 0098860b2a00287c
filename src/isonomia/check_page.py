"""What is wrong in a table of statistics as one page: its rows, the bad cells marked, what would be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from isonomia.pages.shell import page
from isonomia.statistics.checks.explained import explained
from isonomia.statistics.checks.finding import Finding
from isonomia.statistics.checks.in_place import ROWS, cell, columns_of, marked
from isonomia.statistics.dataset import Dataset

MOST = 300
"""So many findings of a rule stand on the page; `--format csv` has all."""


def check_page(data: Dataset, found: Sequence[Finding], language: str = "en") -> str:
    """The page: a summary, then each rule with its findings in place. One file without script."""
    columns = columns_of(data)
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_rule[finding.rule].append(finding)
    rules = [
        {
            **rule,
            "count": len(by_rule[rule["rule"]]),
            "findings": [_view(data, one, columns, language) for one in by_rule[rule["rule"]][:MOST]],
        }
        for rule in explained()
        if rule["rule"] in by_rule
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
    bad = marked(data, finding)
    return {
        "severity": finding.severity,
        "message": finding.message(language),
        "more": max(0, len(finding.rows) - ROWS),
        "rows": [
            {"place": data.place(row), "cells": [(cell(data, row, name), name in bad) for name in columns]}
            for row in finding.rows[:ROWS]
        ],
    }
