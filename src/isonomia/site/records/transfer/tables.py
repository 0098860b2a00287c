"""Records as rows of cells: a column for each value, children as JSON in one cell or as rows of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from isonomia.site.records.access import Actor, restricted_for, sees_unpublished
from isonomia.site.records.declaration import Collection
from isonomia.site.records.represent import FRAME
from isonomia.site.records.shape import Branch, Shape, Spec
from isonomia.site.records.transfer.rows import NUMBER


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and where its cell is found in an object of `represent`."""

    heading: str
    name: str
    spec: Spec | None = None
    at: int = 0
    """Which of the cells of its value."""


def columns_of(shape: Shape, kept: frozenset[str] = frozenset()) -> list[Column]:
    """The columns of the values of a shape, without the paths that are kept from the reader."""
    out = []
    for spec in shape.fields:
        if spec.path not in kept:
            out += [
                Column(spec.name + suffix, spec.name, spec, at) for at, suffix in enumerate(spec.kind.columns())
            ]  # fmt: skip
    return out


def kept_from(collection: Collection, actor: Actor) -> frozenset[str]:
    """The paths that an actor sees in no record: they have no column. Who writes some records has all columns, with
    cells only where it may."""
    return frozenset() if sees_unpublished(collection, actor) else restricted_for(collection, actor)


def headings(collection: Collection, actor: Actor) -> list[Column]:
    """The columns of a collection's own values, the frame's first."""
    kept = kept_from(collection, actor)
    return [*(Column(name, name) for name in FRAME), *columns_of(collection.shape, kept)]


def branches_of(collection: Collection, actor: Actor) -> list[Branch]:
    """The children that an actor sees."""
    kept = kept_from(collection, actor)
    return [branch for branch in collection.shape.branches if branch.path not in kept]


def cells(columns: list[Column], plain: Mapping[str, Any]) -> list[Any]:
    """The cells of an object: text, number, truth value or None; dates as texts."""
    out: list[Any] = []
    for column in columns:
        value = plain.get(column.name)
        if column.spec is None or value is None:
            out.append(value)
        else:
            out.append(_cell(column.spec, value, column.at))
    return out


def _cell(spec: Spec, value: Any, at: int) -> Any:
    if isinstance(value, dict | list):
        return spec.kind.cells(value)[at]
    return value


def as_json(rows: Any) -> str | None:
    """Children in one cell."""
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")) if rows else None


def child_rows(branch: Branch, plain: Mapping[str, Any], place: tuple[int, ...]) -> Iterator[tuple[Branch, list[Any]]]:
    """The rows of children and their children: the numbers that say whose they are, then their cells."""
    columns = columns_of(branch.shape)
    for number, row in enumerate(plain.get(branch.name) or [], 1):
        yield branch, [*place, *cells(columns, row)]
        for below in branch.shape.branches:
            yield from child_rows(below, row, (*place, number))


def all_branches(branches: list[Branch]) -> Iterator[tuple[Branch, tuple[str, ...]]]:
    """All children at all depths, with the headings that say whose their rows are."""
    for branch in branches:
        yield branch, (NUMBER,)
        for below, place in all_branches(list(branch.shape.branches)):
            yield below, (*place, branch.name)
