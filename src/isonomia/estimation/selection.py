"""Log-linear estimates of a hidden population: independent lists, stepwise choice, and low BIC.

All rest on the assumption that there is no interaction of all lists, which no data can test. Interactions raise or
lower the estimate: the choice of the model matters more than the sampling, so that the bootstrap makes it anew on every
sample.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

from isonomia.estimation import existence, judging
from isonomia.estimation import stepwise as steps
from isonomia.estimation.bootstrap import Corrected
from isonomia.estimation.chosen import fit_model
from isonomia.estimation.downhill import descend
from isonomia.estimation.errors import TooManyLists, UnknownMethod
from isonomia.estimation.estimating import Options
from isonomia.estimation.hierarchy import all_models, highest_order, interactions
from isonomia.estimation.histories import CaptureHistories, model_name
from isonomia.estimation.independence import hidden_if_independent
from isonomia.estimation.likelihood_limits import limits, profile_of_independence
from isonomia.estimation.loglinear import Floats
from isonomia.estimation.parametric import parametric_limits
from isonomia.estimation.ranking import Ranking, rank
from isonomia.estimation.replicates import (
    BestOfTop,
    DownhillSelection,
    Replicates,
    StepwiseSelection,
    drawn_seed,
    number_of_replicates,
    replicate,
)
from isonomia.estimation.result import Estimate

MOST_LISTS = 16
"""Beyond this many lists the table of all histories is too long to fit again and again."""
MOST_DESCRIBED = 12
"""Lists up to which the fit to the table of all histories is described."""
TOP_SHOWN = 10
N_TOP = {2: 1, 3: 8, 4: 20}
N_TOP_OF_MORE = 100
"""How many of the best models each sample chooses from, by the number of lists."""
MOST_SEARCHED = 10
"""Beyond this many lists a downhill search on a thousand samples takes too long."""
RANKING_SHARE = 0.3
"""What part of the work of `bic` the ranking is taken for, to tell progress."""
Progress = Callable[[int, int], None]


class Selection(Protocol):
    """A choice of model that can be run on samples, and the limits that follow from them."""

    def __call__(self, tables: Floats) -> Floats:
        """Hidden numbers for tables (2**t, B)."""

    def limits(self, estimate: float, sizes: Replicates) -> tuple[Corrected, dict[str, Any]]:
        """The limits, and what else to show."""


def independence(histories: CaptureHistories, options: Options) -> Estimate:
    """Main effects only: every list catches everyone with its own chance, whatever the other lists do.

    With two lists the estimator of Lincoln and Petersen, n_1 n_2 / m; with more, the maximum likelihood of
    N: 1 - n/N = product of (1 - n_i/N). Profile-likelihood limits. For 2 to 20 lists; no bootstrap.
    """
    totals = np.array(list(histories.list_totals.values()), dtype=float)
    seen = float(histories.observed)
    hidden = float(hidden_if_independent(np.array([seen]), totals[:, None])[0])
    if not _sensible(hidden, histories):
        return _none("independence", histories, hidden)
    found = limits(profile_of_independence(seen, totals), histories.observed)
    diagnostics: dict[str, Any] = {"intervals": "profile likelihood"}
    if histories.size <= MOST_DESCRIBED:
        diagnostics |= fit_model(histories, []).diagnostics()
    doubts = [*judging.on_the_data(histories), *judging.on_the_limits(found.intervals)]
    return Estimate(
        "independence", histories.lists, histories.observed, histories.observed + hidden, found.intervals,
        model_name([], histories.size), diagnostics=diagnostics, warnings=tuple(doubts),
        reportable=judging.reportable(histories, found.intervals),
    )  # fmt: skip


def stepwise(histories: CaptureHistories, options: Options) -> Estimate:
    """Adds pairs of lists to main effects while they are significant (Chan, Silverman, Vincent 2021).

    `options.threshold` is the p-value not to exceed, 0.02; `options.max_order` the highest interaction, pairs where it
    is not given. BCa limits with the whole search on each sample. Raises TooManyLists beyond 16 lists.
    """
    if histories.size > MOST_LISTS:
        raise TooManyLists(
            f"{histories.size} lists; the stepwise search takes {MOST_LISTS} at most: merge or drop lists, or use the "
            "method independence",
            place=histories.source,
        )
    if not 0 <= options.threshold <= 1:
        raise UnknownMethod(f"a threshold of {options.threshold:g} is no probability; give 0.02, say")
    order = min(_order(histories, options), histories.size - 1) if options.max_order is not None else 2
    found = steps.search(histories.counts[:, None].astype(float), options.threshold, order)
    hidden, model = float(found.hidden[0]), found.model(0)
    diagnostics: dict[str, Any] = {"threshold": options.threshold, "max_order": order, "path": _path(histories, found)}
    diagnostics["next"] = _next(histories, found)
    if not _sensible(hidden, histories):
        return _none("stepwise", histories, hidden, model, diagnostics)
    return _finished(
        "stepwise", histories, options, hidden, model, diagnostics, [], StepwiseSelection(options.threshold, order),
        options.progress,
    )  # fmt: skip


def bic(histories: CaptureHistories, options: Options) -> Estimate:
    """The model with the least BIC among all hierarchical models up to `options.max_order`.

    BCa limits with the choice made anew on each sample among the `options.n_top` best models of the data (Silverman,
    Chan, Vincent 2024): all for up to three lists, 20 for four, 100 from five on; the limits for fewer are in the
    diagnostics as `n_top`. Raises TooManyLists where there are too many models to fit each.
    """
    size, order = histories.size, _order(histories, options)
    if options.n_top is not None and options.n_top < 1:
        raise UnknownMethod(f"{options.n_top} top models to choose from; give 1 or more")
    first = RANKING_SHARE if number_of_replicates(options) else 1.0
    told = _part(options.progress, 0.0, first)
    ranking = rank(histories.counts.astype(float), all_models(size, order), order, options.processes, told)
    diagnostics = _ranked(histories, ranking, order)
    if not len(ranking.bic):
        commonest = max(ranking.statuses, key=lambda status: ranking.statuses[status])
        return _none("bic", histories, math.nan, None, diagnostics, commonest)
    hidden = float(ranking.hidden[0])
    model = ranking.masks(0, size, order)
    if not _sensible(hidden, histories):
        return _none("bic", histories, hidden, model, diagnostics)
    top = options.n_top or N_TOP.get(size, N_TOP_OF_MORE)
    names = [row["model"] for row in diagnostics["top"]]
    return _finished(
        "bic", histories, options, hidden, model, diagnostics,
        judging.on_rivals(ranking.bic, [row["estimate"] for row in diagnostics["top"]], names),
        BestOfTop(ranking.first(top), order), _part(options.progress, first, 1.0),
    )  # fmt: skip


def downhill(histories: CaptureHistories, options: Options) -> Estimate:
    """A model of low BIC found by adding or taking away one term at a time (Silverman, Chan, Vincent 2024).

    For tables with too many models to fit each; it may miss the best. `options.max_order` as for `bic`. BCa limits
    with the whole search on each sample. Raises TooManyLists beyond 10 lists.
    """
    if histories.size > MOST_SEARCHED:
        raise TooManyLists(
            f"{histories.size} lists; the downhill search takes {MOST_SEARCHED} at most: merge or drop lists, or use "
            "the method stepwise",
            place=histories.source,
        )
    order = _order(histories, options)
    found = descend(histories.counts[:, None].astype(float), order)
    hidden = float(found.hidden[0])
    model = [term for term, held in zip(interactions(histories.size, order), found.models[:, 0], strict=True) if held]
    diagnostics: dict[str, Any] = {
        "max_order": order,
        "path": [
            {
                "lists": _named(histories, int(step.term[0])),
                "estimate": histories.observed + float(step.hidden[0]),
            }
            for step in found.path
        ],
    }
    if not _sensible(hidden, histories):
        return _none("downhill", histories, hidden, model, diagnostics)
    return _finished(
        "downhill", histories, options, hidden, model, diagnostics, [], DownhillSelection(order), options.progress
    )


def _order(histories: CaptureHistories, options: Options) -> int:
    if options.max_order is not None and options.max_order < 1:
        raise UnknownMethod(f"{options.max_order} is no order of interaction; give 2 for pairs, or 1 for none")
    return highest_order(histories.size, options.max_order)


def _finished(
    method: str, histories: CaptureHistories, options: Options, hidden: float, model: list[int],
    diagnostics: dict[str, Any], warnings: list[str], selection: Selection, progress: Progress | None,
) -> Estimate:  # fmt: skip
    """The estimate with the fit described and, where replicates are asked for, its limits."""
    number = number_of_replicates(options)
    estimate = histories.observed + hidden
    described = histories.size <= MOST_DESCRIBED
    chosen = fit_model(histories, model) if described else None
    if chosen is not None:
        diagnostics |= chosen.diagnostics()
    doubts = judging.on_the_data(histories)
    intervals: dict[str, tuple[float, float | None]] = {}
    seed = options.seed
    if number:
        seed = drawn_seed(options)
        sizes = replicate(histories.counts.astype(float), selection, number, seed, options.processes, progress)
        found, more = selection.limits(estimate, sizes)
        intervals = found.intervals
        diagnostics |= more
        diagnostics["bootstrap"] = {
            "replicates": number,
            "without_estimate": found.without,
            "infinite": found.infinite,
            "median": found.median,
            "bias_correction": found.bias,
            "acceleration": found.acceleration,
        }
        if chosen is not None:
            diagnostics["parametric"] = parametric_limits(chosen, number, seed)
        doubts += judging.on_the_samples(found.without, number) + judging.on_the_limits(intervals, estimate)
    return Estimate(
        method, histories.lists, histories.observed, estimate, intervals, model_name(model, histories.size),
        diagnostics=diagnostics, warnings=tuple(doubts + warnings),
        reportable=judging.reportable(histories, intervals, estimate), seed=seed,
    )  # fmt: skip


def _sensible(hidden: float, histories: CaptureHistories) -> bool:
    return hidden > 0 and not judging.beyond_sense(hidden, histories.observed)


def _none(
    method: str, histories: CaptureHistories, hidden: float, model: list[int] | None = None,
    diagnostics: dict[str, Any] | None = None, status: int | None = None,
) -> Estimate:  # fmt: skip
    """No estimate, with the reason."""
    if status is None:
        status = existence.NO_MAXIMUM if hidden <= 0 or math.isinf(hidden) else existence.EXISTS
    name = "" if model is None else model_name(model, histories.size)
    return Estimate(
        method, histories.lists, histories.observed, None, {}, name, reportable=False,
        exists=status in (existence.EXISTS, existence.NOT_UNIQUE), diagnostics=diagnostics or {},
        identifiable=status in (existence.EXISTS, existence.NO_MAXIMUM),
        warnings=("No estimate: " + judging.why_none(histories, status) + ".",),
    )  # fmt: skip


def _ranked(histories: CaptureHistories, ranking: Ranking, order: int) -> dict[str, Any]:
    """The best models, and how many there are."""
    size = histories.size
    tried = sum(ranking.statuses.values())
    weights = np.exp(-0.5 * (ranking.bic - ranking.bic[:1]))
    shown = range(min(TOP_SHOWN, len(ranking.bic)))
    return {
        "max_order": order,
        "models": tried,
        "models_without_estimate": tried - ranking.statuses[existence.EXISTS],
        "top": [
            {
                "model": model_name(ranking.masks(at, size, order), size),
                "bic": float(ranking.bic[at]),
                "weight": float(weights[at] / weights.sum()),
                "estimate": histories.observed + float(ranking.hidden[at]),
            }
            for at in shown
        ],
    }


def _path(histories: CaptureHistories, found: steps.Search) -> list[dict[str, Any]]:
    """The interactions that were added, in their order, each with what was seen and what the fit before expected."""
    return [
        {
            "lists": _named(histories, int(step.term[0])),
            "p": math.exp(float(step.log_p[0])),
            "log10_p": float(step.log_p[0]) / math.log(10),
            "overlap": int(step.seen[0]),
            "expected": float(step.expected[0]),
            "estimate": histories.observed + float(step.hidden[0]),
        }
        for step in found.path
    ]


def _next(histories: CaptureHistories, found: steps.Search) -> dict[str, Any] | None:
    """The interaction that was nearest to being added, and whether that had left no estimate."""
    open_terms = [at for at in range(len(found.masks)) if not found.held[at, 0] and found.log_p[at, 0] < 0]
    if not open_terms:
        return None
    best = min(open_terms, key=lambda at: float(found.log_p[at, 0]))
    return {
        "lists": _named(histories, int(found.masks[best])),
        "p": math.exp(float(found.log_p[best, 0])),
        "without_estimate": (0, int(found.masks[best])) in found.refused,
    }


def _named(histories: CaptureHistories, mask: int) -> list[str]:
    return [name for j, name in enumerate(histories.lists) if mask >> j & 1]


def _part(progress: Progress | None, begin: float, end: float) -> Progress | None:
    """Progress of one part of the work, told as progress of the whole."""
    if progress is None:
        return None
    return lambda done, total: progress(round(1000 * (begin + (end - begin) * done / max(total, 1))), 1000)
