"""Loads a file into the site: reads it, keeps it, and brings document, language version and mandates up to date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

import isonomia
from isonomia.errors import DamagedFile, FileTooLarge
from isonomia.site.documents import files
from isonomia.site.documents.errors import NoSymbol
from isonomia.site.documents.leading import in_order
from isonomia.site.documents.masthead import is_specimen, printed_original
from isonomia.site.documents.models import Document, Expression, Reading
from isonomia.site.documents.register import Outcome, refresh
from isonomia.site.records import stamps, writing
from isonomia.site.records.fields.texts import ORIGINAL
from isonomia.site.records.models import State
from isonomia.site.records.registry import collection
from isonomia.site.records.signals import written
from isonomia.text.model import Document as Text
from isonomia.text.read import MAX_BYTES
from isonomia.text.symbols import parse_symbol

PROGRAM = f"isonomia {isonomia.__version__}"
"""What reads: another version reads again what is loaded again."""
NEW, SAME, REPLACED = "new", "same", "replaced"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file. `change`: new (a document or a language of one), replaced (a version of it), same (the
    same bytes, read by the same program: nothing was done)."""

    document: Document
    language: str
    change: str
    outcome: Outcome = field(default_factory=Outcome)


def load_document(
    source: str | Path | bytes, symbol: str | None = None, *, language: str | None = None, name: str = "",
    user: Any = None, provenance: str = "", specimen: bool | None = None, ocr: bool = False,
    reader: Callable[..., Text] = isonomia.read,
) -> Loaded:  # fmt: skip
    """Loads a file or its bytes; `symbol` names a document that prints none; `reader` reads it.

    All or nothing is written. Loading the same bytes again changes nothing; another version of a language version
    replaces it, and mandates whose anchor is the same keep their keys and history. Raises a subclass of IsonomiaError.
    """
    data, name = _bytes(source, name)
    symbol = parse_symbol(symbol).text if symbol else None
    if same := _as_it_was(files.fingerprint(data), symbol, language):
        return same
    text = reader(data, language=language, symbol=symbol, ocr=ocr, name=name)
    if text.symbol is None:
        raise NoSymbol("the document prints no symbol; give the one it has with --symbol", place=name)
    if (length := len(text.symbol)) > 100:
        raise NoSymbol(f"the symbol has {length} characters, which no symbol has; give it with --symbol", place=name)
    files.keep(data)
    with transaction.atomic():
        return _store(text, len(data), user, provenance, is_specimen(text) if specimen is None else specimen)


def read_again(document: Document, *, user: Any = None, reason: str = "") -> Outcome:
    """Reads all language versions of a document anew from their kept files, as after an update of the program.

    A version whose file is lost stays as it is. Raises a subclass of IsonomiaError.
    """
    texts = []
    for expression in document.expressions.all():
        held = expression.parsed.source
        data = files.original(expression.sha256)
        if data is None or held is None:
            continue
        text = isonomia.read(data, language=expression.language, name=held.name)
        if text.symbol != document.symbol:
            text = isonomia.read(data, language=expression.language, symbol=document.symbol, name=held.name)
        texts.append((expression, text))
    with transaction.atomic():
        for expression, text in texts:
            expression.hold(text, PROGRAM)
            expression.save()
        return _settle(document, user, reason)


def _bytes(source: str | Path | bytes, name: str) -> tuple[bytes, str]:
    """The bytes of a file and its name. Raises DamagedFile, FileTooLarge."""
    if isinstance(source, bytes):
        return source, name or "bytes"
    path = Path(source)
    try:
        if (size := path.stat().st_size) > MAX_BYTES:
            raise FileTooLarge(f"{size:,} bytes; at most {MAX_BYTES:,} are read", place=str(path))
        return path.read_bytes(), name or path.name
    except OSError as error:
        reason = error.strerror or str(error)
        raise DamagedFile(f"the file cannot be read ({reason}); check the path", place=str(path)) from None


def _as_it_was(sha256: str, symbol: str | None, language: str | None) -> Loaded | None:
    """What there is of these bytes, if the same program read them under the same symbol."""
    rows = Expression.objects.filter(sha256=sha256, program=PROGRAM, document__revises=None)
    rows = rows.filter(document__symbol=symbol) if symbol else rows
    rows = rows.filter(language=language) if language else rows
    held = rows.select_related("document").first()
    return Loaded(held.document, held.language, SAME) if held else None


def _store(text: Text, size: int, user: Any, provenance: str, specimen: bool) -> Loaded:
    documents = collection("documents")
    stamps.lock(documents)
    document = Document.objects.filter(symbol=text.symbol, revises=None).first()
    source = text.source
    assert source is not None
    reason = f"Read from {source.name}."
    if document is None:
        values = {"symbol": text.symbol, "kind": text.kind, "specimen": specimen}
        made = writing.create(documents, values, user, state=State.PUBLISHED, reason=reason)
        document = Document.objects.get(pk=made.pk)
    expression = Expression.objects.filter(document=document, language=text.language).first()
    if expression is not None and (expression.sha256, expression.program) == (source.sha256, PROGRAM):
        return Loaded(document, text.language, SAME)  # another process was faster
    change = NEW if expression is None else REPLACED
    expression = expression or Expression(document=document, language=text.language)
    expression.provenance = provenance or expression.provenance
    expression.hold(text, PROGRAM)
    expression.save()
    Reading.objects.create(
        expression=expression, name=source.name[:255], format=source.format, sha256=source.sha256, size=size,
        program=PROGRAM, at=timezone.now(), author=user,
    )  # fmt: skip
    outcome = _settle(document, user, reason)
    document.refresh_from_db()
    return Loaded(document, text.language, change, outcome)


def _settle(document: Document, user: Any, reason: str) -> Outcome:
    """Brings what is said of a document, and its mandates, in line with its language versions."""
    documents = collection("documents")
    facts = facts_of(document)
    if any(getattr(document, name) != value for name, value in facts.items()):
        writing.update(documents, document, facts, user, reason=reason)
        document.refresh_from_db()
    outcome = refresh(document, user=user, reason=reason)
    if document.mandates != outcome.mandates:
        writing.update(documents, document, {"mandates": outcome.mandates}, user, reason=reason)
    else:
        # the words may have changed where the facts did not
        stamps.bump(documents)
        written.send(sender=type(documents), collection=documents, pks=[document.pk])
    return outcome


def facts_of(document: Document) -> dict[str, Any]:
    """What the language versions say of the document: the first that says something is believed."""
    texts = {row.language: row.parsed for row in document.expressions.all()}
    original = next(filter(None, (printed_original(text) for text in texts.values())), "")
    ordered = [texts[code] for code in in_order(texts, original)]
    titles = {code: text.title for code, text in sorted(texts.items()) if text.title}
    return {
        "title": {**titles, ORIGINAL: original} if original in titles else titles,
        "kind": ordered[0].kind,
        "organ": _first(ordered, "organ") or parse_symbol(document.symbol).organ or "",
        "session": _first(ordered, "session"),
        "date": _day(_first(ordered, "date")),
        "agenda_item": _first(ordered, "agenda_item") or "",
        "languages": sorted(texts),
        "original": original,
    }


def _first(texts: list[Text], name: str) -> Any:
    return next((value for text in texts if (value := getattr(text, name)) is not None), None)


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
