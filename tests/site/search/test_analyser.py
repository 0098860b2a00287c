"""How texts become terms."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.site.search import arabic, scripts
from isonomia.site.search.analyser import Terms, pieces
from isonomia.site.search.words import symbol, symbol_parts


def terms(text, language=None):
    return [piece.term for piece in pieces(text, language)[0]]


@pytest.mark.parametrize(
    "same",
    [
        "الجريمة جريمة والجريمة بالجريمة للجريمة جَرِيمَة الجـريمة جرائم الجرائم", "المنظمة منظمة منظمات المنظمات", "الضحايا ضحية ضحاياها",
        "قضايا قضية القضية", "المساعدة مساعدتها مساعدته", "أعضاء الأعضاء اعضاء", "القانون قانونية قانوني", "التزام الالتزام التزاماتها",
        "مسؤول مسئول المسؤولين", "الجنائية جنائي", "على علي", "سلطة السلطات سلطتها",
    ],
)  # fmt: skip
def test_arabic_forms_of_one_word(same):
    assert len({arabic.stem(arabic.spelling(word)) for word in same.split()}) == 1


def test_arabic_forms_of_different_words():
    words = ["جريمة", "منظمة", "فساد", "مخدرات", "ضحية", "عدالة", "بيان", "كيان", "دولة", "قانون", "إرهاب"]
    assert len({arabic.stem(arabic.spelling(word)) for word in words}) == len(words)


def test_arabic_clitics_without_article_are_a_second_reading():
    assert arabic.readings("ولمكافحه") == [("ولمكافح", 0), ("لمكافح", 1), ("مكافح", 2)]
    assert arabic.readings("فساد")[0] == ("فساد", 0)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("L’enquête d'Aix, qu'il n'a", "fr", "enquet aix il a"), ("aujourd'hui O'Brien N'Djamena", "en", "aujourdhui obrien ndjamena"),
        ("States' and state's", "en", "state and state"), ("COVID-19 and 1,000", "en", "covid 19 and 1 000"), ("cafe\u0301 CAFÉ", "fr", "caf caf"),
        ("организо\u00adванная ЁЛКА", "ru", "организова елк"), ("腐 败\n犯罪", "zh", "腐败 败犯 犯罪 罪"), ("ＵＮＯＤＣ２０２１", None, "unodc2021"),
        ("٢٠٢١ عام", "ar", "2021 عام"), ("organised programmes, centres for labour", "en", "organiz program center for labor"),
        ("see A/C.3/78/L.60/Rev.1.", "en", "see a/c.3/78/l.60/rev.1"), ("and/or his/her", "en", "and or his her"), ("crime², law³", "en", "crime law"),
    ],
)  # fmt: skip
def test_streams(text, language, expected):
    assert terms(text, language) == expected.split()


def test_without_a_language_the_text_tells():
    assert terms("Les victimes de la criminalité organisée dans le monde") == terms(
        "Les victimes de la criminalité organisée dans le monde", "fr"
    )


@pytest.mark.parametrize(
    ("printed", "usual"),
    [
        ("A/RES/76/187", "a/res/76/187"), ("76/187", "76/187"), ("А/76/Add1", "a/76/add.1"), ("L.60", "l.60"), ("A/S-32/2", "a/s-32/2"),
        ("S-10/2", "s-10/2"), ("A／RES／76／187", "a/res/76/187"), ("and/or", None), ("www.un.org/res/2021", None), ("Fig.2", None), ("U.N.", None),
    ],
)  # fmt: skip
def test_symbols(printed, usual):
    assert symbol(printed) == usual


def test_parts_of_a_symbol():
    assert {"76/187", "res/76/187", "a/res/76"} < set(symbol_parts("a/res/76/187"))
    assert "187" not in symbol_parts("a/res/76/187")


ANY = st.text(max_size=60) | st.lists(
    st.sampled_from(["l'enquête", "A/RES/76/187", "anti-corruption", "腐败", "والجريمة", "преступность", " ", "\n", "U.N.O.D.C.", "ﷺ", "é"])
).map(" ".join)  # fmt: skip


@given(ANY, st.sampled_from([None, "ar", "en", "es", "fr", "ru", "zh"]))
def test_spans_are_in_the_text_and_terms_are_clean(text, language):
    stream, bag = pieces(text, language)
    for term, start, end in stream + bag:
        assert 0 <= start < end <= len(text)
        assert term
        assert not any(char.isspace() or char == "\x00" for char in term)
    assert [piece.start for piece in stream] == sorted(piece.start for piece in stream)
    read = Terms()
    read.add(text, language)
    assert read.stream == [piece.term for piece in stream]
    assert read.bag() == {piece.term for piece in bag}


def test_a_letter_is_one_in_either_case():
    letters = re.compile(f"[{scripts.ALPHABETIC}]")
    for code in range(0x110000):
        other = chr(code).upper()
        if len(other) == 1 and other.lower() == chr(code):
            assert bool(letters.match(other)) == bool(letters.match(chr(code))), hex(code)


@given(ANY)
def test_case_and_composition_do_not_matter(text):
    import unicodedata

    if len(text.upper()) == len(text) and text.upper().lower() == text.lower():
        assert terms(text.upper(), "en") == terms(text.lower(), "en")
    assert terms(unicodedata.normalize("NFD", text), "fr") == terms(unicodedata.normalize("NFC", text), "fr")
