"""Through a real small service and back. Run by test_oidc.py."""

from __future__ import annotations

import time
import urllib.parse
import urllib.request

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.test import Client
from isonomia_issuer import Issuer
from lxml import html

from isonomia.site.accounts.models import AccountChange, User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
BEGIN = f"/en/account/other/{settings.OIDC_ID}/"


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_what):
        """What the service says is looked at, not followed."""


@pytest.fixture(scope="module")
def _service():
    issuer = Issuer(
        urllib.parse.urlsplit(
            settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"]
        ).port
    )
    yield issuer
    issuer.close()


@pytest.fixture
def issuer(_service):
    _service.tell_the_truth()
    _service.asked.clear()
    _service.person = {"sub": "ana-7", "email": "ana@example.org", "email_verified": True}
    return _service


def go(browser: Client, path: str = BEGIN):
    """From the site to the service, and where the service sends back to; None where the site does not go."""
    away = browser.get(path)
    if away.status_code != 302 or not away["Location"].startswith("http://127.0.0.1"):
        return None
    opener = urllib.request.build_opener(_Stays)
    try:
        opener.open(away["Location"], timeout=10)
    except urllib.error.HTTPError as answer:
        back = answer.headers["Location"]
    assert back.startswith("http://testserver/account/other/callback/?")
    return back.removeprefix("http://testserver")


def come(browser: Client, path: str = BEGIN):
    """There and back: the answer of the site."""
    return browser.get(go(browser, path))


def signed_in(browser: Client) -> bool:
    return browser.get("/en/account/").status_code == 200


def refused(answer) -> bool:
    tree = html.document_fromstring(answer.content.decode())
    return answer.status_code == 401 and bool(tree.xpath("//*[@role='alert']"))


# -- in ------------------------------------------------------------------------------------------------------------


def test_no_request_is_made_before_somebody_wants_to_go_there(ana, issuer):
    browser = Client()
    page = browser.get("/en/account/sign-in/").content.decode()
    assert "Sign in with The Ministry" in page
    assert f'href="{BEGIN}"' in page.replace("?next=", "")
    browser.get("/en/")
    assert issuer.asked == []


def test_an_account_is_joined_by_the_address_for_which_the_service_vouches(ana, issuer):
    browser = Client()
    answer = come(browser)
    assert (answer.status_code, answer["Location"]) == (302, "/en/")
    assert signed_in(browser)
    held = SocialAccount.objects.get()
    assert (held.user, held.uid, held.provider) == (ana, "ana-7", settings.OIDC_ID)
    assert held.extra_data == {}  # of the person nothing is kept but the number
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)
    assert ana.role == "focal_point"
    assert [row.values for row in AccountChange.objects.filter(user=ana)] == [{"service": [None, "The Ministry"]}]
    assert issuer.asked.count("/token") == 1


def test_once_joined_it_is_the_person_that_counts_and_not_the_address(ana, issuer):
    come(Client())
    issuer.person = {"sub": "ana-7", "email": "married@example.org", "email_verified": False}
    browser = Client()
    come(browser)
    assert signed_in(browser)
    assert SocialAccount.objects.count() == User.objects.count() == 1
    assert User.objects.get().email == "ana@example.org"


def test_one_comes_back_to_where_one_was_in_ones_language(ana, issuer):
    answer = come(Client(headers={"accept-language": "ru"}), BEGIN.replace("/en/", "/ar/") + "?next=/ar/mandates/")
    assert answer["Location"] == "/ar/mandates/"
    assert come(Client(), BEGIN.replace("/en/", "/zh/"))["Location"] == "/zh/"
    for elsewhere in ("//evil.example/", "https://evil.example/", "/\\evil.example"):
        answer = come(Client(), BEGIN + "?" + urllib.parse.urlencode({"next": elsewhere}))
        assert answer["Location"] == "/en/"


def test_a_second_factor_is_asked_for_all_the_same(set_up, ana, issuer, code_of):
    _browser, key, _codes = set_up
    browser = Client()
    answer = come(browser)
    assert answer["Location"] == "/en/account/sign-in/code/"
    assert not signed_in(browser)
    assert browser.post("/en/account/sign-in/code/", {"code": code_of(key, 1)}).status_code == 302
    assert signed_in(browser)


def test_its_owner_joins_an_account_without_an_address_and_parts_it_again(
    db, django_user_model, issuer, sign_in, confirm, page
):
    bea = django_user_model.objects.create_user("bea", password=PASSWORD)
    browser = sign_in("bea")
    form = page(browser.get("/en/account/other/")).xpath("//form[contains(@action, 'other')]/@action")[0]
    going_on = page(confirm(browser).post(form)).xpath("//main//a[contains(@href, 'process=connect')]/@href")[0]
    answer = come(browser, going_on)
    assert answer["Location"] == "/en/account/other/"
    assert SocialAccount.objects.get().user == bea
    assert "The Ministry" in browser.get("/en/account/").content.decode()
    fresh = Client()
    come(fresh)
    assert signed_in(fresh)
    assert browser.post("/en/account/other/", {"account": SocialAccount.objects.get().pk}).status_code == 302
    assert not SocialAccount.objects.exists()
    assert [row.values["service"] for row in AccountChange.objects.filter(user=bea).order_by("pk")] == [
        [None, "The Ministry"],
        ["The Ministry", None],
    ]


def test_no_link_joins_an_account(ana, chief, issuer, sign_in):
    """Who follows a link of somebody else must not find an identity of the sender joined to the own account."""
    browser = sign_in("chief")
    assert go(browser, BEGIN + "?process=connect") is None
    assert browser.get(BEGIN + "?process=connect").status_code == 404
    assert Client(enforce_csrf_checks=True).post(BEGIN).status_code == 403
    assert issuer.asked == []
    # to sign in where somebody is signed in is to be somebody else, not to be joined
    come(browser)
    assert SocialAccount.objects.get().user == ana
    assert not chief.socialaccount_set.exists()


# -- not in --------------------------------------------------------------------------------------------------------


def test_an_unknown_person_is_told_that_accounts_come_by_invitation(ana, issuer):
    issuer.person = {"sub": "eve-1", "email": "eve@example.org", "email_verified": True}
    browser = Client()
    answer = come(browser)
    assert answer.status_code == 403
    assert "Accounts come by invitation" in answer.content.decode()
    assert not signed_in(browser)
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1
    for path in ("/en/account/sign-up/", "/en/account/other/signup/", "/en/account/other/login/"):
        assert browser.get(path).status_code == 404


@pytest.mark.parametrize("verified", [False, None, "false", 0, "yes", [], {"a": 1}])
def test_an_address_for_which_the_service_does_not_vouch_joins_nothing(ana, issuer, verified):
    issuer.person = {"sub": "eve-1", "email": "ana@example.org", "email_verified": verified}
    assert come(Client()).status_code == 403
    assert not SocialAccount.objects.exists()


def test_an_address_that_two_accounts_have_joins_neither(ana, django_user_model, issuer):
    django_user_model.objects.create_user("ana2", password=PASSWORD, email="Ana@Example.org")
    assert come(Client()).status_code == 403
    assert not SocialAccount.objects.exists()


def test_an_empty_address_is_nobodys(chief, issuer):
    for email in ("", None, " "):
        issuer.person = {"sub": "eve-1", "email": email, "email_verified": True}
        assert come(Client()).status_code in (401, 403)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("joined", [True, False])
def test_a_closed_account_stays_closed(ana, issuer, joined):
    if joined:
        come(Client())
    User.objects.update(is_active=False)
    browser = Client()
    answer = come(browser)
    assert answer["Location"] == "/en/account/closed/"
    assert not signed_in(browser)
    assert SocialAccount.objects.count() == joined


# -- lies ----------------------------------------------------------------------------------------------------------

NOW = int(time.time())
CLAIMS = [
    {"nonce": "another"}, {"nonce": ""}, {"nonce": None}, {"nonce": 7}, {"iss": "https://evil.example"}, {"iss": None}, {"iss": "http://127.0.0.1"},
    {"aud": "another"}, {"aud": None}, {"aud": ["another"]}, {"aud": ["isonomia", "another"], "azp": "another"}, {"exp": NOW - 3600}, {"exp": None},
    {"iat": None}, {"iat": NOW + 86_400}, {"nbf": NOW + 86_400}, {"sub": None}, {"sub": ""}, {"sub": "x" * 500}, {"sub": "another"},
]  # fmt: skip


@pytest.mark.parametrize("claims", CLAIMS, ids=map(str, range(len(CLAIMS))))
def test_a_token_that_says_something_wrong_opens_nothing(ana, issuer, claims):
    issuer.claims = claims
    browser = Client(raise_request_exception=False)
    answer = come(browser)
    assert refused(answer), (answer.status_code, answer.content[:300])
    assert not signed_in(browser)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    "how",
    ["another key", "no signature", "the secret", "the public key", "an unknown key", "no key", "cut off", "no token"],
)
def test_a_token_that_the_service_did_not_sign_opens_nothing(ana, issuer, how):
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = issuer.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    issuer.signing = {
        "another key": {"key": issuer.other_key}, "no signature": {"key": "", "algorithm": "none"},
        "the secret": {"key": "s3cret" * 8, "algorithm": "HS256"},
        "the public key": {"key": public.replace(b"-----", b"").replace(b"\n", b""), "algorithm": "HS256"},
        "an unknown key": {"headers": {"kid": "two"}}, "no key": {"headers": {}},
    }.get(how, {})  # fmt: skip
    if how in ("cut off", "no token"):
        real = issuer._token
        issuer._token = lambda sent: {**real(sent), "id_token": "a.b" if how == "cut off" else ""}
    try:
        browser = Client(raise_request_exception=False)
        assert refused(come(browser))
        assert not signed_in(browser)
    finally:
        issuer.__dict__.pop("_token", None)


def test_two_answers_about_two_persons_open_nothing(ana, issuer):
    issuer.userinfo = {"sub": "eve-1"}
    assert refused(come(Client()))
    issuer.claims, issuer.userinfo = (
        {"sub": "eve-1", "email": "eve@example.org"},
        {"sub": "eve-1", "email": "ana@example.org", "email_verified": True},
    )
    assert come(Client()).status_code == 403  # what is signed counts


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://evil.example"}, {"issuer": None}, {"token_endpoint": "http://evil.example/token"}, {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"}, {"authorization_endpoint": None}, {"userinfo_endpoint": "http://evil.example/"},
    ],
)  # fmt: skip
def test_a_service_that_is_another_or_not_safe_is_not_gone_to(ana, issuer, discovery):
    issuer.discovery = discovery
    answer = Client(raise_request_exception=False).get(BEGIN)
    assert refused(answer)
    assert "evil" not in answer.content.decode()


def test_a_service_without_the_second_answer_does(ana, issuer):
    issuer.discovery = {"userinfo_endpoint": None}
    browser = Client()
    come(browser)
    assert signed_in(browser)
    assert "/userinfo" not in issuer.asked


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/jwks", "/userinfo"])
@pytest.mark.parametrize(
    "answer",
    [
        ("500 Fault", b"<html>secret detail</html>"),
        ("200 OK", b"[]"),
        ("200 OK", b"{}"),
        ("200 OK", b'{"keys": [{}]}'),
        ("200 OK", b""),
    ],
)
def test_a_service_that_is_broken_is_no_fault_of_the_site(ana, issuer, path, answer):
    issuer.broken = {path: answer}
    browser = Client(raise_request_exception=False)
    at = go(browser) if path != "/.well-known/openid-configuration" else None
    response = browser.get(at or BEGIN)
    assert refused(response), (response.status_code, response.content[:200])
    assert b"secret detail" not in response.content
    assert not signed_in(browser)


def test_a_service_that_is_not_there_is_said_so(ana, issuer, monkeypatch):
    monkeypatch.setattr("socket.create_connection", lambda *a, **k: (_ for _ in ()).throw(OSError("refused")))
    monkeypatch.setattr(
        "urllib3.util.connection.create_connection", lambda *a, **k: (_ for _ in ()).throw(OSError("refused"))
    )
    assert refused(Client(raise_request_exception=False).get(BEGIN))


def test_who_breaks_off_is_told_so(ana, issuer):
    issuer.refuses = "access_denied"
    answer = come(Client())
    assert answer["Location"] == "/en/account/other/cancelled/"
    assert "You are not signed in" in Client().get(answer["Location"]).content.decode()
    issuer.refuses = "server_error"
    assert refused(come(Client()))


# -- answers to what was not asked ---------------------------------------------------------------------------------


def test_an_answer_is_taken_once_and_by_who_asked(ana, issuer):
    browser = Client()
    back = go(browser)
    assert refused(Client().get(back))  # another browser did not ask
    assert browser.get(back).status_code == 302
    assert refused(browser.get(back))  # and not twice
    assert refused(Client().get("/account/other/callback/"))
    assert refused(Client().get("/account/other/callback/?code=x&state=y"))
    assert Client().get("/account/other/callback/?code=x&state=%00").status_code == 400


def test_a_code_of_another_is_not_taken(ana, issuer):
    eve, victim = Client(), Client()
    hers, his = go(eve), go(victim)
    code = urllib.parse.parse_qs(urllib.parse.urlsplit(hers).query)["code"][0]
    state = urllib.parse.parse_qs(urllib.parse.urlsplit(his).query)["state"][0]
    assert refused(victim.get("/account/other/callback/?" + urllib.parse.urlencode({"code": code, "state": state})))
    assert not signed_in(victim)


@pytest.mark.parametrize(
    "query",
    ["auth_params=redirect_uri%3Dhttps://evil.example", "scope=admin", "process=redirect", "action=reauthenticate"],
)
def test_nobody_else_says_how_the_service_is_asked(ana, issuer, query):
    assert Client().get(f"{BEGIN}?{query}").status_code in (400, 404)
    assert issuer.asked == []


def test_another_service_is_nobody(ana, issuer):
    assert Client().get("/en/account/other/oidc/").status_code == 404
    assert Client().get("/en/account/other/google/").status_code == 404
