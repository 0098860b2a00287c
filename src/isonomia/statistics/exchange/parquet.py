"""A table as Parquet, typed, with its description as key-value metadata."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from isonomia.errors import DamagedFile, MissingDependency
from isonomia.statistics.dataset import Dataset
from isonomia.statistics.exchange.about import about, heads
from isonomia.statistics.exchange.tables import typed_columns

NUMBERS = {"year": "INTEGER", "value": "DOUBLE", "row": "INTEGER"}
MAGIC = b"PAR1"


def parquet(data: Dataset) -> bytes:
    """The bytes of a Parquet file: see `typed_columns`. Raises MissingDependency without duckdb."""
    duckdb = _duckdb()
    columns = typed_columns(data)
    arrays = {name: _array(name, cells) for name, cells in columns.items()}
    chosen = ", ".join(
        f"CASE WHEN isnan({_quoted(name)}) THEN NULL ELSE {_quoted(name)} END::{NUMBERS[name]} AS {_quoted(name)}"
        if name in NUMBERS else f"{_quoted(name)}::VARCHAR AS {_quoted(name)}"
        for name in columns
    )  # fmt: skip
    metadata = {name.replace(" ", "_"): text for name, text in about(data).lines().items() if text}
    metadata["isonomia"] = json.dumps(
        {"kind": data.kind, "sheet": data.sheet, "file": data.file, "stamp": data.stamp, "header": heads(data)},
        ensure_ascii=False,
    )
    pairs = ", ".join(f"{_quoted(name)}: {_text(value)}" for name, value in metadata.items())
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "table.parquet"
        connection.execute("SET preserve_insertion_order = true")
        connection.register("observations", arrays)
        connection.execute(
            f"COPY (SELECT {chosen} FROM observations) TO {_text(str(path))}"
            f" (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}})"
        )
        return path.read_bytes()


def read_parquet(content: bytes, file: str) -> tuple[Mapping[str, list[Any]], Mapping[str, Any]]:
    """The columns of a Parquet file, and what this project noted in it (empty where another program wrote it).

    Raises DamagedFile, MissingDependency.
    """
    duckdb = _duckdb()
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "table.parquet"
        path.write_bytes(content)
        try:
            noted = connection.execute(
                f"SELECT value FROM parquet_kv_metadata({_text(str(path))}) WHERE key = 'isonomia'"
            ).fetchone()
            found = connection.execute(f"SELECT * FROM read_parquet({_text(str(path))})")
            names = [column[0] for column in found.description]
            cells = list(zip(*found.fetchall(), strict=True)) or [() for _ in names]
        except duckdb.Error as error:
            raise DamagedFile(f"the Parquet file cannot be read ({error}); write it again", place=file) from None
    columns = {name: list(column) for name, column in zip(names, cells, strict=True)}
    return columns, json.loads(bytes(noted[0]).decode()) if noted else {}


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError:
        raise MissingDependency("Parquet needs duckdb; pip install isonomia[statistics]") from None
    return duckdb


def _array(name: str, cells: list[Any]) -> Any:
    if name in NUMBERS:
        return np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64)
    return np.array(cells, dtype=object)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
