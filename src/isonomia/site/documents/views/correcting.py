"""Where an editor corrects a mandate, adds one that was missed, takes a correction back, or withdraws a document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from isonomia.mandates.expressions import ASKING
from isonomia.site.documents.deciding import ACTS, add, correct, undo
from isonomia.site.documents.leading import shown_in
from isonomia.site.documents.models import Correction, CorrectionKind, Document, Mandate
from isonomia.site.documents.naming import mandate_name, paragraph_name
from isonomia.site.documents.views import common
from isonomia.site.languages import NAMES, current_language
from isonomia.site.records import writing
from isonomia.site.records.access import actor_of, may_review
from isonomia.site.records.codelists import terms
from isonomia.site.records.models import State
from isonomia.site.records.registry import collection
from isonomia.site.records.values import Faulty
from isonomia.site.records.views.common import find, no_parameters, page
from isonomia.site.records.views.edit import signed_in

K = CorrectionKind


def _refused(request: HttpRequest) -> HttpResponse | None:
    """Where the public signs in; None for an editor. Raises PermissionDenied for others."""
    if asked := signed_in(request):
        return asked
    if not common.is_editor(actor_of(request)):
        raise PermissionDenied(_("Only editors correct mandates."))
    return None


def correct_page(request: HttpRequest, key: str) -> HttpResponse:
    """The forms for one mandate, one for each thing that can be wrong."""
    no_parameters(request.GET, "lang")
    if refused := _refused(request):
        return refused
    record = find(collection("mandates"), actor_of(request), key)
    assert isinstance(record, Mandate)
    language = _language(request, list(record.wordings), record.document.original)
    context: dict[str, Any] = {}
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        reason = request.POST.get("reason", "")
        try:
            correct(record, language, kind, given(request.POST), reason, request.user)
        except Faulty as fault:
            context = {"faults": fault.faults, "wrong": kind, "given": request.POST}
        else:
            messages.success(request, _("The correction is kept, and is applied whenever the document is read again."))
            return redirect(collection("mandates").url_of(record))
    clause = record.wordings[language]
    context |= {
        "record": record,
        "title": mandate_name(record.reference),
        "url": collection("mandates").url_of(record),
        "language": language,
        "language_name": NAMES[language],
        "versions": [(code, NAMES[code]) for code in NAMES if code in record.wordings],
        "dir": common.direction(language),
        "clause": clause,
        "kinds": [row for row in K.choices if row[0] != K.ADD],
        **_choices(clause),
    }
    status = 400 if context.get("faults") else 200
    return page(request, "documents/correct.html", collection("mandates"), context, status=status)


def add_page(request: HttpRequest, symbol: str) -> HttpResponse:
    """The form for a clause that was missed."""
    no_parameters(request.GET, "lang", "paragraph")
    if refused := _refused(request):
        return refused
    record = find(collection("documents"), actor_of(request), symbol)
    assert isinstance(record, Document)
    language = _language(request, record.languages, record.original)
    text = common.expression_of(record, language).parsed
    context: dict[str, Any] = {"given": request.GET}
    if request.method == "POST":
        wanted = {
            **given(request.POST),
            **{name: request.POST.get(name, "") for name in ("paragraph", "words", "verb")},
        }
        try:
            add(record, language, wanted, request.POST.get("reason", ""), request.user)
        except Faulty as fault:
            context = {"faults": fault.faults, "given": request.POST}
        else:
            messages.success(request, _("The clause is kept, and is added whenever the document is read again."))
            return redirect(f"{collection('documents').url_of(record)}?lang={language}#{wanted['paragraph']}")
    chosen = context["given"].get("paragraph", "")
    context |= {
        "record": record,
        "title": common.title_of(record),
        "url": collection("documents").url_of(record),
        "language": language,
        "dir": common.direction(language),
        "paragraphs": [
            (row.id, paragraph_name(row.id), row.id == chosen)
            for row in text.paragraphs
            if row.role in ASKING
        ],
        "quoted": next((row.text for row in text.paragraphs if row.id == chosen), ""),
        **_choices({"act": context["given"].get("act", ""), "addressees": _list(context["given"], "addressees"),
                    "topics": _list(context["given"], "topics"), "conditions": [], "due": None}),
    }  # fmt: skip
    status = 400 if context.get("faults") else 200
    return page(request, "documents/add.html", collection("documents"), context, status=status)


def undo_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a correction back; asks for the reason."""
    no_parameters(request.GET)
    if refused := _refused(request):
        return refused
    row = Correction.objects.select_related("document", "author").filter(pk=pk).first()
    if row is None:
        raise Http404
    url = collection("documents").url_of(row.document)
    context: dict[str, Any] = {"correction": row, "url": url, "paragraph": paragraph_name(row.paragraph)}
    if request.method == "POST":
        try:
            undo(row, request.POST.get("reason", ""), request.user)
        except Faulty as fault:
            context |= {"faults": fault.faults}
        else:
            messages.success(request, _("The correction is taken back."))
            return redirect(f"{url}?lang={row.language}#{row.paragraph}")
    status = 400 if context.get("faults") else 200
    return page(request, "documents/undo.html", collection("documents"), context, status=status)


def change_state(request: HttpRequest, symbol: str) -> HttpResponse:
    """Withdraws a document, or publishes one again; its mandates go with it."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if asked := signed_in(request):
        return asked
    actor = actor_of(request)
    documents = collection("documents")
    record = find(documents, actor, symbol)
    if not may_review(documents, actor):
        raise PermissionDenied(_("Only editors withdraw documents."))
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("Say why: whoever reads this later should know."))
    elif record.state == State.PUBLISHED:
        writing.move(documents, record, request.user, action="withdraw", state=State.WITHDRAWN, reason=reason)
        messages.success(request, _("The document and its mandates are withdrawn."))
    else:
        writing.move(documents, record, request.user, action="publish", state=State.PUBLISHED, reason=reason)
        messages.success(request, _("The document and its mandates are public again."))
    return redirect(documents.url_of(record))


# -- forms ---------------------------------------------------------------------------------------------------------


def _language(request: HttpRequest, languages: list[str], original: str) -> str:
    wanted = request.POST.get("lang") or request.GET.get("lang", "")
    return wanted if wanted in languages else shown_in(languages, current_language(), original)


def given(post: QueryDict) -> dict[str, Any]:
    """What a form says of a clause."""
    return {
        "addressees": _list(post, "addressees"),
        "act": post.get("act", ""),
        "conditions": [line for line in post.get("conditions", "").splitlines() if line.strip()],
        "due": {name: post.get(f"due_{name}", "").strip() for name in ("text", "session", "year", "date")},
        "topics": _list(post, "topics"),
    }


def _list(post: QueryDict, name: str) -> list[str]:
    """Codes, from boxes that are ticked and from an input that takes a code or a label."""
    codes = [code for code in post.getlist(name) if code]
    known = terms(name)
    for text in post.get(f"{name}_more", "").replace("；", ";").split(";"):
        if text.strip():
            codes.append(known.code_of(text.strip()) or text.strip())
    return list(dict.fromkeys(codes))


def _choices(clause: dict[str, Any]) -> dict[str, Any]:
    """What the inputs offer, with what the clause says chosen."""
    language = current_language()
    addressees = terms("addressees")
    return {
        "acts": [(act, common.label("acts", act), act == clause["act"]) for act in ACTS],
        "addressees": common.labels("addressees", clause["addressees"]),
        "known_addressees": sorted((entry.label(language), entry.code) for entry in addressees.active()),
        "topics": [
            (entry.code, entry.label(language), entry.code in clause["topics"]) for entry in terms("topics").active()
        ],
        "conditions": "\n".join(clause["conditions"]),
        "due": clause["due"] or {},
    }
