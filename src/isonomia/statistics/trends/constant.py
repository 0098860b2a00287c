"""Constant panels: the countries that reported throughout, so that a line shows change and not who reported."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.indicators.panel import CARRIED, Floats, filled

GAP = 2
"""A country stays in the panel over so many years in a row without a report; they are interpolated."""
SHORTEST = 5
"""A span that is chosen by itself has so many years at least, where the file has."""

Mask = NDArray[np.bool_]


def throughout(values: Floats, first: int, last: int, gap: int = GAP) -> Mask:
    """Which rows of values (countries, years) report at both ends of a span, given by columns, and between with no gap
    longer than `gap`."""
    inside = ~np.isnan(values[:, first : last + 1])
    kept: Mask = inside[:, 0] & inside[:, -1]
    for row in np.flatnonzero(kept).tolist():
        reported = np.flatnonzero(inside[row])
        kept[row] = bool((np.diff(reported) <= gap + 1).all())
    return kept


def best_span(values: Floats, years: Sequence[int], gap: int = GAP) -> tuple[int, int] | None:
    """The first and last column of the span with the most countries times years, the later of equals; None where no
    country reported twice."""
    best: tuple[int, int] | None = None
    most, shortest = 0, min(SHORTEST, len(years))
    for first in range(len(years)):
        for last in range(first + shortest - 1, len(years)):
            both = ~np.isnan(values[:, first]) & ~np.isnan(values[:, last])
            size = last - first + 1
            if int(both.sum()) * size >= most and last > first:
                score = int(throughout(values[both], first, last, gap).sum()) * size
                if score >= most and score:
                    best, most = (first, last), score
    return best


def interpolated(values: Floats) -> tuple[Floats, Mask]:
    """Gaps between reports on a line, nothing carried beyond the first and last report; and which were filled."""
    out, origin = filled(values)
    out[origin == CARRIED] = np.nan
    return out, np.isnan(values) & ~np.isnan(out)
