"""Citations printed as what they are: symbols with their additions, Treaty Series volumes; and pinpoints."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isonomia.text.citations.printed import pinpoint, symbol_citations, volume_citations
from isonomia.text.citations.scan import Scan


@pytest.fixture(scope="session")
def scanned(make_document):
    def scan(sentence: str, language: str = "en") -> tuple[Scan, tuple[int, int]]:
        document = make_document(language, sentence)
        return Scan(document), document.paragraphs[0].span

    return scan


@pytest.fixture(scope="session")
def symbols(scanned):
    return lambda sentence, language="en": [row.target for row in symbol_citations(*scanned(sentence, language))]


@pytest.fixture(scope="session")
def volumes(scanned):
    return lambda sentence, language="en": [row.target for row in volume_citations(*scanned(sentence, language))]


# -- symbols -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("symbol", "kind"),
    [
        ("A/RES/71/209", "resolution"),
        ("S/RES/1373 (2001)", "resolution"),
        ("E/RES/2018/16", "resolution"),
        ("A/HRC/RES/50/13", "resolution"),
        ("CTOC/COP/DEC/4/2", "decision"),
        ("A/DEC/55/488", "decision"),
        ("A/73/131", "document"),
        ("A/520/Rev.17", "document"),
        ("A/C.3/78/L.60/Rev.1", "document"),
        ("E/CN.15/2019/CRP.9", "document"),
        ("E/CN.7/2012/L.2", "document"),
        ("CTOC/COP/2016/CRP.5", "document"),
        ("CAC/COSP/2019/17", "document"),
        ("S/PRST/2015/23", "document"),
        ("S/2024/99", "document"),
        ("A/CONF.213/RPM.1/1", "document"),
        ("ST/SGB/2018/1", "document"),
        ("UNODC/CCPCJ/EG.1/2014/3", "document"),
        ("ECE/TRADE/C/CEFACT/2020/19", "document"),
    ],
)
def test_a_symbol_is_its_own_target(scanned, symbol, kind):
    (row,) = symbol_citations(*scanned(f"See {symbol}, for the details."))
    assert (row.kind, row.target, row.text) == (kind, symbol.replace(" ", ""), symbol)


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_a_symbol_is_found_in_every_script(symbols, language):
    around = {"ar": "الوثيقة {}،", "en": "document {},", "es": "documento {},", "fr": "document {},",
              "ru": "документ {},", "zh": "文件{}，"}[language]  # fmt: skip
    assert symbols(around.format("A/73/131"), language) == ["A/73/131"]


@pytest.mark.parametrize(
    ("printed", "targets"),
    [
        ("E/2013/30 and Corr.1", ["E/2013/30", "E/2013/30/Corr.1"]),
        ("E/2013/30, Corr.1", ["E/2013/30", "E/2013/30/Corr.1"]),
        ("A/74/53 and Add.1 and Corr.2", ["A/74/53", "A/74/53/Add.1", "A/74/53/Corr.2"]),
        ("A/74/53/Add.1", ["A/74/53/Add.1"]),
        ("A/C.3/78/L.60/Rev.1", ["A/C.3/78/L.60/Rev.1"]),
        ("E/CN.7/2019/CRP.13-E/CN.15/2019/CRP.9", ["E/CN.7/2019/CRP.13", "E/CN.15/2019/CRP.9"]),
        # the Assembly and the Council print one symbol for both
        ("A/74/53-S/2019/3", ["A/74/53", "S/2019/3"]),
    ],
)
def test_additions_and_dual_symbols_are_documents_of_their_own(symbols, printed, targets):
    assert symbols(f"See {printed}.") == targets


@pytest.mark.parametrize(
    "words", ["HIV/AIDS", "and/or", "24/7", "1/2", "2017/18", "V.19-11364 (E)", "18-16895 (E)", "E.05.IV.2", "N/A"]
)
def test_what_is_no_symbol_is_not_cited(symbols, words):
    assert symbols(f"See {words}, for example.") == []


# -- volumes -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("en", "United Nations, Treaty Series, vols. 2225, 2237 and 2326, No. 39574."),
        ("fr", "Nations Unies, Recueil des Traités, vol. 2225, 2237 et 2326, no 39574."),
        ("es", "Naciones Unidas, Treaty Series, vols. 2225, 2237 y 2326, núm. 39574."),
        ("es", "Naciones Unidas, Recueil des Traités, vols. 2225, 2237 y 2326, núm. 39574."),
        ("ru", "United Nations, Treaty Series, vols. 2225, 2237 and 2326, No. 39574."),
        ("ru", "Организация Объединенных Наций, Сборник договоров, тома 2225, 2237 и 2326, № 39574."),
        ("ar", "United Nations, Treaty Series, vols. 2225, 2237 and 2326, No. 39574."),
        ("ar", "الأمم المتحدة، مجموعة المعاهدات، المجلدات 2225 و 2237 و 2326، الرقم 39574."),
        ("zh", "联合国，《条约汇编》，第2225、2237和2326卷，第39574号。"),
    ],
)
def test_each_volume_of_the_treaty_series_is_cited(volumes, language, printed):
    assert volumes(printed, language) == ["UNTS-2225", "UNTS-2237", "UNTS-2326"]


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("en", "Ibid., vol. 2349, No. 42146."),
        ("fr", "Ibid., vol. 2349, no 42146."),
        ("es", "Ibid., vol. 2349, núm. 42146."),
        ("ru", "Ibid., vol. 2349, No. 42146."),
        ("ru", "Там же, том 2349, № 42146."),
        ("ar", "المرجع نفسه، المجلد 2349، الرقم 42146."),
        ("zh", "同上，第2349卷，第42146号。"),
    ],
)
def test_ibid_with_a_volume_is_the_same_series(volumes, language, printed):
    assert volumes(printed, language) == ["UNTS-2349"]


def test_a_volume_of_another_series_is_not_cited(volumes):
    assert volumes("League of Nations, vol. 2225; Official Records, vol. 12.") == []


def test_the_text_of_a_volume_is_its_number(scanned):
    (row,) = volume_citations(*scanned("United Nations, Treaty Series, vol. 0976, No. 14152."))
    assert (row.text, row.target) == ("0976", "UNTS-976")


# -- pinpoints -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def pinned(scanned):
    def pin(sentence: str, cited: str, language: str = "en") -> str | None:
        scan, span = scanned(sentence, language)
        start = scan.text.index(cited)
        return pinpoint(scan, (start, start + len(cited)), span[1])

    return pin


@pytest.mark.parametrize(
    ("language", "sentence", "cited", "words"),
    [
        ("en", "A/74/53, chap. V, sect. B.", "A/74/53", "chap. V, sect. B"),
        ("en", "A/74/53, para. 26.", "A/74/53", "para. 26"),
        ("en", "A/74/53, annex.", "A/74/53", "annex"),
        ("en", "(A/74/53), annex II", "A/74/53", "annex II"),
        ("en", "article 13, paragraph 2, of UNCAC", "UNCAC", "article 13, paragraph 2"),
        ("en", "article 13 of UNCAC", "UNCAC", "article 13"),
        ("en", "paragraph 163 (b) of A/RES/60/1", "A/RES/60/1", "paragraph 163 (b)"),
        ("fr", "A/74/53, chap. V.", "A/74/53", "chap. V"),
        ("fr", "paragraphe 12 de A/74/53", "A/74/53", "paragraphe 12"),
        ("es", "A/74/53, cap. V.", "A/74/53", "cap. V"),
        ("es", "párrafo 12 de A/74/53", "A/74/53", "párrafo 12"),
        ("ru", "A/74/53, глава V.", "A/74/53", "глава V"),
        ("ru", "пункт 12 A/74/53", "A/74/53", "пункт 12"),
        ("ar", "A/74/53 الفصل الخامس", "A/74/53", "الفصل الخامس"),
        ("ar", "A/74/53، الفصل الخامس", "A/74/53", "الفصل الخامس"),
        ("ar", "الفقرة 12 من A/74/53", "A/74/53", "الفقرة 12"),
        ("zh", "A/74/53，第五章", "A/74/53", "第五章"),
        ("zh", "《公约》第四十三条", "《公约》", "第四十三条"),
        ("zh", "第60/1号决议第163(b)段", "第60/1号决议", "第163(b)段"),
    ],
)
def test_the_place_named_right_beside_is_the_pinpoint(pinned, language, sentence, cited, words):
    assert pinned(sentence, cited, language) == words


@pytest.mark.parametrize(
    "sentence",
    ["A/74/53 was issued. Chapter V follows.", "A/74/53 is mentioned in the annex", "see paragraph 3; and A/74/53"],
)
def test_a_place_farther_off_is_none(pinned, sentence):
    assert pinned(sentence, "A/74/53") is None


@settings(max_examples=100, deadline=None)
@given(around=st.text(alphabet="abc (),.;/-ARESCorAd. 1234《》第号", max_size=40))
def test_spans_of_symbols_are_exact_and_targets_have_no_spaces(scanned, around):
    sentence = f"{around} A/74/53 and Corr.1 {around}"
    scan, span = scanned(sentence)
    found = symbol_citations(scan, span)
    assert {"A/74/53", "A/74/53/Corr.1"} <= {row.target for row in found}
    for row in found:
        assert scan.text[slice(*row.span)] == row.text
        assert " " not in row.target
