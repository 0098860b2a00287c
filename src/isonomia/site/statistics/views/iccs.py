"""The classification of crime: its sections, a category, a search. The address of a code stays."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomia.site.languages import current_language
from isonomia.site.records.registry import collection
from isonomia.site.records.views.common import no_parameters, page
from isonomia.site.statistics.classification import names, pieces, search, variables
from isonomia.statistics.classification.iccs import Category, ancestors, children, iccs

LEVELS: dict[str, Any] = {
    "section": gettext_lazy("Section"), "division": gettext_lazy("Division"), "group": gettext_lazy("Group"),
    "class": gettext_lazy("Class"),
}  # fmt: skip
SCOPES: dict[str, Any] = {
    "event": gettext_lazy("The event"), "victim": gettext_lazy("The victim"),
    "perpetrator": gettext_lazy("The perpetrator"), "both": gettext_lazy("Victim and perpetrator"),
    "data": gettext_lazy("What the data include"),
}  # fmt: skip
MOST_WORDS = 200


def label(one: Category) -> dict[str, str]:
    """The label of a category in the reader's language, else in English."""
    language = current_language()
    shown = language if language in one.labels else "en"
    return {"code": one.code, "text": one.labels[shown], "lang": shown, "level": str(LEVELS[one.level_name])}


def index_page(request: HttpRequest) -> HttpResponse:
    """The sections with their divisions, or what a search finds."""
    no_parameters(request.GET, "q")
    asked = request.GET.get("q", "").strip()[:MOST_WORDS]
    below = children()
    found = search(asked) if asked else []
    context = {
        "q": asked,
        "hits": [
            {**label(hit.category), "name": hit.name, "name_lang": hit.language,
             "above": [label(iccs()[code]) for code in reversed(list(ancestors(hit.category.parent)))]}
            for hit in found
        ],
        "sections": [
            {**label(iccs()[code]), "divisions": [label(iccs()[part]) for part in below.get(code, ())]}
            for code in below[""]
        ] if not asked else [],
        "levels": [(str(LEVELS[name]), sum(one.level_name == name for one in iccs().values())) for name in LEVELS],
        "variables": _variables(),
    }  # fmt: skip
    return page(request, "statistics/iccs.html", collection("datasets"), context)


def _variables() -> list[tuple[str, list[tuple[str, str, tuple[str, ...]]]]]:
    return [(str(SCOPES.get(scope, scope)), rows) for scope, rows in variables()]


def code_page(request: HttpRequest, code: str) -> HttpResponse:
    """A category: its labels, its definition, what belongs to it and what does not, what stands below it."""
    no_parameters(request.GET)
    one = iccs().get(code)
    if one is None:
        raise Http404
    context = {
        "one": label(one), "labels": sorted(one.labels.items(), key=lambda row: row[0] != label(one)["lang"]),
        "texts": [
            (str(title), [(language, [pieces(part) for part in parts]) for language, parts in texts.items() if parts])
            for title, texts in (
                (_("Definition"), {language: (text,) for language, text in one.definitions.items()}),
                (_("Inclusions"), one.inclusions),
                (_("Exclusions"), one.exclusions),
            )
        ],
        "above": [label(iccs()[up]) for up in reversed(list(ancestors(one.parent)))],
        "below": [
            {**label(iccs()[part]), "below": [label(iccs()[deep]) for deep in children().get(part, ())]}
            for part in children().get(code, ())
        ],
        "names": _called(code), "variables": _variables(),
    }  # fmt: skip
    return page(request, "statistics/iccs_code.html", collection("datasets"), context)


def _called(code: str) -> list[tuple[str, list[str]]]:
    out: dict[str, list[str]] = {}
    for name, language in names().get(code, ()):
        out.setdefault(language, []).append(name)
    return list(out.items())
