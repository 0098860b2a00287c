"""Meetings as a calendar that other programs subscribe to (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from isonomia.site.languages import current_language
from isonomia.site.records.access import actor_of
from isonomia.site.records.codelists import terms
from isonomia.site.records.declaration import Collection
from isonomia.site.records.finding import SearchUnavailable
from isonomia.site.records.rows import rows_of
from isonomia.site.records.view import read_view
from isonomia.site.records.views.common import page

MOST = 5000
OCTETS = 75
"""A longer line is folded."""


def escaped(text: str) -> str:
    """A text as iCalendar has it."""
    for raw, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(raw, written)
    return text


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, no letter torn."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode("utf-8", "surrogatepass")) > OCTETS:
            yield piece
            piece = " "
        piece += letter
    yield piece


def _event(collection: Collection, request: HttpRequest, record: Any, language: str) -> Iterator[str]:
    host = terms("countries").label(record.host, language)
    place = ", ".join(filter(None, (record.place, host)))
    yield "BEGIN:VEVENT"
    yield f"UID:{record.key}@isonomia"
    yield f"DTSTAMP:{record.updated_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{record.opens:%Y%m%d}"
    # the end of an event of whole days is the day after its last
    yield f"DTEND;VALUE=DATE:{(record.closes or record.opens) + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(collection.label_of(record, language))}"
    if record.body:
        name = terms("bodies").label(record.body, language).replace('"', "'")
        yield f'ORGANIZER;CN="{name}":urn:isonomia:bodies:{record.body}'
    if place:
        yield f"LOCATION:{escaped(place)}"
    yield f"URL:{request.build_absolute_uri(collection.url_of(record))}"
    yield f"SEQUENCE:{record.version}"
    yield "END:VEVENT"


def calendar(request: HttpRequest, collection: Collection) -> HttpResponse:
    """The meetings of the view that the query string asks for."""
    actor, language = actor_of(request), current_language()
    view = read_view(collection, actor, request.GET, ())
    try:
        rows = rows_of(collection, actor, view).order_by("opens", "pk")[:MOST]
    except SearchUnavailable as problem:
        return page(request, "records/no_search.html", collection, {"view": view, "problem": problem}, status=503)
    name = escaped(str(collection.title))
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Isonomia//Meetings//EN", f"X-WR-CALNAME:{name}"]
    for record in rows:
        lines += _event(collection, request, record, language)
    lines.append("END:VCALENDAR")
    text = "".join(f"{piece}\r\n" for line in lines for piece in folded(line))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="meetings.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = '"' + hashlib.sha256(text.encode()).hexdigest()[:32] + '"'
    found = get_conditional_response(request, etag=response["ETag"], response=response)
    assert isinstance(found, HttpResponse)
    return found
