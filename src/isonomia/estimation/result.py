"""What every estimator gives back."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Estimate:
    """The size of a population of which only a part was seen.

    `estimate` counts all, `hidden` those whom no list saw; both are None where no finite estimate can be had, and
    `warnings` say why. `intervals` are by level, "0.80" and "0.95", each with its lower and upper limit; an upper limit
    of None does not exist. `exists` and `identifiable` say whether the maximum of the likelihood does (for Bayesian
    methods, that the posterior is proper). `diagnostics` is what a reader needs to judge it, by name. `reportable` is
    False where the figure should not be published as it stands.
    """

    method: str
    lists: tuple[str, ...]
    observed: int
    estimate: float | None
    intervals: dict[str, tuple[float, float | None]] = field(default_factory=dict)
    model: str = ""
    exists: bool = True
    identifiable: bool = True
    reportable: bool = True
    diagnostics: dict[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    seed: int | None = None

    def __post_init__(self) -> None:
        if self.estimate is not None and not (math.isfinite(self.estimate) and self.estimate >= self.observed):
            raise ValueError(f"{self.estimate} is no size of a population of which {self.observed} were seen")

    @property
    def hidden(self) -> float | None:
        """How many persons no list saw."""
        return None if self.estimate is None else self.estimate - self.observed

    def to_dict(self) -> dict[str, Any]:
        """The JSON object of `isonomia estimate`; `version` is that of the program."""
        from isonomia import __version__

        return {
            "method": self.method,
            "lists": list(self.lists),
            "observed": self.observed,
            "estimate": self.estimate,
            "hidden": self.hidden,
            "intervals": {level: list(limits) for level, limits in self.intervals.items()},
            "model": self.model,
            "exists": self.exists,
            "identifiable": self.identifiable,
            "reportable": self.reportable,
            "diagnostics": self.diagnostics,
            "warnings": list(self.warnings),
            "seed": self.seed,
            "version": __version__,
        }
