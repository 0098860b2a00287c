"""Every error that the project raises on purpose: a code, a place, what is wrong and what would be right."""

from __future__ import annotations


class IsonomiaError(Exception):
    """A fault in the input, said so that its owner can mend it.

    `code` is stable and documented in docs/errors.md; `place` is a file, page, line or field; `message` says what is
    wrong and, after a semicolon, what would be right.
    """

    code = "input-error"

    def __init__(self, message: str, *, place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class EmptyFile(IsonomiaError):
    """The file has no bytes, or no text that could be read."""

    code = "empty-file"


class UnknownFormat(IsonomiaError):
    """The bytes are none of the formats that are read."""

    code = "unknown-format"


class DamagedFile(IsonomiaError):
    """The file is truncated or its structure is broken."""

    code = "damaged-file"


class EncryptedFile(IsonomiaError):
    """The file is protected by a password."""

    code = "encrypted-file"


class FileTooLarge(IsonomiaError):
    """The file, or what it unpacks to, is over the limit."""

    code = "file-too-large"


class NoTextLayer(IsonomiaError):
    """A scan: pages are pictures; `--ocr` reads them when tesseract is installed."""

    code = "no-text-layer"


class GarbledText(IsonomiaError):
    """The text layer uses a private font encoding, so that its characters are not those that the eye sees."""

    code = "garbled-text"


class MissingDependency(IsonomiaError):
    """An optional program or package is needed and absent; the message says how to install it."""

    code = "missing-dependency"


class UnknownLanguage(IsonomiaError):
    """The language is not one of ar, en, es, fr, ru, zh, or could not be recognised."""

    code = "unknown-language"


class UnknownSymbol(IsonomiaError):
    """A text that was to be a United Nations document symbol is none."""

    code = "unknown-symbol"


class InvalidAkomaNtoso(IsonomiaError):
    """The XML is not an Akoma Ntoso document of a kind that is read."""

    code = "invalid-akoma-ntoso"
