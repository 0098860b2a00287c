"""Blocks of chains, each with its own seed, temperatures and step sizes: the units of work for processes.

So numbers do not depend on how many processes there are. Blocks warm up apart; before each phase of sampling they learn
jumps from what both have seen, so that what one has found is within reach of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from isonomia.estimation.latent_chains import Chains, advance, retuned, settled, started
from isonomia.estimation.latent_density import Floats, LatentClasses
from isonomia.estimation.latent_jumps import MORE_TRIES, RARE, TRIES, learned_jumps

CHAINS = 8
STRETCH = 50
STRETCHES = 6
TUNED = 4
"""Stretches of the warm-up after which temperatures are moved."""


@dataclass
class Block:
    """Chains with what they remember of where they have been: (dimensions, draws) by stretch."""

    chains: Chains
    remembered: list[Floats] = field(default_factory=list)
    stretches: int = 0


@dataclass(frozen=True)
class Stretch:
    """Draws of one stretch: `unseen`, (chains, draws), the chance of not being seen; `places`, (dimensions, chains,
    draws), every fifth.
    """

    unseen: Floats
    places: Floats


def new_block(model: LatentClasses, seed: np.random.SeedSequence) -> Block:
    """A block that has not moved yet."""
    return Block(started(model, CHAINS, np.random.default_rng(seed)))


def warmed(block: Block) -> Block:
    """One stretch of warm-up: all chains settle, then step sizes, temperatures and jumps are learned."""
    if not block.stretches:
        block.remembered.append(settled(block.chains))
    else:
        _, places = advance(block.chains, STRETCH, adapting=True)
        _remember(block, places)
        if block.stretches <= TUNED:
            retuned(block.chains)
    _learn(block, block.remembered)
    block.stretches += 1
    return block


def sampled(block: Block) -> tuple[Block, Stretch]:
    """One stretch in which nothing is learned: its draws are those of the posterior."""
    unseen, places = advance(block.chains, STRETCH, adapting=False)
    _remember(block, places)
    return block, Stretch(unseen, places[:, :, ::5])


def relearned(blocks: Sequence[Block]) -> None:
    """Every block learns jumps from all that the blocks remember.

    The first stretches saw most arrangements, the last ones know them best.
    """
    together = [draws for block in blocks for draws in block.remembered]
    for block in blocks:
        _learn(block, together)


def _learn(block: Block, remembered: Sequence[Floats]) -> None:
    tries = MORE_TRIES if block.chains.jumped < RARE * block.chains.moves else TRIES
    with np.errstate(all="ignore"):
        draws = np.concatenate(remembered, axis=1)
        block.chains.jumps = learned_jumps(block.chains.model, draws, block.chains.random, tries)


def _remember(block: Block, places: Floats) -> None:
    block.remembered.append(places[:, :, ::2].reshape(len(places), -1))
