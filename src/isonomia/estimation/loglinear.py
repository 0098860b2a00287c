"""Poisson log-linear models of capture histories, a batch of tables and models fitted at once.

    N_w ~ Poisson(mu_w),   log mu_w = sum of alpha_theta over the terms theta of the model that lie within w

for each capture history w but the one that nobody saw, whose mean, exp(alpha_0), is the estimated hidden number
(Fienberg 1972; Cormack 1989). A history and a term are bit masks over the lists; the intercept is the mask 0.

All arrays have the batch as their last axis: tables (2**t, B), models (p, B) of masks, where `2**t` stands for "no
term". Sums over subsets and supersets (Yates' algorithm, t additions of half a table) take the place of the design
matrix: linear predictors are sums over subsets; sufficient statistics, fitted margins and every entry of the Hessian,
whose row theta and column phi hold the sum of mu over the supersets of both, are sums over supersets.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

STEPS = 40
"""Newton steps before a fit is given up: a maximum that exists is met in about ten."""
MET = 1e-7
"""A step as small as this is the last: the error left behind is about its square."""
FIRM = 1e-9
"""A pivot of the scaled Hessian below this leaves the rank in doubt."""
RIDGE = 1e-13
"""Added to the scaled Hessian's diagonal, so that a matrix that is singular by rounding can still be solved."""


@dataclass(frozen=True)
class Fits:
    """Fitted models: parameters (p, B), means (2**t, B), which fits converged, which prove that the maximum exists.

    Where `proved` is set, Newton's last step gave a strictly positive table with the sufficient statistics of the
    data (mu times one plus the change of the linear predictor, a change far below one) under a Hessian of full rank,
    and this is what existence and identifiability mean. Elsewhere `existence.status` has to be asked.
    """

    terms: Ints
    parameters: Floats
    means: Floats
    met: Flags
    proved: Flags

    @property
    def hidden(self) -> Floats:
        """The estimated numbers that no list saw, (B,)."""
        return np.asarray(np.exp(np.minimum(self.parameters[0], 700.0)))


def subset_sums(table: Floats) -> Floats:
    """In each row w the sum over the rows within w, along the first axis of (2**t, B); a new array."""
    out = table.copy()
    half = 1
    while half < len(out):
        view = out.reshape(-1, 2, half, out.shape[1])
        view[:, 1] += view[:, 0]
        half *= 2
    return out


def superset_sums(table: Floats) -> Floats:
    """In each row w the sum over the rows that contain w: the margins of a table, (2**t, B); a new array."""
    out = table.copy()
    half = 1
    while half < len(out):
        view = out.reshape(-1, 2, half, out.shape[1])
        view[:, 0] += view[:, 1]
        half *= 2
    return out


def extended(terms: Ints, margins: Floats) -> tuple[Ints, Flags]:
    """What is left of models and cells in the extended maximum likelihood estimate.

    A term that no observed person reaches (its margin is 0) has the estimate minus infinity: it goes, and with it
    every cell that contains it, whose fitted mean is 0 (Fienberg and Rinaldo 2012; Chan, Silverman, Vincent 2021).
    `terms` (p, B), `margins` (2**t, B). Gives the terms left and the cells left, without that of the hidden.
    """
    size, batch = margins.shape
    columns = np.arange(batch)
    padded = np.vstack([margins, np.ones((1, batch))])
    gone = padded[terms, columns] == 0
    struck = np.zeros((size + 1, batch))
    struck[np.where(gone, terms, size), columns] = 1.0
    cells = subset_sums(struck[:size]) == 0
    cells[0] = False
    return np.where(gone, size, terms), cells


def starting(counts: Floats, terms: Ints, cells: Flags) -> Floats:
    """Parameters from one weighted least squares fit to the logarithms of the counts plus a half, (p, B)."""
    weights = np.where(cells, counts + 0.5, 0.0)
    predictors = np.log(np.where(cells, weights, 1.0))
    right = _at(superset_sums(weights * predictors), terms)
    return _solved(_hessian(superset_sums(weights), _places(terms, len(counts)), (terms == len(counts)).T), right)


def fit(
    counts: Floats, terms: Ints, cells: Flags, start: Floats | None = None, *, hidden: bool = False, steps: int = STEPS
) -> Fits:
    """Maximum likelihood by Newton's method, steps halved where the likelihood would fall.

    `counts` (2**t, B), `terms` (p, B) with the intercept first, `cells` (2**t, B) those that are fitted, as `extended`
    gives them; with `hidden` the first cell is fitted too, its count taken from the table. `start` (p, B).
    """
    size, batch = counts.shape
    if hidden:
        cells = cells.copy()
        cells[0] = True
    parameters = starting(counts, terms, cells) if start is None else start.copy()
    parameters[terms == size] = 0.0
    met, proved = np.zeros(batch, dtype=bool), np.zeros(batch, dtype=bool)
    live = np.arange(batch)
    state = _State(parameters, terms, cells, _at(superset_sums(np.where(cells, counts, 0.0)), terms), size)
    for _ in range(steps):
        hessian = state.advance()
        done = state.better & (np.abs(state.step).max(axis=0) < MET)
        state.here[:, done] += state.step[:, done]
        parameters[:, live] = state.here
        if done.any():
            met[live[done]] = True
            proved[live[done]] = _firm(hessian[done])
        if done.all():
            break
        if done.mean() > 0.3:
            live = live[~done]
            state.keep(~done)
    return Fits(terms, parameters, _means(parameters, terms, cells), met, proved)


class _State:
    """Columns of a batch on their way: where each stands, its next step, and how much of the step is tried."""

    def __init__(self, here: Floats, terms: Ints, cells: Flags, target: Floats, size: int) -> None:
        self.here, self.terms, self.cells, self.target, self.size = here.copy(), terms, cells, target, size
        self.step = np.zeros_like(here)
        self.share = np.ones(here.shape[1])
        self.loss = np.full(here.shape[1], np.inf)
        self.better = np.ones(here.shape[1], dtype=bool)
        self.places, self.unused = _places(terms, size), (terms == size).T

    def advance(self) -> Floats:
        """Tries the steps, takes those that lose nothing and finds the next ones. Gives the scaled Hessians."""
        trial = self.here + self.share * self.step
        means, loss = self._at(trial)
        wild = ~np.isfinite(loss) & np.isinf(self.loss)
        if wild.any():  # a start beyond all numbers: begin from the mean of all cells
            trial[:, wild] = 0.0
            trial[0, wild] = np.log(self.target[0, wild] / self.cells[:, wild].sum(axis=0))
            means, loss = self._at(trial)
        with np.errstate(invalid="ignore"):
            self.better = loss <= self.loss + 1e-10 * (1.0 + np.abs(self.loss))
        self.here = np.where(self.better, trial, self.here)
        self.loss = np.where(self.better, loss, self.loss)
        self.share = np.where(self.better, 1.0, self.share * 0.5)
        margins = superset_sums(np.where(self.better, means, 1.0))  # where it is not taken, anything solvable
        hessian = _hessian(margins, self.places, self.unused)
        newton = _solved(hessian, self.target - _at(margins, self.terms))
        self.step = np.where(self.better, newton, self.step)
        return hessian[0]

    def _at(self, parameters: Floats) -> tuple[Floats, Floats]:
        """The means and what is to be lowered, the negative log-likelihood without its constant."""
        means = _means(parameters, self.terms, self.cells)
        with np.errstate(over="ignore", invalid="ignore"):
            return means, means.sum(axis=0) - (parameters * self.target).sum(axis=0)

    def keep(self, columns: Flags) -> None:
        """Leaves the other columns out."""
        for name in ("here", "terms", "cells", "target", "step", "share", "loss", "better"):
            setattr(self, name, getattr(self, name)[..., columns])
        self.places, self.unused = _places(self.terms, self.size), (self.terms == self.size).T


def _at(margins: Floats, terms: Ints) -> Floats:
    """The margins of the terms, (p, B); 0 where there is no term."""
    padded = np.vstack([margins, np.zeros((1, margins.shape[1]))])
    return np.asarray(np.take_along_axis(padded, terms, axis=0))


def _means(parameters: Floats, terms: Ints, cells: Flags) -> Floats:
    """The fitted table, (2**t, B), 0 in the cells that are not fitted."""
    size, batch = cells.shape
    table = np.zeros((size + 1, batch))
    np.put_along_axis(table, terms, parameters, axis=0)
    with np.errstate(over="ignore"):
        return np.where(cells, np.exp(np.where(cells, subset_sums(table[:size]), 0.0)), 0.0)


def _places(terms: Ints, size: int) -> Ints:
    """Where in the margins (2**t + 1, B), flattened, each entry of the Hessians stands, (B, p, p)."""
    batch = terms.shape[1]
    rows = np.minimum(terms.T[:, :, None] | terms.T[:, None, :], size)
    return np.asarray(rows * batch + np.arange(batch)[:, None, None])


def _hessian(margins: Floats, places: Ints, unused: Flags) -> tuple[Floats, Floats]:
    """The Hessians, (B, p, p), scaled to a diagonal of ones, and the scales (B, p)."""
    padded = np.vstack([margins, np.zeros((1, margins.shape[1]))])
    hessian = padded.ravel()[places]
    entries = np.arange(hessian.shape[1])
    scale = 1.0 / np.sqrt(np.maximum(np.where(unused, 1.0, hessian[:, entries, entries]), 1e-300))
    hessian *= scale[:, :, None]
    hessian *= scale[:, None, :]
    hessian[:, entries, entries] = 1.0 + RIDGE
    return hessian, scale


def _solved(scaled: tuple[Floats, Floats], right: Floats) -> Floats:
    """The solutions (p, B) of the linear systems."""
    hessian, scale = scaled
    try:
        found = np.linalg.solve(hessian, (right.T * scale)[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:  # one exactly singular matrix stops the batch
        eased = hessian + 1e-8 * np.eye(hessian.shape[1])
        found = np.linalg.solve(eased, (right.T * scale)[:, :, None])[:, :, 0]
    return np.asarray((found * scale).T)


def _firm(hessian: Floats) -> Flags:
    """Whether the scaled Hessians are clearly of full rank, by the least pivot of their Cholesky factors."""
    try:
        factors = np.linalg.cholesky(hessian)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.eigvalsh(hessian)[:, 0] > FIRM)
    return np.asarray((np.diagonal(factors, axis1=1, axis2=2) ** 2).min(axis=1) > FIRM)


def standard_errors(fits: Fits) -> Floats:
    """Standard errors of the parameters from the inverse Hessian, (p, B); infinite for a term that is gone."""
    size = len(fits.means)
    unused = (fits.terms == size).T
    hessian, scale = _hessian(superset_sums(fits.means), _places(fits.terms, size), unused)
    variances = np.diagonal(np.linalg.inv(hessian), axis1=1, axis2=2) * scale**2
    return np.asarray(np.where(unused, np.inf, np.sqrt(np.maximum(variances, 0.0))).T)
