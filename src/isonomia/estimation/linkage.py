"""Uncertain links: capture histories drawn again and again from the probabilities that records match.

Which records are of one person is a partition of the records. Its probability is taken proportional to the product
of p over the predicted pairs that it joins and of 1 - p over those that it parts: the pairwise probabilities of
Fellegi and Sunter (1969), held to what a partition must obey, that A = B and B = C make A = C (Tancredi and Liseo 2011,
Annals of Applied Statistics 5; Sadinle 2018, ibid. 12, who averages the estimate of a population over such draws).
A pair without a prediction says nothing for or against. What a partition must obey parts more pairs than the
probabilities, taken one by one, say; so that as many pairs are joined on average as the probabilities add up to, all
log odds are raised by one number (`calibrated`). Where no predicted pair is within one list, each list is taken
to hold a person once, and no partition may join two of its records.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.estimation.errors import BadCount, NotCaptureHistories, UnknownList
from isonomia.estimation.histories import CaptureHistories
from isonomia.estimation.records import Indices, count_persons, list_indices, table_columns

COUNTED_OUT = 7
"""Up to so many records that may be one person, all partitions are weighed (877 of seven); beyond, Gibbs sampling."""
MOST_RAISED = 3.0
"""Log odds are raised or lowered by no more, for probabilities that cannot add up."""
BURN_IN = 60
BETWEEN = 6
CERTAIN = 1e-9
"""No probability is taken to be nearer to 0 or 1."""

Edges = dict[tuple[int, int], float]


@dataclass(frozen=True)
class LinkColumns:
    """How the columns are called, by default as splink does. `dataset` is "" where ids are unique over all lists."""

    identifier: str = "unique_id"
    dataset: str = "source_dataset"
    probability: str = "match_probability"


@dataclass(frozen=True, eq=False)
class _Group:
    """Records that may be of one person: their places, and for each two of them the log odds (-inf where they cannot
    be one person, 0 without a prediction) and whether there is a prediction."""

    members: list[int]
    odds: NDArray[np.float64]
    predicted: NDArray[np.bool_]


def linkage_draws(
    records: Any, predictions: Any, *, draws: int = 20, seed: int | None = None, list_column: str = "",
    lists: Sequence[str] = (), covariates: Sequence[str] = (), least: float = 0.01, one_per_list: bool | None = None,
    calibrated: bool = True, columns: LinkColumns | None = None,
) -> list[CaptureHistories]:  # fmt: skip
    """Capture histories under `draws` partitions of the records, drawn as the module says.

    `records` has one row per record (`unique_id`, `source_dataset`, covariates); `predictions` one per pair
    (`unique_id_l`, `unique_id_r`, `source_dataset_l`, `source_dataset_r`, `match_probability`), as splink predicts
    them. `list_column` where the list is not the dataset. Pairs less likely than `least` join no records that
    nothing else joins. `one_per_list` overrides what the module infers.
    Raises NotCaptureHistories, UnknownList, TooFewLists, EmptyList, BadCount (a probability that is none).
    """
    if draws < 1:
        raise ValueError("draw once at least")
    named = columns or LinkColumns()
    table = table_columns(records)
    keys = _keys(table, named, "")
    row_of = {key: row for row, key in enumerate(keys)}
    if len(row_of) != len(keys):
        raise NotCaptureHistories("a record stands in the table twice; give every record an id of its own")
    list_name = list_column or named.dataset
    if list_name not in table:
        raise NotCaptureHistories(f"there is no column {list_name!r}; the columns are {', '.join(table)}")
    names, index = list_indices(table[list_name], lists)
    edges = _edges(table_columns(predictions), named, row_of)
    alone = all(index[a] != index[b] for a, b in edges) if one_per_list is None else one_per_list
    groups = [_group(members, edges, index if alone else None) for members in _components(len(keys), edges, least)]
    raised = _calibration(groups) if calibrated else 0.0
    others = {name: table[name] for name in covariates}
    rng = np.random.default_rng(seed)
    labels = np.tile(np.arange(len(keys), dtype=np.int64), (draws, 1))
    for group in groups:
        block = _drawn(np.where(group.predicted, group.odds + raised, group.odds), draws, rng)
        labels[:, group.members] = np.asarray(group.members)[block]
    found = []
    for row in labels:
        dense = np.unique(row, return_inverse=True)[1].astype(np.int64)
        found.append(count_persons(dense, index, names, others))
    return found


def _keys(table: dict[str, list[str]], named: LinkColumns, side: str) -> list[tuple[str, str]]:
    needed = [named.identifier + side] + ([named.dataset + side] if named.dataset else [])
    for name in needed:
        if name not in table:
            raise NotCaptureHistories(f"there is no column {name!r}; the columns are {', '.join(table)}")
    ids = table[named.identifier + side]
    return list(zip(table[named.dataset + side] if named.dataset else [""] * len(ids), ids, strict=True))


def _edges(table: dict[str, list[str]], named: LinkColumns, row_of: dict[tuple[str, str], int]) -> Edges:
    if named.probability not in table:
        raise NotCaptureHistories(f"there is no column {named.probability!r}; the columns are {', '.join(table)}")
    edges: Edges = {}
    sides = zip(_keys(table, named, "_l"), _keys(table, named, "_r"), table[named.probability], strict=True)
    for row, (left, right, text) in enumerate(sides, 1):
        for key in (left, right):
            if key not in row_of:
                raise UnknownList(f"no record is {' '.join(key).strip()!r}; give all records", place=f"row {row}")
        try:
            probability = float(text)
        except ValueError:
            probability = math.nan
        if not 0 <= probability <= 1:
            raise BadCount(f"{text!r} is no probability; write a number from 0 to 1", place=f"row {row}")
        a, b = sorted((row_of[left], row_of[right]))
        if a == b:
            raise NotCaptureHistories("a record is compared with itself; leave the pair out", place=f"row {row}")
        edges[a, b] = min(max(probability, CERTAIN), 1 - CERTAIN)
    return edges


def _components(records: int, edges: Edges, least: float) -> Iterator[list[int]]:
    """The sets of two records or more that may be of one person."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    pairs = np.array([pair for pair, p in edges.items() if p >= least], dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(records, records))
    _, label = connected_components(graph, directed=False)
    order = np.argsort(label, kind="stable")
    for group in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        if group.size > 1:
            yield [int(one) for one in group]


def _group(members: list[int], edges: Edges, index: Indices | None) -> _Group:
    """Records with their log odds; with `index`, the lists of the records, no two of one list can be one person."""
    size = len(members)
    odds, predicted = np.zeros((size, size)), np.zeros((size, size), dtype=bool)
    for i in range(size):
        for j in range(i + 1, size):
            a, b = sorted((members[i], members[j]))
            if index is not None and index[a] == index[b]:
                odds[i, j] = odds[j, i] = -np.inf
            elif (a, b) in edges:
                p = edges[a, b]
                odds[i, j] = odds[j, i] = math.log(p / (1 - p))
                predicted[i, j] = predicted[j, i] = True
    return _Group(members, odds, predicted)


def _calibration(groups: Sequence[_Group]) -> float:
    """By how much to raise the log odds for as many predicted pairs to be joined as their probabilities add up to."""
    by_size: dict[int, list[_Group]] = {}
    for group in groups:
        if len(group.members) <= COUNTED_OUT:
            by_size.setdefault(len(group.members), []).append(group)
    target, tables = 0.0, []
    for size, members in by_size.items():
        upper = np.triu_indices(size, 1)
        joined = _joined(size)[:, upper[0], upper[1]].astype(float)
        odds = np.array([np.maximum(group.odds[upper], -1e9) for group in members])
        predicted = np.array([group.predicted[upper] for group in members], dtype=float)
        target += float((predicted / (1 + np.exp(-np.maximum(odds, -700.0)))).sum())
        tables.append((odds @ joined.T, predicted @ joined.T))

    def excess(raised: float) -> float:
        total = 0.0
        for weight, number in tables:
            share = weight + raised * number
            share = np.exp(share - share.max(axis=1, keepdims=True))
            total += float((share * number).sum(axis=1) @ (1 / share.sum(axis=1)))
        return total - target

    low, high = -MOST_RAISED, MOST_RAISED
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if excess(middle) > 0 else (middle, high)
    return (low + high) / 2 if tables else 0.0


def _drawn(odds: NDArray[np.float64], draws: int, rng: np.random.Generator) -> Indices:
    """Labels (draws, records) of partitions: for each record the first of its part, or any name for it."""
    size = len(odds)
    if size > COUNTED_OUT:
        return _gibbs(odds, draws, rng)
    upper = np.triu(np.ones((size, size), dtype=bool), 1)
    weight = np.where(_joined(size) & upper, odds, 0.0).sum(axis=(1, 2))
    share = np.exp(weight - weight.max())
    partitions = np.array(list(_partitions(size)), dtype=np.int64)
    return partitions[rng.choice(len(partitions), size=draws, p=share / share.sum())]


@cache
def _joined(size: int) -> NDArray[np.bool_]:
    """For each partition of so many records which two are together, (partitions, size, size)."""
    partitions = np.array(list(_partitions(size)), dtype=np.int64)
    return np.asarray(partitions[:, :, None] == partitions[:, None, :])


def _partitions(size: int) -> Iterator[list[int]]:
    """All partitions of 0 .. size-1, each element labelled by the smallest of its part."""
    if size == 1:
        yield [0]
        return
    for smaller in _partitions(size - 1):
        for label in sorted(set(smaller)):
            yield [*smaller, label]
        yield [*smaller, size - 1]


def _gibbs(odds: NDArray[np.float64], draws: int, rng: np.random.Generator) -> Indices:
    """Each record in turn joins a part, or opens one, with its odds given where all others are."""
    size = len(odds)
    labels = np.arange(size)
    found = np.empty((draws, size), dtype=np.int64)
    for sweep in range(BURN_IN + draws * BETWEEN):
        for record in rng.permutation(size):
            labels[record] = -1
            parts = np.unique(labels[labels >= 0])
            free = np.setdiff1d(np.arange(size), parts)[:1]
            weight = np.array([odds[record, labels == part].sum() for part in parts] + [0.0] * free.size)
            share = np.exp(weight - weight.max())
            labels[record] = np.concatenate([parts, free])[rng.choice(len(weight), p=share / share.sum())]
        done, left = divmod(sweep - BURN_IN + 1, BETWEEN)
        if done > 0 and left == 0:
            found[done - 1] = labels
    return found
