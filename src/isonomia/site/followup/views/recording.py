"""The form of a new follow-up, begun from a mandate."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from isonomia.site.followup.models import FollowUp
from isonomia.site.records.access import Actor, actor_of, may_write, visible
from isonomia.site.records.declaration import Collection
from isonomia.site.records.forms import form_of
from isonomia.site.records.models import State
from isonomia.site.records.registry import collection as named
from isonomia.site.records.views import edit
from isonomia.site.records.views.common import no_parameters, page


def own(actor: Actor) -> dict[str, str]:
    """For whom a focal point writes: country or body; nothing for others."""
    if actor.role == "focal_point" and actor.country:
        return {"country": actor.country, "body": ""}
    if actor.role == "body_focal_point" and actor.body:
        return {"country": "", "body": actor.body}
    return {}


def record_page(request: HttpRequest, collection: Collection, mandate: str) -> HttpResponse:
    """The form of a new follow-up with its mandate filled in; the follow-up itself where there is one already."""
    if asked := edit.signed_in(request):
        return asked
    actor = actor_of(request)
    if not may_write(collection, actor):
        raise PermissionDenied
    mandates: Any = visible(named("mandates"), actor).filter(state=State.PUBLISHED, revises=None)
    found = mandates.filter(key=mandate).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        return edit.new_page(request, collection)
    no_parameters(request.GET, "country", "body")
    whose = own(actor) or {name: request.GET.get(name, "") for name in ("country", "body")}
    if any(whose.values()):
        there = visible(collection, actor).filter(revises=None, mandate=found, **whose).first()
        if isinstance(there, FollowUp):
            return redirect(collection.url_of(there))
    data = {"mandate": found.key, "reference": "", **whose, "as_of": dt.date.today().isoformat()}
    context: dict[str, Any] = {
        "record": None, "node": form_of(collection, actor, data), "faults": {}, "other_faults": [], "conflict": None,
        "is_conflict": False, "reason": "", "title": "", "url": collection.url, "is_published": False,
    }  # fmt: skip
    return page(request, "records/form.html", collection, context)
