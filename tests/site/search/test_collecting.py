"""The collections of the site in the index: the same is visible, what is written is followed, lists ask the index."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from isonomia.site.records import access, writing
from isonomia.site.records.access import Actor
from isonomia.site.records.declaration import EDITORS, INSIDERS, SIGNED_IN, Access
from isonomia.site.records.finding import SearchUnavailable
from isonomia.site.records.models import State
from isonomia.site.records.registry import collections
from isonomia.site.search import documents
from isonomia.site.search.building import rebuild
from isonomia.site.search.collecting import connect, source_of, tags_of
from isonomia.site.search.errors import BadQuery
from isonomia.site.search.finder import Finder, told
from isonomia.site.search.following import drain
from isonomia.site.search.index import Filters
from isonomia.site.search.models import Outbox
from isonomia.site.search.query import PROBLEMS
from isonomia.site.search.searching import search, show
from isonomia.site.search.terms import read_query

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _sources(cases) -> Iterator[None]:
    """The collections of the tests, besides those of the site."""
    kept = dict(documents._sources)
    connect()
    yield
    documents._sources.clear()
    documents._sources.update(kept)


def found(text, actor, **filters):
    results = search(text, seen_by=tags_of(actor), filters=Filters(kinds=["cases"], **filters), limit=1000)
    assert results.total == len(results.hits)
    return {int(hit.key) for hit in results.hits}


def actors(users):
    yield Actor()
    yield Actor("nobody-knows")
    for user in users.values():
        yield Actor.of(user)


@pytest.mark.parametrize(
    "rules",
    [
        Access(), Access(read=INSIDERS), Access(read=SIGNED_IN, write=frozenset({"body_focal_point"})),
        Access(write=frozenset(), review=EDITORS), Access(read=frozenset({"public"}), write=frozenset(), review=frozenset()),
    ],
)  # fmt: skip
def test_who_sees_what_is_what_the_records_say(cases, make_case, users, monkeypatch, rules):
    """Every role against records of every state, country, body and author, and against a revision."""
    monkeypatch.setattr(type(cases), "access", rules)
    for state in State.values:
        for country in ("AT", "FR"):
            for author in (None, users["editor"], users["focal_at"]):
                case = make_case(state=state, user=author, country=country, title={"en": "Smuggling"})
        type(case)._default_manager.filter(pk=case.pk).update(body="unodc")
    published = make_case(title={"en": "Smuggling"})
    writing.revise(cases, published, writing.clean_of(cases.shape, published), users["focal_at"], reason="x")
    rebuild()
    seen = {}
    for actor in actors(users):
        rows = set(access.visible(cases, actor).values_list("pk", flat=True))
        assert found("smuggling", actor) == rows, actor
        seen[actor.role, actor.country] = len(rows)
    assert len(set(seen.values())) > 1, "roles differ"


@pytest.mark.parametrize("collection", [row for row in collections() if row.search], ids=lambda row: row.name)
def test_every_collection_with_words_is_a_source(collection):
    source = source_of(collection)
    assert list(source.iterate()) == []
    assert list(source.fetch(["1"])) == []
    assert collection.name in documents.kinds()


def test_what_is_written_is_followed_at_once(cases, make_case, users):
    rebuild()
    case = make_case(title={"en": "Smuggling of migrants", "fr": "Trafic de migrants", "original": "en"})
    assert found("smuggling", Actor()) == found("trafics", Actor()) == {case.pk}
    writing.update(cases, case, {"title": {"en": "Piracy", "original": "en"}}, users["editor"], reason="x")
    assert (found("smuggling", Actor()), found("piracy", Actor())) == (set(), {case.pk})
    draft = make_case(state="draft", user=users["focal_at"], title={"en": "Arson"})
    at = Actor.of(users["focal_at"])
    assert (found("arson", Actor()), found("arson", at)) == (set(), {draft.pk})
    writing.discard(cases, draft, at)
    assert found("arson", at) == set()
    assert Outbox.objects.count() == 0


def test_restricted_fields_are_not_in_the_index(make_case):
    case = make_case(contact="mallory@example.org", title={"en": "Fraud"})
    rebuild()
    assert found("fraud", Actor()) == {case.pk}
    for actor in (Actor(), Actor("administrator")):
        assert found("mallory", actor) == set()


def test_hits_lead_to_the_record(cases, make_case):
    case = make_case(title={"en": "Smuggling", "zh": "偷运移民", "original": "en"}, country="FR")
    rebuild()
    results = search("偷运", seen_by=tags_of(Actor()), filters=Filters(countries=["FR"]))
    (hit,) = show(results.hits, results.query, seen_by=tags_of(Actor()), language="en")
    assert hit.document.url == cases.url_of(case)
    assert ("偷运", True) in hit.title


def test_lists_ask_the_index(cases, make_case):
    finder = Finder()
    with pytest.raises(SearchUnavailable):
        finder.narrow(access.visible(cases, Actor()), "cases", "smuggling", "en")
    case, hidden = make_case(title={"en": "Smuggling"}), make_case(state="draft", title={"en": "Smuggling"})
    make_case(title={"en": "Fraud"})
    rebuild()
    before = finder.stamp()
    rows = finder.narrow(access.visible(cases, Actor()), "cases", "smuggl*", "ar")
    assert list(rows) == [case]
    rows = finder.narrow(access.visible(cases, Actor("administrator")), "cases", "smuggling", "ar")
    assert set(rows) == {case, hidden}
    with pytest.raises(ValueError, match="quote"):
        finder.narrow(rows, "cases", '"smuggling', "en")
    make_case()
    drain()
    assert finder.stamp() > before


def test_faults_are_told_in_the_readers_language():
    for text in ("", "the", '"x', "(x", "a*", "-x", "x OR"):
        with pytest.raises(BadQuery) as fault:
            read_query(text)
        assert told(fault.value)
        assert "{" not in told(fault.value)
    assert all(problem == problem.lower() for problem in PROBLEMS)


def test_the_command(make_case, capsys):
    from django.core.management import CommandError, call_command

    with pytest.raises(CommandError, match="cannot be asked"):
        call_command("searchindex")
    make_case()
    call_command("searchindex", "rebuild")
    for task in ("status", "check", "drain", "retry", "prune"):
        call_command("searchindex", task)
    assert capsys.readouterr().out.count("fresh: 1 rows, 0 changes behind, 0 failed") == 6
