"""Document symbols: every series of the United Nations is found, parsed, brought to one form and dated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isonomia.errors import UnknownSymbol
from isonomia.text.symbols import SYMBOL, fits_session, normalise, parse_symbol, roman, to_roman

# symbol, organ, kind, session
SERIES = [
    # the General Assembly since 1976
    ("A/RES/71/209", "unga", "resolution", 71),
    ("A/RES/51/211A", "unga", "resolution", 51),
    ("A/RES/S-13/2", "unga", "resolution", None),
    ("A/RES/S-30/1", "unga", "resolution", None),
    ("A/RES/ES-11/1", "unga", "resolution", None),
    # and before
    ("A/RES/2758(XXVI)", "unga", "resolution", 26),
    ("A/RES/155C(VII)", "unga", "resolution", 7),
    ("A/RES/217(III)A", "unga", "resolution", 3),
    ("A/RES/3201(S-VI)", "unga", "resolution", None),
    ("A/RES/2252(ES-V)", "unga", "resolution", None),
    ("A/DEC/55/488", "unga", "decision", 55),
    # its documents
    ("A/73/131", "unga", "document", 73),
    ("A/73/131/Add.1", "unga", "document", 73),
    ("A/73/131/Corr.2", "unga", "document", 73),
    ("A/76/16", "unga", "document", 76),
    ("A/100/131", "unga", "document", 100),
    ("A/99/L.5", "unga", "draft", 99),
    ("A/C.3/78/L.60/Rev.1", "unga", "draft", 78),
    ("A/C.3/73/SR.12", "unga", "document", 73),
    ("A/73/PV.56", "unga", "document", 73),
    ("A/520", "unga", "document", None),
    ("A/520/Rev.1", "unga", "document", None),
    ("A/L.632", "unga", "draft", None),
    ("A/CN.4/L.602/Rev.1", "unga", "draft", None),
    # the Human Rights Council
    ("A/HRC/RES/50/13", "hrc", "resolution", None),
    ("A/HRC/S-2/2", "hrc", "document", None),
    ("A/HRC/50/L.2", "hrc", "draft", None),
    # the Security Council
    ("S/RES/1373(2001)", "unsc", "resolution", None),
    ("S/PRST/2015/23", "unsc", "document", None),
    ("S/2024/99", "unsc", "document", None),
    # the Economic and Social Council
    ("E/RES/2018/16", "ecosoc", "resolution", None),
    ("E/RES/663C(XXIV)", "ecosoc", "resolution", None),
    ("E/2003/30", "ecosoc", "document", None),
    ("E/1998/98/Add.1", "ecosoc", "document", None),
    # its commissions on crime and on drugs
    ("E/CN.15/2019/CRP.9", "ccpcj", "document", None),
    ("E/CN.15/2021/L.6", "ccpcj", "draft", None),
    ("E/CN.7/2012/L.2", "cnd", "draft", None),
    ("CCPCJ/RES/25/2", "ccpcj", "resolution", None),
    ("CND/RES/62/1", "cnd", "resolution", None),
    # the conferences of the parties
    ("CTOC/COP/2016/CRP.5", "untoc_cop", "document", None),
    ("CTOC/COP/WG.2/2018/3", "untoc_cop", "document", None),
    ("CTOC/COP/RES/10/4", "untoc_cop", "resolution", None),
    ("CAC/COSP/RES/8/1", "uncac_cosp", "resolution", None),
    ("CAC/COSP/DEC/8/1", "uncac_cosp", "decision", None),
    ("CAC/COSP/IRG/2019/3", "uncac_cosp", "document", None),
    # conferences
    ("A/CONF.213/18", "unga", "document", None),
    ("A/CONF.213/RPM.1/1", "unga", "document", None),
    # the Secretariat, its offices, commissions of the regions, treaty bodies
    ("ST/SGB/2018/3", None, "document", None),
    ("ST/AI/189/Add.6/Rev.5", None, "document", None),
    ("ST/IC/2010/5", None, "document", None),
    ("UNODC/CCPCJ/EG.1/2014/3", "ccpcj", "document", None),
    ("ECE/TRADE/C/CEFACT/2020/19", None, "document", None),
    ("CEDAW/C/GC/35", None, "document", None),
    ("HRI/GEN/1/Rev.9", None, "document", None),
]


@pytest.mark.parametrize(("text", "organ", "kind", "session"), SERIES)
def test_a_symbol_tells_its_organ_kind_and_session(
    text: str, organ: str | None, kind: str, session: int | None
) -> None:
    symbol = parse_symbol(text)
    assert (symbol.text, symbol.organ, symbol.kind, symbol.session) == (text, organ, kind, session)


@pytest.mark.parametrize("text", [row[0] for row in SERIES])
def test_a_symbol_is_found_whole_inside_a_sentence(text: str) -> None:
    for sentence in (f"see {text}, annex", f"({text})", f"见{text}。", f"قرار {text}؛", f"[{text}]", text):
        assert [match.group() for match in SYMBOL.finditer(sentence)] == [text]


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("A/RES/51/211 A", "A/RES/51/211A"),
        ("A/RES/2758 (XXVI)", "A/RES/2758(XXVI)"),
        ("A/RES/155 C (VII)", "A/RES/155C(VII)"),
        ("S/RES/1373 (2001)", "S/RES/1373(2001)"),
        ("A/C.3/78/L60/Rev1", "A/C.3/78/L.60/Rev.1"),
        ("E/CN.15/2019/CRP9", "E/CN.15/2019/CRP.9"),
        ("A/72/L.8*", "A/72/L.8"),
        ("A/73/131.", "A/73/131"),
        ("A/RES/S\u201130/1", "A/RES/S-30/1"),
        ("A/ 73 / 131", "A/73/131"),
        ("A/73/131/Corr1", "A/73/131/Corr.1"),
    ],
)
def test_what_is_printed_in_several_ways_has_one_canonical_form(printed: str, canonical: str) -> None:
    assert normalise(printed) == canonical
    assert parse_symbol(printed).text == canonical


@pytest.mark.parametrize(
    "text",
    [
        "", "A", "A/", "S/", "A/RES/", "hello", "and/or", "E/mail", "km/h", "UN/CEFACT", "RES/71/209", "51/211 A",
        "1373 (2001)", "12/10/2018", "http://undocs.org/A/73/131", "V.19-11364 (E)", "18-16895 (E)", "18-16895",
    ],
)  # fmt: skip
def test_what_is_no_symbol_is_refused_by_name(text: str) -> None:
    with pytest.raises(UnknownSymbol, match="A/RES/76/187"):
        parse_symbol(text)


@pytest.mark.parametrize(
    ("sentence", "symbols"),
    [
        ("contained in E/CN.7/2019/CRP.13-E/CN.15/2019/CRP.9,", ["E/CN.7/2019/CRP.13", "E/CN.15/2019/CRP.9"]),
        ("(A/74/53 and Corr.1) and A/75/53; A/76/53", ["A/74/53", "A/75/53", "A/76/53"]),
        ("the file A4/2 and the ratio 3/4 and/or S/N of 12", []),
        ("18-16895 (E) 210918", []),
        ("A/RES/71/209. The Assembly", ["A/RES/71/209"]),
        ("http://undocs.org/A/73/131", []),
        ("第八届会议（E/CN.15/2018/15）、A/68/457和", ["E/CN.15/2018/15", "A/68/457"]),
    ],
)
def test_symbols_in_running_text(sentence: str, symbols: list[str]) -> None:
    assert [match.group() for match in SYMBOL.finditer(sentence)] == symbols


# --- properties ------------------------------------------------------------------------------------------------------

small = st.integers(min_value=1, max_value=999)
years = st.integers(min_value=1946, max_value=2099)
suffix = st.sampled_from(["", "/Add.1", "/Corr.2", "/Rev.1", "/Add.6/Rev.5", "*", "/Rev1"])
symbols = st.one_of(
    st.builds("A/RES/{}/{}{}".format, small, small, st.sampled_from(["", "A", " C"])),
    st.builds("A/RES/{}{}({})".format, small, st.sampled_from(["", "A", " B "]), small.map(lambda n: to_roman(n % 99 + 1))),
    st.builds("S/RES/{} ({})".format, small, years),
    st.builds("A/{}/{}{}".format, small, small, suffix),
    st.builds("A/C.{}/{}/L{}{}".format, st.integers(1, 6), small, st.sampled_from([".7", "7", ".112"]), suffix),
    st.builds("E/CN.{}/{}/{}{}{}".format, small, years, st.sampled_from(["", "L.", "CRP", "CRP."]), small, suffix),
    st.builds("CTOC/COP/{}/{}{}".format, years, small, suffix),
    st.builds("ST/{}/{}/{}{}".format, st.sampled_from(["SGB", "AI", "IC"]), years, small, suffix),
)  # fmt: skip


@given(symbols)
def test_parsing_a_canonical_form_changes_nothing(text: str) -> None:
    symbol = parse_symbol(text)
    assert parse_symbol(symbol.text) == symbol
    assert normalise(symbol.text) == symbol.text
    assert not set(symbol.text) & set(" *")


@given(st.text(max_size=40))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet="AESCTRVPONHD/.0123456789()-* IXVLadv", max_size=40))
def test_any_text_is_parsed_or_refused_by_name(text: str) -> None:
    try:
        symbol = parse_symbol(text)
    except UnknownSymbol:
        return
    assert SYMBOL.fullmatch(symbol.text)


@given(st.integers(min_value=1, max_value=99))
def test_roman_sessions_are_written_and_read_alike(number: int) -> None:
    assert roman(to_roman(number)) == number


# --- sessions and dates ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("session", "date", "fits"),
    [
        (71, "2016-12-19", True),
        (71, "2016-09-13", True),
        (71, "2017-09-11", True),
        (71, "2016-08-31", False),
        (71, "2017-10-01", False),
        (71, "2015-12-19", False),
        (1, "1946-02-13", True),
        (1, "1946-12-14", True),
        (1, "1947-02-13", False),
        (30, "1975-12-15", True),
    ],
)
def test_a_date_fits_a_session_from_september_to_september(session: int, date: str, fits: bool) -> None:
    assert fits_session(session, date) is fits


@given(st.integers(min_value=2, max_value=120), st.integers(min_value=1, max_value=12), st.integers(1946, 2066))
def test_a_date_fits_one_session_or_in_september_two(session: int, month: int, year: int) -> None:
    date = f"{year}-{month:02d}-15"
    fitting = [number for number in range(2, 125) if fits_session(number, date)]
    assert len(fitting) <= (2 if month == 9 else 1)
    if session in fitting:
        assert year - 1945 - session in (0, 1)
