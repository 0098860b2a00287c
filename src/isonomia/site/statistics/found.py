"""A finding of the checks as it is kept and shown: its cells as the file has them, those marked that are meant.

The words are made when it is shown, in the language of the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from isonomia.statistics.checks.finding import Finding
from isonomia.statistics.checks.in_place import ROWS, cell, marked
from isonomia.statistics.dataset import Dataset

MOST_LABEL = 300
"""Longer labels are cut where they are shown."""


def _short(text: str) -> str:
    return text if len(text) <= MOST_LABEL else text[: MOST_LABEL - 1] + "…"


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
            {"place": data.place(row), "texts": [_short(cell(data, row, name)) for name in shown]}
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
