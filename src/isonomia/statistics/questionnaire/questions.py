"""The modules of the questionnaire: their questions and words, as modules.toml and words.toml have them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from isonomia.statistics.errors import UnknownCode

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
SEXES: Mapping[str, str] = {"T": "Total", "M": "Male", "F": "Female"}
"""What published workbooks call the columns of a question."""
UNIT = "Counts"
VERSION = 1
"""Of the layout of the workbook: a filled-in one says which it was made with."""


@dataclass(frozen=True, slots=True)
class Question:
    """One row: what its answers are observations of, which columns are asked, whose part it is."""

    id: str
    indicator: str
    dimension: str
    category: str
    age: str
    sexes: str
    of: str
    adds_up: bool
    labels: Mapping[str, str]
    heading: Mapping[str, str]

    @property
    def depth(self) -> int:
        """How far the row is set in: a part of a part, further."""
        return self.id.count(".") if self.of else 0


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the survey that is sent by itself."""

    name: str
    kind: str
    source: str
    titles: Mapping[str, str]
    questions: tuple[Question, ...]

    def parts(self) -> Mapping[tuple[str, str], tuple[Question, ...]]:
        """Questions that together make another: by that other's id and the dimension that divides it."""
        groups: dict[tuple[str, str], list[Question]] = {}
        for one in self.questions:
            if one.of and one.adds_up:
                groups.setdefault((one.of, one.dimension), []).append(one)
        return {key: tuple(group) for key, group in groups.items() if len(group) > 1}


@lru_cache(maxsize=1)
def modules() -> Mapping[str, Module]:
    """All modules by name."""
    tables = tomllib.loads(files(__package__).joinpath("modules.toml").read_text(encoding="utf-8"))
    return {
        name: Module(name, table["kind"], table["source"], table["title"], tuple(map(_question, table["questions"])))
        for name, table in tables.items()
    }


def module(name: str) -> Module:
    """One of them. Raises UnknownCode."""
    if name not in modules():
        raise UnknownCode(f"{name!r} is no module of the questionnaire; the modules are {', '.join(modules())}")
    return modules()[name]


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    """What the workbook says besides its questions, by key and language."""
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def _question(table: Mapping[str, Any]) -> Question:
    indicator, dimension, category, age = table["data"]
    return Question(
        table["id"], indicator, dimension, category, age, table["sexes"], table.get("of", ""),
        table.get("adds_up", False), table["label"], table.get("heading", {}),
    )  # fmt: skip
