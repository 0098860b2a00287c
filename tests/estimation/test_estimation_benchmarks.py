"""What the benchmarks of estimation run on, and what they count. Nothing here looks at a clock."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import numpy as np
import pytest
import tables

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
coverage = importlib.import_module("coverage")
estimating = importlib.import_module("estimating")
sys.path.remove(str(ROOT / "benchmarks"))


@pytest.fixture(scope="module")
def scenarios():
    return coverage.scenarios()


def test_there_are_28_populations_all_different(scenarios):
    assert len(scenarios) == 28 == len({row.name for row in scenarios})
    assert len({(row.lists, row.size) for row in scenarios}) == 28


def test_a_population_of_main_effects_is_that_of_the_published_table(scenarios):
    uk = next(row for row in scenarios if row.name == "UK 6, 0 pairs")
    assert uk.size == 12_214
    assert uk.chances.sum() == pytest.approx(1)
    caught = uk.size * uk.chances @ tables.UK_6.patterns
    assert caught == pytest.approx(list(tables.UK_6.list_totals.values()), abs=0.01)


def test_a_seed_draws_one_table_and_nobody_hidden_is_seen(scenarios):
    sparse = next(row for row in scenarios if row.name == "New Orleans 8, 4 pairs")
    one, other, same = sparse.drawn(1), sparse.drawn(2), sparse.drawn(1)
    assert (one.counts == same.counts).all()
    assert one.lists != other.lists or not np.array_equal(one.counts, other.counts)
    assert one.observed < sparse.size


def row(low, high, **more):
    return {"truth": 100, "intervals": {"0.95": [low, high]}, **more}


@pytest.mark.parametrize(
    ("limits", "held"), [((90, 110), True), ((101, 110), False), ((50, None), True), ((120, None), False)]
)
def test_an_interval_holds_the_truth_between_its_limits(limits, held):
    assert coverage.covers(row(*limits), "0.95") is held
    assert coverage.covers(row(*limits), "0.80") is None


def test_a_run_that_was_broken_off_is_taken_up(tmp_path, capsys):
    file = tmp_path / "coverage.jsonl"
    asked = ["--bootstrap", "20", "--methods", "stepwise,independence", "--scenario", "Kosovo 4, 2", "-o", str(file)]
    coverage.main(["--simulations", "1", "--processes", "1", *asked])
    first = file.read_text()
    file.write_text(first + '{"scenario": "Kosovo 4, 2 pa')
    coverage.main(["--simulations", "2", "--processes", "1", *asked])
    lines = file.read_text().splitlines()
    assert len(lines) == 4
    assert "\n".join(lines[:2]) + "\n" == first
    assert {json.loads(line)["simulation"] for line in lines} == {0, 1}
    assert "Kosovo 4, 2 pairs | stepwise | 2 |" in capsys.readouterr().out


def test_the_tables_that_are_timed_are_the_published_ones(tmp_path):
    from isonomia.estimation import CaptureHistories

    files = estimating.tables(tmp_path)
    for name, published in (("uk_5", tables.UK_5), ("uk_6", tables.UK_6), ("kosovo", tables.KOSOVO_4)):
        assert (CaptureHistories.from_csv(files[name]).counts == published.counts).all()


def test_a_wrong_estimate_is_no_measurement(tmp_path):
    files = estimating.tables(tmp_path)
    right = estimating.Task("", "kosovo", ("--method", "stepwise", "--bootstrap", "0"), 14_342, None, None)
    estimating.ours(right, files["kosovo"])
    wrong = estimating.Task("", "kosovo", ("--method", "stepwise", "--bootstrap", "0"), 14_343, None, None)
    with pytest.raises(ValueError, match="published"):
        estimating.ours(wrong, files["kosovo"])
