"""Which language version speaks for a document: to a reader, and in the register."""

from __future__ import annotations

from collections.abc import Iterable

from isonomia.site.records.fields.texts import FALLBACK


def in_order(languages: Iterable[str], original: str = "") -> list[str]:
    """Languages with the one that leads first: the original, else in the order in which the site falls back."""
    there = set(languages)
    return [code for code in dict.fromkeys((original, *FALLBACK)) if code in there]


def shown_in(languages: Iterable[str], reader: str, original: str = "") -> str:
    """The language version to show to a reader: the reader's language, else the one that leads; empty where none is."""
    there = list(languages)
    if reader in there:
        return reader
    return next(iter(in_order(there, original)), "")
