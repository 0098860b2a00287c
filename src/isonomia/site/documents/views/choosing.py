"""Where a reader chooses two documents to compare or to trace: all that there are, and pairs that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q
from django.urls import reverse
from django.utils.safestring import SafeString

from isonomia.site.documents.charts import strip
from isonomia.site.documents.models import Document, Pairing
from isonomia.site.documents.views.common import direction, trace_url
from isonomia.site.languages import current_language
from isonomia.site.records.fields.texts import in_language
from isonomia.text.model import REPORTS

MOST_PAIRS, MOST_CHOICES = 24, 250


@dataclass(frozen=True, slots=True)
class Choice:
    """A document to choose. Of too many the latest are offered, and others named by their symbol."""

    symbol: str
    title: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that belong together, the page that sets them side by side, and what is found there: how many of
    how many paragraphs live on, are answered, or (`taken_up`) are taken up."""

    first: str
    second: str
    title: str
    language: str
    dir: str
    url: str
    part: int
    whole: int
    taken_up: bool
    specimen: bool
    bar: SafeString


def choices(documents: Any, kinds: Sequence[str]) -> list[Choice]:
    """The documents of some kinds, the latest first; one more than are offered where there are too many."""
    rows = documents.filter(kind__in=kinds).order_by(F("date").desc(nulls_last=True), "symbol")
    language = current_language()
    found = rows.values_list("symbol", "title")[: MOST_CHOICES + 1]
    return [Choice(symbol, in_language(title, language).text) for symbol, title in found]


def pairs(kind: str, documents: Any, chosen: Iterable[Document] = (), most: int = MOST_PAIRS) -> list[Pair]:
    """The pairs of some documents that belong together, with the chosen ones if there are any; the latest first."""
    there = documents.values("pk")
    rows = Pairing.objects.filter(kind=kind, related=True, first__document__in=there, second__document__in=there)
    if pks := [row.pk for row in chosen]:
        rows = rows.filter(Q(first__document__in=pks) | Q(second__document__in=pks))
    rows = rows.select_related("first__document", "second__document").defer(
        "data", "first__text", "first__content", "second__text", "second__content"
    )
    ordered = rows.order_by("first__document__specimen", F("second__document__date").desc(nulls_last=True), "-pk")
    return [_pair(row) for row in ordered[:most]]


def _pair(row: Pairing) -> Pair:
    first, second = row.first.document, row.second.document
    taken_up = first.kind in REPORTS
    if row.kind == Pairing.COMPARE:
        part, whole = row.brief.get("lives_on", 0), row.brief.get("before", 0)
        url = f"{reverse('compare')}?{urlencode({'old': first.symbol, 'new': second.symbol})}"
    else:
        part, whole = row.answered, row.asked
        url = trace_url(first.symbol, second.symbol, taken_up)
    title = in_language(first.title, current_language())
    return Pair(
        first.symbol, second.symbol, title.text, title.language, direction(title.language),
        url, part, whole, taken_up, first.specimen,
        strip([(part, "good"), (whole - part, "none")]),
    )  # fmt: skip
