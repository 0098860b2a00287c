"""What the hostile tests have in common: a site with something of everything in it, an index, a small disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "documents"


@pytest.fixture
def filled(db, make_case, users):
    """A case, a body, a document with mandates, and the index of all."""
    from isonomia.site.documents.loading import load_document
    from isonomia.site.documents.models import Mandate
    from isonomia.site.records import writing
    from isonomia.site.records.registry import collection
    from isonomia.site.search.building import rebuild

    body = {"code": "unodc", "title": {"en": "Office"}, "kind": "office"}
    writing.create(collection("bodies"), body, None, state="published")
    case = make_case(user=users["editor"], victims=3, decided="2020-01-01")
    document = load_document(SAMPLES / "A_RES_98_504.en.txt").document
    rebuild()
    return {"case": case, "document": document, "mandate": Mandate.objects.filter(document=document).first()}


@pytest.fixture
def said():
    """What a page says in its main part, without mark-up."""

    def read(response) -> str:
        return re.sub(
            r"\s+", " ", html.document_fromstring(response.content.decode()).xpath("//main")[0].text_content()
        )

    return read
