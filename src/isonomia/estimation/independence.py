"""The model of independent lists: everyone has the same chance of a list, and no list changes that of another.

With n seen in all and n_i by list i, the estimate N solves

    1 - n/N = product over the lists of (1 - n_i/N)

(Otis and others 1978; the maximum of the Poisson likelihood of main effects); with two lists it is that of Lincoln
and Petersen, n_1 n_2 / m. It needs no table of histories, so that any number of lists will do.
"""

from __future__ import annotations

import numpy as np

from isonomia.estimation.loglinear import Floats

HALVINGS = 80


def hidden_if_independent(seen: Floats, totals: Floats) -> Floats:
    """The hidden numbers: infinite where no two lists overlap, 0 where one list saw all. (B,), (t, B) -> (B,)."""
    low = np.full(seen.shape, -700.0)
    high = 2.0 * np.log(np.maximum(totals.sum(axis=0), 2.0)) + 1.0
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        above = _excess(np.exp(middle), seen, totals) > 0
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    hidden = np.exp(0.5 * (low + high))
    hidden = np.where((totals >= seen).any(axis=0), 0.0, hidden)
    return np.asarray(np.where(totals.sum(axis=0) <= seen, np.inf, hidden))


def independent_parameters(seen: Floats, totals: Floats, hidden: Floats) -> Floats:
    """The parameters of main effects at those hidden numbers, (1 + t, B), finite ones wherever they exist."""
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(totals) - np.log(seen - totals + hidden)
        table = np.vstack([np.log(hidden)[None, :], odds])
    return np.where(np.isfinite(table), table, 0.0)


def _excess(hidden: Floats, seen: Floats, totals: Floats) -> Floats:
    """log(hidden/N) less the logarithm of the product: it rises through 0 at the estimate."""
    size = seen + hidden
    with np.errstate(divide="ignore"):
        near = np.log((seen - totals + hidden) / size)
        left = np.where(hidden < seen, np.log(hidden / size), np.log1p(-seen / size))
        missed = np.where(hidden < seen, near, np.log1p(-totals / size))
    return np.asarray(left - missed.sum(axis=0))
