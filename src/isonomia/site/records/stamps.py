"""The number that grows with every change in a collection: what is kept in memory is kept under it."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sized
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from django.db.models import F

from isonomia.site.records.declaration import Collection
from isonomia.site.records.models import ChangedBlock, CollectionState

KEPT = 1_000_000
"""Values of results that are kept, each of about a hundred bytes."""
BLOCK = 9
"""How many bits of a record's number say its place in a block: a block has 512 records."""
Kept = TypeVar("Kept")


def lock(collection: Collection) -> None:
    """Makes other writers of the collection wait for this transaction, so that natural keys stay unique."""
    CollectionState.objects.get_or_create(name=collection.name)
    CollectionState.objects.select_for_update().get(name=collection.name)


def bump(collection: Collection) -> None:
    """Says that the collection changed; inside the transaction that changes it."""
    if not CollectionState.objects.filter(name=collection.name).update(stamp=F("stamp") + 1):
        CollectionState.objects.create(name=collection.name)


def stamp(collection: Collection) -> int:
    """The number of the last change."""
    return CollectionState.objects.filter(name=collection.name).values_list("stamp", flat=True).first() or 0


def mark(collection: Collection, pks: Iterable[int] | None, **_signal: Any) -> None:
    """Says which records changed, so that only what is near them is read again; inside the transaction that changes
    them, besides `bump`. Listens to the signal `written`."""
    numbers = [-1] if pks is None else sorted({pk >> BLOCK for pk in pks})
    ChangedBlock.objects.bulk_create(
        [ChangedBlock(collection=collection.name, number=number, mark=secrets.randbits(62)) for number in numbers],
        update_conflicts=True, unique_fields=["collection", "number"], update_fields=["mark"],
    )  # fmt: skip


def marks(collection: Collection) -> Mapping[int, int]:
    """The mark of each block in which something was written; under -1 that of all."""
    return dict(ChangedBlock.objects.filter(collection=collection.name).values_list("number", "mark"))


class _Making:
    """A result that is being computed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


class _Memory:
    """Results up to a weight, the least used dropped first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()
        self._making: WeakValueDictionary[Hashable, _Making] = WeakValueDictionary()

    def get(self, key: Hashable) -> Any:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        return None

    def put(self, key: Hashable, value: Any) -> None:
        with self._lock:
            self._drop(key)
            self._held[key] = value
            self._weight += _weight(value)
            while self._weight > self._most:
                self._drop(next(iter(self._held)))

    def _drop(self, key: Hashable) -> None:
        if key in self._held:
            self._weight -= _weight(self._held.pop(key))

    def making(self, key: Hashable) -> _Making:
        """What those wait for who ask for the same result at once."""
        with self._lock:
            held = self._making.get(key)
            if held is None:
                held = self._making[key] = _Making()
            return held

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
            self._weight = 0


def _weight(value: Any) -> int:
    """Of a list its length; of a number what it takes, for one may stand for the records of a search."""
    if isinstance(value, int):
        return 1 + value.bit_length() // 800
    return 1 + (len(value) if isinstance(value, Sized) else 0)


memory = _Memory(KEPT)


def remembered(key: Hashable, compute: Callable[[], Kept]) -> Kept:
    """A result that was computed before under the same key, or is computed now, once for all who ask at once; the key
    must hold the stamp and the scope of the actor."""
    found = memory.get(key)
    if found is None:
        making = memory.making(key)
        with making.lock:
            found = memory.get(key)
            if found is None:
                found = compute()
                memory.put(key, found)
    result: Kept = found
    return result
