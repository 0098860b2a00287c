"""`isonomia import`: what it brings in is found by the search when it ends."""

from __future__ import annotations

import pytest

from isonomia.cli import main
from isonomia.site import commands
from isonomia.site.search.building import rebuild
from isonomia.site.search.models import Outbox

pytestmark = pytest.mark.django_db
ROWS = "body,session,kind,title.en,opens\nccpcj,31,regular_session,Zanzibar hearing,2022-05-16\n"


@pytest.fixture
def call(monkeypatch, tmp_path, db):
    """The command on the tests' own database, with a search index that was there before."""
    monkeypatch.setattr(commands, "prepare", lambda _data: None)
    monkeypatch.setattr(commands, "migrate", lambda: None)
    rebuild()
    (tmp_path / "m.csv").write_text(ROWS)
    return lambda *more: main(["import", "meetings", str(tmp_path / "m.csv"), *more])


def test_what_is_imported_is_found_at_once(call, client):
    assert call() == 0
    assert not Outbox.objects.exists()
    assert client.get("/api/v1/search?q=zanzibar").json()["count"] == 1


def test_a_dry_run_leaves_the_index_alone(call, monkeypatch):
    monkeypatch.setattr("isonomia.site.search.keeping.bring_up_to_date", lambda *_: pytest.fail("brought up to date"))
    assert call("--dry-run") == 0
