"""The Arabic language file: what its numbers, dates, verbs, conditions and citation words read in printed phrases."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from isonomia.text.numerals import item_id

TABLE: dict[str, Any] = tomllib.loads(files("isonomia.text.languages").joinpath("ar.toml").read_text(encoding="utf-8"))
MONTHS = "|".join(sorted(TABLE["dates"]["months"], key=len, reverse=True))
SESSION = "|".join(form.replace("{ordinal}", TABLE["sessions"]["ordinal"]) for form in TABLE["sessions"]["forms"])
DATE = rf"\d{{1,2}} (?:{MONTHS}) \d{{4}}"
PLACEHOLDERS = {
    "{ordinal}": TABLE["sessions"]["ordinal"],
    "{session}": f"(?:{SESSION})",
    "{date}": f"(?:{DATE})",
    "{month}": f"(?:{MONTHS})",
    "{year}": r"(?:19|20|21)\d\d",
}
NO_FORMS = {
    "language",
    "name",
    "script",
    "direction",
    "words",
    "units",
    "multipliers",
    "months",
    "letters",
    "sections",
    "join",
}
NO_FORMS |= {"position", "word_position", "act"}


def pattern(form: str) -> re.Pattern[str]:
    for name, value in PLACEHOLDERS.items():
        form = form.replace(name, value)
    return re.compile(form.replace(" ", r"\s+"))


def all_forms(value: Any, key: str = "") -> Iterator[str]:
    if key in NO_FORMS:
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from all_forms(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from all_forms(item, name)


def number(words: str) -> int:
    """As the engine counts: known words, found inside words, add up."""
    units: dict[str, int] = TABLE["numbers"]["units"]
    tokens = re.compile("|".join(sorted(map(re.escape, units), key=len, reverse=True)))
    return sum(units[match.group()] for match in tokens.finditer(words))


def first(forms: list[str], text: str) -> str | None:
    """The longest of the forms' matches in a text."""
    found = [match.group() for form in forms if (match := pattern(form).search(text))]
    return max(found, key=len, default=None)


def acts(text: str, key: str = "forms") -> set[str]:
    """The acts whose verbs a text opens with, after one connective at most."""
    connective = "(?:" + "|".join(TABLE["clause"]["connectives"]) + r")?[،,]?\s*"
    return {
        verb["act"]
        for verb in TABLE["verb"]
        for form in verb.get(key, verb["forms"])
        if pattern(f"{connective if key == 'forms' else ''}(?:{form})").match(text)
    }


def test_every_form_is_a_regular_expression() -> None:
    forms = list(all_forms(TABLE))
    assert len(forms) > 300
    for form in forms:
        pattern(form)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("الأولى", 1), ("الثانية", 2), ("الثالثة", 3), ("الرابعة", 4), ("الخامسة", 5), ("السادسة", 6), ("السابعة", 7),
        ("الثامنة", 8), ("التاسعة", 9), ("العاشرة", 10), ("الحادية عشرة", 11), ("الثانية عشرة", 12),
        ("الثالثة عشرة", 13), ("الخامسة عشرة", 15), ("التاسعة عشرة", 19), ("العشرون", 20), ("العشرين", 20),
        ("الحادية والعشرون", 21), ("السابعة والعشرين", 27), ("الثلاثين", 30), ("الثانية والثلاثين", 32),
        ("الأربعين", 40), ("الثامنة والأربعين", 48), ("الخمسون", 50), ("الرابعة والخمسين", 54), ("الستون", 60),
        ("السابعة والستين", 67), ("السبعون", 70), ("السادسة والسبعين", 76), ("الثمانين", 80), ("الثالثة والثمانون", 83),
        ("التسعون", 90), ("الثامنة والتسعون", 98), ("التاسعة والتسعين", 99), ("المائة", 100), ("المئة", 100),
        ("الأولى بعد المائة", 101), ("الثامنة بعد المائة", 108), ("العاشرة بعد المائة", 110),
        ("الحادية عشرة بعد المائة", 111), ("العشرين بعد المائة", 120), ("الاولى", 1), ("الثانيه عشره", 12),
    ],
)  # fmt: skip
def test_an_ordinal_in_words_is_read_whole(words: str, value: int) -> None:
    assert number(words) == value
    assert pattern(TABLE["sessions"]["ordinal"]).fullmatch(words)


@pytest.mark.parametrize(
    "text",
    ["في دورتها الرابعة والخمسين", "خلال الدورة المائة", "الدورة الاستثنائية الثانية والثلاثين", "في دورتها 99",
     "دورته العادية الأولى بعد المائة"],
)  # fmt: skip
def test_a_session_is_found(text: str) -> None:
    found = first(TABLE["sessions"]["forms"], text)
    assert found is not None
    assert text.endswith(found)


@pytest.mark.parametrize(
    ("text", "day", "month", "year"),
    [
        ("المؤرخ 18 كانون الأول/ديسمبر 1991", "18", 12, "1991"),
        ("16 أيلول/سبتمبر 2005", "16", 9, "2005"),
        ("25 تموز/يوليه 2013", "25", 7, "2013"),
        ("30 حزيران/يونيو 2021", "30", 6, "2021"),
        ("1 آذار/مارس 2045", "1", 3, "2045"),
        ("27 اذار/مارس 2044", "27", 3, "2044"),
        ("21 أيار/ مايو 2021", "21", 5, "2021"),
        ("4 كانون الثاني/يناير 2044", "4", 1, "2044"),
        ("9 تشرين الثاني/نوفمبر 1993", "9", 11, "1993"),
        ("11 أكتوبر 2040", "11", 10, "2040"),
    ],
)
def test_a_date_with_one_or_both_month_names_is_read(text: str, day: str, month: int, year: str) -> None:
    match = pattern(TABLE["dates"]["forms"][0]).search(text)
    assert match is not None
    assert (match["day"], TABLE["dates"]["months"][match["month"]], match["year"]) == (day, month, year)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("تقرر إنشاء صندوق", "decides"), ("يقرر أن يبقي المسألة قيد نظره", "decides"), ("تعتمد خطة العمل", "adopts"),
        ("توافق على البرنامج", "approves"), ("تنشئ صندوقا", "establishes"), ("ينشئ لجنة", "establishes"),
        ("تأذن للأمين العام", "authorizes"), ("يأذن للأمانة", "authorizes"), ("تطالب جميع الأطراف", "demands"),
        ("تؤيد توصيات الفريق", "endorses"), ("تقر التوصيات", "endorses"), ("تقر بأهمية الدور", "recognizes"),
        ("تحث الدول الأعضاء", "urges"), ("يحث جميع الدول", "urges"), ("تطلب إلى الأمين العام", "requests"),
        ("تطلب أيضا إلى المكتب", "requests"), ("تكرر طلبها إلى الأمين", "requests"), ("تهيب بالدول", "calls_upon"),
        ("يهيب بجميع الدول", "calls_upon"), ("تدعو إلى زيادة التنسيق", "calls_upon"), ("تدعو الدول الأعضاء", "invites"),
        ("تدعو مرة أخرى رئيس الجمعية", "invites"), ("تكرر دعوتها إلى الدول", "invites"), ("توصي بأن", "recommends"),
        ("تشجع بقوة الحكومات", "encourages"), ("تناشد الدول الأعضاء", "appeals"), ("توجه نداء إلى المانحين", "appeals"),
        ("تعرب عن تقديرها لحكومة النمسا", "expresses_appreciation"), ("تثني على الدول", "expresses_appreciation"),
        ("تعرب عن خالص امتنانها", "expresses_appreciation"), ("تعرب عن القلق إزاء الحالة", "expresses_concern"),
        ("تعرب عن بالغ قلقها إزاء", "expresses_concern"), ("تلاحظ مع القلق الثغرات", "expresses_concern"),
        ("ترحب بالقرارات", "welcomes"), ("تحيط علما بتقرير", "notes"), ("تحيط علما مع التقدير بتقرير", "notes"),
        ("تلاحظ التقدم", "notes"), ("تسلم بدور المتاحف", "recognizes"), ("تشدد على ضرورة", "emphasizes"),
        ("تؤكد ضرورة التمويل", "emphasizes"), ("تؤكد أن الاعتداءات", "affirms"), ("تؤكد من جديد أن", "reaffirms"),
        ("تعيد تأكيد قرارها", "reaffirms"), ("تكرر تأكيد ضرورة", "reaffirms"), ("تشير إلى قرارها", "recalls"),
        ("تذكر بقرارها", "recalls"), ("تدين بشدة", "condemns"), ("تتطلع إلى نتائج", "other"), ("تأسف لأن", "other"),
        ("وتطلب إلى الأمين العام", "requests"), ("فتدعو الدول", "invites"), ("كما تحث الدول", "urges"),
        ("وفي هذا الصدد، تشجع المنظمة", "encourages"), ("أدعو الدول الأعضاء", "invites"), ("وأحث الدول", "urges"),
    ],
)  # fmt: skip
def test_an_operative_verb_has_one_act(text: str, act: str) -> None:
    assert acts(text) == {act}


@pytest.mark.parametrize(
    "text",
    ["تعتمد على الموارد", "تقرير الأمين العام", "تطلبها الدول", "تحثها", "يتطلب", "تدعوها", "واقتناعا منها", "إذ تشير"],
)
def test_what_only_looks_like_an_operative_verb_has_no_act(text: str) -> None:
    assert acts(text) == set()


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("إذ تشير إلى قرارها", "recalls"), ("وإذ يشير إلى قراراته", "recalls"), ("وإذ تذكر بقرار", "recalls"),
        ("وإذ تعيد تأكيد أهمية", "reaffirms"), ("وإذ تؤكد من جديد أن", "reaffirms"), ("وإذ تحيط علما", "notes"),
        ("وإذ تلاحظ مع التقدير", "notes"), ("وإذ يساورها بالغ القلق", "expresses_concern"),
        ("وإذ يساوره القلق", "expresses_concern"), ("وإذ يقلقها تزايد", "expresses_concern"),
        ("وإذ ترحب بعمل", "welcomes"), ("وإذ تسلم بأن", "recognizes"), ("وإذ تدرك أن", "recognizes"),
        ("وإدراكا منه لأهمية", "recognizes"), ("وإذ تشدد على", "emphasizes"), ("وإذ تؤكد ضرورة", "emphasizes"),
        ("وإذ تدين", "condemns"), ("وإذ تعرب عن تقديرها", "expresses_appreciation"), ("وإذ تشجع الدول", "encourages"),
        ("واقتناعا منها بأن", "other"), ("واقتناعا منه بأن", "other"), ("وإذ تضع في اعتبارها", "other"),
        ("وإذ يضع في اعتباره", "other"), ("وقد نظرت في تقرير", "other"), ("وقد نظر في", "other"),
        ("ورغبة منها في", "other"), ("وإذ تسترشد بمقاصد", "other"), ("وإذ تأخذ في اعتبارها", "other"),
    ],
)  # fmt: skip
def test_a_preambular_verb_has_one_act(text: str, act: str) -> None:
    assert acts(text, "preambular") == {act}


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("أن يواصل، في حدود الموارد المتاحة، تقديم", "في حدود الموارد المتاحة"),
        ("المكتب، رهنا بتوافر موارد من خارج الميزانية، أن", "رهنا بتوافر موارد من خارج الميزانية"),
        ("خدمات، رهنا بتوافر الموارد؛", "رهنا بتوافر الموارد"),
        ("المكتب، في إطار ولايته، أن", "في إطار ولايته"),
        ("المتحدة، كل في نطاق ولايته، أن", "كل في نطاق ولايته"),
        ("المساعدة، بناء على طلبها، لتحسين", "بناء على طلبها"),
        ("التقنية، بناء على الطلب، في ميدان", "بناء على الطلب"),
        ("إلى الدول بناء على طلب الدول الأعضاء، لتحسين", "بناء على طلب الدول الأعضاء"),
        ("المعلومات بشأنها، حسب الاقتضاء؛", "حسب الاقتضاء"),
        ("المتبادلة، عند الاقتضاء؛", "عند الاقتضاء"),
        ("وأن تسن، عند الضرورة، تشريعات", "عند الضرورة"),
        ("أن تحدد، حيثما كان ذلك مناسبا، تدابير", "حيثما كان ذلك مناسبا"),
        ("الأعضاء، وفقا لقوانينها الداخلية، أن", "وفقا لقوانينها الداخلية"),
        ("بينها، بما يتفق مع القانون الدولي؛", "بما يتفق مع القانون الدولي"),
        ("المتاحة وبالتشاور الوثيق مع الدول الأعضاء، تقديم", "بالتشاور الوثيق مع الدول الأعضاء"),
        ("الأعضاء، بالتعاون مع المجتمع المدني، على", "بالتعاون مع المجتمع المدني"),
        ("المغشوشة، مع مراعاة أعمال منظمة الصحة العالمية؛", "مع مراعاة أعمال منظمة الصحة العالمية"),
        ("الأعضاء، واضعة في اعتبارها الفقرة 5 أعلاه، على", "واضعة في اعتبارها الفقرة 5 أعلاه"),
        ("تسهم في الصندوق على أساس طوعي؛", "على أساس طوعي"),
        ("عن المحتوى دون إبطاء؛", "دون إبطاء"),
    ],
)
def test_a_condition_is_found_whole(text: str, condition: str) -> None:
    assert first(TABLE["conditions"]["forms"], text) == condition


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("أن ينشر بحلول 31 كانون الأول/ديسمبر 2046 دليلا", "بحلول 31 كانون الأول/ديسمبر 2046"),
        ("اجتماعا قبل نهاية عام 2045، في", "قبل نهاية عام 2045"),
        ("في موعد لا يتجاوز 31 آذار/مارس 2045؛", "في موعد لا يتجاوز 31 آذار/مارس 2045"),
        ("إلى اللجنة في دورتها الثالثة والخمسين إحاطة", "إلى اللجنة في دورتها الثالثة والخمسين"),
        ("تفاعلي خلال الدورة التاسعة والتسعين؛", "خلال الدورة التاسعة والتسعين"),
        ("في المسألة في دورته لعام 2045؛", "في دورته لعام 2045"),
    ],
)
def test_a_due_date_is_found_whole(text: str, due: str) -> None:
    assert first(TABLE["due"]["forms"], text) == due


def test_a_report_that_another_paragraph_asks_for_passes_its_date_on() -> None:
    match = pattern(TABLE["due"]["inherit"][0]).search("أن يدرج في التقرير المطلوب في الفقرة 30 أدناه معلومات")
    assert match is not None
    assert match["paragraph"] == "30"


@pytest.mark.parametrize("word", ["قرارها", "قراراتها", "قراريها", "القرار", "القرارين", "بقرار", "للقرار", "وقراراته"])
def test_the_word_resolution_is_known_in_all_its_shapes(word: str) -> None:
    assert any(pattern(form).fullmatch(word) for form in TABLE["citations"]["resolution"])


def test_a_special_rapporteur_is_no_decision() -> None:
    forms = TABLE["citations"]["decision"]
    assert all(pattern(form).match("المقرر الخاص 55/488") is None for form in forms)
    assert any(pattern(form).match("المقرر 55/488") for form in forms)


@pytest.mark.parametrize(
    ("note", "key", "volumes"),
    [
        ("الأمم المتحدة، مجموعة المعاهدات، المجلدات 2225 و 2237 و 2241 و 2326، الرقم 39574.", "unts", 4),
        ("United Nations, Treaty Series, vols. 2225, 2237, 2241 and 2326, No. 39574.", "unts", 4),
        ("المرجع نفسه، المجلد 2349، الرقم 42146.", "unts_ibid", 1),
        ("Ibid., vol. 2237, No. 39574.", "unts_ibid", 1),
    ],
)
def test_volumes_of_the_treaty_series_are_read_in_arabic_and_in_english(note: str, key: str, volumes: int) -> None:
    match = pattern(TABLE["citations"][key]).search(note)
    assert match is not None
    assert len(re.findall(r"\d+", match["volumes"])) == volumes


@pytest.mark.parametrize(
    ("line", "number", "rest"),
    [("1 - تحيط علما", "1", "تحيط علما"), ("12 – تدعو", "12", "تدعو"), ("3- تقرر", "3", "تقرر")],
)
def test_an_operative_number_stands_before_a_dash(line: str, number: str, rest: str) -> None:
    match = pattern(TABLE["structure"]["number"]).match(line)
    assert match is not None
    assert (match["number"], line[match.end() :]) == (number, rest)


@pytest.mark.parametrize(
    ("line", "letter"), [("(أ) أن يعقد", "a"), ("(ب) أن يحيل", "b"), (")ج( أن يدرج", "c"), ("(ه) أن", "e")]
)
def test_a_lettered_item_has_its_place_in_the_abjad_order(line: str, letter: str) -> None:
    match = pattern(TABLE["structure"]["item"]).match(line)
    assert match is not None
    assert item_id(match["number"]) == letter


def test_the_enacting_line_names_the_organ() -> None:
    match = pattern(TABLE["front"]["formula"]).fullmatch("إن الجمعية العامة،")
    assert match is not None
    assert match["organ"] == "الجمعية العامة"


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("الذي شجعت فيه اللجنة الدول الأعضاء على", True),
        ("الذي حثت فيه اللجنة الدول", True),
        ("التي طلبت فيها الجمعية إلى الأمين العام", True),
        ("الدول الأعضاء التي لم تفعل ذلك بعد على أن", False),
    ],
)
def test_what_another_body_asked_is_reported(text: str, reported: bool) -> None:
    assert (first(TABLE["clause"]["reported"], text) is not None) is reported


@pytest.mark.parametrize(
    ("opening", "left"),
    [
        ("إلى أن تتبادل", "تتبادل"), ("على أن تنظر", "تنظر"), ("أن يواصل", "يواصل"), ("بأن تعين", "تعين"),
        ("على إدراج خبراء", "إدراج خبراء"), ("باحترام الممتلكات", "احترام الممتلكات"),
    ],
)  # fmt: skip
def test_the_word_that_opens_an_action_is_left_out(opening: str, left: str) -> None:
    match = pattern(TABLE["addressee"]["action"]).match(opening)
    assert match is not None
    assert opening[match.end() :].strip() == left


@pytest.mark.parametrize("phrase", ["بالتعاون مع المكتب", "بناء على طلبها", "بحلول عام 2045"])
def test_a_condition_with_the_same_preposition_opens_no_action(phrase: str) -> None:
    assert pattern(TABLE["addressee"]["action"]).match(phrase) is None
