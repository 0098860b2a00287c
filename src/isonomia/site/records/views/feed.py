"""An Atom feed of a view: what was published or changed in it last."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils import feedgenerator
from django.utils.cache import get_conditional_response

from isonomia.site.languages import current_language
from isonomia.site.records.access import actor_of
from isonomia.site.records.declaration import Collection
from isonomia.site.records.display import Linked, as_text
from isonomia.site.records.finding import SearchUnavailable
from isonomia.site.records.kinds import Link
from isonomia.site.records.models import Record
from isonomia.site.records.rows import rows_of
from isonomia.site.records.shape import Spec
from isonomia.site.records.view import read_view
from isonomia.site.records.views.common import page
from isonomia.site.records.views.lists import columns_for

ENTRIES = 50


def feed(request: HttpRequest, collection: Collection) -> HttpResponse:
    """The last fifty changes of the view that the query string asks for."""
    actor = actor_of(request)
    view = read_view(collection, actor, request.GET, ())
    try:
        rows = rows_of(collection, actor, view).order_by("-updated_at", "pk")[:ENTRIES]
    except SearchUnavailable as problem:
        return page(request, "records/no_search.html", collection, {"view": view, "problem": problem}, status=503)
    records = list(rows)
    address = request.build_absolute_uri(collection.url + view.query())
    out = feedgenerator.Atom1Feed(
        title=f"Isonomia: {collection.title}", link=address, description=str(collection.about),
        language=current_language(), feed_url=request.build_absolute_uri(), feed_guid=address,
    )  # fmt: skip
    linked = Linked(actor)
    linked.gather(replace(collection.shape, branches=()), records)
    columns = columns_for(collection, actor)
    for record in records:
        said = [
            f"{spec.label}: {text}"
            for spec in columns
            if spec.name != collection.label and (text := _text(spec, record, linked))
        ]
        out.add_item(
            title=collection.label_of(record, current_language()),
            link=request.build_absolute_uri(collection.url_of(record)),
            description="; ".join(said),
            unique_id=f"urn:isonomia:{collection.name}:{record.key}",
            updateddate=record.updated_at,
            pubdate=record.published_at or record.created_at,
        )
    text = out.writeString("utf-8")
    response = HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = '"' + hashlib.sha256(text.encode()).hexdigest()[:32] + '"'
    found = get_conditional_response(request, etag=response["ETag"], response=response)
    assert isinstance(found, HttpResponse)
    return found


def _text(spec: Spec, record: Record, linked: Linked) -> str:
    if isinstance(spec.kind, Link):
        found = linked.found.get((spec.kind.target, getattr(record, spec.kind.field.attname)))
        return found[0] if found else ""
    return as_text(spec.kind, getattr(record, spec.name), current_language())
