"""What several rooms must name alike, as data with labels and surface forms in six languages."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

Names = Mapping[str, tuple[str, ...]]
OUTSIDE = ("group_of_states", "organization", "network", "institute", "other")
"""Kinds of bodies that are outside the United Nations unless the register says otherwise (`united_nations = true`)."""


@dataclass(frozen=True, slots=True)
class Body:
    """An organ, office, group of States or other actor.

    `series` gives the form of its own acts ("resolution": "CCPCJ/RES/{number}"); `session_base` the number to add to a
    session to get its year, `session_years` the years of irregular sessions. `united_nations`: part of the United
    Nations or served by it (organs, conferences of parties, the Secretariat, funds, agencies), so that a report to the
    Assembly may tell what it did.
    """

    id: str
    kind: str
    label: Mapping[str, str]
    names: Names
    short: Names
    series: Mapping[str, str]
    session_base: int | None
    session_years: Mapping[int, int]
    united_nations: bool = False

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


@dataclass(frozen=True, slots=True)
class Concept:
    """A subject finer than a topic, by which a mandate and the paragraphs that answer it are found alike.

    `topics` are ids of the closed list and may be empty; `broader` is the concept it is a kind of, "" for none.
    `guards` are wordings that hold a term and do not mean it (建议会员国 holds 议会, a parliament).
    """

    id: str
    topics: tuple[str, ...]
    broader: str
    label: Mapping[str, str]
    terms: Names
    guards: Names


@dataclass(frozen=True, slots=True)
class Place:
    """A country or area (id: its ISO 3166 code of three letters), or a region or group of countries (other ids).

    `parents` are the regions and groups it lies in, nearest first. `guards` are wordings that hold one of its names
    and do not mean it (New Mexico).
    """

    id: str
    kind: str
    m49: str
    iso2: str
    iso3: str
    label: Mapping[str, str]
    names: Names
    guards: Names
    parents: tuple[str, ...]


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
            row.get("united_nations", row["kind"] not in OUTSIDE),
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


@lru_cache(maxsize=1)
def concepts() -> Mapping[str, Concept]:
    """All finer subjects by id, those of one file together."""
    return {
        row["id"]: Concept(
            row["id"],
            tuple(row.get("topics", ())),
            row.get("broader", ""),
            row["label"],
            _names(row.get("terms")),
            _names(row.get("guards")),
        )
        for row in _rows("concepts", "concept")
    }


def with_broader(ids: Iterable[str]) -> frozenset[str]:
    """The concepts and all that they are kinds of. Raises KeyError for an id that is no concept."""
    known = concepts()
    found: set[str] = set()
    for id in ids:
        while id and id not in found:
            found.add(id)
            id = known[id].broader
    return frozenset(found)


@lru_cache(maxsize=1)
def places() -> Mapping[str, Place]:
    """All countries, areas, regions and groups of countries by id: the table of codes with what places.toml adds."""
    rows = {row["id"]: row for row in _rows("places", "place")}
    groups: dict[str, list[str]] = {}
    for row in rows.values():
        for member in row.get("members", ()):
            groups.setdefault(member, []).append(row["id"])
    lines = (files("isonomia.registers") / "places_m49.csv").read_text(encoding="utf-8").splitlines()
    table = {row["id"]: row for row in csv.DictReader(lines)}
    found = {id: _country(row, rows.get(id, {}), groups.get(id, [])) for id, row in table.items()}
    for id, row in rows.items():
        if id not in table:
            parents = (*row.get("parents", ()), *groups.get(id, ()))
            found[id] = Place(
                id,
                row["kind"],
                row.get("m49", ""),
                "",
                "",
                row["label"],
                _names(row.get("names")),
                _names(row.get("guards")),
                parents,
            )
    return found


def _country(row: Mapping[str, str], more: Mapping[str, Any], groups: Iterable[str]) -> Place:
    """A country or area from its row of the table and what places.toml adds, corrects and takes away."""
    label: dict[str, str] = {}
    names: dict[str, tuple[str, ...]] = {}
    for language in ("ar", "en", "es", "fr", "ru", "zh"):
        label[language] = more.get("label", {}).get(language, row[language])
        given = [*row[f"names_{language}"].split(" | "), *more.get("names", {}).get(language, ())]
        dropped = more.get("drop", {}).get(language, ())
        names[language] = tuple(dict.fromkeys(form for form in given if form not in dropped))
    parents = tuple(dict.fromkeys([*row["parents"].split(), *groups]))
    guards = _names(more.get("guards"))
    return Place(row["id"], "country", row["m49"], row["iso2"], row["id"], label, names, guards, parents)
