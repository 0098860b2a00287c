"""Who must do what: the mandates of whole documents, in six languages, read as one would read them by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isonomia.mandates.actors import known_addressees
from isonomia.mandates.extract import extract_mandates
from isonomia.mandates.model import DIRECTIVE, FORCE, Due
from isonomia.text.model import LANGUAGES
from isonomia.text.read import read

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples" / "documents").glob("*_*"))


def rows(mandates) -> list[tuple[str, str, tuple[str, ...], str, tuple[str, ...]]]:
    return [(row.verb, row.act, row.addressees, row.action, row.conditions) for row in mandates]


# -- one paragraph, everything in it -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "paragraph", "expected"),
    [
        (
            "en",
            "Urges Member States that have not yet done so to consider ratifying it, and requests the United Nations"
            " Office on Drugs and Crime, within existing resources, to provide technical assistance;",
            [
                ("Urges", "urges", ("member_states",), "consider ratifying it", ()),
                ("requests", "requests", ("unodc",), "provide technical assistance", ("within existing resources",)),
            ],
        ),
        (
            "en",
            "In this regard, further encourages States and relevant international organizations, as appropriate, to"
            " share data;",
            [
                (
                    "further encourages",
                    "encourages",
                    ("all_states", "international_organizations"),
                    "share data",
                    ("as appropriate",),
                )
            ],
        ),
        (
            "fr",
            "Demande instamment aux États Membres qui ne l’ont pas encore fait d’envisager de le ratifier, et prie"
            " l’Office des Nations Unies contre la drogue et le crime, dans la limite des ressources existantes, de"
            " fournir une assistance technique ;",
            [
                ("Demande instamment", "urges", ("member_states",), "envisager de le ratifier", ()),
                (
                    "prie",
                    "requests",
                    ("unodc",),
                    "fournir une assistance technique",
                    ("dans la limite des ressources existantes",),
                ),
            ],
        ),
        (
            "es",
            "Insta a los Estados Miembros que aún no lo hayan hecho a que consideren la posibilidad de ratificarlo, y"
            " solicita a la Oficina de las Naciones Unidas contra la Droga y el Delito que, dentro de los recursos"
            " existentes, preste asistencia técnica;",
            [
                ("Insta", "urges", ("member_states",), "consideren la posibilidad de ratificarlo", ()),
                (
                    "solicita",
                    "requests",
                    ("unodc",),
                    "preste asistencia técnica",
                    ("dentro de los recursos existentes",),
                ),
            ],
        ),
        (
            "ru",
            "настоятельно призывает государства-члены, которые еще не сделали этого, рассмотреть возможность"
            " ратификации и просит Управление Организации Объединенных Наций по наркотикам и преступности в пределах"
            " имеющихся ресурсов оказывать техническую помощь;",
            [
                (
                    "настоятельно призывает",
                    "urges",
                    ("member_states",),
                    "рассмотреть возможность ратификации",
                    (),
                ),
                (
                    "просит",
                    "requests",
                    ("unodc",),
                    "оказывать техническую помощь",
                    ("в пределах имеющихся ресурсов",),
                ),
            ],
        ),
        (
            "ar",
            "تحث الدول الأعضاء التي لم تفعل ذلك بعد على أن تنظر في التصديق عليها، وتطلب إلى مكتب الأمم المتحدة المعني"
            " بالمخدرات والجريمة أن يقدم المساعدة التقنية، في حدود الموارد المتاحة؛",
            [
                ("تحث", "urges", ("member_states",), "تنظر في التصديق عليها", ()),
                ("تطلب", "requests", ("unodc",), "يقدم المساعدة التقنية", ("في حدود الموارد المتاحة",)),
            ],
        ),
        (
            "zh",
            "敦促尚未这样做的会员国考虑批准该议定书，并请联合国毒品和犯罪问题办公室在现有资源范围内提供技术援助；",
            [
                ("敦促", "urges", ("member_states",), "考虑批准该议定书", ()),
                ("请", "requests", ("unodc",), "提供技术援助", ("在现有资源范围内",)),
            ],
        ),
    ],
)
def test_a_paragraph_is_read_clause_by_clause(clauses, language, paragraph, expected):
    assert rows(clauses(language, paragraph)) == expected


@pytest.mark.parametrize(
    ("language", "paragraph", "act", "intensity"),
    [
        ("en", "Urges States to act;", "urges", 0),
        ("en", "Also urges States to act;", "urges", 0),
        ("en", "Strongly urges States to act;", "urges", 1),
        ("en", "Once again urges States to act;", "urges", 1),
        ("en", "Once again strongly urges States to act;", "urges", 2),
        ("fr", "Encourage vivement les États à agir ;", "encourages", 1),
        ("fr", "Prie de nouveau le Secrétaire général de faire rapport ;", "requests", 1),
        ("fr", "Prie également le Secrétaire général de faire rapport ;", "requests", 0),
        ("es", "Alienta firmemente a los Estados a que actúen;", "encourages", 1),
        ("es", "Solicita nuevamente al Secretario General que informe;", "requests", 1),
        ("ru", "вновь просит Генерального секретаря представить доклад;", "requests", 1),
        ("ar", "تشجع بقوة الدول الأعضاء على العمل؛", "encourages", 1),
        ("zh", "强烈鼓励会员国采取行动；", "encourages", 1),
        ("zh", "再次请秘书长提交报告；", "requests", 1),
        ("zh", "又请秘书长提交报告；", "requests", 0),
    ],
)
def test_intensity_is_what_makes_a_verb_stronger_than_the_bare_one(clauses, language, paragraph, act, intensity):
    (row,) = clauses(language, paragraph)
    assert (row.act, row.intensity) == (act, intensity)


@pytest.mark.parametrize(
    ("act", "paragraph", "force"),
    [
        ("demands", "Demands that Member States act;", 5),
        ("authorizes", "Authorizes the Secretary-General to act;", 5),
        ("urges", "Urges Member States to act;", 3),
        ("requests", "Requests Member States to act;", 3),
        ("calls_upon", "Calls upon Member States to act;", 3),
        ("recommends", "Recommends that Member States act;", 2),
        ("encourages", "Encourages Member States to act;", 1),
        ("invites", "Invites Member States to act;", 1),
        ("appeals", "Appeals to Member States to act;", 1),
    ],
)
def test_every_directive_act_has_its_force(clauses, act, paragraph, force):
    (row,) = clauses("en", paragraph)
    assert (row.act, row.force, row.addressees) == (act, force, ("member_states",) if act != "authorizes" else
                                                    ("secretary_general",))  # fmt: skip
    assert FORCE[act] == force


@pytest.mark.parametrize(
    ("printed", "act"),
    [("敦促", "urges"), ("促请", "calls_upon"), ("吁请", "calls_upon"), ("呼吁", "calls_upon"), ("请", "requests")],
)
def test_chinese_verbs_are_told_apart_as_the_contract_says(clauses, printed, act):
    (row,) = clauses("zh", f"{printed}会员国采取行动；")
    assert (row.verb, row.act) == (printed, act)


# -- whom ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "paragraph", "wording"),
    [
        ("en", "Invites the Arctic Monitoring Bureau to publish its data;", "the Arctic Monitoring Bureau"),
        ("fr", "Invite l’Institut de surveillance de l’Arctique à publier ses données ;",
         "Institut de surveillance de l’Arctique"),
        ("es", "Invita a la Agencia de Vigilancia del Ártico a que publique sus datos;",
         "la Agencia de Vigilancia del Ártico"),
        ("ar", "تدعو مكتب الرصد القطبي إلى نشر بياناته؛", "مكتب الرصد القطبي"),
        ("zh", "邀请北极监测委员会提供数据；", "北极监测委员会"),
        pytest.param(
            "ru",
            "предлагает Арктическому бюро наблюдений опубликовать свои данные;",
            "Арктическому бюро наблюдений",
        ),
        ("es", "Invita al Instituto de Vigilancia del Ártico a que publique sus datos;",
         "al Instituto de Vigilancia del Ártico"),
    ],
)  # fmt: skip
def test_an_actor_outside_the_register_is_other_with_its_wording(clauses, language, paragraph, wording):
    (row,) = clauses(language, paragraph)
    assert (row.addressees, row.addressee_texts) == (("other",), (wording,))


@pytest.mark.parametrize(
    ("language", "named", "asked"),
    [
        ("en", "Welcomes the work of the United Nations Office on Drugs and Crime;", "Requests the Office to report;"),
        ("fr", "Se félicite des travaux de l’Office des Nations Unies contre la drogue et le crime ;",
         "Prie l’Office de faire rapport ;"),
        ("es", "Acoge con beneplácito la labor de la Oficina de las Naciones Unidas contra la Droga y el Delito;",
         "Solicita a la Oficina que informe;"),
        ("ru", "приветствует работу Управления Организации Объединенных Наций по наркотикам и преступности;",
         "просит Управление представить доклад;"),
        ("ar", "ترحب بعمل مكتب الأمم المتحدة المعني بالمخدرات والجريمة؛", "تطلب إلى المكتب أن يقدم تقريرا؛"),
        ("zh", "欢迎联合国毒品和犯罪问题办公室的工作；", "请该办公室提交报告；"),
    ],
)  # fmt: skip
def test_a_short_form_carries_over_from_paragraph_to_paragraph(clauses, language, named, asked):
    (row,) = clauses(language, named, asked)
    assert (row.paragraph, row.addressees) == ("op2", ("unodc",))


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("en", "Urges Member States to designate contact points, and encourages them to share data;"),
        ("ru", "призывает государства-члены назначить координаторов, а также призывает их обмениваться данными;"),
        ("zh", "促请会员国指定联络人，并邀请它们交流数据；"),
        ("fr", "Engage les États Membres à désigner des points de contact, et les invite à échanger des données ;"),
        ("fr", "Engage les États Membres à désigner des points de contact et leur demande d’échanger des données ;"),
        ("es", "Insta a los Estados Miembros a que designen puntos de contacto, y los alienta a intercambiar datos;"),
        ("es", "Insta a los Estados Miembros a que designen puntos de contacto, y les pide que intercambien datos;"),
        ("ar", "تحث الدول الأعضاء على تعيين جهات اتصال، وتدعوها إلى تبادل البيانات؛"),
        ("ar", "تدعو الدول الأعضاء إلى تعيين جهات اتصال، وتشجعها أيضا على تبادل البيانات؛"),
        ("zh", "促请会员国指定联络人，并请其提交数据；"),
        (
            "es",
            "Insta a los Estados Miembros a que designen puntos de contacto, y los alienta a que intercambien datos;",
        ),
        pytest.param(
            "ar",
            "تدعو الدول الأعضاء إلى تعيين جهات اتصال، وتهيب بها أن تتبادل البيانات؛",
        ),
    ],
)
def test_a_pronoun_means_the_addressees_of_the_clause_before(clauses, language, paragraph):
    first, second = clauses(language, paragraph)
    assert first.addressees == second.addressees == ("member_states",)
    assert second.action


def test_the_pronoun_of_a_verb_is_left_out_of_verb_and_action(clauses):
    _, french = clauses("fr", "Engage l’Office à agir, et le prie de faire rapport ;")
    assert (french.verb, french.action, french.addressees) == ("prie", "faire rapport", ("unodc",))
    _, arabic = clauses("ar", "تحث الدول الأعضاء على العمل، وتدعوها إلى تبادل البيانات؛")
    assert (arabic.verb, arabic.action) == ("تدعو", "تبادل البيانات")


def test_a_clause_that_names_no_one_asks_no_one_though_one_before_it_does(clauses):
    (first,) = clauses("es", "Insta a los Estados Miembros a que designen puntos, e insta a que se adopten medidas;")
    assert first.addressees == ("member_states",)
    _, second = clauses(
        "es", "Insta a los Estados Miembros a que designen puntos, e insta a que se adopten medidas;", all=True
    )
    assert (second.addressees, second.action) == ((), "se adopten medidas")


@pytest.mark.xfail(strict=True, reason="a condition in commas behind the actor is read into its wording")
def test_a_condition_is_no_part_of_a_french_addressee(clauses):
    (row,) = clauses("fr", "Prie le Secrétaire général, dans la limite des ressources existantes, de faire rapport ;")
    assert row.addressee_texts == ("le Secrétaire général",)


def test_two_verbs_that_share_an_action_are_two_mandates(clauses):
    first, second = clauses(
        "en", "Invites Member States, and requests the United Nations Office on Drugs and Crime, to share data;"
    )
    assert (first.addressees, first.text) == (("member_states",), "Invites Member States")
    assert (second.addressees, second.action) == (("unodc",), "share data")
    assert first.action == second.action


# -- which clauses count -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("en", "Takes note of the report, and reaffirms its support;"),
        ("fr", "Prend note du rapport, et réaffirme son soutien ;"),
        ("es", "Toma nota del informe y reafirma su apoyo;"),
        ("ru", "принимает к сведению доклад и вновь подтверждает свою поддержку;"),
        ("ar", "تحيط علما بالتقرير، وتعيد تأكيد دعمها؛"),
        ("zh", "注意到该报告，重申其支持；"),
    ],
)
def test_clauses_that_ask_nobody_come_only_with_all(clauses, language, paragraph):
    assert clauses(language, paragraph) == []
    assert [(row.act, row.addressees, row.due) for row in clauses(language, paragraph, all=True)] == [
        ("notes", (), None),
        ("reaffirms", (), None),
    ]


def test_order_counts_all_clauses_of_the_paragraph(clauses):
    paragraph = "Welcomes the report, requests the Secretary-General to publish it, and invites States to read it;"
    assert [row.id for row in clauses("en", paragraph)] == ["A/RES/99/501#op1.2", "A/RES/99/501#op1.3"]
    assert [row.order for row in clauses("en", paragraph, all=True)] == [1, 2, 3]


def test_a_document_without_symbol_still_has_ids(clauses):
    (row,) = clauses("en", "Urges States to act;", symbol=None)
    assert (row.id, row.document) == ("unknown#op1.1", None)


def test_preambular_paragraphs_have_no_mandates(clauses):
    assert clauses("en", "Takes note of the report;", preamble=["Urges States to act,"]) == []


def test_the_speaker_of_a_resolution_is_its_organ(clauses):
    assert clauses("en", "Urges States to act;", organ="ecosoc")[0].speaker == "ecosoc"


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("en", "Recalls its resolution 60/1, in which the Council requested the Secretary-General to report;"),
        ("fr", "Rappelle sa résolution 60/1, dans laquelle le Conseil prie le Secrétaire général de faire rapport ;"),
        ("es", "Recuerda su resolución 60/1, en la que el Consejo solicita al Secretario General que informe;"),
        ("ru", "ссылается на свою резолюцию 60/1, в которой Совет просит Генерального секретаря представить доклад;"),
        ("zh", "回顾其第60/1号决议，其中请秘书长提交报告；"),
    ],
)
def test_what_another_resolution_asked_is_not_asked_again(clauses, language, paragraph):
    assert clauses(language, paragraph) == []


# -- chapeau and items ---------------------------------------------------------------------------------------------

ITEMS = [
    ("en", "Requests the Secretary-General, within existing resources:", "To convene a meeting;", "To report;",
     "Requests", ("convene a meeting", "report"), "within existing resources"),
    ("fr", "Prie le Secrétaire général, dans la limite des ressources existantes :", "De convoquer une réunion ;",
     "De faire rapport ;", "Prie", ("convoquer une réunion", "faire rapport"),
     "dans la limite des ressources existantes"),
    ("es", "Solicita al Secretario General que, dentro de los recursos existentes:", "Convoque una reunión;",
     "Presente un informe;", "Solicita", ("Convoque una reunión", "Presente un informe"),
     "dentro de los recursos existentes"),
    ("ru", "просит Генерального секретаря в пределах имеющихся ресурсов:", "созвать совещание;", "представить доклад;",
     "просит", ("созвать совещание", "представить доклад"), "в пределах имеющихся ресурсов"),
    ("ar", "تطلب إلى الأمين العام، في حدود الموارد المتاحة:", "أن يعقد اجتماعا؛", "أن يقدم تقريرا؛", "تطلب",
     ("يعقد اجتماعا", "يقدم تقريرا"), "في حدود الموارد المتاحة"),
    ("zh", "请秘书长在现有资源范围内：", "召开一次会议；", "提交报告；", "请", ("召开一次会议", "提交报告"),
     "在现有资源范围内"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "chapeau", "a", "b", "verb", "actions", "condition"), ITEMS)
def test_each_item_is_a_duty_with_the_verb_the_actor_and_the_conditions_of_its_chapeau(
    clauses, language, chapeau, a, b, verb, actions, condition
):
    found = clauses(language, ("3", chapeau), ("3.a", a), ("3.b", b))
    assert [row.id for row in found] == ["A/RES/99/501#op3.a.1", "A/RES/99/501#op3.b.1"]
    for row, action in zip(found, actions, strict=True):
        assert (row.verb, row.addressees, row.conditions) == (verb, ("secretary_general",), (condition,))
        assert row.action == action


def test_an_item_adds_its_own_conditions_and_due_date(clauses):
    found = clauses(
        "en",
        ("1", "Requests the Secretary-General, within existing resources:"),
        ("1.a", "To convene, upon request, a meeting;"),
        ("1.b", "To report to the General Assembly at its hundredth session;"),
    )
    assert [row.conditions for row in found] == [
        ("within existing resources", "upon request"),
        ("within existing resources",),
    ]
    assert [row.due for row in found] == [None, Due("hundredth session", 100, 2045)]


def test_an_item_may_ask_somebody_else_besides(clauses):
    found = clauses(
        "en",
        ("1", "Encourages Member States:"),
        ("1.a", "To train officers, and requests the United Nations Office on Drugs and Crime to assist;"),
    )
    assert [(row.id, row.addressees, row.action) for row in found] == [
        ("A/RES/99/501#op1.a.1", ("member_states",), "train officers"),
        ("A/RES/99/501#op1.a.2", ("unodc",), "assist"),
    ]


def test_an_item_with_a_verb_of_its_own_does_not_take_the_chapeaus(clauses):
    found = clauses("en", ("1", "Decides:"), ("1.a", "Requests the Secretary-General to report;"))
    assert [(row.id, row.act) for row in found] == [("A/RES/99/501#op1.a.1", "requests")]


def test_a_chapeau_that_tells_a_duty_of_its_own_is_kept(clauses):
    found = clauses("en", ("1", "Urges States to take measures, including:"), ("1.a", "To keep registers;"))
    assert [row.paragraph for row in found] == ["op1", "op1.a"]


def test_the_paragraph_after_the_items_stands_for_itself(clauses):
    found = clauses("en", ("1", "Urges States:"), ("1.a", "To act;"), ("2", "Invites donors to contribute;"))
    assert [(row.paragraph, row.verb) for row in found] == [("op1.a", "Urges"), ("op2", "Invites")]


def test_an_arabic_chapeau_that_only_announces_is_none(clauses):
    found = clauses("ar", ("1", "تطلب إلى الأمين العام القيام بما يلي:"), ("1.a", "عقد اجتماع؛"))
    assert [row.paragraph for row in found] == ["op1.a"]


# -- due -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "paragraph", "text"),
    [
        ("en", "Requests the Secretary-General to submit to the General Assembly at its hundredth session a report.",
         "hundredth session"),
        ("fr", "Prie le Secrétaire général de lui présenter à sa centième session un rapport.", "centième session"),
        ("es", "Solicita al Secretario General que le presente en su centésimo período de sesiones un informe.",
         "centésimo período de sesiones"),
        ("ru", "просит Генерального секретаря представить Генеральной Ассамблее на ее сотой сессии доклад.",
         "сотой сессии"),
        ("ar", "تطلب إلى الأمين العام أن يقدم إلى الجمعية العامة في دورتها المائة تقريرا.", "دورتها المائة"),
        ("zh", "请秘书长向大会第一百届会议提交报告。", "第一百届会议"),
    ],
)  # fmt: skip
def test_a_session_becomes_a_year(clauses, language, paragraph, text):
    (row,) = clauses(language, paragraph)
    assert row.due == Due(text, 100, 2045)


def test_a_session_of_another_body_has_that_bodys_year(clauses):
    paragraph = (
        "Requests the Secretary-General to report to the Commission on Crime Prevention and Criminal Justice at its"
        " fifty-fourth session;"
    )
    assert clauses("en", paragraph)[0].due == Due("fifty-fourth session", 54, 2045)


def test_a_session_of_a_body_named_by_its_short_form_has_that_bodys_year(clauses):
    found = clauses(
        "en",
        "Welcomes the work of the Commission on Crime Prevention and Criminal Justice;",
        "Reaffirms its full support for the work that is done in this field in all regions;",
        "Requests the Secretary-General to report to the Commission at its fifty-fourth session;",
    )
    assert found[0].due.year == 2045


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Welcomes the work of the Commission on Narcotic Drugs;", "Welcomes the progress made;"),
        ("Welcomes the progress made;", "Commission on Narcotic Drugs: welcomes its work;"),
    ],
)
def test_a_body_in_another_paragraph_lends_no_session(clauses, before, after):
    (row,) = clauses("en", before, "Requests the Secretary-General to report at its hundredth session;", after)
    assert row.due.year == 2045


@pytest.mark.parametrize(
    ("language", "asks", "adds"),
    [
        ("en", "Requests the Secretary-General to report to the General Assembly at its hundredth session;",
         "Requests the Secretary-General to include data in the report requested in paragraph 1 above;"),
        ("fr", "Prie le Secrétaire général de lui présenter à sa centième session un rapport ;",
         "Prie le Secrétaire général de faire figurer des données dans le rapport demandé au paragraphe 1 ci-dessus ;"),
        ("zh", "请秘书长向大会第一百届会议提交报告；", "请秘书长在上文第1段所述报告中列入数据；"),
    ],
)  # fmt: skip
def test_what_belongs_into_a_report_is_due_with_it(clauses, language, asks, adds):
    first, second = clauses(language, asks, adds)
    assert second.due == replace(first.due, via="op1")
    assert (second.due.session, second.due.year) == (100, 2045)


def test_a_report_asked_for_in_an_item_is_found_by_its_paragraph(clauses):
    *_, last = clauses(
        "en",
        ("4", "Requests the Secretary-General:"),
        ("4.a", "To convene a meeting;"),
        ("4.b", "To report to the General Assembly at its hundredth session;"),
        ("5", "Requests the Secretary-General to include data in the report requested in paragraph 4 above;"),
    )
    assert (last.due.year, last.due.via) == (2045, "op4")


def test_a_paragraph_of_another_number_lends_no_date(clauses):
    *_, last = clauses(
        "en",
        ("1", "Welcomes the report;"),
        ("10", "Requests the Secretary-General to report to the General Assembly at its hundredth session;"),
        ("11", "Requests the Secretary-General to include data in the report requested in paragraph 1 above;"),
    )
    assert last.due is None


def test_what_is_decided_may_be_owed_what_is_noted_is_not(clauses):
    decided, noted = clauses(
        "en",
        "Decides to convene a meeting before the end of 2046;",
        "Notes that the Commission will meet before the end of 2046;",
        all=True,
    )
    assert decided.due.year == 2046
    assert noted.due is None


# -- citations and topics ------------------------------------------------------------------------------------------


def test_citations_belong_to_the_clause_in_which_they_stand(clauses):
    first, second = clauses(
        "en",
        "Urges States to implement resolution 60/1, and requests the Secretary-General to report on resolution 68/193;",
    )
    assert (first.citations, second.citations) == (("A/RES/60/1",), ("A/RES/68/193",))


@pytest.mark.parametrize(
    "paragraph",
    [
        "Urges States to read the report[^1], and requests the Secretary-General to publish the study[^2];",
        pytest.param(
            "Urges States to read the report,[^1] and requests the Secretary-General to publish the study;[^2]",
        ),
    ],
)
def test_a_note_is_cited_by_the_clause_that_calls_it(clauses, paragraph):
    first, second = clauses(
        "en",
        paragraph,
        notes={"1": "A/74/53.", "2": "A/74/54."},
    )
    assert (first.citations, second.citations) == (("A/74/53",), ("A/74/54",))


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("en", "Urges Member States to combat trafficking in persons;"),
        ("fr", "Demande instamment aux États Membres de combattre la traite des personnes ;"),
        ("es", "Insta a los Estados Miembros a que combatan la trata de personas;"),
        ("ru", "настоятельно призывает государства-члены бороться с торговлей людьми;"),
        ("ar", "تحث الدول الأعضاء على مكافحة الاتجار بالأشخاص؛"),
        ("zh", "敦促会员国打击贩运人口行为；"),
    ],
)
def test_a_clause_is_about_what_its_words_show(clauses, language, paragraph):
    assert clauses(language, paragraph)[0].topics == ("trafficking_in_persons",)


# -- reports -------------------------------------------------------------------------------------------------------

REPORT = {"kind": "report", "symbol": "A/100/131"}


@pytest.mark.parametrize(
    ("language", "tells", "asks", "verb"),
    [
        ("en", "The Commission requested the Office to report. ",
         "I therefore call upon Member States to ratify the Convention.", "call upon"),
        ("fr", "La Commission a prié l’Office de faire rapport. ",
         "J’engage les États Membres à ratifier la Convention.", "engage"),
        ("es", "La Comisión solicitó a la Oficina que informara. ",
         "Por tanto, exhorto a los Estados Miembros a que ratifiquen la Convención.", "exhorto"),
        ("ru", "Комиссия просила Управление представить доклад. ",
         "Поэтому я призываю государства-члены ратифицировать Конвенцию.", "призываю"),
        ("ar", "وطلبت اللجنة إلى المكتب أن يقدم تقريرا. ", "لذلك، أهيب بالدول الأعضاء أن تصدق على الاتفاقية.", "أهيب"),
        ("zh", "委员会请办公室提交报告。", "因此，我呼吁会员国批准公约。", "呼吁"),
    ],
)  # fmt: skip
def test_a_report_has_the_recommendations_of_the_secretary_general(clauses, language, tells, asks, verb):
    (row,) = clauses(language, tells + asks, **REPORT)
    assert (row.speaker, row.act, row.addressees) == ("secretary_general", "calls_upon", ("member_states",))
    assert (row.id, row.verb) == ("A/100/131#p1.1", verb)
    assert row.text == asks[:-1]


def test_what_a_report_only_notes_is_no_recommendation_even_with_all(clauses):
    assert clauses("en", "I welcome the progress made. I take note of the study.", all=True, **REPORT) == []


def test_numbered_paragraphs_only_are_read_in_a_report(make_document):
    document = make_document("en", ["I urge States to act."], **REPORT)
    other = replace(document, paragraphs=tuple(replace(row, role="summary") for row in document.paragraphs))
    assert len(extract_mandates(document)) == 1
    assert extract_mandates(other) == []


@pytest.mark.parametrize(
    ("language", "asks", "action", "tells"),
    [
        ("en", "I urge donors to contribute", "contribute", ". The Office continued its work."),
        ("fr", "J’exhorte les donateurs à contribuer", "contribuer", ". L’Office a poursuivi ses travaux."),
        ("es", "Insto a los donantes a que contribuyan", "contribuyan", ". La Oficina prosiguió su labor."),
        ("ru", "Я призываю доноров внести взносы", "внести взносы", ". Управление продолжало работу."),
        ("ar", "أحث الجهات المانحة على المساهمة", "المساهمة", ". وواصل المكتب عمله."),
        ("zh", "我敦促捐助国提供捐款", "提供捐款", "。办公室继续开展工作。"),
    ],
)
def test_a_recommendation_ends_with_its_sentence(clauses, language, asks, action, tells):
    (row,) = clauses(language, asks + tells, **REPORT)
    assert (row.text, row.action) == (asks, action)


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("en", "I urge donors to contribute and call upon Member States to act. The work went on."),
        ("fr", "J’exhorte les donateurs à contribuer et invite les États Membres à agir. Les travaux ont continué."),
        (
            "es",
            "Insto a los donantes a que contribuyan y aliento a los Estados Miembros a que actúen. La labor siguió.",
        ),
        ("ru", "Я настоятельно призываю доноров внести взносы и призываю государства-члены действовать. Работа шла."),
        ("ar", "أحث الجهات المانحة على المساهمة وأدعو الدول الأعضاء إلى العمل. واستمر العمل."),
        ("zh", "我敦促捐助国提供捐款，并呼吁会员国采取行动。工作仍在继续。"),
    ],
)
def test_a_second_verb_of_a_recommendations_sentence_is_a_mandate_of_its_own(clauses, language, paragraph):
    first, second = clauses(language, paragraph, **REPORT)
    assert (first.addressees, second.addressees) == (("other_relevant_parties",), ("member_states",))
    assert (first.order, second.order) == (1, 2)
    assert first.span[1] <= second.span[0]
    assert second.action
    assert not second.text.endswith((".", "。"))


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("en", "I encourage Governments to plan, to act and request support."),
        ("zh", "我建议大会通过决议并请秘书长提交报告。"),
        ("en", "I call upon Member States to act and urge the Secretary-General to report."),
    ],
)
def test_a_verb_without_an_actor_or_for_the_speaker_himself_is_a_part_of_what_is_asked(clauses, language, paragraph):
    assert len(clauses(language, paragraph, **REPORT)) == 1


@pytest.mark.parametrize(
    ("language", "paragraph"),
    [
        ("en", "I therefore call upon Member States to ratify the Convention."),
        ("fr", "J’engage donc les États Membres à ratifier la Convention."),
        ("fr", "J’invite par conséquent les États Membres à ratifier la Convention."),
        ("es", "Exhorto, por tanto, a los Estados Miembros a que ratifiquen la Convención."),
        ("ru", "Поэтому я призываю государства-члены ратифицировать Конвенцию."),
        ("ru", "Я призываю поэтому государства-члены ратифицировать Конвенцию."),
        ("ar", "لذلك، أهيب بالدول الأعضاء أن تصدق على الاتفاقية."),
        ("zh", "因此，我呼吁会员国批准公约。"),
    ],
)
def test_a_word_that_draws_a_conclusion_beside_the_verb_is_no_actor(clauses, language, paragraph):
    (row,) = clauses(language, paragraph, **REPORT)
    assert row.addressees == ("member_states",)


# -- whole documents -----------------------------------------------------------------------------------------------

RESOLUTION = """United Nations A/RES/99/777
General Assembly

Resolution adopted by the General Assembly on 18 December 2044

99/777. Museums

The General Assembly,

Recalling its resolution 60/1 of 16 September 2005,

1. Takes note of the report of the Secretary-General;

2. Urges Member States, as appropriate, to protect museums, and requests the Secretary-General to report to the General
Assembly at its hundredth session;

3. Decides to remain seized of the matter.
"""


def test_a_file_becomes_mandates(check_exact):
    document = read(RESOLUTION.encode())
    found = extract_mandates(document)
    check_exact(document, found)
    assert [(row.id, row.speaker, row.language) for row in found] == [
        ("A/RES/99/777#op2.1", "unga", "en"),
        ("A/RES/99/777#op2.2", "unga", "en"),
    ]
    assert found[1].due == Due("hundredth session", 100, 2045)
    assert [row.paragraph for row in extract_mandates(document, all=True)] == ["op1", "op2", "op2", "op3"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_samples_are_read_with_exact_spans(check_exact, path):
    document = read(path)
    everything = extract_mandates(document, all=True)
    check_exact(document, everything)
    assert len({row.id for row in everything}) == len(everything)
    asked = [row for row in everything if row.addressees]
    assert asked
    assert extract_mandates(document) == asked
    known = set(known_addressees())
    assert all(set(row.addressees) <= known for row in asked)


@pytest.mark.parametrize(
    "path",
    SAMPLES,
    ids=lambda path: path.name,
)
def test_the_wording_of_every_actor_is_printed_in_the_sample(path):
    document = read(path)
    for row in extract_mandates(document):
        assert all(words in document.paragraph(row.paragraph.split(".")[0]).text or words in row.text
                   for words in row.addressee_texts)  # fmt: skip


def test_the_json_form_has_the_keys_of_the_contract_in_its_order(clauses):
    (row,) = clauses("en", "Requests the Secretary-General to report to the General Assembly at its hundredth session;")
    plain = row.to_dict()
    assert list(plain) == [
        "id", "document", "language", "speaker", "paragraph", "order", "verb", "act", "force", "intensity",
        "addressees", "addressee_texts", "action", "conditions", "due", "citations", "topics", "text", "span",
    ]  # fmt: skip
    assert plain["due"] == {"text": "hundredth session", "session": 100, "year": 2045, "date": None, "via": None}


SIGNED = "تَحُثُّ الدُّوَلَ الأعضاءَ على تعيينِ جهاتِ اتصالٍ؛"


def test_spans_are_exact_in_a_text_with_vowel_signs(make_document):
    document = make_document("ar", [SIGNED])
    (row,) = extract_mandates(document)
    assert row.addressees == ("member_states",)
    assert (row.verb, row.action) == ("تَحُثُّ", "تعيينِ جهاتِ اتصالٍ")
    assert document.text[slice(*row.span)] == row.text == SIGNED[:-1]


def test_the_wording_of_an_actor_keeps_its_vowel_signs(clauses):
    (row,) = clauses("ar", SIGNED)
    assert row.addressee_texts == ("الدُّوَلَ الأعضاءَ",)


# -- always --------------------------------------------------------------------------------------------------------

PIECES = (
    "Urges ", "Requests ", "requests ", "and ", ", ", "; ", ". ", ": ",
    "Member States ", "the Office ", "to act", "in which ", "as appropriate",
    "by 31 December 2046", "at its hundredth session", "敦促", "并请", "会员国", "秘书长", "，",
    "；", "其中", "在现有资源范围内", "第一百届会议", "prie ", "le Secrétaire général ",
    "de faire rapport", "insta a ", "los Estados Miembros ", "a que actúen", "просит ",
    "Генерального секретаря ", "представить доклад", "تطلب إلى ", "الأمين العام ",
    "أن يقدم ", "ًٌ", "I call upon ", "resolution 60/1", "[^1]", "them ", "《公约》", "缔约国",
    "States parties to ", "the Convention ", "Decides ", "J’engage ", "我呼吁", "ـ", " ",
    "٤", "the report requested in paragraph 1 above",
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    language=st.sampled_from(LANGUAGES),
    paragraphs=st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), min_size=1, max_size=4),
    kind=st.sampled_from(["resolution", "report", "decision"]),
    organ=st.sampled_from(["unga", "ecosoc", "untoc_cop", None]),
    items=st.booleans(),
)
def test_no_document_is_too_odd_and_all_that_is_said_is_printed(
    make_document, check_exact, language, paragraphs, kind, organ, items
):
    numbers = [str(at) if not items or at == 1 else f"1.{'abc'[at - 2]}" for at in range(1, len(paragraphs) + 1)]
    document = make_document(
        language, list(zip(numbers, paragraphs, strict=True)), notes={"1": "A/74/53."}, kind=kind, organ=organ
    )
    everything = extract_mandates(document, all=True)
    check_exact(document, everything)
    asked = extract_mandates(document)
    assert asked == [row for row in everything if row.addressees]
    assert len({row.id for row in everything}) == len(everything)
    for row in everything:
        assert row.force == FORCE[row.act]
        assert 0 <= row.intensity <= 2
        assert not row.addressees or row.act in DIRECTIVE
    for paragraph in {row.paragraph for row in everything}:
        orders = [row.order for row in everything if row.paragraph == paragraph]
        assert orders == list(range(orders[0], orders[0] + len(orders)))
