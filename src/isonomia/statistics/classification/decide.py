"""From scores to a code: down the classification as far as the scores tell, with what else it may be and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from isonomia.statistics.classification.iccs import ancestors, children, iccs
from isonomia.statistics.classification.learning import Coded, column_of
from isonomia.statistics.classification.names import EXCLUDED

if TYPE_CHECKING:
    from isonomia.statistics.classification.likeness import Matrix

KEPT = 0.1
"""A child is chosen where it keeps this share of its parent's score; else nothing tells the children apart."""
EXCLUDED_BEFORE = 1.3
"""What is excluded must score so many times the best section: a wrong code is seen and mended, a lost line is not."""
ALTERNATIVES = 4
TOLD = 0.03
"""Alternatives less likely than this are not told, the first aside."""
ENOUGH = 20
"""From so many examples confidence is told anew from them."""
HELD = 5.0
"""How strongly the constants hold against what the examples show."""
CODE = (-1.5, 1.06, 0.96, 0.52, 0.71)
"""Confidence in a code: constant, its score, its lead over the next, its section's score and lead. Measured without
examples on 288 expert-coded offences of one country (docs/methods/classification.md), the constant lowered by 0.2."""
SECTION = (-0.85, 1.32, 1.6)
"""Confidence in the section: constant, its score, its lead; measured and lowered likewise."""
OTHER = (-3.7, 0.55, 0.3, 1.94)
"""Confidence in an alternative: constant, its score, the same by that of the chosen, its section's score."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The chosen code (EXCLUDED may be one), how likely it is that the expert's code is this or one above it, how
    likely its section is the expert's, and other codes with their likelihoods."""

    code: str
    confidence: float
    section_confidence: float
    alternatives: tuple[tuple[str, float], ...]


class Judge:
    """Decides; its confidence is told from how the examples would be coded without themselves, where there are enough
    of them, and from constants else."""

    def __init__(self, held_out: Matrix, examples: Sequence[Coded]) -> None:
        self.code, self.section, self.other = np.array(CODE), np.array(SECTION), np.array(OTHER)
        told = [
            (row, one.codes)
            for row, one in zip(held_out, examples, strict=True)
            if EXCLUDED not in one.codes and chosen(row) != EXCLUDED
        ]
        self.calibrated = len(told) >= ENOUGH
        if self.calibrated:
            self._calibrate(told)

    def decide(self, row: Matrix) -> Decision:
        """The decision for one row of scores (columns,)."""
        code = chosen(row)
        if code == EXCLUDED:
            inside = chosen(row, excluded=False)
            lead = _of(row, EXCLUDED) - _of(row, _section(inside))
            sure = _likely(self.section, np.array([1.0, _of(row, EXCLUDED), lead]))
            if_not = min(1 - sure, _likely(self.code, _of_code(row, inside, _others(row, inside))))
            return Decision(code, round(sure, 3), round(sure, 3), ((inside, round(if_not, 3)),))
        others = _others(row, code)
        sure = _likely(self.code, _of_code(row, code, others))
        section = max(sure, _likely(self.section, _of_section(row, code)))
        rest = [(other, min(sure, _likely(self.other, _of_other(row, code, other)))) for other in others]
        rest.sort(key=lambda one: -one[1])
        told = [(one, round(how, 3)) for place, (one, how) in enumerate(rest) if place < 1 or how >= TOLD]
        return Decision(code, round(sure, 3), round(section, 3), tuple(told))

    def _calibrate(self, told: Sequence[tuple[Matrix, tuple[str, ...]]]) -> None:
        code, section, other = [], [], []
        for row, given in told:
            mine = chosen(row)
            others = _others(row, mine)
            code.append((_of_code(row, mine, others), _holds(mine, given)))
            section.append((_of_section(row, mine), any(_section(mine) == _section(one) for one in given)))
            other += [(_of_other(row, mine, one), _holds(one, given)) for one in others]
        self.code, self.section, self.other = (
            _fitted(pairs, held) for pairs, held in ((code, CODE), (section, SECTION), (other, OTHER))
        )


def chosen(row: Matrix, *, excluded: bool = True) -> str:
    """The code reached from the top, at each step by the best child; EXCLUDED where that scores far better."""
    code = ""
    while below := children().get(code):
        best = max(below, key=lambda child: _of(row, child))
        if code and _of(row, best) < KEPT * _of(row, code):
            break
        code = best
    if excluded and _of(row, EXCLUDED) > EXCLUDED_BEFORE * max(0.0, _of(row, _section(code))) + 0.05:
        return EXCLUDED
    return code


def _of(row: Matrix, code: str) -> float:
    return float(row[column_of()[code]])


def _others(row: Matrix, code: str) -> list[str]:
    """The best codes without children besides the chosen, those below it aside."""
    ends = [one for one in iccs() if one not in children() and code not in set(ancestors(one))]
    return sorted(ends, key=lambda one: -_of(row, one))[:ALTERNATIVES]


def _section(code: str) -> str:
    return list(ancestors(code))[-1]


def _of_code(row: Matrix, code: str, others: Sequence[str]) -> Matrix:
    lead = _of(row, code) - max(_of(row, other) for other in others)
    section = _of_section(row, code)
    return np.array([1.0, _of(row, code), lead, section[1], section[2]])


def _of_section(row: Matrix, code: str) -> Matrix:
    mine = _section(code)
    next_best = max(_of(row, one) for one in children()[""] if one != mine)
    return np.array([1.0, _of(row, mine), _of(row, mine) - next_best])


def _of_other(row: Matrix, code: str, other: str) -> Matrix:
    ratio = _of(row, other) / max(_of(row, code), 0.05)
    return np.array([1.0, _of(row, other), ratio, _of(row, _section(other))])


def _holds(code: str, given: Sequence[str]) -> bool:
    return any(one in set(ancestors(code)) for one in given)


def _likely(weights: Matrix, told: Matrix) -> float:
    return float(1 / (1 + np.exp(-np.clip(told @ weights, -30, 30))))


def _fitted(pairs: Sequence[tuple[Matrix, bool]], held: Sequence[float]) -> Matrix:
    """Weights of a logistic regression, drawn to those held."""
    from scipy.optimize import minimize

    told = np.array([row for row, _ in pairs])
    right = np.array([float(hit) for _, hit in pairs])
    start = np.array(held)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        sums = told @ weights
        slope = told.T @ (1 / (1 + np.exp(-np.clip(sums, -30, 30))) - right) + HELD * (weights - start)
        size = np.logaddexp(0, sums).sum() - right @ sums + HELD * np.square(weights - start).sum() / 2
        return float(size), slope

    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)
