"""The index follows the records: what changes is written to the outbox with the change, and drained by one writer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import DatabaseError, connections, transaction

from isonomia.errors import IsonomiaError
from isonomia.site.search import documents
from isonomia.site.search.documents import Entry, SearchDocument, entry
from isonomia.site.search.models import IndexState, Outbox
from isonomia.site.search.state import current, database, index, is_building

logger = logging.getLogger(__name__)
BATCH = 200


@dataclass(frozen=True, slots=True)
class Drained:
    """How many lines of the outbox were followed, how many set aside, and whether another writer was at work."""

    done: int = 0
    failed: int = 0
    busy: bool = False


def enqueue(kind: str, *keys: str) -> None:
    """Says that records changed, appeared or went. Call it in the transaction that changes them."""
    documents.source(kind)
    Outbox.objects.using(database()).bulk_create([Outbox(kind=kind, key=key) for key in keys], batch_size=1000)


def drain_soon() -> None:
    """Lets the index follow when the present transaction is through. What goes wrong then is logged, and kept."""
    transaction.on_commit(_drain_quietly, using=database(), robust=True)


def _drain_quietly() -> None:
    try:
        drain(most=BATCH)
    except DatabaseError:
        logger.exception("the search index could not follow; the outbox keeps what is to be done")


def drain(*, most: int | None = None, progress: Callable[[int], None] | None = None) -> Drained:
    """Brings what waits in the outbox into the index, in batches that each are done whole or not at all.

    Without an index nothing is done: building it reads everything anyway. `most` bounds the lines of this call.
    """
    done = failed = 0
    while most is None or done + failed < most:
        step = _batch(BATCH if most is None else min(BATCH, most - done - failed))
        done, failed = done + step.done, failed + step.failed
        if step.busy:
            return Drained(done, failed, busy=True)
        if not step.done and not step.failed:
            break
        if progress:
            progress(done + failed)
    return Drained(done, failed)


def follower(*, every: float = 2.0) -> Callable[[], None]:
    """Drains the outbox from a thread of its own until the returned function is called, which waits for it to end.

    A request drains a little of what it changed itself (`drain_soon`); what an import leaves is done here. Several
    processes may each have one: only one writes at a time.
    """
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(every):
            try:
                drain()
            except Exception:
                logger.exception("the search index could not follow; the outbox keeps what is to be done")
                connections[database()].close()
        connections[database()].close()

    thread = threading.Thread(target=work, name="search-follower", daemon=True)
    thread.start()

    def end() -> None:
        stop.set()
        thread.join()

    return end


def _batch(size: int) -> Drained:
    using = database()
    current()
    with transaction.atomic(using=using):
        # one writer: SQLite lets only one in; of PostgreSQL the row is locked, and who comes second does not wait
        rows = IndexState.objects.using(using)
        if connections[using].features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        state = rows.filter(pk=1).first()
        if state is None:
            return Drained(busy=True)
        if not state.generation:
            return Drained()
        lines = list(Outbox.objects.using(using).filter(replay=False, fault="").order_by("id")[:size])
        if not lines:
            return Drained()
        entries, gone, faults = _now({(line.kind, line.key) for line in lines})
        there = index(state.generation)
        state.rows += there.put(entries) - there.remove(gone)
        state.last_change = max(state.last_change, lines[-1].pk)
        building = is_building(state)
        if not building:
            # a builder that was silent for so long and comes back shall not put in place what misses these changes
            state.builder = ""
        state.save(using=using, update_fields=["rows", "last_change", "builder"])
        return _tick_off(lines, faults, replay=building)


def _tick_off(lines: list[Outbox], faults: dict[tuple[str, str], str], *, replay: bool) -> Drained:
    outbox = Outbox.objects.using(database())
    good = [line for line in lines if (line.kind, line.key) not in faults]
    mended = {(line.kind, line.key) for line in good}
    old = [line.pk for line in outbox.exclude(fault="") if (line.kind, line.key) in mended]
    outbox.filter(pk__in=old).delete()
    followed = outbox.filter(pk__in=[line.pk for line in good])
    if replay:
        followed.update(replay=True)
    else:
        followed.delete()
    for line in lines:
        if fault := faults.get((line.kind, line.key)):
            outbox.filter(pk=line.pk).update(fault=fault)
    return Drained(len(good), len(lines) - len(good))


def _now(
    keys: set[tuple[str, str]],
) -> tuple[list[Entry], set[tuple[str, str]], dict[tuple[str, str], str]]:
    """What the records behind the keys are now: entries, keys of which nothing is left, and what went wrong."""
    entries: list[Entry] = []
    faults: dict[tuple[str, str], str] = {}
    gone = set(keys)
    for kind in sorted({kind for kind, _ in keys}):
        wanted = sorted(key for its, key in keys if its == kind)
        for document in _fetched(kind, wanted, faults):
            pair = (document.kind, document.key)
            try:
                entries.append(entry(document))
            except IsonomiaError as error:
                # what is in the index of it is no longer true: it goes
                faults[pair] = str(error)
                continue
            gone.discard(pair)
    return entries, gone - {pair for pair in faults if not _was_read(faults[pair])}, faults


_UNREAD = "the source could not be read: "


def _was_read(fault: str) -> bool:
    return not fault.startswith(_UNREAD)


def _fetched(kind: str, keys: list[str], faults: dict[tuple[str, str], str]) -> Iterable[SearchDocument]:
    """The documents of some keys; where together they cannot be read, one by one, so that one holds up none."""
    try:
        with transaction.atomic(using=database()):
            return list(documents.source(kind).fetch(keys))
    except Exception as error:
        if len(keys) == 1:
            faults[kind, keys[0]] = f"{_UNREAD}{type(error).__name__}: {error}"
            logger.warning("%s %s cannot be indexed: %s", kind, keys[0], error)
            return []
    return [document for key in keys for document in _fetched(kind, [key], faults)]
