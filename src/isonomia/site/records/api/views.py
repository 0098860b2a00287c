"""The addresses of the API: lists, items, writing, steps; the same for every collection."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from isonomia.site.records import workflow, writing
from isonomia.site.records.access import Actor, may_write
from isonomia.site.records.api.answers import answer, endpoint
from isonomia.site.records.declaration import Collection
from isonomia.site.records.errors import BadValue, UnknownParameter
from isonomia.site.records.kinds.base import refuse_control
from isonomia.site.records.models import Record, State
from isonomia.site.records.paging import cursor_after, first_after, read_limit
from isonomia.site.records.represent import loaded, represent
from isonomia.site.records.rows import order_of
from isonomia.site.records.values import Faulty, clean, misfits, plain_of
from isonomia.site.records.view import read_view
from isonomia.site.records.views.common import find, no_blanks, no_parameters
from isonomia.site.records.workflow import may_discard, may_edit

ROOT = "/api/v1"
LIST = ("limit", "cursor", "lang")
BODY = ("values", "version", "reason")


def item_url(collection: Collection, record: Record) -> str:
    """The address of a record in the API."""
    return f"{ROOT}/{collection.name}/{collection.address_of(record)}"


@endpoint("GET", "POST")
def many(request: HttpRequest, collection: Collection, actor: Actor, user: Any) -> HttpResponse:
    """A view of a collection, page by page; or a new record."""
    if request.method == "POST":
        return _create(request, collection, actor, user)
    view = read_view(collection, actor, request.GET, LIST)
    no_blanks(request.GET, "q", "cursor")
    limit = read_limit(request.GET.get("limit"))
    order, cursor = order_of(collection, view), _cursor(request.GET.get("cursor", ""))
    rows, count = first_after(collection, actor, view, order, cursor, limit + 1)
    found = list(loaded(collection, rows))
    shown = found[:limit]
    after = None
    if len(found) > limit:
        pairs = [pair for pair in request.GET.lists() if pair[0] != "cursor"]
        query = urlencode([*pairs, ("cursor", [cursor_after(order, shown[-1])])], doseq=True)
        after = f"{ROOT}/{collection.name}?{query}"
    return answer(request, {"items": represent(collection, actor, shown), "next": after, "count": count})


def _cursor(text: str) -> str:
    """A cursor, or that of the address that `next` gave."""
    if text.startswith("/"):
        return parse_qs(urlsplit(text).query).get("cursor", [""])[0]
    return text


@endpoint("GET", "PATCH", "DELETE")
def one(request: HttpRequest, collection: Collection, address: str, actor: Actor, user: Any) -> HttpResponse:
    """A record: read, changed, or (a draft) deleted."""
    if request.method == "PATCH":
        return _change(request, collection, address, actor, user)
    if request.method == "DELETE":
        no_parameters(request.GET)
        record = find(collection, actor, address)
        if not may_discard(collection, actor, record):
            raise PermissionDenied(_("Only a draft that was never published can be deleted."))
        writing.discard(collection, record, actor)
        return HttpResponse(status=204)
    no_parameters(request.GET, "lang")
    record = find(collection, actor, address, children=True)
    return answer(request, represent(collection, actor, [record])[0])


@endpoint("POST")
def steps(request: HttpRequest, collection: Collection, address: str, actor: Actor, user: Any) -> HttpResponse:
    """Takes a step of the workflow: `{"step": "submit", "reason": "", "version": 3}`."""
    no_parameters(request.GET, "lang")
    body = _body(request, ("step", "reason", "version"))
    record = find(collection, actor, address)
    name = body.get("step")
    if name not in list(workflow.BY_NAME):
        raise BadValue(_("“%(step)s” is no step.") % {"step": str(name)[:40]}, workflow.BY_NAME)
    moved = workflow.take(collection, actor, user, record, name, reason=_reason(body), version=_version(body))
    return _written(request, collection, actor, moved)


def _body(request: HttpRequest, allowed: tuple[str, ...]) -> dict[str, Any]:
    """What the client sends. Raises BadValue, UnknownParameter."""
    if request.content_type != "application/json":
        raise BadValue(_("Send JSON (Content-Type: application/json)."))
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BadValue(_("The body is no JSON.")) from None
    if not isinstance(body, dict):
        raise BadValue(_("The body is no JSON object."))
    for name in body:
        if name not in allowed:
            raise UnknownParameter(_("“%(name)s” is nothing that this address takes.") % {"name": name[:60]}, allowed)
    return body


def _values(collection: Collection, body: dict[str, Any]) -> dict[str, Any]:
    values = body.get("values")
    if not isinstance(values, dict):
        raise BadValue(_("“values” is an object of fields."))
    if faults := misfits(collection.shape, values):
        raise Faulty(faults)
    return values


def _version(body: dict[str, Any]) -> int:
    version = body.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise BadValue(_("“version” is the version that you read, so that nobody's change is lost."))
    return version


def _reason(body: dict[str, Any]) -> str:
    reason = body.get("reason", "")
    if not isinstance(reason, str):
        raise BadValue(_("“reason” is a text."))
    refuse_control(reason)
    return reason.strip()


def _create(request: HttpRequest, collection: Collection, actor: Actor, user: Any) -> HttpResponse:
    no_parameters(request.GET, "lang")
    if not may_write(collection, actor):
        raise PermissionDenied
    body = _body(request, ("values", "reason"))
    values = clean(collection, _values(collection, body), actor)
    record = writing.create(collection, values, user, reason=_reason(body))
    return _written(request, collection, actor, record, 201)


def _change(request: HttpRequest, collection: Collection, address: str, actor: Actor, user: Any) -> HttpResponse:
    no_parameters(request.GET, "lang")
    record = find(collection, actor, address, children=True)
    if not may_edit(collection, actor, record):
        raise PermissionDenied(_("In this state the record is not yours to change."))
    body = _body(request, BODY)
    held = plain_of(collection.shape, record)
    given = _values(collection, body)
    # all values at once, so that what concerns several fields is checked; what is not given stays
    values = clean(collection, {**held, **given}, actor, held=held)
    if record.state == State.PUBLISHED:
        if _version(body) != record.version:
            raise writing.Conflict(record)
        copy = writing.revise(collection, record, values, user, reason=_reason(body))
        return _written(request, collection, actor, copy, 201)
    changed = writing.update(collection, record, values, user, version=_version(body), reason=_reason(body))
    return _written(request, collection, actor, changed)


def _written(
    request: HttpRequest, collection: Collection, actor: Actor, record: Record, status: int = 200
) -> HttpResponse:  # fmt: skip
    (full,) = writing.with_children(collection, [record.pk])
    body = represent(collection, actor, [full])[0]
    return answer(request, body, status, Location=item_url(collection, full))
