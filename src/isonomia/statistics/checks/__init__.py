"""What is wrong in a table of statistics, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from isonomia.statistics.checks.finding import ERROR, Finding
from isonomia.statistics.dataset import Dataset
from isonomia.statistics.uncollected import uncollected

Check = Callable[[Dataset], Iterable[Finding]]

RULES = {
    "duplicate-key": "duplicates:duplicate_key",
    "year-out-of-range": "years:year_out_of_range",
    "date-as-number": "values:date_as_number",
    "not-a-number": "values:not_a_number",
    "part-exceeds-total": "totals:part_exceeds_total",
    "parts-differ-from-total": "totals:parts_differ_from_total",
    "broken-text": "labels:broken_text",
    "label-variant": "labels:label_variant",
    "unknown-code": "codes:unknown_code",
    "unit-mismatch": "units:unit_mismatch",
    "rate-differs-from-count": "units:rate_differs_from_count",
    "level-shift": "shifts:level_shift",
    "stage-exceeds-earlier": "stages:stage_exceeds_earlier",
}
"""Each rule and the function that checks it: module of this package and name."""


@uncollected()
def check(data: Dataset) -> list[Finding]:
    """All findings, errors first, in the order of the rules and of the file."""
    found: list[Finding] = []
    for name in RULES:
        found += sorted(_rule(name)(data), key=lambda finding: finding.rows)
    return sorted(found, key=lambda finding: finding.severity != ERROR)


def _rule(name: str) -> Check:
    module, _, function = RULES[name].partition(":")
    rule: Check = getattr(import_module(f"{__package__}.{module}"), function)
    return rule
