"""Arabic PDFs: whatever order and letters a producer wrote, the lines come out as they are read."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from isonomia.text.lines import Extract, call
from isonomia.text.readers.pdf import read_pdf
from isonomia.text.readers.pdf.arabic import Cell, clusters, logical, settle

FONTS = ("dejavu/DejaVuSans.ttf", "noto/NotoSansArabic-Regular.ttf", "noto/NotoNaskhArabic-Regular.ttf")
FONT = next((path for name in FONTS if (path := Path("/usr/share/fonts/truetype") / name).exists()), None)

needs_font = pytest.mark.skipif(FONT is None, reason="needs a font with Arabic letters (fonts-dejavu-core)")

RIGHT = 480.0
PARAGRAPHS = [
    "إن الجمعية العامة،",
    "إذ تشير إلى قرارها 46/152 المؤرخ 18 كانون الأول/ديسمبر 1991،",
    "وإذ تحيط علما بتقرير الأمين العام (A/73/131) عن منع الجريمة والعدالة الجنائية،",
    "وإذ تضع في اعتبارها ميثاق الأمم المتحدة والإعلان العالمي لحقوق الإنسان،",
    "(أ) أن تقدم المساعدة التقنية إلى الدول الأعضاء بناء على طلبها؛",
    "تطلب إلى مكتب الأمم المتحدة (UNODC) مواصلة «العمل» خلال الفترة 2015-2020؛",
    "وتدعو اللجنة إلى النظر في المسألة وفقا للفقرة 3 (ب) من القرار 71/209.",
]

MIRROR = str.maketrans("()[]«»", ")(][»«")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9/.\- ]*[A-Za-z0-9]|[0-9]+(?:[/.,][0-9]+)*")


def shaped(text: str) -> str:
    """The text in presentation forms, as a font's own glyphs would be."""
    forms: dict[tuple[str, str], str] = {}
    for code in (*range(0xFB50, 0xFBFF), *range(0xFE70, 0xFEFD)):
        tag, _, base = unicodedata.decomposition(chr(code)).partition(" ")
        letters = "".join(chr(int(part, 16)) for part in base.split())
        if tag and letters and letters[0] != " ":
            forms.setdefault((letters, tag), chr(code))

    def joins(char: str, tag: str) -> bool:
        return (char, tag) in forms

    out = []
    at = 0
    while at < len(text):
        piece = (
            text[at : at + 2]
            if (text[at : at + 2], "<isolated>") in forms and len(text[at : at + 2]) == 2
            else text[at]
        )
        before = at > 0 and (joins(text[at - 1], "<initial>")) and text[at - 1] not in "\u0621"
        after_char = text[at + len(piece) : at + len(piece) + 1]
        after = bool(after_char) and joins(after_char, "<final>") and joins(piece, "<initial>")
        tag = "<medial>" if before and after else "<final>" if before else "<initial>" if after else "<isolated>"
        out.append(forms.get((piece, tag), piece))
        at += len(piece)
    return "".join(out)


def visual(text: str, shape: Callable[[str], str] = lambda text: text) -> str:
    """A right-to-left line as it stands on paper from left to right, brackets as they look."""
    runs: list[str] = []
    at = 0
    for match in LATIN.finditer(text):
        runs += [shape(text[at : match.start()]).translate(MIRROR)[::-1], match.group()]
        at = match.end()
    runs.append(shape(text[at:]).translate(MIRROR)[::-1])
    return "".join(reversed(runs))


class Page:
    def __init__(self) -> None:
        pdfmetrics.registerFont(TTFont("Arabic", str(FONT)))
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4)

    def glyphs(self, x: float, y: float, text: str, size: float = 11) -> float:
        """Writes what stands on paper, ending at x; gives where it begins."""
        self.canvas.setFont("Arabic", size)
        x -= self.canvas.stringWidth(text, "Arabic", size)
        self.canvas.drawString(x, y, text)
        return x

    def letter_by_letter(self, x: float, y: float, text: str, size: float = 11) -> None:
        """Places each glyph on its own in logical order, as word processors do; brackets as they are meant."""
        self.canvas.setFont("Arabic", size)
        places: list[tuple[int, float]] = []
        line = visual(text)
        order = visual_order(text)
        x -= self.canvas.stringWidth(line, "Arabic", size)
        for place in order:
            places.append((place, x))
            x += self.canvas.stringWidth(text[place], "Arabic", size)
        for place, left in sorted(places):
            self.canvas.drawString(left, y, text[place])

    def read(self) -> Extract:
        self.canvas.save()
        return read_pdf(self.buffer.getvalue())


def visual_order(text: str) -> list[int]:
    """The places of a line's letters as they stand from left to right."""
    runs: list[list[int]] = []
    at = 0
    for match in LATIN.finditer(text):
        runs += [list(range(at, match.start()))[::-1], list(range(match.start(), match.end()))]
        at = match.end()
    runs.append(list(range(at, len(text)))[::-1])
    return [place for run in reversed(runs) for place in run]


def written(way: str) -> Extract:
    page = Page()
    for at, text in enumerate(PARAGRAPHS):
        y = 740 - 18 * at
        if way == "logical":
            page.letter_by_letter(RIGHT, y, text)
        elif way == "forms":
            page.glyphs(RIGHT, y, visual(text, shaped))
        else:
            page.glyphs(RIGHT, y, visual(text))
    return page.read()


@needs_font
@pytest.mark.parametrize("way", ["logical", "visual", "forms"])
def test_lines_are_in_reading_order(way: str) -> None:
    assert [line.text for line in written(way).lines] == PARAGRAPHS


@needs_font
def test_no_presentation_form_is_left() -> None:
    assert shaped("الأول") != "الأول"
    text = "".join(line.text for line in written("forms").lines)
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufefc]", text)


@needs_font
def test_vowel_signs_stay_on_their_letters() -> None:
    page = Page()
    text = "تُعِدُّ اللجنةُ تقريراً سنوياً عن أعمالِها"
    page.letter_by_letter(RIGHT, 700, text)
    assert unicodedata.normalize("NFC", page.read().lines[0].text) == unicodedata.normalize("NFC", text)


@needs_font
def test_lines_stretched_with_kashida_are_plain_words_but_a_list_letter_keeps_its_own() -> None:
    page = Page()
    page.glyphs(RIGHT, 700, visual("(هـ) الأمـــم المتحـــدة"))
    assert page.read().lines[0].text == "(هـ) الأمم المتحدة"


@needs_font
def test_numbers_that_run_leftwards_are_told_by_the_document() -> None:
    page = Page()
    # the older rules print the session to the right of the slash
    numbers = [("71", "209"), ("65", "230"), ("73", "185")]
    for at, (session, number) in enumerate(numbers):
        printed = (visual("المؤرخ في السنة ذاتها"), f"{number}/{session}", visual("القرار"))
        page.glyphs(RIGHT, 700 - 18 * at, " ".join(printed))
    assert [line.text for line in page.read().lines] == [
        f"القرار {session}/{number} المؤرخ في السنة ذاتها" for session, number in numbers
    ]


@needs_font
def test_calls_and_notes_of_an_arabic_page() -> None:
    page = Page()
    x = RIGHT
    for at in range(9):
        page.glyphs(RIGHT, 740 - 16 * at, visual(PARAGRAPHS[3]))
    x = page.glyphs(RIGHT, 560, visual("وإذ تشير إلى اتفاقية الأمم المتحدة"))
    x = page.glyphs(x, 564.5, "1", 7)
    page.glyphs(x, 560, visual(" لمكافحة الجريمة المنظمة عبر الوطنية،"))
    page.canvas.line(RIGHT - 72, 110, RIGHT, 110)
    x = page.glyphs(RIGHT, 98, "1", 6)
    page.glyphs(x - 2, 95, visual("مجموعة المعاهدات، المجلد 2225، الرقم 39574."), 8)
    lines = page.read().lines
    assert lines[9].text == f"وإذ تشير إلى اتفاقية الأمم المتحدة{call('1')} لمكافحة الجريمة المنظمة عبر الوطنية،"
    assert [(line.hint, line.marker, line.text) for line in lines[10:]] == [
        ("rule", None, ""),
        ("note", "1", "مجموعة المعاهدات، المجلد 2225، الرقم 39574."),
    ]


@needs_font
def test_the_right_column_is_read_first_and_indents_count_from_the_right() -> None:
    page = Page()
    words = " ".join(PARAGRAPHS).split()

    def lines(start: int) -> list[str]:
        out = []
        at = start
        for _ in range(14):
            row: list[str] = []
            while page.canvas.stringWidth(" ".join([*row, words[at % len(words)]]), "Arabic", 9) < 200:
                row.append(re.sub(r"[^\u0600-\u06ff]", "", words[at % len(words)]) or "العام")
                at += 1
            out.append(" ".join(row))
        return out

    right, left = lines(0), lines(17)
    for at in range(14):
        page.glyphs(540 - (18 if at == 0 else 0), 740 - 14 * at, visual(right[at]), 9)
        page.glyphs(280, 740 - 14 * at, visual(left[at]), 9)
    found = page.read().lines
    assert [line.text for line in found] == right + left
    assert [round(line.indent) for line in found[:2]] == [18, 0]


# -- the order alone, without a PDF ------------------------------------------------------------------------------------

ARABIC = st.sampled_from(["اللجنة", "الدول", "قرار", "العام", "منع", "الجريمة", "حقوق", "على", "إلى", "تقرير"])
NUMBER = st.from_regex(r"[1-9][0-9]{0,3}", fullmatch=True)
WORD = st.sampled_from(["UNODC", "A/73/131", "CCPCJ"])


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """Arabic words with numbers and Latin words between them, some in brackets."""
    out = [draw(ARABIC)]
    for _ in range(draw(st.integers(1, 6))):
        other = draw(st.one_of(NUMBER, WORD, ARABIC))
        out.append(f"({other})" if draw(st.booleans()) else other)
        out.append(draw(ARABIC))
    return " ".join(out)


def cells(line: str) -> list[Cell]:
    return [Cell(char, float(at), at + 0.9) for at, char in enumerate(line)]


def read(printed: str) -> str:
    return settle([logical(cells(printed), rtl=True)])[0]


@given(sentences())
def test_reading_undoes_printing(text: str) -> None:
    assert read(visual(text)) == text


@given(sentences())
def test_brackets_written_as_meant_or_as_seen_give_the_same(text: str) -> None:
    meant = "".join(text[place] for place in visual_order(text))
    assert read(meant) == text


@pytest.mark.parametrize("text", ["وفقا للقرار (انظر المرفق", "الأول) من القرار", "الفقرة 3(ب) من القرار، «العمل»."])
def test_half_a_pair_and_brackets_without_blanks_look_the_right_way(text: str) -> None:
    assert read(visual(text)) == text
    assert read("".join(text[place] for place in visual_order(text))) == text


def test_a_lam_alef_glyph_is_read_lam_first() -> None:
    pair = [Cell("\u0627", 10, 20), Cell("\u0644", 10, 20), Cell("\u0633", 0, 10)]
    assert logical(clusters(pair), rtl=True) == "\u0644\u0627\u0633"


def test_an_arabic_word_in_an_english_line_is_turned_alone() -> None:
    line = "The name " + "الجمعية العامة"[::-1] + " stands in 1 place."
    assert logical(cells(line), rtl=False) == "The name الجمعية العامة stands in 1 place."
