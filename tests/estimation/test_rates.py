"""What a report needs: rates, tables, and indicator 16.2.2."""

import json

import numpy as np
import pytest
from populations import with_covariates

from isonomia.estimation import BadCount, MissingCovariate, Options
from isonomia.estimation.rates import cells_of, disaggregate, indicator_16_2_2, rate
from isonomia.estimation.strata import stratify


@pytest.fixture(scope="module")
def victims():
    rng = np.random.default_rng(16)
    persons = 5000
    sex = rng.choice(["female", "male"], persons, p=[0.7, 0.3])
    age = rng.choice(["0-17", "18+"], persons, p=[0.2, 0.8])
    form = rng.choice(["sexual", "labour", "organs", "other"], persons, p=[0.6, 0.3, 0.005, 0.095])
    home = rng.choice(["national", "foreign"], persons)
    on = rng.random((persons, 3)) < np.array([0.1, 0.15, 0.12])
    return with_covariates(on, {"sex": sex, "age": age, "exploitation": form, "citizenship": home})


def test_rates_are_per_hundred_thousand_with_their_denominator():
    """The Netherlands: 6,250 a year of 16,900,000 inhabitants are 37 per 100,000."""
    found = rate(6250, 16_900_000, {"0.95": (5000.0, None)})
    assert found.per_100_000 == pytest.approx(36.98, abs=0.01)
    assert found.population == 16_900_000
    assert found.intervals["0.95"] == (pytest.approx(29.59, abs=0.01), None)


@pytest.mark.parametrize("population", [0, -5, 1.5, float("nan"), float("inf"), 6000])
def test_a_population_that_is_none_is_refused(population):
    with pytest.raises(BadCount):
        rate(6250, population)


def test_the_tables_of_the_indicator(victims):
    found = indicator_16_2_2(victims)
    assert found.by == ("sex", "age", "exploitation", "citizenship")
    total = found.row()
    assert total.detected == victims.observed
    assert total.values == {"sex": "_T", "age": "_T", "exploitation": "_T", "citizenship": "_T"}
    women, men = found.row(sex="female"), found.row(sex="male")
    assert women.detected + men.detected == total.detected
    assert found.row(sex="female", age="0-17").detected > 0
    assert found.row(sex="female", exploitation="labour").detected > 0
    with pytest.raises(KeyError):
        found.row(exploitation="labour", citizenship="foreign")


def test_small_groups_are_suppressed_and_cannot_be_worked_out(victims):
    found = indicator_16_2_2(victims)
    hidden = [row for row in found.rows if row.suppressed]
    assert any(row.values["exploitation"] == "organs" and row.suppressed == "primary" for row in hidden)
    assert any(row.suppressed == "complementary" for row in hidden)
    assert all(row.detected is None for row in hidden)
    assert not [one for one in found.exposures if one.recovered]
    assert "exposures" not in json.dumps(found.to_dict())


def test_estimates_stand_beside_the_detected(victims):
    strata = stratify(victims, ["sex", "age"], "mt", Options(seed=1))
    populations = {("_T", "_T", "_T", "_T"): 10_000_000, ("female", "_T", "_T", "_T"): 5_100_000}
    found = indicator_16_2_2(victims, estimates=strata, populations=populations)
    total, women = found.row(), found.row(sex="female")
    assert total.estimated == pytest.approx(strata.total.estimate)
    assert total.intervals["0.95"][0] < 5000 < total.intervals["0.95"][1]
    assert total.estimated_rate.per_100_000 == pytest.approx(total.estimated / 100)
    assert total.detected_rate.per_100_000 == pytest.approx(victims.observed / 100)
    assert women.estimated == pytest.approx(strata.margin("sex")["female",].estimate)
    assert women.estimated_rate.population == 5_100_000
    assert found.row(sex="male").estimated_rate is None
    assert found.row(exploitation="labour").estimated is None
    json.dumps(found.to_dict())


def test_an_estimate_beside_a_suppressed_count_is_rounded(victims):
    strata = stratify(victims, ["exploitation", "sex"], "mt", Options(seed=1))
    found = disaggregate(victims, ["exploitation", "sex"], estimates=strata)
    row = found.row(exploitation="organs", sex="male")
    assert row.suppressed
    assert row.detected is None
    assert row.estimated % 10 == 0
    assert any("rounded to 10" in text for text in row.notes)
    assert found.row(exploitation="labour", sex="female").estimated % 10 != 0


def test_margins_of_strata_go_to_their_cells(victims):
    strata = stratify(victims, ["age", "sex"], "mt", Options(seed=1))
    cells = cells_of(strata, ["sex", "age"])
    assert set(cells) == {(s, a) for s in ("female", "male", "_T") for a in ("0-17", "18+", "_T")}
    assert cells["female", "_T"].estimate == pytest.approx(
        cells["female", "0-17"].estimate + cells["female", "18+"].estimate
    )
    assert cells["_T", "_T"].estimate == strata.total.estimate


def test_other_names_and_unknown_values():
    frame_on = np.ones((30, 2), dtype=bool)
    histories = with_covariates(frame_on, {"geschlecht": np.array(["w"] * 20 + [""] * 10)})
    found = indicator_16_2_2(histories, covariates={"sex": "geschlecht"})
    assert found.row(geschlecht="_U").detected == 10
    assert found.row(geschlecht="w").detected == 20


def test_without_covariates_there_is_nothing_to_break_down():
    histories = with_covariates(np.ones((30, 2), dtype=bool), {"height": np.array(["1"] * 30)})
    with pytest.raises(MissingCovariate, match="say how they call"):
        indicator_16_2_2(histories)
    with pytest.raises(MissingCovariate):
        disaggregate(histories, ["sex"])
