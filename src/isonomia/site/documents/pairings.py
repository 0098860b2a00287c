"""Comparisons and traces, made once for two texts as they were read and corrected, and kept."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.db.models import F, Q, QuerySet

from isonomia.errors import IsonomiaError
from isonomia.site.documents.loading import PROGRAM
from isonomia.site.documents.models import Document, Expression, Pairing
from isonomia.site.documents.register import corrected_clauses
from isonomia.site.documents.relations import expressions_for, line_of, traced_with

LOWEST = 0.1
"""The least score of evidence that is kept: a page asks for more, never for less."""
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
log = logging.getLogger(__name__)


def held(kind: str, first: Expression, second: Expression, options: str = "") -> Pairing | None:
    """A pairing that was made of these two as they are now, by this program."""
    return Pairing.objects.filter(
        kind=kind, first_reading=first.reading, second_reading=second.reading, program=PROGRAM, options=options
    ).first()


def _keep(kind: str, first: Expression, second: Expression, options: str, **values: Any) -> Pairing:
    """Keeps a pairing in the place of those of the same two expressions that are of other readings or programs."""
    old = Pairing.objects.filter(kind=kind, first=first, second=second, options=options)
    related = old.filter(related=True).exists()
    old.exclude(first_reading=first.reading, second_reading=second.reading, program=PROGRAM).delete()
    row, _created = Pairing.objects.update_or_create(
        kind=kind, first_reading=first.reading, second_reading=second.reading, program=PROGRAM, options=options,
        defaults={"first": first, "second": second, "related": related, **values},
    )  # fmt: skip
    return row


# -- comparing -----------------------------------------------------------------------------------------------------


def comparison(old: Expression, new: Expression, *, preamble: bool = False) -> Pairing:
    """What became of each paragraph, as the page shows it. Raises NotComparable."""
    options = "preamble" if preamble else ""
    found = held(Pairing.COMPARE, old, new, options)
    if found is not None:
        return found
    data = _compared(old, new, preamble)
    pairs = [[row[name] for name in ("old", "new", "relation", "similarity")] for row in _pairs(data)]
    brief = {"pairs": pairs, "lives_on": data["lives_on"], "before": data["before"]}
    return _keep(Pairing.COMPARE, old, new, options, data=data, brief=brief)


def _pairs(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [pair for row in data["rows"] for pair in row["pairs"]]


def _compared(old: Expression, new: Expression, preamble: bool) -> dict[str, Any]:
    from isonomia import compare
    from isonomia.compare_page import Row, rows, said, word_changes

    clauses = (corrected_clauses(old), corrected_clauses(new))
    found = compare(old.parsed, new.parsed, preamble=preamble, clauses=clauses)

    def shown(row: Row) -> dict[str, Any]:
        before, after = word_changes([part.text for part in row.old], [part.text for part in row.new])
        if not row.pairs:
            before, after = ([[(part.text, "")] for part in side] for side in (row.old, row.new))
        return {
            "role": (row.old or row.new)[0].role,
            "fates": row.fates,
            "old": [[part.id, pieces] for part, pieces in zip(row.old, before, strict=True)],
            "new": [[part.id, pieces] for part, pieces in zip(row.new, after, strict=True)],
            "pairs": [
                {
                    "old": pair.old, "new": pair.new, "relation": pair.relation, "similarity": pair.similarity,
                    "said": {language: said(pair, language) for language in LANGUAGES},
                }
                for pair in row.pairs
            ],
        }  # fmt: skip

    return {
        "rows": [shown(row) for row in rows(found)],
        "counts": found.counts(),
        "lives_on": len({pair.old for pair in found.pairs}),
        "before": len(found.old_passages),
        "after": len(found.new_passages),
        "new_topics": list(found.new_topics),
    }


# -- tracing -------------------------------------------------------------------------------------------------------


def tracing(asking: Expression, answering: Expression) -> Pairing:
    """What `answering` shows of what `asking` asks, from the lowest score on. Raises NotTraceable."""
    found = held(Pairing.TRACE, asking, answering)
    if found is not None:
        return found
    from isonomia import trace
    from isonomia.mandates.evidence import THRESHOLD

    clauses = (corrected_clauses(asking), corrected_clauses(answering))
    data = trace(asking.parsed, answering.parsed, threshold=LOWEST, clauses=clauses).to_dict()
    shown = over(data, THRESHOLD)
    answered = sum(bool(row["evidence"]) for row in shown["mandates"])
    return _keep(Pairing.TRACE, asking, answering, "", data=data, asked=len(data["mandates"]), answered=answered)


def over(data: Mapping[str, Any], threshold: float) -> dict[str, Any]:
    """A trace with the evidence that reaches a threshold; what answers nothing then is unprompted too."""
    mandates = []
    for row in data["mandates"]:
        evidence = [item for item in row["evidence"] if item["score"] >= threshold]
        mandates.append({**row, "evidence": evidence, "status": "evidence" if evidence else "none"})
    said = {item["paragraph"] for row in mandates for item in row["evidence"]}
    dropped = {item["paragraph"] for row in data["mandates"] for item in row["evidence"]} - said
    return {
        **data, "threshold": threshold, "mandates": mandates,
        "unprompted": sorted([*data["unprompted"], *dropped], key=_by_number),
    }  # fmt: skip


def _by_number(paragraph: str) -> tuple[Any, ...]:
    digits = "".join(char for char in paragraph.split(".")[0] if char.isdigit())
    return (int(digits or 0), paragraph)


# -- after a document was loaded or corrected ----------------------------------------------------------------------


def relate(document: Document) -> int:
    """Makes the comparisons and traces of a document with those that belong to it; gives how many there are.

    What belonged to it and does no more (another session came between) is an ordinary pairing again. Pages make those
    that are missing, so a fault here is logged and stops nothing.
    """
    made = set()
    for kind, one, other in partners(document):
        pair = expressions_for(one, other)
        if pair is None:
            continue
        try:
            made.add((comparison(*pair) if kind == Pairing.COMPARE else tracing(*pair)).pk)
        except IsonomiaError:
            continue  # two languages, or a text without paragraphs that ask: the pages say so where it matters
        except Exception:
            log.exception("%s of %s and %s failed", kind, one.symbol, other.symbol)
    _related(document).exclude(pk__in=made).update(related=False)
    Pairing.objects.filter(pk__in=made).update(related=True)
    return len(made)


def renew(document: Document) -> None:
    """Makes anew what belongs to a document if any of it was read or corrected since: then it is true no more."""
    now = Pairing.objects.filter(
        first_reading=F("first__reading"), second_reading=F("second__reading"), program=PROGRAM
    )  # fmt: skip
    if _related(document).exclude(pk__in=now.values("pk")).exists():
        relate(document)


def _related(document: Document) -> QuerySet[Pairing]:
    return Pairing.objects.filter(Q(first__document=document) | Q(second__document=document), related=True)


def partners(document: Document) -> list[tuple[str, Document, Document]]:
    """What a document is compared with (the sessions before and after it) and traced in."""
    line = line_of(document)
    near = [(Pairing.COMPARE, old, new) for old, new in pairwise(line) if document in (old, new)]
    return [*near, *((Pairing.TRACE, one, other) for one, other in traced_with(document))]
