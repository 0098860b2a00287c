"""Names of countries and regions as a picture prints them, in the six languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from isonomia.statistics.areas import area_named, areas, folded


def shown_name(name: str, language: str = "en") -> str:
    """The name of a country by its code or any of its names, or of a region; what has none stays as the file says."""
    known = areas().get(area_named(name) or "")
    if known is not None:
        return known.names[language]
    return name if language == "en" else _regions().get(folded(name), {}).get(language, name)


@lru_cache(maxsize=1)
def _regions() -> Mapping[str, Mapping[str, str]]:
    """The names of regions by each of their English names."""
    table = tomllib.loads(files("isonomia.registers").joinpath("places.toml").read_text(encoding="utf-8"))
    return {
        folded(name): one["label"]
        for one in table["place"]
        if one.get("kind") == "region"
        for name in (one["label"]["en"], *one.get("names", {}).get("en", ()), one["id"].replace("_", " "))
    }
