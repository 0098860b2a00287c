"""Where the words of a text begin and end: runs of one script, marks and invisible signs included."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U000323af"
)
"""Written without spaces: radicals, numerals, kana, ideographs."""
ARABIC = (
    "\u0620-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06ff\u0750-\u077f\u0870-\u0887\u08a0-\u08c9"
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
"""Arabic letters, with the forms that old files and PDF have; no digits, no punctuation."""
CYRILLIC = "\u0400-\u0481\u048a-\u052f\u1c80-\u1c88"
ALPHABETIC = (
    "0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0250-\u02af\u02bb\u0370-\u0373\u0376-\u0377"
    "\u037b-\u037d\u0386\u0388-\u03ff" + CYRILLIC + "\u0531-\u0556\u0561-\u0587\u0660-\u0669\u06f0-\u06f9\u10a0-\u10ff"
    "\u037f\u1c90-\u1cbf\u2c60-\u2c7f\u2d00-\u2d2d\ua640-\ua66e\ua680-\ua69b\ua722-\ua787\ua78b-\ua7ff"
    "\u1d00-\u1dbf\u2126\u212a\u212b\uab30-\uab6f"
    "\u1e00-\u1fbc\u1fc2-\u1fcc\u1fd0-\u1fdb\u1fe0-\u1fec\u1ff2-\u1ffc\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
)
"""Letters that stand in words with spaces between them, and digits."""
RAISED = "\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089"
"""Small digits above and below the line: they call notes, and stand between no words."""
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06e8\u06ea-\u06ed"
    "\u08d3-\u08ff\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe00-\ufe0f\ufe20-\ufe2f"
)
INVISIBLE = "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Signs that no reader sees within a word: soft hyphens, joiners, marks of direction."""
APOSTROPHES = "'\u2018\u2019\u02bc\uff07"
HYPHENS = "\\-\u2010\u2011\ufe63\uff0d"
SLASHES = "/\u2215\uff0f"
DOTS = ".\uff0e"

_W = f"[{ALPHABETIC}][{ALPHABETIC}{MARKS}{INVISIBLE}]*"
_CHUNK = re.compile(
    f"(?P<plain>{_W}(?:[{APOSTROPHES}{HYPHENS}{SLASHES}{DOTS}]{_W})*)"
    f"|(?P<arabic>[{ARABIC}][{ARABIC}{MARKS}{INVISIBLE}]*)"
    f"|(?P<han>[{HAN}](?:[\\s{MARKS}{INVISIBLE}]*[{HAN}])*)"
    f"|(?P<other>[^\\W_{RAISED}](?:[^\\W_{RAISED}{ALPHABETIC}{ARABIC}{HAN}]|[{MARKS}{INVISIBLE}])*)"
)
_SILENT = re.compile(f"[{INVISIBLE}]")
_HAN_GAP = re.compile(f"[\\s{MARKS}{INVISIBLE}]+")
_DIGITS = {base + digit: str(digit) for base in (0x0660, 0x06F0) for digit in range(10)}
_LETTERS = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t",
})  # fmt: skip
"""Letters that differ by a stroke, which no decomposition takes away."""
LONGEST = 64
"""Characters of a term; what is longer is no word, and its head finds it."""


def chunks(text: str) -> Iterator[re.Match[str]]:
    """The runs of `text`, each a match of the group plain, arabic, han or other."""
    return _CHUNK.finditer(text)


def han_positions(text: str, start: int, end: int) -> list[int]:
    """Where the characters of a Han run stand; line breaks and spaces between them are none of it."""
    skipped = {at for gap in _HAN_GAP.finditer(text, start, end) for at in range(gap.start(), gap.end())}
    return [at for at in range(start, end) if at not in skipped]


def han_characters(run: str) -> str:
    """A Han run without its gaps, in the usual form of each character."""
    run = _HAN_GAP.sub("", run)
    usual = unicodedata.normalize("NFKC", run)
    return usual if len(usual) == len(run) else "".join(unicodedata.normalize("NFKC", char)[:1] or char for char in run)


def lower(word: str) -> str:
    """One form for all ways to write the same letters: compatibility forms, case, digits; accents stay."""
    word = unicodedata.normalize("NFKC", _SILENT.sub("", word)).casefold().translate(_DIGITS)
    return unicodedata.normalize("NFC", word)


def fold(word: str) -> str:
    """A word of `lower` without its accents and marks. Of й no breve is taken: it is a letter of its own."""
    if word.isascii():
        return word
    out = []
    for char in word:
        if char in "йЙ":
            out.append(char)
        elif not unicodedata.combining(char):
            out.append(unicodedata.normalize("NFD", char)[0])
    return "".join(out).translate(_LETTERS)


def letters(word: str) -> str:
    """What of a word can stand in a term: letters and digits, at most LONGEST of them."""
    if not word.isalnum():
        word = "".join(char for char in word if char.isalnum())
    return word[:LONGEST]


def script(word: str) -> str:
    """Arabic, Cyrillic, Latin or other: by the first letter that tells."""
    for char in word:
        if "a" <= char <= "z" or "A" <= char <= "Z" or "\u00c0" <= char <= "\u024f":
            return "Latin"
        if "\u0400" <= char <= "\u052f":
            return "Cyrillic"
        if "\u0620" <= char <= "\u08ff":
            return "Arabic"
    return "other"
