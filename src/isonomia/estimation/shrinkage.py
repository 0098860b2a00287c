"""Thin strata held by the others: shrinkage of the log odds of being hidden to a common level.

With  y_s = log (hidden_s / observed_s)  of stratum s and its standard error v_s (Fay and Herriot 1979, Journal of the
American Statistical Association 74; Gelman and others, Bayesian Data Analysis, ch. 5):

    y_s ~ N(eta_s, v_s^2)      eta_s ~ N(mu, tau^2)      mu flat      tau half-normal(1)

a prior weak on the scale of log odds (Roever and others 2021, Research Synthesis Methods 12). A stratum without a
finite estimate is not passed over, as it has little overlap and thus many hidden: in place of the normal law of y_s it
has the profile of its likelihood under independent lists, which rules out small numbers and not large ones.
All is by grids over tau and mu: no chain has to converge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.poisson import Array
from isonomia.estimation.result import Estimate

SCALE = 1.0
"""Of the half-normal prior of tau."""
TAUS = np.linspace(0.02, 4.0, 100) * SCALE
STEPS = np.linspace(-5.0, 8.0, 80)
"""The grid of mu about its mean given tau, in standard deviations; strata without an estimate push it up."""
LOG_ODDS = np.linspace(-7.0, 11.0, 361)
"""The grid of eta for strata without an estimate: from one hidden for a thousand observed to many thousands for one."""
DRAWS = 4000
QUANTILES = {"0.80": 1.2815515655446004, "0.95": 1.959963984540054}


@dataclass(frozen=True, eq=False)
class Shrinkage:
    """Posterior of the strata's log odds: the level `mu` and spread `tau` (means), the `centres` of the strata (means),
    the `weight` of each one's own estimate, 0 to 1, and joint `draws` (draws, strata)."""

    mu: float
    tau: float
    centres: Array
    weight: Array
    draws: Array


def log_spread(one: Estimate) -> float | None:
    """The standard error of the log of the hidden: from the 80 % interval, else from the standard error."""
    hidden = one.hidden
    if not hidden:
        return None
    for level, z in QUANTILES.items():
        lower, upper = one.intervals.get(level, (one.observed, None))
        if upper is not None and lower > one.observed and upper > lower:
            return max(math.log((upper - one.observed) / (lower - one.observed)) / (2 * z), 1e-6)
        if upper is not None and upper > one.observed + hidden:
            return max(math.log((upper - one.observed) / hidden) / z, 1e-6)
    error = one.diagnostics.get("standard_error")
    return math.sqrt(math.log1p((error / hidden) ** 2)) if isinstance(error, float) and error > 0 else None


def profile_of_log_odds(table: CaptureHistories) -> Array:
    """The profile of the multinomial log-likelihood of independent lists over LOG_ODDS; flat for one list alone."""
    from scipy.special import betaln, xlog1py, xlogy

    totals = np.array([total for total in table.list_totals.values() if total], dtype=float)
    n = float(table.observed)
    if totals.size < 2:
        return np.zeros(LOG_ODDS.size)
    hidden = n * np.exp(LOG_ODDS)
    persons = (n + hidden)[:, None]
    by_list = xlogy(totals, totals / persons) + xlog1py(persons - totals, -totals / persons)
    found: Array = by_list.sum(axis=1) - betaln(hidden + 1, n)
    found -= found.max()
    return found


def shrink(y: Array, v: Array, profiles: dict[int, Array], rng: np.random.Generator) -> Shrinkage:
    """The model above: log odds and standard errors (strata,), and for strata without, log-likelihoods over LOG_ODDS.

    The strata that `profiles` does not name have finite y and v; there is one at least.
    """
    known = np.array([row for row in range(y.size) if row not in profiles])
    own, spread = y[known], v[known]
    variance = spread[None, :] ** 2 + TAUS[:, None] ** 2
    total = (1 / variance).sum(axis=1)
    centre = (own / variance).sum(axis=1) / total
    mus = centre[:, None] + STEPS[None, :] / np.sqrt(total)[:, None]
    score = -0.5 * (((own - mus[:, :, None]) ** 2 / variance[:, None, :]) + np.log(variance)[:, None, :]).sum(axis=2)
    score += -0.5 * (TAUS / SCALE)[:, None] ** 2 - 0.5 * np.log(total)[:, None]
    prior = np.exp(-0.5 * ((LOG_ODDS - mus[:, :, None]) / TAUS[:, None, None]) ** 2)
    prior /= np.maximum(prior.sum(axis=2, keepdims=True), 1e-300)
    fits = {row: prior * np.exp(log_likelihood) for row, log_likelihood in profiles.items()}
    for fitted in fits.values():
        score += np.log(np.maximum(fitted.sum(axis=2), 1e-300))
    share = np.exp(score - score.max())
    share /= share.sum()
    flat = rng.choice(share.size, size=DRAWS, p=share.ravel())
    tau, mu = TAUS[flat // STEPS.size], mus.ravel()[flat]
    centres, weight = np.empty(y.size), np.zeros(y.size)
    draws = np.empty((DRAWS, y.size))
    for row, fitted in fits.items():
        density = fitted / np.maximum(fitted.sum(axis=2, keepdims=True), 1e-300)
        centres[row] = float((share * (density @ LOG_ODDS)).sum())
        cumulated = density.reshape(share.size, -1)[flat].cumsum(axis=1)
        place = (cumulated < rng.random((DRAWS, 1))).sum(axis=1).clip(max=LOG_ODDS.size - 1)
        draws[:, row] = LOG_ODDS[place] + (rng.random(DRAWS) - 0.5) * (LOG_ODDS[1] - LOG_ODDS[0])
    pull = TAUS[:, None] ** 2 / variance
    middle = pull[:, None, :] * own + (1 - pull[:, None, :]) * mus[:, :, None]
    centres[known] = (share[:, :, None] * middle).sum(axis=(0, 1))
    weight[known] = share.sum(axis=1) @ pull
    drawn_pull = tau[:, None] ** 2 / (spread**2 + tau[:, None] ** 2)
    draws[:, known] = rng.normal(drawn_pull * own + (1 - drawn_pull) * mu[:, None], np.sqrt(drawn_pull) * spread)
    return Shrinkage(float((share * mus).sum()), float(share.sum(axis=1) @ TAUS), centres, weight, draws)
