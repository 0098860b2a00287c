"""Coverage: how much of what was asked was answered, by region, addressee, topic and document.

All of it is counted of what is public and the reader may see; each number leads to the list of what it counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from isonomia.site.documents.models import Document
from isonomia.site.documents.naming import mandate_name
from isonomia.site.documents.views import common as documents
from isonomia.site.followup.regions import regions_of, tree
from isonomia.site.followup.views import common
from isonomia.site.followup.views.common import PROGRESS, Filters, address, share, unanswered_address
from isonomia.site.followup.views.unanswered import without_answer
from isonomia.site.languages import current_language
from isonomia.site.records.access import Actor, actor_of, scope
from isonomia.site.records.codelists import terms
from isonomia.site.records.declaration import Collection
from isonomia.site.records.registry import collection as named
from isonomia.site.records.stamps import remembered, stamp
from isonomia.site.records.view import NONE
from isonomia.site.records.views.common import no_parameters, page

MOST_SHOWN, FIRST = 12, 8
BY_MANDATE = "-/values/mandate/"
BY_COUNTRY = "-/values/country/"
BY_BODY = "-/values/body/"


@dataclass(frozen=True, slots=True)
class Number:
    """A number, and the list of what it counts."""

    value: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A row about mandates: how many ask, how many have a follow-up, how many have none."""

    label: str
    asked: Number
    answered: Number
    unanswered: Number
    bar: SafeString


@dataclass(frozen=True, slots=True)
class OfRegion:
    """A row about States: how many of a region recorded something, and what."""

    label: str
    depth: int
    is_group: bool
    states: int
    recorded: Number
    follow_ups: Number
    progress: list[Number]
    bar: SafeString


class Coverage:
    """The numbers of one page, for one reader."""

    def __init__(self, actor: Actor, filters: Filters) -> None:
        self.actor, self.filters = actor, filters
        self.mandates, self.follow_ups = named("mandates"), named("follow-up")
        self.asked = common.published_rows(self.mandates, actor, filters)
        self.answers = common.published_rows(self.follow_ups, actor, filters)
        self.answered = self.asked.filter(pk__in=self.answers.values("mandate"))

    def row(self, label: str, asked: int, answered: int, **more: str) -> Asked:
        """A row about mandates, narrowed by `more`."""
        filters = {**self.filters, **more}
        return Asked(
            label,
            Number(asked, address(self.mandates, self.actor, filters)),
            Number(answered, address(self.follow_ups, self.actor, filters, BY_MANDATE)),
            Number(asked - answered, unanswered_address(filters)),
            share(answered, asked),
        )

    def total(self) -> Asked:
        """All mandates."""
        return self.row("", self.asked.count(), self.answered.count())

    def by_facet(self, facet: str, codes: str) -> list[Asked]:
        """A row for each code that mandates have in a facet, the most asked first."""
        asked, answered = (
            dict(common.values_of(rows, facet).values_list("code").annotate(n=Count("pk")))
            for rows in (self.asked, self.answered)
        )
        known = sorted(asked.items(), key=lambda row: (-row[1], row[0]))
        return [self.row(documents.label(codes, code), n, answered.get(code, 0), **{facet: code}) for code, n in known]

    def by_document(self) -> list[Asked]:
        """A row for each document, the latest first."""
        asked, answered = (
            dict(rows.order_by().values_list("document").annotate(n=Count("pk")))
            for rows in (self.asked, self.answered)
        )
        rows = Document.objects.filter(pk__in=asked).order_by("-date", "symbol")
        return [self.row(row.symbol, asked[row.pk], answered.get(row.pk, 0), document=row.symbol) for row in rows]

    def progress(self) -> list[tuple[str, Number, SafeString]]:
        """How far they are: label, follow-ups, bar."""
        found = dict(self.answers.order_by().values_list("progress").annotate(n=Count("pk")))
        total = sum(found.values())
        return [
            (
                documents.label("progress", code),
                Number(found.get(code, 0), self._list(progress=code)),
                share(found.get(code, 0), total),
            )
            for code in PROGRESS
        ]

    def regions(self) -> list[OfRegion]:
        """A row for each region and group; a State counts in all in which it lies."""
        found = self.answers.exclude(country="").order_by().values_list("country", "progress").annotate(n=Count("pk"))
        members = Counter(code for entry in terms("countries").active() for code in regions_of(entry.code))
        recorded: dict[str, set[str]] = {}
        counted: Counter[tuple[str, str]] = Counter()
        for country, progress, n in found:
            for code in regions_of(country):
                recorded.setdefault(code, set()).add(country)
                counted[code, progress] += n
        out = []
        for region in tree():
            code, states = region.code, members[region.code]
            if not states:
                continue
            there = len(recorded.get(code, ()))
            out.append(
                OfRegion(
                    documents.label("regions", code), region.depth, region.is_group, states,
                    Number(there, address(self.follow_ups, self.actor, {**self.filters, "region": code}, BY_COUNTRY)),
                    Number(sum(counted[code, progress] for progress in PROGRESS), self._list(region=code)),
                    [Number(counted[code, name], self._list(region=code, progress=name)) for name in PROGRESS],
                    share(there, states),
                )
            )  # fmt: skip
        return out

    def _list(self, **more: str) -> str:
        return address(self.follow_ups, self.actor, {**self.filters, **more})

    def who(self) -> dict[str, Number]:
        """How many follow-ups there are, of how many States and bodies."""
        rows = self.answers.order_by()
        continents = tuple(region.code for region in tree() if not region.depth and not region.is_group)
        return {
            "follow_ups": Number(rows.count(), self._list()),
            "states": Number(
                rows.exclude(country="").values("country").distinct().count(), self._who(BY_COUNTRY, region=continents)
            ),
            "bodies": Number(rows.exclude(body="").values("body").distinct().count(), self._who(BY_BODY, country=NONE)),
        }

    def _who(self, below: str, **more: str | tuple[str, ...]) -> str:
        return address(self.follow_ups, self.actor, {**self.filters, **more}, below)

    def first_unanswered(self) -> Iterable[dict[str, Any]]:
        """Some of what nobody answered: what was asked most strongly, then what is due first."""
        rows = without_answer(self.asked, self.actor).order_by("-force", "due_year", "-date", "pk")[:FIRST]
        for row in rows:
            yield {
                "name": mandate_name(row.reference), "url": self.mandates.url_of(row), "words": documents.wording(row),
                "who": documents.listed("addressees", row.addressees),
                "due": row.due_year,
            }  # fmt: skip


def coverage_page(request: HttpRequest, collection: Collection) -> HttpResponse:
    """The page."""
    no_parameters(request.GET, "document", "specimens")
    actor = actor_of(request)
    filters, specimens = common.asked_filters(actor, request.GET)
    found = remembered_of("coverage", actor, filters, numbers)
    context = {
        "document": filters.get("document", ""),
        "specimens": specimens,
        "documents": documents.published(actor).order_by("-date", "symbol").values_list("symbol", flat=True),
        **found,
    }
    return page(request, "followup/coverage.html", collection, context)


def remembered_of(
    what: str, actor: Actor, filters: Filters, count: Callable[[Coverage], dict[str, Any]]
) -> dict[str, Any]:
    """Numbers of coverage, counted once for all who see the same in one language, until something changes."""
    both = (named("mandates"), named("follow-up"))
    seen = tuple((stamp(rows), scope(rows, actor)) for rows in both)
    key = (what, seen, current_language(), tuple(sorted(filters.items())))
    return remembered(key, lambda: count(Coverage(actor, filters)))


def numbers(coverage: Coverage) -> dict[str, Any]:
    """All that the page counts."""
    by_addressee, by_topic = coverage.by_facet("addressee", "addressees"), coverage.by_facet("topic", "topics")
    by_document = [] if "document" in coverage.filters else coverage.by_document()
    return {
        "total": coverage.total(),
        "who": coverage.who(),
        "progress": coverage.progress(),
        "progress_labels": [documents.label("progress", code) for code in PROGRESS],
        "regions": coverage.regions(),
        "tables": [
            ("addressee", by_addressee[:MOST_SHOWN], by_addressee[MOST_SHOWN:]),
            ("topic", by_topic[:MOST_SHOWN], by_topic[MOST_SHOWN:]),
            ("document", by_document, []),
        ],
        "unanswered": list(coverage.first_unanswered()),
    }
