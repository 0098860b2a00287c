"""Taking a view away as a file, and bringing a file in."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomia.errors import IsonomiaError
from isonomia.site.records.access import actor_of, may_write
from isonomia.site.records.declaration import Collection
from isonomia.site.records.finding import SearchUnavailable
from isonomia.site.records.models import ImportJob, State
from isonomia.site.records.rows import in_order, order_of, rows_of
from isonomia.site.records.transfer import jobs
from isonomia.site.records.transfer.formats import FORMATS, Take
from isonomia.site.records.transfer.importing import PUBLISHERS
from isonomia.site.records.transfer.report import Report
from isonomia.site.records.view import read_view
from isonomia.site.records.views.common import no_parameters, page
from isonomia.site.records.views.edit import signed_in


def export(request: HttpRequest, collection: Collection, form: str) -> HttpResponseBase:
    """The view that the query string asks for, in its order, as a file."""
    if form not in FORMATS:
        raise Http404
    actor = actor_of(request)
    view = read_view(collection, actor, request.GET, ())
    try:
        rows = in_order(rows_of(collection, actor, view), order_of(collection, view))
    except SearchUnavailable as problem:
        return page(request, "records/no_search.html", collection, {"view": view, "problem": problem}, status=503)
    blocks = FORMATS[form].write(Take(collection, actor, rows))
    try:
        first = next(blocks, b"")  # what cannot be written is said before the answer begins
    except IsonomiaError as error:
        return page(request, "records/refused.html", collection, {"problem": error.message}, status=422)
    response = StreamingHttpResponse(_from(first, blocks), content_type=FORMATS[form].content_type)
    response["Content-Disposition"] = f'attachment; filename="{collection.name}.{form}"'
    response["Cache-Control"] = "private, no-cache"
    return response


def _from(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


class ImportForm(forms.Form):
    """Which file, and what becomes of its new records."""

    file = forms.FileField(label=gettext_lazy("File"))
    state = forms.ChoiceField(
        label=gettext_lazy("New records become"), required=False,
        choices=[(State.DRAFT, gettext_lazy("drafts")), (State.PUBLISHED, gettext_lazy("published records"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Where it comes from (kept in the history)"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


def import_page(request: HttpRequest, collection: Collection) -> HttpResponse:
    """The form that takes a file; the file is checked before anything is written."""
    no_parameters(request.GET)
    if asked := signed_in(request):
        return asked
    actor = actor_of(request)
    if not may_write(collection, actor):
        raise PermissionDenied
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if actor.role not in PUBLISHERS:
        del form.fields["state"]
    if request.method == "POST" and form.is_valid():
        job = jobs.receive(
            form.cleaned_data["file"], collection=collection.name, user=request.user,
            state=form.cleaned_data.get("state") or State.DRAFT, reason=form.cleaned_data["reason"],
        )  # fmt: skip
        return redirect(reverse(f"{collection.name}:import-job", args=[job.pk]))
    context = {"form": form, "columns": _columns(collection)}
    return page(request, "records/import.html", collection, context, status=422 if form.errors else 200)


def _columns(collection: Collection) -> list[tuple[str, str, bool]]:
    """The columns that a file may have: heading, what it is, whether a new record needs it."""
    out = []
    for spec in collection.shape.fields:
        headings = ", ".join(spec.name + suffix for suffix in spec.kind.columns())
        out.append((headings, spec.label, spec.required))
    return [*out, *((branch.name, f"{branch.label} (JSON)", False) for branch in collection.shape.branches)]


def import_job(request: HttpRequest, collection: Collection, job: int) -> HttpResponse:
    """How far an import is, what was found, and the button that writes it."""
    if asked := signed_in(request):
        return asked
    held = jobs.seen(get_object_or_404(ImportJob, pk=job, collection=collection.name, user=request.user))
    if request.method == "POST":
        if request.POST.get("again") == "on":
            jobs.begin_again(held)
        else:
            jobs.begin_writing(held, partial=request.POST.get("partial") == "on")
        return redirect(reverse(f"{collection.name}:import-job", args=[held.pk]))
    report = Report.of(held.report) if held.report else Report()
    running = held.stage in jobs.RUNNING
    context = {
        "job": held, "report": report, "running": running, "stages": ImportJob.Stage,
        "may_write_all": held.stage == ImportJob.Stage.CHECKED and report.right and report.new + report.changed,
        "may_write_part": held.stage == ImportJob.Stage.CHECKED and report.faulty and report.new + report.changed,
        "may_begin_again": jobs.may_begin_again(held),
        "has_faulty_rows": bool(report.faulty) and jobs.faulty_path(held).exists() and not running,
    }  # fmt: skip
    part = request.headers.get("HX-Request") == "true"
    response = page(request, "records/import_part.html" if part else "records/import_job.html", collection, context)
    if part and not running:
        response["HX-Refresh"] = "true"
    return response


def faulty_rows(request: HttpRequest, collection: Collection, job: int) -> HttpResponseBase:
    """The rows that were not taken, each with what is wrong of it, to be mended and brought in again."""
    if asked := signed_in(request):
        return asked
    held = get_object_or_404(ImportJob, pk=job, collection=collection.name, user=request.user)
    path = jobs.faulty_path(held)
    if not path.exists():
        raise Http404
    name = _("faulty rows")
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{name}.csv", content_type="text/csv; charset=utf-8"
    )
