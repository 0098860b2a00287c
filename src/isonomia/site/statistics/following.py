"""Keeps a dataset with its file: takes over what was read of it, holds it back where it has errors, and finds the
latest vintage of each collection and country."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from isonomia.site.records import facet_values, stamps, writing
from isonomia.site.records.codelists import fold, terms
from isonomia.site.records.models import Change, State
from isonomia.site.records.registry import collection as named
from isonomia.site.records.signals import written
from isonomia.site.records.values import Faulty
from isonomia.site.statistics.models import Dataset, Reading
from isonomia.site.statistics.validating import held_back

TAKEN = ("observations", "first_year", "last_year", "errors", "warnings")
OTHER = "other"
PUBLISHED = ("publish", "revision_published", "created", "imported")
"""What brings a record before the public, and so answers for its errors."""


def follow(sender: Any, collection: Any, pks: Sequence[int] | None, **_signal: Any) -> None:
    """Listens to what is written of datasets. Raises Faulty for one that may not be published."""
    if collection.name != "datasets":
        return
    rows = Dataset.objects.all() if pks is None else Dataset.objects.filter(pk__in=pks)
    changed = _take_over(rows)
    for row in Dataset.objects.filter(pk__in=[row.pk for row in rows], state=State.PUBLISHED, revises=None):
        changed += _answered_for(row)
    changed += _latest()
    if changed:
        pks = sorted({row.pk for row in changed})
        facet_values.store(collection, writing.with_children(collection, pks))
        stamps.bump(collection)
        written.send(sender=type(collection), collection=collection, pks=pks)


def _take_over(rows: Iterable[Dataset]) -> list[Dataset]:
    """Writes what was read of their files; gives those that changed."""
    held = {row.sha256: row for row in Reading.objects.filter(sha256__in={row.fingerprint for row in rows})}
    changed = []
    for row in rows:
        reading = held.get(row.fingerprint)
        if reading is None:
            continue
        values: dict[str, Any] = {name: getattr(reading, name) for name in TAKEN}
        values["kind"] = reading.kind if reading.kind in terms("surveys") else OTHER
        if any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            row.accepted = ""
            changed.append(row)
    Dataset.objects.bulk_update(changed, [*TAKEN, "kind", "accepted"], batch_size=100)
    return changed


def _answered_for(row: Dataset) -> list[Dataset]:
    """Keeps the reason for which a dataset with errors was published. Raises Faulty where there is none."""
    last = Change.objects.filter(collection="datasets", record_key=row.key, action__in=PUBLISHED)
    reason = last.order_by("-version").values_list("reason", flat=True).first() or ""
    if why := held_back(row, reason):
        raise Faulty({"reason": [why]})
    if row.errors and not row.accepted:
        row.accepted = reason.strip()
        Dataset.objects.filter(pk=row.pk).update(accepted=row.accepted)
        return [row]
    return []


def series_key(series: str, country: str) -> tuple[str, str]:
    """What two vintages of one collection and country share."""
    return " ".join(fold(series).split()), country


def _latest() -> list[Dataset]:
    """Marks the latest published vintage of each collection and country; gives those whose mark changed."""
    latest: dict[tuple[str, str], Dataset] = {}
    rows = list(Dataset.objects.filter(state=State.PUBLISHED, revises=None).order_by("vintage", "published_at", "pk"))
    for row in rows:
        latest[series_key(row.series, row.country)] = row
    wanted = {row.pk for row in latest.values()}
    marked = Dataset.objects.filter(current=True)
    changed = [row for row in rows if row.current != (row.pk in wanted)]
    changed += list(marked.exclude(pk__in=[row.pk for row in rows]))
    for row in changed:
        row.current = row.pk in wanted
    Dataset.objects.bulk_update(changed, ["current"], batch_size=100)
    return changed


def datasets() -> Any:
    """The collection."""
    return named("datasets")
