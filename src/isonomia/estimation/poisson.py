"""A Poisson model log-linear in any design: where it has a maximum, and the maximum.

For counts y over cells with rows x of a design A: y ~ Poisson(mu), log mu = A beta. Some counts leave no maximum: the
likelihood then grows without end along a direction d with A d = 0 on the cells that have a count and A d <= 0 on those
that have none. The cells on which every such direction vanishes are the face of the data; on them the extended maximum
exists, and outside them its fitted counts are zero (Fienberg and Rinaldo 2012, Annals of Statistics 40). A log-linear
value at a cell outside the table, such as that of the persons whom no list saw, can be had exactly where its row lies
in the span of the rows of the face.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
STEPS = 100
CLOSE = 1e-10
LONGEST = 30.0
"""No linear predictor moves further than this in one step."""


@dataclass(frozen=True, eq=False)
class PoissonFit:
    """The extended maximum. `parameters` (p,), `covariance` (p, p), both zero in directions that the data leave open;
    `face` marks the cells whose fitted count is above zero; `fitted` (cells,); `rank` of the design on the face."""

    parameters: Array
    covariance: Array
    face: NDArray[np.bool_]
    fitted: Array
    log_likelihood: float
    rank: int
    converged: bool
    basis: Array
    direction: Array

    def estimable(self, rows: Array) -> NDArray[np.bool_]:
        """Which rows (m, p) of a design have one finite fitted value."""
        outside = rows - rows @ self.basis @ self.basis.T
        return np.asarray(np.abs(outside).max(axis=-1) < 1e-7 * np.maximum(1.0, np.abs(rows).max(axis=-1)))

    def expected(self, rows: Array) -> Array | None:
        """Fitted counts of cells outside the table, (m,), zero where they are driven there; None if one has none."""
        slope = rows @ self.direction
        vanishing = slope < -1e-7
        if (slope > 1e-7).any() or not self.estimable(rows[~vanishing]).all():
            return None
        found: Array = np.zeros(len(rows))
        found[~vanishing] = np.exp(np.minimum(rows[~vanishing] @ self.parameters, 700.0))
        return found

    @property
    def exists(self) -> bool:
        """Whether all cells and parameters are as they stand, with no fitted count of zero."""
        return bool(self.face.all()) and self.rank == self.parameters.size


def face_of(design: Array, counts: Array) -> tuple[NDArray[np.bool_], Array]:
    """The cells of the face, (cells,), and a direction (p,) along which the likelihood grows, zero where there is none.

    See the module. One linear programme, and none where it is plain.
    """
    filled = counts > 0
    face, still = np.ones(counts.size, dtype=bool), np.zeros(design.shape[1])
    if filled.all() or _independent(design[filled]):
        return face, still
    directions = null_space(design[filled])
    slopes = design[~filled] @ directions
    moving = np.abs(slopes).max(axis=1, initial=0.0) > 1e-9
    if not directions.shape[1] or not moving.any():
        return face, still
    from scipy.optimize import linprog

    some = np.unique(np.round(slopes[moving], 12), axis=0)
    m, r = some.shape
    done = linprog(
        np.concatenate([np.zeros(r), -np.ones(m)]),
        A_ub=np.hstack([some, np.eye(m)]),
        b_ub=np.zeros(m),
        bounds=[(None, None)] * r + [(0, 1)] * m,
        method="highs",
    )
    if done.x is None:
        raise ArithmeticError(f"the linear programme of existence was not solved: {done.message}")
    falling = slopes @ done.x[:r] < -0.5
    face[np.flatnonzero(~filled)[falling]] = False
    return face, directions @ done.x[:r] if falling.any() else still


def _independent(matrix: Array) -> bool:
    """Whether the columns are plainly independent, so that no direction is left open."""
    values = np.linalg.eigvalsh(matrix.T @ matrix)
    return bool(values.min() > 1e-9 * max(float(values.max()), 1e-300))


def null_space(matrix: Array) -> Array:
    """An orthonormal base (p, r) of what a matrix (m, p) maps to zero."""
    _, values, vectors = np.linalg.svd(matrix, full_matrices=matrix.shape[0] < matrix.shape[1])
    rank = int((values > 1e-10 * max(values.max(initial=0.0), 1.0)).sum())
    if rank == matrix.shape[1]:
        return np.zeros((matrix.shape[1], 0))
    if vectors.shape[0] < matrix.shape[1]:
        _, _, vectors = np.linalg.svd(matrix, full_matrices=True)
    return np.asarray(vectors[rank:].T)


def fit(design: Array, counts: Array, *, start: Array | None = None, check: bool = True) -> PoissonFit:
    """The extended maximum likelihood fit of counts (cells,) by a design (cells, p), by Newton's method.

    `check=False` takes the maximum for granted; a fit that then runs away is not `converged`.
    """
    from scipy.special import gammaln

    face, direction = face_of(design, counts) if check else (np.ones(counts.size, dtype=bool), 0 * design[0])
    rows, seen = design[face], counts[face]
    basis = _row_space(rows) if check else np.eye(design.shape[1])
    reduced = rows @ basis
    first = None if start is None else basis.T @ start
    inner, covariance, mu, converged = newton(reduced, seen, first)
    with np.errstate(divide="ignore", invalid="ignore"):
        likelihood = float(np.sum(np.where(seen > 0, seen * np.log(mu), 0.0) - mu - gammaln(seen + 1)))
    fitted = np.zeros(counts.size)
    fitted[face] = mu
    return PoissonFit(
        basis @ inner,
        basis @ covariance @ basis.T,
        face,
        fitted,
        likelihood,
        basis.shape[1],
        converged,
        basis,
        direction,
    )


def newton(
    design: Array, counts: Array, start: Array | None = None, close: float = CLOSE
) -> tuple[Array, Array, Array, bool]:
    """Parameters, covariance, fitted counts and whether they settled, for a design of full column rank.

    The last step is the first that promises less than `close` in log-likelihood.
    """
    beta: Array = first_guess(design, counts) if start is None else start
    eta: Array = design @ beta
    value = _likelihood(eta, counts)
    converged = False
    for _ in range(STEPS):
        mu = np.exp(eta)
        information = design.T @ (design * mu[:, None])
        slope = design.T @ (counts - mu)
        try:
            step = np.linalg.solve(information, slope)
        except np.linalg.LinAlgError:
            break
        gain = float(slope @ step)
        if not np.isfinite(gain) or gain < 0:
            break
        move = design @ step
        size = min(1.0, LONGEST / max(float(np.abs(move).max()), LONGEST))
        while size > 1e-8:
            tried = _likelihood(eta + size * move, counts)
            if tried >= value - 1e-12 * abs(value):
                break
            size /= 2
        beta, eta = beta + size * step, eta + size * move
        value = _likelihood(eta, counts)
        if gain < close:
            converged = True
            break
    mu = np.exp(eta)
    covariance: Array
    try:
        covariance = np.linalg.inv(design.T @ (design * mu[:, None]))
    except np.linalg.LinAlgError:
        covariance, converged = np.full((beta.size, beta.size), np.nan), False
    return beta, covariance, mu, converged


def first_guess(design: Array, counts: Array) -> Array:
    """Weighted least squares on the logarithms of the counts, each a half more."""
    raised = counts + 0.5
    weighted = design * raised[:, None]
    guess: Array = np.linalg.lstsq(weighted.T @ design, weighted.T @ np.log(raised), rcond=None)[0]
    return guess


def _likelihood(eta: Array, counts: Array) -> float:
    with np.errstate(over="ignore"):
        return float(counts @ eta - np.exp(eta).sum())


def _row_space(matrix: Array) -> Array:
    """An orthonormal base (p, rank) of the rows of a matrix; the identity where they span all."""
    gram = matrix.T @ matrix
    values, vectors = np.linalg.eigh(gram)
    kept = values > 1e-11 * max(float(values.max(initial=0.0)), 1e-300)
    return np.eye(matrix.shape[1]) if kept.all() else np.asarray(vectors[:, kept])
