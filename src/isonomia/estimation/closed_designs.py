"""The family of models of a closed population: what each says of the chance of being seen.

M0: all persons and lists alike; Mt: lists differ; Mh: persons differ; Mth: both; Mb: being seen changes the chance of
being seen again; Mbh: so too, with a first list of its own. As log-linear models (Cormack 1989, Biometrics 45; Rivest
and Baillargeon 2007, Biometrics 63) a history w with k captures has  log mu = gamma + sum of beta_j w_j + tau h(k),
and exp(gamma) are the hidden. The forms of heterogeneity, h(0) = 0:

    chao      free terms  eta_j (k - j + 1)+  for j = 3 .. t, none negative: the estimate is a lower bound
    poisson   2^k - 1                         darroch   k^2 / 2  (normal on the scale of log odds, roughly)
    gamma     log 3.5 - log(3.5 + k)          normal    no log-linear form: see closed_normal
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from isonomia.estimation.poisson import Array

POISSON, GAMMA = 2.0, 3.5
"""The parameters of the forms, as in the tables published with them."""
FORMS = ("chao", "poisson", "darroch", "gamma", "normal")
LABELS = {
    "chao": "Chao (lower bound)",
    "poisson": "Poisson(2)",
    "darroch": "Darroch",
    "gamma": "Gamma(3.5)",
    "normal": "Normal",
}


@dataclass(frozen=True)
class ClosedModel:
    """A member of the family: `base` one of M0, Mt, Mh, Mth, Mb, Mbh; `form` the heterogeneity of Mh and Mth."""

    base: str
    form: str = ""

    @property
    def name(self) -> str:
        """As it is printed: `Mth Poisson(2)`."""
        return f"{self.base} {LABELS[self.form]}" if self.form else self.base

    @property
    def method(self) -> str:
        """As it is asked for: `mth-poisson`; the lower bound of Mh and Mth is `mh` and `mth`."""
        return self.base.lower() + (f"-{self.form}" if self.form not in ("", "chao") else "")


FAMILY = (
    ClosedModel("M0"),
    ClosedModel("Mt"),
    *(ClosedModel(base, form) for base in ("Mh", "Mth") for form in FORMS),
    ClosedModel("Mb"),
    ClosedModel("Mbh"),
)


def captures(size: int) -> Array:
    """By how many lists each of the 2**size histories was seen."""
    return np.bitwise_count(np.arange(1 << size)).astype(float)


def first_captures(size: int) -> Array:
    """Which list, from 0, saw each history first; `size` for the history of zeros."""
    cells = np.arange(1 << size)
    lowest = cells & -cells
    return np.where(cells > 0, np.log2(np.maximum(lowest, 1)), size)


def design(model: ClosedModel, size: int) -> Array:
    """The columns, (2**size, p), hidden cell first, of a log-linear member; for Mb and Mbh of the observed cells only.

    For Mb the columns are the lists before the first capture and the captures after it; for Mbh also whether the first
    list saw the person.
    """
    k = captures(size)
    cells = np.arange(1 << size)
    ones = np.ones(cells.size)
    if model.base in ("Mb", "Mbh"):
        first = first_captures(size)
        columns = [ones, first, np.maximum(k - 1, 0.0)]
        if model.base == "Mbh":
            columns.insert(1, (first == 0).astype(float))
        return np.column_stack(columns)
    lists = [k] if model.base in ("M0", "Mh") else [((cells >> j) & 1).astype(float) for j in range(size)]
    return np.column_stack([ones, *lists, *_heterogeneity(model.form, k, size)])


def _heterogeneity(form: str, k: Array, size: int) -> list[Array]:
    if form == "chao":
        return [np.maximum(k - j + 1, 0.0) for j in range(3, size + 1)]
    if form == "poisson":
        return [POISSON**k - 1]
    if form == "darroch":
        return [k**2 / 2]
    if form == "gamma":
        return [np.log(GAMMA) - np.log(GAMMA + k)]
    return []
