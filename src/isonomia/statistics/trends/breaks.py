"""What breaks a series: another source, another definition, another level, other reporters."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from isonomia.statistics.areas import area_named, nearest_area
from isonomia.statistics.dataset import Dataset
from isonomia.statistics.errors import NotStatistics, UnknownArea, UnreadableCell
from isonomia.statistics.indicators.panel import Floats, Panel
from isonomia.statistics.survey.microdata import read_microdata

SOURCE, DEFINITION, LEVEL, COVERAGE = "source", "definition", "level-shift", "coverage"
KINDS = (SOURCE, DEFINITION, LEVEL, COVERAGE)
NOTES = ("definition", "methodology", "note", "notes", "comment", "comments", "footnote", "metadata")
"""Columns whose text says how a number was counted."""
MOVED, STEADY, APART, LEAST = 1.4, 1.25, 4.0, 50.0
"""A level shift is a step by MOVED and more, APART times the usual change, between two years on each side that agree
within STEADY; below LEAST counts move so of themselves."""
OTHERS = 0.2
"""Coverage breaks where the number of reporters changes by more than this share."""


@dataclass(frozen=True, slots=True)
class Break:
    """A break of a country's series, or of an area's, in the first year of the new state."""

    area: str
    year: int
    kind: str
    note: str


def breaks_of(data: Dataset, found: Panel, *, counts: bool = True) -> list[Break]:
    """The breaks that a panel of a file's observations shows, country by country, in the order of years."""
    out: list[Break] = []
    for i, country in enumerate(found.countries):
        rows = [(year, int(found.rows[i, j])) for j, year in enumerate(found.years) if found.rows[i, j] >= 0]
        for (_, before), (year, row) in pairwise(rows):
            out += _told(data, country, year, before, row)
        out += [Break(country, year, LEVEL, note) for year, note in level_shifts(found.years, found.values[i], counts)]
    return sorted(out, key=lambda one: (one.year, one.area))


def _told(data: Dataset, country: str, year: int, before: int, row: int) -> list[Break]:
    """What the columns of two reports that follow one another say differently."""
    out = []
    if data.has("source"):
        old, new = _sources(data["source"][before]), _sources(data["source"][row])
        if old and new and not old & new:
            out.append(Break(country, year, SOURCE, f"{data['source'][before]} before, {data['source'][row]} since"))
    for name in NOTES:
        if data.has(name) and data[name][row] != data[name][before]:
            out.append(Break(country, year, DEFINITION, data[name][row] or f"no longer: {data[name][before]}"))
    return out


def _sources(label: str) -> frozenset[str]:
    """Sources are sets in varying order: CTS/MoI and MoI/CTS are one."""
    return frozenset(part for part in re.split(r"[/,;]\s*", label.casefold().strip()) if part)


def level_shifts(years: Sequence[int], values: Floats, counts: bool = True) -> list[tuple[int, str]]:
    """The years in which a series moves to another level and stays, by more than it is used to."""
    at = np.flatnonzero(~np.isnan(values) & (values > 0))
    if at.size < 5:
        return []
    when, logs = [years[int(j)] for j in at], np.log(values[at])
    steps = np.diff(logs)
    out = []
    for i in range(2, at.size - 1):
        step = float(steps[i - 1])
        others = np.delete(steps, i - 1)
        usual = max(1.4826 * float(np.median(np.abs(others - np.median(others)))), 0.05)
        low, high = logs[i - 2 : i], logs[i : i + 2]
        agree = abs(low[1] - low[0]) < math.log(STEADY) and abs(high[1] - high[0]) < math.log(STEADY)
        enough = not counts or max(values[at[i - 1]], values[at[i]]) >= LEAST
        if agree and enough and abs(step) >= math.log(MOVED) and abs(step - float(np.median(others))) > APART * usual:
            out.append((when[i], f"{'up' if step > 0 else 'down'} by a factor of {math.exp(abs(step)):.1f}"))
    return out


def coverage_breaks(area: str, years: Sequence[int], countries: Sequence[int]) -> list[Break]:
    """The years in which the number of reporters is another than in the year before by more than a fifth."""
    return [
        Break(area, year, COVERAGE, f"{before} countries before, {now} since")
        for year, before, now in zip(years[1:], countries, countries[1:], strict=False)
        if before and abs(now - before) > OTHERS * before
    ]


def known_breaks(file: str | Path) -> list[Break]:
    """Breaks that are known from elsewhere: a CSV with the columns area, year, kind, note.

    Raises NotStatistics, UnknownArea, UnreadableCell.
    """
    table = read_microdata(file)
    if not {"area", "year", "kind"} <= set(table.columns):
        raise NotStatistics("known breaks have the columns area, year, kind, note", place=table.file)
    notes = table.columns.get("note", [""] * len(table))
    out = []
    columns = (table.columns[name] for name in ("area", "year", "kind"))
    for at, (area, year, kind, note) in enumerate(zip(*columns, notes, strict=True)):
        code = area_named(area)
        if code is None:
            near = nearest_area(area)
            raise UnknownArea(
                f"{area!r} is no country or area; " + (f"{near} is near" if near else "give its ISO code"),
                place=table.place(at, "area"),
            )
        if kind not in KINDS:
            raise UnreadableCell(
                f"{kind!r} is no kind of break; write {', '.join(KINDS)}", place=table.place(at, "kind")
            )
        if not year.isdecimal():
            raise UnreadableCell(f"{year!r} is no year; write 2019", place=table.place(at, "year"))
        out.append(Break(code, int(year), kind, note or kind))
    return out
