"""Records, users and clients for the tests of the site."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from isonomia.site.records import facet_index, stamps, writing
from isonomia.site.records.access import Actor
from isonomia.site.records.codelists import forget
from isonomia.site.records.registry import collection
from isonomia.site.records.values import clean


@pytest.fixture(autouse=True)
def _nothing_remembered():
    stamps.memory.clear()
    facet_index.forget()
    forget()
    translation.activate("en")  # a page of the test before may have spoken another language


@pytest.fixture(autouse=True)
def _what_is_held_is_what_is_written(request):
    """Whatever a test does, the facets that are held in memory follow it: who writes says so."""
    asks = "db" in request.fixturenames or request.node.get_closest_marker("django_db")
    if asks:
        request.getfixturevalue("db")  # it is there as long as this looks
    yield
    if asks:
        for name, index in facet_index.held().items():
            mark = stamps.stamp(collection(name))
            fresh = facet_index.FacetIndex(collection(name))
            assert {facet: rows.counts(-1) for facet, rows in index.facets(mark).items()} == {
                facet: rows.counts(-1) for facet, rows in fresh.facets(mark).items()
            }


@pytest.fixture
def users(db, django_user_model) -> dict[str, Any]:
    """One user of each role, two focal points, and two editors, for reviews need another one."""
    rows = {
        "reader": {}, "focal_at": {"role": "focal_point", "country": "AT"},
        "focal_fr": {"role": "focal_point", "country": "FR"}, "body_unodc": {"role": "body_focal_point", "body": "unodc"},
        "editor": {"role": "editor"}, "editor2": {"role": "editor"}, "auditor": {"role": "auditor"},
        "administrator": {"role": "administrator"},
    }  # fmt: skip
    return {
        name: django_user_model.objects.create_user(name, password="x", **{"role": "reader", **row})
        for name, row in rows.items()
    }


@pytest.fixture
def client_of(users):
    """A client that is signed in as a user; the public for None."""

    def make(name: str | None) -> Client:
        client = Client()
        if name:
            client.force_login(users[name])
        return client

    return make


@pytest.fixture
def cases():
    return collection("cases")


@pytest.fixture
def make_case(db, cases):
    """Writes a case through the frame, as a form or an import would."""
    numbers = iter(range(1, 10_000))

    def make(state: str = "published", user: Any = None, **data: Any) -> Any:
        number = next(numbers)
        given = {"country": "AT", "number": f"{number}/2024", "title": {"en": f"Case {number}"}, **data}
        return writing.create(cases, clean(cases, given, Actor("administrator")), user, state=state)

    return make
