"""Which cells tell too much by themselves, and how wide what is hidden must stay.

A frequency is sensitive where it is small; a magnitude (kilograms, money) where one or few contributors make nearly
all of it (Hundepool and others 2012, Statistical Disclosure Control, chapter 4). Each rule says too by how much an
attacker's interval must reach beyond the true value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from isonomia.statistics.disclosure.errors import BadRule
from isonomia.statistics.disclosure.table import Floats, Marks


@dataclass(frozen=True, slots=True, eq=False)
class Sensitive:
    """`cells` (n,) are to be hidden; for all that can be told each may be `above` (n,) higher than it is, and `below`
    (n,) lower."""

    cells: Marks
    above: Floats
    below: Floats

    def __or__(self, other: Sensitive) -> Sensitive:
        return Sensitive(
            self.cells | other.cells, np.maximum(self.above, other.above), np.maximum(self.below, other.below)
        )


def by_threshold(values: Any, threshold: int = 5, *, contributors: Any = None, lowest: Any = 0.0) -> Sensitive:
    """Counts from 1 to `threshold` - 1; or values to which so few have contributed.

    A hidden count must be possibly `threshold`, and possibly one lower than it is, unless it is the `lowest` that a
    hidden cell can be (one for all, or one each). A value with few contributors must be possibly a tenth higher and
    lower. Zeros tell of no one and are shown. Raises BadRule.
    """
    if threshold < 1:
        raise BadRule(f"the threshold {threshold} hides nothing; give 2 or more (5 is usual)")
    known = np.nan_to_num(np.asarray(values, dtype=float))
    if contributors is not None:
        persons = np.asarray(contributors, dtype=float)
        cells = (persons > 0) & (persons < threshold) & (known > 0)
        return Sensitive(cells, np.where(cells, known / 10, 0.0), np.where(cells, known / 10, 0.0))
    cells = (known > 0) & (known < threshold)
    above = np.where(cells, threshold - known, 0.0)
    return Sensitive(cells, above, np.where(cells, np.clip(known - lowest, 0.0, 1.0), 0.0))


def by_dominance(values: Any, largest: Any, *, n: int = 1, k: float = 75.0) -> Sensitive:
    """Cells of which the `n` largest contributions make more than `k` per cent.

    `largest` (cells, at least n) are the largest contributions to each cell, in descending order. What is shown must
    allow a total of which they are no more than k per cent. Raises BadRule.
    """
    tops = _tops(largest, n)
    if not 0 < k < 100:
        raise BadRule(f"a share of {k:g} per cent is none; give one between 0 and 100")
    known = np.nan_to_num(np.asarray(values, dtype=float))
    first = tops[:, :n].sum(axis=1)
    cells = (known > 0) & (first > known * k / 100)
    room = np.where(cells, first * 100 / k - known, 0.0)
    return Sensitive(cells, room, np.minimum(room, known))


def by_p_percent(values: Any, largest: Any, *, p: float = 10.0) -> Sensitive:
    """Cells in which the second largest contributor can tell the largest within `p` per cent.

    What remains besides the two largest is less than p per cent of the largest. The interval must be wide enough that
    it is not. Raises BadRule.
    """
    tops = _tops(largest, 2)
    if not 0 < p <= 100:
        raise BadRule(f"{p:g} per cent protects nothing; give more than 0, up to 100")
    known = np.nan_to_num(np.asarray(values, dtype=float))
    room = p / 100 * tops[:, 0] - (known - tops[:, 0] - tops[:, 1])
    cells = (known > 0) & (room > 1e-9)
    above = np.where(cells, room, 0.0)
    return Sensitive(cells, above, np.minimum(above, known))


def _tops(largest: Any, n: int) -> Floats:
    tops: Floats = np.nan_to_num(np.atleast_2d(np.asarray(largest, dtype=float)))
    if tops.shape[1] < n:
        raise BadRule(f"the rule needs the {n} largest contributions of each cell; {tops.shape[1]} are given")
    if (np.diff(tops, axis=1) > 0).any():
        raise BadRule("a contribution is larger than the one before it; give the largest first")
    return tops
