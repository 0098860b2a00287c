"""Who is asked: names, lists, short forms, qualifications before and after them, parties to treaties."""

from __future__ import annotations

import pytest

from isonomia.mandates.actors import Actors, actor_rules, known_addressees
from isonomia.registers import bodies
from isonomia.registers.surfaces import body_mentions, instrument_mentions
from isonomia.text.grammar import grammar

UNTOC = "the United Nations Convention against Transnational Organized Crime"
UNCAC = "the United Nations Convention against Corruption"


def read(language: str, words: str, *, before: str = "", organ: str | None = "unga") -> tuple[list[str], list[str]]:
    """(ids, wordings) of the addressees that stand where `words` begins, after a text that was read before."""
    text = before + "\n" + words
    script = grammar(language).script
    actors = Actors(
        text,
        body_mentions(text, language, script),
        instrument_mentions(text, language, script),
        actor_rules(language),
        organ,
    )
    span = (len(before) + 1, len(text))
    found = actors.read(span[0], span, span)
    return ([], []) if found is None else (found.ids, [actors.text[a:b].strip() for a, b in found.places])


def ids(language: str, words: str, **about: str) -> list[str]:
    return read(language, words, **about)[0]


# -- names and lists -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("en", " Member States to act", ["member_states"]),
        ("en", " all Member States to act", ["member_states"]),
        ("en", " upon States to act", ["all_states"]),
        ("en", " Governments to act", ["all_states"]),
        ("en", " the Secretary-General to report", ["secretary_general"]),
        ("en", " the President of the General Assembly to convene", ["ga_president"]),
        (
            "en",
            " States and relevant international organizations to act",
            ["all_states", "international_organizations"],
        ),
        (
            "en",
            " Member States, the United Nations Office on Drugs and Crime and other relevant stakeholders to act",
            ["member_states", "unodc", "other_relevant_parties"],
        ),
        ("en", " Member States, as well as donors, to act", ["member_states", "other_relevant_parties"]),
        ("fr", " aux États Membres d’agir", ["member_states"]),
        ("fr", " le Secrétaire général de faire rapport", ["secretary_general"]),
        (
            "fr",
            " les États Membres ainsi que l’Office des Nations Unies contre la drogue et le crime à agir",
            ["member_states", "unodc"],
        ),
        ("es", " a los Estados Miembros a que actúen", ["member_states"]),
        ("es", " al Secretario General que informe", ["secretary_general"]),
        (
            "es",
            " a los Estados Miembros y a la Oficina de las Naciones Unidas contra la Droga y el Delito a que actúen",
            ["member_states", "unodc"],
        ),
        ("ru", " государства-члены принять меры", ["member_states"]),
        ("ru", " Генерального секретаря представить доклад", ["secretary_general"]),
        (
            "ru",
            " государствам-членам и соответствующим международным организациям принять меры",
            ["member_states", "international_organizations"],
        ),
        ("ar", " الدول الأعضاء على العمل", ["member_states"]),
        ("ar", " إلى الأمين العام أن يقدم تقريرا", ["secretary_general"]),
        ("ar", " بالدول الأعضاء أن تعمل", ["member_states"]),
        ("ar", " الحكومات والمنظمات الدولية ذات الصلة على العمل", ["all_states", "international_organizations"]),
        ("zh", "会员国继续努力", ["member_states"]),
        ("zh", "各国加强合作", ["all_states"]),
        ("zh", "秘书长提交报告", ["secretary_general"]),
        (
            "zh",
            "会员国、联合国毒品和犯罪问题办公室以及有关国际组织继续合作",
            ["member_states", "unodc", "international_organizations"],
        ),
    ],
)
def test_the_actors_that_stand_at_a_place_are_read_in_their_order(language, words, expected):
    assert ids(language, words) == expected


def test_the_wording_of_each_is_kept_beside_its_id():
    assert read("en", " States and relevant international organizations to act")[1] == [
        "States",
        "relevant international organizations",
    ]
    assert read("zh", "会员国和有关国际组织加强合作")[1] == ["会员国", "有关国际组织"]


def test_an_actor_that_is_named_twice_counts_once():
    assert ids("en", " Member States, donors and other Member States to act") == [
        "member_states",
        "other_relevant_parties",
    ]


def test_nothing_is_read_where_no_actor_stands():
    assert read("en", " progress made by Member States") == ([], [])
    assert read("zh", "取得的进展") == ([], [])


# -- what belongs to an actor --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words", "wording"),
    [
        ("en", " Member States that have not yet done so to consider", "Member States that have not yet done so"),
        ("en", " Member States in a position to do so to contribute", "Member States in a position to do so"),
        ("en", " Member States which are parties to it to act", "Member States which are parties to it"),
        (
            "fr",
            " aux États Membres qui ne l’ont pas encore fait d’envisager",
            "États Membres qui ne l’ont pas encore fait",
        ),
        (
            "es",
            " a los Estados Miembros que aún no lo hayan hecho a que consideren",
            "los Estados Miembros que aún no lo hayan hecho",
        ),
        (
            "ru",
            " государства-члены, которые еще не сделали этого, рассмотреть",
            "государства-члены, которые еще не сделали этого,",
        ),
        ("ar", " الدول الأعضاء التي لم تفعل ذلك بعد على أن تنظر", "الدول الأعضاء التي لم تفعل ذلك بعد"),
        ("zh", "尚未批准该公约的会员国考虑批准", "尚未批准该公约的会员国"),
        ("zh", "尚未这样做的会员国考虑批准", "尚未这样做的会员国"),
        ("zh", "有能力的会员国提供捐款", "有能力的会员国"),
    ],
)
def test_a_qualification_belongs_to_the_wording(language, words, wording):
    assert read(language, words) == (["member_states"], [wording])


@pytest.mark.xfail(strict=True, reason="what follows 特别是 is no actor of the register and becomes the action")
def test_an_emphasis_on_some_of_them_belongs_to_the_wording():
    assert read("zh", "所有各国、特别是来源国开展合作") == (["all_states"], ["所有各国、特别是来源国"])


@pytest.mark.parametrize(
    ("words", "wording"),
    [
        (" لجنة منع الجريمة والعدالة الجنائية إلى أن تضع مبادئ", "لجنة منع الجريمة والعدالة الجنائية"),
        (" إلى لجنة منع الجريمة والعدالة الجنائية أن تضع مبادئ", "لجنة منع الجريمة والعدالة الجنائية"),
        (" للجنة منع الجريمة والعدالة الجنائية أن تضع مبادئ", "لجنة منع الجريمة والعدالة الجنائية"),
    ],
)
def test_a_letter_of_the_name_is_no_preposition(words, wording):
    found, wordings = read("ar", words)
    assert found != ["other"]
    assert wordings == [wording]


# -- short forms ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "before", "words"),
    [
        ("en", "the United Nations Office on Drugs and Crime", " the Office to act"),
        ("fr", "Office des Nations Unies contre la drogue et le crime", " l’Office d’agir"),
        ("es", "Oficina de las Naciones Unidas contra la Droga y el Delito", " a la Oficina que actúe"),
        ("ru", "Управление Организации Объединенных Наций по наркотикам и преступности", " Управление принять меры"),
        ("ar", "مكتب الأمم المتحدة المعني بالمخدرات والجريمة", " إلى المكتب أن يعمل"),
        ("zh", "联合国毒品和犯罪问题办公室", "该办公室继续努力"),
    ],
)
def test_a_short_form_means_the_body_of_that_name_that_was_named_last(language, before, words):
    assert ids(language, words, before=before) == ["unodc"]


def test_of_two_bodies_of_one_short_name_the_last_is_meant():
    before = "the Commission on Crime Prevention and Criminal Justice, the Commission on Narcotic Drugs"
    assert ids("en", " the Commission to act", before=before) == ["cnd"]


def test_a_body_named_only_later_is_not_meant():
    words = " the Commission to support the Commission on Narcotic Drugs"
    before = "the Commission on Crime Prevention and Criminal Justice"
    assert ids("en", words, before=before) == ["ccpcj"]


def test_without_antecedent_the_speaking_organ_is_meant():
    assert ids("en", " the Commission to act", organ="ccpcj") == ["ccpcj"]


def test_without_both_a_short_name_that_several_bear_is_other():
    assert read("en", " the Commission to act") == (["other"], ["the Commission"])


@pytest.mark.parametrize(
    ("language", "before", "words"),
    [
        ("en", "the United Nations Interregional Crime and Justice Research Institute",
         " the Institute for Arctic Studies to publish its data"),
        ("fr", "l’Institut interrégional de recherche des Nations Unies sur la criminalité et la justice",
         " l’Institut de Surveillance à publier ses données"),
        ("es", "el Instituto Interregional de las Naciones Unidas para Investigaciones sobre la Delincuencia y la"
               " Justicia",
         " al Instituto de Vigilancia del Ártico a que publique sus datos"),
    ],
)  # fmt: skip
def test_a_longer_name_that_begins_like_a_short_form_is_another_body(language, before, words):
    assert ids(language, words, before=before) != ["unicri"]


# -- parties to treaties -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("en", f" States parties to {UNTOC} to act", "states_parties_untoc"),
        ("en", f" States parties to {UNCAC} to act", "states_parties_uncac"),
        (
            "fr",
            " les États parties à la Convention des Nations Unies contre la corruption à agir",
            "states_parties_uncac",
        ),
        (
            "es",
            " a los Estados partes en la Convención de las Naciones Unidas contra la Corrupción a que actúen",
            "states_parties_uncac",
        ),
        (
            "ru",
            " государства — участники Конвенции Организации Объединенных Наций против коррупции принять меры",
            "states_parties_uncac",
        ),
        ("ar", " الدول الأطراف في اتفاقية الأمم المتحدة لمكافحة الفساد على العمل", "states_parties_uncac"),
        ("zh", "《联合国反腐败公约》缔约国采取行动", "states_parties_uncac"),
        ("zh", "《联合国打击跨国有组织犯罪公约》缔约国采取行动", "states_parties_untoc"),
    ],
)
def test_parties_are_those_to_the_treaty_named_beside_them(language, words, expected):
    assert ids(language, words) == [expected]


def test_parties_to_no_named_treaty_are_those_to_the_one_named_before():
    assert ids("en", " States parties to act", before=f"Reaffirming {UNCAC},") == ["states_parties_uncac"]
    assert ids("en", " States parties to act", before=f"{UNTOC} and {UNCAC},") == ["states_parties_uncac"]


@pytest.mark.parametrize(("organ", "expected"), [("untoc_cop", "states_parties_untoc"),
                                                  ("uncac_cosp", "states_parties_uncac")])  # fmt: skip
def test_a_conference_speaks_to_its_own_parties(organ, expected):
    assert ids("en", " States parties to act", organ=organ) == [expected]


def test_parties_without_any_treaty_stay_general():
    assert ids("en", " States parties to act") == ["states_parties"]


def test_parties_to_several_treaties_at_once_are_one_group():
    assert ids("en", " States parties to those Conventions and Protocols to apply them") == ["states_parties_multi"]
    assert ids("zh", "这些公约和议定书的缔约国采取行动") == ["states_parties_multi"]


@pytest.mark.parametrize(
    ("language", "words", "wording"),
    [
        ("en", " States parties to those Conventions and Protocols to apply them",
         "States parties to those Conventions and Protocols"),
        ("fr", " les États parties à ces conventions et protocoles à les appliquer",
         "les États parties à ces conventions et protocoles"),
        ("es", " a los Estados partes en esas convenciones y protocolos a que los apliquen",
         "los Estados partes en esas convenciones y protocolos"),
        ("ru", " государства — участники этих конвенций применять их", "государства — участники этих конвенций"),
        ("ar", " الدول الأطراف في تلك الاتفاقيات والبروتوكولات على تطبيقها",
         "الدول الأطراف في تلك الاتفاقيات والبروتوكولات"),
        ("zh", "这些公约和议定书的缔约国加以适用", "这些公约和议定书的缔约国"),
    ],
)  # fmt: skip
def test_the_treaties_that_parties_are_named_with_belong_to_the_wording(language, words, wording):
    assert read(language, words) == (["states_parties_multi"], [wording])


@pytest.mark.parametrize(
    ("language", "words", "wording"),
    [
        ("en", " States parties to the United Nations Convention against Corruption to act",
         "States parties to the United Nations Convention against Corruption"),
        ("fr", " les États parties à la Convention des Nations Unies contre la corruption à agir",
         "les États parties à la Convention des Nations Unies contre la corruption"),
        ("es", " a los Estados partes en la Convención de las Naciones Unidas contra la Corrupción a que actúen",
         "los Estados partes en la Convención de las Naciones Unidas contra la Corrupción"),
        ("ru", " государства — участники Конвенции Организации Объединенных Наций против коррупции принять меры",
         "государства — участники Конвенции Организации Объединенных Наций против коррупции"),
        ("ar", " الدول الأطراف في اتفاقية الأمم المتحدة لمكافحة الفساد على العمل",
         "الدول الأطراف في اتفاقية الأمم المتحدة لمكافحة الفساد"),
        ("zh", "《联合国反腐败公约》缔约国采取行动", "《联合国反腐败公约》缔约国"),
    ],
)  # fmt: skip
def test_the_treaty_named_beside_the_parties_belongs_to_the_wording(language, words, wording):
    assert read(language, words) == (["states_parties_uncac"], [wording])


def test_a_treaty_farther_off_is_not_what_they_are_parties_to():
    words = f" States parties, in combating crimes of all kinds that are listed in annex I, to apply {UNCAC}"
    assert read("en", words, before=UNTOC)[1] == ["States parties"]


def test_the_treaty_that_parties_are_to_apply_is_not_part_of_their_wording():
    assert read("en", " States parties to apply the Convention", before=UNTOC) == (
        ["states_parties_untoc"],
        ["States parties"],
    )


@pytest.mark.parametrize(
    ("language", "words", "wording"),
    [
        ("en", " that all parties to armed conflicts respect museums", "all parties to armed conflicts"),
        ("en", " that all parties to armed conflict respect museums", "all parties to armed conflict"),
        (
            "fr",
            " de toutes les parties aux conflits armés qu’elles respectent",
            "toutes les parties aux conflits armés",
        ),
        (
            "es",
            " a todas las partes en los conflictos armados que respeten",
            "todas las partes en los conflictos armados",
        ),
        ("ru", " от всех сторон в вооруженных конфликтах уважать", "всех сторон в вооруженных конфликтах"),
        ("ar", " جميع الأطراف في النزاعات المسلحة باحترام المتاحف", "جميع الأطراف في النزاعات المسلحة"),
        ("zh", "武装冲突各方尊重博物馆", "武装冲突各方"),
    ],
)
def test_the_parties_to_armed_conflicts_are_read_whole(language, words, wording):
    assert read(language, words) == (["parties_to_conflict"], [wording])


# -- the list of ids -----------------------------------------------------------------------------------------------


def test_every_body_of_the_register_can_be_asked_for():
    assert set(bodies()) < set(known_addressees())


def test_the_groups_of_the_contract_can_be_asked_for():
    assert {
        "member_states", "all_states", "states_parties_untoc", "states_parties_uncac", "states_parties_untoc_protocols",
        "states_parties_multi", "unodc", "secretary_general", "secretariat", "ga_president", "expert_group", 
        "un_system", "international_organizations", "other_relevant_parties", "other",
    } <= set(known_addressees())  # fmt: skip


def test_the_ids_are_sorted_and_distinct():
    assert known_addressees() == sorted(set(known_addressees()))
