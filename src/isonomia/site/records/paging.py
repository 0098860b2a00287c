"""Pages for people (by number) and for programs (by cursor, which no change of the rows before it shifts)."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from typing import Any

from django.db import connection
from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from isonomia.site.records.access import Actor, visible
from isonomia.site.records.declaration import Collection
from isonomia.site.records.errors import BadValue
from isonomia.site.records.facet_index import Mark, facet_index, mark_of
from isonomia.site.records.models import Record
from isonomia.site.records.postings import flags, numbers_of
from isonomia.site.records.rows import SORTED_BY, Order, in_order, order_of, rows_of
from isonomia.site.records.view import View

MOST = 500
USUAL = 50
FEW = 200
"""Records that are named one by one."""
LOOKED_UP = 1_000
"""Records that are looked up one by one rather than met in a walk through all."""
SOME = 3_000
"""Records that are named rather than looked for by a walk."""
WALKED = 5_000
"""Rows that are walked to fill a page."""
NAMED = 50_000
"""Records of which a page is made by naming them all."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    records: list[Record]
    number: int
    pages: int
    total: int

    @property
    def numbers(self) -> list[int | None]:
        """Which pages to offer: the first, the last and those around this one; None for a gap."""
        near = {1, self.pages, *range(max(1, self.number - 2), min(self.pages, self.number + 2) + 1)}
        out: list[int | None] = []
        for number in sorted(near):
            if out and out[-1] is not None and number - out[-1] > 1:
                out.append(None)
            out.append(number)
        return out


def page_of(rows: QuerySet[Record], order: Order, number: int, size: int, total: int) -> Page:
    """A page by its number; empty beyond the last one."""
    start = (number - 1) * size
    # the numbers alone are found in the index of the list, however far down; the records are then few
    pks = list(in_order(rows, order).values_list("pk", flat=True)[start : start + size]) if start < total else []
    return Page(_of(rows, pks), number, max(1, -(-total // size)), total)


def _of(rows: QuerySet[Record], pks: list[int]) -> list[Record]:
    """Records in the order of their numbers as given."""
    rows = rows.defer(*_apart(rows.model))
    there = {record.pk: record for record in rows.filter(pk__in=pks)} if pks else {}
    return [there[pk] for pk in pks if pk in there]


@cache
def _apart(model: type[Record]) -> list[str]:
    """The fields that no list shows: what is kept in them for other pages may be long."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, JSONField) and not field.editable]


def page_in(collection: Collection, actor: Actor, view: View, mark: Mark) -> Page:
    """The page of a view. Raises SearchUnavailable, BadValue."""
    index, order, size = facet_index(collection), order_of(collection, view), collection.page_size
    rows, found = visible(collection, actor), index.matching(actor, view, mark)
    total, start = found.bit_count(), (view.page - 1) * size
    if view.is_narrowed and start < total:
        ordered = partial(in_order, order=order)
        pks = _picked(rows, ordered, order, start, size, found, index.seen(actor, mark.stamp))
        if pks is not None:
            return Page(_of(rows, pks), view.page, max(1, -(-total // size)), total)
        rows = rows_of(collection, actor, view)
    return page_of(rows, order, view.page, size, total)


def first_after(
    collection: Collection, actor: Actor, view: View, order: Order, cursor: str, most: int
) -> tuple[QuerySet[Any], int]:
    """The first rows of a view from a cursor on, and how many there are in the view. Raises as `rows_after`,
    SearchUnavailable."""
    index, mark, rows = facet_index(collection), mark_of(collection, view), visible(collection, actor)
    found = index.matching(actor, view, mark)
    if view.is_narrowed:
        ordered = partial(rows_after, order=order, cursor=cursor)
        pks = _picked(rows, ordered, order, 0, most, found, index.seen(actor, mark.stamp))
        if pks is not None:
            return in_order(rows.filter(pk__in=pks), order).order_by(*order.terms(named=True)), found.bit_count()
        rows = rows_of(collection, actor, view)
    return rows_after(rows, order, cursor)[:most], found.bit_count()


def _picked(
    rows: QuerySet[Any], ordered: Callable[[QuerySet[Any]], QuerySet[Any]], order: Order, start: int, size: int,
    found: int, seen: int,
) -> list[int] | None:  # fmt: skip
    """The numbers of a page: of rows put in order, those whose numbers are bits of `found`; `seen` are all rows.

    Of many the rows are walked until the page is full, others are named to the database; a few without saying who sees
    them, which `found` says already and the reading of the page says again. None where all would take long, and the
    database should rather look for itself.
    """
    total = found.bit_count()
    far = 2 * (start + size) * seen.bit_count() // max(total, 1) + size
    if total > SOME and far <= WALKED:
        there = flags(found)
        walked = list(ordered(rows).values_list("pk", flat=True)[:far])
        pks = [pk for pk in walked if pk < len(there) and there[pk]][start : start + size]
        if len(pks) == size or len(walked) < far:
            return pks
    if total > NAMED:
        return None
    if total <= LOOKED_UP:
        rows = ordered(rows.model._default_manager.filter(pk__in=_named(found))).order_by(*order.terms(named=True))
    else:
        rows = ordered(rows.filter(pk__in=_named(found)))
    return list(rows.values_list("pk", flat=True)[start : start + size])


def _named(found: int) -> Any:
    """Numbers for the database, many of them as one value."""
    numbers = list(numbers_of(found))
    if len(numbers) <= FEW:
        return numbers
    if connection.vendor == "sqlite":
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(numbers)])
    return RawSQL("SELECT unnest(%s::bigint[])", [numbers])


def _packed(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return {"t": value.isoformat()}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    return {"n": str(value)} if isinstance(value, Decimal) else value


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    (kind, text), *_rest = value.items()
    if kind == "t":
        return dt.datetime.fromisoformat(text)
    return dt.date.fromisoformat(text) if kind == "d" else Decimal(text)


def cursor_after(order: Order, record: Any) -> str:
    """The cursor of the rows that come after a record."""
    packed = [order.name, int(order.down), _packed(getattr(record, SORTED_BY)), record.pk]
    return base64.urlsafe_b64encode(json.dumps(packed, separators=(",", ":")).encode()).decode().rstrip("=")


def rows_after(rows: QuerySet[Record], order: Order, cursor: str) -> QuerySet[Record]:
    """The rows in order, from a cursor on. Raises BadValue for a cursor that was not given out for this order."""
    rows = in_order(rows, order)
    if not cursor:
        return rows
    try:
        packed = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        name, down, value, pk = packed
        after = order.after(_unpacked(value), int(pk))
        if not isinstance(value, str | int | float | dict | None):
            raise TypeError
    except (binascii.Error, ValueError, TypeError, KeyError, ArithmeticError, AttributeError):
        raise BadValue(_("This cursor was not given out by this list.")) from None
    if name != order.name or bool(down) != order.down:
        raise BadValue(_("This cursor is of another order; start again without it."))
    return rows.filter(after)


def read_limit(text: str | None) -> int:
    """How many rows a program asks for. Raises BadValue."""
    if text is None:
        return USUAL
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MOST):
        raise BadValue(_("limit is a number from 1 to %(most)s.") % {"most": MOST})
    return int(text)
