"""The observations of a dataset as pages and as files."""

from __future__ import annotations

import difflib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from isonomia.errors import IsonomiaError
from isonomia.site.characters import kept
from isonomia.site.followup.views.common import page_number
from isonomia.site.languages import current_language
from isonomia.site.records.access import actor_of
from isonomia.site.records.declaration import Collection
from isonomia.site.records.errors import BadValue, UnknownCode
from isonomia.site.records.paging import Page
from isonomia.site.records.views.common import find, no_parameters, page
from isonomia.site.statistics import keeping, words
from isonomia.site.statistics.models import Dataset
from isonomia.site.statistics.observations import (
    SIZE,
    Asked,
    choices,
    columns_of,
    narrowed,
    objects,
    parameter_of,
)
from isonomia.statistics import dataset as tables

MOST_ALLOWED = 60
FORMS: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "sdmx-csv": "application/zip",
    "sdmx-ml": "application/zip",
    "datapackage": "application/zip",
}
"""What observations are taken as. What is made of several files comes as an archive of them."""
NAMES: Mapping[str, str] = {"sdmx-csv": "SDMX-CSV", "sdmx-ml": "SDMX-ML", "datapackage": "Data Package"}


def held(collection: Collection, request: HttpRequest, address: str) -> tuple[Dataset, tables.Dataset]:
    """A dataset that the reader may see, with its observations. Raises Http404."""
    record = find(collection, actor_of(request), address)
    assert isinstance(record, Dataset)
    data = keeping.observations(record.fingerprint)
    if data is None:
        raise Http404
    return record, data


def asked_of(data: tables.Dataset, params: QueryDict, *more: str) -> Asked:
    """What parameters narrow the observations to. Raises UnknownParameter, UnknownCode, BadValue."""
    columns = {parameter_of(name): name for name in data.columns}
    no_parameters(params, *columns, "year_from", "year_to", *more)
    labels = {}
    for parameter, name in columns.items():
        label = params.get(parameter, "")
        if not label:
            continue
        known = data[name].labels
        if label not in known:
            message = _("“%(value)s” is no value of “%(name)s”.") % {"value": label[:200], "name": parameter}
            raise UnknownCode(message, difflib.get_close_matches(label, known, 5) or known[:MOST_ALLOWED])
        labels[name] = label
    return Asked(labels, _year(params, "year_from"), _year(params, "year_to"))


def _year(params: QueryDict, name: str) -> int | None:
    text = params.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise BadValue(_("“%(value)s” is no year; write four digits.") % {"value": text[:200]})
    return int(text)


def query_of(asked: Asked, **more: Any) -> str:
    """The view as an address."""
    pairs: dict[str, Any] = {parameter_of(name): label for name, label in asked.labels.items()}
    pairs |= {"year_from": asked.first, "year_to": asked.last, **more}
    kept = {name: value for name, value in pairs.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else ""


def observations_page(request: HttpRequest, collection: Collection, address: str) -> HttpResponse:
    """The observations, narrowed and paged, each with its place in the file."""
    record, data = held(collection, request, address)
    asked = asked_of(data, request.GET, "page")
    number = page_number(request.GET.get("page", ""))
    index = narrowed(data, asked)
    pages = max(1, -(-index.size // SIZE))
    if number > pages:
        raise Http404
    names = [name for name in columns_of(data) if name not in ("iso3", "region", "subregion")]
    before = [name for name in names if name not in ("unit", "source")]
    after = [name for name in names if name in ("unit", "source")]
    rows = index[(number - 1) * SIZE : number * SIZE].tolist()
    context = {
        "record": record, "url": collection.url_of(record),
        "title": collection.label_of(record, current_language()),
        "asked": asked,
        "choices": [replace(row, heading=_heading(data, row.name)) for row in choices(data, asked)],
        "total": int(index.size), "all": len(data),
        "first": asked.first or "", "last": asked.last or "",
        "before": [_heading(data, name) for name in before], "after": [_heading(data, name) for name in after],
        "year": _heading(data, "year"), "value": _heading(data, "value"),
        "rows": [
            {
                "place": data.place(row), "before": [kept(data[name][row]) for name in before],
                "after": [kept(data[name][row]) for name in after], "year": int(data.year[row]) or "",
                "value": kept(data.printed(row)), "bare": bool(data.value[row] != data.value[row]),
            }
            for row in rows
        ],
        "is_narrowed": bool(asked.labels) or asked.first is not None or asked.last is not None,
        "chosen": [
            (_heading(data, name), label, query_of(_without(asked, name)) or "?")
            for name, label in asked.labels.items()
        ],
        "forms": [(form, NAMES.get(form, form.upper()), query_of(asked)) for form in FORMS],
        "page_links": [
            (at, query_of(asked, page=at if at and at > 1 else None) or "?")
            for at in (Page([], number, pages, 0).numbers if pages > 1 else [])
        ],
        "number": number,
    }  # fmt: skip
    return page(request, "statistics/observations.html", collection, context)


def _heading(data: tables.Dataset, name: str) -> str:
    return words.column(name, kept(data.header.get(name, name)))


def _without(asked: Asked, name: str) -> Asked:
    return Asked({key: label for key, label in asked.labels.items() if key != name}, asked.first, asked.last)


def take(request: HttpRequest, collection: Collection, address: str, form: str) -> HttpResponse:
    """The observations of a view as a file, with what is to be known of them inside."""
    if form not in FORMS:
        raise Http404
    record, data = held(collection, request, address)
    index = narrowed(data, asked_of(data, request.GET))
    if not index.size:
        raise Http404
    some = data if index.size == len(data) else data.taken(index)
    try:
        content, suffix = _written(some, form, f"dataset-{record.key}")
    except IsonomiaError as error:
        return page(request, "records/refused.html", collection, {"problem": error.message}, status=422)
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="dataset-{record.key}{suffix}"'
    response["Cache-Control"] = "private, no-cache"
    return response


def _written(data: tables.Dataset, form: str, name: str) -> tuple[bytes, str]:
    """A file and the ending of its name. Raises a subclass of IsonomiaError."""
    if form == "json":
        rows = objects(data)
        lines = ",\n ".join(json.dumps(row, ensure_ascii=False) for row in rows)
        return f"[\n {lines}\n]\n".encode(), ".json"
    from isonomia.statistics.exchange.forms import SUFFIX, written

    files = written(data, form, name + SUFFIX[form])
    first = next(iter(files.values()))
    if FORMS[form] != "application/zip" or len(files) == 1:
        return first, SUFFIX[form]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for inner, content in files.items():
            archive.writestr(inner, content)
    return out.getvalue(), f".{form}.zip"
