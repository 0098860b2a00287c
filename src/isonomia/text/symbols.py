"""Symbols of United Nations documents: find, parse, normalise, date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from isonomia.errors import UnknownSymbol

SERIES = (
    "A|E|S|T|ST|TD|DP|CCPCJ|CND|CTOC|CAC|CCPR|CEDAW|CAT|CRC|CERD|CRPD|CMW|CED|CESCR|HRI|HRC|UNODC|UNEP|UNAT|UNW|ECE|"
    "TRADE|ISBA|LOS|SPLOS|FCCC|CBD|ICCD|DC|CD|ID|IDB|GC|PBC|JIU|BWC|NPT|CCW|APLC|LC|CES|ENERGY|TRANS|INFCIRC|WHA|"
    "E/CN|A/CONF|IMO|ICAO|HSP|UNHCR|EC|AAC|ICC|MAG"
)
SYMBOL = re.compile(
    rf"(?=[A-Z]+/)(?<![A-Za-z0-9/.])(?:{SERIES})/(?:[A-Za-z0-9*][A-Za-z0-9.*]*(?:-(?=[A-Z]?\d)[A-Z0-9.]+)?/)*"
    r"(?:(?:SR|PV|L|CRP|WP|INF|NGO|Add|Corr|Rev|Amend|RPM|EG|WG|CN|RES|DEC)\.?)?[A-Za-z]{0,5}\.?\d[A-Za-z0-9]*(?:\.\d+)*"
    r"(?:/(?:Add|Corr|Rev|Amend|Summary|L|CRP)\.?\d*)*"
    r"(?: ?\((?:\d{4}|[IVXLC]+|S-[IVX]+|ES-[IVX]+)\))?(?:[A-Z](?![A-Za-z]))?"
)
"""A document symbol as printed: A/RES/71/209, A/C.3/78/L.60/Rev.1, S/RES/1373 (2001), E/CN.15/2019/CRP.9."""

_SESSION = re.compile(r"A/(?:RES/|DEC/|C\.\d/|HRC/(?:RES/|DEC/)?)?(?:ES-|S-)?(\d{1,3})/(?!Add|Corr|Rev|Amend|Summary)")
_ROMAN_SESSION = re.compile(r"A/RES/\d+[A-Z]?\(([IVXLC]+)\)[A-Z]?")

GA_FIRST_YEAR = 1945
"""The General Assembly's session s opens in September of 1945 + s (the first, of 1946, met in January)."""

ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@dataclass(frozen=True, slots=True)
class Symbol:
    """A parsed symbol.

    `text` is the canonical form; `organ` the author (unga, unsc, ecosoc, hrc, ccpcj, cnd, untoc_cop, uncac_cosp or
    None); `kind` resolution, decision, draft or document; `session` the General Assembly's regular session.
    """

    text: str
    organ: str | None
    kind: str
    session: int | None


ORGANS = (
    ("A/HRC", "hrc"),
    ("A/C.", "unga"),
    ("A/", "unga"),
    ("S/", "unsc"),
    ("E/CN.15", "ccpcj"),
    ("E/CN.7", "cnd"),
    ("E/", "ecosoc"),
    ("CCPCJ/", "ccpcj"),
    ("CND/", "cnd"),
    ("CTOC/COP", "untoc_cop"),
    ("CAC/COSP", "uncac_cosp"),
    ("UNODC/CCPCJ", "ccpcj"),
)


def normalise(text: str) -> str:
    """The canonical form of a printed symbol: no spaces, full stop after L, Add, Corr and Rev."""
    text = re.sub(r"\s+", "", text).rstrip("*.,;:").replace("\u2011", "-")
    return re.sub(r"/(L|CRP|Add|Corr|Rev|Amend|SR|PV|WP|INF)(?=\d)", r"/\1.", text)


def parse_symbol(text: str) -> Symbol:
    """Parses a symbol; UnknownSymbol where the text is none."""
    canonical = normalise(text)
    if not SYMBOL.fullmatch(canonical):
        raise UnknownSymbol(f"{text!r} is no document symbol; write one such as A/RES/76/187 or E/CN.15/2021/L.6")
    organ = next((organ for prefix, organ in ORGANS if canonical.startswith(prefix)), None)
    if "/RES/" in canonical:
        kind = "resolution"
    elif "/DEC/" in canonical:
        kind = "decision"
    elif re.search(r"/L\.\d+", canonical):
        kind = "draft"
    else:
        kind = "document"
    session = _SESSION.match(canonical)
    number = int(session[1]) if session and "ES-" not in canonical and "/S-" not in canonical else None
    if number is None and (match := _ROMAN_SESSION.fullmatch(canonical)):
        number = roman(match[1])
    return Symbol(canonical, organ, kind, number if organ == "unga" else None)


def roman(text: str) -> int:
    """The value of a Roman numeral made of I, V, X, L and C."""
    total = 0
    for char, following in zip(text, text[1:] + " ", strict=True):
        here = ROMAN[char]
        total += -here if ROMAN.get(following, 0) > here else here
    return total


def fits_session(session: int, date: str) -> bool:
    """Does an ISO date lie within the General Assembly's regular session (September to the next September)?"""
    year, month = int(date[:4]), int(date[5:7])
    opening = GA_FIRST_YEAR + session
    if session == 1:
        return year == 1946
    return (year == opening and month >= 9) or (year == opening + 1 and month <= 9)


def to_roman(number: int) -> str:
    """A number up to 99 as a Roman numeral."""
    tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"]
    units = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    return tens[number // 10 % 10] + units[number % 10]
