"""Which documents belong together: the sessions of one resolution, and the reports that answer it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from django.db.models import QuerySet

from isonomia.site.documents.anchors import bare
from isonomia.site.documents.leading import in_order
from isonomia.site.documents.models import Document, Expression
from isonomia.text.model import REPORTS

RESOLUTIONS = ("resolution", "decision", "draft_resolution")
ALIKE = 0.8
"""Titles of one resolution in two sessions are alike to this degree at least."""
NAMED = 28
"""Letters (an ideograph stands for two) that the titles of a resolution and a report have in common when both name the
same programme; and at least a third of the shorter title."""
NEAREST = 3
"""How many reports are traced for a resolution: the next ones after it."""


def _pairs(one: Document, other: Document) -> Iterable[tuple[str, str]]:
    for language in one.languages:
        if one.title.get(language) and other.title.get(language):
            yield bare(one.title[language]), bare(other.title[language])


def same_line(one: Document, other: Document) -> bool:
    """Whether two resolutions are one resolution in two sessions, by their titles in any language that both have."""
    return any(_ratio(a, b) >= ALIKE for a, b in _pairs(one, other))


def _ratio(a: str, b: str) -> float:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0


def same_subject(one: Document, other: Document) -> bool:
    """Whether the titles of a resolution and a report name the same thing at length."""
    for a, b in _pairs(one, other):
        found = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
        weight = sum(2 if char > "\u2fff" else 1 for char in a[found.a : found.a + found.size])
        if weight >= NAMED and found.size * 3 >= min(len(a), len(b)):
            return True
    return False


def place_in_time(document: Document) -> tuple[int, str, str]:
    """By which documents of one organ are ordered: session, date, symbol."""
    return (document.session or 0, document.date.isoformat() if document.date else "", document.symbol)


def _others(document: Document, kinds: Sequence[str], rows: QuerySet[Any] | None = None) -> list[Document]:
    """The other documents of the organ; a specimen belongs to specimens only."""
    rows = Document.objects.filter(state="published", revises=None) if rows is None else rows
    rows = rows.filter(organ=document.organ, specimen=document.specimen, kind__in=kinds).exclude(pk=document.pk)
    return sorted(rows, key=place_in_time) if document.organ else []


def line_of(document: Document, rows: QuerySet[Any] | None = None) -> list[Document]:
    """The sessions of a resolution, itself among them, in order; `rows`: the documents that may be looked at."""
    if document.kind not in RESOLUTIONS:
        return []
    found = [other for other in _others(document, RESOLUTIONS, rows) if same_line(document, other)]
    return sorted([*found, document], key=place_in_time) if found else []


def traced_with(document: Document, rows: QuerySet[Any] | None = None) -> list[tuple[Document, Document]]:
    """What can be traced from or to a document: (who asks, who answers).

    A resolution with the next reports that cite it or are of its subject; a report with the next resolution that cites
    it or is of its subject.
    """
    if document.kind not in RESOLUTIONS and document.kind not in REPORTS:
        return []
    asks = document.kind in RESOLUTIONS
    there = _others(document, REPORTS if asks else RESOLUTIONS, rows)
    cited = _cited_by([document, *there])
    others = [
        other
        for other in there
        if other.symbol in cited[document.pk] or document.symbol in cited[other.pk] or same_subject(document, other)
    ]
    if asks:
        answers = [other for other in others if not recommends_first(other, document)][:NEAREST]
        asked = [other for other in others if recommends_first(other, document)][-1:]
    else:
        answers = [other for other in others if recommends_first(document, other)][:1]
        asked = [other for other in others if not recommends_first(document, other)][-NEAREST:]
    return [*((document, other) for other in answers), *((other, document) for other in asked)]


def recommends_first(report: Document, resolution: Document) -> bool:
    """Whether a report comes before a resolution, which can then take up what it recommends: in an earlier session, or
    in the same one, for which reports are written. Otherwise the report can answer the resolution."""
    if report.session and resolution.session:
        return report.session <= resolution.session
    if report.date and resolution.date:
        return report.date < resolution.date
    return False


def _cited_by(documents: Sequence[Document]) -> dict[int, set[str]]:
    """What documents cite in any language, in one query."""
    out: dict[int, set[str]] = {row.pk: set() for row in documents}
    for pk, targets in Expression.objects.filter(document__in=out).values_list("document", "cites"):
        out[pk].update(targets)
    return out


def expressions_for(one: Document, other: Document, language: str = "") -> tuple[Expression, Expression] | None:
    """The language versions to set side by side: in the language asked for, else in one that both have, else those that
    lead; None where one has no text."""
    ours = {row.language: row for row in one.expressions.all()}
    theirs = {row.language: row for row in other.expressions.all()}
    if not ours or not theirs:
        return None
    shared = in_order(set(ours) & set(theirs), one.original)
    if language in shared:
        return ours[language], theirs[language]
    if shared:
        return ours[shared[0]], theirs[shared[0]]
    return ours[in_order(ours, one.original)[0]], theirs[in_order(theirs, other.original)[0]]
