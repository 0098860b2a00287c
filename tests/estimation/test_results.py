"""Every result can be written as JSON, with finite numbers only, and repeats with the seed it names."""

import json

import numpy as np
import pytest
import tables
from populations import with_covariates

from isonomia.estimation import Options, estimate
from isonomia.estimation.closed import closed_population
from isonomia.estimation.regression import regress
from isonomia.estimation.sensitivity import internal_consistency, leave_one_out, trajectory
from isonomia.estimation.strata import stratify

METHODS = ["chao", "sample-coverage", "mt", "mh", "mth", "mb", "regression", "doubly-robust"]


@pytest.fixture(scope="module")
def persons():
    rng = np.random.default_rng(1)
    on = rng.random((900, 3)) < np.array([0.3, 0.25, 0.2])
    return with_covariates(on, {"sex": rng.choice(["f", "m"], 900)})


@pytest.mark.parametrize("method", METHODS)
def test_results_are_json(persons, method):
    found = estimate(persons, method, seed=4, bootstrap=20).to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["method"] == method
    assert estimate(persons, method, seed=4, bootstrap=20).to_dict() == found


@pytest.mark.parametrize("name", ["ARTIFICIAL_3", "KOREA_3", "NEW_ORLEANS_8_N185", "HARE_6"])
def test_so_are_those_of_every_closed_model_on_thin_tables(name):
    for found in closed_population(getattr(tables, name)):
        json.dumps(found.to_dict(), allow_nan=False)


def test_so_are_strata_groups_and_checks(persons):
    options = Options(seed=1, bootstrap=20)
    json.dumps(stratify(persons, ["sex"], "mt", options).to_dict(), allow_nan=False)
    json.dumps(regress(persons, ["sex"], options).to_dict(), allow_nan=False)
    json.dumps(internal_consistency(persons, "mt").to_dict(), allow_nan=False)
    for one in [*leave_one_out(persons, "mt"), *trajectory(persons, "mt", options, shares=[0.5, 1.0])]:
        json.dumps(one.to_dict(), allow_nan=False)
