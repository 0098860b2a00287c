"""Records as the API and JSON files give them: what the actor may see, links by address, children within."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from isonomia.site.records.access import Actor, sees_field
from isonomia.site.records.declaration import Collection
from isonomia.site.records.display import Linked
from isonomia.site.records.kinds import Link
from isonomia.site.records.kinds.dates import moment
from isonomia.site.records.models import Record
from isonomia.site.records.shape import Shape

FRAME = ("key", "state", "version", "updated_at")
"""What every object has before its own fields."""


def loaded(collection: Collection, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows with their children and whatever else the collection's objects need."""
    return rows.prefetch_related(*collection.shape.prefetches(), *collection.prefetch)


def represent(
    collection: Collection, actor: Actor, records: Sequence[Record], *, described: bool = True
) -> list[dict[str, Any]]:
    """The objects of records whose children are loaded; as many queries as collections linked to."""
    linked = Linked(actor)
    linked.gather(collection.shape, records)
    out = []
    for record in records:
        plain = {
            "key": record.key, "state": record.state, "version": record.version,
            "updated_at": moment(record.updated_at),
            **_level(collection, actor, record, collection.shape, record, linked),
        }  # fmt: skip
        out.append(collection.describe(record, plain) if described else plain)
    return out


def _level(
    collection: Collection, actor: Actor, record: Record, shape: Shape, row: Any, linked: Linked
) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for spec in shape.fields:
        if not sees_field(collection, actor, spec.seen_by, record):
            continue
        if isinstance(spec.kind, Link):
            found = linked.found.get((spec.kind.target, getattr(row, spec.kind.field.attname)))
            out[spec.name] = found[2] if found else None
        else:
            out[spec.name] = spec.kind.plain(getattr(row, spec.name))
    for branch in shape.branches:
        if sees_field(collection, actor, branch.seen_by, record):
            out[branch.name] = [
                _level(collection, actor, record, branch.shape, child, linked)
                for child in getattr(row, branch.name).all()
            ]
    return out
