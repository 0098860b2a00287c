"""Original files, kept by what is in them: the same bytes are kept once, and a name on the disk says nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from isonomia.site.documents.errors import FileNotKept
from isonomia.writing import write_whole

FOLDER = "documents"
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "akn": "application/akn+xml",
    "text": "text/plain",
}
"""Media types by format. A file is only given out to be saved, never shown by the site itself."""


def fingerprint(data: bytes) -> str:
    """What a file is kept and known by."""
    return hashlib.sha256(data).hexdigest()


def place_of(sha256: str) -> Path:
    """Where the file of a fingerprint is kept."""
    return Path(settings.MEDIA_ROOT) / FOLDER / sha256[:2] / sha256


def keep(data: bytes) -> str:
    """Keeps a file and gives its fingerprint. Raises FileNotKept."""
    sha256 = fingerprint(data)
    place = place_of(sha256)
    if place.is_file() and place.stat().st_size == len(data):
        return sha256
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileNotKept(f"the file cannot be kept ({reason}); make room for it", place=str(place.parent)) from None
    return sha256


def original(sha256: str) -> bytes | None:
    """The bytes of a kept file; None where it is no longer there."""
    try:
        return place_of(sha256).read_bytes()
    except OSError:
        return None
