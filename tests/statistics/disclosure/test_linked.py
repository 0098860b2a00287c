"""Tables linked by common totals, as the benchmark makes them: protected together, and told apart by the audit."""

import importlib
import sys
from pathlib import Path

import numpy as np

from isonomia.statistics.disclosure import Sensitive, by_threshold, suppress, verified

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "benchmarks"))
protecting = importlib.import_module("protecting")
sys.path.pop(0)


def test_the_tables_of_the_benchmark_add_up():
    for table in (protecting.linked(3), protecting.two_hierarchies(3)):
        assert not (table.relations @ table.values).any()
        assert len(table.components()) == 1


def test_one_table_protected_by_itself_is_told_by_the_other():
    """A row with one small cell: its total is hidden in one table, and told by the parts of the other."""
    table = protecting.linked(3)
    second = np.array([key[0] == "second" for key in table.keys])
    wanted = by_threshold(table.values, 5, lowest=1.0)
    pattern = suppress(table, wanted, seconds=4)
    assert verified(table, pattern.hidden, pattern.sensitive) == []
    assert 0 <= pattern.gap < 0.3
    # only what the first table needs is hidden, and all that is small: some of the second is told
    alone = suppress(table, Sensitive(wanted.cells & ~second, wanted.above * ~second, wanted.below * ~second))
    assert verified(table, alone.hidden | wanted.cells, pattern.sensitive)


def test_wishes_are_what_they_say():
    table = protecting.table_of(np.random.default_rng(1).integers(1, 500, (12, 12)))
    wanted = protecting.wishes(table, 0.1, 1)
    assert wanted.cells.sum() == 14
    assert (table.height[wanted.cells] == 0).all()
    assert (wanted.above[wanted.cells] >= 0.15 * table.values[wanted.cells] - 1).all()
