"""The parametric bootstrap of one model over lists, covariates and year, many replicates fitted at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from isonomia.estimation.poisson import Array
from isonomia.estimation.regression_design import Table
from isonomia.estimation.regression_search import SENSELESS, Step

BLOCK = 100
"""Replicates fitted together; each block has a stream of random numbers of its own."""
STEPS = 60
SETTLED = 1e-4
"""A step that promises less than this in log-likelihood is the last."""
LONGEST = 3.0
HELD = 20_000_000
"""So many products of columns are held at a time."""


def bootstrap(
    table: Table, step: Step, replicates: int, seed: int, progress: Callable[[int, int], None] | None = None
) -> tuple[Array, Array]:
    """Replicates of what is seen and what is hidden, by the cells of the covariates, each (replicates, hidden cells).

    Whole populations are drawn from the fitted model, those whom no list saw are struck out, and the same terms are
    fitted again. A replicate without a finite estimate is infinite.
    """
    assert step.hidden is not None
    places = table.places(step.terms)
    rows, unseen = table.columns[table.seen][:, places], table.columns[~table.seen][:, places]
    expected = np.zeros(table.counts.size)
    expected[table.seen], expected[~table.seen] = step.fitted.fitted, step.hidden
    persons = round(float(expected.sum()))
    kept = step.fitted.face
    profile = _profiles(table)
    blocks = [BLOCK] * (replicates // BLOCK) + ([replicates % BLOCK] if replicates % BLOCK else [])
    streams = np.random.SeedSequence([seed, 0xC0F]).spawn(len(blocks))
    seen_by, hidden_by = [], []
    whole = products(rows[kept])
    for done, (size, stream) in enumerate(zip(blocks, streams, strict=True)):
        drawn = np.random.default_rng(stream).multinomial(persons, expected / expected.sum(), size=size)
        counts = drawn[:, table.seen].astype(float)
        beta = fit_many(rows[kept], counts[:, kept], step.fitted.parameters, whole)
        # where the likelihood drives cells to zero their columns stay where the fit of the data left them
        slope = unseen @ step.fitted.direction
        hidden = np.where(slope < -1e-7, 0.0, np.exp(np.minimum(beta @ unseen.T, 500.0)))
        hidden[hidden.sum(axis=1) > SENSELESS * counts.sum(axis=1)] = np.inf
        hidden[~np.isfinite(beta).all(axis=1)] = np.inf
        hidden_by.append(hidden)
        seen_by.append(counts @ profile)
        if progress is not None:
            progress(min((done + 1) * BLOCK, replicates), replicates)
    return np.vstack(seen_by), np.vstack(hidden_by)


def products(design: Array) -> Array | None:
    """The products of every two columns (cells, p (p + 1) / 2), None where they are too many to hold."""
    first, second = np.triu_indices(design.shape[1])
    return design[:, first] * design[:, second] if design.shape[0] * first.size <= HELD else None


def fit_many(design: Array, counts: Array, start: Array, whole: Array | None = None) -> Array:
    """Maximum likelihood parameters (B, p) for tables (B, cells) on one design (cells, p), by Newton's method.

    All Hessians of a step are one product of the fitted counts with the products of columns, `whole` as `products`
    gives them. A table whose likelihood does not settle has parameters that are not finite.
    """
    replicates, p = counts.shape[0], design.shape[1]
    first, second = np.triu_indices(p)
    at_once = max(1, HELD // first.size)
    beta = np.tile(start, (replicates, 1))
    going = np.arange(replicates)
    ridge = np.eye(p)
    for _ in range(STEPS):
        eta = beta[going] @ design.T
        mu = np.exp(np.minimum(eta, 300.0))
        if whole is not None:
            flat = mu @ whole
        else:
            flat = np.zeros((going.size, first.size))
            for begin in range(0, design.shape[0], at_once):
                part = design[begin : begin + at_once]
                flat += mu[:, begin : begin + at_once] @ (part[:, first] * part[:, second])
        hessian = np.empty((going.size, p, p))
        hessian[:, first, second] = hessian[:, second, first] = flat
        hessian += 1e-9 * np.einsum("bii->bi", hessian).mean(axis=1)[:, None, None] * ridge
        slope = (counts[going] - mu) @ design
        step = np.linalg.solve(hessian, slope[:, :, None])[:, :, 0]
        gain = (slope * step).sum(axis=1)
        length = np.abs(step @ design.T).max(axis=1)
        beta[going] += step * np.minimum(1.0, LONGEST / np.maximum(length, LONGEST))[:, None]
        going = going[gain > SETTLED]
        if not going.size:
            return beta
    beta[going] = np.nan
    return beta


def _profiles(table: Table) -> Array:
    """Which hidden cell has the covariates of each seen cell, (seen cells, hidden cells) of 0 and 1."""
    lists = sum(factor.is_list for factor in table.factors)
    keys = [tuple(row) for row in table.cells[:, lists:].tolist()]
    place = {key: j for j, key in enumerate(key for key, seen in zip(keys, table.seen, strict=True) if not seen)}
    found = np.zeros((int(table.seen.sum()), len(place)))
    seen_keys = [key for key, seen in zip(keys, table.seen, strict=True) if seen]
    found[np.arange(len(seen_keys)), [place[key] for key in seen_keys]] = 1.0
    return found
