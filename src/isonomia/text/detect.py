"""Finds the language of a text: by script, then, among Latin-script languages, by their frequent short words."""

from __future__ import annotations

import re
from collections import Counter

from isonomia.errors import UnknownLanguage
from isonomia.text.grammar import grammar

SCRIPTS = {
    "Han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    "Arabic": re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]"),
    "Cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "Latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
}
ALONE = {"Han": "zh", "Arabic": "ar", "Cyrillic": "ru"}
"""Scripts that only one of the six languages uses."""
ENOUGH = 20_000
"""Characters that are looked at: the language of a document shows well before its end."""


def detect_language(text: str) -> str:
    """The language of `text`, one of the six; UnknownLanguage where no language shows."""
    sample = text[:ENOUGH]
    counts = {script: len(pattern.findall(sample)) for script, pattern in SCRIPTS.items()}
    counts["Han"] *= 3  # one Han character says about as much as three letters
    script = max(counts, key=lambda name: counts[name])
    if not counts[script]:
        raise UnknownLanguage("the text has no letters of a known script; say which with --language")
    if script in ALONE:
        return ALONE[script]
    candidates = ("en", "es", "fr")
    words = Counter(re.findall(r"[^\W\d_]+", sample.casefold()))
    scores = {
        language: sum(words[word.casefold()] for word in grammar(language).get("detect", "words"))
        for language in candidates
    }
    best = max(scores, key=lambda language: scores[language])
    if not scores[best]:
        raise UnknownLanguage("the language of the text does not show; say which with --language")
    return best
