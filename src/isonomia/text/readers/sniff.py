"""Says what a file is from its bytes, so that a wrong file name is no error and no binary is read as text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from isonomia.errors import EmptyFile, UnknownFormat
from isonomia.text.readers.encoding import byte_order_mark

HEAD_BYTES = 64 * 1024
"""How much of a file is looked at for mark-up."""

MAX_CONTROL_SHARE = 0.03
"""Random bytes hold about a tenth of control characters, the messiest real text a hundredth."""

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
CONTENT_TYPES = "[Content_Types].xml"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_TEXT_CONTROLS = b"\t\n\x0b\f\r\x1a\x1b\x1c\x1d\x1e\x1f"
_CONTROLS = bytes(byte for byte in range(0x20) if byte not in _TEXT_CONTROLS)
_WHITE = b" \t\n\r\f\x0b"

# (first bytes, what it is, what to do instead); files that could pass for text, or whose owner deserves a better word
SIGNATURES = (
    (b"{\\rtf", "a Rich Text file", "save it as .docx"),
    (b"%!PS", "a PostScript file", "convert it to PDF"),
    (b"\xff\xd8\xff", "a JPEG picture", "give the document itself, or a PDF and --ocr"),
    (b"\x89PNG", "a PNG picture", "give the document itself, or a PDF and --ocr"),
    (b"GIF8", "a GIF picture", "give the document itself, or a PDF and --ocr"),
    (b"BM", "a bitmap picture", "give the document itself, or a PDF and --ocr"),
    (b"II*\x00", "a TIFF picture", "give the document itself, or a PDF and --ocr"),
    (b"MM\x00*", "a TIFF picture", "give the document itself, or a PDF and --ocr"),
    (b"RIFF", "a picture, sound or film", "give the document itself"),
    (b"\xffWPC", "a WordPerfect file", "save it as .docx"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"SQLite format 3", "a database", "export its documents"),
)
# Two letters are too few to be sure of: a text may begin with "BM" or "RIFF".
_NEEDS_BINARY = (b"BM", b"RIFF", b"BZh", b"GIF8")

READ = "PDF, DOCX, HTML, plain text and Akoma Ntoso are read"

_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_DOCTYPE = re.compile(r"\s*<!DOCTYPE\s+([\w:.-]+)(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*(\[.*?\]\s*)?>", re.DOTALL | re.I)
_ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([\w.-]+)(?=\s|/?>)")
_HTML_TAG = re.compile(r"</(?:p|div|td|tr|table|li|ol|ul|h[1-6]|span|font|body|html)\s*>", re.I)
_HTML_ROOTS = frozenset((
    "html", "head", "body", "div", "p", "table", "section", "article", "main", "header", "footer", "h1", "h2",
    "h3", "h4", "h5", "h6", "ol", "ul", "dl", "pre", "center", "font", "span", "title", "meta", "link",
    "script", "style", "blockquote", "form", "a", "b", "i", "em", "strong", "u", "br", "hr", "img", "aside",
    "nav", "details", "small", "sup",
))  # fmt: skip
_HTML_NAMES = (".html", ".htm", ".xhtml")
_MARKDOWN_NAMES = (".md", ".markdown")
_TEXT_NAMES = (".txt", ".text", *_MARKDOWN_NAMES)


def sniff(data: bytes, *, name: str = "") -> str:
    """The format of a file: "pdf", "docx", "html", "akn" or "text".

    Only the bytes decide; `name` breaks a tie between HTML and text. Raises EmptyFile for nothing but white space, and
    UnknownFormat for anything that is not read.
    """
    if not data.strip(_WHITE):
        raise EmptyFile("the file is empty; give a document with text", place=name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(ZIP):
        return _kind_of_zip(data, name)
    if data.startswith(OLE2):
        return _kind_of_ole2(data, name)
    marked = byte_order_mark(data)
    if marked is None:
        _refuse_binary(data, name)
        head = data[:HEAD_BYTES].decode("utf-8", "replace")
    else:
        mark, encoding = marked
        head = data[len(mark) : len(mark) + HEAD_BYTES].decode(encoding, "replace")
        _refuse_broken_text(head, name)
        if not data[len(mark) :].decode(encoding, "replace").strip(" \t\r\n\f\v\ufeff"):
            raise EmptyFile("the file is empty; give a document with text", place=name)
    return _kind_of_text(head.lstrip("\ufeff"), name)


def _unknown(what: str, remedy: str, name: str) -> UnknownFormat:
    return UnknownFormat(f"the file is {what}; {remedy} ({READ})", place=name)


def _kind_of_zip(data: bytes, name: str) -> str:
    contents = _zip_contents(data)
    if contents is None:
        # a Word file cut short still shows its part names; its reader says how it is damaged
        if b"word/" in data or b"[Content_Types].xml" in data:
            return "docx"
        raise _unknown("a damaged archive", "give a whole .docx", name)
    names, types = contents
    if b"wordprocessingml" in types or "word/document.xml" in names:
        return "docx"
    if "mimetype" in names:
        raise _unknown("an OpenDocument or EPUB file", "save it as .docx", name)
    for part, what in (("xl/", "a spreadsheet"), ("ppt/", "a set of slides"), ("visio/", "a drawing")):
        if any(entry.startswith(part) for entry in names):
            raise _unknown(what, "save its text as .docx or .txt", name)
    raise _unknown("a zip archive", "unpack it first", name)


def _zip_contents(data: bytes) -> tuple[set[str], bytes] | None:
    """The names in an archive and the beginning of its list of content types; None when it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            types = b""
            if CONTENT_TYPES in names:
                with archive.open(CONTENT_TYPES) as part:
                    types = part.read(HEAD_BYTES)
            return names, types
    except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError, ValueError):
        return None


def _kind_of_ole2(data: bytes, name: str) -> str:
    # a protected Office file is an OLE2 container; the DOCX reader names that fault
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "docx"
    if "WordDocument".encode("utf-16-le") in data:
        raise _unknown("an old Word .doc", "save it as .docx", name)
    raise _unknown("an old Office file", "save it as .docx", name)


def _refuse_binary(data: bytes, name: str) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    binary = b"\0" in data or controls > len(data) * MAX_CONTROL_SHARE
    for signature, what, remedy in SIGNATURES:
        if data.startswith(signature) and (binary or signature not in _NEEDS_BINARY):
            raise _unknown(what, remedy, name)
    if binary:
        raise _unknown("binary, not text", "save its text as .docx or .txt", name)


def _refuse_broken_text(head: str, name: str) -> None:
    """A byte order mark can stand before a binary by chance; then what follows is no text."""
    broken = sum(character == "\ufffd" or character < "\t" for character in head)
    if broken > len(head) * MAX_CONTROL_SHARE:
        raise _unknown("binary, not text", "save its text as .docx or .txt", name)


def _kind_of_text(head: str, name: str) -> str:
    position, declared, doctype = 0, head.lstrip().startswith("<?xml"), ""
    while True:
        match = _PROLOGUE.match(head, position)
        if match is None and (match := _DOCTYPE.match(head, position)):
            doctype = match[1].lower()
        if match is None:
            break
        position = match.end()
    root = _ROOT.match(head, position)
    local = root[1] if root else ""
    if local == "akomaNtoso":
        return "akn"
    if doctype == "html" or local.lower() == "html":
        return "html"
    if local.lower() in _HTML_ROOTS and not declared:
        return "text" if name.lower().endswith(_MARKDOWN_NAMES) else "html"
    if re.search(r"^Content-Type:\s*multipart/related", head, re.M | re.I):
        raise _unknown("a web archive", "save the page as plain HTML", name)
    if declared or doctype or (root and re.search(rf"<[^<>]*\bxmlns\b|</(?:[\w.-]+:)?{re.escape(local)}\s*>", head)):
        what = f"XML with the root element {local}" if local else "XML"
        raise _unknown(what, "only Akoma Ntoso XML is read; save the document as .docx or .txt", name)
    return _html_or_text(head, name)


def _html_or_text(head: str, name: str) -> str:
    """Text with tags in it: a piece of a web page, or prose that quotes a tag or two."""
    tags = len(_HTML_TAG.findall(head))
    lowered = name.lower()
    if lowered.endswith(_TEXT_NAMES):
        return "text"
    if tags >= 3 or (tags and lowered.endswith(_HTML_NAMES)):
        return "html"
    return "text"
