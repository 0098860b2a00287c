"""From lines to a document: paragraphs and their ids, items, headings, annexes, parts, closing lines; nothing lost."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.text.model import Document
from isonomia.text.read import read

SAMPLES = Path(__file__).parents[2] / "samples" / "documents"
DOCUMENTS = sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".html", ".docx"))


def document(text: str, language: str | None = None) -> Document:
    return read(text.encode(), language=language, name="text.txt")


def ids(doc: Document) -> list[str]:
    return [paragraph.id for paragraph in doc.paragraphs]


def roles(doc: Document) -> list[tuple[str, str]]:
    return [(paragraph.id, paragraph.role) for paragraph in doc.paragraphs]


def headings(doc: Document) -> list[tuple[str, str | None, str]]:
    return [(heading.id, heading.number, heading.title) for heading in doc.headings]


# --- texts -----------------------------------------------------------------------------------------------------------

WRAPPED = """\
United Nations                                      A/RES/99/777
General Assembly                                    Distr.: General
                                                    8 January 2045
Ninety-ninth session
Agenda item 109

        Resolution adopted by the General Assembly
                 on 18 December 2044

[on the report of the Third Committee (A/99/463, para. 26)]

99/777. Preventing the trafficking of rare seeds

     The General Assembly,
     Recalling its resolutions 46/152 of 18 December 1991 and 60/1 of
16 September 2005,
     Deeply concerned about the growing trafficking in seeds, which
harms farmers,
     1. Urges Member States to protect seeds, in accordance with article 3 (a) and
(b) of the Convention;
     2. Requests the Secretary-General:
     (a) To collect information from Member States, in particular from
those of origin;
     (b) To submit:
     (i) A report to the Assembly at its hundredth session;
     (ii) A study of prices;
     (c) To inform the Council;
     3. Decides to remain seized of the matter.

                                         74th plenary meeting
                                         18 December 2044
"""

EXPECTED_WRAPPED = ["pp1", "pp2", "op1", "op2", "op2.a", "op2.b", "op2.b.i", "op2.b.ii", "op2.c", "op3"]

ONE_LINE_EACH = """\
United Nations A/RES/99/777
General Assembly
Resolution adopted by the General Assembly on 18 December 2044
99/777. Preventing the trafficking of rare seeds
The General Assembly,
Recalling its resolutions 46/152 of 18 December 1991 and 60/1 of 16 September 2005,
Deeply concerned about the growing trafficking in seeds, which harms farmers,
1. Urges Member States to protect seeds, in accordance with article 3 (a) and (b) of the Convention;
2. Requests the Secretary-General:
(a) To collect information from Member States, in particular from those of origin;
(b) To submit:
(i) A report to the Assembly at its hundredth session;
(ii) A study of prices;
(c) To inform the Council;
3. Decides to remain seized of the matter.
74th plenary meeting
18 December 2044
"""

RUSSIAN = """\
Генеральная Ассамблея,

ссылаясь на свою резолюцию 46/152 от 18 декабря 1991 года,

1. просит Генерального секретаря:

а) представить доклад;

б) подготовить исследование:

i) о ценах;

ii) о рынках;

в) провести совещание;

2. постановляет продолжать заниматься этим вопросом.

74-е пленарное заседание,
18 декабря 2044 года
"""

ARABIC = """\
إن الجمعية العامة،

إذ تشير إلى قرارها 46/152 المؤرخ 18 كانون الأول/ديسمبر 1991،

1 - تطلب إلى الأمين العام:

(أ) أن يقدم تقريرا؛

(ب) أن يعد دراسة؛

(ج) أن يعقد اجتماعا؛

2 - تقرر أن تبقي المسألة قيد نظرها.

الجلسة العامة 74
18 كانون الأول/ديسمبر 2044
"""

CHINESE = """\
大会，
回顾其1991年12月18日第46/152号决议，
1. 请秘书长：
(a) 提交报告；
(b) 编写研究报告；
2. 决定继续处理此案。
2044年12月18日
第74次全体会议
"""

SPANISH = """\
La Asamblea General,

Recordando su resolución 46/152, de 18 de diciembre de 1991,

1. Solicita al Secretario General que:

a) Presente un informe;

b) Prepare un estudio;

2. Decide seguir ocupándose de la cuestión.

74ª sesión plenaria
18 de diciembre de 2044
"""

FRENCH = """\
L’Assemblée générale,

Rappelant sa résolution 46/152 du 18 décembre 1991,

1. Prie le Secrétaire général :

a) De présenter un rapport ;

b) De préparer une étude ;

2. Décide de rester saisie de la question.

74e séance plénière
18 décembre 2044
"""

UNNUMBERED = """\
The Economic and Social Council,

Recalling its resolution 663 C (XXIV) of 31 July 1957,

Considering that prisons are overcrowded,

Invites Governments to apply the Standard Minimum Rules;

Requests the Secretary-General to publish them.
"""

ANNEXES = """\
The General Assembly,

Recalling its resolution 46/152,

1. Adopts the Plan of Action annexed to the present resolution;

2. Requests a report.

74th plenary meeting
18 December 2044

Annex

Plan of Action

1. States should share data.

2. States should train officers:

(a) In customs;

(b) In forensics.

Annex II

Terms of reference

1. The group shall meet.
"""

REPORT = """\
A/99/131

Ninety-ninth session
Agenda item 107

Crime prevention and criminal justice

        Work of the Office on seeds

        Report of the Secretary-General

Summary

The present report gives an overview of the work of the Office
in the field of seeds, and has recommendations.

I. Introduction

1. The present report was prepared pursuant to resolution 98/1
of 2043.

2. It covers the year 2044.

II. Action taken

A. Organized crime

1. Trafficking

3. The Office trained 50 officers in 12 countries.

4. It published:

(a) A manual;

(b) A study.

2. Smuggling

5. The Office held 3 meetings.

Cooperation with other bodies

6. The Office worked with the World Health Organization.

B. Corruption

7. In 2044, 12 States joined the Convention.

III. Conclusions and recommendations

8. I encourage States to act.
"""

DIGIT_HEADINGS = """\
Report of the Secretary-General
1. Introduction
1. The report covers 2044. It was prepared by the Office.
2. It has three parts.
2. Findings
3. Seeds are trafficked.
4. Prices have risen.
"""

TEXTS = {
    "wrapped": WRAPPED, "one line each": ONE_LINE_EACH, "Russian": RUSSIAN, "Arabic": ARABIC, "Chinese": CHINESE,
    "Spanish": SPANISH, "unnumbered": UNNUMBERED, "annexes": ANNEXES, "report": REPORT, "digits": DIGIT_HEADINGS,
}  # fmt: skip


# --- resolutions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [WRAPPED, ONE_LINE_EACH], ids=["hard-wrapped", "one line a paragraph"])
def test_a_resolution_is_cut_into_preamble_paragraphs_and_items(text: str) -> None:
    doc = document(text)
    assert ids(doc) == EXPECTED_WRAPPED
    assert {role for id, role in roles(doc) if id.startswith("pp")} == {"preambular"}
    assert {role for id, role in roles(doc) if id.startswith("op")} == {"operative"}
    assert (
        doc.paragraph("pp1").text
        == "Recalling its resolutions 46/152 of 18 December 1991 and 60/1 of 16 September 2005,"
    )
    assert doc.paragraph("op1").text.endswith("in accordance with article 3 (a) and (b) of the Convention;")
    assert doc.paragraph("op2.a").text.endswith("in particular from those of origin;")
    assert [doc.paragraph(id).number for id in ("pp1", "op2", "op2.b", "op2.b.ii")] == [None, "2", "b", "ii"]
    assert doc.warnings == ()


def test_closing_lines_belong_to_no_paragraph_but_to_the_text() -> None:
    doc = document(ONE_LINE_EACH)
    assert doc.paragraphs[-1].text == "Decides to remain seized of the matter."
    assert doc.text.endswith("\n74th plenary meeting\n18 December 2044")


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        (RUSSIAN, "ru", ["1", "а", "б", "i", "ii", "в", "2"]),
        (ARABIC, "ar", ["1", "أ", "ب", "ج", "2"]),
        (CHINESE, "zh", ["1", "a", "b", "2"]),
        (SPANISH, "es", ["1", "a", "b", "2"]),
        (FRENCH, "fr", ["1", "a", "b", "2"]),
    ],
    ids=["ru", "ar", "zh", "es", "fr"],
)
def test_items_have_the_same_ids_in_every_language_and_keep_their_printed_label(
    text: str, language: str, numbers: list[str]
) -> None:
    doc = document(text, language)
    nested = ["op1.b.i", "op1.b.ii"] if language == "ru" else []
    third = ["op1.c"] if language in ("ru", "ar") else []
    assert ids(doc) == ["pp1", "op1", "op1.a", "op1.b", *nested, *third, "op2"]
    assert [paragraph.number for paragraph in doc.paragraphs[1:]] == numbers
    assert doc.date == "2044-12-18"


def test_old_resolutions_do_not_number_their_operative_paragraphs() -> None:
    doc = document(UNNUMBERED)
    assert roles(doc) == [("pp1", "preambular"), ("pp2", "preambular"), ("op1", "operative"), ("op2", "operative")]
    assert [paragraph.number for paragraph in doc.paragraphs] == [None] * 4


def test_unnumbered_operative_paragraphs_without_blank_lines() -> None:
    assert ids(document(UNNUMBERED.replace("\n\n", "\n"))) == ["pp1", "pp2", "op1", "op2"]


def test_dashes_list_what_has_no_letter() -> None:
    doc = document(
        "The General Assembly,\n\nRecalling its resolution 46/152,\n\n1. Urges States:\n\n- To act;\n\n- To report;\n\n2. Decides to end.\n"
    )
    assert ids(doc) == ["pp1", "op1", "op1.u1", "op1.u2", "op2"]
    assert doc.paragraph("op1.u2").text == "To report;"


def test_a_bracketed_letter_inside_a_sentence_is_no_item() -> None:
    doc = document(
        "The General Assembly,\nRecalling its resolution 46/152,\n1. Urges States to act under article 2, and\n(c) of article 3;\n2. Ends.\n"
    )
    assert ids(doc) == ["pp1", "op1", "op2"]


@pytest.mark.parametrize(("gone", "missing"), [("2", "op3"), ("1", "op2")])
def test_a_missing_number_is_warned_of(gone: str, missing: str) -> None:
    rows = ["1. Urges States to act;", "2. Invites States to give;", "3. Requests a report;", "4. Decides to end."]
    kept = "\n".join(row for row in rows if not row.startswith(gone))
    doc = document(f"The General Assembly,\nRecalling its resolution 46/152,\n{kept}\n")
    assert [(warning.code, warning.place) for warning in doc.warnings] == [("number-missing", missing)]
    assert f"op{gone}" not in ids(doc)


def test_numbers_that_are_there_are_not_warned_of() -> None:
    assert document(ONE_LINE_EACH).warnings == ()
    assert document(REPORT).warnings == ()


# --- parts and annexes -----------------------------------------------------------------------------------------------

OMNIBUS = """\
A/RES/99/12

99/12. General and complete disarmament

A

Confidence-building measures

The General Assembly,

Recalling its resolution 46/152,

1. Urges States to act;

2. Requests a report.

B

Regional disarmament

The General Assembly,

Noting the report,

1. Invites States to give;

2. Decides to end.
"""


def test_each_part_of_an_omnibus_resolution_counts_its_own_paragraphs() -> None:
    doc = document(OMNIBUS)
    assert ids(doc) == ["A.pp1", "A.op1", "A.op2", "B.pp1", "B.op1", "B.op2"]
    assert doc.warnings == ()


def test_an_omnibus_resolution_keeps_all_paragraphs_and_opens_each_preamble_anew() -> None:
    doc = document(OMNIBUS)
    told = [(paragraph.role, paragraph.number) for paragraph in doc.paragraphs if paragraph.role != "unnumbered"]
    assert told == 2 * [("preambular", None), ("operative", "1"), ("operative", "2")]
    assert len(set(ids(doc))) == len(ids(doc))


def test_annexes_have_their_own_role_heading_and_count() -> None:
    doc = document(ANNEXES)
    assert [heading.title for heading in doc.headings] == ["Annex", "Plan of Action", "Annex II", "Terms of reference"]
    annexes = {heading.id for heading in doc.headings if heading.level == 2}
    annexed = [paragraph for paragraph in doc.paragraphs if paragraph.role == "annex"]
    assert [paragraph.number for paragraph in annexed if paragraph.number] == ["1", "2", "a", "b", "1"]
    assert {paragraph.heading for paragraph in annexed} == annexes
    assert doc.paragraph("op2").text == "Requests a report."
    assert not [paragraph for paragraph in doc.paragraphs if paragraph.role == "operative" and paragraph.heading]


def test_the_title_of_an_annex_is_no_paragraph() -> None:
    doc = document(ANNEXES)
    assert doc.paragraph("an1").text == "States should share data."


def test_closing_lines_before_an_annex_are_no_paragraphs_and_give_the_date() -> None:
    doc = document(ANNEXES)
    assert doc.date == "2044-12-18"
    assert all("plenary" not in paragraph.text for paragraph in doc.paragraphs)


# --- reports ---------------------------------------------------------------------------------------------------------


def test_a_report_has_summary_headings_and_numbered_paragraphs() -> None:
    doc = document(REPORT)
    assert headings(doc) == [
        ("summary", None, "Summary"),
        ("h1", "I", "Introduction"),
        ("h2", "II", "Action taken"),
        ("h2a", "A", "Organized crime"),
        ("h2a1", "1", "Trafficking"),
        ("h2a2", "2", "Smuggling"),
        ("h2a2u1", None, "Cooperation with other bodies"),
        ("h2b", "B", "Corruption"),
        ("h3", "III", "Conclusions and recommendations"),
    ]
    assert [(paragraph.id, paragraph.heading) for paragraph in doc.paragraphs] == [
        ("s1", "summary"), ("p1", "h1"), ("p2", "h1"), ("p3", "h2a1"), ("p4", "h2a1"), ("p4.a", "h2a1"), ("p4.b", "h2a1"),
        ("p5", "h2a2"), ("p6", "h2a2u1"), ("p7", "h2b"), ("p8", "h3"),
    ]  # fmt: skip
    assert {role for id, role in roles(doc) if id.startswith("p")} == {"numbered"}
    assert doc.paragraph("s1").role == "summary"
    assert doc.paragraph("p1").text.endswith("pursuant to resolution 98/1 of 2043.")


def test_the_path_of_a_heading_is_the_chain_of_numbers() -> None:
    by_id = {heading.id: heading for heading in document(REPORT).headings}
    assert by_id["h2a1"].path == ("II", "A", "1")
    assert by_id["h2a2u1"].path == ("II", "A", "2", "Cooperation with other bodies")
    assert [by_id[id].level for id in ("h1", "h2a", "h2a1", "h2b", "h3")] == [1, 2, 3, 2, 1]


def test_numbered_headings_and_numbered_paragraphs_are_told_apart() -> None:
    doc = document(DIGIT_HEADINGS)
    assert headings(doc) == [("h1", "1", "Introduction"), ("h2", "2", "Findings")]
    assert [(paragraph.id, paragraph.heading) for paragraph in doc.paragraphs] == [
        ("p1", "h1"), ("p2", "h1"), ("p3", "h2"), ("p4", "h2"),
    ]  # fmt: skip


def test_a_short_numbered_paragraph_is_no_heading() -> None:
    doc = document("Report of the Secretary-General\nI. Introduction\n1. None.\n2. The Office met.\n3. It ended.\n")
    assert ids(doc) == ["p1", "p2", "p3"]
    assert [heading.id for heading in doc.headings] == ["h1"]


def test_chinese_headings() -> None:
    doc = document(
        "秘书长的报告\n摘要\n本报告介绍毒品和犯罪问题办公室的工作。\n一. 导言\n1. 本报告涵盖2044年。\n二. 行动\nA. 有组织犯罪\n1. 贩运\n"
        "2. 办公室培训了50名官员。\n2. 偷运\n3. 办公室举行了3次会议。\nB. 腐败\n4. 12个国家加入了《公约》。\n三. 结论和建议\n5. 我鼓励各国采取行动。\n"
    )
    assert [heading.id for heading in doc.headings] == ["summary", "h1", "h2", "h2a", "h2a1", "h2a2", "h2b", "h3"]
    assert ids(doc) == ["s1", "p1", "p2", "p3", "p4", "p5"]
    assert doc.paragraph("p3").heading == "h2a2"


WITHOUT_SUMMARY = {
    "en": "Report of the Secretary-General\n\nI. Introduction\n\n1. One.\n\nII. Work\n\nA. Crime\n\n2. Two.\n\nB. Law\n\n3. Three.\n",
    "fr": "Rapport du Secrétaire général\n\nI. Introduction\n\n1. Un.\n\nII. Travaux\n\nA. Crime\n\n2. Deux.\n\nB. Droit\n\n3. Trois.\n",
    "es": "Informe del Secretario General\n\nI. Introducción\n\n1. Uno.\n\nII. Labor\n\nA. Delito\n\n2. Dos.\n\nB. Derecho\n\n3. Tres.\n",
    "ru": "Доклад Генерального секретаря\n\nI. Введение\n\n1. Один.\n\nII. Работа\n\nA. Преступность\n\n2. Два.\n\nB. Право\n\n3. Три.\n",
    "ar": "تقرير الأمين العام\n\nأولا - مقدمة\n\n1 - واحد.\n\nثانيا - العمل\n\nألف - الجريمة\n\n2 - اثنان.\n\nباء - القانون\n\n3 - ثلاثة.\n",
    "zh": "秘书长的报告\n\n一. 导言\n\n1. 第一段。\n\n二. 工作\n\nA. 犯罪\n\n2. 第二段。\n\nB. 法律\n\n3. 第三段。\n",
}


@pytest.mark.parametrize("language", WITHOUT_SUMMARY)
def test_a_report_without_summary_keeps_all_its_headings_in_every_language(language: str) -> None:
    doc = document(WITHOUT_SUMMARY[language], language)
    assert [(heading.id, heading.level) for heading in doc.headings] == [("h1", 1), ("h2", 1), ("h2a", 2), ("h2b", 2)]
    assert [(paragraph.id, paragraph.heading) for paragraph in doc.paragraphs] == [
        ("p1", "h1"), ("p2", "h2a"), ("p3", "h2b"),
    ]  # fmt: skip
    assert doc.headings[2].path == (doc.headings[1].number, doc.headings[2].number)


UNSTOPPED = {
    "en": ("The General Assembly,\nRecalling its resolution 46/152,\n1. Requests all Member States to take part in the work of the Office\n"
           "2. Invites donors to contribute to the work of the Office and to share\ntheir data;\n"),
    "fr": ("L’Assemblée générale,\nRappelant sa résolution 46/152,\n1. Prie tous les États Membres de participer aux travaux de l’Office\n"
           "2. Invite les donateurs à contribuer aux travaux de l’Office et à partager\nleurs données ;\n"),
    "es": ("La Asamblea General,\nRecordando su resolución 46/152,\n1. Solicita a todos los Estados Miembros que participen en la labor\n"
           "2. Invita a los donantes a que contribuyan a la labor de la Oficina y compartan\nsus datos;\n"),
    "ru": ("Генеральная Ассамблея,\nссылаясь на свою резолюцию 46/152,\n1. просит все государства-члены принять участие в работе Управления\n"
           "2. предлагает донорам внести взносы на деятельность Управления и обмениваться\nданными;\n"),
    "ar": ("إن الجمعية العامة،\nإذ تشير إلى قرارها 46/152،\n1 - تطلب إلى جميع الدول الأعضاء أن تشارك في أعمال المكتب\n"
           "2 - تدعو المانحين إلى المساهمة في أعمال المكتب وإلى تبادل\nبياناتهم؛\n"),
    "zh": "大会，\n回顾其第46/152号决议，\n1. 请所有会员国参加办公室的工作并与其他国家分享数据\n2. 邀请捐助者为办公室的工作捐款并分享它们的\n数据；\n",
}  # fmt: skip


@pytest.mark.parametrize("language", UNSTOPPED)
def test_a_paragraph_without_its_stop_does_not_swallow_the_next(language: str) -> None:
    assert ids(document(UNSTOPPED[language], language)) == ["pp1", "op1", "op2"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "Report of the Secretary-General\nI. Introduction\n1. The Office trained many officers during the period under review\n2. The work went on.\n",
        ),
        (
            "fr",
            "Rapport du Secrétaire général\nI. Introduction\n1. L’Office a formé de nombreux agents pendant la période considérée\n2. Les travaux ont continué.\n",
        ),
        (
            "es",
            "Informe del Secretario General\nI. Introducción\n1. La Oficina impartió capacitación a numerosos agentes en ese período\n2. La labor prosiguió.\n",
        ),
        (
            "ru",
            "Доклад Генерального секретаря\nI. Введение\n1. Управление подготовило многих сотрудников в отчетный период\n2. Работа продолжалась.\n",
        ),
        (
            "ar",
            "تقرير الأمين العام\nأولا - مقدمة\n1 - درب المكتب العديد من الموظفين خلال الفترة المشمولة بالتقرير\n2 - واستمر العمل.\n",
        ),
        (
            "zh",
            "秘书长的报告\n一. 导言\n1. 办公室在本报告所述期间在该区域培训了许多官员并与其他机构合作\n2. 工作仍在继续。\n",
        ),
    ],
)
def test_nor_does_one_of_a_report(language: str, text: str) -> None:
    assert ids(document(text, language)) == ["p1", "p2"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The Office trained officers, as was said in paragraph\n2. It was a good year."),
        ("en", "The Office trained officers under resolutions 1 and\n2. It was a good year."),
        ("en", "The Office trained officers in many regions of the world under chapter\n2. of the handbook."),
        ("fr", "L’Office a formé des agents, comme indiqué au paragraphe\n2. L’année a été bonne."),
        ("es", "La Oficina formó a funcionarios, como se indica en el párrafo\n2. Fue un buen año."),
        ("ru", "Управление подготовило сотрудников, как указано в пункте\n2. Год был хорошим."),
        ("ar", "درب المكتب العديد من الموظفين في المنطقة على النحو المبين في الفقرة\n2 - وكانت سنة جيدة."),
        ("ar", "درب المكتب العديد من الموظفين في المنطقة عملا بالقرارين 1 و\n2 - وكانت سنة جيدة."),
        ("zh", "办公室培训了官员，情况载于关于这一问题的报告以及其中的第\n2. 段。"),
    ],
)
def test_a_number_that_a_sentence_asks_for_opens_no_paragraph(language: str, text: str) -> None:
    heads = {
        "en": "Report of the Secretary-General\nI. Introduction\n", "fr": "Rapport du Secrétaire général\nI. Introduction\n",
        "es": "Informe del Secretario General\nI. Introducción\n", "ru": "Доклад Генерального секретаря\nI. Введение\n",
        "ar": "تقرير الأمين العام\nأولا - مقدمة\n", "zh": "秘书长的报告\n一. 导言\n",
    }  # fmt: skip
    dash = " -" if language == "ar" else "."
    assert ids(document(f"{heads[language]}1{dash} {text}\n", language)) == ["p1"]


def test_the_parts_of_an_arabic_omnibus_resolution_have_the_letters_of_the_others() -> None:
    part = "إن الجمعية العامة،\n\nإذ تشير إلى قرارها 46/152،\n\n1 - تحث الدول على العمل؛\n\n2 - تطلب تقديم تقرير.\n\n"
    doc = document(
        f"99/12 - نزع السلاح\n\nألف\n\nتدابير بناء الثقة\n\n{part}باء\n\nنزع السلاح الإقليمي\n\n{part}", "ar"
    )
    assert ids(doc) == ["A.pp1", "A.op1", "A.op2", "B.pp1", "B.op1", "B.op2"]


def test_sections_that_count_from_one_again_prefix_their_paragraphs() -> None:
    doc = document(
        "Report of the Secretary-General\n\nI. Introduction\n\n1. The Office met.\n\n2. It ended.\n\nII. Action\n\n1. Seeds are sold.\n\n2. Prices rise.\n"
    )
    assert ids(doc) == ["h1.p1", "h1.p2", "h2.p1", "h2.p2"]


# --- nothing lost, every span exact ----------------------------------------------------------------------------------


def visible(text: str) -> Counter[str]:
    return Counter(char for char in text if not char.isspace())


@pytest.mark.parametrize("name", TEXTS)
def test_every_visible_character_of_the_input_is_once_in_the_text(name: str) -> None:
    assert visible(document(TEXTS[name]).text) == visible(TEXTS[name])


def check_spans(doc: Document) -> None:
    for paragraph in doc.paragraphs:
        assert doc.text[slice(*paragraph.span)] == paragraph.text
        assert paragraph.notes == tuple(marker for marker, _ in paragraph.calls)
        for _, offset in paragraph.calls:
            assert paragraph.span[0] <= offset <= paragraph.span[1]
        assert paragraph.text == paragraph.text.strip()
        assert "\n" not in paragraph.text
    for heading in doc.headings:
        assert doc.text[slice(*heading.span)] == heading.title
    for note in doc.notes:
        assert doc.text[slice(*note.span)] == note.text
    for citation in doc.citations:
        assert doc.text[slice(*citation.span)] == citation.text
    spans = [part.span for part in (*doc.paragraphs, *doc.headings, *doc.notes)]
    assert sorted(spans) == sorted(set(spans))
    assert all(first[1] <= second[0] for first, second in zip(sorted(spans), sorted(spans)[1:], strict=False))
    assert not re.search("[\ue000-\uf8ff]", doc.text)
    assert len(set(ids(doc))) == len(ids(doc))
    known = {heading.id for heading in doc.headings}
    assert all(paragraph.heading is None or paragraph.heading in known for paragraph in doc.paragraphs)


@pytest.mark.parametrize("name", TEXTS)
def test_every_span_is_exact(name: str) -> None:
    check_spans(document(TEXTS[name]))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_span_of_the_samples_is_exact(path: Path) -> None:
    doc = read(path)
    check_spans(doc)
    assert doc.paragraphs


TAILS = ["to act", "to report on 46/152", "in 2018, at 3.61 per cent", "under article 2 (b)", "of the Office (UNODC)"]
clauses = st.lists(st.sampled_from(TAILS), min_size=1, max_size=4).map(" and ".join)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(["Recalling", "Noting", "Welcoming"]), clauses), min_size=1, max_size=4),
    st.lists(st.tuples(st.sampled_from(["Urges States", "Requests the Office", "Invites"]), clauses, st.integers(0, 3)),
             min_size=1, max_size=5),
    st.booleans(),
)  # fmt: skip
def test_any_resolution_of_that_form_is_cut_where_it_was_put_together(
    preamble: list[tuple[str, str]], operative: list[tuple[str, str, int]], spaced: bool
) -> None:
    rows, expected = ["The General Assembly,"], []
    for number, (verb, rest) in enumerate(preamble, start=1):
        rows.append(f"{verb} efforts {rest},")
        expected.append((f"pp{number}", rows[-1]))
    for number, (verb, rest, items) in enumerate(operative, start=1):
        rows.append(f"{number}. {verb} {rest}{':' if items else ';'}")
        expected.append((f"op{number}", rows[-1].split(". ", 1)[1]))
        for item in "abc"[:items]:
            rows.append(f"({item}) To go on {rest};")
            expected.append((f"op{number}.{item}", rows[-1][4:]))
    text = ("\n\n" if spaced else "\n").join(rows)
    doc = document(text, "en")
    assert [(paragraph.id, paragraph.text) for paragraph in doc.paragraphs] == expected
    assert visible(doc.text) == visible(text)
    check_spans(doc)
