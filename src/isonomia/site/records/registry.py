"""The collections that exist. Declaring one checks it: the site does not start on a wrong declaration."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models

from isonomia.site.records.declaration import Collection
from isonomia.site.records.errors import DeclarationFault

_collections: dict[str, Collection] = {}
Declared = TypeVar("Declared", bound=type[Collection])


def register(declared: Declared) -> Declared:
    """Makes a declaration known (a class decorator). Raises DeclarationFault that names its file, class and fault."""
    from isonomia.site.records.checks import check

    collection = declared()
    check(collection, tuple(_collections.values()))
    _collections[collection.name] = collection
    return declared


def collections() -> tuple[Collection, ...]:
    """All collections in the order of the menu."""
    return tuple(sorted(_collections.values(), key=lambda row: (row.order, row.name)))


def collection(name: str) -> Collection:
    """The collection of a name. Raises DeclarationFault that names those that there are."""
    try:
        return _collections[name]
    except KeyError:
        raise DeclarationFault(f"there is no collection “{name}”; there are {', '.join(_collections)}") from None


def collection_of(model: type[models.Model] | Any) -> Collection | None:
    """The collection whose records a model holds; None for a model that is in none."""
    return next((row for row in _collections.values() if row.model is model), None)
