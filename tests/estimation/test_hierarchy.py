"""Hierarchical models: how many there are, and which are refused."""

from __future__ import annotations

import numpy as np
import pytest

from isonomia.estimation import TooManyLists
from isonomia.estimation.hierarchy import all_models, columns_of, highest_order, interactions


@pytest.mark.parametrize(
    ("size", "order", "number"),
    [(2, 1, 1), (3, 2, 8), (4, 3, 113), (4, 2, 64), (5, 4, 6893), (5, 2, 1024), (6, 2, 32_768), (6, 1, 1)],
)
def test_there_are_as_many_models_as_are_known(size, order, number):
    models = all_models(size, order)
    assert len(models) == number == len({row.tobytes() for row in models})


def test_every_model_holds_the_parts_of_its_terms():
    terms = interactions(5, 4)
    place = {term: at for at, term in enumerate(terms)}
    for model in all_models(5, 4)[::97]:
        for term in (term for term, held in zip(terms, model, strict=True) if held):
            parts = [term & ~(1 << j) for j in range(5) if term >> j & 1]
            assert all(model[place[part]] for part in parts if part in place)


def test_columns_hold_the_intercept_the_lists_and_the_terms():
    models = all_models(3, 2)
    columns = columns_of(models, 3, 2)
    assert columns[:4].T.tolist() == [[0, 1, 2, 4]] * 8
    for model, column in zip(models, columns.T, strict=True):
        assert sorted(term for term in column[4:] if term < 8) == [
            term for term, held in zip([3, 5, 6], model, strict=True) if held
        ]


@pytest.mark.parametrize(
    ("size", "asked", "order"),
    [(2, None, 1), (3, None, 2), (5, None, 4), (6, None, 2), (9, None, 2), (5, 2, 2), (4, 9, 3), (2, 2, 1), (6, 1, 1)],
)
def test_the_highest_order_is_never_that_of_all_lists(size, asked, order):
    assert highest_order(size, asked) == order


@pytest.mark.parametrize(("size", "order"), [(7, 2), (6, 3), (6, 5), (20, 2)])
def test_too_many_models_are_refused_with_a_remedy(size, order):
    with pytest.raises(TooManyLists, match="stepwise"):
        all_models(size, order)


def test_one_model_is_never_too_many():
    assert np.array_equal(all_models(20, 1), np.zeros((1, 0), dtype=bool))
