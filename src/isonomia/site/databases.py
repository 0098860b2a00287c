"""Which database: a file in the data directory, or what DATABASE_URL names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from isonomia.errors import IsonomiaError

BUSY_SECONDS = 30
"""How long a writer waits for another one: an import of many records writes in one transaction."""


class UnknownDatabase(IsonomiaError):
    """DATABASE_URL names no database that the site can use."""

    code = "unknown-database"


def sqlite(path: Path) -> dict[str, Any]:
    """The embedded database: readers never wait for the writer, and writers queue instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": BUSY_SECONDS,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                " PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
            ),
        },
    }


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's settings of one database. Raises UnknownDatabase for an address that cannot be used."""
    if not url:
        return sqlite(data / "isonomia.sqlite3")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnknownDatabase(f"{error}; write postgres://user:password@host:5432/name", place="DATABASE_URL") from None
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in ("postgres", "postgresql"):
        raise UnknownDatabase(
            f"{parts.scheme or 'no scheme'} is not known; write postgres://user:password@host:5432/name",
            place="DATABASE_URL",
        )
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise UnknownDatabase("it names no database; write postgres://.../name", place="DATABASE_URL")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # a socket's directory stands in the query, as libpq has it
        "HOST": query.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
