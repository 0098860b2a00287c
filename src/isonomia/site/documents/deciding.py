"""How an editor corrects what the program read: a decision is checked, kept with author, date, reason, and applied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from isonomia.mandates.model import DIRECTIVE, FORCE
from isonomia.site.documents.anchors import bare, quoted
from isonomia.site.documents.clauses import anchored, find_words
from isonomia.site.documents.models import Correction, CorrectionKind, Document, Expression, Mandate
from isonomia.site.documents.pairings import relate
from isonomia.site.documents.register import Outcome, as_corrected, refresh
from isonomia.site.records.access import Actor
from isonomia.site.records.codelists import terms
from isonomia.site.records.declaration import EDITORS
from isonomia.site.records.values import Faulty

K = CorrectionKind
Faults = dict[str, list[str]]


def may_correct(actor: Actor) -> bool:
    """Whether an actor corrects mandates."""
    return actor.role in EDITORS


def correct(
    mandate: Mandate, language: str, kind: str, given: Mapping[str, Any], reason: str, user: Any
) -> tuple[Correction, Outcome]:  # fmt: skip
    """Corrects a mandate by its wording in one language. `given` depends on the kind: `addressees`, `act`, `conditions`
    (texts that stand in the clause), `due` (text, session, year, date), `topics`; nothing to say that it is no mandate.

    Raises PermissionDenied, Faulty.
    """
    _permit(user)
    clause = mandate.wordings.get(language)
    faults: Faults = {}
    if clause is None:
        raise Faulty({"language": [_("The mandate has no wording in this language.")]})
    if kind not in K.values or kind == K.ADD:
        raise Faulty({"kind": [_("This is nothing that can be corrected.")]})
    values = _values(kind, given, clause["text"], faults)
    _reasoned(reason, faults)
    if not faults and kind != K.REMOVE and values == {name: clause[name] for name in values}:
        faults["values"] = [_("This is what the mandate says already.")]
    if faults:
        raise Faulty(faults)
    before = {name: clause[name] for name in values}
    row = Correction(
        document=mandate.document, language=language, paragraph=clause["paragraph"], verb=clause["verb"],
        opening=quoted(clause["text"]), kind=kind, values=values, before=before,
    )  # fmt: skip
    return _made(row, reason, user)


def add(
    document: Document, language: str, given: Mapping[str, Any], reason: str, user: Any
) -> tuple[Correction, Outcome]:  # fmt: skip
    """Adds a clause that the program missed. `given`: `paragraph`, `words` (the clause as printed), `verb` (words of
    it), `act`, `addressees`; `conditions`, `due` and `topics` where there are. Raises PermissionDenied, Faulty."""
    _permit(user)
    expression = Expression.objects.filter(document=document, language=language).first()
    if expression is None:
        raise Faulty({"language": [_("The document is not loaded in this language.")]})
    text = expression.parsed
    faults: Faults = {}
    paragraph = next((row for row in text.paragraphs if row.id == given.get("paragraph")), None)
    words = " ".join(str(given.get("words", "")).split())
    verb = " ".join(str(given.get("verb", "")).split())
    if paragraph is None:
        faults["paragraph"] = [_("The document has no such paragraph.")]
    elif not words or find_words(text, paragraph, words) is None:
        faults["words"] = [_("Quote the clause as it is printed; these words do not stand in the paragraph.")]
    elif not verb or verb not in words:
        faults["verb"] = [_("Quote the verb as it is printed in the clause.")]
    values: dict[str, Any] = {}
    for kind in (K.ACT, K.ADDRESSEES, K.CONDITIONS, K.DUE, K.TOPICS):
        values |= _values(kind, given, words, faults)
    _reasoned(reason, faults)
    row = Correction(
        document=document, language=language, paragraph=paragraph.id if paragraph else "", verb=verb, opening=words,
        kind=K.ADD, values=values,
    )  # fmt: skip
    there = anchored(as_corrected(document).clauses[language], row)
    if there is not None and there.asks:
        faults.setdefault("words", [_("This clause is a mandate already; correct it on its own page.")])
    if faults:
        raise Faulty(faults)
    return _made(row, reason, user)


def undo(correction: Correction, reason: str, user: Any) -> Outcome:
    """Takes a correction back; it stays, with who took it back and why. Raises PermissionDenied, Faulty."""
    _permit(user)
    faults: Faults = {}
    _reasoned(reason, faults)
    if faults:
        raise Faulty(faults)
    with transaction.atomic():
        row = Correction.objects.select_for_update().get(pk=correction.pk)
        if row.undone_at is not None:
            raise Faulty({"correction": [_("This correction was taken back already.")]})
        row.undone_at, row.undone_by, row.undone_reason = timezone.now(), user, reason.strip()
        row.save()
        outcome = _apply(row.document, user, reason)
    relate(row.document)
    return outcome


def _made(row: Correction, reason: str, user: Any) -> tuple[Correction, Outcome]:
    row.reason, row.author, row.at = reason.strip(), user, timezone.now()
    with transaction.atomic():
        row.save()
        outcome = _apply(row.document, user, row.reason)
        row.refresh_from_db()
    relate(row.document)
    return row, outcome


def _apply(document: Document, user: Any, reason: str) -> Outcome:
    """Applies all corrections of a document and says how many mandates it has now."""
    from isonomia.site.records import writing
    from isonomia.site.records.registry import collection

    outcome = refresh(document, user=user, reason=reason.strip())
    if document.mandates != outcome.mandates:
        writing.update(collection("documents"), document, {"mandates": outcome.mandates}, user, reason=reason.strip())
    return outcome


def _permit(user: Any) -> None:
    if not may_correct(Actor.of(user)):
        raise PermissionDenied(_("Only editors correct mandates."))


def _reasoned(reason: str, faults: Faults) -> None:
    if not reason.strip():
        faults["reason"] = [_("Say why: whoever reads this later should know.")]


# -- what is given, checked ----------------------------------------------------------------------------------------


def _values(kind: str, given: Mapping[str, Any], words: str, faults: Faults) -> dict[str, Any]:
    """The values of a kind of correction; faults are gathered."""
    match kind:
        case K.ADDRESSEES:
            codes = _codes("addressees", given.get("addressees", ()), faults)
            if not codes and "addressees" not in faults:
                faults["addressees"] = [_("Name whom it asks; if it asks nobody, say that it is no mandate.")]
            return {"addressees": codes}
        case K.ACT:
            act = str(given.get("act", ""))
            if act not in FORCE:
                faults["act"] = [_("Choose an act.")]
            return {"act": act}
        case K.CONDITIONS:
            return {"conditions": _conditions(given.get("conditions", ()), words, faults)}
        case K.DUE:
            return {"due": _due(given.get("due"), faults)}
        case K.TOPICS:
            return {"topics": _codes("topics", given.get("topics", ()), faults)}
    return {}


def _codes(name: str, given: Sequence[str], faults: Faults) -> list[str]:
    known = terms(name)
    codes = list(dict.fromkeys(code for code in given if code))
    if wrong := [code for code in codes if code not in known]:
        near = ", ".join(known.near(wrong[0])) or "–"
        faults[name] = [
            _("“%(code)s” is not a code of this list; near it: %(near)s.") % {"code": wrong[0], "near": near}
        ]
    return codes


def _conditions(given: Sequence[str], words: str, faults: Faults) -> list[str]:
    out = [" ".join(str(text).split()) for text in given if str(text).strip()]
    for text in out:
        if bare(text) not in bare(words):
            faults["conditions"] = [_("“%(text)s” does not stand in the clause; quote it as printed.") % {"text": text}]
    return out


def _due(given: Any, faults: Faults) -> dict[str, Any] | None:
    if not given or not any(given.get(name) for name in ("text", "session", "year", "date")):
        return None
    out: dict[str, Any] = {
        "text": str(given.get("text") or ""),
        "session": None,
        "year": None,
        "date": None,
        "via": None,
    }
    for name in ("session", "year"):
        if value := given.get(name):
            if not str(value).isdigit() or not 0 < int(value) < 10_000:
                faults["due"] = [_("Session and year are whole numbers.")]
            else:
                out[name] = int(value)
    if value := given.get("date"):
        try:
            out["date"] = dt.date.fromisoformat(str(value)).isoformat()
            out["year"] = out["year"] or int(str(value)[:4])
        except ValueError:
            faults["due"] = [_("Write the date as 2024-05-31.")]
    return out


ACTS = [act for act in FORCE if act in DIRECTIVE or FORCE[act] >= 3 or act == "other"]
"""The acts that a mandate can have: those that can ask an actor to act."""
