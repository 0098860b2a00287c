"""From a view to rows: what an actor may see, narrowed to what was asked for, in the order that was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Lower, NullIf

from isonomia.site.languages import current_language
from isonomia.site.records import finding
from isonomia.site.records.access import Actor, visible
from isonomia.site.records.declaration import Collection, Facet
from isonomia.site.records.facet_values import is_derived
from isonomia.site.records.fields.texts import FALLBACK
from isonomia.site.records.kinds import Coded, Date, Link, LongText, Moment, Multilingual, Text, YesNo
from isonomia.site.records.models import Record
from isonomia.site.records.view import NONE, STATE, View

SORTED_BY = "sorted_by"
"""The name under which rows carry what they are sorted by, for cursors."""


def condition(collection: Collection, facet: Facet, codes: Sequence[str], actor: Actor) -> Q:
    """What a record must be to have one of the codes in a facet."""
    given = [code for code in codes if code != NONE]
    if is_derived(collection, facet):
        values: Any = collection.model.FacetValue._default_manager.filter(field=facet.name)
        found = Q(pk__in=values.filter(code__in=given).values("record")) if given else Q(pk__in=[])
        return found | Q(~Exists(values.filter(record=OuterRef("pk")))) if NONE in codes else found
    kind = collection.spec(facet.path).kind
    if isinstance(kind, Link):
        targets = kind.resolve(given, kind.visible(actor))
        found = Q(**{f"{facet.path}__in": [target.pk for target in targets.values()]})
    elif isinstance(kind, Date | Moment):
        found = Q(pk__in=[])
        for year in given:
            found |= Q(**{f"{facet.path}__year": int(year)})
    elif isinstance(kind, YesNo):
        found = Q(**{f"{facet.path}__in": [code == "yes" for code in given]})
    else:
        found = Q(**{f"{facet.path}__in": given})
    return found | missing(collection, facet.path) if NONE in codes else found


def missing(collection: Collection, path: str) -> Q:
    """What a record is that says nothing in a field."""
    empty = Q(**{f"{path}__isnull": True})
    if isinstance(collection.spec(path).kind, Text | Coded):
        empty |= Q(**{path: ""})
    return empty


def rows_of(collection: Collection, actor: Actor, view: View, *, without: str = "") -> QuerySet[Record]:
    """The rows of a view, in no order; `without` leaves out the filter of one facet. Raises SearchUnavailable."""
    rows = visible(collection, actor)
    for name, codes in view.filters.items():
        if name == without:
            continue
        if name == STATE:
            rows = rows.filter(state__in=codes)
        else:
            rows = rows.filter(condition(collection, collection.facet_names[name], codes, actor))
    for name, value in view.bounds.items():
        path, _, end = name.rpartition("_")
        moment = isinstance(collection.spec(path).kind, Moment)
        if end == "to" and moment and value.time() == dt.time.min:
            value = value + dt.timedelta(days=1) - dt.timedelta(microseconds=1)
        rows = rows.filter(**{f"{path}__{'gte' if end == 'from' else 'lte'}": value})
    return finding.narrow(rows, collection.name, view.q, current_language()) if view.q else rows


@dataclass(frozen=True, slots=True)
class Order:
    """How rows are sorted: by an expression, downwards or not, then by their number so that none stands still twice."""

    name: str
    down: bool
    expression: Any
    nullable: bool

    def terms(self) -> list[Any]:
        """What `order_by` takes."""
        by = F(SORTED_BY)
        last = {"nulls_last": True} if self.nullable else {}
        return [by.desc(**last) if self.down else by.asc(**last), "pk"]

    def after(self, value: Any, pk: int) -> Q:
        """The rows that come after one."""
        if value is None:
            return Q(**{f"{SORTED_BY}__isnull": True, "pk__gt": pk})
        beyond = Q(**{f"{SORTED_BY}__{'lt' if self.down else 'gt'}": value}) | Q(**{SORTED_BY: value, "pk__gt": pk})
        return beyond | Q(**{f"{SORTED_BY}__isnull": True}) if self.nullable else beyond


def order_of(collection: Collection, view: View) -> Order:
    """The order of a view, by its sort or the collection's own."""
    sort = view.sort or collection.default_sort
    name = sort.removeprefix("-")
    spec = collection.spec(name)
    expression: Any = F(name)
    nullable = bool(spec.kind.field.null)
    if isinstance(spec.kind, Multilingual):
        languages = dict.fromkeys((current_language(), *FALLBACK))
        texts = [NullIf(KT(f"{name}__{language}"), Value("")) for language in languages]
        expression, nullable = Lower(Coalesce(*texts, output_field=TextField())), True
    elif isinstance(spec.kind, Text | LongText):
        expression = Lower(name)
    return Order(name, sort.startswith("-"), expression, nullable)


def in_order(rows: QuerySet[Record], order: Order) -> QuerySet[Record]:
    """The rows, sorted; each carries what it is sorted by."""
    return rows.annotate(**{SORTED_BY: order.expression}).order_by(*order.terms())
