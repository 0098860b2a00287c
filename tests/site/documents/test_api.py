"""Documents and mandates in the API: the objects of docs/interfaces, with key and address."""

from __future__ import annotations

import pytest

import isonomia
from isonomia.site.documents.models import Document, Expression, Mandate

pytestmark = pytest.mark.django_db
NEW = "A_RES_76_187.zh.txt"


def get(client, address: str, **headers):
    response = client.get(f"/api/v1/{address}", headers=headers)
    assert response.status_code == 200, response.content[:300]
    return response.json()


def test_a_document_is_the_object_of_the_interfaces(client, load, samples):
    load(NEW)
    body = get(client, "documents/A/RES/76/187?lang=zh")
    text = isonomia.read(samples / NEW)
    assert isonomia.Document.from_dict({name: body[name] for name in text.to_dict()}) == text
    assert body["key"] == Document.objects.get().key
    assert body["url"].endswith("/documents/A/RES/76/187/")


def test_its_language_is_the_one_asked_for_and_no_other(client, load):
    load("A_RES_99_501.en.txt", "A_RES_99_501.ar.html")
    assert get(client, "documents/A/RES/99/501?lang=ar")["language"] == "ar"
    assert get(client, "documents/A/RES/99/501", **{"accept-language": "fr"})["language"] == "en"
    response = client.get("/api/v1/documents/A/RES/99/501?lang=zh")
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "unknown-code"
    assert response.json()["error"]["allowed"] == ["ar", "en"]
    assert client.get("/api/v1/documents/A/RES/99/501?colour=red").json()["error"]["code"] == "unknown-parameter"
    assert client.get("/api/v1/documents/A/RES/1/1").status_code == 404


def test_the_list_of_documents_has_no_texts(client, load):
    load(NEW, "A_RES_98_504.en.txt")
    body = get(client, "documents")
    assert body["count"] == 2
    rows = {row["symbol"]: row for row in body["items"]}
    assert rows["A/RES/76/187"]["languages"] == ["zh"]
    assert rows["A/RES/76/187"]["mandates"] == 89
    assert (rows["A/RES/76/187"]["specimen"], rows["A/RES/98/504"]["specimen"]) == (False, True)
    assert "text" not in rows["A/RES/76/187"]


def test_mandates_are_the_objects_of_the_interfaces(client, load, samples):
    load(NEW, "A_RES_68_193.zh.txt")
    body = get(client, "mandates?addressee=unodc&document=A/RES/76/187&limit=100")
    text = isonomia.read(samples / NEW)
    wanted = {row.id: row for row in isonomia.extract_mandates(text) if "unodc" in row.addressees}
    assert body["count"] == len(body["items"]) == len(wanted)
    assert body["next"] is None
    for row in body["items"]:
        plain = wanted[row["id"]].to_dict()
        again = {name: tuple(row[name]) if isinstance(plain[name], tuple) else row[name] for name in plain}
        assert again == plain
        assert row["key"] == Mandate.objects.get(reference=row["id"]).key
        assert row["url"].endswith(f"/mandates/{row['key']}/")


def test_one_mandate_is_found_by_its_key_and_in_the_language_asked_for(client, load):
    load("A_RES_99_501.en.txt", "A_RES_99_501.fr.html")
    row = Mandate.objects.get(reference="A/RES/99/501#op3.1")
    for language in ("en", "fr"):
        body = get(client, f"mandates/{row.key}?lang={language}")
        assert body["language"] == language
        assert body["text"] == row.text[language]
        assert body["id"] == row.reference
    assert get(client, f"mandates/{row.key}?lang=ru")["language"] == "en"


def test_mandates_in_several_languages_are_counted_once(client, load):
    load("A_RES_99_501.en.txt", "A_RES_99_501.fr.html", "A_RES_99_501.zh.txt")
    assert get(client, "mandates?document=A/RES/99/501")["count"] == 18
    assert get(client, "mandates?language=fr")["count"] == 18
    assert get(client, "mandates?language=ru")["count"] == 0


@pytest.mark.parametrize(
    "query",
    ["addressee=unicorn", "document=A/RES/1/1", "act=hopes", "topic=gardening", "colour=red", "condition=maybe"],
)
def test_unknown_codes_and_parameters_are_refused(client, load, query):
    load(NEW)
    response = client.get(f"/api/v1/mandates?{query}")
    assert response.status_code == 400
    assert set(response.json()["error"]) >= {"code", "message", "allowed"}


def test_nobody_writes_documents_or_mandates_through_the_api(client, load, editor):
    load("A_RES_98_504.en.txt")
    client.force_login(editor)
    key = Mandate.objects.first().key
    for address in ("documents", "mandates"):
        response = client.post(f"/api/v1/{address}", {"values": {}}, content_type="application/json")
        assert response.status_code == 403
    for address in ("documents/A/RES/98/504", f"mandates/{key}"):
        body = {"values": {"specimen": False}, "version": 1}
        assert client.patch(f"/api/v1/{address}", body, content_type="application/json").status_code == 403
        assert client.delete(f"/api/v1/{address}").status_code == 403
    assert Expression.objects.count() == 1


def test_openapi_tells_the_objects(client, load):
    schemas = get(client, "openapi.json")["components"]["schemas"]
    text = isonomia.Document.from_dict(
        {**dict.fromkeys(("symbol", "organ", "session", "date", "title", "agenda_item", "source")), "kind": "other",
         "language": "en", "text": "", **{name: [] for name in ("paragraphs", "headings", "notes", "citations", "warnings")}}
    )  # fmt: skip
    assert set(text.to_dict()) <= set(schemas["documents"]["properties"])
    load("A_RES_98_504.en.txt")
    assert set(Mandate.objects.first().wordings["en"]) <= set(schemas["mandates"]["properties"])


def test_exports_have_the_mandates_of_the_view(client, load):
    load(NEW)
    lines = b"".join(client.get("/en/mandates/-/export.jsonl?addressee=unodc").streaming_content).splitlines()
    assert len(lines) == 23
    table = b"".join(client.get("/en/mandates/-/export.csv?addressee=unodc").streaming_content).decode("utf-8-sig")
    assert "A/RES/76/187#op73.2" in table
