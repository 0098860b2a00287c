"""Proportions from samples: published results of known samples, and what must hold for any."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.statistics.errors import NotComputable, UnreadableCell
from isonomia.statistics.survey.design import make_design
from isonomia.statistics.survey.estimate import _logit, proportion, ratio, total

# Schools of California by the Academic Performance Index 2000 (California Department of Education): how many schools of
# each sampled district were eligible for an award, and how many of each stratum. The results are those that the R
# package survey (4.5) gives for its samples apiclus1 and apistrat, svymean(~awards), with and without the finite
# population correction.
DISTRICTS = [
    (11, 9), (4, 3), (2, 1), (13, 9), (2, 2), (4, 0), (4, 3), (16, 13), (9, 4), (34, 26), (21, 14), (37, 24), (13, 10),
    (1, 1), (12, 11),
]  # fmt: skip
ENGLISH_ONLY = {8: 4}  # schools without learners of English, by district
STRATA = {"E": (4421, 100, 73), "H": (755, 50, 16), "M": (1018, 50, 24)}


def districts(correction=False):
    names = [str(place) for place, (size, _) in enumerate(DISTRICTS) for _ in range(size)]
    yes = np.array([i < awarded for size, awarded in DISTRICTS for i in range(size)])
    units = [757.0] * len(names) if correction else None
    return make_design([33.847] * len(names), clusters=names, units_in_stratum=units), yes


def strata(correction=False):
    names = [name for name, (_, n, _) in STRATA.items() for _ in range(n)]
    yes = np.array([i < awarded for _, n, awarded in STRATA.values() for i in range(n)])
    weights = [people / n for people, n, _ in STRATA.values() for _ in range(n)]
    units = [float(people) for people, n, _ in STRATA.values() for _ in range(n)] if correction else None
    return make_design(weights, strata=names, units_in_stratum=units), yes


def everyone(design):
    return np.ones(len(design), dtype=bool)


@pytest.mark.parametrize(
    ("sample", "correction", "value", "error"),
    [
        (districts, False, 0.710382513661203, 0.0333503726041141),
        (districts, True, 0.710382513661203, 0.033018299553719),
        (strata, False, 0.638936067161769, 0.0348975177769063),
        (strata, True, 0.638936067161769, 0.0344059182016133),
    ],
)
def test_published_proportions_and_their_standard_errors(sample, correction, value, error):
    design, yes = sample(correction)
    found = proportion(design, yes, everyone(design))
    assert found.value == pytest.approx(value, rel=1e-6)
    assert found.standard_error == pytest.approx(error, rel=1e-5)


def test_published_totals_and_their_standard_errors():
    design, yes = districts()
    assert total(design, yes.astype(float)) == pytest.approx((4400.11, 1058.806), rel=1e-5)
    assert total(design, (~yes).astype(float)) == pytest.approx((1793.891, 467.0745), rel=1e-5)
    design, yes = strata(correction=True)
    assert total(design, yes.astype(float)) == pytest.approx((3957.57, 213.110257), rel=1e-6)


def test_degrees_of_freedom_are_units_less_strata():
    assert districts()[0].degrees == 14
    assert strata()[0].degrees == 197


def test_the_interval_is_the_logit_one_of_the_metadata():
    design, yes = districts()
    found = proportion(design, yes, everyone(design))
    centre, reach = math.log(found.value / (1 - found.value)), 2.144786688 * found.standard_error
    reach /= found.value * (1 - found.value)
    assert found.low == pytest.approx(1 / (1 + math.exp(reach - centre)), rel=1e-6)
    assert found.high == pytest.approx(1 / (1 + math.exp(-reach - centre)), rel=1e-6)
    assert 0 < _logit(0.0001, 0.01, 5, 0.95)[0] < 0.0001


def test_clusters_that_agree_within_make_a_sample_worth_less():
    design = make_design([1.0] * 100, clusters=[str(i // 10) for i in range(100)])
    alike = np.array([i // 10 < 5 for i in range(100)])
    found = proportion(design, alike, everyone(design))
    assert found.design_effect == pytest.approx(11, rel=0.01)
    assert found.n_effective == pytest.approx(100 / 11)


def test_a_simple_random_sample_has_no_design_effect():
    design = make_design([7.0] * 60)
    found = proportion(design, np.arange(60) < 20, everyone(design))
    assert found.design_effect == pytest.approx(1)
    assert found.standard_error == pytest.approx(math.sqrt(1 / 3 * 2 / 3 / 59))


def test_a_part_of_the_sample_keeps_the_units_that_have_none_of_it():
    """Leaving out the clusters without anyone of the group would take the chance of drawing them for certainty."""
    design, yes = districts()
    first = design.clusters < 5
    kept = proportion(design, yes, first)
    cut = proportion(design.taken(first), yes[first], everyone(design)[first])
    assert kept.value == pytest.approx(cut.value)
    assert kept.degrees == 14
    assert kept.standard_error != pytest.approx(cut.standard_error, rel=1e-3)
    weighted = ratio(design, (first & yes).astype(float), first.astype(float))
    assert (kept.value, kept.standard_error) == pytest.approx(weighted)


def test_a_stratum_with_one_unit_by_each_rule():
    design = make_design([1.0] * 5, strata=list("AABBC"), clusters=list("12121"))
    yes = np.array([True, False, True, False, True])
    errors = {rule: proportion(design, yes, everyone(design), lonely=rule).standard_error
              for rule in ("adjust", "average", "certainty")}  # fmt: skip
    # linearised: (yes - 0.6) / 5; strata A and B give 2 * 2 * 0.1 ** 2 each, C 0.08 ** 2 from the mean of all, 0
    assert errors["certainty"] == pytest.approx(math.sqrt(0.08))
    assert errors["average"] == pytest.approx(math.sqrt(0.12))
    assert errors["adjust"] == pytest.approx(math.sqrt(0.08 + 0.08**2))
    assert "strata-with-one-unit: 1" in proportion(design, yes, everyone(design)).flags
    with pytest.raises(NotComputable, match="1 strata have one primary unit"):
        proportion(design, yes, everyone(design), lonely="refuse")


def test_a_stratum_that_was_taken_whole_gives_no_variance():
    design = make_design([1.0] * 3, strata=list("AAB"), units_in_stratum=[2, 2, 1])
    found = proportion(design, np.array([True, False, True]), everyone(design))
    assert found.standard_error == 0
    assert "strata-with-one-unit: 1" not in found.flags


def test_no_one_and_everyone():
    design = make_design([2.0] * 30)
    none = proportion(design, ~everyone(design), everyone(design))
    assert (none.value, none.low, none.flags) == (0, 0, ("exact-interval",))
    assert none.high == pytest.approx(1 - 0.025 ** (1 / 30))
    assert proportion(design, everyone(design), everyone(design)).high == 1
    with pytest.raises(NotComputable):
        proportion(design, everyone(design), ~everyone(design))


def test_a_weight_that_is_none_is_named_by_its_row():
    with pytest.raises(UnreadableCell, match=r"survey\.csv, row 3: a weight is negative"):
        make_design([1, -2], file="survey.csv", rows=[2, 3])
    with pytest.raises(UnreadableCell, match="no respondent has a weight"):
        make_design([0, 0])
    with pytest.raises(UnreadableCell, match="2 units in the sample"):
        make_design([1, 1], units_in_stratum=[1, 1])


samples = st.integers(4, 40).flatmap(
    lambda n: st.tuples(
        st.lists(st.floats(0.5, 50), min_size=n, max_size=n),
        st.lists(st.sampled_from("ABC"), min_size=n, max_size=n),
        st.lists(st.sampled_from("12345"), min_size=n, max_size=n),
        st.lists(st.booleans(), min_size=n, max_size=n),
        st.randoms(use_true_random=False),
    )
)


@given(samples)
def test_what_holds_for_every_sample(sample):
    weights, strata_, clusters, answers, shuffle = sample
    design, yes = make_design(weights, strata=strata_, clusters=clusters), np.array(answers)
    found = proportion(design, yes, everyone(design))
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value <= found.high + 1e-12
    assert found.high <= 1
    # the share of those who do not say yes is the rest, with the same error
    other = proportion(design, ~yes, everyone(design))
    assert other.value == pytest.approx(1 - found.value)
    assert other.standard_error == pytest.approx(found.standard_error, abs=1e-9)
    # neither the scale of the weights nor the order of respondents matters
    order = list(range(len(weights)))
    shuffle.shuffle(order)
    again = make_design(
        [weights[i] * 1000 for i in order], strata=[strata_[i] for i in order], clusters=[clusters[i] for i in order]
    )
    moved = proportion(again, yes[order], everyone(again))
    assert (moved.value, moved.standard_error) == pytest.approx((found.value, found.standard_error), abs=1e-9)


def test_intervals_hold_the_truth_as_often_as_they_say():
    """Two strata of clusters that differ among themselves, drawn four hundred times; nineteen of twenty hold it."""
    random = np.random.default_rng(7)
    shares = [np.clip(random.normal(centre, 0.12, 400), 0.01, 0.99) for centre in (0.15, 0.4)]
    sizes = (20, 12)
    truth = float(sum(share.sum() for share in shares) / 800)
    clusters = [f"{h}-{c}" for h, size in enumerate(sizes) for c in range(size) for _ in range(15)]
    strata_ = [name[0] for name in clusters]
    weights = [400 / sizes[int(name)] for name in strata_]
    design = make_design(weights, strata=strata_, clusters=clusters)
    held = 0
    for _ in range(400):
        drawn = np.concatenate([random.choice(share, size) for share, size in zip(shares, sizes, strict=True)])
        yes = random.random(len(design)) < np.repeat(drawn, 15)
        found = proportion(design, yes, everyone(design))
        held += found.low <= truth <= found.high
    assert 0.92 < held / 400 < 0.98
