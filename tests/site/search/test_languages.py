"""What people look for in six languages finds what it should, on both indexes."""

from __future__ import annotations

import pytest

WANTED = [
    # language, text, queries that find it, queries that do not
    ("zh", "各国应预防和打击腐败犯罪，加强国际合作。", ["腐败", "腐败犯罪", "腐", "作", "合作", "国际 腐败"], ["贪污", "犯腐", "合国"]),
    ("zh", "联合国毒品和\n犯罪问题办公室（UNODC）的报告", ["毒品和犯罪", "犯罪问题", "UNODC", "unodc 报告", "ＵＮＯＤＣ"], ["公室的"]),
    ("ar", "نحث الدول الأعضاء على مكافحة الجريمة المنظمة", ["الجريمة", "جريمة", "جَرِيمَة", "الجـريمة", "والجريمة", "للجريمة", "الجرائم", "جرائم",
      "مكافحة الجريمه", "\"الجريمة المنظمة\"", "اعضاء", "ومكافحة"], ["فساد", "ريمة"]),
    ("ar", "تدابير لمنع الفساد ولمكافحة الاتجار بالأشخاص", ["منع", "المنع", "فساد", "الفساد", "مكافحة", "\"مكافحة الاتجار\"", "أشخاص", "اشخاص", "بالاشخاص"], ["كيان"]),
    ("ar", "حقوق ضحايا الجرائم", ["ضحية", "الضحايا", "جريمة"], []),
    ("ru", "Предупреждение преступности и ещё один отчёт о торговле людьми", ["преступность", "преступностью", "ПРЕСТУПНОСТИ", "преступности",
      "торговля", "торговлю людьми", "отчет", "отчёта", "еще один", "предупреждению", "\"предупреждения преступности\""], ["наркотики"]),
    ("fr", "L’enquête sur la criminalité transnationale organisée et les victimes d'actes de violence",
     ["enquête", "enquete", "l'enquête", "l’enquêtes", "ENQUÊTES", "organisée", "organisee", "criminalité", "criminalites", "organisé",
      "acte", "\"criminalité transnationale\"", "\"criminalite transnationale\"", "enquêt*"], ["enquêteur privé"]),
    ("es", "La corrupción y los delitos cometidos por jóvenes; garantías de no repetición",
     ["corrupcion", "CORRUPCIÓN", "delito", "jovenes", "joven", "garantia", "garantías", "repeticion"], ["droga"]),
    ("en", "Trafficking in persons, organized-crime groups and States' anti-corruption laws",
     ["traffick*", "trafficking", "TRAFFICKED", "person", "organized crime", "organised OR organized", "\"organized crime\"", "anticorruption",
      "anti-corruption", "\"anti corruption\"", "corruption", "state", "law", "tráfficking"], ["organ", "traf", "\"crime organized\""]),
]  # fmt: skip


@pytest.mark.parametrize("marked", [True, False], ids=["language known", "language not said"])
def test_each_query_finds_what_it_should_and_no_more(corpus, marked):
    for language, text, good, bad in WANTED:
        corpus.index.drop()
        corpus.index.create()
        corpus.texts((text, language if marked else None))
        for query in good:
            assert corpus.find(query) == ["1"], (query, text)
        for query in bad:
            assert corpus.find(query) == [], (query, text)


def test_a_query_says_no_language_and_finds_texts_of_each(corpus):
    corpus.texts(
        ("The investigations were closed", "en"), ("Les investigations sont closes", "fr"),
        ("Las investigaciones", "es"), ("Расследование investigation", "ru"), ("调查 investigation", "zh"),
    )  # fmt: skip
    assert set(corpus.find("investigation")) >= {"1", "2", "4", "5"}
    assert "3" in corpus.find("investigaciones")
    assert set(corpus.find("расследования OR 调查")) == {"4", "5"}


def test_words_that_look_alike_stay_apart(corpus):
    corpus.texts(("بيان", "ar"), ("كيان", "ar"), ("organs", "en"), ("organized", "en"), ("университет", "ru"))
    assert corpus.find("بيان") == ["1"]
    assert corpus.find("كيان") == ["2"]
    assert corpus.find("organ") == ["3"]
    assert corpus.find("organization") == ["4"]


def test_texts_of_several_languages_are_each_read_in_their_own(corpus, make_row):
    title = {"fr": "Enquêtes", "ar": "تحقيقات", "zh": "调查"}
    corpus.put(make_row("1", title=title, body="x"), make_row("2", title="调", body="查"))
    for query in ("enquête", "التحقيق", "调查"):
        assert corpus.find(query) == ["1"]
    assert corpus.find('"enquêtes تحقيقات"') == []
