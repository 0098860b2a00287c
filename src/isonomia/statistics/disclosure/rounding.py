"""Counts rounded to multiples of a base so that totals still add up, where that can be.

Controlled rounding (Cox and Ernst 1982; Cox 1987): every count goes to one of the two multiples that it lies between, a
multiple stays, and every total is the sum of its parts. In two-way tables that is always possible, elsewhere mostly; a
count may then go one multiple further. Where no such table is found, each count is rounded by itself: up or down with
a chance that leaves it as it is on average, drawn from the cell's key, so that the same cell is always rounded alike;
totals then do not add up, and the result says so.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from isonomia.statistics.disclosure.errors import BadRule
from isonomia.statistics.disclosure.solving import in_whole_numbers
from isonomia.statistics.disclosure.table import Floats, Table

NEAR = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Rounded:
    """`values` (n,) are multiples of `base`; `additive` says whether totals are the sums of their parts, `furthest`
    how far the farthest count was moved."""

    values: Floats
    base: int
    additive: bool
    furthest: float


def controlled(table: Table, base: int = 5, *, seconds: float = 10.0) -> Rounded:
    """Rounds a table to multiples of a base, totals adding up where a way is found. Raises BadRule."""
    if base < 2:
        raise BadRule(f"rounding to multiples of {base} changes nothing; give 3 or 5, or another base from 2")
    values = table.values.copy()
    additive = True
    parts = table.components()
    for cells, lines in parts:
        part = table.part(cells, lines)
        found = _controlled(part, base, 1, seconds) if lines.size else by_chance(part, base)
        if found is None:
            found = _controlled(part, base, 2, seconds)
        if found is None:
            found, additive = by_chance(part, base), False
        values[cells] = found
    return Rounded(values, base, additive, float(np.abs(values - table.values).max(initial=0.0)))


def by_chance(table: Table, base: int, *, salt: str = "") -> Floats:
    """Each count to the multiple below or above, with chances that keep it on average; the same for the same key."""
    below = np.floor(table.values / base + NEAR) * base
    chances = np.array([_chance(key, salt) for key in table.keys])
    return np.asarray(below + base * (chances < (table.values - below) / base - NEAR))


def _chance(key: tuple[str, ...], salt: str) -> float:
    """A number from 0 to 1 that depends on the key alone."""
    digest = hashlib.blake2b("\x1f".join((salt, *key)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


def _controlled(table: Table, base: int, steps: int, seconds: float) -> Floats | None:
    """Multiples of the base that add up, each among the `steps` nearest below and above, the nearest ones preferred."""
    from scipy.sparse import hstack

    exact = table.values / base
    below = np.floor(exact + NEAR)
    part = exact - below
    moves = part > NEAR
    # in units of the base: below + near + further - back
    near = np.where(moves, 1.0, 0.0)
    # a zero tells that there is none, and stays
    further = np.where(table.values > 0, float(steps - 1), 0.0)
    back = np.minimum(further, below)
    # a tie is broken by the key, so that it goes neither always up nor always down
    tie = np.array([_chance(key, "tie") for key in table.keys]) * 0.02 - 0.01
    cost = np.concatenate([1.0 - 2.0 * part + tie, np.full(exact.size, 4.0), np.full(exact.size, 4.0)])
    right = -np.asarray(table.relations @ below).ravel()
    matrix = hstack([table.relations, table.relations, -table.relations], format="csr")
    most = np.concatenate([near, further, back])
    done = in_whole_numbers(cost, 0.0, most, matrix, right, right, seconds=seconds, gap=0.01)
    if done.x is None:
        return None
    one, two, three = np.split(np.round(done.x), 3)
    return np.asarray((below + one + two - three) * base)
