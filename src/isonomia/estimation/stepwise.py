"""Stepwise choice of interactions (Chan, Silverman, Vincent 2021), for a batch of tables at once.

From main effects on, the pair of lists whose overlap is least likely under the present fit is added, while its
probability is at most the threshold and the larger model has a maximum likelihood estimate, and only one:

    p = min(P(X <= N*_ij), P(X >= N*_ij)),  X Poisson with the fitted overlap as its mean

Interactions of more lists, where they are asked for, are open once all their parts are held. Each table of the batch
goes its own way; those that are still on it are fitted together.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from isonomia.estimation import existence, loglinear
from isonomia.estimation.hierarchy import interactions, parts_of
from isonomia.estimation.independence import hidden_if_independent, independent_parameters
from isonomia.estimation.loglinear import Flags, Floats, Ints
from isonomia.estimation.tails import log_smaller_tail

TIE = 1e-9
MORE_STEPS = 400


@dataclass(frozen=True)
class Added:
    """One step of a search over a batch: the term that each table took (its mask, 0 for none), and why.

    `log_p`, the overlap seen, the overlap expected under the fit before, and the hidden number under the fit after.
    """

    term: Ints
    log_p: Floats
    seen: Floats
    expected: Floats
    hidden: Floats


@dataclass
class Search:
    """Where a batch of tables stands: terms (p, B) with `2**t` for none, cells left, parameters, fitted means.

    `held` (K, B) says which of the interactions `masks` (K,) each model holds. `hidden` is the estimate; infinite or 0
    where even main effects have no maximum. `log_p` (K, B) are the probabilities of the interactions that could still
    be added, under the last fit, 0 for the others. `refused` are tables and terms that would have left no estimate.
    """

    masks: Ints

    terms: Ints
    cells: Flags
    parameters: Floats
    means: Floats
    held: Flags
    hidden: Floats
    log_p: Floats
    path: list[Added] = field(default_factory=list)
    refused: set[tuple[int, int]] = field(default_factory=set)

    def model(self, table: int) -> list[int]:
        """The interactions chosen for one table, as masks."""
        return [int(mask) for mask in self.masks[self.held[:, table]]]


def search(counts: Floats, threshold: float, order: int = 2) -> Search:
    """Chooses a model for each table of (2**t, B), from interactions up to `order`, never that of all lists."""
    cells, batch = counts.shape
    size = cells.bit_length() - 1
    margins = loglinear.superset_sums(counts)
    state = _main_effects(counts, margins, interactions(size, min(order, size - 1)))
    masks, parts = state.masks, parts_of(state.masks.tolist())
    active = np.flatnonzero(np.isfinite(state.hidden) & (state.hidden > 0))
    while len(active) and len(masks):
        expected = loglinear.superset_sums(state.means[:, active])[masks]
        seen = margins[masks][:, active]
        held = state.held[:, active]
        closed = held | np.array([~held[rows].all(axis=0) for rows in parts])
        log_p = np.where(closed, 0.0, log_smaller_tail(seen, expected))
        state.log_p[:, active] = log_p
        chosen = _add_one(counts, margins, state, active, log_p, closed, threshold)
        took = chosen >= 0
        at = np.maximum(chosen, 0), np.arange(len(active))
        step = Added(
            np.zeros(batch, dtype=np.int64), np.zeros(batch), np.zeros(batch), np.zeros(batch), state.hidden.copy()
        )
        step.term[active] = np.where(took, masks[at[0]], 0)
        step.log_p[active], step.seen[active], step.expected[active] = log_p[at], seen[at], expected[at]
        active = active[took]
        if len(active):
            state.path.append(step)
    return state


def _main_effects(counts: Floats, margins: Floats, masks: list[int]) -> Search:
    cells, batch = counts.shape
    size = cells.bit_length() - 1
    main = np.array([0, *(1 << j for j in range(size))], dtype=np.int64)
    terms, left = loglinear.extended(np.repeat(main[:, None], batch, axis=1), margins)
    totals = margins[main[1:]]
    hidden = hidden_if_independent(margins[0], totals)
    finite = np.isfinite(hidden) & (hidden > 0)
    start = np.zeros((len(main), batch))
    start[:, finite] = independent_parameters(margins[0][finite], totals[:, finite], hidden[finite])
    fits = loglinear.fit(counts, terms, left, start, steps=12)
    return Search(
        np.array(masks, dtype=np.int64), terms, left, fits.parameters, fits.means,
        np.zeros((len(masks), batch), dtype=bool), np.where(finite, fits.hidden, hidden),
        np.zeros((len(masks), batch)),
    )  # fmt: skip


def _add_one(
    counts: Floats, margins: Floats, state: Search, active: Ints, log_p: Floats, closed: Flags, threshold: float
) -> Ints:  # fmt: skip
    """Adds to each active table the least likely term that leaves an estimate; gives its row, or -1 for none."""
    chosen = np.full(len(active), -1)
    barred = closed.copy()
    open_ = np.ones(len(active), dtype=bool)
    limit = math.log(threshold) if threshold > 0 else -math.inf
    while open_.any():
        least = np.where(barred, np.inf, log_p)
        best = least.min(axis=0)
        near = least <= best + TIE * np.maximum(1.0, np.abs(best))
        candidate = near.argmax(axis=0)  # the first of equals
        open_ &= best <= limit
        tried = np.flatnonzero(open_)
        if not len(tried):
            break
        accepted = _enlarge(counts, margins, state, active[tried], candidate[tried])
        chosen[tried[accepted]] = candidate[tried[accepted]]
        barred[candidate[tried], tried] = True
        for column, row in zip(active[tried[~accepted]], candidate[tried[~accepted]], strict=True):
            state.refused.add((int(column), int(state.masks[row])))
        open_[tried[accepted]] = False
    return chosen


def _enlarge(counts: Floats, margins: Floats, state: Search, columns: Ints, rows: Ints) -> Flags:
    """Fits the models with one term more; where there is one estimate, the state takes it. Says where."""
    none = len(counts)
    term = state.masks[rows]
    overlap = margins[term, columns]
    cells = state.cells[:, columns] & ~((overlap == 0) & (np.arange(none)[:, None] & term == term))
    terms = np.vstack([state.terms[:, columns], np.where(overlap == 0, none, term)[None, :]])
    fitted = loglinear.superset_sums(state.means[:, columns])[term, np.arange(len(columns))]
    with np.errstate(divide="ignore", invalid="ignore"):
        first_guess = np.where(overlap > 0, np.log(overlap / fitted), 0.0)
    start = np.vstack([state.parameters[:, columns], np.nan_to_num(first_guess)[None, :]])
    tables = counts[:, columns]
    fits = loglinear.fit(tables, terms, cells, start)
    accepted = fits.proved.copy()
    parameters, means, hidden = fits.parameters, fits.means, fits.hidden
    for at in np.flatnonzero(~accepted):
        model = [*state.model(columns[at]), int(term[at]), *(1 << j for j in range(none.bit_length() - 1))]
        accepted[at] = existence.known_status(model, tables[:, at] > 0) == existence.EXISTS
        if accepted[at] and not fits.met[at]:
            one = slice(at, at + 1)
            again = loglinear.fit(tables[:, one], terms[:, one], cells[:, one], parameters[:, one], steps=MORE_STEPS)
            parameters[:, one], means[:, one], hidden[one] = again.parameters, again.means, again.hidden
            accepted[at] = again.met[0]
    taken = columns[accepted]
    width = len(terms)
    if len(taken) and len(state.terms) < width:
        batch = state.terms.shape[1]
        state.terms = np.vstack([state.terms, np.full((1, batch), none)])
        state.parameters = np.vstack([state.parameters, np.zeros((1, batch))])
    if len(taken):
        state.terms[:width, taken], state.parameters[:width, taken] = terms[:, accepted], parameters[:, accepted]
        state.cells[:, taken], state.means[:, taken] = cells[:, accepted], means[:, accepted]
        state.hidden[taken] = hidden[accepted]
        state.held[rows[accepted], taken] = True
    return accepted
