"""Which observations a trend is of: a series by its labels, its parts, and the countries of an area."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.areas import area_named, nearest_area
from isonomia.statistics.dataset import Dataset
from isonomia.statistics.errors import NotComputable, UnknownArea
from isonomia.statistics.indicators.compute import WHOLE_OF
from isonomia.statistics.indicators.declaration import TOTALS
from isonomia.statistics.indicators.sources import kind_of

LEVELS = ("indicator", "dimension", "category")
SEPARATOR = " > "
TOTAL = ("Total", "na", "")
EARLIEST, LATEST = 1900, 2100
"""A year before or after is a slip of the pen, which `isonomia check` finds."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Observations of one line. `label` names the part where a series has several; `persons` is its sex or age;
    `counts` whether they can be added up."""

    label: str
    rows: Mask
    persons: dict[str, str]
    counts: bool


def all_series(data: Dataset) -> list[tuple[str, int, int, int]]:
    """The series of a file as `--series` takes them, each with the number of its countries, first and last year."""
    names = [name for name in LEVELS if data.has(name)]
    out = []
    for group in data.groups(*names, year=False) if names else ():
        rows = group[(data.year[group] > 0) & ~np.isnan(data.value[group])]
        if rows.size:
            label = SEPARATOR.join(data[name][int(rows[0])] for name in names)
            column = data["iso3" if data.has("iso3") else "country"]
            years = data.year[rows]
            out.append((label, len(set(column.codes[rows].tolist())), int(years.min()), int(years.max())))
    return sorted(out, key=lambda one: (-one[1], one[0]))


def choose(data: Dataset, series: str, by: str | None = None) -> list[Chosen]:
    """The observations of a series ("Persons held > by status > Unsentenced"), of all persons, as one line or by part.

    What is left out after the indicator is its total. `by`: sex, age, source, or category for the parts of its
    dimension. Raises NotComputable, naming what the file has.
    """
    parts = [part.strip() for part in re.split(r"\s*>\s*", series)]
    names = [name for name in LEVELS if data.has(name)]
    if not names:
        raise NotComputable("the file has no column that names what it counts", place=data.file)
    rows = (data.year >= EARLIEST) & (data.year <= LATEST)
    for at, name in enumerate(names):
        if by == "category" and name == "category":
            break
        rows &= _level(data, rows, name, parts[at] if at < len(parts) else None)
    whole = {name: ~_others(data, name) for name in TOTALS if data.has(name)}
    found: list[Chosen] = []
    for label, part, persons in _parts(data, rows, by):
        mask = rows & part
        for name, total in whole.items():
            mask &= total if name not in persons else True
        counted, counts = _counted(data, mask)
        if counted.any():
            found.append(Chosen(label, counted, persons, counts))
    if not found:
        raise NotComputable(f"{series!r} has no value" + (f" by {by}" if by else ""), place=data.file)
    return found


def _level(data: Dataset, rows: Mask, name: str, label: str | None) -> Mask:
    """The observations among `rows` that a column says to be these; its total where nothing is named."""
    here = [data[name].labels[code] for code in np.unique(data[name].codes[rows]).tolist()]
    if label is None:
        totals = [one for one in here if one in TOTAL]
        if totals:
            return data[name].is_in(totals)
        if len(here) == 1:
            return data[name].is_in(here)
        raise NotComputable(f"name a {name} after {SEPARATOR.strip()}: {'; '.join(sorted(here))}", place=data.file)
    mask = data[name].is_in([label])
    if not (rows & mask).any():
        near = [one for one in here if label.casefold() in one.casefold()] or here
        raise NotComputable(f"no {name} is {label!r}; there is {'; '.join(sorted(near)[:20])}", place=data.file)
    return mask


def _others(data: Dataset, name: str) -> Mask:
    """The observations of some persons only."""
    return ~data[name].is_in([*TOTALS[name], ""])


def _parts(data: Dataset, rows: Mask, by: str | None) -> list[tuple[str, Mask, dict[str, str]]]:
    if by is None:
        return [("", np.ones(len(data), dtype=bool), {})]
    if by == "source" and data.has("source"):
        kinds = np.array([kind_of(label) for label in data["source"].labels])[data["source"].codes]
        return [(str(kind), kinds == kind, {}) for kind in sorted(set(kinds[rows].tolist()))]
    if by not in (*TOTALS, "category") or not data.has(by):
        raise NotComputable(f"a series is told apart by sex, age, category or source, not by {by}", place=data.file)
    labels = [data[by].labels[code] for code in np.unique(data[by].codes[rows]).tolist()]
    kept = [label for label in labels if label not in TOTAL and label not in TOTALS.get(by, ())]
    return [(label, data[by].is_in([label]), {by: label} if by in TOTALS else {}) for label in kept]


def _counted(data: Dataset, rows: Mask) -> tuple[Mask, bool]:
    """The counts among the observations; where there are none, those of the only unit, which cannot be added up."""
    if not data.has("unit"):
        labels = {data["indicator"][int(i)] for i in np.flatnonzero(rows)} if data.has("indicator") else set()
        return rows, not any(re.search(r"\brate\b|per 100|percent|%", label, re.I) for label in labels)
    counts = (
        rows
        & np.array([label.casefold().startswith(("count", "number")) for label in data["unit"].labels])[
            data["unit"].codes
        ]
    )
    if counts.any():
        return counts, True
    units = np.unique(data["unit"].codes[rows])
    return (rows if units.size == 1 else np.zeros_like(rows)), False


def countries_of(data: Dataset, area: str, countries: Sequence[str]) -> tuple[str, list[int]]:
    """An area as the file or the register names it, and the places of its countries among `countries`.

    `area`: world, a region or subregion of the file, or a country by code or name. Raises UnknownArea.
    """
    parts = {part for whole, several in WHOLE_OF.items() if whole in countries for part in several}
    if area.casefold() == "world":
        return "world", [i for i, name in enumerate(countries) if name not in parts]
    column = data["iso3" if data.has("iso3") else "country"]
    for level in ("region", "subregion"):
        if data.has(level):
            label = next((one for one in data[level].labels if one.casefold() == area.casefold()), None)
            if label:
                inside = {column[int(i)] for i in np.flatnonzero(data[level].is_in([label]))}
                return label, [i for i, name in enumerate(countries) if name in inside and name not in parts]
    code = area_named(area) or area
    found = [i for i, name in enumerate(countries) if name == area or (area_named(name) or name) == code]
    if not found:
        near = nearest_area(area)
        known = f"{near} is near" if near and not area_named(area) else "the series has no value of it"
        raise UnknownArea(f"{area!r} is no region of the file and no country with values; {known}", place=data.file)
    return countries[found[0]], found[:1]
