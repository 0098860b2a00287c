"""The words of a record by language, for the search index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from isonomia.site.records.fields.texts import LANGUAGES

if TYPE_CHECKING:
    from isonomia.site.records.declaration import Collection
    from isonomia.site.records.models import Record

UNKNOWN = "und"


def values_at(record: Any, path: str) -> Iterator[Any]:
    """The values of a path with dots: one of the record itself, several through children."""
    first, _, rest = path.partition(".")
    if not rest:
        yield getattr(record, first)
        return
    for child in getattr(record, first).all():
        yield from values_at(child, rest)


def searchable(collection: Collection, record: Record) -> dict[str, str]:
    """What is found of a record: language to its words. Fields that only some roles see are never in it."""
    from isonomia.site.records.access import hidden
    from isonomia.site.records.kinds import Coded, Multilingual

    restricted = frozenset(collection.access.restricted)
    out: dict[str, list[str]] = defaultdict(list)
    for path in collection.search:
        if hidden(path, restricted):
            continue
        spec = collection.spec(path)
        for value in values_at(record, path):
            if spec.kind.is_empty(value):
                continue
            if isinstance(spec.kind, Multilingual):
                for language in LANGUAGES:
                    if value.get(language):
                        out[language].append(value[language])
            elif isinstance(spec.kind, Coded):
                for code in value if isinstance(value, list) else [value]:
                    out[UNKNOWN].append(code)
                    for language, label in spec.kind.terms.get(code).labels.items():
                        out[language].append(label)
            else:
                out[UNKNOWN].append(str(value))
    return {language: "\n".join(texts) for language, texts in out.items()}
