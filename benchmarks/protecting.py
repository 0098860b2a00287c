"""Disclosure control: how near to the proven least what is hidden comes, in how long, and what the audit finds.

Tables of synthetic counts: 99 x 99 cells with margins (10,000 in all) whose rows and columns differ as much as
countries and offences do, at several levels; one with sparse wishes of 15 per cent for random cells, which is harder;
one of three dimensions, one of two hierarchies, and one in which the same margins link two tables. The gap is
(loss - bound) / loss of what is hidden to protect the small cells, the bound being one that no pattern can undercut. A
pattern that the audit finds wanting is an error here, not a row.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
from measuring import Row, spread, timed

from isonomia.statistics.disclosure import (
    Sensitive,
    Suppression,
    Table,
    audit,
    by_threshold,
    controlled,
    suppress,
    table_of,
    table_of_cells,
    verified,
)  # fmt: skip

SECONDS = 9.0
"""The search may take so long; the rest of the ten seconds is for the audit."""
GAP, LIMIT = 2.0, 10.0


def skewed(shape: tuple[int, ...], mean: float, seed: int, spread: float = 1.0) -> Any:
    """Counts whose means are products of effects, as uneven as `spread` says."""
    chance = np.random.default_rng(seed)
    means: Any = 1.0
    for size in shape:
        means = np.multiply.outer(means, chance.lognormal(0, spread, size))
    means = means * chance.lognormal(0, 0.5, shape)
    return chance.poisson(means * mean / means.mean())


def small_counts(table: Table) -> Sensitive:
    """Counts under five."""
    return by_threshold(table.values, 5, lowest=1.0)


def wishes(table: Table, share: float, seed: int) -> Sensitive:
    """Random cells that must be possibly 15 per cent higher and lower."""
    inner = np.flatnonzero((table.height == 0) & (table.values > 0))
    cells = np.zeros(len(table), dtype=bool)
    cells[np.random.default_rng(seed).choice(inner, int(share * inner.size), replace=False)] = True
    amount = np.where(cells, np.minimum(np.ceil(table.values * 0.15), table.values - 1), 0.0)
    return Sensitive(cells, amount, amount)


def two_hierarchies(seed: int) -> Table:
    """Offences of three levels by places of two."""
    chance = np.random.default_rng(seed)
    offences = {f"{a}{b}{c}": f"{a}{b}" for a in range(5) for b in range(4) for c in range(3)}
    offences |= {f"{a}{b}": f"{a}" for a in range(5) for b in range(4)}
    places = {f"p{a}{b}": f"p{a}" for a in range(4) for b in range(4)}
    leaves = [label for label in offences if len(label) == 3]
    counts = skewed((len(leaves), len(places)), 40, seed)
    cells = {(a, b): counts[i, j] for i, a in enumerate(leaves) for j, b in enumerate(places)}
    return table_of_cells({key: float(chance.binomial(1, 0.97) * value) for key, value in cells.items()},
                          [offences, places])  # fmt: skip


def linked(seed: int) -> Table:
    """Two tables of the same rows, by two other dimensions, with the same row totals."""
    from scipy.sparse import csr_array, hstack, vstack

    one, other = skewed((30, 20), 60, seed), skewed((30, 15), 80, seed + 1)
    # the second table's last column takes up what the first has more, so that their row totals agree
    gap = one.sum(axis=1) - other.sum(axis=1)
    one = np.column_stack([one, np.maximum(-gap, 0)])
    other = np.column_stack([other, np.maximum(gap, 0)])
    first, second = table_of(one), table_of(other)
    shared = [at for at, key in enumerate(second.keys) if key[1] == "Total"]
    own = [at for at, key in enumerate(second.keys) if key[1] != "Total"]
    totals = [first.keys.index((second.keys[at][0], "Total")) for at in shared]
    width, lines = len(first), second.relations.shape[0]
    moved = csr_array((np.ones(len(shared)), (np.arange(len(shared)), totals)), shape=(len(shared), width))
    columns = second.relations.tocsc()
    lower = hstack([columns[:, shared] @ moved, columns[:, own]])
    upper = hstack([first.relations, csr_array((first.relations.shape[0], len(own)))])
    assert lower.shape[0] == lines
    return Table(
        np.concatenate([first.values, second.values[own]]), csr_array(vstack([upper, lower])),
        first.keys + tuple(("second", *second.keys[at]) for at in own),
        np.concatenate([first.height, second.height[own]]), np.concatenate([first.outside, second.outside[own]]),
    )  # fmt: skip


def protected(name: str, table: Table, wanted: Sensitive, target: float | None, **how: Any) -> tuple[list[Row], Any]:
    """The rows of one table: gap, and seconds with the audit; a pattern that does not hold is an error."""
    began = time.perf_counter()
    pattern = suppress(table, wanted, seconds=SECONDS, **how)
    bare = verified(table, pattern.hidden, pattern.sensitive)
    seconds = time.perf_counter() - began
    if bare or pattern.unprotected:
        raise ValueError(f"{name}: {len(bare)} cells are told in spite of the pattern")
    detail = {
        "cells": len(table), "sensitive": int(wanted.cells.sum()), "hidden besides": int(pattern.secondary.sum()),
        "loss": round(pattern.loss, 1), "bound": round(pattern.bound, 1),
    }  # fmt: skip
    timed_row = Row(f"{name}: hidden and audited", seconds, "s", LIMIT if target is not None else None, "less")
    return [Row(f"{name}: gap", 100 * pattern.gap, "%", target, "less", detail=detail), timed_row], pattern


def exact_audit(table: Table, pattern: Suppression) -> Callable[[], None]:
    """The exact interval of every hidden cell; one that is told is an error."""

    def task() -> None:
        found = audit(table, pattern.hidden, low=np.ones(len(table)), wanted=pattern.sensitive)
        if found.of("recovered") or found.of("narrowed"):
            raise ValueError("the audit recovers hidden cells")

    return task


def measure(*, rounds: int = 3) -> list[Row]:
    """Gaps and seconds of each table, of the exact audit, and of controlled rounding."""
    rows: list[Row] = []
    pattern = None
    for mean, cost in ((1000, "value"), (300, "log"), (100, "value"), (100, "cells"), (30, "value"), (5, "value")):
        table = table_of(skewed((99, 99), mean, 1))
        name = f"100 x 100, mean {mean}, by {cost}"
        found, one = protected(name, table, small_counts(table), GAP, cost=cost)
        rows += found
        if (mean, cost) == (100, "value"):
            pattern = (table, one)
    table = table_of(np.random.default_rng(1).integers(1, 500, (99, 99)))
    rows += protected("100 x 100, 2 % of cells 15 % wide", table, wishes(table, 0.02, 1), None)[0]
    for name, table in (
        ("11 x 11 x 11", table_of(skewed((10, 10, 10), 100, 1))), ("two hierarchies", two_hierarchies(1)),
        ("two linked tables", linked(1)),
    ):  # fmt: skip
        rows += protected(name, table, small_counts(table), None)[0]
    assert pattern is not None
    task = exact_audit(*pattern)
    hidden = int(pattern[1].hidden.sum())
    rows.append(
        spread("exact intervals of all hidden cells, 100 x 100", [timed(task) for _ in range(rounds)], "s",
               detail={"hidden cells": hidden})
    )  # fmt: skip
    rows.append(
        spread("rounded to multiples of 5, 100 x 100", [timed(lambda: controlled(pattern[0], 5)) for _ in
                                                        range(rounds)], "s")
    )  # fmt: skip
    return rows


if __name__ == "__main__":
    for row in measure(rounds=1):
        print(f"{row.name}: {row.value:.3g} {row.unit} {row.verdict} {row.detail or ''}")
