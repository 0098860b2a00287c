"""One log-linear model on one table: its fit, its criteria, where it fits badly, and limits that take it as given."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from isonomia.estimation import existence, loglinear
from isonomia.estimation.histories import CaptureHistories, model_name
from isonomia.estimation.likelihood_limits import FARTHEST, LEVELS, limits, profile_of_model
from isonomia.estimation.loglinear import Floats, Ints
from isonomia.estimation.ranking import judged
from isonomia.estimation.tails import log_factorial

WORST = 10
"""Histories with the largest residuals that are shown."""
MOST_PROFILED = 1 << 12
"""Cells of a table up to which the profile is taken along."""


@dataclass(frozen=True)
class ChosenModel:
    """A model fitted to a table. `terms` are all its masks; `parameters` and `errors` follow them, the estimate minus
    infinity and no error where no one was seen. `status` as `existence.status`; the numbers mean nothing unless 0."""

    histories: CaptureHistories
    terms: tuple[int, ...]
    parameters: Floats
    errors: Floats
    means: Floats
    status: int

    @property
    def hidden(self) -> float:
        """The estimated number that no list saw."""
        return math.exp(min(float(self.parameters[0]), 700.0))

    @property
    def name(self) -> str:
        """The maximal terms, as `[12,3]`."""
        return model_name(self.terms[1:], self.histories.size)

    @property
    def log_likelihood(self) -> float:
        """Poisson, with the factorials."""
        counts = self.histories.counts[1:].astype(float)
        seen = counts > 0
        logs = (counts[seen] * np.log(self.means[1:][seen])).sum()
        return float(logs - self.means[1:].sum() - log_factorial(counts).sum())

    @property
    def aic(self) -> float:
        """-2 log-likelihood + 2 p; parameters at minus infinity count."""
        return -2 * self.log_likelihood + 2 * len(self.terms)

    @property
    def bic(self) -> float:
        """-2 log-likelihood + p log n, n the persons observed."""
        return -2 * self.log_likelihood + len(self.terms) * math.log(self.histories.observed)

    def residuals(self) -> tuple[Floats, Floats]:
        """Pearson's and the deviance residuals by cell, (2**t,) each; 0 where nothing is fitted."""
        counts = self.histories.counts.astype(float)
        fitted = self.means > 0
        mu = np.where(fitted, self.means, 1.0)
        pearson = np.where(fitted, (counts - mu) / np.sqrt(mu), 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = 2 * (np.where(counts > 0, counts * np.log(counts / mu), 0.0) - (counts - mu))
        deviance = np.where(fitted, np.sign(counts - mu) * np.sqrt(np.maximum(parts, 0.0)), 0.0)
        return pearson, deviance

    def given_the_model(self) -> dict[str, tuple[float, float | None]]:
        """Limits as if the model had been known: n + exp(alpha_0 -+ z se). Too narrow where it was chosen."""
        intervals: dict[str, tuple[float, float | None]] = {}
        observed, center = self.histories.observed, float(self.parameters[0])
        for level in LEVELS:
            half = NormalDist().inv_cdf((1 + level) / 2) * float(self.errors[0])
            ends = center + half < math.log(FARTHEST * observed)
            intervals[f"{level:.2f}"] = (
                observed + math.exp(center - half),
                observed + math.exp(center + half) if ends else None,
            )
        return intervals

    def profile(self) -> dict[str, tuple[float, float | None]]:
        """Profile-likelihood limits as if the model had been known."""
        counts = self.histories.counts.astype(float)
        return limits(profile_of_model(counts, np.array(self.terms)), self.histories.observed).intervals

    def diagnostics(self) -> dict[str, Any]:
        """What a reader needs to judge the fit, by name."""
        pearson, deviance = self.residuals()
        fitted = int((self.means > 0).sum())
        finite = int(np.isfinite(self.parameters).sum())
        told: dict[str, Any] = {
            "aic": self.aic,
            "bic": self.bic,
            "log_likelihood": self.log_likelihood,
            "parameters": self._parameters(),
            "deviance": float((deviance**2).sum()),
            "pearson": float((pearson**2).sum()),
            "degrees_of_freedom": fitted - finite,
            "residuals": self._worst(pearson, deviance),
            "standard_error": math.hypot(math.sqrt(self.hidden), self.hidden * float(self.errors[0])),
            "given_the_model": {level: list(pair) for level, pair in self.given_the_model().items()},
        }
        if len(self.means) <= MOST_PROFILED:
            told["profile"] = {level: list(pair) for level, pair in self.profile().items()}
        return told

    def _parameters(self) -> list[dict[str, Any]]:
        names = self.histories.lists
        return [
            {
                "lists": [name for j, name in enumerate(names) if mask >> j & 1],
                "estimate": float(value) if math.isfinite(value) else None,
                "standard_error": float(error) if math.isfinite(error) else None,
            }
            for mask, value, error in zip(self.terms, self.parameters, self.errors, strict=True)
        ]

    def _worst(self, pearson: Floats, deviance: Floats) -> list[dict[str, Any]]:
        order = np.argsort(-np.abs(deviance), kind="stable")[:WORST]
        return [
            {
                "history": [int(cell) >> j & 1 for j in range(self.histories.size)],
                "observed": int(self.histories.counts[cell]),
                "expected": float(self.means[cell]),
                "pearson": float(pearson[cell]),
                "deviance": float(deviance[cell]),
            }
            for cell in order
            if self.means[cell] > 0
        ]


def fit_model(histories: CaptureHistories, interactions: Sequence[int]) -> ChosenModel:
    """Fits the hierarchical model of the main effects and some interactions, each a mask over the lists.

    The model must hold with each term its parts, and not the term of all lists.
    """
    size = histories.size
    mains = [1 << j for j in range(size)]
    _check(interactions, size)
    terms: Ints = np.array([0, *mains, *interactions], dtype=np.int64)
    counts = histories.counts[:, None].astype(float)
    margins = loglinear.superset_sums(counts)
    fits, statuses = judged(counts, terms[:, None], margins, None)
    finite = fits.terms[:, 0] < len(counts)
    parameters = np.where(finite, fits.parameters[:, 0], -np.inf)
    errors = np.full(len(terms), np.inf)
    if int(statuses[0]) == existence.EXISTS:
        errors[finite] = loglinear.standard_errors(fits)[finite, 0]
    return ChosenModel(
        histories, tuple(int(term) for term in terms), parameters, errors, fits.means[:, 0], int(statuses[0])
    )


def _check(interactions: Sequence[int], size: int) -> None:
    chosen = {*interactions, *(1 << j for j in range(size))}
    for mask in interactions:
        parts = [mask & ~(1 << j) for j in range(size) if mask >> j & 1]
        if not 1 < mask.bit_count() < size or not chosen.issuperset(parts):
            raise ValueError(f"the terms must be hierarchical and leave out that of all lists; {mask:b} does not fit")
