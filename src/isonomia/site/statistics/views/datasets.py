"""The page of a dataset: its file, its vintages, what the checks found; and the file itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from isonomia.site.documents.views.common import direction
from isonomia.site.followup.views.common import page_number
from isonomia.site.languages import current_language
from isonomia.site.records import workflow
from isonomia.site.records.access import Actor, actor_of, may_review, may_write, visible
from isonomia.site.records.declaration import Collection
from isonomia.site.records.display import Linked
from isonomia.site.records.errors import UnknownCode
from isonomia.site.records.models import State
from isonomia.site.records.paging import Page
from isonomia.site.records.sources import Sourced
from isonomia.site.records.views.common import find, no_parameters, page
from isonomia.site.records.views.details import part_of
from isonomia.site.statistics import keeping
from isonomia.site.statistics.findings import Rule, rules_of, shown
from isonomia.site.statistics.following import series_key
from isonomia.site.statistics.models import Dataset, Reading
from isonomia.site.statistics.validating import held_back, reading_of, to_mend

UNSHOWN = ("fingerprint",)
"""What the page says in its own way."""
FIRST = 3
"""So many findings of the gravest kind stand on the page of the dataset."""
SIZE = 25


def context(collection: Collection, record: Any, actor: Actor) -> dict[str, Any]:
    """For the template `statistics/dataset.html`."""
    assert isinstance(record, Dataset)
    specs = tuple(spec for spec in collection.shape.fields if spec.name not in UNSHOWN)
    part = part_of(collection, actor, record, replace(collection.shape, fields=specs), record, Linked(actor), Sourced())
    reading = reading_of(record.fingerprint)
    there = reading is not None and keeping.observations(record.fingerprint) is not None
    drafted = record.state != State.PUBLISHED and workflow.may_edit(collection, actor, record)
    return {
        "part": part, "reading": reading, "there": there,
        "rules": rules_of(reading) if reading else [],
        "first_findings": _first(reading) if reading else [],
        "remark": _remark(collection, record, actor, drafted),
        "vintages": _vintages(collection, record, actor),
        "observations_url": collection.url_of(record, "observations"),
        "findings_url": collection.url_of(record, "findings"),
        "original_url": collection.url_of(record, "original"),
        "file_url": collection.url_of(record, "file") if drafted else "",
        "later_url": f"{collection.url}-/new/?of={record.key}"
        if may_write(collection, actor, record) and record.revises_id is None else "",
    }  # fmt: skip


def _remark(collection: Collection, record: Dataset, actor: Actor, drafted: bool) -> str:
    """What errors mean for the author of a dataset, or for who reviews it."""
    if record.state in workflow.EDITABLE[workflow.WRITER]:
        return to_mend(record) if drafted else ""
    in_review = record.state in (State.SUBMITTED, State.IN_REVIEW)
    return held_back(record) if in_review and may_review(collection, actor) else ""


def _first(reading: Reading) -> list[dict[str, Any]]:
    language = current_language()
    return [shown(row, language, reading.columns) for row in reading.findings.all()[:FIRST]]


def _vintages(collection: Collection, record: Dataset, actor: Actor) -> list[dict[str, Any]]:
    """The other vintages of the same collection and country that the reader may see, the latest first."""
    rows: Any = visible(collection, actor).filter(country=record.country, revises=None).exclude(pk=record.pk)
    wanted = series_key(record.series, record.country)
    return [
        {"record": row, "url": collection.url_of(row), "later": row.vintage > record.vintage}
        for row in rows.order_by("-vintage", "-pk")
        if series_key(row.series, row.country) == wanted
    ]


def findings_page(request: HttpRequest, collection: Collection, address: str) -> HttpResponse:
    """All that the checks found in the file, by rule, with the cells in place."""
    no_parameters(request.GET, "rule", "page")
    record = find(collection, actor_of(request), address)
    assert isinstance(record, Dataset)
    reading = reading_of(record.fingerprint)
    if reading is None:
        raise Http404
    rule = request.GET.get("rule", "")
    if rule and rule not in reading.found:
        message = _("“%(value)s” is no value of “%(name)s”.") % {"value": rule[:200], "name": "rule"}
        raise UnknownCode(message, reading.found)
    rows = reading.findings.filter(rule=rule) if rule else reading.findings.all()
    total = rows.count()
    number, pages = page_number(request.GET.get("page", "")), max(1, -(-total // SIZE))
    if number > pages:
        raise Http404
    language = current_language()
    there = [Rule(row.name, row.label, row.count, row.severity, row.name == rule) for row in rules_of(reading)]
    context = {
        "record": record, "url": collection.url_of(record), "title": collection.label_of(record, language),
        "reading": reading, "rules": there, "rule": rule, "explained": next((row for row in there if row.here), None),
        "total": sum(reading.found.values()) if not rule else reading.found[rule], "kept": total,
        "findings": [shown(row, language, reading.columns) for row in rows[(number - 1) * SIZE : number * SIZE]],
        "number": number, "dir": direction(language),
        "page_links": [(at, _query(rule, at)) for at in Page([], number, pages, 0).numbers] if pages > 1 else [],
    }  # fmt: skip
    return page(request, "statistics/findings.html", collection, context)


def _query(rule: str, number: int | None) -> str:
    pairs = [("rule", rule), ("page", str(number) if number and number > 1 else "")]
    return "?" + "&".join(f"{name}={value}" for name, value in pairs if value)


def original(request: HttpRequest, collection: Collection, address: str) -> HttpResponse:
    """The file as it was uploaded: to be saved, never shown."""
    no_parameters(request.GET)
    record = find(collection, actor_of(request), address)
    assert isinstance(record, Dataset)
    reading, data = reading_of(record.fingerprint), keeping.original(record.fingerprint)
    if reading is None or data is None:
        raise Http404
    response = HttpResponse(data, content_type="application/octet-stream")
    ending = reading.name.rpartition(".")[2].lower()
    ending = f".{ending}" if ending.isalnum() and len(ending) < 6 and "." in reading.name else ""
    response["Content-Disposition"] = f'attachment; filename="dataset-{record.key}{ending}"'
    response["Cache-Control"] = "private, no-cache"
    return response
