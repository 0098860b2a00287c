"""How far a hidden cell can be from its true value, for all that is shown.

An attacker knows the relations, every cell that is shown, and bounds of the hidden ones. What fits are deviations z
from the truth with `relations @ z = 0`, zero on what is shown and within the bounds elsewhere. A `Want` asks that one
cell can deviate by an amount. Where it cannot, the multipliers of the relations prove it, and the proof is an
inequality that every sufficient pattern meets (Fischetti and Salazar 2001): so much of certain cells must be hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.disclosure.network import Network, network_of
from isonomia.statistics.disclosure.solving import in_whole_numbers, linear
from isonomia.statistics.disclosure.table import Floats, Ints, Marks, Table

NEAR = 1e-6
TOGETHER = 24
"""From so many wants on, several are sought in one table before each is sought alone."""
ROUNDS = 12
LONGEST = 5.0
"""Seconds that a programme in whole numbers may take; a want that it cannot meet in time counts as not met."""
GAIN = 0.1
"""Seeking together goes on while it settles this share of the wants."""


class Want(NamedTuple):
    """That a cell can deviate by `amount`, upwards (`sign` 1.0) or downwards (-1.0)."""

    cell: int
    sign: float
    amount: float


@dataclass(frozen=True, eq=False)
class Attack:
    """The relations (r, n) of a table, and how far each cell may rise and fall if it is hidden, for all that an
    attacker knows beforehand (`up`, `down`, infinite where nothing is known)."""

    relations: Any
    up: Floats
    down: Floats

    @cached_property
    def network(self) -> Network | None:
        """The table as a network, None where it is none: then linear programmes are solved instead of flows."""
        return network_of(self.relations)

    @cached_property
    def _by_column(self) -> Any:
        return self.relations.tocsc()

    def unmet(self, hidden: Floats, wants: Sequence[Want], *, most: int | None = None) -> list[tuple[Want, Floats]]:
        """The wants that a pattern does not meet, each with multipliers of the relations that prove it.

        `hidden` (n,) is 1 where a cell is hidden, 0 where it is shown, between in a relaxation. Where the table is no
        network, the search ends when `most` have been found.
        """
        left = self.doubtful(hidden, wants)
        if not left:
            return []
        if self.network is not None:
            found = self.network.unmet(hidden, self.up, self.down, left)
            return [(left[at], proof) for at, proof in found]
        out = []
        for want in left:
            reached, proof, _ = self.reach(hidden, want)
            if reached < want.amount - NEAR * max(1.0, want.amount):
                out.append((want, proof))
                if len(out) == most:
                    break
        return out

    def doubtful(self, hidden: Floats, wants: Sequence[Want]) -> list[Want]:
        """The wants that are left when tables have been sought that meet many at once: all that are not met, and
        maybe others."""
        return self._not_together(hidden, list(wants)) if len(wants) >= TOGETHER else list(wants)

    def unmet_in_whole_numbers(self, hidden: Marks, wants: Sequence[Want]) -> list[Want]:
        """The wants that no deviations of whole numbers meet. In a network there are none where there are no others;
        elsewhere an attacker who knows that counts are whole may tell more than linear programmes do."""
        pattern = hidden.astype(float)
        if self.network is not None:
            return list(dict.fromkeys(want for want, _ in self.unmet(pattern, wants)))
        left = self._not_together(pattern, list(wants), whole=True)
        out = []
        while left:
            want = left.pop()
            spread = self._whole(pattern, want)
            if spread is None:
                out.append(want)
                continue
            # what shows one shows others, and turned round perhaps those in the other direction
            turned = (-spread <= self.up + NEAR).all() and (spread <= self.down + NEAR).all()
            shown = (spread, -spread) if turned else (spread,)
            left = [other for other in left if not any(_shows(one, other) for one in shown)]
        return out

    def _whole(self, pattern: Floats, want: Want) -> Floats | None:
        """Deviations in whole numbers that meet a want, None where there are none."""
        reached, _, spread = self.reach(pattern, want)
        if reached < want.amount - NEAR * max(1.0, want.amount):
            return None
        if _is_whole(spread):
            return spread
        cells, _, matrix = self._seen(pattern)
        bounds = self._bounds(pattern, cells, None)
        at = int(np.searchsorted(cells, want.cell))
        bounds[at, 0 if want.sign > 0 else 1] = want.sign * np.ceil(want.amount - NEAR)
        if bounds[at, 0] > bounds[at, 1]:
            return None
        low, high = bounds.T
        done = in_whole_numbers(np.zeros(cells.size), low, high, matrix, 0.0, 0.0, seconds=LONGEST)
        if done.x is None:
            return None
        spread = np.zeros(self.up.size)
        spread[cells] = done.x
        return spread

    def witnesses(self, hidden: Marks, wants: Sequence[Want]) -> list[Ints] | None:
        """For each want the cells of deviations that meet it; None where a pattern does not meet all."""
        pattern = hidden.astype(float)
        if self.network is not None:
            return self.network.witnesses(pattern, self.up, self.down, wants)
        out = []
        for want in wants:
            reached, _, spread = self.reach(pattern, want)
            if reached < want.amount - NEAR * max(1.0, want.amount):
                return None
            out.append(np.flatnonzero(np.abs(spread) > NEAR))
        return out

    def reach(self, hidden: Floats, want: Want, most: float | None = None) -> tuple[float, Floats, Floats]:
        """How far a cell can deviate, up to `most` (the amount wanted): that, the multipliers that prove it, and the
        deviations (n,) that show it."""

        limit = want.amount if most is None else most
        cells, lines, matrix = self._seen(hidden)
        at = int(np.searchsorted(cells, want.cell))
        bounds = self._bounds(hidden, cells, limit if np.isfinite(limit) else None)
        bounds[at] = (-limit, limit)
        goal = np.zeros(cells.size)
        goal[at] = -want.sign
        done = linear(goal, *bounds.T, equal=matrix, right=np.zeros(lines.size))
        proof = np.zeros(self.relations.shape[0])
        spread = np.zeros(self.up.size)
        if done.status != 0:  # without limit
            return np.inf, proof, spread
        proof[lines] = done.eqlin.marginals
        spread[cells] = done.x
        return float(-done.fun), proof, spread

    def needed(self, want: Want, proof: Floats) -> Floats:
        """The inequality `coefficients @ hidden >= amount` that follows from multipliers: (n,) coefficients, cut at the
        amount, which loses nothing as cells are hidden or not."""
        effect = np.asarray(self.relations.T @ proof).ravel()
        own = effect[want.cell]
        if abs(own) < NEAR:
            return np.zeros(effect.size)
        effect = np.round(effect * (-want.sign / own), 7)
        with np.errstate(invalid="ignore"):
            coefficients = np.where(effect > 0, effect * self.up, np.where(effect < 0, -effect * self.down, 0.0))
        coefficients[want.cell] = 0.0
        return np.minimum(coefficients, want.amount)

    def cheapest(self, free: Marks, costs: Floats, usable: Marks, want: Want, *, whole: bool = False) -> Ints | None:
        """The cells of cheap deviations that meet a want: `free` ones cost nothing, of the others the `usable` may be
        used at their `costs`; in whole numbers if asked. None where there are none."""
        from scipy.sparse import hstack

        cells = np.flatnonzero(free | usable)
        matrix = self._by_column[:, cells]
        lines = np.flatnonzero(np.diff(matrix.tocsr().indptr))
        matrix = matrix.tocsr()[lines]
        rise, fall = np.minimum(self.up[cells], want.amount), np.minimum(self.down[cells], want.amount)
        at = int(np.searchsorted(cells, want.cell))
        each = np.where(free[cells], 1e-7, costs[cells])
        with np.errstate(divide="ignore"):
            goal = np.concatenate([each / np.maximum(rise, 1e-9), each / np.maximum(fall, 1e-9)])
        low, high = np.zeros(2 * cells.size), np.concatenate([rise, fall])
        mine, other = (at, at + cells.size) if want.sign > 0 else (at + cells.size, at)
        low[mine] = high[mine] = want.amount
        high[other] = 0.0
        both = hstack([matrix, -matrix], format="csr")
        if whole:
            low[mine] = high[mine] = np.ceil(want.amount - NEAR)
            done = in_whole_numbers(goal, low, np.ceil(high - NEAR), both, 0.0, 0.0, seconds=LONGEST)
        else:
            done = linear(goal, low, high, equal=both, right=np.zeros(lines.size))
        if done.x is None:
            return None
        moved = (done.x[: cells.size] > NEAR) | (done.x[cells.size :] > NEAR)
        return np.asarray(cells[moved], dtype=np.int64)

    def _seen(self, hidden: Floats) -> tuple[Ints, Ints, Any]:
        """The cells hidden in part or whole, the relations that they are in, and the matrix of both."""
        cells = np.flatnonzero(hidden > NEAR)
        matrix = self._by_column[:, cells].tocsr()
        lines = np.flatnonzero(np.diff(matrix.indptr))
        return cells, lines, matrix[lines]

    def _bounds(self, hidden: Floats, cells: Ints, limit: float | None) -> NDArray[np.float64]:
        """How far each cell may go: fractions of what it could. In a network no cell need go further than the want."""
        rise, fall = self.up[cells], self.down[cells]
        if limit is not None and ((hidden[cells] < 1 - NEAR).any() or self.network is not None):
            rise, fall = np.minimum(rise, limit), np.minimum(fall, limit)
        with np.errstate(invalid="ignore"):
            return np.column_stack([-fall * hidden[cells], rise * hidden[cells]])

    def _not_together(self, hidden: Floats, wants: list[Want], *, whole: bool = False) -> list[Want]:
        """The wants left when tables have been sought that meet as many as possible at once."""
        chance = np.random.default_rng(len(wants))
        left = wants
        for turn in range(ROUNDS):
            # one want of a cell at a time: it cannot rise and fall in one table
            order = chance.permutation(len(left)) if turn > 1 else np.arange(len(left))
            by_cell: dict[int, Want] = {}
            for at in order.tolist():
                if turn > 1 or left[at].sign == (1.0, -1.0)[turn]:
                    by_cell.setdefault(left[at].cell, left[at])
            if not by_cell:
                continue
            met = self._met_in_one(hidden, list(by_cell.values()), whole=whole)
            before, left = len(left), [want for want in left if want not in met]
            if not left or (turn > 1 and before - len(left) < GAIN * before):
                break
        return left

    def _met_in_one(self, hidden: Floats, wants: Sequence[Want], *, whole: bool = False) -> set[Want]:
        """Wants that one table meets: the sum of what each gets, up to its amount, is made greatest."""
        from scipy.sparse import csr_array, eye_array, hstack

        cells, lines, matrix = self._seen(hidden)
        count = len(wants)
        signs = np.array([want.sign for want in wants])
        amounts = np.array([want.amount for want in wants])
        places = np.searchsorted(cells, [want.cell for want in wants])
        picked = csr_array((signs, (np.arange(count), places)), shape=(count, cells.size))
        entire = not (hidden[cells] < 1 - NEAR).any()
        low, high = self._bounds(hidden, cells, None if entire else float(amounts.min())).T
        done = linear(
            np.concatenate([np.zeros(cells.size), -1.0 / amounts]),
            np.concatenate([low, np.zeros(count)]), np.concatenate([high, amounts]),
            equal=hstack([matrix, csr_array((lines.size, count))]), right=np.zeros(lines.size),
            above=hstack([picked, -eye_array(count)]), least=np.zeros(count),
        )  # fmt: skip
        if done.status != 0 or (whole and not _is_whole(done.x[: cells.size])):
            return set()
        enough = done.x[cells.size :] >= amounts - NEAR * np.maximum(1.0, amounts)
        return {want for want, good in zip(wants, enough, strict=True) if good}


def known_bounds(table: Table, *, zeros_shown: bool) -> tuple[Floats, Floats]:
    """How far each cell can rise and fall for what everyone knows: no count is below zero, and below one where zeros
    are always shown and values are whole."""
    lowest = np.where(zeros_shown & table.whole_by_component(), 1.0, 0.0)
    down = np.where(table.outside, table.values, np.maximum(table.values - lowest, 0.0))
    return np.full(len(table), np.inf), down


def _shows(spread: Floats, want: Want) -> bool:
    """Whether deviations meet a want."""
    return bool(want.sign * spread[want.cell] >= want.amount - NEAR * max(1.0, want.amount))


def _is_whole(numbers: Floats) -> bool:
    return bool((np.abs(numbers - np.round(numbers)) < NEAR).all())
