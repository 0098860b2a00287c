"""The search for the pattern of least loss in one component of a table.

The problem of cell suppression as Fischetti and Salazar solve it (Management Science 47, 2001): the least loss subject
to inequalities that every sufficient pattern meets. They are found as they are needed: the relaxed problem is solved,
its pattern attacked, and each proof that a cell is found out becomes an inequality. The relaxation's value is a bound
that no pattern can undercut. Patterns come from rounding it, mending what is found out and taking back what is not
needed, and, while the gap is wide, from mixed integer programmes over the cells that can matter.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Any

import numpy as np

from isonomia.statistics.disclosure.attack import Attack, Want
from isonomia.statistics.disclosure.solving import in_whole_numbers, linear
from isonomia.statistics.disclosure.table import Floats, Ints, Marks

NEAR = 1e-6
TIE = 1e-3
"""Loss is lessened by up to this share, cell by cell, so that equal cells are no tie; the bound stays one."""
SHARPENINGS = 12
"""So many steps are tried to sharpen an inequality by rounding."""
SLACK = 1e-3
"""An inequality that is met with more than this to spare is not sharpened."""
AT_ONCE = 60
"""So many proofs are gathered in a round where each takes a linear programme."""
STALLED = 5
"""After so many rounds in which the bound hardly moves the relaxation is left."""
RESERVE = 0.4
"""The share of the time that is kept for patterns when the relaxation is not solved by then."""
OVERTIME = 0.05
"""The share of the time by which a pattern may be thinned late."""
FEW = 250
"""So many cells take part in the first mixed integer programme, which is for a good pattern and proves nothing."""
CHEAPEST = 8
"""So many cells of each relation that are cheapest to hide may mend a pattern; all, where they do not suffice."""


class _Beyond(Exception):
    """No pattern meets some want."""


class Search:
    """The search in one component: cuts, bound, and the best pattern so far."""

    def __init__(
        self, attack: Attack, primary: Marks, outside: Marks, usable: Marks, weights: Floats, goal: float, *,
        began: float, seconds: float, whole: bool,
    ) -> None:  # fmt: skip
        self.attack, self.goal, self.whole = attack, goal, whole
        self.fixed: Marks = primary | outside
        self.usable = usable
        self.columns: Ints = np.flatnonzero(usable)
        self.weights = weights
        self.tied: Floats = weights * (1.0 - TIE * np.random.default_rng(weights.size).random(weights.size))
        self.stepped = bool((weights[usable] == np.round(weights[usable])).all())
        self.end, self.seconds = began + seconds, seconds
        matrix = attack.relations.tocsr()
        self.lines: list[Ints] = np.split(matrix.indices, matrix.indptr[1:-1])
        self.cuts: dict[bytes, tuple[Ints, Floats, float, Want | None]] = {}
        self._clear()

    def _clear(self, beyond: Collection[Want] = ()) -> None:
        """Begins anew, with the inequalities that do not stem from wants that are beyond reach."""
        self.cuts = {key: cut for key, cut in self.cuts.items() if cut[3] not in beyond}
        self.active: Marks = self._near(self.fixed)
        self.wants: list[Want] = []
        self.best: Ints = self.columns
        self.loss = float(self.weights[self.usable].sum())
        self.bound = self.relaxed = 0.0
        self.rounds = 0

    @property
    def done(self) -> bool:
        """Whether the pattern is as good as asked, or there is no time."""
        return self.loss - self.bound <= max(self.goal, 1e-7) * self.loss or time.monotonic() > self.end

    def solve(self, wants: list[Want]) -> list[Want]:
        """Finds the pattern; gives the wants that none meets."""
        beyond: list[Want] = []
        try:
            self._solve(wants)
        except _Beyond:
            everything = (self.fixed | self.usable).astype(float)
            beyond = list({want: None for want, _ in self.attack.unmet(everything, wants)})
            wants = [want for want in wants if want not in set(beyond)]
            self._clear(set(beyond))
            self._solve(wants)
        self._finish(wants)
        return beyond

    def _solve(self, wants: list[Want]) -> None:
        # what the sensitive cells do for each other holds whatever else is hidden
        alone = self.fixed.astype(float)
        self.wants = self.attack.doubtful(alone, wants)
        found = self.attack.unmet(alone, self.wants, most=AT_ONCE)
        if self.attack.network is not None or len(found) < AT_ONCE:
            self.wants = list({want: None for want, _ in found})
        if not self.wants:
            self.best, self.loss = np.zeros(0, dtype=np.int64), 0.0
            return
        self._take(found)
        reduced, relaxed = self._relaxed()
        if not self.done:
            self._programmes(reduced, relaxed)

    def _finish(self, wants: list[Want]) -> None:
        """Sees to it that the best pattern protects against those who know that counts are whole, and hides nothing
        that is found out anyway."""
        hidden = self.fixed.copy()
        hidden[self.best] = True
        if self.whole and self.attack.network is None:
            for want in self.attack.unmet_in_whole_numbers(hidden, wants):
                free = hidden.copy()
                for usable in (self._near(hidden) & ~hidden, self.usable & ~hidden):
                    cells = self.attack.cheapest(free, self.weights, usable, want, whole=True)
                    if cells is not None:
                        hidden[cells] = True
                        break
                else:
                    hidden |= self.usable
        extra = np.flatnonzero(hidden & ~self.fixed)
        # in whole numbers what can move moves by one, else by a little of what the least can move
        room = self.attack.down[hidden & (self.attack.down > NEAR)]
        step = 1.0 if self.whole else 1e-3 * float(room.min(initial=1.0))
        moves = [Want(int(cell), sign, step) for cell in extra for sign in (1.0, -1.0)]
        stuck = {(want.cell, want.sign) for want, _ in self.attack.unmet(hidden.astype(float), moves)}
        for place in extra.tolist():
            if (place, 1.0) in stuck and (place, -1.0) in stuck:
                hidden[place] = False
        self.best = np.flatnonzero(hidden & ~self.fixed)
        self.loss = float(self.weights[self.best].sum())

    def _bounded(self, value: float) -> None:
        """Keeps a bound if it is the best so far; where losses are whole numbers, so is the least."""
        self.relaxed = max(self.relaxed, value)
        self.bound = max(self.bound, float(np.ceil(value - 1e-4)) if self.stepped else value)

    def _take(self, found: list[tuple[Want, Floats]], pattern: Floats | None = None) -> int:
        """Keeps the inequalities of proofs; gives how many are new and cut the pattern off."""
        new = 0
        for want, proof in found:
            coefficients = self.attack.needed(want, proof)
            right = want.amount - coefficients[self.fixed].sum()
            if right <= NEAR:
                continue
            rest = np.where(self.usable, np.minimum(coefficients, right) / right, 0.0)
            if rest.sum() < 1 - NEAR:
                raise _Beyond
            new += self._kept(np.flatnonzero(rest > NEAR), rest, 1.0, pattern, want)
        return new

    def _sharpened(self, pattern: Floats) -> int:
        """Keeps what follows from inequalities by rounding (mixed integer rounding, Nemhauser and Wolsey 1990) and
        cuts the pattern off; gives how many are new."""
        new = 0
        for cells, values, right, want in list(self.cuts.values()):
            share = pattern[cells]
            partly = (share > NEAR) & (share < 1 - NEAR) & (values > NEAR)
            if right != 1.0 or not partly.any() or values[values > NEAR].min() > 1 - NEAR:
                continue
            if values @ share > right + SLACK:
                continue
            turned = share > 0.5
            left = np.where(turned, -values, values)
            rest = right - values[turned].sum()
            best: tuple[float, Floats, float] | None = None
            for step in np.unique(np.round(values[partly], 6))[-SHARPENINGS:]:
                whole = np.floor(rest / step)
                f0 = rest / step - whole
                if not 0.02 < f0 < 0.98:
                    continue
                steps = np.floor(left / step + 1e-9)
                row = steps + np.minimum(1.0, np.maximum(left / step - steps, 0.0) / f0)
                needed = whole + 1.0 - row[turned].sum()
                row = np.where(turned, -row, row)
                short = (needed - row @ share) / max(float(np.abs(row).max()), NEAR)
                if short > 1e-2 and (best is None or short > best[0]):
                    best = (short, row, needed)
            if best is not None:
                row = np.zeros(pattern.size)
                row[cells] = best[1]
                new += self._kept(cells[np.abs(best[1]) > 1e-9], row, best[2], pattern, want)
        return new

    def _kept(self, cells: Ints, row: Floats, right: float, pattern: Floats | None, want: Want | None) -> bool:
        """Keeps the inequality `row[cells] @ hidden[cells] >= right` unless it is known or the pattern meets it."""
        values = row[cells]
        if pattern is not None and values @ pattern[cells] > right - NEAR:
            return False
        key = cells.tobytes() + np.round(values, 6).tobytes()
        if key in self.cuts:
            return False
        self.cuts[key] = (cells, values, right, want)
        cheap = cells[values > NEAR]
        self.active[cheap[np.argsort(self.tied[cheap] / row[cheap], kind="stable")[:CHEAPEST]]] = True
        return True

    def _lonely(self, pattern: Floats) -> int:
        """Keeps, for each relation in which one cell is hidden more than all others, that this helps no one: it is as
        good as shown. Gives how many are new."""
        new = 0
        for cells in self.lines:
            hidden = pattern[cells]
            most = int(hidden.argmax())
            if hidden[most] > NEAR and 2 * hidden[most] - hidden.sum() > 1e-3 and not self.fixed[cells].any():
                usable = cells[self.usable[cells]]
                row = self.usable.astype(float)
                row[cells[most]] = -1.0
                new += self._kept(usable, row, 0.0, None, None)
        return new

    def _rows(self) -> tuple[Any, Floats]:
        """The inequalities over the usable cells, as a sparse matrix, and what each must be at least."""
        from scipy.sparse import csr_array

        place = np.zeros(self.usable.size, dtype=np.int64)
        place[self.columns] = np.arange(self.columns.size)
        cuts = list(self.cuts.values())
        ends = np.concatenate([[0], np.cumsum([cut[0].size for cut in cuts])])
        indices = place[np.concatenate([cut[0] for cut in cuts])]
        values = np.concatenate([cut[1] for cut in cuts])
        return csr_array((values, indices, ends), (len(cuts), self.columns.size)), np.array([cut[2] for cut in cuts])

    def _relaxed(self) -> tuple[Floats, float]:
        """Solves the relaxation until nothing cuts it off; gives the reduced losses of the usable cells and the bound
        that they belong to.

        Only cells that are cheap to hide take part at first, and those that would pay are added: the multipliers of
        the smaller programme give a bound for the whole.
        """
        weights = self.tied[self.columns]
        history: list[float] = []
        while True:
            rows, right = self._rows()
            late = time.monotonic() > self.end - RESERVE * self.seconds
            active = np.flatnonzero(self.active[self.columns])
            solved = linear(
                weights[active], 0.0, 1.0, above=rows[:, active], least=right,
                seconds=max(0.5, self.end - time.monotonic()),
            )  # fmt: skip
            self.rounds += 1
            pattern = self.fixed.astype(float)
            if solved.status != 0:
                # out of time, or cells of few inequalities do not do: take all
                if late or self.active[self.columns].all():
                    self._improve(self._mended(self.fixed.copy()))
                    return np.zeros(self.columns.size), 0.0
                self.active[self.columns] = True
                continue
            multipliers = np.maximum(-solved.ineqlin.marginals, 0.0)
            reduced = weights - rows.T @ multipliers
            value = float(multipliers @ right + np.minimum(reduced, 0.0).sum())
            self._bounded(value)
            pattern[self.columns[active]] = solved.x
            turn = self.rounds * AT_ONCE % len(self.wants)
            turned = self.wants[turn:] + self.wants[:turn]
            new = self._take(self.attack.unmet(pattern, turned, most=AT_ONCE), pattern) + self._lonely(pattern)
            if not new:
                new = self._sharpened(pattern)
            paying = reduced < -NEAR
            paying[active] = False
            self.active[self.columns[paying]] = True
            history.append(self.relaxed)
            stalled = len(history) > STALLED and history[-1] - history[-1 - STALLED] < 1e-3 * history[-1]
            if late or stalled or (not new and not paying.any()):
                self._improve(self._mended(pattern > 0.5, pattern))
                return np.maximum(reduced, 0.0), value

    def _programmes(self, reduced: Floats, relaxed: float) -> None:
        """Mixed integer programmes over the cells whose reduced loss is within the gap, with what cuts them off."""
        few = True
        while not self.done:
            rows, right = self._rows()
            known = np.isin(self.columns, self.best)
            able = np.flatnonzero((reduced <= self.loss - relaxed + NEAR) | known)
            # first a good pattern among few cells, then the proof
            few = few and able.size > FEW
            if few:
                able = np.flatnonzero(known | (reduced <= np.partition(reduced, FEW)[FEW]))[: 3 * FEW]
            left = max(0.5, self.end - time.monotonic())
            solved = in_whole_numbers(
                self.tied[self.columns[able]], 0.0, 1.0, rows[:, able], right, np.inf,
                seconds=left / 3 if few else left, gap=self.goal / 2,
            )  # fmt: skip
            self.rounds += 1
            if few:
                few = False
                if solved.x is None:
                    continue
            elif solved.status == 2:  # nothing is better than what is known
                self._bounded(self.loss)
                return
            elif solved.mip_dual_bound is not None and np.isfinite(solved.mip_dual_bound):
                # what was left out costs more than the best pattern that is known
                self._bounded(min(float(solved.mip_dual_bound), self.loss))
            if solved.x is None:
                return
            pattern = self.fixed.copy()
            pattern[self.columns[able[solved.x > 0.5]]] = True
            found = self.attack.unmet(pattern.astype(float), self.wants)
            new = self._take(found)
            self._improve(self._mended(pattern))
            if found and not new:
                return

    def _mended(self, hidden: Marks, wish: Floats | None = None) -> Marks:
        """A pattern that meets all wants: cells of cheap deviations are added to what is there."""
        hidden = hidden | self.fixed
        costs = self.weights if wish is None else self.weights * (1.0 - 0.9 * wish)
        near = self._near(hidden if wish is None else hidden | (wish > NEAR))
        left = self.attack.unmet(hidden.astype(float), self.wants)
        for want in dict.fromkeys(want for want, _ in left):
            if not self.attack.unmet(hidden.astype(float), [want]):
                continue
            cells = self.attack.cheapest(hidden, costs, near & ~hidden, want)
            if cells is None:
                cells = self.attack.cheapest(hidden, costs, self.usable & ~hidden, want)
            if cells is None:
                raise _Beyond
            hidden[cells] = True
        if self.attack.unmet(hidden.astype(float), self.wants):
            return np.asarray(self.fixed | self.usable)
        return hidden

    def _near(self, hidden: Marks) -> Marks:
        """The cells that are cheapest to hide along each relation, with those of a pattern."""
        near = hidden & self.usable
        order = np.argsort(self.tied, kind="stable")
        rank = np.empty(order.size, dtype=np.int64)
        rank[order] = np.arange(order.size)
        for line in self.lines:
            cells = line[self.usable[line]]
            near[cells[np.argsort(rank[cells])[:CHEAPEST]]] = True
        return np.asarray(near)

    def _thinned(self, hidden: Marks) -> Marks:
        """A pattern without what it can do without, the greatest losses first."""
        hidden = hidden.copy()
        extra = np.flatnonzero(hidden & ~self.fixed)
        shown = self.attack.witnesses(hidden, self.wants)
        if shown is None:
            return hidden
        uses = np.zeros((len(self.wants), hidden.size), dtype=bool)
        for at, cells in enumerate(shown):
            uses[at, cells] = True
        for cell in extra[np.argsort(-self.weights[extra], kind="stable")].tolist():
            if time.monotonic() > self.end + OVERTIME * self.seconds:
                break
            hidden[cell] = False
            touched = np.flatnonzero(uses[:, cell]).tolist()
            again = self.attack.witnesses(hidden, [self.wants[at] for at in touched]) if touched else []
            if again is None:
                hidden[cell] = True
                continue
            uses[touched] = False
            for at, cells in zip(touched, again, strict=True):
                uses[at, cells] = True
        return hidden

    def _improve(self, hidden: Marks) -> None:
        """Keeps a pattern, thinned where it is not as good as asked, if it is the best so far."""
        good = self.weights[hidden & ~self.fixed].sum() * (1 - self.goal) <= self.bound
        if not good and time.monotonic() < self.end:
            hidden = self._thinned(hidden)
        cells = np.flatnonzero(hidden & ~self.fixed)
        loss = float(self.weights[cells].sum())
        if loss < self.loss - NEAR or self.best is self.columns:
            self.best, self.loss = cells, loss
