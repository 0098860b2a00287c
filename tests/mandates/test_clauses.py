"""How an operative paragraph is cut: where clauses begin, which verb opens each, what limits it, what others said."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.mandates.actors import Actors, actor_rules
from isonomia.mandates.clauses import Clause, ClauseCutter
from isonomia.mandates.model import DIRECTIVE
from isonomia.registers.surfaces import body_mentions, instrument_mentions
from isonomia.text.grammar import grammar
from isonomia.text.model import LANGUAGES


def cutter(language: str, text: str) -> ClauseCutter:
    script = grammar(language).script
    actors = Actors(
        text,
        body_mentions(text, language, script),
        instrument_mentions(text, language, script),
        actor_rules(language),
        "unga",
    )
    return ClauseCutter(text, actors, language)


def cut(language: str, text: str) -> list[Clause]:
    return cutter(language, text).cut(0, len(text))


def verbs(language: str, text: str) -> list[str]:
    return [text[clause.verb.start : clause.verb.end] for clause in cut(language, text)]


def acts(language: str, text: str) -> list[str]:
    return [clause.verb.act for clause in cut(language, text)]


def conditions(language: str, text: str) -> list[list[str]]:
    return [[text[a:b] for a, b in clause.conditions] for clause in cut(language, text)]


def actions(language: str, text: str) -> list[str]:
    return [text[slice(*clause.action)] for clause in cut(language, text)]


# -- where clauses begin -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Urges Member States to act, encourages donors to give, and requests the Secretary-General to report;",
            ["urges", "encourages", "requests"],
        ),
        ("en", "Urges Member States to act and requests the Secretary-General to report;", ["urges", "requests"]),
        ("en", "Welcomes the report, takes note of its annex and reaffirms its support;",
         ["welcomes", "notes", "reaffirms"]),
        ("en", "Decides to create a fund, and authorizes the Secretary-General to receive contributions;",
         ["decides", "authorizes"]),
        (
            "fr",
            "Demande instamment aux États Membres d’agir, encourage les donateurs à contribuer et prie le Secrétaire"
            " général de faire rapport ;",
            ["urges", "encourages", "requests"],
        ),
        (
            "es",
            "Insta a los Estados Miembros a que actúen, alienta a los donantes a que contribuyan y solicita al"
            " Secretario General que informe;",
            ["urges", "encourages", "requests"],
        ),
        (
            "ru",
            "настоятельно призывает государства-члены принять меры, предлагает донорам внести взносы и просит"
            " Генерального секретаря представить доклад;",
            ["urges", "invites", "requests"],
        ),
        (
            "ar",
            "تحث الدول الأعضاء على العمل، وتشجع الجهات المانحة على التبرع، وتطلب إلى الأمين العام أن يقدم تقريرا؛",
            ["urges", "encourages", "requests"],
        ),
        ("zh", "敦促会员国采取行动，鼓励捐助者提供捐款，并请秘书长提交报告；", ["urges", "encourages", "requests"]),
        ("zh", "促请会员国采取行动并请秘书长提交报告；", ["calls_upon", "requests"]),
    ],
)  # fmt: skip
def test_each_performative_verb_opens_a_clause(language, text, expected):
    assert acts(language, text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # nouns that look like verbs
        ("en", "Urges Member States to answer requests for aid and calls for help;", ["urges"]),
        ("en", "Requests the Secretary-General to collect data on requests and replies;", ["requests"]),
        # infinitives go on with the action
        ("en", "Urges Member States to act, to report and to encourage donors to contribute;", ["urges"]),
        ("zh", "鼓励会员国加强合作，建立机制，鼓励公众参与；", ["encourages"]),
        ("zh", "请会员国提出请求，要求提供援助；", ["requests"]),
        ("fr", "Encourage les États Membres à agir, à faire rapport et à encourager les donateurs ;", ["encourages"]),
        ("es", "Alienta a los Estados Miembros a que actúen, informen y alienten a los donantes;", ["encourages"]),
    ],
)
def test_a_word_that_performs_nothing_opens_no_clause(language, text, expected):
    assert acts(language, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Urges Member States to answer requests for aid, calls for help and appeals;",
        "Urges Member States to collect data, requests and replies;",
    ],
)
def test_an_enumerated_noun_opens_no_clause(text):
    assert acts("en", text) == ["urges"]


def test_a_paragraph_without_verb_has_no_clause():
    assert cut("en", "The situation of prisons in the region;") == []
    assert cut("en", "") == []


def test_each_clause_runs_to_the_next_without_the_marks_between():
    text = "Urges Member States to act, and requests the Secretary-General to report;"
    first, second = cut("en", text)
    assert text[first.start : first.end] == "Urges Member States to act"
    assert text[second.start : second.end] == "requests the Secretary-General to report"


# -- the verb as printed -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Welcomes the report, and in this regard encourages Member States to act;", ["Welcomes", "encourages"]),
        ("en", "In this regard, strongly encourages Member States to act;", ["strongly encourages"]),
        ("en", "Also requests the Secretary-General to report;", ["Also requests"]),
        ("en", "Once again invites Member States to act;", ["Once again invites"]),
        ("en", "Calls once again upon Member States to act;", ["Calls once again upon"]),
        ("fr", "À cet égard, prie également le Secrétaire général de faire rapport ;", ["prie également"]),
        ("fr", "Se félicite du rapport, et demande de nouveau aux États Membres d’agir ;",
         ["Se félicite", "demande de nouveau"]),
        ("es", "A este respecto, alienta firmemente a los Estados Miembros a que actúen;", ["alienta firmemente"]),
        ("ru", "в этой связи вновь настоятельно призывает государства-члены принять меры;",
         ["вновь настоятельно призывает"]),
        ("ar", "ترحب بالتقرير، وفي هذا الصدد تشجع بقوة الدول الأعضاء على العمل؛", ["ترحب", "تشجع بقوة"]),
        ("zh", "欢迎该报告，并请秘书长提交报告；", ["欢迎", "请"]),
        ("zh", "在这方面，还促请会员国采取行动；", ["促请"]),
        ("zh", "此外，又请秘书长提交报告；", ["又请"]),
        ("zh", "再次邀请会员国采取行动；", ["再次邀请"]),
        ("zh", "强烈鼓励会员国采取行动；", ["强烈鼓励"]),
    ],
)  # fmt: skip
def test_connectives_are_no_part_of_the_verb_repeaters_and_intensifiers_are(language, text, expected):
    assert verbs(language, text) == expected


# -- what others said ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Recalls its resolution 60/1, in which it encouraged Member States to act;"),
        ("en", "Recalls resolution 60/1, in which the Council requests the Secretary-General to report;"),
        ("fr", "Rappelle sa résolution 60/1, dans laquelle elle encourage les États Membres à agir ;"),
        ("es", "Recuerda su resolución 60/1, en la que alienta a los Estados Miembros a que actúen;"),
        ("ru", "ссылается на свою резолюцию 60/1, в которой она призывает государства-члены принять меры;"),
        ("zh", "回顾其第60/1号决议，其中鼓励会员国采取行动，并请秘书长提交报告；"),
    ],
)
def test_what_a_resolution_tells_of_another_is_no_clause_of_it(language, text):
    assert acts(language, text) == ["recalls"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Recalls its resolution 60/1, in which it encouraged Member States to act, and requests the"
               " Secretary-General to report;"),
        ("fr", "Rappelle sa résolution 60/1, dans laquelle elle a encouragé les États Membres à agir, et prie le"
               " Secrétaire général de faire rapport ;"),
        ("es", "Recuerda su resolución 60/1, en la que alentó a los Estados Miembros a que actuaran, y solicita al"
               " Secretario General que informe;"),
        ("ru", "ссылается на свою резолюцию 60/1, в которой она призвала государства-члены принять меры, и просит"
               " Генерального секретаря представить доклад;"),
        ("zh", "回顾其第60/1号决议，其中鼓励会员国采取行动；并请秘书长提交报告；"),
    ],
)  # fmt: skip
def test_the_speaker_takes_up_again_after_the_report(language, text):
    assert acts(language, text) == ["recalls", "requests"]


# -- conditions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Requests the Secretary-General, within existing resources, to report;", ["within existing resources"]),
        ("en", "Requests the Secretary-General to report, upon request;", ["upon request"]),
        ("en", "Invites States, where appropriate and in accordance with domestic law, to act;",
         ["where appropriate", "in accordance with domestic law"]),
        ("en", "Requests the Secretary-General, subject to the availability of extrabudgetary resources, to report;",
         ["subject to the availability of extrabudgetary resources"]),
        ("en", "Requests the Secretary-General, in close consultation with Member States, to report;",
         ["in close consultation with Member States"]),
        ("fr", "Prie le Secrétaire général, dans la limite des ressources existantes, de faire rapport ;",
         ["dans la limite des ressources existantes"]),
        ("fr", "Invite les États, selon qu’il convient et conformément à leur droit interne, à agir ;",
         ["selon qu’il convient", "conformément à leur droit interne"]),
        ("es", "Solicita al Secretario General que, dentro de los recursos existentes, informe;",
         ["dentro de los recursos existentes"]),
        ("es", "Invita a los Estados a que actúen, según proceda y de conformidad con su derecho interno;",
         ["según proceda", "de conformidad con su derecho interno"]),
        ("ru", "просит Генерального секретаря в пределах имеющихся ресурсов представить доклад;",
         ["в пределах имеющихся ресурсов"]),
        ("ru", "предлагает государствам в надлежащих случаях принять меры;", ["в надлежащих случаях"]),
        ("ar", "تطلب إلى الأمين العام أن يقدم، في حدود الموارد المتاحة، تقريرا؛", ["في حدود الموارد المتاحة"]),
        ("ar", "تدعو الدول إلى العمل، حسب الاقتضاء؛", ["حسب الاقتضاء"]),
        ("zh", "请秘书长在现有资源范围内提交报告；", ["在现有资源范围内"]),
        ("zh", "邀请会员国酌情根据本国法律采取行动；", ["酌情", "根据本国法律"]),
        ("zh", "请联合国毒品和犯罪问题办公室应请求提供援助；", ["应请求"]),
    ],
)  # fmt: skip
def test_what_limits_a_clause_is_a_condition_of_it(language, text, expected):
    assert conditions(language, text) == [expected]


def test_conditions_belong_to_their_own_clause():
    text = "Urges States, as appropriate, to act, and requests the Secretary-General, upon request, to report;"
    assert conditions("en", text) == [["as appropriate"], ["upon request"]]


@pytest.mark.parametrize(
    ("language", "text", "condition"),
    [
        ("en", "Stresses the need to act, and, bearing in mind the needs of victims, calls upon States to act;",
         "bearing in mind the needs of victims"),
        ("zh", "强调必须采取行动，考虑到被害人的需要，促请会员国采取行动；", "考虑到被害人的需要"),
    ],
)  # fmt: skip
def test_a_condition_before_the_verb_belongs_to_the_clause(language, text, condition):
    first, second = cut(language, text)
    assert text[second.lead :].startswith(condition)
    assert [text[a:b] for a, b in second.conditions] == [condition]
    assert first.end <= second.lead


def test_a_word_may_tie_a_condition_to_the_clause_before_it():
    text = "强调必须采取行动，同时考虑到被害人的需要，促请会员国采取行动；"
    first, second = cut("zh", text)
    assert text[slice(first.start, first.end)] == "强调必须采取行动，同时考虑到被害人的需要"
    assert second.lead == second.start == text.index("促请")
    assert "同时" in grammar("zh").get("clause", "trailing")


@pytest.mark.xfail(
    strict=True, reason="the clause before a condition that leads the next keeps the word between: `, and`"
)
def test_the_word_between_two_clauses_belongs_to_none():
    text = "Stresses the need to act, and, bearing in mind the needs of victims, calls upon States to act;"
    assert text[slice(cut("en", text)[0].start, cut("en", text)[0].end)] == "Stresses the need to act"


@pytest.mark.parametrize(
    ("language", "text", "condition"),
    [
        ("en", "Bearing in mind the needs of victims, calls upon Member States to act;",
         "Bearing in mind the needs of victims"),
        ("zh", "考虑到被害人的需要，促请会员国采取行动；", "考虑到被害人的需要"),
    ],
)  # fmt: skip
def test_a_condition_may_open_the_paragraph(language, text, condition):
    assert conditions(language, text) == [[condition]]


def test_a_purpose_right_behind_those_asked_is_the_action():
    text = "鼓励各国政府以便创建一个安全的环境，酌情协调各项措施；"
    assert actions("zh", text) == ["以便创建一个安全的环境，酌情协调各项措施"]
    assert conditions("zh", text) == [["酌情"]]


def test_a_purpose_is_no_condition():
    assert conditions("en", "Urges Member States to act with a view to preventing crime;") == [[]]
    assert conditions("zh", "请会员国采取行动，以便预防犯罪；") == [[]]


def test_no_condition_stands_inside_another():
    text = "in accordance with domestic law and, as appropriate, within existing resources and mandates, upon request"
    spans = cutter("en", text).conditions_in(0, len(text))
    assert spans == sorted(spans)
    assert all(a < b <= c for (a, b), (c, _) in pairwise(spans))
    assert len(spans) >= 3


# -- the action ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Requests the Secretary-General, within existing resources, to convene a meeting;", "convene a meeting"),
        ("en", "Requests, within existing resources, the Secretary-General to convene a meeting;", "convene a meeting"),
        ("en", "Recommends that States designate contact points, where appropriate;", "designate contact points"),
        ("fr", "Prie le Secrétaire général, dans la limite des ressources existantes, de convoquer une réunion ;",
         "convoquer une réunion"),
        ("fr", "Recommande que les États Membres désignent des points de contact ;", "désignent des points de contact"),
        ("es", "Solicita al Secretario General que, dentro de los recursos existentes, convoque una reunión;",
         "convoque una reunión"),
        ("es", "Insta a los Estados Miembros a que designen puntos de contacto;", "designen puntos de contacto"),
        ("ru", "просит Генерального секретаря в пределах имеющихся ресурсов созвать совещание;", "созвать совещание"),
        ("ar", "تطلب إلى الأمين العام أن يعقد اجتماعا؛", "يعقد اجتماعا"),
        ("ar", "تحث الدول الأعضاء على تعيين جهات اتصال؛", "تعيين جهات اتصال"),
        ("zh", "请秘书长在现有资源范围内召开会议；", "召开会议"),
        ("zh", "请秘书长继续召开会议；", "继续召开会议"),
    ],
)  # fmt: skip
def test_the_action_is_what_is_to_be_done(language, text, expected):
    assert actions(language, text) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Invites Member States, and requests the United Nations Office on Drugs and Crime, to share data;",
         ["share data", "share data"]),
        ("fr", "Invite les États Membres, et prie l’Office des Nations Unies contre la drogue et le crime, à échanger"
               " des données ;", ["échanger des données", "échanger des données"]),
        ("es", "Invita a los Estados Miembros, y solicita a la Oficina de las Naciones Unidas contra la Droga y el"
               " Delito, que intercambien datos;", ["intercambien datos", "intercambien datos"]),
        ("zh", "邀请会员国，并请联合国毒品和犯罪问题办公室，交流数据；", ["交流数据", "交流数据"]),
    ],
)  # fmt: skip
def test_two_verbs_may_share_one_action(language, text, expected):
    assert actions(language, text) == expected
    assert [clause.shared for clause in cut(language, text)] == [True, False]


# -- always --------------------------------------------------------------------------------------------------------

PIECES = (
    "Urges ", "requests ", "and ", ", ", "; ", ". ", "Member States ", "the Office ",
    "to act", "in which ", "as appropriate", "bearing in mind the needs of victims",
    "敦促", "并请", "以便", "会员国", "秘书长", "，", "；", "其中", "酌情", "在现有资源范围内", "考虑到", "prie ",
    "le Secrétaire général ", "de faire rapport", "insta a ", "los Estados Miembros ",
    "a que actúen", "просит ", "Генерального секретаря ", "представить доклад",
    "تطلب إلى ", "الأمين العام ", "أن يقدم ", "، و", "upon request", "that ", "them ",
    "《公约》", "缔约国", "States parties to ", "the Convention ", "Decides ", "决定", "a", " ",
    ":",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(language=st.sampled_from(LANGUAGES), pieces=st.lists(st.sampled_from(PIECES), max_size=14))
def test_clauses_never_overlap_and_stay_inside_the_paragraph(language, pieces):
    text = "".join(pieces)
    end = 0
    for clause in cut(language, text):
        assert end <= clause.verb.start < clause.verb.end <= len(text)
        assert clause.lead <= clause.verb.start
        assert clause.start <= clause.end <= len(text)
        end = clause.verb.end
        assert 0 <= clause.action[0] <= clause.action[1] <= len(text)
        assert clause.addressees is None or clause.verb.act in DIRECTIVE
        previous = 0
        for a, b in clause.conditions:
            assert previous <= a < b <= len(text)
            previous = b
