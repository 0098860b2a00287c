"""The parametric bootstrap of one model: populations drawn from its fit, listed as it says, and fitted again.

The limits take the model as known; where it was chosen on the data they are too narrow.
"""

from __future__ import annotations

import numpy as np

from isonomia.estimation import existence, loglinear
from isonomia.estimation.bootstrap import percentiles
from isonomia.estimation.chosen import ChosenModel
from isonomia.estimation.ranking import block_size, judged

STREAM = 1
"""Keeps these draws apart from those of the bootstrap that has the same seed."""


def parametric_limits(chosen: ChosenModel, replicates: int, seed: int) -> dict[str, list[float | None]]:
    """Percentile limits at 80 and 95 per cent from `replicates` populations of the estimated size."""
    fitted = np.flatnonzero(chosen.means)
    size = max(round(chosen.histories.observed + chosen.hidden), 1)
    chances = np.append(chosen.means[fitted], chosen.hidden)
    random = np.random.default_rng([seed, STREAM])
    drawn = random.multinomial(size, chances / chances.sum(), size=replicates)[:, :-1].T.astype(float)
    terms = np.array(chosen.terms, dtype=np.int64)[:, None]
    start = np.where(np.isfinite(chosen.parameters), chosen.parameters, 0.0)[:, None]
    block = block_size(len(chosen.means))
    found = []
    for begin in range(0, replicates, block):
        part = drawn[:, begin : begin + block]
        batch = part.shape[1]
        tables = np.zeros((len(chosen.means), batch))
        tables[fitted] = part
        margins = loglinear.superset_sums(tables)
        fits, statuses = judged(tables, np.repeat(terms, batch, axis=1), margins, np.repeat(start, batch, axis=1))
        found.append(np.where(statuses == existence.EXISTS, fits.hidden + part.sum(axis=0), np.inf))
    return {level: list(pair) for level, pair in percentiles(np.concatenate(found)).items()}
