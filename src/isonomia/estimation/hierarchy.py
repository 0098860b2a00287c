"""Hierarchical models as sets of terms: all of them, and the number of their parameters.

A hierarchical model holds with each interaction every part of it. All hold the intercept and the main effects, none
the interaction of all lists, for that would leave the number of the hidden undetermined.
"""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import NDArray

from isonomia.estimation.errors import TooManyLists
from isonomia.estimation.histories import term_masks

MOST_MODELS = 50_000
"""More are not enumerated: six lists have 32,768 models of order 2 and millions of order 3."""


def highest_order(size: int, max_order: int | None) -> int:
    """The order of interaction that is searched: what was asked for, else t-1 up to five lists and 2 from six on.

    Never that of all lists; two lists have main effects only.
    """
    order = (size - 1 if size <= 5 else 2) if max_order is None else max_order
    return max(1, min(order, size - 1))


def interactions(size: int, order: int) -> list[int]:
    """The terms of two and more lists as bit masks: 12, 13, 23, ... 123 ..."""
    return term_masks(size, order)[size:]


def all_models(size: int, order: int) -> NDArray[np.bool_]:
    """Every hierarchical model of interactions up to `order`, (models, terms), those with fewer terms first.

    Columns are those of `interactions`. Raises TooManyLists where there are too many to fit.
    """
    terms = interactions(size, order)
    place = {term: column for column, term in enumerate(terms)}
    pairs = comb(size, 2) if order > 1 else 0
    rows = np.zeros((1, len(terms)), dtype=bool)
    for column, term in enumerate(terms):
        parts = [place[term ^ bit] for bit in _bits(term) if term ^ bit in place]
        added = rows[rows[:, parts].all(axis=1)].copy()
        added[:, column] = True
        rows = np.concatenate([rows, added])
        if len(rows) > MOST_MODELS or 2**pairs > MOST_MODELS:
            raise TooManyLists(
                f"{size} lists have more than {MOST_MODELS:,} hierarchical models of order {order}, too many to fit "
                "each; use the method stepwise, merge or drop lists, or lower the highest order (--max-order; 2 is "
                "feasible up to six lists)"
            )
    order_of_rows = np.lexsort((*rows.T[::-1], rows.sum(axis=1)))
    return np.asarray(rows[order_of_rows])


def parts_of(terms: list[int]) -> list[list[int]]:
    """For each term the rows of those among them with one list less that lie within it."""
    orders = [term.bit_count() for term in terms]
    return [
        [row for row, other in enumerate(terms) if orders[row] == order - 1 and other & term == other]
        for term, order in zip(terms, orders, strict=True)
    ]


def columns_of(models: NDArray[np.bool_], size: int, order: int) -> NDArray[np.int64]:
    """Models as columns of masks (p, models), the intercept and main effects first, `2**size` for no term."""
    none = 1 << size
    fixed = np.array([0, *term_masks(size, 1)], dtype=np.int64)
    open_terms = np.where(models, np.array(interactions(size, order), dtype=np.int64)[None, :], none)
    most = int(models.sum(axis=1).max(initial=0))
    kept = np.sort(np.where(models, np.arange(models.shape[1]), models.shape[1]), axis=1)[:, :most]
    padded = np.concatenate([open_terms, np.full((len(models), 1), none)], axis=1)
    chosen = np.take_along_axis(padded, kept, axis=1)
    return np.vstack([np.repeat(fixed[:, None], len(models), axis=1), chosen.T])


def _bits(mask: int) -> list[int]:
    return [1 << j for j in range(mask.bit_length()) if mask >> j & 1]
