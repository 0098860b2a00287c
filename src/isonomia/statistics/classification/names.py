"""What is known before any expert is asked: how laws and statistics name the offences of each code.

The names come from the lexicons of this project (offences/*.toml), the labels of the classification and, where there
are, its inclusions. What is no offence of the classification has names too (offences/excluded.toml).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from isonomia.statistics.classification.iccs import iccs
from isonomia.statistics.classification.wording import LANGUAGES, UNSPACED, folded, words

EXCLUDED = "excluded"
NAME, LABEL, INCLUSION, HEADING, WORD = "name", "label", "inclusion", "heading", "word"
WEIGHT = {NAME: 1.0, LABEL: 1.0, INCLUSION: 0.6, HEADING: 1.0, WORD: 0.4}
"""How far each kind of name is to be trusted. Inclusions are explanations, cut at semicolons."""
KNOWN_WORDS = 0.2
"""A list has a language of the lexicons where its names know at least this share of the words of its labels."""


@dataclass(frozen=True, slots=True)
class Name:
    """A wording and the codes that it stands for: one, or those among which a heading is divided. EXCLUDED is one."""

    text: str
    codes: tuple[str, ...]
    kind: str
    why: str = ""


@lru_cache(maxsize=3)
def names(language: str) -> tuple[Name, ...]:
    """All names of a language of the lexicons (en, es, fr), those of what is excluded last."""
    lexicon = _toml(f"{language}.toml")
    found = [Name(text, (row["code"],), NAME) for row in lexicon["code"] for text in row["names"]]
    labels: dict[str, str] = lexicon.get("french_labels", {}) if language == "fr" else {}
    for code, one in iccs().items():
        if label := one.labels.get(language) or labels.get(code, ""):
            found.append(Name(label, (code,), LABEL))
        for inclusion in one.inclusions.get(language, ()):
            plain = re.sub(r"\([^)]*\)", "", inclusion).strip()
            if len(plain) > 3:
                found.append(Name(plain, (code,), INCLUSION))
    found += [Name(row["name"], tuple(row["codes"]), HEADING, row["why"]) for row in lexicon["shared"]]
    found += [Name(word, tuple(codes), WORD) for word, codes in lexicon["words"].items()]
    for group in _toml("excluded.toml")["group"]:
        found += [Name(text, (EXCLUDED,), NAME, group["why"]) for text in group[language]]
    return tuple(found)


def language_of(labels: Sequence[str]) -> tuple[str, float]:
    """The language of the lexicons that knows most of the words of the labels, and the share that it knows."""
    shares = {}
    for language in LANGUAGES:
        vocabulary = _vocabulary(language)
        said = Counter(word for label in labels for word in words(label, language))
        shares[language] = sum(count for word, count in said.items() if word in vocabulary) / max(1, sum(said.values()))
    best = max(shares, key=lambda language: shares[language])
    return best, shares[best]


def translated(label: str, dictionary: Mapping[str, str]) -> str:
    """A label word by word, the longest entries first; words that the dictionary lacks stay. The entries are folded."""
    entries = sorted(dictionary, key=len, reverse=True)
    if not entries:
        return label
    ways = [re.escape(entry) if UNSPACED.search(entry) else rf"(?<!\w){re.escape(entry)}(?!\w)" for entry in entries]
    text = re.sub("|".join(ways), lambda found: f" {dictionary[found.group()]} ", folded(label))
    return re.sub(r"\s+", " ", text).strip()


@lru_cache(maxsize=3)
def _vocabulary(language: str) -> frozenset[str]:
    return frozenset(word for name in names(language) for word in words(name.text, language))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("offences", name).read_text(encoding="utf-8"))
