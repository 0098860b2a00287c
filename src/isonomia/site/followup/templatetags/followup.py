"""Follow-up on the pages of other rooms: a block for the page of a mandate, and the words of one in a form."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count

from isonomia.site.documents.models import Mandate
from isonomia.site.documents.naming import mandate_name
from isonomia.site.documents.views import common as documents
from isonomia.site.followup.addressing import asked_of
from isonomia.site.followup.validating import owner_of
from isonomia.site.followup.views import common
from isonomia.site.followup.views.recording import own
from isonomia.site.languages import current_language
from isonomia.site.records.access import Actor, actor_of, visible
from isonomia.site.records.fields.texts import in_language
from isonomia.site.records.registry import collection

register = template.Library()
SHOWN, WORDS = 10, 60


def _actor(context: Any) -> Actor:
    return actor_of(context["request"]) if "request" in context else Actor()


@register.inclusion_tag("followup/on_mandate.html", takes_context=True)
def follow_up_of(context: Any, mandate: Mandate) -> dict[str, Any]:
    """What was published about a mandate, and for a focal point that is asked, its own: `{% follow_up_of record %}`."""
    actor, rows = _actor(context), collection("follow-up")
    filters = {"mandate": mandate.key}
    there = visible(collection("mandates"), actor).filter(pk=mandate.pk).exists()
    published: Any = common.published_rows(rows, actor, filters) if there else rows.model._default_manager.none()
    counts = dict(published.order_by().values_list("progress").annotate(n=Count("pk")))
    total = sum(counts.values())
    return {
        "answers": [_shown(rows, row) for row in published.order_by("-as_of", "pk")[:SHOWN]],
        "total": total,
        "more": max(0, total - SHOWN),
        "all_url": common.address(rows, actor, filters),
        "progress": [
            (
                documents.label("progress", code),
                counts[code],
                common.address(rows, actor, {**filters, "progress": code}),
            )
            for code in common.PROGRESS
            if counts.get(code)
        ],
        **_own(rows, actor, mandate),
    }


def _shown(rows: Any, row: Any) -> dict[str, Any]:
    text = in_language(row.text, current_language())
    return {
        "who": owner_of(row.country, row.body), "progress": documents.label("progress", row.progress),
        "code": row.progress, "as_of": row.as_of, "url": rows.url_of(row), "text": text.text, "lang": text.language,
        "dir": documents.direction(text.language),
    }  # fmt: skip


def _own(rows: Any, actor: Actor, mandate: Mandate) -> dict[str, Any]:
    """For a focal point that is asked: what it recorded, or where it records."""
    whose = own(actor)
    if not whose or not asked_of(**whose).may_answer(mandate.addressees):
        return {}
    answer = visible(rows, actor).filter(revises=None, mandate=mandate, **whose).first()
    return {
        "asked": owner_of(**whose),
        "perhaps": asked_of(**whose).surely.isdisjoint(mandate.addressees),
        "own": answer,
        "own_url": rows.url_of(answer) if answer else f"{rows.url}record/{mandate.key}/",
        "own_progress": documents.label("progress", answer.progress) if answer else "",
    }


@register.simple_tag(takes_context=True)
def mandate_of(context: Any, value: str) -> dict[str, Any]:
    """The mandate that an input holds by key or reference, if the reader may see it: name, address, words."""
    rows: Any = visible(collection("mandates"), _actor(context)).filter(revises=None)
    found = rows.filter(key=value).first() or (rows.filter(reference=value).first() if "#" in str(value) else None)
    if found is None or found.gone:
        return {}
    return {
        "name": mandate_name(found.reference), "url": collection("mandates").url_of(found), "key": found.key,
        "words": common.wording(found),
    }  # fmt: skip
