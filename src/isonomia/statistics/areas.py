"""Countries and areas with their codes, and the regions of the M49 standard, from the register of places."""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from isonomia.statistics.errors import UnknownArea

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
OTHER_CODES: Mapping[str, str] = {"XKX": "Kosovo", "XKV": "Kosovo", "WLD": "World"}
"""Codes that statistics use besides those of the register: user-assigned codes of ISO 3166."""
OTHER_NAMES: Mapping[str, str] = {
    "turkey": "TUR", "czech republic": "CZE", "swaziland": "SWZ", "cape verde": "CPV", "macedonia": "MKD",
    "republic of macedonia": "MKD", "the former yugoslav republic of macedonia": "MKD", "ivory coast": "CIV",
    "south korea": "KOR", "north korea": "PRK", "russia": "RUS", "usa": "USA", "united states": "USA", "uk": "GBR",
    "united kingdom": "GBR",
    "great britain": "GBR", "iran": "IRN", "syria": "SYR", "laos": "LAO", "vietnam": "VNM", "moldova": "MDA",
    "tanzania": "TZA", "bolivia": "BOL", "venezuela": "VEN", "hong kong": "HKG", "macao": "MAC", "macau": "MAC",
    "palestine": "PSE", "taiwan": "TWN", "burma": "MMR", "holland": "NLD",
}  # fmt: skip
"""Former and everyday English names that tables still carry."""


@dataclass(frozen=True, slots=True)
class Area:
    """A country or area: `iso3`, its name by language, and its regions from the least to the greatest, by id."""

    iso3: str
    m49: str
    names: Mapping[str, str]
    parents: tuple[str, ...]

    @property
    def region(self) -> str:
        """Africa, Americas, Asia, Europe or Oceania, by id; empty for Antarctica."""
        return next((p for p in self.parents if p in ("africa", "americas", "asia", "europe", "oceania")), "")


@lru_cache(maxsize=1)
def areas() -> Mapping[str, Area]:
    """All countries and areas of the M49 standard by ISO 3166 code of three letters."""
    text = files("isonomia.registers").joinpath("places_m49.csv").read_text(encoding="utf-8")
    return {
        row["id"]: Area(row["id"], row["m49"], {lang: row[lang] for lang in LANGUAGES}, tuple(row["parents"].split()))
        for row in csv.DictReader(text.splitlines())
    }


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    text = files("isonomia.registers").joinpath("places_m49.csv").read_text(encoding="utf-8")
    found = dict(OTHER_NAMES)
    for row in csv.DictReader(text.splitlines()):
        for lang in LANGUAGES:
            for name in [row[lang], *row[f"names_{lang}"].split(" | ")]:
                if name and "*" not in name:
                    found.setdefault(folded(name), row["id"])
    return found


def folded(name: str) -> str:
    """A name without case, accents, brackets, articles and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = re.findall(r"\w+", re.sub(r"\([^)]*\)", lambda found: " " + found.group()[1:-1] + " ", plain))
    return " ".join(word for word in words if word not in ("the", "of", "and", "la", "el", "les", "los"))


@lru_cache(maxsize=1)
def _by_folded() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, iso3 in _by_name().items():
        found.setdefault(folded(name), iso3)
        found.setdefault(" ".join(sorted(folded(name).split())), iso3)
    return found


@lru_cache(maxsize=4096)
def area_named(name: str) -> str | None:
    """The code of a country by its code or name in any of the six languages; None where there is none."""
    text = name.strip()
    if text.upper() in areas() or text.upper() in OTHER_CODES:
        return text.upper()
    key = folded(text)
    return _by_folded().get(key) or _by_folded().get(" ".join(sorted(key.split())))


def is_region(name: str) -> bool:
    """Whether this names a region or group of the M49 standard, or the world."""
    return folded(name) in regions() or folded(name) == "world"


@lru_cache(maxsize=1)
def regions() -> Mapping[str, str]:
    """M49 codes of regions and groups by their folded names in six languages, and by those of the standard, the ids."""
    text = files("isonomia.registers").joinpath("places.toml").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for place in tomllib.loads(text)["place"]:
        if place.get("m49") and place.get("kind") in ("region", "group"):
            for name in (place["id"].replace("_", " "), *place["label"].values()):
                found[folded(name)] = str(int(place["m49"]))
    return found


@lru_cache(maxsize=4096)
def nearest_area(name: str) -> str | None:
    """The name of the country that this is most likely meant to be; None where none is near."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(folded(name), list(_by_folded()), scorer=fuzz.ratio, score_cutoff=75)
    return areas()[_by_folded()[found[0]]].names["en"] if found and _by_folded()[found[0]] in areas() else None


def area(name: str) -> Area:
    """A country by code or name. Raises UnknownArea with a suggestion."""
    code = area_named(name)
    if code is None or code not in areas():
        near = nearest_area(name)
        raise UnknownArea(f"{name!r} is no country or area; " + (f"{near} is near" if near else "give its ISO code"))
    return areas()[code]
