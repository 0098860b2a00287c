"""One call for every estimator: the same data object in, the same result out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from importlib import import_module

from isonomia.estimation.errors import UnknownMethod
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.result import Estimate

METHODS = {
    "stepwise": "isonomia.estimation.selection:stepwise",
    "bic": "isonomia.estimation.selection:bic",
    "downhill": "isonomia.estimation.selection:downhill",
    "independence": "isonomia.estimation.selection:independence",
    "decomposable": "isonomia.estimation.decomposable:decomposable",
    "latent-class": "isonomia.estimation.latent:latent_class",
    "chao": "isonomia.estimation.chao:chao",
    "sample-coverage": "isonomia.estimation.sample_coverage:sample_coverage",
    "mt": "isonomia.estimation.closed:mt",
    "mh": "isonomia.estimation.closed:mh",
    "mth": "isonomia.estimation.closed:mth",
    "mb": "isonomia.estimation.closed:mb",
    "regression": "isonomia.estimation.regression:regression",
    "doubly-robust": "isonomia.estimation.doubly_robust:doubly_robust",
}
"""Where each estimator is; `all` is every one that applies."""


@dataclass(frozen=True)
class Options:
    """What can be asked of an estimator. Each uses what concerns it.

    `bootstrap`: replicates for intervals, 0 for none. `max_order`: highest interaction considered. `threshold`: the p
    below which the stepwise search adds a term. `n_top`: how many of the best models each bootstrap replicate chooses
    from. `seed`: makes every number repeat; None draws one, which the result names. `progress`: called with what is
    done and what is to do. `processes`: worker processes, None for as many as there are cores.
    """

    bootstrap: int | None = None
    max_order: int | None = None
    threshold: float = 0.02
    n_top: int | None = None
    seed: int | None = None
    processes: int | None = None
    progress: Callable[[int, int], None] | None = None


Estimator = Callable[[CaptureHistories, Options], Estimate]


def estimate(histories: CaptureHistories, method: str = "stepwise", **options: object) -> Estimate:
    """Estimates a population's size. `options` are the fields of `Options`.

    Raises UnknownMethod, EmptyList (a list that catches no one), TooFewLists, TooManyLists.
    """
    known = {row.name for row in fields(Options)}
    for name in options:
        if name not in known:
            raise UnknownMethod(f"{name} is no option of an estimator; the options are {', '.join(sorted(known))}")
    return estimator(method)(histories.checked(), Options(**options))  # type: ignore[arg-type]


def estimator(method: str) -> Estimator:
    """The function of a method. Raises UnknownMethod."""
    if method not in METHODS:
        raise UnknownMethod(f"no estimator is called {method!r}; the estimators are {', '.join(METHODS)}")
    module, _, name = METHODS[method].partition(":")
    found: Estimator = getattr(import_module(module), name)
    return found
