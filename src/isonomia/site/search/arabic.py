"""Light stemming of Arabic: one spelling, the article and what is written with it taken off, common endings too.

It does not look for roots. Two kinds of broken plural that the Programme's texts are full of are brought to the
form of their singular: crimes, means, documents (CaCāʾiC) and victims, cases (CaCāyā).
"""

from __future__ import annotations

import re
import unicodedata

_SPELLING = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ۀ": "ه", "ک": "ك",
    "ء": None, "ـ": None,
})  # fmt: skip
_ARTICLE = re.compile("[وف]?(?:[بك]?ال|لل)(?=...)")
"""The article, alone or with a preposition and a conjunction that are written with it."""
_CLITICS = "وفبكل"
"""Conjunctions and prepositions of one letter: without an article after them they may as well be of the root."""
_POSSESSIVES = re.compile("(?<=....)(?:هما|هم|هن|كم|نا)$")
_ENDINGS = re.compile("(?<=...)(?:ها|ات|ان|ون|ين|يه|ه|ي)$")
_PRONOUNS = {"ه", "ها", "هم", "هما", "هن", "كم", "نا"}
_TIED = re.compile("(?<=..[^ا])ت$")
_SEAT = re.compile("ئ(?=و)")
_CRIMES = re.compile("(..)اي(?!ا)(.)")
_VICTIMS = re.compile("(..)ايا")
LEAST = 3
"""Letters that a stem keeps."""
MOST = 2
"""Clitics of one letter that stand before a word: a conjunction, a preposition."""


def spelling(word: str) -> str:
    """A word without vowel signs, tatweel and hamza, its letters in one form."""
    kept = "".join(char for char in word if not unicodedata.combining(char))
    return _SEAT.sub("و", kept).translate(_SPELLING)


def _without_endings(word: str) -> str:
    while True:
        shorter = _POSSESSIVES.sub("", word)
        if shorter == word:
            shorter = _ENDINGS.sub("", word)
        if shorter == word:
            break
        if word[len(shorter) :] in _PRONOUNS:
            # before a pronoun the feminine ending is written ت
            shorter = _TIED.sub("", shorter)
        word = shorter
    if len(word) == 5 and (match := _CRIMES.fullmatch(word) or _VICTIMS.fullmatch(word)):
        return match[1] + "ي" + (match[2] if match.re is _CRIMES else "")
    return word


def stem(word: str) -> str:
    """The stem of a word in the spelling of `spelling`; an article goes, a clitic without article stays."""
    return _without_endings(word[_article(word) :])


def _article(word: str) -> int:
    """How many letters of `word` are its article, with what is written before it."""
    at = 0
    while (article := _ARTICLE.match(word, at)) and len(_without_endings(word[article.end() :])) >= LEAST:
        at = article.end()
    return at


def beginnings(word: str) -> list[int]:
    """Where, within a word in the spelling of `spelling`, what one looks up may begin: after article and clitics."""
    return sorted({0, _article(word), *(off for _, off in readings(word))})


def readings(word: str) -> list[tuple[str, int]]:
    """The stem of `word`, then the stems of what is left when its first letters are taken for clitics.

    Each with how many letters of `word` stand before it. All follow from the first, so that a word has the same
    readings with and without its article. `word` is in the spelling of `spelling`.
    """
    before = _article(word)
    first = _without_endings(word[before:])
    out = [(first, 0)]
    rest = first
    while rest[0] in _CLITICS and len(out) <= MOST and (len(out) == 1 or first[0] in "وف"):
        rest = rest[1:]
        off = before + len(first) - len(rest)
        reading = stem(rest)
        if len(reading) < LEAST:
            break
        if reading != out[-1][0]:
            out.append((reading, off))
    return out
