"""The page on which a focal point or an editor uploads a file, as a new dataset or in place of a draft's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isonomia.errors import IsonomiaError
from isonomia.site.characters import plain_name
from isonomia.site.languages import current_language
from isonomia.site.records import workflow, writing
from isonomia.site.records.access import OWNED, Actor, actor_of, may_write, visible
from isonomia.site.records.codelists import terms
from isonomia.site.records.declaration import Collection
from isonomia.site.records.errors import UnknownCode
from isonomia.site.records.fields.texts import in_language
from isonomia.site.records.models import State
from isonomia.site.records.values import Faulty, clean
from isonomia.site.records.views.common import find, no_parameters, page
from isonomia.site.records.views.edit import signed_in
from isonomia.site.statistics.errors import said
from isonomia.site.statistics.models import Dataset, Reading
from isonomia.site.statistics.receiving import date_of, forget_unused, receive
from isonomia.site.statistics.validating import faults_of, reading_of
from isonomia.site.statistics.views.questionnaire import offered

MOST_BYTES = 64 * 1024 * 1024
ACCEPTED = ".xlsx,.xls,.csv,.tsv,.txt,.xml,.parquet,.zip"
TEXTS = ("title", "series", "source", "website", "vintage", "notes", "country", "sheet", "fingerprint")
"""What the form asks for besides the file."""
MOST_TEXT = 20_000


def import_page(request: HttpRequest, collection: Collection) -> HttpResponse:
    """Datasets are brought in by their files: sends to where a file is uploaded."""
    if asked := _refused(request, collection):
        return asked
    return redirect(f"{collection.url}-/new/")


def _refused(request: HttpRequest, collection: Collection) -> HttpResponse | None:
    if asked := signed_in(request):
        return asked
    if not may_write(collection, actor_of(request)):
        raise PermissionDenied(_("Focal points of countries and editors upload datasets."))
    return None


def upload_page(request: HttpRequest, collection: Collection) -> HttpResponse:
    """A form for a file and what is known of it; what was read and found is shown on the dataset's page."""
    no_parameters(request.GET, "of")
    if asked := _refused(request, collection):
        return asked
    actor = actor_of(request)
    if request.method != "POST":
        return _form(request, collection, actor, _begun(collection, actor, request.GET.get("of", "")))
    given = {name: request.POST.get(name, "").strip()[:MOST_TEXT] for name in TEXTS}
    reading, faults = _received(request, given)
    if reading is None:
        return _form(request, collection, actor, given, faults=faults, status=400)
    given |= {"fingerprint": reading.sha256, "vintage": given["vintage"] or _date(reading)}
    try:
        values = clean(collection, _data(given), actor)
        record = writing.create(collection, values, request.user, reason=reading.name)
    except Faulty as wrong:
        return _form(request, collection, actor, given, faults=wrong.faults, reading=reading, status=422)
    forget_unused()
    messages.success(request, _told(reading))
    return redirect(collection.url_of(record))


def replace_page(request: HttpRequest, collection: Collection, address: str) -> HttpResponse:
    """A form for a corrected file of a draft, or of what was returned; all else stays."""
    no_parameters(request.GET)
    if asked := signed_in(request):
        return asked
    actor = actor_of(request)
    record = find(collection, actor, address, children=True)
    if record.state == State.PUBLISHED or not workflow.may_edit(collection, actor, record):
        raise PermissionDenied(_("In this state the file is not yours to replace. Upload a later vintage instead."))
    assert isinstance(record, Dataset)
    given = {name: request.POST.get(name, "").strip()[:MOST_TEXT] for name in ("sheet", "fingerprint")}
    if request.method != "POST":
        return _form(request, collection, actor, given, record=record)
    reading, faults = _received(request, {**given, "fingerprint": ""})
    if reading is None:
        return _form(request, collection, actor, given, record=record, faults=faults, status=400)
    if wrong := faults_of({"fingerprint": reading.sha256, "country": record.country}):
        faults = {"file": list(wrong.values())}
        return _form(request, collection, actor, given, record=record, faults=faults, status=422)
    writing.update(collection, record, {"fingerprint": reading.sha256}, request.user, reason=reading.name)
    messages.success(request, _told(reading))
    return redirect(collection.url_of(record))


def _received(request: HttpRequest, given: dict[str, str]) -> tuple[Reading | None, dict[str, list[str]]]:
    """The file that was sent, read; one that was sent before, where the form had to be mended; or what is wrong."""
    file = request.FILES.get("file")
    if file is None and given["fingerprint"] and (held := reading_of(given["fingerprint"])):
        return held, {}
    if file is None or not file.size:
        return None, {"file": [_("Choose a file that is not empty.")]}
    if file.size > MOST_BYTES:
        most = _("The file is too large: at most %(most)s MB are taken.") % {"most": MOST_BYTES >> 20}
        return None, {"file": [most]}
    try:
        return receive(file.read(), name=plain_name(file.name), sheet=given["sheet"]), {}
    except IsonomiaError as error:
        place = f"{error.place}: " if error.place else ""
        return None, {"file": [said(error)], "code": [error.code], "detail": [place + error.message]}


def _begun(collection: Collection, actor: Actor, key: str) -> dict[str, str]:
    """What the form begins with: what a later vintage shares with the dataset that is named. Raises UnknownCode."""
    if not key:
        return {}
    row: Any = visible(collection, actor).filter(key=key, revises=None).first()
    if row is None:
        message = _("“%(value)s” is no value of “%(name)s”.") % {"value": key[:200], "name": "of"}
        raise UnknownCode(message)
    title = in_language(row.title, current_language()).text
    return {
        "title": title, "series": row.series, "country": row.country, "source": row.source, "website": row.website,
    }  # fmt: skip


def _data(given: dict[str, str]) -> dict[str, Any]:
    """What the form says, as a record is written: texts in the language of the page."""
    language = current_language()
    title = given["title"] or given["series"]
    return {
        **{name: given[name] for name in ("series", "country", "source", "website", "vintage", "fingerprint")},
        "title": {language: title} if title else {},
        "notes": {language: given["notes"]} if given["notes"] else {},
    }


def _date(reading: Reading) -> str:
    return (date_of(reading.stamp) or dt.date.today()).isoformat()


def _told(reading: Reading) -> str:
    n, errors = reading.observations, reading.errors
    return " ".join(
        (
            ngettext("%(n)s observation was read.", "%(n)s observations were read.", n) % {"n": n},
            ngettext("The checks found %(n)s error.", "The checks found %(n)s errors.", errors) % {"n": errors},
        )
    )


def _form(
    request: HttpRequest, collection: Collection, actor: Actor, given: dict[str, str], *,
    faults: dict[str, list[str]] | None = None, reading: Reading | None = None, record: Dataset | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    faults = dict(faults or {})
    language = current_language()
    series: Any = visible(collection, actor).filter(revises=None).order_by("series")
    context = {
        "given": given, "record": record, "reading": reading, "accepted": ACCEPTED, "most": MOST_BYTES >> 20,
        "code": (faults.pop("code", None) or [""])[0], "detail": (faults.pop("detail", None) or [""])[0],
        "faults": {name: " ".join(texts) for name, texts in faults.items()},
        "chooses_country": actor.role not in OWNED,
        "countries": [(row.code, row.label(language)) for row in terms("countries").in_order(language)],
        "own_country": terms("countries").label(actor.country, language) if actor.country else "",
        "known_series": list(series.values_list("series", flat=True).distinct()[:200]),
        "url": collection.url_of(record) if record else "", "questionnaires": offered(collection),
        "title": collection.label_of(record, language) if record else "",
    }  # fmt: skip
    return page(request, "statistics/upload.html", collection, context, status=status)
