"""The page that sets two resolutions side by side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from isonomia.errors import IsonomiaError
from isonomia.site.documents.fates import FATES
from isonomia.site.documents.models import Document, Expression, Pairing
from isonomia.site.documents.naming import paragraph_name
from isonomia.site.documents.pairings import comparison
from isonomia.site.documents.relations import RESOLUTIONS, expressions_for
from isonomia.site.documents.views import choosing, common
from isonomia.site.languages import current_language
from isonomia.site.records.access import actor_of
from isonomia.site.records.errors import UnknownCode
from isonomia.site.records.registry import collection
from isonomia.site.records.views.common import no_parameters, page


def compare_page(request: HttpRequest) -> HttpResponse:
    """Two resolutions side by side; without both, the choice of them."""
    no_parameters(request.GET, "old", "new", "preamble", "lang", "show")
    actor = actor_of(request)
    old = common.asked_document(actor, request.GET, "old", RESOLUTIONS)
    new = common.asked_document(actor, request.GET, "new", RESOLUTIONS)
    preamble = common.asked_flag(request.GET, "preamble")
    show = request.GET.get("show", "")
    if show and show not in FATES:
        raise UnknownCode(_("“%(value)s” is no value of “%(name)s”.") % {"value": show[:200], "name": "show"}, FATES)
    documents = common.published(actor)
    context: dict[str, Any] = {
        "old": old,
        "new": new,
        "preamble": preamble,
        "show": show,
        "choices": choosing.choices(documents, RESOLUTIONS),
        "most": choosing.MOST_CHOICES,
    }
    if old and new:
        language = common.asked_language(request.GET, sorted({*old.languages, *new.languages}), old.original)
        context |= _side_by_side(old, new, language, preamble, show)
    else:
        context["pairs"] = choosing.pairs(Pairing.COMPARE, documents, filter(None, (old, new)))
    return page(request, "documents/compare.html", collection("documents"), context)


def _side_by_side(old: Document, new: Document, language: str, preamble: bool, show: str) -> dict[str, Any]:
    if old.pk == new.pk:
        return {"problem": _("Choose two different documents.")}
    pair = expressions_for(old, new, language)
    if pair is None:
        return {"problem": _("One of the documents has no text.")}
    try:
        found = comparison(*pair, preamble=preamble)
    except IsonomiaError:
        return {"problem": _why_not(pair)}
    data = found.data
    rows = [_row(row) for row in data["rows"] if not show or show in row["fates"]]
    shared = sorted(set(old.languages) & set(new.languages))
    return {
        "rows": rows,
        "counts": [(name, label, data["counts"].get(name, 0)) for name, label in FATES.items()],
        "lives_on": data["lives_on"],
        "before": data["before"],
        "new_topics": common.labels("topics", data["new_topics"]),
        "language": pair[0].language,
        "dir": common.direction(pair[0].language),
        "languages": [row for row in common.versions(old, pair[0].language) if row.language in shared],
        "old_title": common.title_of(old),
        "new_title": common.title_of(new),
    }


def _why_not(pair: tuple[Expression, Expression]) -> str:
    if pair[0].language != pair[1].language:
        return _("The two documents are not loaded in one language, so that their words cannot be compared.")
    return _("One of the two has no operative paragraphs to compare.")


def _row(row: dict[str, Any]) -> dict[str, Any]:
    language = current_language()
    return {
        "role": row["role"],
        "fates": [(name, FATES[name]) for name in row["fates"]],
        "old": [(id, paragraph_name(id), pieces) for id, pieces in row["old"]],
        "new": [(id, paragraph_name(id), pieces) for id, pieces in row["new"]],
        "said": [
            (paragraph_name(pair["old"]), paragraph_name(pair["new"]), pair["said"].get(language, []))
            for pair in row["pairs"]
            if pair["said"].get(language)
        ],
        "several": len(row["pairs"]) > 1,
    }
