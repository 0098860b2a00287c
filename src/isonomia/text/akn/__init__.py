"""Akoma Ntoso, the form in which documents are exchanged: `to_akn`, `from_akn`.

Written files are Akoma Ntoso 3.0 in the United Nations profile and pass the strict schema; read are files of any
version, ours or others'.
"""

from __future__ import annotations

from isonomia.text.akn.reader import MAX_AKN_BYTES, Reading, read
from isonomia.text.model import Document

__all__ = ["MAX_AKN_BYTES", "Reading", "from_akn", "read_akn", "to_akn"]


def to_akn(document: Document) -> bytes:
    """The document as Akoma Ntoso 3.0 in UTF-8; `from_akn` gives an equal document back.

    Raises InvalidAkomaNtoso where the text holds characters that XML forbids or spans and text disagree.
    """
    from isonomia.text.akn.writer import write

    return write(document)


def from_akn(data: bytes, *, name: str = "") -> Document:
    """The document in an Akoma Ntoso file; `name` is the file's, for messages.

    Raises EmptyFile, FileTooLarge, DamagedFile, InvalidAkomaNtoso, UnknownLanguage. Citations are empty unless the file
    was written by `to_akn`: `read_akn` says which it was.
    """
    return read(data, name=name).document


def read_akn(data: bytes, *, name: str = "", language: str | None = None) -> Reading:
    """As `from_akn`, with `citations_stored`: False where the caller has to find the citations by rules.

    `language` is taken where the file names none.
    """
    return read(data, name=name, language=language)
