"""What holds a clause in its place when its document is read again: paragraph, verb, first words; never its order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FIRST_WORDS = 40
"""Letters of a clause that its anchor holds; an ideograph stands for two."""
_WORD = re.compile(r"[^\W_]*")


def bare(text: str) -> str:
    """A text without case, marks, spaces and punctuation: what a better reading of the same page does not change."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in folded if char.isalnum())


def first_words(text: str, most: int = FIRST_WORDS) -> str:
    """The beginning of a text, bare."""
    out: list[str] = []
    left = most
    for char in bare(text):
        left -= 2 if char > "\u2fff" else 1
        if left < 0:
            break
        out.append(char)
    return "".join(out)


def quoted(text: str, most: int = FIRST_WORDS) -> str:
    """The beginning of a text as printed, to the end of a word: what a correction quotes."""
    left = len(first_words(text, most))
    end = 0
    while left > 0 and end < len(text):
        left -= len(bare(text[end]))
        end += 1
    if end and text[end - 1] <= "\u2fff" and (rest := _WORD.match(text, end)):
        end = rest.end()
    return text[:end]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A clause of one language version."""

    language: str
    paragraph: str
    verb: str
    opening: str

    @classmethod
    def of(cls, clause: Mapping[str, Any]) -> Anchor:
        """The anchor of a clause in the form of `isonomia.Mandate.to_dict`."""
        return cls(clause["language"], clause["paragraph"], bare(clause["verb"]), first_words(clause["text"]))

    def holds(self, clause: Mapping[str, Any]) -> bool:
        """Whether a clause is the one that this anchor means."""
        return (
            clause["language"] == self.language
            and clause["paragraph"] == self.paragraph
            and bare(clause["verb"]) == self.verb
            and bare(clause["text"]).startswith(self.opening)
        )
