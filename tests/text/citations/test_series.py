"""Whose number it is: by its form, the body named behind, before or as "its", and by the date."""

from __future__ import annotations

import pytest

from isonomia.text.citations import find_citations

CCPCJ = "Commission on Crime Prevention and Criminal Justice"
COP = "Conference of the Parties to the United Nations Convention against Transnational Organized Crime"
COSP = "Conference of the States Parties to the United Nations Convention against Corruption"


@pytest.fixture(scope="session")
def targets(make_document):
    def cite(sentence: str, language: str = "en", **about: object) -> list[str | None]:
        return [row.target for row in find_citations(make_document(language, sentence, **about))[0]]

    return cite


# -- the form tells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "target"),
    [
        ("resolution 1373 (2001)", "S/RES/1373(2001)"),
        ("resolution 1373(2001)", "S/RES/1373(2001)"),
        ("resolution 2758 (XXVI)", "A/RES/2758(XXVI)"),
        ("resolution 217 A (III)", "A/RES/217A(III)"),
        ("resolution 3201 (S-VI)", "A/RES/3201(S-VI)"),
        ("resolution 2252 (ES-V)", "A/RES/2252(ES-V)"),
        ("resolution 2625 (XXV)", "A/RES/2625(XXV)"),
        ("resolution S-30/1", "A/RES/S-30/1"),
        ("resolution ES-11/1", "A/RES/ES-11/1"),
        ("decision S-32/1", "A/DEC/S-32/1"),
        ("resolution 2013/40", "E/RES/2013/40"),
        ("decision 2013/246", "E/DEC/2013/246"),
        ("resolution 60/1", "A/RES/60/1"),
        ("decision 55/488", "A/DEC/55/488"),
    ],
)
def test_the_printed_form_tells_the_series(targets, printed, target):
    assert targets(f"Recalling {printed},") == [target]


def test_a_roman_session_is_the_councils_where_the_council_is_named(targets):
    assert targets("Recalling Economic and Social Council resolution 663 C (XXIV),") == ["E/RES/663C(XXIV)"]
    assert targets("Recalling resolution 155 C (VII) of the Economic and Social Council,") == ["E/RES/155C(VII)"]


def test_the_arabic_session_number_becomes_roman(targets):
    assert targets("القرار 2758 (د - 26)", "ar") == ["A/RES/2758(XXVI)"]


# -- the body named behind or before -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "target"),
    [
        (f"Recalling resolution 27/5 of the {CCPCJ},", "CCPCJ/RES/27/5"),
        (f"Recalling {CCPCJ} resolution 27/5,", "CCPCJ/RES/27/5"),
        (f"Recalling that the {CCPCJ}, in its resolution 27/5, encouraged States,", "CCPCJ/RES/27/5"),
        (f"Recalling decision 27/1 of the {CCPCJ},", "CCPCJ/DEC/27/1"),
        ("Recalling resolution 62/1 of 22 March 2019 of the Commission on Narcotic Drugs,", "CND/RES/62/1"),
        ("Recalling Commission on Narcotic Drugs resolution 62/1,", "CND/RES/62/1"),
        (f"Recalling resolution 10/4 of the {COP},", "CTOC/COP/RES/10/4"),
        (f"Recalling decision 4/2 of the {COP},", "CTOC/COP/DEC/4/2"),
        (f"Recalling resolution 8/1 of the {COSP},", "CAC/COSP/RES/8/1"),
        (f"Recalling decision 8/1 of the {COSP},", "CAC/COSP/DEC/8/1"),
        ("Recalling Human Rights Council resolution 50/13,", "A/HRC/RES/50/13"),
        ("Recalling resolution 50/13 of the Human Rights Council,", "A/HRC/RES/50/13"),
        ("Recalling General Assembly resolution 60/1,", "A/RES/60/1"),
    ],
)
def test_the_body_beside_a_number_owns_it(targets, sentence, target):
    assert targets(sentence) == [target]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "la résolution 27/5 de la Commission pour la prévention du crime et la justice pénale"),
        ("es", "la resolución 27/5 de la Comisión de Prevención del Delito y Justicia Penal"),
        ("ru", "резолюция 27/5 Комиссии по предупреждению преступности и уголовному правосудию"),
        ("ar", "قرار لجنة منع الجريمة والعدالة الجنائية 27/5"),
        ("zh", "预防犯罪和刑事司法委员会第27/5号决议"),
    ],
)
def test_the_body_beside_a_number_owns_it_in_every_language(targets, language, sentence):
    assert targets(sentence, language) == ["CCPCJ/RES/27/5"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "la résolution 10/4 de la Conférence des Parties à la Convention des Nations Unies contre la criminalité"
               " transnationale organisée"),
        ("es", "la resolución 10/4 de la Conferencia de las Partes en la Convención de las Naciones Unidas contra la"
               " Delincuencia Organizada Transnacional"),
        ("ru", "резолюция 10/4 Конференции участников Конвенции Организации Объединенных Наций против"
               " транснациональной организованной преступности"),
        ("ar", "قرار مؤتمر الأطراف في اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية 10/4"),
        ("zh", "《联合国打击跨国有组织犯罪公约》缔约方会议第10/4号决议"),
    ],
)  # fmt: skip
def test_a_conference_of_parties_owns_its_numbers_in_every_language(targets, language, sentence):
    assert "CTOC/COP/RES/10/4" in targets(sentence, language)


def test_a_chinese_conference_with_the_number_of_its_session_inside_its_name_is_recognized(targets):
    assert "CTOC/COP/RES/10/4" in targets("《联合国打击跨国有组织犯罪公约》第十次缔约方会议第10/4号决议", "zh")


def test_two_bodies_in_one_sentence_keep_their_own(targets):
    sentence = (
        f"Recalling {CCPCJ} resolution 27/5 of 18 May 2018 and resolution 62/1 of 22 March 2019 of the Commission on"
        " Narcotic Drugs,"
    )
    assert targets(sentence) == ["CCPCJ/RES/27/5", "CND/RES/62/1"]


def test_a_short_name_means_the_body_of_that_name_that_was_named_last(targets):
    said = f"Noting the work of the {CCPCJ} and, in particular, resolution 27/5 of the Commission,"
    assert targets(said) == ["CCPCJ/RES/27/5"]
    said = "Noting the work of the Commission on Narcotic Drugs and, in particular, resolution 62/1 of the Commission,"
    assert targets(said) == ["CND/RES/62/1"]


def test_the_antecedent_may_stand_in_an_earlier_paragraph(targets):
    sentences = ["Noting the work of the Commission on Narcotic Drugs,", "Recalling Commission resolution 62/1,",
                 "Recalling resolution 62/1 of the Commission,"]  # fmt: skip
    assert targets(sentences)[-1] == "CND/RES/62/1"


# -- "its" ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("organ", "target"),
    [
        ("unga", "A/RES/60/1"),
        ("cnd", "CND/RES/60/1"),
        ("hrc", "A/HRC/RES/60/1"),
    ],
)
def test_its_means_the_organ_that_speaks(targets, organ, target):
    assert targets("Recalling its resolution 60/1,", organ=organ) == [target]


@pytest.mark.parametrize(("organ", "form"), [("untoc_cop", "CTOC/COP/{}/10/2"), ("uncac_cosp", "CAC/COSP/{}/10/2"),
                                              ("ccpcj", "CCPCJ/{}/10/2"), ("hrc", "A/HRC/{}/10/2")])  # fmt: skip
def test_its_resolution_and_its_decision_of_a_conference(targets, organ, form):
    assert targets("Recalling its resolution 10/2 and its decision 10/2,", organ=organ) == [
        form.format("RES"),
        form.format("DEC"),
    ]


def test_its_means_the_body_that_is_named_before_it_in_the_sentence(targets):
    assert targets(f"Recalling that the {COP}, in its resolution 10/4, decided to act,") == ["CTOC/COP/RES/10/4"]


def test_the_assembly_has_no_numbers_of_this_form_before_its_thirty_first_session(targets):
    assert targets("Recalling its resolution 10/2,") == [None]


# -- the date decides ----------------------------------------------------------------------------------------------


def test_a_date_within_the_assemblys_session_makes_it_the_assemblys(targets):
    sentence = "Recalling resolution 62/1 of 27 September 2007, and the work of the Commission on Narcotic Drugs,"
    assert targets(sentence) == ["A/RES/62/1"]


def test_a_date_far_outside_makes_it_another_bodys(targets):
    assert targets("Recalling resolution 62/1 of 22 March 2019 of the Commission on Narcotic Drugs,") == [
        "CND/RES/62/1"
    ]


def test_a_body_does_not_own_a_number_of_a_session_that_it_has_not_held(targets):
    """In 2013 the Commission had held 22 sessions: 68/193 beside its name can only be the Assembly's."""
    sentence = f"Noting the work of the {CCPCJ} under resolution 68/193,"
    assert targets(sentence, date="2013-12-18") == ["A/RES/68/193"]


@pytest.mark.parametrize(
    ("printed", "target"),
    [
        ("209/71 المؤرخ 19 كانون الأول/ديسمبر 2016", "A/RES/71/209"),
        ("71/209 المؤرخ 19 كانون الأول/ديسمبر 2016", "A/RES/71/209"),
        ("152/46 المؤرخ 18 كانون الأول/ديسمبر 1991", "A/RES/46/152"),
        ("71/209", "A/RES/71/209"),
    ],
)
def test_an_arabic_number_that_extraction_turned_round_is_put_right_by_its_date(targets, printed, target):
    assert targets(f"قرارها {printed}", "ar") == [target]
