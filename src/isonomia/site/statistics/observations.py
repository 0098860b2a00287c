"""Observations narrowed by their labels and years, counted for every filter, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.dataset import Dataset

SIZE = 100
MOST_OPTIONS = 600
"""A column with more labels is no list to choose from; its parameter is there all the same."""
ORDER = ("country", "iso3", "indicator", "dimension", "category", "sex", "age")
AFTER = ("unit", "source")
TAKEN = frozenset({"page", "year", "year_from", "year_to", "value", "place"})
"""Names that the page has itself."""
Mask = NDArray[np.bool_]


def columns_of(data: Dataset) -> list[str]:
    """The columns in the order in which the page has them: what a row is about, then what else there is."""
    known = [name for name in ORDER if data.has(name)]
    last = [name for name in AFTER if data.has(name)]
    return [*known, *(name for name in data.columns if name not in {*known, *last}), *last]


def parameter_of(name: str) -> str:
    """The parameter that narrows by a column."""
    return f"{name}_" if name in TAKEN else name


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is narrowed to: labels by column, the first and the last year."""

    labels: Mapping[str, str] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: its column, and each label with how many observations have it, all other filters applied."""

    name: str
    parameter: str
    heading: str
    chosen: str
    options: list[tuple[str, int]]


def masks(data: Dataset, asked: Asked) -> dict[str, Mask]:
    """Which observations each filter lets through, by column; the years under "year"."""
    out: dict[str, Mask] = {}
    for name, label in asked.labels.items():
        column = data[name]
        out[name] = column.codes == column.labels.index(label)
    if asked.first is not None or asked.last is not None:
        inside = np.ones(len(data), dtype=bool)
        if asked.first is not None:
            inside &= data.year >= asked.first
        if asked.last is not None:
            inside &= data.year <= asked.last
        out["year"] = inside
    return out


def together(data: Dataset, held: Mapping[str, Mask], but: str = "") -> Mask:
    """Which observations all filters let through, one of them aside."""
    out = np.ones(len(data), dtype=bool)
    for name, mask in held.items():
        if name != but:
            out &= mask
    return out


def choices(data: Dataset, asked: Asked) -> list[Choice]:
    """The filters, in the order of the columns; what tells no observations apart is none."""
    held = masks(data, asked)
    out = []
    for name in columns_of(data):
        column = data[name]
        twice = name == "iso3" and data.has("country") and name not in asked.labels
        if twice or not 1 < len(column.labels) <= MOST_OPTIONS:
            continue
        counts = np.bincount(column.codes[together(data, held, name)], minlength=len(column.labels))
        chosen = asked.labels.get(name, "")
        options = [
            (label, int(count))
            for label, count in zip(column.labels, counts.tolist(), strict=True)
            if label and (count or label == chosen)
        ]
        options.sort(key=lambda row: row[0].casefold())
        out.append(Choice(name, parameter_of(name), data.header.get(name, name), chosen, options))
    return out


def narrowed(data: Dataset, asked: Asked) -> NDArray[np.int64]:
    """The numbers of the observations that all filters let through, in the order of the file."""
    return np.flatnonzero(together(data, masks(data, asked))).astype(np.int64)


def objects(data: Dataset) -> list[dict[str, Any]]:
    """The observations as JSON: their labels, year, value (None where there is no number), what the cell says where it
    is no plain number, and the place."""
    from isonomia.statistics.exchange.about import FLAGS, numbers

    columns = [(name, data[name]) for name in columns_of(data)]
    values, out = numbers(data), []
    for row in range(len(data)):
        said: dict[str, Any] = {name: column[row] for name, column in columns}
        said |= {"year": int(data.year[row]) or None, "value": values[row]}
        if flag := FLAGS[int(data.status[row])]:
            said |= {"flag": flag, "printed": data.printed(row)}
        out.append({**said, "place": data.place(row)})
    return out
