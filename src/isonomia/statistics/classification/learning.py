"""What the names say of a label, corrected by what an expert decided for others of the same list.

A regression on likenesses (a Gaussian process): every name and every coded example pulls the labels like it towards
its code and all that stands above it. The names are taken in first; the examples then correct what the names leave,
and codes that stand beside one another in the national list pull at each other, since lists are ordered by matter.
How each example would be coded without itself follows from the same solution, without fitting anew: the strengths are
chosen by it, and confidence is told from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from isonomia.statistics.classification.iccs import ancestors, iccs
from isonomia.statistics.classification.likeness import Wordings, code_order, likeness
from isonomia.statistics.classification.names import EXCLUDED, WEIGHT, Name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from isonomia.statistics.classification.likeness import Matrix

NAME_NOISE = 0.3
"""How freely the fit may depart from a name; an example's is chosen from NOISES."""
NOISES = (0.05, 0.1, 0.2, 0.4, 0.8)
BESIDE = (0.0, 0.05, 0.1, 0.2)
"""How strongly neighbours in the list pull, chosen from these; 0 where the order of its codes tells nothing."""
BESIDE_REACH = 3.0
ENOUGH_TO_CHOOSE = 1500
"""The strengths are chosen on no more examples than this, spread over the list."""
FIELD, FIELD_REACH = 0.5, 15.0
"""Labels that are alike are more so within so many codes of the list."""


@lru_cache(maxsize=1)
def columns() -> tuple[str, ...]:
    """The columns of scores: every code of the classification, then EXCLUDED."""
    return (*iccs(), EXCLUDED)


@lru_cache(maxsize=1)
def column_of() -> dict[str, int]:
    """The column of each code."""
    return {code: place for place, code in enumerate(columns())}


def target(codes: Sequence[str]) -> Matrix:
    """What a name or example should score (columns,): its code and what is above it; divided among several codes."""
    out = np.zeros(len(columns()))
    for code in codes:
        for above in [code] if code == EXCLUDED else ancestors(code):
            out[column_of()[above]] += 1 / len(codes)
    return out


@dataclass(frozen=True, slots=True)
class Coded:
    """An example: a national code and label with the codes that an expert gave it."""

    national: str
    label: str
    codes: tuple[str, ...]
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores (n, columns) of the labels; `held_out` (examples, columns) those of each example without itself;
    `to_names` and `to_examples` how alike the labels are to each; `beside` (n, examples) the distance in the list."""

    scores: Matrix
    held_out: Matrix
    to_names: Matrix
    to_examples: Matrix
    beside: Matrix
    noise: float
    pull: float


def score(
    offences: Sequence[tuple[str, str]], known: Sequence[Name], examples: Sequence[Coded], language: str
) -> Scored:
    """Scores national codes and labels by what is known and what was decided."""
    n = len(examples)
    lexicon = _lexicon(tuple(known), language)
    rows = lexicon.wordings.of([one.label for one in examples] + [label for _, label in offences])
    to_names = likeness(lexicon.wordings.known(rows), lexicon.wordings.rows)
    prior, seen, shared = lexicon.says(to_names, likeness(rows, rows[:n]))
    beside = _distances([one.national for one in examples], [code for code, _ in offences])
    if not n:
        return Scored(prior, np.zeros((0, len(columns()))), to_names, likeness(rows, rows[:0]), beside, 0, 0)
    goal = np.array([target(one.codes) for one in examples])
    mean = goal.mean(axis=0)
    start = prior + np.outer(1 - seen, mean)
    among = _distances([one.national for one in examples], [one.national for one in examples])
    noise, pull = _strengths(shared[:n], among, goal - start[:n])
    inverse = np.linalg.inv(_kernel(shared[:n], among, pull) + noise * np.eye(n))
    weights = inverse @ (goal - start[:n])
    held_out = goal - weights / np.diag(inverse)[:, None]
    scores = start[n:] + _kernel(shared[n:], beside, pull) @ weights
    return Scored(scores, held_out, to_names[n:], likeness(rows[n:], rows[:n]), beside, noise, pull)


class _Lexicon:
    """The names with what the fit to them needs; the same for every list of a language."""

    def __init__(self, known: Sequence[Name], language: str) -> None:
        self.wordings = Wordings([name.text for name in known], language)
        self._known = known
        self._fit = self._fitted() if known else None

    def says(self, to_names: Matrix, shared: Matrix) -> tuple[Matrix, Matrix, Matrix]:
        """What the names alone say of each label (n, columns), how much they say of it at all (n,), and the likenesses
        to the examples (n, examples) that the names do not explain already."""
        from scipy.linalg import solve_triangular

        if self._fit is None:
            return np.zeros((len(to_names), len(columns()))), np.zeros(len(to_names)), shared
        factor, goal = self._fit
        left = solve_triangular(factor, to_names.T.astype(np.float32), lower=True, check_finite=False)
        said = (left.T @ goal).astype(np.float64)
        rest = shared - (left.T @ left[:, : shared.shape[1]]).astype(np.float64)
        return said[:, :-1], said[:, -1], rest

    def _fitted(self) -> tuple[NDArray[Any], NDArray[Any]]:
        from scipy.linalg import cholesky, solve_triangular

        inner = (self.wordings.rows @ self.wordings.rows.T).toarray()
        noise = np.array([NAME_NOISE / WEIGHT[name.kind] for name in self._known], dtype=np.float32)
        inner[np.diag_indices(len(noise))] += noise
        factor = cholesky(inner, lower=True, overwrite_a=True, check_finite=False)
        goal = np.array([[*target(name.codes), 1.0] for name in self._known], dtype=np.float32)
        return factor, solve_triangular(factor, goal, lower=True, check_finite=False)


@lru_cache(maxsize=1)
def _lexicon(known: tuple[Name, ...], language: str) -> _Lexicon:
    return _Lexicon(known, language)


def _kernel(shared: Matrix, distance: Matrix, pull: float) -> Matrix:
    return shared * (1 + FIELD * np.exp(-distance / FIELD_REACH)) + pull * np.exp(-distance / BESIDE_REACH)


def _strengths(shared: Matrix, among: Matrix, goal: Matrix) -> tuple[float, float]:
    """The noise and the pull of neighbours under which the examples, each left out, are told best."""
    taken = np.unique(np.linspace(0, len(goal) - 1, min(len(goal), ENOUGH_TO_CHOOSE)).astype(int))
    among, goal = among[np.ix_(taken, taken)], goal[taken]
    losses = {}
    for pull in BESIDE:
        sizes, sides = np.linalg.eigh(_kernel(shared[np.ix_(taken, taken)], among, pull))
        turned = sides.T @ goal
        for noise in NOISES:
            shrunk = 1 / (np.maximum(sizes, 0) + noise)
            errors = (sides @ (shrunk[:, None] * turned)) / (np.square(sides) @ shrunk)[:, None]
            losses[noise, pull] = float(np.square(errors).sum())
    return min(losses, key=lambda pair: losses[pair])


def _distances(examples: Sequence[str], others: Sequence[str]) -> Matrix:
    """How many coded examples stand between: a code that is none of theirs is half a place from its neighbours. Codes
    that are empty are far from all."""
    order = sorted({code_order(code) for code in examples if code.strip()})
    places = {key: place for place, key in enumerate(order)}

    def place(code: str) -> float:
        key = code_order(code)
        if not code.strip():
            return np.nan
        if key in places:
            return float(places[key])
        from bisect import bisect

        return bisect(order, key) - 0.5

    rows = np.array([place(code) for code in others])
    cols = np.array([place(code) for code in examples])
    out = np.abs(rows[:, None] - cols[None])
    return np.where(np.isnan(out), np.inf, out)
