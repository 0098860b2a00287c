"""Heterogeneity that is normal on the scale of log odds: logit p_ij = beta_j + sigma z_i,  z_i ~ N(0, 1).

The chance of a history is the integral over z, by Gauss-Hermite quadrature (Coull and Agresti 1999, Biometrics 55).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from isonomia.estimation.poisson import Array

NODES = 40


@dataclass(frozen=True, eq=False)
class NormalFit:
    """`parameters` are the beta and sigma; `hidden_odds` P0 / (1 - P0); `log_odds_variance` that of its logarithm."""

    parameters: Array
    hidden_odds: float
    log_odds_variance: float
    log_likelihood: float
    converged: bool


class NormalModel:
    """The likelihood of observed histories (cells, t) with their counts, lists alike or each with its own level."""

    def __init__(self, histories: Array, counts: Array, *, alike: bool) -> None:
        nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
        self.z, self.log_weights = nodes, np.log(weights / weights.sum())
        self.alike = alike
        self.lists = histories.shape[1]
        self.rows = np.vstack([np.zeros(self.lists), histories])
        self.counts = counts
        self.total = float(counts.sum())

    def start(self) -> Array:
        """Parameters to begin from: as if a third were seen, with some heterogeneity."""
        share = np.clip((self.counts @ self.rows[1:]) / (3 * self.total), 1e-4, 0.9)
        levels = np.log(share / (1 - share))
        return np.append(levels.mean() if self.alike else levels, 0.7)

    def log_chances(self, parameters: Array) -> tuple[Array, Array]:
        """log P of each row, the hidden first, (rows,), and its derivatives (rows, p)."""
        levels = np.broadcast_to(parameters[:-1], (self.lists,))
        eta = levels[None, :] + parameters[-1] * self.z[:, None]
        log_unseen = -np.logaddexp(0.0, eta)
        p = np.exp(eta + log_unseen)
        by_node = self.rows @ eta.T + log_unseen.sum(axis=1)[None, :] + self.log_weights[None, :]
        top = by_node.max(axis=1, keepdims=True)
        share = np.exp(by_node - top)
        total = share.sum(axis=1, keepdims=True)
        share /= total
        slope_levels = self.rows - share @ p
        across = self.rows.sum(axis=1)[:, None] - p.sum(axis=1)[None, :]
        slope_sigma = (share * across * self.z[None, :]).sum(axis=1)
        if self.alike:
            slope_levels = slope_levels.sum(axis=1, keepdims=True)
        return (top + np.log(total))[:, 0], np.column_stack([slope_levels, slope_sigma])

    def conditional(self, parameters: Array) -> tuple[float, Array]:
        """Minus the logarithm of the likelihood given that a person was seen, and its slope."""
        logs, slopes = self.log_chances(parameters)
        p0 = min(float(np.exp(logs[0])), 1 - 1e-15)
        value = self.counts @ logs[1:] - self.total * np.log1p(-p0)
        slope = self.counts @ slopes[1:] + self.total * p0 / (1 - p0) * slopes[0]
        return -float(value), -slope

    def whole(self, parameters: Array, hidden: float) -> tuple[float, Array]:
        """The same of the table with so many hidden."""
        logs, slopes = self.log_chances(parameters)
        return -float(self.counts @ logs[1:] + hidden * logs[0]), -(self.counts @ slopes[1:] + hidden * slopes[0])

    def fit(self) -> NormalFit:
        """The conditional maximum, with the variance of the logarithm of the hidden by the delta method."""
        from scipy.optimize import minimize

        done = minimize(self.conditional, self.start(), jac=True, method="BFGS", options={"gtol": 1e-6 * self.total})
        best = np.asarray(done.x, dtype=float)
        size = best.size
        information = np.empty((size, size))
        for j in range(size):
            step = np.zeros(size)
            step[j] = 1e-5
            information[j] = (self.conditional(best + step)[1] - self.conditional(best - step)[1]) / 2e-5
        information = (information + information.T) / 2
        logs, slopes = self.log_chances(best)
        p0 = float(np.exp(logs[0]))
        values = np.linalg.eigvalsh(information)
        regular = bool(values.min() > 1e-8 * max(values.max(), 1.0)) and p0 < 1 - 1e-12
        gradient = slopes[0] / (1 - p0) if regular else slopes[0]
        variance = float(gradient @ np.linalg.solve(information, gradient)) if regular else float("inf")
        odds = p0 / (1 - p0) if regular else float("inf")
        return NormalFit(best, odds, variance + 1 / self.total, -float(done.fun), regular)
