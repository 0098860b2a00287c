"""This year against the years beside it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from isonomia.statistics.checks.duplicates import repeated
from isonomia.statistics.checks.finding import WARNING, Finding, rows_of, shown
from isonomia.statistics.dataset import BELOW, DIMENSIONS, Dataset

SPIKE = 4.0
"""A value so many times above or below both its neighbours, which agree within CALM, stands alone."""
CALM = 1.6
STEP = 8.0
"""A series that moves by so much from one year to the next and stays there may have changed its definition."""
LEAST = 100.0
"""Below this, counts move by such factors of themselves."""
APART = 2
"""Years more than this apart are not compared."""


def level_shift(data: Dataset) -> Iterator[Finding]:
    """One finding for each value that stands alone among its years, and for each step to another level."""
    for rows, years, values in _series(data):
        size = len(rows)
        told: set[int] = set()
        for i in range(1, size - 1):
            before, here, after = values[i - 1], values[i], values[i + 1]
            near = years[i] - years[i - 1] <= APART and years[i + 1] - years[i] <= APART
            if near and max(before, here, after) >= LEAST and min(before, here, after) > 0:
                calm = max(before, after) / min(before, after) <= CALM
                factor = here / (before * after) ** 0.5
                if calm and max(factor, 1 / factor) >= SPIKE:
                    told |= {i, i + 1}
                    facts = _facts(years[i], here, before, after, factor)
                    yield Finding("level-shift", WARNING, (rows[i],), facts)
        for i in range(2, size - 1):
            old, new = sorted(values[i - 2 : i]), sorted(values[i : i + 2])
            steady = old[0] > 0 and old[1] <= CALM * old[0] and new[0] > 0 and new[1] <= CALM * new[0]
            if i in told or not steady or years[i] - years[i - 1] > APART or years[i + 1] - years[i - 2] > 4:
                continue
            factor = values[i] / values[i - 1]
            if max(old[1], new[1]) >= LEAST and max(factor, 1 / factor) >= STEP:
                facts = _facts(years[i], values[i], values[i - 1], values[i + 1], factor)
                yield Finding("level-shift.step", WARNING, rows_of((rows[i - 1], rows[i])), facts, ("year",))


def _facts(year: int, here: float, before: float, after: float, factor: float) -> dict[str, str]:
    return {
        "year": str(year), "value": shown(here), "before": shown(before), "after": shown(after),
        "factor": f"{max(factor, 1 / factor):.1f}",
    }  # fmt: skip


def _series(data: Dataset) -> Iterator[tuple[list[int], list[int], list[float]]]:
    """Counts of one subject over the years, with three years at least."""
    names = [name for name in DIMENSIONS if data.has(name) and name != "source"]
    usable = ~repeated(data) & ~np.isnan(data.value) & (data.status != BELOW) & (data.year > 0)
    if data.has("unit"):
        usable &= np.array([label.casefold().startswith("count") for label in data["unit"].labels])[data["unit"].codes]
    rows = np.flatnonzero(usable)
    if not rows.size:
        return
    key = data.keys(*names, year=False)[rows]
    order = np.lexsort((data.year[rows], key))
    for group in np.split(rows[order], np.flatnonzero(np.diff(key[order])) + 1):
        if group.size >= 3:
            yield group.tolist(), data.year[group].tolist(), data.value[group].tolist()
