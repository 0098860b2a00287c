"""How a sample was drawn: a weight for each respondent, the strata and the clusters drawn within them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.errors import UnreadableCell

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """A sample of n respondents.

    `weights` (n,) are how many persons each stands for; `clusters` (n,) number the primary units, each of one stratum;
    `stratum_of` (clusters,) is the stratum of each unit; `sampled` (strata,) is the share of a stratum's units that
    were drawn, zero where units count as drawn with replacement.
    """

    weights: Floats
    clusters: Whole
    stratum_of: Whole
    sampled: Floats

    def __len__(self) -> int:
        return int(self.weights.size)

    @property
    def units(self) -> Whole:
        """How many primary units each stratum has, (strata,)."""
        return np.bincount(self.stratum_of, minlength=self.sampled.size).astype(np.int64)

    @property
    def degrees(self) -> int:
        """Degrees of freedom: primary units less strata."""
        return int(self.stratum_of.size - self.sampled.size)

    def taken(self, rows: Mask) -> Design:
        """The sample of some respondents that was drawn for itself, as one country's of several."""
        clusters, first = np.unique(self.clusters[rows], return_inverse=True)
        strata, stratum_of = np.unique(self.stratum_of[clusters], return_inverse=True)
        return Design(self.weights[rows], first.astype(np.int64), stratum_of.astype(np.int64), self.sampled[strata])


def make_design(
    weights: Sequence[float] | Floats,
    *,
    strata: Sequence[str] | None = None,
    clusters: Sequence[str] | None = None,
    units_in_stratum: Sequence[float] | None = None,
    file: str = "",
    rows: Sequence[int] | None = None,
) -> Design:
    """A design from one value per respondent; without clusters each respondent was drawn for himself.

    Clusters are named within their stratum: cluster 1 of two strata is two clusters. `units_in_stratum` is how many
    units the stratum has in all, for the finite population correction; without it units count as drawn with
    replacement, which errs on the safe side. Raises UnreadableCell for a weight that is negative or no number.
    """
    given = np.asarray(weights, dtype=float)
    bad = np.flatnonzero(~np.isfinite(given) | (given < 0))
    if bad.size:
        place = f"{file}, row {rows[int(bad[0])] if rows is not None else int(bad[0]) + 1}"
        raise UnreadableCell(
            "a weight is negative or no number; weights are numbers of persons, 0 or more", place=place
        )
    if not given.size or not given.sum():
        raise UnreadableCell("no respondent has a weight above 0; see which column the mapping names", place=file)
    size = given.size
    names = list(strata) if strata is not None else [""] * size
    _, stratum = np.unique(np.array(names, dtype=str), return_inverse=True)
    if clusters is None:
        unit = np.arange(size)
    else:
        _, named = np.unique(np.array(list(clusters), dtype=str), return_inverse=True)
        _, unit = np.unique(stratum * (int(named.max()) + 1) + named, return_inverse=True)
    stratum_of = np.zeros(int(unit.max()) + 1, dtype=np.int64)
    stratum_of[unit] = stratum
    drawn = np.bincount(stratum_of, minlength=int(stratum.max()) + 1)
    sampled = np.zeros(drawn.size)
    if units_in_stratum is not None:
        total = np.asarray(units_in_stratum, dtype=float)
        for h in range(drawn.size):
            of = np.unique(total[stratum == h])
            if of.size != 1 or not of[0] >= drawn[h]:
                raise UnreadableCell(
                    f"stratum {names[int(np.flatnonzero(stratum == h)[0])]!r} has {drawn[h]} units in the sample; the"
                    " number of all its units must be one number that is no less",
                    place=file,
                )
            sampled[h] = drawn[h] / of[0]
    return Design(given, unit.astype(np.int64), stratum_of, sampled)
