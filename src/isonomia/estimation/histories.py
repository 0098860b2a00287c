"""Capture histories: who was seen by which lists, counted."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.estimation.errors import EmptyList, MissingCovariate, TooFewLists, TooManyLists, UnknownList

MOST_LISTS = 20
"""Two to the power of this many cells are held in memory."""

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class CaptureHistories:
    """Counts of persons by capture history, over named lists.

    `counts` has 2**t numbers; the history that list j (from 0) contributes to is bit j of the index, so `counts[0]`,
    those whom nobody saw, is always 0. With covariates, `profiles` are their distinct combinations of values and
    `profile_counts` the counts of each, (profiles, 2**t); otherwise one profile without values holds all.
    """

    lists: tuple[str, ...]
    counts: Counts
    covariates: tuple[str, ...] = ()
    profiles: tuple[tuple[str, ...], ...] = ((),)
    profile_counts: Counts = field(default_factory=lambda: np.empty((0, 0), dtype=np.int64))
    source: str = ""

    def __post_init__(self) -> None:
        counts = np.array(self.counts, dtype=np.int64)
        rows = np.array(self.profile_counts, dtype=np.int64) if self.profile_counts.size else counts[None, :].copy()
        if not 1 < len(self.lists) <= MOST_LISTS:
            few = len(self.lists) < 2
            raise (TooFewLists if few else TooManyLists)(
                f"{len(self.lists)} list{'' if len(self.lists) == 1 else 's'}; an estimate needs 2 to {MOST_LISTS} "
                "lists that can overlap",
                place=self.source,
            )
        if counts.shape != (1 << len(self.lists),) or rows.shape != (len(self.profiles), counts.size):
            raise ValueError("counts must have one number for each of the 2**t histories, by profile too")
        if (rows < 0).any() or rows[:, 0].any() or (rows.sum(axis=0) != counts).any():
            raise ValueError("counts must not be negative, nothing stands at index 0, and the profiles add up to them")
        for array in (counts, rows):
            array.setflags(write=False)
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "profile_counts", rows)

    # -- made from ---------------------------------------------------------------------------------------------

    @classmethod
    def from_counts(
        cls, lists: Sequence[str], rows: Mapping[Sequence[int], int] | Iterable[tuple[Sequence[int], int]]
    ) -> CaptureHistories:
        """From histories with their counts, e.g. `{(1, 0): 40, (0, 1): 30, (1, 1): 5}`. Raises as `from_csv`."""
        from isonomia.estimation.reading import from_rows

        pairs = rows.items() if isinstance(rows, Mapping) else rows
        table = [[*map(str, history), str(count)] for history, count in pairs]
        return from_rows([*map(str, lists), "count"], table, lists=list(lists))

    @classmethod
    def from_csv(
        cls, file: str | Path, *, lists: Sequence[str] = (), covariates: Sequence[str] = (), count: str = "count"
    ) -> CaptureHistories:
        """From a table with a column of 0/1 per list and `count`, or one row per person without it.

        Other columns are covariates. Where `lists` is not given, every column of 0 and 1 only that is not named in
        `covariates` is a list. Raises NotCaptureHistories, BadCount, HiddenCellCounted, DuplicateHistory, EmptyList,
        TooFewLists, TooManyLists, MissingCovariate, each with file, row and column.
        """
        from isonomia.estimation.reading import read_csv

        return read_csv(Path(file), lists=lists, covariates=covariates, count=count)

    @classmethod
    def from_frame(
        cls, frame: Any, *, lists: Sequence[str] = (), covariates: Sequence[str] = (), count: str = "count"
    ) -> CaptureHistories:
        """From a pandas, polars or Arrow table of the form that `from_csv` reads, or a mapping of columns."""
        from isonomia.estimation.reading import read_frame

        return read_frame(frame, lists=lists, covariates=covariates, count=count)

    @classmethod
    def from_records(cls, records: Any, *, person: str, list_column: str, **options: Any) -> CaptureHistories:
        """From linked records: one row per record with the person it was linked to and the list it is from."""
        from isonomia.estimation.records import read_records

        return read_records(records, person=person, list_column=list_column, **options)

    # -- what it says ------------------------------------------------------------------------------------------

    @property
    def size(self) -> int:
        """How many lists there are."""
        return len(self.lists)

    @property
    def observed(self) -> int:
        """How many persons were seen by one list at least."""
        return int(self.counts.sum())

    @property
    def patterns(self) -> NDArray[np.int8]:
        """The histories in the order of `counts`, (2**t, t) of 0 and 1."""
        return patterns(self.size)

    @property
    def list_totals(self) -> dict[str, int]:
        """How many persons each list caught."""
        return dict(zip(self.lists, map(int, self.counts @ self.patterns), strict=True))

    def overlaps(self) -> Counts:
        """How many persons each two lists share, (t, t); the diagonal holds the lists' totals."""
        seen = self.patterns.astype(np.int64)
        return seen.T @ (seen * self.counts[:, None])

    def rows(self) -> list[tuple[tuple[int, ...], int]]:
        """The histories that occur with their counts, those with fewer captures first."""
        order = sorted(np.flatnonzero(self.counts), key=lambda cell: (int(cell).bit_count(), int(cell)))
        return [(tuple(map(int, self.patterns[cell])), int(self.counts[cell])) for cell in order]

    def small_cells(self, below: int = 5) -> list[tuple[tuple[int, ...], int]]:
        """The histories that so few persons share that they might be recognised: counts of 1 to `below` - 1."""
        return [row for row in self.rows() if row[1] < below]

    # -- made into another -------------------------------------------------------------------------------------

    def reordered(self, lists: Sequence[str]) -> CaptureHistories:
        """The same with its lists in another order. Raises UnknownList."""
        if sorted(lists) != sorted(self.lists):
            raise UnknownList(f"{', '.join(lists)} are not the lists; name {', '.join(self.lists)}, each once")
        return self._projected(tuple(lists), [[self.lists.index(name)] for name in lists])

    def merged(self, lists: Sequence[str], name: str = "") -> CaptureHistories:
        """The same with some lists made one: whoever was on any of them is on it. Raises UnknownList, TooFewLists."""
        chosen = [self._index(one) for one in lists]
        first = min(chosen)
        groups = [sorted(set(chosen)) if j == first else [j] for j in range(self.size) if j == first or j not in chosen]
        names = tuple(name or "+".join(lists) if g[0] == first else self.lists[g[0]] for g in groups)
        return self._projected(names, groups)

    def dropped(self, *lists: str) -> CaptureHistories:
        """The same without some lists; persons whom only these saw are gone. Raises UnknownList, TooFewLists."""
        gone = {self._index(name) for name in lists}
        kept = [j for j in range(self.size) if j not in gone]
        return self._projected(tuple(self.lists[j] for j in kept), [[j] for j in kept])

    def within(self, name: str) -> CaptureHistories:
        """The persons on one list as the other lists saw them: a population whose size is known, `list_totals[name]`.

        Those of them that no other list saw are left out, as they would be unseen. Raises UnknownList, TooFewLists.
        """
        j = self._index(name)
        on_it = (np.arange(self.counts.size) >> j) & 1
        kept = [k for k in range(self.size) if k != j]
        return self._projected(tuple(self.lists[k] for k in kept), [[k] for k in kept], self.profile_counts * on_it)

    def stratified(self, *covariates: str) -> dict[tuple[str, ...], CaptureHistories]:
        """One table per combination of values, in the order of the values. Raises MissingCovariate.

        A stratum may have lists that catch no one there.
        """
        columns = [self._covariate(name) for name in covariates]
        groups: dict[tuple[str, ...], list[int]] = {}
        for row, profile in enumerate(self.profiles):
            key = tuple(profile[column] for column in columns)
            for name, value in zip(covariates, key, strict=True):
                if not value:
                    raise MissingCovariate(
                        f"{int(self.profile_counts[row].sum())} persons or more have no {name}; give it, name a value "
                        "for unknown, or leave the covariate out",
                        place=self.source,
                    )
            groups.setdefault(key, []).append(row)
        return {
            key: CaptureHistories(
                self.lists, self.profile_counts[rows].sum(axis=0), self.covariates,
                tuple(self.profiles[row] for row in rows), self.profile_counts[rows], self.source,
            )
            for key, rows in sorted(groups.items())
        }  # fmt: skip

    def with_counts(self, counts: Counts) -> CaptureHistories:
        """The same lists with other counts, without covariates: a bootstrap sample, say."""
        return CaptureHistories(self.lists, counts, source=self.source)

    def checked(self) -> CaptureHistories:
        """Itself, where every list caught someone. Raises EmptyList."""
        empty = [name for name, total in self.list_totals.items() if not total]
        if empty:
            raise EmptyList(
                f"the list{'s' if len(empty) > 1 else ''} {', '.join(empty)} caught no one; leave it out",
                place=self.source,
            )
        return self

    def _index(self, name: str) -> int:
        if name not in self.lists:
            raise UnknownList(f"no list is called {name!r}; the lists are {', '.join(self.lists)}", place=self.source)
        return self.lists.index(name)

    def _covariate(self, name: str) -> int:
        if name not in self.covariates:
            known = f"the covariates are {', '.join(self.covariates)}" if self.covariates else "the data have none"
            raise MissingCovariate(f"no covariate is called {name!r}; {known}", place=self.source)
        return self.covariates.index(name)

    def _projected(
        self, names: tuple[str, ...], groups: Sequence[Sequence[int]], rows: Counts | None = None
    ) -> CaptureHistories:
        rows = self.profile_counts if rows is None else rows
        cells = np.arange(self.counts.size)
        target = np.zeros_like(cells)
        for new, old in enumerate(groups):
            on_any = np.zeros_like(cells)
            for j in old:
                on_any |= (cells >> j) & 1
            target |= on_any << new
        by_cell = np.zeros((1 << len(groups), len(rows)), dtype=np.int64)
        np.add.at(by_cell, target, rows.T)
        by_cell[0] = 0
        result = by_cell.T
        return CaptureHistories(names, result.sum(axis=0), self.covariates, self.profiles, result, self.source)


def patterns(size: int) -> NDArray[np.int8]:
    """All capture histories of `size` lists in the order of their index, (2**size, size) of 0 and 1."""
    return ((np.arange(1 << size)[:, None] >> np.arange(size)) & 1).astype(np.int8)


def term_masks(size: int, order: int) -> list[int]:
    """The terms of up to `order` lists as bit masks, the main effects first, in the order 1, 2, 12, 13, 23, 123."""
    return [
        sum(1 << j for j in term)
        for degree in range(1, order + 1)
        for term in itertools.combinations(range(size), degree)
    ]


def model_name(terms: Iterable[int], size: int) -> str:
    """A hierarchical model by its maximal terms: `[12,13,4]`; with ten lists or more, `[1.2,1.10]`."""
    masks = set(terms) | {1 << j for j in range(size)}
    top = [m for m in masks if not any(m != other and m & other == m for other in masks)]
    named = sorted([j + 1 for j in range(size) if m >> j & 1] for m in top)
    between = "." if size > 9 else ""
    return "[" + ",".join(between.join(map(str, term)) for term in named) + "]"
