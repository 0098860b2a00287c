"""The data directory: the database, the files and the secret of one site."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

DEFAULT = Path("isonomia-data")


def data_directory() -> Path:
    """Where this site keeps what is its own: ISONOMIA_DATA, else `isonomia-data` in the working directory."""
    return Path(os.environ.get("ISONOMIA_DATA") or DEFAULT).absolute()


def secret_key(data: Path) -> str:
    """The key that signs sessions and links, made once and readable by its owner alone.

    Where there is no data directory yet (a check, a build), a key that lasts as long as the process.
    """
    path = data / "secret.key"
    if not data.is_dir():
        return secrets.token_urlsafe(64)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(64)
        file.write(key + "\n")
    return key
