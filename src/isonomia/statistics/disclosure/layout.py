"""The table that the rows of a file make: which rows are totals of which.

Sexes and ages under "Total"; categories under the total of their dimension or of the indicator, and "A: B" under "A";
any other column whose labels have a total, or a hierarchy that is given: the crime classification by its codes, the
regions of the M49 standard, or a file of labels and the labels above them. Rows that are linked by no total make
components of their own.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from isonomia.statistics.areas import area_named, areas, folded
from isonomia.statistics.classification.iccs import ancestors, normal_code
from isonomia.statistics.dataset import BELOW, MISSING, Dataset
from isonomia.statistics.disclosure.errors import BadRule
from isonomia.statistics.disclosure.table import Floats, Ints, Key, Marks, Table, relations_of

TOTALS = frozenset({"total", "totals", "all", "both sexes", "all ages", "world", "grand total", "total general",
                    "ensemble", "tous", "todos", "всего", "итого", "المجموع", "总计", "合计", "总数"})  # fmt: skip
"""Labels that mean the whole of their column, case aside."""
DESCRIBING = ("iso3", "region", "subregion", "unit", "indicator", "dimension")
"""Columns of the published workbooks along which nothing is added up: they go with another column."""
OWN = ("indicator", "unit", "dimension", "category", "sex", "age")
"""Columns that always tell observations apart, even where another happens to go with them."""
REMARKS = frozenset({"source", "flag", "flags", "note", "notes", "comment", "comments", "remark", "remarks"})
"""Columns that tell about an observation and not what it is of."""
SLACK = 1e-6
CLOSED = 0.5
"""Parts of a kind are taken to add up to their totals where they do in this share of what is shown in full."""

Parents = Mapping[str, str]
Group = tuple[tuple[str, ...], int, list[int]]
"""The family of groups that are alike, a total and its parts, by their places."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """`table`: the rows that can be protected, then remainders; `rows` (of the table's first cells) are their numbers
    in the file; `overlapping` are totals whose parts exceed them, which bind no one."""

    table: Table
    rows: Ints
    hidden: Marks
    low: Floats
    high: Floats
    overlapping: tuple[int, ...]


def layout(data: Dataset, hierarchies: Mapping[str, Parents] | None = None) -> Layout:
    """The table of a file's counts; cells without number, or printed as "<5", are hidden in it.

    `hierarchies` names by column the label above each label. A total that parts fall short of, or of which not all
    parts are known to be given, has a remainder that is hidden too.
    """
    names = [name for name in data.columns if name not in REMARKS]
    # by key, so that the order in which rows stand changes nothing
    ordered = sorted(
        ((*(data[name][row] for name in names), str(data.year[row])), row) for row in _counted(data).tolist()
    )
    rows = np.array([row for _, row in ordered], dtype=np.int64)
    keys: list[Key] = [key for key, _ in ordered]
    hidden = np.isnan(data.value[rows]) | (data.status[rows] == BELOW)
    whole = _whole(data.value[rows][~hidden])
    groups = _once((family, total, sorted(parts)) for family, total, parts in _groups(data, rows, hierarchies or {}))
    values = data.value[rows].copy()
    closed = _closed(groups, values, hidden)
    bound: list[tuple[int, list[int]]] = []
    rests: list[float] = []
    overlapping = []
    for family, total, parts in groups:
        unknown = bool(hidden[[total, *parts]].any())
        rest = 0.0 if unknown else float(values[total] - values[parts].sum())
        if rest < -SLACK * max(1.0, abs(values[total])) or (unknown and closed.get(family) == "overlapping"):
            overlapping.append(int(rows[total]))
        elif rest > SLACK * max(1.0, abs(values[total])) or (unknown and closed.get(family) == "short"):
            bound.append((total, [*parts, rows.size + len(rests)]))
            rests.append(np.nan if unknown else rest)
        else:
            bound.append((total, parts))
    size = rows.size + len(rests)
    outside = np.arange(size) >= rows.size
    keys += [("remainder", *keys[total]) for total, parts in bound if parts[-1] >= rows.size]
    height = np.zeros(size, dtype=np.int64)
    for _, total in {(family[0], total) for family, total, _ in groups}:
        height[total] += 1
    low, high = np.zeros(size), np.full(size, np.inf)
    small = np.flatnonzero(data.status[rows] == BELOW)
    high[small] = np.ceil(values[small]) - 1 if whole else values[small]
    table = Table(
        np.concatenate([values, np.array(rests, dtype=float)]), relations_of(bound, size), tuple(keys), height, outside
    )
    return Layout(table, rows, np.concatenate([hidden, outside[rows.size :]]), low, high, tuple(overlapping))


def hierarchy(name: str, labels: tuple[str, ...]) -> Parents:
    """The label above each label of a column: `iccs`, `m49`, or a CSV file with the columns label and parent.

    Levels that the column does not have are passed over. Raises BadRule.
    """
    if name == "iccs":
        return _climbed(labels, {label: list(ancestors(code))[1:] for label in labels if (code := normal_code(label))},
                        lambda label: normal_code(label) or label)  # fmt: skip
    if name == "m49":
        climbs: dict[str, list[str]] = {}
        for label in labels:
            code = area_named(label)
            if code is not None and code in areas():
                climbs[label] = _regions(areas()[code].parents)
        for area in areas().values():
            for at, region in enumerate(area.parents):
                for label in labels:
                    if _plain(label) == _plain(region):
                        climbs[label] = _regions(area.parents[at + 1 :])
        return _climbed(labels, climbs, _plain)
    try:
        with Path(name).open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.DictReader(file))
    except OSError as error:
        raise BadRule(
            f"the hierarchy {name} is none of iccs and m49 and no file that can be read ({error.strerror})"
        ) from None
    if not found or not {"label", "parent"} <= set(found[0]):
        raise BadRule(f"the hierarchy {name} needs the columns label and parent", place=Path(name).name)
    return {row["label"].strip(): row["parent"].strip() for row in found if row["parent"].strip()}


def _plain(label: str) -> str:
    return folded(label.replace("_", " ").replace("-", " "))


def _regions(parents: Sequence[str]) -> list[str]:
    """The regions above, spelt plainly, without the groups of countries that cut across them."""
    return [*(_plain(parent) for parent in parents if "develop" not in parent), "world"]


def _climbed(labels: tuple[str, ...], climbs: Mapping[str, list[str]], spelt: Callable[[str], str]) -> Parents:
    """For each label the nearest of those above it that the column has."""
    there = {spelt(label): label for label in labels}
    out = {}
    for label, above in climbs.items():
        nearest = next((there[id] for id in above if id in there and there[id] != label), None)
        if nearest is not None:
            out[label] = nearest
    return out


def _whole(values: Floats) -> bool:
    return bool((values == np.round(values)).all())


def _counted(data: Dataset) -> Ints:
    """The rows that can be cells: counts with a key of their own; what is no number and not hidden is left out."""
    fit = ~np.isnan(data.value) | (data.status == MISSING)
    if data.has("unit"):
        counts = np.array([label.casefold().startswith(("count", "number")) for label in data["unit"].labels])
        if counts.any():
            fit &= counts[data["unit"].codes]
    rows = np.flatnonzero(fit)
    key = data.keys(*(name for name in data.columns if name not in REMARKS))[rows]
    _, where, count = np.unique(key, return_inverse=True, return_counts=True)
    return np.asarray(rows[count[where] == 1], dtype=np.int64)


def _groups(data: Dataset, rows: Ints, hierarchies: Mapping[str, Parents]) -> Iterator[Group]:
    """Each total with its parts, by their places among the rows; first the family of those that are alike."""
    published = data.has("dimension", "category")
    for unknown in set(hierarchies) - set(data.columns):
        raise BadRule(f"there is no column {unknown}; the columns are {', '.join(data.columns)}")
    for axis in data.columns:
        if axis in REMARKS or (axis in DESCRIBING and axis not in hierarchies):
            continue
        if axis == "category" and published and axis not in hierarchies:
            yield from _by_category(data, rows)
            continue
        labels = data[axis].labels
        parents = hierarchies.get(axis, {})
        total = next((label for label in labels if label.casefold() in TOTALS), None)
        if not parents and total is None:
            continue
        for some in _alike(data, rows, axis, *_told_by(data, rows, axis)):
            by_label = {data[axis][rows[at]]: at for at in some}
            below: dict[str, list[int]] = defaultdict(list)
            for label, at in by_label.items():
                above = parents.get(label) or _before_colon(label, by_label) or total
                while above is not None and above not in by_label:
                    above = parents.get(above) or (total if above != total else None)
                if above is not None and above != label:
                    below[above].append(at)
            for above, parts in below.items():
                yield (axis, above if parents else "", _indicator(data, rows[parts[0]])), by_label[above], parts


def _once(groups: Iterable[Group]) -> list[Group]:
    """Each total with the same parts once, however many columns say so, in an order that depends on the cells alone."""
    found = {(total, *parts): (family, total, parts) for family, total, parts in sorted(groups, reverse=True)}
    return sorted(found.values())


def _by_category(data: Dataset, rows: Ints) -> Iterator[Group]:
    """The categories of each dimension under its total, or under the total of all."""
    dimension, category = data["dimension"], data["category"]
    for some in _alike(data, rows, "category", "dimension"):
        by_dimension: dict[str, dict[str, int]] = defaultdict(dict)
        for at in some:
            by_dimension[dimension[rows[at]]][category[rows[at]]] = at
        overall = [
            at
            for name, of in by_dimension.items() if name.casefold() in TOTALS
            for label, at in of.items() if label.casefold() in TOTALS
        ]  # fmt: skip
        for name, of in by_dimension.items():
            if name.casefold() in TOTALS:
                continue
            own = [at for label, at in of.items() if label.casefold() in TOTALS]
            top = own[:1] or overall[:1]
            below: dict[int, list[int]] = defaultdict(list)
            for label, at in of.items():
                if at in own:
                    continue
                head = _before_colon(label, of)
                above = [of[head]] if head is not None else top
                if above:
                    below[above[0]].append(at)
            for total, parts in below.items():
                yield ("category", name, _indicator(data, rows[parts[0]])), total, parts
            if own and overall:
                yield ("dimension", name, _indicator(data, rows[own[0]])), overall[0], own


def _alike(data: Dataset, rows: Ints, *without: str) -> list[list[int]]:
    """The places of rows that agree in all but some columns, more than one together."""
    left_out = {*without, *REMARKS}
    key = data.keys(*(name for name in data.columns if name not in left_out))[rows]
    order = np.argsort(key, kind="stable")
    cuts = np.flatnonzero(np.diff(key[order])) + 1
    return [part.tolist() for part in np.split(order, cuts) if part.size > 1]


def _told_by(data: Dataset, rows: Ints, axis: str) -> list[str]:
    """The columns that say the same as another in other words: a code and its label, a country and its region."""
    codes, out = data[axis].codes[rows].astype(np.int64), []
    for name in data.columns:
        if name in (axis, *OWN, *REMARKS):
            continue
        pairs = codes * (len(data[name].labels) + 1) + data[name].codes[rows]
        if np.unique(pairs).size == np.unique(codes).size:
            out.append(name)
    return out


def _before_colon(label: str, labels: Mapping[str, int]) -> str | None:
    head, mark, _ = label.rpartition(":")
    return head.strip() if mark and head.strip() in labels else None


def _indicator(data: Dataset, row: int) -> str:
    return data["indicator"][int(row)] if data.has("indicator") else ""


def _closed(groups: list[Group], values: Floats, hidden: Marks) -> dict[tuple[str, ...], str]:
    """What the totals that are shown in full tell of each family: that parts `add-up`, that they fall `short`, or that
    they are `overlapping`."""
    seen: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
    for family, total, parts in groups:
        if not hidden[[total, *parts]].any():
            rest = float(values[total] - values[parts].sum())
            slack = SLACK * max(1.0, abs(float(values[total])))
            seen[family][0 if abs(rest) <= slack else 1 if rest > 0 else 2] += 1
    out = {}
    for family, (exact, short, over) in seen.items():
        if exact >= CLOSED * (exact + short + over):
            out[family] = "add-up"
        else:
            out[family] = "short" if not over else "overlapping"
    return out
