"""Keeps follow-up with its mandate: takes over what it is found by, and goes along when a document is read again."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from isonomia.site.documents.anchors import bare
from isonomia.site.documents.models import Mandate
from isonomia.site.followup.models import FollowUp
from isonomia.site.followup.regions import regions_of
from isonomia.site.followup.shape import follow_ups
from isonomia.site.records import facet_values, stamps, writing
from isonomia.site.records.models import State
from isonomia.site.records.signals import written
from isonomia.site.records.values import Faulty

BATCH = 500
ALIKE = 0.85
"""How much of two wordings must be the same for a clause that was read anew to be the one that was lost."""
MOVED = "The document was read again; this is the same clause in its new reading."
FROM_MANDATE = ("reference", "document_id", "topics", "addressees", "specimen")


def follow(sender: Any, collection: Any, pks: Sequence[int] | None, **_signal: Any) -> None:
    """Listens to what is written of follow-ups and of mandates. Raises Faulty for a follow-up of two owners."""
    if collection.name == "follow-up":
        rows = FollowUp.objects.all() if pks is None else FollowUp.objects.filter(pk__in=pks)
        _refuse_two_owners(rows)
        take_over(rows)
    elif collection.name == "mandates":
        mandates = Mandate.objects.filter(follow_ups__isnull=False)
        mandates = (mandates if pks is None else mandates.filter(pk__in=pks)).distinct()
        for mandate in mandates.filter(state=State.WITHDRAWN, document__state=State.PUBLISHED):
            hand_on(mandate)
        take_over(FollowUp.objects.filter(mandate__in=mandates))


def _refuse_two_owners(rows: Any) -> None:
    """A focal point writes for its own country; the body that it names besides would be another's."""
    if rows.exclude(country="").exclude(body="").exclude(author=None).exists():
        raise Faulty({"body": [_("Say who answers: a country or a body, one of the two.")]})


# -- what is taken over --------------------------------------------------------------------------------------------


def take_over(rows: Any) -> int:
    """Writes what follow-ups have from their mandates and countries; gives the number of those that changed."""
    done, last = 0, 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        done += _take_over(batch)
    if done:
        stamps.bump(follow_ups())
    return done


def _take_over(batch: Sequence[FollowUp]) -> int:
    wanted = Mandate.objects.filter(pk__in={row.mandate_id for row in batch}).values("pk", *FROM_MANDATE)
    mandates = {row["pk"]: row for row in wanted}
    changed = []
    for row in batch:
        values = {name: mandates[row.mandate_id][name] for name in FROM_MANDATE}
        values["regions"] = regions_of(row.country)
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    if changed:
        names = [name.removesuffix("_id") for name in (*FROM_MANDATE, "regions")]
        FollowUp.objects.bulk_update(changed, names, batch_size=100)
        pks = [row.pk for row in changed]
        facet_values.store(follow_ups(), writing.with_children(follow_ups(), pks))
        written.send(sender=type(follow_ups()), collection=follow_ups(), pks=pks)
    return len(changed)


# -- a document that is read again ---------------------------------------------------------------------------------


def hand_on(mandate: Mandate) -> None:
    """Gives the follow-ups of a clause that its document has no more to the one that took its place, if one did.

    The register keeps a mandate's record as long as its anchor holds; this is for a reading that repaired the words or
    the numbering. Whoever has answered the new clause already keeps both, for a person to decide.
    """
    heir = heir_of(mandate)
    if heir is None:
        return
    for row in FollowUp.objects.filter(mandate=mandate).order_by("revises_id", "pk"):
        try:
            moved = writing.update(follow_ups(), row, {"mandate": heir}, None, reason=MOVED)
        except Faulty:
            continue
        FollowUp.objects.filter(revises=row).update(revises_version=moved.version)


def heir_of(mandate: Mandate) -> Mandate | None:
    """The clause that came into the document later, with the same act and nearly the same words; the nearest one."""
    later = Mandate.objects.filter(
        document=mandate.document_id, revises=None, gone=False, state=State.PUBLISHED, act=mandate.act,
        created_at__gt=mandate.created_at,
    ).exclude(pk=mandate.pk)  # fmt: skip
    scored = sorted(((likeness(mandate, row), row) for row in later), key=lambda pair: (-pair[0], pair[1].pk))
    return scored[0][1] if scored and scored[0][0] >= ALIKE else None


def likeness(one: Mandate, other: Mandate) -> float:
    """How much of the words of two clauses is the same, from 0 to 1, in the language in which most is."""
    found = 0.0
    for language in one.wordings.keys() & other.wordings.keys():
        before, after = (bare(row.wordings[language]["text"]) for row in (one, other))
        matcher = SequenceMatcher(None, before, after, autojunk=False)
        if matcher.quick_ratio() > found:
            found = max(found, matcher.ratio())
    return found
