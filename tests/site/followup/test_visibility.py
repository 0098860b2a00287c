"""What is not published is its owner's: in lists, counts, facets, files, the API, feeds, coverage and mandate pages."""

from __future__ import annotations

import itertools
import json
import re
import tempfile

import pytest
from lxml import html

from isonomia.site.records.models import State
from isonomia.site.records.transfer.formats import FORMATS

pytestmark = pytest.mark.django_db
ROLES = [None, "reader", "focal_at", "focal_fr", "body_unodc", "editor", "auditor", "administrator"]


def sees(role, owner, state):
    """What the site promises, in other words than its code."""
    if state == "published" or role in ("auditor", "administrator"):
        return True
    if role == "editor":
        return state != "draft"
    return role in (f"focal_{owner.lower()}", f"body_{owner}")


@pytest.fixture
def world(record, asked):
    """A follow-up of each owner in each state, each about a mandate of its own, with a word of its own."""
    made = {}
    states, unodc = asked("member_states", "all_states"), asked("unodc")
    pairs = [*itertools.product(("AT", "FR"), State.values), ("unodc", "published"), ("unodc", "draft")]
    for owner, state in pairs:
        mandates = unodc if owner == "unodc" else states
        free = (row for row in mandates if not any(key[0] == owner and made[key].mandate == row for key in made))
        whose = {"body": owner} if owner == "unodc" else {"country": owner}
        made[owner, state] = record(
            next(free), state=state, text={"en": f"zq{owner}{state.replace('_', '')}zq".lower()},
            links=[{"title": f"zq{owner}{state.replace('_', '')}zq".lower(), "address": "https://example.org/"}], **whose,
        )  # fmt: skip
    return made


def word(key):
    return f"zq{key[0]}{key[1].replace('_', '')}zq".lower()


def text_of(response):
    data = b"".join(response.streaming_content) if getattr(response, "streaming", False) else response.content
    if data.startswith(b"PK"):
        import io

        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return repr([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    if data.startswith(b"PAR1"):
        import duckdb

        with tempfile.NamedTemporaryFile(suffix=".parquet") as file, duckdb.connect() as base:
            file.write(data)
            file.flush()
            return repr(base.execute("SELECT * EXCLUDE (updated_at) FROM read_parquet(?)", [file.name]).fetchall())
    return data.decode()


WHOLE = ["/api/v1/follow-up?limit=500", *(f"/en/follow-up/-/export.{form}" for form in FORMATS)]
BY_KEY = ["/en/follow-up/", "/en/follow-up/-/feed.atom"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", [*WHOLE, *BY_KEY])
def test_every_form_of_the_list_has_what_the_role_sees(client_of, world, role, address):
    response = client_of(role).get(address)
    assert response.status_code == 200
    text = text_of(response)
    mark = word if address in WHOLE else (lambda key: world[key].key)
    assert {key for key in world if mark(key) in text} == {key for key in world if sees(role, *key)}


@pytest.mark.parametrize("role", ROLES)
def test_every_record_is_there_for_who_sees_it_only(client_of, world, role):
    client = client_of(role)
    for key, record in world.items():
        for address in ("/en/follow-up/{}/", "/en/follow-up/{}/-/history/", "/api/v1/follow-up/{}"):
            assert client.get(address.format(record.key)).status_code == (200 if sees(role, *key) else 404), (
                key,
                address,
            )


@pytest.mark.parametrize("role", ROLES)
def test_counts_and_facets_count_what_the_role_sees(client_of, world, role):
    client = client_of(role)
    seen = [key for key in world if sees(role, *key)]
    assert json.loads(client.get("/api/v1/follow-up?limit=1").content)["count"] == len(seen)
    page = html.document_fromstring(client.get("/en/follow-up/").content.decode())
    assert page.xpath("//p[@class='total']/strong/text()") == [str(len(seen))]
    states = sum(owner != "unodc" for owner, _state in seen)
    for facet, expected in (
        ("progress", len(seen)),
        ("document", len(seen)),
        ("mandate", len(seen)),
        ("country", len(seen)),
    ):  # those of bodies count as «none»
        values = client.get(f"/en/follow-up/-/values/{facet}/").content.decode()
        assert sum(int(n) for n in re.findall(r'class="count">(\d+)<', values)) == expected, facet
    found = json.loads(client.get("/api/v1/follow-up?region=western_europe&limit=1").content)["count"]
    assert found == states


@pytest.mark.parametrize("role", ROLES)
def test_coverage_counts_what_is_public_whoever_looks(client_of, world, role):
    page = html.document_fromstring(client_of(role).get("/en/follow-up/coverage/").content.decode())
    rows = page.xpath("//tr[th='Western Europe']/td//*[self::a or @class='quiet']/text()")
    assert rows == ["2", "2", "0", "2", "0", "0"]  # Austria and France, one each, both in progress
    assert not any(word(key) in page.text_content() for key in world)


@pytest.mark.parametrize("role", ROLES)
def test_mandate_pages_show_what_is_public(client_of, world, role, rf, users):
    from isonomia.site.followup.panels import on_mandate

    for key, record in world.items():
        request = rf.get("/en/")
        request.user = users.get(role)
        block = on_mandate(request, record.mandate)
        shown = {row["text"] for row in block["answers"]}
        assert shown <= {word(other) for other in world if other[1] == "published"}
        assert (word(key) in shown) == (key[1] == "published")


def test_search_in_the_list_finds_only_what_is_seen(client_of, world, settings):
    settings.ISONOMIA_FINDER = "isonomia_cases.finder.Everything"
    for role in ROLES:
        found = json.loads(client_of(role).get("/api/v1/follow-up?q=zq&limit=500").content)["items"]
        assert {row["key"] for row in found} == {world[key].key for key in world if sees(role, *key)}


@pytest.mark.parametrize(
    ("role", "status"), [(None, 302), ("reader", 403), ("focal_at", 200), ("body_unodc", 200), ("auditor", 200)]
)
def test_what_we_are_asked_is_for_who_speaks(client_of, world, role, status):
    assert client_of(role).get("/en/follow-up/mine/").status_code == status


def test_a_focal_point_looks_at_its_own_only(client_of, world):
    assert client_of("focal_at").get("/en/follow-up/mine/?country=FR").status_code == 403
    text = client_of("focal_at").get("/en/follow-up/mine/").content.decode()
    assert world["AT", "draft"].key in text
    assert not any(world["FR", state].key in text for state in State.values)
    insider = client_of("auditor").get("/en/follow-up/mine/?country=FR").content.decode()
    assert world["FR", "draft"].key in insider
    assert world["FR", "draft"].key not in client_of("editor").get("/en/follow-up/mine/?country=FR").content.decode()
