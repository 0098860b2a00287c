"""Rows that come back to their sender: with initials where a full name was written, for not even a file of faulty rows
keeps one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from isonomia.errors import DamagedFile
from isonomia.site.records.fields import Initials
from isonomia.site.records.fields.names import are_initials, initials
from isonomia.site.records.shape import Branch, Shape
from isonomia.site.records.transfer.rows import loaded

LEFT_OUT = "…"
"""Stands for what may hold a name and cannot be read; no file with it is taken."""


def without_names(shape: Shape, cells: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a row, children as JSON, as objects or as the rows of their sheets."""
    out = _level(shape, cells)
    for branch in _below(shape):
        if branch.path in out and branch.path != branch.name:
            out[branch.path] = _rows(branch, out[branch.path])
    return out


def _level(shape: Shape, cells: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(cells)
    for spec in shape.fields:
        if spec.name in out and isinstance(spec.kind.field, Initials):
            out[spec.name] = _short(out[spec.name])
    for branch in shape.branches:
        if branch.name in out:
            out[branch.name] = _rows(branch, out[branch.name])
    return out


def _short(held: Any) -> Any:
    if held in (None, "") or (isinstance(held, str) and are_initials(held)):
        return held
    return initials(held) if isinstance(held, str) else LEFT_OUT


def _rows(branch: Branch, held: Any) -> Any:
    if held in (None, "") or not any(isinstance(spec.kind.field, Initials) for spec in branch.shape.walk()):
        return held
    if isinstance(held, str):
        try:
            return json.dumps(_rows(branch, loaded(held, "")), ensure_ascii=False)
        except DamagedFile:
            return LEFT_OUT
    if not isinstance(held, list):
        return LEFT_OUT
    return [_level(branch.shape, row) if isinstance(row, Mapping) else LEFT_OUT for row in held]


def _below(shape: Shape) -> Iterator[Branch]:
    for branch in shape.branches:
        yield branch
        yield from _below(branch.shape)
