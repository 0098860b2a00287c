"""Building the index anew beside the one that is read, then putting it in its place in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from uuid import uuid4

from django.db import connections, transaction
from django.utils import timezone

from isonomia.errors import IsonomiaError
from isonomia.site.search import documents
from isonomia.site.search.analyser import VERSION
from isonomia.site.search.documents import Entry, SearchDocument, entry
from isonomia.site.search.errors import IndexBusy
from isonomia.site.search.following import drain
from isonomia.site.search.index import generations
from isonomia.site.search.models import IndexState, Outbox
from isonomia.site.search.state import current, database, index, is_building

BATCH = 500
Progress = Callable[[str, int], None]
"""Is told the kind that is being read and how many rows of it are done."""


@dataclass(slots=True)
class Rebuilt:
    """How many rows the index has now, of which kinds, and what could not be indexed and why."""

    rows: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    faults: dict[tuple[str, str], str] = field(default_factory=dict)


def rebuild(progress: Progress | None = None) -> Rebuilt:
    """Builds the index from all sources. Until it is done the old one is read and followed; then all at once.

    Raises IndexBusy while another process builds. A builder that is killed leaves the old index as it was.
    """
    generation, me = _begin()
    out = Rebuilt()
    try:
        _fill(generation, me, out, progress)
        _swap(generation, me, out)
    except BaseException:
        _give_up(generation, me)
        raise
    drain()
    return out


def _locked() -> IndexState:
    """The state, which nobody else can change until the transaction ends."""
    return IndexState.objects.using(database()).select_for_update().get(pk=1)


def _begin() -> tuple[int, str]:
    current()
    with transaction.atomic(using=database()):
        state = _locked()
        if is_building(state):
            raise IndexBusy("the search index is being rebuilt already; wait until it is done")
        for left in generations(connections[database()]) - {state.generation}:
            index(left).drop()
        state.building = max(state.generation, state.building or 0) + 1
        state.builder = uuid4().hex
        state.alive = timezone.now()
        state.save()
        # what an earlier builder would have done again needs no more than this one does
        outbox = Outbox.objects.using(database())
        outbox.filter(replay=True).delete()
        if not state.generation:
            # nothing was followed yet: what waits is written already, and will be read
            outbox.filter(fault="").delete()
        there = index(state.building)
        there.drop()
        there.create()
        return state.building, state.builder


def _mine(state: IndexState, me: str) -> None:
    if state.builder != me:
        raise IndexBusy("another process has taken over the rebuilding of the search index; wait until it is done")


def _fill(generation: int, me: str, out: Rebuilt, progress: Progress | None) -> None:
    there = index(generation)
    for kind in documents.kinds():
        done = 0
        for batch in _batches(documents.source(kind).iterate()):
            entries: list[Entry] = []
            for document in batch:
                try:
                    entries.append(entry(document))
                except IsonomiaError as error:
                    out.faults[document.kind, document.key] = str(error)
            # words are taken apart before the transaction: while it is open nobody else can write
            with transaction.atomic(using=database()):
                state = _locked()
                _mine(state, me)
                done += there.put(entries)
                state.alive = timezone.now()
                state.save(update_fields=["alive"])
            if progress:
                progress(kind, done)
        out.kinds[kind] = done


def _batches(found: Iterable[SearchDocument]) -> Iterator[list[SearchDocument]]:
    iterator = iter(found)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _swap(generation: int, me: str, out: Rebuilt) -> None:
    there = index(generation)
    there.finish()
    with transaction.atomic(using=database()):
        state = _locked()
        _mine(state, me)
        old = state.generation
        out.rows = there.count()
        state.generation = generation
        state.analyser = VERSION
        state.kinds = sorted(out.kinds)
        state.rows = out.rows
        state.built = timezone.now()
        state.building, state.builder, state.alive = None, "", None
        state.save()
        # what changed meanwhile is followed again, and what could not be indexed before is tried again
        outbox = Outbox.objects.using(database())
        again = [line.pk for line in outbox.exclude(fault="") if (line.kind, line.key) in out.faults]
        outbox.filter(pk__in=again).delete()
        outbox.update(replay=False, fault="")
        outbox.bulk_create([Outbox(kind=kind, key=key, fault=fault) for (kind, key), fault in out.faults.items()])
        if old:
            index(old).drop()


def _give_up(generation: int, me: str) -> None:
    with transaction.atomic(using=database()):
        state = _locked()
        if state.builder == me:
            index(generation).drop()
            state.building, state.builder, state.alive = None, "", None
            state.save()
            Outbox.objects.using(database()).filter(replay=True).delete()
