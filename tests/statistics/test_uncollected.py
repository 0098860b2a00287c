"""The collector rests during large work and is as it was afterwards, also when the work fails."""

from __future__ import annotations

import gc

import pytest

from isonomia.statistics.uncollected import uncollected


def test_it_rests_and_is_on_again():
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="wrong"), uncollected():
        raise ValueError("wrong")
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off():
    gc.disable()
    try:
        with uncollected(), uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
