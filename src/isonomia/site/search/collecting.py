"""The collections of the site as sources, and who sees what of them as tags: what `records.access` says, once more.

A record's key in the index is its number; a test holds the tags against `access.visible` for every role and state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import quote

from django.core.exceptions import EmptyResultSet
from django.db.models.expressions import RawSQL
from django.utils.translation import override

from isonomia.site.languages import django_code
from isonomia.site.records.access import NEEDS_NO_PEN, Actor, hidden, visible
from isonomia.site.records.declaration import EVERYONE, Collection
from isonomia.site.records.fields.texts import LANGUAGES
from isonomia.site.records.kinds import Multilingual
from isonomia.site.records.models import Record, State
from isonomia.site.records.registry import collections
from isonomia.site.records.signals import written
from isonomia.site.records.texts import values_at
from isonomia.site.search import documents
from isonomia.site.search.documents import SearchDocument, SearchSource, Texts
from isonomia.site.search.following import drain_soon, enqueue
from isonomia.site.search.index import Tags
from isonomia.site.search.state import database
from isonomia.site.search.words import symbol

ALL = "all"
CHUNK = 500


def tags_of(actor: Actor) -> Tags:
    """The tags of which an actor needs one to see a row."""
    out = Tags(_tags_of(actor))
    out.now = partial(_sees_now, actor)
    return out


def _sees_now(actor: Actor) -> tuple[str, list[Any]]:
    """Whether an actor sees the record of a row `r` of the index at this moment, as `access.visible` has it."""
    sql, values = "", []
    for collection in collections():
        rows = visible(collection, actor).filter(pk=RawSQL("CAST(r.key AS BIGINT)", [])).values("pk").order_by()
        try:
            condition, parameters = rows.query.get_compiler(database()).as_sql()
        except EmptyResultSet:
            continue  # nothing of it is seen
        sql += f" WHEN %s THEN EXISTS ({condition})"
        values += [collection.name, *parameters]
    return (f"CASE r.kind{sql} ELSE 1 = 0 END", values) if sql else ("1 = 0", [])


def _tags_of(actor: Actor) -> set[str]:
    tags = {ALL, _role(actor.role)} if actor.role in EVERYONE else {_role(actor.role)}
    match actor.role:
        case "focal_point" if actor.country:
            tags.add(_tag("country", actor.country))
        case "body_focal_point" if actor.body:
            tags.add(_tag("body", actor.body))
        case "editor":
            tags |= {"beyond-drafts", _tag("author", actor.user_id)}
    return tags


def tags(collection: Collection, record: Record) -> set[str]:
    """The tags of a record: who has one of them sees it."""
    access = collection.access
    out = {_role(role) for role in NEEDS_NO_PEN}
    if record.state == State.PUBLISHED and record.revises_id is None:
        out |= {ALL} if access.read >= EVERYONE else {_role(role) for role in access.read}
    pens = access.write | access.review
    if "focal_point" in pens and record.country:
        out.add(_tag("country", record.country))
    if "body_focal_point" in pens and record.body:
        out.add(_tag("body", record.body))
    if "editor" in pens:
        if record.state != State.DRAFT:
            out.add("beyond-drafts")
        elif record.author_id is not None:
            out.add(_tag("author", record.author_id))
    return out


def _tag(name: str, value: object) -> str:
    return f"{name}:{quote(str(value), safe='')}"


def _role(role: str) -> str:
    return _tag("role", role)


def source_of(collection: Collection) -> SearchSource:
    """A collection as a source."""
    return SearchSource(collection.name, lambda: _all(collection), lambda keys: _some(collection, keys))


def _rows(collection: Collection) -> Any:
    rows = collection.model._default_manager.order_by("pk")
    return rows.prefetch_related(*collection.shape.prefetches(), *collection.prefetch, *collection.search_prefetch)


def _all(collection: Collection) -> Iterator[SearchDocument]:
    rows = _rows(collection).iterator(chunk_size=CHUNK)
    while batch := list(islice(rows, CHUNK)):
        yield from _documents(collection, batch)


def _some(collection: Collection, keys: Sequence[str]) -> Iterable[SearchDocument]:
    return _documents(collection, list(_rows(collection).filter(pk__in=[int(key) for key in keys])))


def _documents(collection: Collection, records: Sequence[Record]) -> list[SearchDocument]:
    titles = _titles(collection, records)
    return [_document(collection, record, title) for record, title in zip(records, titles, strict=True)]


def _document(collection: Collection, record: Record, title: Texts) -> SearchDocument:
    """A record as what can be found. Its words are those of `search_texts`, which leaves out what only some may see."""
    return SearchDocument(
        collection.name,
        str(record.pk),
        title,
        collection.search_texts(record),
        names=_names(collection, record),
        url=collection.url_of(record),
        countries=[record.country] if record.country and not hidden("country", _kept(collection)) else [],
        date=_date(collection, record),
        visibility=tags(collection, record),
        languages=_languages(collection, record),
        place=partial(collection.search_place, record),
    )


def _kept(collection: Collection) -> frozenset[str]:
    """What only some may see: it is in no row, whoever asks."""
    return frozenset(collection.access.restricted)


def _titles(collection: Collection, records: Sequence[Record]) -> list[Texts]:
    """What records are called in each language; many at once, for to change the language takes time."""
    if collection.label in collection.access.restricted:
        return [""] * len(records)
    values = [getattr(record, collection.label, None) for record in records]
    labels: list[dict[str, str]] = [
        {language: value[language] for language in LANGUAGES if value.get(language)}
        if isinstance(value, Mapping)
        else {}
        for value in values
    ]
    plain = [at for at, value in enumerate(values) if not isinstance(value, Mapping)]
    for language in LANGUAGES if plain else ():
        with override(django_code(language)):
            for at in plain:
                labels[at][language] = collection.label_of(records[at], language)
    return [
        one if isinstance(value, Mapping) or len(set(one.values())) > 1 else one["en"]
        for one, value in zip(labels, values, strict=True)
    ]


def _languages(collection: Collection, record: Record) -> list[str]:
    """In which languages a record can be read. Labels of codes are in all six and say nothing of that."""
    restricted = _kept(collection)
    found: set[str] = set()
    if collection.shape.find("languages") is not None and not hidden("languages", restricted):
        found.update(getattr(record, "languages", None) or ())
    for path in collection.search:
        if isinstance(collection.spec(path).kind, Multilingual) and not hidden(path, restricted):
            for value in values_at(record, path):
                found.update(language for language in LANGUAGES if value and value.get(language))
    return sorted(found)


def _names(collection: Collection, record: Record) -> list[str]:
    """By what a record is called: its symbol or code; of a resolution also the short form that everybody uses."""
    if collection.address == "key" or record.revises_id is not None:
        return []
    name = str(getattr(record, collection.address))
    usual = symbol(name) or ""
    short = usual.partition("/res/")[2] or usual.partition("/dec/")[2]
    return [name, short] if short else [name]


def _date(collection: Collection, record: Record) -> str:
    """The first of the dates or years by which the collection's lists are bounded."""
    for name in collection.ranges:
        if hidden(name, _kept(collection)):
            continue
        value = getattr(record, name, None)
        if value is not None:
            return value.isoformat()[:10] if hasattr(value, "isoformat") else ""
    return ""


def follow(collection: Collection, pks: Iterable[int] | None, **_: Any) -> None:
    """Records were written: the index shall follow. Called within the transaction that writes them."""
    if not collection.search:
        return
    numbers = collection.model._default_manager.values_list("pk", flat=True) if pks is None else pks
    enqueue(collection.name, *(str(number) for number in numbers))
    drain_soon()


def connect() -> None:
    """Makes every collection that has words a source, and listens to what is written."""
    for collection in collections():
        if collection.search:
            documents.register(source_of(collection))
    written.connect(follow, dispatch_uid="search.follow")
