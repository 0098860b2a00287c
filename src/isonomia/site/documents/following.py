"""When a document is withdrawn or published again, its mandates go with it, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from isonomia.site.documents.models import Document, Mandate
from isonomia.site.records import writing
from isonomia.site.records.models import State
from isonomia.site.records.registry import collection

REASON = "With its document."


def follow(sender: Any, collection: Any, pks: Sequence[int] | None, **_signal: Any) -> None:
    """Listens to what is written; only documents concern it."""
    if collection.name != "documents" or pks is None:
        return
    for document in Document.objects.filter(pk__in=pks, revises=None):
        state = State.PUBLISHED if document.state == State.PUBLISHED else State.WITHDRAWN
        _move(Mandate.objects.filter(document=document, gone=False).exclude(state=state), state)


def _move(mandates: Any, state: str) -> None:
    step = "publish" if state == State.PUBLISHED else "withdraw"
    for mandate in mandates:
        writing.move(collection("mandates"), mandate, None, action=step, state=state, reason=REASON)
