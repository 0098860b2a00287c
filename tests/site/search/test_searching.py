"""What a reader is shown: only what this reader may see is found, counted, suggested or cited."""

from __future__ import annotations

import pytest
from django.db import connection

from isonomia.site.search.building import rebuild
from isonomia.site.search.errors import BadQuery, UnknownKind
from isonomia.site.search.following import drain, enqueue
from isonomia.site.search.index import Filters, index_of
from isonomia.site.search.models import IndexState, Outbox
from isonomia.site.search.searching import keys, search, show, tallies

pytestmark = pytest.mark.django_db


def find(text, seen_by=("public",), **filters):
    found = search(text, seen_by=seen_by if seen_by is None else set(seen_by), filters=Filters(**filters))
    assert found.total == len(found.hits)
    return sorted(hit.key for hit in found.hits)


@pytest.fixture
def filled(shelf):
    shelf.put("1", "crime in the city", date="2019-05-01", countries=["AT", "DE"], visibility=["public"])
    shelf.put("2", "Le crime organisé", "fr", date="2021", countries=["FR"], visibility=["public"])
    shelf.put(
        "3", "crime reported by Zyxwvuts", date="2021-12-31", countries=["AT"], visibility=["country:AT", "editors"]
    )
    shelf.put("4", "crime", date="", visibility=["editors"])
    shelf.put("5", "crime", visibility=[])
    rebuild()
    return shelf


@pytest.mark.parametrize(
    ("seen_by", "found"),
    [(["public"], "12"), (["public", "country:AT"], "123"), (["country:AT"], "3"), (["editors"], "34"), (["country:A"], ""), ([], ""), (None, "12345")],
)  # fmt: skip
def test_hits_counts_and_tallies_are_of_what_may_be_seen(filled, seen_by, found):
    assert find("crime", seen_by) == list(found)
    seen = seen_by if seen_by is None else set(seen_by)
    assert sum(tallies("crime", seen_by=seen)["kind"].values()) == len(found)
    sub = keys("crime", kind="text", seen_by=seen)
    with connection.cursor() as cursor:
        cursor.execute(sub.sql, sub.params)
        assert sorted(row[0] for row in cursor.fetchall()) == list(found)


def test_filters(filled):
    assert find("crime", kinds=["text"]) == ["1", "2"]
    assert find("crime", languages=["fr"]) == ["2"]
    assert find("crime", languages=["fr", "en"]) == ["1", "2"]
    assert find("crime", countries=["AT"]) == ["1"]
    assert find("crime", countries=["DE", "FR"]) == ["1", "2"]
    assert find("crime", countries=["A"]) == []
    assert find("crime", since="2020") == ["2"]
    assert find("crime", until="2019") == ["1"]
    assert find("crime", None, since="2021-06-01", until="2021") == ["3"]
    assert find("crime", keys=["2", "3", "9"]) == ["2"]
    assert find("crime", keys=[]) == []
    assert find("crime", keys=[str(at) for at in range(100_000)]) == ["1", "2"]
    with pytest.raises(UnknownKind):
        find("crime", kinds=["novels"])


def test_tallies(filled):
    assert tallies("crime", seen_by=None)["year"] == {"2021": 2, "2019": 1}
    assert tallies("crime", seen_by=None)["country"] == {"AT": 2, "DE": 1, "FR": 1}
    assert tallies("crime", seen_by={"public"})["language"] == {"en": 1, "fr": 1}


def test_the_subquery_serves_a_queryset(filled):
    Outbox.objects.bulk_create(Outbox(kind="text", key=str(at)) for at in range(10))
    mine = Outbox.objects.filter(key__in=keys("crime -city", kind="text", seen_by={"public"}))
    assert [line.key for line in mine] == ["2"]
    assert Outbox.objects.filter(key__in=keys("crime", kind="text", seen_by=set())).count() == 0


def test_a_changed_visibility_is_followed(filled):
    filled.put("1", "crime in the city", visibility=["editors"])
    enqueue("text", "1")
    found = search("crime", seen_by={"public"})
    assert [shown.document.key for shown in show(found.hits, found.query, seen_by={"public"})] == ["2"], (
        "what is shown is checked once more against the record"
    )
    drain()
    assert find("crime") == ["2"]


def test_hits_are_shown_with_title_and_passage_marked(filled):
    filled.put(
        "6",
        {"ar": "مكافحة الجريمة", "zh": "犯罪"},
        title={"en": "Organized crime", "fr": "Le crime organisé"},
        visibility=["public"],
    )
    enqueue("text", "6")
    drain()
    found = search("organisé", seen_by={"public"}, filters=Filters(keys=["6"]))
    (shown,) = show(found.hits, found.query, seen_by={"public"}, language="en")
    assert shown.title == (("Organized", True), (" crime", False)) or shown.title[-1] == ("organisé", True)
    found = search("犯罪", seen_by={"public"})
    (shown,) = show(found.hits, found.query, seen_by={"public"}, language="ar")
    assert (shown.language, shown.passage.parts) == ("zh", (("犯罪", True),))


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("corrupton", "corruption"), ("organizd crime", "organized crime"), ("crime -drugs traffiking", "crime -drugs trafficking"),
        ('"organised crmie"', None), ("преступнасть", "преступность"), ("enqute", "Enquête"), ("الجريمت", "الجريمة"), ("预防腐败措施", "预防 腐败 措施"),
        ("zzzzzzzz", None), ("crime", None),
    ],
)  # fmt: skip
def test_suggestions(shelf, typed, suggested):
    shelf.put("1", "organized crime, trafficking and corruption")
    shelf.put("2", "Enquête", "fr")
    shelf.put("3", "преступность", "ru")
    shelf.put("4", "الجريمة", "ar")
    shelf.put("5", "预防犯罪和腐败的措施", "zh")
    rebuild()
    found = search(typed, seen_by={"public"})
    if suggested is None:
        assert found.suggestion is None or search(found.suggestion.text, seen_by={"public"}).total
    else:
        assert found.total == 0
        assert found.suggestion
        assert found.suggestion.text == suggested
        assert search(suggested, seen_by={"public"}).total


def test_no_suggestion_tells_what_others_alone_may_see(filled):
    assert search("Zyxwvutz", seen_by={"public"}).suggestion is None
    suggestion = search("Zyxwvutz", seen_by={"editors"}).suggestion
    assert suggestion
    assert suggestion.changes == (("Zyxwvutz", "Zyxwvuts"),)


def test_words_that_are_gone_can_be_forgotten(filled):
    filled.rows.pop("3")
    enqueue("text", "3")
    drain()
    there = index_of(connection, IndexState.objects.get().generation)
    assert "zyxwvuts" in there.near("zyxwvuts", 0)
    assert there.prune() > 0
    assert "zyxwvuts" not in there.near("zyxwvuts", 0)
    assert "crime" in there.near("crime", 0)


def test_bad_queries_never_reach_the_index(shelf):
    for text in ("", "the", "-crime", '"crime'):
        with pytest.raises(BadQuery):
            search(text, seen_by={"public"})


def test_paging(shelf):
    for at in range(45):
        shelf.put(f"{at:02}", "crime")
    rebuild()
    pages = [search("crime", seen_by={"public"}, limit=20, offset=at) for at in (0, 20, 40, 60)]
    assert [(page.total, len(page.hits)) for page in pages] == [(45, 20), (45, 20), (45, 5), (45, 0)]
    assert len({hit.key for page in pages for hit in page.hits}) == 45
