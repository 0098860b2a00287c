"""Citations: ours in United Nations text against eyecite in legal prose, both in English, in one run.

Timed are `find_citations(document)` on structured documents (the English samples, repeated, each copy with another
symbol, so that no text is met twice in a round) and `get_citations(text)` with eyecite's default tokenizer. Both get
the same number of texts, each of the same number of characters and with as many citations.
"""

from __future__ import annotations

import statistics
from functools import partial

from eyecite import get_citations
from legal_prose import legal_prose
from measuring import SAMPLES, Row, in_turns, spread, varied

import isonomia
from isonomia.text.citations import find_citations
from isonomia.text.model import Document

CHARACTERS = 100_000
TARGET = 20
LEAST = 8
"""Texts of a round, more than the program remembers."""
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def samples(language: str) -> list[Document]:
    """The sample documents in a language, read, repeated to the length; their texts all differ."""
    paths = [path for path in sorted(SAMPLES.glob(f"*.{language}.*")) if path.suffix in (".txt", ".html")]
    out: list[Document] = []
    while sum(len(document.text) for document in out) < CHARACTERS or len(out) < LEAST:
        out.append(isonomia.read(varied(paths[len(out) % len(paths)], len(out) // len(paths))))
    return out


def _ours(documents: list[Document]) -> int:
    return sum(len(find_citations(document)[0]) for document in documents)


def _theirs(texts: list[str]) -> int:
    return sum(len(get_citations(text)) for text in texts)


def measure(*, rounds: int = 7) -> list[Row]:
    """The ratio, both rates, and our rate in each language."""
    documents = samples("en")
    length = sum(len(document.text) for document in documents)
    texts = [
        legal_prose(len(document.text), citations=len(document.citations), seed=seed)
        for seed, document in enumerate(documents)
    ]
    found = {"ours": _ours(documents), "eyecite": _theirs(texts)}
    seconds = in_turns({"ours": partial(_ours, documents), "eyecite": partial(_theirs, texts)}, rounds=rounds)
    ratios = [b / a for a, b in zip(seconds["ours"], seconds["eyecite"], strict=True)]
    detail = {"characters": length, "texts": len(texts), "rounds": rounds, "found": found}
    rows = [spread("citations: ours against eyecite", ratios, "times", target=TARGET, detail=detail)]
    for name in ("ours", "eyecite"):
        rows.append(spread(f"  {name}, English", [length / s for s in seconds[name]], "characters/s"))
    others = {language: samples(language) for language in LANGUAGES if language != "en"}
    turns = in_turns({language: partial(_ours, rest) for language, rest in others.items()}, rounds=rounds)
    base = statistics.median(seconds["eyecite"]) / length
    for language, rest in others.items():
        size = sum(len(document.text) for document in rest)
        rates = [size / s for s in turns[language]]
        more = {"times eyecite on English": round(statistics.median(rates) * base, 1)}
        rows.append(spread(f"  ours, {language}", rates, "characters/s", detail=more))
    return rows
