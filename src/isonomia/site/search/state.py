"""What can be said of the index: fresh, stale, missing or damaged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, connections, router, transaction
from django.db.models import Count, Q
from django.utils import timezone

from isonomia.site.search import documents
from isonomia.site.search.analyser import VERSION
from isonomia.site.search.errors import IndexDamaged, IndexMissing, IndexStale
from isonomia.site.search.index import Index, index_of
from isonomia.site.search.models import IndexState, Outbox

SILENCE = timedelta(minutes=5)
"""After which a builder that was not heard of is taken for dead."""
REMEDY = "rebuild it with `python -m isonomia.site searchindex rebuild`"


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """`state` is fresh, stale, missing or damaged; `reason` says why, in a sentence, where it is not fresh.

    `usable`: may be asked all the same. `behind` changes are waiting, `failed` could not be indexed.
    """

    state: str
    reason: str
    usable: bool
    rows: int
    behind: int
    failed: int
    rebuilding: bool
    built: datetime | None
    last_change: int
    missing: tuple[str, ...] = ()
    """Kinds that can be searched of which the index has nothing yet."""
    generation: int = 0

    @property
    def needs_rebuild(self) -> bool:
        """Whether it stays as it is until somebody rebuilds it; else it follows by itself."""
        return not self.usable or bool(self.missing)


def database() -> str:
    """The database in which the index lives: that of its models."""
    return router.db_for_write(IndexState)


def current() -> IndexState:
    """The one row of the state, made when it is asked for first."""
    state, _ = IndexState.objects.using(database()).get_or_create(pk=1)
    return state


def newest() -> int:
    """The last change that waits in the outbox; 0 where none does."""
    return Outbox.objects.using(database()).order_by("-pk").values_list("pk", flat=True).first() or 0


def index(generation: int) -> Index:
    """A generation of the index."""
    return index_of(connections[database()], generation)


def is_building(state: IndexState) -> bool:
    """Is a builder at work that was heard of lately?"""
    return state.building is not None and state.alive is not None and timezone.now() - state.alive < SILENCE


def index_status(*, thorough: bool = False) -> IndexStatus:
    """How the index is. `thorough` reads all of it and counts its rows; else only what takes no time."""
    state = current()
    waiting = Outbox.objects.using(database()).aggregate(
        behind=Count("pk", filter=Q(replay=False, fault="")), failed=Count("pk", filter=~Q(fault=""))
    )
    behind, failed = waiting["behind"], waiting["failed"]
    missing = tuple(sorted(set(documents.kinds()) - set(state.kinds))) if state.generation else ()
    name, reason, usable = _judge(state, behind, failed, missing, thorough)
    return IndexStatus(
        name, reason, usable, state.rows, behind, failed, is_building(state), state.built, state.last_change, missing,
        state.generation,
    )  # fmt: skip


def _judge(
    state: IndexState, behind: int, failed: int, missing: tuple[str, ...], thorough: bool
) -> tuple[str, str, bool]:
    if not state.generation:
        return "missing", f"the search index was never built; {REMEDY}", False
    there = index(state.generation)
    if not there.exists():
        return "damaged", f"the tables of the search index are gone; {REMEDY}", False
    if thorough:
        try:
            with transaction.atomic(using=database()):
                wrong = there.check()
                rows = there.count()
        except DatabaseError as error:
            wrong, rows = str(error), state.rows
        if not wrong and rows != state.rows:
            wrong = f"it has {rows} rows where {state.rows} were written"
        if wrong:
            return "damaged", f"the search index is damaged ({wrong}); {REMEDY}", False
    if state.analyser != VERSION:
        return "stale", f"the search index was built by another version of the analyser; {REMEDY}", False
    if missing:
        return "stale", f"the search index has nothing yet of: {', '.join(missing)}; {REMEDY}", True
    if behind:
        return "stale", f"{behind} changes are not in the search index yet", True
    if failed:
        return "stale", f"{failed} changes could not be indexed; see the outbox", True
    return "fresh", "", True


def usable_index(status: IndexStatus) -> Index:
    """The index that is read. Raises IndexMissing, IndexDamaged or IndexStale rather than to find nothing."""
    if status.usable:
        return index(status.generation)
    fault = {"missing": IndexMissing, "damaged": IndexDamaged, "stale": IndexStale}[status.state]
    raise fault(status.reason)
