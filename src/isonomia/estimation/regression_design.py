"""The table over lists, covariates and year that one log-linear model is fitted to.

Each list, covariate and the year is a factor; every combination of their values is a cell, but those in which no list
saw anyone are structural zeros: what is estimated (Cruyff, van Dijk, van der Heijden 2017, Chance 30). Terms are the
main effects, always in the model, and pairs of factors. A list has one column, 0 or 1; a covariate one for each value
but its first; the year orthogonal polynomials up to a degree, so that a level may drift smoothly with time.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.errors import FileTooLarge
from isonomia.estimation.errors import MissingCovariate
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.poisson import Array

MOST_CELLS = 300_000

Indices = NDArray[np.int64]
Term = tuple[int, ...]
"""The places of its factors, lists before covariates: () the intercept, (0,) a main effect, (0, 3) a pair."""


@dataclass(frozen=True)
class Factor:
    """A list, a covariate or the year, with its values and the columns (values, c) that code them."""

    name: str
    values: tuple[str, ...]
    codes: Array
    is_list: bool


@dataclass(frozen=True, eq=False)
class Table:
    """Cells as rows of values' places, (cells, factors); `seen` marks those that some list saw; `counts` (cells,).

    `columns` (cells, q) codes every term; `blocks` says which columns are whose. `incomplete` are counts of persons
    with a missing covariate, each with the cells they may be in.
    """

    factors: tuple[Factor, ...]
    cells: Indices
    seen: NDArray[np.bool_]
    counts: Array
    columns: Array
    blocks: dict[Term, slice]
    incomplete: tuple[tuple[Indices, float], ...]

    @property
    def main(self) -> list[Term]:
        """The terms of the smallest model."""
        return [(), *((j,) for j in range(len(self.factors)))]

    @property
    def pairs(self) -> list[Term]:
        """The terms that may be added."""
        return [term for term in self.blocks if len(term) == 2]

    def places(self, terms: Sequence[Term]) -> Indices:
        """The columns of a model."""
        return np.concatenate([np.arange(self.blocks[term].start, self.blocks[term].stop) for term in terms])

    def name(self, terms: Sequence[Term]) -> str:
        """A model by its pairs and the factors that are in none: `[A*B, A*sex, year]`."""
        pairs = sorted(term for term in terms if len(term) == 2)
        alone = [j for j in range(len(self.factors)) if not any(j in pair for pair in pairs)]
        names = [self.factors[j].name for j in alone]
        return "[" + ", ".join(["*".join(self.factors[j].name for j in pair) for pair in pairs] + names) + "]"


def tabulate(histories: CaptureHistories, covariates: Sequence[str], year: str, degree: int) -> Table:
    """The table of some covariates and, where `year` is not empty, a covariate of numbers coded by polynomials.

    Raises MissingCovariate (no such covariate, a year that is no number), FileTooLarge.
    """
    names = [*covariates, *([year] if year else [])]
    for name in names:
        if name not in histories.covariates:
            known = ", ".join(histories.covariates) or "none"
            raise MissingCovariate(f"no covariate is called {name!r}; the data have {known}", place=histories.source)
    where = [histories.covariates.index(name) for name in names]
    factors = [Factor(name, ("0", "1"), np.array([[0.0], [1.0]]), True) for name in histories.lists]
    for name, place in zip(names, where, strict=True):
        values = sorted({profile[place] for profile in histories.profiles} - {""}, key=_order)
        if not values:
            raise MissingCovariate(f"nobody has a {name}; leave the covariate out", place=histories.source)
        codes = _polynomials(values, degree, histories.source) if name == year else np.eye(len(values))[:, 1:]
        if len(values) > 1:
            factors.append(Factor(name, tuple(values), codes, False))
    size = math.prod(len(factor.values) for factor in factors)
    if size > MOST_CELLS:
        raise FileTooLarge(
            f"lists and covariates make {size} cells, over {MOST_CELLS}; merge values or take fewer covariates",
            place=histories.source,
        )
    return _filled(histories, factors, size)


def _filled(histories: CaptureHistories, factors: list[Factor], size: int) -> Table:
    shape = tuple(len(factor.values) for factor in factors)
    cells = np.indices(shape).reshape(len(shape), -1).T.astype(np.int64)
    lists = histories.size
    counts = np.zeros(size)
    incomplete: list[tuple[Indices, float]] = []
    places = [histories.covariates.index(factor.name) for factor in factors[lists:]]
    for profile, row in zip(histories.profiles, histories.profile_counts, strict=True):
        values = [profile[place] for place in places]
        chosen = [None if v == "" else f.values.index(v) for v, f in zip(values, factors[lists:], strict=True)]
        for cell in np.flatnonzero(row):
            history = [int(cell) >> j & 1 for j in range(lists)]
            options = [[h] for h in history] + [
                list(range(shape[lists + j])) if one is None else [one] for j, one in enumerate(chosen)
            ]
            index = np.array([np.ravel_multi_index(combined, shape) for combined in itertools.product(*options)])
            if index.size == 1:
                counts[index[0]] += float(row[cell])
            else:
                incomplete.append((index, float(row[cell])))
    terms: list[Term] = [(), *((j,) for j in range(len(factors))), *itertools.combinations(range(len(factors)), 2)]
    blocks, columns, start = {}, [], 0
    for term in terms:
        block = np.ones((size, 1))
        for j in term:
            block = (block[:, :, None] * factors[j].codes[cells[:, j]][:, None, :]).reshape(size, -1)
        blocks[term] = slice(start, start + block.shape[1])
        columns.append(block)
        start += block.shape[1]
    seen: NDArray[np.bool_] = np.asarray(cells[:, :lists].any(axis=1))
    return Table(tuple(factors), cells, seen, counts, np.hstack(columns), blocks, tuple(incomplete))


def _order(value: str) -> tuple[int, float, str]:
    """Numbers in their order, before words in theirs."""
    try:
        return 0, float(value), value
    except ValueError:
        return 1, 0.0, value


def _polynomials(values: Sequence[str], degree: int, place: str) -> Array:
    """Orthogonal polynomials of the numbers, (values, degree)."""
    try:
        numbers = np.array([float(value) for value in values])
    except ValueError:
        raise MissingCovariate("the year is not a number everywhere; name the column of years", place=place) from None
    degree = max(1, min(degree, len(values) - 1))
    scaled = (numbers - numbers.mean()) / max(float(np.ptp(numbers)), 1e-300)
    basis, _ = np.linalg.qr(np.vander(scaled, degree + 1, increasing=True))
    return np.asarray(basis[:, 1:] * math.sqrt(len(values)))
