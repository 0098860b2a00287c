"""Every role at every address of the site, pages and API: who may do what is written out here once more, apart from the
code, and an address that nobody has written down fails."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver
from isonomia_tables import CLEAN

from isonomia.site.accounts.invitations import invite, path_of
from isonomia.site.accounts.models import ApiToken, Invitation
from isonomia.site.documents.deciding import correct
from isonomia.site.documents.loading import load_document
from isonomia.site.documents.models import Mandate
from isonomia.site.records import writing
from isonomia.site.records.access import Actor
from isonomia.site.records.models import ImportJob
from isonomia.site.records.registry import collection, collections
from isonomia.site.records.values import clean
from isonomia.site.search.building import rebuild
from isonomia.site.statistics.receiving import receive

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "documents"
KINDS = [row.name for row in collections()]
ROLES = [None, "reader", "focal_at", "body_unodc", "editor", "auditor", "administrator"]
ALL = frozenset(ROLES)
SIGNED_IN = ALL - {None}
EDITORS = frozenset({"editor", "administrator"})
AUDITORS = frozenset({"auditor", "administrator"})
ADMINISTRATOR = frozenset({"administrator"})
EDITOR = frozenset({"editor"})
NOBODY: frozenset[str] = frozenset()

# who writes in a collection; who changes the record of it that there is: of Austria, or of UNODC
WRITERS = {
    "documents": NOBODY, "mandates": NOBODY, "cases": EDITORS | {"focal_at"},
    "follow-up": EDITORS | {"focal_at", "body_unodc"}, "bodies": EDITORS | {"body_unodc"},
    "meetings": EDITORS | {"body_unodc"}, "datasets": EDITORS | {"focal_at"},
}  # fmt: skip
OWNERS = {**WRITERS, "follow-up": EDITORS | {"focal_at"}, "bodies": EDITORS}
DRAFTERS = {name: ADMINISTRATOR | {"focal_at"} if name == "cases" else NOBODY for name in WRITERS}
"""Who deletes the draft that there is, a case of Austria: an editor sees no draft of others."""

Who = frozenset | dict[str, frozenset]


def read(who: Who) -> dict[str, Who]:
    """A page that only reads, however it is asked for."""
    return {"GET": who, "POST": who}


def filled_in(who: Who) -> dict[str, Who]:
    """A form, and what takes it."""
    return {"GET": who, "POST": who}


def done(who: Who) -> dict[str, Who]:
    """What is only done, not looked at."""
    return {"POST": who}


STATED: dict[str, dict[str, Who]] = {
    # the API
    "api/v1/": {"GET": ALL},
    "api/v1/openapi.json": {"GET": ALL},
    "api/v1/search": {"GET": ALL},
    "api/v1/documents/<symbol:symbol>": {"GET": ALL},
    "api/v1/*": {"GET": ALL, "POST": WRITERS},
    "api/v1/*/<path:address>": {"GET": ALL, "PATCH": OWNERS, "DELETE": NOBODY},
    "api/v1/*/<path:address>/-/steps": {"POST": EDITORS},
    # every collection
    "en/*/": read(ALL),
    "en/*/-/values/<slug:facet>/": read(ALL),
    "en/*/-/feed.atom": read(ALL),
    "en/*/-/export.<slug:form>": read(ALL),
    "en/*/<path:address>/": read(ALL),
    "en/*/<path:address>/-/history/": read(ALL),
    "en/*/-/new/": filled_in(WRITERS),
    "en/*/-/import/": filled_in(WRITERS),
    "en/*/-/import/<int:job>/": filled_in(EDITOR),  # who sent it
    "en/*/-/import/<int:job>/faulty.csv": read(NOBODY),  # there are none
    "en/*/<path:address>/-/edit/": filled_in(OWNERS),
    "en/*/<path:address>/-/step/": done(EDITORS),
    "en/*/<path:address>/-/discard/": done(DRAFTERS),
    "en/meetings/-/calendar.ics": read(ALL),
    # documents and mandates
    "en/": read(ALL),
    "en/compare/": read(ALL),
    "en/trace/": read(ALL),
    "en/documents/<symbol:symbol>/": read(ALL),
    "en/documents/<symbol:symbol>/-/akn/": read(ALL),
    "en/documents/<symbol:symbol>/-/json/": read(ALL),
    "en/documents/<symbol:symbol>/-/text/": read(ALL),
    "en/documents/<symbol:symbol>/-/original/": read(ALL),
    "en/documents/<symbol:symbol>/-/clause/": filled_in(EDITORS),
    "en/documents/<symbol:symbol>/-/state/": done(EDITORS),
    "en/documents/-/upload/": filled_in(EDITORS),
    "en/mandates/<slug:key>/-/correct/": filled_in(EDITORS),
    "en/corrections/<int:pk>/undo/": filled_in(EDITORS),
    # follow-up
    "en/follow-up/coverage/": read(ALL),
    "en/follow-up/unanswered/": read(ALL),
    "en/follow-up/mine/": read(SIGNED_IN - {"reader"}),
    "en/follow-up/record/<slug:mandate>/": filled_in(WRITERS["follow-up"]),
    # statistics
    "en/datasets/-/questionnaire/<slug:module>.xlsx": read(ALL),
    "en/datasets/<path:address>/-/file/": filled_in(NOBODY),  # it is published: its file stays
    "en/datasets/<path:address>/-/original/": read(ALL),
    "en/datasets/<path:address>/-/findings/": read(ALL),
    "en/datasets/<path:address>/-/observations/": read(ALL),
    "en/datasets/<path:address>/-/observations.<slug:form>": read(ALL),
    "en/indicators/": read(ALL),
    "en/indicators/<str:code>/": read(ALL),
    "en/indicators/<str:code>/data.<slug:form>": read(ALL),
    "en/iccs/": read(ALL),
    "en/iccs/<slug:code>/": read(ALL),
    "en/check/": filled_in(SIGNED_IN),
    # search
    "en/search/": read(ALL),
    "en/search/-/rebuild/": done(ADMINISTRATOR),
    # one's own account
    "en/account/": read(SIGNED_IN),
    "en/account/sign-in/": filled_in(ALL),
    "en/account/sign-in/code/": filled_in(SIGNED_IN),  # sent on: there is nothing to sign in to
    "en/account/sign-out/": filled_in(ALL),
    "en/account/closed/": {"GET": ALL},
    "en/account/confirm/": filled_in(SIGNED_IN),
    "en/account/confirm/code/": filled_in(SIGNED_IN),
    "en/account/password/": filled_in(SIGNED_IN),
    "en/account/password/first/": filled_in(SIGNED_IN),
    "en/account/password/reset/": {"GET": ALL},  # no mail server here: nothing is sent
    "en/account/password/reset/sent/": {"GET": ALL},
    "en/account/password/reset/done/": {"GET": ALL},
    "en/account/^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": filled_in(ALL),  # a link that is none
    "en/account/second-factor/": {"GET": SIGNED_IN},
    "en/account/second-factor/set-up/": filled_in(SIGNED_IN),
    "en/account/second-factor/remove/": filled_in(NOBODY),  # nobody here has one
    "en/account/second-factor/codes/": {"GET": NOBODY},
    "en/account/second-factor/codes/new/": filled_in(SIGNED_IN),
    "en/account/second-factor/codes.txt": read(NOBODY),
    "en/account/sessions/": {"GET": SIGNED_IN, "POST": NOBODY},  # the session that is named is nobody's
    "en/account/tokens/": filled_in(SIGNED_IN),
    "en/account/tokens/<int:pk>/revoke/": done(frozenset({"focal_at"})),  # whose it is
    "en/account/invitation/": filled_in(NOBODY),  # without a link
    "en/account/invitation/<str:token>/": {"GET": ALL},
    # the accounts of others
    "en/account/users/": {"GET": AUDITORS},
    "en/account/users/<int:pk>/": {"GET": AUDITORS, "POST": ADMINISTRATOR},
    "en/account/users/<int:pk>/<slug:name>/": done(ADMINISTRATOR),
    "en/account/users/invite/": filled_in(ADMINISTRATOR),
    "en/account/users/invitations/<int:pk>/": {"GET": ADMINISTRATOR},
    "en/account/users/invitations/<int:pk>/withdraw/": done(ADMINISTRATOR),
}
"""Address to method to who may use it; `*` for every collection. A method that is not here is for nobody."""


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """All addresses, as they are written in the code."""
    for row in get_resolver().url_patterns if patterns is None else patterns:
        at = before + str(row.pattern)
        if isinstance(row, URLPattern):
            yield at
        else:
            yield from routes(row.url_patterns, at)


def general(route: str) -> tuple[str, str]:
    """An address as it is stated, and the collection to which it belongs."""
    found = re.fullmatch(r"(api/v1/|en/)([a-z-]*)(.*)", route)
    if route in STATED or found is None or found[2] not in KINDS:
        return route, ""
    return f"{found[1]}*{found[3]}", found[2]


def stated(route: str, method: str) -> frozenset:
    """Who may use a method at an address."""
    name, kind = general(route)
    who = STATED[name].get(method, NOBODY)
    return who[kind] if isinstance(who, dict) else who


@pytest.fixture
def world(users, make_case, tmp_path, settings):
    """A record of every collection that all see, and what else there are addresses of; what stands in each address."""
    settings.MEDIA_ROOT = tmp_path / "files"
    load_document((SAMPLES / "A_RES_99_501.en.txt").read_bytes(), specimen=False)
    mandates = list(Mandate.objects.order_by("pk"))
    states = next(row for row in mandates if "member_states" in row.addressees)
    correction, _outcome = correct(mandates[-1], "en", "remove", {}, "No mandate.", users["editor"])

    def write(name: str, state: str = "published", **given: Any) -> Any:
        values = clean(collection(name), given, Actor("administrator"))
        return writing.create(collection(name), values, None, state=state)

    body = write("bodies", code="unodc", title={"en": "Office"}, kind="office")
    meeting = {"title": {"en": "One"}, "body": "unodc", "kind": "meeting", "opens": "2024-01-01"}
    answer = {"country": "AT", "progress": "done", "as_of": "2044-01-01"}
    draft = make_case("draft", users["focal_at"])
    known = {"series": "Prisons", "source": "Ministry", "vintage": "2024-01-01", "title": {"en": "Prisons"}}
    table = receive(CLEAN, name="prisons.csv").sha256
    rebuild()
    invitation = invite(Invitation(username="nina", role="reader"), users["administrator"])
    address = {
        "documents": "A/RES/99/501", "mandates": states.key, "bodies": body.code, "cases": make_case().key,
        "meetings": write("meetings", session="1", **meeting).key,
        "follow-up": write("follow-up", mandate=states.key, **answer).key,
        "datasets": write("datasets", country="AT", fingerprint=table, **known).key,
    }  # fmt: skip
    jobs = {
        name: ImportJob.objects.create(
            collection=name, user=users["editor"], file_name="f", path="p", state="draft", stage="refused"
        ).pk
        for name in KINDS
    }
    return {
        "address": address, "job": jobs, "draft": draft.key,
        "key": mandates[1].key, "mandate": mandates[1].key, "symbol": "A/RES/99/501", "form": "csv",
        "pk": {
            "corrections": correction.pk, "tokens": ApiToken.issue(users["focal_at"], "t")[0].pk,
            "invitations": invitation.pk, "users": users["reader"].pk,
        },
        "module": "prisons", "token": path_of(invitation).rstrip("/").rsplit("/", 1)[1], "name": "close",
    }  # fmt: skip


def filled(route: str, world: dict[str, Any]) -> str:
    """An address with what is there put in."""
    if "(?P<" in route:
        return "/en/account/password/reset/1-abc/"
    parts = route.removeprefix("api/v1/").removeprefix("en/").split("/")

    def put(match: re.Match) -> str:
        name = match[1]
        if name == "facet":
            return collection(parts[0]).facets[0].name
        if name == "pk":
            return str(next(pk for part, pk in world["pk"].items() if part == parts[parts.index("<int:pk>") - 1]))
        if name == "address" and route.endswith("discard/"):
            return world["draft"]
        if name == "code":
            return {"indicators": "16.3.2", "iccs": "0101"}[parts[0]]
        value = world[name][parts[0]] if name in ("address", "job") else world[name]
        return quote(str(value), safe="/:")

    path = "/" + re.sub(r"<\w+:(\w+)>", put, route)
    return f"{path}?q=crime" if path.endswith("/search") else path


def body_of(route: str) -> dict[str, Any]:
    if route.endswith(("/-/step/", "/-/steps")):
        return {"step": "withdraw", "reason": "because", "version": 1}
    if route.startswith("api/"):
        return {"values": {}, "version": 1} if "<" in route else {"values": {}}
    return {}


def sent(client: Client, method: str, address: str, body: dict[str, Any]) -> Any:
    """A request whose effects are undone."""
    how = {"content_type": "application/json"} if address.startswith("/api/") else {}
    data = json.dumps(body) if how else body
    with transaction.atomic():
        response = client.get(address) if method == "GET" else getattr(client, method.lower())(address, data, **how)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response


def let_in(response: Any) -> bool:
    """Whether a request was answered, and not refused or sent to where one signs in."""
    sign_in = response.status_code == 302 and "/account/sign-in/" in response["Location"]
    return response.status_code not in (401, 403, 404, 405, 410) and not sign_in


WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)")
OWN_BUSINESS = frozenset({"django_session", "usersessions_usersession", "search_indexstate"})
"""What a request may write though it is refused: that there was one."""


def test_every_address_is_written_down_and_no_other():
    assert {general(route)[0] for route in routes()} == set(STATED)


@pytest.mark.parametrize("role", ROLES)
def test_every_address_is_for_those_for_whom_it_is_stated(world, users, role):
    wrong, tried = [], 0
    for route in routes():
        for method in ("GET", "POST", "PATCH", "DELETE") if route.startswith("api/") else ("GET", "POST"):
            client = Client()
            if role:
                client.force_login(users[role])
            with CaptureQueriesContext(connection) as asked:
                response = sent(client, method, filled(route, world), body_of(route))
            tried += 1
            assert response.status_code < 500, (route, method)
            if let_in(response) != (role in stated(route, method)):
                wrong.append((route, method, response.status_code))
            written = {found[1] for row in asked if (found := WRITES.match(row["sql"]))} - OWN_BUSINESS
            if written and (method == "GET" or role not in stated(route, method)):
                wrong.append((route, method, response.status_code, sorted(written)))
    assert wrong == []
    assert tried > 250
