"""Chains for the latent-class model: Hamiltonian moves at many temperatures at once, with exchanges between them.

Every chain of every temperature is a column of one array. At inverse temperature beta the likelihood counts to the
power beta; hot chains pass from one arrangement of classes to another, and exchanges carry that to the coldest, whose
draws are those of the posterior (Geyer 1991; Neal 2011; for the ladder Syed et al. 2022, JRSS B 84:321-350).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from isonomia.estimation.latent_density import Floats, LatentClasses, Position
from isonomia.estimation.latent_jumps import Jumps, relabelled
from isonomia.estimation.latent_starts import starting_places

REACH, FEWEST_STEPS, MOST_STEPS = 1.0, 6, 32
"""How far a trajectory goes at the coldest temperature, if its number of steps allows."""
ACCEPTED = 0.8
SETTLING, SETTLED = 30, 4
HOTTEST_PERSONS = 60.0
"""At the hottest temperature the table weighs as much as so many persons."""


@dataclass
class Chains:
    """The state of `levels` temperatures, hottest first, of `each` chains.

    `exchanged` and `jumped` add up the chances of exchanges and of jumps since the last call of `advance`, `moves` ago.
    """

    model: LatentClasses
    random: np.random.Generator
    ladder: Floats
    each: int
    steps: Floats
    position: Position
    jumps: Jumps | None = None
    adapted: int = 0
    moves: int = 0
    jumped: float = 0.0
    exchanged: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def levels(self) -> int:
        """How many temperatures there are."""
        return len(self.ladder)

    @property
    def cold(self) -> slice:
        """The columns whose draws are those of the posterior."""
        return slice(-self.each, None)


def started(model: LatentClasses, each: int, random: np.random.Generator) -> Chains:
    """Chains scattered over arrangements of classes; the more persons the more temperatures."""
    levels = max(3, 3 + round(1.3 * math.log(model.observed / HOTTEST_PERSONS)))
    hottest = min(0.5, HOTTEST_PERSONS / model.observed)
    with np.errstate(all="ignore"):
        position = model.position(starting_places(model, levels * each, random))
    ladder = np.geomspace(hottest, 1, levels)
    return Chains(model, random, ladder, each, np.full(levels, 0.05), position, exchanged=np.zeros(levels - 1))


def settled(chains: Chains) -> Floats:
    """Lets all chains settle at the coldest temperature, each in the arrangement of classes in which it begins.

    Gives places, (dimensions, draws), of what they then see. After that the temperatures are spread out again.
    """
    ladder, chains.ladder = chains.ladder, np.ones(chains.levels)
    advance(chains, SETTLING, adapting=True)
    found = []
    for _ in range(SETTLED):
        advance(chains, 2, adapting=True)
        found.append(chains.position.at)
    chains.ladder, chains.adapted = ladder, 0
    return np.concatenate(found, axis=1)


def advance(chains: Chains, moves: int, *, adapting: bool) -> tuple[Floats, Floats]:
    """Moves all chains `moves` times; gives the cold chains' chances of not being seen, (each, moves), and places.

    The places are (dimensions, each, moves). While adapting, step sizes follow the acceptance.
    """
    unseen = np.empty((chains.each, moves))
    places = np.empty((chains.model.dimensions, chains.each, moves))
    chains.exchanged[:], chains.jumped, chains.moves = 0, 0.0, 0
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for move in range(moves):
            _relabel(chains)
            accepted = _hamiltonian(chains)
            if adapting:
                chains.adapted += 1
                chains.steps *= np.exp(0.4 / (1 + chains.adapted / 25) ** 0.5 * (accepted - ACCEPTED))
            _jump(chains)
            _exchange(chains)
            chains.moves += 1
            unseen[:, move] = chains.position.unseen[chains.cold]
            places[:, :, move] = chains.position.at[:, chains.cold]
    return unseen, places


def _relabel(chains: Chains) -> None:
    at = relabelled(chains.model, chains.position.at, chains.random)
    chains.position = chains.model.position(at)


def _hamiltonian(chains: Chains) -> Floats:
    """One trajectory of every chain, of random length; gives each level's mean acceptance."""
    model, random, start = chains.model, chains.random, chains.position
    beta = np.repeat(chains.ladder, chains.each)
    scale = np.repeat(chains.steps, chains.each) * random.uniform(0.6, 1.1, len(beta))
    momentum = random.standard_normal(start.at.shape)
    energy = 0.5 * (momentum * momentum).sum(axis=0) - start.prior - beta * start.likelihood
    momentum += 0.5 * scale * (start.prior_slope + beta * start.likelihood_slope)
    at = start.at.copy()
    mean = min(max(REACH / chains.steps[-1], FEWEST_STEPS), MOST_STEPS)
    steps = int(random.integers(round(mean / 2), round(1.5 * mean) + 1))
    for _ in range(steps - 1):
        at += scale * momentum
        prior, likelihood = model.slopes(at)
        likelihood *= beta
        likelihood += prior
        likelihood *= scale
        momentum += likelihood
    at += scale * momentum
    end = model.position(at)
    momentum += 0.5 * scale * (end.prior_slope + beta * end.likelihood_slope)
    energy -= 0.5 * (momentum * momentum).sum(axis=0) - end.prior - beta * end.likelihood
    energy = np.where(np.isfinite(energy), energy, -np.inf)
    chains.position = start.where(np.log(random.random(len(beta))) < energy, end)
    found: Floats = np.exp(np.minimum(energy, 0)).reshape(chains.levels, chains.each).mean(axis=1)
    return found


def _jump(chains: Chains) -> None:
    if chains.jumps is None:
        return
    cold = np.arange(chains.position.at.shape[1])[chains.cold]
    moved, accepted = chains.jumps.move(chains.position.taken(cold), chains.random)
    chains.jumped += accepted
    for name in ("at", "prior", "likelihood", "unseen", "prior_slope", "likelihood_slope"):
        getattr(chains.position, name)[..., cold] = getattr(moved, name)


def _exchange(chains: Chains) -> None:
    """Swaps neighbouring temperatures, even pairs and then odd ones."""
    order = np.arange(chains.levels * chains.each).reshape(chains.levels, chains.each)
    likelihood = chains.position.likelihood.reshape(chains.levels, chains.each).copy()
    for first in (0, 1):
        hot = np.arange(first, chains.levels - 1, 2)
        if not len(hot):
            continue
        gain = np.diff(chains.ladder)[hot, None] * (likelihood[hot] - likelihood[hot + 1])
        swap = np.log(chains.random.random(gain.shape)) < gain
        chains.exchanged[hot] += np.exp(np.minimum(gain, 0)).mean(axis=1)
        for part in (order, likelihood):
            here, there = part[hot], part[hot + 1]
            part[hot], part[hot + 1] = np.where(swap, there, here), np.where(swap, here, there)
    chains.position = chains.position.taken(order.ravel())


def retuned(chains: Chains) -> None:
    """Moves the temperatures so that exchanges are refused equally often, by those since the last call of `advance`."""
    refused = np.concatenate([[0], np.cumsum(1.001 - np.minimum(chains.exchanged / chains.moves, 1))])
    even = np.linspace(0, refused[-1], chains.levels)
    chains.ladder = np.exp(np.interp(even, refused, np.log(chains.ladder)))
    chains.ladder[-1] = 1.0
