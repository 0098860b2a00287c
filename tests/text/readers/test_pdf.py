"""The PDF reader on documents made here: what is printed comes out as lines in reading order, each said what it is."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from isonomia.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    GarbledText,
    IsonomiaError,
    MissingDependency,
    NoTextLayer,
)
from isonomia.text.lines import Extract, Line, call
from isonomia.text.readers import pdf
from isonomia.text.readers.pdf import read_pdf
from isonomia.text.readers.pdf.garbled import is_garbled

WIDTH, HEIGHT = A4
LEFT, RIGHT = 120.0, 490.0
SERIF, BOLD, ITALIC = "Times-Roman", "Times-Bold", "Times-Italic"
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")

WORDS = re.findall(
    r"\S+",
    """Recalling its resolutions on the rule of law and the fight against crime in all its forms the Assembly requests
    Member States to strengthen technical cooperation and to report on measures taken for victims witnesses and young
    offenders while bearing in mind the needs of developing countries and the role of civil society in prevention""",
)


class Paper:
    """A canvas that writes lines of text, with superscripts as `^1^`."""

    def __init__(self, **options: Any) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4, **options)

    def put(self, x: float, y: float, text: str, size: float = 10, font: str = SERIF) -> float:
        for part in re.split(r"(\^[^^]+\^)", text):
            if part.startswith("^") and len(part) > 2:
                self.canvas.setFont(font, size * 0.65)
                self.canvas.drawString(x, y + size * 0.4, part[1:-1])
                x += self.canvas.stringWidth(part[1:-1], font, size * 0.65)
            elif part:
                self.canvas.setFont(font, size)
                self.canvas.drawString(x, y, part)
                x += self.canvas.stringWidth(part, font, size)
        return x

    def put_right(self, x: float, y: float, text: str, size: float = 10, font: str = SERIF) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawRightString(x, y, text)

    def rule(self, x0: float, x1: float, y: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, y, x1, y)

    def next(self) -> None:
        self.canvas.showPage()

    def bytes(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


def sentence(start: int, count: int) -> str:
    return " ".join(WORDS[(start * 7 + at) % len(WORDS)] for at in range(count))


def texts(extract: Extract, hint: str = "") -> list[str]:
    return [line.text for line in extract.lines if line.hint == hint]


def found(extract: Extract, text: str) -> Line:
    return next(line for line in extract.lines if text in line.text)


def body(extract: Extract) -> str:
    return " ".join(line.text for line in extract.lines if line.hint in ("", "title", "heading"))


# -- a resolution over several pages -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def resolution() -> Extract:
    """Three pages: masthead, paragraphs, notes (one goes on overleaf), heads that change sides, feet with numbers."""
    paper = Paper()
    paper.put(LEFT, 790, "United Nations", 14)
    paper.put(470, 790, "A", 20)
    paper.put(485, 790, "/RES/73/999")
    paper.rule(60, 540, 783)
    paper.put(LEFT, 760, "General Assembly", 20, BOLD)
    paper.put(400, 759, "Distr.: General")
    paper.put(400, 747, "12 October 2018")
    paper.rule(60, 540, 640)
    paper.put(60, 625, "Seventy-third session", 10, BOLD)
    paper.put(60, 613, "Agenda item 109")
    paper.put(LEFT, 580, "Resolution adopted by the General Assembly", 14, BOLD)
    paper.put(LEFT - 45, 540, "73/999.", 12, BOLD)
    paper.put(LEFT, 540, "Strengthening the programme", 12, BOLD)
    paper.put(LEFT, 526, "of prevention", 12, BOLD)
    paper.put(LEFT + 24, 500, "The General Assembly,", 10, ITALIC)
    y = 480.0
    for number, (first, tail) in enumerate(
        [("Recalling", "of 17 December 2015,^1^"), ("Mindful", "with the Model Strategies,^2^")]
    ):
        paper.put(LEFT + 24, y, f"{first} " + sentence(number, 9))
        paper.put(LEFT, y - 12, sentence(number + 20, 11) + " and the long measure of it")
        paper.put(LEFT, y - 24, tail)
        y -= 42
    paper.rule(LEFT, LEFT + 72, 110)
    paper.put(LEFT + 8, 98, "^1^ Resolution 70/174, annex.", 8)
    paper.put(LEFT + 8, 88, "^2^ See Official Records of the Economic and Social Council, Supplement No. 10,", 8)
    paper.put(65, 40, "18-16895 (E)")
    paper.put(130, 40, "241018")
    paper.put(65, 25, "*1816895*")
    paper.next()
    for page in (2, 3):
        head = "Strengthening the programme of prevention"
        if page % 2:
            paper.put(60, 790, head, 8.5, BOLD)
            paper.put_right(540, 790, "A/RES/73/999", 8.5, BOLD)
        else:
            paper.put(60, 790, "A/RES/73/999", 8.5, BOLD)
            paper.put_right(540, 790, head, 8.5, BOLD)
        y = 750.0
        for at in range(4):
            number = (page - 2) * 4 + at + 1
            paper.put(LEFT + 24, y, f"{number}.")
            paper.put(LEFT + 48, y, "Requests " + sentence(number, 8))
            paper.put(LEFT, y - 12, sentence(number + 40, 12) + " as far as they go")
            paper.put(
                LEFT, y - 24, "in paragraph 4 above;" if at else "under its mandate;^3^" if page == 3 else "again;"
            )
            y -= 42
        paper.put(LEFT, 110, "__________________", 8)
        if page == 2:
            paper.put(LEFT + 8, 98, "2019 (E/2019/30), chap. I, sect. B.", 8)
        else:
            paper.put(LEFT + 8, 98, "^3^ United Nations, Treaty Series, vol. 2225, No. 39574.", 8)
        if page % 2:
            paper.put(60, 40, "18-16895", 7)
            paper.put_right(540, 40, f"{page}/3", 8.5, BOLD)
        else:
            paper.put(60, 40, f"{page}/3", 8.5, BOLD)
            paper.put_right(540, 40, "18-16895", 7)
        paper.next()
    return read_pdf(paper.bytes(), name="resolution.pdf")


def test_masthead_is_separate_lines_in_order(resolution: Extract) -> None:
    front = [line.text for line in resolution.lines if line.page == 1][:7]
    assert front == [
        "United Nations",
        "A/RES/73/999",
        "General Assembly",
        "Distr.: General",
        "12 October 2018",
        "Seventy-third session",
        "Agenda item 109",
    ]


def test_heads_feet_and_job_numbers_are_furniture_and_nothing_else_is(resolution: Extract) -> None:
    head = "Strengthening the programme of prevention"
    assert sorted(texts(resolution, "furniture")) == sorted(
        ["18-16895 (E) 241018", "*1816895*", "18-16895", "18-16895", "2/3", "3/3"] + 2 * ["A/RES/73/999", head]
    )


def test_title_is_the_bold_line_over_the_text(resolution: Extract) -> None:
    assert texts(resolution, "title") == ["73/999. Strengthening the programme", "of prevention"]
    assert not texts(resolution, "heading")


def test_paragraph_numbers_stay_before_their_text(resolution: Extract) -> None:
    numbered = [line.text for line in resolution.lines if re.match(r"\d\. Requests ", line.text)]
    assert [text[0] for text in numbered] == list("12345678")


def test_gap_tells_paragraphs_and_indent_their_first_lines(resolution: Extract) -> None:
    second = found(resolution, "2. Requests")
    assert second.gap is True
    assert second.indent == pytest.approx(24, abs=1)
    below = resolution.lines[resolution.lines.index(second) + 1]
    assert (below.gap, round(below.indent)) == (False, 0)
    assert found(resolution, "1. Requests").gap is None  # the first line of a page


def test_raised_numbers_are_calls_in_their_place(resolution: Extract) -> None:
    assert f"of 17 December 2015,{call('1')}" in texts(resolution)
    assert f"under its mandate;{call('3')}" in texts(resolution)
    assert found(resolution, "again;").text == "again;"


def test_notes_have_markers_and_go_on_overleaf(resolution: Extract) -> None:
    notes = [(line.page, line.marker, line.text) for line in resolution.lines if line.hint == "note"]
    assert notes == [
        (1, "1", "Resolution 70/174, annex."),
        (1, "2", "See Official Records of the Economic and Social Council, Supplement No. 10,"),
        (2, None, "2019 (E/2019/30), chap. I, sect. B."),
        (3, "3", "United Nations, Treaty Series, vol. 2225, No. 39574."),
    ]


def test_a_rule_stands_before_the_notes_drawn_or_typed(resolution: Extract) -> None:
    for page in (1, 2, 3):
        lines = [line for line in resolution.lines if line.page == page and line.hint in ("rule", "note")]
        assert lines[0].hint == "rule"
        assert sum(line.hint == "rule" for line in lines) == 1


# -- places ------------------------------------------------------------------------------------------------------------


def column(paper: Paper, x: float, top: float, start: int, lines: int) -> list[str]:
    """Twenty lines of a narrow column, justified as words fit."""
    out = []
    place = start
    for at in range(lines):
        words: list[str] = []
        while paper.canvas.stringWidth(" ".join([*words, WORDS[place % len(WORDS)]]), SERIF, 10) < 205:
            words.append(WORDS[place % len(WORDS)])
            place += 1
        paper.put(x, top - 12 * at, " ".join(words))
        out.append(" ".join(words))
    return out


@pytest.mark.parametrize("shift", [0.0, 4.5], ids=["rows level", "rows not level"])
def test_two_columns_are_read_one_after_the_other(shift: float) -> None:
    paper = Paper()
    title = "Verbatim record of the two thousand one hundred and fifth plenary meeting of the Assembly"
    paper.put(80, 780, title, 12, BOLD)
    left = column(paper, 70, 740, 0, 30)
    right = column(paper, 300, 740 - shift, 11, 28)
    extract = read_pdf(paper.bytes())
    assert [line.text for line in extract.lines] == [title, *left, *right]


def test_a_line_across_both_columns_parts_what_is_above_from_what_is_below() -> None:
    paper = Paper()
    above = column(paper, 70, 780, 0, 12), column(paper, 300, 780, 5, 12)
    middle = "Item 7 of the provisional agenda: strengthening of the programme in all countries"
    paper.put(80, 610, middle, 12, BOLD)
    below = column(paper, 70, 580, 3, 12), column(paper, 300, 580, 9, 12)
    extract = read_pdf(paper.bytes())
    assert [line.text for line in extract.lines] == [*above[0], *above[1], middle, *below[0], *below[1]]


def test_a_table_is_read_row_by_row() -> None:
    paper = Paper()
    rows = [
        ("State", "2015", "2016"),
        ("Albania", "12", "14"),
        ("Chad", "7", "9"),
        ("Fiji", "3", "1"),
        ("Peru", "8", "6"),
    ]
    for at, row in enumerate(rows):
        for x, cell in zip((80, 250, 400), row, strict=True):
            paper.put(x, 700 - 14 * at, cell)
    assert [line.text for line in read_pdf(paper.bytes()).lines] == [cell for row in rows for cell in row]


def test_cells_between_drawn_lines_are_read_one_after_the_other() -> None:
    paper = Paper()
    for y in (715, 680, 645):
        paper.rule(70, 520, y)
    paper.put(80, 703, "A measure that goes on")
    paper.put(80, 691, "in a second line")
    paper.put(300, 703, "An effect that goes on")
    paper.put(300, 691, "in its own second line")
    paper.put(80, 665, "Another measure")
    paper.put(300, 665, "Another effect")
    assert [line.text for line in read_pdf(paper.bytes()).lines] == [
        "A measure that goes on",
        "in a second line",
        "An effect that goes on",
        "in its own second line",
        "Another measure",
        "Another effect",
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_printed_sideways_reads_like_an_upright_one(turn: int) -> None:
    lines = [sentence(at, 9) for at in range(12)]
    paper = Paper()
    paper.canvas.rotate(turn)
    if turn == 90:
        paper.canvas.translate(0, -WIDTH)
    elif turn == 180:
        paper.canvas.translate(-WIDTH, -HEIGHT)
    else:
        paper.canvas.translate(-HEIGHT, 0)
    for at, text in enumerate(lines):
        paper.put(100, 500 - 12 * at, text)
    assert [line.text for line in read_pdf(paper.bytes()).lines] == lines


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_shown_turned_reads_as_it_was_written(turn: int) -> None:
    paper = Paper()
    paper.canvas.setPageRotation(turn)
    lines = [sentence(at, 10) for at in range(10)]
    for at, text in enumerate(lines):
        paper.put(LEFT, 700 - 12 * at, text)
    assert texts(read_pdf(paper.bytes())) == lines


def test_a_line_up_the_margin_is_furniture() -> None:
    paper = Paper()
    for at in range(10):
        paper.put(LEFT, 700 - 12 * at, sentence(at, 10))
    paper.canvas.saveState()
    paper.canvas.translate(30, 300)
    paper.canvas.rotate(90)
    paper.put(0, 0, "Downloaded on 1 May 2020")
    paper.canvas.restoreState()
    extract = read_pdf(paper.bytes())
    assert texts(extract, "furniture") == ["Downloaded on 1 May 2020"]
    assert len(texts(extract)) == 10


def test_a_slanted_stamp_is_furniture() -> None:
    paper = Paper()
    paper.put(LEFT, 700, sentence(1, 10))
    paper.canvas.saveState()
    paper.canvas.translate(200, 300)
    paper.canvas.rotate(45)
    paper.put(0, 0, "ADVANCE UNEDITED", 40, BOLD)
    paper.canvas.restoreState()
    extract = read_pdf(paper.bytes())
    assert texts(extract, "furniture") == ["ADVANCE UNEDITED"]
    assert texts(extract) == [sentence(1, 10)]


# -- words -------------------------------------------------------------------------------------------------------------


def line_of(draw: Any) -> str:
    """The line that `draw` puts on an empty page."""
    paper = Paper()
    draw(paper)
    lines = read_pdf(paper.bytes()).lines
    assert len(lines) == 1
    return lines[0].text


def test_words_set_as_pieces_are_joined_by_their_real_gaps() -> None:
    def draw(paper: Paper) -> None:
        x = paper.put(LEFT, 700, "the United Nations Confere") + 1.2
        x = paper.put(x, 700, "nce on drug") + 1.4
        paper.put(x, 700, "-resistant forms")

    assert line_of(draw) == "the United Nations Conference on drug-resistant forms"


def test_gaps_without_blanks_are_blanks() -> None:
    def draw(paper: Paper) -> None:
        x = LEFT
        for word in ("Requests", "the", "Secretary-General", "to", "report"):
            x = paper.put(x, 700, word) + 2.6

    assert line_of(draw) == "Requests the Secretary-General to report"


def test_letters_set_apart_are_one_word() -> None:
    def draw(paper: Paper) -> None:
        text = paper.canvas.beginText(LEFT, 700)
        text.setFont(SERIF, 10)
        text.setCharSpace(3)
        text.textOut("RESOLUTION ADOPTED")
        paper.canvas.drawText(text)

    assert line_of(draw) == "RESOLUTION ADOPTED"


def test_bold_printed_several_times_is_printed_once() -> None:
    def draw(paper: Paper) -> None:
        for shift in (0, 0.2, 0.4, 0.6):
            paper.put(LEFT + shift, 700, "Decides to remain seized of the matter")

    assert line_of(draw) == "Decides to remain seized of the matter"


def test_hyphens_stay_where_they_are_printed() -> None:
    paper = Paper()
    paper.put(LEFT, 700, "the promotion of capacity-")
    paper.put(LEFT, 688, "building and well-being of inter-")
    paper.put(LEFT, 676, "national bodies")
    assert texts(read_pdf(paper.bytes())) == [
        "the promotion of capacity-",
        "building and well-being of inter-",
        "national bodies",
    ]


def embedded(paper: Paper, text: str) -> None:
    if not DEJAVU.exists():
        pytest.skip("needs the DejaVu fonts (fonts-dejavu-core)")
    pdfmetrics.registerFont(TTFont("DejaVu", str(DEJAVU)))
    paper.put(LEFT, 700, text, 10, "DejaVu")


def test_ligatures_are_spelt_out_and_odd_blanks_are_plain() -> None:
    drawn = "the e\ufb03cient \ufb01ght against traf\ufb01cking\u00a0and\u2009crime"
    assert line_of(lambda paper: embedded(paper, drawn)) == "the efficient fight against trafficking and crime"


def test_a_text_cannot_forge_the_marks_of_calls() -> None:
    drawn = f"The Commission {call('9')} adopted the report of its session\ue002x\ue003"
    text = line_of(lambda paper: embedded(paper, drawn))
    assert not re.search("[\ue000-\uf8ff]", text)


def test_raised_letters_and_powers_are_no_calls() -> None:
    paper = Paper()
    paper.put(LEFT, 712, "au 1^er^ janvier, the 19^th^ century, an area of 25 km^2^ and 3 x 10^6^ tons")
    paper.put(LEFT, 700, "see the Convention,^4, 5^ its Protocol^*^ and the Rules^12^ of 1990.^†^")
    first, second = texts(read_pdf(paper.bytes()))
    assert first == "au 1er janvier, the 19th century, an area of 25 km² and 3 x 10⁶ tons"
    four, five, star, twelve, dagger = map(call, ("4", "5", "*", "12", "†"))
    assert second == f"see the Convention,{four}{five} its Protocol{star} and the Rules{twelve} of 1990.{dagger}"


def test_a_raised_letter_is_a_call_where_a_note_has_its_marker() -> None:
    paper = Paper()
    for at in range(12):
        paper.put(LEFT, 700 - 12 * at, sentence(at, 10))
    paper.put(LEFT, 540, "The figures for that year are estimates^a^ of the Office.")
    paper.rule(LEFT, LEFT + 72, 110)
    paper.put(LEFT, 98, "^a^ Not including territories.", 8)
    extract = read_pdf(paper.bytes())
    assert f"The figures for that year are estimates{call('a')} of the Office." in texts(extract)
    assert [(line.marker, line.text) for line in extract.lines if line.hint == "note"] == [
        ("a", "Not including territories.")
    ]


def test_notes_in_plain_digits_are_told_by_their_order() -> None:
    paper = Paper()
    for at in range(12):
        paper.put(LEFT, 700 - 12 * at, sentence(at, 10))
    paper.put(LEFT, 110, "_______________", 8)
    paper.put(LEFT, 98, "1 Resolution 55/25, annex I.", 8)
    paper.put(LEFT, 88, "2 See Treaty Series, vol. 2237, and the text of", 8)
    paper.put(LEFT + 10, 78, "15 November 2000.", 8)
    notes = [(line.marker, line.text) for line in read_pdf(paper.bytes()).lines if line.hint == "note"]
    assert notes == [
        ("1", "Resolution 55/25, annex I."),
        ("2", "See Treaty Series, vol. 2237, and the text of"),
        (None, "15 November 2000."),
    ]


def test_headings_are_bold_or_large_lines_and_bold_words_are_none() -> None:
    paper = Paper()
    paper.put(LEFT, 760, "Report of the Secretary-General", 16, BOLD)
    y = 730.0
    for number, heading in enumerate(["I. Introduction", "A. Scope of the report", "II. Conclusions"]):
        paper.put(LEFT, y, heading, 11 if heading[0] == "A" else 13, BOLD)
        y -= 24
        for at in range(5):
            x = paper.put(LEFT, y, "Urges", 10, BOLD) + 2.5 if at == 2 else LEFT
            paper.put(x, y, sentence(number + at, 9 if at == 2 else 10) + " of the whole")
            y -= 12
        y -= 14
    extract = read_pdf(paper.bytes())
    assert texts(extract, "title") == ["Report of the Secretary-General"]
    assert [(line.level, line.text) for line in extract.lines if line.hint == "heading"] == [
        (1, "I. Introduction"),
        (2, "A. Scope of the report"),
        (1, "II. Conclusions"),
    ]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789.,;()", min_size=1, max_size=9), min_size=1, max_size=8
        ),
        min_size=1,
        max_size=20,
    )
)
def test_no_word_is_lost_or_read_twice(rows: list[list[str]]) -> None:
    printed = [word for row in rows for word in row]
    assume(not is_garbled(" ".join(["Here follow the words", *printed])))  # so many letters without vowels are refused
    paper = Paper()
    paper.put(LEFT, 740, "Here follow the words")
    for at, row in enumerate(rows):
        paper.put(LEFT, 700 - 14 * at, " ".join(row))
    extract = read_pdf(paper.bytes())
    assert " ".join(line.text for line in extract.lines).split() == ["Here", "follow", "the", "words", *printed]


# -- furniture ---------------------------------------------------------------------------------------------------------


def test_the_one_head_of_a_two_page_document_is_known_by_its_first_page() -> None:
    paper = Paper()
    paper.put(400, 790, "E/CN.15/2019/L.6", 12)
    paper.put(LEFT, 730, "Preventing crime through sport", 14, BOLD)
    for at in range(40):
        paper.put(LEFT, 690 - 12 * at, sentence(at, 10))
    paper.next()
    paper.put(60, 790, "E/CN.15/2019/L.6", 8.5, BOLD)
    for at in range(10):
        paper.put(LEFT, 750 - 12 * at, sentence(at + 50, 10))
    paper.put(60, 40, "2/2", 8.5, BOLD)
    paper.put_right(540, 40, "V.19-11364", 7)
    extract = read_pdf(paper.bytes())
    assert texts(extract, "furniture") == ["E/CN.15/2019/L.6", "2/2", "V.19-11364"]
    assert "E/CN.15/2019/L.6" in texts(extract)


def test_text_that_begins_pages_alike_is_no_furniture() -> None:
    paper = Paper()
    for page in range(3):
        for at in range(12):
            paper.put(
                LEFT, 780 - 12 * at, "Recalling also its previous resolutions," if at == 0 else sentence(page + at, 10)
            )
        paper.put(300, 40, str(page + 1))
        paper.next()
    extract = read_pdf(paper.bytes())
    assert texts(extract, "furniture") == ["1", "2", "3"]
    assert texts(extract).count("Recalling also its previous resolutions,") == 3


def test_a_document_of_five_hundred_pages_is_read_whole() -> None:
    paper = Paper()
    for page in range(1, 501):
        paper.put(60, 800, "A/73/999", 8, BOLD)
        paper.put(LEFT, 740, f"{page}. The Assembly considered case number {page * 37} of the list.")
        paper.put(LEFT, 728, sentence(page, 10))
        paper.put(300, 40, f"{page}/500", 8)
        paper.next()
    extract = read_pdf(paper.bytes())
    lines = [line for line in extract.lines if line.hint == ""]
    assert [line.text for line in lines if line.text[0].isdigit()] == [
        f"{page}. The Assembly considered case number {page * 37} of the list." for page in range(1, 501)
    ]
    assert [line.page for line in lines] == [page for page in range(1, 501) for _ in range(2)]
    assert len(texts(extract, "furniture")) == 1000


# -- files that are refused --------------------------------------------------------------------------------------------


def simple(pages: int = 2, **options: Any) -> bytes:
    paper = Paper(**options)
    for page in range(pages):
        for at in range(30):
            paper.put(LEFT, 740 - 12 * at, sentence(page + at, 10))
        paper.next()
    return paper.bytes()


def picture() -> ImageReader:
    from PIL import Image

    image = Image.effect_noise((200, 280), 60)
    return ImageReader(image)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\x00" * 64])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        read_pdf(data, name="empty.pdf")


def test_blank_pages_are_an_empty_file() -> None:
    paper = Paper()
    paper.next()
    with pytest.raises(EmptyFile, match="no page holds any text"):
        read_pdf(paper.bytes())


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.98])
def test_a_truncated_file_is_damaged(share: float) -> None:
    data = simple()
    with pytest.raises(DamagedFile) as caught:
        read_pdf(data[: int(len(data) * share)], name="cut.pdf")
    assert str(caught.value).startswith("cut.pdf: ")


@pytest.mark.parametrize("data", [b"not a pdf at all", b"%PDF-1.7\nnothing follows\nstartxref\n0\n%%EOF\n"])
def test_what_is_no_pdf_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedFile):
        read_pdf(data)


def test_a_user_password_is_said() -> None:
    locked = simple(encrypt=pdfencrypt.StandardEncryption("secret", ownerPassword="owner"))
    with pytest.raises(EncryptedFile, match="password"):
        read_pdf(locked)


def test_an_owner_password_hinders_no_reading() -> None:
    guarded = simple(encrypt=pdfencrypt.StandardEncryption("", ownerPassword="owner", canPrint=0, canCopy=0))
    assert texts(read_pdf(guarded)) == texts(read_pdf(simple()))


def test_a_scan_without_text_is_refused_and_the_remedy_named() -> None:
    paper = Paper()
    paper.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
    paper.put(LEFT, 40, "71-19641")
    with pytest.raises(NoTextLayer, match="--ocr"):
        read_pdf(paper.bytes())


def test_a_scanned_page_among_others_is_warned_of() -> None:
    paper = Paper()
    for page in range(3):
        if page == 1:
            paper.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
        else:
            for at in range(30):
                paper.put(LEFT, 740 - 12 * at, sentence(page + at, 10))
        paper.next()
    extract = read_pdf(paper.bytes(), name="mixed.pdf")
    assert [(code, place) for code, place, _ in extract.warnings] == [("page-without-text", "mixed.pdf, page 2")]
    assert {line.page for line in extract.lines} == {1, 3}


def test_the_hidden_text_of_a_scan_is_read_with_a_warning() -> None:
    paper = Paper()
    paper.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
    for at in range(20):
        text = paper.canvas.beginText(LEFT, 740 - 12 * at)
        text.setFont(SERIF, 10)
        text.setTextRenderMode(3)
        text.textOut(sentence(at, 10))
        paper.canvas.drawText(text)
    extract = read_pdf(paper.bytes())
    assert texts(extract) == [sentence(at, 10) for at in range(20)]
    assert [code for code, _, _ in extract.warnings] == ["ocr-layer"]


def test_cyrillic_behind_a_latin_code_page_is_garbled() -> None:
    russian = "Генеральная Ассамблея просит Генерального секретаря представить доклад о ходе работы на следующей сессии"
    paper = Paper()
    for at in range(8):
        paper.put(60, 740 - 12 * at, russian.encode("cp1251").decode("latin-1"))
    with pytest.raises(GarbledText):
        read_pdf(paper.bytes())


def test_a_shifted_font_is_garbled() -> None:
    paper = Paper()
    for at in range(30):
        consonants = sentence(at, 10).translate(str.maketrans("aeiouy", "bcdfgk"))
        paper.put(60, 740 - 12 * at, consonants)
    with pytest.raises(GarbledText):
        read_pdf(paper.bytes())


@pytest.mark.parametrize(
    "text",
    [
        "Réaffirmant les résolutions antérieures, l'Assemblée générale a décidé que la déclaration sera publiée",
        "La Asamblea General, teniendo presente la resolución anterior, insta a los Estados a que cooperen más y mejor",
        "12.5 14.7 1,234 (3.1) 17 2015 2016 2017 45.2 8.8 per 100,000 inhabitants 12 13 14 15 16 17 18 19 20 21 22 23",
    ],
)
def test_real_languages_and_tables_are_not_garbled(text: str) -> None:
    paper = Paper()
    for at in range(12):
        paper.put(40, 740 - 12 * at, text)
    assert texts(read_pdf(paper.bytes()))[0] == text


def test_limits_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    data = simple(3)
    for limit in ("MAX_BYTES", "MAX_PAGES", "MAX_CHARS"):
        with monkeypatch.context() as patched:
            patched.setattr(pdf, limit, 2)
            with pytest.raises(FileTooLarge):
                read_pdf(data)


def test_without_pypdfium2_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingDependency, match="pip install"):
        read_pdf(simple(1))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_broken_bytes_are_read_or_refused_by_name(data: st.DataObject) -> None:
    whole = bytearray(simple(1))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        extract = read_pdf(bytes(whole))
    except IsonomiaError:
        return
    assert all(isinstance(line.text, str) for line in extract.lines)
