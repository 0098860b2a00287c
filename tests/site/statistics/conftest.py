"""Tables of statistics to upload, made here: a country's report with a known fault, and one without."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from isonomia.site.statistics import keeping, receiving
from isonomia.site.statistics.models import Dataset
from isonomia.site.statistics.reading_apart import read_apart


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    keeping._loaded.cache_clear()


_read: dict[tuple[bytes, str, str], Any] = {}


@pytest.fixture
def read_once(monkeypatch):
    """The same file is read once for all tests that do not ask how it is read."""

    def reading(data: bytes, *, name: str = "", sheet: str = "") -> Any:
        key = (data, name, sheet)
        if key not in _read:
            _read[key] = read_apart(data, name=name, sheet=sheet)
        return _read[key]

    monkeypatch.setattr(receiving, "read_apart", reading)


@pytest.fixture
def upload(client_of):
    """Uploads a file as a user; gives the answer."""

    def go(who: str | None, content: bytes, name: str = "prisons.csv", **more: Any) -> Any:
        given = {"series": "Crime trends, prisons", "source": "National statistical office", **more}
        if content:
            given["file"] = SimpleUploadedFile(name, content)
        return client_of(who).post("/en/datasets/-/new/", given)

    return go


@pytest.fixture
def dataset(upload):
    """Uploads a file and gives the dataset that came of it."""

    def go(who: str, content: bytes, **more: Any) -> Dataset:
        response = upload(who, content, **more)
        assert response.status_code == 302, response.content.decode()
        return Dataset.objects.get(key=response["Location"].rstrip("/").rsplit("/", 1)[1])

    return go


@pytest.fixture
def step(client_of):
    """Takes a step of the workflow as a user; gives the answer."""

    def go(who: str, record: Dataset, name: str, reason: str = "") -> Any:
        record.refresh_from_db()
        given = {"step": name, "reason": reason, "version": record.version}
        return client_of(who).post(f"/en/datasets/{record.key}/-/step/", given)

    return go


@pytest.fixture
def publish(step):
    """Brings a draft before the public: submitted by who wrote it, reviewed by another."""

    def go(record: Dataset, who: str = "focal_at", by: str = "editor2", reason: str = "") -> Dataset:
        for name, actor in (("submit", who), ("take", by), ("publish", by)):
            response = step(actor, record, name, reason if name == "publish" else "")
            assert response.status_code == 302, response.content.decode()
        record.refresh_from_db()
        return record

    return go
