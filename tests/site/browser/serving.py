"""The site that the browser tests look at: a real server on a data directory of its own, with a few documents and people.

    python serving.py DATA PID     prints its address, and serves as long as the process PID lives

`DATA/places.json` then says where records are that have an opaque key as their address.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "documents"
APPS = Path(__file__).resolve().parents[1] / "apps"
DOCUMENTS = (
    "A_RES_97_503.fr.txt", "A_RES_99_501.fr.html", "A_RES_99_501.en.txt", "A_RES_99_501.ar.html",
    "A_RES_99_501.zh.txt", "A_98_141.en.txt",
)  # fmt: skip
SPECIMEN = "A/RES/99/501"
"""The others are loaded as if the United Nations had adopted them, so that the pages which leave specimens out show
something."""
PASSWORD = "correct horse battery"
PEOPLE: dict[str, dict[str, str]] = {
    "edith": {"role": "editor"}, "ursula": {"role": "editor"}, "chief": {"role": "administrator"},
    "fatima": {"role": "focal_point", "country": "AT"}, "selma": {"role": "reader"},
}  # fmt: skip


def fill(data: Path) -> None:
    """Loads the documents, makes the accounts, a meeting and a follow-up."""
    from isonomia.site.accounts.commanding import make_account
    from isonomia.site.documents.loading import load_document
    from isonomia.site.documents.models import Document, Mandate
    from isonomia.site.documents.pairings import relate

    for name in DOCUMENTS:
        load_document(SAMPLES / name, specimen=name.startswith(SPECIMEN.replace("/", "_")))
    for document in Document.objects.all():
        relate(document)
    for name, more in PEOPLE.items():
        make_account(name, PASSWORD, **more)
    asked = Mandate.objects.filter(document__symbol=SPECIMEN, state="published")
    to_states = [row for row in asked.order_by("pk") if "member_states" in row.addressees]
    meeting = _made("meetings", {
        "title": {"en": "Commission, session 31", "zh": "委员会第31届会议"}, "body": "ccpcj", "kind": "regular_session",
        "session": "31", "opens": "2022-05-16", "place": "Vienna", "host": "AT",
        "adopted": [{"symbol": "CCPCJ/RES/31/1", "kind": "resolution"}],
    })  # fmt: skip
    answer = _made("follow-up", {
        "mandate": to_states[0].key, "country": "FR", "progress": "in_progress", "as_of": "2045-03-01",
        "text": {"fr": "Une loi a été adoptée.", "en": "A law was made."},
    })  # fmt: skip
    places = {
        "mandate": to_states[0].key, "other": to_states[1].key, "meeting": meeting.key, "answer": answer.key,
        **_datasets(),
    }  # fmt: skip
    (data / "places.json").write_text(json.dumps(places))


def _datasets() -> dict[str, str]:
    """A dataset of four countries, published, and a draft with faults of one; where they are."""
    sys.path.append(str(APPS))
    from isonomia_tables import FAULTY, MANY

    from isonomia.site.statistics.receiving import receive

    many = receive(MANY, name="prisons.csv")
    faulty = receive(FAULTY, name="austria.csv")
    given = {"series": "Crime trends, prisons", "source": "National offices", "vintage": "2024-05-16"}
    titles = {"title": {"en": "Prisons and prisoners", "ar": "السجون والسجناء"}}
    whole = _made("datasets", {**given, **titles, "fingerprint": many.sha256})
    draft = _made("datasets", {**given, **titles, "fingerprint": faulty.sha256, "country": "AT"}, "draft")
    return {"dataset": whole.key, "draft": draft.key}


def _made(name: str, given: dict[str, Any], state: str = "published") -> Any:
    from isonomia.site.records import writing
    from isonomia.site.records.access import Actor
    from isonomia.site.records.registry import collection
    from isonomia.site.records.values import clean

    rows = collection(name)
    return writing.create(rows, clean(rows, given, Actor("administrator")), None, state=state)


def end_with(pid: int) -> None:
    """Ends this process when the tests have: they may be stopped in a way that leaves no time for it."""
    while True:
        time.sleep(1)
        try:
            os.kill(pid, 0)
        except OSError:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    from isonomia.site.serve import serve

    where = Path(sys.argv[1])
    threading.Thread(target=end_with, args=(int(sys.argv[2]),), daemon=True).start()
    serve(where, port=0, fill=lambda: fill(where))
