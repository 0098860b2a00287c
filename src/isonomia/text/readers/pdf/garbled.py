"""Tells text from characters that only look like one: private font encodings, wrong code pages."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

ENOUGH = 60
"""Fewer characters than this show nothing."""

ENOUGH_LETTERS = 250
"""Letters needed before their mixture says anything of the language."""

MAX_UNNAMED = 0.2
"""Share of characters that no reader can show."""

MAX_ACCENTED = 0.35
"""Share of accented Latin letters: about a twentieth in French and Spanish, nearly all where Cyrillic or Arabic
bytes are shown by a Latin code page."""

MIN_VOWELS, MAX_VOWELS = 0.22, 0.62
"""Share of vowels among Latin letters: 0.37 to 0.48 in English, French and Spanish, less in lists of abbreviations."""

_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_BEYOND = re.compile("[\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
_UNNAMED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffc-\uffff]")
_FULLER = re.compile(r"\S*\.{4,}\S*|\S+@\S+|https?:\S+")
_INNER_SIGN = r"[^\w\s'’./,:()-]"
_MIXED = re.compile(rf"[A-Za-z]{_INNER_SIGN}\S*[A-Za-z]|{_INNER_SIGN}[A-Z]{_INNER_SIGN}")
_VOWELS = frozenset("aeiouy")


def is_garbled(text: str) -> bool:
    """Is the text no text of any language: unnamed characters, mojibake, or letters in an impossible mixture?"""
    text = _FULLER.sub(" ", text)
    shown = [char for char in text if not char.isspace()]
    if len(shown) < ENOUGH:
        return False
    if len(_UNNAMED.findall(text)) > MAX_UNNAMED * len(shown):
        return True
    letters = sum(map(str.isalpha, shown))
    latin = len(_LATIN.findall(text))
    if 2 * latin < letters or latin == 0:
        return False
    if len(_BEYOND.findall(text)) > MAX_ACCENTED * latin:
        return True
    if 2 * letters < len(shown) and letters and _is_mixed(text):
        return True
    if latin < ENOUGH_LETTERS:
        return False
    vowels = sum(_base(char) in _VOWELS for char in _LATIN.findall(text))
    return not MIN_VOWELS * latin <= vowels <= MAX_VOWELS * latin


def _is_mixed(text: str) -> bool:
    """Do signs stand inside words as often as letters do? In tables of figures, words and figures are apart."""
    words = [word for word in text.split() if len(word) > 3]
    return len(words) >= 20 and sum(bool(_MIXED.search(word)) for word in words) > 0.5 * len(words)


@cache
def _base(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0].casefold()
