"""Derives the rows by which records are found when a field has several values, or is a field of children."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

from isonomia.site.records.declaration import Collection, Facet
from isonomia.site.records.kinds import CodedMany, Kind
from isonomia.site.records.models import Record
from isonomia.site.records.texts import values_at

BATCH = 500


def is_derived(collection: Collection, facet: Facet) -> bool:
    """Whether a facet is counted in the table of values, and not in the record's own column."""
    return "." in facet.path or isinstance(collection.spec(facet.path).kind, CodedMany)


def derived(collection: Collection) -> list[Facet]:
    """The facets that are counted in the table of values."""
    return [facet for facet in collection.facets if is_derived(collection, facet)]


def code_of(kind: Kind, value: Any) -> str:
    """The code by which a value is found: a code as it is, a date by its year, yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return f"{value.year:04d}"
    return "" if kind.is_empty(value) else str(value)


def codes_of(collection: Collection, facet: Facet, found: Iterable[Any]) -> list[str]:
    """The codes of one record in one facet, each once, from its values there."""
    kind = collection.spec(facet.path).kind
    codes: dict[str, None] = {}
    for value in found:
        for single in value if isinstance(value, list) else [value]:
            if code := code_of(kind, single):
                codes[code] = None
    return list(codes)


def _given_at(values: Mapping[str, Any], path: str) -> Iterator[Any]:
    """The values at a path of clean values that are being written."""
    first, _, rest = path.partition(".")
    if not rest:
        yield values.get(first)
        return
    for child in values.get(first) or ():
        yield from _given_at(child, rest)


def store_new(collection: Collection, pairs: Iterable[tuple[Record, Mapping[str, Any]]]) -> None:
    """Writes the rows of new records from the clean values that they were made of."""
    facets = derived(collection)
    if facets:
        rows = [
            (record.pk, facet.name, code)
            for record, values in pairs
            for facet in facets
            for code in codes_of(collection, facet, _given_at(values, facet.path))
        ]
        _insert(collection, rows)


def store(collection: Collection, records: Sequence[Record]) -> None:
    """Writes the rows of records anew, from the records themselves; their children should be loaded."""
    model: Any = collection.model.FacetValue
    model.objects.filter(record__in=[record.pk for record in records]).delete()
    rows = [
        (record.pk, facet.name, code)
        for record in records
        for facet in derived(collection)
        for code in codes_of(collection, facet, values_at(record, facet.path))
    ]
    _insert(collection, rows)


def _insert(collection: Collection, rows: Sequence[tuple[int, str, str]]) -> None:
    """Writes rows (record, field, code). There are several for each record, so no objects are made of them."""
    if rows:
        table = connection.ops.quote_name(collection.model.FacetValue._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} (record_id, field, code) VALUES (%s, %s, %s)", rows)


def signature(collection: Collection) -> str:
    """What the rows of a collection depend on; when it changes they are derived again."""
    text = "|".join(f"{facet.name}={facet.path}" for facet in derived(collection))
    return hashlib.sha256(text.encode()).hexdigest()


def rebuild(collection: Collection) -> int:
    """Derives the rows of a whole collection anew; gives the number of records."""
    done = 0
    for batch in in_batches(collection, BATCH):
        store(collection, batch)
        done += len(batch)
    return done


def in_batches(collection: Collection, size: int, rows: Any = None) -> Iterable[list[Record]]:
    """All records of a query by key, with their children, so many at a time."""
    rows = collection.model._default_manager.all() if rows is None else rows
    rows = rows.order_by("pk").prefetch_related(*collection.shape.prefetches())
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:size]):
        yield batch
        last = batch[-1].pk
