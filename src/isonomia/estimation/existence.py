"""Whether a log-linear model has a maximum likelihood estimate on a table, and only one: exact tests.

The fits prove most cases themselves (`loglinear.Fits.proved`); the rest is asked here, once for each model and set of
cells that are not empty. After Fienberg and Rinaldo 2012 and Chan, Silverman, Vincent 2021: strike the terms that no
one reaches, with their cells; let A be the design of what is left, t = A'N its sufficient statistics. The estimate
exists when t lies in the relative interior of the cone that the rows of A span:

    max s  subject to  A'x = t,  x_w >= s,  s <= 1    has s > 0

and it is the only one when the columns of A are independent. The programme is solved in its dual form, which needs but
the empty cells Z and the null space V of the rows of A that hold someone: there is no estimate exactly when some u has
A_Z V u >= 0, not all zero (then the likelihood grows along V u without end). Where V is empty the estimate exists and
is unique; where V has one column its signs tell; with two or
three the edges of a cone do, and only beyond is a linear programme solved (scipy takes a while to load).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from isonomia.estimation.loglinear import Flags, Floats

EXISTS, NO_MAXIMUM, NOT_UNIQUE, NEITHER = 0, 1, 2, 3
"""The statuses: 0 all is well, 1 no maximum, 2 not identifiable, 3 both."""
ZERO = 1e-9
MOST_REMEMBERED = 1 << 12
"""Cells of a table beyond which nothing is remembered."""
DIGITS = 9
MOST_ROWS = 60
"""Rows of which every pair is tried."""


def status(terms: Iterable[int], seen: Flags) -> int:
    """The status of one model on one table: 0 exists and is unique, 1 does not exist, 2 is not unique, 3 neither.

    `terms` are the masks of the whole model; `seen` (2**t,) says which cells hold someone, the first being ignored.
    """
    model = np.array(sorted({0, *terms}), dtype=np.int64)
    filled = np.flatnonzero(seen[1:]) + 1
    reached = (filled[:, None] & model == model).any(axis=0)
    left, struck = model[reached], model[~reached]
    cells = np.arange(1, len(seen))
    for term in struck:
        cells = cells[cells & term != term]
    design = (cells[:, None] & left == left).astype(float)
    occupied = seen[cells]
    directions = _null_space(design[occupied])
    if not directions.shape[1]:
        return EXISTS
    slopes = np.unique(np.round(design[~occupied] @ directions, DIGITS), axis=0)
    if not slopes.any():
        return NOT_UNIQUE
    _, values, base = np.linalg.svd(slopes, full_matrices=False)
    rank = int((values > ZERO).sum())
    endless = one_sided(slopes @ base[:rank].T)
    return (NO_MAXIMUM if endless else EXISTS) + (EXISTS if rank == directions.shape[1] else NOT_UNIQUE)


def one_sided(slopes: Floats) -> bool:
    """Whether some combination of the columns is nowhere negative, and not zero everywhere; columns independent.

    Up to three columns the edges of the cone of such combinations are tried, each orthogonal to all but one of as many
    rows as there are columns; beyond that a linear programme decides.
    """
    slopes = slopes[(np.abs(slopes) > ZERO).any(axis=1)]
    rows, columns = slopes.shape
    if columns == 1:
        edges = np.ones((1, 1))
    elif columns == 2:
        edges = slopes[:, ::-1] * [1.0, -1.0]
    elif columns == 3 and rows <= MOST_ROWS:
        one, other = np.triu_indices(rows, 1)
        edges = np.cross(slopes[one], slopes[other])
        edges = edges[(np.abs(edges) > ZERO).any(axis=1)]
    else:
        return by_programme(slopes)
    rises = slopes @ edges.T
    return bool((rises >= -ZERO).all(axis=0).any() or (rises <= ZERO).all(axis=0).any())


def known_status(terms: Iterable[int], seen: Flags) -> int:
    """`status`, remembered by the model and by which cells hold someone."""
    if len(seen) > MOST_REMEMBERED:
        return status(terms, seen)
    return _remembered(tuple(sorted(terms)), seen.tobytes())


@lru_cache(maxsize=1 << 14)
def _remembered(terms: tuple[int, ...], seen: bytes) -> int:
    return status(terms, np.frombuffer(seen, dtype=bool))


def by_programme(slopes: Floats) -> bool:
    """The same by linear programming, whatever the number of columns: the largest sum of slopes within 0 and 1."""
    from scipy.optimize import linprog

    limits = np.concatenate([np.ones(len(slopes)), np.zeros(len(slopes))])
    found = linprog(-slopes.sum(axis=0), np.vstack([slopes, -slopes]), limits, bounds=(None, None), method="highs")
    if found.status != 0 or found.fun is None:
        raise ArithmeticError(f"the linear programme of existence was not solved: {found.message}")
    return bool(-found.fun > 1e-6)


def _null_space(rows: Floats) -> Floats:
    """An orthonormal base of the vectors that the rows send to zero, (columns, dimensions)."""
    square = np.linalg.qr(rows, mode="r") if len(rows) > rows.shape[1] else rows
    _, values, right = np.linalg.svd(square)
    return np.asarray(right[int((values > ZERO).sum()) :].T)
