"""Texts that a wrong encoding broke, and two spellings of one label."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

import numpy as np

from isonomia.statistics.areas import areas
from isonomia.statistics.checks.finding import ERROR, WARNING, Finding, rows_of
from isonomia.statistics.dataset import Dataset

BROKEN = re.compile(
    r"\ufffd"  # a character that could not be read
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"  # control characters, also of UTF-8 read as Latin-1
    r"|[ÂÃÐÑØÙ][\u00a0-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    r"|â€.|&(?:amp|lt|gt|quot|nbsp|#\d+);"  # UTF-8 read as Windows-1252; markup left in
    r"|(?<=[^\W\d_])\?(?=[^\W\d_])"  # a letter lost inside a word
    r"|^=+\s*[A-Z]+\s*\("  # the formula instead of its result
)
SMALL = frozenset(
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "regarding", "the", "to", "with", "about"]
)
"""Words that do not tell labels apart."""
WORD = re.compile(r"[^\W\d_]+")
COMMON = frozenset(["including", "excluding", "regarding", "through", "between", "unknown", "whether"])
"""Words of labels that the classification does not use."""
LETTERS = 6
"""Words shorter than this differ by one letter and mean different things."""


def broken_text(data: Dataset) -> Iterator[Finding]:
    """One finding for each label with broken characters, with all its rows."""
    for name, column in data.columns.items():
        for code, label in enumerate(column.labels):
            found = BROKEN.search(label)
            if found:
                rows = rows_of(np.flatnonzero(column.codes == code).tolist())
                facts = {"label": label, "column": data.header.get(name, name), "part": repr(found.group())}
                yield Finding("broken-text", ERROR, rows, facts)


def label_variant(data: Dataset) -> Iterator[Finding]:
    """One finding for each label that is another one written differently, or that misspells a word of the file."""
    words = _words(data)
    for name, column in data.columns.items():
        if name == "source":
            continue
        sizes = np.bincount(column.codes, minlength=len(column.labels)).tolist()
        by_form: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for code, label in enumerate(column.labels):
            if not BROKEN.search(label):
                by_form[_form(label)].append(code)
        told: set[int] = set()
        for form, codes in by_form.items():
            if form and len(codes) > 1:
                right = max(codes, key=lambda code: (not column.labels[code].isupper(), sizes[code]))
                for code in codes:
                    if code != right:
                        told.add(code)
                        yield _variant(data, name, code, column.labels[right])
        for code, label in enumerate(column.labels):
            better = _respelt(label, words) if code not in told and not BROKEN.search(label) else label
            if better != label:
                yield _variant(data, name, code, better)


def _variant(data: Dataset, name: str, code: int, right: str) -> Finding:
    column = data.columns[name]
    rows = rows_of(np.flatnonzero(column.codes == code).tolist())
    facts = {"label": column.labels[code], "right": right, "column": data.header.get(name, name)}
    return Finding("label-variant", WARNING, rows, facts, (name,))


def _form(label: str) -> tuple[str, ...]:
    """A label without what spellings vary in: case, punctuation, hyphens in words, small words; numbers count."""
    joined = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", "", label.casefold())
    return tuple(word for word in re.findall(r"\w+|[<>%]", joined) if word not in SMALL)


def _words(data: Dataset) -> dict[str, int]:
    """How many labels of the file use each long word."""
    used: dict[str, int] = defaultdict(int)
    for name, column in data.columns.items():
        if name not in ("source", "country", "iso3"):
            for label in column.labels:
                for word in set(WORD.findall(label.casefold())):
                    if len(word) >= LETTERS:
                        used[word] += 1
    return used


def _respelt(label: str, words: dict[str, int]) -> str:
    """The label with words replaced that are one slip of the pen away from a word more labels use."""
    for word in WORD.findall(label):
        folded = word.casefold()
        better = _nearest(folded, words) if len(folded) >= LETTERS else None
        if better:
            label = label.replace(word, better.capitalize() if word[0].isupper() else better)
    return label


def _nearest(word: str, words: dict[str, int]) -> str | None:
    """The right form of a word that differs from another of the file by one slip; None where it is right itself."""
    others = [other for other in words if abs(len(other) - len(word)) <= 1 and _slip(word, other)]
    best = max([word, *others], key=lambda one: (one in _lexicon(), words.get(one, 0), _usual(one), len(one)))
    return None if best == word else best


@lru_cache(maxsize=1)
def _lexicon() -> frozenset[str]:
    """The words of the International Classification of Crime for Statistical Purposes and of the names of countries."""
    text = files("isonomia.statistics.classification").joinpath("iccs.csv").read_text(encoding="utf-8")
    names = " ".join(area.names["en"] for area in areas().values())
    return COMMON | frozenset(WORD.findall(f"{text} {names}".casefold()))


def _usual(word: str) -> int:
    """Minus the number of three letters in a row that no known word has: misspellings have more of them."""
    known = " ".join(_lexicon())
    return -sum(word[i : i + 3] not in known for i in range(len(word) - 2))


def _slip(one: str, other: str) -> bool:
    """Whether two words differ by two neighbouring letters swapped, or by one of a pair of equal letters left out."""
    if len(one) == len(other):
        differ = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(differ) == 2 and differ[1] == differ[0] + 1
        return swapped and one[differ[0]] == other[differ[1]] and one[differ[1]] == other[differ[0]]
    short, long = sorted((one, other), key=len)
    return any(long[:i] + long[i + 1 :] == short and long[i] == long[i - 1] for i in range(1, len(long)))
