"""Code lists of the tables: sex, age, relationship, mechanism, citizenship, unit, in six languages.

Countries and regions are in `areas`, offences in `classification.iccs`. Where each list comes from stands in
codelists.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from isonomia.statistics.errors import UnknownCode

NAMES = ("sex", "age", "relationship", "mechanism", "citizenship", "unit")
EXTERNAL_CAUSE = re.compile(r"([A-Z]\d\d)(?:\.?\d)?$")


@dataclass(frozen=True, slots=True)
class Code:
    """An entry: `above` is the code it is part of (empty at the top), `icd10` the external causes it holds."""

    code: str
    labels: Mapping[str, str]
    above: str
    also: tuple[str, ...]
    icd10: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of one dimension, by code, in their order."""

    name: str
    titles: Mapping[str, str]
    codes: Mapping[str, Code]

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes.values())

    def code(self, label: str) -> str | None:
        """The code of a label in any of the six languages, or as published tables spell it; None without one."""
        return _by_label(self.name).get(_folded(label))

    def label(self, code: str, language: str = "en") -> str:
        """The label of a code. Raises UnknownCode with the codes that there are."""
        if code not in self.codes:
            raise UnknownCode(f"{code!r} is no code of {self.name}; there are {', '.join(self.codes)}")
        return self.codes[code].labels[language]

    def parts(self, code: str) -> tuple[str, ...]:
        """The codes that stand directly under one."""
        return tuple(one.code for one in self if one.above == code)


def code_list(name: str) -> CodeList:
    """A code list by name (NAMES). Raises UnknownCode."""
    if name not in NAMES:
        raise UnknownCode(f"there is no code list {name!r}; there are {', '.join(NAMES)}")
    return _lists()[name]


def mechanism_of(cause: str) -> str | None:
    """The mechanism of an external cause of death (X95, X95.4), for homicides from health sources; None for one that is
    no assault (accidents, self-harm, legal intervention)."""
    found = EXTERNAL_CAUSE.match(cause.strip().upper())
    return next((one.code for one in code_list("mechanism") if found and found[1] in one.icd10), None)


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, CodeList]:
    text = files(__package__).joinpath("codelists.toml").read_text(encoding="utf-8")
    return {
        name: CodeList(name, table["title"], {row["code"]: _code(row) for row in table["codes"]})
        for name, table in tomllib.loads(text).items()
    }


def _code(row: Mapping[str, Any]) -> Code:
    also, icd10 = tuple(row.get("also", ())), tuple(row.get("icd10", ()))
    return Code(row["code"], row["label"], row.get("above", ""), also, icd10)


@lru_cache(maxsize=len(NAMES))
def _by_label(name: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for one in _lists()[name]:
        for label in (one.code, *one.labels.values(), *one.also):
            found.setdefault(_folded(label), one.code)
    return found


def _folded(label: str) -> str:
    return re.sub(r"\s+", " ", label.replace("–", "-")).strip().casefold()
