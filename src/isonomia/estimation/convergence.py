"""Whether chains of draws have converged, and how many independent draws they are worth.

Rank-normalised split R-hat with its folded form, and effective sample sizes of the bulk and of the tails, after
Vehtari, Gelman, Simpson, Carpenter and Buerkner (2021), Bayesian Analysis 16:667-718, and Geyer (1992).
Draws are (chains, draws) throughout.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HIGHEST_R_HAT = 1.05
"""Above it chains disagree about what they sample."""


@dataclass(frozen=True)
class Convergence:
    """`r_hat` near 1 where chains agree; `bulk` and `tail`: the effective number of draws for the centre and for the
    5 % and 95 % quantiles. None where all draws are equal.
    """

    r_hat: float | None
    bulk: float | None
    tail: float | None

    @property
    def agrees(self) -> bool:
        """Whether the chains may be pooled."""
        return self.r_hat is None or self.r_hat <= HIGHEST_R_HAT


def convergence(draws: Floats) -> Convergence:
    """R-hat and effective sample sizes of one quantity. Raises ValueError on fewer than ten draws a chain."""
    draws = np.asarray(draws, dtype=np.float64)
    if draws.ndim != 2 or draws.shape[1] < 10:
        raise ValueError(f"draws must be (chains, 10 draws or more), not {draws.shape}")
    if not np.isfinite(draws).all():
        return Convergence(float("inf"), 0.0, 0.0)
    if draws.min() == draws.max():
        return Convergence(None, None, None)
    halves = split(draws)
    ranked = rank_normalised(halves)
    folded = rank_normalised(np.abs(halves - np.median(halves)))
    low, high = np.quantile(draws, [0.05, 0.95])
    tails = [effective(split((draws <= limit).astype(np.float64))) for limit in (low, high)]
    return Convergence(max(r_hat(ranked), r_hat(folded)), effective(ranked), min(tails))


def split(draws: Floats) -> Floats:
    """Each chain as two of half its length; the draw in the middle of an odd number is left out."""
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def rank_normalised(draws: Floats) -> Floats:
    """Normal scores of the ranks of all draws together, equal draws sharing their mean rank (Blom 1958)."""
    _, place, count = np.unique(draws, return_inverse=True, return_counts=True)
    rank = np.cumsum(count) - (count - 1) / 2
    scores = _normal_quantile((rank - 0.375) / (draws.size + 0.25))
    found: Floats = scores[place].reshape(draws.shape)
    return found


def r_hat(draws: Floats) -> float:
    """The square root of the pooled variance over the variance within chains (Gelman and Rubin 1992)."""
    count = draws.shape[1]
    within = float(draws.var(axis=1, ddof=1).mean())
    between = float(draws.mean(axis=1).var(ddof=1)) if len(draws) > 1 else 0.0
    if within == 0:
        return 1.0 if between == 0 else float("inf")
    return float(np.sqrt((count - 1) / count + between / within))


def effective(draws: Floats) -> float:
    """How many independent draws tell as much about the mean: Geyer's initial monotone sequence over all chains."""
    chains, count = draws.shape
    if draws.min() == draws.max():
        return float(draws.size)
    covariance = autocovariance(draws).mean(axis=0)
    within = covariance[0] * count / (count - 1)
    pooled = within * (count - 1) / count
    if chains > 1:
        pooled += float(draws.mean(axis=1).var(ddof=1))
    rho = 1 - (within - covariance) / pooled
    rho[0] = 1.0
    pairs = rho[: (count - 1) // 2 * 2].reshape(-1, 2).sum(axis=1)
    ends = np.append(np.flatnonzero(pairs < 0), len(pairs) - 1)[0]
    # sums of two are positive and fall while they can be told from noise; half of the next one steadies short chains
    time = -1 + 2 * float(np.minimum.accumulate(pairs[:ends]).sum()) + max(float(rho[2 * ends]), 0.0)
    total = draws.size
    return float(total / max(time, 1 / np.log10(total)))


def autocovariance(draws: Floats) -> Floats:
    """The autocovariances of each chain at all lags, (chains, draws), by fast Fourier transform; divided by draws."""
    count = draws.shape[1]
    length = 1 << (2 * count - 1).bit_length()
    waves = np.fft.rfft(draws - draws.mean(axis=1, keepdims=True), length, axis=1)
    found: Floats = np.fft.irfft(np.abs(waves) ** 2, length, axis=1)[:, :count] / count
    return found


def _normal_quantile(share: Floats) -> Floats:
    # the standard library's: loading a library for these few would take longer than they do
    return np.array([NormalDist().inv_cdf(one) for one in share])
