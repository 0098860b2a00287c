"""The indicators of the Sustainable Development Goals: all of them, and one with its values, chart and table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomia.printing import inert
from isonomia.site.languages import current_language
from isonomia.site.records.access import actor_of
from isonomia.site.records.codelists import terms
from isonomia.site.records.errors import UnknownCode
from isonomia.site.records.fields.texts import in_language
from isonomia.site.records.registry import collection
from isonomia.site.records.views.common import no_parameters, page
from isonomia.site.statistics import words
from isonomia.site.statistics.charts import lines
from isonomia.site.statistics.models import Dataset
from isonomia.site.statistics.naming import area_label
from isonomia.site.statistics.published import (
    Computed,
    entries,
    from_dataset,
    from_workbooks,
    latest,
    published,
    sources_of,
)
from isonomia.statistics.indicators.catalogue import Entry
from isonomia.statistics.indicators.compute import Value

AREAS: Mapping[str, Any] = {
    "world": gettext_lazy("World"), "region": gettext_lazy("Regions"), "subregion": gettext_lazy("Subregions"),
    "country": gettext_lazy("Countries"),
}  # fmt: skip
BY: Mapping[str, Any] = {"sex": gettext_lazy("By sex"), "age": gettext_lazy("By age")}
"""What persons are told apart by, where an indicator's metadata ask for it."""
FORMS: Mapping[str, str] = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
MOST_LINES = 6
COLUMNS = (
    "year", "value", "unit", "numerator", "denominator", "countries", "population_covered",
    "method", "flags", "places",
)  # fmt: skip


def index_page(request: HttpRequest) -> HttpResponse:
    """All indicators, each with the latest value for the world where it can be computed."""
    no_parameters(request.GET)
    rows = published(actor_of(request))
    context = {"rows": [_in_brief(entry, rows) for entry in entries()], "datasets": len(rows)}
    return page(request, "statistics/indicators.html", collection("datasets"), context)


def _in_brief(entry: Entry, rows: Sequence[Dataset]) -> dict[str, Any]:
    found, _because = sources_of(entry.code, rows) if from_workbooks(entry) else ([], "")
    made = (from_dataset(entry.code, row, "world", rows).values for row in found)
    world = next((value for values in made if (value := latest(values)) is not None), None)
    return {
        "code": entry.code, "label": _label(entry), "custodians": entry.custodians, "found": len(found),
        "latest": _shown(world) if world else None, "kind": _kind(entry),
    }  # fmt: skip


def _label(entry: Entry) -> str:
    known = terms("sdg_indicators")
    return known.label(entry.code, current_language()) if entry.code in known else entry.name


def _kind(entry: Entry) -> str:
    """Why an indicator is not computed from datasets, by kind; empty where it is."""
    if entry.instead:
        return "instead"
    return "" if from_workbooks(entry) else "survey"


def _entry(code: str) -> Entry:
    found = next((row for row in entries() if row.code == code), None)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is asked for: areas, what persons are told apart by, the dataset, and what is computed from it;
    `found` are all datasets that the indicator can be computed from, `because` says why there is none."""

    area: str
    by: str
    found: list[Dataset]
    because: str
    record: Dataset | None
    made: Computed | None

    def query(self, **other: str) -> str:
        """The address of the same with something else."""
        pairs = {"area": self.area, "by": self.by, "dataset": self.record.key if self.record else "", **other}
        return "?" + urlencode({name: value for name, value in pairs.items() if value not in ("", "world")})


def _asked(entry: Entry, rows: Sequence[Dataset], params: QueryDict) -> Asked:
    """What is asked for, computed. Raises UnknownParameter, UnknownCode."""
    no_parameters(params, "area", "by", "dataset")
    area, by, key = params.get("area", "") or "world", params.get("by", ""), params.get("dataset", "")
    found, because = sources_of(entry.code, rows) if from_workbooks(entry) else ([], "")
    for name, value, known in (
        ("area", area, list(AREAS)), ("by", by, ["", *BY]), ("dataset", key, ["", *(row.key for row in found)]),
    ):  # fmt: skip
        if value not in known:
            message = _("“%(value)s” is no value of “%(name)s”.") % {"value": value[:200], "name": name}
            raise UnknownCode(message, filter(None, known))
    record = next((row for row in found if row.key == key), found[0] if found else None)
    made = from_dataset(entry.code, record, area, rows, by) if record else None
    return Asked(area, by, found, made.because if made else because, record, made)


def indicator_page(request: HttpRequest, code: str) -> HttpResponse:
    """An indicator: what it is, its values with their coverage, a chart and the table beside it."""
    entry = _entry(code)
    rows = published(actor_of(request))
    asked = _asked(entry, rows, request.GET)
    record = asked.record
    context: dict[str, Any] = {
        "entry": entry, "label": _label(entry), "kind": _kind(entry), "unit": words.unit(entry.unit),
        "because": asked.because, "record": record, "area": asked.area, "by": asked.by,
        "record_url": collection("datasets").url_of(record) if record else "",
        "areas": [(str(label), asked.query(area=name), name == asked.area) for name, label in AREAS.items()],
        "groups": [
            (str(label), asked.query(by=name), name == asked.by)
            for name, label in {"": _("All persons"), **BY}.items()
            if not name or name in entry.disaggregation
        ],
        "found": [(row.key, in_language(row.title, current_language()).text, row) for row in asked.found],
        "any": bool(rows),
    }  # fmt: skip
    if asked.made is not None and asked.made.values:
        context |= _values(entry, asked, asked.made, rows)
    return page(request, "statistics/indicator.html", collection("datasets"), context)


def _values(entry: Entry, asked: Asked, made: Computed, rows: Sequence[Dataset]) -> dict[str, Any]:
    """What the template shows of the values: of the world by year; of regions, countries and groups of persons the
    latest of each. The lines of the world, of regions, and of groups of the world are drawn."""
    series: dict[tuple[str, str], list[Value]] = {}
    for value in made.values:
        series.setdefault((value.area, value.group.get(asked.by, "")), []).append(value)
    names = {key: _name(*key, asked.area) for key in series}
    ordered = sorted(series, key=lambda key: names[key].casefold())
    by_year = asked.area == "world" and not asked.by
    if by_year:
        table = [{**_shown(value), "area": area_label(value.area)} for value in reversed(made.values)]
    else:
        table = [{**_shown(latest(series[key]) or series[key][-1]), "area": names[key]} for key in ordered]
    drawn = ordered[:MOST_LINES] if asked.area == "world" or (asked.area == "region" and not asked.by) else []
    points = {names[key]: [(value.year, value.value) for value in series[key]] for key in drawn}
    people = next((row for row in rows if row.key == made.population), None)
    return {
        "table": table, "by_year": by_year, "method": words.method(made.values[0].method),
        "chart": lines(points, f"{entry.code} {_label(entry)}") if points else "",
        "legend": list(enumerate(points)) if len(points) > 1 else [],
        "population": (collection("datasets").url_of(people), in_language(people.title, current_language()).text)
        if people else None,
        "take": [
            (form.upper(), reverse("indicator-data", args=[entry.code, form]) + asked.query()) for form in FORMS
        ],
    }  # fmt: skip


def _name(area: str, group: str, areas: str) -> str:
    """What a line or row is called: its area, and the group of persons; of the world the group alone."""
    if not group:
        return area_label(area)
    return group if areas == "world" else f"{area_label(area)} – {group}"


def _shown(value: Value) -> dict[str, Any]:
    covered = value.population_covered
    return {
        "year": value.year, "value": None if value.value is None else round(value.value, 2),
        "unit": words.unit(value.unit),
        "countries": value.countries, "covered": None if covered is None else round(covered * 100),
        "flags": [words.remark(flag) for flag in value.flags],
    }  # fmt: skip


def data(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The values that a page shows, all years of all areas, as a file."""
    if form not in FORMS:
        raise Http404
    entry = _entry(code)
    asked = _asked(entry, published(actor_of(request)), request.GET)
    if asked.made is None or not asked.made.values:
        raise Http404
    objects = [_object(value, asked.by) for value in asked.made.values]
    if form == "json":
        content = json.dumps(objects, ensure_ascii=False, indent=1).encode() + b"\n"
    else:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(objects[0])
        writer.writerows([_cell(cell) for cell in row.values()] for row in objects)
        content = out.getvalue().encode()
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{code}-{asked.area}.{form}"'
    response["Cache-Control"] = "private, no-cache"
    return response


def _object(value: Value, by: str) -> dict[str, Any]:
    """A value with its group, where persons are told apart, beside its area."""
    plain = value.to_dict()
    group = {by: value.group.get(by, "")} if by else {}
    return {"indicator": plain["indicator"], "area": plain["area"], **group, **{name: plain[name] for name in COLUMNS}}


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return inert("; ".join(value)) if value else ""
    return inert(value) if isinstance(value, str) and value else value
