"""The home page: the loop at a glance. What was asked, of whom, how strongly, what is due, what was answered."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomia.site.documents.charts import Bar, bars, strip
from isonomia.site.documents.models import Mandate, Pairing
from isonomia.site.documents.views import common
from isonomia.site.records.access import actor_of, visible
from isonomia.site.records.models import State
from isonomia.site.records.registry import collection, collections
from isonomia.site.records.views.common import no_parameters, page

FORCES: dict[int, Any] = {
    5: gettext_lazy("decides, demands"),
    4: gettext_lazy("endorses"),
    3: gettext_lazy("requests, urges"),
    2: gettext_lazy("recommends"),
    1: gettext_lazy("invites, encourages"),
    0: gettext_lazy("notes, recalls"),
}
"""The scale of force, in words."""
MOST_BODIES, MOST_ACTS, LATEST, YEARS = 10, 8, 6, 8


def home(request: HttpRequest) -> HttpResponse:
    """The loop at a glance. Specimens are not counted unless they are asked for, or there is nothing else."""
    no_parameters(request.GET, "specimens")
    actor = actor_of(request)
    asked = common.asked_flag(request.GET, "specimens")
    documents = common.published(actor)
    counts = dict(documents.values_list("specimen").annotate(n=Count("pk")))
    specimens = asked or not counts.get(False)
    only: dict[str, str] = {} if specimens else {"specimen": "no"}
    if not specimens:
        documents = documents.filter(specimen=False)
    rows: Any = visible(collection("mandates"), actor).filter(state=State.PUBLISHED, revises=None)
    if not specimens:
        rows = rows.filter(specimen=False)
    by_act = list(rows.values_list("act", "force").annotate(n=Count("pk")).order_by("-n", "act"))
    total = sum(n for _act, _force, n in by_act)
    context: dict[str, Any] = {
        "total": total,
        "documents": sum(counts.values()) if specimens else counts.get(False, 0),
        "specimens": counts.get(True, 0),
        "with_specimens": specimens,
        "acts": _acts(by_act, only),
        **_forces(by_act, only),
        "bodies": _bodies(rows, only),
        "dues": _dues(rows, only),
        "latest": [
            (row, common.title_of(row), collection("documents").url_of(row), common.label("document_kinds", row.kind))
            for row in documents.order_by("-date", "-pk")[:LATEST]
        ],
        **_answered(documents),
        "doors": [row for row in collections() if row.in_menu],
        "mandates_url": collection("mandates").url,
        "documents_url": collection("documents").url,
    }
    return page(request, "documents/home.html", collection("documents"), {**context, "collection": None})


def _link(**filters: str | int) -> str:
    """The register narrowed to what a bar counts."""
    return f"{collection('mandates').url}?{urlencode(filters)}"


def _acts(by_act: list[tuple[str, int, int]], only: dict[str, str]) -> list[Bar]:
    shown = by_act[:MOST_ACTS]
    return bars((common.label("acts", act), n, _link(act=act, **only), f"force-{force}") for act, force, n in shown)


def _forces(by_act: list[tuple[str, int, int]], only: dict[str, str]) -> dict[str, Any]:
    found = {force: sum(n for _act, other, n in by_act if other == force) for force in FORCES}
    rows = [(force, n) for force, n in found.items() if n]
    return {
        "forces": [
            {"force": force, "label": FORCES[force], "count": n, "url": _link(force=force, **only)} for force, n in rows
        ],
        "strip": strip([(n, f"force-{force}") for force, n in rows]),
    }


def _bodies(rows: Any, only: dict[str, str]) -> list[Bar]:
    values: Any = Mandate.FacetValue._default_manager
    found = values.filter(field="addressee", record__in=rows.values("pk")).values_list("code").annotate(n=Count("pk"))
    top = sorted(((str(code), n) for code, n in found), key=lambda row: (-row[1], row[0]))[:MOST_BODIES]
    return bars((common.label("addressees", code), n, _link(addressee=code, **only), "") for code, n in top)


def _dues(rows: Any, only: dict[str, str]) -> dict[str, Any]:
    """What is due by year: from this year on, and how much was due before."""
    this_year = dt.date.today().year
    found = rows.exclude(due_year=None).values_list("due_year").annotate(n=Count("pk")).order_by("due_year")
    counts = [(int(year), n) for year, n in found]
    ahead = [(year, n) for year, n in counts if year >= this_year][:YEARS]
    past = [(year, n) for year, n in counts if year < this_year][-YEARS:]
    return {
        "ahead": bars((str(year), n, _link(due_year=year, **only), "due") for year, n in ahead),
        "past": bars((str(year), n, _link(due_year=year, **only), "past") for year, n in past),
    }


def _answered(documents: Any) -> dict[str, Any]:
    """What the traces that belong together found."""
    there = documents.values("pk")
    traced = Pairing.objects.filter(
        kind=Pairing.TRACE, related=True, first__document__in=there, second__document__in=there
    )
    rows = traced.exclude(first__document__kind__in=("report", "letter"))
    sums = rows.aggregate(asked=Sum("asked"), answered=Sum("answered"))
    asked, answered = sums["asked"] or 0, sums["answered"] or 0
    listed = traced.order_by("-first__document__session", "pk").values(
        "first__document__symbol", "second__document__symbol", "first__document__kind", "asked", "answered"
    )
    return {
        "asked": asked,
        "answered": answered,
        "answer_bars": bars(
            [(_("with evidence"), answered, "", "good"), (_("no evidence found"), asked - answered, "", "none")]
        ),
        "traces": [
            {
                "first": row["first__document__symbol"],
                "second": row["second__document__symbol"],
                "taken_up": row["first__document__kind"] in ("report", "letter"),
                "asked": row["asked"],
                "answered": row["answered"],
            }
            for row in listed[:LATEST]
        ],
    }
