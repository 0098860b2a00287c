"""Populations by stratum, the thin ones held by the others (see shrinkage), and their sum.

Each stratum is estimated by itself, then the log odds of being hidden are shrunk to a common level. The whole is the
sum of the strata, and so is every margin: they are consistent with one another, point by point and draw by draw.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from isonomia.estimation.attempt import attempted
from isonomia.estimation.errors import MissingCovariate, NoFiniteEstimate
from isonomia.estimation.estimating import Options
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.poisson import Array
from isonomia.estimation.result import Estimate
from isonomia.estimation.shrinkage import DRAWS, Shrinkage, log_spread, profile_of_log_odds, shrink

Stratum = tuple[str, ...]
MOST_LOST = 0.5
"""Where more of the strata than this have no estimate of their own, the whole is not to be reported."""


@dataclass(frozen=True, eq=False)
class Stratified:
    """The whole, each stratum by its values of `covariates`, and joint draws of the hidden, (draws, strata); the draws
    are empty where the method gives no intervals."""

    covariates: tuple[str, ...]
    total: Estimate
    strata: dict[Stratum, Estimate]
    hidden: Array

    def margin(self, *covariates: str) -> dict[Stratum, Estimate]:
        """Estimates by some of the covariates: the sums of their strata. Raises MissingCovariate."""
        for name in covariates:
            if name not in self.covariates:
                raise MissingCovariate(f"the strata are not by {name!r}; they are by {', '.join(self.covariates)}")
        places = [self.covariates.index(name) for name in covariates]
        rows: dict[Stratum, list[int]] = {}
        for row, key in enumerate(self.strata):
            rows.setdefault(tuple(key[place] for place in places), []).append(row)
        members = list(self.strata.values())
        return {key: self._sum([members[row] for row in group], group) for key, group in sorted(rows.items())}

    def _sum(self, members: list[Estimate], rows: list[int]) -> Estimate:
        points = [one.estimate for one in members]
        observed = sum(one.observed for one in members)
        whole = all(point is not None for point in points)
        return Estimate(
            self.total.method, self.total.lists, observed,
            sum(point for point in points if point is not None) if whole else None,
            _intervals(observed, self.hidden[:, rows].sum(axis=1)) if whole and self.hidden.size else {},
            self.total.model, reportable=whole and any(one.reportable for one in members), seed=self.total.seed,
            warnings=tuple(dict.fromkeys(text for one in members for text in one.warnings)),
        )  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """The JSON object: the whole and the strata, each with its `stratum`."""
        named = [dict(zip(self.covariates, key, strict=True)) for key in self.strata]
        rows = zip(named, self.strata.values(), strict=True)
        return {"total": self.total.to_dict(), "strata": [{"stratum": key} | one.to_dict() for key, one in rows]}


def stratified(
    histories: CaptureHistories, covariates: Sequence[str], method: str = "stepwise", options: Options | None = None
) -> tuple[Estimate, dict[Stratum, Estimate]]:
    """The whole and the estimate of each stratum; see `stratify`."""
    found = stratify(histories, covariates, method, options)
    return found.total, found.strata


def stratify(
    histories: CaptureHistories, covariates: Sequence[str], method: str = "stepwise", options: Options | None = None, *,
    pooling: bool = True,
) -> Stratified:  # fmt: skip
    """Estimates by stratum with partial pooling, and their sum.

    Lists that catch no one in a stratum are left out of it there. A stratum's diagnostics keep its estimate without
    pooling, `alone`, and the `weight` of this in what is given, from 0 to 1. With `pooling=False` each stands alone,
    and the whole has no estimate where one of them has none. Limits of sums are of sums of joint draws.
    Raises MissingCovariate, NoFiniteEstimate where no stratum has an estimate.
    """
    chosen = options or Options()
    seed = secrets.randbits(32) if chosen.seed is None else chosen.seed
    tables = histories.stratified(*covariates)
    alone: dict[Stratum, Estimate] = {}
    for place, (key, table) in enumerate(tables.items()):
        progress = _part(chosen, place, len(tables))
        alone[key] = attempted(table, method, replace(chosen, seed=seed + place, progress=progress))
    if not any(one.hidden for one in alone.values()):
        why = next((one.warnings[-1] for one in alone.values() if one.warnings), "")
        raise NoFiniteEstimate(
            f"no stratum has a finite estimate ({why}); take fewer covariates, merge values, or another method",
            place=histories.source,
        )
    spreads = [log_spread(one) for one in alone.values()]
    v = np.array([math.inf if spread is None else spread for spread in spreads])
    observed = np.array([one.observed for one in alone.values()], dtype=float)
    y = np.array([math.log(one.hidden / one.observed) if one.hidden else math.nan for one in alone.values()])
    rng = np.random.default_rng([seed, len(tables)])
    names = tuple(covariates)
    if not pooling or not np.isfinite(v).any():
        hidden = np.empty((0, y.size))
        if np.isfinite(v).all():
            hidden = observed * np.exp(y + v * rng.standard_normal((DRAWS, y.size)))
        return Stratified(names, _apart(histories, method, names, alone, hidden, seed, pooling), alone, hidden)
    without = [row for row in range(y.size) if not (math.isfinite(v[row]) and math.isfinite(y[row]))]
    members = list(tables.values())
    shrunk = shrink(y, v, {row: profile_of_log_odds(members[row]) for row in without}, rng)
    strata = {key: _shrunk(one, shrunk, row, math.isfinite(v[row])) for row, (key, one) in enumerate(alone.items())}
    hidden = observed * np.exp(shrunk.draws)
    return Stratified(names, _together(histories, method, names, strata, hidden, shrunk, seed), strata, hidden)


def _shrunk(one: Estimate, shrunk: Shrinkage, row: int, own: bool) -> Estimate:
    warnings = one.warnings
    if not own:
        warnings = (
            *warnings,
            "no estimate of its own with limits: what is given is what others say and its lists do not rule out",
        )
    return replace(
        one,
        estimate=one.observed * (1 + math.exp(shrunk.centres[row])),
        intervals=_intervals(one.observed, one.observed * np.exp(shrunk.draws[:, row])),
        exists=True,
        reportable=own,
        diagnostics={
            "alone": one.estimate,
            "alone_intervals": {level: list(limits) for level, limits in one.intervals.items()},
            "alone_exists": one.exists,
            "weight": float(shrunk.weight[row]),
            "of_the_method": one.diagnostics,
        },
        warnings=warnings,
    )


def _together(
    histories: CaptureHistories, method: str, names: Stratum, strata: dict[Stratum, Estimate], hidden: Array,
    shrunk: Shrinkage, seed: int,
) -> Estimate:  # fmt: skip
    lost = [", ".join(key) for key, one in strata.items() if not one.reportable]
    alone = [one.diagnostics["alone"] for one in strata.values()]
    warnings = [f"{len(lost)} of {len(strata)} strata have no estimate of their own: {'; '.join(lost)}"] if lost else []
    return Estimate(
        method, histories.lists, histories.observed, float(sum(one.estimate or 0.0 for one in strata.values())),
        _intervals(histories.observed, hidden.sum(axis=1)), f"by {', '.join(names)}, partially pooled",
        reportable=len(lost) <= MOST_LOST * len(strata), warnings=tuple(warnings), seed=seed,
        diagnostics={
            "strata": len(strata),
            "mean_log_odds_hidden": shrunk.mu,
            "spread_of_log_odds": shrunk.tau,
            "sum_without_pooling": None if None in alone else float(sum(alone)),
        },
    )  # fmt: skip


def _apart(
    histories: CaptureHistories, method: str, names: Stratum, strata: dict[Stratum, Estimate], hidden: Array, seed: int,
    pooling: bool,
) -> Estimate:  # fmt: skip
    lost = [", ".join(key) for key, one in strata.items() if one.estimate is None]
    warnings = []
    if lost:
        warnings.append(f"no estimate for {'; '.join(lost)}, so none for the whole: pool the strata, or merge values")
    if pooling:
        warnings.append("the strata are not pooled, as the method gives no intervals; ask for a bootstrap")
    return Estimate(
        method, histories.lists, histories.observed,
        None if lost else float(sum(one.estimate or 0.0 for one in strata.values())),
        {} if lost or not hidden.size else _intervals(histories.observed, hidden.sum(axis=1)),
        f"by {', '.join(names)}, each alone", exists=not lost,
        reportable=not lost and all(one.reportable for one in strata.values()),
        diagnostics={"strata": len(strata)}, warnings=tuple(warnings), seed=seed,
    )  # fmt: skip


def _intervals(observed: float, hidden: Array) -> dict[str, tuple[float, float | None]]:
    low, inner_low, inner_high, high = (float(observed + x) for x in np.quantile(hidden, [0.025, 0.1, 0.9, 0.975]))
    return {"0.80": (inner_low, inner_high), "0.95": (low, high)}


def _part(options: Options, place: int, parts: int) -> Callable[[int, int], None] | None:
    tell = options.progress
    if tell is None:
        return None
    return lambda done, total: tell(round(1000 * (place + done / max(total, 1))), 1000 * parts)
