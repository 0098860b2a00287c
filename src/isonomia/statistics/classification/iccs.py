"""The International Classification of Crime for Statistical Purposes: codes, levels, labels, what belongs where.

Source: UNODC, International Classification of Crime for Statistical Purposes, version 1.0 (2015), official English and
Spanish editions, 320 codes: 11 sections, 63 divisions, 148 groups, 98 classes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from isonomia.statistics.errors import UnknownCode

LEVELS = ("section", "division", "group", "class")


@dataclass(frozen=True, slots=True)
class Category:
    """One code, a string with its leading zero. `labels`, `definitions`, `inclusions` and `exclusions` by language."""

    code: str
    level: int
    parent: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    inclusions: Mapping[str, tuple[str, ...]]
    exclusions: Mapping[str, tuple[str, ...]]

    @property
    def level_name(self) -> str:
        """Section, division, group or class."""
        return LEVELS[self.level - 1]


@lru_cache(maxsize=1)
def iccs() -> Mapping[str, Category]:
    """All categories by code, in the order of the classification."""
    spanish = {row["code"]: row for row in _table("iccs_es.csv")}
    out = {}
    for row in _table("iccs.csv"):
        es = spanish.get(row["code"], {})
        labels = {"en": row["label"]} | ({"es": es["label_es"]} if es.get("label_es") else {})
        out[row["code"]] = Category(
            row["code"], int(row["level"]), row["parent"], labels,
            {"es": es["definition_es"]} if es.get("definition_es") else {},
            {"es": _parts(es.get("inclusions_es", ""))}, {"es": _parts(es.get("exclusions_es", ""))},
        )  # fmt: skip
    return out


def category(code: str) -> Category:
    """One category. Raises UnknownCode, naming the code with its leading zero where that is what is meant."""
    known = iccs()
    if code not in known:
        meant = f"0{code}" if f"0{code}" in known else None
        hint = f"write {meant}: codes are texts with their leading zero" if meant else "see the list of codes"
        raise UnknownCode(f"{code!r} is no code of the classification; {hint}")
    return known[code]


def normal_code(text: str) -> str | None:
    """A code as the classification writes it, from one that a spreadsheet took for a number (8062.0 for 08062); None
    where it is none."""
    plain = text.strip().removesuffix(".0")
    if plain in iccs():
        return plain
    return f"0{plain}" if f"0{plain}" in iccs() else None


def ancestors(code: str) -> Iterator[str]:
    """The code and what stands above it, up to its section. Parents are data: they are never cut from the digits."""
    while code:
        yield code
        code = iccs()[code].parent


@lru_cache(maxsize=1)
def children() -> Mapping[str, tuple[str, ...]]:
    """The codes directly under each code; the sections under the empty code."""
    out: dict[str, list[str]] = {}
    for code, one in iccs().items():
        out.setdefault(one.parent, []).append(code)
    return {code: tuple(below) for code, below in out.items()}


@dataclass(frozen=True, slots=True)
class Tag:
    """A disaggregating variable with its values, for events, victims, perpetrators or data inclusions."""

    scope: str
    tag: str
    name: str
    values: tuple[str, ...]


@lru_cache(maxsize=1)
def tags() -> tuple[Tag, ...]:
    """The disaggregating variables of the classification."""
    out: dict[tuple[str, str, str], list[str]] = {}
    for row in _table("iccs_tags.csv"):
        out.setdefault((row["scope"], row["tag"], row["name"]), []).append(row["value"])
    return tuple(Tag(*key, tuple(values)) for key, values in out.items())


def _table(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(keepends=True)))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
