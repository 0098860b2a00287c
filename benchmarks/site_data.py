"""Fills a site with a register, and changes a record whenever it is told to: run in a process of its own.

python benchmarks/site_data.py fill NUMBER      prints the seconds it took, by step, as JSON
python benchmarks/site_data.py change           withdraws or publishes one mandate for each line that it reads
python benchmarks/site_data.py serve PORT       serves as `isonomia serve` does, but builds no search index
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from register_rows import CODES, DOCUMENT, MANDATE, Register

from isonomia.site.serve import migrate, prepare

TABLE = "documents_mandate"


def _put(table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    from django.db import connection

    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _derive_codes() -> None:
    """The rows by which records with several codes are found, as the site writes them."""
    from django.db import connection

    each = "jsonb_array_elements_text(m.{0}) AS c(value)" if connection.vendor == "postgresql" else "json_each(m.{0}) c"
    with connection.cursor() as cursor:
        for field, column in CODES.items():
            cursor.execute(
                f"INSERT INTO {TABLE}_facet (field, code, record_id)"
                f" SELECT %s, c.value, m.id FROM {TABLE} m, {each.format(column)}",
                [field],
            )


def _trust() -> None:
    """What is put in is known to link to what is there: PostgreSQL need not look it up row by row."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")


def _say_changed() -> None:
    from isonomia.site.records import stamps
    from isonomia.site.records.registry import collection

    for name in ("documents", "mandates"):
        stamps.mark(collection(name), None)
        stamps.bump(collection(name))


def _settle() -> None:
    """What the server would do by and by."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT setval('documents_mandate_id_seq', max(id)) FROM documents_mandate")
            cursor.execute("SELECT setval('documents_document_id_seq', max(id)) FROM documents_document")
            cursor.execute("VACUUM ANALYZE")


def fill(number: int, *, search: bool) -> dict[str, float]:
    """Makes the database and writes the register; with the search index or without."""
    from django.db import transaction

    register, seconds = Register(number), {}

    @contextmanager
    def timed(name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        seconds[name] = time.perf_counter() - start

    with timed("migrate"):
        migrate()
    with timed("rows"), transaction.atomic():
        _trust()
        _put("documents_document", DOCUMENT, register.documents())
        _put(TABLE, MANDATE, register.mandates())
        _derive_codes()
        _say_changed()
    with timed("settle"):
        _settle()
    if search:
        from isonomia.site.search.building import rebuild

        with timed("search index"):
            rebuild()
    return seconds


def change() -> None:
    """One change of one mandate through the frame for each line: another one each time."""
    from isonomia.site.documents.models import Mandate
    from isonomia.site.records import writing
    from isonomia.site.records.registry import collection

    mandates = collection("mandates")
    number = Mandate.objects.count()
    for at, _line in enumerate(sys.stdin):
        record = Mandate.objects.get(pk=1 + at * 1009 % number)
        state = "withdrawn" if record.state == "published" else "published"
        writing.move(mandates, record, None, action="withdraw" if state == "withdrawn" else "publish", state=state)
        print(record.pk, flush=True)


def serve(port: int) -> None:
    """The site as it is, on a port."""
    from isonomia.site.records.facet_index import read_ahead
    from isonomia.site.serve import server

    running = server(port=port)
    threading.Thread(target=read_ahead, daemon=True).start()
    running.run()


if __name__ == "__main__":
    prepare()
    if sys.argv[1] == "fill":
        print(json.dumps(fill(int(sys.argv[2]), search="search" in sys.argv[3:])))
    elif sys.argv[1] == "serve":
        serve(int(sys.argv[2]))
    else:
        change()
