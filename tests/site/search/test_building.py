"""Building the index anew, and what is said of it when it is missing, stale or damaged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from isonomia.site.search import building, documents, state
from isonomia.site.search.building import rebuild
from isonomia.site.search.documents import SearchSource
from isonomia.site.search.errors import IndexBusy, IndexDamaged, IndexMissing, IndexStale
from isonomia.site.search.following import drain, enqueue
from isonomia.site.search.index import index_of
from isonomia.site.search.models import IndexState, Outbox
from isonomia.site.search.searching import keys, search, tallies
from isonomia.site.search.state import index_status

pytestmark = pytest.mark.django_db


def _questions():
    yield lambda: search("crime", seen_by=["public"])
    yield lambda: tallies("crime", seen_by=["public"])["kind"]
    yield lambda: keys("crime", kind="text", seen_by=["public"])


def _tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("search_") and name[7].isdigit()}


def test_an_index_that_was_never_built_is_missing(shelf):
    assert index_status().state == "missing"
    for question in _questions():
        with pytest.raises(IndexMissing, match="rebuild it"):
            question()


def test_built_it_is_fresh(shelf):
    shelf.put("1", "crime")
    told = []
    done = rebuild(lambda kind, rows: told.append((kind, rows)))
    assert (done.rows, done.kinds, done.faults, told) == (1, {"text": 1}, {}, [("text", 1)])
    status = index_status(thorough=True)
    assert (status.state, status.reason, status.rows, status.usable) == ("fresh", "", 1, True)
    assert status.built is not None


def test_nothing_of_the_old_index_is_left(shelf):
    shelf.put("1", "crime")
    rebuild()
    before = _tables()
    rebuild()
    assert len(_tables()) == len(before)
    assert not _tables() & before


def test_another_analyser_makes_it_stale_and_unasked(shelf, monkeypatch):
    shelf.put("1", "crime")
    rebuild()
    monkeypatch.setattr(state, "VERSION", "2/other")
    monkeypatch.setattr(building, "VERSION", "2/other")
    assert index_status().state == "stale"
    for question in _questions():
        with pytest.raises(IndexStale, match="another version of the analyser"):
            question()
    rebuild()
    assert search("crime", seen_by=["public"]).total == 1


def test_waiting_changes_and_new_kinds_are_told_with_the_hits(shelf):
    shelf.put("1", "crime")
    rebuild()
    enqueue("text", "1")
    found = search("crime", seen_by=["public"])
    assert (found.total, found.status.state, found.status.behind) == (1, "stale", 1)
    drain()
    documents.register(SearchSource("cases", list, lambda keys: []))
    found = search("crime", seen_by=["public"])
    assert (found.total, found.status.state) == (1, "stale")
    assert "nothing yet of: cases" in found.status.reason


def test_tables_that_are_gone_are_damage_and_not_no_hits(shelf):
    shelf.put("1", "crime")
    rebuild()
    index_of(connection, IndexState.objects.get().generation).drop()
    assert index_status().state == "damaged"
    for question in _questions():
        with pytest.raises(IndexDamaged):
            question()
    rebuild()
    assert search("crime", seen_by=["public"]).total == 1


def test_lost_rows_are_damage(shelf):
    for at in range(5):
        shelf.put(str(at), "crime")
    rebuild()
    table = f"search_{IndexState.objects.get().generation}_row"
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE key = '3'")
    assert index_status(thorough=True).state == "damaged"
    assert index_status(thorough=True).usable is False


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the tables of FTS5 are SQLite's")
def test_torn_tables_of_fts5_are_damage(shelf):
    for at in range(50):
        shelf.put(str(at), f"crime and word{at}")
    rebuild()
    table = f"search_{IndexState.objects.get().generation}_text"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table}_data SET block = zeroblob(20) WHERE id > 10")
    assert index_status(thorough=True).state == "damaged"
    with pytest.raises(IndexDamaged, match="rebuild it"):
        search("crime", seen_by=["public"])
    rebuild()
    assert index_status(thorough=True).state == "fresh"


def test_one_builder_at_a_time(shelf):
    shelf.put("1", "crime")

    def second(kind, rows):
        with pytest.raises(IndexBusy):
            rebuild()

    rebuild(second)
    assert index_status().state == "fresh"


def test_a_builder_that_fails_leaves_the_old_index(shelf):
    shelf.put("1", "crime")
    rebuild()
    before = _tables()

    def stopped(kind, rows):
        enqueue("text", "1")
        drain()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(stopped)
    assert (_tables(), Outbox.objects.count(), index_status().state) == (before, 0, "fresh")
    assert search("crime", seen_by=["public"]).total == 1


def test_a_builder_taken_for_dead_cannot_put_its_work_in_place(shelf):
    """It was silent for long; a change was followed meanwhile that it does not have."""
    shelf.put("1", "crime")
    rebuild()

    def silent(kind, rows):
        IndexState.objects.update(alive=timezone.now() - timedelta(hours=1))
        shelf.put("2", "crime")
        enqueue("text", "2")
        drain()

    with pytest.raises(IndexBusy, match="taken over"):
        rebuild(silent)
    assert search("crime", seen_by=["public"]).total == 2
    rebuild()
    assert search("crime", seen_by=["public"]).total == 2
    assert len(_tables()) == len({*_tables()} & _tables())


@pytest.mark.django_db(transaction=True)
def test_a_swap_under_the_eyes_of_a_reader(shelf, monkeypatch):
    """The index is put in place anew between two questions of the same search."""
    shelf.put("1", "crime")
    rebuild()
    from isonomia.site.search.index.rows import Rows

    plain = Rows.condition
    swapped = []

    def condition(self, *arguments):
        if not swapped:
            swapped.append(True)
            rebuild()
        return plain(self, *arguments)

    monkeypatch.setattr(Rows, "condition", condition)
    assert search("crime", seen_by=["public"]).total == 1
    assert swapped
