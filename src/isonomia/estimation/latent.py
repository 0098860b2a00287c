"""Latent classes whose number is learned: a Dirichlet process mixture (Manrique-Vallier 2016, Biometrics 72:1246-1254).

The posterior is that of `latent_density`, sampled by the chains of `latent_chains` in two blocks of their own until
they agree and are worth a thousand independent draws, or for as long as is sensible; where they still disagree the
result says so and shows what each chain says.
"""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

import numpy as np

from isonomia.estimation.convergence import HIGHEST_R_HAT, Convergence, convergence
from isonomia.estimation.errors import TooFewLists
from isonomia.estimation.estimating import Options
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.judging import reportable
from isonomia.estimation.latent_blocks import STRETCHES, Block, Stretch, new_block, relearned, sampled, warmed
from isonomia.estimation.latent_density import CLASSES, RATE, SHAPE, Floats, LatentClasses
from isonomia.estimation.latent_jumps import holding
from isonomia.estimation.posterior_judging import (
    LEVELS,
    falls_apart,
    nothing_to_learn,
    on_the_lists,
    on_the_peaks,
    one_figure,
    peaks_of_draws,
)
from isonomia.estimation.predictive import freeman_tukey, poor_fit
from isonomia.estimation.result import Estimate
from isonomia.estimation.sharing import WORTH, cores

BLOCKS = 2
ENOUGH = 1000
"""Effective draws after which sampling stops."""
PHASES = (4, 8, 16)
"""Stretches of sampling; where chains disagree after a phase its draws are learned from only, the next being longer."""
LONGEST = 32
"""Stretches after which it stops where chains agree but few draws are effective."""
CHECKED = 500
MOST_CELLS = 4096

Item = TypeVar("Item")
Done = TypeVar("Done")
Runner = Callable[[Callable[[Item], Done], Iterable[Item]], Iterable[Done]]


def latent_class(
    histories: CaptureHistories, options: Options, *, classes: int = CLASSES, enough: float = ENOUGH
) -> Estimate:
    """The posterior median of the size and its equal-tailed intervals. `classes`: most classes there may be.

    Raises TooFewLists, EmptyList.
    """
    histories.checked()
    if histories.size < 3:
        raise TooFewLists(
            "latent classes need three lists or more; with two nothing but independence can be assumed: use "
            "independence",
            place=histories.source,
        )
    if classes < 3:
        raise ValueError(f"at least three classes must be allowed for, not {classes}")
    seed = options.seed if options.seed is not None else secrets.randbits(32)
    if why := nothing_to_learn(histories):
        return Estimate(
            method="latent-class", lists=histories.lists, observed=histories.observed, estimate=None, exists=False,
            identifiable=False, reportable=False, diagnostics={"prior": _prior(classes)},
            warnings=(f"There is no estimate: {why}.",), seed=seed,
        )  # fmt: skip
    model = LatentClasses(histories, classes)
    seeds = np.random.SeedSequence(seed).spawn(BLOCKS + 1)
    random = np.random.default_rng(seeds[-1])
    blocks = [new_block(model, one) for one in seeds[:-1]]
    unseen, places, found, blocks = _until_enough(blocks, random, options, enough)
    return _told(histories, model, (unseen, places, found), blocks, random, seed)


def _until_enough(
    blocks: list[Block], random: np.random.Generator, options: Options, enough: float
) -> tuple[Floats, Floats, Convergence, list[Block]]:
    """Warms up and samples; gives the draws, (chains, draws) and (dimensions, chains, draws), and their convergence."""
    done, longest = 0, STRETCHES + sum(PHASES)
    tell = options.progress or (lambda done, total: None)
    with _crew(options.processes) as run:
        for _ in range(STRETCHES):
            blocks = list(run(warmed, blocks))
            tell(done := done + 1, longest)
        for length in PHASES:
            stretches: list[list[Stretch]] = []
            relearned(blocks)
            while True:
                pairs = list(run(sampled, blocks))
                blocks = [block for block, _ in pairs]
                stretches.append([stretch for _, stretch in pairs])
                tell(done := min(done + 1, longest - 1), longest)
                if len(stretches) < PHASES[0]:
                    continue
                unseen = np.concatenate([np.concatenate([part.unseen for part in row]) for row in stretches], axis=1)
                sizes = _sizes(blocks[0].chains.model, unseen, random)
                found = convergence(np.log(sizes))
                if found.agrees and (found.bulk is None or min(found.bulk, found.tail or 0) >= enough):
                    break
                if len(stretches) >= (LONGEST if found.agrees else length):
                    break
            if found.agrees:
                break
    tell(longest, longest)
    places = np.concatenate([np.concatenate([part.places for part in row], axis=1) for row in stretches], axis=2)
    return sizes, places, found, blocks


def _sizes(model: LatentClasses, unseen: Floats, random: np.random.Generator) -> Floats:
    """Draws of the size given the chance of not being seen: the unseen are negative binomial."""
    drawn = random.negative_binomial(model.observed, np.clip(1 - unseen, 1e-9, 1))
    return model.observed + drawn.astype(np.float64)


@contextmanager
def _crew(processes: int | None) -> Iterator[Runner[Any, Any]]:
    """Runs blocks one after the other at first, and side by side once it is worth the start of a second process."""
    workers = min(BLOCKS, cores() if processes is None else processes)
    began = time.perf_counter()
    pool: Executor | None = None
    with ExitStack() as stack:

        def run(task: Callable[[Any], Any], items: Iterable[Any]) -> Iterable[Any]:
            nonlocal pool
            if workers > 1 and pool is None and time.perf_counter() - began > WORTH / 4:
                from isonomia.estimation.sharing import _pool

                pool = stack.enter_context(_pool(workers))
            return map(task, items) if pool is None else pool.map(task, items)

        yield run


def _told(
    histories: CaptureHistories,
    model: LatentClasses,
    draws: tuple[Floats, Floats, Convergence],
    blocks: list[Block],
    random: np.random.Generator,
    seed: int,
) -> Estimate:
    sizes, places, found = draws
    pooled = sizes.ravel()
    intervals: dict[str, tuple[float, float | None]] = {}
    for name, level in LEVELS.items():
        low, high = np.quantile(pooled, [(1 - level) / 2, (1 + level) / 2])
        intervals[name] = (float(low), float(high))
    hills = peaks_of_draws(pooled, histories.observed)
    medians = np.median(sizes, axis=1)
    check = _check(histories, model, places, random)
    warnings = [*on_the_lists(histories), *_disagreement(found, medians)]
    warnings += on_the_peaks(hills, "arrangements of persons in classes that fit the lists about as well")
    warnings += poor_fit(check) if check else []
    carried = reportable(histories, intervals) and not falls_apart(histories)
    return Estimate(
        method="latent-class",
        lists=histories.lists,
        observed=histories.observed,
        estimate=float(np.median(pooled)),
        intervals=intervals,
        model=f"up to {model.classes} classes",
        reportable=carried and found.agrees and one_figure(hills),
        diagnostics={
            "prior": _prior(model.classes),
            "chains": len(sizes),
            "draws": sizes.size,
            "r_hat": _number(found.r_hat),
            "ess_bulk": _number(found.bulk),
            "ess_tail": _number(found.tail),
            "chain_medians": [float(one) for one in medians],
            "classes": _classes(model, places),
            "peaks": hills,
            "fit": check,
            "exchanged": [
                [round(float(rate), 3) for rate in block.chains.exchanged / block.chains.moves] for block in blocks
            ],
            "jumped": [round(block.chains.jumped / block.chains.moves, 4) for block in blocks],
        },
        warnings=tuple(warnings),
        seed=seed,
    )


def _check(
    histories: CaptureHistories, model: LatentClasses, places: Floats, random: np.random.Generator
) -> dict[str, Any] | None:
    """The predictive check on some draws; None where the lists have too many combinations to go through."""
    if histories.counts.size > MOST_CELLS:
        return None
    every = places.reshape(len(places), -1)
    some = every[:, random.choice(every.shape[1], CHECKED, replace=every.shape[1] < CHECKED)]
    parts = [model.chances(some[:, first : first + 50]) for first in range(0, CHECKED, 50)]
    chances = np.concatenate(parts, axis=1).T
    sizes = _sizes(model, chances[:, 0], random)
    return freeman_tukey(histories, sizes, chances / chances.sum(axis=1, keepdims=True), random)


def _classes(model: LatentClasses, places: Floats) -> dict[str, float]:
    """How likely each number of classes is that hold persons who were seen (ten, or one in two hundred)."""
    number, count = np.unique(holding(model, places.reshape(len(places), -1)).sum(axis=0), return_counts=True)
    return {str(one): float(share) for one, share in zip(number, count / count.sum(), strict=True)}


def _disagreement(found: Convergence, medians: Floats) -> list[str]:
    if found.agrees:
        return []
    named = ", ".join(f"{one:,.0f}" for one in sorted(medians))
    told = "is not finite" if found.r_hat is None or not math.isfinite(found.r_hat) else f"is {found.r_hat:.2f}"
    return [
        f"THE CHAINS DISAGREE: R-hat {told}, where {HIGHEST_R_HAT} is the most that can be accepted. Their medians are "
        f"{named}. Do not report this estimate: another seed may give another one. The lists fit arrangements of "
        "persons in classes that contradict each other; merge lists that hardly overlap, or use another estimator."
    ]


def _prior(classes: int) -> dict[str, Any]:
    return {"classes": classes, "alpha": f"Gamma({SHAPE}, {RATE})", "chances": "Beta(1, 1)", "size": "1/N"}


def _number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
