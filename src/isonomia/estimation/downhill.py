"""Downhill search by the Bayesian information criterion (Silverman, Chan, Vincent 2024), for a batch of tables.

From main effects on, the best of all models that differ by one term, added or taken away, is gone to, while that lowers
the BIC. It needs far fewer fits than all models do, and may stop at a model that is not the best of all. Each table of
the batch goes its own way; the neighbours of all are fitted together.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from isonomia.estimation import existence, loglinear
from isonomia.estimation.hierarchy import columns_of, interactions, parts_of
from isonomia.estimation.independence import hidden_if_independent
from isonomia.estimation.loglinear import Flags, Floats, Ints
from isonomia.estimation.ranking import block_size, judged, likelihood

LOWER = 1e-9
"""By how much the BIC must fall, so that rounding is no gain."""


@dataclass(frozen=True)
class Moved:
    """One step: the term that each table added or took away (its mask, 0 for none), and what came of it."""

    term: Ints
    bic: Floats
    hidden: Floats


@dataclass
class Descent:
    """Where each table stands: the interactions held (K, B), BIC up to the table's constant, hidden number.

    The hidden number is infinite or 0 where even main effects have no maximum.
    """

    models: Flags
    bic: Floats
    hidden: Floats
    path: list[Moved] = field(default_factory=list)


def descend(counts: Floats, order: int) -> Descent:
    """Searches for each table of (2**t, B), among interactions up to `order`."""
    size, batch = len(counts).bit_length() - 1, counts.shape[1]
    terms = interactions(size, order)
    margins = loglinear.superset_sums(counts)
    hidden = hidden_if_independent(margins[0], margins[[1 << j for j in range(size)]])
    state = Descent(np.zeros((len(terms), batch), dtype=bool), np.full(batch, np.inf), hidden)
    active = np.flatnonzero(np.isfinite(hidden) & (hidden > 0))
    known = np.zeros_like(counts)
    none = np.zeros((len(active), len(terms)), dtype=bool)
    if len(active):
        state.bic[active], state.hidden[active] = _fitted(counts[:, active], none, order, known, active)
    parts = parts_of(terms)
    wholes = [[row for row, within in enumerate(parts) if at in within] for at in range(len(terms))]
    while len(active) and terms:
        rows, places = np.nonzero(_open(state.models[:, active], parts, wholes).T)
        tables = active[rows]
        models = state.models[:, tables].T.copy()
        models[np.arange(len(places)), places] ^= True
        bic, found = np.empty(len(places)), np.empty(len(places))
        block = block_size(len(counts))
        for begin in range(0, len(places), block):
            at = slice(begin, begin + block)
            bic[at], found[at] = _fitted(counts[:, tables[at]], models[at], order, known, tables[at], keep=False)
        best = np.lexsort((places, np.round(bic, 9), rows))
        best = best[np.unique(rows[best], return_index=True)[1]]
        better = bic[best] < state.bic[active[rows[best]]] - LOWER
        best = best[better]
        active = tables[best]
        if len(active):
            state.models[places[best], active] ^= True
            state.bic[active], state.hidden[active] = bic[best], found[best]
            moved = Moved(np.zeros(batch, dtype=np.int64), state.bic.copy(), state.hidden.copy())
            moved.term[active] = np.array(terms)[places[best]]
            state.path.append(moved)
            _fitted(counts[:, active], state.models[:, active].T, order, known, active)
    return state


def _fitted(
    tables: Floats, models: Flags, order: int, known: Floats, columns: Ints, *, keep: bool = True
) -> tuple[Floats, Floats]:
    """BIC and hidden number of a model for each table, infinite without a unique maximum.

    Starts from the parameters `known` of the tables they came from, (2**t, all), and keeps the new ones there.
    """
    size = len(tables).bit_length() - 1
    margins = loglinear.superset_sums(tables)
    masks = columns_of(models, size, order)
    start = np.vstack([known[:, columns], np.zeros((1, len(columns)))])[masks, np.arange(len(columns))]
    cold = not known[:, columns].any()
    fits, statuses = judged(tables, masks, margins, None if cold else start)
    good = statuses == existence.EXISTS
    if keep:
        fresh = np.zeros((len(tables) + 1, len(columns)))
        fresh[fits.terms, np.arange(len(columns))] = np.where(fits.terms < len(tables), fits.parameters, 0.0)
        known[:, columns] = fresh[:-1]
    parameters = 1 + size + models.sum(axis=1)
    bic = np.where(good, -2 * likelihood(fits, tables) + parameters * np.log(margins[0]), np.inf)
    return bic, np.where(good, fits.hidden, np.inf)


def _open(models: Flags, parts: list[list[int]], wholes: list[list[int]]) -> Flags:
    """Which terms can be added or taken away so that the model stays hierarchical, (K, B)."""
    allowed = np.zeros_like(models)
    for row in range(len(models)):
        allowed[row] = np.where(models[row], ~models[wholes[row]].any(axis=0), models[parts[row]].all(axis=0))
    return allowed
