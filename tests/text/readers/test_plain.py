"""Plain text: every printed line is a Line; layout is told by gap, indent, page and hint; Markdown is undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.errors import EmptyFile, FileTooLarge, UnknownFormat
from isonomia.text.lines import Line, call
from isonomia.text.readers import encoding, plain
from isonomia.text.readers.plain import read_plain

SHARED = Path(__file__).parents[4] / "shared" / "data" / "documents"


def lines(text: str) -> tuple[Line, ...]:
    return read_plain(text.encode()).lines


def texts(text: str) -> list[str]:
    return [line.text for line in lines(text)]


def hints(text: str) -> list[tuple[str, str]]:
    return [(line.hint, line.text) for line in lines(text)]


# --- lines ---------------------------------------------------------------------------------------------------------


def test_every_printed_line_is_a_line_and_blank_lines_are_gaps() -> None:
    found = lines("Resolution 1\nof 2 May\n\n \nThe General Assembly,\n")
    assert [(line.text, line.gap, line.complete) for line in found] == [
        ("Resolution 1", None, False),
        ("of 2 May", False, False),
        ("The General Assembly,", True, False),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_every_kind_of_line_end(newline: str) -> None:
    found = lines(f"one{newline}two{newline}{newline}three")
    assert [(line.text, line.gap) for line in found] == [("one", None), ("two", False), ("three", True)]


def test_the_indent_is_measured_in_characters_and_removed() -> None:
    found = lines("none\n   three\n\ttab\n　wide\nend  \t\n")
    assert [(line.text, line.indent) for line in found] == [
        ("none", 0), ("three", 3), ("tab", plain.TAB_WIDTH), ("wide", 1), ("end", 0)
    ]  # fmt: skip


def test_form_feeds_count_pages_and_leave_the_gap_open() -> None:
    found = lines("one\ntwo\n\fthree\nfour\f\n\nfive\n\f")
    assert [(line.text, line.page, line.gap) for line in found] == [
        ("one", 1, None), ("two", 1, False), ("three", 2, None), ("four", 2, False), ("five", 3, True)
    ]  # fmt: skip


def test_a_text_without_form_feeds_has_no_pages() -> None:
    assert {line.page for line in lines("one\ntwo\n\f")} == {0}


def test_invisible_characters_go_and_spaces_become_plain() -> None:
    assert texts("co\u00adopera\u200btion of 1\u00a0000 \u202f\ufeffUN\tA/1") == ["cooperation of 1 000  UN A/1"]


def test_a_file_cannot_forge_a_note_call() -> None:
    assert texts("Convention\ue0001\ue001") == ["Convention1"]


def test_digits_alone_or_glued_stay_for_repair() -> None:
    assert texts("the Convention,1 and\n2\n drugs\n* A/76/50.") == ["the Convention,1 and", "2", "drugs", "* A/76/50."]


# --- encodings -----------------------------------------------------------------------------------------------------

SENTENCES = {
    "ar": "إن الجمعية العامة، إذ تشير إلى قراراتها السابقة بشأن منع الجريمة والعدالة الجنائية، تطلب إلى الأمين العام",
    "es": "La Asamblea General, recordando su resolución, pide a la Oficina que continúe prestando asistencia técnica",
    "fr": "L’Assemblée générale, rappelant sa résolution, prie le Secrétaire général de présenter un rapport détaillé",
    "ru": "Генеральная Ассамблея, ссылаясь на свои резолюции, просит Генерального секретаря представить доклад о мерах",
    "zh": "大会，回顾其关于预防犯罪和刑事司法的各项决议，请秘书长向大会下一届会议提交报告，说明本决议的执行情况。",
}


@pytest.mark.parametrize(
    ("language", "coding"),
    [(language, coding) for language in SENTENCES for coding in ("utf-8", "utf-8-sig", "utf-16", "utf-32")]
    + [("ar", "cp1256"), ("es", "cp1252"), ("fr", "cp1252"), ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "iso8859-5"),
       ("zh", "gb18030"), ("ar", "iso8859-6")],
)  # fmt: skip
def test_the_encodings_of_the_six_languages(language: str, coding: str) -> None:
    sentence = SENTENCES[language]
    found = read_plain(sentence.encode(coding, "ignore"))
    assert [line.text for line in found.lines] == [sentence.encode(coding, "ignore").decode(coding)]
    assert bool(found.warnings) == (not coding.startswith("utf"))


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1))
def test_decoding_gives_back_what_was_encoded(text: str) -> None:
    for coding in ("utf-8-sig", "utf-16", "utf-32"):
        assert encoding.decode(text.encode(coding)).text == text


def test_utf_8_with_a_damaged_byte_stays_utf_8_and_is_told() -> None:
    data = SENTENCES["ru"].encode()
    found = read_plain(data[:40] + b"\xff" + data[40:])
    assert "Генеральн" in found.lines[0].text
    assert "�" in found.lines[0].text
    assert [code for code, _, _ in found.warnings] == ["undecodable-bytes"]


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(UnknownFormat):
        read_plain(b"text\0more")
    with pytest.raises(EmptyFile):
        read_plain(b" \n\n\t")
    with pytest.raises(EmptyFile):
        read_plain(b"-----\n_____\n")


def test_huge_files_are_refused() -> None:
    with pytest.raises(FileTooLarge, match="split"):
        read_plain(b"a" * (50 * 1024 * 1024))
    with pytest.raises(FileTooLarge, match="lines"):
        read_plain(b"a\n" * (plain.MAX_LINES + 1))


@pytest.mark.parametrize("unit", ["**a ", "[", "[a](", "_a ", "¹ ", "<sup>", "\\*"])
def test_one_endless_line_of_marks_is_read(unit: str) -> None:
    size = 200_000
    assert len(lines("start " + unit * (size // len(unit)))) == 1


# --- Markdown ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "printed"),
    [
        ("**Requests** the Secretary-General", "Requests the Secretary-General"),
        ("__Requests__ the *Report* and the _Study_", "Requests the Report and the Study"),
        ("***Decides*** to", "Decides to"),
        ("**Notes *with appreciation* the** report", "Notes with appreciation the report"),
        ("**Requests **the Office", "Requests the Office"),
        ("73. **再次邀请**会员国", "73. 再次邀请会员国"),
        ("60. 又**促请**会员国，*酌情*采取措施", "60. 又促请会员国，酌情采取措施"),
        ("见 [CTOC/COP/2020/10](#)，第一.A 节", "见 CTOC/COP/2020/10，第一.A 节"),
        ('the [Charter](https://www.un.org/a_(b)_c "title") of', "the Charter of"),
        ("<https://undocs.org/A/1> is", "https://undocs.org/A/1 is"),
        ("see ![emblem](un.png) here", "see  here"),
        (r"1\. Requests \*all\* States \[sic\]", "1. Requests *all* States [sic]"),
    ],
)
def test_markdown_is_undone(marked: str, printed: str) -> None:
    assert texts(marked) == [printed]


@pytest.mark.parametrize(
    "printed",
    [
        "Item 107 of the provisional agenda* and item 5** of the list",
        "Algeria*, Angola*, Benin* and Chad:* draft resolution",
        "* The present report was submitted late.",
        "** A/76/50.",
        "South Africa:* draft resolution * of 3 * 4 * 5",
        "A_RES_76_187 and a_b_c and snake_case",
        "[on the report of the Third Committee (A/76/463, para. 26)]",
        "resolution [1](a) and [sic] (see annex)",
        "_____ (name) _____ signed",
        "up** to **",
        "5 > 4 and #3 of 10",
    ],
)
def test_what_a_document_prints_itself_stays(printed: str) -> None:
    assert texts(printed) == [printed]


def test_emphasis_may_run_on_into_the_next_line_but_not_over_a_gap() -> None:
    assert texts("1. **Strongly\nencourages** States") == ["1. Strongly", "encourages States"]
    assert texts("1. **Strongly\n\nencourages** States") == ["1. **Strongly", "encourages** States"]


def test_headings() -> None:
    assert [(line.hint, line.level, line.text) for line in lines("# One\n## **Two** ##\n#3 of 4\nTitle\n=====")] == [
        ("heading", 1, "One"), ("heading", 2, "Two"), ("", 0, "#3 of 4"), ("", 0, "Title"), ("rule", 0, "")
    ]  # fmt: skip
    assert [(line.hint, line.level) for line in lines("Title\n=====\ntext")] == [("heading", 1), ("", 0)]


def test_line_breaks_and_quotations() -> None:
    assert [(line.text, line.gap) for line in lines("x\n\none<br>two<br/>three")] == [
        ("x", None), ("one", True), ("two", False), ("three", False)
    ]  # fmt: skip
    assert texts("> **Quoted**\n> text\n\nthe rate was\n> 5 per cent") == [
        "Quoted",
        "text",
        "the rate was",
        "> 5 per cent",
    ]


@pytest.mark.parametrize("rule", ["---", "___", "__________________", "———", "- - -", "────", "====="])
def test_rules(rule: str) -> None:
    assert hints(f"text\n\n{rule}\nnote") == [("", "text"), ("rule", ""), ("", "note")]


def test_stars_divide_but_announce_no_notes() -> None:
    assert hints("text\n\n* * *\n\nAnnex") == [("", "text"), ("furniture", "* * *"), ("", "Annex")]


def test_a_line_that_is_an_address_is_furniture() -> None:
    url = "http://undocs.org/ch/%09A/73/_50_/x"
    assert hints(f"text\n{url}\nsee {url}") == [("", "text"), ("furniture", url), ("", f"see {url}")]


# --- notes ---------------------------------------------------------------------------------------------------------


def test_raised_digits_are_calls() -> None:
    assert texts("《公约》、¹ 经 1972 年¹⁵《议定书》") == [f"《公约》、{call('1')} 经 1972 年{call('15')}《议定书》"]
    assert texts("the Convention<sup>3</sup> and[^4] others") == [f"the Convention{call('3')} and{call('4')} others"]


@pytest.mark.parametrize("printed", ["an area of 5 km²", "12 m³ of wood", "3 × 10⁶ doses", "10⁻³"])
def test_exponents_are_no_calls(printed: str) -> None:
    assert texts(printed) == [printed]


def test_notes_between_body_lines() -> None:
    blocks = [
        "大会，¹ 回顾² 决议，",
        "¹ 联合国，《条约汇编》。",
        "² 同上。",
        "并重申³ 决议，",
        "³ 第 70/1 号决议。",
        "请秘书长",
    ]
    text = "\n\n".join(blocks)
    assert [(line.hint, line.marker, line.text) for line in lines(text)] == [
        ("", None, f"大会，{call('1')} 回顾{call('2')} 决议，"),
        ("note", "1", "联合国，《条约汇编》。"),
        ("note", "2", "同上。"),
        ("", None, f"并重申{call('3')} 决议，"),
        ("note", "3", "第 70/1 号决议。"),
        ("", None, "请秘书长"),
    ]


def test_a_line_broken_before_its_call_is_no_note() -> None:
    text = "the Convention against Corruption\n⁵ and all relevant conventions,\n\n⁵ United Nations, Treaty Series."
    assert [(line.hint, line.marker) for line in lines(text)] == [("", None), ("", None), ("note", "5")]


def test_notes_under_a_rule_need_no_call() -> None:
    assert [line.marker for line in lines("text\n_________\n⁷ One.\n⁸ Two.\n")] == [None, None, "7", "8"]


def test_markdown_notes() -> None:
    assert [(line.hint, line.marker, line.text) for line in lines("text[^a]\n\n[^a]: See *Official Records*.")] == [
        ("", None, f"text{call('a')}"),
        ("note", "a", "See Official Records."),
    ]


words = st.lists(st.text(st.characters(codec="utf-8", categories=["Lu", "Ll", "Lo"]), min_size=1), min_size=1)


@given(st.lists(words, min_size=1), st.sampled_from(["{}", "**{}**", "*{}*", "__{}__", "[{}](#x)", "> {}", "   {}"]))
def test_every_word_comes_out_once_and_in_order(content: list[list[str]], style: str) -> None:
    text = "\n\n".join(style.format(" ".join(line)) for line in content)
    assert " ".join(texts(text)).split() == [word for line in content for word in " ".join(line).split()]


# --- real documents ------------------------------------------------------------------------------------------------

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the shared real documents are not beside the project")


@needs_shared
def test_a_resolution_with_markdown_marks() -> None:
    found = read_plain((SHARED / "A_RES_76_187.zh.txt").read_bytes()).lines
    assert [line.marker for line in found if line.hint == "note"] == [str(number) for number in range(1, 47)]
    body = "".join(line.text for line in found if line.hint == "")
    assert not set("*_`\\⁰¹²³⁴⁵⁶⁷⁸⁹") & set(body)
    assert "](" not in "".join(line.text for line in found)
    assert all(call(str(number)) in body for number in (1, 5, 15, 25, 40, 46))


@needs_shared
def test_a_report_with_hard_line_breaks() -> None:
    found = read_plain((SHARED / "A_73_131.zh.txt").read_bytes()).lines
    raw = (SHARED / "A_73_131.zh.txt").read_text(encoding="utf-8")
    assert len(found) == sum(bool(line.strip()) for line in raw.split("\n"))
    assert all(line.text.startswith("http") for line in found if line.hint == "furniture")
    assert any(line.hint == "rule" for line in found)


@needs_shared
@pytest.mark.parametrize("name", ["A_RES_68_193.zh.txt", "en_S_RES_0678_1990_EN_GOLD.txt"])
def test_characters_of_real_texts_are_kept(name: str) -> None:
    raw = (SHARED / name).read_text(encoding="utf-8")
    kept = "".join(line.text for line in read_plain(raw.encode()).lines)
    assert "".join(kept.split()) == "".join(raw.replace("_", "").split())
