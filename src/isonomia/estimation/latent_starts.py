"""Where chains of the latent-class model begin: many arrangements of classes, found by climbing from random ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from isonomia.estimation.latent_density import Floats, LatentClasses
from isonomia.estimation.latent_jumps import log_sticks

CLIMBS = 150
MOST_FILLED = 4


def starting_places(model: LatentClasses, chains: int, random: np.random.Generator) -> Floats:
    """Positions, (dimensions, chains), of local maxima with one to four classes, the other classes from the prior.

    By expectation and maximisation (Dempster, Laird, Rubin 1977) over the classes of those seen and of those not seen.
    """
    filled = 1 + np.arange(chains) % min(MOST_FILLED, model.classes - 1)
    holds = np.arange(model.classes)[:, None] < filled
    rates = (model.patterns.T @ model.counts / model.observed)[:, None, None] * random.uniform(0.02, 0.6, chains)
    spread = 1.5 * random.standard_normal((model.lists, model.classes, chains))
    chances = 1 / (1 + np.exp(spread - np.log(rates / (1 - rates))))
    shares = np.where(holds, random.exponential(size=holds.shape), 0.0)
    shares /= shares.sum(axis=0)
    for _ in range(CLIMBS):
        missed = shares * np.exp(np.log1p(-chances).sum(axis=0))
        logits = (np.log(chances) - np.log1p(-chances)).reshape(model.lists, -1)
        joint = np.exp(model.patterns @ logits).reshape(-1, *holds.shape) * missed
        joint *= (model.counts[:, None] / joint.sum(axis=1))[:, None]
        caught = (model.patterns.T @ joint.reshape(len(joint), -1)).reshape(chances.shape)
        unseen = missed * model.observed / np.maximum(1 - missed.sum(axis=0), 1e-4)
        persons = joint.sum(axis=0) + unseen
        chances = (caught + 1) / (persons + 2)
        shares = persons / persons.sum(axis=0)
    return _positions(model, chances, np.log(np.maximum(shares, 1e-300)), holds, random)


def _positions(
    model: LatentClasses, chances: Floats, shares: Floats, holds: NDArray[np.bool_], random: np.random.Generator
) -> Floats:
    """Positions of classes sorted by their shares, with a little of the stick left for those that hold no one."""
    logits = np.log(chances) - np.log1p(-chances)
    logits = np.where(holds, logits, random.logistic(size=logits.shape))
    rest = np.log(0.1 / model.observed) - np.arange(model.classes)[:, None]
    shares = np.where(holds, shares, rest)
    order = np.argsort(-shares, axis=0)
    sticks = log_sticks(np.take_along_axis(shares, order, axis=0))
    logits = np.take_along_axis(logits, order[None], axis=1)
    return np.concatenate([sticks, logits.reshape(-1, logits.shape[-1])])
