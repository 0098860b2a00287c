"""Reading whole files: the real Chinese samples as they were checked by eye, and input that nobody meant to give."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isonomia.errors import (
    DamagedFile,
    EmptyFile,
    FileTooLarge,
    IsonomiaError,
    UnknownFormat,
    UnknownLanguage,
    UnknownSymbol,
)
from isonomia.text import read as read_module
from isonomia.text.model import KINDS, LANGUAGES, ROLES, Document
from isonomia.text.read import read

SAMPLES = Path(__file__).parents[2] / "samples" / "documents"
DOCUMENTS = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".html", ".docx"))
GOLDEN = Path(__file__).parents[1] / "golden"
GOLD = Path(__file__).parents[3] / "shared" / "data" / "gold"
CHINESE = ("A_RES_68_193.zh", "A_RES_76_187.zh", "A_73_131.zh")
RESOLUTION = "大会，\n重申其1991年12月18日第46/152号决议，\n1. 请秘书长向大会第七十七届会议提交报告。\n"


def digest(doc: Document) -> dict[str, Any]:
    """What the golden files hold of a document: facts, headings, notes, and each paragraph by its two ends."""
    return {
        "facts": {
            name: getattr(doc, name)
            for name in ("symbol", "kind", "organ", "session", "date", "language", "title", "agenda_item")
        },
        "headings": [[heading.id, heading.number, heading.title, heading.level] for heading in doc.headings],
        "paragraphs": [
            [
                part.id,
                part.role,
                part.number,
                part.heading,
                part.text[:12],
                part.text[-12:],
                len(part.text),
                list(part.notes),
            ]
            for part in doc.paragraphs
        ],
        "notes": [[note.marker, note.text] for note in doc.notes],
        "warnings": [[warning.code, warning.place] for warning in doc.warnings],
    }


# --- the real samples ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CHINESE)
def test_a_real_document_reads_as_it_was_checked(name: str) -> None:
    expected = json.loads((GOLDEN / f"{name}.expected.json").read_text(encoding="utf-8"))
    told = digest(read(SAMPLES / f"{name}.txt"))
    for part, value in expected.items():
        assert told[part] == value


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("A_RES_68_193.zh", {"preambular": 43, "operative": 50}),
        ("A_RES_76_187.zh", {"preambular": 74, "operative": 77}),
        ("A_73_131.zh", {"summary": 1, "numbered": 106}),
    ],
)
def test_no_paragraph_of_the_real_documents_is_lost_or_made_up(name: str, counts: dict[str, int]) -> None:
    doc = read(SAMPLES / f"{name}.txt")
    roles = [paragraph.role for paragraph in doc.paragraphs if "." not in paragraph.id]
    assert {role: roles.count(role) for role in set(roles)} == counts
    main = [paragraph.number for paragraph in doc.paragraphs if paragraph.number and paragraph.number.isdecimal()]
    assert main == [str(number) for number in range(1, len(main) + 1)]


@pytest.mark.skipif(not GOLD.exists(), reason="the shared hand annotation is not beside the project")
def test_the_text_of_a_resolution_is_that_of_the_hand_annotation() -> None:
    doc = read(SAMPLES / "A_RES_68_193.zh.txt")
    rows = map(json.loads, (GOLD / "paragraphs_normalised.jsonl").read_text(encoding="utf-8").splitlines())
    expected = {row["id"].lower(): (row["text"], row["footnote_markers"]) for row in rows if row["doc"] == doc.symbol}
    bare = {part.id: (re.sub(r"\s", "", part.text), list(part.notes)) for part in doc.paragraphs}
    assert bare == {id: (re.sub(r"\s", "", text), notes) for id, (text, notes) in expected.items()}


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*_*")), ids=lambda path: path.name)
def test_every_sample_reads_alike_from_its_path_and_from_its_bytes(path: Path) -> None:
    doc = read(path)
    assert doc == read(path.read_bytes(), name=path.name) == read(str(path))
    assert doc.source is not None
    assert (doc.source.name, doc.source.sha256) == (path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    assert doc.source.format == {".txt": "text", ".html": "html", ".docx": "docx"}[path.suffix]
    assert doc.language == path.name.split(".")[-2]


def test_the_json_of_a_document_has_the_order_of_the_contract() -> None:
    plain = read(RESOLUTION.encode()).to_dict()
    assert list(plain) == [
        "symbol", "kind", "organ", "session", "date", "language", "title", "agenda_item", "source", "text", "paragraphs",
        "headings", "notes", "citations", "warnings",
    ]  # fmt: skip
    assert json.loads(json.dumps(plain, ensure_ascii=False))["paragraphs"][0]["id"] == "pp1"


# --- what the caller says --------------------------------------------------------------------------------------------


def test_the_language_is_found_unless_it_is_given() -> None:
    assert read(RESOLUTION.encode()).language == "zh"
    assert read(b"A/RES/76/187\n1. 2.\n", language="ru").language == "ru"
    with pytest.raises(UnknownLanguage):
        read(RESOLUTION.encode(), language="de")


def test_a_symbol_that_is_none_is_refused_before_anything_is_read() -> None:
    with pytest.raises(UnknownSymbol):
        read(b"", symbol="seventy-six")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5hkscs"])
def test_encodings_and_line_ends_make_no_difference(encoding: str) -> None:
    text = RESOLUTION if encoding != "big5hkscs" else "大會，\n1. 請秘書長向大會提交報告。\n"
    doc = read(text.encode(encoding), language="zh")
    assert doc.text == text.strip()
    assert read(text.replace("\n", "\r\n").encode(encoding), language="zh") == doc


# --- input that nobody meant -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"   \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\n\x00", "\u200b\u2060\n".encode()]
)
def test_what_holds_no_text_is_an_empty_file(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        read(data)


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 20, b"\x00" * 4000, b"\x89PNG\r\n\x1a\n" + bytes(200), b"{\\rtf1\\ansi The General Assembly,}",
        b"\x1f\x8b\x08\x00" + bytes(100), b"PK\x05\x06" + bytes(18), b'<?xml version="1.0"?><feed><entry/></feed>',
    ],
)  # fmt: skip
def test_what_is_no_document_is_an_unknown_format(data: bytes) -> None:
    with pytest.raises(UnknownFormat):
        read(data)


def test_a_file_that_was_cut_short_is_damaged() -> None:
    whole = (SAMPLES / "A_RES_99_501.es.docx").read_bytes()
    for part in (0.2, 0.6, 0.99):
        with pytest.raises(DamagedFile):
            read(whole[: int(len(whole) * part)], name="A_RES_99_501.es.docx")
    with pytest.raises(DamagedFile):
        read(b"%PDF-1.7\n1 0 obj\n<</Type/Catalog", name="x.pdf")


@pytest.mark.parametrize("name", ["x.pdf", "x.docx", "x.html", "x.xml", "x", "大会.doc"])
def test_a_wrong_file_name_is_no_error(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(RESOLUTION, encoding="utf-8")
    assert [paragraph.id for paragraph in read(path).paragraphs] == ["pp1", "op1"]
    copy = tmp_path / "copy.txt"
    copy.write_bytes((SAMPLES / "A_RES_99_501.es.docx").read_bytes())
    assert read(copy) == read(SAMPLES / "A_RES_99_501.es.docx")


def test_a_path_that_leads_to_no_file_says_so(tmp_path: Path) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(DamagedFile) as raised:
            read(path)
        assert str(path) in str(raised.value)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.txt"
    path.write_text(RESOLUTION, encoding="utf-8")
    monkeypatch.setattr(read_module, "MAX_BYTES", 10)
    with pytest.raises(FileTooLarge, match="at most 10"):
        read(path)


def test_the_error_names_the_file() -> None:
    with pytest.raises(IsonomiaError) as raised:
        read(b"", name="empty.txt")
    assert raised.value.place == "empty.txt"
    assert str(raised.value).startswith("empty.txt: ")


@pytest.mark.parametrize(
    ("unit", "size"),
    [
        ("abc", 3_000_000),
        ("敦促会员国，", 3_000_000),
        *(
            (unit, 100_000)
            for unit in ("1. ", "A/RES/", "(a) ", "46/152 of ", "关切", "，", ".", "**a** ", "a. ", "第46/152号、")
        ),
        *((unit, 4_000) for unit in ("《公约》", "the Convention and its Protocols, ", "the Convention1 and ", "a1 ")),
    ],
)
def test_a_single_long_line_is_read(unit: str, size: int) -> None:
    text = (unit * (size // len(unit.encode()) + 1)).strip()
    doc = read(text.encode(), language="en" if unit.isascii() else "zh", name="x.txt")
    assert doc.kind in KINDS
    assert doc.text


def survives(data: bytes, **options: Any) -> None:
    """Either a whole Document or an error of ours."""
    try:
        doc = read(data, **options)
    except IsonomiaError:
        return
    assert doc.language in LANGUAGES
    assert doc.kind in KINDS
    assert all(paragraph.role in ROLES for paragraph in doc.paragraphs)
    assert all(doc.text[slice(*part.span)] == part.text for part in (*doc.paragraphs, *doc.notes, *doc.citations))
    assert len({paragraph.id for paragraph in doc.paragraphs}) == len(doc.paragraphs)
    json.dumps(doc.to_dict(), ensure_ascii=False).encode()


slow_ok = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@slow_ok
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html><body>", b"\xff\xfe", b"<akomaNtoso"]),
)
def test_random_bytes_give_a_document_or_an_error_of_ours(data: bytes, start: bytes) -> None:
    survives(start + data)


@slow_ok
@given(st.text(max_size=300), st.sampled_from([None, *LANGUAGES]))
def test_random_text_gives_a_document_or_an_error_of_ours(text: str, language: str | None) -> None:
    survives(text.encode("utf-8", "surrogatepass"), language=language)


ROWS = (
    "The General Assembly,", "Recalling its resolution 46/152¹ of 18 December 1991,", "1. Urges States", "(a) To act;",
    "(b)", "__________", "1 See A/73/131.", "2", "A/RES/99/777", "2/5 44-18377", "Annex", "I. Introduction", "A. Work",
    "大会，", "1. 请请请请秘书长：", "附件", "إن الجمعية العامة،", "1 - تطلب", "просит", "А", "\f", "", "   x", "# Title", "> quoted",
    "* star", "- dash", "Summary", "3. ", "100. End.", "²", "1. 1. 1.", "18 December 2044", "[^1]: note", "* * *",
)  # fmt: skip


@slow_ok
@given(st.lists(st.sampled_from(ROWS), max_size=25), st.sampled_from([None, *LANGUAGES]))
def test_pieces_of_documents_in_any_order_give_a_document_or_an_error_of_ours(
    rows: list[str], language: str | None
) -> None:
    survives("\n".join(rows).encode(), language=language)


@slow_ok
@given(
    st.sampled_from([f"{name}.txt" for name in CHINESE[:1]] + ["A_RES_99_501.es.docx", "A_RES_99_501.fr.html"]),
    st.data(),
)
def test_a_sample_with_a_piece_cut_out_gives_a_document_or_an_error_of_ours(name: str, data: st.DataObject) -> None:
    whole = (SAMPLES / name).read_bytes()[:20_000]
    start = data.draw(st.integers(0, len(whole)))
    survives(whole[:start] + whole[start + data.draw(st.integers(1, 5000)) :], name=name)


if __name__ == "__main__":  # writes the golden files anew; look at the difference before they are kept
    for golden in CHINESE:
        written = digest(read(SAMPLES / f"{golden}.txt"))
        rows = (
            f'  "{part}": '
            + (
                json.dumps(value, ensure_ascii=False)
                if isinstance(value, dict)
                else "[\n" + ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in value) + "\n  ]"
            )
            for part, value in written.items()
        )
        (GOLDEN / f"{golden}.expected.json").write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")
