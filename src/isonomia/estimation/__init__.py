"""Hidden populations: how many there are when lists that overlap saw only some.

    from isonomia.estimation import CaptureHistories, estimate
    result = estimate(CaptureHistories.from_csv("lists.csv"), method="stepwise", seed=1)

Multiple systems estimation of populations that no register holds, such as victims of trafficking in persons
(indicator 16.2.2 of the Sustainable Development Goals).
Methods, formulas and sources: docs/methods/hidden-populations.md.
"""

from isonomia.estimation.errors import (
    BadCount,
    DuplicateHistory,
    EmptyList,
    HiddenCellCounted,
    MissingCovariate,
    NoFiniteEstimate,
    NotCaptureHistories,
    TooFewLists,
    TooManyLists,
    UnknownList,
    UnknownMethod,
)
from isonomia.estimation.estimating import METHODS, Options, estimate
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.result import Estimate

__all__ = [
    "METHODS",
    "BadCount",
    "CaptureHistories",
    "DuplicateHistory",
    "EmptyList",
    "Estimate",
    "HiddenCellCounted",
    "MissingCovariate",
    "NoFiniteEstimate",
    "NotCaptureHistories",
    "Options",
    "TooFewLists",
    "TooManyLists",
    "UnknownList",
    "UnknownMethod",
    "estimate",
]
