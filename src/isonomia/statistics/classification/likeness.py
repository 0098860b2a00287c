"""How alike labels are: the cosine of their weighted words and runs of letters; and the order of a list's codes."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from isonomia.statistics.classification.wording import Features, features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Matrix = NDArray[np.float64]

LETTERS_COUNT = 0.6
"""The share of the runs of letters in the likeness; the rest are words."""


class Wordings:
    """Texts by which others are measured: `rows` are theirs. What few of them say counts more, what none of them says
    counts most."""

    def __init__(self, texts: Sequence[str], language: str) -> None:
        self.language = language
        found = [features(text, language) for text in texts]
        self._spaces = [_Space([one[side] for one in found]) for side in (0, 1)]
        self.rows = self._joined(found)

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """Other texts as rows of length one (of nothing, where they say nothing). The product of two is how alike they
        are, 0 to 1. Features that are new stand in columns after those of the known, the same for all texts given."""
        return self._joined([features(text, self.language) for text in texts])

    def known(self, rows: csr_matrix) -> csr_matrix:
        """Rows without the columns that are new, to be multiplied with `rows`."""
        taken: csr_matrix = rows[:, : self.rows.shape[1]]
        return taken

    def _joined(self, found: Sequence[tuple[Features, Features]]) -> csr_matrix:
        from scipy import sparse

        sides = [self._spaces[side].rows([one[side] for one in found]) for side in (0, 1)]
        shares = [math.sqrt(1 - LETTERS_COUNT), math.sqrt(LETTERS_COUNT)]
        sizes = [len(space.places) for space in self._spaces]
        old = [share * side[:, :size] for share, side, size in zip(shares, sides, sizes, strict=True)]
        new = [share * side[:, size:] for share, side, size in zip(shares, sides, sizes, strict=True)]
        joined: csr_matrix = sparse.hstack([*old, *new], format="csr", dtype="float32")
        return joined


def likeness(one: csr_matrix, other: csr_matrix) -> Matrix:
    """How alike every text of one is to every text of the other (n, m)."""
    import numpy as np

    return np.asarray((one @ other.T).toarray(), dtype=np.float64)


class _Space:
    """The columns of the features of one side, words or letters."""

    def __init__(self, found: Sequence[Features]) -> None:
        import numpy as np

        self.places: dict[str, int] = {}
        met = [self.places.setdefault(name, len(self.places)) for row in found for name in row]
        self.rarity = np.log((1 + len(found)) / (1 + np.bincount(met, minlength=len(self.places)))) + 1
        self.unmet = math.log(1 + len(found)) + 1

    def rows(self, found: Sequence[Features]) -> csr_matrix:
        """Rows of length one, columns of new features last."""
        import numpy as np
        from scipy import sparse

        places = dict(self.places)
        met = np.array([places.setdefault(name, len(places)) for row in found for name in row], dtype=np.int64)
        rarity = np.concatenate([self.rarity, np.full(len(places) - len(self.places), self.unmet)])
        weights = np.array([weight for row in found for weight in row.values()]) * (rarity[met] if met.size else 1.0)
        starts = np.concatenate([[0], np.cumsum([len(row) for row in found])])
        matrix = sparse.csr_matrix((weights, met, starts), shape=(len(found), len(places)))
        lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        return sparse.csr_matrix(sparse.diags(1 / np.where(lengths > 0, lengths, 1.0)) @ matrix)


def code_order(code: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts national codes as their makers do: numbers as numbers, letters as letters."""
    parts = re.findall(r"\d+|[^\W\d_]+", code)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts)
