"""What the Russian language file must know, checked without the engine that interprets it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

import pytest

ACTS = {
    "decides", "adopts", "approves", "establishes", "authorizes", "demands", "endorses", "urges", "requests",
    "calls_upon", "recommends", "encourages", "invites", "appeals", "emphasizes", "reaffirms", "recalls", "recognizes",
    "affirms", "notes", "welcomes", "expresses_appreciation", "expresses_concern", "condemns", "other",
}  # fmt: skip
NOT_REGEXES = {"language", "name", "script", "direction", "act", "position", "word_position", "join", "words"}


@cache
def grammar() -> dict[str, Any]:
    text = (files("isonomia.text.languages") / "ru.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def placeholders() -> dict[str, str]:
    months = "|".join(re.escape(month) for month in grammar()["dates"]["months"])
    dates = "|".join(form.replace("{month}", months) for form in grammar()["dates"]["forms"])
    ordinal = grammar()["sessions"]["ordinal"]
    sessions = "|".join(form.replace("{ordinal}", ordinal) for form in grammar()["sessions"]["forms"])
    return {
        "{session}": f"(?:{sessions})",
        "{date}": "(?:" + re.sub(r"\(\?P<\w+>", "(?:", dates) + ")",
        "{ordinal}": ordinal,
        "{month}": f"(?:{months})",
        "{year}": r"(?:\d{4})",
    }


def form(text: str) -> re.Pattern[str]:
    for name, value in placeholders().items():
        text = text.replace(name, value)
    return re.compile("(?i:" + text.replace(" ", r"\s+") + ")")


def every_regex(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    if isinstance(node, list):
        return list(chain.from_iterable(every_regex(item) for item in node))
    if isinstance(node, dict):
        return list(chain.from_iterable(every_regex(value) for key, value in node.items() if key not in NOT_REGEXES))
    return []


def opening(phrase: str, key: str = "forms") -> set[tuple[str, str]]:
    """(act, words) for each verb table with a form that opens the phrase; the modifiers around it are taken in."""
    modifiers = "|".join(grammar()["clause"]["modifiers"])
    found = set()
    for verb in grammar()["verb"]:
        forms = "|".join(verb.get(key, verb["forms"]))
        match = form(rf"(?:(?:{modifiers}),?\s)*(?:{forms})(?:\s(?:{modifiers})\b)*").match(phrase)
        if match:
            found.add((verb["act"], match.group()))
    return found


def matches(forms: list[str], text: str) -> list[str]:
    return [match.group() for pattern in forms for match in form(pattern).finditer(text)]


def test_every_regex_compiles() -> None:
    parts = {key: value for key, value in grammar().items() if key not in {"numbers", "dates", "detect"}}
    regexes = every_regex(parts) + grammar()["dates"]["forms"]
    assert len(regexes) > 400
    for regex in regexes:
        form(regex)


def test_every_act_has_forms_and_none_is_unknown() -> None:
    assert {verb["act"] for verb in grammar()["verb"]} == ACTS
    assert all(verb["forms"] and verb["preambular"] for verb in grammar()["verb"])


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("первая", 1), ("вторую", 2), ("третьей", 3), ("третью", 3), ("четвертой", 4), ("четвёртого", 4), ("пятых", 5),
        ("шестой", 6), ("седьмую", 7), ("восьмом", 8), ("девятыми", 9), ("десятая", 10), ("одиннадцатой", 11),
        ("двенадцатому", 12), ("тринадцатая", 13), ("девятнадцатой", 19), ("двадцатой", 20), ("двадцать второй", 22),
        ("тридцать восьмая", 38), ("сороковую", 40), ("сорок первой", 41), ("пятьдесят четвертой", 54),
        ("шестидесятая", 60), ("семьдесят шестой", 76), ("восьмидесятой", 80), ("девяносто девятая", 99),
        ("сотой", 100), ("сто первую", 101), ("сто двенадцатой", 112), ("сто двадцатая", 120), ("двумя", 2),
        ("тридцатью двумя", 32), ("двухсот", 200), ("пятистам", 500),
    ],
)  # fmt: skip
def test_number_words_add_up(words: str, value: int) -> None:
    units = grammar()["numbers"]["units"]
    assert sum(units[word] for word in words.split()) == value


LOW = [
    "перв",
    "втор",
    "треть",
    "четверт",
    "пят",
    "шест",
    "седьм",
    "восьм",
    "девят",
    "десят",
    "одиннадцат",
    "двенадцат",
    "тринадцат",
    "четырнадцат",
    "пятнадцат",
    "шестнадцат",
    "семнадцат",
    "восемнадцат",
    "девятнадцат",
]
TENS = [
    ("двадцать", "двадцат"), ("тридцать", "тридцат"), ("сорок", "сороков"), ("пятьдесят", "пятидесят"),
    ("шестьдесят", "шестидесят"), ("семьдесят", "семидесят"), ("восемьдесят", "восьмидесят"),
    ("девяносто", "девяност"),
]  # fmt: skip


def ordinals(hard: str, soft: str) -> list[tuple[str, int]]:
    """Feminine ordinals of 1 to 120 in one case: `hard` ends most, `soft` ends the third."""
    low = [stem + (soft if stem == "треть" else hard) for stem in LOW]
    out = [(word, number) for number, word in enumerate(low, start=1)]
    for n, (ten, stem) in enumerate(TENS, start=2):
        out.append((stem + hard, 10 * n))
        out += [(f"{ten} {word}", 10 * n + number) for number, word in enumerate(low[:9], start=1)]
    out.append(("сот" + hard, 100))
    return out + [(f"сто {word}", 100 + number) for word, number in out[:20]]


@pytest.mark.parametrize(
    ("hard", "soft", "noun"),
    [("ая", "я", "сессия"), ("ой", "ей", "сессии"), ("ую", "ю", "сессию"), ("ой", "ей", "сессией")],
)
def test_all_sessions_from_1_to_120_are_read_in_every_case(hard: str, soft: str, noun: str) -> None:
    units = grammar()["numbers"]["units"]
    assert [number for _, number in ordinals(hard, soft)] == list(range(1, 121))
    for words, number in ordinals(hard, soft):
        assert sum(units[word] for word in words.split()) == number, words
        assert matches(["{session}"], f"на своей {words} {noun},") == [f"{words} {noun}"], words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("на ее 54-й сессии", ["54-й сессии"]),
        ("99-я сессия", ["99-я сессия"]),
        ("двадцатой специальной сессии Ассамблеи", ["двадцатой специальной сессии"]),
        ("десятая чрезвычайная специальная сессия", ["десятая чрезвычайная специальная сессия"]),
        ("на своих сотой и сто первой сессиях", ["сотой", "сто первой сессиях"]),
        ("на специальной сессии", []),
    ],
)
def test_sessions_in_digits_special_sessions_and_lists(text: str, found: list[str]) -> None:
    assert matches(["{session}"], text) == found


@pytest.mark.parametrize(
    ("text", "day", "month", "year"),
    [
        ("18 декабря 1991 года", "18", "декабря", "1991"),
        ("1 января 2045 года", "1", "января", "2045"),
        ("16 сентября 2005 г.", "16", "сентября", "2005"),
        ("8 January 2045", "8", "January", "2045"),
    ],
)
def test_dates(text: str, day: str, month: str, year: str) -> None:
    months = "|".join(re.escape(name) for name in grammar()["dates"]["months"])
    pattern = grammar()["dates"]["forms"][0].replace("{month}", months).replace(" ", r"\s+")
    match = re.search(pattern, f"резолюция 46/152 от {text} и")
    assert match is not None
    assert match.group() == text
    assert match.group("day", "month", "year") == (day, month, year)


OPERATIVE = [
    ("постановляет учредить фонд", "decides", "постановляет"),
    ("принимает план работы", "adopts", "принимает"),
    ("утверждает руководящие принципы", "approves", "утверждает"),
    ("учреждает группу экспертов", "establishes", "учреждает"),
    ("уполномочивает Секретариат", "authorizes", "уполномочивает"),
    ("требует, чтобы все стороны", "demands", "требует"),
    ("требует от всех сторон", "demands", "требует"),
    ("одобряет рекомендации", "endorses", "одобряет"),
    ("настоятельно призывает государства", "urges", "настоятельно призывает"),
    ("вновь настоятельно призывает государства", "urges", "вновь настоятельно призывает"),
    ("просит также Управление", "requests", "просит также"),
    ("просит далее Секретариат", "requests", "просит далее"),
    ("настоятельно просит государства", "requests", "настоятельно просит"),
    ("поручает группе экспертов", "requests", "поручает"),
    ("призывает государства-члены", "calls_upon", "призывает"),
    ("вновь призывает государства-члены", "calls_upon", "вновь призывает"),
    ("рекомендует государствам-членам", "recommends", "рекомендует"),
    ("настоятельно рекомендует государствам", "recommends", "настоятельно рекомендует"),
    ("поощряет государства-участники", "encourages", "поощряет"),
    ("предлагает государствам", "invites", "предлагает"),
    ("вновь предлагает Председателю", "invites", "вновь предлагает"),
    ("обращается с призывом к донорам", "appeals", "обращается с призывом"),
    ("обращается также с настоятельным призывом к", "appeals", "обращается также с настоятельным призывом"),
    ("выражает свою глубокую признательность", "expresses_appreciation", "выражает свою глубокую признательность"),
    ("высоко оценивает работу", "expresses_appreciation", "высоко оценивает"),
    ("выражает озабоченность по поводу", "expresses_concern", "выражает озабоченность"),
    ("с глубокой обеспокоенностью отмечает, что", "expresses_concern", "с глубокой обеспокоенностью отмечает"),
    ("отмечает с тревогой, что", "expresses_concern", "отмечает с тревогой"),
    ("приветствует доклад", "welcomes", "приветствует"),
    ("с признательностью принимает к сведению доклад", "notes", "с признательностью принимает к сведению"),
    ("принимает также к сведению доклад", "notes", "принимает также к сведению"),
    ("отмечает прогресс", "notes", "отмечает"),
    ("особо отмечает необходимость", "emphasizes", "особо отмечает"),
    ("подчеркивает важность", "emphasizes", "подчеркивает"),
    ("признает роль", "recognizes", "признает"),
    ("вновь подтверждает, что", "reaffirms", "вновь подтверждает"),
    ("вновь также подтверждает, что", "reaffirms", "вновь также подтверждает"),
    ("подтверждает, что", "affirms", "подтверждает"),
    ("ссылается на свою резолюцию", "recalls", "ссылается"),
    ("напоминает о своей резолюции", "recalls", "напоминает"),
    ("решительно осуждает нападения", "condemns", "решительно осуждает"),
    ("с интересом ожидает результатов", "other", "с интересом ожидает"),
    ("выражает сожаление в связи", "other", "выражает сожаление"),
    ("заявляет о своей решимости", "other", "заявляет"),
    ("принимает во внимание", "other", "принимает во внимание"),
    # a report's own voice
    ("призываю государства-члены", "calls_upon", "призываю"),
    ("настоятельно призываю государства", "urges", "настоятельно призываю"),
    ("рекомендую Ассамблее", "recommends", "рекомендую"),
]


@pytest.mark.parametrize(("phrase", "act", "words"), OPERATIVE)
def test_operative_verbs(phrase: str, act: str, words: str) -> None:
    assert opening(phrase) == {(act, words)}


@pytest.mark.parametrize(
    ("phrase", "act"),
    [
        ("ссылаясь также на свои резолюции", "recalls"),
        ("напоминая о том, что", "recalls"),
        ("вновь подтверждая важность", "reaffirms"),
        ("подтверждая все резолюции", "affirms"),
        ("принимая к сведению доклад", "notes"),
        ("с удовлетворением отмечая работу", "notes"),
        ("будучи глубоко обеспокоена растущей", "expresses_concern"),
        ("будучи обеспокоен тем", "expresses_concern"),
        ("испытывая тревогу в связи", "expresses_concern"),
        ("приветствуя работу", "welcomes"),
        ("признавая, что", "recognizes"),
        ("сознавая необходимость", "recognizes"),
        ("подчеркивая важность", "emphasizes"),
        ("будучи убеждена в том, что", "other"),
        ("будучи убежден в том, что", "other"),
        ("учитывая резолюцию", "other"),
        ("принимая во внимание", "other"),
        ("руководствуясь Уставом", "other"),
        ("преисполненная решимости", "other"),
        ("рассмотрев доклад", "other"),
    ],
)
def test_preambular_verbs(phrase: str, act: str) -> None:
    assert {found for found, _ in opening(phrase, "preambular")} == {act}


@pytest.mark.parametrize("words", ["рекомендовала государствам", "требует совместных усилий", "создает угрозу миру"])
def test_the_past_tense_and_other_uses_open_no_clause(words: str) -> None:
    assert opening(words) == set()


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("просит Управление в рамках имеющихся ресурсов продолжать", "в рамках имеющихся ресурсов"),
        ("просит при условии наличия внебюджетных ресурсов опубликовать", "при условии наличия внебюджетных ресурсов"),
        ("просит Управление в рамках своего мандата продолжать", "в рамках своего мандата"),
        ("оказывать, по соответствующей просьбе, помощь", "по соответствующей просьбе"),
        ("оказывать государствам по их просьбе помощь", "по их просьбе"),
        ("и в надлежащих случаях обмениваться", "в надлежащих случаях"),
        ("назначить, где это уместно, контактные центры", "где это уместно"),
        ("государствам по мере возможности создавать", "по мере возможности"),
        (
            "призывает в соответствии с их внутренним законодательством создать",
            "в соответствии с их внутренним законодательством",
        ),
        (
            "просит в тесной консультации с государствами-членами продолжать",
            "в тесной консультации с государствами-членами",
        ),
        ("преступлением, принимая во внимание работу Организации;", "принимая во внимание работу Организации"),
        ("вносить средства на добровольной основе;", "на добровольной основе"),
    ],
)
def test_conditions(text: str, condition: str) -> None:
    assert condition in matches(grammar()["conditions"]["forms"], text)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("опубликовать не позднее 31 декабря 2046 года руководство", "не позднее 31 декабря 2046 года"),
        ("законодательство не позднее чем к концу 2046 года;", "не позднее чем к концу 2046 года"),
        ("созвать до конца 2045 года совещание", "до конца 2045 года"),
        ("представить к 1 марта 2045 года доклад", "к 1 марта 2045 года"),
        ("представить Ассамблее на ее сотой сессии доклад", "на ее сотой сессии"),
        ("провести в ходе сотой сессии Ассамблеи прения", "в ходе сотой сессии Ассамблеи"),
    ],
)
def test_due_dates(text: str, due: str) -> None:
    assert due in matches(grammar()["due"]["forms"], text)


def test_a_report_asked_for_elsewhere_names_its_paragraph() -> None:
    text = "включить в доклад, о котором говорится в пункте 15 выше, сведения"
    found = [form(pattern).search(text) for pattern in grammar()["due"]["inherit"]]
    assert [match.group("paragraph") for match in found if match] == ["15"]


@pytest.mark.parametrize(
    ("key", "text", "volumes"),
    [
        ("unts", "United Nations, Treaty Series, vols. 2225, 2237, 2241 and 2326, No. 39574.", "2225 2237 2241 2326"),
        ("unts", "Организация Объединенных Наций, Сборник договоров, том 1582, № 27627.", "1582"),
        ("unts_ibid", "Ibid., vol. 2349, No. 42146.", "2349"),
        ("unts_ibid", "Там же, том 2349, № 42146.", "2349"),
    ],
)
def test_the_treaty_series_in_notes(key: str, text: str, volumes: str) -> None:
    match = form(grammar()["citations"][key]).search(text)
    assert match is not None
    assert re.findall(r"\d+", match.group("volumes")) == volumes.split()


@pytest.mark.parametrize("word", ["резолюция", "резолюции", "резолюцию", "резолюцией", "резолюций", "резолюциях"])
def test_the_word_for_a_resolution_in_every_case(word: str) -> None:
    assert any(form(pattern).fullmatch(word) for pattern in grammar()["citations"]["resolution"])


@pytest.mark.parametrize(
    "name",
    [
        "Конференция участников",
        "Конференции государств — участников",
        "Конференцией государств-участников",
        "Механизма обзора хода осуществления",
        "Группой по обзору хода осуществления",
    ],
)
def test_words_before_a_treaty_that_make_it_the_name_of_a_body(name: str) -> None:
    assert any(form(pattern).fullmatch(name) for pattern in grammar()["citations"]["body_before"])


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("formula", "Генеральная Ассамблея,"),
        ("formula", "Конференция государств — участников Конвенции Организации Объединенных Наций против коррупции,"),
        ("agenda_item", "Пункт 109 повестки дня"),
        ("agenda_item", "Пункт 109 предварительного перечня*"),
        ("whence", "[по докладу Третьего комитета (A/99/463, пункт 26)]"),
        ("adopted", "Резолюция, принятая Генеральной Ассамблеей 18 декабря 2044 года"),
        ("closing", "53-е пленарное заседание,"),
        ("title", "99/501. Укрепление сотрудничества"),
        ("title", "26/8Мандат Специального докладчика"),
        ("summary", "Резюме"),
        ("annex", "Приложение II"),
        ("furniture", "Организация Объединенных Наций         A/RES/99/501"),
        ("furniture", "Original: English"),
        ("furniture", "V.44-08812 (R)    021144    031144"),
    ],
)
def test_lines_of_the_front_and_the_end(key: str, line: str) -> None:
    value = grammar()["front"][key]
    patterns = [value] if isinstance(value, str) else value
    assert any(form(pattern).fullmatch(line) for pattern in patterns)


@pytest.mark.parametrize(
    ("item", "number"), [("а) созвать", "а"), ("б) проводить", "б"), ("b) препроводить", "b"), ("(ii) иное", "ii")]
)
def test_lettered_items_in_cyrillic_and_latin(item: str, number: str) -> None:
    match = form(grammar()["structure"]["item"]).match(item)
    assert match is not None
    assert match.group("number") == number


@pytest.mark.parametrize(
    "verb",
    ["рассмотреть", "создать", "принять", "обмениваться", "провести", "привлечь", "найти", "не допускать", "учесть"],
)
def test_infinitives_open_an_action(verb: str) -> None:
    assert form(grammar()["addressee"]["action_verb"]).fullmatch(verb)


@pytest.mark.parametrize(
    "noun", ["деятельность", "области", "сеть", "помощь", "часть", "ответственности", "пять", "печать", "речь"]
)
def test_nouns_that_end_like_infinitives_open_none(noun: str) -> None:
    assert not form(grammar()["addressee"]["action_verb"]).fullmatch(noun)


def test_sentences_end_at_stops_but_not_at_abbreviations() -> None:
    place = form(grammar()["structure"]["sentence"])
    text = "См. п. 5 и гл. IV. В 2044 г. Управление провело пять курсов; участников было 20. Итого 25."
    assert [piece.strip() for piece in place.split(text)] == [
        "См. п. 5 и гл. IV.",
        "В 2044 г. Управление провело пять курсов;",
        "участников было 20.",
        "Итого 25.",
    ]
