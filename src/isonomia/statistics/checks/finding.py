"""A defect that was found: which rule, how grave, where, about what, and what would be right."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from isonomia.statistics.dataset import Dataset

ERROR, WARNING = "error", "warning"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect. `rows` are the numbers of its observations; `what` names the wording in messages.toml (the rule, or
    the rule with a case after a dot) and `facts` are what the wording leaves open."""

    what: str
    severity: str
    rows: tuple[int, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """The name of the rule."""
        return self.what.partition(".")[0]

    def message(self, language: str = "en") -> str:
        """What is wrong and what would be right, for the one who can mend it."""
        return _wordings()[self.what][language].format(**self.facts)

    def to_dict(self, data: Dataset, language: str = "en") -> dict[str, Any]:
        """The JSON object of `isonomia check`."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "places": [data.place(row) for row in self.rows],
            "series": data.series(self.rows[0], *self.without) if self.rows else {},
            "message": self.message(language),
        }


@lru_cache(maxsize=1)
def _wordings() -> Mapping[str, Mapping[str, str]]:
    """The wordings by rule and case, each in six languages."""
    tables = tomllib.loads(files(__package__).joinpath("messages.toml").read_text(encoding="utf-8"))
    out: dict[str, Mapping[str, str]] = {}
    for rule, table in tables.items():
        for name, wording in table.items():
            out[rule if name == "message" else f"{rule}.{name}"] = wording
    return out


def shown(value: float) -> str:
    """A number as a message prints it."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}".replace(",", "\u202f")
    return f"{value:.4g}" if abs(value) < 1000 else f"{value:,.1f}".replace(",", "\u202f")


def rows_of(group: Sequence[int]) -> tuple[int, ...]:
    """Numbers of observations in the order of the file."""
    return tuple(sorted(int(row) for row in group))
