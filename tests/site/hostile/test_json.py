"""JSON that is made to harm: refused with a reason, in the API and in files, and nothing of it is written."""

from __future__ import annotations

import json

import pytest
from isonomia_cases.models import Case
from lxml import html

from isonomia.site.records.access import Actor
from isonomia.site.records.transfer.importing import Import

pytestmark = pytest.mark.django_db
BASE = {"country": "AT", "number": "1/24", "title": {"en": "One"}}


def values(**more):
    return json.dumps({"values": {**BASE, **more}})


BODIES = [
    b"", b"\x00", b"null", b"[]", b"1", b'"x"', b"\xff\xfe{}", b"\xef\xbb\xbf{}", b"{", b"[" * 100_000, b'{"a":' * 50_000,
    b'{"values": {"title": ' + b"[" * 900 + b"]" * 900 + b"}}", b'{"values": ' + b'{"a": ' * 900 + b"1" + b"}" * 901,
    b'{"values": {}, "values": []}', b'{"nonsense": 1}', b'{"values": {"__proto__": 1, "pk": 1, "state": "published"}}',
    b'{"values": {"author": 1, "key": "x", "version": 9}}', b'{"values": "x"}', b'{"reason": 1, "values": {}}',
    b'{"values": {"victims": ' + b"9" * 5000 + b"}}",
]  # fmt: skip
WRONG = {
    "victims": [float("nan"), float("inf"), 1e999, 10**30, -(10**30), 1.5, True, "3 men", [], {}, "٣x"],
    "fine": [float("nan"), float("-inf"), "1e999999", 10**30, "12,50", True, "0x10", [1]],
    "decided": ["2024-13-01", "0000-00-00", "99999-01-01", "yesterday", {}, True],
    "offences": [["no such"], "x" * 70_000, {"a": 1}, [[["a"]]], [None, 5]],
    "title": ["x" * 200_000, {"en": 5}, {"xx": "a"}, {"en": "a\x00b"}, {"en": "\ud800"}, {"en": "a", "original": "fr"}, [], 7.5],
    "number": ["x" * 61, "a\x00b", "\udfff", "\ufffe", {}, [], True, "\x1b[31m"],
    "report": ["javascript:alert(1)", "data:text/html,x", "//evil", "http://", "ftp://[::", "https://" + "a" * 300 + ".example"],
    "appealed": ["perhaps", 7, [], {}],
    "court": ["no-such", {"key": 5}, {"key": {"key": {}}}, 10**30, ["unodc"], "a\x00"],
    "defendants": ["x", {"name": "A. B."}, [1], [{"name": "Maria Lopez"}], [{"charges": "x"}], [{}] * 1001, [{"charges": [{"statute": "x" * 101}]}],
                   [{"name": {"a": 1}}], [{"nonsense": 1}]],
    "country": ["XX", "Austria and Germany", 5, ["AT"], "A\x00"],
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_a_body_that_is_no_request_is_refused(client_of, body):
    client = client_of("editor")
    client.raise_request_exception = False
    response = client.post("/api/v1/cases", body, content_type="application/json")
    assert response.status_code in (400, 422), response.content[:300]
    assert json.loads(response.content)["error"]["code"]
    assert not Case.objects.exists()


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_named_in_the_api_and_in_a_file(client_of, cases, tmp_path, name):
    client = client_of("editor")
    client.raise_request_exception = False
    path = tmp_path / "file"
    for value in WRONG[name]:
        text = values(**{name: value})
        response = client.post("/api/v1/cases", text, content_type="application/json")
        assert response.status_code == 422, (value, response.content[:300])
        assert any(field.split(".")[0] == name for field in json.loads(response.content)["error"]["fields"])
        path.write_text(json.dumps([{**BASE, name: value}]))
        report = Import(cases, Actor("administrator"), None, path).run()
        assert not report.written
        assert report.problem or any(fault.column.split(".")[0] == name for fault in report.faults), value
    assert not Case.objects.exists()


def test_reasons_and_steps_hold_no_character_that_cannot_be_kept(client_of, make_case, users):
    client = client_of("editor")
    client.raise_request_exception = False
    case = make_case("draft", user=users["editor"])
    for text in ("a\x00b", "\ud800", "\x1b[2J"):
        steps = json.dumps({"step": "submit", "reason": text, "version": 1})
        change = json.dumps({"values": {"victims": 2}, "reason": text, "version": 1})
        new = json.dumps({"values": BASE, "reason": text})
        assert (
            client.post(f"/api/v1/cases/{case.key}/-/steps", steps, content_type="application/json").status_code == 422
        )
        assert client.patch(f"/api/v1/cases/{case.key}", change, content_type="application/json").status_code == 422
        assert client.post("/api/v1/cases", new, content_type="application/json").status_code == 422
    case.refresh_from_db()
    assert (case.state, case.version, Case.objects.count()) == ("draft", 1, 1)


@pytest.mark.parametrize("version", ["1", 1.0, None, [], {}, True, 10**40, -1, float("nan")])
def test_a_version_is_a_number(client_of, make_case, users, version):
    client = client_of("editor")
    client.raise_request_exception = False
    case = make_case("draft", user=users["editor"])
    body = json.dumps({"values": {"victims": 2}, "version": version})
    assert client.patch(f"/api/v1/cases/{case.key}", body, content_type="application/json").status_code in (400, 409)
    case.refresh_from_db()
    assert case.version == 1


@pytest.mark.parametrize(
    "text", ["\u202eevil", "zero\u200bwidth", "Z̷a̷l̷g̷o̷" * 20, "\U0001f4a9", "​", "ﷺ" * 50, "<b>&amp;</b>"]
)
def test_what_is_odd_but_text_is_kept_as_it_is_and_shown_apart(client_of, client, text):
    given = json.dumps({"values": {**BASE, "title": {"en": f"a{text}b"}}})
    made = client_of("editor").post("/api/v1/cases", given, content_type="application/json")
    assert made.status_code == 201
    assert json.loads(made.content)["title"]["en"] == f"a{text}b"
    Case.objects.update(state="published")
    for path in ("/en/cases/", f"/en/cases/{Case.objects.get().key}/"):
        tree = html.document_fromstring(client.get(path).content.decode())
        shown = [row for row in tree.xpath("//main//*[text()]") if f"a{text}b" in (row.text or "")]
        assert shown, path
        for row in shown:
            # what turns the direction of writing turns nothing around it
            apart = next(
                up for up in (row, *row.iterancestors()) if up.tag in ("bdi", "td", "th", "h1", "h2", "dd", "li")
            )
            assert apart.text_content().strip() == f"a{text}b", path
