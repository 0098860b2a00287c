"""Everything that writes, on a small disk that is full. Run by test_full_disk.py with the disk mounted."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "documents"


def main(disk: Path) -> None:
    from isonomia.site.serve import migrate, prepare

    prepare(disk / "data")
    migrate()
    tempfile.tempdir = str(disk / "tmp")  # left to itself it would look for a disk with room
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import connection
    from django.test import Client

    settings.ALLOWED_HOSTS.append("testserver")
    settings.ISONOMIA_JOBS = "inline"
    from isonomia.cli import main as command
    from isonomia.site.accounts.models import User
    from isonomia.site.documents.loading import load_document
    from isonomia.site.search.building import rebuild

    load_document(SAMPLES / "A_RES_98_504.en.txt")
    rebuild()
    user = User.objects.create_user("chief", password="x", role="administrator")
    client = Client(raise_request_exception=False)
    client.force_login(user)
    client.get("/en/")
    text = (SAMPLES / "A_RES_99_501.en.txt").read_bytes()
    rows = "session,kind,title.en,opens,place\n" + "".join(
        f"{n},regular_session,{'long ' * 70},2024-01-01,Vienna\n" for n in range(900)
    )
    (disk / "meetings.csv").write_text(rows)
    (disk / "data" / "text.txt").write_bytes(text)
    target = disk / "out.xlsx"
    target.write_bytes(b"the one before")

    def everything() -> dict[str, int]:
        with connection.cursor() as cursor:
            tables = [name for name in connection.introspection.table_names(cursor) if "session" not in name]
            counts = {}
            for name in tables:
                cursor.execute(f'SELECT count(*) FROM "{name}"')
                counts[name] = cursor.fetchone()[0]
            return counts

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    out: dict[str, object] = {"before": everything()}
    there = {path for path in disk.rglob("*") if path.is_file()}
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    free = os.statvfs(disk)
    out["free"] = free.f_bavail * free.f_frsize

    def sent(name: str, data: bytes) -> dict[str, SimpleUploadedFile]:
        return {"file": SimpleUploadedFile(name, data)}

    record = {"session": "x", "title.en": "X", "title.original": "en", "kind": "regular_session", "opens": "2024-01-01"}
    for n in range(40):
        record |= {
            "adopted.rows": [str(n) for n in range(40)],
            f"adopted.{n}.symbol": f"A/RES/1/{n}",
            f"adopted.{n}.title.en": "long " * 100,
        }
    out["upload"] = client.post("/en/documents/-/upload/", sent("a.txt", text)).status_code
    out["import"] = client.post("/en/meetings/-/import/", sent("m.csv", rows.encode())).status_code
    out["record"] = client.post("/en/meetings/-/new/", record).status_code
    for form in ("xlsx", "parquet", "csv"):
        response = client.get(f"/en/mandates/-/export.{form}")
        out[form] = response.status_code
        if response.status_code == 200:
            assert len(b"".join(response)) > 1000
    out["list"] = client.get("/en/mandates/").status_code
    out["search"] = client.get("/en/search/?q=crime").status_code
    data = str(disk / "data")
    out["commands"] = {
        "import": command(["import", "meetings", str(disk / "meetings.csv"), "--data", data]),
        "export": command(["export", "mandates", "--to", "xlsx", "-o", str(target), "--data", data]),
        "load": command(["load", str(disk / "data" / "text.txt"), "--data", data]),
    }
    assert target.read_bytes() == b"the one before"
    out["after"] = everything()
    kept = {"filler", "isonomia.sqlite3-wal", "isonomia.sqlite3-shm", "migrate.lock"}
    out["left"] = sorted(
        str(path) for path in disk.rglob("*") if path.is_file() and path not in there and path.name not in kept
    )
    filler.unlink()
    out["later"] = client.post("/en/documents/-/upload/", sent("a.txt", text)).status_code
    print(json.dumps(out))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
