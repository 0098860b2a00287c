"""Tables that are networks: how far a cell can deviate is a greatest flow, and the proof that it can no further a cut.

Where each cell is in at most two relations and the relations can be given signs so that each cell enters one and leaves
the other, deviations are flows: relations are nodes, cells are arcs that may be used both ways. Two-way tables are so;
and whole numbers come by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from isonomia.statistics.disclosure.table import Floats, Ints

if TYPE_CHECKING:
    from isonomia.statistics.disclosure.attack import Want

NEAR = 1e-6
FINE = 2**20
"""A wanted amount is so many units of flow where cells are hidden in part."""
MOST = 2**30
"""Flows are kept below this."""
ROUNDED = 8
"""So many of these units may be lost by rounding where nothing is hidden in part: about a hundred-thousandth."""
SLACK = 1e-3
"""What may be missing of a want, as a share of it, where cells are hidden in part: smaller gaps bring little."""


@dataclass(frozen=True, eq=False)
class Network:
    """`tail` and `head` (n,) are the nodes that a cell leaves and enters when it rises; `signs` (r,) those of the
    relations; the last node stands for what is in one relation only."""

    tail: Ints
    head: Ints
    signs: Floats

    @property
    def nodes(self) -> int:
        """The relations and one more."""
        return int(self.signs.size) + 1

    def unmet(self, hidden: Floats, up: Floats, down: Floats, wants: Sequence[Want]) -> list[tuple[int, Floats]]:
        """The places of the wants that a pattern does not meet, with the multipliers that prove it. A want may come
        twice, with two proofs."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import breadth_first_order

        found = []
        for at, (enough, graph, flow, source, sink, _, _) in enumerate(self._flows(hidden, up, down, wants)):
            if enough:
                continue
            rest = csr_matrix(graph - flow)
            rest.data = np.maximum(rest.data, 0)
            rest.eliminate_zeros()
            near = np.zeros(self.nodes, dtype=bool)
            near[breadth_first_order(rest, source, return_predecessors=False)] = True
            far = np.ones(self.nodes, dtype=bool)
            far[breadth_first_order(csr_matrix(rest.T), sink, return_predecessors=False)] = False
            found.append((at, self._proof(near)))
            if (near != far).any():
                found.append((at, self._proof(far)))
        return found

    def witnesses(self, hidden: Floats, up: Floats, down: Floats, wants: Sequence[Want]) -> list[Ints] | None:
        """For each want the cells of deviations that meet it, or more; None as soon as one is not met."""
        out = []
        for enough, _, flow, _, _, (cells, slots, forth, back), _ in self._flows(hidden, up, down, wants):
            if not enough:
                return None
            used = flow.tocoo()
            carrying = used.data > 0
            arcs = np.zeros(slots.size, dtype=bool)
            arcs[np.searchsorted(slots, used.row[carrying].astype(np.int64) * self.nodes + used.col[carrying])] = True
            out.append(cells[arcs[forth] | arcs[back]])
        return out

    def reached(self, up: Floats, down: Floats, wants: Sequence[Want]) -> list[float]:
        """How far each wanted cell can deviate, up to the amount, where all cells are hidden. Exact where `exact`."""
        hidden = np.ones(up.size)
        return [float(row[-1]) for row in self._flows(hidden, up, down, wants)]

    def _flows(self, hidden: Floats, up: Floats, down: Floats, wants: Sequence[Want]) -> Iterator[tuple[Any, ...]]:
        """For each want whether its flow is enough, the graph, the flow, source and sink, the arcs of cells, and how
        much of the want the flow is."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import maximum_flow

        cells = np.flatnonzero(hidden > NEAR)
        slots, indices, ends, forth, back = self._arcs(cells)
        rise, fall, share = up[cells], down[cells], hidden[cells]
        whole = not (share < 1 - NEAR).any()
        exact = whole and self.exact(rise, fall, wants)
        fine = min(FINE, MOST / max(1, cells.size))
        capacities: dict[float, tuple[Any, Any, Any]] = {}
        for want in wants:
            if want.amount not in capacities:
                one, other = np.minimum(rise, want.amount) * share, np.minimum(fall, want.amount) * share
                room = np.bincount(forth, one, slots.size) + np.bincount(back, other, slots.size)
                capacities[want.amount] = (one, other, room)
            one, other, all_room = capacities[want.amount]
            unit = 1.0 if exact else fine / want.amount
            own = int(np.searchsorted(cells, want.cell))
            room = all_room.copy()
            room[forth[own]] -= one[own]
            room[back[own]] -= other[own]
            tail, head = int(self.tail[want.cell]), int(self.head[want.cell])
            source, sink = (head, tail) if want.sign > 0 else (tail, head)
            units = np.floor(np.maximum(room, 0.0) * unit + NEAR).astype(np.int32)
            graph: Any = csr_matrix((units, indices, ends), shape=(self.nodes, self.nodes))
            done = maximum_flow(graph, source, sink)
            missing = 0 if exact else ROUNDED if whole else SLACK * fine
            enough = done.flow_value >= want.amount * unit - missing
            yield enough, graph, done.flow, source, sink, (cells, slots, forth, back), done.flow_value / unit

    def exact(self, up: Floats, down: Floats, wants: Sequence[Want]) -> bool:
        """Whether flows of whole numbers answer exactly: amounts and bounds are whole (or there is none)."""
        amounts = np.array([want.amount for want in wants])
        bounds = np.concatenate([up, down])
        bounds = bounds[np.isfinite(bounds)]
        small = float(amounts.max(initial=0.0)) * max(1, up.size) < MOST
        return small and bool((amounts == np.round(amounts)).all() and (bounds == np.round(bounds)).all())

    def _arcs(self, cells: Ints) -> tuple[Ints, Any, Any, Ints, Ints]:
        """The arcs between nodes, sorted, with those that run along parallel cells made one: their numbers, heads and
        row ends as a sparse matrix has them, and for each cell the arc that it runs along rising and falling."""
        tail, head, nodes = self.tail[cells], self.head[cells], self.nodes
        both = np.concatenate([tail * nodes + head, head * nodes + tail])
        slots, place = np.unique(both, return_inverse=True)
        ends = np.searchsorted(slots, np.arange(nodes + 1) * nodes).astype(np.int32)
        return slots, (slots % nodes).astype(np.int32), ends, place[: cells.size], place[cells.size :]

    def _proof(self, side: Any) -> Floats:
        """The multipliers of a cut: the sum of the relations on the source's side."""
        # seen from the other side where the last node, which is no relation, is on this one
        inside = ~side[:-1] if side[-1] else side[:-1]
        return np.asarray(np.where(inside, self.signs, 0.0) * (-1.0 if side[-1] else 1.0))


def network_of(relations: Any) -> Network | None:
    """The network of a matrix of relations (r, n); None where it is none."""
    columns = relations.tocsc()
    degree = np.diff(columns.indptr)
    lines, cells = relations.shape
    if degree.size and degree.max() > 2:
        return None
    signs = np.zeros(lines)
    links: list[list[tuple[int, float]]] = [[] for _ in range(lines)]
    twice = np.flatnonzero(degree == 2)
    starts = columns.indptr[twice]
    first, second = columns.indices[starts], columns.indices[starts + 1]
    bond = -columns.data[starts] * columns.data[starts + 1]
    for a, b, same in _distinct(first, second, bond):
        links[a].append((b, same))
        links[b].append((a, same))
    for start in range(lines):
        if signs[start]:
            continue
        signs[start] = 1.0
        waiting = [start]
        while waiting:
            a = waiting.pop()
            for b, same in links[a]:
                if not signs[b]:
                    signs[b] = signs[a] * same
                    waiting.append(b)
                elif signs[b] != signs[a] * same:
                    return None
    tail = np.full(cells, lines, dtype=np.int64)
    head = np.full(cells, lines, dtype=np.int64)
    owner = np.repeat(np.arange(cells), degree)
    leaving = columns.data * signs[columns.indices] > 0
    tail[owner[leaving]] = columns.indices[leaving]
    head[owner[~leaving]] = columns.indices[~leaving]
    return Network(tail, head, signs)


def _distinct(first: Any, second: Any, bond: Any) -> Iterator[tuple[int, int, float]]:
    for a, b, same in {*zip(first.tolist(), second.tolist(), bond.tolist(), strict=True)}:
        yield int(a), int(b), float(same)
