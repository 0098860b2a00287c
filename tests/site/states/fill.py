"""How the states beside this file were made: a few rows of every table, written by the site as it was then.

    git archive COMMIT src samples | tar -x -C OLD
    PYTHONPATH=OLD/src python tests/site/states/fill.py OLD/samples/documents tests/site/states/COMMIT.sql

Left out is what a site makes again by itself: the search index, sessions, and most of the code lists.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from pathlib import Path

DOCUMENTS = ("A_RES_98_504.en.txt", "A_RES_99_501.en.txt")
KEPT_TERMS = 3


def fill(samples: Path) -> None:
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    from isonomia.site.accounts.invitations import invite
    from isonomia.site.accounts.models import ApiToken, Invitation, User
    from isonomia.site.documents.deciding import correct
    from isonomia.site.documents.loading import load_document
    from isonomia.site.documents.models import Mandate
    from isonomia.site.records import workflow, writing
    from isonomia.site.records.access import Actor
    from isonomia.site.records.models import ImportJob, Record, Source
    from isonomia.site.records.registry import collection
    from isonomia.site.records.sources import attribute
    from isonomia.site.records.values import clean
    from isonomia.site.search.building import rebuild

    users = {
        name: User.objects.create_user(name, password=None, **more)
        for name, more in {
            "ada": {"role": "administrator"}, "edith": {"role": "editor"}, "emil": {"role": "editor"},
            "franz": {"role": "focal_point", "country": "AT"}, "uma": {"role": "body_focal_point", "body": "unodc"},
        }.items()
    }  # fmt: skip
    ApiToken.issue(users["franz"], "register")
    invite(Invitation(username="nina", role="reader"), users["ada"])
    for name in DOCUMENTS:
        load_document((samples / name).read_bytes(), specimen=True)

    def write(name: str, user: User, state: str, **given: object) -> Record:
        with transaction.atomic():
            values = clean(collection(name), given, Actor("administrator"))
            return writing.create(collection(name), values, user, state=state, reason="because")

    body = write("bodies", users["edith"], "published", code="unodc", title={"en": "Office", "fr": "Bureau", "original": "en"},
                 kind="office", established="1997-01-01", topics=["drugs"])  # fmt: skip
    attribute(
        collection("bodies"),
        body,
        Source.objects.create(title="A/RES/46/152", date="1991-12-18"),
        ("established",),
        "OP2",
    )
    write(
        "bodies", users["edith"], "draft", code="ccpcj", title={"en": "Commission"}, kind="commission", parent=body.key
    )
    write("meetings", users["edith"], "published", title={"en": "First"}, body="unodc", session="1", kind="meeting",
          opens="2044-05-01", host="AT", topics=["drugs", "corruption"],
          adopted=[{"symbol": "A/1", "title": {"en": "One"}, "kind": "resolution"}, {"symbol": "A/2"}])  # fmt: skip
    asked = next(row for row in Mandate.objects.order_by("pk") if "member_states" in row.addressees)
    answer = write("follow-up", users["franz"], "draft", mandate=asked.key, country="AT", progress="done", as_of="2044-01-01",
                   text={"en": "A law.", "fr": "Une loi.", "original": "en"},
                   links=[{"title": "Law", "address": "https://example.org/"}])  # fmt: skip
    follow_ups = collection("follow-up")
    for step, who in (("submit", "franz"), ("take", "edith"), ("publish", "edith")):
        answer = workflow.take(follow_ups, Actor.of(users[who]), users[who], answer, step)
    (full,) = writing.with_children(follow_ups, [answer.pk])
    writing.revise(
        follow_ups, answer, {**writing.clean_of(follow_ups.shape, full), "progress": "in_progress"}, users["franz"]
    )
    wording = asked.wordings["en"]
    given = {"topics": ["education"] if wording["topics"] != ["education"] else ["drugs"]}
    correct(asked, "en", "topics", given, "It is about schools.", users["emil"])
    ImportJob.objects.create(collection="meetings", user=users["edith"], file_name="meetings.csv", path="imports/1.csv",
                             state="draft", stage="written", done=2, report={}, created_at=timezone.now())  # fmt: skip
    rebuild()


def dumped(database: Path) -> str:
    """The rows as SQL, without what a site makes again by itself."""
    with sqlite3.connect(database) as base:
        for kind in ("VIRTUAL ", ""):  # what belongs to a virtual table goes with it
            made = base.execute("SELECT name FROM sqlite_master WHERE sql LIKE ?", [f"CREATE {kind}TABLE%"])
            for table in [row[0] for row in made]:
                if table.startswith("search_") and table.split("_")[1].isdigit():
                    base.execute(f"DROP TABLE {table}")
        base.execute("DELETE FROM records_term WHERE position >= ?", [KEPT_TERMS])
        for table in ("django_session", "search_indexstate", "search_outbox"):
            base.execute(f"DELETE FROM {table}")
        base.commit()
        base.execute("VACUUM")
        return "\n".join(base.iterdump()) + "\n"


if __name__ == "__main__":
    os.environ["ISONOMIA_DATA"] = tempfile.mkdtemp(prefix="isonomia-state-")
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "isonomia.site.settings"
    import django

    django.setup()
    fill(Path(sys.argv[1]))
    from django.db import connection

    name = Path(connection.settings_dict["NAME"])
    connection.close()
    Path(sys.argv[2]).write_text(dumped(name), encoding="utf-8")
