"""Where the values of a record come from, numbered as its page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from isonomia.site.records.declaration import Collection
from isonomia.site.records.models import Record, Source, SourceLink


@dataclass(slots=True)
class Sourced:
    """The sources of a record: each once, with its number; and for each field the numbers of those it is from."""

    sources: list[tuple[int, Source, str]] = field(default_factory=list)
    by_field: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def sources_of(collection: Collection, record: Record, seen: Container[str]) -> Sourced:
    """The sources of a record, in one query; `seen` are the fields that the reader sees."""
    out = Sourced()
    numbers: dict[int, int] = {}
    links = SourceLink.objects.filter(collection=collection.name, record_key=record.key).select_related("source")
    for link in links.order_by("field", "pk"):
        if link.field and link.field not in seen:
            continue
        if link.source_id not in numbers:
            numbers[link.source_id] = len(numbers) + 1
            out.sources.append((numbers[link.source_id], link.source, link.place))
        if link.field:
            out.by_field[link.field].append(numbers[link.source_id])
    return out


def attribute(
    collection: Collection, record: Record, source: Source, fields: Sequence[str] = ("",), place: str = ""
) -> None:
    """Says that fields of a record (all of it, where none is named) come from a source."""
    for name in fields:
        SourceLink.objects.get_or_create(
            collection=collection.name, record_key=record.key, field=name, source=source, defaults={"place": place}
        )
