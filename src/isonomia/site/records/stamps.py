"""The number that grows with every change in a collection: what is kept in memory is kept under it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from django.db.models import F

from isonomia.site.records.declaration import Collection
from isonomia.site.records.models import CollectionState

KEPT = 4096
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


class _Making:
    """A result that is being computed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


class _Memory:
    """A few thousand results, the least used dropped first."""

    def __init__(self, most: int) -> None:
        self._most = most
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
            self._held[key] = value
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)

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
