"""What kind of record a number is from: the police and courts, the registration of deaths, or a model.

The metadata of indicator 16.1.1 prefer criminal justice to public health, and both to estimates; the two count by
different rules, so that a series that changes from one to the other has a break.
"""

from __future__ import annotations

import re
from functools import lru_cache

CRIMINAL_JUSTICE, HEALTH, MODEL, OTHER = "criminal-justice", "health", "model", "other"
_WORDS = {
    MODEL: (r"\bghe\b", r"model", r"\bestimat", r"imput"),
    HEALTH: (
        r"\bwho\b", r"\bpaho\b", r"\bmoh\b", r"\bmd\b", r"\bvr\b", r"\bcrvs\b", r"\bicd\b", r"health", r"mortality",
        r"vital", r"civil regist", r"death", r"\bhfa\b", r"datasus",
    ),
    CRIMINAL_JUSTICE: (
        r"\bcts\b", r"\bmoi\b", r"\bmoj\b", r"\bnp\b", r"police", r"interior", r"justice", r"prosecut", r"court",
        r"interpol", r"\bsdg\b", r"eurostat", r"crime",
    ),
}  # fmt: skip


@lru_cache(maxsize=4096)
def kind_of(source: str) -> str:
    """The kind of a source by its label. A set that names several ("CTS/MoH") is of the first that the indicator
    prefers: the return to the survey is what was published."""
    text = source.casefold().replace("/", " ").replace("_", " ")
    found = {kind for kind, words in _WORDS.items() if any(re.search(word, text) for word in words)}
    return next((kind for kind in (CRIMINAL_JUSTICE, HEALTH, MODEL) if kind in found), OTHER)
