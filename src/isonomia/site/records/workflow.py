"""The way of a record to the public, as data: who may take which step from where, and whether a reason is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomia.site.records import writing
from isonomia.site.records.access import Actor, may_review, may_write
from isonomia.site.records.declaration import Collection
from isonomia.site.records.models import Change, Record, State
from isonomia.site.records.values import Faulty

WRITER, REVIEWER = "writer", "reviewer"
WROTE = ("created", "edited", "revised", "imported", "submit")
"""What makes somebody an author of a record."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step: from which states to which, by whom. `four_eyes`: not by who submitted the record or wrote it last."""

    name: str
    label: Any
    sources: frozenset[str]
    target: str
    by: str
    four_eyes: bool = False
    reason: bool = False
    own: bool = False
    """Only by who submitted it, or speaks for its country or body."""
    forward: bool = False
    grave: bool = False


def _from(*states: str) -> frozenset[str]:
    return frozenset(states)


STEPS = (
    Step(
        "submit", gettext_lazy("Submit for review"), _from(State.DRAFT, State.RETURNED), State.SUBMITTED, WRITER,
        forward=True,
    ),
    Step(
        "take", gettext_lazy("Begin the review"), _from(State.SUBMITTED), State.IN_REVIEW, REVIEWER, four_eyes=True,
        forward=True,
    ),
    Step(
        "publish", gettext_lazy("Publish"), _from(State.IN_REVIEW), State.PUBLISHED, REVIEWER, four_eyes=True,
        forward=True,
    ),
    Step("recall", gettext_lazy("Take back"), _from(State.SUBMITTED), State.DRAFT, WRITER, own=True),
    Step(
        "return", gettext_lazy("Return to its author"), _from(State.SUBMITTED, State.IN_REVIEW), State.RETURNED,
        REVIEWER, four_eyes=True, reason=True,
    ),
    Step(
        "withdraw", gettext_lazy("Withdraw"), _from(State.PUBLISHED), State.WITHDRAWN, REVIEWER, reason=True,
        grave=True,
    ),
    Step("reopen", gettext_lazy("Reopen"), _from(State.WITHDRAWN), State.DRAFT, REVIEWER, reason=True),
)  # fmt: skip
BY_NAME = {step.name: step for step in STEPS}
EDITABLE = {
    WRITER: _from(State.DRAFT, State.RETURNED),
    REVIEWER: _from(State.DRAFT, State.RETURNED, State.SUBMITTED, State.IN_REVIEW),
}
"""States in which a record is edited in place. What is published is revised in a copy that goes through review."""
MAY: dict[str, Callable[[Collection, Actor, Record], bool]] = {
    WRITER: may_write,
    REVIEWER: lambda collection, actor, record: may_review(collection, actor),
}


def own_work(collection: Collection, actor: Actor, record: Record) -> bool:
    """Whether an actor submitted a record, or wrote anything of it since it was last published."""
    if actor.user_id is None:
        return False
    if actor.user_id in (record.submitted_by_id, record.edited_by_id):
        return True
    changes = Change.objects.filter(collection=collection.name, record_key=record.key)
    published = changes.filter(action__in=("publish", "revision_published")).aggregate(Max("version"))["version__max"]
    return changes.filter(author=actor.user_id, action__in=WROTE, version__gt=published or 0).exists()


def why_not(collection: Collection, actor: Actor, record: Record, step: Step) -> str:
    """Why an actor may not take a step with a record; empty where it may."""
    if record.state not in step.sources:
        return _("From the state “%(state)s” there is no such step.") % {"state": State(record.state).label}
    if not MAY[step.by](collection, actor, record):
        return _("Your role does not take this step.")
    if step.own and may_review(collection, actor) and actor.user_id != record.submitted_by_id:
        return _("Only who submitted it takes it back; a reviewer returns it.")
    if step.four_eyes and own_work(collection, actor, record):
        return _("Nobody reviews what they submitted or wrote themselves; another reviewer must do it.")
    return ""


def steps_for(collection: Collection, actor: Actor, record: Record) -> list[Step]:
    """The steps that an actor may take with a record now."""
    return [step for step in STEPS if not why_not(collection, actor, record, step)]


def take(
    collection: Collection, actor: Actor, user: Any, record: Record, name: str, *, reason: str = "",
    version: int | None = None,
) -> Record:  # fmt: skip
    """Takes a step. Raises PermissionDenied, Faulty (no reason), Conflict."""
    step = BY_NAME.get(name)
    if step is None:
        raise PermissionDenied(_("There is no such step."))
    if refusal := why_not(collection, actor, record, step):
        raise PermissionDenied(refusal)
    if step.reason and not reason.strip():
        raise Faulty({"reason": [_("Say why: whoever wrote it should know.")]})
    return writing.move(
        collection, record, user, action=step.name, state=step.target, reason=reason.strip(), version=version
    )


def may_edit(collection: Collection, actor: Actor, record: Record) -> bool:
    """Whether an actor may change a record: in place, or, when it is published, in a copy for review."""
    if not may_write(collection, actor, record):
        return False
    if record.state == State.PUBLISHED:
        return True
    states = EDITABLE[WRITER] | (EDITABLE[REVIEWER] if may_review(collection, actor) else frozenset())
    return record.state in states


def may_discard(collection: Collection, actor: Actor, record: Record) -> bool:
    """Whether an actor may delete a record: a draft that the public never saw."""
    never_public = record.published_at is None and record.state in EDITABLE[WRITER]
    return never_public and may_write(collection, actor, record)
