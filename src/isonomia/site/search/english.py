"""English as it is spelt on both sides of an ocean, brought to one spelling before it is stemmed."""

from __future__ import annotations

import re

_IZE = re.compile(r"(?<=[a-z]{2}[lnrmdgst])(?<!advert)is(?=(?:e[drs]?|ers|ing|ations?|ational)$)")
"""organise, legalisation; not revise or exercise, which have one spelling, nor advertise, for its noun has an s."""
_YZE = re.compile(r"(?<=anal|aral)ys(?=(?:e[drs]?|ers|ing)$)")
_OTHERS = (
    (re.compile(r"(behavi|lab|col|hon|fav|neighb|harb|rum|endeav)our"), r"\1or"),
    (re.compile(r"^((?:de|of)fen|licen|preten)ce(?=[sd]?$)"), r"\1se"),
    (re.compile(r"^centre(?=[sd]?$)"), "center"),
    (re.compile(r"^(program|kilogram)me(?=s?$)"), r"\1"),
)
_ANY = re.compile(r"is(?:e|ing|ation)|ys(?:e|ing)|our|nce|centre|mme")


def one_spelling(word: str) -> str:
    """A word in small letters without accents in one of its two spellings."""
    if not _ANY.search(word):
        return word
    word = _YZE.sub("yz", _IZE.sub("iz", word))
    for pattern, usual in _OTHERS:
        word = pattern.sub(usual, word)
    return word
