"""When something is owed: the first session or date of a clause, resolved to a year; a due date taken over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.mandates.due import find_due, inherited
from isonomia.mandates.model import Due
from isonomia.registers.surfaces import body_mentions
from isonomia.text.grammar import grammar
from isonomia.text.model import Document


def document(language: str = "en", **about) -> Document:
    plain = {"symbol": "A/RES/99/501", "kind": "resolution", "organ": "unga", "session": 99, "date": "2044-12-18"}
    return Document(**{**plain, **about}, language=language, title=None, agenda_item=None, text="")


def due(words: str, language: str = "en", **about) -> Due | None:
    named = body_mentions(words, language, grammar(language).script)
    return find_due(words, document(language, **about), named)


# -- sessions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words", "text", "session"),
    [
        ("en", "to submit to the General Assembly at its hundredth session a report", "hundredth session", 100),
        ("en", "to report to it at its eighty-first session", "eighty-first session", 81),
        ("en", "to report to the General Assembly at its 81st session", "81st session", 81),
        ("en", "during the hundredth session of the Assembly", "hundredth session", 100),
        ("fr", "de lui présenter à sa centième session un rapport", "centième session", 100),
        ("fr", "de lui faire rapport à sa quatre-vingt-unième session", "quatre-vingt-unième session", 81),
        ("es", "que le presente en su octogésimo primer período de sesiones un informe",
         "octogésimo primer período de sesiones", 81),
        ("ru", "представить Генеральной Ассамблее на ее восемьдесят первой сессии доклад",
         "восемьдесят первой сессии", 81),
        ("ar", "أن يقدم إلى الجمعية العامة في دورتها الحادية والثمانين تقريرا", None, 81),
        ("ar", "أن يقدم إلى الجمعية العامة في دورتها المائة تقريرا", None, 100),
        ("zh", "向大会第八十一届会议提交报告", "第八十一届会议", 81),
        ("zh", "在其第一百届会议上提交报告", "第一百届会议", 100),
    ],
)  # fmt: skip
def test_a_session_of_the_assembly_is_resolved_to_the_year_it_opens(language, words, text, session):
    found = due(words, language, date=None)
    assert found is not None
    assert (found.session, found.year, found.date) == (session, 1945 + session, None)
    assert found.text in words
    if text:
        assert found.text == text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "to report to the Commission on Crime Prevention and Criminal Justice at its fifty-fourth session"),
        ("fr", "de faire rapport à la Commission pour la prévention du crime et la justice pénale à sa"
               " cinquante-quatrième session"),
        ("es", "que informe a la Comisión de Prevención del Delito y Justicia Penal en su 54º período de sesiones"),
        ("ru", "представить Комиссии по предупреждению преступности и уголовному правосудию доклад на ее"
               " пятьдесят четвертой сессии"),
        ("zh", "向预防犯罪和刑事司法委员会第五十四届会议提交报告"),
    ],
)  # fmt: skip
def test_a_session_is_that_of_the_body_named_beside_it(language, words):
    found = due(words, language)
    assert found is not None
    assert (found.session, found.year) == (54, 2045)


def test_a_year_before_the_document_is_none():
    """Session 2 of 1947 in a text of 2044 is the session of a body that was not recognized."""
    assert due("to report to the General Assembly at its second session") == Due("second session", 2, None)


def test_irregular_sessions_have_the_years_of_the_register():
    words = (
        "to report to the Conference of the Parties to the United Nations Convention against Transnational Organized"
        " Crime at its tenth session"
    )
    assert due(words, date=None).year == 2020


def test_a_session_of_no_named_body_is_the_speakers_own():
    assert due("to report at its sixtieth session", organ="cnd", session=59, date="2016-03-22").year == 2017


def test_a_session_that_the_register_does_not_know_is_counted_on_from_the_documents_own():
    """The Conference of the Parties meets every second year: 2024 and two sessions later is 2028."""
    found = due("to report at its fourteenth session", organ="untoc_cop", session=12, date="2024-10-18")
    assert (found.session, found.year) == (14, 2028)


def test_a_session_of_a_body_without_known_years_stays_without_year():
    """A working group's sessions are in no register: the number is kept, no year is made up."""
    found = due("to report to it at its third session", organ="untoc_wg_firearms", session=2, date="2016-05-10")
    assert (found.session, found.year) == (3, None)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "the President of the General Assembly to convene, during its ninety-ninth session, a debate"),
        ("fr", "la Présidente de l’Assemblée générale de convoquer un débat à la quatre-vingt-dix-neuvième session"),
        (
            "es",
            "al Presidente de la Asamblea General que convoque un debate en el nonagésimo noveno período de sesiones",
        ),
        ("ru", "Председателя Генеральной Ассамблеи созвать прения в ходе девяносто девятой сессии"),
        ("ar", "إلى رئيس الجمعية العامة أن يعقد مناقشة في الدورة التاسعة والتسعين"),
        ("zh", "大会主席在第九十九届会议期间召开一次辩论"),
    ],
)
def test_the_sessions_of_the_assemblys_president_are_the_assemblys_whoever_speaks(language, words):
    found = due(words, language, organ="unsc", session=None, date="2044-03-03")
    assert (found.session, found.year) == (99, 2044)


def test_a_special_session_is_no_regular_one():
    assert due("to report to the Assembly at its thirty-second special session") is None


@pytest.mark.xfail(strict=True, reason="a body named by its short form beside a session is passed over")
def test_a_short_form_beside_a_session_is_its_antecedents():
    words = (
        "to inform the Commission on Crime Prevention and Criminal Justice of all that was done since the adoption of"
    )
    words += " the present resolution, and to report to the Commission at its fifty-fourth session"
    assert due(words).year == 2045


# -- dates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "to publish by 31 December 2046 a handbook"),
        ("en", "to report no later than 31 December 2046"),
        ("fr", "de publier d’ici au 31 décembre 2046 un manuel"),
        ("es", "que publique a más tardar el 31 de diciembre de 2046 un manual"),
        ("ru", "опубликовать к 31 декабря 2046 года руководство"),
        ("ar", "أن ينشر بحلول 31 كانون الأول/ديسمبر 2046 دليلا"),
        ("zh", "在2046年12月31日之前发布一份手册"),
    ],
)
def test_a_day_is_kept_as_a_date(language, words):
    found = due(words, language)
    assert found is not None
    assert (found.year, found.date, found.session) == (2046, "2046-12-31", None)
    assert found.text in words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "to convene a meeting before the end of 2045"),
        ("en", "to reduce by half, by 2045, the number of victims"),
        ("fr", "de convoquer une réunion avant la fin de 2045"),
        ("es", "que convoque una reunión antes de finales de 2045"),
        ("ru", "созвать совещание до конца 2045 года"),
        ("zh", "在2045年底之前召开一次会议"),
    ],
)
def test_a_bare_year_is_kept_as_a_year(language, words):
    found = due(words, language)
    assert found is not None
    assert (found.year, found.date, found.session) == (2045, None, None)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "to implement the resolution of 18 December 2013"),
        ("en", "to continue the work begun in 2013"),
        ("en", "to implement the 2030 Agenda for Sustainable Development"),
        ("fr", "d’appliquer la résolution du 18 décembre 2013"),
        ("es", "que aplique la resolución de 18 de diciembre de 2013"),
        ("ru", "осуществлять резолюцию от 18 декабря 2013 года"),
        ("zh", "执行2013年12月18日的决议"),
    ],
)
def test_a_date_that_is_not_a_deadline_is_not_owed_by(language, words):
    assert due(words, language) is None


def test_the_first_of_several_is_taken():
    words = "to publish by 31 December 2046 a handbook and to report to the General Assembly at its hundredth session"
    assert due(words).date == "2046-12-31"


# -- a due date taken over -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "to include its findings in the report requested in paragraph 49 above"),
        ("en", "to include its findings in the report referred to in paragraph 49 of the present resolution"),
        ("fr", "d’en rendre compte dans le rapport demandé au paragraphe 49 ci-dessus"),
        ("es", "que incluya sus conclusiones en el informe solicitado en el párrafo 49 supra"),
        ("ru", "включить эти сведения в доклад, о котором говорится в пункте 49 выше"),
        ("zh", "在上文第49段所述报告中列入这些资料"),
    ],
)
def test_the_paragraph_whose_report_is_meant(language, words):
    assert inherited(words, language) == "49"


def test_a_paragraph_without_a_report_is_not_taken_over():
    assert inherited("to act in accordance with paragraph 49 above", "en") is None


# -- always --------------------------------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(session=st.integers(2, 120), organ=st.sampled_from(["unga", "cnd", "ccpcj", "untoc_cop", "hrc", None]))
def test_an_english_ordinal_is_read_whatever_the_number_and_the_speaker(session, organ):
    ending = {1: "st", 2: "nd", 3: "rd"}.get(session % 10 if session % 100 not in (11, 12, 13) else 0, "th")
    found = due(f"to report to the General Assembly at its {session}{ending} session", organ=organ, date=None)
    assert (found.session, found.year) == (session, 1945 + session)
