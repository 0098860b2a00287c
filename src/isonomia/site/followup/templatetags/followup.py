"""The words of a mandate in a form of follow-up."""

from __future__ import annotations

from typing import Any

from django import template

from isonomia.site.documents.naming import mandate_name
from isonomia.site.documents.views import common
from isonomia.site.records.access import Actor, actor_of, visible
from isonomia.site.records.registry import collection

register = template.Library()


@register.simple_tag(takes_context=True)
def mandate_of(context: Any, value: str) -> dict[str, Any]:
    """The mandate that an input holds by key or reference, if the reader may see it: name, address, words."""
    actor = actor_of(context["request"]) if "request" in context else Actor()
    rows: Any = visible(collection("mandates"), actor).filter(revises=None)
    found = rows.filter(key=value).first() or (rows.filter(reference=value).first() if "#" in str(value) else None)
    if found is None or found.gone:
        return {}
    return {
        "name": mandate_name(found.reference), "url": collection("mandates").url_of(found), "key": found.key,
        "words": common.wording(found),
    }  # fmt: skip
