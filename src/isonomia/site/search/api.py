"""The search for programs: the same hits, filters and visibility as the page."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from isonomia.site.languages import CODES, current_language
from isonomia.site.records.access import Actor
from isonomia.site.records.api.answers import answer, endpoint
from isonomia.site.records.codelists import terms
from isonomia.site.records.errors import BadValue
from isonomia.site.records.finding import SearchUnavailable
from isonomia.site.records.paging import MOST, USUAL, read_limit
from isonomia.site.records.registry import collections
from isonomia.site.records.views.common import no_blanks
from isonomia.site.search.asking import Asked, read_asked
from isonomia.site.search.collecting import tags_of
from isonomia.site.search.documents import kinds
from isonomia.site.search.errors import BadQuery, IndexDamaged, IndexMissing, IndexStale
from isonomia.site.search.finder import told, unavailable
from isonomia.site.search.query import LONGEST_QUERY
from isonomia.site.search.searching import Found, search, show
from isonomia.site.search.telling import told_status
from isonomia.site.search.views import counted

ADDRESS = "/api/v1/search"
FARTHEST = 1_000_000
"""Hits before those of a cursor; more than anybody turns over."""


@endpoint("GET")
def search_all(request: HttpRequest, actor: Actor, user: Any) -> HttpResponse:
    """`/api/v1/search`: what a query finds, best first, page by page. A query that cannot be read is an error 400."""
    asked = read_asked(request.GET, "limit", "cursor", "lang")
    no_blanks(request.GET, "q", "cursor")
    limit = read_limit(request.GET.get("limit"))
    offset = _offset(asked, request.GET.get("cursor", ""))
    seen = tags_of(actor)
    try:
        results = search(asked.q, seen_by=seen, filters=asked.filters(), limit=limit, offset=offset)
        found = show(results.hits, results.query, seen_by=seen, language=current_language())
    except BadQuery as fault:
        raise BadValue(f"q: {told(fault)}") from fault
    except (IndexMissing, IndexDamaged, IndexStale) as fault:
        raise SearchUnavailable(unavailable(fault)) from fault
    after = None
    if results.total > offset + limit:
        pairs = [pair for pair in request.GET.lists() if pair[0] != "cursor"]
        after = f"{ADDRESS}?{urlencode([*pairs, ('cursor', [_cursor(asked, offset + limit)])], doseq=True)}"
    body = {
        "items": [_item(one) for one in found],
        "next": after,
        "count": counted(results, found),
        "suggestion": results.suggestion.text if results.suggestion else None,
        "status": told_status(results.status),
    }
    return answer(request, body)


def _item(found: Found) -> dict[str, Any]:
    document = found.document
    title, title_marks = _plain(found.title)
    passage, passage_marks = _plain(found.passage.parts)
    return {
        "kind": document.kind,
        "name": document.names[0] if document.names else None,
        "title": title,
        "passage": passage,
        "marks": {"title": title_marks, "passage": passage_marks},
        "language": found.language if found.language in CODES else None,
        "languages": [code for code in CODES if code in (document.languages or ())],
        "countries": list(document.countries),
        "date": document.date or None,
        "url": found.url,
        "record": _record(document.kind, document.url),
    }


def _plain(parts: Sequence[tuple[str, bool]]) -> tuple[str, list[list[int]]]:
    """A text, and from where to where it is marked."""
    marks, at = [], 0
    for text, is_marked in parts:
        if is_marked:
            marks.append([at, at + len(text)])
        at += len(text)
    return "".join(text for text, _marked in parts), marks


def _record(kind: str, url: str) -> str | None:
    """The address of a record in the API: what its page has behind the name of its collection."""
    found = next((row for row in collections() if row.name == kind), None)
    return f"/api/v1/{kind}/{url.removeprefix(found.url).rstrip('/')}" if found and url.startswith(found.url) else None


# -- cursors: how many hits stand before, for these words and filters only -----------------------------------------


def _mark(asked: Asked) -> str:
    return hashlib.sha256(asked.query().encode()).hexdigest()[:12]


def _cursor(asked: Asked, offset: int) -> str:
    packed = json.dumps([_mark(asked), offset], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _offset(asked: Asked, cursor: str) -> int:
    """How many hits stand before a cursor, or that of the address that `next` gave. Raises BadValue."""
    if cursor.startswith("/"):
        cursor = parse_qs(urlsplit(cursor).query).get("cursor", [""])[0]
    if not cursor:
        return 0
    try:
        mark, offset = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(mark, str) or type(offset) is not int or not 0 < offset <= FARTHEST:
            raise TypeError
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise BadValue(_("This cursor was not given out by this list.")) from None
    if mark != _mark(asked):
        raise BadValue(_("This cursor is of another search; start again without it."))
    return offset


# -- the description -----------------------------------------------------------------------------------------------


def paths() -> dict[str, Any]:
    """What OpenAPI says of the search."""

    def parameter(name: str, schema: dict[str, Any], words: str = "", required: bool = False) -> dict[str, Any]:
        out = {"name": name, "in": "query", "required": required, "schema": schema}
        return {**out, "description": words} if words else out

    def several(name: str, codes: list[str], words: str) -> dict[str, Any]:
        items = {"type": "string", "enum": codes}
        return {**parameter(name, {"type": "array", "items": items}, words), "style": "form", "explode": True}

    text, number = {"type": "string"}, {"type": "integer"}
    year, month, day = "(?!0000)[0-9]{4}", "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
    date = {"type": "string", "pattern": f"^{year}(-{month}(-{day})?)?$"}
    span = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
    spans = {"type": "array", "items": span}
    optional = {"type": ["string", "null"]}
    item = {
        "type": "object", "required": ["kind", "title", "passage", "marks", "url"],
        "properties": {
            "kind": {"type": "string", "enum": kinds()}, "name": optional, "title": text, "passage": text,
            "marks": {"type": "object", "properties": {"title": spans, "passage": spans}},
            "language": optional, "languages": {"type": "array", "items": text},
            "countries": {"type": "array", "items": text}, "date": optional, "url": text, "record": optional,
        },
    }  # fmt: skip
    status = {
        "type": "object", "required": ["state", "rebuilding", "built"],
        "properties": {
            "state": {"type": "string", "enum": ["fresh", "stale"]}, "rebuilding": {"type": "boolean"},
            "built": {"type": ["string", "null"], "format": "date-time"},
        },
    }  # fmt: skip
    page = {
        "type": "object", "required": ["items", "next", "count", "suggestion", "status"],
        "properties": {
            "items": {"type": "array", "items": item}, "next": optional, "count": number, "suggestion": optional,
            "status": status,
        },
    }  # fmt: skip
    answers = {code: {"$ref": f"#/components/responses/E{code}"} for code in ("400", "401", "503")}
    words = _('Words (all of them), "phrases", OR, -not, prefix*, parentheses, symbols.')
    return {
        ADDRESS: {
            "get": {
                "tags": ["search"], "summary": _("Searches everything"), "operationId": "search",
                "parameters": [
                    parameter("q", {**text, "minLength": 1, "maxLength": LONGEST_QUERY}, words, True),
                    several("kind", kinds(), _("Collections.")),
                    several("language", list(CODES), _("Languages in which it can be read.")),
                    several("country", [entry.code for entry in terms("countries")], _("Countries.")),
                    parameter("since", date), parameter("until", date, _("Takes the whole year, month or day.")),
                    parameter("limit", {**number, "minimum": 1, "maximum": MOST, "default": USUAL}),
                    parameter("cursor", text),
                    parameter("lang", {**text, "enum": list(CODES)}, _("Language of messages, and of texts first.")),
                ],
                "responses": {
                    "200": {
                        "description": "A page, best first. `marks` are spans of characters.",
                        "content": {"application/json": {"schema": page}},
                    },
                    **answers,
                },
            }
        }
    }  # fmt: skip
