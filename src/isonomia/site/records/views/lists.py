"""The list of a collection: facets, search, order, pages; and all values of one facet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from isonomia.site.records.access import Actor, actor_of, may_write, sees_field, sees_unpublished
from isonomia.site.records.declaration import Collection
from isonomia.site.records.display import Linked, as_html, label_html
from isonomia.site.records.facet_index import mark_of
from isonomia.site.records.facets import STATE_FACET, FacetView, facet_view, facets_for
from isonomia.site.records.finding import SearchUnavailable
from isonomia.site.records.models import Record
from isonomia.site.records.paging import page_in
from isonomia.site.records.transfer.formats import FORMATS
from isonomia.site.records.view import View, read_view, usable_ranges, usable_sorts
from isonomia.site.records.views.common import page


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table."""

    name: str
    html: SafeString
    is_label: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the table."""

    record: Record
    url: str
    cells: list[Cell]


def columns_for(collection: Collection, actor: Actor) -> list[Any]:
    """The fields that the table shows to an actor."""
    specs = [collection.spec(name) for name in collection.columns]
    return [spec for spec in specs if sees_field(collection, actor, spec.seen_by, None)]


def table(collection: Collection, actor: Actor, records: list[Record]) -> list[Row]:
    """The records as rows of cells."""
    linked = Linked(actor)
    specs = columns_for(collection, actor)
    linked.gather(replace(collection.shape, fields=tuple(specs), branches=()), records)
    columns = [(spec, spec.label) for spec in specs]
    rows = []
    for record in records:
        cells = []
        for spec, label in columns:
            is_label = spec.name == collection.label
            html = label_html(collection, record) if is_label else as_html(collection, spec, record, linked)
            bare = spec.kind.is_empty(getattr(record, spec.kind.field.attname))
            cells.append(Cell(label, html, is_label, bare))
        rows.append(Row(record, collection.url_of(record), cells))
    return rows


def sort_links(collection: Collection, actor: Actor, view: View) -> list[dict[str, Any]]:
    """The headings: each with the view sorted by it, the other way round where it is sorted by it already."""
    current = view.sort or collection.default_sort
    sorts = usable_sorts(collection, actor)
    out = []
    for spec in columns_for(collection, actor):
        sortable = spec.name in sorts
        here = current.removeprefix("-") == spec.name
        turned = f"-{spec.name}" if current == spec.name else spec.name
        out.append(
            {
                "label": spec.label,
                "query": (replace(view, sort=turned, page=1).query() or "?") if sortable else "",
                "aria": ("descending" if current.startswith("-") else "ascending") if here else "",
            }
        )
    return out


def sort_choices(collection: Collection, actor: Actor, view: View) -> list[tuple[str, str, bool]]:
    """What the list can be sorted by: value, words, whether it is."""
    current = view.sort or collection.default_sort
    out = []
    for name in usable_sorts(collection, actor):
        label = collection.spec(name).label
        out.append((name, _("%(field)s, upwards") % {"field": label}, current == name))
        out.append((f"-{name}", _("%(field)s, downwards") % {"field": label}, current == f"-{name}"))
    return out


def bounds(collection: Collection, actor: Actor, view: View) -> list[dict[str, Any]]:
    """The bounds that can be set, with what they are set to."""
    out = []
    for name in usable_ranges(collection, actor):
        field, _sep, end = name.rpartition("_")
        spec = collection.spec(field)
        value = view.bounds.get(name)
        words = _("%(field)s from") if end == "from" else _("%(field)s to")
        out.append(
            {
                "name": name, "label": words % {"field": spec.label}, "type": spec.kind.input,
                "value": "" if value is None else spec.kind.to_input(value), "set": value is not None,
                "query": view.without(name).query() or "?",
            }
        )  # fmt: skip
    return out


def hidden_inputs(view: View, *without: str) -> list[tuple[str, str]]:
    """The view as inputs that a form sends along, except what the form itself asks for."""
    return [(name, value) for name, value in view.pairs() if name not in without]


def list_page(request: HttpRequest, collection: Collection) -> HttpResponse:
    """The list."""
    actor = actor_of(request)
    view = read_view(collection, actor, request.GET)
    context: dict[str, Any] = {
        "view": view,
        "export_formats": FORMATS,
        "may_add": may_write(collection, actor),
        "shows_state": sees_unpublished(collection, actor),
        "q_inputs": hidden_inputs(view, "q"),
        "sort_inputs": hidden_inputs(view, "sort"),
        "bound_inputs": hidden_inputs(view, *usable_ranges(collection, actor)),
        "without_q": view.without("q").query() or "?",
        "query": view.query(),
    }
    try:
        mark = mark_of(collection, view)
        shown = page_in(collection, actor, view, mark)
        facets: list[FacetView] = [
            facet_view(collection, actor, view, facet, mark, top=facet.top) for facet in facets_for(collection, actor)
        ]
    except SearchUnavailable as problem:
        return page(request, "records/no_search.html", collection, {**context, "problem": problem}, status=503)
    if not shown.records and view.page > 1 and view.page > shown.pages:
        raise Http404
    context |= {
        "page": shown,
        "rows": table(collection, actor, shown.records),
        "facets": [facet for facet in facets if facet.says_something],
        "chosen": [(facet, value) for facet in facets for value in facet.chosen],
        "headings": sort_links(collection, actor, view),
        "sorts": sort_choices(collection, actor, view),
        "bounds": bounds(collection, actor, view),
        "page_links": [
            (number, view.query(page=number if number and number > 1 else None) or "?") for number in shown.numbers
        ],
    }
    return page(request, collection.list_template, collection, context)


def values_page(request: HttpRequest, collection: Collection, facet: str) -> HttpResponse:
    """All values of one facet in a view, and search among them; a part of a page for htmx."""
    actor = actor_of(request)
    wanted = next((row for row in facets_for(collection, actor) if row.name == facet), None)
    if wanted is None:
        raise Http404
    view = read_view(collection, actor, request.GET, ("find",))
    find = request.GET.get("find", "").strip()[:200]
    try:
        shown = facet_view(collection, actor, view, wanted, mark_of(collection, view), find=find)
    except SearchUnavailable as problem:
        return page(request, "records/no_search.html", collection, {"view": view, "problem": problem}, status=503)
    context = {
        "view": view, "facet": shown, "find": find, "inputs": hidden_inputs(view), "back": view.query(),
        "is_state": wanted is STATE_FACET,
    }  # fmt: skip
    part = request.headers.get("HX-Request") == "true"
    return page(request, "records/values_part.html" if part else "records/values.html", collection, context)
