"""The page on which an editor loads a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from isonomia.errors import IsonomiaError
from isonomia.site.characters import plain_name
from isonomia.site.documents.errors import said
from isonomia.site.documents.loading import SAME, Loaded, load_document
from isonomia.site.documents.pairings import relate
from isonomia.site.documents.reading_apart import read_apart
from isonomia.site.documents.views import common
from isonomia.site.languages import NAMES
from isonomia.site.records.access import actor_of
from isonomia.site.records.registry import collection
from isonomia.site.records.views.common import no_parameters, page
from isonomia.site.records.views.edit import signed_in

MOST_BYTES = 64 * 1024 * 1024
"""A larger file is loaded with `isonomia load`, which has no browser waiting for it."""


def upload_page(request: HttpRequest) -> HttpResponse:
    """A form for a file; what was read of it is shown on the document's page."""
    no_parameters(request.GET)
    if asked := signed_in(request):
        return asked
    if not common.is_editor(actor_of(request)):
        raise PermissionDenied(_("Only editors load documents."))
    context: dict[str, Any] = {"languages": NAMES, "given": request.POST, "most": MOST_BYTES // (1024 * 1024)}
    if request.method != "POST":
        return page(request, "documents/upload.html", collection("documents"), context)
    file = request.FILES.get("file")
    if file is None or not file.size:
        context["faults"] = {"file": _("Choose a file that is not empty.")}
    elif file.size > MOST_BYTES:
        context["faults"] = {"file": _("The file is too large for this page; load it with the command isonomia load.")}
    elif (language := request.POST.get("language", "")) and language not in NAMES:
        context["faults"] = {"language": _("Choose a language.")}
    else:
        symbol = request.POST.get("symbol", "").strip() or None
        try:
            done = load_document(
                file.read(), symbol, language=language or None, name=plain_name(file.name), user=request.user,
                provenance=request.POST.get("provenance", "").strip()[:400], reader=read_apart,
            )  # fmt: skip
        except IsonomiaError as error:
            where = {"no-symbol": "symbol", "unknown-symbol": "symbol", "unknown-language": "language"}
            context["faults"] = {where.get(error.code, "file"): said(error)}
            context |= {"code": error.code, "detail": error.message}
        else:
            if done.change != SAME:
                relate(done.document)
            messages.success(request, _said(done))
            return redirect(f"{collection('documents').url_of(done.document)}?lang={done.language}")
    return page(request, "documents/upload.html", collection("documents"), context, status=400)


def _said(done: Loaded) -> str:
    if done.change == SAME:
        return _("This file is loaded already; nothing was changed.")
    what = done.outcome
    words = _("%(symbol)s is loaded: %(mandates)s mandates, %(new)s of them new, %(changed)s changed, %(gone)s gone.")
    said = words % {
        "symbol": done.document.symbol, "mandates": what.mandates, "new": what.new, "changed": what.changed,
        "gone": what.gone,
    }  # fmt: skip
    if what.unanchored:
        said += " " + _("%(n)s corrections find their clause no more; they are shown on this page.") % {
            "n": what.unanchored
        }
    return said
