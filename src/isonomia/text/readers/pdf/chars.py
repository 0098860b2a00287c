"""The characters of one PDF page with their places, read from pdfium in bulk, as fragments of one font and baseline.

pdfium guesses spaces, line ends and Arabic order; of its text page only the characters and their boxes are used here.
"""

from __future__ import annotations

import ctypes
import math
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from isonomia.text.readers.pdf.strokes import Box, Stroke, drawings, level_strokes

MAX_PAGE_CHARS = 200_000
"""A page of the smallest print holds some 20,000; more is a page made to exhaust its reader."""

WIDE_GAP = 0.75
"""In em: blank that parts fragments, to be joined again where it turns out to be no column gutter."""

_BOLD = re.compile(r"bold|black|heavy|demi(?!a)|(?<=[-,])bd\b", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obliq|kursiv|(?<=[-,])it\b", re.IGNORECASE)
_BAR_CODE = re.compile(r"bar ?code|code[ -]?(?:39|128)|3 ?of ?9|free3of9|\bc39|\bean", re.IGNORECASE)

_PICTURES = re.compile(r"symbol|dings|dingbat|bullet", re.IGNORECASE)
"""Fonts of pictures; any other font whose codes lie from F020 to F07E hides ASCII there."""

_SPACES = frozenset([0x09, 0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000])
_HYPHENS = frozenset([0x02, 0xFFFE])  # what pdfium writes for a hyphen at a line end
_NOTHING = frozenset(
    [0x0A, 0x0D, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_BULLETS = frozenset([0xF0B7, 0xF0A7, 0xF0A8, 0xF0D8, 0xF0FC, 0xF076, 0xF06E, 0xF02D])  # Symbol and Wingdings
BAD = "\ufffd"
"""A character that the PDF does not name."""


@dataclass(slots=True)
class Fragment:
    """Characters of one font, size and baseline that stand close together; `lefts` and `rights` hold their edges.

    Blank characters inside are part of the text, those at its ends stand in `blanks` by their edges. x and y run in
    points from the lower left of the page as the text is read.
    """

    text: str
    lefts: list[float]
    rights: list[float]
    baseline: float
    size: float
    bold: bool = False
    italic: bool = False
    bar_code: bool = False
    blanks: list[tuple[float, float]] = field(default_factory=list)
    x0: float = field(init=False)
    x1: float = field(init=False)

    def __post_init__(self) -> None:
        self.x0, self.x1 = min(self.lefts), max(self.rights)


@dataclass(slots=True)
class PageInk:
    """What is printed on one page, turned so that most of the text is upright.

    aside     fragments of text that stands upright when the page is turned, one list for each quarter turn
    slanted   text at other angles: a stamp or watermark
    images    share of the page that pictures cover; hidden: share of the characters that are not painted (the text
              layer of a scan); drawings: number of drawn paths
    """

    width: float
    height: float
    fragments: list[Fragment] = field(default_factory=list)
    aside: list[list[Fragment]] = field(default_factory=list)
    slanted: list[Fragment] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    chars: int = 0
    bad: int = 0
    images: float = 0.0
    hidden: float = 0.0
    drawings: int = 0


class TooManyCharsError(Exception):
    """A page holds more characters than any printed page."""


@dataclass(slots=True, frozen=True)
class _Calls:
    """pdfium functions with plain integer arguments: three times as fast for one call per character."""

    unicode: Callable[..., int]
    box: Callable[..., int]
    object: Callable[..., int | None]


@cache
def _calls() -> _Calls:
    import pypdfium2.raw as raw

    def plain(function: Any, result: Any, *arguments: Any) -> Any:
        address = ctypes.cast(function, ctypes.c_void_p).value
        assert address is not None
        return ctypes.CFUNCTYPE(result, *arguments)(address)

    pointer, integer = ctypes.c_void_p, ctypes.c_int
    return _Calls(
        plain(raw.FPDFText_GetUnicode, ctypes.c_uint, pointer, integer),
        plain(raw.FPDFText_GetLooseCharBox, integer, pointer, integer, pointer),
        plain(raw.FPDFText_GetTextObject, pointer, pointer, integer),
    )


class FontStyle(NamedTuple):
    """What a font's name tells."""

    bold: bool = False
    italic: bool = False
    bar_code: bool = False
    pictures: bool = False


class Fonts:
    """The styles of a document's fonts, worked out once for each name."""

    def __init__(self) -> None:
        self._known: dict[str, FontStyle] = {}
        self._buffer = ctypes.create_string_buffer(256)

    def of(self, text_object: Any) -> FontStyle:
        """What the name of a text object's font says."""
        import pypdfium2.raw as raw

        font = raw.FPDFTextObj_GetFont(text_object)
        if not font:
            return FontStyle()
        raw.FPDFFont_GetBaseFontName(font, self._buffer, len(self._buffer))
        name = self._buffer.value.decode("utf-8", "replace")
        if name not in self._known:
            bare = name.partition("+")[2] or name
            patterns = (_BOLD, _ITALIC, _BAR_CODE, _PICTURES)
            self._known[name] = FontStyle(*(bool(pattern.search(bare)) for pattern in patterns))
        return self._known[name]


def read_page(page: Any, fonts: Fonts) -> PageInk:
    """Everything printed on a pypdfium2 page. Raises TooManyCharsError."""
    left, bottom, right, top = page.get_bbox()
    ink = PageInk(max(right - left, 1.0), max(top - bottom, 1.0))
    textpage = page.get_textpage()
    try:
        heard: set[int] = set()
        pieces = list(_pieces(textpage, fonts, ink, heard))
        drawn = drawings(page, ink.width * ink.height, heard)
    finally:
        textpage.close()
    ink.images, ink.drawings = drawn.images, drawn.paths
    _spread([fragment for turn, fragment in pieces if turn == 0], drawn.silent)
    turns: dict[int, list[Fragment]] = {}
    for turn, fragment in pieces:
        turns.setdefault(turn, []).append(fragment)
    ink.slanted = turns.pop(-1, [])
    order = sorted(turns, key=lambda turn: -sum(len(fragment.text) for fragment in turns[turn]))
    main = order[0] if order else 0
    # each set of fragments was read in the axes of its own direction; page edges follow the main one
    width, height = ink.width, ink.height
    origins = ((left, bottom), (bottom, -right), (-right, -top), (-top, left))
    ink.fragments = _inside(
        turns.get(main, []), origins[main], height if main % 2 else width, width if main % 2 else height
    )
    ink.aside = [
        _inside(turns[turn], origins[turn], height if turn % 2 else width, width if turn % 2 else height)
        for turn in order[1:]
    ]
    if main % 2:
        ink.width, ink.height = height, width
    ink.strokes = level_strokes(drawn.thin, main, origins[main])
    return ink


def _inside(fragments: list[Fragment], origin: tuple[float, float], width: float, height: float) -> list[Fragment]:
    """Fragments in the page's own axes, without those outside what the page shows (printers' marks)."""
    dx, dy = origin
    for fragment in fragments:
        if dx or dy:
            fragment.lefts = [x - dx for x in fragment.lefts]
            fragment.rights = [x - dx for x in fragment.rights]
            fragment.baseline -= dy
            fragment.x0 -= dx
            fragment.x1 -= dx
            fragment.blanks = [(left - dx, right - dx) for left, right in fragment.blanks]
    shown = [f for f in fragments if f.x1 > -2 and f.x0 < width + 2 and -2 < f.baseline < height + 2]
    # a wrong page box must not cost the text
    return shown if 2 * len(shown) >= len(fragments) else fragments


def _spread(fragments: list[Fragment], silent: list[Box]) -> None:
    """Gives a right-to-left text that stands for several pieces the place of the piece that was left without one."""
    if not silent:
        return
    short = [f for f in fragments if len(f.text) <= 6 and any(_is_rtl(ord(char)) for char in f.text)]
    for left, bottom, right, top in silent:
        near = (f for f in short if bottom - 0.3 * f.size <= f.baseline <= top)
        nearest = min(near, key=lambda f: max(left - f.x1, f.x0 - right), default=None)
        if nearest is None or max(left - nearest.x1, nearest.x0 - right) > 0.3 * nearest.size:
            continue
        x0, scale = nearest.x0, (right - left) / max(nearest.x1 - nearest.x0, 0.1)
        nearest.lefts = [left + (x - x0) * scale for x in nearest.lefts]
        nearest.rights = [left + (x - x0) * scale for x in nearest.rights]
        nearest.x0, nearest.x1 = left, right
        short.remove(nearest)
        # its place may have been that of a vowel sign over the line
        beside = (f for f in fragments if f is not nearest and abs(f.baseline - nearest.baseline) < 0.6 * f.size)
        mate = min(beside, key=lambda f: max(left - f.x1, f.x0 - right), default=None)
        if mate is not None and max(left - mate.x1, mate.x0 - right) < mate.size:
            nearest.baseline = mate.baseline


def _is_rtl(code: int) -> bool:
    return 0x590 <= code <= 0x8FF or code >= 0xFB1D


# -- characters --------------------------------------------------------------------------------------------------------


def _pieces(textpage: Any, fonts: Fonts, ink: PageInk, heard: set[int]) -> Iterator[tuple[int, Fragment]]:
    """(quarter turns, fragment) for each run of one text object's characters that stand together; -1 is aslant."""
    import pypdfium2.raw as raw

    count = textpage.count_chars()
    if count > MAX_PAGE_CHARS:
        raise TooManyCharsError(str(count))
    if count <= 0:
        return
    calls, handle = _calls(), ctypes.cast(textpage.raw, ctypes.c_void_p)
    codes = list(map(calls.unicode, repeat(handle), range(count)))
    store = (ctypes.c_float * (4 * count))()
    base = ctypes.addressof(store)
    for _ in map(calls.box, repeat(handle), range(count), range(base, base + 16 * count, 16)):
        pass
    boxes = list(struct.iter_unpack("4f", store))  # left, top, right, bottom
    objects = map(calls.object, repeat(handle), range(count))
    hidden = 0
    last: Fragment | None = None
    loose: list[tuple[int, float, float, float]] = []  # blanks drawn on their own: turn, baseline, edges
    matrix, x, y, nominal = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double(), ctypes.c_float()
    for address, run in groupby(enumerate(objects), key=itemgetter(1)):
        indices = [index for index, _ in run]
        if address is None:
            continue  # spaces and line ends that pdfium made up
        heard.add(address)
        text_object = ctypes.cast(address, raw.FPDF_PAGEOBJECT)
        first = indices[0]
        raw.FPDFText_GetMatrix(textpage.raw, first, matrix)
        raw.FPDFText_GetCharOrigin(textpage.raw, first, x, y)
        raw.FPDFTextObj_GetFontSize(text_object, nominal)
        size = abs(nominal.value) * math.hypot(matrix.c, matrix.d) or 1.0
        style = fonts.of(text_object)
        if raw.FPDFTextObj_GetTextRenderMode(text_object) == raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            hidden += len(indices)
        turn = _turn(matrix.a, matrix.b)
        run_codes = codes[first : first + len(indices)]
        if not style.pictures and max(run_codes) >= 0xF020:
            run_codes = [code - 0xF000 if 0xF020 <= code <= 0xF07E else code for code in run_codes]
        lefts, rights, baseline = _edges(boxes[first : first + len(indices)], turn, x.value, y.value)
        if turn == 0 and any(map(_is_rtl, run_codes)):
            _from_origins(textpage, first, lefts)
        ink.chars += len(indices)
        blank = True
        for text, starts, ends, blanks in _together(run_codes, lefts, rights, size, ink):
            blank = False
            last = Fragment(text, starts, ends, baseline, size, style.bold, style.italic, style.bar_code, blanks)
            for at, height, left, right in loose:
                if at == turn and abs(height - baseline) < 0.3 * size and abs(last.x0 - right) < size:
                    last.blanks.append((left, right))
            loose.clear()
            yield turn, last
        if blank and lefts:
            if last is not None and abs(last.baseline - baseline) < 0.3 * size:
                last.blanks.append((lefts[0], rights[-1]))
            if len(loose) < 8:
                loose.append((turn, baseline, lefts[0], rights[-1]))
    ink.hidden = hidden / max(ink.chars, 1)


def _turn(a: float, b: float) -> int:
    """Quarter turns of a text's direction, -1 where it is at no right angle."""
    if abs(b) <= 0.05 * abs(a):
        return 0 if a >= 0 else 2
    if abs(a) <= 0.05 * abs(b):
        return 1 if b > 0 else 3
    return -1


def _edges(boxes: list[tuple[float, ...]], turn: int, x: float, y: float) -> tuple[list[float], list[float], float]:
    """Start and end of each character along its line, and the height of the baseline, in the axes of its turn."""
    if turn == 1:
        return [box[3] for box in boxes], [box[1] for box in boxes], -x
    if turn == 2:
        return [-box[2] for box in boxes], [-box[0] for box in boxes], -y
    if turn == 3:
        return [-box[1] for box in boxes], [-box[3] for box in boxes], x
    return [box[0] for box in boxes], [box[2] for box in boxes], y


def _from_origins(textpage: Any, first: int, lefts: list[float]) -> None:
    """Lets right-to-left letters begin at their origin: pdfium gives the box of the ink for those that it renames,
    and the blank before the ink of a final alef would pass for a word space."""
    import pypdfium2.raw as raw

    x, y = ctypes.c_double(), ctypes.c_double()
    origins = []
    for at in range(len(lefts)):
        raw.FPDFText_GetCharOrigin(textpage.raw, first + at, x, y)
        origins.append(x.value)
    for at, origin in enumerate(origins):
        # the letters of one ligature share its origin: only the leftmost begins there
        beside = [lefts[other] for other in (at - 1, at + 1) if 0 <= other < len(lefts) and origins[other] == origin]
        if origin < lefts[at] and all(left > lefts[at] for left in beside):
            lefts[at] = origin


def _together(
    codes: list[int], lefts: list[float], rights: list[float], size: float, ink: PageInk
) -> Iterator[tuple[str, list[float], list[float], list[tuple[float, float]]]]:
    """Cuts a run of characters where a wide blank, or a jump back, parts them; the blanks at the ends apart."""
    text: list[str] = []
    starts: list[float] = []
    ends: list[float] = []
    outside: list[tuple[float, float]] = []
    last_left = last_right = 0.0
    blanks: list[tuple[float, float]] = []
    wide = WIDE_GAP * size
    for code, left, right in zip(codes, lefts, rights, strict=True):
        if code in _SPACES:
            blanks.append((left, right))
            continue
        char = _char(code)
        if not char:
            continue
        if char == BAD:
            ink.bad += 1
        if text and max(left - last_right, last_left - right) > wide:
            yield "".join(text), starts, ends, [*outside, *blanks]
            text, starts, ends, outside = [], [], [], []
        if not text:
            outside.extend(blanks)
        else:
            for blank_left, blank_right in blanks:
                text.append(" ")
                starts.append(blank_left)
                ends.append(blank_right)
        blanks.clear()
        for letter in char:
            text.append(letter)
            starts.append(left)
            ends.append(right)
        last_left, last_right = left, right
    if text:
        yield "".join(text), starts, ends, [*outside, *blanks]


def _char(code: int) -> str:
    if 0x21 <= code < 0x7F or 0xA1 <= code < 0xAD or 0xAE <= code < 0x2000:
        return chr(code)
    if code in _HYPHENS or code == 0xAD:
        return "-"
    if code in _NOTHING:
        return ""
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _BULLETS:
        return "\u2022"
    if code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xF900 or code >= 0xF0000 or code & 0xFFFE == 0xFFFE:
        return BAD
    return chr(code)
