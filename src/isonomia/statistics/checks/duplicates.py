"""The same observation twice: all columns agree but the value and who supplied it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from isonomia.statistics.checks.finding import ERROR, WARNING, Finding, rows_of
from isonomia.statistics.dataset import Dataset

KEY_IS_NOT = frozenset({"source"})
"""Columns that do not tell observations apart, with the value."""


def key_of(data: Dataset) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A number for each observation, the same for those with the same key."""
    return data.keys(*(name for name in data.columns if name not in KEY_IS_NOT))


@lru_cache(maxsize=1)
def repeated(data: Dataset) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which observations share their key with another."""
    key = key_of(data)
    return np.asarray(np.bincount(key)[key] > 1)


def duplicate_key(data: Dataset) -> Iterator[Finding]:
    """One finding for each key that occurs more than once: an error where the values differ, else a warning."""
    for group in data.groups(*(name for name in data.columns if name not in KEY_IS_NOT)):
        if group.size > 1:
            rows = rows_of(group.tolist())
            values = list(dict.fromkeys(data.printed(row) for row in rows))
            yield Finding(
                "duplicate-key" if len(values) > 1 else "duplicate-key.same",
                ERROR if len(values) > 1 else WARNING,
                rows,
                {"times": str(len(rows)), "values": " / ".join(values)},
            )
