"""What can be worked out of the hidden cells of a table from what it shows.

For each hidden cell the lowest and the highest value that any table has which agrees with all that is shown. Bounds are
first passed along the relations, which settles most; the rest are linear programmes, in whole numbers where those of
fractions would promise more than there is. A cell of which one value fits is recovered; one that is known closer than
its protection asks is narrowed.

The result of auditing a table that others publish is for its operator alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from isonomia.statistics.disclosure.attack import Attack, Want, known_bounds
from isonomia.statistics.disclosure.network import network_of
from isonomia.statistics.disclosure.primary import Sensitive
from isonomia.statistics.disclosure.solving import in_whole_numbers, linear
from isonomia.statistics.disclosure.table import Floats, Ints, Key, Marks, Table

Status = Literal["recovered", "narrowed", "safe"]
NEAR = 1e-6
PASSES = 50
"""Bounds are passed along the relations so many times at most."""
LONGEST = 5.0
"""Seconds that a programme in whole numbers may take."""
MANY = 20
"""From so many cells of a component on, flows are tried."""
FLOW = 2**30 - 1


@dataclass(frozen=True, slots=True)
class Exposure:
    """What can be told of a hidden cell: all values from `lowest` to `highest` fit, None is without end. `exact` is
    False where a closer bound in whole numbers could not be had in time."""

    cell: int
    key: Key
    lowest: float
    highest: float | None
    status: Status
    exact: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Audit:
    """`exposures` of the hidden cells that were asked for; `contradictions`: relations (their places) of components
    that no values fit, because what is shown does not add up."""

    exposures: tuple[Exposure, ...]
    contradictions: tuple[int, ...] = ()

    def of(self, status: Status) -> tuple[Exposure, ...]:
        """Those that are recovered, narrowed or safe."""
        return tuple(one for one in self.exposures if one.status == status)

    @property
    def sound(self) -> bool:
        """Whether nothing is recovered or narrowed."""
        return all(one.status == "safe" for one in self.exposures)


def audit(
    table: Table, hidden: Marks, *, low: Floats | None = None, high: Floats | None = None,
    wanted: Sensitive | None = None, threshold: int = 5, ask: Marks | None = None, whole: bool | None = None,
) -> Audit:  # fmt: skip
    """Tries to recover the hidden cells (n,) of a table from those that are shown.

    `low` and `high` (n,) are what is known of hidden cells beforehand: zero or more, and for a cell printed as "<5"
    0 and 4. The values of hidden cells are not used but to judge, with `wanted`, whether the interval reaches as far
    beyond them as protection asks. Without it, a cell is narrowed that is told to be under the `threshold`, or closer
    than it was printed. `ask` limits the cells that are told about; `whole` says that values are whole numbers, by
    default where those that are shown in the same totals are.
    """
    known = np.where(hidden, np.nan, table.values)
    lows = np.where(hidden, 0.0 if low is None else low, known)
    highs = np.where(hidden, np.inf if high is None else high, known)
    asked = hidden & ~table.outside if ask is None else hidden & ask
    told: list[Exposure] = []
    wrong: list[int] = []
    for cells, lines in _parts(table, hidden):
        if not asked[cells].any():
            continue
        matrix = table.relations[lines]
        ends = _Ends(matrix, cells, lows, highs, _whole(matrix, known) if whole is None else whole)
        if not ends.possible:
            wrong += lines.tolist()
            continue
        ends.by_flow(np.flatnonzero(asked[cells]))
        for cell in cells[asked[cells]].tolist():
            lowest, highest, exact = ends.of(cell)
            told.append(_judged(table, cell, (lowest, highest), exact, lows, highs, wanted, threshold))
    return Audit(tuple(told), tuple(sorted(wrong)))


def verified(
    table: Table, hidden: Marks, wanted: Sensitive, *, zeros_shown: bool = True,
    known: tuple[Floats, Floats] | None = None,
) -> list[int]:  # fmt: skip
    """The sensitive cells that a pattern does not protect as far as asked, attacked anew and in whole numbers where
    values are: none, if `hidden` is sufficient. Faster than `audit`, as no interval is sought."""
    up, down = known_bounds(table, zeros_shown=zeros_shown) if known is None else known
    bare: list[int] = []
    for cells, lines in table.components():
        inside = np.flatnonzero(wanted.cells[cells])
        if not inside.size or not lines.size:
            continue
        attack = Attack(table.relations[lines][:, cells], up[cells], down[cells])
        wants = [
            Want(i, sign, float(amount))
            for i in inside.tolist()
            for sign, amount in ((1.0, wanted.above[cells[i]]), (-1.0, wanted.below[cells[i]]))
            if amount > NEAR
        ]
        if bool((table.values[cells] == np.round(table.values[cells])).all()):
            failed: Sequence[Want] = attack.unmet_in_whole_numbers(hidden[cells], wants)
        else:
            failed = [want for want, _ in attack.unmet(hidden[cells].astype(float), wants)]
        bare += [int(cells[want.cell]) for want in failed]
    return sorted({*bare, *np.flatnonzero(wanted.cells & ~hidden).tolist()})


def _whole(matrix: Any, known: Floats) -> bool:
    """Whether all values that are shown in some relations are whole numbers."""
    values = known[np.unique(matrix.indices)]
    values = values[~np.isnan(values)]
    return bool((values == np.round(values)).all())


def _judged(
    table: Table, cell: int, ends: tuple[float, float], exact: bool, lows: Floats, highs: Floats,
    wanted: Sensitive | None, threshold: int,
) -> Exposure:  # fmt: skip
    lowest, highest = ends
    status: Status = "safe"
    if highest - lowest <= NEAR * max(1.0, abs(lowest)):
        status = "recovered"
    elif wanted is not None:
        value, slack = float(table.values[cell]), NEAR * max(1.0, abs(float(table.values[cell])))
        if wanted.cells[cell] and (
            highest < value + wanted.above[cell] - slack or lowest > value - wanted.below[cell] + slack
        ):
            status = "narrowed"
    elif highest < (threshold if np.isinf(highs[cell]) else highs[cell]) or (
        np.isfinite(highs[cell]) and lowest > max(lows[cell], 1.0)
    ):
        status = "narrowed"
    return Exposure(cell, table.keys[cell], lowest, None if np.isinf(highest) else highest, status, exact)


def _parts(table: Table, hidden: Marks) -> list[tuple[Ints, Ints]]:
    """The hidden cells that hang together through relations, with these."""
    unknown = np.flatnonzero(hidden)
    if not unknown.size:
        return []
    matrix = table.relations.tocsc()[:, unknown].tocsr()
    part = Table(
        table.values[unknown], matrix, tuple(table.keys[i] for i in unknown.tolist()), table.height[unknown],
        table.outside[unknown],
    )  # fmt: skip
    return [(unknown[cells], lines) for cells, lines in part.components() if cells.size]


class _Ends:
    """The lowest and highest values of the hidden cells of one component."""

    def __init__(self, relations: Any, cells: Ints, low: Floats, high: Floats, whole: bool) -> None:
        self.cells, self.whole = cells, whole
        columns = relations.tocsc()
        shown = np.ones(low.size, dtype=bool)
        shown[cells] = False
        known = np.where(shown, low, 0.0)
        self.matrix = columns[:, cells].tocsr()
        self.right: Floats = -np.asarray(relations @ known).ravel()
        self.low, self.high = low[cells].astype(float), high[cells].astype(float)
        # the least and the greatest that some table is known to have
        self.least, self.most = np.full(cells.size, np.inf), np.full(cells.size, -np.inf)
        self.start: Floats | None = None
        self.found: dict[tuple[int, float], float] = {}
        self.possible = self._passed() and self._starts()

    def by_flow(self, places: Ints) -> None:
        """Finds many ends at once where the component is a network of whole numbers."""
        network = network_of(self.matrix) if self.whole and places.size >= MANY and self.right.size else None
        if network is None or self.start is None or (np.abs(self.start - np.round(self.start)) > NEAR).any():
            return
        point = np.round(self.start)
        rise, fall = self.high - point, point - self.low
        most = float(FLOW // max(1, self.cells.size))
        wants = [Want(int(at), sign, most) for at in places for sign in (1.0, -1.0)]
        if not network.exact(rise, fall, wants):
            return
        for want, moved in zip(wants, network.reached(rise, fall, wants), strict=True):
            at, room = want.cell, float((rise if want.sign > 0 else fall)[want.cell])
            if moved < most or room < most:  # else it may go further
                end = point[at] + want.sign * min(moved, room)
                self.found[at, -want.sign] = float(end)

    def of(self, cell: int) -> tuple[float, float, bool]:
        """The ends of a cell, and whether they are exact."""
        at = int(np.searchsorted(self.cells, cell))
        lowest, sure = self._end(at, 1.0)
        highest, certain = self._end(at, -1.0)
        return lowest, highest, sure and certain

    def _passed(self) -> bool:
        """Passes bounds along the relations until they stay; False where they contradict each other."""
        matrix = self.matrix
        line = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        cell, sign = matrix.indices, matrix.data
        for _ in range(PASSES):
            ups = np.where(sign > 0, self.high[cell], -self.low[cell])
            downs = np.where(sign > 0, self.low[cell], -self.high[cell])
            most, least = _sums(line, ups, self.right.size), _sums(line, downs, self.right.size)
            # what a cell must be when all others of the relation are at their ends
            top = self.right[line] - _without(least, line, downs)
            bottom = self.right[line] - _without(most, line, ups)
            high, low = self.high.copy(), self.low.copy()
            np.minimum.at(high, cell, np.where(sign > 0, top, -bottom))
            np.maximum.at(low, cell, np.where(sign > 0, bottom, -top))
            if self.whole:
                high, low = np.floor(high + NEAR), np.ceil(low - NEAR)
            if (low > high + NEAR).any():
                return False
            same = np.array_equal(high, self.high) and np.array_equal(low, self.low)
            self.high, self.low = np.maximum(high, low), low
            if same:
                break
        return True

    def _starts(self) -> bool:
        """Whether any table fits."""
        if not self.right.size or (self.low == self.high).all():
            gap = np.asarray(self.matrix @ np.where(np.isfinite(self.low), self.low, 0.0)).ravel() - self.right
            return not self.right.size or bool((np.abs(gap) <= NEAR * np.maximum(1.0, np.abs(self.right))).all())
        solved = self._solved(np.zeros(self.cells.size))
        if solved is not None:
            self.start = solved[0]
        return solved is not None

    def _solved(self, goal: Floats) -> tuple[Floats | None, float] | None:
        """The table of least `goal` (None where there is no least) and that; None where no table fits."""
        done = linear(goal, self.low, self.high, equal=self.matrix, right=self.right)
        if done.status == 2:
            return None
        if done.status != 0:
            return None, -np.inf
        if not self.whole or (np.abs(done.x - np.round(done.x)) < NEAR).all():
            self.least, self.most = np.minimum(self.least, done.x), np.maximum(self.most, done.x)
        return done.x, float(done.fun)

    def _end(self, at: int, sign: float) -> tuple[float, bool]:
        """The lowest value of a cell (sign 1.0) or the highest (-1.0)."""
        bound = float(self.low[at] if sign > 0 else self.high[at])
        seen = float(self.least[at] if sign > 0 else self.most[at])
        if (at, sign) in self.found:
            return self.found[at, sign], True
        if not self.right.size or abs(seen - bound) <= NEAR or self.low[at] == self.high[at]:
            return bound, True
        goal = np.zeros(self.cells.size)
        goal[at] = sign
        solved = self._solved(goal)
        if solved is None or solved[0] is None:
            return (-np.inf if sign > 0 else np.inf) if not np.isfinite(bound) else bound, True
        value, where = sign * solved[1], solved[0]
        if not self.whole:
            return value, True
        near = float(np.ceil(value - NEAR) if sign > 0 else np.floor(value + NEAR))
        seen = float(self.least[at] if sign > 0 else self.most[at])
        if abs(seen - near) <= NEAR or (np.abs(where - np.round(where)) < NEAR).all():
            return near, True
        return self._whole_end(goal, sign, near)

    def _whole_end(self, goal: Floats, sign: float, near: float) -> tuple[float, bool]:
        """The same among tables of whole numbers only."""
        done = in_whole_numbers(goal, self.low, self.high, self.matrix, self.right, self.right, seconds=LONGEST)
        if done.x is None or done.status != 0:
            return near, False
        self.least, self.most = np.minimum(self.least, done.x), np.maximum(self.most, done.x)
        return float(np.round(sign * done.fun)), True


def _sums(line: Ints, parts: Floats, lines: int) -> tuple[Floats, Ints]:
    """The sums of parts along each line, those without end counted apart."""
    endless = ~np.isfinite(parts)
    sums = np.bincount(line, np.where(endless, 0.0, parts), lines).astype(np.float64)
    return sums, np.bincount(line, endless, lines).astype(np.int64)


def _without(sums: tuple[Floats, Ints], line: Ints, parts: Floats) -> Floats:
    """For each part the sum of the others of its line, signed infinity where one of them is without end."""
    endless = ~np.isfinite(parts)
    rest = sums[0][line] - np.where(endless, 0.0, parts)
    others = sums[1][line] - endless
    sign = np.where(np.isfinite(parts), 1.0, np.sign(np.where(endless, parts, 1.0)))
    towards = np.zeros(sums[0].size)
    towards[line[endless]] = sign[endless]
    if not endless.any():
        return rest
    with np.errstate(invalid="ignore"):
        return np.where(others > 0, towards[line] * np.inf, rest)
