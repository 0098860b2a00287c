"""What a reader is told when a log-linear estimate cannot be had, or should not be trusted: in words, with a remedy."""

from __future__ import annotations

import math
from collections.abc import Sequence

from isonomia.estimation.existence import NEITHER, NO_MAXIMUM, NOT_UNIQUE
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.likelihood_limits import FARTHEST
from isonomia.estimation.loglinear import Floats

FEW_SHARED = 7
"""Persons seen twice below which an estimate from two lists is known to be badly biased (Seber 1982)."""
RIVAL = 2.0
"""A model whose BIC is within this of the best is hardly worse (Raftery 1995)."""
APART = 1.5
MOST_WITHOUT = 0.01


def beyond_sense(hidden: float, observed: int) -> bool:
    """Whether a finite number is none that anyone could mean."""
    return not math.isfinite(hidden) or hidden > FARTHEST * observed


def why_none(histories: CaptureHistories, status: int) -> str:
    """Why a model that was asked for has no estimate."""
    totals = histories.list_totals
    if sum(totals.values()) == histories.observed:
        return (
            "no one was seen by two lists, so that nothing shows how many no list saw: any large number fits equally "
            "well; link the records better, take a longer period, or take lists that can overlap"
        )
    full = [name for name, total in totals.items() if total == histories.observed]
    if full:
        which = f"the list {full[0]}" if len(full) == 1 else f"each of the lists {', '.join(full)}"
        return (
            f"everyone is on {which}, so that nothing shows how many it missed; leave it out, or find a source of "
            "persons whom it does not see"
        )
    if status == NOT_UNIQUE:
        return (
            "different sizes of the population fit these counts equally well (the model is not identifiable); merge "
            "lists that hardly overlap, or take a simpler model"
        )
    both = "; nor would it be unique" if status == NEITHER else ""
    if status in (NO_MAXIMUM, NEITHER):
        return (
            "the likelihood of the model grows without end, some overlaps being empty: it has no finite estimate"
            f"{both}; merge lists that hardly overlap, or take a simpler model"
        )
    return (
        f"the estimate is more than {FARTHEST:,.0f} times the number observed, beyond any sense: the overlaps are too "
        "few for the model; merge lists that hardly overlap, or take a simpler model"
    )


def on_the_data(histories: CaptureHistories) -> list[str]:
    """What the table itself gives reason to say."""
    said = []
    if histories.size == 2:
        said.append(
            "Two lists allow no other model than independence (Lincoln and Petersen): where those on one list are "
            "likelier than others to be on the other the truth is larger, where less likely smaller, and no count "
            "can tell."
        )
    if (shared := seen_twice(histories)) < FEW_SHARED:
        said.append(
            f"Only {shared} {'person was' if shared == 1 else 'persons were'} seen by two lists or more: the estimate "
            "rests on them alone and should not be reported."
        )
    return said


def on_the_samples(without: int, replicates: int) -> list[str]:
    """Where samples had no estimate to give."""
    if without <= MOST_WITHOUT * replicates:
        return []
    return [
        f"{without} of {replicates} bootstrap samples had no finite estimate; the limits rest on the others and are "
        "narrower than they should be."
    ]


def on_the_limits(intervals: dict[str, tuple[float, float | None]], estimate: float | None = None) -> list[str]:
    """Where an upper limit does not exist, and where limits leave the estimate out."""
    missing = [f"{100 * float(level):.0f} %" for level, (_, upper) in intervals.items() if upper is None]
    said = [f"There is no upper limit at {' and '.join(missing)}: the data do not exclude any large number."]
    return (said if missing else []) + (
        [
            "The limits do not hold the estimate itself: nearly all bootstrap samples lie on one side of it. Take more "
            "replicates; if it stays so, the procedure is biased on these lists and its limits cannot be used."
        ]
        if estimate is not None and not _hold(intervals, estimate)
        else []
    )


def _hold(intervals: dict[str, tuple[float, float | None]], estimate: float) -> bool:
    return all(low <= estimate and (high is None or estimate <= high) for low, high in intervals.values())


def on_rivals(scores: Sequence[float] | Floats, sizes: Sequence[float], names: Sequence[str]) -> list[str]:
    """Where models that are hardly worse say something else; the best first."""
    near = [at for at in range(len(sizes)) if scores[at] - scores[0] <= RIVAL]
    low, high = min(near, key=lambda at: sizes[at]), max(near, key=lambda at: sizes[at])
    if sizes[high] <= APART * sizes[low]:
        return []
    return [
        f"{len(near)} models fit about equally well (BIC within {RIVAL:g} of the best), and they give from "
        f"{sizes[low]:,.0f} ({names[low]}) to {sizes[high]:,.0f} ({names[high]}): the data do not settle the choice."
    ]


def seen_twice(histories: CaptureHistories) -> int:
    """How many persons two lists or more saw."""
    return int(histories.counts[histories.patterns.sum(axis=1) > 1].sum())


def reportable(
    histories: CaptureHistories, intervals: dict[str, tuple[float, float | None]], estimate: float | None = None
) -> bool:
    """Whether the overlaps carry an estimate at all, its limits exist and hold it."""
    exist = all(upper is not None for _, upper in intervals.values())
    return seen_twice(histories) >= FEW_SHARED and exist and (estimate is None or _hold(intervals, estimate))
