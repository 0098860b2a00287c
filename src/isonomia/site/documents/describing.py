"""What the API and JSON files say of documents and mandates: the objects of the interfaces, with key and address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from isonomia.site.documents.leading import shown_in
from isonomia.site.documents.models import Document, Expression, Mandate
from isonomia.site.languages import current_language

FRAME = ("key", "state", "version", "updated_at")
"""What every object of the API has."""


def mandate(collection: Any, record: Mandate, plain: Mapping[str, Any]) -> dict[str, Any]:
    """A mandate in the reader's language, else in the one that leads."""
    language = shown_in(record.wordings, current_language(), record.text.get("original", ""))
    return {
        **{name: plain[name] for name in FRAME},
        **record.wordings[language],
        "url": collection.url_of(record),
        "languages": list(record.languages),
        "specimen": record.specimen,
    }


def document(collection: Any, record: Document, plain: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a document, without its text."""
    return {
        **{name: plain[name] for name in FRAME},
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


# -- what OpenAPI says of them -------------------------------------------------------------------------------------

_TEXT: dict[str, Any] = {"type": ["string", "null"]}
_NUMBER: dict[str, Any] = {"type": ["integer", "null"]}
_TEXTS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
_SPAN: dict[str, Any] = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
_OBJECTS: dict[str, Any] = {"type": "array", "items": {"type": "object"}}


def mandate_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The object of a mandate."""
    due = {
        "type": ["object", "null"],
        "properties": {"text": {"type": "string"}, "session": _NUMBER, "year": _NUMBER, "date": _TEXT, "via": _TEXT},
    }
    own = {
        "id": {"type": "string"}, "document": _TEXT, "language": {"type": "string"}, "speaker": _TEXT,
        "paragraph": {"type": "string"}, "order": {"type": "integer"}, "verb": {"type": "string"},
        "act": {"type": "string"}, "force": {"type": "integer"}, "intensity": {"type": "integer"},
        "addressees": _TEXTS, "addressee_texts": _TEXTS, "action": {"type": "string"}, "conditions": _TEXTS,
        "due": due, "citations": _TEXTS, "topics": _TEXTS, "text": {"type": "string"}, "span": _SPAN,
        "url": {"type": "string"}, "languages": _TEXTS, "specimen": {"type": "boolean"},
    }  # fmt: skip
    return {**schema, "properties": {**_frame(schema), **own}}


def document_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The object of a document: in lists without its text and parts, alone with them and its title in one language."""
    own = {
        "symbol": {"type": "string"}, "kind": {"type": "string"}, "organ": _TEXT, "session": _NUMBER, "date": _TEXT,
        "language": {"type": "string"}, "title": {"type": ["string", "object", "null"]}, "agenda_item": _TEXT,
        "source": {"type": ["object", "null"]}, "text": {"type": "string"}, "paragraphs": _OBJECTS,
        "headings": _OBJECTS, "notes": _OBJECTS, "citations": _OBJECTS, "warnings": _OBJECTS, "languages": _TEXTS,
        "original": _TEXT, "mandates": {"type": "integer"}, "specimen": {"type": "boolean"},
        "url": {"type": "string"},
    }  # fmt: skip
    return {**schema, "properties": {**_frame(schema), **own}}


def _frame(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: schema["properties"][name] for name in FRAME if name in schema["properties"]}
