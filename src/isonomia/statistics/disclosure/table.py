"""A table as the relations between its cells: which parts add up to which totals.

Every kind of table is one thing here: a value for each cell and a sparse matrix with a line for each total, +1 on its
parts and -1 on itself. Two-way tables, three-way, hierarchies and tables linked by common cells differ in the matrix
only, and what is not linked falls apart into components.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.disclosure.errors import NotAdditive

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Marks = NDArray[np.bool_]
Key = tuple[str, ...]

TOTAL = "Total"
SLACK = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Cells and what they add up to.

    `values` (n,); `relations` (r, n), sparse, each line a total: the sum of +1 cells less the -1 cell is zero; `keys`
    (n,) say what each cell is; `height` (n,) along how many dimensions a cell is a total; `outside` (n,) marks
    remainders that the publication has no cell for (a total less the parts that are given): never shown, never small.
    """

    values: Floats
    relations: Any
    keys: tuple[Key, ...]
    height: Ints
    outside: Marks

    def __len__(self) -> int:
        return int(self.values.size)

    @property
    def whole(self) -> bool:
        """Whether all values are whole numbers, which an attacker may know."""
        known = self.values[~np.isnan(self.values)]
        return bool((known == np.round(known)).all())

    def whole_by_component(self) -> Marks:
        """For each cell whether all values of its component are whole numbers."""
        out = np.zeros(len(self), dtype=bool)
        for cells, _ in self.components():
            known = self.values[cells][~np.isnan(self.values[cells])]
            out[cells] = bool((known == np.round(known)).all())
        return out

    def components(self) -> list[tuple[Ints, Ints]]:
        """The cells and the relations of each part of the table that hangs together; cells without total are alone."""
        from scipy.sparse import csr_array, eye_array, vstack
        from scipy.sparse.csgraph import connected_components

        lines, cells = self.relations.shape
        absolute = abs(self.relations)
        graph = csr_array(vstack([csr_array((cells, cells + lines)), _beside(absolute, cells, eye_array)]))
        count, labels = connected_components(graph, directed=False)
        order = np.argsort(labels, kind="stable")
        cuts = np.searchsorted(labels[order], np.arange(1, count))
        parts = np.split(order, cuts)
        return [(part[part < cells], part[part >= cells] - cells) for part in parts]

    def part(self, cells: Ints, lines: Ints) -> Table:
        """Some cells with the relations between them."""
        return Table(
            self.values[cells], self.relations[lines][:, cells], tuple(self.keys[i] for i in cells.tolist()),
            self.height[cells], self.outside[cells],
        )  # fmt: skip


def _beside(absolute: Any, cells: int, eye: Any) -> Any:
    """The relations as lines of a graph over cells and relations."""
    from scipy.sparse import csr_array, hstack

    return csr_array(hstack([absolute, csr_array((absolute.shape[0], absolute.shape[0]))]))


def with_margins(counts: Any) -> Floats:
    """An array of any number of dimensions with its sums along each axis, at the last place."""
    whole: Floats = np.asarray(counts, dtype=float)
    for axis in range(whole.ndim):
        whole = np.concatenate([whole, whole.sum(axis=axis, keepdims=True)], axis=axis)
    return whole


def table_of(counts: Any) -> Table:
    """The table of an array without margins, one dimension an axis; the margins are added.

    Cells are named by their places, margins "Total". Raises NotAdditive for a value below zero or none.
    """
    given = np.asarray(counts, dtype=float)
    if given.ndim == 0 or not given.size or not np.isfinite(given).all() or (given < 0).any():
        raise NotAdditive("the table has cells below zero or without number; write counts from 0")
    whole = with_margins(given)
    names = [[*map(str, range(size - 1)), TOTAL] for size in whole.shape]
    keys = tuple(itertools.product(*names))
    height = np.array([sum(part == TOTAL for part in key) for key in keys], dtype=np.int64)
    return Table(whole.ravel(), grid_relations(whole.shape), keys, height, np.zeros(whole.size, dtype=bool))


def grid_relations(shape: tuple[int, ...]) -> Any:
    """The relations of an array whose last place along each axis is the total."""
    from scipy.sparse import csr_array

    places = np.arange(int(np.prod(shape))).reshape(shape)
    columns = np.concatenate([np.moveaxis(places, axis, -1).ravel() for axis in range(len(shape))])
    sizes = [np.full(places.size // size, size) for size in shape]
    ends = np.concatenate([[0], np.cumsum(np.concatenate(sizes))])
    signs = np.ones(columns.size)
    signs[ends[1:] - 1] = -1.0
    return csr_array((signs, columns, ends), shape=(ends.size - 1, places.size))


def table_of_cells(
    cells: Mapping[Key, float], parents: Sequence[Mapping[str, str]], *, totals: Sequence[str] | None = None
) -> Table:
    """The table of named cells, each dimension with its hierarchy.

    `cells` gives the value of each key, one label for each dimension; totals may be given or left out, then they are
    added. `parents[d]` names the label above a label of dimension d; what has none stands under the dimension's total
    (`totals[d]`, "Total"). The order in which cells are given does not matter. Raises NotAdditive where a total that
    is given is not the sum of its parts.
    """
    roots = list(totals or [TOTAL] * len(parents))
    above = [_checked(names, root) for names, root in zip(parents, roots, strict=True)]
    values: dict[Key, float] = {key: float(value) for key, value in cells.items()}
    for d, (names, root) in enumerate(zip(above, roots, strict=True)):
        _add_totals(values, d, names, root, given=cells)
    keys = tuple(sorted(values))
    place = {key: at for at, key in enumerate(keys)}
    groups: dict[tuple[int, Key], list[int]] = {}
    height = np.zeros(len(keys), dtype=np.int64)
    for d, (names, root) in enumerate(zip(above, roots, strict=True)):
        kinds = {names.get(key[d], root) for key in keys if key[d] != root}
        for key, at in place.items():
            height[at] += key[d] in kinds
            if key[d] != root:
                groups.setdefault((d, (*key[:d], names.get(key[d], root), *key[d + 1 :])), []).append(at)
    return Table(
        np.array([values[key] for key in keys]), relations_of([(place[key], parts) for (_, key), parts in
        groups.items()], len(keys)), keys, height, np.zeros(len(keys), dtype=bool),
    )  # fmt: skip


def relations_of(groups: Sequence[tuple[int, Sequence[int]]], cells: int) -> Any:
    """A sparse line for each total (its place) with its parts (their places)."""
    from scipy.sparse import csr_array

    rows = [line for line, (_, parts) in enumerate(groups) for _ in range(len(parts) + 1)]
    columns = [place for total, parts in groups for place in (total, *parts)]
    signs = [sign for _, parts in groups for sign in (-1.0, *[1.0] * len(parts))]
    return csr_array((signs, (rows, columns)), shape=(len(groups), cells))


def _checked(names: Mapping[str, str], root: str) -> Mapping[str, str]:
    """A hierarchy without circle."""
    for label in names:
        seen, now = {label}, names[label]
        while now in names:
            if now in seen:
                raise NotAdditive(f"{label!r} stands above itself in its hierarchy; give each label one parent")
            seen.add(now)
            now = names[now]
    return {label: parent or root for label, parent in names.items()}


def _add_totals(
    values: dict[Key, float], d: int, names: Mapping[str, str], root: str, *, given: Mapping[Key, float]
) -> None:
    """Adds the totals along a dimension, from the lowest level up; those given must agree."""

    def depth(label: str) -> int:
        return 0 if label == root else 1 + depth(names.get(label, root))

    labels = {key[d] for key in values}
    for label in list(labels):
        while label != root:
            label = names.get(label, root)
            labels.add(label)
    for level in range(max(map(depth, labels)), 0, -1):
        sums: dict[Key, float] = {}
        for key, value in values.items():
            if depth(key[d]) == level:
                up = (*key[:d], names.get(key[d], root), *key[d + 1 :])
                sums[up] = sums.get(up, 0.0) + value
        for key, value in sums.items():
            if abs(values.setdefault(key, value) - value) > SLACK * max(1.0, abs(value)):
                raise NotAdditive(
                    f"the total of {', '.join(key)} is {values[key]:g}, its parts add up to {value:g}; give the sum"
                )
