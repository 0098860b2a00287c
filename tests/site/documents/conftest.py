"""Documents for the tests of the room: the samples, and one in a new version."""

from __future__ import annotations

from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "documents"


@pytest.fixture
def samples() -> Path:
    return SAMPLES


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def load(db):
    """Loads samples by file name; gives the documents."""
    from isonomia.site.documents.loading import load_document

    def loading(*names: str, **how):
        return [load_document(SAMPLES / name, **how).document for name in names]

    return loading


@pytest.fixture
def english() -> bytes:
    """A resolution in English as bytes, for versions of it."""
    return (SAMPLES / "A_RES_98_504.en.txt").read_bytes()


@pytest.fixture
def editor(django_user_model, db):
    return django_user_model.objects.create_user("edith", password="x", role="editor")


@pytest.fixture
def reader(django_user_model, db):
    return django_user_model.objects.create_user("rita", password="x", role="reader")
