"""Which further cells to hide so that no total gives a hidden one away, at the least loss.

Each component of a table is searched by itself (see `search`); the result says what is lost, what no pattern can
undercut, and the gap between the two.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from isonomia.statistics.disclosure.attack import Attack, Want, known_bounds
from isonomia.statistics.disclosure.errors import NotProtectable
from isonomia.statistics.disclosure.primary import Sensitive
from isonomia.statistics.disclosure.search import Search
from isonomia.statistics.disclosure.table import Floats, Marks, Table

Cost = Literal["value", "cells", "log"]
NEAR = 1e-6
DEPTH = 8.0
"""Where loss is counted in cells, a total is worth so many cells for each dimension along which it is one."""


@dataclass(frozen=True, slots=True, eq=False)
class Suppression:
    """A pattern: `primary` (n,) are hidden for themselves, `secondary` (n,) to protect these.

    `sensitive` says by how much each cell is protected: what was asked, or nothing below where nothing is possible.
    `loss` is that of the secondary cells, `bound` what no pattern can undercut; `gap` is (loss - bound) / loss.
    """

    table: Table
    sensitive: Sensitive
    primary: Marks
    secondary: Marks
    loss: float
    bound: float
    rounds: int
    seconds: float
    unprotected: tuple[int, ...] = field(default=())

    @property
    def hidden(self) -> Marks:
        """All that is not shown, remainders that have no cell included."""
        return np.asarray(self.primary | self.secondary | self.table.outside)

    @property
    def gap(self) -> float:
        """The share of the loss that may not be necessary: 0 is proven best."""
        return 0.0 if self.loss <= NEAR else max(0.0, (self.loss - self.bound) / self.loss)


def losses(table: Table, cost: Cost) -> Floats:
    """What hiding each cell loses: its value, or a cell as a cell (totals more), or the logarithm of its value."""
    if cost == "value":
        return np.maximum(np.nan_to_num(table.values), NEAR)
    weight = DEPTH ** table.height.astype(float)
    return weight if cost == "cells" else weight * (1.0 + np.log1p(np.nan_to_num(table.values)))


def suppress(
    table: Table, sensitive: Sensitive, *, cost: Cost = "value", loss: Floats | None = None, zeros_shown: bool = True,
    keep: Marks | None = None, known: tuple[Floats, Floats] | None = None, seconds: float = 10.0, goal: float = 0.005,
    strict: bool = True, progress: Callable[[int, int], None] | None = None,
) -> Suppression:  # fmt: skip
    """Hides the sensitive cells and what is needed to protect them.

    `loss` (n,) overrides `cost`; cells marked in `keep` are shown whatever happens, and zeros unless `zeros_shown` is
    False; `known` (see `known_bounds`) is what an attacker knows beforehand, where marks tell more; `progress` is told
    how many parts of how many are done. The search ends
    when the gap is at most `goal` or after about so many `seconds`, the pattern being sufficient in any case. Raises
    NotProtectable where `strict` and hiding everything else would not do; otherwise such cells are named as
    `unprotected`.
    """
    began = time.monotonic()
    weights = losses(table, cost) if loss is None else np.asarray(loss, dtype=float)
    up, down = known_bounds(table, zeros_shown=zeros_shown) if known is None else known
    usable = ~sensitive.cells & ~table.outside
    if keep is not None:
        usable &= ~keep
    if zeros_shown:
        usable &= table.values != 0
    secondary = np.zeros(len(table), dtype=bool)
    above, below = np.minimum(sensitive.above, up), np.minimum(sensitive.below, down)
    total, bound, rounds, bare = 0.0, 0.0, 0, []
    parts = [(cells, lines) for cells, lines in table.components() if lines.size and sensitive.cells[cells].any()]
    parts.sort(key=lambda part: part[0].size)
    for at, (cells, lines) in enumerate(parts):
        if progress is not None:
            progress(at, len(parts))
        share = max(
            0.5, (seconds - (time.monotonic() - began)) / (len(parts) - at) * (1 if at + 1 == len(parts) else 3)
        )
        search = Search(
            Attack(table.relations[lines][:, cells], up[cells], down[cells]), sensitive.cells[cells],
            table.outside[cells], usable[cells], weights[cells], goal, began=time.monotonic(), seconds=share,
            whole=bool((table.values[cells] == np.round(table.values[cells])).all()),
        )  # fmt: skip
        wants = [
            Want(i, sign, float(amount))
            for i in np.flatnonzero(sensitive.cells[cells]).tolist()
            for sign, amount in ((1.0, above[cells[i]]), (-1.0, below[cells[i]]))
            if amount > NEAR
        ]
        beyond = search.solve(wants)
        for want in beyond:
            (above if want.sign > 0 else below)[cells[want.cell]] = 0.0
        # that a cell is no lower may follow from the zeros that are shown alone: it tells no more than they do
        beyond = [want for want in beyond if want.sign > 0 or above[cells[want.cell]] <= NEAR]
        if beyond and strict:
            names = ", ".join(table.keys[cells[beyond[0].cell]])
            raise NotProtectable(
                f"the cell {names} would be found out even if all that may be hidden were; "
                "allow totals or zeros to be hidden, or merge it with another"
            )
        bare += [int(cells[want.cell]) for want in beyond]
        secondary[cells[search.best]] = True
        total, bound, rounds = total + search.loss, bound + search.bound, rounds + search.rounds
    return Suppression(
        table, Sensitive(sensitive.cells, above, below), sensitive.cells.copy(), secondary, total, min(bound, total),
        rounds, time.monotonic() - began, tuple(sorted(set(bare))),
    )  # fmt: skip
