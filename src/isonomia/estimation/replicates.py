"""A selection run again on samples of the same persons, and on the data without one of them: what BCa limits need."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from isonomia.estimation import downhill, stepwise
from isonomia.estimation.bootstrap import Corrected, corrected, resampled, without_one
from isonomia.estimation.errors import UnknownMethod
from isonomia.estimation.estimating import Options
from isonomia.estimation.loglinear import Floats, Ints
from isonomia.estimation.ranking import Ranking, best_of_first, block_size, score_tables
from isonomia.estimation.sharing import shared

DEFAULT = 1000
CURVE = (1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100)
"""The numbers of top models for which limits are shown."""


@dataclass(frozen=True)
class Replicates:
    """Estimated sizes: of the samples (..., B), of the data without one person (..., J), and how many share each."""

    samples: Floats
    left_out: Floats
    shares: Floats


@dataclass(frozen=True)
class StepwiseSelection:
    """The stepwise search on tables."""

    threshold: float
    order: int = 2

    def __call__(self, tables: Floats) -> Floats:
        """From tables (2**t, B) to hidden numbers (B,)."""
        return stepwise.search(tables, self.threshold, self.order).hidden

    def limits(self, estimate: float, sizes: Replicates) -> tuple[Corrected, dict[str, Any]]:
        """The limits from the estimates of the samples."""
        return corrected(estimate, sizes.samples, sizes.left_out, sizes.shares), {}


@dataclass(frozen=True)
class DownhillSelection:
    """The downhill search on tables, among interactions up to `order`."""

    order: int

    def __call__(self, tables: Floats) -> Floats:
        """From tables (2**t, B) to hidden numbers (B,)."""
        return downhill.descend(tables, self.order).hidden

    def limits(self, estimate: float, sizes: Replicates) -> tuple[Corrected, dict[str, Any]]:
        """The limits from the estimates of the samples."""
        return corrected(estimate, sizes.samples, sizes.left_out, sizes.shares), {}


@dataclass(frozen=True)
class BestOfTop:
    """The best by BIC of the first k models of a ranking, for each k, on tables."""

    ranking: Ranking
    order: int

    def __call__(self, tables: Floats) -> Floats:
        """From tables (2**t, B) to hidden numbers (models, B).

        Where none of the first k models has an estimate, not a number; but infinity where no two lists overlap.
        """
        hidden = best_of_first(score_tables(self.ranking, len(self.ranking.bic), tables, self.order))
        apart = (tables.sum(axis=0) == _listings(tables)) & np.isinf(hidden)
        return np.where(np.isinf(hidden) & ~apart, np.nan, hidden)

    def limits(self, estimate: float, sizes: Replicates) -> tuple[Corrected, dict[str, Any]]:
        """The limits of a choice from all models, and those of fewer as a curve."""
        numbers = sorted({k for k in CURVE if k < len(sizes.samples)} | {len(sizes.samples)})
        found = [corrected(estimate, sizes.samples[k - 1], sizes.left_out[k - 1], sizes.shares) for k in numbers]
        curve: dict[str, Any] = {"models": numbers}
        for level in found[-1].intervals:
            curve[level] = [list(row.intervals.get(level, (None, None))) for row in found]
        return found[-1], {"n_top": curve}


@dataclass(frozen=True)
class _Task:
    """The selection on tables of which only the histories that occur are carried."""

    selection: Callable[[Floats], Floats]
    occurring: Ints
    cells: int

    def __call__(self, piece: Floats) -> Floats:
        tables = np.zeros((self.cells, piece.shape[1]))
        tables[self.occurring] = piece
        return self.selection(tables)


def number_of_replicates(options: Options) -> int:
    """How many samples are asked for. Raises UnknownMethod where the number is none."""
    number = DEFAULT if options.bootstrap is None else options.bootstrap
    if number < 0:
        raise UnknownMethod(f"{number} bootstrap replicates; give 0 for no intervals, or some hundreds (default 1000)")
    return number


def drawn_seed(options: Options) -> int:
    """The seed asked for, or a new one."""
    return secrets.randbits(32) if options.seed is None else options.seed


def replicate(
    counts: Floats,
    selection: Callable[[Floats], Floats],
    number: int,
    seed: int,
    processes: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Replicates:
    """Runs the selection on `number` samples, and without one person of each history; `counts` (2**t,)."""
    left_out, shares = without_one(counts)
    columns = np.hstack([left_out, resampled(counts, number, np.random.default_rng(seed))])
    block = block_size(len(counts))
    pieces = [columns[:, at : at + block] for at in range(0, columns.shape[1], block)]
    task = _Task(selection, np.flatnonzero(counts), len(counts))
    sizes = np.concatenate(shared(task, pieces, processes, progress), axis=-1) + columns.sum(axis=0)
    return Replicates(sizes[..., len(shares) :], sizes[..., : len(shares)], shares)


def _listings(tables: Floats) -> Floats:
    """How many times persons were listed in all, (B,)."""
    captures = np.array([cell.bit_count() for cell in range(len(tables))], dtype=float)
    return np.asarray(captures @ tables)
