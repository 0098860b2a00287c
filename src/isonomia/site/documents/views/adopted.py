"""The documents that a meeting adopted, on its page: to read, with their mandates."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from isonomia.site.documents.views import common
from isonomia.site.records.access import actor_of
from isonomia.site.records.registry import collection


def on_meeting(request: HttpRequest, meeting: Any) -> dict[str, Any] | None:
    """Those of the adopted symbols that are loaded, in their order; None where none is."""
    symbols = [row.symbol.strip() for row in meeting.adopted.all()]
    there = {row.symbol: row for row in common.published(actor_of(request)).filter(symbol__in=symbols)}
    documents, mandates = collection("documents"), collection("mandates")
    rows = [
        (row, common.title_of(row), documents.url_of(row), f"{mandates.url}?document={row.symbol}")
        for symbol in dict.fromkeys(symbols)
        if (row := there.get(symbol))
    ]
    return {"adopted": rows} if rows else None
