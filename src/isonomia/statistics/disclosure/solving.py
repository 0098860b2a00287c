"""Linear programmes, and those in whole numbers, by HiGHS: what the searches and the attacks share."""

from __future__ import annotations

from typing import Any

import numpy as np

from isonomia.statistics.disclosure.table import Floats

FOREVER = 1e9


def linear(
    goal: Floats, low: Any, high: Any, *, equal: Any = None, right: Any = None, above: Any = None, least: Any = None,
    seconds: float = FOREVER,
) -> Any:  # fmt: skip
    """The least `goal @ x` with low <= x <= high, `equal @ x = right` and `above @ x >= least`: scipy's result.

    Its `status` is 0 where it was found, 2 where nothing fits, 3 where there is no least.
    """
    from scipy import optimize

    solver: Any = optimize.linprog
    bounds = np.column_stack(np.broadcast_arrays(low, high, goal)[:2])
    return solver(
        goal, A_ub=None if above is None else -above, b_ub=None if above is None else -np.asarray(least),
        A_eq=equal, b_eq=right, bounds=bounds, method="highs-ds", options={"time_limit": seconds},
    )  # fmt: skip


def in_whole_numbers(
    goal: Floats, low: Any, high: Any, matrix: Any, least: Any, most: Any, *, seconds: float = FOREVER, gap: float = 0.0
) -> Any:
    """The same among whole numbers with least <= `matrix @ x` <= most: scipy's result, `x` None where none was found
    in time."""
    from scipy import optimize

    solver: Any = optimize.milp
    return solver(
        goal, constraints=optimize.LinearConstraint(matrix, least, most), integrality=np.ones(goal.size, dtype=int),
        bounds=optimize.Bounds(*np.broadcast_arrays(low, high, goal)[:2]),
        options={"time_limit": seconds, "mip_rel_gap": gap},
    )  # fmt: skip
