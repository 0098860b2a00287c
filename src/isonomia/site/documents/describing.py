"""What the API and JSON files say of documents and mandates: the objects of the interfaces, with key and address."""

from __future__ import annotations

from typing import Any

from isonomia.site.documents.leading import shown_in
from isonomia.site.documents.models import Document, Expression, Mandate
from isonomia.site.languages import current_language


def mandate(collection: Any, record: Mandate) -> dict[str, Any]:
    """A mandate in the reader's language, else in the one that leads."""
    language = shown_in(record.wordings, current_language(), record.text.get("original", ""))
    return {
        **record.wordings[language],
        "key": record.key,
        "url": collection.url_of(record),
        "languages": list(record.languages),
        "specimen": record.specimen,
    }


def document(collection: Any, record: Document, plain: dict[str, Any]) -> dict[str, Any]:
    """What is known of a document, without its text."""
    return {
        "symbol": record.symbol,
        "kind": record.kind,
        "organ": record.organ or None,
        "session": record.session,
        "date": record.date.isoformat() if record.date else None,
        "title": record.title,
        "agenda_item": record.agenda_item or None,
        "languages": list(record.languages),
        "original": record.original or None,
        "mandates": record.mandates,
        "specimen": record.specimen,
        "key": record.key,
        "url": collection.url_of(record),
    }


def whole_document(collection: Any, record: Document, expression: Expression) -> dict[str, Any]:
    """A document in one language with its text and all that was read from it."""
    return {
        **expression.parsed.to_dict(),
        "languages": list(record.languages),
        "specimen": record.specimen,
        "key": record.key,
        "url": collection.url_of(record),
    }
