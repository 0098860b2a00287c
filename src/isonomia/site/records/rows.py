"""From a view to rows: what an actor may see, narrowed to what was asked for, in the order that was asked for."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Lower, NullIf

from isonomia.site.languages import current_language
from isonomia.site.records import finding
from isonomia.site.records.access import Actor, visible
from isonomia.site.records.codelists import collated
from isonomia.site.records.declaration import Collection, Facet
from isonomia.site.records.facet_values import is_derived
from isonomia.site.records.fields.texts import FALLBACK
from isonomia.site.records.kinds import Choice, Coded, Date, Link, Moment, Multilingual, Text, YesNo
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
    """How rows are sorted: by an expression, downwards or not, then by their number so that none stands still twice.

    `name` says all that decides the order, the language too, so that a cursor of another order is known by it.
    """

    name: str
    down: bool
    expression: Any
    nullable: bool

    def terms(self, *, named: bool = False) -> list[Any]:
        """What `order_by` takes; `named` for rows that are named one by one, which no index need walk."""
        by = Unindexed(F(SORTED_BY)) if named else F(SORTED_BY)
        last = {"nulls_last": True} if self.nullable else {}
        return [by.desc(**last) if self.down else by.asc(**last), "pk"]

    def after(self, value: Any, pk: int) -> Q:
        """The rows that come after one."""
        if value is None:
            return Q(**{f"{SORTED_BY}__isnull": True, "pk__gt": pk})
        beyond = Q(**{f"{SORTED_BY}__{'lt' if self.down else 'gt'}": value}) | Q(**{SORTED_BY: value, "pk__gt": pk})
        return beyond | Q(**{f"{SORTED_BY}__isnull": True}) if self.nullable else beyond


def order_of(collection: Collection, view: View) -> Order:
    """The order of a view, by its sort or the collection's own: texts and labels as the page's language has them."""
    sort = view.sort or collection.default_sort
    name = sort.removeprefix("-")
    kind, language, down = collection.spec(name).kind, current_language(), sort.startswith("-")
    if isinstance(kind, Multilingual):
        texts = [NullIf(KT(f"{name}__{code}"), Value("")) for code in dict.fromkeys((language, *FALLBACK))]
        return Order(f"{name}.{language}", down, Lower(Coalesce(*texts, output_field=TextField())), True)
    if isinstance(kind, Coded):
        place = Place(name, [entry.code for entry in kind.terms.in_order(language)])
        return Order(f"{name}.{language}.{kind.terms.stamp}", down, place, True)
    if isinstance(kind, Choice):
        labels = sorted((collated(kind.label(code), language), str(code)) for code, _label in kind.field.flatchoices)
        return Order(f"{name}.{language}", down, Place(name, [code for _label, code in labels]), True)
    return Order(name, down, Lower(name) if isinstance(kind, Text) else F(name), bool(kind.field.null))


class Unindexed(Func):
    """A value as it is, but of no index: SQLite would walk a whole one that is in order rather than sort a few rows."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **how: Any) -> tuple[str, list[Any]]:
        """With a plus, which says so."""
        sql, params = self.as_sql(compiler, connection, template="+%(expressions)s", **how)
        return sql, list(params)


class Place(Func):
    """The place of a code among codes in order; null for one that is not among them.

    The codes are sent as one JSON object, for a comparison with each of two hundred countries takes four times as long.
    """

    function = "place_of"
    output_field = IntegerField()

    def __init__(self, name: str, codes: Sequence[str]) -> None:
        super().__init__(F(name))
        self.codes = codes

    def as_sqlite(self, compiler: Any, connection: Any, **_how: Any) -> tuple[str, list[Any]]:
        """As a table that is made once, for what has a limit is not merged into the query, and gets an index."""
        sql, params = compiler.compile(self.source_expressions[0])
        made = "SELECT key AS code, value AS place FROM json_each(%s) LIMIT -1"
        return f"(SELECT place FROM ({made}) WHERE code = {sql})", [self._places(), *params]

    def as_postgresql(self, compiler: Any, connection: Any, **_how: Any) -> tuple[str, list[Any]]:
        """As an object that finds its keys by itself."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"(%s::jsonb ->> {sql})::integer", [self._places(), *params]

    def _places(self) -> str:
        return json.dumps({code: place for place, code in enumerate(self.codes)})


def in_order(rows: QuerySet[Record], order: Order) -> QuerySet[Record]:
    """The rows, sorted; each carries what it is sorted by."""
    return rows.annotate(**{SORTED_BY: order.expression}).order_by(*order.terms())
