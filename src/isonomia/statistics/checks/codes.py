"""Codes and labels that no code list has: countries, sexes, ages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from isonomia.statistics.areas import OTHER_CODES, area_named, areas, folded, is_region, nearest_area
from isonomia.statistics.checks.finding import ERROR, WARNING, Finding, rows_of
from isonomia.statistics.checks.labels import BROKEN
from isonomia.statistics.dataset import Dataset

SEXES = frozenset(
    ["total", "both", "both sexes", "male", "female", "males", "females", "men", "women", "boys", "girls", "m", "f",
     "t", "other", "unknown", "not applicable", "not specified", "na", "n/a", ""]
)  # fmt: skip
AGE = re.compile(
    r"^(?:total|all ages|unknown|not specified|na|n/a|not applicable|adults?|juveniles?|minors?|children|other|"
    r"\d+\s*[-–]\s*\d+.*|\d+\s*to\s*\d+.*|\d+\s*\+.*|\d+\s*(?:years?)?\s*(?:or|and)\s*(?:over|above|older|more).*|"
    r"(?:under|below|over|above|less than|<|>|≥|≤)\s*\d+.*|)$",
    re.I,
)
AGGREGATES = frozenset(["world", "africa", "americas", "asia", "europe", "oceania"])
"""What stands in the column of codes for the sum of many countries."""
PART_OF = re.compile(r"^[A-Z]{3}(?:[_-][A-Z]{1,3})+$|^[A-Z]{2}-[A-Z0-9]{1,3}$")
"""Codes of a part of a country, as in GBR_E."""


def unknown_code(data: Dataset) -> Iterator[Finding]:
    """One finding for each code or label that is not in its list, and for each code that its country contradicts."""
    if data.has("iso3"):
        yield from _countries(data)
    elif data.has("country"):
        yield from _names(data)
    for name in ("sex", "age"):
        if data.has(name):
            column = data[name]
            for code, label in enumerate(column.labels):
                known = label.casefold() in SEXES if name == "sex" else AGE.match(label)
                if not known and not BROKEN.search(label):
                    rows = rows_of(np.flatnonzero(column.codes == code).tolist())
                    facts = {"label": label, "column": data.header.get(name, name)}
                    yield Finding("unknown-code.label", WARNING, rows, facts)


def _countries(data: Dataset) -> Iterator[Finding]:
    column = data["iso3"]
    names = data["country"] if data.has("country") else None
    for code, label in enumerate(column.labels):
        rows = np.flatnonzero(column.codes == code)
        known = label.upper() in areas() or label.upper() in OTHER_CODES or label.casefold() in AGGREGATES
        if not known and not PART_OF.match(label):
            said = names[int(rows[0])] if names is not None else ""
            meant = area_named(said) if said else None
            case = "empty" if not label else ("meant" if meant else "code")
            facts = {"code": label, "country": said, "meant": meant or ""}
            yield Finding(f"unknown-code.{case}", ERROR, rows_of(rows.tolist()), facts, ("year",))
        elif names is not None and label.upper() in areas():
            yield from _contradicted(data, label.upper(), rows)


def _names(data: Dataset) -> Iterator[Finding]:
    """Names of countries in a table without codes that are none, but near to one; a part of a country is none."""
    column = data["country"]
    for code, label in enumerate(column.labels):
        if label and area_named(label) is None and not BROKEN.search(label) and not is_region(label):
            near = nearest_area(label)
            # a longer name that holds that of a country is one of its parts, or a group it is in
            if near and not set(folded(near).split()) <= set(folded(label).split()):
                rows = rows_of(np.flatnonzero(column.codes == code).tolist())
                yield Finding("unknown-code.name", WARNING, rows, {"country": label, "right": near}, ("year",))


def _contradicted(data: Dataset, iso3: str, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Iterator[Finding]:
    """Names beside a code that are those of another country, or of none."""
    names = data["country"]
    for name_code in np.unique(names.codes[rows]).tolist():
        name = names.labels[name_code]
        meant = area_named(name) if name else iso3
        if meant == iso3 or BROKEN.search(name):
            continue
        wrong = rows_of(rows[names.codes[rows] == name_code].tolist())
        near = nearest_area(name) if meant is None else None
        if meant is not None:
            facts = {"code": iso3, "country": name, "meant": meant, "right": areas()[iso3].names["en"]}
            yield Finding("unknown-code.contradicts", ERROR, wrong, facts, ("year",))
        elif near is not None and near == areas()[iso3].names["en"]:
            yield Finding("unknown-code.name", WARNING, wrong, {"country": name, "right": near}, ("year",))
