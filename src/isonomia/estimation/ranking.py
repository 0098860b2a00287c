"""The Bayesian information criterion over many models of one table, and over the best of them on many tables.

    BIC = -2 log-likelihood + p log n,   AIC = -2 log-likelihood + 2 p

with the Poisson likelihood, n the persons observed, and p all parameters, intercept and those at minus infinity among
them (Silverman, Chan, Vincent 2024). Models without a unique maximum are not ranked.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from isonomia.estimation import existence, loglinear
from isonomia.estimation.hierarchy import columns_of, interactions
from isonomia.estimation.loglinear import Fits, Flags, Floats, Ints
from isonomia.estimation.sharing import shared
from isonomia.estimation.stepwise import MORE_STEPS
from isonomia.estimation.tails import log_factorial

FIRST_STEPS = 14
"""Newton steps before a model that may have no maximum is asked about."""


@dataclass(frozen=True)
class Ranking:
    """Models with a unique maximum, best first: rows of interactions, BIC, log-likelihood, hidden, parameters.

    `parameters` (p, models) start later fits; `statuses` counts the models by status of existence.
    """

    models: Flags
    bic: Floats
    log_likelihood: Floats
    hidden: Floats
    parameters: Floats
    statuses: dict[int, int]

    def first(self, number: int) -> Ranking:
        """The best models only."""
        return Ranking(
            self.models[:number], self.bic[:number], self.log_likelihood[:number], self.hidden[:number],
            self.parameters[:, :number], self.statuses,
        )  # fmt: skip

    def masks(self, at: int, size: int, order: int) -> list[int]:
        """The interactions of one model."""
        return [term for term, held in zip(interactions(size, order), self.models[at], strict=True) if held]


@dataclass(frozen=True)
class Scores:
    """What models say of tables: BIC up to the tables' own constant, infinite without a unique maximum, and hidden."""

    bic: Floats
    hidden: Floats


def block_size(cells: int) -> int:
    """How many tables are fitted together: what stays in a processor's cache. A number of its own for each table size,
    so that results do not depend on how work is shared out."""
    return int(np.clip((1 << 15) // cells, 8, 512))


@dataclass(frozen=True)
class _Models:
    """Models fitted to one table (2**t,), rows over the interactions up to `order` at a time."""

    counts: Floats
    order: int

    def __call__(self, models: Flags) -> tuple[Floats, Floats, Ints, Floats]:
        """Log-likelihoods without factorials, hidden numbers, statuses, (B,) each, and parameters (p, B)."""
        columns = columns_of(models, len(self.counts).bit_length() - 1, self.order)
        tables = np.repeat(self.counts[:, None], len(models), axis=1)
        fits, statuses = judged(tables, columns, loglinear.superset_sums(tables), None)
        return likelihood(fits, tables), fits.hidden, statuses, fits.parameters


def rank(
    counts: Floats,
    models: Flags,
    order: int,
    processes: int | None = 1,
    progress: Callable[[int, int], None] | None = None,
) -> Ranking:
    """Fits every model, rows over the interactions up to `order`, those with fewer first, to one table (2**t,)."""
    size = len(counts).bit_length() - 1
    block = block_size(len(counts))
    pieces = [models[at : at + block] for at in range(0, len(models), block)]
    found = shared(_Models(counts, order), pieces, processes, progress)
    score, hidden, statuses = (np.concatenate([piece[at] for piece in found]) for at in range(3))
    score = score - log_factorial(counts[1:]).sum()
    parameters = np.zeros((max(len(piece[3]) for piece in found), len(models)))
    for begin, piece in zip(range(0, len(models), block), found, strict=True):
        parameters[: len(piece[3]), begin : begin + piece[3].shape[1]] = piece[3]
    bic = -2 * score + (1 + size + models.sum(axis=1)) * math.log(counts.sum())
    good = np.flatnonzero(statuses == existence.EXISTS)
    good = good[np.lexsort((good, models[good].sum(axis=1), np.round(bic[good], 9)))]
    counted = {status: int((statuses == status).sum()) for status in range(4)}
    return Ranking(models[good], bic[good], score[good], hidden[good], parameters[:, good], counted)


def judged(tables: Floats, columns: Ints, margins: Floats, start: Floats | None) -> tuple[Fits, Ints]:
    """Fits one model to each table, (2**t, B) and (p, B), and the status of each fit."""
    terms, cells = loglinear.extended(columns, margins)
    fits = loglinear.fit(tables, terms, cells, start, steps=FIRST_STEPS)
    statuses = np.where(fits.proved, existence.EXISTS, existence.NEITHER)
    parameters, means = fits.parameters, fits.means
    for at in np.flatnonzero(~fits.proved):
        model = [int(term) for term in columns[1:, at] if term < len(tables)]
        statuses[at] = existence.known_status(model, tables[:, at] > 0)
        if statuses[at] == existence.EXISTS and not fits.met[at]:
            one = slice(at, at + 1)
            again = loglinear.fit(tables[:, one], terms[:, one], cells[:, one], parameters[:, one], steps=MORE_STEPS)
            parameters[:, one], means[:, one] = again.parameters, again.means
            if not again.met[0]:
                statuses[at] = existence.NO_MAXIMUM
    return Fits(terms, parameters, means, fits.met, fits.proved), statuses


def score_tables(ranking: Ranking, models: int, counts: Floats, order: int) -> Scores:
    """The first `models` of a ranking on every table of (2**t, B): arrays (models, B)."""
    size = len(counts).bit_length() - 1
    batch = counts.shape[1]
    margins = loglinear.superset_sums(counts)
    weight = np.log(margins[0])
    bic, hidden = np.full((models, batch), math.inf), np.full((models, batch), math.inf)
    columns = columns_of(ranking.models[:models], size, order)
    for row in range(models):
        width = 1 + size + int(ranking.models[row].sum())
        model = np.repeat(columns[:width, row : row + 1], batch, axis=1)
        start = np.repeat(ranking.parameters[:width, row : row + 1], batch, axis=1)
        fits, statuses = judged(counts, model, margins, start)
        good = statuses == existence.EXISTS
        bic[row] = np.where(good, -2 * likelihood(fits, counts) + width * weight, math.inf)
        hidden[row] = np.where(good, fits.hidden, math.inf)
    return Scores(bic, hidden)


def best_of_first(scores: Scores) -> Floats:
    """For each k the hidden number under the best of the first k models, (models, B); infinite where none exists."""
    best = np.minimum.accumulate(scores.bic, axis=0)
    hidden = scores.hidden.copy()
    for row in range(1, len(hidden)):
        hidden[row] = np.where(scores.bic[row] < best[row - 1], hidden[row], hidden[row - 1])
    return hidden


def likelihood(fits: Fits, tables: Floats) -> Floats:
    """The Poisson log-likelihoods without the factorials, (B,)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(tables > 0, tables * np.log(fits.means), 0.0)
    return np.asarray(logs.sum(axis=0) - fits.means.sum(axis=0))
