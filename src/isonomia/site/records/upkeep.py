"""What is brought up to date after the database is: code lists, and facet values whose declaration changed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from isonomia.site.records.declaration import Collection


def after_migrate(using: str = "default", plan: Any = None, **_signal: Any) -> None:
    """Seeds the code lists and derives again the facet values of collections whose facets changed."""
    from django.db import connections

    tables = set(connections[using].introspection.table_names())
    if "records_codelist" not in tables:
        return  # migrated back to before there were records
    from isonomia.site.records.codelists import seed
    from isonomia.site.records.registry import collections

    seed()
    for collection in collections():
        if collection.model._meta.db_table in tables:
            refresh(collection)


def refresh(collection: Collection) -> bool:
    """Derives the facet values of a collection again if its facets changed; whether they did."""
    from isonomia.site.records.facet_values import rebuild, signature
    from isonomia.site.records.models import CollectionState
    from isonomia.site.records.stamps import mark

    state, _ = CollectionState.objects.get_or_create(name=collection.name)
    wanted = signature(collection)
    if state.facets == wanted:
        return False
    with transaction.atomic():
        rebuild(collection)
        mark(collection, None)
        CollectionState.objects.filter(pk=state.pk).update(facets=wanted, stamp=F("stamp") + 1)
    return True
