"""Latent classes: the medians on which other samplers agree, chains that must agree, numbers that repeat."""

import pytest
import tables

from isonomia.estimation.estimating import Options
from isonomia.estimation.latent import latent_class


@pytest.mark.parametrize(
    ("histories", "low", "high"), [(tables.KOREA_3, 134, 142), (tables.HIV_ROME_4, 10_700, 11_000)]
)
def test_the_medians_on_which_seeds_of_the_r_package_agree(histories, low, high):
    """LCMCR, K = 10: Korea 137, HIV in Rome 10,800 to 10,900."""
    found = latent_class(histories, Options(seed=1))
    assert low <= found.estimate <= high
    assert found.diagnostics["r_hat"] < 1.05
    assert found.diagnostics["ess_bulk"] > 400
    assert found.reportable


def test_the_seed_repeats_every_number():
    one, other = (latent_class(tables.KOREA_3, Options(seed=5)) for _ in range(2))
    assert one.to_dict() == other.to_dict()


def test_chains_start_apart_and_are_told():
    found = latent_class(tables.KOREA_3, Options(seed=2))
    assert len(found.diagnostics["chain_medians"]) == found.diagnostics["chains"]
