"""The language files: complete, compilable, and read as docs/languages.md says; dates and sessions in six languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.errors import UnknownLanguage
from isonomia.text.grammar import NEVER, Grammar, alternation, grammar, unnamed
from isonomia.text.model import KINDS, LANGUAGES
from isonomia.text.verbs import VerbForms

DOCS = Path(__file__).parents[2] / "docs" / "languages.md"
SOURCE = Path(__file__).parents[2] / "src" / "isonomia"
PLAIN = {"language", "name", "script", "direction", "position", "word_position", "join", "act", "inner"}
FREE = (
    "numbers.units",
    "numbers.multipliers",
    "dates.months",
    "front.kinds",
    "structure.sections",
    "citations.letters",
)
"""Tables whose keys are words or kinds, not names that the code knows."""

ACTS = {
    "decides", "adopts", "approves", "establishes", "authorizes", "demands", "endorses", "urges", "requests",
    "calls_upon", "recommends", "encourages", "invites", "appeals", "emphasizes", "reaffirms", "recalls", "recognizes",
    "affirms", "notes", "welcomes", "expresses_appreciation", "expresses_concern", "condemns", "other",
}  # fmt: skip

GROUPS = {
    "dates.forms": {"day", "month", "year"},
    "front.formula": {"organ"},
    "front.agenda_item": {"item"},
    "front.title": {"number", "title"},
    "structure.number": {"number"},
    "structure.item": {"number"},
    "structure.headings": {"number"},
    "due.inherit": {"paragraph"},
    "citations.unts": {"volumes"},
    "citations.unts_ibid": {"volumes"},
}
"""The groups by which the code asks: every form of these keys must have them all."""
OPTIONAL_GROUPS = {"citations.pinpoints": {"article", "chapter", "paragraph", "annex", "section", "article_many"}}


@cache
def documented() -> frozenset[str]:
    """All keys of the tables of docs/languages.md, as table.key."""
    found: set[str] = set()
    table = ""
    for row in re.findall(r"^\|(.*?)\|(.*?)\|.*\|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE):
        names, keys = (re.findall(r"`([\w\[\].]+)`", cell) for cell in row)
        if names:
            table = names[0].strip("[]")
        if table in FREE or (not keys and "kind" in row[1]):
            found.add(table)
        found.update(f"{table}.{key}".strip(".") for key in keys)
    return frozenset(found)


def leaves(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """(table.key, value) for every key of a language file; the tables of words count as one key each."""
    for key, value in node.items():
        name = f"{path}{key}"
        if name in FREE:
            yield name, value
        elif isinstance(value, dict):
            yield from leaves(value, f"{name}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for row in value:
                yield from leaves(row, f"{name}.")
        else:
            yield name, value


def forms(language: str) -> Iterator[tuple[str, str]]:
    """Every regular expression of a language file, with its key."""
    for name, value in leaves(grammar(language).table):
        if name.rsplit(".", 1)[-1] in PLAIN or name in FREE or name == "detect.words":
            continue
        for form in [value] if isinstance(value, str) else value if isinstance(value, list) else []:
            if form:
                yield name, form
    for kind, row in grammar(language).table["front"]["kinds"].items():
        yield from ((f"front.kinds.{kind}", form) for form in row)


# --- the files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_loads_and_says_what_it_is(language: str) -> None:
    rules = grammar(language)
    assert rules.language == language
    assert rules.script == {"ar": "Arabic", "ru": "Cyrillic", "zh": "Han"}.get(language, "Latin")
    assert rules.direction == ("rtl" if language == "ar" else "ltr")
    assert rules.spaced is (language != "zh")
    assert rules.join == ("" if language == "zh" else " ")
    assert rules.cased is (language not in ("ar", "zh"))
    assert grammar(language) is rules


@pytest.mark.parametrize("language", ["de", "", "EN", "zho", "xx"])
def test_a_language_that_is_not_read_is_refused_by_name(language: str) -> None:
    with pytest.raises(UnknownLanguage, match="ar, en, es, fr, ru, zh"):
        grammar(language)


def test_the_documentation_names_the_keys() -> None:
    assert {"language", "structure.terminal", "verb.act", "dates.months", "front.annex", "front.kinds"} <= documented()
    assert len(documented()) > 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_documented_key_is_in_every_file(language: str) -> None:
    optional = {"verb.inner", "verb.preambular"}
    assert documented() - optional - {name for name, _ in leaves(grammar(language).table)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_file_has_a_key_that_is_not_documented(language: str) -> None:
    assert {name for name, _ in leaves(grammar(language).table)} - documented() == set()


def test_every_documented_key_is_asked_for_by_the_code() -> None:
    modules = [path for room in ("text", "mandates") for path in (SOURCE / room).rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in modules)
    unread = {name for name in documented() if not re.search(rf"""["']{name.rsplit(".", 1)[-1]}["']""", code)}
    assert unread == set()


def test_a_section_or_part_that_is_numbered_in_words_has_a_latin_number() -> None:
    assert grammar("ar").section_number("ثالثا") == "III"
    assert grammar("en").section_number("III") == "III"
    assert (grammar("ar").part_letter("باء"), grammar("en").part_letter("B")) == ("B", "B")
    assert [grammar("en").part_letter(line) for line in ("b", "Part B", "II", "")] == ["", "", "", ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_regular_expression_compiles(language: str) -> None:
    rules = grammar(language)
    broken = []
    for name, form in forms(language):
        try:
            rules.compile(form)
        except re.error as error:
            broken.append((name, form, str(error)))
    assert broken == []
    VerbForms.of(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_placeholder_is_filled_in(language: str) -> None:
    rules = grammar(language)
    open_ = [(name, form) for name, form in forms(language) if re.search(r"\{[a-z]+\}", rules.source(form))]
    assert open_ == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_named_groups_are_those_that_the_code_asks_for(language: str) -> None:
    rules = grammar(language)
    for name, form in forms(language):
        groups = set(rules.compile(form).groupindex)
        allowed = GROUPS.get(name) or OPTIONAL_GROUPS.get(name, set())
        assert groups <= allowed, (name, form)
        if name in GROUPS:
            assert groups == allowed, (name, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_form_matches_nothing(language: str) -> None:
    """An empty match would find something at every place; only words that may stand beside another may be empty."""
    may_be_empty = ("structure.sentence", "addressee.", "citations.prefix", "citations.suffix", "report.recommendation")
    empty = [
        (name, form)
        for name, form in forms(language)
        if not name.startswith(may_be_empty) and grammar(language).compile(form).fullmatch("")
    ]
    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_acts_are_those_of_the_interface_and_each_verb_has_forms(language: str) -> None:
    verbs = grammar(language).verbs
    assert {verb.act for verb in verbs} <= ACTS
    assert all(verb.forms or verb.preambular for verb in verbs)
    assert {verb.inner for verb in verbs} <= {"", "linked", "never"}
    performed = {verb.act for verb in verbs if verb.forms}
    assert {"decides", "requests", "urges", "encourages", "invites", "notes", "welcomes"} <= performed


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_of_the_front_are_those_of_the_model(language: str) -> None:
    assert set(grammar(language).table["front"]["kinds"]) <= set(KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_months_and_numbers_are_in_range(language: str) -> None:
    months = grammar(language).months
    assert set(months.values()) == (set(range(1, 13)) if language != "zh" else set())
    table = grammar(language).table["numbers"]
    assert all(isinstance(value, int) and value >= 0 for value in table["units"].values())
    assert all(value >= 10 for value in table["multipliers"].values())


# --- how forms are read ----------------------------------------------------------------------------------------------


def test_a_space_in_a_form_stands_for_any_white_space_but_not_inside_a_class() -> None:
    rules = grammar("en")
    assert rules.compile("calls upon").fullmatch("calls \n upon")
    assert rules.compile("calls[ -]upon").fullmatch("calls-upon")
    assert not rules.compile("calls[ -]upon").fullmatch("calls\nupon")
    assert rules.compile(r"calls\ upon").fullmatch("calls upon")


def test_first_letters_compare_without_case_unless_told() -> None:
    rules = grammar("ru")
    assert rules.compile("просит").match("Просит")
    assert not rules.compile("просит", case=True).match("Просит")


def test_of_several_forms_the_longest_is_tried_first() -> None:
    rules = grammar("en")
    assert (
        rules.compile(["requests", "requests once again"]).match("Requests once again that")[0] == "Requests once again"
    )
    assert alternation([]) == "(?!)"


def test_an_empty_key_and_an_absent_one_never_match() -> None:
    rules = grammar("en")
    assert rules.compile("") is NEVER
    assert not rules.compile([]).search("anything")
    assert not rules.pattern("no such table", "no such key").search("anything")


def test_named_groups_made_plain_can_stand_twice_in_one_pattern() -> None:
    form = unnamed(r"(?P<day>\d+)-(?P<month>\d+)(?:x)")
    assert re.fullmatch(f"{form} {form}", "1-2x 3-4x")


def test_a_grammar_can_be_built_from_any_table_of_that_shape() -> None:
    table = {**grammar("en").table, "language": "xx", "verb": [{"act": "requests", "forms": ["asks"]}]}
    rules = Grammar(table)
    assert rules.language == "xx"
    assert rules.verbs[0].preambular == ("asks",)
    assert rules.read_date("2 May 2020") == "2020-05-02"


# --- dates -----------------------------------------------------------------------------------------------------------

DATES = {
    "en": {
        "18 December 1991": "1991-12-18", "December 18, 1991": "1991-12-18", "1st May 2020": "2020-05-01",
        "24 Sept. 2012": "2012-09-24", "Resolution adopted by the Assembly on 16 December 2021": "2021-12-16",
    },
    "fr": {
        "18 décembre 1991": "1991-12-18", "1er décembre 1950": "1950-12-01", "1 er janvier 2020": "2020-01-01",
        "en date du 23 juillet 2019": "2019-07-23", "25 AOÛT 2020": "2020-08-25",
    },
    "es": {
        "18 de diciembre de 1991": "1991-12-18", "1 de enero de 2044": "2044-01-01", "1.º de mayo de 2020": "2020-05-01",
        "18 de setiembre de 2012": "2012-09-18", "el 18 de diciembre del 2013": "2013-12-18",
    },
    "ru": {
        "14 декабря 1990 года": "1990-12-14", "18 декабря 1991 г.": "1991-12-18", "от 1 мая 2020 года": "2020-05-01",
        "14.12.1990": "1990-12-14", "9 January 2044": "2044-01-09",
    },
    "ar": {
        "18 كانون الأول/ديسمبر 1991": "1991-12-18", "١٨ كانون الأول/ديسمبر ١٩٩١": "1991-12-18",
        "18 ديسمبر 1991": "1991-12-18", "9 تشرين الثاني/نوفمبر 1993": "1993-11-09",
        "المؤرخ 30 تموز/يوليه 2010": "2010-07-30", "18/12/1991": "1991-12-18",
    },
    "zh": {"1991年12月18日": "1991-12-18", "2021年1月6日大会决议": "2021-01-06"},
}  # fmt: skip


def table(values: dict[str, dict[str, Any]]) -> list[tuple[str, str, Any]]:
    return [(language, text, value) for language, row in values.items() for text, value in row.items()]


@pytest.mark.parametrize(("language", "text", "date"), table(DATES))
def test_a_printed_date_is_read(language: str, text: str, date: str) -> None:
    assert grammar(language).date.search(text)
    assert grammar(language).read_date(text) == date


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "32 May 2020"), ("en", "May 2020"), ("en", "in 2020"), ("en", "resolution 60/1"), ("fr", "0 mai 2020"),
        ("es", "45 de mayo de 2020"), ("ru", "40.12.1990"), ("ar", "18/13/1991"), ("zh", "2021年13月1日"),
        ("zh", "2021年"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_none(language: str, text: str) -> None:
    assert grammar(language).read_date(text) is None


@pytest.mark.parametrize("text", ["31 February 2020", "29 February 2021", "31 April 1999"])
def test_a_day_that_its_month_has_not_is_no_date(text: str) -> None:
    assert grammar("en").read_date(text) is None


def test_the_first_of_a_month_in_words() -> None:
    assert grammar("fr").read_date("premier mai 1920") == "1920-05-01"


@given(st.dates(), st.sampled_from(LANGUAGES))
def test_any_date_is_read_as_it_was_printed(day: Any, language: str) -> None:
    month = {number: name for name, number in grammar(language).months.items()}
    printed = {
        "en": "{day} {name} {year:04d}", "fr": "{day} {name} {year:04d}", "es": "{day} de {name} de {year:04d}",
        "ru": "{day} {name} {year:04d} года", "ar": "{day} {name} {year:04d}", "zh": "{year:04d}年{month}月{day}日",
    }[language].format(day=day.day, month=day.month, year=day.year, name=month.get(day.month, ""))  # fmt: skip
    assert grammar(language).read_date(printed) == day.isoformat()


# --- sessions --------------------------------------------------------------------------------------------------------

SESSIONS = {
    "en": {
        "at its sixty-ninth session": 69, "Ninety-ninth session": 99, "54th session": 54, "hundredth session": 100,
        "its one hundred and first session": 101, "thirty-second special session": 32, "resumed fifty-first session": 51,
        "tenth emergency special session": 10, "seventy-sixth and seventy-seventh sessions": 76,
    },
    "fr": {
        "à sa soixante-neuvième session": 69, "Quatre-vingt-dix-neuvième session": 99, "54e session": 54,
        "trente-deuxième session extraordinaire": 32, "centième session": 100, "première session": 1,
    },
    "es": {
        "en su sexagésimo noveno período de sesiones": 69, "Centésimo período de sesiones": 100,
        "54º período de sesiones": 54, "trigésimo segundo período extraordinario de sesiones": 32,
        "vigésimo primer periodo de sesiones": 21,
    },
    "ru": {
        "на своей шестьдесят девятой сессии": 69, "Девяносто девятая сессия": 99, "54-й сессии": 54, "сотой сессии": 100,
        "тридцать второй специальной сессии": 32, "десятая чрезвычайная специальная сессия": 10,
    },
    "ar": {
        "في دورتها التاسعة والستين": 69, "الدورة التاسعة والتسعون": 99, "الدورة الاستثنائية الثانية والثلاثين": 32,
        "دورتها المائة": 100, "الدورة الأولى بعد المائة": 101, "الدورة 54": 54,
    },
    "zh": {"第六十九届会议": 69, "提交大会第七十三届会议": 73, "第54届会议": 54, "第三十二届特别会议": 32, "第十届会议": 10},
}  # fmt: skip


@pytest.mark.parametrize(("language", "text", "number"), table(SESSIONS))
def test_a_session_has_its_number(language: str, text: str, number: int) -> None:
    assert grammar(language).session_number(text) == number


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the present session"), ("en", "the third meeting"), ("fr", "la présente session"), ("es", "sesiones"),
        ("ru", "на нынешней сессии"), ("ar", "الدورة الحالية"), ("zh", "本届会议"),
    ],
)  # fmt: skip
def test_a_session_without_number_has_none(language: str, text: str) -> None:
    assert grammar(language).session_number(text) is None


def test_a_session_beyond_the_hundredth_in_chinese() -> None:
    assert grammar("zh").session_number("第一百零一届会议") == 101
