"""Mixtures of multivariate t distributions, fitted by expectation and maximisation (Peel and McLachlan 2000)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FREEDOM = 12.0
ROUNDS = 15
AT_ONCE = 256
"""Draws treated at once: matrices so small that linear algebra starts no threads, which only wait for each other."""


@dataclass(frozen=True)
class StudentMixture:
    """`log_shares`, (components,); `centres`, (components, d); `roots`, the Cholesky factors of the scales, and their
    `inverses`, (components, d, d).
    """

    log_shares: Floats
    centres: Floats
    roots: Floats
    inverses: Floats

    def drawn(self, count: int, random: np.random.Generator) -> Floats:
        """Draws, (d, count)."""
        shares = np.exp(self.log_shares)
        which = random.choice(len(shares), size=count, p=shares / shares.sum())
        steps = random.standard_normal((count, self.centres.shape[1]))
        steps /= np.sqrt(random.chisquare(FREEDOM, count) / FREEDOM)[:, None]
        found = np.empty((self.centres.shape[1], count))
        for component in np.unique(which):
            here = which == component
            found[:, here] = self.centres[component][:, None] + self.roots[component] @ steps[here].T
        return found

    def log_density(self, at: Floats) -> Floats:
        """The log density at `at`, (d, n)."""
        found: Floats = np.logaddexp.reduce(self.by_component(at)[0] + self.log_shares[:, None], axis=0)
        return found

    def by_component(self, at: Floats) -> tuple[Floats, Floats]:
        """The log density of each component and the squared distances from their centres, (components, n)."""
        size = self.centres.shape[1]
        distances = np.empty((len(self.centres), at.shape[1]))
        offsets = np.einsum("cij,cj->ci", self.inverses, self.centres)
        for first in range(0, at.shape[1], AT_ONCE):
            steps = self.inverses @ at[:, first : first + AT_ONCE] - offsets[:, :, None]
            distances[:, first : first + AT_ONCE] = (steps * steps).sum(axis=1)
        constant = math.lgamma((FREEDOM + size) / 2) - math.lgamma(FREEDOM / 2) - size / 2 * math.log(FREEDOM * math.pi)
        spread = np.log(np.diagonal(self.inverses, axis1=1, axis2=2)).sum(axis=1)
        return constant + spread[:, None] - (FREEDOM + size) / 2 * np.log1p(distances / FREEDOM), distances


def fitted_mixture(draws: Floats, components: int, random: np.random.Generator) -> StudentMixture | None:
    """Fits up to `components` to draws, (d, n); a component with too few is dropped. None where a scale is singular."""
    size = len(draws)
    spread = draws.std(axis=1)
    if not (np.isfinite(draws).all() and (spread > 0).all()):
        return None
    parts = _apart((draws - draws.mean(axis=1, keepdims=True)) / spread[:, None], components, random)
    weights = parts
    mixture = None
    for _ in range(ROUNDS):
        held = parts.sum(axis=1)
        enough = held > size
        if not enough.any():
            return mixture
        if not enough.all():
            parts, weights = parts[enough], weights[enough]
            parts = parts / np.maximum(parts.sum(axis=0), 1e-300)
            held = parts.sum(axis=1)
        mixture = _maximised(draws, parts, weights, held, spread)
        if mixture is None:
            return None
        logs, distances = mixture.by_component(draws)
        logs += mixture.log_shares[:, None]
        parts = np.exp(logs - np.logaddexp.reduce(logs, axis=0))
        weights = parts * (FREEDOM + size) / (FREEDOM + distances)
    return mixture


def _apart(draws: Floats, components: int, random: np.random.Generator) -> Floats:
    """First parts: draws go to the nearest of centres chosen far from one another and then moved a few times."""
    centres = draws[:, [int(random.integers(draws.shape[1]))]]
    for _ in range(components - 1):
        nearest = _distances(draws, centres).min(axis=0)
        if not nearest.sum() > 0:
            break
        chosen = int(random.choice(draws.shape[1], p=nearest / nearest.sum()))
        centres = np.concatenate([centres, draws[:, [chosen]]], axis=1)
    for _ in range(5):
        nearest = _distances(draws, centres).argmin(axis=0)
        for component in np.unique(nearest):
            centres[:, component] = draws[:, nearest == component].mean(axis=1)
    nearest = _distances(draws, centres).argmin(axis=0)
    found: Floats = 0.9 * (nearest == np.arange(centres.shape[1])[:, None]) + 0.1 / centres.shape[1]
    return found


def _distances(draws: Floats, centres: Floats) -> Floats:
    found: Floats = ((draws[:, None, :] - centres[:, :, None]) ** 2).sum(axis=0)
    return found


def _maximised(draws: Floats, parts: Floats, weights: Floats, held: Floats, spread: Floats) -> StudentMixture | None:
    size, count = draws.shape
    centres = np.einsum("cn,dn->cd", weights, draws) / weights.sum(axis=1)[:, None]
    scales = np.zeros((len(parts), size, size))
    for first in range(0, count, AT_ONCE):
        steps = draws[:, first : first + AT_ONCE] - centres[:, :, None]
        scales += (steps * weights[:, None, first : first + AT_ONCE]) @ steps.swapaxes(1, 2)
    scales /= held[:, None, None]
    # few draws tell little of correlations: these are drawn towards none
    towards = size / (size + held)
    diagonal = np.einsum("cii->ci", scales)
    own = diagonal.copy()
    scales *= (1 - towards)[:, None, None]
    np.einsum("cii->ci", scales)[...] = own + 1e-4 * spread**2
    try:
        roots: Floats = np.linalg.cholesky(scales).astype(np.float64)
    except np.linalg.LinAlgError:
        return None
    inverses: Floats = np.linalg.inv(roots).astype(np.float64)
    return StudentMixture(np.log(held / held.sum()), centres, roots, inverses)
