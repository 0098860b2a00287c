"""A document with mandates, and follow-ups about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from isonomia.site.documents.models import Mandate
from isonomia.site.records import writing
from isonomia.site.records.access import Actor
from isonomia.site.records.registry import collection
from isonomia.site.records.values import clean

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "documents"


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def samples() -> Path:
    return SAMPLES


@pytest.fixture
def english() -> bytes:
    return (SAMPLES / "A_RES_99_501.en.txt").read_bytes()


@pytest.fixture
def document(db, english):
    """A specimen resolution in English, loaded as a document of the United Nations would be."""
    from isonomia.site.documents.loading import load_document

    return load_document(english, specimen=False).document


@pytest.fixture
def follow_ups():
    return collection("follow-up")


@pytest.fixture
def asked(document):
    """The mandates of the document that ask somebody, by codes of which they have one among their addressees."""

    def asking(*codes: str) -> list[Mandate]:
        rows = Mandate.objects.filter(document=document, state="published").order_by("pk")
        return [row for row in rows if not set(codes).isdisjoint(row.addressees)]

    return asking


@pytest.fixture
def record(follow_ups):
    """Writes a follow-up through the frame, as a form or an import would."""

    def make(
        about: Mandate, country: str = "", body: str = "", state: str = "published", user: Any = None, **data: Any
    ):
        given = {
            "mandate": about.key, "country": country, "body": body, "progress": "in_progress", "as_of": "2044-05-01",
            "text": {"en": f"zq{country}{body}{state.replace('_', '')}".lower()}, **data,
        }  # fmt: skip
        return writing.create(follow_ups, clean(follow_ups, given, Actor("administrator")), user, state=state)

    return make
