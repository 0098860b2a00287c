"""Follow-up on the pages of other rooms: a mandate's, and the home page."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _

from isonomia.site.documents.charts import bars
from isonomia.site.documents.models import Mandate
from isonomia.site.documents.views import common as documents
from isonomia.site.followup.addressing import asked_of
from isonomia.site.followup.validating import owner_of
from isonomia.site.followup.views import common
from isonomia.site.followup.views.coverage import Coverage, remembered_of
from isonomia.site.followup.views.recording import own
from isonomia.site.languages import current_language
from isonomia.site.records.access import Actor, actor_of, visible
from isonomia.site.records.fields.texts import in_language
from isonomia.site.records.registry import collection

SHOWN = 10


def on_mandate(request: HttpRequest, mandate: Mandate) -> dict[str, Any]:
    """What was published about a mandate, and for a focal point that is asked, its own."""
    actor, rows = actor_of(request), collection("follow-up")
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


def on_home(request: HttpRequest, _record: None) -> dict[str, Any]:
    """How much of what was asked has a published follow-up; for a focal point, where its own is."""
    actor, rows = actor_of(request), collection("follow-up")
    filters, _specimens = common.asked_filters(actor, request.GET)
    whose = own(actor)
    return {
        **remembered_of("on home", actor, filters, _numbers),
        "coverage_url": f"{rows.url}coverage/",
        "mine_url": f"{rows.url}mine/" if whose else "",
        "owner": owner_of(**whose) if whose else "",
    }


def _numbers(coverage: Coverage) -> dict[str, Any]:
    total = coverage.total()
    counted = [(_("With follow-up"), total.answered, "good"), (_("Nobody answered"), total.unanswered, "none")]
    return {"total": total, "bars": bars((label, row.value, row.url, kind) for label, row, kind in counted)}
