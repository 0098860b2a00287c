"""Codes for labels, the same for the same label in every file: SDMX wants codes where workbooks print words."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from isonomia.statistics.codelists import code_list

TOTAL, UNKNOWN, OTHER, NOT_APPLICABLE = "_T", "_U", "_O", "_Z"
"""The generic codes of the SDMX content-oriented guidelines."""
GENERIC: Mapping[str, str] = {
    "total": TOTAL, "unknown": UNKNOWN, "not known": UNKNOWN, "not specified": UNKNOWN, "other": OTHER,
    "na": NOT_APPLICABLE, "n/a": NOT_APPLICABLE, "not applicable": NOT_APPLICABLE, "": NOT_APPLICABLE,
}  # fmt: skip
SIGNS = {"<": " LT ", ">": " GT ", "≤": " LE ", "≥": " GE ", "+": " PLUS ", "%": " PC ", "&": " AND "}
LONGEST = 60
"""Codes are cut to so many characters, and then end in a mark of the whole label."""


def codes(component: str, labels: Sequence[str], *, iccs: bool = False) -> tuple[str, ...]:
    """A code for each label of a component (REF_AREA, SEX, AGE, UNIT_MEASURE, another), all different.

    A label's code depends on the label alone, unless two labels of one file would have the same: then all but the one
    spelt like a sentence get a mark. With `iccs`, labels of the crime classification take its codes (ICCS0101).
    """
    wanted: dict[str, list[str]] = defaultdict(list)
    for label in labels:
        wanted[code_of(component, label, iccs=iccs)].append(label)
    given: dict[str, str] = {}
    for code, same in wanted.items():
        first = min(same, key=lambda label: (label.casefold() != "total", label != label.capitalize(), label))
        given |= {label: code if label == first else f"{code}_{_mark(label)}" for label in same}
    return tuple(given[label] for label in labels)


def code_of(component: str, label: str, *, iccs: bool = False) -> str:
    """The code of one label, two spellings perhaps alike."""
    folded = re.sub(r"\s+", " ", label).strip().casefold()
    if component == "REF_AREA":
        return _area(label)
    if component == "SEX" and (sex := code_list("sex").code(label)):
        return sex
    if component == "AGE" and (age := age_code(folded)):
        return age
    if component == "UNIT_MEASURE" and (unit := code_list("unit").code(label)):
        return unit
    if folded in GENERIC:
        return GENERIC[folded]
    if iccs and component == "CATEGORY" and folded in _iccs_labels():
        return f"ICCS{_iccs_labels()[folded]}"
    return slug(label)


def age_code(label: str) -> str:
    """The code of an age group as in the SDMX age lists: Y0T17, Y_GE18, Y_LT15, _T; empty where it is none."""
    text = label.casefold().replace("–", "-").replace("years old", "").replace("years", "").strip()
    if text in ("all ages", "all", "total"):
        return TOTAL
    if found := re.fullmatch(r"(\d{1,3})\s*(?:-|to)\s*(\d{1,3})", text):
        return f"Y{int(found[1])}T{int(found[2])}"
    if found := re.fullmatch(r"(\d{1,3})\s*(?:\+|(?:and|or)\s+(?:over|above|older|more))", text):
        return f"Y_GE{int(found[1])}"
    if found := re.fullmatch(r"(?:≥\s*|over or equal to )(\d{1,3})", text):
        return f"Y_GE{int(found[1])}"
    if found := re.fullmatch(r"(?:<|under|below|less than)\s*(\d{1,3})", text):
        return f"Y_LT{int(found[1])}"
    if found := re.fullmatch(r"(?:>|over|above)\s*(\d{1,3})", text):
        return f"Y_GT{int(found[1])}"
    return ""


def slug(label: str) -> str:
    """A label in capitals and low lines; where letters are not Latin, a mark of the whole label."""
    text = label
    for sign, word in SIGNS.items():
        text = text.replace(sign, word)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    lost = any(c.isalnum() and not c.isascii() for c in text)
    code = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_").upper()
    if lost or not code:
        return f"{code[:LONGEST]}_{_mark(label)}".lstrip("_") if code else f"X_{_mark(label)}"
    return code if len(code) <= LONGEST else f"{code[:LONGEST].rstrip('_')}_{_mark(label)}"


def _area(label: str) -> str:
    from isonomia.statistics.areas import area_named

    if re.fullmatch(r"[A-Z]{3}(?:[_-][A-Z]{1,3})*", label):
        return label
    return area_named(label) or (slug(label) if label.strip() else NOT_APPLICABLE)


def _mark(label: str) -> str:
    return hashlib.sha1(label.encode(), usedforsecurity=False).hexdigest()[:8].upper()


@lru_cache(maxsize=1)
def _iccs_labels() -> Mapping[str, str]:
    """Codes of the classification by English label, those of which no other code has the label."""
    from isonomia.statistics.classification.iccs import iccs

    found: dict[str, list[str]] = defaultdict(list)
    for code, category in iccs().items():
        found[category.labels["en"].casefold()].append(code)
    return {label: same[0] for label, same in found.items() if len(same) == 1}
