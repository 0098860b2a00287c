"""The page that checks a file without keeping it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from isonomia.errors import IsonomiaError
from isonomia.site.characters import plain_name
from isonomia.site.languages import current_language
from isonomia.site.records.registry import collection
from isonomia.site.records.views.common import no_parameters, page
from isonomia.site.records.views.edit import signed_in
from isonomia.site.statistics.errors import said
from isonomia.site.statistics.findings import by_rule, shown
from isonomia.site.statistics.reading_apart import Read, read_apart
from isonomia.site.statistics.views.uploading import ACCEPTED, MOST_BYTES

MOST_OF_A_RULE = 10
"""So many findings of each rule stand on the page; all are counted."""


def check_page(request: HttpRequest) -> HttpResponse:
    """A form for a file; what is wrong in it, cell by cell. Nothing of it is kept."""
    no_parameters(request.GET)
    if asked := signed_in(request):
        return asked
    sheet = request.POST.get("sheet", "").strip()[:100]
    context: dict[str, Any] = {"accepted": ACCEPTED, "most": MOST_BYTES >> 20, "sheet": sheet}
    if request.method != "POST":
        return _page(request, context)
    file = request.FILES.get("file")
    if file is None or not file.size:
        return _page(request, context | {"fault": _("Choose a file that is not empty.")}, 400)
    if file.size > MOST_BYTES:
        most = _("The file is too large: at most %(most)s MB are taken.") % {"most": MOST_BYTES >> 20}
        return _page(request, context | {"fault": most}, 400)
    try:
        read = read_apart(file.read(), name=plain_name(file.name), sheet=sheet)
    except IsonomiaError as error:
        place = f"{error.place}: " if error.place else ""
        more = {"fault": said(error), "code": error.code, "detail": place + error.message}
        return _page(request, context | more, 400)
    return _page(request, context | _found(read))


def _found(read: Read) -> dict[str, Any]:
    language = current_language()
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in read.findings:
        groups.setdefault(row["what"].partition(".")[0], []).append(row)
    grave = [name for name, rows in groups.items() if any(row["severity"] == "error" for row in rows)]
    return {
        "read": read,
        "rules": [
            {
                "rule": rule, "more": max(0, rule.count - MOST_OF_A_RULE),
                "findings": [shown(row, language, read.columns) for row in groups.get(rule.name, ())[:MOST_OF_A_RULE]],
            }
            for rule in by_rule(read.found, grave)
        ],
    }  # fmt: skip


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return page(request, "statistics/check.html", collection("datasets"), context, status=status)
