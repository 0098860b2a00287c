"""The page of the search: one box over everything, and the button by which an administrator rebuilds the index."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from isonomia.site.languages import NAMES, current_language
from isonomia.site.records.access import Actor, actor_of
from isonomia.site.records.codelists import terms
from isonomia.site.records.paging import Page
from isonomia.site.records.registry import collections
from isonomia.site.search import keeping
from isonomia.site.search.asking import Asked, read_asked
from isonomia.site.search.collecting import tags_of
from isonomia.site.search.counting import facets
from isonomia.site.search.errors import BadQuery, IndexBusy, IndexDamaged, IndexMissing, IndexStale
from isonomia.site.search.finder import told
from isonomia.site.search.query import LONGEST_QUERY
from isonomia.site.search.searching import Found, Results, search, show
from isonomia.site.search.state import index_status
from isonomia.site.search.telling import Notice, notices

PAGE_SIZE = 20
REBUILDER = "administrator"
RTL = frozenset({"ar"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as the page shows it."""

    found: Found
    kind: str
    country: str

    @property
    def name(self) -> SafeString:
        """Its name, what matches marked."""
        return _marked(self.found.name)

    @property
    def title(self) -> SafeString:
        """Its title, what matches marked."""
        return _marked(self.found.title)

    @property
    def passage(self) -> SafeString:
        """Its passage, what matches marked."""
        return _marked(self.found.passage.parts)

    @property
    def title_lang(self) -> str:
        """The language of the title, where it is known."""
        return _known(self.found.title_language)

    @property
    def passage_lang(self) -> str:
        """The language of the passage, where it is known."""
        return _known(self.found.language)

    @property
    def passage_dir(self) -> str:
        """The direction of the passage."""
        return _direction(self.passage_lang)

    @property
    def language_name(self) -> str:
        """The language of the passage by its own name, where it is another one than that of the page."""
        return NAMES.get(self.passage_lang, "") if self.passage_lang != current_language() else ""


def _marked(parts: Iterable[tuple[str, bool]]) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if mark else text,) for text, mark in parts)
    )


def _known(language: str | None) -> str:
    return language if language in NAMES else ""


def _direction(language: str) -> str:
    return ("rtl" if language in RTL else "ltr") if language else "auto"


def examples() -> list[tuple[str, str]]:
    """What can be typed: an example and what it finds."""
    return [
        (_("corruption prisons"), _("both words, in any of their forms, in any order")),
        (_('"crime prevention"'), _("the words side by side, in this order")),
        (_("victims OR witnesses"), _("one of the words, or both")),
        (_("drugs -cannabis"), _("the first word without the second")),
        (_("traffick*"), _("every word that begins so")),
        ("76/187", _("the document of this symbol first, then what cites it")),
    ]


def search_page(request: HttpRequest) -> HttpResponse:
    """The box, and what it finds. Faults of the query are said at the box; a wrong parameter is an error 400."""
    actor = actor_of(request)
    asked = read_asked(request.GET, "page")
    context: dict[str, Any] = {
        "asked": asked, "examples": examples(), "longest": LONGEST_QUERY, "is_narrowed": asked.narrowed,
        "kept_inputs": asked.pairs("q"), "dated_inputs": asked.pairs("since", "until"),
    }  # fmt: skip
    status = 200
    if asked.q:
        try:
            context |= _found(asked, actor)
        except BadQuery as fault:
            words = told(fault)
            context["fault"] = words[:1].upper() + words[1:]
        except (IndexMissing, IndexDamaged, IndexStale) as fault:
            status = 503
            context["unavailable"] = True
            if isinstance(fault, IndexDamaged):
                # only asking shows it: what is said of the index knows less
                words = _("Nothing can be searched: the search index is damaged. No record is touched by that.")
                context["notices"] = [Notice(words, grave=True)]
    state = context.pop("status", None) or index_status()
    context.setdefault("notices", notices(state, actor))
    grave = any(notice.grave for notice in context["notices"])
    context["may_rebuild"] = (
        actor.role == REBUILDER and not state.rebuilding and (grave or state.needs_rebuild or bool(state.failed))
    )
    response = render(request, "search/search.html", context, status=status)
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _found(asked: Asked, actor: Actor) -> dict[str, Any]:
    """What the page shows of the hits. Raises as `search`; Http404 behind the last page."""
    seen = tags_of(actor)
    offset = (asked.page - 1) * PAGE_SIZE
    results = search(asked.q, seen_by=seen, filters=asked.filters(), limit=PAGE_SIZE, offset=offset)
    pages = max(1, -(-results.total // PAGE_SIZE))
    if asked.page > pages:
        raise Http404
    found = show(results.hits, results.query, seen_by=seen, language=current_language())
    shown = facets(asked, seen, results.status)
    return {
        "status": results.status,
        "total": counted(results, found),
        "first": offset + 1,
        "hits": [_shown(one) for one in found],
        "facets": shown,
        "chosen": [(facet, value) for facet in shown for value in facet.chosen],
        "bounds": _bounds(asked),
        "suggestion": results.suggestion,
        "suggestion_query": replace(asked, q=results.suggestion.text, page=1).query() if results.suggestion else "",
        "widened_query": Asked(asked.q).query() if asked.narrowed else "",
        "common": _(", ").join(results.query.common),
        "page": Page([], asked.page, pages, results.total),
        "page_links": [
            (number, asked.query(page=number if number and number > 1 else None))
            for number in Page([], asked.page, pages, results.total).numbers
        ],
        "api_query": asked.query(),
    }


def counted(results: Results, found: list[Found]) -> int:
    """How many are found, without those of these hits that are hidden or gone since the index last followed."""
    return results.total - (len(results.hits) - len(found))


def _bounds(asked: Asked) -> list[tuple[str, str]]:
    """Bounds that are set, unless they are a year: what each says, and what is asked without it."""
    if asked.year:
        return []
    told: list[tuple[str, str]] = []
    if asked.since:
        told.append((_("since %(date)s") % {"date": asked.since}, replace(asked, since="", page=1).query()))
    if asked.until:
        told.append((_("until %(date)s") % {"date": asked.until}, replace(asked, until="", page=1).query()))
    return told


def _shown(found: Found) -> Shown:
    one = next((row.single for row in collections() if row.name == found.document.kind), found.document.kind)
    codes = found.document.countries
    country = terms("countries").label(codes[0], current_language()) if codes else ""
    return Shown(found, one, country)


@require_POST
def rebuild(request: HttpRequest) -> HttpResponse:
    """Begins to build the index anew, and goes back to what was asked."""
    asked = read_asked(request.GET)
    if actor_of(request).role != REBUILDER:
        raise PermissionDenied(_("Only an administrator rebuilds the search index."))
    try:
        done = keeping.begin_rebuild()
    except IndexBusy:
        done = False
    if not done:
        messages.info(request, _("The search index is being rebuilt."))
    elif index_status().needs_rebuild:
        messages.error(request, _("The search index could not be rebuilt; the log of the site says why."))
    else:
        messages.success(request, _("The search index was rebuilt."))
    return HttpResponseRedirect(reverse("search") + (asked.query() if asked.pairs() else ""))
