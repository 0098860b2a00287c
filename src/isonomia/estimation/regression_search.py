"""The search for the model: terms added and dropped one at a time while a criterion falls."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from isonomia.estimation.poisson import Array, PoissonFit, fit, newton
from isonomia.estimation.regression_design import Indices, Table, Term

ADDED = 6
"""So many pairs to add that promise most by their score statistics are fitted at each step."""
WORTH_A_FIT = 8.0
"""A pair whose loss by Wald's statistic is below so many times its price is fitted without."""
ROUGH = 1e-3
"""Candidates are compared by log-likelihoods this close to their maxima."""
SENSELESS = 1e4
"""So many hidden for one observed are none."""
COMPLETED = 50
"""Most rounds of completing missing covariates and fitting again; candidates are judged after one."""


@dataclass(frozen=True, eq=False)
class Step:
    """A model on the way: what was changed, its terms, its fit and what it says; `hidden` (cells that no list saw) is
    None where the maximum does not exist or does not tell them; `effects` are parameters near the maximum,
    those without end far out."""

    change: str
    terms: tuple[Term, ...]
    parameters: int
    log_likelihood: float
    aic: float
    bic: float
    hidden: Array | None
    fitted: PoissonFit
    effects: Array


class Search:
    """Searches among the models of a table that have all main effects and some pairs, forward and backward."""

    def __init__(self, table: Table, criterion: str, progress: Callable[[int, int], None] | None = None) -> None:
        from scipy.special import gammaln

        self.table, self.criterion, self.progress = table, criterion, progress
        self.observed = table.counts.sum() + sum(count for _, count in table.incomplete)
        self.rows = table.columns[table.seen]
        self.unseen = table.columns[~table.seen]
        self.counts = self._spread_evenly()
        self.constant = 2 * float(gammaln(table.counts + 1).sum())
        place = np.cumsum(table.seen) - 1
        self.incomplete = [(place[cells], count) for cells, count in table.incomplete]
        self.refused: list[tuple[str, Step]] = []
        self.price = 2.0 if criterion == "aic" else math.log(self.observed)

    def run(self) -> list[Step]:
        """All models accepted on the way, the smallest first; the last has the lowest value of the criterion."""
        current = self.fitted(self.table.main, "main effects")
        path = [current]
        while True:
            if self.table.incomplete:
                self.complete(current)
                path[-1] = current = self.fitted(current.terms, current.change)
            following = self.following(current, {frozenset(step.terms) for step in path})
            if following is None:
                return path
            current = following
            path.append(current)
            if self.progress is not None:
                self.progress(len(path), len(self.table.main) + len(self.table.pairs))

    def following(self, current: Step, met: set[frozenset[Term]]) -> Step | None:
        """The best model one pair away with all that is hidden finite, if it is better than the current one."""
        tried: list[tuple[float, Term, Array]] = []
        for term in self.promising(current):
            places = self.table.places(self.with_or_without(current.terms, term))
            beta, _, mu, _ = newton(self.rows[:, places], self.counts, self.carried(current, places), ROUGH)
            tried.append((self.score(mu) + self.price * places.size, term, beta))
        for value, term, beta in sorted(tried, key=lambda row: row[0]):
            if value >= self.value(current) - 1e-6:
                return None
            terms = self.with_or_without(current.terms, term)
            if frozenset(terms) in met:
                continue
            named = "*".join(self.table.factors[j].name for j in term)
            step = self.fitted(terms, f"{'-' if term in current.terms else '+'} {named}", beta)
            if step.hidden is not None:
                return step
            self.refused.append((named, step))
        return None

    def value(self, step: Step) -> float:
        """What the search makes small."""
        return step.aic if self.criterion == "aic" else step.bic

    def score(self, mu: Array) -> float:
        """Minus twice the log-likelihood of fitted counts of the cells that are seen.

        A person with a missing covariate counts with the sum of the cells that they may be in.
        """
        counts = self.table.counts[self.table.seen]
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = float(np.where(counts > 0, counts * np.log(mu), 0.0).sum() - mu.sum())
            for rows, count in self.incomplete:
                logs += count * float(np.log(mu[rows].sum()))
        return self.constant - 2 * logs

    def with_or_without(self, terms: Sequence[Term], term: Term) -> list[Term]:
        """The terms with a pair more, or less where they have it."""
        return [t for t in terms if t != term] if term in terms else [*terms, term]

    def carried(self, current: Step, places: Indices) -> Array:
        """The parameters of a model as a start for another, zero where it has none."""
        all_of_them = np.zeros(self.rows.shape[1])
        all_of_them[self.table.places(current.terms)] = current.effects
        return all_of_them[places]

    def fitted(self, terms: Sequence[Term], change: str, start: Array | None = None) -> Step:
        """A model fitted, its existence tested."""
        places = self.table.places(terms)
        found = fit(self.rows[:, places], self.counts, start=start)
        p = places.size
        hidden = found.expected(self.unseen[:, places]) if found.converged else None
        if hidden is not None and hidden.sum() > SENSELESS * self.observed:
            hidden = None
        score = self.score(found.fitted)
        return Step(
            change, tuple(terms), p, -score / 2, score + 2 * p, score + math.log(self.observed) * p, hidden,
            found, found.parameters if start is None or found.exists else start,
        )  # fmt: skip

    def promising(self, current: Step) -> list[Term]:
        """The pairs that promise most to add, by their score statistics, and all that might be dropped, by Wald's.

        A pair with a count of zero in its margin has an effect without end, no statistic, and is always tried.
        """
        inside = self.table.places(current.terms)
        mu = np.exp(self.rows[:, inside] @ current.effects)
        information = self.rows.T @ (self.rows * mu[:, None])
        slope = self.rows.T @ (self.counts - mu)
        covariance = np.linalg.pinv(information[np.ix_(inside, inside)], hermitian=True)
        offset = dict(zip(inside.tolist(), range(inside.size), strict=True))
        added: list[tuple[float, Term]] = []
        dropped: list[Term] = []
        for term in self.table.pairs:
            block = np.arange(self.table.blocks[term].start, self.table.blocks[term].stop)
            if term in current.terms:
                own = np.array([offset[int(place)] for place in block])
                effect = current.effects[own]
                loss = float(effect @ np.linalg.pinv(covariance[np.ix_(own, own)], hermitian=True) @ effect)
                if loss < WORTH_A_FIT * self.price * block.size:
                    dropped.append(term)
            else:
                across = information[np.ix_(inside, block)]
                spread = information[np.ix_(block, block)] - across.T @ covariance @ across
                gain = float(slope[block] @ np.linalg.pinv(spread, hermitian=True) @ slope[block])
                added.append((self.price * block.size - gain, term))
        return [term for _, term in sorted(added)[:ADDED]] + dropped

    def _spread_evenly(self) -> Array:
        counts = self.table.counts.copy()
        for cells, count in self.table.incomplete:
            counts[cells] += count / cells.size
        return counts[self.table.seen]

    def complete(self, current: Step) -> None:
        """Divides persons with a missing covariate over their cells as the model has them, until that settles (EM).

        The fit of `current` itself is not renewed.
        """
        if not self.table.incomplete:
            return
        places = self.table.places(current.terms)
        mu, beta = current.fitted.fitted, current.effects
        for _ in range(COMPLETED):
            counts = self.table.counts[self.table.seen]
            for rows, count in self.incomplete:
                share = mu[rows] + 1e-12
                counts[rows] += count * share / share.sum()
            moved = float(np.abs(counts - self.counts).max())
            self.counts = counts
            if moved < 1e-6:
                break
            beta, _, mu, _ = newton(self.rows[:, places], self.counts, beta)
