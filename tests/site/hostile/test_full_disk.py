"""A full disk: said in words, answered with 507, and what was there before is there afterwards, no more and no less.

The embedded database is given no page more, which is a real SQLITE_FULL; no file may grow, which is a real EFBIG; and where
the system lets a test mount a small disk, everything is tried on one that is really full.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from isonomia_cases.models import Case

from isonomia.site.accounts.models import ApiToken
from isonomia.site.documents import files
from isonomia.site.documents.errors import FileNotKept
from isonomia.site.documents.models import Correction, Document, Mandate
from isonomia.site.records.access import Actor
from isonomia.site.records.models import ImportJob
from isonomia.site.records.transfer.importing import Import
from isonomia.site.room import no_room
from isonomia.site.search import building, following
from isonomia.site.search.models import Outbox
from isonomia.site.search.state import index_status

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "documents"
LONG = "word " * 3900


@contextmanager
def no_page_more():
    """The embedded database may not grow by a page."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 4294967294")


@contextmanager
def no_file_above(size: int):
    """No file of this process grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def everything():
    """All rows of all tables, but for sessions and counts of tries."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        held = {}
        for table in tables:
            if not table.startswith(("django_session", "accounts_counts", "sqlite_", "usersessions")):
                cursor.execute(f'SELECT * FROM "{table}"')
                held[table] = cursor.fetchall()
    return held


@pytest.fixture
def embedded(transactional_db):
    if connection.vendor != "sqlite":
        pytest.skip("the embedded database only: the disk of a server is not ours to fill")


@pytest.fixture
def editor(client_of):
    client = client_of("editor")
    client.raise_request_exception = False
    client.get("/en/")
    return client


# -- the database --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "words"), [("en", "The disk of the site is full"), ("fr", "disque"), ("ar", "القرص"), ("zh", "磁盘")]
)
def test_a_record_that_finds_no_room_is_refused_in_words(embedded, editor, code, words):
    before = everything()
    given = {
        "country": "AT",
        "number": "1",
        "title.en": "One",
        "title.original": "en",
        "summary.en": LONG,
        "summary.original": "en",
    }
    with no_page_more():
        response = editor.post(f"/{code}/cases/-/new/", given)
        assert response.status_code == 507
        assert words in response.content.decode()
        assert editor.get("/en/cases/").status_code == 200  # what is there can be read all the time
    assert everything() == before
    assert editor.post("/en/cases/-/new/", given).status_code == 302


def test_the_api_says_so_too(embedded, users, client):
    _token, text = ApiToken.issue(users["editor"], "x")
    client.raise_request_exception = False
    body = json.dumps({"values": {"country": "AT", "number": "1", "title": {"en": "x"}, "summary": {"en": LONG}}})
    with no_page_more():
        response = client.post(
            "/api/v1/cases", body, content_type="application/json", headers={"authorization": f"Bearer {text}"}
        )
    assert response.status_code == 507
    assert json.loads(response.content)["error"]["code"] == "no-room"
    assert not Case.objects.exists()


def test_a_change_that_finds_no_room_leaves_the_record_and_its_history(embedded, editor, make_case, users):
    case = make_case("draft", user=users["editor"])
    before = everything()
    given = {
        "country": "AT",
        "number": case.number,
        "title.en": "New",
        "title.original": "en",
        "summary.en": LONG,
        "summary.original": "en",
        "version": "1",
    }
    with no_page_more():
        assert editor.post(f"/en/cases/{case.key}/-/edit/", given).status_code == 507
    assert everything() == before
    assert editor.post(f"/en/cases/{case.key}/-/edit/", given).status_code == 302


def test_an_upload_that_finds_no_room_leaves_no_document(embedded, editor, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "files")
    data = (SAMPLES / "A_RES_99_501.en.txt").read_bytes()
    before = everything()
    with no_page_more():
        assert editor.post("/en/documents/-/upload/", {"file": SimpleUploadedFile("a.txt", data)}).status_code == 507
    assert everything() == before
    assert editor.post("/en/documents/-/upload/", {"file": SimpleUploadedFile("a.txt", data)}).status_code == 302
    assert Document.objects.get().mandates


def test_a_correction_that_finds_no_room_leaves_the_mandate(embedded, editor):
    from isonomia.site.documents.loading import load_document

    load_document(SAMPLES / "A_RES_98_504.en.txt")
    mandate = Mandate.objects.first()
    before = everything()
    given = {"kind": "topics", "topics": "terrorism", "reason": LONG * 3}
    with no_page_more():
        assert editor.post(f"/en/mandates/{mandate.key}/-/correct/", given).status_code == 507
    assert everything() == before
    response = editor.post(f"/en/mandates/{mandate.key}/-/correct/", given)
    assert response.status_code == 302, response.content.decode()[:3000]
    assert Correction.objects.count() == 1


def test_an_import_that_finds_no_room_writes_nothing_and_can_be_tried_again(embedded, editor, cases, tmp_path):
    rows = [
        {"country": "AT", "number": str(n), "title": {"en": f"Case {n}"}, "summary": {"en": LONG}} for n in range(40)
    ]
    path = tmp_path / "file"
    path.write_text("\n".join(map(json.dumps, rows)))
    before = everything()
    with no_page_more():
        report = Import(cases, Actor("administrator"), None, path).run()
        assert report.problem == "The disk of the site is full. Nothing is written; try again when there is room."
        assert not report.written
    assert everything() == before
    assert Import(cases, Actor("administrator"), None, path).run().written
    # on the site: the file waits, and is checked and written when there is room again
    Case.objects.all().delete()
    where = editor.post("/en/cases/-/import/", {"file": SimpleUploadedFile("cases.jsonl", path.read_bytes())})[
        "Location"
    ]
    assert ImportJob.objects.get().stage == "checked"
    with no_page_more():
        assert editor.post(where).status_code in (302, 507)
        assert not Case.objects.exists()
        assert editor.get(where).status_code in (200, 507)
    page = editor.get(where).content.decode()
    assert ImportJob.objects.get().stage == "stopped"
    assert 'name="again"' in page
    assert editor.post(where, {"again": "on"}).status_code == 302
    assert ImportJob.objects.get().stage == "checked"
    assert editor.post(where).status_code == 302
    assert Case.objects.count() == 40


def test_an_index_that_finds_no_room_stays_as_it_was_and_follows_later(embedded, make_case, caplog):
    make_case(title={"en": "first"})
    building.rebuild()
    rows = index_status().rows
    summary = {"en": " ".join(f"word{n}" for n in range(2000))}
    with mock.patch.object(following, "drain"):  # what is to be followed waits
        for _ in range(12):
            make_case(summary=summary)
    waiting = Outbox.objects.count()
    assert waiting
    with no_page_more():
        with pytest.raises(OperationalError) as full:
            following.drain()
        assert no_room(full.value)
        with pytest.raises(OperationalError):
            building.rebuild()
    assert Outbox.objects.count() == waiting
    status = index_status()
    assert (status.rows, status.needs_rebuild) == (rows, False)
    following.drain()
    assert (Outbox.objects.count(), index_status().rows) == (0, rows + 12)
    assert building.rebuild().rows == rows + 12


# -- files ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_original_that_cannot_be_kept_is_named_and_leaves_no_part(tmp_path, monkeypatch, client_of):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    with no_file_above(4096), pytest.raises(FileNotKept) as wrong:
        files.keep(b"x" * 10_000)
    assert wrong.value.code == "file-not-kept"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files.original(files.keep(b"x" * 10_000)) == b"x" * 10_000


@pytest.mark.django_db
def test_an_upload_for_import_that_cannot_be_kept_leaves_no_part(client_of, said):
    from isonomia.site.records.transfer import jobs

    client = client_of("editor")
    client.raise_request_exception = False
    before = set(jobs.folder().iterdir())
    text = "country,number,title.en\n" + "AT,1,x\n" * 20_000
    with no_file_above(50_000):
        response = client.post("/fr/cases/-/import/", {"file": SimpleUploadedFile("cases.csv", text.encode())})
    assert response.status_code == 507
    assert "disque" in said(response)
    assert set(jobs.folder().iterdir()) == before
    assert not ImportJob.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_an_export_that_finds_no_room_says_so_before_it_begins(client, make_case, form, said, tmp_path, monkeypatch):
    import random
    import tempfile

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dice = random.Random(1)
    for _ in range(12):
        make_case(summary={"en": "".join(chr(dice.randrange(0x4E00, 0x9FFF)) for _ in range(9000))})
    client.raise_request_exception = False
    with no_file_above(30_000):
        response = client.get(f"/es/cases/-/export.{form}")
        assert response.status_code == 507
    assert "disco" in said(response)
    assert not list(tmp_path.iterdir())
    assert len(b"".join(client.get(f"/es/cases/-/export.{form}").streaming_content)) > 1000


# -- a disk that is really full ------------------------------------------------------------------------------------

SMALL = """
set -e
mkdir -p "$1" && mount -t tmpfs -o size=40m none "$1"
mkdir "$1/tmp" && export TMPDIR="$1/tmp" ISONOMIA_DATA="$1/data"
exec "$2" "$3" "$1"
"""


def _may_mount(tmp_path) -> bool:
    if shutil.which("unshare") is None:
        return False
    try_it = ["unshare", "-Urm", "sh", "-c", f"mount -t tmpfs none {tmp_path}"]
    return subprocess.run(try_it, capture_output=True, check=False).returncode == 0


def test_on_a_disk_that_is_really_full_nothing_is_lost(tmp_path):
    if not _may_mount(tmp_path):
        pytest.skip("this system lets nobody mount a disk of their own")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ISONOMIA_", "DATABASE_URL", "DJANGO_"))
    }
    done = subprocess.run(
        ["unshare", "-Urm", "sh", "-c", SMALL, "sh", str(tmp_path / "disk"), sys.executable, str(Path(__file__).with_name("full_disk.py"))],
        capture_output=True, text=True, check=False, env=kept, timeout=500,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told.pop("free") < 100_000
    assert told.pop("before") == told.pop("after")
    assert told.pop("commands") == {"import": 1, "export": 2, "load": 1}
    assert told.pop("left") == []
    assert told == {
        "upload": 400, "import": 507, "record": 507, "xlsx": 507, "parquet": 507, "csv": 200, "list": 200, "search": 200, "later": 302,
    }  # fmt: skip
