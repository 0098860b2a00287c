"""An indicator by sex, age, relationship, mechanism or whatever the file tells its victims apart by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.dataset import Dataset
from isonomia.statistics.errors import NotComputable
from isonomia.statistics.indicators.declaration import TOTALS, Indicator, Input, Study

WORDS: Mapping[str, str] = {
    "relationship": r"relation", "mechanism": r"mechanism|weapon", "context": r"context", "citizenship": r"citizenship",
    "exploitation": r"exploitation", "length": r"length", "offence": r"type of offence|selected crime|criminal acts",
}  # fmt: skip
"""How files name the dimensions by which counts are told apart, by the names used here."""
SUMMED: Mapping[str, str] = {"channel": "indicator", "tracing": "category"}
"""By what the summands of a numerator that is a sum can be told apart, and in which column: arms by how they came into
the hands of the State (seized, found, surrendered), and by what tracing established."""


@dataclass(frozen=True, slots=True)
class Slice:
    """One class of a breakdown. `rows` are the observations of the numerator; `persons` are the sex or age that the
    denominator or population is of too; `study` names the rate whose population it is, in the layout of the study;
    `within` are the observations that the denominator is among, where it is told apart as the numerator is."""

    label: str
    rows: NDArray[np.bool_]
    persons: Mapping[str, str]
    study: Study | None = None
    within: NDArray[np.bool_] | None = None


def slices(data: Dataset, what: Indicator, numerator: Input, by: str) -> list[Slice]:
    """The classes of a breakdown, in the order of the file. Raises NotComputable, naming what the file has."""
    studied = [
        Slice(one.label, data["indicator"].is_in([one.count]), {}, one)
        for one in what.studies
        if one.by == by and data.has("indicator") and data["indicator"].is_in([one.count]).any()
    ]
    if studied:
        return studied
    if by in SUMMED and numerator.sum:
        found = _by_summand(data, numerator, by)
    else:
        found = _by_column(data, numerator, by) if by in TOTALS else _by_dimension(data, numerator, by)
    if not found:
        known = ", ".join(breakdowns(data, what, numerator)) or "nothing"
        raise NotComputable(f"the file does not tell the {what.code} numerator apart by {by}, but by {known}",
                            place=data.file)  # fmt: skip
    return found


def breakdowns(data: Dataset, what: Indicator, numerator: Input) -> list[str]:
    """By what the numerator can be broken down in a file."""
    studied = [one.by for one in what.studies if data.has("indicator") and data["indicator"].is_in([one.count]).any()]
    columns = [by for by in TOTALS if _by_column(data, numerator, by)]
    summed = [by for by in SUMMED if numerator.sum and len(_by_summand(data, numerator, by)) > 1]
    return list(dict.fromkeys([*studied, *columns, *summed, *([] if summed else _dimensions(data, numerator))]))


def _by_column(data: Dataset, numerator: Input, by: str) -> list[Slice]:
    if not data.has(by):
        return []
    out = []
    for label in data[by].labels:
        if label and label.casefold() not in {total.casefold() for total in TOTALS[by]}:
            rows = numerator.rows(data, **{by: label})
            if rows.any():
                out.append(Slice(label, rows, {by: label}))
    return out


def _by_summand(data: Dataset, numerator: Input, by: str) -> list[Slice]:
    """The summands of a numerator by the column in which they differ; a channel has its own denominator."""
    column = SUMMED[by]
    out = []
    for label in numerator.labels.get(column, ()):
        mine = data[column].is_in([label])
        rows = numerator.rows(data) & mine
        if rows.any():
            out.append(Slice(label, rows, {}, within=mine if column == "indicator" else None))
    return out


def _dimensions(data: Dataset, numerator: Input) -> dict[str, list[str]]:
    """The labels of dimensions under which the indicator's observations are told apart, by the names used here."""
    if not data.has("indicator", "dimension", "category"):
        return {}
    mine = data["indicator"].is_in(numerator.labels.get("indicator", ()))
    out: dict[str, list[str]] = {}
    for code, label in enumerate(data["dimension"].labels):
        if label.casefold().startswith("by ") and (mine & (data["dimension"].codes == code)).any():
            name = next((name for name, word in WORDS.items() if re.search(word, label, re.I)), label[3:])
            out.setdefault(name, []).append(label)
    return out


def _by_dimension(data: Dataset, numerator: Input, by: str) -> list[Slice]:
    labels: Sequence[str] = _dimensions(data, numerator).get(by.removeprefix("by "), ())
    if not labels:
        return []
    whole = Input({"indicator": numerator.labels.get("indicator", ()), "dimension": labels}).rows(data)
    out = []
    for label in data["category"].labels:
        rows = whole & data["category"].is_in([label])
        if rows.any():
            out.append(Slice(label, rows, {}))
    return out
