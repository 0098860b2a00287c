"""Addresses of style sheets and scripts that change when their content does, so that browsers may keep them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import StaticFilesStorage


@lru_cache(maxsize=256)
def _fingerprint(name: str) -> str:
    path = find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12] if path else ""


class HashedUrls(StaticFilesStorage):
    """Adds a fingerprint of the content to the address; nothing has to be collected beforehand."""

    def url(self, name: str | None) -> str:
        """The address of a file with its fingerprint."""
        address = str(super().url(name))
        mark = _fingerprint(name or "")
        return f"{address}?v={mark}" if mark else address
