"""What documents can be refused for, besides what the readers refuse."""

from __future__ import annotations

from isonomia.errors import IsonomiaError


class NoSymbol(IsonomiaError):
    """A document that prints no symbol cannot be kept, for its symbol is its address."""

    code = "no-symbol"


class FileNotKept(IsonomiaError):
    """The original file cannot be written to the data directory."""

    code = "file-not-kept"
