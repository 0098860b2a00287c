"""Moves of the latent-class chains that no gradient leads to: new labels, and jumps to places learned before.

A jump proposes a whole arrangement of classes from a mixture that was fitted to earlier draws, and is taken or refused
by Metropolis and Hastings; once the mixture is frozen the draws are those of the posterior whatever it is. In it the
first m classes, those that hold persons, follow a mixture of t distributions in arcsine and logit coordinates, and
the others their prior given the first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.estimation.latent_density import Floats, LatentClasses, Position
from isonomia.estimation.student_mixture import StudentMixture, fitted_mixture

TRIES, MORE_TRIES = 8, 24
RARE = 0.05
"""Where jumps are accepted less often than this, more are tried."""
LEARNED_FROM = 2000
FEWEST_DRAWS = 60
COMPONENTS = 20


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
    of the shares in an order is (b + S)**-(a + K - 1) over what is left of the stick after each break, and the chance
    of drawing that order is the shares over the same; so only S = -log pi_K, of the class that comes last, remains in
    the Metropolis ratio, and almost all orders are accepted (Pitman 1996 on size-biased permutation; Papaspiliopoulos
    and Roberts 2008 on labels as a trap).
    """
    sticks, logits = model.parts(at)
    shares = log_shares(sticks)
    order = np.argsort(np.log(random.exponential(size=shares.shape)) - shares, axis=0)
    new = np.take_along_axis(shares, order, axis=0)
    ratio = -(model.shape + model.classes - 1) * (np.log(model.rate - new[-1]) - np.log(model.rate - shares[-1]))
    accepted = np.log(random.random(at.shape[1])) < ratio
    moved = np.concatenate([log_sticks(new), np.take_along_axis(logits, order[None], axis=1).reshape(-1, at.shape[1])])
    found: Floats = np.where(accepted, moved, at)
    return found


@dataclass(frozen=True)
class Jumps:
    """A mixture over arrangements with one to K - 2 classes that hold persons.

    `arrangements`: how many classes hold persons, the log of the arrangement's share, and its mixture. `tries`: how
    many jumps are tried at a time.
    """

    model: LatentClasses
    arrangements: tuple[tuple[int, float, StudentMixture], ...]
    tries: int = TRIES

    def move(self, start: Position, random: np.random.Generator) -> tuple[Position, float]:
        """Tries to jump from each place; gives where the chains are then and the share of jumps accepted."""
        chains = start.at.shape[1]
        proposed = self._drawn(self.tries * chains, random)
        prior, likelihood, _ = self.model.log_density(proposed)
        gains = prior + likelihood - self._log_density(proposed)
        gains = np.where(np.isfinite(gains), gains, -np.inf).reshape(self.tries, chains)
        now = start.prior + start.likelihood - self._log_density(start.at)
        choice = np.full(chains, -1)
        accepted = 0
        for attempt, gain in enumerate(gains):
            taken = np.log(random.random(chains)) < gain - now
            now, choice = np.where(taken, gain, now), np.where(taken, attempt, choice)
            accepted += int(taken.sum())
        moved = choice >= 0
        if moved.any():
            places = proposed.reshape(-1, self.tries, chains)[:, np.maximum(choice, 0), np.arange(chains)]
            start = start.where(moved, self.model.position(np.where(moved, places, start.at)))
        return start, accepted / (self.tries * chains)

    def _drawn(self, count: int, random: np.random.Generator) -> Floats:
        model = self.model
        shares = np.exp([log_share for _, log_share, _ in self.arrangements])
        which = random.choice(len(shares), size=count, p=shares / shares.sum())
        found = np.empty((model.dimensions, count))
        for number, (filled, _, mixture) in enumerate(self.arrangements):
            here = np.flatnonzero(which == number)
            sticks, logits = _places(mixture.drawn(len(here), random), filled, model.lists)
            rest = model.classes - 1 - filled
            alpha = random.gamma(model.shape + filled, size=len(here)) / (model.rate + np.exp(sticks).sum(axis=0))
            empty = np.log(random.exponential(size=(rest, len(here)))) - np.log(alpha)
            others = random.logistic(size=(model.lists, model.classes - filled, len(here)))
            logits = np.concatenate([logits, others], axis=1).reshape(model.lists * model.classes, len(here))
            found[:, here] = np.concatenate([sticks, empty, logits])
        return found

    def _log_density(self, at: Floats) -> Floats:
        """The log density of the mixture at these positions."""
        model = self.model
        sticks, logits = model.parts(at)
        upto = np.cumsum(np.exp(sticks), axis=0)
        logistic = -(np.abs(logits) + 2 * np.log1p(np.exp(-np.abs(logits)))).sum(axis=0)
        total = np.full(at.shape[1], -np.inf)
        for filled, log_share, mixture in self.arrangements:
            coordinates, jacobian = _coordinates(sticks, logits, filled)
            shape, rest = model.shape + filled, model.classes - 1 - filled
            empty = (
                math.lgamma(shape + rest) - math.lgamma(shape) + sticks[filled:].sum(axis=0)
                + shape * np.log(model.rate + upto[filled - 1]) - (shape + rest) * np.log(model.rate + upto[-1])
            )  # fmt: skip
            here = mixture.log_density(coordinates) + jacobian + empty + logistic[filled:].sum(axis=0)
            total = np.logaddexp(total, log_share + here)
        return total


def learned_jumps(
    model: LatentClasses, places: Floats, random: np.random.Generator, tries: int = TRIES
) -> Jumps | None:
    """A mixture fitted to draws, (dimensions, draws); None where they are too few or too varied for one."""
    places = places[:, :: max(1, places.shape[1] // LEARNED_FROM)]
    sticks, logits = model.parts(places)
    order = np.argsort(-log_shares(sticks), axis=0)
    sticks = log_sticks(np.take_along_axis(log_shares(sticks), order, axis=0))
    logits = np.take_along_axis(logits, order[None], axis=1)
    places = np.concatenate([sticks, logits.reshape(-1, places.shape[1])])
    filled = model.classes - np.argmax(holding(model, places)[::-1], axis=0)
    found = []
    for number in range(1, model.classes - 1):
        draws = np.flatnonzero(filled == number)
        if len(draws) < FEWEST_DRAWS:
            continue
        coordinates, _ = _coordinates(sticks[:, draws], logits[..., draws], number)
        components = min(COMPONENTS, len(draws) // (4 * len(coordinates)))
        mixture = fitted_mixture(coordinates, max(components, 1), random)
        if mixture is not None:
            found.append((number, math.log(len(draws) / len(filled)), mixture))
    return Jumps(model, tuple(found), tries) if found else None


def holding(model: LatentClasses, places: Floats) -> NDArray[np.bool_]:
    """Whether a class holds persons: ten of those seen, or one in two hundred where that is more; (K, draws)."""
    shares, missed = model.class_shares(places)
    caught = shares * (1 - missed)
    found: NDArray[np.bool_] = model.observed * caught / caught.sum(axis=0) >= max(10.0, model.observed / 200)
    return found


def _coordinates(sticks: Floats, logits: Floats, filled: int) -> tuple[Floats, Floats]:
    """Coordinates of the first classes in which draws look more normal, and the log of the Jacobian from positions.

    logit V of all their sticks but the last, log s of that, and 2 arcsin sqrt lambda.
    """
    s = np.exp(sticks[: filled - 1])
    escape = np.exp(-s)
    broken = -np.expm1(-s)
    chances = logits[:, :filled].reshape(-1, logits.shape[-1])
    half = np.exp(-0.5 * np.abs(chances))
    angles = 2 * np.arctan(np.exp(0.5 * np.clip(chances, -600, 600)))
    jacobian = (sticks[: filled - 1] - np.log(broken)).sum(axis=0)
    jacobian = jacobian + (np.log(half) - np.log1p(half * half)).sum(axis=0)
    odds = np.log(broken) - np.log(escape)
    return np.concatenate([odds, sticks[filled - 1 : filled], angles]), jacobian


def _places(coordinates: Floats, filled: int, lists: int) -> tuple[Floats, Floats]:
    """log s and logit lambda from coordinates; those outside their range come out as what is not a number."""
    sticks = np.concatenate([np.log(np.logaddexp(0, coordinates[: filled - 1])), coordinates[filled - 1 : filled]])
    angles = coordinates[filled:].reshape(lists, filled, -1)
    with np.errstate(invalid="ignore"):
        logits = 2 * np.log(np.tan(angles / 2))
    return sticks, np.where(angles < np.pi, logits, np.nan)
