"""A process that is killed while it writes the index; run by test_following. Arguments: database file, what it does."""

from __future__ import annotations

import os
import signal
import sys

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["isonomia.site.search"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1],
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"},
        }
    },
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)  # fmt: skip
django.setup()

from django.core.management import call_command  # noqa: E402

from isonomia.site.search import building, documents, following  # noqa: E402
from isonomia.site.search.documents import SearchDocument, SearchSource  # noqa: E402
from isonomia.site.search.index.embedded import EmbeddedIndex  # noqa: E402
from isonomia.site.search.models import Outbox  # noqa: E402
from isonomia.site.search.searching import search  # noqa: E402

ROWS = [SearchDocument("text", str(at), "", f"crime number{at}", "en", visibility=["public"]) for at in range(1000)]
documents.register(SearchSource("text", lambda: iter(ROWS), lambda keys: [ROWS[int(key)] for key in keys]))


def _die_in(method: str, call: int) -> None:
    """The index is killed in the middle of a transaction, after it has written."""
    plain = getattr(EmbeddedIndex, method)
    calls = [0]

    def deadly(self, *arguments):
        done = plain(self, *arguments)
        calls[0] += 1
        if calls[0] == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    setattr(EmbeddedIndex, method, deadly)


def main(task: str) -> None:
    if task == "prepare":
        call_command("migrate", verbosity=0)
        ROWS[10:] = []
        building.rebuild()
    elif task == "drain and die":
        following.enqueue("text", *(str(at) for at in range(10, 1000)))
        _die_in("put", 3)
        following.drain()
    elif task == "rebuild and die":
        _die_in("put", 2)
        building.rebuild()
    elif task == "drain":
        following.drain()
    elif task == "rebuild":
        following.enqueue("text", "5")
        building.rebuild()
    results = search("crime", seen_by=["public"], limit=2000)
    print(results.total, len(results.hits), results.status.state, results.status.rebuilding, Outbox.objects.count())


main(sys.argv[2])
