"""What is kept in memory: under the number of the last change, once for all who ask at once, and never without end."""

from __future__ import annotations

import threading

import pytest

from isonomia.site.records import stamps


def test_what_many_ask_at_once_is_computed_once():
    begun, go, computed, found = threading.Barrier(9), threading.Event(), [], []

    def compute():
        computed.append(1)
        go.wait(10)
        return [7]

    def ask():
        begun.wait(10)
        found.append(stamps.remembered("key", compute))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    begun.wait(10)
    go.set()
    for thread in threads:
        thread.join(10)
    assert found == [[7]] * 8
    assert len(computed) == 1


def test_a_failure_is_not_kept():
    def fails():
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        stamps.remembered("key", fails)
    assert stamps.remembered("key", lambda: 0) == 0
    assert stamps.remembered("key", lambda: 1) == 0


def test_the_least_used_is_dropped_first():
    memory = stamps._Memory(2)
    memory.put("a", 1)
    memory.put("b", 2)
    memory.get("a")
    memory.put("c", 3)
    assert (memory.get("a"), memory.get("b"), memory.get("c")) == (1, None, 3)


@pytest.mark.django_db
def test_the_stamp_grows_with_every_change(make_case, cases):
    from isonomia.site.records import writing

    before = stamps.stamp(cases)
    case = make_case()
    after = stamps.stamp(cases)
    assert after > before
    writing.update(cases, case, {"victims": 1}, None)
    writing.move(cases, case, None, action="withdraw", state="withdrawn")
    assert stamps.stamp(cases) == after + 2


@pytest.mark.django_db
def test_facet_values_are_derived_again_when_the_declaration_changes(make_case, cases, monkeypatch):
    from isonomia.site.records.declaration import Facet
    from isonomia.site.records.upkeep import refresh

    case = make_case(defendants=[{"gender": "male"}, {"gender": "female"}])
    refresh(cases)
    assert not refresh(cases)
    monkeypatch.setattr(type(cases), "facets", (*cases.facets, Facet("defendants.gender")))
    assert refresh(cases)
    assert set(case.facet_values.filter(field="gender").values_list("code", flat=True)) == {"male", "female"}
