"""The mandates that nobody has answered in public, narrowed as the list of mandates is."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from isonomia.site.followup.views import common
from isonomia.site.records.access import Actor, actor_of
from isonomia.site.records.declaration import Collection
from isonomia.site.records.facets import chosen, facet_label
from isonomia.site.records.finding import SearchUnavailable
from isonomia.site.records.models import State
from isonomia.site.records.paging import page_of
from isonomia.site.records.registry import collection as named
from isonomia.site.records.rows import order_of, rows_of
from isonomia.site.records.view import View, read_view
from isonomia.site.records.views.common import page
from isonomia.site.records.views.lists import table


def without_answer(rows: Any, actor: Actor) -> Any:
    """Those of some mandates that have no published follow-up."""
    return rows.exclude(pk__in=common.published_rows(named("follow-up"), actor, {}).values("mandate"))


def unanswered_page(request: HttpRequest, collection: Collection) -> HttpResponse:
    """The list; it takes what the list of mandates takes."""
    actor = actor_of(request)
    mandates = named("mandates")
    view = read_view(mandates, actor, request.GET)
    try:
        asked: Any = rows_of(mandates, actor, view)
        rows = without_answer(asked.filter(state=State.PUBLISHED, revises=None), actor)
        shown = page_of(rows, order_of(mandates, view), view.page, mandates.page_size, rows.count())
    except SearchUnavailable as problem:
        return page(request, "records/no_search.html", collection, {"view": view, "problem": problem}, status=503)
    if view.page > shown.pages:
        raise Http404
    context = {
        "mandates": mandates, "view": view, "page": shown, "rows": table(mandates, actor, shown.records),
        "columns": [mandates.spec(name).label for name in mandates.columns], "chosen": _chosen(mandates, actor, view),
        "page_links": [(number, view.query(page=number) if number else "") for number in shown.numbers],
        "coverage_url": f"{collection.url}coverage/",
    }  # fmt: skip
    return page(request, "followup/unanswered.html", collection, context)


def _chosen(mandates: Collection, actor: Actor, view: View) -> list[tuple[str, str, str]]:
    """What the list is narrowed to: facet, value, the list without it."""
    out = []
    for name in view.filters:
        facet = mandates.facet_names.get(name)
        if facet is not None:
            out += [
                (facet_label(mandates, facet), value.label, view.toggled(name, value.code).query() or "?")
                for value in chosen(mandates, actor, view, facet)
            ]
    return out
