"""Brings the register in line with a document as read and corrected: mandates keep their keys by their anchors."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from isonomia import Mandate as Read
from isonomia.site.documents import grouping
from isonomia.site.documents.anchors import Anchor
from isonomia.site.documents.clauses import Clause, corrected
from isonomia.site.documents.grouping import Group
from isonomia.site.documents.leading import in_order
from isonomia.site.documents.models import Correction, Document, Expression, Mandate
from isonomia.site.records import stamps, writing
from isonomia.site.records.models import State
from isonomia.site.records.registry import collection
from isonomia.site.records.signals import written
from isonomia.text.model import Document as Text

GONE = "The document, as it was read last, has this clause no more."
BACK = "The document has this clause again."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the register: how many mandates the document has, how many are new, changed, gone, and how many
    corrections found no clause."""

    mandates: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    unanchored: int = 0


def versions(document: Document) -> dict[str, Expression]:
    """The language versions of a document, the leading one first."""
    there = {row.language: row for row in document.expressions.all()}
    return {code: there[code] for code in in_order(there, document.original)}


@dataclass(frozen=True, slots=True)
class AsCorrected:
    """A document as it was read and then corrected. `clauses`: those of each language version, without what an editor
    says is none; `decisions`: the corrections, each with whether its clause was found."""

    clauses: Mapping[str, Sequence[Clause]]
    groups: Sequence[Group]
    decisions: Sequence[tuple[Correction, bool]]


def as_corrected(document: Document) -> AsCorrected:
    """Reads the clauses of all language versions, and applies all corrections to them."""
    decisions = list(Correction.objects.filter(document=document, undone_at=None))
    texts: dict[str, tuple[Text, Sequence[Clause]]] = {}
    found: dict[int, bool] = {}
    for language, expression in versions(document).items():
        own = [row for row in decisions if row.language == language]
        clauses, held = corrected(expression.parsed, own)
        texts[language] = (expression.parsed, clauses)
        found |= held
    groups = grouping.group(texts) if texts else []
    kept = {code: [row for row in clauses if not row.removed] for code, (_text, clauses) in texts.items()}
    return AsCorrected(kept, groups, [(row, found.get(row.pk, False)) for row in decisions])


def corrected_clauses(expression: Expression) -> list[Read] | None:
    """All operative clauses of a language version as editors corrected them; None where no editor did."""
    if not Correction.objects.filter(document=expression.document_id, undone_at=None).exists():
        return None
    return [row.mandate for row in as_corrected(expression.document).clauses[expression.language]]


def refresh(document: Document, *, user: Any = None, reason: str = "") -> Outcome:
    """Applies all corrections to all language versions and writes what changed, with its history."""
    with transaction.atomic():
        stamps.lock(collection("mandates"))
        read = as_corrected(document)
        unanchored = _remember_anchors(read.decisions)
        _remember_readings(document, read)
        return _write(document, read.groups, user, reason, unanchored)


def _remember_readings(document: Document, read: AsCorrected) -> None:
    """Names what was read of each language version and corrected in it."""
    for language, expression in versions(document).items():
        whole = [expression.text, expression.content, [row.data for row in read.clauses[language]]]
        plain = json.dumps(whole, ensure_ascii=False, sort_keys=True)
        expression.reading = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
        expression.save(update_fields=["reading"])


def _remember_anchors(decisions: Iterable[tuple[Correction, bool]]) -> int:
    """Says of each correction whether it found its clause; gives the number of those that did not."""
    for row, held in decisions:
        if row.anchored != held:
            row.anchored = held
            row.save(update_fields=["anchored"])
    return sum(not held for _row, held in decisions)


def _write(document: Document, groups: Sequence[Group], user: Any, reason: str, unanchored: int) -> Outcome:
    mandates = collection("mandates")
    state = document.state if document.state == State.PUBLISHED else State.WITHDRAWN
    there = list(Mandate.objects.filter(document=document, revises=None))
    pairs = _matched(there, groups)
    new = [group for group in groups if id(group) not in {id(group) for _record, group in pairs}]
    created = writing.create_many(
        mandates, [values_of(document, group) for group in new], user, state=state, reason=reason
    ) if new else []  # fmt: skip
    for record, group in zip(created, new, strict=True):
        record.wordings = wordings_of(group)  # type: ignore[attr-defined]
    Mandate.objects.bulk_update(created, ["wordings"], batch_size=200)  # type: ignore[arg-type]
    changed = sum(_update(record, document, group, state, user, reason) for record, group in pairs)
    kept = {record.pk for record, _group in pairs}
    gone = [record for record in there if record.pk not in kept and not record.gone]
    for record in gone:
        if record.state == State.PUBLISHED:
            writing.move(mandates, record, user, action="withdraw", state=State.WITHDRAWN, reason=reason or GONE)
        Mandate.objects.filter(pk=record.pk).update(gone=True)
    if new or gone or changed:
        stamps.bump(mandates)
    return Outcome(len(groups), len(new), changed, len(gone), unanchored)


def _matched(there: Sequence[Mandate], groups: Sequence[Group]) -> list[tuple[Mandate, Group]]:
    """The records that are mandates of the document still: by an anchor in any language, each once.

    Of several clauses with one anchor the records are taken in their order.
    """
    by_anchor: dict[Anchor, list[Mandate]] = {}
    for record in sorted(there, key=lambda row: (row.gone, row.pk)):
        for wording in record.wordings.values():
            by_anchor.setdefault(Anchor.of(wording), []).append(record)
    taken: set[int] = set()
    pairs = []
    for group in groups:
        for clause in group.clauses.values():
            free = [row for row in by_anchor.get(Anchor.of(clause.data), ()) if row.pk not in taken]
            if free:
                taken.add(free[0].pk)
                pairs.append((free[0], group))
                break
    return pairs


def _update(record: Mandate, document: Document, group: Group, state: str, user: Any, reason: str) -> bool:
    """Writes what changed of a mandate; whether anything did that a reader sees (its place in the text is not)."""
    mandates = collection("mandates")
    values = values_of(document, group)
    wordings = wordings_of(group)
    differs = any(getattr(record, name) != value for name, value in values.items() if name != "document")
    moved = record.wordings != wordings or record.gone
    if differs:
        writing.update(mandates, record, values, user, reason=reason)
    if moved:
        Mandate.objects.filter(pk=record.pk).update(wordings=wordings, gone=False)
    if record.state != state:
        step = "publish" if state == State.PUBLISHED else "withdraw"
        writing.move(mandates, record, user, action=step, state=state, reason=reason or BACK)
    elif moved and not differs:
        written.send(sender=type(mandates), collection=mandates, pks=[record.pk])
        stamps.bump(mandates)
    return differs or record.state != state


def wordings_of(group: Group) -> dict[str, Any]:
    """The clause by language."""
    return {language: clause.data for language, clause in group.clauses.items()}


def values_of(document: Document, group: Group) -> dict[str, Any]:
    """The values of a mandate's record."""
    leading = group.clauses[group.leading].data
    due = leading["due"] or {}
    rows = {language: clause.data for language, clause in group.clauses.items()}
    return {
        "document": document,
        "reference": leading["id"],
        "session": document.session,
        "date": document.date,
        "text": _texts(document, {code: row["text"] for code, row in rows.items()}),
        "verb": _texts(document, {code: row["verb"] for code, row in rows.items()}),
        "act": leading["act"],
        "force": leading["force"],
        "intensity": leading["intensity"],
        "speaker": leading["speaker"] or "",
        "addressees": list(leading["addressees"]),
        "conditions": _texts(document, {code: "\n".join(row["conditions"]) for code, row in rows.items()}),
        "conditional": bool(leading["conditions"]),
        "due": _texts(document, {code: (row["due"] or {}).get("text", "") for code, row in rows.items()}),
        "due_session": due.get("session"),
        "due_year": due.get("year"),
        "due_date": _date(due.get("date")),
        "topics": list(leading["topics"]),
        "cited": "; ".join(leading["citations"]),
        "languages": sorted(rows),
        "specimen": document.specimen,
    }


def _texts(document: Document, texts: Mapping[str, str]) -> dict[str, str]:
    """A text in several languages, its original marked where the document says which it is."""
    found = {language: text for language, text in sorted(texts.items()) if text}
    return {**found, "original": document.original} if document.original in found else found


def _date(text: str | None) -> dt.date | None:
    """A day; a month or a year alone is none."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
