"""Regions and groups of countries by the standard of the United Nations (M49), from the register of places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from isonomia import registers
from isonomia.site.records.codelists.seeding import Seed


def lists() -> Iterator[Seed]:
    """The code list `regions`: what M49 gives a number to, with the region that each lies in."""
    yield Seed(
        "regions",
        {
            "en": "Regions", "fr": "Régions", "es": "Regiones", "ru": "Регионы", "ar": "المناطق", "zh": "区域",
        },
        [
            {"code": place.id, "labels": dict(place.label), "broader": _above(place)}
            for place in registers.places().values()
            if _is_region(place)
        ],
    )  # fmt: skip


def _is_region(place: registers.Place) -> bool:
    return place.kind != "country" and bool(place.m49)


def _above(place: registers.Place) -> str:
    known = registers.places()
    return next((id for id in place.parents if _is_region(known[id])), "")


@lru_cache(maxsize=1)
def _by_country() -> Mapping[str, tuple[str, ...]]:
    known = registers.places()
    return {
        place.iso2: tuple(id for id in place.parents if id in known and _is_region(known[id]))
        for place in known.values()
        if place.iso2
    }


def regions_of(country: str) -> list[str]:
    """The regions and groups in which a country (ISO 3166, two letters) lies, nearest first; none for no country."""
    return list(_by_country().get(country, ()))


@dataclass(frozen=True, slots=True)
class Region:
    """A region or group as a table shows it: how deep it stands under others."""

    code: str
    depth: int
    is_group: bool


@lru_cache(maxsize=1)
def tree() -> tuple[Region, ...]:
    """All regions, each below the one that it lies in, then the groups."""
    known = registers.places()
    below: dict[str, list[str]] = {}
    groups = []
    for place in known.values():
        if _is_region(place):
            if place.kind == "region":
                below.setdefault(_above(place), []).append(place.id)
            else:
                groups.append(place.id)

    def walk(id: str, depth: int) -> Iterator[Region]:
        for code in below.get(id, ()):
            yield Region(code, depth, False)
            yield from walk(code, depth + 1)

    return (*walk("", 0), *(Region(code, 0, True) for code in groups))
