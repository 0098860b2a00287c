"""Checks of a declaration when the site starts: each fault by file, class and what would be right."""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Iterable, Iterator

from django.db.models import UniqueConstraint

from isonomia.site.records.declaration import EVERYONE, RESERVED, Collection
from isonomia.site.records.errors import DeclarationFault
from isonomia.site.records.kinds import (
    Choice,
    Coded,
    CodedMany,
    Date,
    Integer,
    Kind,
    Link,
    LongText,
    Moment,
    Multilingual,
    Number,
    Text,
    YesNo,
)  # fmt: skip
from isonomia.site.records.models import Record

FACETABLE: tuple[type[Kind], ...] = (Coded, CodedMany, Choice, Link, YesNo, Integer, Date, Moment)
RANGEABLE: tuple[type[Kind], ...] = (Date, Moment, Integer, Number)
TAKEN = frozenset({"api", "account", "static", "search", "compare", "trace", "admin", "health"})


def check(collection: Collection, others: Iterable[Collection] = ()) -> None:
    """Raises DeclarationFault with all faults of a declaration, one a line."""
    try:
        faults = list(_faults(collection, tuple(others)))
    except DeclarationFault as fault:
        faults = [str(fault)]
    if faults:
        cls = type(collection)
        place = inspect.getsourcefile(cls) or cls.__module__
        raise DeclarationFault("\n".join(f"{place}: class {cls.__name__}: {fault}" for fault in faults))


def _near(name: str, known: Iterable[str]) -> str:
    known = list(known)
    near = difflib.get_close_matches(name, known, 3)
    return f"near it: {', '.join(near)}" if near else f"there are {', '.join(known)}"


def _faults(collection: Collection, others: tuple[Collection, ...]) -> Iterator[str]:
    model = getattr(collection, "model", None)
    if not (isinstance(model, type) and issubclass(model, Record) and not model._meta.abstract):
        yield f"model: {getattr(model, '__name__', model)!r} is no model that extends Record"
        return
    if not re.fullmatch(r"[a-z][a-z0-9-]*", collection.name) or collection.name in TAKEN:
        yield f"name: “{collection.name}” cannot stand in an address; use a-z and hyphens, none of {sorted(TAKEN)}"
    for other in others:
        if other.name == collection.name:
            yield f"name: “{collection.name}” is the name of {type(other).__name__} too"
        if other.model is model:
            yield f"model: {model.__name__} is the model of {type(other).__name__} too"
    for attribute in ("title", "one"):
        if not getattr(collection, attribute):
            yield f"{attribute}: it is missing; give words that can be translated"
    yield from _wrong_paths(collection)
    yield from _wrong_facets(collection)
    yield from _wrong_sorts(collection)
    yield from _wrong_access(collection)
    yield from _wrong_lists(collection)


def _wrong_paths(collection: Collection) -> Iterator[str]:
    shape = collection.shape
    known = shape.paths()
    names = [spec.name for spec in shape.fields]
    for attribute in ("columns", "natural_key"):
        for name in getattr(collection, attribute):
            if shape.find(name) is None or "." in name:
                yield f"{attribute}: “{name}” is no field of {collection.model.__name__}; {_near(name, names)}"
    if not collection.columns:
        yield "columns: there are none; name the fields that the list shows"
    if shape.find(collection.label) is None:
        near = _near(collection.label, names)
        yield f"label: “{collection.label}” is no field of {collection.model.__name__}; {near}"
    for name in collection.search:
        spec = shape.find(name)
        if spec is None:
            yield f"search: “{name}” is no field; {_near(name, known)}"
        elif not isinstance(spec.kind, Text | LongText | Multilingual | Coded):
            yield f"search: “{name}” has no words; it is of the kind {spec.kind.name}"
    for name in collection.ranges:
        spec = shape.find(name)
        if spec is None or "." in name:
            yield f"ranges: “{name}” is no field of {collection.model.__name__}; {_near(name, names)}"
        elif not isinstance(spec.kind, RANGEABLE):
            yield f"ranges: “{name}” is no date or number; it is of the kind {spec.kind.name}"
    if collection.address != "key":
        spec = shape.find(collection.address)
        if spec is None or not _is_unique(collection, collection.address):
            yield (
                f"address: “{collection.address}” is no unique field of {collection.model.__name__}; add"
                f" UniqueConstraint(fields=[“{collection.address}”], condition=Q(revises=None), name=...)"
            )


def _is_unique(collection: Collection, name: str) -> bool:
    """Whether no two records share a value; a revision in the making has that of its record."""
    return any(
        isinstance(row, UniqueConstraint) and tuple(row.fields) == (name,) for row in collection.model._meta.constraints
    )


def _wrong_facets(collection: Collection) -> Iterator[str]:
    taken: set[str] = set()
    ranges = {f"{name}_{end}" for name in collection.ranges for end in ("from", "to")}
    for facet in collection.facets:
        spec = collection.shape.find(facet.path)
        if spec is None:
            yield f"facets: “{facet.path}” is no field; {_near(facet.path, collection.shape.paths())}"
        elif not isinstance(spec.kind, FACETABLE):
            yield f"facets: “{facet.path}” has too many values to be a facet; it is of the kind {spec.kind.name}"
        elif "." in facet.path and isinstance(spec.kind, Link):
            yield f"facets: “{facet.path}” is a link of a child; only links of the record itself can be facets"
        if facet.name in RESERVED | ranges:
            yield f"facets: “{facet.name}” is a name that every list takes itself; give another with name="
        if facet.name in taken:
            yield f"facets: two facets are called “{facet.name}”; give one another name with name="
        taken.add(facet.name)


def _wrong_sorts(collection: Collection) -> Iterator[str]:
    for name in (*collection.sorts, collection.default_sort.lstrip("-")):
        if not collection.sortable(name):
            yield f"sorts: rows cannot be sorted by “{name}”; name a field of the record itself with one value"


def _wrong_access(collection: Collection) -> Iterator[str]:
    access = collection.access
    for attribute in ("read", "write", "review"):
        for role in sorted(getattr(access, attribute) - EVERYONE):
            yield f"access.{attribute}: “{role}” is no role; {_near(role, sorted(EVERYONE))}"
    known = set(collection.shape.paths())
    for path, roles in access.restricted.items():
        if path not in known:
            yield f"access.restricted: “{path}” is no field or child; {_near(path, sorted(known))}"
        for role in sorted(roles - EVERYONE):
            yield f"access.restricted: “{role}” is no role; {_near(role, sorted(EVERYONE))}"
    for path in access.restricted:
        if path in (collection.label, collection.address):
            yield f"access.restricted: “{path}” names the record everywhere; it cannot be kept from anyone"


def _wrong_lists(collection: Collection) -> Iterator[str]:
    from isonomia.site.records.codelists.seeding import sources

    known = {row.name for row in sources()}
    for spec in collection.shape.walk():
        if isinstance(spec.kind, Coded) and spec.kind.list_name not in known:
            near = _near(spec.kind.list_name, sorted(known))
            yield f"{spec.path}: there is no code list “{spec.kind.list_name}”; {near}"
