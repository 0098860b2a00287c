"""Moves of the latent-class chains that no gradient leads to: swapping labels, and jumps to learned places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from isonomia.estimation.latent_density import Floats, LatentClasses, Position



def log_shares(sticks: Floats) -> Floats:
    """The logarithms of the classes' shares, (K, chains), from log s; exact where they underflow."""
    s = np.exp(sticks)
    broken = np.where(s > 1e-8, np.log(-np.expm1(-s)), sticks)
    found = np.zeros((len(s) + 1, s.shape[1]))
    np.cumsum(s, axis=0, out=found[1:])
    np.negative(found, out=found)
    found[:-1] += broken
    return found


def log_sticks(shares: Floats) -> Floats:
    """log s from the logarithms of the shares: the inverse of `log_shares`."""
    left = np.logaddexp.accumulate(shares[::-1], axis=0)[::-1]
    odds = shares[:-1] - left[1:]
    found: Floats = np.where(odds < -30, odds, np.log(np.logaddexp(0, odds)))
    return found


def relabelled(model: LatentClasses, at: Floats, random: np.random.Generator) -> Floats:
    """Gives the classes new labels, which the likelihood does not see: a large class late in the order is a trap.

    The new order is a size-biased one: classes drawn without return in proportion to their shares. The prior's density
    of the shares in an order is (b + S)**-(a + K - 1) over what is left of the stick after each break, and the chance of
    drawing that order is the shares over the same; so only S = -log pi_K, of the class that comes last, remains in the
    Metropolis ratio, and almost all orders are accepted (compare Pitman 1996 on size-biased permutation; Papaspiliopoulos
    and Roberts 2008 on labels as a trap).
    """
    sticks, logits = model.parts(at)
    shares = log_shares(sticks)
    order = np.argsort(np.log(random.exponential(size=shares.shape)) - shares, axis=0)
    new = np.take_along_axis(shares, order, axis=0)
    ratio = -(model.shape + model.classes - 1) * (np.log(model.rate - new[-1]) - np.log(model.rate - shares[-1]))
    accepted = np.log(random.random(at.shape[1])) < ratio
    moved = np.concatenate(
        [log_sticks(new), np.take_along_axis(logits, order[None], axis=1).reshape(-1, at.shape[1])]
    )
    found: Floats = np.where(accepted, moved, at)
    return found


class Jumps:
    pass
