"""A document at its own address in the API: with its text and all that was read from it, in one language."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from isonomia.site.documents.describing import whole_document
from isonomia.site.documents.models import Document
from isonomia.site.documents.views import common
from isonomia.site.records.access import Actor
from isonomia.site.records.api import views as api
from isonomia.site.records.api.answers import answer, endpoint
from isonomia.site.records.registry import collection
from isonomia.site.records.views.common import find, no_parameters


@csrf_exempt
def document(request: HttpRequest, symbol: str) -> HttpResponseBase:
    """The frame answers everything but reading."""
    if request.method in ("GET", "HEAD"):
        return _read(request, symbol=symbol)
    return api.one(request, collection=collection("documents"), address=symbol)


@endpoint("GET")
def _read(request: HttpRequest, symbol: str, actor: Actor, user: Any) -> HttpResponse:
    no_parameters(request.GET, "lang")
    documents = collection("documents")
    record = find(documents, actor, symbol)
    assert isinstance(record, Document)
    language = common.asked_language(request.GET, record.languages, record.original)
    if not language:
        raise Http404
    return answer(request, whole_document(documents, record, common.expression_of(record, language)))
