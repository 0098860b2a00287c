"""How far an estimate hangs on what cannot be tested, and on each list.

No data on who was seen can prove how many were not: every estimate rests on an identifying assumption (Aleshin-Guendel,
Sadinle, Wakefield 2021; Whitehead and others 2019). These functions say what it does when the assumption fails by a
factor, when each list in turn is a population of known size, when lists are left out or merged, and as data come in.
All work with any method of `estimate`; parts that a method refuses have an estimate of None and the reason with them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from isonomia.estimation.attempt import attempted
from isonomia.estimation.errors import NoFiniteEstimate, TooFewLists
from isonomia.estimation.estimating import Options
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.result import Estimate

FACTORS = (0.25, 1 / 3, 0.5, 2 / 3, 1.0, 1.5, 2.0, 3.0, 4.0)
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

Limits = dict[str, tuple[float, float | None]]


@dataclass(frozen=True)
class AssumptionPoint:
    """All persons and limits if the hidden are `factor` times what the assumption says."""

    factor: float
    estimate: float
    intervals: Limits


@dataclass(frozen=True)
class Consistency:
    """One list taken as a population: `truth` persons on it, `observed` of them on other lists, and their estimate.

    `log_ratio` is log (estimate / truth); `covered` says whether the 95 % limits hold the truth.
    """

    name: str
    truth: int
    observed: int
    estimate: float | None
    intervals: Limits
    log_ratio: float | None
    covered: bool | None
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class ConsistencyReport:
    """Every list in turn; the mean of the log ratios and the share covered are over those with an estimate."""

    method: str
    rows: tuple[Consistency, ...]
    mean_log_ratio: float | None
    share_covered: float | None
    verdict: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return asdict(self)


@dataclass(frozen=True)
class Variation:
    """The estimate after a change to the data, named by `change`, and its ratio to the unchanged one."""

    change: str
    lists: tuple[str, ...]
    observed: int
    estimate: float | None
    intervals: Limits
    ratio: float | None
    warnings: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        return asdict(self)


def assumption_curve(found: Estimate, factors: Sequence[float] = FACTORS) -> tuple[AssumptionPoint, ...]:
    """The estimate where the identifying assumption fails by a factor: N(xi) = n + xi (N(1) - n), limits alike.

    For log-linear models the assumption is that there is no interaction of all lists, and xi is that interaction as a
    ratio of odds: xi = 2 means that the hidden are twice what it says (Aleshin-Guendel and others 2021).
    Raises NoFiniteEstimate, ValueError for a factor that is not above zero.
    """
    if found.estimate is None:
        raise NoFiniteEstimate("there is no estimate to vary")
    if any(not factor > 0 for factor in factors):
        raise ValueError("factors are above zero")
    n = found.observed
    return tuple(
        AssumptionPoint(
            factor,
            n + factor * (found.estimate - n),
            {
                level: (n + factor * (low - n), None if high is None else n + factor * (high - n))
                for level, (low, high) in found.intervals.items()
            },
        )
        for factor in factors
    )


def internal_consistency(
    histories: CaptureHistories, method: str = "stepwise", options: Options | None = None
) -> ConsistencyReport:
    """Each list as a population of known size, estimated from the other lists (Binette and Steorts 2022).

    Errors that go the same way list after list are to be expected of the whole too. Raises TooFewLists under three.
    """
    if histories.size < 3:
        raise TooFewLists("with two lists nothing is left to estimate one from; three are needed")
    chosen = options or Options()
    rows = []
    for name in histories.lists:
        truth, table = histories.list_totals[name], histories.within(name)
        if not table.observed:
            rows.append(Consistency(name, truth, 0, None, {}, None, None, ("none of them is on another list",)))
            continue
        found = attempted(table, method, chosen)
        ratio = None if found.estimate is None else math.log(found.estimate / truth)
        low, high = found.intervals.get("0.95", (0.0, None))
        covered = None if "0.95" not in found.intervals else low <= truth and (high is None or truth <= high)
        rows.append(
            Consistency(
                name, truth, table.observed, found.estimate, found.intervals, ratio, covered, found.warnings
            )
        )  # fmt: skip
    ratios = [row.log_ratio for row in rows if row.log_ratio is not None]
    held = [row.covered for row in rows if row.covered is not None]
    mean = sum(ratios) / len(ratios) if ratios else None
    share = sum(held) / len(held) if held else None
    return ConsistencyReport(method, tuple(rows), mean, share, _verdict(ratios, held, len(rows)))


def _verdict(ratios: Sequence[float], held: Sequence[bool], lists: int) -> str:
    if not ratios:
        return "On no list could the method estimate what is known: its estimate of the whole cannot be checked so."
    said = f"Of {lists} lists taken as populations of known size, {len(ratios)} could be estimated"
    said += f"; the limits hold the truth for {sum(held)} of {len(held)}. " if held else ". "
    typical = math.exp(sum(ratios) / len(ratios))
    if typical < 0.8:
        return said + f"The estimates fall short, to {typical:.0%} of the truth on average: expect more than estimated."
    if typical > 1.25:
        return said + f"The estimates go too far, {typical:.2f} times the truth on average: expect fewer."
    return said + f"On average they are {typical:.2f} times the truth."


def leave_one_out(
    histories: CaptureHistories, method: str = "stepwise", options: Options | None = None
) -> tuple[Variation, ...]:
    """The estimate of all lists, then without each. Raises TooFewLists under three lists."""
    if histories.size < 3:
        raise TooFewLists("leaving one of two lists out leaves nothing that overlaps; three are needed")
    changed = [(f"without {name}", histories.dropped(name)) for name in histories.lists]
    return _varied([("all lists", histories), *changed], method, options)


def merged_pairs(
    histories: CaptureHistories, method: str = "stepwise", options: Options | None = None
) -> tuple[Variation, ...]:
    """The estimate of all lists, then with each two of them made one. Raises TooFewLists under three lists."""
    if histories.size < 3:
        raise TooFewLists("merging both lists leaves one; three are needed")
    pairs = itertools.combinations(histories.lists, 2)
    changed = [(f"{one} and {other} merged", histories.merged([one, other])) for one, other in pairs]
    return _varied([("all lists", histories), *changed], method, options)


def trajectory(
    histories: CaptureHistories, method: str = "stepwise", options: Options | None = None, *, by: str = "",
    shares: Sequence[float] = SHARES,
) -> tuple[Variation, ...]:  # fmt: skip
    """The estimate as data come in (Binette and Steorts 2022).

    A random share of the persons is a population that much smaller: divided by the share, estimates should be level;
    by year they should settle. Persons come in a random order that `seed` repeats, each share holding the one before
    it; or, `by` a covariate such as the year, in the order of its values.
    Raises MissingCovariate, ValueError for a share not in (0, 1].
    """
    chosen = options or Options()
    if by:
        tables = histories.stratified(by)
        keys = sorted(tables, key=lambda key: (_number(key[0]), key[0]))
        steps = []
        for place, key in enumerate(keys):
            counts = sum((tables[k].counts for k in keys[: place + 1]), np.zeros_like(histories.counts))
            steps.append((f"up to {by} {key[0]}", CaptureHistories(histories.lists, counts, source=histories.source)))
        return _varied(steps, method, chosen, last=True)
    if any(not 0 < share <= 1 for share in shares):
        raise ValueError("shares are above 0 and at most 1")
    order = np.random.default_rng(chosen.seed).permutation(
        np.repeat(np.arange(histories.counts.size), histories.counts)
    )
    steps = []
    for share in sorted(shares):
        counts = np.bincount(order[: max(1, round(share * order.size))], minlength=histories.counts.size)
        steps.append((f"{share:.0%} of the persons", CaptureHistories(histories.lists, counts)))
    return _varied(steps, method, chosen, last=True)


def _varied(
    tables: Sequence[tuple[str, CaptureHistories]], method: str, options: Options | None, *, last: bool = False
) -> tuple[Variation, ...]:
    """The estimates of tables; ratios are to the first, or to the last."""
    chosen = options or Options()
    parts = len(tables)
    found = []
    for place, (change, table) in enumerate(tables):
        if chosen.progress is not None:
            chosen.progress(place, parts)
        found.append((change, table, attempted(table, method, replace(chosen, progress=None))))
    against = found[-1 if last else 0][2].estimate
    return tuple(
        Variation(
            change, table.lists, table.observed, one.estimate, one.intervals,
            one.estimate / against if one.estimate is not None and against else None, one.warnings,
        )
        for change, table, one in found
    )  # fmt: skip


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return math.inf
