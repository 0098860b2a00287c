"""The records that rows of a file are about, found together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from isonomia.site.records import writing
from isonomia.site.records.access import Actor, visible
from isonomia.site.records.declaration import Collection
from isonomia.site.records.kinds import CodedMany, Link, Multilingual
from isonomia.site.records.models import Record
from isonomia.site.records.shape import Shape
from isonomia.site.records.values import Values, plain_of


class Existing:
    """The records of a batch of rows (key or none, values), by key or natural key, in a few queries."""

    def __init__(self, collection: Collection, actor: Actor, rows: Sequence[tuple[str, Values]]) -> None:
        self.collection = collection
        fetched = (*collection.shape.prefetches(), *collection.shape.links())
        keys = [key for key, _values in rows if key]
        seen: Any = visible(collection, actor).prefetch_related(*fetched)
        self._by_key = {record.key: record for record in seen.filter(key__in=keys)} if keys else {}
        self._by_natural: dict[tuple[Any, ...], Record] = {}
        unnamed = [values for key, values in rows if not key]
        if collection.natural_key and unnamed:
            wanted = {writing.natural_key(collection, values) for values in unnamed}
            model: Any = collection.model
            near = model._default_manager.filter(revises=None).prefetch_related(*fetched)
            for at, name in enumerate(collection.natural_key):
                given = {identity[at] for identity in wanted}
                if None not in given and not isinstance(collection.spec(name).kind, CodedMany | Multilingual):
                    near = near.filter(**{f"{name}__in": given})
            for record in near:
                identity = writing.natural_key(collection, record)
                if identity in wanted:
                    self._by_natural[identity] = record

    def of(self, key: str, values: Values) -> Record | None:
        """The record that a row is about; None for a new one."""
        if key:
            return self._by_key.get(key)
        if not self.collection.natural_key:
            return None
        return self._by_natural.get(writing.natural_key(self.collection, values))

    def differs(self, record: Record, values: Values) -> dict[str, list[Any]]:
        """The fields in which a row differs from its record: what they are and what they would be."""
        before = plain_of(self.collection.shape, record)
        after = {**before, **writing.plain_values(self.collection.shape, values)}
        return writing.changed_fields(before, after)


def _mapped(shape: Shape, values: Values, change: Callable[[Any, Any], Any]) -> Values:
    out = dict(values)
    for spec in shape.fields:
        if isinstance(spec.kind, Link) and out.get(spec.name) is not None:
            out[spec.name] = change(spec.kind.target, out[spec.name])
    for branch in shape.branches:
        if branch.name in out:
            out[branch.name] = [_mapped(branch.shape, row, change) for row in out[branch.name]]
    return out


def without_records(shape: Shape, values: Values) -> Values:
    """The values with numbers in place of the records that they link to, to be kept in a file."""
    return _mapped(shape, values, lambda _model, record: record.pk)


def with_records(collection: Collection, rows: Sequence[Values]) -> None:
    """Puts the records back in the rows of a batch, one query for each model linked to."""
    wanted: dict[Any, set[int]] = defaultdict(set)

    def noted(model: Any, pk: int) -> int:
        wanted[model].add(pk)
        return pk

    for row in rows:
        _mapped(collection.shape, row, noted)
    found = {model: model._default_manager.in_bulk(pks) for model, pks in wanted.items()}
    for row in rows:
        row.update(_mapped(collection.shape, row, lambda model, pk: found[model][pk]))
