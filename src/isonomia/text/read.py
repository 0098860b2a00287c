"""Reads a file of any known format into a Document."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from isonomia.errors import DamagedFile, EmptyFile, FileTooLarge, IsonomiaError
from isonomia.text.citations import find_citations
from isonomia.text.detect import detect_language
from isonomia.text.grammar import grammar
from isonomia.text.lines import CALL_CLOSE, CALL_OPEN, Extract
from isonomia.text.model import Document, Source, Warning
from isonomia.text.readers.sniff import sniff
from isonomia.text.structure import Builder
from isonomia.text.symbols import parse_symbol

MAX_BYTES = 200 * 1024 * 1024
"""No document of the United Nations is larger; what is gets a named error, not all the memory."""


def _load(source: str | Path | bytes, name: str) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        return source, name or "bytes"
    path = Path(source)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FileTooLarge(f"{size:,} bytes; at most {MAX_BYTES:,} are read", place=str(path))
        return path.read_bytes(), path.name
    except FileNotFoundError:
        raise DamagedFile("there is no such file; check the path", place=str(path)) from None
    except IsADirectoryError:
        raise DamagedFile("this is a folder; name the files in it", place=str(path)) from None
    except PermissionError:
        raise DamagedFile("the file may not be read; check its permissions", place=str(path)) from None


def read(
    source: str | Path | bytes,
    *,
    language: str | None = None,
    symbol: str | None = None,
    ocr: bool = False,
    name: str = "",
) -> Document:
    """Reads PDF, DOCX, HTML, plain text or Akoma Ntoso into a Document.

    `source` is a path or the bytes of a file; the format shows in the bytes. `language` (ar, en, es, fr, ru, zh) is
    found from the text where it is not given; `symbol` assigns a symbol to a text that prints none; `ocr` reads scans
    with tesseract. Raises a subclass of IsonomiaError for what cannot be read.
    """
    data, name = _load(source, name)
    if symbol is not None:
        symbol = parse_symbol(symbol).text
    if language is not None:
        grammar(language)
    try:
        form = sniff(data, name=name)
        if form == "akn":
            document = _read_akn(data, name, language)
            if symbol and document.symbol != symbol:
                document = replace(document, symbol=symbol)
        else:
            document = _build(_extract(data, form, name=name, ocr=ocr, language=language), language, symbol)
    except IsonomiaError as error:
        if not error.place:
            error.place = name
        raise
    return replace(document, source=Source(name, form, hashlib.sha256(data).hexdigest()))


def _extract(data: bytes, form: str, *, name: str, ocr: bool, language: str | None) -> Extract:
    if form == "pdf":
        from isonomia.text.readers.pdf import read_pdf

        return read_pdf(data, name=name, ocr=ocr, language=language)
    if form == "docx":
        from isonomia.text.readers.docx import read_docx

        return read_docx(data, name=name)
    if form == "html":
        from isonomia.text.readers.html import read_html

        return read_html(data, name=name)
    from isonomia.text.readers.plain import read_plain

    return read_plain(data, name=name)


def _build(extract: Extract, language: str | None, symbol: str | None) -> Document:
    text = "\n".join(line.text for line in extract.lines)
    if not text.replace(CALL_OPEN, "").replace(CALL_CLOSE, "").strip():
        raise EmptyFile("the file has no text")
    rules = grammar(language or detect_language(text))
    document = Builder(list(extract.lines), rules).build(symbol=symbol)
    found, noticed = find_citations(document)
    warnings = (*(Warning(*row) for row in extract.warnings), *document.warnings, *noticed)
    return replace(document, citations=found, warnings=warnings)


def _read_akn(data: bytes, name: str, language: str | None) -> Document:
    """Akoma Ntoso: our own files carry their citations, of foreign ones they are found by the rules."""
    from isonomia.text.akn import read_akn

    reading = read_akn(data, name=name, language=language)
    document = reading.document
    if not reading.citations_stored:
        found, noticed = find_citations(document)
        document = replace(document, citations=found, warnings=(*document.warnings, *noticed))
    return document
