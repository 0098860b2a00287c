"""Finding the record that a form links to, however many there are: by its name, among few, or by a word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from isonomia.site.languages import current_language
from isonomia.site.records import finding
from isonomia.site.records.access import Actor
from isonomia.site.records.declaration import Collection
from isonomia.site.records.errors import BadValue
from isonomia.site.records.fields.texts import LANGUAGES
from isonomia.site.records.finding import SearchUnavailable
from isonomia.site.records.kinds import Link, Multilingual
from isonomia.site.records.models import Record
from isonomia.site.records.registry import collection_of
from isonomia.site.records.rows import in_order, order_of
from isonomia.site.records.view import View

FEW = 25
"""So many records are offered at once; where there are more, they are looked up."""
LONGEST = 200
Offer = tuple[str, str]
"""What stands in the address of a record, and what the record is called."""


def _offers(target: Collection, records: Any) -> list[Offer]:
    return [(target.address_of(record), target.label_of(record, current_language())) for record in records]


def named(kind: Link, actor: Actor, text: str) -> Offer | None:
    """The record that a text names by its key or address, if the actor may link to it."""
    target = collection_of(kind.target)
    if target is None or not text or len(text) > LONGEST:
        return None
    found = kind.resolve([text], kind.visible(actor)).get(text)
    return _offers(target, [found])[0] if found is not None else None


def all_of_few(kind: Link, actor: Actor) -> list[Offer]:
    """All records that can be linked to, where they are few; else none."""
    target = collection_of(kind.target)
    if target is None:
        return []
    rows = kind.visible(actor).filter(revises=None)
    records = list(in_order(rows, order_of(target, View()))[: FEW + 1])
    return _offers(target, records) if len(records) <= FEW else []


def matching(kind: Link, actor: Actor, text: str) -> list[Offer]:
    """The first records that a text finds: by key or address, by how their address begins, then by their words."""
    target = collection_of(kind.target)
    text = " ".join(text.split())
    if target is None or len(text) > LONGEST:
        return []
    found: dict[int, Record] = {}
    for rows in _ways(target, kind, kind.visible(actor).filter(revises=None), text):
        for record in rows:
            found.setdefault(record.pk, record)
        if len(found) >= FEW:
            break
    return _offers(target, list(found.values())[:FEW])


def _ways(target: Collection, kind: Link, rows: Any, text: str) -> Iterator[Any]:
    order = order_of(target, View())
    if not text:
        yield in_order(rows, order)[:FEW]
        return
    yield kind.resolve([text], rows).values()
    yield in_order(rows.filter(**{f"{target.address}__istartswith": text}), order)[:FEW]
    for query in (text, f"{text}*") if target.search else ():
        try:
            yield in_order(finding.narrow(rows, target.name, query, current_language()), order)[:FEW]
        except SearchUnavailable:
            break
        except BadValue:
            continue  # what is no query may be part of a name
    else:
        if target.search:
            return
    yield in_order(rows.filter(_called(target, text)), order)[:FEW]


def _called(target: Collection, text: str) -> Q:
    """The records in whose name a text stands."""
    spec = target.shape.find(target.label)
    if spec is None or not isinstance(spec.kind, Multilingual):
        return Q(**{f"{target.label}__icontains": text})
    out = Q()
    for language in LANGUAGES:
        out |= Q(**{f"{target.label}__{language}__icontains": text})
    return out
