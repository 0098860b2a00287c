"""Every role at every address of every collection: nobody sees, counts, takes away or writes what is not theirs.

The addresses come from the registry and the table of pages, so that a new one cannot be forgotten; what each role may
see is written out here once more, apart from the code. All addresses of the site: `tests/site/test_every_address.py`.
"""

from __future__ import annotations

import io
import itertools
import json
import re
from urllib.parse import unquote

import pytest
from django.test import Client
from isonomia_cases.models import Case

from isonomia.site.accounts.models import ApiToken
from isonomia.site.records import writing
from isonomia.site.records.kinds import (
    Choice,
    Coded,
    CodedMany,
    Date,
    Integer,
    Link,
    Moment,
    Multilingual,
    Number,
    Text,
    YesNo,
)
from isonomia.site.records.models import State
from isonomia.site.records.registry import collections
from isonomia.site.records.transfer.formats import FORMATS
from isonomia.site.records.urls import PAGES, api_urls

pytestmark = pytest.mark.django_db

ROLES = [None, "reader", "focal_at", "focal_fr", "body_unodc", "editor", "editor2", "auditor", "administrator"]
COUNTRIES = ("AT", "FR")
WRITERS = {"focal_at", "focal_fr", "editor", "editor2", "administrator"}
TRUSTED = WRITERS | {"body_unodc", "auditor"}
"""Who sees what is restricted to authorities."""


def sees(role, country, state):
    """What the site promises, in other words than its code."""
    if state == "published" or role in ("auditor", "administrator"):
        return True
    if role in ("editor", "editor2"):
        return state != "draft"
    return role == f"focal_{country.lower()}"


@pytest.fixture
def world(users, make_case):
    """A case of each country in each state, each with a word of its own in every kind of field."""
    made = {}
    for country, state in itertools.product(COUNTRIES, State.values):
        word = f"zq{country}{state.replace('_', '')}".lower()
        made[country, state] = make_case(
            state, user=users[f"focal_{country.lower()}"], country=country, number=f"{word}number",
            title={"en": f"{word}title"}, summary={"fr": f"{word}summary"}, decided="2020-01-01", offences=["corruption"],
            contact=f"{word}contact", defendants=[{"nationality": country, "charges": [{"statute": f"{word}statute"}]}],
            persons=[{"age": 9, "name": "Q. Z."}],
        )  # fmt: skip
    return made


def words_in(text):
    return {found.removesuffix("_") for found in re.findall(r"zq(?:at|fr)[a-z]+", text)}


def text_of(response):
    data = b"".join(response.streaming_content) if getattr(response, "streaming", False) else response.content
    if data.startswith(b"PK"):
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    if data.startswith(b"PAR1"):
        import tempfile

        import duckdb

        with tempfile.NamedTemporaryFile(suffix=".parquet") as file, duckdb.connect() as base:
            file.write(data)
            file.flush()
            return (
                base.execute(f"COPY (SELECT * FROM '{file.name}') TO '{file.name}.csv'")
                and open(f"{file.name}.csv").read()
            )
    return data.decode()


LISTS = [
    "/en/cases/", "/en/cases/?state=draft&state=submitted&state=in_review&state=returned&state=published&state=withdrawn",
    "/en/cases/-/feed.atom", "/api/v1/cases?limit=500", *(f"/en/cases/-/export.{form}" for form in FORMATS),
    "/en/cases/?q=zq",
]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", LISTS)
def test_a_list_in_any_form_has_what_the_role_sees_and_nothing_else(client_of, world, role, address, settings):
    settings.ISONOMIA_FINDER = "isonomia_cases.finder.Titles"
    response = client_of(role).get(address)
    if "state=" in address and role in (None, "reader", "body_unodc"):
        assert response.status_code == 400  # who sees one state only cannot ask for another
        return
    assert response.status_code == 200
    text = text_of(response)
    shown = {(country, state) for (country, state), case in world.items() if f"{_word(country, state)}title" in text}
    assert shown == {(country, state) for country, state in world if sees(role, country, state)}
    contacts = {word for word in words_in(text) if word.endswith("contact")}
    assert bool(contacts) == (role in TRUSTED and ("export" in address or "api" in address))


def _word(country, state):
    return f"zq{country}{state.replace('_', '')}".lower()


@pytest.mark.parametrize("role", ROLES)
def test_counts_and_facets_count_what_the_role_sees(client_of, world, role):
    from lxml import html

    expected = {country: sum(sees(role, country, state) for state in State.values) for country in COUNTRIES}
    tree = html.document_fromstring(client_of(role).get("/en/cases/").content.decode())
    assert int(tree.xpath("//p[@class='total']/strong")[0].text) == sum(expected.values())
    for facet in ("Country", "Nationality", "Offences", "Decided"):
        counts = [int(count.text) for count in tree.xpath(f"//div[@class='facet'][h2='{facet}']//span[@class='count']")]
        assert sum(counts) == sum(expected.values()), facet
    assert json.loads(client_of(role).get("/api/v1/cases?limit=1").content)["count"] == sum(expected.values())
    values = client_of(role).get("/en/cases/-/values/country/").content.decode()
    found = [int(n) for n in re.findall(r'class="count">(\d+)<', values)]
    assert sorted(found) == sorted(expected.values())


def test_what_one_role_was_told_is_not_told_to_another(client_of, world):
    """Counts are remembered; not across what different readers see."""
    for first, second in itertools.permutations(ROLES, 2):
        client_of_first = json.loads(client_of(first).get("/api/v1/cases?limit=1").content)["count"]
        client_of_second = json.loads(client_of(second).get("/api/v1/cases?limit=1").content)["count"]
        assert client_of_first == sum(sees(first, *key) for key in world)
        assert client_of_second == sum(sees(second, *key) for key in world)


ITEM_PAGES = {"detail": "", "history": "-/history/", "edit": "-/edit/"}


@pytest.mark.parametrize("role", ROLES)
def test_a_record_is_there_for_who_sees_it_and_is_not_for_others(client_of, world, role):
    client = client_of(role)
    for (country, state), case in world.items():
        expected = 200 if sees(role, country, state) else 404
        for address in (f"/en/cases/{case.key}/", f"/en/cases/{case.key}/-/history/", f"/api/v1/cases/{case.key}"):
            response = client.get(address)
            if "history" in address and role in (None, "reader", "body_unodc") and expected == 200:
                assert response.status_code == 200
            assert response.status_code == expected, (role, country, state, address)
            if expected == 200 and "history" not in address:
                assert (f"{_word(country, state)}contact" in response.content.decode()) == (role in TRUSTED)


def may_edit(role, country, state):
    if role in ("editor", "editor2", "administrator"):
        return state not in ("withdrawn",) and sees(role, country, state)
    return role == f"focal_{country.lower()}" and state in ("draft", "returned", "published")


@pytest.mark.parametrize("role", ROLES)
def test_a_record_is_written_by_who_may_and_by_nobody_else(client_of, users, world, role):
    client = client_of(role)
    api = Client()
    if role:
        _token, text = ApiToken.issue(users[role], "t")
        api = Client(headers={"Authorization": f"Bearer {text}"})
    for (country, state), case in world.items():
        allowed = may_edit(role, country, state)
        response = client.get(f"/en/cases/{case.key}/-/edit/")
        refused = {302} if role is None else {403} if sees(role, country, state) else {404}
        assert (response.status_code in {200, 302} and role is not None) if allowed else response.status_code in refused
        body = json.dumps({"values": {"victims": 77}, "version": 1})
        response = api.patch(f"/api/v1/cases/{case.key}", body, content_type="application/json")
        assert (response.status_code in (200, 201)) == allowed, (role, country, state, response.content)
        after = Case.objects.get(pk=case.pk)
        assert (after.victims == 77) == (allowed and state != "published")
        if not allowed:
            assert after.version == 1


@pytest.mark.parametrize("role", ROLES)
def test_steps_and_deletion_are_refused_where_they_are_not_ones_own(client_of, world, role):
    from isonomia.site.records.workflow import STEPS

    client = client_of(role)
    focal = role in ("focal_at", "focal_fr")
    reviewer = role in ("editor", "editor2", "administrator")
    for (country, state), case in world.items():
        for step in STEPS:
            version = Case.objects.get(pk=case.pk).version
            response = client.post(
                f"/en/cases/{case.key}/-/step/", {"step": step.name, "reason": "because", "version": version}
            )
            own = focal and role.endswith(country.lower())
            may = sees(role, country, state) and state in step.sources and (
                (reviewer and step.name != "recall") or (own and step.name in ("submit", "recall"))
            )  # fmt: skip
            moved = Case.objects.get(pk=case.pk)
            assert (moved.state == step.target) == may or moved.state == state == step.target, (
                role,
                country,
                state,
                step.name,
            )
            assert response.status_code in ({302} if may or role is None else {403, 404})
            Case.objects.filter(pk=case.pk).update(state=state, submitted_by=None, edited_by=case.edited_by)
        from isonomia.site.records.models import Change

        Change.objects.filter(record_key=case.key, action="submit").update(author=case.author)
        client.post(f"/en/cases/{case.key}/-/discard/")
        gone = not Case.objects.filter(pk=case.pk).exists()
        published_before = state == "published"
        may = ((reviewer and sees(role, country, state)) or (focal and role.endswith(country.lower()))) and state in (
            "draft",
            "returned",
        )
        assert gone == (may and not published_before and not _was_published(case)), (role, country, state)


def _was_published(case):
    return Case.objects.filter(pk=case.pk, published_at__isnull=False).exists()


@pytest.mark.parametrize("role", ROLES)
def test_new_records_and_imports_are_for_writers(client_of, world, role):
    client = client_of(role)
    expected = 302 if role is None else 200 if role in WRITERS else 403
    assert client.get("/en/cases/-/new/").status_code == expected
    assert client.get("/en/cases/-/import/").status_code == expected


def test_no_address_is_forgotten():
    """A page that is added to the table must be added to the walk above."""
    assert {name for _route, _view, name in PAGES} == {
        "list", "values", "feed", "export", "import", "import-job", "import-faulty", "new", "edit", "step", "discard",
        "history", "detail",
    }  # fmt: skip
    routes = {str(row.pattern).replace(name, "*") for name in [row.name for row in collections()] for row in api_urls()
              if str(row.pattern).split("/")[0] == name}  # fmt: skip
    assert routes == {"*", "*/<path:address>/-/steps", "*/<path:address>"}


# -- every collection of the site ----------------------------------------------------------------------------------


def example(shape, mark, made):
    """Values of a record of any collection, the mark in every text."""
    out = {}
    for spec in shape.fields:
        kind, field = spec.kind, spec.kind.field
        if isinstance(kind, Multilingual):
            out[spec.name] = {"en": mark, "original": "en"}
        elif isinstance(kind, Coded):
            code = next(entry.code for entry in kind.terms if not entry.retired)
            out[spec.name] = [code] if isinstance(kind, CodedMany) else code
        elif isinstance(kind, Choice):
            out[spec.name] = field.flatchoices[0][0]
        elif isinstance(kind, Link):
            out[spec.name] = None if field.null else made(kind.target)
        elif isinstance(kind, Date | Moment | Integer | Number | YesNo):
            out[spec.name] = (
                None
                if field.null
                else kind.clean(
                    {"date": "2020-01-01", "moment": "2020-01-01T00:00:00Z", "yes-no": True}.get(kind.name, 1)
                )
            )
        elif isinstance(kind, Text):
            wanted = "https://example.org/" + mark if kind.name == "address" else mark
            out[spec.name] = wanted[: field.max_length] if kind.name != "text" or not hasattr(field, "codes") else ""
            if type(field).__name__ == "Initials":
                out[spec.name] = "Z."
    for branch in shape.branches:
        out[branch.name] = [example(branch.shape, mark, made)]
    return out


@pytest.mark.parametrize("collection", collections(), ids=lambda row: row.name)
@pytest.mark.parametrize("state", [state for state in State.values if state != "published"])
def test_nothing_unpublished_of_any_collection_reaches_the_public(client, collection, state, settings):
    settings.ISONOMIA_FINDER = "isonomia_cases.finder.Everything"

    def made(model):
        from isonomia.site.records.registry import collection_of

        target = collection_of(model)
        assert target is not None, model
        return write(target, "zqopen", "published")

    def write(target, mark, state):
        return writing.create(target, example(target.shape, mark, made), None, state=state)

    record = write(collection, "zqhidden", state)
    address = collection.address_of(record)
    base, api = f"/en/{collection.name}/", f"/api/v1/{collection.name}"
    for path in (base, f"{base}-/feed.atom", api, *(f"{base}-/export.{form}" for form in FORMATS)):
        response = client.get(path)
        assert response.status_code == 200, path
        text = text_of(response)
        assert "zqhidden" not in text, path
        assert record.key not in text, path
    assert json.loads(client.get(api).content)["count"] == 0
    for path in (
        f"{base}{address}/",
        f"{base}{record.key}/",
        f"{base}{address}/-/history/",
        f"{api}/{address}",
        f"{api}/{record.key}",
    ):
        response = client.get(path)
        assert response.status_code == 404, path
        assert "zqhidden" not in unquote(response.content.decode()).replace(f"/{address}", "")  # as it was asked for
    for facet in collection.facets:
        values = client.get(f"{base}-/values/{facet.name}/")
        assert values.status_code in (200, 404)
        assert not re.search(r'class="count">', values.content.decode()), facet.name
