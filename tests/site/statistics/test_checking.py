"""The page that checks a file without keeping it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from isonomia_tables import CLEAN, FAULTY
from lxml import html

from isonomia.errors import DamagedFile
from isonomia.site.statistics.models import Dataset, Finding, Reading
from isonomia.site.statistics.views import checking

pytestmark = pytest.mark.django_db


@pytest.fixture
def check(client_of, settings):
    """Checks a file as a user; whatever comes of it, nothing of it is kept."""

    def go(who: str | None, content: bytes, language: str = "en") -> str:
        file = SimpleUploadedFile("prisons.csv", content)
        response = client_of(who).post(f"/{language}/check/", {"file": file})
        assert (Dataset.objects.count(), Reading.objects.count(), Finding.objects.count()) == (0, 0, 0)
        assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
        assert response.status_code in (200, 400)
        return " ".join(html.document_fromstring(response.content.decode()).xpath("//main")[0].text_content().split())

    return go


@pytest.mark.parametrize("who", ["reader", "focal_at", "body_unodc", "editor", "auditor", "administrator"])
def test_whoever_is_signed_in_sees_what_is_wrong(check, who):
    said = check(who, FAULTY)
    assert "11 observations, 2 errors, 0 warnings" in said
    assert "1013 is no year of this collection" in said


def test_the_public_is_asked_to_sign_in(client_of):
    response = client_of(None).get("/en/check/")
    assert (response.status_code, "/account/sign-in/" in response["Location"]) == (302, True)


def test_what_is_wrong_is_said_in_the_language_of_the_reader(check):
    assert "1013 не может быть годом" in check("reader", FAULTY, "ru")
    assert "1013 no es un año de esta recopilación" in check("reader", FAULTY, "es")


def test_a_table_without_faults(check):
    assert "No rule found anything wrong." in check("reader", CLEAN)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b" ", "empty-file"), (b"PK\x03\x04", "damaged-file"), (b"a;b\n1;2", "not-statistics"), (b"\x00" * 40, "unknown-format"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_said_by_name(check, content, said):
    assert said in check("reader", content)


def test_a_reader_that_breaks_is_said_and_stops_nothing(check, monkeypatch):
    def broken(*_given, **_named):
        raise DamagedFile("it is not built as files of its kind are; save it anew", place="prisons.csv")

    monkeypatch.setattr(checking, "read_apart", broken)
    assert "damaged-file" in check("reader", CLEAN)


def test_a_file_is_asked_for(client_of):
    response = client_of("reader").post("/en/check/", {})
    assert response.status_code == 400
    assert "Choose a file" in response.content.decode()
