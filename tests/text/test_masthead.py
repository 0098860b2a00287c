"""Single lines of a masthead: which they are, the symbol that ends one, the date that one prints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.text.grammar import grammar
from isonomia.text.masthead import is_masthead, last_symbol, names_a_body, own_date
from isonomia.text.model import LANGUAGES
from isonomia.text.symbols import SYMBOL

MARKS = [
    ("en", "Distr.: General"), ("en", "General Assembly Distr.: General"), ("en", "United Nations A/98/141"),
    ("en", "28 July 2043"), ("en", "Original: English"), ("en", "Ninety-eighth session"), ("en", "Agenda item 109*"),
    ("en", "Item 107 of the preliminary list*"), ("en", "Items 18 and 105 (a) of the provisional agenda**"),
    ("fr", "Assemblée générale Distr. générale"), ("fr", "Point 107 de la liste préliminaire*"),
    ("fr", "Point 107 de l’ordre du jour provisoire*"), ("es", "Asamblea General Distr. general"),
    ("es", "Tema 107 de la lista preliminar*"), ("ru", "Генеральная Ассамблея Distr.: General"),
    ("ru", "Пункт 107 первоначального перечня*"), ("ar", "الجمعية العامة Distr.: General"),
    ("ar", "البند 107 من القائمة الأولية*"), ("ar", "البند 107 من جدول الأعمال المؤقت*"),
    ("zh", "联合国A/98/141"), ("zh", "大会Distr.: General"), ("zh", "Chinese"), ("zh", "Original: English"),
    ("zh", "暂定项目表*项目107"), ("zh", "临时议程*项目107"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "line"), MARKS)
def test_a_mark_of_the_masthead_alone_or_beside_others_is_no_title(language: str, line: str) -> None:
    assert is_masthead(line, grammar(language))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "General Assembly"), ("en", "Crime prevention and criminal justice"), ("en", "United Nations reform"),
        ("en", "Implementation of item 107 of the list"), ("fr", "Prévention du crime et justice pénale"),
        ("es", "Prevención del delito"), ("ru", "Предупреждение преступности"), ("ar", "منع الجريمة والعدالة الجنائية"),
        ("zh", "预防犯罪和刑事司法"), ("zh", "联合国预防犯罪方案"),
    ],
)  # fmt: skip
def test_a_title_is_no_mark(language: str, line: str) -> None:
    assert not is_masthead(line, grammar(language))


@pytest.mark.parametrize(
    ("language", "line", "names"),
    [
        ("en", "General Assembly", True), ("en", "General Assembly A/98/141", True),
        ("en", "Work of the General Assembly", False), ("zh", "大会", True), ("ar", "الجمعية العامة", True),
    ],
)  # fmt: skip
def test_the_name_of_an_organ_alone_is_told(language: str, line: str, names: bool) -> None:
    assert names_a_body(line, grammar(language)) is names


@pytest.mark.parametrize(
    ("language", "line", "symbol"),
    [
        ("en", "United Nations A/98/141", "A/98/141"),
        ("en", "United Nations S/RES/1373 (2001)", "S/RES/1373 (2001)"),
        ("en", "E/CN.7/2044/13-E/CN.15/2044/15", "E/CN.7/2044/13"),
        ("ar", "الأمم المتحدة A/98/141", "A/98/141"),
        # what stands in two columns is glued where a script has no spaces
        ("zh", "联合国A/98/141", "A/98/141"),
        ("zh", "大会A/98/141", "A/98/141"),
        ("zh", "联合国S/RES/1373 (2001)", "S/RES/1373 (2001)"),
        ("zh", "执行决议的情况见A/98/141", None),
        ("zh", "[根据第三委员会的报告(A/76/463)通过]", None),
        ("en", "[on the report of the Third Committee (A/99/463)]", None),
        ("en", "Crime prevention", None),
    ],
)
def test_the_symbol_that_ends_a_line(language: str, line: str, symbol: str | None) -> None:
    assert last_symbol(line, grammar(language)) == symbol


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "28 July 2043"), ("en", "Distr.: General 28 July 2043"), ("en", "General Assembly 28 July 2043"),
        ("en", "28 July 2043 Original: English"),
        ("fr", "Distr. générale 28 juillet 2043"), ("es", "Distr. general 28 de julio de 2043"),
        ("ru", "Distr.: General 28 July 2043"), ("ru", "28 июля 2043 года"), ("ru", "28 July 2043"),
        ("ar", "28 July 2043"), ("ar", "Distr.: General 28 July 2043"), ("ar", "28 تموز/يوليه 2043"),
        ("zh", "28 July 2043"), ("zh", "Distr.: General 28 July 2043"), ("zh", "大会28 July 2043"), ("zh", "2043年7月28日"),
    ],
)  # fmt: skip
def test_a_masthead_prints_its_date_beside_other_marks_and_in_english_too(language: str, line: str) -> None:
    assert own_date(line, grammar(language)) == "2043-07-28"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Follow-up to the declaration of 28 July 2043"), ("en", "28 juillet 2043"), ("fr", "28 July 2043"),
        ("zh", "执行2043年7月28日决议的情况"), ("ar", "متابعة إعلان 28 July 2043"), ("en", "31 June 2043"),
    ],
)  # fmt: skip
def test_a_date_inside_another_line_or_in_a_language_that_is_not_printed_there_is_none(
    language: str, line: str
) -> None:
    assert own_date(line, grammar(language)) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "line", ["[a] " * 90 + "x", "Distr. " * 50 + "x", "28 July 2043 " * 25 + "x", "A/1/1 " * 60 + "x"]
)
def test_a_line_of_many_marks_is_read_in_time(language: str, line: str) -> None:
    assert is_masthead(line, grammar(language)) is line.startswith("Distr")
    assert own_date(line, grammar(language)) is None


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_line_can_be_asked(line: str, language: str) -> None:
    rules = grammar(language)
    assert is_masthead(line, rules) in (True, False)
    symbol = last_symbol(line, rules)
    assert symbol is None or (SYMBOL.fullmatch(symbol) and symbol in line)
    date = own_date(line, rules)
    assert date is None or len(date) == 10
