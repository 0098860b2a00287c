"""Which records have which codes, held in memory: a bit for each record in one long number for each code.

To count a facet is then to count the bits that two numbers have in common, whatever the view is narrowed to (see
`postings`). Records are read in blocks of some hundreds by their numbers, and a block is read again when `stamps.mark`
says that something in it changed. Who sees what is still asked of the database (`access.visible`), and held in the same
way.
"""

from __future__ import annotations

import logging
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from django.db import DatabaseError, connection
from django.db.models import CharField, IntegerField, Q
from django.db.models.functions import Cast, ExtractYear, Substr

from isonomia.site.languages import current_language
from isonomia.site.records import finding
from isonomia.site.records.access import Actor, scope
from isonomia.site.records.declaration import Collection, Facet
from isonomia.site.records.facet_values import is_derived
from isonomia.site.records.finding import finder
from isonomia.site.records.kinds import Date, Kind, Link, Moment, YesNo
from isonomia.site.records.postings import Codes, Postings, bits_of, but, flags, postings
from isonomia.site.records.rows import rows_of
from isonomia.site.records.stamps import BLOCK, marks, remembered, stamp
from isonomia.site.records.view import NONE, STATE, View

logger = logging.getLogger(__name__)
CHUNK = 10_000
"""Rows that are read at once."""
SCOPES = 100
"""Of how many different readers it is held what they see."""
ALL_AT_ONCE = 200
"""Blocks that are not read one by one but with all others."""
WHOLE = View()


class Mark(NamedTuple):
    """What decides what a view holds: the stamp of the collection, and where it is searched the index and language."""

    stamp: int
    searched: Hashable = ()


def mark_of(collection: Collection, view: View) -> Mark:
    """The mark of a view at this moment. Raises SearchUnavailable."""
    # a search may find other records in another language
    return Mark(stamp(collection), (current_language(), finder().stamp()) if view.q else ())


def code_of(kind: Kind | None, value: Any) -> str:
    """The code under which a value of a column is counted."""
    if value is None or value == "":
        return NONE
    if isinstance(value, bool) or isinstance(kind, YesNo):
        return "yes" if value else "no"
    return f"{value:04d}" if isinstance(kind, Date | Moment) else str(value)


def _year(path: str) -> Any:
    """The year of a date. The embedded database holds dates as texts, of which it takes the first four signs itself;
    Django would call Python for every row."""
    if connection.vendor == "sqlite":
        return Cast(Substr(Cast(path, CharField()), 1, 4), IntegerField())
    return ExtractYear(path)


def _within(blocks: list[int] | None, path: str) -> Q:
    """The records of blocks; of all where it is None."""
    runs: list[list[int]] = []
    for block in blocks or ():
        if runs and runs[-1][1] == block:
            runs[-1][1] += 1
        else:
            runs.append([block, block + 1])
    out = Q()
    for first, end in runs:
        out |= Q(**{f"{path}__gte": first << BLOCK, f"{path}__lt": end << BLOCK})
    return out


class _Layer:
    """Something that is held of every record, with the marks of the blocks as they were when it was read."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.marks: Mapping[int, int] | None = None
        self.held: Any = None

    def now(self, marks: Mapping[int, int], read: Callable[[Any, list[int] | None], Any]) -> Any:
        """What is held, brought up to date: `read(held, blocks)`, where None is all blocks."""
        with self.lock:
            if self.marks != marks:
                known = self.marks
                whole = known is None or known.get(-1) != marks.get(-1)
                blocks = [] if known is None else _changed(known, marks)
                self.held = read(self.held, None if whole or len(blocks) > ALL_AT_ONCE else blocks)
                self.marks = marks
            return self.held


def _changed(before: Mapping[int, int], now: Mapping[int, int]) -> list[int]:
    return sorted(block for block in before.keys() | now.keys() if before.get(block) != now.get(block))


class FacetIndex:
    """The facets of one collection, and what its readers see."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self._lock = threading.Lock()
        self._marks: tuple[int, Mapping[int, int]] | None = None
        self._facets = _Layer()
        self._scopes: OrderedDict[Hashable, _Layer] = OrderedDict()

    def _marks_at(self, stamp: int) -> Mapping[int, int]:
        held = self._marks
        if held is None or held[0] != stamp:
            held = self._marks = (stamp, marks(self.collection))
        return held[1]

    def facets(self, stamp: int) -> Mapping[str, Postings]:
        """The facets by name, as they are at a stamp, and the state."""
        found: Mapping[str, Postings] = self._facets.now(self._marks_at(stamp), self._read)
        return found

    def seen(self, actor: Actor, stamp: int, view: View = WHOLE) -> int:
        """The records that an actor sees, within the bounds of a view."""
        view = View(bounds=view.bounds)
        key = scope(self.collection, actor), view.cache_key()
        with self._lock:
            layer = self._scopes.setdefault(key, _Layer())
            self._scopes.move_to_end(key)
            if len(self._scopes) > SCOPES:
                self._scopes.popitem(last=False)

        def read(held: int, blocks: list[int] | None) -> int:
            rows = rows_of(self.collection, actor, view).filter(_within(blocks, "pk"))
            now = bits_of(list(rows.values_list("pk", flat=True)))
            return now if blocks is None else held & but(blocks, held.bit_length()) | now

        found: int = layer.now(self._marks_at(stamp), read)
        return found

    def matching(self, actor: Actor, view: View, mark: Mark, *, without: str = "") -> int:
        """The records of a view, without the filter of one facet. Raises SearchUnavailable, BadValue."""
        out = self.seen(actor, mark.stamp, view)
        if view.q:
            out &= self._searched(view.q, mark)
        for name, codes in view.filters.items():
            if name != without and out:
                out &= self._having(name, codes, actor, mark.stamp)
        return out

    def _searched(self, query: str, mark: Mark) -> int:
        name = self.collection.name
        key = ("searched", name, query, mark.searched)
        return remembered(key, lambda: bits_of(finding.numbers(name, query, current_language())))

    def _having(self, name: str, codes: Sequence[str], actor: Actor, stamp: int) -> int:
        facet = self.collection.facet_names.get(name)
        held = self.facets(stamp)[name]
        derived = facet is not None and is_derived(self.collection, facet)
        kind = self.collection.spec(facet.path).kind if facet is not None else None
        if isinstance(kind, Link):
            there = kind.resolve([code for code in codes if code != NONE], kind.visible(actor))
            codes = [*(str(target.pk) for target in there.values()), *(code for code in codes if code == NONE)]
        out = 0
        for code in codes:
            out |= ~held.any() if code == NONE and derived else held.having(code)
        return out

    def _read(self, held: Mapping[str, Postings] | None, blocks: list[int] | None) -> Mapping[str, Postings]:
        now = self._codes(blocks)
        if held is None or blocks is None:
            return {name: postings(codes) for name, codes in now.items()}
        return {name: held[name].renewed(blocks, codes) for name, codes in now.items()}

    def _codes(self, blocks: list[int] | None) -> dict[str, Codes]:
        """The codes of the records of blocks by facet, read of the database in two questions."""
        model: Any = self.collection.model
        out: dict[str, Codes] = {facet.name: {} for facet in self.collection.facets}
        columns: list[tuple[str, Kind | None, Any]] = [(STATE, None, STATE)]
        for facet in self.collection.facets:
            if not is_derived(self.collection, facet):
                own = self.collection.spec(facet.path).kind
                columns.append((facet.name, own, _year(facet.path) if isinstance(own, Date | Moment) else facet.path))
        rows = model._default_manager.filter(_within(blocks, "pk")).order_by("pk")
        found = rows.values_list("pk", *(source for *_rest, source in columns)).iterator(CHUNK)
        while batch := list(islice(found, CHUNK)):
            pks, *rest = zip(*batch, strict=True)
            for (name, kind, _source), values in zip(columns, rest, strict=True):
                by_value: dict[Any, list[int]] = {}
                for number, value in zip(pks, values, strict=True):
                    by_value.setdefault(value, []).append(number)
                held = out.setdefault(name, {})
                for value, numbers in by_value.items():
                    held.setdefault(code_of(kind, value), array("Q")).extend(numbers)
        out.setdefault(STATE, {})
        if any(is_derived(self.collection, facet) for facet in self.collection.facets):
            several = model.FacetValue._default_manager.filter(_within(blocks, "record_id")).order_by()
            for name, code, number in several.values_list("field", "code", "record_id").iterator(CHUNK):
                if name in out:
                    out[name].setdefault(code, array("Q")).append(number)
        return out


_indexes: dict[str, FacetIndex] = {}


def facet_index(collection: Collection) -> FacetIndex:
    """The index of a collection in this process."""
    return _indexes.setdefault(collection.name, FacetIndex(collection))


def held() -> Mapping[str, FacetIndex]:
    """The indexes of this process by collection."""
    return dict(_indexes)


def forget() -> None:
    """Lets all be read anew."""
    _indexes.clear()


def read_ahead() -> None:
    """Reads the facets of all collections and what the public sees of them, so that the first reader need not wait.
    For a thread of its own."""
    from isonomia.site.records.registry import collections

    try:
        for collection in collections():
            now, index = stamp(collection), facet_index(collection)
            index.facets(now)
            index.seen(Actor(), now)
    except DatabaseError:
        logger.exception("the facets could not be read ahead; the first reader waits for them")
    finally:
        connection.close()


def counts(collection: Collection, actor: Actor, view: View, facet: Facet, mark: Mark) -> dict[str, int]:
    """Code to number of records, counted with the facet's own filter removed; of a link the numbers of its records, as
    far as the actor may see them."""
    index = facet_index(collection)
    found = index.facets(mark.stamp)[facet.name].counts(index.matching(actor, view, mark, without=facet.name))
    kind = None if facet.name == STATE else collection.spec(facet.path).kind
    if not isinstance(kind, Link):
        return found
    from isonomia.site.records.registry import collection_of

    target = collection_of(kind.target)
    if target is None:
        return found
    seen = facet_index(target).seen(actor, stamp(target))
    if not bits_of([int(code) for code in found if code != NONE]) & ~seen:
        return found
    there = flags(seen)
    return {code: n for code, n in found.items() if code == NONE or (int(code) < len(there) and there[int(code)])}
