"""Preambular or operative: by verb, number, place, and what is laid down; and the figure on the public benchmark."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.errors import UnknownLanguage
from isonomia.text.model import LANGUAGES
from isonomia.text.read import read
from isonomia.text.roles import paragraph_roles

BENCHMARK = Path(__file__).parents[3] / "shared" / "data" / "documents" / "fr_ArgMining_type_gold_363p.csv"
SAMPLES = Path(__file__).parents[2] / "samples" / "documents"


def told(paragraphs: list[str], language: str) -> str:
    """One letter a paragraph: p or o."""
    return "".join(role[0] for role in paragraph_roles(paragraphs, language=language))


# --- verbs -----------------------------------------------------------------------------------------------------------

RESOLUTIONS = {
    "en": (
        ["The General Assembly,", "Recalling its resolution 46/152,", "Deeply concerned about trafficking,",
         "1. Urges Member States to act;", "2. Also requests the Secretary-General:", "(a) To report;"],
        "pppooo",
    ),
    "fr": (
        ["L’Assemblée générale,", "Rappelant sa résolution 46/152,", "Convaincue que la coopération est nécessaire,",
         "1. Prie instamment les États d’agir ;", "2. Prie le Secrétaire général :", "a) De présenter un rapport ;"],
        "pppooo",
    ),
    "es": (
        ["La Asamblea General,", "Recordando su resolución 46/152,", "Convencida de la necesidad de cooperar,",
         "1. Insta a los Estados Miembros a que actúen;", "2. Solicita al Secretario General que:", "a) Presente un informe;"],
        "pppooo",
    ),
    "ru": (
        ["Генеральная Ассамблея,", "ссылаясь на свою резолюцию 46/152,", "будучи убеждена в необходимости сотрудничества,",
         "1. настоятельно призывает государства принять меры;", "2. просит Генерального секретаря:", "а) представить доклад;"],
        "pppooo",
    ),
    "ar": (
        ["إن الجمعية العامة،", "إذ تشير إلى قرارها 46/152،", "وإذ يساورها القلق إزاء الاتجار،", "1 - تحث الدول الأعضاء على العمل؛",
         "2 - تطلب إلى الأمين العام:", "(أ) أن يقدم تقريرا؛"],
        "pppooo",
    ),
    "zh": (
        ["大会，", "回顾其第46/152号决议，", "深为关切贩运活动，", "1. 敦促会员国采取行动；", "2. 又请秘书长：", "(a) 提交报告；"],
        "pppooo",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_two_parts_of_a_resolution(language: str) -> None:
    paragraphs, roles = RESOLUTIONS[language]
    assert told(paragraphs, language) == roles


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "zh"])
def test_where_the_verb_tells_numbers_are_not_needed(language: str) -> None:
    paragraphs, roles = RESOLUTIONS[language]
    bare = [text.split(". ", 1)[-1].split(" - ", 1)[-1] if text[0].isdigit() else text for text in paragraphs]
    assert told(bare[1:5], language) == roles[1:5]


def test_in_chinese_the_final_mark_tells_what_the_number_does_not() -> None:
    assert told(["回顾其决议，", "重申其承诺，", "敦促会员国采取行动；", "请秘书长提交报告。"], "zh") == "ppoo"


def test_the_name_of_the_organ_may_stand_in_the_first_paragraph() -> None:
    assert told(["L’Assemblée générale, Rappelant sa résolution 46/152,", "Décide de rester saisie."], "fr") == "po"
    assert told(["The Conference, 1) Recalling the Charter,", "2) Recommends that States act."], "en") == "po"


def test_a_name_of_the_organ_that_comes_again_begins_a_new_preamble() -> None:
    part = ["The General Assembly,", "Recalling its resolution 46/152,", "1. Urges States to act."]
    assert told(part * 2, "en") == "ppoppo"


@pytest.mark.parametrize("label", ["3. ", "3) ", "(3) ", "3 - ", "a) ", "(a) ", "iv) ", "7.2.1 ", ""])
def test_labels_before_the_verb_are_passed_over(label: str) -> None:
    assert told([f"{label}Rappelant sa résolution 46/152,"], "fr") == "p"
    assert told([f"{label}Prie les États d’agir ;"], "fr") == "o"


# --- what opens with no verb -----------------------------------------------------------------------------------------


def test_what_continues_a_paragraph_goes_with_it() -> None:
    assert told(["Considérant", "que les États coopèrent,", "Recommande", "que les États agissent."], "fr") == "ppoo"


def test_after_the_line_that_announces_what_is_adopted_all_is_operative() -> None:
    text = ["Considérant les besoins,", "Soumet aux ministères la recommandation suivante :", "Les livres sont gratuits.",
            "Considérant leur prix, ils sont prêtés."]  # fmt: skip
    assert told(text, "fr") == "pooo"


def test_what_ought_to_be_is_operative_and_what_is_goes_with_what_stands_before() -> None:
    assert told(["Recalling the Charter,", "Prices rise everywhere.", "States should share data."], "en") == "ppo"
    assert (
        told(["Rappelant la Charte,", "Les prix montent.", "Les États devraient partager les données."], "fr") == "ppo"
    )


def test_what_a_later_sentence_says_may_be_an_argument() -> None:
    narrative = (
        "This theme has allowed us to share our concerns and to compare what each of our countries has done so far. "
    )
    assert told(["Recalling the Charter,", narrative + "Education must be for all."], "en") == "pp"
    assert told(["Recalling the Charter,", "17. Widen access. Governments should open schools."], "en") == "po"


def test_an_item_in_the_infinitive_goes_on_with_an_instruction() -> None:
    assert told(["Recommande aux États :", "a) favoriser la formation ;", "b) fournir les ressources ;"], "fr") == "ooo"
    assert told(["Rappelant la Charte,", "1. Promouvoir une éducation constitue un pari pour l’avenir."], "fr") == "pp"


def test_numbered_paragraphs_behind_the_first_operative_one_are_operative() -> None:
    text = ["Recalling the Charter,", "1. Urges States to act;", "2. Taking part in the work, States exchange data;"]
    assert told(text, "en") == "poo"


def test_participles_that_no_list_knows_are_preambular_by_their_shape() -> None:
    assert told(["Constituant un progrès notable,"], "fr") == "p"
    assert told(["Pledging their support,"], "en") == "p"


# --- the whole -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*_RES_*")), ids=lambda path: path.name)
def test_the_roles_of_the_samples_agree_with_how_they_are_printed(path: Path) -> None:
    """In the samples, operative paragraphs are numbered and preambular ones are not."""
    doc = read(path)
    main = [
        paragraph
        for paragraph in doc.paragraphs
        if paragraph.role in ("preambular", "operative") and "." not in paragraph.id
    ]
    texts = [f"{paragraph.number}. {paragraph.text}" if paragraph.number else paragraph.text for paragraph in main]
    assert paragraph_roles(texts, language=doc.language) == [paragraph.role for paragraph in main]
    assert len(main) > 10


def test_a_language_that_is_not_read_is_refused_by_name() -> None:
    with pytest.raises(UnknownLanguage):
        paragraph_roles(["In Erwägung nachstehender Gründe,"], language="de")


@given(st.lists(st.text(max_size=60), max_size=8), st.sampled_from(LANGUAGES))
def test_any_paragraphs_have_one_role_each(paragraphs: list[str], language: str) -> None:
    roles = paragraph_roles(paragraphs, language=language)
    assert len(roles) == len(paragraphs)
    assert set(roles) <= {"preambular", "operative"}


def macro_f1(text: str, language: str) -> float:
    """On the benchmark's paragraphs that have one of the two labels; those labelled `null` (titles, lead-ins) are
    given to the rules as context and not counted."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with BENCHMARK.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["text_id"]].append(row)
    pairs = [
        (row["type"], role)
        for document in rows.values()
        for row, role in zip(document, paragraph_roles([row[text] for row in document], language=language), strict=True)
        if row["type"] != "null"
    ]
    assert len(pairs) == 338
    scores = []
    for label in ("preambular", "operative"):
        both = sum(gold == label == found for gold, found in pairs)
        scores.append(2 * both / sum((gold == label) + (found == label) for gold, found in pairs))
    return sum(scores) / 2


@pytest.mark.skipif(not BENCHMARK.exists(), reason="the shared real documents are not beside the project")
@pytest.mark.parametrize(("column", "language", "floor"), [("para", "fr", 0.98), ("para_en", "en", 0.94)])
def test_the_argmining_benchmark(column: str, language: str, floor: float) -> None:
    """Measured: 0.992 for the French texts, 0.954 for their machine translation; the best published figure is 0.936."""
    assert macro_f1(column, language) >= floor
