"""Notes: blocks under a rule, markers, continuation over a page, calls on their own line, raised or glued to a word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.text.grammar import grammar
from isonomia.text.lines import CALL_CLOSE, CALL_OPEN, Line, call
from isonomia.text.model import LANGUAGES
from isonomia.text.notes import CALL, join, note_number, plain_marker, separate
from isonomia.text.read import read

RULE = Line("", hint="rule")


def apart(text: str | list[Line], language: str = "en") -> tuple[list[str], list[tuple[str, str]]]:
    """Body lines and notes of a text given line by line; "____" is a rule, "^3^" a call that the reader marked."""
    lines = text if isinstance(text, list) else [RULE if row == "____" else Line(row) for row in text.split("\n")]
    lines = [Line(raised(line.text), line.page, line.complete, hint=line.hint, marker=line.marker) for line in lines]
    body, notes = separate(lines, grammar(language))
    return [shown(line.text) for line in body], notes


def raised(text: str) -> str:
    parts = text.split("^")
    return "".join(part if at % 2 == 0 else call(part) for at, part in enumerate(parts))


def shown(text: str) -> str:
    return text.replace(CALL_OPEN, "^").replace(CALL_CLOSE, "^")


# --- blocks of notes -------------------------------------------------------------------------------------------------


def test_notes_stand_under_a_rule_with_their_markers_before_them() -> None:
    body, notes = apart(
        "Reaffirming the Convention^1^ and the Covenant,^2^\n____\n1 United Nations, Treaty Series, vol. 2225, No. 39574.\n"
        "2 Resolution 2200 A (XXI), annex.\nRecalling its resolution 46/152,"
    )
    assert notes == [
        ("1", "United Nations, Treaty Series, vol. 2225, No. 39574."),
        ("2", "Resolution 2200 A (XXI), annex."),
    ]
    assert body == ["Reaffirming the Convention^1^ and the Covenant,^2^", "Recalling its resolution 46/152,"]


def test_a_note_runs_over_several_lines_and_ends_with_its_stop() -> None:
    body, notes = apart(
        "the report,^1^\n____\n1 See Official Records of the Economic and Social Council, 2013,\nSupplement No. 10 (E/2013/30),\n"
        "chap. I, sect. D.\nwhich was submitted to the Assembly,"
    )
    assert notes == [
        (
            "1",
            "See Official Records of the Economic and Social Council, 2013, Supplement No. 10 (E/2013/30), chap. I, sect. D.",
        )
    ]
    assert body == ["the report,^1^", "which was submitted to the Assembly,"]


@pytest.mark.parametrize("marker", ["1 ", "(1) ", "1) ", "[1] ", "⁽1⁾ ", "1"])
def test_ways_to_print_a_marker(marker: str) -> None:
    _, notes = apart(f"the report^1^\n____\n{marker}See A/73/131.")
    assert notes == [("1", "See A/73/131.")]


def test_a_marker_may_stand_on_a_line_of_its_own() -> None:
    body, notes = apart(
        "《公约》、\n1\n《议定书》\n2\n及其决议，\n____\n1\n联合国，《条约汇编》，第2225卷。\n2\n同上，第976卷。\n重申其决议，",
        "zh",
    )
    assert notes == [("1", "联合国，《条约汇编》，第2225卷。"), ("2", "同上，第976卷。")]
    assert body == ["《公约》、^1^", "《议定书》^2^", "及其决议，", "重申其决议，"]


def test_stars_and_letters_mark_notes_of_the_front_page() -> None:
    _, notes = apart("Agenda item 107^*^\n____\n* A/73/50.\n** The present report was submitted late.")
    assert notes == [("*", "A/73/50."), ("**", "The present report was submitted late.")]


def test_a_symbol_under_the_rule_is_the_note_of_a_star_that_was_lost() -> None:
    body, notes = apart("暂定项目表项目107\n____\nA/73/50。\n一. 导言", "zh")
    assert notes == [("*", "A/73/50。")]
    assert body == ["暂定项目表项目107", "一. 导言"]


@pytest.mark.parametrize(
    ("language", "text", "note"),
    [
        ("ar", "الاتفاقية^1^\n____\n(1) United Nations, Treaty Series, vol. 2225, No. 39574.", "United Nations"),
        ("ru", "Конвенция^1^\n____\n1 United Nations, Treaty Series, vol. 2225, No. 39574.", "United Nations"),
        ("fr", "la Convention^1^\n____\n1 Nations Unies, Recueil des Traités, vol. 2225, no 39574.", "Nations Unies"),
        ("es", "la Convención^1^\n____\n1 Naciones Unidas, Treaty Series, vol. 2225, núm. 39574.", "Naciones Unidas"),
    ],
)  # fmt: skip
def test_notes_in_other_languages(language: str, text: str, note: str) -> None:
    body, notes = apart(text, language)
    assert [marker for marker, _ in notes] == ["1"]
    assert notes[0][1].startswith(note)
    assert len(body) == 1


def test_notes_that_the_format_knows_are_taken_by_their_marker() -> None:
    body, notes = apart([
        Line("the report^i^ of the Office^2^", complete=True),
        Line("See A/73/131.", hint="note", marker="i", complete=True),
        Line("Ibid.,", hint="note", marker="2", complete=True),
        Line("para. 4.", hint="note", complete=True),
    ])  # fmt: skip
    assert notes == [("i", "See A/73/131."), ("2", "Ibid., para. 4.")]
    assert body == ["the report^i^ of the Office^2^"]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_note_goes_on_under_the_rule_of_the_next_page() -> None:
    body, notes = apart(
        "the report,^1^\n____\n1 See Official Records of the Economic and Social Council, 2013, Supplement\n"
        "and the annex thereto,^2^\n____\nNo. 10 (E/2013/30), chap. I.\n2 Ibid.\nRecalling"
    )
    assert [marker for marker, _ in notes] == ["1", "2"]
    assert notes[0][1].endswith("No. 10 (E/2013/30), chap. I.")
    assert notes[1] == ("2", "Ibid.")
    assert body[-1] == "Recalling"


def test_the_notes_of_each_page_are_one_list() -> None:
    body, notes = apart("one^1^\n____\n1 First.\ntwo^2^\n____\n2 Second.\nthree^3^\n____\n3 Third.\nend.")
    assert notes == [("1", "First."), ("2", "Second."), ("3", "Third.")]
    assert body == ["one^1^", "two^2^", "three^3^", "end."]


def test_the_blank_above_a_line_that_follows_notes_says_nothing() -> None:
    lines = [Line("Recalling the^1^", gap=False), RULE, Line("1 See A/73/131.", gap=True), Line("report,", gap=True)]
    body, _ = separate([Line(raised(line.text), gap=line.gap, hint=line.hint) for line in lines], grammar("en"))
    assert [line.gap for line in body] == [False, None]


@pytest.mark.parametrize(
    "after",
    [
        "2. Requests the Secretary-General to report;",
        "Requests the Secretary-General to report;",
        "附件",
    ],
)
def test_a_rule_with_no_note_under_it_is_only_a_rule(after: str) -> None:
    language = "zh" if after == "附件" else "en"
    body, notes = apart(f"1. Requests States to act;\n____\n{after}", language)
    assert notes == []
    assert body == ["1. Requests States to act;", after]


def test_numbered_paragraphs_under_the_notes_are_no_notes() -> None:
    body, notes = apart("the report;^1^\n____\n1 See A/73/131.\n2. Requests the Secretary-General to report;")
    assert notes == [("1", "See A/73/131.")]
    assert body[-1] == "2. Requests the Secretary-General to report;"


# --- calls -----------------------------------------------------------------------------------------------------------


def test_digits_alone_on_a_line_are_a_call_of_the_line_before() -> None:
    assert apart("《议定书》、\n1\n经1972年修正的公约，\n2\n及决议，", "zh")[0] == [
        "《议定书》、^1^",
        "经1972年修正的公约，^2^",
        "及决议，",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        # where a page turns, and at the end of the text, they are its number
        [Line("the report", page=1), Line("1", page=1), Line("of the Office", page=2)],
        [Line("the report", page=1), Line("2", page=2), Line("of the Office", page=2)],
        [Line("the report"), Line("12")],
        [Line("1"), Line("the report")],
        # a whole block of digits is the cell of a table
        [Line("the report", complete=True), Line("12", complete=True), Line("of the Office", complete=True)],
    ],
)
def test_page_numbers_and_cells_are_no_calls(lines: list[Line]) -> None:
    body, notes = apart(lines)
    assert not any("^" in text for text in body)
    assert notes == []


def test_digits_glued_to_a_word_are_calls_in_the_order_of_the_notes() -> None:
    body, _ = apart(
        "the Protocols thereto1 and the Convention,2\nthe Covenant3 (see above)4 and “the Rules”;5\n____\n"
        "1 One.\n2 Two.\n3 Three.\n4 Four.\n5 Five."
    )
    assert body == [
        "the Protocols thereto^1^ and the Convention,^2^",
        "the Covenant^3^ (see above)^4^ and “the Rules”;^5^",
    ]


def test_digits_glued_behind_a_chinese_title_mark_or_comma() -> None:
    body, _ = apart("《公约》1和《议定书》，2\n以及2030年议程，第2号决议，\n____\n1 联合国。\n2 同上。", "zh")
    assert body == ["《公约》^1^和《议定书》，^2^", "以及2030年议程，第2号决议，"]


@pytest.mark.parametrize(
    "text",
    [
        "an increase of 3.61 per cent and of 1.2 million",
        "in 2018 and 2019, in 1 of 2 countries",
        "resolutions 71/209, 1/2 and 2/1 of the Commission",
        "COVID-19, A/73/131, No. 1 and No.1, vol.2, art.1",
        "on 1 May and in 2012,",
        "Corr.1 and Add.1,",
        "1,2 and 3,1",
    ],
)
def test_numbers_of_the_sentence_never_become_calls(text: str) -> None:
    notes = [Line("Ibid.", hint="note", marker=str(number), complete=True) for number in (1, 2, 3, 19, 61, 131, 209)]
    assert apart([Line(text), *notes])[0] == [text]


def test_a_marker_may_be_called_again() -> None:
    body, _ = apart("the Convention1 and the Protocol2\n1. Reaffirms the Convention1 and the Protocol2 and the Covenant;3\n____\n"
                    "1 One.\n2 Two.\n3 Three.")  # fmt: skip
    assert body == [
        "the Convention^1^ and the Protocol^2^",
        "1. Reaffirms the Convention^1^ and the Protocol^2^ and the Covenant;^3^",
    ]


def test_a_marker_may_be_called_again_after_the_last_note_was_called() -> None:
    body, _ = apart("the Convention1 and the Protocol2\n1. Reaffirms the Convention1 and urges\n____\n1 One.\n2 Two.")
    assert body == ["the Convention^1^ and the Protocol^2^", "1. Reaffirms the Convention^1^ and urges"]


def test_glued_digits_without_any_note_must_count_up_by_themselves() -> None:
    assert apart("the Convention1 and the Protocol,2\nthe Covenant3 too")[0] == [
        "the Convention^1^ and the Protocol,^2^",
        "the Covenant^3^ too",
    ]
    text = "the Convention1 and the annex7 too"
    assert apart(text)[0] == [text]


def test_where_the_reader_marked_calls_it_marked_all() -> None:
    text = "the Convention^1^ and table2 and table3 and figure4"
    assert apart(text)[0] == [text]


@pytest.mark.parametrize("printed", ["(^1^)", "[^1^]", "⁽^1^⁾"])
def test_brackets_around_a_call_belong_to_it(printed: str) -> None:
    assert apart(f"الاتفاقية{printed} والبروتوكول", "ar")[0] == ["الاتفاقية^1^ والبروتوكول"]


def test_arabic_digits_of_calls_and_markers_become_ascii() -> None:
    body, notes = apart("الاتفاقية^١^ والبروتوكول\n____\n(١) United Nations, Treaty Series.", "ar")
    assert body[0] == "الاتفاقية^1^ والبروتوكول"
    assert notes == [("1", "United Nations, Treaty Series.")]


@pytest.mark.parametrize(("marker", "number"), [("12", 12), ("١٢", 12), ("*", None), ("a", None), ("", None)])
def test_the_number_of_a_marker(marker: str, number: int | None) -> None:
    assert note_number(marker) == number
    assert plain_marker(marker) == (marker if number is None else str(number))


def test_raised_digits_are_no_reason_to_fail() -> None:
    assert plain_marker("²") in ("2", "²")
    assert note_number("²") in (2, None)


# --- what the document says of them ----------------------------------------------------------------------------------


def test_a_call_without_a_note_and_a_note_without_a_call_are_warned_of() -> None:
    document = read(
        b"The General Assembly,\nReaffirming the Convention\xc2\xb9 and the Protocol,\xc2\xb2\n1. Requests States to act.\n"
        b"__________\n1 United Nations, Treaty Series, vol. 2225, No. 39574.\n3 See A/73/131.\n",
        name="x.txt",
    )
    assert document.paragraphs[0].notes == ("1", "2")
    assert [note.marker for note in document.notes] == ["1", "3"]
    warned = {(warning.code, warning.place) for warning in document.warnings}
    assert ("note-without-text", "2") in warned
    assert ("note-without-call", "3") in warned


def test_a_call_stands_where_it_was_printed() -> None:
    document = read(
        "The General Assembly,\nReaffirming the Convention,¹ and the Protocol²,\n1. Acts.\n".encode(), language="en"
    )
    first = document.paragraphs[0]
    assert first.text == "Reaffirming the Convention, and the Protocol,"
    assert [(marker, document.text[:offset][-9:]) for marker, offset in first.calls] == [
        ("1", "nvention,"),
        ("2", " Protocol"),
    ]


# --- joining lines ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "first", "second", "whole"),
    [
        ("en", "the Secretary-", "General", "the Secretary- General"),
        ("en", "an inter-", "governmental group", "an inter-governmental group"),
        ("en", "States", "parties", "States parties"),
        ("en", "", "parties", "parties"),
        ("en", "States", "", "States"),
        ("zh", "联合国毒品", "和犯罪", "联合国毒品和犯罪"),
        ("zh", "第71/", "209号", "第71/209号"),
        ("zh", "2012", "年", "2012年"),
        ("zh", "201", "2年", "2012年"),
        ("zh", "Global", "Programme", "Global Programme"),
        ("zh", f"《公约》{call('1')}", "及其", f"《公约》{call('1')}及其"),
        ("ar", "الجمعية", "العامة", "الجمعية العامة"),
    ],
)
def test_two_lines_are_joined_as_the_language_joins_them(language: str, first: str, second: str, whole: str) -> None:
    assert join(first, second, grammar(language)) == whole


# --- properties ------------------------------------------------------------------------------------------------------

pieces = st.lists(
    st.sampled_from(["____", "1", "12", "1 See A/73/131.", "2 Ibid.", "* Late.", "the report1", "the annex^2^ and", "3.61",
                     "Recalling its resolution 46/152,", "1. Requests States to act;", "第71/209号决议，", "(1) Text", "a note"]),
    max_size=14,
)  # fmt: skip


@given(pieces, st.sampled_from(LANGUAGES))
def test_every_letter_stays_in_the_body_or_in_a_note(rows: list[str], language: str) -> None:
    body, notes = apart("\n".join(rows), language)
    before = sorted(char for row in rows for char in row if char.isalpha())
    after = sorted(
        char for text in [*body, *(part for note in notes for part in note)] for char in text if char.isalpha()
    )
    assert after == before


@given(st.lists(st.text(max_size=30), max_size=10), st.sampled_from(LANGUAGES))
def test_any_lines_can_be_taken_apart(rows: list[str], language: str) -> None:
    body, notes = separate([Line(row) for row in rows], grammar(language))
    assert len(body) + len(notes) <= max(len(rows), 1)
    assert all(not CALL.search(marker) for marker, _ in notes)
