"""Tables of statistics in the layout of the published ones: of countries with and without faults."""

from __future__ import annotations

from typing import Any

HEAD = "Iso3_code,Country,Region,Subregion,Indicator,Dimension,Category,Sex,Age,Year,Unit of measurement,VALUE,Source"
AREAS = {
    "AUT": "Austria,Europe,Western Europe", "FRA": "France,Europe,Western Europe",
    "DEU": "Germany,Europe,Western Europe", "KEN": "Kenya,Africa,Sub-Saharan Africa",
}  # fmt: skip


def row(iso3: str, what: str, year: int, value: Any, sex: str = "Total", unit: str = "Counts") -> str:
    indicator, _, category = what.partition("/")
    dimension = "by status" if category else "Total"
    place = f"{iso3},{AREAS[iso3]},{indicator},{dimension},{category or 'Total'}"
    return f'{place},{sex},Total,{year},"{unit}",{value},CTS'


def table(*rows: str) -> bytes:
    return "\n".join([HEAD, *rows]).encode() + b"\n"


def prisons(iso3: str, years: range = range(2018, 2021), held: int = 900) -> list[str]:
    """A country's prisoners, a third of them unsentenced, that all add up."""
    out = []
    for year in years:
        out += [row(iso3, "Persons held", year, held), row(iso3, "Persons held/Unsentenced", year, held // 3)]
        out += [row(iso3, "Persons held/Sentenced", year, held - held // 3)]
    return out


CLEAN = table(*prisons("AUT"))
FAULTY = table(*prisons("AUT"), row("AUT", "Persons held", 2020, 950), row("AUT", "Persons held/Unsentenced", 1013, 5))
"""The same observation twice with other values, and a year that cannot be right."""
TWO_COUNTRIES = table(*prisons("AUT"), *prisons("FRA"))
MANY = table(*prisons("AUT"), *prisons("FRA", held=60_000), *prisons("DEU", held=70_000), *prisons("KEN", held=50_000))
