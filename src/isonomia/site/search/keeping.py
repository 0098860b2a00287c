"""The index is kept as it should be: built where there is none that can be asked, else brought up to date."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from django.conf import settings
from django.db import DatabaseError, connections

from isonomia.errors import IsonomiaError
from isonomia.site.search.building import Progress, rebuild
from isonomia.site.search.errors import IndexBusy
from isonomia.site.search.following import drain
from isonomia.site.search.state import current, database, index_status, is_building

logger = logging.getLogger(__name__)
MOMENT = 1.5
"""Seconds that a reader waits for a rebuilding that may be short."""


def bring_up_to_date(out: TextIO | None = None) -> bool:
    """Builds the index where it is missing, damaged or of another version, else lets it follow what waits.

    Says so on `out`, and what went wrong: the site opens without a search rather than not at all. Whether all is well.
    """
    try:
        if not index_status().needs_rebuild:
            drain()
            return True
        with _shown(out) as progress:
            done = rebuild(progress)
    except (IsonomiaError, DatabaseError) as error:
        if out:
            print(f"The search is not up to date: {error}", file=out, flush=True)
        return False
    if out:
        for fault in done.faults.values():
            print(fault, file=out)
        print(f"The search index has {done.rows:,} records.", file=out, flush=True)
    return not done.faults


@contextmanager
def _shown(out: TextIO | None) -> Iterator[Progress | None]:
    """Says what is being read: a line that changes on a terminal, one line elsewhere."""
    words = "Building the search index"
    if out is None or not out.isatty():
        if out:
            print(f"{words} ...", file=out, flush=True)
        yield None
        return
    from rich.console import Console

    with Console(file=out).status(f"{words} ...") as line:
        yield lambda kind, rows: line.update(f"{words}: {kind}, {rows:,}")


def begin_rebuild() -> bool:
    """Rebuilds beside the request, or at once where the setting ISONOMIA_JOBS is `inline`. Whether it is done already.

    Raises IndexBusy where somebody builds already.
    """
    if is_building(current()):
        raise IndexBusy("the search index is being rebuilt already; wait until it is done")
    if getattr(settings, "ISONOMIA_JOBS", "") == "inline":
        rebuild()
        return True
    thread = threading.Thread(target=_beside, daemon=True, name="search-rebuild")
    thread.start()
    thread.join(MOMENT)
    return not thread.is_alive()


def _beside() -> None:
    try:
        rebuild()
    except IndexBusy:
        pass
    except Exception:
        logger.exception("the search index could not be rebuilt; the old one, if there is one, is as it was")
    finally:
        connections[database()].close()
