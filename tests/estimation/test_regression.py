"""One log-linear model over lists, covariates and year."""

import numpy as np
import pytest
from populations import shared, with_covariates

from isonomia.errors import FileTooLarge
from isonomia.estimation import CaptureHistories, MissingCovariate, Options, estimate
from isonomia.estimation.poisson import newton
from isonomia.estimation.regression import regress
from isonomia.estimation.regression_bootstrap import fit_many
from isonomia.estimation.regression_design import tabulate
from isonomia.estimation.regression_search import Search


def population(rng, persons=4000):
    """Women are seen more by list A, men by C; their number rises over four years."""
    sex = rng.choice(["f", "m"], persons, p=[0.6, 0.4])
    year = rng.choice([2015, 2016, 2017, 2018], persons, p=[0.15, 0.2, 0.28, 0.37])
    a, b = np.where(sex == "f", 0.4, 0.1), np.full(persons, 0.25)
    c = np.where(sex == "f", 0.08, 0.35)
    on = rng.random((persons, 3)) < np.column_stack([a, b, c])
    return with_covariates(on, {"sex": sex, "year": year}), sex, year


@pytest.fixture(scope="module")
def study():
    return CaptureHistories.from_csv(
        shared("cruyff_simulated_covariates.csv"), lists=["R1", "R2", "R3", "R4"],
        covariates=["X1", "X2", "X3", "X4", "Y"],
    )  # fmt: skip


@pytest.fixture(scope="module")
def fitted(study):
    return regress(study, study.covariates, Options(seed=1, bootstrap=200), year="Y")


def test_the_simulated_study_has_the_published_model(fitted):
    """The model with the lowest BIC: N = 11,406; with 100 replicates its author's limits are 7791 to 17,998."""
    assert fitted.total.estimate == pytest.approx(11_406, abs=1)
    assert fitted.total.diagnostics["bic"] == pytest.approx(1733.33, abs=0.01)
    low, high = fitted.total.intervals["0.95"]
    assert low == pytest.approx(7791, rel=0.08)
    assert 15_500 < high < 23_000


def test_tables_by_each_covariate_and_each_two(fitted):
    assert len(fitted.tables) == 5 + 10
    for name, rows in fitted.tables.items():
        assert sum(row.estimate for row in rows) == pytest.approx(fitted.total.estimate), name
        assert sum(row.observed for row in rows) == pytest.approx(1043), name
        for row in rows:
            assert row.intervals["0.95"][0] <= row.intervals["0.95"][1]
    both = {tuple(row.values.values()): row.estimate for row in fitted.tables["X1, X2"]}
    one = {row.values["X1"]: row.estimate for row in fitted.tables["X1"]}
    assert both["1", "1"] + both["1", "2"] == pytest.approx(one["1"])


def test_aic_never_ends_at_a_model_without_a_finite_estimate(study):
    """The R package ends at N = 1,740,000,000."""
    found = regress(study, study.covariates, Options(seed=1, bootstrap=0), year="Y", criterion="aic")
    assert found.total.estimate < 30_000
    assert all(step["estimate"] is None or step["estimate"] < 1e5 for step in found.path)
    assert found.total.intervals == {}
    aics = [step["aic"] for step in found.path]
    assert aics == sorted(aics, reverse=True)


def test_a_population_of_known_size_is_found_with_its_make_up():
    histories, sex, _ = population(np.random.default_rng(2))
    found = regress(histories, ["sex", "year"], Options(seed=3, bootstrap=200))
    assert "A*sex" in found.total.model
    assert "C*sex" in found.total.model
    assert found.total.intervals["0.95"][0] < 4000 < found.total.intervals["0.95"][1]
    by_sex = {row.values["sex"]: row for row in found.tables["sex"]}
    assert by_sex["f"].intervals["0.95"][0] < (sex == "f").sum() < by_sex["f"].intervals["0.95"][1]
    by_year = {row.values["year"]: row.estimate for row in found.tables["year"]}
    assert by_year["2015"] < by_year["2016"] < by_year["2017"] < by_year["2018"]


def test_ignoring_the_covariate_would_mislead():
    """Women are on A and men on C: A and C seem to avoid each other, and the plain estimate is too high."""
    histories, _, _ = population(np.random.default_rng(2), 20_000)
    plain = estimate(histories, "mt").estimate
    found = regress(histories, ["sex"], Options(seed=3, bootstrap=0)).total.estimate
    assert plain > 21_000
    assert found == pytest.approx(20_000, rel=0.05)


def test_missing_covariates_are_divided_as_the_model_has_them():
    rng = np.random.default_rng(6)
    histories, _, _ = population(rng)
    whole = regress(histories, ["sex"], Options(seed=1, bootstrap=0))
    frame = {name: [] for name in ("A", "B", "C", "sex")}
    for profile, row in zip(histories.profiles, histories.profile_counts, strict=True):
        for cell in np.repeat(np.arange(8), row):
            for j, name in enumerate("ABC"):
                frame[name].append(int(cell) >> j & 1)
            frame["sex"].append(profile[0] if rng.random() > 0.2 else "")
    partly = CaptureHistories.from_frame(frame, lists="ABC", covariates=["sex"])
    found = regress(partly, ["sex"], Options(seed=1, bootstrap=0))
    assert found.total.diagnostics["persons_with_a_missing_covariate"] > 300
    assert found.total.estimate == pytest.approx(whole.total.estimate, rel=0.05)
    men, all_men = (next(r for r in x.tables["sex"] if r.values["sex"] == "m") for x in (found, whole))
    assert men.observed == pytest.approx(all_men.observed, rel=0.08)
    assert sum(row.observed for row in found.tables["sex"]) == pytest.approx(partly.observed)
    assert found.total.model == whole.total.model
    bics = [step["bic"] for step in found.path]
    assert bics == sorted(bics, reverse=True)


def test_a_seed_repeats_every_number_and_bounds_the_replicates():
    histories, _, _ = population(np.random.default_rng(2), 1500)
    one, same, other = (regress(histories, ["sex"], Options(seed=s, bootstrap=30)).to_dict() for s in (1, 1, 2))
    assert one == same
    assert one["total"]["intervals"] != other["total"]["intervals"]
    assert one["total"]["estimate"] == other["total"]["estimate"]


def test_it_is_a_method_of_estimate():
    histories, _, _ = population(np.random.default_rng(2), 1500)
    found = estimate(histories, "regression", bootstrap=0, seed=1)
    assert set(found.diagnostics["tables"]) == {"sex", "year", "sex, year"}
    assert found.diagnostics["path"][0]["change"] == "main effects"


def test_groups_on_no_two_lists_leave_no_estimate():
    frame = {"A": [1, 0], "B": [0, 1], "sex": ["f", "m"], "count": [40, 30]}
    found = regress(CaptureHistories.from_frame(frame, lists="AB", covariates=["sex"]), ["sex"], Options(seed=1))
    assert found.total.estimate is None
    assert not found.total.exists
    assert found.tables == {}


def test_what_cannot_be_fitted_is_refused():
    histories, _, _ = population(np.random.default_rng(2), 500)
    with pytest.raises(MissingCovariate, match="height"):
        regress(histories, ["height"])
    with pytest.raises(MissingCovariate, match="year is not a number"):
        regress(histories, ["sex"], year="sex")
    with pytest.raises(ValueError, match="criterion"):
        regress(histories, ["sex"], criterion="p")
    measures = {"A": [1, 0, 1] * 300, "B": [1, 1, 0] * 300}
    measures |= {name: [str(j * k) for j in range(900)] for k, name in enumerate(["x", "y", "z"], 1)}
    with pytest.raises(FileTooLarge):
        regress(CaptureHistories.from_frame(measures, lists="AB", covariates=["x", "y", "z"]), ["x", "y", "z"])


def test_year_is_coded_by_orthogonal_polynomials():
    histories, _, _ = population(np.random.default_rng(2), 500)
    table = tabulate(histories, ["sex"], "year", 2)
    codes = table.factors[-1].codes
    assert codes.shape == (4, 2)
    assert codes.T @ codes == pytest.approx(4 * np.eye(2), abs=1e-12)
    assert codes.sum(axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert (~table.seen).sum() == 2 * 4


def test_replicates_fitted_together_are_those_fitted_alone():
    histories, _, _ = population(np.random.default_rng(2), 800)
    table = tabulate(histories, ["sex"], "", 2)
    search = Search(table, "bic")
    places = table.places(table.main)
    rows = search.rows[:, places]
    counts = np.random.default_rng(0).poisson(search.counts, (5, search.counts.size)).astype(float)
    start = newton(rows, search.counts)[0]
    together = fit_many(rows, counts, start)
    for row, beta in zip(counts, together, strict=True):
        assert beta == pytest.approx(newton(rows, row)[0], abs=1e-4)


def test_the_search_takes_the_best_single_step():
    """By brute force over all pairs from the main effects of a small table."""
    histories, _, _ = population(np.random.default_rng(9), 1500)
    search = Search(tabulate(histories, ["sex"], "year", 2), "bic")
    path = search.run()
    first = {term: search.fitted([*search.table.main, term], "").bic for term in search.table.pairs}
    assert path[1].bic == pytest.approx(min(first.values()), abs=1e-5)
    last = path[-1]
    for term in search.table.pairs:
        assert search.fitted(search.with_or_without(last.terms, term), "").bic >= last.bic - 1e-6
