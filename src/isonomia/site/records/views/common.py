"""What every page of a collection begins with."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from isonomia.site.records.access import Actor, actor_of, visible
from isonomia.site.records.declaration import Collection
from isonomia.site.records.errors import BadValue, UnknownParameter
from isonomia.site.records.models import Record


def find(collection: Collection, actor: Actor, address: str, *, children: bool = False) -> Record:
    """The record at an address, if the actor may see it. Raises Http404, the same where there is none."""
    rows: Any = visible(collection, actor)
    if children:
        rows = rows.prefetch_related(*collection.shape.prefetches())
    record: Record | None = None
    if collection.address != "key":
        record = rows.filter(revises=None, **{collection.address: address}).first()
    record = record or rows.filter(key=address).first()
    if record is None:
        raise Http404
    return record


def no_parameters(params: QueryDict, *allowed: str) -> None:
    """Raises UnknownParameter for what an address does not take, BadValue for what it is given twice."""
    for name in params:
        if name not in allowed:
            raise UnknownParameter(_("“%(name)s” is no parameter of this page.") % {"name": name[:200]}, allowed)
        if len(params.getlist(name)) > 1:
            raise BadValue(_("“%(name)s” is given twice; give it once.") % {"name": name})


def no_blanks(params: QueryDict, *but: str) -> None:
    """Raises BadValue for a parameter that is empty: a form sends such, a program leaves out what it does not mean."""
    for name, given in params.lists():
        if "" in given and name not in but:
            raise BadValue(_("“%(name)s” is empty; give a value, or leave it out.") % {"name": name[:200]})


def page(
    request: HttpRequest, template: str, collection: Collection, context: dict[str, Any], **how: Any
) -> HttpResponse:
    """A page of a collection; it is kept by nobody, for it may differ from reader to reader."""
    actor = actor_of(request)
    response = render(request, template, {"collection": collection, "actor": actor, **context}, **how)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
