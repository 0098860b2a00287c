"""The register of concepts as data: whole, consistent, and found alike in six languages."""

from __future__ import annotations

import itertools
import re
import tomllib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import isonomia
from isonomia.registers import concepts, topics, with_broader
from isonomia.registers.surfaces import concept_mentions
from isonomia.text.folding import Folding

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "src" / "isonomia" / "registers").glob("concepts*.toml"))
SAMPLES = ROOT / "samples" / "documents"
SCRIPTS = {"ar": "Arabic", "en": "Latin", "es": "Latin", "fr": "Latin", "ru": "Cyrillic", "zh": "Han"}
LETTERS = {"ar": r"[\u0600-\u06FF]", "ru": r"[\u0400-\u04FF]", "zh": r"[\u3400-\u9FFF]"}
LANGUAGES = tuple(SCRIPTS)
WITHOUT_CONCEPTS = {"introduction", "recommendations"}
"""Topics that are parts of a report and no subjects."""

Row = dict[str, Any]


@cache
def rows() -> tuple[Row, ...]:
    return tuple(row for file in FILES for row in tomllib.loads(file.read_text(encoding="utf-8"))["concept"])


def forms(part: str = "terms") -> list[tuple[str, str, str]]:
    return [(row["id"], lang, form) for row in rows() for lang, list_ in row.get(part, {}).items() for form in list_]


def folded(form: str) -> str:
    """A form as it is compared: letters that are alike made one."""
    for char, plain in (("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ى", "ي"), ("ё", "е"), ("’", "'")):
        form = form.replace(char, plain)
    return form[0].lower() + form[1:]


def found(text: str, language: str) -> set[str]:
    script = SCRIPTS[language]
    text = Folding(text, script).text
    return {id for mention in concept_mentions(text, language, script) for id in mention.ids}


# -- the data ------------------------------------------------------------------------------------------------------


def test_the_register_is_there_and_fine_enough() -> None:
    assert len(FILES) >= 10
    assert len(rows()) >= 350
    assert set(concepts()) == {row["id"] for row in rows()}


def test_ids_are_unique_and_snake_case() -> None:
    ids = [row["id"] for row in rows()]
    assert [id for id, count in Counter(ids).items() if count > 1] == []
    assert [id for id in ids if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", id)] == []


def test_rows_hold_known_keys() -> None:
    known = {"id", "topics", "broader", "label", "terms", "guards"}
    assert [row["id"] for row in rows() if set(row) - known or {"id", "topics", "label", "terms"} - set(row)] == []


def test_the_topics_of_concepts_are_of_the_closed_list() -> None:
    assert [row["id"] for row in rows() if set(row["topics"]) - set(topics())] == []


def test_every_topic_that_is_a_subject_has_concepts() -> None:
    counts = Counter(topic for row in rows() for topic in row["topics"])
    assert {topic for topic in topics() if not counts[topic]} == WITHOUT_CONCEPTS


def test_broader_concepts_exist_and_lead_to_no_circle() -> None:
    known = concepts()
    for concept in known.values():
        seen = {concept.id}
        while concept.broader:
            assert concept.broader not in seen, concept.id
            seen.add(concept.broader)
            concept = known[concept.broader]


@pytest.mark.parametrize("part", ["label", "terms"])
def test_every_concept_is_named_in_six_languages(part: str) -> None:
    assert [row["id"] for row in rows() if set(row[part]) != set(LANGUAGES) or not all(row[part].values())] == []


def test_labels_are_plain_text() -> None:
    labels = [(row["id"], lang, label) for row in rows() for lang, label in row["label"].items()]
    assert [row for row in labels if row[2] != " ".join(row[2].split()) or set("*{}|~_") & set(row[2])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_tell_concepts_apart(language: str) -> None:
    counts = Counter(row["label"][language].lower() for row in rows())
    assert [label for label, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("part", ["terms", "guards"])
def test_forms_are_clean(part: str) -> None:
    faulty = [
        (id, lang, form)
        for id, lang, form in forms(part)
        if lang not in LANGUAGES
        or form != " ".join(form.split())
        or len(form.replace("*", "")) < 2
        or re.search(r"(^|\s)\*|\*\*|\*\w|[~{}|《》\u064b-\u0652]", form)
    ]
    assert faulty == []


def test_forms_are_written_in_the_script_of_their_language() -> None:
    # names and abbreviations in Latin letters are printed in all languages: goAML, World WISE, COVID
    foreign = [row for row in forms() if row[1] in LETTERS and not re.search(LETTERS[row[1]], row[2])]
    assert [row for row in foreign if not re.fullmatch(r"[A-Za-z0-9.,/* -]+", row[2])] == []
    assert len(foreign) < 80


def test_no_word_mixes_letters_that_look_alike() -> None:
    written = [row for part in ("terms", "guards") for row in forms(part)]
    written += [(row["id"], lang, label) for row in rows() for lang, label in row["label"].items()]
    mixed = re.compile("[A-Za-zÀ-ÿ][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-zÀ-ÿ]")
    assert [row for row in written if mixed.search(row[2])] == []
    latin = [row for row in written if row[1] in ("en", "es", "fr")]
    assert [row for row in latin if re.search("[\u0400-\u04ff]", row[2])] == []


def test_no_concept_lists_a_form_twice() -> None:
    counts = Counter((id, lang, folded(form)) for id, lang, form in forms())
    assert [row for row, count in counts.items() if count > 1] == []


def test_no_form_means_two_concepts() -> None:
    owners = defaultdict(set)
    for id, lang, form in forms():
        owners[lang, folded(form)].add(id)
    assert {form: ids for form, ids in owners.items() if len(ids) > 1} == {}


def test_no_form_is_swallowed_by_the_wildcards_of_another_concept() -> None:
    wild = defaultdict(list)
    for id, lang, form in forms():
        if "*" in form:
            source = re.escape(folded(form)).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
            wild[lang].append((id, folded(form).split("*")[0], re.compile(source)))
    swallowed = [
        (id, lang, form, other)
        for id, lang, form in forms()
        for other, head, regex in wild[lang]
        if other != id and folded(form).startswith(head) and regex.fullmatch(folded(form).replace("*", ""))
    ]
    assert swallowed == []


def test_a_guard_holds_a_term_of_its_concept_or_stands_where_one_would() -> None:
    """A guard that is itself a term would take the concept away."""
    terms = {(lang, folded(form)) for _, lang, form in forms()}
    assert [row for row in forms("guards") if (row[1], folded(row[2])) in terms] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_concept_is_found_in_its_own_label(language: str) -> None:
    assert [row["id"] for row in rows() if row["id"] not in found(row["label"][language], language)] == []


# -- what is found -------------------------------------------------------------------------------------------------

PARALLEL = [
    (
        {"extradition", "mutual_legal_assistance", "central_authorities"},
        {
            "en": "to strengthen central authorities dealing with extradition and mutual legal assistance",
            "fr": "de renforcer les autorités centrales chargées de l’extradition et de l’entraide judiciaire",
            "es": "las autoridades centrales encargadas de la extradición y la asistencia judicial recíproca",
            "ru": "центральные органы, занимающиеся вопросами выдачи и взаимной правовой помощи",
            "zh": "加强负责引渡和司法协助的中央机关",
            "ar": "أن تعزز السلطات المركزية المعنية بتسليم المطلوبين وبالمساعدة القانونية المتبادلة",
        },
    ),
    (
        {"training", "prosecutors", "judges", "terrorism_financing"},
        {
            "en": "training for prosecutors and judges on countering the financing of terrorism",
            "fr": "la formation de procureurs et de juges à la lutte contre le financement du terrorisme",
            "es": "la capacitación de fiscales y jueces en la lucha contra la financiación del terrorismo",
            "ru": "подготовка прокуроров и судей по вопросам борьбы с финансированием терроризма",
            "zh": "对检察官和法官进行打击资助恐怖主义行为的培训",
            "ar": "تدريب المدعين العامين والقضاة على مكافحة تمويل الإرهاب",
        },
    ),
    (
        {"prison_overcrowding", "alternatives_to_imprisonment", "restorative_justice"},
        {
            "en": "to reduce overcrowding through alternatives to imprisonment and restorative justice",
            "fr": "la surpopulation, les mesures de substitution à l’emprisonnement et la justice réparatrice",
            "es": "reducir el hacinamiento mediante medidas alternativas al encarcelamiento y la justicia restaurativa",
            "ru": "переполненность, альтернативы тюремному заключению и реституционное правосудие",
            "zh": "通过监禁替代措施和恢复性司法减少过度拥挤",
            "ar": "الحد من الاكتظاظ باستخدام بدائل السجن والعدالة التصالحية",
        },
    ),
    (
        {"firearms_marking", "firearms_tracing", "ammunition"},
        {
            "en": "marking of firearms, tracing of firearms and ammunition",
            "fr": "le marquage et le traçage des armes à feu et des munitions",
            "es": "la marcación de armas de fuego, la localización de armas de fuego y las municiones",
            "ru": "маркировка огнестрельного оружия, отслеживание огнестрельного оружия и боеприпасов",
            "zh": "枪支标识、枪支追查和弹药",
            "ar": "وسم الأسلحة النارية وتعقب الأسلحة النارية والذخيرة",
        },
    ),
    (
        {"asset_return", "beneficial_ownership", "whistle_blowers"},
        {
            "en": "on the return of assets, beneficial ownership and the protection of whistle-blowers",
            "fr": "sur la restitution d’avoirs, la propriété effective et la protection des lanceurs d’alerte",
            "es": "sobre la restitución de activos, los beneficiarios finales y la protección de los denunciantes",
            "ru": "о возврате активов, бенефициарной собственности и защите лиц, сообщающих о правонарушениях",
            "zh": "关于资产返还、实益所有权和保护举报人",
            "ar": "بشأن إعادة الموجودات والملكية النفعية وحماية المبلغين عن المخالفات",
        },
    ),
    (
        {"wildlife_crime", "forensic_science", "laboratories"},
        {
            "en": "forensic laboratories and wildlife crime",
            "fr": "les laboratoires de criminalistique et la criminalité liée aux espèces sauvages",
            "es": "los laboratorios forenses y los delitos contra la vida silvestre",
            "ru": "криминалистические лаборатории и преступления против дикой природы",
            "zh": "法证实验室与野生生物犯罪",
            "ar": "مختبرات الأدلة الجنائية والجرائم المتعلقة بالأحياء البرية",
        },
    ),
    (
        {"voluntary_contributions", "trust_fund", "donors"},
        {
            "en": "invites donors to make voluntary contributions to the trust fund",
            "fr": "invite les donateurs à verser des contributions volontaires au fonds d’affectation spéciale",
            "es": "invita a los donantes a que hagan contribuciones voluntarias al fondo fiduciario",
            "ru": "предлагает донорам вносить добровольные взносы в целевой фонд",
            "zh": "请捐助方向信托基金自愿捐款",
            "ar": "يدعو الجهات المانحة إلى تقديم تبرعات إلى الصندوق الاستئماني",
        },
    ),
    (
        {"precursors", "new_psychoactive_substances", "alternative_development"},
        {
            "en": "precursors, new psychoactive substances and alternative development",
            "fr": "les précurseurs, les nouvelles substances psychoactives et le développement alternatif",
            "es": "los precursores, las nuevas sustancias psicoactivas y el desarrollo alternativo",
            "ru": "прекурсоры, новые психоактивные вещества и альтернативное развитие",
            "zh": "前体、新型精神活性物质和替代发展",
            "ar": "السلائف والمؤثرات النفسانية الجديدة والتنمية البديلة",
        },
    ),
    (
        {"victims", "gender_based_violence", "legal_aid"},
        {
            "en": "access to legal aid for victims of violence against women",
            "fr": "l’accès à l’assistance juridique des victimes de violence à l’égard des femmes",
            "es": "el acceso a la asistencia jurídica de las víctimas de la violencia contra la mujer",
            "ru": "доступ к юридической помощи для жертв насилия в отношении женщин",
            "zh": "暴力侵害妇女行为受害人获得法律援助",
            "ar": "حصول ضحايا العنف ضد المرأة على المساعدة القانونية",
        },
    ),
    (
        {"container_control", "seaports", "airports"},
        {
            "en": "container control in seaports and cargo checks at airports",
            "fr": "le contrôle des conteneurs dans les ports maritimes et du fret dans les aéroports",
            "es": "el control de contenedores en los puertos marítimos y de la carga en los aeropuertos",
            "ru": "контроль контейнеров в морских портах и проверка грузов в аэропортах",
            "zh": "海港集装箱管制和机场货物检查",
            "ar": "مراقبة الحاويات في الموانئ البحرية وتفتيش البضائع في المطارات",
        },
    ),
    (
        {"juvenile_justice", "children_deprived_of_liberty"},
        {
            "en": "juvenile justice and children deprived of their liberty",
            "fr": "la justice pour mineurs et les enfants privés de liberté",
            "es": "la justicia juvenil y los niños privados de libertad",
            "ru": "правосудие в отношении несовершеннолетних и дети, лишенные свободы",
            "zh": "少年司法和被剥夺自由的儿童",
            "ar": "قضاء الأحداث والأطفال المحرومون من حريتهم",
        },
    ),
    (
        {"crime_statistics", "surveys", "data_disaggregation"},
        {
            "en": "crime statistics, victimization surveys and disaggregated data",
            "fr": "statistiques de la criminalité, enquêtes de victimisation et données ventilées",
            "es": "estadísticas delictivas, encuestas de victimización y datos desglosados",
            "ru": "статистика преступности, обследования виктимизации и дезагрегированные данные",
            "zh": "犯罪统计、受害情况调查和分类数据",
            "ar": "إحصاءات الجريمة والدراسات الاستقصائية للضحايا والبيانات المصنفة",
        },
    ),
    (
        {"model_law", "handbook", "e_learning"},
        {
            "en": "a model law, a handbook and e-learning",
            "fr": "une loi type, un manuel et l’apprentissage en ligne",
            "es": "una ley modelo, un manual y el aprendizaje electrónico",
            "ru": "типовой закон, справочник и электронное обучение",
            "zh": "一部示范法、一本手册和电子学习",
            "ar": "قانون نموذجي وكتيب والتعلم الإلكتروني",
        },
    ),
    (
        {"stolen_asset_recovery_initiative", "goaml", "world_wise"},
        {
            "en": "StAR, goAML and World WISE",
            "fr": "StAR, goAML et World WISE",
            "es": "StAR, goAML y World WISE",
            "ru": "СтАР, goAML и World WISE",
            "zh": "StAR、goAML和World WISE",
            "ar": "مبادرة استرداد الموجودات المسروقة وgoAML وWorld WISE",
        },
    ),
]
"""The same clause in six languages, and the concepts it names: all and no others."""
SENTENCES = [
    pytest.param(language, text, expected, id=f"{language}-{'-'.join(sorted(expected))}")
    for expected, sentences in PARALLEL
    for language, text in sentences.items()
]


@pytest.mark.parametrize(("language", "text", "expected"), SENTENCES)
def test_a_clause_shows_the_same_concepts_in_every_language(language: str, text: str, expected: set[str]) -> None:
    assert found(text, language) == expected


def test_clauses_are_given_in_six_languages() -> None:
    assert all(set(sentences) == set(LANGUAGES) for _, sentences in PARALLEL)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # names of bodies hold words that are no subject
        ("en", "Requests the United Nations Office on Drugs and Crime to support Member States"),
        ("fr", "Prie l’Office des Nations Unies contre la drogue et le crime d’aider les États Membres"),
        ("es", "Solicita a la Oficina de las Naciones Unidas contra la Droga y el Delito que preste apoyo"),
        ("ru", "просит Управление Организации Объединенных Наций по наркотикам и преступности оказать поддержку"),
        ("zh", "请联合国毒品和犯罪问题办公室支持会员国"),
        ("ar", "يطلب إلى مكتب الأمم المتحدة المعني بالمخدرات والجريمة أن يدعم الدول الأعضاء"),
        ("en", "the Commission on Crime Prevention and Criminal Justice and the United Nations Children’s Fund"),
        ("zh", "预防犯罪和刑事司法委员会和国际刑事警察组织"),
        ("ru", "Комиссия по предупреждению преступности и уголовному правосудию"),
        ("es", "la Comisión de Prevención del Delito y Justicia Penal"),
        ("fr", "la Commission pour la prévention du crime et la justice pénale"),
        ("ar", "لجنة منع الجريمة والعدالة الجنائية"),
        # words of every document
        ("en", "Also invites the Secretary-General to take the necessary measures, as appropriate, upon request"),
        ("fr", "Invite également le Secrétaire général à prendre les mesures nécessaires, selon qu’il conviendra"),
        ("es", "Invita también al Secretario General a que adopte las medidas necesarias, según proceda"),
        ("ru", "предлагает также Генеральному секретарю принять необходимые меры в надлежащих случаях"),
        ("zh", "又请秘书长酌情采取必要措施"),
        ("ar", "يدعو أيضا الأمين العام إلى اتخاذ التدابير اللازمة، حسب الاقتضاء"),
        # conditions are no subjects
        ("en", "in accordance with national legislation"),
        ("fr", "conformément à leur droit interne"),
        ("es", "de conformidad con su legislación nacional"),
        ("ru", "в соответствии с внутренним законодательством"),
        ("zh", "根据本国法律"),
        ("ar", "وفقا لتشريعاتها الوطنية"),
        # other words with the same letters
        ("en", "reports, a pistachio, important, Gunther, courteous"),
        ("fr", "il s’agit d’un détail, une manufacture, les sportifs"),
        ("es", "se trata de una cuestión de procedimiento"),
        ("ru", "выдача виз и подготовка к сессии, бандероль, макет"),
        ("zh", "建议会员国，登记者，提供资金，决议会后，侵犯他人权利"),
        ("zh", "采取行动向各国提供资料"),
        ("ar", "بوساطة، بنيوي، حملات على شرفه"),
    ],
)  # fmt: skip
def test_what_is_no_subject_shows_no_concept(language: str, text: str) -> None:
    assert found(text, language) == set()


def test_letters_in_capitals_are_kept_where_they_tell_a_name() -> None:
    assert found("tracking a star with icat", "en") == set()
    assert found("the TRACK portal, StAR and ICAT", "en") == {
        "track_portal",
        "portal",
        "stolen_asset_recovery_initiative",
        "icat",
    }


def test_titles_are_read_though_their_words_have_capitals() -> None:
    assert found("Manual on Mutual Legal Assistance and Extradition", "en") == {
        "handbook",
        "mutual_legal_assistance",
        "extradition",
    }


def test_narrower_concepts_carry_their_broader_ones() -> None:
    assert with_broader({"terrorism_financing", "museums"}) == {"terrorism_financing", "terrorism", "museums"}
    assert with_broader(()) == frozenset()
    with pytest.raises(KeyError):
        with_broader({"no_such_concept"})


# -- parallel documents --------------------------------------------------------------------------------------------

AGREEMENT = 0.95
"""Mean likeness (shared by all of either) of the concepts of an operative paragraph in two languages, all pairs of the
six expressions of A/RES/99/501: measured 0.953, and 0.846 before anybody had looked where they differed."""


@cache
def expressions() -> dict[str, Any]:
    documents = (isonomia.read(path) for path in sorted(SAMPLES.glob("A_RES_99_501.*")))
    return {document.language: document for document in documents}


def test_six_expressions_of_one_resolution_show_the_same_concepts() -> None:
    assert set(expressions()) == set(LANGUAGES)
    likeness = []
    for paragraph in expressions()["en"].paragraphs:
        if paragraph.role != "operative":
            continue
        shown = {lang: found(document.paragraph(paragraph.id).text, lang) for lang, document in expressions().items()}
        for one, other in itertools.combinations(LANGUAGES, 2):
            either = shown[one] | shown[other]
            likeness.append(len(shown[one] & shown[other]) / len(either) if either else 1.0)
    assert sum(likeness) / len(likeness) >= AGREEMENT


@pytest.mark.parametrize("language", LANGUAGES)
def test_concepts_are_neither_rare_nor_everywhere(language: str) -> None:
    """Of the samples' paragraphs most show a concept, and no concept stands in more than a fifth of them."""
    paragraphs = [
        paragraph.text
        for path in sorted(SAMPLES.glob(f"*.{language}.*"))
        for paragraph in isonomia.read(path).paragraphs
    ]
    shown = [found(text, language) for text in paragraphs]
    counts = Counter(id for ids in shown for id in ids)
    assert sum(map(bool, shown)) / len(shown) > 0.6
    assert [(id, count) for id, count in counts.items() if count > max(6, len(paragraphs) / 5)] == []
