"""What several rooms must name alike, as data with labels and surface forms in six languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Body:
    """An organ, office, group of States or other actor.

    `series` gives the form of its own acts ("resolution": "CCPCJ/RES/{number}"); `session_base` the number to add to a
    session to get its year, `session_years` the years of irregular sessions.
    """

    id: str
    kind: str
    label: Mapping[str, str]
    names: Names
    short: Names
    series: Mapping[str, str]
    session_base: int | None
    session_years: Mapping[int, int]

    def session_year(self, session: int) -> int | None:
        """The year in which this body's session opened; None where the register does not know."""
        if session in self.session_years:
            return self.session_years[session]
        return self.session_base + session if self.session_base is not None else None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty, a group of treaties or a soft-law instrument."""

    id: str
    kind: str
    label: Mapping[str, str]
    titles: Names
    defined: Names
    parent: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of the closed list, with the terms, instruments and bodies that show it."""

    id: str
    label: Mapping[str, str]
    terms: Names
    weak: Names
    instruments: tuple[str, ...]
    bodies: tuple[str, ...]


def _names(table: Mapping[str, list[str]] | None) -> Names:
    return {language: tuple(forms) for language, forms in (table or {}).items()}


def _rows(prefix: str, key: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    folder = files("isonomia.registers")
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.startswith(prefix) and entry.name.endswith(".toml"):
            rows += tomllib.loads(entry.read_text(encoding="utf-8")).get(key, [])
    return rows


@lru_cache(maxsize=1)
def bodies() -> Mapping[str, Body]:
    """All bodies and actors by id."""
    return {
        row["id"]: Body(
            row["id"],
            row["kind"],
            row["label"],
            _names(row.get("names")),
            _names(row.get("short")),
            row.get("series", {}),
            row.get("sessions", {}).get("base"),
            {int(number): year for number, year in row.get("sessions", {}).get("years", {}).items()},
        )
        for row in _rows("bodies", "body")
    }


@lru_cache(maxsize=1)
def instruments() -> Mapping[str, Instrument]:
    """All treaties, groups of treaties and soft-law instruments by id."""
    return {
        row["id"]: Instrument(
            row["id"],
            row["kind"],
            row["label"],
            _names(row.get("titles")),
            _names(row.get("defined")),
            row.get("parent", ""),
            tuple(row.get("members", ())),
        )
        for row in _rows("instruments", "instrument")
    }


@lru_cache(maxsize=1)
def topics() -> Mapping[str, Topic]:
    """The closed list of topics by id."""
    return {
        row["id"]: Topic(
            row["id"],
            row["label"],
            _names(row.get("terms")),
            _names(row.get("weak")),
            tuple(row.get("instruments", ())),
            tuple(row.get("bodies", ())),
        )
        for row in _rows("topics", "topic")
    }
