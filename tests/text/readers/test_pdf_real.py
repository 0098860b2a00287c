"""The PDF reader on real documents: not a character lost or doubled, furniture and notes told from the text."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from isonomia.errors import NoTextLayer
from isonomia.text.lines import CALL_CLOSE, CALL_OPEN, Extract
from isonomia.text.readers.pdf import read_pdf

DOCUMENTS = Path(__file__).parents[4] / "shared" / "data" / "documents"
RESOLUTIONS = ("en_A-RES-73-3.pdf", "en_A-RES-73-6.pdf")
REPORT = "en_ECE-TRADE-C-CEFACT-2020-19_report.pdf"
CALLS = re.compile(f"{CALL_OPEN}([^{CALL_CLOSE}]*){CALL_CLOSE}")

pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="needs the real documents of ../shared")


def read(name: str) -> Extract:
    return read_pdf((DOCUMENTS / name).read_bytes(), name=name)


def text_of(extract: Extract, *hints: str) -> str:
    return " ".join(line.text for line in extract.lines if line.hint in hints)


def layer(name: str) -> str:
    """The text layer as pdfium gives it, its own marks undone."""
    import pypdfium2

    with pypdfium2.PdfDocument(DOCUMENTS / name) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    text = re.sub("[\uf021-\uf07e]", lambda match: chr(ord(match.group()) - 0xF000), text)
    return text.replace("\ufffe", "-")


@pytest.mark.parametrize("name", [*RESOLUTIONS, REPORT, "en_A-L.632.pdf"])
def test_no_character_is_lost_and_none_read_twice(name: str) -> None:
    lines = [(line.marker or "") + CALLS.sub(r"\1", line.text) for line in read(name).lines]
    assert Counter("".join("".join(lines).split())) == Counter("".join(layer(name).split()))


@pytest.mark.parametrize("name", [*RESOLUTIONS, REPORT])
def test_words_are_neither_torn_nor_glued(name: str) -> None:
    """The layer tears words where letters are set apart: what only we read must be a word of it made whole."""

    def words(text: str) -> set[str]:
        return set(re.findall(r"[^\W\d_]+", text))

    lines = [CALLS.sub(" ", line.text) for line in read(name).lines]
    ours, theirs = words(" ".join(lines)), words(layer(name))
    assert ours - theirs <= {"tuberculosis", "health", "people", "States"}
    assert theirs - ours <= {"tuberculo", "sis", "hea", "lth", "peopl", "e", "St", "ates"}


@pytest.mark.parametrize(("name", "pages"), [(RESOLUTIONS[0], 10), (RESOLUTIONS[1], 5)])
def test_furniture_of_every_page_is_marked(name: str, pages: int) -> None:
    extract = read(name)
    symbol = re.search(r"A/RES/73/\d", text_of(extract, "")).group()  # type: ignore[union-attr]
    job = "18-16895" if pages == 10 else "18-17962"
    for page in range(2, pages + 1):
        found = [line.text for line in extract.lines if line.page == page and line.hint == "furniture"]
        assert {symbol, job, f"{page}/{pages}"} <= set(found)
    assert symbol in text_of(extract, "").split()
    assert job not in text_of(extract, "", "title", "heading", "note")


def test_calls_stand_in_place_and_notes_are_whole() -> None:
    extract = read("en_A-RES-73-6.pdf")
    assert CALLS.findall(text_of(extract, "")) == ["1", "2", "3", "4", "5", "6", "2", "2"]
    notes = [line for line in extract.lines if line.hint == "note"]
    assert [line.marker for line in notes if line.marker] == ["1", "2", "3", "4", "5", "6"]
    assert [line.marker for line in notes if line.page == 4] == [None, None]  # note 6 goes on overleaf
    assert notes[-1].text.endswith("A/AC.105/1180 and A/AC.105/1181.")


@pytest.mark.parametrize(("name", "last"), [("en_A-RES-73-3.pdf", 53), ("en_A-RES-73-6.pdf", 14), (REPORT, 27)])
def test_every_numbered_paragraph_begins_a_line_of_its_own(name: str, last: int) -> None:
    lines = [line for line in read(name).lines if line.hint == ""]
    numbers = [int(match[1]) for line in lines if (match := re.match(r"(\d+)\. [A-Z]", line.text))]
    assert numbers == list(range(1, last + 1))
    assert all(line.gap is not False for line in lines if re.match(r"\d+\. [A-Z]", line.text))


def test_masthead_of_a_resolution() -> None:
    front = [line.text for line in read("en_A-RES-73-3.pdf").lines][:7]
    assert front == [
        "United Nations",
        "A/RES/73/3",
        "General Assembly",
        "Distr.: General",
        "18 October 2018",
        "Seventy-third session",
        "Agenda item 129",
    ]


def test_report_says_what_its_source_says() -> None:
    source = (DOCUMENTS / REPORT).with_suffix(".adoc").read_text(encoding="utf-8")
    blocks = [block for block in source.split("\n\n")[1:] if not re.match(r"[:\[/<]", block)]
    notes = re.findall(r"footnote:\[(.*?)\](?=[ .,])", " ".join(blocks))
    truth = re.sub(r"footnote:\[.*?\](?=[ .,])", "", "\n".join(blocks)).replace("--", "—").replace("=", " ")
    extract = read(REPORT)
    ours = CALLS.sub("", text_of(extract, "", "heading", "title"))

    def words(text: str) -> list[str]:
        return re.findall(r"[^\W_]+", re.sub(r"(?<=\w)- (?=\w)", "-", text))

    ours_words = words(re.sub(r"(?:^|(?<=\s))(?:\d{1,2}|[IV]+)\. (?=[A-Z])", "", ours))
    matcher = SequenceMatcher(None, words(truth), ours_words, autojunk=False)
    found = sum(size for _, _, size in matcher.get_matching_blocks())
    assert found >= 0.995 * len(words(truth))
    assert len(notes) == len([line for line in extract.lines if line.marker]) == 3


def test_report_headings() -> None:
    extract = read(REPORT)
    headings = [line.text for line in extract.lines if line.hint == "heading"]
    assert headings == [
        "I. Introduction and opening",
        "II. The role of technology in reimagining future supply chains",
        "III. How to handle digital information and technologies for value",
        "chains",
        "IV. Obstacles, challenges and lessons learned",
        "V. Next steps for the Advisory Group",
    ]
    assert text_of(extract, "title") == (
        "Report of the Advisory Group Advanced Technologies in Trade and Logistics on its First Annual Meeting"
    )


def test_a_scan_without_text_is_refused() -> None:
    with pytest.raises(NoTextLayer, match="--ocr"):
        read("ru_A-RES-2758-XXVI.pdf")


def test_the_noisy_layer_of_a_scan_is_read_with_a_warning() -> None:
    extract = read("en_A-L.632.pdf")
    sentence = "Decides that any proposal in the General Assembly which would result in"
    assert sentence in [line.text for line in extract.lines]
    assert [code for code, _, _ in extract.warnings] == ["ocr-layer"]
    assert [line.text for line in extract.lines if line.hint == "furniture"] == ["71-19641"]
