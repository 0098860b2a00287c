"""The classification of crime for its pages: found by words, its texts with their codes as links."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from isonomia.site.records.codelists import fold
from isonomia.statistics.classification.iccs import Category, iccs, normal_code, tags

LEXICONS = ("en", "es", "fr")
"""The languages in which names of offences are there besides the labels."""
MOST_FOUND = 100
_WORDS = re.compile(r"\w+")
_CODE = re.compile(r"\b\d{2,7}\b")
_SMALL = frozenset([
    "a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
    "al", "con", "de", "del", "el", "en", "la", "las", "los", "o", "por", "que", "un", "una", "y",
    "au", "aux", "des", "du", "et", "le", "les", "ou", "par", "une", "l", "d",
])  # fmt: skip
"""Words that say nothing alone."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A category that was found; `name` is the name of an offence by which it was, with its language, where it was not
    by its label."""

    category: Category
    name: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; `code` where it is one of the classification."""

    text: str
    code: str = ""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without case and accents, small ones left out."""
    return tuple(word for word in _WORDS.findall(fold(text)) if word not in _SMALL)


@lru_cache(maxsize=1)
def names() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """What penal laws call the offences of a code: (name, language), by code."""
    out: dict[str, list[tuple[str, str]]] = {}
    folder = files("isonomia.statistics.classification").joinpath("offences")
    for language in LEXICONS:
        place = folder.joinpath(f"{language}.toml")
        for row in tomllib.loads(place.read_text(encoding="utf-8")).get("code", []):
            out.setdefault(row["code"], []).extend((name, language) for name in row["names"])
    return {code: tuple(rows) for code, rows in out.items() if code in iccs()}


@lru_cache(maxsize=1)
def _searched() -> tuple[
    tuple[str, tuple[str, ...], tuple[tuple[tuple[str, ...], str, str], ...], tuple[str, ...]], ...
]:
    """Each code with the words of its labels, of its names, and of its definition and inclusions."""
    out = []
    for code, one in iccs().items():
        texts = " ".join([*one.definitions.values(), *(part for parts in one.inclusions.values() for part in parts)])
        called = tuple((words_of(name), name, language) for name, language in names().get(code, ()))
        out.append((code, words_of(" ".join(one.labels.values())), called, words_of(texts)))
    return tuple(out)


def _has_all(wanted: Iterable[str], words: tuple[str, ...]) -> bool:
    """Whether each word begins one of the text."""
    return all(any(word.startswith(begin) for word in words) for begin in wanted)


def search(text: str) -> list[Hit]:
    """The categories of a code or of words: by their labels first, then by names of offences, then by their texts."""
    code = normal_code(text.strip())
    if code is not None:
        below = [one for one in iccs() if one != code and one.startswith(code)]
        return [Hit(iccs()[found]) for found in (code, *below)][:MOST_FOUND]
    wanted = words_of(text)
    if not wanted:
        return []
    ranked: list[tuple[int, int, Hit]] = []
    for at, (code, label, called, texts) in enumerate(_searched()):
        if _has_all(wanted, label):
            ranked.append((0, at, Hit(iccs()[code])))
        elif name := next(((name, language) for words, name, language in called if _has_all(wanted, words)), None):
            ranked.append((1, at, Hit(iccs()[code], *name)))
        elif _has_all(wanted, texts):
            ranked.append((2, at, Hit(iccs()[code])))
    return [hit for _rank, _at, hit in sorted(ranked, key=lambda row: row[:2])][:MOST_FOUND]


def pieces(text: str) -> list[Piece]:
    """A text with the codes in it apart."""
    out, last = [], 0
    for found in _CODE.finditer(text):
        if found[0] in iccs():
            out += [Piece(text[last : found.start()]), Piece(found[0], found[0])]
            last = found.end()
    return [piece for piece in [*out, Piece(text[last:])] if piece.text]


def variables() -> list[tuple[str, list[tuple[str, str, tuple[str, ...]]]]]:
    """The disaggregating variables by what they describe: (what, [(tag, name, values)])."""
    out: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for tag in tags():
        out.setdefault(tag.scope, []).append((tag.tag, tag.name, tag.values))
    return list(out.items())
