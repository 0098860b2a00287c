"""Writing a record: the form, the steps of its workflow, and what is shown when somebody else was faster."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from isonomia.site.languages import current_language
from isonomia.site.records import workflow, writing
from isonomia.site.records.access import Actor, actor_of, may_write, visible
from isonomia.site.records.declaration import PUBLIC, Collection
from isonomia.site.records.errors import BadValue
from isonomia.site.records.forms import NOTHING, Sought, form_of, prefilled, sent
from isonomia.site.records.history import Difference, compared
from isonomia.site.records.models import Record, State
from isonomia.site.records.values import Faulty, clean, plain_of
from isonomia.site.records.views.common import find, page
from isonomia.site.records.views.details import show
from isonomia.site.records.writing import Conflict


def signed_in(request: HttpRequest) -> HttpResponse | None:
    """Sends the public to the page where it signs in; None for who is signed in."""
    if actor_of(request).role == PUBLIC:
        return redirect_to_login(request.get_full_path())
    return None


def new_page(request: HttpRequest, collection: Collection) -> HttpResponse:
    """The form of a new record; its address may fill fields in: `?country=AT`."""
    if asked := signed_in(request):
        return asked
    actor = actor_of(request)
    if not may_write(collection, actor):
        raise PermissionDenied
    given = prefilled(collection, actor, request.GET)
    if request.method != "POST":
        return _form(request, collection, actor, None, given)
    data, again = sent(collection.shape, request.POST)
    if again is not None:
        return _form(request, collection, actor, None, data, find=again)
    try:
        values = clean(collection, data, actor)
        record = writing.create(collection, values, request.user, reason=request.POST.get("reason", "").strip())
    except Faulty as wrong:
        return _form(request, collection, actor, None, data, faults=wrong.faults)
    messages.success(request, _("Saved as a draft. Submit it for review when it is ready."))
    return redirect(collection.url_of(record))


def edit_page(request: HttpRequest, collection: Collection, address: str) -> HttpResponse:
    """The form of a record that there is; of a published one, the form of its revision."""
    if asked := signed_in(request):
        return asked
    actor = actor_of(request)
    record = find(collection, actor, address, children=True)
    if not workflow.may_edit(collection, actor, record):
        raise PermissionDenied(_("In this state the record is not yours to change."))
    if record.state == State.PUBLISHED:
        started = visible(collection, actor).filter(revises=record).first()
        if started is not None:
            messages.info(request, _("A revision of this record is in the making; this is it."))
            return redirect(collection.url_of(started))
    plain = plain_of(collection.shape, record)
    if request.method != "POST":
        return _form(request, collection, actor, record, plain)
    data, again = sent(collection.shape, request.POST)
    if again is not None:
        return _form(request, collection, actor, record, data, find=again)
    try:
        values = clean(collection, data, actor, held=plain)
        return _save(request, collection, record, values)
    except Faulty as wrong:
        return _form(request, collection, actor, record, data, faults=wrong.faults)
    except Conflict as conflict:
        theirs = plain_of(collection.shape, conflict.record)
        differences = list(compared(collection, actor, conflict.record, data_as_plain(collection, data, actor), theirs))
        return _form(
            request, collection, actor, conflict.record, data, conflict=differences, status=409,
        )  # fmt: skip


def data_as_plain(collection: Collection, data: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """What a form says in the form that a record has, as far as it can be read."""
    from isonomia.site.records.writing import plain_values

    return plain_values(collection.shape, clean(collection, data, actor))


def _save(request: HttpRequest, collection: Collection, record: Record, values: dict[str, Any]) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()
    version = _version(request)
    if record.state == State.PUBLISHED:
        if version != record.version:
            raise Conflict(record)
        copy = writing.revise(collection, record, values, request.user, reason=reason)
        messages.success(request, _("Saved as a revision. The record stays as it is until the revision is published."))
        return redirect(collection.url_of(copy))
    written = writing.update(collection, record, values, request.user, version=version, reason=reason)
    messages.success(request, _("Saved."))
    return redirect(collection.url_of(written))


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadValue(_("The form does not say which version it changes; load the page again."))
    return int(text)


def _form(
    request: HttpRequest, collection: Collection, actor: Actor, record: Record | None, data: dict[str, Any], *,
    faults: dict[str, list[str]] | None = None, conflict: list[Difference] | None = None, status: int = 200,
    find: Sought = NOTHING,
) -> HttpResponse:  # fmt: skip
    node = form_of(collection, actor, data, faults, find)
    held = {item.name for item in node.inputs}
    other = [
        (path, text) for path, texts in (faults or {}).items() if path not in held and "." not in path for text in texts
    ]
    context = {
        "record": record, "node": node, "faults": faults or {}, "other_faults": other, "conflict": conflict,
        "is_conflict": conflict is not None, "reason": request.POST.get("reason", ""),
        "title": collection.label_of(record, current_language()) if record else "",
        "url": collection.url_of(record) if record else collection.url,
        "is_published": record is not None and record.state == State.PUBLISHED,
    }  # fmt: skip
    return page(request, "records/form.html", collection, context, status=422 if faults else status)


def step(request: HttpRequest, collection: Collection, address: str) -> HttpResponse:
    """Takes a step of the workflow; what cannot be taken is said on the page of the record, with the reason kept."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if asked := signed_in(request):
        return asked
    actor = actor_of(request)
    record = find(collection, actor, address, children=True)
    name, reason = request.POST.get("step", ""), request.POST.get("reason", "")
    try:
        moved = workflow.take(collection, actor, request.user, record, name, reason=reason, version=_version(request))
    except Faulty as wrong:
        text = " ".join(text for texts in wrong.faults.values() for text in texts)
        return show(request, collection, record, status=422, step_problem=text, step_reason=reason)
    except Conflict:
        now = find(collection, actor, address, children=True)
        text = _("Somebody changed this record in the meantime. Look at it again, then decide.")
        return show(request, collection, now, status=409, step_problem=text, step_reason=reason)
    messages.success(request, _("The record is now: %(state)s.") % {"state": State(moved.state).label})
    there = visible(collection, actor).filter(pk=moved.pk).exists()
    return redirect(collection.url_of(moved) if there else collection.url)


def discard(request: HttpRequest, collection: Collection, address: str) -> HttpResponse:
    """Deletes a draft."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if asked := signed_in(request):
        return asked
    actor = actor_of(request)
    record = find(collection, actor, address)
    if not workflow.may_discard(collection, actor, record):
        raise PermissionDenied(_("Only a draft that was never published can be deleted."))
    writing.discard(collection, record, actor)
    messages.success(request, _("The draft is deleted."))
    return redirect(collection.url)
