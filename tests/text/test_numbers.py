"""Numbers in words and digits, cardinal and ordinal, in six languages by the tables of the language files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.text.grammar import grammar
from isonomia.text.model import LANGUAGES
from isonomia.text.numbers import NumberWords

ORDINALS = {
    "en": {
        1: "first", 2: "second", 3: "third", 12: "twelfth", 40: "fortieth", 69: "sixty-ninth", 73: "seventy-third",
        99: "Ninety-ninth", 100: "hundredth", 101: "one hundred and first",
    },
    "fr": {
        1: "première", 2: "deuxième", 21: "vingt et unième", 69: "soixante-neuvième", 71: "soixante et onzième",
        80: "quatre-vingtième", 81: "quatre-vingt-unième", 99: "Quatre-vingt-dix-neuvième", 100: "centième",
    },
    "es": {
        1: "primer", 2: "segundo", 10: "décimo", 11: "undécimo", 13: "decimotercer", 21: "vigésimo primer",
        69: "sexagésimo noveno", 73: "septuagésimo tercer", 99: "nonagésimo noveno", 100: "Centésimo",
    },
    "ru": {
        1: "первая", 3: "третьей", 11: "одиннадцатая", 30: "тридцатой", 50: "пятидесятой", 69: "шестьдесят девятая",
        73: "семьдесят третьей", 80: "восьмидесятая", 99: "Девяносто девятая", 100: "сотая", 101: "сто первая",
    },
    "ar": {
        1: "الأولى", 2: "الثانية", 10: "العاشرة", 11: "الحادية عشرة", 12: "الثانية عشرة", 20: "العشرون",
        69: "التاسعة والستون", 73: "الثالثة والسبعين", 99: "التاسعة والتسعين", 100: "المائة", 101: "الأولى بعد المائة",
    },
    "zh": {
        1: "第一", 10: "第十", 12: "第十二", 20: "第二十", 69: "第六十九", 73: "第七十三届", 99: "第九十九届",
        101: "第一百零一届",
    },
}  # fmt: skip

CARDINALS = {
    "en": {
        21: "twenty-one", 250: "two hundred and fifty", 3000: "three thousand", 125_000: "one hundred and twenty-five thousand",
        5_000_000: "five million", 2_300_000: "two million three hundred thousand",
    },
    "fr": {
        21: "vingt et un", 75: "soixante-quinze", 80: "quatre-vingts", 92: "quatre-vingt-douze",
        250: "deux cent cinquante", 3000: "trois mille", 125_000: "cent vingt-cinq mille", 5_000_000: "cinq millions",
    },
    "es": {
        21: "veintiuno", 35: "treinta y cinco", 120: "ciento veinte", 250: "doscientos cincuenta", 3000: "tres mil",
        125_000: "ciento veinticinco mil", 5_000_000: "cinco millones",
    },
    "ru": {
        15: "пятнадцати", 21: "двадцать один", 40: "сорок", 250: "двести пятьдесят", 3000: "три тысячи",
        125_000: "сто двадцать пять тысяч", 5_000_000: "пять миллионов",
    },
    "ar": {
        25: "خمسة وعشرون", 80: "ثمانون", 250: "مائتان وخمسون", 3000: "ثلاثة آلاف", 125_000: "مائة وخمسة وعشرون ألف",
        5_000_000: "خمسة ملايين",
    },
    "zh": {
        0: "〇", 10: "十", 12: "十二", 20: "二十", 99: "九十九", 250: "二百五十", 3000: "三千", 12_000: "一万二千",
        5_000_000: "五百万", 320_000_000: "三亿二千万",
    },
}  # fmt: skip

SUFFIXED = {
    "en": ("54th", "21st", "22nd", "3rd"), "fr": ("54e", "21ème", "1re"), "es": ("54º", "21.º"), "ru": ("54-я", "21-й"),
    "ar": ("54", "٥٤"), "zh": ("第54届", "54"),
}  # fmt: skip


def rows(table: dict[str, dict[int, str]]) -> list[tuple[str, str, int]]:
    return [(language, words, value) for language, words_of in table.items() for value, words in words_of.items()]


@pytest.mark.parametrize(("language", "words", "value"), rows(ORDINALS))
def test_an_ordinal_in_words_has_its_value(language: str, words: str, value: int) -> None:
    assert grammar(language).numbers.parse(words) == value


@pytest.mark.parametrize(("language", "words", "value"), rows(CARDINALS))
def test_a_cardinal_in_words_has_its_value(language: str, words: str, value: int) -> None:
    assert grammar(language).numbers.parse(words) == value


@pytest.mark.parametrize(("language", "text"), [(lang, text) for lang, texts in SUFFIXED.items() for text in texts])
def test_digits_with_the_suffix_of_an_ordinal(language: str, text: str) -> None:
    digits = int("".join(char for char in text if char.isdigit()))
    assert grammar(language).numbers.parse(text) == digits


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(LANGUAGES))
def test_digits_are_the_same_in_every_language(number: int, language: str) -> None:
    assert grammar(language).numbers.parse(str(number)) == number


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", "...", "§", " "])
def test_what_holds_no_number_has_no_value(language: str, text: str) -> None:
    assert grammar(language).numbers.parse(text) is None


def test_capitals_make_no_difference() -> None:
    numbers = grammar("fr").numbers
    assert numbers.parse("QUATRE-VINGT-DIX-NEUVIÈME") == numbers.parse("quatre-vingt-dix-neuvième") == 99


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_tables_is_read_with_its_own_value(language: str) -> None:
    table = grammar(language).table["numbers"]
    numbers = grammar(language).numbers
    for word, value in {**table["units"], **table.get("multipliers", {})}.items():
        assert numbers.parse(word) == value, word


def test_units_are_added_and_multipliers_multiply_what_stands_before_them() -> None:
    numbers = NumberWords({"one": 1, "two": 2, "thirty": 30}, {"hundred": 100, "thousand": 1000, "million": 10**6})
    assert numbers.parse("thirty two") == 32
    assert numbers.parse("hundred") == 100
    assert numbers.parse("two hundred thirty two") == 232
    assert numbers.parse("two thousand one hundred two") == 2102
    assert numbers.parse("one hundred two thousand thirty") == 102_030
    assert numbers.parse("two million one hundred thousand") == 2_100_000


def test_without_words_only_digits_are_read() -> None:
    numbers = NumberWords({}, {})
    assert numbers.parse("seven") is None
    assert numbers.parse("7") == 7


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_numerals_as_they_are_written(number: int) -> None:
    digits = "〇一二三四五六七八九"
    written = ""
    for place, figure in enumerate(reversed(str(number))):
        if figure != "0":
            written = digits[int(figure)] + ("", "十", "百", "千")[place] + written
        elif written and not written.startswith("零"):
            written = "零" + written
    if 10 <= number < 20:
        written = written[1:]
    assert grammar("zh").numbers.parse(written) == number
