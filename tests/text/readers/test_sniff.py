"""The format of a file comes from its bytes; nothing that is no text is ever taken for text."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.errors import EmptyFile, UnknownFormat
from isonomia.text.readers.sniff import sniff

SHARED = Path(__file__).parents[4] / "shared" / "data" / "documents"
OLE2 = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for path, content in parts.items():
            package.writestr(path, content)
    return buffer.getvalue()


WORD = archive(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"junk before the header\n%PDF-1.4", "pdf"),
        (WORD, "docx"),
        (b"The General Assembly,\n\nRecalling its resolution 46/152,", "text"),
        ("大会，\n\n回顾其第 46/152 号决议，".encode("gb18030"), "text"),
        ("\ufeffГенеральная Ассамблея,".encode("utf-16"), "text"),
        (b"<!DOCTYPE html>\n<html><body><p>x</p></body></html>", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd"><html/>', "html"),
        (b"<!-- saved --><HTML><HEAD></HEAD></HTML>", "html"),
        (b"\xef\xbb\xbf  <html><body>x</body></html>", "html"),
        ("\ufeff<html><body>x</body></html>".encode("utf-16"), "html"),
        (b"<h1>Resolution</h1><p>The General Assembly,</p>", "html"),
        (b"Resolution<p>The</p><p>General</p><p>Assembly</p>", "html"),
        (b'<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"/>', "akn"),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<a:akomaNtoso xmlns:a="u"><a:act/></a:akomaNtoso>', "akn"),
        (b'<!DOCTYPE akomaNtoso [<!ENTITY a "b">]><akomaNtoso/>', "akn"),
        (b"<A/RES/76/187> was adopted", "text"),
    ],
)
def test_the_bytes_decide(data: bytes, expected: str) -> None:
    assert sniff(data) == expected


def test_a_wrong_file_name_is_no_error() -> None:
    assert sniff(WORD, name="resolution.pdf") == "docx"
    assert sniff(b"%PDF-1.7", name="resolution.txt") == "pdf"
    assert sniff(b"<html><body>x</body></html>", name="resolution.txt") == "html"


def test_the_file_name_breaks_a_tie() -> None:
    prose = b"Write <b>Requests</b> in bold and close with </p>."
    assert sniff(prose, name="x.html") == "html"
    assert sniff(prose, name="x.md") == "text"
    assert sniff(prose) == "text"
    markdown = b"<div align=center>Title</div>\n\nText"
    assert sniff(markdown, name="x.md") == "text"
    assert sniff(markdown) == "html"


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", "\ufeff \n".encode("utf-16")])
def test_nothing_is_an_empty_file(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        sniff(data, name="x.txt")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (OLE2 + "WordDocument".encode("utf-16-le"), "save it as .docx"),
        (OLE2 + "Workbook".encode("utf-16-le"), "old Office"),
        (b"{\\rtf1\\ansi The General Assembly}", "Rich Text"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"II*\x00\x08\x00", "TIFF"),
        (b"\xffWPC\x10\x00", "WordPerfect"),
        (archive(**{"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}), "spreadsheet"),
        (archive(mimetype=b"application/vnd.oasis.opendocument.text"), "OpenDocument"),
        (archive(**{"a.txt": b"a"}), "zip archive"),
        (b"PK\x03\x04 cut short", "damaged archive"),
        (b'<?xml version="1.0"?><collection><record/></collection>', "collection"),
        (b'<collection xmlns="http://www.loc.gov/MARC21/slim"></collection>', "collection"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "svg"),
        (b"\x00\x01\x02\x03 text", "binary"),
        (b"BM" + bytes(60), "bitmap"),
    ],
)
def test_what_is_not_read_is_named(data: bytes, word: str) -> None:
    with pytest.raises(UnknownFormat, match=word) as caught:
        sniff(data, name="file.txt")
    assert caught.value.place == "file.txt"


def test_a_text_may_begin_like_a_picture() -> None:
    assert sniff(b"BM and RIFF are letters too") == "text"


def test_damaged_and_protected_word_files_go_to_their_reader() -> None:
    assert sniff(WORD[: len(WORD) // 2]) == "docx"
    assert sniff(OLE2 + "EncryptedPackage".encode("utf-16-le")) == "docx"


@given(st.integers(), st.integers(min_value=2000, max_value=4000))
def test_random_bytes_are_never_text(seed: int, length: int) -> None:
    data = b"\x8f" + random.Random(seed).randbytes(length)
    with pytest.raises(UnknownFormat):
        sniff(data)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_prose_is_text(prose: str) -> None:
    data = ("x" + prose.replace("<", "")).encode()
    if b"%PDF-" not in data:
        assert sniff(data) == "text"


def test_a_binary_behind_a_byte_order_mark_is_no_text() -> None:
    with pytest.raises(UnknownFormat):
        sniff(b"\xff\xfe" + random.Random(1).randbytes(3000))


@pytest.mark.skipif(not SHARED.exists(), reason="the shared real documents are not beside the project")
def test_real_documents() -> None:
    kinds = {".pdf": "pdf", ".html": "html", ".txt": "text", ".adoc": "text", ".csv": "text", ".tsv": "text"}
    seen = set()
    for path in sorted(SHARED.iterdir()):
        if path.suffix in kinds:
            seen.add(path.suffix)
            assert sniff(path.read_bytes()) == kinds[path.suffix], path.name
    assert {".pdf", ".html", ".txt"} <= seen
    assert sniff((SHARED / "en_E-CN.7-2012-L.2_akn2.xml").read_bytes()) == "akn"
    with pytest.raises(UnknownFormat, match="collection"):
        sniff((SHARED / "mul_GA78_C3_drafts_MARCXML.xml").read_bytes())
