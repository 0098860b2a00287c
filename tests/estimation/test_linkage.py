"""Uncertain links, carried through to the estimate, on populations whose size and links are known."""

import itertools

import numpy as np
import pytest
from populations import seen

from isonomia.estimation import BadCount, CaptureHistories, NoFiniteEstimate, NotCaptureHistories, UnknownList, estimate
from isonomia.estimation.linkage import LinkColumns, _components, _drawn, _group, linkage_draws
from isonomia.estimation.pooling import pooled
from isonomia.estimation.result import Estimate

LISTS = ("police", "ngo", "shelter")


def linked(rng, persons=2000, sure=0.9):
    """Records of persons, with predicted pairs whose probabilities are right: of pairs at p, the share p are matches.

    Of the true pairs some look doubtful; for each the number of false pairs that look as doubtful is what p says.
    """
    on = seen(np.broadcast_to([0.3, 0.25, 0.35], (persons, 3)), rng)
    records = {"unique_id": [], "source_dataset": [], "truth": []}
    rows = {}
    for person, history in enumerate(on):
        for j in np.flatnonzero(history):
            rows[person, j] = len(records["truth"])
            records["unique_id"].append(str(len(records["truth"])))
            records["source_dataset"].append(LISTS[j])
            records["truth"].append(str(person))
    pairs = []
    for person, history in enumerate(on):
        for j, k in itertools.combinations(np.flatnonzero(history), 2):
            p = 0.995 if rng.random() < sure else rng.choice([0.3, 0.5, 0.7])
            pairs.append((rows[person, j], rows[person, k], p))
    for p in (0.3, 0.5, 0.7):
        true = sum(pair[2] == p for pair in pairs)
        wanted = rng.poisson(true * (1 - p) / p)
        while wanted:
            a, b = rng.choice(len(on), 2, replace=False)
            j, k = rng.choice(3, 2, replace=False)
            if on[a, j] and on[b, k]:
                pairs.append((rows[a, j], rows[b, k], p))
                wanted -= 1
    columns = ("unique_id_l", "unique_id_r", "source_dataset_l", "source_dataset_r", "match_probability")
    table = [(str(a), str(b), records["source_dataset"][a], records["source_dataset"][b], p) for a, b, p in pairs]
    return records, dict(zip(columns, zip(*table, strict=True), strict=True)), len(on)


@pytest.fixture(scope="module")
def made():
    records, predictions, observed = linked(np.random.default_rng(5))
    return records, predictions, observed, linkage_draws(records, predictions, draws=20, seed=1)


def test_draws_are_about_what_the_true_links_give(made):
    records, _, observed, draws = made
    truth = CaptureHistories.from_records(records, person="truth", list_column="source_dataset")
    assert truth.observed == observed
    assert np.mean([one.observed for one in draws]) == pytest.approx(observed, rel=0.03)
    assert draws[0].list_totals == truth.list_totals
    assert len({one.observed for one in draws}) > 5


def test_the_pooled_estimate_holds_the_truth_and_is_wider_than_any_one(made):
    _, _, _, draws = made
    singles = [estimate(one, "mt") for one in draws]
    found = pooled(singles)
    low, high = found.intervals["0.95"]
    assert low < 2000 < high
    assert found.diagnostics["variance_between"] > 0
    assert 0 < found.diagnostics["share_due_to_linkage"] < 1
    apart = [np.log((x.intervals["0.95"][1] - x.observed) / (x.intervals["0.95"][0] - x.observed)) for x in singles]
    assert np.log((high - found.observed) / (low - found.observed)) > np.mean(apart)


def test_as_many_pairs_are_joined_as_the_probabilities_add_up_to(made):
    """Without calibration too few are: of two rivals at one half only one can be joined, or none."""
    records, predictions, observed, draws = made
    plain = linkage_draws(records, predictions, draws=20, seed=1, calibrated=False)
    assert np.mean([one.observed for one in plain]) > np.mean([one.observed for one in draws]) + 5
    assert np.mean([one.observed for one in draws]) == pytest.approx(observed, abs=12)


def test_links_that_all_are_certain_give_the_same_table_every_time():
    records, predictions, _ = linked(np.random.default_rng(6), persons=300, sure=1.0)
    predictions["match_probability"] = [1.0] * len(predictions["match_probability"])
    draws = linkage_draws(records, predictions, draws=4, seed=1)
    truth = CaptureHistories.from_records(records, person="truth", list_column="source_dataset")
    for one in draws:
        assert (one.reordered(truth.lists).counts == truth.counts).all()
    assert pooled([estimate(one, "mt") for one in draws]).diagnostics["variance_between"] == pytest.approx(0, abs=1e-12)


def test_a_pair_on_its_own_is_linked_as_often_as_its_probability_says():
    records = {"unique_id": ["1", "2"], "source_dataset": ["a", "b"]}
    pair = {"unique_id_l": ["1"], "source_dataset_l": ["a"], "unique_id_r": ["2"], "source_dataset_r": ["b"],
            "match_probability": [0.3]}  # fmt: skip
    draws = linkage_draws(records, pair, draws=1000, seed=3)
    assert np.mean([one.observed == 1 for one in draws]) == pytest.approx(0.3, abs=0.05)


def test_a_partition_weighs_the_pairs_it_joins_and_those_it_parts():
    """A-B and B-C are likely, A-C is not: joining all three must pay for A-C."""
    edges = {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.05}
    labels = _drawn(_group([0, 1, 2], edges, None).odds, 20_000, np.random.default_rng(0))
    together = (labels == labels[:, :1]).all(axis=1).mean()
    weight = {
        "all": 9 * 9 * (0.05 / 0.95), "AB": 9, "BC": 9, "AC": 0.05 / 0.95, "none": 1,
    }  # fmt: skip
    assert together == pytest.approx(weight["all"] / sum(weight.values()), abs=0.015)


def test_gibbs_sampling_agrees_with_counting_all_partitions(monkeypatch):
    rng = np.random.default_rng(2)
    edges = {pair: float(rng.uniform(0.1, 0.9)) for pair in itertools.combinations(range(5), 2)}
    odds = _group(list(range(5)), edges, None).odds
    exact = _drawn(odds, 6000, np.random.default_rng(0))
    monkeypatch.setattr("isonomia.estimation.linkage.COUNTED_OUT", 1)
    sampled = _drawn(odds, 400, np.random.default_rng(1))
    for i, j in edges:
        assert (sampled[:, i] == sampled[:, j]).mean() == pytest.approx((exact[:, i] == exact[:, j]).mean(), abs=0.1)


def test_lists_without_duplicates_keep_a_person_once():
    """No pair is within one list, so B and C of list b are never one person, though both resemble A."""
    records = {"unique_id": ["A", "B", "C"], "source_dataset": ["a", "b", "b"]}
    pairs = {
        "unique_id_l": ["A", "A"], "unique_id_r": ["B", "C"], "source_dataset_l": ["a", "a"],
        "source_dataset_r": ["b", "b"], "match_probability": [0.95, 0.95],
    }  # fmt: skip
    assert min(one.observed for one in linkage_draws(records, pairs, draws=200, seed=1)) == 2
    allowed = linkage_draws(records, pairs, draws=200, seed=1, one_per_list=False)
    assert min(one.observed for one in allowed) == 1


def test_a_seed_repeats_the_draws(made):
    records, predictions, _, draws = made
    again = linkage_draws(records, predictions, draws=20, seed=1)
    assert all((one.counts == other.counts).all() for one, other in zip(draws, again, strict=True))


def test_ids_may_be_unique_over_all_lists():
    records = {"id": ["1", "2"], "list": ["a", "b"], "sex": ["f", ""]}
    pairs = {"id_l": ["1"], "id_r": ["2"], "p": [1.0]}
    named = LinkColumns(identifier="id", dataset="", probability="p")
    one = linkage_draws(records, pairs, draws=1, seed=1, list_column="list", covariates=["sex"], columns=named)[0]
    assert one.rows() == [((1, 1), 1)]
    assert one.profiles == (("f",),)


def test_unlikely_pairs_join_no_records_by_themselves():
    assert list(_components(3, {(0, 1): 0.5, (1, 2): 0.001}, 0.01)) == [[0, 1]]


def test_what_is_wrong_is_said():
    records = {"unique_id": ["1", "2"], "source_dataset": ["a", "b"]}
    pair = {"unique_id_l": ["1"], "source_dataset_l": ["a"], "unique_id_r": ["2"], "source_dataset_r": ["b"],
            "match_probability": [0.3]}  # fmt: skip
    with pytest.raises(BadCount, match="probability"):
        linkage_draws(records, pair | {"match_probability": [1.3]})
    with pytest.raises(UnknownList, match="b 3"):
        linkage_draws(records, pair | {"unique_id_r": ["3"]})
    with pytest.raises(NotCaptureHistories, match="itself"):
        linkage_draws(records, pair | {"unique_id_r": ["1"], "source_dataset_r": ["a"]})
    with pytest.raises(NotCaptureHistories, match="twice"):
        linkage_draws({"unique_id": ["1", "1"], "source_dataset": ["a", "a"]}, pair)
    with pytest.raises(NotCaptureHistories, match="match_probability"):
        linkage_draws(records, {name: column for name, column in pair.items() if name != "match_probability"})
    with pytest.raises(ValueError, match="once"):
        linkage_draws(records, pair, draws=0)


# -- pooling ---------------------------------------------------------------------------------------------------


def result(number, observed=100, intervals=None):
    given = {"0.80": (number * 0.9, number * 1.2), "0.95": (number * 0.8, number * 1.4)}
    return Estimate("mt", ("A", "B"), observed, number, given if intervals is None else intervals)


def test_the_same_estimate_again_and_again_is_pooled_to_itself():
    found = pooled([result(500.0)] * 5)
    assert found.estimate == pytest.approx(500)
    assert found.intervals["0.95"] == pytest.approx((400, 700), rel=1e-4)
    assert found.diagnostics["share_due_to_linkage"] == 0


def test_rubin_by_hand():
    """log h of 400 and 900 hidden: between = (log 2.25)^2 / 2, the whole = within + 3/2 between."""
    found = pooled([result(500.0), result(1000.0)])
    assert found.estimate == pytest.approx(100 + 600)
    between = np.log(900 / 400) ** 2 / 2
    assert found.diagnostics["variance_between"] == pytest.approx(between)
    whole = found.diagnostics["variance_within"] + 1.5 * between
    assert found.diagnostics["share_due_to_linkage"] == pytest.approx(1.5 * between / whole)


def test_draws_without_an_estimate_are_counted_or_too_many():
    none = Estimate("mt", ("A", "B"), 100, None, exists=False)
    found = pooled([result(500.0)] * 3 + [none])
    assert found.diagnostics["draws_without_estimate"] == 1
    assert "1 of 4 draws" in found.warnings[0]
    with pytest.raises(NoFiniteEstimate):
        pooled([result(500.0), none, none])
    with pytest.raises(ValueError, match="one method"):
        pooled([])


def test_no_upper_limit_in_most_draws_is_none_in_the_whole():
    unlimited = result(500.0, intervals={"0.80": (450.0, 800.0), "0.95": (400.0, None)})
    assert pooled([unlimited] * 3).intervals["0.95"][1] is None


def test_without_intervals_only_the_links_are_in_the_limits():
    found = pooled([result(500.0, intervals={}), result(600.0, intervals={})])
    assert any("only the uncertainty of the links" in text for text in found.warnings)
    assert found.intervals["0.95"] == pytest.approx((500, 600), rel=1e-4)
