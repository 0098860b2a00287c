"""Averaging over decomposable graphs: the formula by hand, the figures of the R package dga, and what it says."""

from __future__ import annotations

import itertools
import json
import math

import numpy as np
import pytest
import tables
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.estimation import CaptureHistories, Options, TooFewLists, TooManyLists, estimate
from isonomia.estimation.decomposable import decomposable
from isonomia.estimation.graph_draws import draw
from isonomia.estimation.graph_posterior import graph_posterior, log_gamma_ratio
from isonomia.estimation.graphs import decomposable_graphs
from isonomia.estimation.posterior_judging import peaks, separate_groups

SEEDED = Options(seed=1)


def _by_hand(histories: CaptureHistories, graph: int, unseen: int, delta: float) -> float:
    """The log weight of a graph and a number of unseen persons, cell by cell as in Madigan and York (1997)."""
    size = histories.size
    graphs = decomposable_graphs(size)
    people = [(cell, int(count)) for cell, count in enumerate(histories.counts)]
    people[0] = (0, unseen)
    everyone = histories.observed + unseen

    def margin(lists: int) -> float:
        cells = 1 << lists.bit_count()
        prior = delta * 2.0**size / cells
        counts: dict[int, int] = dict.fromkeys((sub for sub in range(1 << size) if sub & ~lists == 0), 0)
        for cell, count in people:
            counts[cell & lists] += count
        total = math.lgamma(delta * 2.0**size) - math.lgamma(everyone + delta * 2.0**size)
        return total + sum(math.lgamma(count + prior) - math.lgamma(prior) for count in counts.values())

    weight = sum(map(margin, graphs.cliques(graph))) - sum(margin(one) for one in graphs.separators(graph) if one)
    return weight + math.lgamma(everyone + 1) - math.lgamma(unseen + 1) - math.log(everyone)


@pytest.mark.parametrize(("delta", "beyond"), [(1 / 8, 2e-4), (1.0, 2e-5)])
def test_the_posterior_is_the_published_formula_summed_one_by_one(delta, beyond):
    # `beyond`: what the complete graph, whose tail is heavy, holds above the 3,000 numbers gone through here
    histories = tables.SPINA_BIFIDA_3
    numbers = range(3000)
    logs = np.array([[_by_hand(histories, graph, unseen, delta) for unseen in numbers] for graph in range(8)])
    parts = np.exp(logs - logs.max())
    posterior = graph_posterior(histories.counts, 3, delta)
    assert posterior.weights == pytest.approx(parts.sum(axis=1) / parts.sum(), abs=beyond)
    exact = np.cumsum(parts.sum(axis=0)) / parts.sum()
    found = decomposable(histories, SEEDED, delta=delta)
    assert found.estimate == pytest.approx(histories.observed + np.searchsorted(exact, 0.5), abs=1)
    low, high = found.intervals["0.95"]
    assert low == pytest.approx(histories.observed + np.searchsorted(exact, 0.025), abs=1)
    assert high == pytest.approx(histories.observed + np.searchsorted(exact, 0.975), abs=2)


@pytest.mark.parametrize(
    ("histories", "delta", "farthest", "median", "low", "high"),
    [
        # the R package dga 2.0.1, run on these tables; its grid for the Netherlands ends at 205,850 unseen persons,
        # which cuts off a part of the posterior, so ours ends there too
        (tables.KOSOVO_4, None, 1e6, 12_595, 9_827, 16_544),
        (tables.UK_5, None, 1e6, 22_990, 10_387, 33_510),
        (tables.NETHERLANDS_5, None, 25, 50_266, 41_639, 196_073),
        (tables.MADIGAN_YORK_5, 0.5, 1e6, 616, 588, 655),
        (tables.SPINA_BIFIDA_3, 1.0, 1e6, 732, 682, 798),
    ],
    ids=["Kosovo", "UK", "Netherlands", "Madigan and York", "spina bifida"],
)
def test_figures_are_those_of_dga(histories, delta, farthest, median, low, high):
    found = decomposable(histories, SEEDED, delta=delta, farthest=farthest)
    assert found.estimate == pytest.approx(median, rel=0.003)
    assert found.intervals["0.95"] == pytest.approx((low, high), rel=0.003)


def test_the_mean_and_the_best_graphs_of_madigan_and_york():
    found = decomposable(tables.MADIGAN_YORK_5, SEEDED, delta=0.5)
    assert found.diagnostics["mean"] == pytest.approx(617.8, abs=0.1)
    # modes of the four best graphs in the README of dga: 627, 615, 613, 610
    assert [row["median"] for row in found.diagnostics["graphs"][:4]] == pytest.approx([627, 615, 613, 610], abs=1)


def test_a_grid_that_ends_early_cuts_the_posterior_of_the_netherlands():
    short = decomposable(tables.NETHERLANDS_5, SEEDED, farthest=25)
    whole = decomposable(tables.NETHERLANDS_5, SEEDED)
    assert whole.intervals["0.95"][1] > 1.05 * short.intervals["0.95"][1]


def test_six_lists_are_gone_through():
    found = decomposable(tables.UK_6, SEEDED)
    assert found.diagnostics["graphs_considered"] == 18_154
    assert sum(row["weight"] for row in found.diagnostics["graphs"]) < 1
    assert found.observed < found.intervals["0.95"][0] < found.estimate < found.intervals["0.95"][1]


def test_two_peaks_are_told_of_and_no_figure_is_to_be_reported():
    found = decomposable(tables.UK_5, SEEDED)
    sizes = [peak["size"] for peak in found.diagnostics["peaks"]]
    assert len(sizes) == 2
    assert sizes[1] > 1.8 * sizes[0]
    assert not found.reportable
    assert any("2 peaks" in warning for warning in found.warnings)
    # each of the best graphs has one of the two sizes, none has both
    for row in found.diagnostics["graphs"]:
        assert row["interval"][1] < 20_000 or row["interval"][0] > 14_000


def test_one_peak_is_reported_without_ado():
    found = decomposable(tables.KOSOVO_4, SEEDED)
    assert found.reportable
    assert found.warnings == ()
    assert found.model == "[123,134]"
    assert found.diagnostics["dependences"]["EXH, ABA"] == pytest.approx(1, abs=1e-6)


def test_the_result_is_json_and_its_seed_repeats_it():
    one, other = (estimate(tables.KOREA_3, method="decomposable", seed=5).to_dict() for _ in range(2))
    assert one == other
    assert json.loads(json.dumps(one, allow_nan=False)) == one
    unseeded = estimate(tables.KOREA_3, method="decomposable")
    assert unseeded.seed is not None


def _table(counts: list[int], names: str = "ABC") -> CaptureHistories:
    return CaptureHistories(tuple(names), np.array([0, *counts]))


def test_lists_that_share_no_one_with_the_rest_leave_it_to_the_prior():
    found = decomposable(tables.ARTIFICIAL_3, SEEDED)
    assert separate_groups(tables.ARTIFICIAL_3) == [["A", "B"], ["C"]]
    assert any("share no one (A, B; C)" in warning for warning in found.warnings)
    assert not found.reportable


def test_no_overlap_at_all_gives_no_number():
    found = decomposable(_table([30, 20, 0, 10, 0, 0, 0]), SEEDED)
    assert (found.estimate, found.intervals, found.exists) == (None, {}, False)
    assert any("no one was seen by two lists" in warning for warning in found.warnings)


def test_a_list_of_everyone_gives_no_number():
    found = decomposable(_table([30, 0, 20, 0, 10, 0, 5]), SEEDED)
    assert found.estimate is None
    assert any("everyone is on the list A" in warning for warning in found.warnings)


def test_two_lists_or_seven_are_refused():
    with pytest.raises(TooFewLists, match="independence"):
        decomposable(_table([3, 4, 5], "AB"), SEEDED)
    with pytest.raises(TooManyLists, match="merge"):
        decomposable(tables.NEW_ORLEANS_8_N185, SEEDED)


@pytest.mark.parametrize("delta", [0.0, -1.0, math.nan, math.inf])
def test_a_prior_without_weight_is_refused(delta):
    with pytest.raises(ValueError, match="delta"):
        decomposable(tables.KOREA_3, SEEDED, delta=delta)


some_counts = st.lists(st.integers(0, 60), min_size=7, max_size=7).filter(
    lambda counts: (
        all(sum(counts[i] for i in range(7) if (i + 1) >> j & 1) for j in range(3))
        and sum(counts[i] for i in (2, 4, 5, 6))
    )
)


@settings(max_examples=30, deadline=None)
@given(some_counts, st.permutations("ABC"))
def test_the_order_of_the_lists_does_not_matter(counts, order):
    histories = _table(counts)
    one = graph_posterior(histories.counts, 3, 1 / 8)
    other = graph_posterior(histories.reordered(order).counts, 3, 1 / 8)
    assert np.sort(one.weights) == pytest.approx(np.sort(other.weights), abs=1e-9)
    assert (one.starts == other.starts).all()
    assert one.masses == pytest.approx(other.masses, abs=1e-9)


@settings(max_examples=10, deadline=None)
@given(st.permutations(tables.UK_5.lists))
def test_nor_does_it_with_five_lists(order):
    found, other = (decomposable(histories, SEEDED) for histories in (tables.UK_5, tables.UK_5.reordered(order)))
    assert (found.estimate, found.intervals) == (other.estimate, other.intervals)
    pairs = {frozenset(pair.split(", ")): share for pair, share in found.diagnostics["dependences"].items()}
    for pair, share in other.diagnostics["dependences"].items():
        assert pairs[frozenset(pair.split(", "))] == pytest.approx(share, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(some_counts, st.sampled_from([1 / 8, 0.5, 1.0]))
def test_weights_add_up_and_intervals_are_nested(counts, delta):
    histories = _table(counts)
    posterior = graph_posterior(histories.counts, 3, delta)
    assert posterior.weights.sum() == pytest.approx(1)
    assert posterior.masses.sum() + posterior.beyond == pytest.approx(1)
    found = decomposable(histories, SEEDED, delta=delta)
    if found.estimate is None:
        return
    (low, high), (inner_low, inner_high) = found.intervals["0.95"], found.intervals["0.80"]
    assert found.observed <= low <= inner_low <= found.estimate
    assert high is None or inner_high is None or found.estimate <= inner_high <= high


def test_a_large_table_has_a_narrow_posterior_that_the_grid_does_not_miss():
    persons = 4_000_000
    counts = [
        round(persons * math.prod(p if cell >> j & 1 else 1 - p for j, p in enumerate((0.1, 0.05, 0.2))))
        for cell in range(1, 8)
    ]
    found = decomposable(_table(counts), SEEDED)
    low, high = found.intervals["0.95"]
    assert found.model == "[1,2,3]"
    assert 1 < high / low < 1.02
    assert low < persons < high


@pytest.mark.parametrize("start", [1.0, 3.0, 15.0, 16.0, 40.0, 1e4])
@pytest.mark.parametrize("more", [-0.99, -0.5, 0.03125, 1.0, 37.5, 8000.0])
def test_differences_of_log_gamma_are_those_of_the_library(start, more):
    direct = math.lgamma(start + more) - math.lgamma(start)
    assert float(log_gamma_ratio(np.array([start]), np.array([more]))[0]) == pytest.approx(direct, rel=1e-11, abs=1e-11)


def test_differences_of_log_gamma_are_exact_where_both_are_huge():
    # Gamma(x + 1) / Gamma(x) = x
    assert float(log_gamma_ratio(np.array([1e15]), np.array([1.0]))[0]) == pytest.approx(math.log(1e15), rel=1e-15)


def test_draws_are_those_of_the_posterior():
    histories = tables.HIV_ROME_4
    posterior = graph_posterior(histories.counts, 4, 1 / 16)
    sizes, chances = draw(posterior, histories.counts, 1 / 16, 4000, np.random.default_rng(3))
    upto = np.cumsum(posterior.masses)
    for level in (0.1, 0.5, 0.9):
        block = int(np.searchsorted(upto, level))
        assert np.quantile(sizes, level) == pytest.approx(histories.observed + posterior.starts[block], rel=0.02)
    assert chances.sum(axis=1) == pytest.approx(1)
    # the lists' totals are what the draws expect
    expected = (sizes[:, None] * chances).mean(axis=0) @ histories.patterns
    assert expected == pytest.approx(np.array(list(histories.list_totals.values())), rel=0.01)


def test_draws_respect_the_graph():
    # with all mass on independence the chance of two lists together is the product of their chances
    counts = np.array([0, 400, 300, 60, 500, 100, 75, 15])
    posterior = graph_posterior(counts, 3, 1 / 8)
    only = np.zeros_like(posterior.weights)
    only[0] = 1.0
    sizes, chances = draw(
        type(posterior)(**{**vars(posterior), "weights": only}), counts, 1 / 8, 50, np.random.default_rng(1)
    )
    seen = (np.arange(8)[:, None] >> np.arange(3)) & 1
    for a, b in itertools.combinations(range(3), 2):
        both = chances[:, (seen[:, a] & seen[:, b]) == 1].sum(axis=1)
        apart = chances[:, seen[:, a] == 1].sum(axis=1) * chances[:, seen[:, b] == 1].sum(axis=1)
        assert both == pytest.approx(apart)
    assert (sizes >= counts.sum()).all()


def test_peaks_are_told_apart_and_small_ones_left_out():
    at = np.arange(0, 300.0)
    hill = lambda centre, width: np.exp(-0.5 * ((at[:-1] - centre) / width) ** 2)  # noqa: E731
    two = peaks(at, 2 * hill(60, 10) + hill(200, 20), 100)
    assert [round(peak["size"] / 10) * 10 for peak in two] == [160, 300]
    assert [peak["share"] for peak in two] == pytest.approx([0.5, 0.5], abs=0.02)
    assert len(peaks(at, hill(60, 10) + 0.02 * hill(200, 20), 100)) == 1
    assert len(peaks(at, hill(100, 20) + hill(125, 20), 100)) == 1
