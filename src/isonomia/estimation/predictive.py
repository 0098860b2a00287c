"""Whether tables drawn from a fitted model look like the table seen: posterior predictive checks."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.estimation.histories import CaptureHistories

Floats = NDArray[np.float64]

POOR_FIT = 0.01
"""Below this predictive p the model is said not to reproduce the table."""


def freeman_tukey(
    histories: CaptureHistories, sizes: Floats, cells: Floats, random: np.random.Generator
) -> dict[str, Any]:
    """The share of tables drawn from the posterior that fit it worse than the table seen does.

    `sizes`, (draws,): population sizes; `cells`, (draws, 2**t): the chances of the histories, that of zeros first.
    The discrepancy is that of Freeman and Tukey (1950), sum (sqrt n_w - sqrt E_w)**2 over the histories that can be
    seen, with E_w = N p_w; its p is of Gelman, Meng and Stern (1996). Gives `p`, `draws`, and `poorest`, up to three
    histories whose expected counts are farthest from those seen, by more than two standard deviations.
    """
    expected = sizes[:, None] * cells
    drawn = random.multinomial(np.rint(sizes).astype(np.int64), cells)[:, 1:]
    roots = np.sqrt(expected[:, 1:])
    seen = histories.counts[1:].astype(np.float64)
    of_drawn = ((np.sqrt(drawn) - roots) ** 2).sum(axis=1)
    of_seen = ((np.sqrt(seen) - roots) ** 2).sum(axis=1)
    average = drawn.mean(axis=0)
    apart = np.abs(seen - average) / np.maximum(drawn.std(axis=0), 0.5)
    poorest = [int(at) for at in np.argsort(-apart, kind="stable")[:3] if apart[at] > 2]
    return {
        "discrepancy": "Freeman-Tukey",
        "p": float((of_drawn >= of_seen).mean()),
        "draws": len(sizes),
        "poorest": [
            {
                "history": "".join(map(str, histories.patterns[at + 1])),
                "seen": int(seen[at]),
                "expected": round(float(average[at]), 1),
            }
            for at in poorest
        ],
    }


def poor_fit(check: dict[str, Any]) -> list[str]:
    """A warning where the check says that the model does not reproduce the table, otherwise nothing."""
    if check["p"] >= POOR_FIT:
        return []
    worst = check["poorest"]
    where = ", ".join(f"{row['history']} ({row['seen']} seen, {row['expected']:g} expected)" for row in worst)
    return [
        f"The model does not reproduce the table: only {check['p']:.1%} of tables drawn from it fit worse"
        + (f"; see the histories {where}." if where else ".")
    ]
