"""The terms of one word: what stands in the stream of a text for it, and by what else it can be found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from Stemmer import Stemmer

from isonomia.site.search import arabic
from isonomia.site.search.english import one_spelling
from isonomia.site.search.scripts import (
    APOSTROPHES,
    DOTS,
    HYPHENS,
    LONGEST,
    SLASHES,
    fold,
    letters,
    lower,
    script,
)

LATIN = {"en": "english", "es": "spanish", "fr": "french"}
"""The languages in Latin script and their Snowball stemmers."""
AS_PRINTED = "="
"""Stands before a word as it is printed (case and accents aside), a part of a symbol, a name: no stem has it."""

_stemmers = {language: Stemmer(name, 0) for language, name in LATIN.items()}
_russian = Stemmer("russian", 0)

_ELISION = re.compile(
    f"(?:[cdjlmnst]|qu|jusqu|lorsqu|presqu|puisqu|quoiqu)[{APOSTROPHES}](?=[aeiouhyæœàâäéèêëîïôöùûü])"
)
_POSSESSIVE = re.compile(f"(?<=.)[{APOSTROPHES}]s$")
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_PART = re.compile(f"[^{SLASHES}{DOTS}]+")
_BETWEEN_HYPHENS = re.compile(f"[^{HYPHENS}]+")
_SLASH = re.compile(f"[{SLASHES}]")
_HYPHEN = re.compile(f"[{HYPHENS}]")
_DOT = re.compile(f"[{DOTS}]")

_ALIKE = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
"""Cyrillic capitals that look like Latin ones and are typed for them in symbols."""
_SYMBOL = re.compile(
    r"(?=.*\d)(?:[a-z]{1,8}(?:\.\d{1,3})?|[a-z]{1,2}-\d{1,3}|\d{1,4})(?:/[a-z0-9]+(?:[.-][a-z0-9]+)*){1,9}"
)
_MARKER = re.compile(
    r"(?:l|crp|wp|cn|c|conf|add|rev|corr|amend|sr|pv|inf|ngo)\.\d+(?:/[a-z0-9]+(?:[.-][a-z0-9]+)*){0,9}"
)
_UNDOTTED = re.compile(r"(?<![a-z])(l|crp|add|corr|rev|amend|sr|pv|wp|inf)(?=\d)")
_FRAME = {"res", "dec", "add", "corr", "rev", "amend", "conf", "crp", "inf", "ngo"}
"""Parts of symbols that say what kind of paper it is; nobody looks for them as words."""


class Piece(NamedTuple):
    """A term and the span of the text that it stands for."""

    term: str
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Word:
    """What one run of letters gives.

    `stream` are the terms that follow each other in the text (a phrase is looked for in them), `bag` what else finds
    the word: its form as printed behind AS_PRINTED, other stems, parts. Spans count from the start of the run.
    `printed` pairs the forms that can be suggested to a reader with how they are written here.
    """

    stream: tuple[Piece, ...]
    bag: tuple[Piece, ...]
    printed: tuple[tuple[str, str], ...]
    stream_terms: tuple[str, ...] = field(init=False)
    bag_terms: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.stream_terms = tuple(piece.term for piece in self.stream)
        self.bag_terms = tuple(piece.term for piece in self.bag)


def stems(word: str, latin: str) -> tuple[str, str]:
    """The stem of a word of `lower`: without its accents, which is the one of streams, and with them.

    Who types no accents finds what has them by the first; the second knows better which endings are endings.
    """
    plain = fold(word)
    kind = script(plain)
    if kind == "Latin":
        stemmer = _stemmers[latin]
        if latin == "en":
            plain = one_spelling(plain)
        first = stemmer.stemWord(plain)
        return letters(first), letters(first) if word.isascii() else letters(fold(stemmer.stemWord(word)))
    if kind == "Cyrillic":
        stem = letters(_russian.stemWord(plain))
        return stem, stem
    return letters(plain), letters(plain)


def symbol(run: str) -> str | None:
    """The usual form of a document symbol, of a part of one, or of anything written like one; None for words."""
    usual = lower(_SLASH.sub("/", _HYPHEN.sub("-", _DOT.sub(".", run.translate(_ALIKE)))))
    if not usual.isascii() or len(usual) > LONGEST:
        return None
    usual = _UNDOTTED.sub(r"\1.", usual)
    return usual if _SYMBOL.fullmatch(usual) or _MARKER.fullmatch(usual) else None


def symbol_parts(usual: str) -> list[str]:
    """All by which a symbol is called in short: neighbouring parts of it that have a number."""
    parts = usual.split("/")
    runs = {"/".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 2, len(parts) + 1)}
    runs |= {part for part in parts if _MARKER.fullmatch(part)}
    return sorted(run for run in runs | {usual} if any(char.isdigit() for char in run))


def _symbol_word(run: str, usual: str) -> Word:
    end = len(run)
    bag = [Piece(AS_PRINTED + part, 0, end) for part in symbol_parts(usual)]
    for part in usual.split("/"):
        if (part.isalpha() and len(part) > 2 and part not in _FRAME) or (part.isdigit() and len(part) == 4):
            bag += [Piece(part, 0, end), Piece(AS_PRINTED + part, 0, end)]
    return Word((Piece(usual, 0, end),), tuple(bag), ((usual, run),))


@lru_cache(maxsize=1 << 17)
def plain_word(run: str, latin: str) -> Word:
    """A run of Latin, Cyrillic or Greek letters and digits, with what joins them: hyphens, apostrophes, slashes."""
    if (_SLASH.search(run) or _DOT.search(run)) and (usual := symbol(run)):
        return _symbol_word(run, usual)
    stream: list[Piece] = []
    bag: list[Piece] = []
    printed: list[tuple[str, str]] = []
    for part in _PART.finditer(run):
        for piece in _BETWEEN_HYPHENS.finditer(run, part.start(), part.end()):
            _one(run, piece.start(), piece.end(), latin, stream, bag, printed)
        if len(part[0]) < len(run):
            _joined(part[0], part.start(), latin, bag)
    if len(stream) > 1:
        _joined(run, 0, latin, bag)
    return Word(tuple(stream), tuple(bag), tuple(printed))


def _one(
    run: str, start: int, end: int, latin: str, stream: list[Piece], bag: list[Piece], printed: list[tuple[str, str]]
) -> None:
    if not run[start:end].isalnum():
        if elision := _ELISION.match(run[start:end].lower()):
            start += elision.end()
        if possessive := _POSSESSIVE.search(run[start:end].lower()):
            end = start + possessive.start()
    word = lower(_APOSTROPHE.sub("", run[start:end]))
    first, other = stems(word, latin)
    if not first:
        return
    stream.append(Piece(first, start, end))
    if other and other != first:
        bag.append(Piece(other, start, end))
    form = letters(fold(word))
    bag.append(Piece(AS_PRINTED + form, start, end))
    if not form.isdigit():
        printed.append((form, run[start:end]))


def _joined(run: str, start: int, latin: str, bag: list[Piece]) -> None:
    """Words joined by hyphens, and initials with full stops, are found as one word too: anticorruption, UNODC."""
    if _SLASH.search(run):
        return
    parts = re.split(f"[{HYPHENS}{DOTS}]", run)
    dotted = bool(_DOT.search(run))
    if len(parts) < 2 or (dotted and max(map(len, parts)) > 2) or (not dotted and len(parts) > 3):
        return
    word = lower(_APOSTROPHE.sub("", "".join(parts)))
    if not word.isdigit():
        for term in {*stems(word, latin), AS_PRINTED + letters(fold(word))}:
            bag.append(Piece(term, start, start + len(run)))


@lru_cache(maxsize=1 << 16)
def arabic_word(run: str) -> Word:
    """A run of Arabic letters."""
    word = arabic.spelling(lower(run))
    if not word or not word.isalnum():
        word = letters(word)
        if not word:
            return Word((), (), ())
    word = word[:LONGEST]
    at = _letter_positions(run, len(word))
    stream = tuple(Piece(letters(term), at[off], len(run)) for term, off in arabic.readings(word))
    forms = [(word[off:], at[off]) for off in arabic.beginnings(word)]
    bag = tuple(Piece(AS_PRINTED + form, start, len(run)) for form, start in forms)
    return Word(stream, bag, tuple((form, run[start:]) for form, start in forms))


def _letter_positions(run: str, count: int) -> list[int]:
    """Where the letters that `spelling` keeps stand in `run`; all at its start where they cannot be told apart."""
    at = [i for i, char in enumerate(run) if arabic.spelling(lower(char))]
    return at if len(at) == count else [0] * (count + 1)


@lru_cache(maxsize=1 << 12)
def other_word(run: str) -> Word:
    """A run of another script: found as it is printed, case and marks aside."""
    form = letters(fold(lower(run)))
    if not form:
        return Word((), (), ())
    end = len(run)
    return Word((Piece(form, 0, end),), (Piece(AS_PRINTED + form, 0, end),), ((form, run),))
