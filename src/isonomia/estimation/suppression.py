"""Small counts hidden in a table with margins, so that no one can work them out from what is shown.

Hiding the small cells is not enough: a row with one cell hidden gives it away by its total. Which further cells to hide
at the least loss is the problem of cell suppression (Fischetti and Salazar 2001, Management Science 47): for each small
cell there must be two tables that agree with all that is shown, one in which it is higher and one in which it is lower
by what protection asks. It is solved as a mixed integer programme, and `audit` proves the result by itself: for each
hidden cell it seeks the lowest and the highest count that any table of whole numbers has that agrees with what is
shown.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.errors import FileTooLarge
from isonomia.estimation.errors import BadCount

THRESHOLD = 5
MOST_CELLS = 3000
AT_ONCE = 6000
"""Where small cells times cells are more than this, the small cells are protected one after another."""
SECONDS = 20.0

Whole = NDArray[np.int64]
Marks = NDArray[np.bool_]
Axes = tuple[int, ...]


@dataclass(frozen=True)
class Exposure:
    """What can be worked out of a hidden cell: all counts from `lowest` to `highest` fit; None is without end."""

    cell: tuple[int, ...]
    count: int
    lowest: int
    highest: int | None

    @property
    def recovered(self) -> bool:
        """Whether only one count fits."""
        return self.lowest == self.highest


@dataclass(frozen=True, eq=False)
class Protected:
    """A table with margins, the last place along each axis: `counts`; which cells are hidden because they are small,
    `primary`, or to protect those, `complementary`; and which are not for showing anyway, `unpublished`."""

    counts: Whole
    primary: Marks
    complementary: Marks
    unpublished: Marks
    threshold: int
    exposures: tuple[Exposure, ...] = field(default=())

    @property
    def hidden(self) -> Marks:
        """All that is not shown."""
        return np.asarray(self.primary | self.complementary | self.unpublished)

    def shown(self, cell: tuple[int, ...]) -> int | None:
        """The count of a cell as it may be published."""
        return None if self.hidden[cell] else int(self.counts[cell])


def with_margins(counts: Any) -> Whole:
    """A table of counts with its sums along each axis, at the last place. Raises BadCount."""
    table = np.asarray(counts)
    if table.ndim == 0 or (table != np.round(table)).any() or (table < 0).any():
        raise BadCount("the table has counts that are negative or not whole; write whole numbers from 0")
    whole: Whole = table.astype(np.int64)
    for axis in range(whole.ndim):
        whole = np.concatenate([whole, whole.sum(axis=axis, keepdims=True)], axis=axis)
    return whole


def protect(counts: Any, *, threshold: int = THRESHOLD, published: Iterable[Axes] | None = None) -> Protected:
    """Hides the counts from 1 to `threshold` - 1 of a table without margins, and what would give them away.

    `published` names the margins that are to be shown by their axes, e.g. `[(0,), (1,), (0, 1)]`, by default all with
    the table itself; the grand total always is. Every hidden small cell can then be at least `threshold`, and lower
    than it is, for all that a reader can tell; the `exposures` of the result prove it.
    Raises BadCount, FileTooLarge.
    """
    whole = with_margins(counts)
    if whole.size > MOST_CELLS:
        raise FileTooLarge(f"the table has {whole.size} cells with its margins, over {MOST_CELLS}; take fewer groups")
    margins = _margin_axes(whole.shape)
    orders = None if published is None else {tuple(sorted(axes)) for axes in published} | {()}
    unpublished = np.array([orders is not None and axes not in orders for axes in margins], dtype=bool)
    flat = whole.ravel()
    small = (flat > 0) & (flat < threshold)
    equations = _equations(whole.shape)
    # an unpublished small cell needs protection only where it would be found out
    guarded = small & ~unpublished
    while True:
        hidden = _solve(flat, guarded, unpublished, equations, _losses(flat, margins), threshold)
        found = audit_flat(flat, hidden | unpublished, equations, guarded | (small & unpublished))
        late = [e.cell[0] for e in found if e.recovered and unpublished[e.cell[0]] and not guarded[e.cell[0]]]
        if not late:
            break
        guarded[late] = True
    extra = hidden & ~small & ~unpublished
    shape = whole.shape
    named = tuple(
        Exposure(tuple(int(x) for x in np.unravel_index(e.cell[0], shape)), e.count, e.lowest, e.highest) for e in found
    )
    return Protected(
        whole, (small & ~unpublished).reshape(shape), extra.reshape(shape), unpublished.reshape(shape), threshold, named
    )


def audit(shown: Any, counts: Any | None = None) -> tuple[Exposure, ...]:
    """What can be worked out of each cell that is None in a table with margins, by whole numbers from 0.

    `shown` is nested sequences of counts and None, margins at the last place of each axis; `counts`, the true table
    with margins, is only copied into the result.
    """
    table = np.array(shown, dtype=object)
    hidden = np.array([cell is None for cell in table.ravel()], dtype=bool)
    known = np.array([0 if cell is None else int(cell) for cell in table.ravel()], dtype=np.int64)
    truth = known if counts is None else np.asarray(counts, dtype=np.int64).ravel()
    found = audit_flat(known, hidden, _equations(table.shape), hidden, truth)
    return tuple(
        Exposure(tuple(int(x) for x in np.unravel_index(e.cell[0], table.shape)), e.count, e.lowest, e.highest)
        for e in found
    )


def audit_flat(flat: Whole, hidden: Marks, equations: Any, asked: Marks, truth: Whole | None = None) -> list[Exposure]:
    """The lowest and highest count of each asked cell (flat places) over all tables that agree with what is shown."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    unknown = np.flatnonzero(hidden)
    if not unknown.size:
        return []
    right = -(equations[:, ~hidden] @ flat[~hidden])
    used = np.flatnonzero(np.asarray(abs(equations[:, unknown]).sum(axis=1)).ravel())
    constraint = LinearConstraint(equations[used][:, unknown], right[used], right[used])
    found = []
    for place in np.flatnonzero(asked & hidden):
        ends: list[int | None] = []
        for sign in (1.0, -1.0):
            goal = np.zeros(unknown.size)
            goal[np.searchsorted(unknown, place)] = sign
            done = milp(
                goal,
                constraints=constraint,
                integrality=np.ones(unknown.size, dtype=np.int64),
                bounds=Bounds(0, np.inf),
            )
            if done.x is None and done.status not in (3, 4):
                raise ArithmeticError(f"the audit of a table was not solved: {done.message}")
            ends.append(None if done.x is None else round(float(done.x[np.searchsorted(unknown, place)])))
        count = int((flat if truth is None else truth)[place])
        found.append(Exposure((int(place),), count, ends[0] or 0, ends[1]))
    return found


def _solve(
    flat: Whole, guarded: Marks, unpublished: Marks, equations: Any, losses: NDArray[np.float64], threshold: int
) -> Marks:
    """Which cells to hide so that each guarded one is protected: at once, or one after another in a large table."""
    hidden = guarded.copy()
    places = np.flatnonzero(guarded)
    if places.size * flat.size <= AT_ONCE:
        return _programme(flat, places, hidden, unpublished, equations, losses, threshold)
    for place in places[np.argsort(flat[places], kind="stable")]:
        hidden |= _programme(flat, [int(place)], hidden, unpublished, equations, losses, threshold)
    return hidden


def _programme(
    flat: Whole, places: Sequence[int] | Whole, hidden: Marks, unpublished: Marks, equations: Any,
    losses: NDArray[np.float64], threshold: int,
) -> Marks:  # fmt: skip
    """The least further loss: y says which cells are hidden, and for each place two tables f of differences from the
    truth, zero on what is shown, with sums of zero, that take it up and down by what protection asks."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, hstack, kron, vstack

    n, tables = flat.size, 2 * len(places)
    if not tables:
        return hidden.copy()
    room = float(2 * threshold + 2)
    free = hidden | unpublished
    cost = np.concatenate([np.where(free, 0.0, losses), np.full(tables * n, 1e-6)])
    lower = np.concatenate([free.astype(float), np.tile(-np.minimum(flat, room), tables)])
    upper = np.concatenate([np.ones(n), np.full(tables * n, room)])
    for order, place in enumerate(places):
        up, down = n + 2 * order * n + place, n + (2 * order + 1) * n + place
        lower[up] = max(threshold - int(flat[place]), 1)
        upper[down] = -1.0
    sums = hstack([csr_array((tables * equations.shape[0], n)), kron(eye_array(tables), equations)])
    ones = csr_array(np.ones((tables, 1)))
    above = hstack([kron(ones, eye_array(n)) * -room, eye_array(tables * n)])
    below = hstack([kron(ones, csr_array(np.diag(np.minimum(flat, room).astype(float)))), eye_array(tables * n)])
    matrix = csr_array(vstack([sums, above, below]))
    infinite = np.full(tables * n, np.inf)
    done = milp(
        cost,
        constraints=LinearConstraint(
            matrix,
            np.concatenate([np.zeros(sums.shape[0]), -infinite, np.zeros(tables * n)]),
            np.concatenate([np.zeros(sums.shape[0]), np.zeros(tables * n), infinite]),
        ),
        integrality=np.ones(n + tables * n, dtype=np.int64),
        bounds=Bounds(lower, upper),
        options={"time_limit": SECONDS, "mip_rel_gap": 0.01},
    )
    if done.x is None:
        return np.ones(n, dtype=bool)  # hide all rather than too little
    return np.asarray(hidden | (done.x[:n] > 0.5) & ~unpublished)


def _losses(flat: Whole, margins: Sequence[Axes]) -> NDArray[np.float64]:
    """What hiding a cell loses: more for larger counts, much more for totals."""
    deepest = max(len(axes) for axes in margins)
    height = np.array([deepest - len(axes) for axes in margins], dtype=float)
    return (1.0 + np.log1p(flat)) * 4.0**height


def _margin_axes(shape: tuple[int, ...]) -> list[Axes]:
    """For each cell with margins the axes along which it is no sum."""
    return [
        tuple(axis for axis, place in enumerate(cell) if place < shape[axis] - 1)
        for cell in itertools.product(*(range(size) for size in shape))
    ]


def _equations(shape: tuple[int, ...]) -> Any:
    """One row for each line of cells along an axis: their sum less their total, as a sparse matrix."""
    from scipy.sparse import csr_array

    places = np.arange(int(np.prod(shape))).reshape(shape)
    rows, columns, values = [], [], []
    line = 0
    for axis in range(len(shape)):
        for cells in np.moveaxis(places, axis, -1).reshape(-1, shape[axis]):
            rows += [line] * cells.size
            columns += cells.tolist()
            values += [1.0] * (cells.size - 1) + [-1.0]
            line += 1
    return csr_array((values, (rows, columns)), shape=(line, places.size))


def recovered(exposures: Collection[Exposure]) -> list[Exposure]:
    """Those of which only one count fits: none, where the protection holds."""
    return [one for one in exposures if one.recovered]
