"""One log-linear model over lists, covariates and year, with the population by each of them and each two.

    log mu = intercept + main effects + pairs of factors      (see regression_design for factors and their columns)

A pair of lists is a dependence, a list and a covariate a list that catches some more than others, two covariates the
make-up of the population, a covariate and the year its drift (Cruyff, van Dijk, van der Heijden 2017). Where sorting
by stratum would leave cells empty, the pairs share what strength there is. Pairs are chosen stepwise, both ways, by AIC
or BIC (n being the persons observed); a model whose hidden persons have no finite estimate is never taken. Persons with
a missing covariate are divided over the values as the model has them (EM: Zwane and van der Heijden 2007).
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from isonomia.estimation.errors import MissingCovariate
from isonomia.estimation.estimating import Options
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.poisson import Array
from isonomia.estimation.regression_bootstrap import bootstrap
from isonomia.estimation.regression_design import Table, tabulate
from isonomia.estimation.regression_search import Search, Step
from isonomia.estimation.result import Estimate

REPLICATES = 1000
DEGREE = 2
YEAR = "year"
"""A covariate of this name is taken for the year where none is named."""


@dataclass(frozen=True)
class Group:
    """Persons with some values of covariates: `values` by covariate, those seen, all as estimated, and limits."""

    values: dict[str, str]
    observed: float
    estimate: float
    intervals: dict[str, tuple[float, float | None]]


@dataclass(frozen=True)
class Regression:
    """The whole population, its groups by each covariate and each two (named `sex` or `sex, age`), and the models on
    the way to the one chosen."""

    total: Estimate
    tables: dict[str, list[Group]]
    path: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """The JSON object."""
        tables = {
            name: [
                {"values": row.values, "observed": row.observed, "estimate": row.estimate,
                 "intervals": {level: list(limits) for level, limits in row.intervals.items()}}
                for row in rows
            ]
            for name, rows in self.tables.items()
        }  # fmt: skip
        return {"total": self.total.to_dict(), "tables": tables, "path": list(self.path)}


def regression(histories: CaptureHistories, options: Options) -> Estimate:
    """The whole by one model over lists and all covariates, chosen by BIC; one called `year` is the year.

    The tables by covariate are among the diagnostics. Raises MissingCovariate where the data have none, FileTooLarge.
    """
    if not histories.covariates:
        raise MissingCovariate("a regression needs covariates of the persons; use bic", place=histories.source)
    found = regress(histories, histories.covariates, options)
    as_dict = found.to_dict()
    diagnostics = found.total.diagnostics | {"tables": as_dict["tables"], "path": as_dict["path"]}
    return Estimate(**{**vars(found.total), "diagnostics": diagnostics})


def regress(
    histories: CaptureHistories, covariates: Sequence[str], options: Options | None = None, *, year: str = "",
    degree: int = DEGREE, criterion: str = "bic",
) -> Regression:  # fmt: skip
    """One model over lists and `covariates`; `year` is coded by polynomials up to `degree`.

    Limits are percentiles of a parametric bootstrap of the chosen model (`bootstrap` replicates, 1000 by default, 0 for
    none): they do not hold the uncertainty of the choice. Raises FileTooLarge, MissingCovariate.
    """
    if criterion not in ("aic", "bic"):
        raise ValueError("the criterion is 'aic' or 'bic'")
    chosen = options or Options()
    seed = secrets.randbits(32) if chosen.seed is None else chosen.seed
    year = year or next((name for name in covariates if name.casefold() == YEAR), "")
    table = tabulate(histories, [name for name in covariates if name != year], year, degree)
    search = Search(table, criterion, chosen.progress)
    path = search.run()
    best = path[-1]
    n = histories.observed
    listed = tuple(_listed(step, n, table) for step in path)
    refused = list(dict.fromkeys(named for named, _ in search.refused))
    diagnostics: dict[str, Any] = {
        "criterion": criterion,
        "aic": best.aic,
        "bic": best.bic,
        "parameters": best.parameters,
        "maximum_is_on_the_boundary": not best.fitted.exists,
        "refused_for_no_finite_estimate": refused,
        "persons_with_a_missing_covariate": int(sum(count for _, count in table.incomplete)),
    }
    if best.hidden is None:
        warning = (
            "even without any dependence the hidden have no finite estimate: some group is on no two lists; merge "
            "values of the covariates or leave one out"
        )
        total = Estimate("regression", histories.lists, n, None, model=table.name(best.terms), exists=False,
                         reportable=False, diagnostics=diagnostics, warnings=(warning,), seed=seed)  # fmt: skip
        return Regression(total, {}, listed)
    replicates = REPLICATES if chosen.bootstrap is None else chosen.bootstrap
    seen, hidden = bootstrap(table, best, replicates, seed, chosen.progress) if replicates else (None, None)
    drawn = None if seen is None or hidden is None else seen + hidden
    warnings = ["the limits are those of the chosen model: the uncertainty of the choice is not in them"]
    if refused:
        warnings.append(f"terms left out, as the hidden would have no finite estimate with them: {', '.join(refused)}")
    if drawn is not None and not np.isfinite(drawn).all():
        diagnostics["replicates_without_estimate"] = int((~np.isfinite(drawn).all(axis=1)).sum())
    total = Estimate(
        "regression", histories.lists, n, n + float(best.hidden.sum()),
        {} if drawn is None else limits(drawn.sum(axis=1)), table.name(best.terms), diagnostics=diagnostics,
        warnings=tuple(warnings if replicates else warnings[1:]), seed=seed,
    )  # fmt: skip
    return Regression(total, _tables(table, search.counts, best.hidden, drawn), listed)


def _listed(step: Step, observed: int, table: Table) -> dict[str, Any]:
    estimate = None if step.hidden is None else observed + float(step.hidden.sum())
    return {
        "change": step.change, "model": table.name(step.terms), "parameters": step.parameters,
        "log_likelihood": step.log_likelihood, "aic": step.aic, "bic": step.bic, "estimate": estimate,
    }  # fmt: skip


def _tables(table: Table, counts: Array, hidden: Array, drawn: Array | None) -> dict[str, list[Group]]:
    """The groups by each covariate and each two; persons with a missing one are divided as the model has them."""
    others = [j for j, factor in enumerate(table.factors) if not factor.is_list]
    found: dict[str, list[Group]] = {}
    unseen, seen = table.cells[~table.seen], table.cells[table.seen]
    for by in [(j,) for j in others] + list(itertools.combinations(others, 2)):
        rows = []
        for values in itertools.product(*(range(len(table.factors[j].values)) for j in by)):
            here = (unseen[:, by] == values).all(axis=1)
            observed = float(counts[(seen[:, by] == values).all(axis=1)].sum())
            named = {table.factors[j].name: table.factors[j].values[v] for j, v in zip(by, values, strict=True)}
            spread = {} if drawn is None else limits(drawn[:, here].sum(axis=1))
            rows.append(Group(named, observed, observed + float(hidden[here].sum()), spread))
        found[", ".join(table.factors[j].name for j in by)] = rows
    return found


def limits(draws: Array) -> dict[str, tuple[float, float | None]]:
    """Percentile limits at 80 and 95 %; an upper one that is not finite is None."""
    low, inner_low, inner_high, high = np.quantile(draws, [0.025, 0.1, 0.9, 0.975], method="inverted_cdf")
    return {
        "0.80": (float(inner_low), float(inner_high) if np.isfinite(inner_high) else None),
        "0.95": (float(low), float(high) if np.isfinite(high) else None),
    }
