"""What is to be known of a table beside its numbers: title, publisher, units, what its flags mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from isonomia.statistics.dataset import BELOW, DATE, MISSING, NOT_A_NUMBER, NUMBER, TEXT_NUMBER, Dataset

TITLES: Mapping[str, str] = {
    "un-cts": "United Nations Survey of Crime Trends and Operations of Criminal Justice Systems",
    "glotip": "Detected trafficking in persons, data of the Global Report on Trafficking in Persons",
    "iafq": "Seized firearms, data of the Illicit Arms Flows Questionnaire",
}
"""What the collections are called, by kind."""
PUBLISHER = "United Nations Office on Drugs and Crime"
FLAGS: Mapping[int, str] = {
    NUMBER: "", TEXT_NUMBER: "text", BELOW: "below", MISSING: "missing", NOT_A_NUMBER: "not-a-number", DATE: "date",
}  # fmt: skip
"""The flag of an observation by its status."""
MEANINGS: Mapping[str, str] = {
    "text": "a number that the published cell writes as text",
    "below": "less than the number printed, suppressed by the publisher; the value is empty",
    "missing": "not available; never zero",
    "not-a-number": "the published cell holds something that is no number; the value is empty",
    "date": "the published cell holds a date; the value is empty",
}
PART_OF = re.compile(r"[A-Z]{3}(?:[_-][A-Z]{1,3})+$|.+\(.+\)$")
"""A code or name of a part of a country: GBR_E_W, United Kingdom (Scotland)."""
HEADS: Mapping[str, str] = {
    "iso3": "Iso3_code", "country": "Country", "region": "Region", "subregion": "Subregion", "indicator": "Indicator",
    "dimension": "Dimension", "category": "Category", "sex": "Sex", "age": "Age", "year": "Year",
    "unit": "Unit of measurement", "value": "VALUE", "source": "Source",
}  # fmt: skip
"""How columns are headed where the file itself does not say."""


@dataclass(frozen=True, slots=True)
class About:
    """The description of a table: one line each, empty where the file does not tell."""

    title: str
    publisher: str
    file: str
    sheet: str
    stamp: str
    years: tuple[int, int]
    units: tuple[str, ...]
    sources: tuple[str, ...]
    flags: Mapping[str, int]
    notes: tuple[str, ...]

    def lines(self) -> dict[str, str]:
        """The same as names and texts, for a sheet of properties or key-value metadata."""
        from isonomia import __version__

        return {
            "title": self.title, "publisher": self.publisher, "source file": self.file, "source sheet": self.sheet,
            "date of the source": self.stamp, "years": f"{self.years[0]} to {self.years[1]}",
            "units": "; ".join(self.units), "sources": "; ".join(self.sources),
            "licence": "not stated in the source file",
            "flags": "; ".join(f"{name} ({number}): {MEANINGS[name]}" for name, number in self.flags.items()),
            "notes": " ".join(self.notes), "written by": f"isonomia {__version__}",
        }  # fmt: skip


def about(data: Dataset) -> About:
    """The description of a table, from what the table itself says."""
    years = data.year[data.year > 0]
    counts = np.bincount(data.status, minlength=len(FLAGS))
    notes = ["Values, labels and flags are as published; nothing was corrected."]
    if (data.year == 0).any():
        places = [data.place(int(row)) for row in np.flatnonzero(data.year == 0)[:10]]
        notes.append(f"Observations without a year: {', '.join(places)}.")
    sources = {part for label in _labels(data, "source") for part in label.replace(";", "/").split("/") if part}
    return About(
        TITLES.get(data.kind, "Statistics on crime and criminal justice"), PUBLISHER if data.kind in TITLES else "",
        data.file, data.sheet, data.stamp,
        (int(years.min()), int(years.max())) if years.size else (0, 0),
        _labels(data, "unit"), tuple(sorted(sources)),
        {name: int(counts[status]) for status, name in FLAGS.items() if name and counts[status]}, tuple(notes),
    )  # fmt: skip


def _labels(data: Dataset, name: str) -> tuple[str, ...]:
    return tuple(label for label in data[name].labels if label) if data.has(name) else ()


def unlisted_areas(data: Dataset) -> list[tuple[str, str]]:
    """Countries that are in no list, each with the nearest that is (empty for codes, and where none is near).

    By code where the table has codes, else by name; regions and parts of countries are no countries.
    """
    from isonomia.statistics.areas import area_named, is_region, nearest_area

    coded = data.has("iso3")
    column = data["iso3" if coded else "country"]
    used = [column.labels[code] for code in np.unique(column.codes).tolist()]
    return [
        (label, "" if coded else nearest_area(label) or "")
        for label in used
        if label and area_named(label) is None and not is_region(label) and not PART_OF.match(label)
    ]


def heads(data: Dataset) -> dict[str, str]:
    """How the columns are headed, in the order of the file: those of the file, else those of published files."""
    names = [*(data.header or HEADS)]
    names += [name for name in (*data.columns, "year", "value") if name not in names]
    known = [name for name in names if name in data.columns or name in ("year", "value")]
    return {name: data.header.get(name) or HEADS.get(name, name) for name in known}


def numbers(data: Dataset) -> list[Any]:
    """The values as whole numbers or floats, None where there is no number (also for "<5": it is no value)."""
    usable = (data.status == NUMBER) | (data.status == TEXT_NUMBER)
    return [plain(value) if ok else None for value, ok in zip(data.value.tolist(), usable.tolist(), strict=True)]


def plain(value: float) -> int | float:
    """A number without a needless decimal point."""
    return int(value) if value == int(value) and abs(value) < 2**53 else value
