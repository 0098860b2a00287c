"""Reads PDF: the text layer as printed lines in reading order, with what the layout says of them.

A scan is a page that a picture covers. Its text layer, where it has one, was made by a machine that read the picture
and is not seen on paper: it is taken, with a warning, when it holds as many letters as a page of text would; a handful
of them is no text. When most pages have no text the file is refused, unless `ocr` is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from isonomia.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    GarbledText,
    MissingDependency,
    NoTextLayer,
)
from isonomia.text.lines import Extract
from isonomia.text.readers.pdf.arabic import settle
from isonomia.text.readers.pdf.chars import Fonts, PageInk, TooManyCharsError, read_page
from isonomia.text.readers.pdf.furniture import PrintedPage
from isonomia.text.readers.pdf.garbled import is_garbled
from isonomia.text.readers.pdf.layout import lay_out
from isonomia.text.readers.pdf.lines import PageStyle
from isonomia.text.readers.pdf.ocr import Recogniser
from isonomia.text.readers.pdf.roles import to_lines

MAX_BYTES = 256 * 1024 * 1024
MAX_PAGES = 5_000
MAX_CHARS = 20_000_000
"""Larger files are refused: the longest United Nations volumes have some 2,000 pages and 8 million characters."""

SCAN_COVER = 0.6
"""A page is a scan when one picture covers this share of it."""

SCAN_LETTERS = 150
"""A scan's text layer with fewer letters than this is no text: stamps, or noise."""

DRAWN_LETTERS = 200
"""A page with no text but this many drawn shapes holds letters drawn as shapes."""

_TAIL = 4096
_PASSWORD_ERRORS = (4, 5)  # pdfium: wrong password, unknown security scheme
_LINEAR = re.compile(rb"/Linearized\s+[\d.]+.{0,200}?/L\s+(\d+)|/L\s+(\d+).{0,200}?/Linearized", re.DOTALL)


def read_pdf(data: bytes, *, name: str = "", ocr: bool = False, language: str | None = None) -> Extract:
    """The printed lines of a PDF.

    `ocr` lets the tesseract program read the pages that are pictures, in `language` (ar, en, es, fr, ru, zh; English
    when not given). Furniture, rules and notes are marked, not removed. The indent of lines that begin before the
    text's edge is negative. Warnings tell of pages without text, of the unchecked text layer of a scan, and of
    characters that the file does not name.

    Raises EmptyFile, DamagedFile, EncryptedFile, FileTooLarge, NoTextLayer, GarbledText and MissingDependency.
    """
    document = _open(data, name)
    try:
        return _Reader(document, name, ocr, language).read()
    finally:
        document.close()


def _open(data: bytes, name: str) -> Any:
    if not data.strip(b"\x00\t\n\f\r "):
        raise EmptyFile("the file is empty; give a PDF with text", place=name)
    if len(data) > MAX_BYTES:
        raise FileTooLarge(f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read", place=name)
    if b"%PDF-" not in data[:1024]:
        raise DamagedFile("the file does not begin as a PDF does; fetch it again", place=name)
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingDependency(
            "reading PDF needs pypdfium2; install it with: pip install 'isonomia[pdf]'", place=name
        ) from error
    _whole(data, name)
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in _PASSWORD_ERRORS:
            raise EncryptedFile(
                "the file is protected by a password; save a copy without protection", place=name
            ) from error
        raise DamagedFile("the file's structure is broken; fetch it again or save it anew", place=name) from error
    if count == 0:
        document.close()
        raise DamagedFile("the file has no pages; fetch it again", place=name)
    if count > MAX_PAGES:
        document.close()
        raise FileTooLarge(f"the file has {count:,} pages; at most {MAX_PAGES:,} are read, split it", place=name)
    return document


def _whole(data: bytes, name: str) -> None:
    """Refuses a file that ends too early; pdfium would read what is left of it and say nothing."""
    tail = data[-_TAIL:]
    short = b"%%EOF" not in tail and b"startxref" not in tail
    linear = _LINEAR.search(data, 0, 2048)
    if linear:
        short = short or len(data) < int(linear.group(1) or linear.group(2))
    if short:
        raise DamagedFile("the file is cut off before its end; fetch it again", place=name)


class _Reader:
    """One reading of one document, page by page: of each page only its lines are kept."""

    def __init__(self, document: Any, name: str, ocr: bool, language: str | None) -> None:
        self.document = document
        self.name = name
        self.ocr = ocr
        self.language = language
        self.fonts = Fonts()
        self.pages: list[PrintedPage] = []
        self.warnings: list[tuple[str, str, str]] = []
        self.wordless: list[int] = []  # pages that are pictures without text
        self.garbled: list[int] = []
        self.recogniser: Recogniser | None = None
        self.chars = 0
        self.bad = 0

    def read(self) -> Extract:
        count = len(self.document)
        for number in range(1, count + 1):
            self.pages.append(self._page(number))
        self._refuse(count)
        texts = [line.text for line in self._printed()]
        for line, text in zip(self._printed(), settle(texts), strict=True):
            line.text = text
        lines = to_lines(self.pages)
        if self.recogniser is not None:
            self.warnings.extend(self.recogniser.warnings)
        if self.bad:
            message = f"{self.bad} characters are not named by the file's fonts and stand as \ufffd; check the page"
            self.warnings.append(("unnamed-characters", self.name, message))
        return Extract(tuple(lines), "pdf", tuple(self.warnings))

    def _printed(self) -> Iterator[Any]:
        return (line for page in self.pages for line in page.lines)

    def _page(self, number: int) -> PrintedPage:
        """One page's lines, from its text layer or by OCR."""
        import pypdfium2

        place = f"{self.name}, page {number}" if self.name else f"page {number}"
        try:
            page = self.document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise DamagedFile("the page cannot be read; fetch the file again", place=place) from error
        try:
            try:
                ink = read_page(page, self.fonts)
            except pypdfium2.PdfiumError as error:
                raise DamagedFile("the page's text cannot be read; fetch the file again", place=place) from error
            except TooManyCharsError as error:
                raise FileTooLarge(f"the page holds {error} characters; no printed page does", place=place) from error
            self.chars += ink.chars
            if self.chars > MAX_CHARS:
                raise FileTooLarge(f"the text is longer than {MAX_CHARS:,} characters; split the file", place=place)
            text = " ".join(fragment.text for part in (ink.fragments, *ink.aside) for fragment in part)
            letters = sum(map(str.isalpha, text))
            scan = ink.images >= SCAN_COVER
            wordless = letters < SCAN_LETTERS if scan else not letters and _shows_something(ink)
            garbled = not wordless and is_garbled(text)
            if self.ocr and (wordless or garbled or (scan and ink.hidden > 0.5)):
                return self._recognised(page, number, ink)
            if wordless:
                self.wordless.append(number)
            elif garbled:
                self.garbled.append(number)
            elif scan and ink.hidden > 0.5:
                message = "the text was recognised from a picture by the maker of the file; compare it with the page"
                self.warnings.append(("ocr-layer", place, message))
            self.bad += ink.bad
            lines = lay_out(ink, PageStyle(number, False))
            for line in lines:
                line.ocr = ink.hidden > 0.5
            return PrintedPage(number, ink.width, ink.height, lines, ink.strokes)
        finally:
            page.close()

    def _recognised(self, page: Any, number: int, ink: PageInk) -> PrintedPage:
        if self.recogniser is None:
            self.recogniser = Recogniser(self.language, self.name)
        lines = self.recogniser.read(page, number)
        return PrintedPage(number, ink.width, ink.height, lines)

    def _refuse(self, count: int) -> None:
        """Refuses the document whose text is not there, or not to be read; tells of single pages."""
        if 2 * len(self.wordless) >= count:
            pages = "its pages are pictures" if len(self.wordless) == count else "most of its pages are pictures"
            raise NoTextLayer(
                f"the file has no text that could be read, {pages}; use --ocr to have them read by tesseract",
                place=self.name,
            )
        if self.garbled and 2 * len(self.garbled) >= count - len(self.wordless):
            raise GarbledText(
                "the text layer is in a private encoding: its characters are not those on the page; "
                "use another copy of the document, or --ocr",
                place=self.name,
            )
        if not any(line.text for line in self._printed()):
            raise EmptyFile("no page holds any text; give a document with text", place=self.name)
        for number in self.wordless:
            message = "the page is a picture without text and was not read; use --ocr"
            self.warnings.append(("page-without-text", self._place(number), message))
        for number in self.garbled:
            message = "the page's text is in a private encoding and cannot be relied on"
            self.warnings.append(("garbled-page", self._place(number), message))

    def _place(self, number: int) -> str:
        return f"{self.name}, page {number}" if self.name else f"page {number}"


def _shows_something(ink: PageInk) -> bool:
    """Does a page without letters show a picture of some size, or letters drawn as shapes?"""
    return ink.images >= 0.2 or ink.drawings >= DRAWN_LETTERS
