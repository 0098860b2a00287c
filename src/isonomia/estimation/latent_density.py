"""The posterior of the latent-class model with everything integrated out that can be.

Each person belongs to one of K classes; in class k list j catches a person with chance lambda_jk, lists apart
independently. The classes' shares pi come from breaking a stick, V_k ~ Beta(1, alpha), alpha ~ Gamma(a, b);
lambda_jk is uniform and the size N has the prior 1/N (Manrique-Vallier 2016, Biometrics 72:1246-1254).
Summing over N and the classes of all persons, and integrating over alpha, leaves with s_k = -log(1 - V_k)

    log p(s, lambda | data) = sum_w n_w log p_w - n log(1 - p_0) - (a + K - 1) log(b + sum_k s_k),
    p_w = sum_k pi_k prod_j lambda_jk**w_j (1 - lambda_jk)**(1 - w_j),

a smooth function of a few dozen numbers whose cost does not depend on how many persons there are. Given it, the number
of unseen persons is negative binomial: n0 ~ NegBin(n, 1 - p_0). It is taken in log s and logit lambda.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.estimation.histories import CaptureHistories

Floats = NDArray[np.float64]

CLASSES = 10
SHAPE = RATE = 0.25


@dataclass
class Position:
    """Where chains stand: `at`, (dimensions, chains), with the log prior and log likelihood there and their gradients.

    `unseen`, (chains,): the chance p_0 that no list catches a person.
    """

    at: Floats
    prior: Floats
    likelihood: Floats
    unseen: Floats
    prior_slope: Floats
    likelihood_slope: Floats

    def taken(self, chosen: NDArray[np.intp]) -> Position:
        """Some of the chains, or all in another order."""
        return Position(*(part[..., chosen] for part in self._parts()))

    def where(self, moves: NDArray[np.bool_], other: Position) -> Position:
        """The other's chains where they move, otherwise these."""
        pairs = zip(self._parts(), other._parts(), strict=True)
        return Position(*(np.where(moves, theirs, own) for own, theirs in pairs))

    def _parts(self) -> tuple[Floats, ...]:
        return self.at, self.prior, self.likelihood, self.unseen, self.prior_slope, self.likelihood_slope


class LatentClasses:
    """The density for one table of counts; chains are the last axis of every array.

    A position holds log s_1 ... log s_(K-1), then logit lambda by list, class by class within each list.
    """

    def __init__(self, histories: CaptureHistories, classes: int = CLASSES, shape: float = SHAPE, rate: float = RATE):
        seen = np.flatnonzero(histories.counts)
        self.lists, self.classes, self.shape, self.rate = histories.size, classes, shape, rate
        self.counts: Floats = histories.counts[seen].astype(np.float64)
        self.patterns: Floats = histories.patterns[seen].astype(np.float64)
        self.observed = float(self.counts.sum())
        self.dimensions = classes - 1 + classes * self.lists

    def parts(self, at: Floats) -> tuple[Floats, Floats]:
        """log s, (K - 1, chains), and logit lambda, (lists, K, chains)."""
        sticks = self.classes - 1
        return at[:sticks], at[sticks:].reshape(self.lists, self.classes, -1)

    def draw_prior(self, chains: int, random: np.random.Generator) -> Floats:
        """Positions from the prior."""
        alpha = random.gamma(self.shape, 1 / self.rate, chains)
        with np.errstate(divide="ignore"):
            sticks = np.log(random.exponential(size=(self.classes - 1, chains))) - np.log(np.maximum(alpha, 1e-12))
        return np.concatenate([sticks, random.logistic(size=(self.lists * self.classes, chains))])

    def position(self, at: Floats) -> Position:
        """Everything at these positions."""
        return self._evaluated(at, values=True)

    def slopes(self, at: Floats) -> tuple[Floats, Floats]:
        """The gradients of the log prior and the log likelihood only."""
        found = self._evaluated(at, values=False)
        return found.prior_slope, found.likelihood_slope

    def log_density(self, at: Floats) -> tuple[Floats, Floats, Floats]:
        """The log prior, the log likelihood and the chance of not being seen."""
        sticks, logits = self.parts(at)
        s = np.exp(sticks)
        escape = np.exp(-logits)
        softplus = np.log1p(escape)
        shares, _, _ = self._shares(s)
        nobody = (-logits - softplus).sum(axis=0)
        seen = self._seen(shares, logits, nobody).sum(axis=1)
        caught = -(shares * np.expm1(nobody)).sum(axis=0)
        return self._prior(sticks, s, logits, softplus), self._likelihood(seen, caught), 1 - caught

    def class_shares(self, at: Floats) -> tuple[Floats, Floats]:
        """The classes' shares, (K, chains), and the chance that no list catches one of them, (K, chains)."""
        sticks, logits = self.parts(at)
        nobody = -np.logaddexp(0, logits).sum(axis=0)
        return self._shares(np.exp(sticks))[0], np.exp(nobody)

    def chances(self, at: Floats) -> Floats:
        """The chance of every capture history, (2**t, chains); for tables of few lists."""
        sticks, logits = self.parts(at)
        cells = (np.arange(1 << self.lists)[:, None] >> np.arange(self.lists) & 1).astype(np.float64)
        nobody = -np.logaddexp(0, logits).sum(axis=0)
        logs = np.tensordot(cells, logits, axes=1) + nobody
        found: Floats = (self._shares(np.exp(sticks))[0] * np.exp(logs)).sum(axis=1)
        return found

    def _shares(self, s: Floats) -> tuple[Floats, Floats, Floats]:
        kept = np.exp(-s)
        broken = -np.expm1(-s)
        left = np.ones((self.classes, s.shape[1]))
        np.exp(-np.cumsum(s, axis=0), out=left[1:])
        left[:-1] *= broken
        return left, kept, broken

    def _seen(self, shares: Floats, logits: Floats, nobody: Floats) -> Floats:
        """The chance of each history that occurs together with each class, (histories, K, chains)."""
        flat = logits.reshape(self.lists, -1)
        found: Floats = (self.patterns @ flat).reshape(len(self.patterns), *nobody.shape)
        found += nobody
        np.exp(found, out=found)
        found *= shares
        return found

    def _prior(self, sticks: Floats, s: Floats, logits: Floats, softplus: Floats) -> Floats:
        sizes = sticks.sum(axis=0) - (self.shape + self.classes - 1) * np.log(self.rate + s.sum(axis=0))
        found: Floats = sizes - logits.sum(axis=(0, 1)) - 2 * softplus.sum(axis=(0, 1))
        return found

    def _likelihood(self, seen: Floats, caught: Floats) -> Floats:
        found: Floats = self.counts @ np.log(seen) - self.observed * np.log(caught)
        return found

    def _evaluated(self, at: Floats, *, values: bool) -> Position:
        sticks, logits = self.parts(at)
        s = np.exp(sticks)
        escape = np.exp(-logits)
        softplus = np.log1p(escape)
        chance = 1 / (1 + escape)
        shares, kept, broken = self._shares(s)
        nobody = (-logits - softplus).sum(axis=0)
        joint = self._seen(shares, logits, nobody)
        seen = joint.sum(axis=1)
        missed = np.expm1(nobody)
        caught = -(shares * missed).sum(axis=0)
        # each class's part in each history, as expected counts, less its part in what conditioning on being seen costs
        joint *= (self.counts[:, None] / seen)[:, None]
        cost = self.observed / caught * shares
        parts = joint.sum(axis=0)
        by_list = (self.patterns.T @ joint.reshape(len(joint), -1)).reshape(logits.shape)
        likelihood_logits = by_list - chance * (parts + cost * (missed + 1))
        gains = parts + cost * missed  # the gradient by the log of a class's share
        after = np.cumsum(gains[:0:-1], axis=0)[::-1]
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(broken > 0, kept * s / broken, 1.0)
        likelihood_sticks = gains[:-1] * ratio - after * s
        prior_sticks = 1 - (self.shape + self.classes - 1) * s / (self.rate + s.sum(axis=0))
        chains = at.shape[1]
        return Position(
            at,
            self._prior(sticks, s, logits, softplus) if values else np.empty(0),
            self._likelihood(seen, caught) if values else np.empty(0),
            1 - caught if values else np.empty(0),
            np.concatenate([prior_sticks, (1 - 2 * chance).reshape(-1, chains)]),
            np.concatenate([likelihood_sticks, likelihood_logits.reshape(-1, chains)]),
        )
