"""The API does what its own description says: what schemathesis makes of it is answered as described, and never with a
fault of the site. Always the same examples, so that what fails once fails again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from isonomia_tables import CLEAN
from schemathesis import GenerationMode

from isonomia.site.accounts.models import ApiToken
from isonomia.site.documents.loading import load_document
from isonomia.site.documents.models import Mandate
from isonomia.site.records import writing
from isonomia.site.records.access import Actor, visible
from isonomia.site.records.declaration import Collection
from isonomia.site.records.kinds import Link
from isonomia.site.records.registry import collection, collection_of, collections
from isonomia.site.records.values import clean
from isonomia.site.search.building import rebuild
from isonomia.site.statistics.receiving import receive

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "documents"
ROLES = [None, "focal_at", "editor"]
EXAMPLES = 5
WORDS = ["crime", "crim*", "smuggling OR session", '"States"', "99/501", "office -session"]
KINDS = [row.name for row in collections()]


@pytest.fixture
def _one_connection():
    """A request of the real server ends with the database closed; here the test still needs it, as Django's own client
    does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def world(_one_connection, users, make_case, tmp_path, settings):
    """Records of every collection, some of them not published, and the index."""
    settings.MEDIA_ROOT = tmp_path / "files"
    load_document((SAMPLES / "A_RES_99_501.en.txt").read_bytes(), specimen=False)
    mandates = [row for row in Mandate.objects.all() if "member_states" in row.addressees]

    def write(name: str, state: str, user: Any = None, **given: Any) -> Any:
        values = clean(collection(name), given, Actor("administrator"))
        return writing.create(collection(name), values, user, state=state)

    body = write("bodies", "published", code="unodc", title={"en": "Office"}, kind="office")
    write("bodies", "draft", users["editor"], code="ecosoc", title={"fr": "Conseil"}, kind="organ", parent=body.key)
    for state in ("published", "draft", "submitted", "withdrawn"):
        make_case(state, users["focal_at"], defendants=[{"name": "A. B.", "charges": [{"statute": "1", "verdict": "guilty"}]}],
                  contact="x", court=body.key, fine="1.5", victims=0, appealed=False)  # fmt: skip
        write("meetings", state, users["editor"], title={"en": f"Session {state}"}, body="unodc", session=state[:3],
              kind="regular_session", opens="2024-01-01", adopted=[{"symbol": "A/1", "title": {"en": "One"}}])  # fmt: skip
    for mandate, state in zip(mandates, ("published", "draft", "submitted"), strict=False):
        write("follow-up", state, users["focal_at"], mandate=mandate.key, country="AT", progress="done", as_of="2044-01-01",
              links=[{"title": "Law", "address": "https://example.org/"}])  # fmt: skip
    table = receive(CLEAN, name="prisons.csv").sha256
    for state in ("published", "draft", "submitted", "withdrawn"):
        write("datasets", state, users["focal_at"], title={"en": f"Prisons {state}"}, series="Prisons", country="AT",
              source="Ministry", vintage="2024-01-01", fingerprint=table)  # fmt: skip
    rebuild()


def addresses_of(row: Collection, actor: Actor) -> list[str]:
    """What stands in the addresses of records that an actor sees."""
    return [row.address_of(record) for record in visible(row, actor).order_by("pk")[:12]]


def meant(name: str, actor: Actor) -> dict[str, list[str]]:
    """What the parameters may be that the description cannot name: addresses, records that are linked to, words."""
    if name == "search":
        return {"q": WORDS}
    row = collection(name)
    out = {"q": WORDS, "address": addresses_of(row, actor)}
    for facet in row.facets:
        kind = row.spec(facet.path).kind
        if isinstance(kind, Link):
            target = collection_of(kind.target)
            out[facet.name] = [*addresses_of(target, actor), "none"] if target else []
    if name == "documents":
        out["lang"] = ["en"]  # a document is given in a language in which it is loaded, and in no other
    return out


@pytest.fixture
def described(world, users):
    """The description as a role gets it, and the headers with which it asks."""

    def make(role: str | None) -> tuple[Any, dict[str, str], Actor]:
        headers = {"Accept-Encoding": "identity"}
        if role:
            headers["Authorization"] = f"Bearer {ApiToken.issue(users[role], 't')[1]}"
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), headers=headers)
        # what several fields say together, or a record that is there already, is no matter of types
        schema.config.checks.positive_data_acceptance.expected_statuses = ["2xx", "401", "403", "404", "409", "422"]
        return schema, headers, Actor.of(users[role]) if role else Actor()

    return make


def tried(operation: Any, mode: GenerationMode, headers: dict[str, str], known: dict[str, list[str]]) -> None:
    """Sends examples of what the description says, or of what it does not allow, and checks what comes back."""

    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.data())
    def run(data: Any) -> None:
        case = data.draw(operation.as_strategy(mode))
        if mode is GenerationMode.POSITIVE:
            case.query.pop("cursor", None)  # only those that were given out are taken
            for given_names in (case.path_parameters, case.query):
                for name in given_names.keys() & known.keys():
                    one = data.draw(st.sampled_from(known[name]))
                    given_names[name] = [one] if isinstance(given_names[name], list) else one
        case.call_and_validate(headers=headers)

    run()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", [*KINDS, "search"])
def test_all_is_answered_as_it_is_described(described, name, mode):
    for role in ROLES:
        schema, headers, actor = described(role)
        known = meant(name, actor)
        operations = [found.ok() for found in schema.get_all_operations()]
        mine = [operation for operation in operations if operation.path.split("/")[3] == name]
        assert len(mine) == (1 if name == "search" else 6)
        for operation in mine:
            tried(operation, mode, headers, known)


@pytest.mark.parametrize("role", ROLES)
def test_no_operation_takes_a_parameter_that_is_not_described(described, role):
    schema, headers, actor = described(role)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        name = operation.path.split("/")[3]
        address = addresses_of(collection(name), actor)[0] if name in KINDS else ""
        parameters = {"address": address} if "{address}" in operation.path else {}
        query = {"colour": "red", **({"q": "crime"} if name == "search" else {})}
        case = operation.Case(path_parameters=parameters, query=query, body={}, media_type="application/json")
        response = case.call(headers=headers)
        if role is None and operation.method.upper() not in ("GET", "HEAD"):
            assert response.status_code == 401
            continue
        assert response.status_code == 400, (operation.label, response.status_code)
        fault = response.json()["error"]
        assert fault["code"] == "unknown-parameter"
        assert "colour" in fault["message"]
        assert set(fault["allowed"]) == {row.name for row in operation.query}
        asked += 1
    assert asked >= 2 * len(KINDS) + 1
