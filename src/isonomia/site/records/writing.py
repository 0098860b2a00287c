"""The one way to write records: with their children, facet values and history, in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from isonomia.site.records import facet_values, stamps
from isonomia.site.records.access import Actor
from isonomia.site.records.declaration import Collection
from isonomia.site.records.models import Change, Record, State
from isonomia.site.records.shape import Shape
from isonomia.site.records.signals import written
from isonomia.site.records.values import Faulty, Values, plain_of

BATCH = 500


class Conflict(Exception):
    """Somebody else changed the record since it was read."""

    def __init__(self, record: Record) -> None:
        super().__init__(_("This record was changed in the meantime."))
        self.record = record


def natural_key(collection: Collection, row: Any) -> tuple[Any, ...]:
    """What makes a record the same record, of clean values or of a record; empty where there is no such key. What
    values do not name says nothing, as it will in the record that is made of them."""
    kinds = [(name, collection.spec(name).kind) for name in collection.natural_key]
    if isinstance(row, Mapping):
        return tuple(_hashable(row.get(name, kind.empty)) for name, kind in kinds)
    return tuple(_hashable(getattr(row, kind.field.attname)) for _name, kind in kinds)


def _hashable(value: Any) -> Any:
    return getattr(value, "pk", value) if not isinstance(value, dict | list) else str(value)


def same_key(collection: Collection, values: Values | Any) -> Q:
    """The records that have a natural key."""
    get = values.get if isinstance(values, Mapping) else lambda name: getattr(values, name)
    return Q(revises=None, **{name: get(name) for name in collection.natural_key})


def _refuse_twin(collection: Collection, values: Any, but: int | None = None) -> None:
    if not collection.natural_key:
        return
    twin = collection.model._default_manager.filter(same_key(collection, values)).exclude(pk=but).first()
    if twin is not None:
        names = ", ".join(collection.spec(name).label for name in collection.natural_key)
        message = _("There is already a record with the same %(fields)s.") % {"fields": names}
        raise Faulty({collection.natural_key[-1]: [message]})


def _assign(shape: Shape, row: Any, values: Values) -> None:
    if isinstance(row, Record):
        row.country, row.body = values.get("country", row.country), values.get("body", row.body)
    for spec in shape.fields:
        if spec.name in values:
            setattr(row, spec.name, values[spec.name])


def store_children(shape: Shape, pairs: Sequence[tuple[Any, Values]]) -> None:
    """Writes the children of rows that have none of those given yet: (row, its values), level by level."""
    for branch in shape.branches:
        model: Any = branch.shape.model
        rows, below = [], []
        for parent, values in pairs:
            for position, given in enumerate(values.get(branch.name, ())):
                row = model(position=position, **{branch.parent: parent})
                _assign(branch.shape, row, given)
                rows.append(row)
                below.append((row, given))
        model._default_manager.bulk_create(rows, batch_size=BATCH)
        store_children(branch.shape, below)


def with_children(collection: Collection, pks: Sequence[int]) -> list[Record]:
    """Records with all their children, in as many queries as there are levels."""
    rows = collection.model._default_manager.filter(pk__in=pks)
    return list(rows.prefetch_related(*collection.shape.prefetches()))


def create_many(
    collection: Collection, rows: Sequence[Values], user: Any, *, state: str = State.DRAFT, reason: str = "",
    action: str = "created", revises: Record | None = None,
) -> list[Record]:  # fmt: skip
    """Writes new records with their history; natural keys must have been checked. Call it inside a transaction."""
    now = timezone.now()
    records: list[Record] = []
    model: Any = collection.model
    for values in rows:
        record = model(
            state=state, author=user, edited_by=user, created_at=now, updated_at=now, revises=revises,
            revises_version=revises.version if revises else None,
            published_at=now if state == State.PUBLISHED else None,
        )  # fmt: skip
        _assign(collection.shape, record, values)
        records.append(record)
    collection.model._default_manager.bulk_create(records, batch_size=BATCH)
    store_children(collection.shape, list(zip(records, rows, strict=True)))
    pks = [record.pk for record in records]
    facet_values.store_new(collection, zip(records, rows, strict=True))
    Change.objects.bulk_create(
        [
            Change(
                collection=collection.name, record_key=record.key, version=1, at=now, author=user, action=action,
                reason=reason, state_after=state,
            )
            for record in records
        ],
        batch_size=BATCH,
    )  # fmt: skip
    written.send(sender=type(collection), collection=collection, pks=pks)
    return records


def create(
    collection: Collection, values: Values, user: Any, *, state: str = State.DRAFT, reason: str = "",
    action: str = "created",
) -> Record:  # fmt: skip
    """Writes a new record. Raises Faulty where there is one with the same natural key."""
    with transaction.atomic():
        stamps.lock(collection)
        _refuse_twin(collection, values)
        (record,) = create_many(collection, [values], user, state=state, reason=reason, action=action)
        stamps.bump(collection)
    return record


def locked(collection: Collection, pk: int, version: int | None) -> Record:
    """The record as it is now, kept for this transaction. Raises Conflict where it is not the version that was read."""
    record = collection.model._default_manager.select_for_update().get(pk=pk)
    if version is not None and record.version != version:
        raise Conflict(record)
    return record


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The fields that differ: name to what it was and what it is."""
    return {name: [before.get(name), after.get(name)] for name in after if before.get(name) != after.get(name)}


def _replace_children(collection: Collection, record: Record, values: Values) -> None:
    for branch in collection.shape.branches:
        if branch.name in values:
            getattr(record, branch.name).all().delete()
    store_children(collection.shape, [(record, values)])


def update(
    collection: Collection, record: Record, values: Values, user: Any, *, version: int | None = None, reason: str = "",
    action: str = "edited",
) -> Record:  # fmt: skip
    """Writes what changed of a record; nothing where nothing did. Raises Conflict, Faulty."""
    with transaction.atomic():
        stamps.lock(collection)
        row = locked(collection, record.pk, version)
        before = plain_of(collection.shape, row)
        _assign(collection.shape, row, values)
        if collection.natural_key and row.revises_id is None and any(name in values for name in collection.natural_key):
            _refuse_twin(collection, row, but=row.pk)
        after = {**before, **plain_values(collection.shape, values)}
        diff = changed_fields(before, after)
        if not diff:
            return row
        if any(branch.name in diff for branch in collection.shape.branches):
            _replace_children(collection, row, {**_kept(collection, diff, values)})
        row.edited_by = user
        _finish(collection, row, user, action, reason, row.state, diff)
        if any(name in diff for name in _facet_roots(collection)):
            facet_values.store(collection, with_children(collection, [row.pk]))
    return row


def update_many(
    collection: Collection, changed: Sequence[tuple[Record, Values, dict[str, list[Any]]]], user: Any, *,
    reason: str = "", action: str = "edited",
) -> None:  # fmt: skip
    """Writes what differs of many records (record, values, difference) together. Call it inside a transaction that
    holds the lock of the collection."""
    now = timezone.now()
    model: Any = collection.model
    records = [record for record, _values, _diff in changed]
    for record, values, _diff in changed:
        _assign(collection.shape, record, values)
        record.version += 1
        record.updated_at, record.edited_by = now, user
    names = [spec.name for spec in collection.shape.fields]
    frame = ["version", "updated_at", "edited_by", "country", "body"]
    model._default_manager.bulk_update(records, list(dict.fromkeys([*names, *frame])), batch_size=100)
    for branch in collection.shape.branches:
        rows = [(record, values) for record, values, diff in changed if branch.name in diff]
        if rows:
            child: Any = branch.shape.model
            child._default_manager.filter(**{f"{branch.parent}__in": [record.pk for record, _values in rows]}).delete()
            only = replace(collection.shape, branches=(branch,))
            store_children(only, rows)
    pks = [record.pk for record in records]
    facet_values.store(collection, with_children(collection, pks))
    Change.objects.bulk_create(
        [
            Change(
                collection=collection.name, record_key=record.key, version=record.version, at=now, author=user,
                action=action, reason=reason, state_before=record.state, state_after=record.state, values=diff,
            )
            for record, _values, diff in changed
        ],
        batch_size=BATCH,
    )  # fmt: skip
    written.send(sender=type(collection), collection=collection, pks=pks)


def _kept(collection: Collection, diff: Mapping[str, Any], values: Values) -> Values:
    """The children that changed; the others are left alone."""
    return {branch.name: values[branch.name] for branch in collection.shape.branches if branch.name in diff}


def _facet_roots(collection: Collection) -> set[str]:
    return {facet.path.split(".")[0] for facet in facet_values.derived(collection)}


def plain_values(shape: Shape, values: Values) -> dict[str, Any]:
    """Clean values as JSON has them."""
    out = {spec.name: spec.kind.plain(values[spec.name]) for spec in shape.fields if spec.name in values}
    for branch in shape.branches:
        if branch.name in values:
            out[branch.name] = [plain_values(branch.shape, row) for row in values[branch.name]]
    return out


def _finish(
    collection: Collection, row: Record, user: Any, action: str, reason: str, state_before: str, diff: dict[str, Any]
) -> None:  # fmt: skip
    """Raises the version, saves, writes the history, tells who listens."""
    row.version += 1
    row.updated_at = timezone.now()
    row.save()
    Change.objects.create(
        collection=collection.name, record_key=row.key, version=row.version, at=row.updated_at, author=user,
        action=action, reason=reason, state_before=state_before, state_after=row.state, values=diff,
    )  # fmt: skip
    stamps.bump(collection)
    written.send(sender=type(collection), collection=collection, pks=[row.pk])


def move(
    collection: Collection, record: Record, user: Any, *, action: str, state: str, reason: str = "",
    version: int | None = None,
) -> Record:  # fmt: skip
    """Brings a record to another state. Who may do so is decided in `workflow`. Raises Conflict."""
    with transaction.atomic():
        stamps.lock(collection)
        row = locked(collection, record.pk, version)
        before, row.state = row.state, state
        if state == State.SUBMITTED:
            row.submitted_by = user
        if state == State.PUBLISHED and row.published_at is None:
            row.published_at = timezone.now()
        _finish(collection, row, user, action, reason, before, {})
        if state == State.PUBLISHED and row.revises_id is not None:
            return _merge(collection, row, user, reason)
    return row


def revise(collection: Collection, record: Record, values: Values, user: Any, *, reason: str = "") -> Record:
    """A copy of a published record with changed values, to go through review while the record stays as it is."""
    with transaction.atomic():
        stamps.lock(collection)
        (copy,) = create_many(collection, [values], user, reason=reason, action="revised", revises=record)
        stamps.bump(collection)
    return copy


def _merge(collection: Collection, copy: Record, user: Any, reason: str) -> Record:
    """The values of a reviewed copy become those of its record; the copy goes. Raises Conflict where the record was
    changed since the copy was made."""
    (full,) = with_children(collection, [copy.pk])
    values = clean_of(collection.shape, full)
    original = locked(collection, int(copy.revises_id or 0), copy.revises_version)
    editor = copy.edited_by
    pk = copy.pk
    copy.delete()
    written.send(sender=type(collection), collection=collection, pks=[pk])
    merged = update(collection, original, values, editor, reason=reason, action="revision_published")
    type(merged)._default_manager.filter(pk=merged.pk).update(submitted_by=full.submitted_by)
    return merged


def clean_of(shape: Shape, row: Any) -> Values:
    """A record's values, children within, as they are written."""
    out: Values = {spec.name: getattr(row, spec.name) for spec in shape.fields}
    if isinstance(row, Record):
        out |= {"country": row.country, "body": row.body}
    for branch in shape.branches:
        out[branch.name] = [clean_of(branch.shape, child) for child in getattr(row, branch.name).all()]
    return out


def discard(collection: Collection, record: Record, actor: Actor) -> None:
    """Deletes a draft that was never public; its history stays."""
    with transaction.atomic():
        row = locked(collection, record.pk, None)
        pk = row.pk
        row.delete()
        stamps.bump(collection)
        written.send(sender=type(collection), collection=collection, pks=[pk])
