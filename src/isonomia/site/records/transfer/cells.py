"""From the cells of a file to the data of a record: which column is which value, and what is said of a wrong one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from isonomia.errors import DamagedFile
from isonomia.site.records.declaration import Collection
from isonomia.site.records.kinds import Multilingual
from isonomia.site.records.represent import FRAME
from isonomia.site.records.shape import Branch, Shape
from isonomia.site.records.transfer.rows import NUMBER, RawRow, loaded

ERROR = "error"
"""The heading of what is wrong, in a file of faulty rows."""
IGNORED = (frozenset(FRAME) - {"key"}) | {ERROR}
"""Columns that an export has and an import leaves alone: the frame writes them."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a file: the field it is of and which part of it."""

    name: str
    field: str
    suffix: str


def headings(collection: Collection, names: Iterable[str]) -> dict[str, Heading]:
    """The columns of a file by heading. Raises DamagedFile that names an unknown one and those that there are."""
    known = _known(collection.shape)
    out = {}
    for name in names:
        if name in IGNORED or name == NUMBER:
            continue
        if name != "key" and name not in known:
            import difflib

            near = difflib.get_close_matches(name, list(known), 3) or sorted(known)
            text = _("“%(name)s” is no column of %(collection)s; near it: %(near)s")
            raise DamagedFile(text % {"name": name[:60], "collection": collection.name, "near": ", ".join(near)})
        out[name] = known.get(name, Heading("key", "key", ""))
    return out


def _known(shape: Shape) -> dict[str, Heading]:
    out = {}
    for spec in shape.fields:
        suffixes = {*spec.kind.columns(), ""} if isinstance(spec.kind, Multilingual) else set(spec.kind.columns())
        for suffix in suffixes:
            out[spec.name + suffix] = Heading(spec.name + suffix, spec.name, suffix)
    for branch in shape.branches:
        out[branch.name] = Heading(branch.name, branch.name, "")
        # a workbook has a sheet for each kind of children at each depth, called by its path
        for path in _paths(branch):
            out.setdefault(path, Heading(path, path, ""))
    return out


def _paths(branch: Branch) -> list[str]:
    return [branch.path, *(path for below in branch.shape.branches for path in _paths(below))]


def data_of(collection: Collection, row: RawRow, known: Mapping[str, Heading]) -> tuple[str, dict[str, Any]]:
    """The key that a row names (empty: none) and its data for `values.clean`. Raises ValidationError."""
    if row.nested:
        data = {name: value for name, value in row.cells.items() if name not in FRAME}
        return str(row.cells.get("key") or ""), data
    key = str(row.cells.get("key") or "").strip()
    return key, _level(collection.shape, row.cells, row.cells, "")


def _level(shape: Shape, cells: Mapping[str, Any], sheets: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for spec in shape.fields:
        parts = {suffix: cells.get(spec.name + suffix) for suffix in {*spec.kind.columns(), ""}}
        if any(spec.name + suffix in cells for suffix in parts):
            out[spec.name] = spec.kind.from_cells({suffix: _said(cell) for suffix, cell in parts.items()})
    for branch in shape.branches:
        if branch.name in cells or branch.path in sheets:
            held = cells.get(branch.name, sheets.get(branch.path))
            out[branch.name] = _children(branch, held, sheets)
    return out


def _said(cell: Any) -> Any:
    return None if cell == "" else cell


def _children(branch: Branch, held: Any, sheets: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Children from JSON in a cell, or from the rows of their sheet."""
    if held in (None, ""):
        return []
    if isinstance(held, str):
        try:
            rows = loaded(held, "")
        except DamagedFile:
            raise ValidationError({branch.name: _("The cell is no JSON.")}) from None
        if not isinstance(rows, list):
            raise ValidationError({branch.name: _("The cell must hold a JSON list.")})
        return rows
    if not isinstance(held, list):
        raise ValidationError({branch.name: _("The cell must hold a JSON list.")})
    out = []
    for number, cells in enumerate(held, 1):
        row = _level(branch.shape, cells, {}, "")
        for below in branch.shape.branches:
            rows = sheets.get(below.path) or []
            here = [cells for cells in rows if _number(cells.get(branch.name)) == number]
            own = [_without(cells, branch.name) for cells in here]
            row[below.name] = _children(below, own, sheets)
        out.append(row)
    return out


def _without(cells: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in cells.items() if key != name}


def _number(cell: Any) -> int | None:
    try:
        return int(cell)
    except (TypeError, ValueError):
        return None
