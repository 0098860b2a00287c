"""The index follows the records through the outbox, and nothing that happens to the writer loses a change."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from isonomia.site.search.building import rebuild
from isonomia.site.search.errors import UnknownKind
from isonomia.site.search.following import drain, drain_soon, enqueue, follower
from isonomia.site.search.models import IndexState, Outbox
from isonomia.site.search.searching import search
from isonomia.site.search.state import index_status

pytestmark = pytest.mark.django_db(transaction=True)


def find(text: str) -> list[str]:
    return [hit.key for hit in search(text, seen_by=["public"]).hits]


def test_what_appears_changes_and_goes_is_followed(shelf):
    shelf.put("1", "crime")
    rebuild()
    shelf.put("2", "drugs and crime")
    shelf.put("1", "corruption")
    enqueue("text", "1", "2")
    assert index_status().behind == 2
    assert find("crime") == ["1"], "not followed yet"
    assert drain().done == 2
    assert (find("crime"), find("corruption")) == (["2"], ["1"])
    del shelf.rows["2"]
    enqueue("text", "2")
    drain()
    assert find("crime") == []
    status = index_status(thorough=True)
    assert (status.state, status.rows, status.behind) == ("fresh", 1, 0)


def test_a_change_that_is_taken_back_leaves_nothing_to_do(shelf):
    rebuild()
    with transaction.atomic():
        enqueue("text", "1")
        transaction.set_rollback(True)
    assert Outbox.objects.count() == 0


def test_drain_soon_waits_for_the_end_of_the_transaction(shelf):
    rebuild()
    with transaction.atomic():
        shelf.put("1", "crime")
        enqueue("text", "1")
        drain_soon()
        assert find("crime") == []
    assert find("crime") == ["1"]


def test_a_kind_that_nobody_registered_is_refused(shelf):
    with pytest.raises(UnknownKind, match="there are: text"):
        enqueue("novels", "1")


def test_without_an_index_changes_wait(shelf):
    shelf.put("1", "crime")
    enqueue("text", "1")
    assert drain().done == 0
    assert Outbox.objects.count() == 1
    rebuild()
    assert (find("crime"), Outbox.objects.count()) == (["1"], 0)


def test_what_cannot_be_indexed_is_set_aside_and_holds_up_nothing(shelf, monkeypatch):
    rebuild()
    shelf.put("good", "crime")
    shelf.put("bad", "crime")
    plain = shelf.fetch

    def fetch(keys):
        if "bad" in keys:
            raise ValueError("its file is gone")
        return plain(keys)

    monkeypatch.setattr(shelf, "fetch", fetch)
    from isonomia.site.search import documents

    documents.register(shelf.source())
    enqueue("text", "good", "bad")
    assert (drain().failed, find("crime")) == (1, ["good"])
    assert "its file is gone" in Outbox.objects.get().fault
    assert (index_status().state, index_status().failed) == ("stale", 1)
    monkeypatch.setattr(shelf, "fetch", plain)
    documents.register(shelf.source())
    enqueue("text", "bad")
    drain()
    assert sorted(find("crime")) == ["bad", "good"]
    assert Outbox.objects.count() == 0


def test_a_text_of_too_many_words_goes_from_the_index_and_is_told(shelf):
    shelf.put("1", "crime")
    rebuild()
    shelf.put("1", "crime " + " ".join(f"w{at:x}q" for at in range(60_000)))
    enqueue("text", "1")
    assert drain().failed == 1
    assert find("crime") == []
    assert "different words" in Outbox.objects.get().fault
    assert rebuild().faults
    assert index_status().failed == 1


def test_batches_follow_each_other(shelf):
    rebuild()
    for at in range(450):
        shelf.put(str(at), "crime")
    enqueue("text", *shelf.rows)
    told = []
    assert drain(most=250, progress=told.append).done == 250
    assert told == [200, 250]
    assert drain().done == 200
    assert search("crime", seen_by=["public"]).total == 450


def test_a_follower_does_what_an_import_leaves(shelf):
    rebuild()
    for at in range(450):
        shelf.put(str(at), "crime")
    enqueue("text", *shelf.rows)
    end = follower(every=0.01)
    try:
        for _ in range(3000):
            if not index_status().behind:
                break
            time.sleep(0.01)
    finally:
        end()
    assert search("crime", seen_by=["public"]).total == 450


def test_two_writers_at_once_do_each_change_once(shelf):
    rebuild()
    for at in range(500):
        shelf.put(str(at), "crime")
    enqueue("text", *shelf.rows)
    done = []

    def work():
        try:
            done.append(drain().done)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drain()
    assert search("crime", seen_by=["public"]).total == 500
    assert index_status(thorough=True).state == "fresh"


def test_changes_while_the_index_is_built_are_in_both(shelf):
    """Some rows change after the builder has read them and before it is done."""
    for at in range(3):
        shelf.put(str(at), "crime")
    rebuild()

    def meanwhile(kind, done):
        shelf.put("1", "corruption")
        del shelf.rows["2"]
        shelf.put("new", "crime")
        enqueue("text", "1", "2", "new")
        assert drain().done == 3
        assert sorted(find("crime")) == ["0", "new"], "the old index is still followed"
        assert index_status().rebuilding

    rebuild(meanwhile)
    assert sorted(find("crime")) == ["0", "new"]
    assert find("corruption") == ["1"]
    assert Outbox.objects.count() == 0
    assert IndexState.objects.get().building is None


def _run(path: Path, task: str) -> tuple[int, list[str]]:
    script = Path(__file__).with_name("killed_writer.py")
    done = subprocess.run([sys.executable, str(script), str(path), task], capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode, done.stdout.split()


@pytest.mark.parametrize("task", ["drain and die", "rebuild and die"])
def test_a_killed_writer_loses_nothing(tmp_path, task):
    """Killed by SIGKILL in the middle of a transaction, twice; then another process does what was left."""
    path = tmp_path / "db.sqlite3"
    assert _run(path, "prepare") == (0, ["10", "10", "fresh", "False", "0"])
    for _ in range(2):
        code, told = _run(path, task)
        assert (code, told) == (-signal.SIGKILL, [])
        if task == "rebuild and die":
            # the dead builder is believed to be alive for a while; the old index is read all the while
            _forget_builder(path)
    after = _run(path, "drain" if task == "drain and die" else "rebuild")
    assert after == (0, ["1000", "1000", "fresh", "False", "0"])


def _forget_builder(path: Path) -> None:
    import sqlite3

    with sqlite3.connect(path) as database:
        assert database.execute("SELECT building FROM search_indexstate").fetchone()[0]
        database.execute("UPDATE search_indexstate SET alive = '2020-01-01 00:00:00'")
