"""What the checks found, as pages show it: rules by name, findings with their cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from isonomia.site.statistics.found import message
from isonomia.site.statistics.models import Finding, Reading

RULES: Mapping[str, Any] = {
    "duplicate-key": _("The same observation twice"),
    "year-out-of-range": _("A year that cannot be right"),
    "date-as-number": _("A date where a number must be"),
    "not-a-number": _("No number"),
    "part-exceeds-total": _("A part exceeds its total"),
    "parts-differ-from-total": _("Parts do not add up to their total"),
    "broken-text": _("Broken characters"),
    "label-variant": _("A label written in two ways"),
    "unknown-code": _("A code or label in no list"),
    "unit-mismatch": _("A wrong unit"),
    "rate-differs-from-count": _("A rate that its count contradicts"),
    "level-shift": _("A leap from one year to the next"),
    "stage-exceeds-earlier": _("A later stage exceeds an earlier one"),
}
"""The rules in the language of the page; a rule without words here is called by its name."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that found something: how often, and the gravest it was."""

    name: str
    label: str
    count: int
    severity: str
    here: bool = False


def label_of(rule: str) -> str:
    """What a rule is called."""
    return str(RULES.get(rule, rule))


def rules_of(reading: Reading) -> list[Rule]:
    """The rules that found something in a file, those with errors first."""
    return by_rule(reading.found, reading.findings.filter(severity="error").values_list("rule", flat=True).distinct())


def by_rule(found: Mapping[str, int], grave: Iterable[str]) -> list[Rule]:
    """Rules from how often each found something, and which of them found errors."""
    wrong = set(grave)
    rows = [Rule(name, label_of(name), count, "error" if name in wrong else "warning") for name, count in found.items()]
    return sorted(rows, key=lambda row: (row.severity != "error", -row.count))


def shown(row: Finding | Mapping[str, Any], language: str, headings: Mapping[str, str]) -> dict[str, Any]:
    """A finding for a template: the message in the reader's language, its rows with the cells that are meant marked."""
    content: Mapping[str, Any] = row.content if isinstance(row, Finding) else row
    marked = set(content["marked"])
    return {
        "rule": label_of(content["what"].partition(".")[0]),
        "severity": content["severity"],
        "message": message(content, language),
        "headings": [headings.get(name, name) for name in content["columns"]],
        "rows": [
            {
                "place": line["place"],
                "cells": [(text, name in marked) for name, text in zip(content["columns"], line["texts"], strict=True)],
            }
            for line in content["cells"]
        ],
        "more": content["rows"] - len(content["cells"]),
    }
