"""How names of a register are found in a text: the longest, whole words, in any case, behind Arabic proclitics."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from isonomia.registers.surfaces import (
    Mention,
    Surfaces,
    body_mentions,
    concept_mentions,
    instrument_mentions,
    place_mentions,
)


def find(forms: list[tuple[str, str, bool]] | list[tuple[str, str]], text: str, script: str = "Latin") -> list[tuple]:
    """(words, ids, short) of every mention."""
    rows = [(*row, False) if len(row) == 2 else row for row in forms]
    return [(text[m.start : m.end], m.ids, m.short) for m in Surfaces(rows, script=script).find(text)]


def words(forms, text, script="Latin"):
    return [found for found, _, _ in find(forms, text, script)]


# -- the longest, none inside another ------------------------------------------------------------------------------

OFFICE = [("Office", "office"), ("Office on Drugs and Crime", "unodc"), ("Drugs", "drugs")]


def test_the_longest_name_wins_at_one_place():
    assert find(OFFICE, "the Office on Drugs and Crime") == [("Office on Drugs and Crime", ("unodc",), False)]


def test_a_name_inside_a_longer_one_is_not_found():
    assert words([("Crime and Justice Institute", "a"), ("Justice", "b")], "a Crime and Justice Institute") == [
        "Crime and Justice Institute"
    ]


def test_of_two_that_overlap_the_longer_stays():
    forms = [("Council on Crime", "a"), ("Crime Prevention and Criminal Justice", "b")]
    assert words(forms, "the Council on Crime Prevention and Criminal Justice") == [
        "Crime Prevention and Criminal Justice"
    ]


def test_of_two_that_overlap_and_are_of_one_length_the_earlier_stays():
    assert words([("aaa bbb", "a"), ("bbb ccc", "b")], "aaa bbb ccc") == ["aaa bbb"]


def test_a_name_that_runs_on_in_another_name_of_the_same_body_is_one():
    forms = [("Council of States", "a"), ("States of the Union", "a")]
    assert find(forms, "the Council of States of the Union") == [("Council of States of the Union", ("a",), False)]


def test_a_name_beaten_by_one_that_is_beaten_in_turn_stands():
    """Of three in a chain the two that do not touch stay: the longest takes away the middle one alone."""
    forms = [("report on", "a"), ("on the implementation", "b"), ("implementation of the present text", "c")]
    assert words(forms, "a report on the implementation of the present text") == [
        "report on",
        "implementation of the present text",
    ]


def test_one_name_of_two_bodies_keeps_both():
    assert find([("the Board", "a"), ("the Board", "b")], "by the Board.") == [("the Board", ("a", "b"), False)]


def test_mentions_stand_in_the_order_of_the_text():
    assert words(OFFICE, "Drugs, Office, Drugs") == ["Drugs", "Office", "Drugs"]


def test_overlapping_mentions_are_all_kept_where_asked_for():
    surfaces = Surfaces([("money", "a", False), ("money laundering", "b", False)], script="Latin", overlapping=True)
    assert sorted(m.ids[0] for m in surfaces.find("on money laundering")) == ["a", "b"]


def test_no_forms_find_nothing():
    assert Surfaces([], script="Latin").find("the Office") == []
    assert Surfaces([("*", "a", False)], script="Latin").find("the Office") == []


# -- case ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("printed", ["member States", "Member States"])
def test_the_first_letter_of_a_name_may_be_of_either_case(printed):
    assert words([("Member States", "a")], f"all {printed}") == [printed]
    assert words([("member States", "a")], f"all {printed}") == [printed]


def test_the_other_letters_are_compared_with_their_case():
    assert words([("Member States", "a")], "all Member states and MEMBER STATES") == []


def test_a_short_form_may_open_a_sentence():
    forms = [("the Office", "unodc", True)]
    assert find(forms, "The Office and the Office") == [
        ("The Office", ("unodc",), True),
        ("the Office", ("unodc",), True),
    ]


def test_the_capital_of_a_short_form_stays():
    """`Assembly` is the body, `assembly` a thing that people do."""
    assert words([("Assembly", "unga", True)], "the Assembly, freedom of assembly") == ["Assembly"]


def test_a_full_name_is_preferred_to_the_short_form_of_the_same_words():
    assert find([("the Office", "a", True), ("the Office", "b", False)], "by the Office") == [
        ("the Office", ("b",), False)
    ]


def test_capitals_may_be_kept_as_in_names_of_places():
    surfaces = Surfaces([("Turkey", "a", False), ("least developed", "b", False)], script="Latin", case="kept")
    text = "turkey, Turkey; Least developed, least developed"
    assert [m.ids for m in surfaces.find(text)] == [("a",), ("b",), ("b",)]


def test_case_may_be_free_but_for_forms_with_capitals_inside():
    surfaces = Surfaces([("legal aid", "a", False), ("StAR", "b", False), ("de l'État", "c", False)],
                        script="Latin", case="free")  # fmt: skip
    text = "Legal Aid, LEGAL AID, legal aid; a star, the STAR, StAR; De l’État, de l’état"
    assert [m.ids for m in surfaces.find(text)] == [("a",)] * 3 + [("b",), ("c",)]


def test_spans_stay_where_a_small_letter_is_longer_than_its_capital():
    surfaces = Surfaces([("legal aid", "a", False)], script="Latin", case="free")
    text = "İzmir and İstanbul: Legal Aid"
    assert [text[m.start : m.end] for m in surfaces.find(text)] == ["Legal Aid"]


# -- words ---------------------------------------------------------------------------------------------------------


def test_a_name_is_found_as_a_whole_word():
    assert words([("Office", "a")], "Officer, BackOffice, Office1, Office") == ["Office"]


def test_a_star_stands_for_any_further_letters_of_the_word():
    forms = [("Совет* Безопасности", "unsc")]
    text = "Совет Безопасности, Советом Безопасности, Совета  Безопасности"
    assert words(forms, text, "Cyrillic") == [
        "Совет Безопасности",
        "Советом Безопасности",
        "Совета  Безопасности",
    ]


def test_a_star_does_not_stand_for_another_word():
    assert words([("Office* on Crime", "a")], "Office held on Crime") == []


def test_a_space_stands_for_any_white_space_behind_a_star():
    assert words([("États* Membres", "a")], "les États\u00a0Membres, les États\nMembres") == [
        "États\u00a0Membres",
        "États\nMembres",
    ]


def test_characters_that_print_alike_are_alike():
    assert words([("l'Office", "a")], "par l’Office") == ["l’Office"]
    assert words([("Счётн* палат*", "a")], "Счетная палата", "Cyrillic") == ["Счетная палата"]
    assert words([("All-Party", "a")], "the All\u2011Party") == ["All\u2011Party"]


# -- Arabic --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("proclitic", ["", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فل"])
def test_arabic_names_are_found_behind_proclitics_which_are_not_part_of_them(proclitic):
    text = f"الى {proclitic}مكتب الأمم المتحدة"
    assert words([("مكتب الأمم المتحدة", "a")], text, "Arabic") == ["مكتب الأمم المتحدة"]


def test_other_letters_before_an_arabic_name_make_another_word():
    assert words([("مكتب", "a")], "يمكتب، وبلمكتب", "Arabic") == []


def test_the_arabic_article_after_the_preposition_l_is_read():
    """ل and الأمانة are printed للأمانة: the alef of the article is not there to be found."""
    assert words([("الأمانة العامة", "a")], "وطلب للأمانة العامة", "Arabic") == ["للأمانة العامة"]


@pytest.mark.parametrize("printed", ["الأعضاء", "الاعضاء"])
@pytest.mark.parametrize("known", ["الأعضاء", "الاعضاء"])
def test_hamza_variants_are_alike(known, printed):
    assert words([(known, "a")], f"الدول {printed}", "Arabic") == [printed]


def test_a_final_ya_without_dots_is_alike():
    assert words([("المجلس العالمي", "a")], "المجلس العالمى", "Arabic") == ["المجلس العالمى"]


# -- Chinese -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "printed", ["联合国反腐败公约缔约国会议", "《联合国反腐败公约》缔约国会议", "“联合国反腐败公约”缔约国会议"]
)
def test_title_marks_inside_a_chinese_name_do_not_count(printed):
    (mention,) = Surfaces([("联合国反腐败公约缔约国会议", "cosp", False)], script="Han").find(f"欢迎{printed}的工作")
    text = f"欢迎{printed}的工作"
    assert text[mention.start : mention.end] == printed.removeprefix("《").removeprefix("“")


def test_marks_of_a_neighbouring_title_stay_outside_the_span():
    text = "《公约》会员国和《公约》"
    assert words([("会员国", "a"), ("公约", "b")], text, "Han") == ["公约", "会员国", "公约"]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("各国", "各国际组织"),
        ("专家组", "专家组成"),
        ("缔约方", "缔约方式"),
        ("司法部", "司法部门"),
        ("会员国", "会员国际会议"),
    ],
)
def test_a_chinese_name_that_ends_inside_another_word_is_not_found(form, text):
    assert words([(form, "a")], text, "Han") == []


@pytest.mark.parametrize(("form", "text"), [("各国", "各国继续"), ("各国", "各国"), ("专家组", "专家组成员"),
                                            ("缔约方", "缔约方会议")])  # fmt: skip
def test_a_chinese_name_before_a_word_of_its_own_is_found(form, text):
    assert words([(form, "a")], text, "Han") == [form]


# -- the registers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "script", "text", "ids"),
    [
        ("en", "Latin", "the United Nations Office on Drugs and Crime and Member States", ["unodc", "member_states"]),
        ("fr", "Latin", "l’Office des Nations Unies contre la drogue et le crime et les États Membres",
         ["unodc", "member_states"]),
        ("es", "Latin", "la Oficina de las Naciones Unidas contra la Droga y el Delito y los Estados Miembros",
         ["unodc", "member_states"]),
        ("ru", "Cyrillic", "Управлению Организации Объединенных Наций по наркотикам и преступности и всем"
         " государствам-членам", ["unodc", "member_states"]),
        ("ar", "Arabic", "مكتب الأمم المتحدة المعني بالمخدرات والجريمة والدول الأعضاء", ["unodc", "member_states"]),
        ("zh", "Han", "联合国毒品和犯罪问题办公室和会员国", ["unodc", "member_states"]),
    ],
)  # fmt: skip
def test_the_bodies_are_found_in_all_six_languages(language, script, text, ids):
    assert [m.ids[0] for m in body_mentions(text, language, script)] == ids


def test_instruments_are_found_with_their_short_titles():
    text = "the United Nations Convention against Corruption, and the Convention"
    long, short = instrument_mentions(text, "en", "Latin")
    assert (long.ids, long.short) == (("UNCAC",), False)
    assert short.short
    assert {"UNTOC", "UNCAC"} <= set(short.ids)


def test_concepts_inside_the_names_of_bodies_are_not_found():
    text = "the United Nations Office on Drugs and Crime; drugs and firearms"
    assert [m.ids for m in concept_mentions(text, "en", "Latin")] == [("world_drug_problem",), ("firearms",)]


def test_a_programme_that_is_a_body_too_is_found_by_the_names_of_both():
    text = "the Stolen Asset Recovery Initiative and the International Consortium on Combating Wildlife Crime"
    assert [m.ids for m in concept_mentions(text, "en", "Latin")] == [
        ("stolen_asset_recovery_initiative",),
        ("iccwc",),
    ]


def test_mentions_never_carry_the_empty_id_of_a_guard():
    text = "New Mexico and Mexico, the Niger Delta and the Niger; the Council of Europe in Europe"
    assert [m.ids for m in place_mentions(text, "en", "Latin")] == [("MEX",), ("NER",), ("europe",)]


# -- always --------------------------------------------------------------------------------------------------------

PIECES = {
    "Latin": (
        ["Office", "the Office", "État*", "States parties", "l'Ordre"],
        [
            "Office",
            "the ",
            "État",
            "États",
            " States",
            " parties",
            "l’Ordre",
            "l'",
            " ",
            "s",
            ", ",
            "É",
            "_",
            "1",
            "\u00a0",
        ],
    ),
    "Cyrillic": (
        ["Совет*", "Совет* Безопасности", "государств*-член*"],
        ["Совет", "Советом", " Безопасности", "государства", "-", "\u2011", "членам", " ", "ё", ","],
    ),
    "Arabic": (
        ["الأمين العام", "المكتب", "الدول الأعضاء"],
        ["الأمين", "الامين", " العام", "و", "ل", "لمكتب", "المكتب", "الدول ", "الاعضاء", "،", " "],
    ),
    "Han": (
        ["各国", "缔约国", "反腐败公约缔约国会议", "公约"],
        ["各国", "际", "反腐败", "《", "》", "公约", "缔约国", "会议", "，", "“"],
    ),
}
ALIKE = str.maketrans({"’": "'", "ё": "е", "\u00a0": " ", "\u2011": "-", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي"})


def _readings(form: str, script: str) -> list[str]:
    """A form as the module's heading describes it, as patterns for a whole mention."""
    plain = form.translate(ALIKE)
    variants = {plain, plain[0].upper() + plain[1:], plain[0].lower() + plain[1:]}
    if script == "Arabic" and plain.startswith("ال"):
        variants.add("ل" + plain[1:])
    return [re.escape(variant).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for variant in variants]


@settings(max_examples=200, deadline=None)
@given(data=st.data(), script=st.sampled_from(sorted(PIECES)))
def test_mentions_never_overlap_and_every_span_is_one_of_the_forms(data, script):
    forms, pieces = PIECES[script]
    text = "".join(data.draw(st.lists(st.sampled_from(pieces), max_size=12)))
    short = data.draw(st.sets(st.sampled_from(forms)))
    # distinct ids: names of one body may run on into each other
    rows = [(form, f"id{at}", form in short) for at, form in enumerate(forms)]
    found = Surfaces(rows, script=script).find(text)
    end = 0
    for mention in found:
        assert isinstance(mention, Mention)
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        printed = text[mention.start : mention.end].translate(ALIKE)
        if script == "Han":
            printed = re.sub("[《》“”]", "", printed)
        own = [form for form, id, _ in rows if id in mention.ids]
        assert any(re.fullmatch(reading, printed) for form in own for reading in _readings(form, script))


@settings(max_examples=150, deadline=None)
@given(
    before=st.text(alphabet="abc XYZ,.;\n", max_size=12),
    form=st.sampled_from(["Office on Crime", "Working Group", "INTERPOL"]),
    after=st.text(alphabet="abc XYZ,.;\n", max_size=12),
)
def test_a_name_that_stands_alone_is_always_found(before, form, after):
    text = f"{before} {form} {after}"
    assume(form not in before + after)
    surfaces = Surfaces([(form, "id", False)], script="Latin")
    assert [(m.start, m.end) for m in surfaces.find(text)] == [(len(before) + 1, len(before) + 1 + len(form))]
