"""The page of one record, and its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from isonomia.site.languages import current_language
from isonomia.site.records.access import Actor, actor_of, sees_field, sees_unpublished, visible
from isonomia.site.records.declaration import Collection
from isonomia.site.records.display import Linked, as_html, label_html
from isonomia.site.records.fields.texts import languages_of
from isonomia.site.records.history import entries
from isonomia.site.records.models import Record
from isonomia.site.records.panels import panels
from isonomia.site.records.shape import Shape, Spec
from isonomia.site.records.sources import Sourced, sources_of
from isonomia.site.records.views.common import find, no_parameters, page
from isonomia.site.records.workflow import may_discard, may_edit, steps_for


@dataclass(frozen=True, slots=True)
class Fact:
    """A field with its value and the numbers of its sources."""

    name: str
    label: str
    html: SafeString
    sources: list[int]


@dataclass(frozen=True, slots=True)
class Part:
    """A record or a child of it: its facts and its children by kind."""

    title: str
    facts: list[Fact]
    groups: list[tuple[str, list[Part]]]
    depth: int = 0

    @property
    def level(self) -> int:
        """The level of the headings of its groups."""
        return min(6, 2 + 2 * self.depth)

    @property
    def title_level(self) -> int:
        """The level of its own heading."""
        return min(6, 1 + 2 * self.depth)


def part_of(
    collection: Collection, actor: Actor, record: Record, shape: Shape, row: Any, linked: Linked, sourced: Sourced,
    title: str = "", depth: int = 0,
) -> Part:  # fmt: skip
    """What an actor sees of a record or a child; fields that say nothing are left out."""
    facts = []
    for spec in shape.fields:
        if not sees_field(collection, actor, spec.seen_by, record):
            continue
        if spec.kind.is_empty(getattr(row, spec.kind.field.attname)):
            continue
        if depth == 0 and spec.name == collection.label and _says_it_all(row, spec):
            continue  # the heading of the page is this
        html = as_html(collection, spec, row, linked, whole=True)
        facts.append(Fact(spec.name, spec.label, html, sourced.by_field.get(spec.path, [])))
    groups = []
    for branch in shape.branches:
        if not sees_field(collection, actor, branch.seen_by, record):
            continue
        parts = [
            part_of(
                collection, actor, record, branch.shape, child, linked, sourced, f"{branch.one} {number}", depth + 1
            )
            for number, child in enumerate(getattr(row, branch.name).all(), 1)
        ]
        if parts:
            groups.append((branch.label, parts))
    return Part(title, facts, groups, depth)


def _says_it_all(row: Any, spec: Spec) -> bool:
    """Whether the name of a record is there in one language only."""
    value = getattr(row, spec.name)
    return not isinstance(value, dict) or len(languages_of(value)) < 2


def detail_page(request: HttpRequest, collection: Collection, address: str) -> HttpResponse:
    """The page of a record."""
    no_parameters(request.GET)
    actor = actor_of(request)
    return show(request, collection, find(collection, actor, address, children=True))


def show(
    request: HttpRequest, collection: Collection, record: Record, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of a record that was found; `more` is what a refused step adds to it."""
    actor = actor_of(request)
    linked = Linked(actor)
    linked.gather(collection.shape, [record])
    seen = {spec.path for spec in collection.shape.walk() if sees_field(collection, actor, spec.seen_by, record)}
    sourced = sources_of(collection, record, seen)
    revisions = list(visible(collection, actor).filter(revises=record)) if sees_unpublished(collection, actor) else []
    context = {
        "record": record,
        "label": label_html(collection, record),
        "title": collection.label_of(record, current_language()),
        "part": part_of(collection, actor, record, collection.shape, record, linked, sourced),
        "sources": sourced.sources,
        "steps": steps_for(collection, actor, record) if sees_unpublished(collection, actor) else [],
        "may_edit": may_edit(collection, actor, record),
        "may_discard": may_discard(collection, actor, record),
        "insider": sees_unpublished(collection, actor),
        "revisions": [(row, collection.url_of(row)) for row in revisions],
        "revises": record.revises,
        "revises_url": collection.url_of(record.revises) if record.revises else "",
        "url": collection.url_of(record),
        "history_url": collection.url_of(record, "history"),
        "edit_url": collection.url_of(record, "edit"),
        "step_url": collection.url_of(record, "step"),
        "discard_url": collection.url_of(record, "discard"),
        "api_url": f"/api/v1/{collection.name}/{collection.address_of(record)}",
        "panels": panels(request, collection.name, record),
        **collection.page_context(record, actor),
        **more,
    }
    return page(request, collection.detail_template, collection, context, status=status)


def history_page(request: HttpRequest, collection: Collection, address: str) -> HttpResponse:
    """What happened to a record."""
    no_parameters(request.GET)
    actor = actor_of(request)
    record = find(collection, actor, address)
    found = entries(collection, actor, record)
    if not found:
        raise Http404
    context = {
        "record": record, "label": label_html(collection, record), "entries": found,
        "title": collection.label_of(record, current_language()), "url": collection.url_of(record),
        "insider": sees_unpublished(collection, actor),
    }  # fmt: skip
    return page(request, "records/history.html", collection, context)
