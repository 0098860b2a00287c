"""An estimator tried on a table that may be too thin for it."""

from __future__ import annotations

from dataclasses import replace

from isonomia.errors import IsonomiaError
from isonomia.estimation.estimating import Options, estimator
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.result import Estimate


def attempted(table: CaptureHistories, method: str, options: Options) -> Estimate:
    """The estimate of part of the data, without the lists that catch no one there.

    Where the method refuses it, the estimate is None and the reason is among the warnings. Raises UnknownMethod.
    """
    estimate = estimator(method)
    empty = [name for name, total in table.list_totals.items() if not total]
    notes = [f"no person here is on {', '.join(empty)}, which is left out"] if empty else []
    try:
        found = estimate(table.dropped(*empty) if empty else table, options)
    except IsonomiaError as error:
        return Estimate(
            method, table.lists, table.observed, None, exists=False, reportable=False,
            warnings=(*notes, error.message), seed=options.seed,
        )  # fmt: skip
    return replace(found, warnings=(*notes, *found.warnings))
