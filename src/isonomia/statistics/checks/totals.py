"""Parts and totals: by sex, by age, by category, by what stands under a category after a colon."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.checks.duplicates import repeated
from isonomia.statistics.checks.finding import ERROR, WARNING, Finding, rows_of, shown
from isonomia.statistics.dataset import BELOW, DIMENSIONS, Dataset, spans

TOTAL = re.compile(r"(?:^|[:\-] ?)total$|^(?:both sexes|all ages)$", re.I)
CLOSED = 0.5
"""Parts are held to add up where they do in at least this share of the groups of a file."""
FEWEST = 5
"""Fewer groups than this show nothing about whether parts add up; sexes always do."""
SLACK = 0.01
"""Rates may differ by this share of the total: they are rounded."""

Floats = list[float]


@dataclass(frozen=True, slots=True)
class Group:
    """A total and its parts, by their numbers; `kind` names what it is divided by, `family` which groups are alike."""

    kind: str
    family: tuple[str, ...]
    total: int
    parts: tuple[int, ...]


def part_exceeds_total(data: Dataset) -> Iterator[Finding]:
    """One finding for each part that is greater than its total."""
    low, high = _bounds(data)
    met: set[tuple[int, int]] = set()
    for group in _groups(data):
        for part in group.parts:
            above = low[part] - high[group.total]
            if above > 0 and above > _slack(data, group.total, high) and (group.total, part) not in met:
                met.add((group.total, part))
                yield Finding(
                    "part-exceeds-total", ERROR, rows_of((group.total, part)),
                    {
                        "part": _name(data, part, group), "value": data.printed(part),
                        "total": data.printed(group.total), "whole": _name(data, group.total, group),
                    },
                )  # fmt: skip


def parts_differ_from_total(data: Dataset) -> Iterator[Finding]:
    """One finding for each total whose parts add up to something else, where parts of its kind do add up.

    Where the sum is greater, an error; where it is less, a warning: some may be of unknown kind.
    """
    low, high = _bounds(data)
    families: dict[tuple[str, ...], list[tuple[Group, float, float]]] = defaultdict(list)
    for group in _groups(data):
        if len(group.parts) > 1:
            least, most = sum(low[part] for part in group.parts), sum(high[part] for part in group.parts)
            families[group.family].append((group, least, most))
    for family, groups in families.items():
        differs = [_differs(data, group.total, least, most, low, high) for group, least, most in groups]
        adds_up = sum(difference == 0 for difference in differs)
        if family[0] != "sex" and (len(groups) < FEWEST or adds_up < CLOSED * len(groups)):
            continue
        for (group, least, most), difference in zip(groups, differs, strict=True):
            if difference and not any(low[part] > high[group.total] for part in group.parts):
                total = data.printed(group.total)
                yield Finding(
                    "parts-differ-from-total" if difference > 0 else "parts-differ-from-total.less",
                    ERROR if difference > 0 else WARNING,
                    (group.total, *rows_of(group.parts)),
                    {
                        "parts": " + ".join(data.printed(part) for part in group.parts), "total": total,
                        "sum": shown(least) if least == most else f"{shown(least)}–{shown(most)}",
                    },
                )  # fmt: skip


def _differs(data: Dataset, total: int, least: float, most: float, low: Floats, high: Floats) -> int:
    if least <= high[total] and most >= low[total]:
        return 0
    slack = _slack(data, total, high)
    if least > high[total] + slack:
        return 1
    return -1 if most < low[total] - slack else 0


def _slack(data: Dataset, total: int, high: Floats) -> float:
    whole = high[total]
    return 0.0 if whole == int(whole) and not _is_rate(data, total) else SLACK * whole


def _is_rate(data: Dataset, row: int) -> bool:
    return data.has("unit") and not data["unit"][row].casefold().startswith("count")


def _bounds(data: Dataset) -> tuple[Floats, Floats]:
    """The least and the greatest that each value can be: "<5" is 0 to 4. What is no number has no bounds."""
    low = np.where(data.status == BELOW, 0.0, data.value)
    high = np.where(data.status == BELOW, np.maximum(np.ceil(data.value) - 1, 0), data.value)
    return low.tolist(), high.tolist()


@lru_cache(maxsize=1)
def _groups(data: Dataset) -> tuple[Group, ...]:
    return tuple(_found(data))


def _found(data: Dataset) -> Iterator[Group]:
    """Every total with its parts. Observations whose key is not unique, or that have no number, are left out."""
    rows = np.flatnonzero(~repeated(data) & ~np.isnan(data.value) & (data.year > 0) & _counted(data))
    for name in ("sex", "age"):
        if data.has(name):
            yield from _by_label(data, rows, name)
    if data.has("dimension", "category", "indicator"):
        yield from _by_category(data, rows)


def _counted(data: Dataset) -> NDArray[np.bool_]:
    """Which observations are counts, all where the file has none: a rate repeats the fault of its count."""
    if not data.has("unit"):
        return np.ones(len(data), dtype=bool)
    counts = np.array([label.casefold().startswith("count") for label in data["unit"].labels])[data["unit"].codes]
    return counts if counts.any() else ~counts


def _keyed(data: Dataset, rows: NDArray[np.int64], *without: str) -> list[list[int]]:
    names = [name for name in DIMENSIONS if data.has(name) and name not in ("source", *without)]
    key = data.keys(*names)[rows]
    order = np.argsort(key, kind="stable")
    sorted_rows = rows[order].tolist()
    return [sorted_rows[start:end] for start, end in spans(key[order], 2)]


def _by_label(data: Dataset, rows: NDArray[np.int64], name: str) -> Iterator[Group]:
    """By sex or by age: the label "Total" against the others."""
    column = data[name]
    totals = {code for code, label in enumerate(column.labels) if TOTAL.search(label)}
    codes = column.codes.tolist()
    for group in _keyed(data, rows, name):
        whole = [row for row in group if codes[row] in totals]
        parts = tuple(row for row in group if codes[row] not in totals)
        if len(whole) == 1 and parts and (name != "sex" or _both_sexes(data, parts) or len(parts) == 1):
            family = (name, data["indicator"][whole[0]] if data.has("indicator") else "")
            yield Group(name, family, whole[0], parts)


def _both_sexes(data: Dataset, parts: tuple[int, ...]) -> bool:
    labels = {data["sex"][row].casefold() for row in parts}
    return {"male", "female"} <= labels


def _by_category(data: Dataset, rows: NDArray[np.int64]) -> Iterator[Group]:
    """By category: the total of the dimension, or that of the indicator, against the categories; and a category
    against those that stand under it ("Sexual violence" and "Sexual violence: Rape")."""
    dimension, category = data["dimension"], data["category"]
    for group in _keyed(data, rows, "dimension", "category"):
        by_dimension: dict[str, list[int]] = defaultdict(list)
        for row in group:
            by_dimension[dimension[row]].append(row)
        overall = [
            r for name, some in by_dimension.items() if TOTAL.search(name) for r in some if TOTAL.search(category[r])
        ]
        for name, some in by_dimension.items():
            if TOTAL.search(name):
                continue
            own = [row for row in some if TOTAL.search(category[row])]
            whole = own if len(own) == 1 else overall
            labels = {category[row]: row for row in some if row not in own}
            under = {child: parent for child in labels if (parent := _parent(child, labels)) is not None}
            indicator = data["indicator"][group[0]]
            top = tuple(row for label, row in labels.items() if label not in under)
            if len(whole) == 1 and top:
                yield Group("category", ("category", indicator, name), whole[0], top)
            for parent in set(under.values()):
                children = tuple(labels[child] for child, above in under.items() if above == parent)
                yield Group("under", ("under", indicator, name, parent), labels[parent], children)


def _parent(label: str, labels: dict[str, int]) -> str | None:
    """The label that this one stands under: all that is before its last colon."""
    head, mark, _ = label.rpartition(":")
    return head.strip() if mark and head.strip() in labels else None


def _name(data: Dataset, row: int, group: Group) -> str:
    column = group.kind if group.kind in ("sex", "age") else "category"
    return data[column][row]
