"""What the page of a follow-up shows besides its fields: the words of the mandate, and links as links."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from isonomia.site.documents.naming import mandate_name
from isonomia.site.documents.views import common as documents
from isonomia.site.followup.models import FollowUp
from isonomia.site.records.access import Actor, visible
from isonomia.site.records.declaration import Collection
from isonomia.site.records.display import Linked
from isonomia.site.records.registry import collection as named
from isonomia.site.records.sources import Sourced
from isonomia.site.records.views.details import part_of

UNSHOWN = ("reference", "mandate")
"""What the page says in its own way."""


def context(collection: Collection, record: Any, actor: Actor) -> dict[str, Any]:
    """For the template `followup/detail.html`."""
    assert isinstance(record, FollowUp)
    shape = replace(
        collection.shape,
        branches=(),
        fields=tuple(spec for spec in collection.shape.fields if spec.name not in UNSHOWN),
    )
    mandate = record.mandate
    seen = visible(named("mandates"), actor).filter(pk=mandate.pk).exists()
    return {
        "part": part_of(collection, actor, record, shape, record, Linked(actor), Sourced()),
        "mandate": mandate if seen else None,
        "mandate_name": mandate_name(mandate.reference),
        "mandate_url": named("mandates").url_of(mandate) if seen else "",
        "gone": mandate.gone,
        "words": documents.wording(mandate) if seen else {},
        "links": [(row.title, row.address, not row.address.startswith("/")) for row in record.links.all()],
    }  # fmt: skip
