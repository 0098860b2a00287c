"""The home page: the loop at a glance. What was asked, of whom, how strongly, what is due, what was answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Max, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomia.site.documents.charts import Bar, bars, strip
from isonomia.site.documents.models import Mandate, Pairing
from isonomia.site.documents.naming import parts_of, place_name
from isonomia.site.documents.views import common
from isonomia.site.documents.views.choosing import pairs
from isonomia.site.languages import current_language
from isonomia.site.records.access import Actor, actor_of, scope, visible
from isonomia.site.records.models import State
from isonomia.site.records.panels import panels
from isonomia.site.records.registry import collection
from isonomia.site.records.stamps import remembered, stamp
from isonomia.site.records.views.common import no_parameters, page
from isonomia.text.model import REPORTS

FORCES: dict[int, Any] = {
    5: gettext_lazy("decides, demands"),
    4: gettext_lazy("endorses"),
    3: gettext_lazy("requests, urges"),
    2: gettext_lazy("recommends"),
    1: gettext_lazy("invites, encourages"),
    0: gettext_lazy("notes, recalls"),
}
"""The scale of force, in words."""
MOST_BODIES, MOST_ACTS, LATEST, YEARS, NEXT = 14, 8, 6, 8, 4


def home(request: HttpRequest) -> HttpResponse:
    """The loop at a glance. Specimens are not counted unless they are asked for, or there is nothing else."""
    no_parameters(request.GET, "specimens")
    actor = actor_of(request)
    asked = common.asked_flag(request.GET, "specimens")
    found = remembered(_key(actor, asked), lambda: _numbers(actor, asked))
    context = {**found, "panels": panels(request, "home"), "collection": None}
    return page(request, "documents/home.html", collection("documents"), context)


def _key(actor: Actor, specimens: bool) -> Hashable:
    """What the page depends on: what changed last, what the reader sees, the language, the year."""
    both = tuple((stamp(rows), scope(rows, actor)) for rows in map(collection, ("documents", "mandates")))
    kept = Pairing.objects.filter(related=True).aggregate(n=Count("pk"), last=Max("pk"))
    return ("home", both, *kept.values(), specimens, current_language(), dt.date.today().year)


def _numbers(actor: Actor, specimens: bool) -> dict[str, Any]:
    documents = common.published(actor)
    counts = dict(documents.values_list("specimen").annotate(n=Count("pk")))
    specimens = specimens or not counts.get(False)
    only: dict[str, str] = {} if specimens else {"specimen": "no"}
    rows: Any = visible(collection("mandates"), actor).filter(state=State.PUBLISHED, revises=None)
    if not specimens:
        documents, rows = documents.filter(specimen=False), rows.filter(specimen=False)
    by_act = list(rows.values_list("act", "force").annotate(n=Count("pk")).order_by("-n", "act"))
    return {
        "total": sum(n for _act, _force, n in by_act),
        "documents": sum(counts.values()) if specimens else counts.get(False, 0),
        "specimens": counts.get(True, 0),
        "with_specimens": specimens,
        "acts": _acts(by_act, only),
        **_forces(by_act, only),
        "bodies": _bodies(rows, only),
        **_dues(rows, only),
        "latest": [
            (row, common.title_of(row), collection("documents").url_of(row), common.label("document_kinds", row.kind))
            for row in documents.order_by(F("date").desc(nulls_last=True), "-pk")[:LATEST]
        ],
        **_answered(documents),
        "mandates_url": _link(**only),
        "documents_url": collection("documents").url,
    }


def _link(**filters: str | int) -> str:
    """The register narrowed to what a bar counts."""
    return collection("mandates").url + (f"?{urlencode(filters)}" if filters else "")


def _acts(by_act: list[tuple[str, int, int]], only: dict[str, str]) -> list[Bar]:
    shown = by_act[:MOST_ACTS]
    return bars((common.label("acts", act), n, _link(act=act, **only), f"force-{force}") for act, force, n in shown)


def _forces(by_act: list[tuple[str, int, int]], only: dict[str, str]) -> dict[str, Any]:
    found = {force: sum(n for _act, other, n in by_act if other == force) for force in FORCES}
    rows = [(force, n) for force, n in found.items() if n]
    return {
        "forces": [
            {"force": force, "label": str(FORCES[force]), "count": n, "url": _link(force=force, **only)}
            for force, n in rows
        ],
        "strip": strip([(n, f"force-{force}") for force, n in rows]),
    }


def _bodies(rows: Any, only: dict[str, str]) -> list[Bar]:
    values: Any = Mandate.FacetValue._default_manager
    found = values.filter(field="addressee", record__in=rows.values("pk")).values_list("code").annotate(n=Count("pk"))
    top = sorted(((str(code), n) for code, n in found), key=lambda row: (-row[1], row[0]))[:MOST_BODIES]
    return bars((common.label("addressees", code), n, _link(addressee=code, **only), "") for code, n in top)


def _dues(rows: Any, only: dict[str, str]) -> dict[str, Any]:
    """What is due: by year from this one on and before it, and the mandates that are due next, else those due last."""
    this_year = dt.date.today().year
    found = rows.exclude(due_year=None).values_list("due_year").annotate(n=Count("pk")).order_by("due_year")
    counts = [(int(year), n) for year, n in found]
    ahead = [(year, n) for year, n in counts if year >= this_year][:YEARS]
    past = [(year, n) for year, n in counts if year < this_year][-YEARS:]
    if ahead:
        near = rows.filter(due_year__gte=this_year).order_by("due_year", F("due_date").asc(nulls_last=True), "-force")
    else:
        near = rows.exclude(due_year=None).order_by("-due_year", F("due_date").desc(nulls_last=True), "-force")
    return {
        "ahead": bars((str(year), n, _link(due_year=year, **only), "due") for year, n in ahead),
        "past": bars((str(year), n, _link(due_year=year, **only), "past") for year, n in past),
        "near": [_due(row) for row in near[:NEXT]],
    }


def _due(row: Mandate) -> dict[str, Any]:
    return {
        "symbol": parts_of(row.reference)[0],
        "place": place_name(row.reference),
        "url": collection("mandates").url_of(row),
        "due": row.due_date or row.due_year,
        "act": common.label("acts", row.act),
        "force": row.force,
        "who": [label for _code, label in common.labels("addressees", row.addressees)],
        "words": common.wording(row),
    }


def _answered(documents: Any) -> dict[str, Any]:
    """What the traces that belong together found."""
    there = documents.values("pk")
    traced = Pairing.objects.filter(
        kind=Pairing.TRACE, related=True, first__document__in=there, second__document__in=there
    )
    sums = traced.exclude(first__document__kind__in=REPORTS).aggregate(asked=Sum("asked"), answered=Sum("answered"))
    asked, answered = sums["asked"] or 0, sums["answered"] or 0
    counted = ((_("with evidence"), answered, "good"), (_("no evidence found"), asked - answered, "none"))
    return {
        "asked": asked,
        "answered": answered,
        "answer_bars": bars((label, n, "", kind) for label, n, kind in counted),
        "traces": pairs(Pairing.TRACE, documents, most=LATEST),
    }
