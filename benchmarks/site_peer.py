"""The same register as a table for Datasette, as it is best served by it: indexes on what is counted, FTS on the words.

The three lists of codes stand in it as JSON, as in ours; Datasette counts those with `_facet_array`.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

from register_rows import DOCUMENT, MANDATE, Register

COLUMNS = (
    "id", "key", "reference", "document", "session", "date", "text", "act", "force", "intensity", "speaker",
    "addressees", "conditional", "due_year", "topics", "languages", "specimen", "wordings",
)  # fmt: skip
WORDS = ("text", "reference", "addressees", "topics", "act")
"""What is searched, as in ours."""
COUNTED = ("act", "force", "conditional", "due_year", "document", "session", "specimen")
LISTED = ("addressees", "topics", "languages")
SIZE = 25
RANKED = (
    "select m.*, snippet(mandates_fts, 0, '[', ']', '…', 30) as passage from mandates_fts"
    " join mandates m on m.id = mandates_fts.rowid where mandates_fts match :q order by mandates_fts.rank limit 25"
)
"""Search by rank, as Datasette's documentation has it: its table pages do not rank."""


def fill(path: Path, register: Register) -> None:
    """Writes what the public sees of a register."""
    place = MANDATE.index
    symbols = {row[0]: row[DOCUMENT.index("symbol")] for row in register.documents()}
    connection = sqlite3.connect(path)
    connection.execute(
        f"CREATE TABLE mandates ({', '.join(COLUMNS)}, PRIMARY KEY (id))".replace("id,", "id INTEGER,", 1)
    )
    connection.executemany(
        f"INSERT INTO mandates VALUES ({', '.join('?' * len(COLUMNS))})",
        (
            [symbols[row[place("document_id")]] if name == "document" else row[place(name)] for name in COLUMNS]
            for row in register.mandates()
            if row[place("state")] == "published"
        ),
    )
    for name in (*COUNTED, "date"):
        connection.execute(f"CREATE INDEX mandates_{name} ON mandates ({name})")
    words = ", ".join(WORDS)
    connection.execute(f"CREATE VIRTUAL TABLE mandates_fts USING fts5 ({words}, tokenize='porter', content='mandates')")
    connection.execute(f"INSERT INTO mandates_fts (rowid, {words}) SELECT id, {words} FROM mandates")
    connection.execute("INSERT INTO mandates_fts (mandates_fts) VALUES ('optimize')")
    connection.execute("ANALYZE")
    connection.commit()
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def command(path: Path, port: int) -> list[str]:
    """How Datasette is started: no facet is cut off, none is suggested; what it caches it caches."""
    settings = {"facet_time_limit_ms": 600_000, "sql_time_limit_ms": 600_000, "suggest_facets": "off"}
    options = [part for name, value in settings.items() for part in ("--setting", name, str(value))]
    return [str(Path(sys.executable).parent / "datasette"), "serve", str(path), "--port", str(port), *options]


def listed(name: str, *, facets: bool = True, lists: bool = False, json: bool = False, **more: str) -> str:
    """The address of the table's page, the newest first."""
    pairs = [("_sort_desc", "date"), ("_size", str(SIZE)), *more.items()]
    pairs += [("_facet", column) for column in COUNTED if facets]
    pairs += [("_facet_array", column) for column in LISTED if lists]
    pairs += [("_shape", "objects")] if json else []
    return f"/{name}/mandates{'.json' if json else ''}?{urlencode(pairs)}"


def ranked(name: str, words: str) -> str:
    """The address of a search by rank, as JSON."""
    return f"/{name}.json?sql={quote(RANKED)}&{urlencode({'q': words, '_shape': 'objects'})}"
