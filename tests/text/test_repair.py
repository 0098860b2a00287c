"""Repair: bold printed several times, stray spaces, invisible characters, furniture; and nothing else is touched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.text.grammar import grammar
from isonomia.text.lines import Hint, Line, call
from isonomia.text.model import LANGUAGES
from isonomia.text.repair import clean, is_furniture, repair, undo_doubled_verbs, undo_multiplied_bold
from isonomia.text.verbs import VerbForms


def repaired(text: str, language: str = "en") -> list[str]:
    """The lines that repair leaves of a text that is given line by line."""
    return [line.text for line in repair([Line(row) for row in text.split("\n")], grammar(language))]


def paragraphs(count: int, text: str = "Requests States to act on matter number {n};") -> list[str]:
    return [f"{n}. " + text.format(n=n) for n in range(1, count + 1)]


# --- bold printed several times --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("敦促敦促敦促敦促会员国", "敦促会员国"),
        ("大会大会大会大会，", "大会，"),
        ("又重申又重申又重申又重申其", "又重申其"),
        ("请请请请秘书长", "请秘书长"),
        # character by character
        ("关关关关切切切切武器非法贩运", "关切武器非法贩运"),
        ("敦敦敦敦促促促促会员国", "敦促会员国"),
        # the comma with it
        ("深为关切，深为关切，深为关切，深为关切，在一些情况中", "深为关切，在一些情况中"),
        ("关关关关切切切切，，，，在", "关切，在"),
        # three times
        ("关切关切关切的是", "关切的是"),
        # with blanks, in scripts that have them
        ("Requests Requests Requests Requests the Secretary-General", "Requests the Secretary-General"),
        ("Takes note Takes note Takes note Takes note of the report", "Takes note of the report"),
        ("RequestsRequestsRequestsRequests the Secretary-General", "Requests the Secretary-General"),
        ("Prie Prie Prie Prie le Secrétaire général", "Prie le Secrétaire général"),
        ("просит просит просит просит Генерального секретаря", "просит Генерального секретаря"),
        ("تطلب تطلب تطلب تطلب إلى الأمين العام", "تطلب إلى الأمين العام"),
    ],
)
def test_bold_that_is_printed_several_times_is_printed_once(printed: str, meant: str) -> None:
    assert undo_multiplied_bold(printed) == meant


@pytest.mark.parametrize(
    "text",
    [
        # reduplication that the language means
        "人人享有世世代代的权利", "形形色色的犯罪，各种各样的方式", "深为关切", "谢谢，谢谢大家", "促请促进会", "研究研究",
        "had had that that", "nous nous félicitons", "чуть-чуть, еле-еле", "شيئا فشيئا", "Walla Walla", "2-2-2",
        # repeated marks and digits are no bold
        "1000000 dollars in 2222", "....... (a) (a) (a) (a)", "、、、、", "重申，，，，其", "_ _ _ _", "* * * *", "0000",
    ],
)  # fmt: skip
def test_what_is_meant_to_be_repeated_stays(text: str) -> None:
    assert undo_multiplied_bold(text) == text


def test_a_document_that_multiplies_its_bold_words_is_repaired_everywhere() -> None:
    text = "大会大会大会大会，\n重申重申重申重申其决议，\n关关关关切切切切武器贩运，\n1. 请请请请秘书长提交报告。"
    assert repaired(text, "zh") == ["大会，", "重申其决议，", "关切武器贩运，", "1.请秘书长提交报告。"]


def test_one_repetition_is_no_evidence_that_a_document_does_so() -> None:
    for text, language in (("哈哈哈哈，他说。", "zh"), ("Tora tora tora, tora tora tora tora.", "en")):
        assert repaired(text, language) == [text]


def test_the_three_times_printed_word_is_left_in_a_document_that_is_otherwise_clean() -> None:
    assert repaired("关切关切关切的是\n重申其决议，", "zh") == ["关切关切关切的是", "重申其决议，"]


# --- verbs printed twice where a paragraph opens ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "printed", "meant"),
    [
        ("zh", "敦促敦促会员国", "敦促会员国"),
        ("zh", "重申重申重申其决议", "重申其决议"),
        ("zh", "请请秘书长", "请秘书长"),
        ("zh", "回顾其决议", "回顾其决议"),
        ("zh", "人人享有", "人人享有"),
    ],
)
def test_an_opening_verb_that_is_printed_twice_is_printed_once(language: str, printed: str, meant: str) -> None:
    assert undo_doubled_verbs(printed, VerbForms.of(language), preambular=False) == meant


@pytest.mark.parametrize(
    ("language", "printed", "meant"),
    [
        ("en", "Requests Requests the Secretary-General", "Requests the Secretary-General"),
        ("en", "RequestsRequests the Secretary-General", "Requests the Secretary-General"),
        ("fr", "Prie Prie le Secrétaire général", "Prie le Secrétaire général"),
        ("ru", "просит просит Генерального секретаря", "просит Генерального секретаря"),
    ],
)
def test_an_opening_verb_that_is_printed_twice_with_a_blank(language: str, printed: str, meant: str) -> None:
    assert undo_doubled_verbs(printed, VerbForms.of(language), preambular=False) == meant


def test_a_verb_inside_a_paragraph_is_not_touched() -> None:
    text = "Member States request request forms"
    assert undo_doubled_verbs(text, VerbForms.of("en"), preambular=False) == text


# --- characters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "printed", "meant"),
    [
        ("en", "drug -resistant", "drug-resistant"),
        ("en", "open -ended inter -governmental", "open-ended inter-governmental"),
        ("fr", "Sous -Secrétaire", "Sous-Secrétaire"),
        ("ru", "Секретарь -казначей", "Секретарь-казначей"),
        # a dash is no hyphen
        ("en", "text – dash - and -a", "text – dash - and -a"),
        ("en", "2010 -2015", "2010 -2015"),
        ("en", "- item", "- item"),
        # blanks of all kinds, and characters without width
        ("en", "\ufeffno\u00a0break,\u2003wide\u202f, thin\u2009;", "no break, wide , thin ;"),
        ("en", "zero\u200bwidth and soft\u00adhyphen", "zerowidth and softhyphen"),
        ("en", "  trimmed\t\ttabs ", "trimmed tabs"),
        ("fr", "e\u0301tat", "état"),
        ("ar", "\u202bالقرار\u202c \u200f46/152\u200e", "القرار 46/152"),
        ("ar", "ﻗﺮﺍﺭ", "قرار"),
        ("ar", "القـــرار", "القرار"),
        ("ar", "القرار 46 / 152", "القرار 46/152"),
        ("en", "46 / 152", "46 / 152"),
    ],
)
def test_characters_as_a_careful_typist_would_type_them(language: str, printed: str, meant: str) -> None:
    assert clean(printed, grammar(language)) == meant


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("第 71/209 号决议", "第71/209号决议"),
        ("2016 年 12 月 19 日", "2016年12月19日"),
        ("《2030 年可持续发展议程》", "《2030年可持续发展议程》"),
        ("联合国 毒品和\u3000犯罪", "联合国毒品和犯罪"),
        ("UNODC 与 INTERPOL 合作", "UNODC与INTERPOL合作"),
        ("见 A/RES/71/209 第 3 段", "见A/RES/71/209第3段"),
        ("和 Corr.1", "和Corr.1"),
        ("“ 引号 ”", "“引号”"),
        # between words of another script blanks stay
        ("in English words", "in English words"),
        ("Global Programme 方案", "Global Programme方案"),
        ("1 000 人", "1 000人"),
    ],
)
def test_chinese_loses_the_blanks_that_layout_put_between_characters(printed: str, meant: str) -> None:
    assert clean(printed, grammar("zh")) == meant


def test_a_note_call_is_kept_and_blanks_beside_it_in_chinese_go() -> None:
    text = f"《公约》 {call('1')} 及其议定书"
    assert clean(text, grammar("zh")) == f"《公约》{call('1')}及其议定书"
    assert clean(f"the Convention{call('1')} and", grammar("en")) == f"the Convention{call('1')} and"


def test_a_letter_spaced_word_is_joined() -> None:
    text = "The Conference of the Parties, at the Confere nce held in Vienna, and the Conference room"
    assert repaired(text) == [text.replace("Confere nce", "Conference")]


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_cleaning_twice_is_cleaning_once(text: str, language: str) -> None:
    once = clean(text, grammar(language))
    assert clean(once, grammar(language)) == once


# --- furniture -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "18-16895 (E)", "V.19-11364 (E)", "V.19-11364", "*1816895*", "1816895", "2/14", "2/14 18-16895", "18-16895 2/14",
        "- 3 -", "—  5 —", "http://undocs.org/A/73/131", "https://undocs.org/ch/A/RES/76/187", "www.undocs.org/A/73/131",
        "Please recycle ♻", "18-10817 (C) 120718 230718", "V.45-03127 (S) 200645 210645", "12/18 V.45-03127",
    ],
)  # fmt: skip
def test_page_numbers_job_numbers_bar_codes_and_addresses_are_furniture(text: str) -> None:
    assert is_furniture(text)
    assert repaired(f"1. Requests States to\n{text}\ncooperate;") == ["1. Requests States to", "cooperate;"]


@pytest.mark.parametrize(
    "text",
    [
        "12", "2018", "3.61", "A/73/131", "and/or", "18 December 1991", "Resolution 46/152", "(a)", "IV", "1. Requests",
        "Page 2 of the report", "18-24 months", "the site www.unodc.org shows", "10 - 12",
    ],
)  # fmt: skip
def test_what_belongs_to_a_sentence_is_no_furniture(text: str) -> None:
    assert not is_furniture(text)


def test_the_number_of_a_resolution_that_a_line_break_left_alone_stays() -> None:
    lines = ["Recalling its resolution", "71/209", "on crime prevention,"]
    assert repaired("\n".join(lines)) == lines


@pytest.mark.parametrize("mark", ["/...", "Page 2"])
def test_marks_at_the_foot_and_head_of_old_pages_are_furniture(mark: str) -> None:
    assert repaired(f"1. Requests States to\n{mark}\ncooperate;") == ["1. Requests States to", "cooperate;"]


def test_lines_that_the_layout_calls_furniture_go() -> None:
    hints: list[tuple[str, Hint]] = [("Requests", ""), ("A short title", "furniture"), ("States", "")]
    lines = [Line(text, hint=hint) for text, hint in hints]
    assert [line.text for line in repair(lines, grammar("en"))] == ["Requests", "States"]


def test_the_first_running_head_with_the_symbol_stays_as_masthead() -> None:
    lines = [
        Line("A/73/131", page=1, hint="furniture"),
        Line("Seventy-third session", page=1),
        Line("A/73/131", page=2, hint="furniture"),
        Line("1. The report", page=2),
    ]
    assert [line.text for line in repair(lines, grammar("en"))] == [
        "A/73/131",
        "Seventy-third session",
        "1. The report",
    ]


MASTHEAD = [
    "General Assembly", "Ninety-ninth session", "Agenda item 109",
    "99/501. Strengthening cooperation against trafficking in cultural property", "The General Assembly,",
]  # fmt: skip


@pytest.mark.parametrize(
    "first", [["A/RES/99/501"], ["United Nations", "A/RES/99/501"], ["United Nations A/RES/99/501"]]
)
@pytest.mark.parametrize(
    "head",
    [
        ["A/RES/99/501"],
        ["A/RES/99/501", "2/5 44-18377"],
        ["2/5", "A/RES/99/501", "Strengthening cooperation against trafficking in cultural property"],
        ["A/RES/99/501 Strengthening cooperation against trafficking in cultural property", "3/5"],
        ["Strengthening cooperation against trafficking in cultural property A/RES/99/501"],
        ["44-18377", "3/5"],
    ],
)
def test_a_running_head_inside_a_sentence_goes(first: list[str], head: list[str]) -> None:
    masthead = [*first, *MASTHEAD]
    lines = [*masthead, *paragraphs(8), "9. Invites States to", *head, "cooperate;", *paragraphs(3)]
    assert repaired("\n".join(lines)) == [
        *masthead,
        *paragraphs(8),
        "9. Invites States to",
        "cooperate;",
        *paragraphs(3),
    ]


def test_the_symbol_in_the_masthead_stays_where_it_is_first_printed() -> None:
    lines = ["United Nations", "A/RES/99/501", "General Assembly", "1. Requests States to cooperate."]
    assert repaired("\n".join(lines)) == lines


def test_a_running_head_without_symbol_goes_when_it_comes_on_every_page() -> None:
    head = "Crime prevention and criminal justice"
    lines = [head]
    for page in range(4):
        lines += [f"{page + 1}. Requests States to consider", f"matter number {page};", head]
    assert repaired("\n".join(lines)).count(head) == 1


def test_a_sentence_that_comes_back_stays() -> None:
    lines = ["Decides to remain seized of the matter.", *paragraphs(2)] * 3
    assert repaired("\n".join(lines)) == lines


def test_a_short_line_that_comes_back_where_no_page_turns_stays() -> None:
    lines = [
        part for name in ("Austria", "Brazil", "Chad") for part in (f"{name}, represented by", "Ministry of Justice")
    ]
    assert repaired("\n".join(lines)) == lines


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("fr", ["Autriche, représentée par le", "Ministère de la justice", "Brésil, représenté par le", "Ministère de la justice",
                "Tchad, représenté par le", "Ministère de la justice"]),
        ("es", ["Austria, representada por el", "Ministerio de Justicia", "Brasil, representado por el", "Ministerio de Justicia",
                "Chad, representado por el", "Ministerio de Justicia"]),
        ("ru", ["Австрия, представленная", "Министерством юстиции", "Бразилия, представленная", "Министерством юстиции",
                "Чад, представленный", "Министерством юстиции"]),
        ("ar", ["النمسا، وتمثلها", "وزارة العدل", "البرازيل، وتمثلها", "وزارة العدل", "تشاد، وتمثلها", "وزارة العدل"]),
        ("zh", ["奥地利，由以下机构代表", "司法部门", "巴西，由以下机构代表", "司法部门", "乍得，由以下机构代表", "司法部门"]),
    ],
)  # fmt: skip
def test_it_stays_in_every_language(language: str, lines: list[str]) -> None:
    assert repaired("\n".join(lines), language) == lines


def test_a_line_that_comes_back_on_one_page_is_no_running_head() -> None:
    texts = ["Austria, represented by", "Ministry of Justice", "Brazil, represented by", "Ministry of Justice"] * 2
    lines = [Line(text, page=1) for text in texts]
    assert [line.text for line in repair(lines, grammar("en"))] == texts


def test_a_line_that_comes_back_on_every_page_is_one_wherever_it_stands() -> None:
    head = "Crime prevention and criminal justice"
    lines = [
        Line(text, page=page) for page in (1, 2, 3, 4) for text in (head, f"Requests number {page} to", "be heard;")
    ]
    assert [line.text for line in repair(lines, grammar("en"))].count(head) == 1


@pytest.mark.parametrize("language", ["ar", "zh"])
def test_far_apart_a_line_is_a_running_head_in_scripts_without_capitals_too(language: str) -> None:
    head, row = {
        "ar": ("منع الجريمة والعدالة الجنائية", "وطلبت الدول رقم {} النظر في"),
        "zh": ("预防犯罪和刑事司法", "各国请求第{}号委员会审议"),
    }[language]
    lines = [part for page in range(4) for part in (head, *(row.format(20 * page + at) for at in range(18)))]
    assert repaired("\n".join(lines), language).count(head) == 1


def test_a_running_head_beside_a_page_number_goes_however_short_the_pages() -> None:
    head = "Crime prevention and criminal justice"
    lines = [head, "Requests States", "to act", "12", "and to", "1/9", head, "be heard by", "2/9", head, "the court"]
    assert repaired("\n".join(lines)).count(head) == 1


@pytest.mark.parametrize("hint", ["rule", "note"])
def test_rules_and_notes_stay_for_the_notes_to_be_found(hint: Hint) -> None:
    line = Line("" if hint == "rule" else "A/73/131.", hint=hint, marker="1" if hint == "note" else None)
    assert repair([Line("Requests"), line], grammar("en")) == [Line("Requests"), line]


# --- nothing else ----------------------------------------------------------------------------------------------------

words = {
    "en": st.sampled_from(["Requests", "the", "Secretary-General", "to", "submit,", "by", "2030,", "a", "report;", "and", "urges", "States", "(in", "3.61)", "71/209"]),
    "fr": st.sampled_from(["Prie", "le", "Secrétaire", "général", "d’établir", "un", "rapport", ":", "à", "l’Assemblée", "«", "avant", "»", "2030", ";"]),
    "ru": st.sampled_from(["просит", "Генерального", "секретаря", "представить", "доклад,", "до", "2030", "года;", "—", "см.", "71/209"]),
    "ar": st.sampled_from(["تطلب", "إلى", "الأمين", "العام", "أن", "يقدم", "تقريرا،", "قبل", "عام", "2030؛", "(71/209)"]),
    "es": st.sampled_from(["Solicita", "al", "Secretario", "General", "que", "presente,", "antes", "de", "2030,", "un", "informe;", "71/209", "¿y?"]),
    "zh": st.sampled_from(["请", "秘书长", "向", "大会", "提交", "报告，", "说明", "《公约》", "执行", "情况；", "2030年", "第71/209号", "（UNODC）"]),
}  # fmt: skip


@given(st.data(), st.sampled_from(LANGUAGES))
def test_a_text_without_noise_passes_unchanged_apart_from_blanks(data: st.DataObject, language: str) -> None:
    rows = data.draw(st.lists(st.lists(words[language], min_size=2, max_size=9, unique=True), min_size=1, max_size=6))
    lines = [f"{number}. " + " ".join(row) for number, row in enumerate(rows, start=1)]
    out = repaired("\n".join(lines), language)
    assert [re.sub(r"\s", "", line) for line in out] == [re.sub(r"\s", "", line) for line in lines]
    if language != "zh":
        assert out == lines


@given(st.lists(st.text(max_size=60), max_size=12), st.sampled_from(LANGUAGES))
def test_repair_never_adds_a_line_nor_a_letter(texts: list[str], language: str) -> None:
    out = repair([Line(text) for text in texts], grammar(language))
    assert len(out) <= len(texts)
    assert sum(map(str.isdecimal, "".join(line.text for line in out))) <= sum(map(str.isdecimal, "".join(texts)))
