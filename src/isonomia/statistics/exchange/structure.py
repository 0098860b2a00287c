"""The data structure definition of a table: which components it has, and the codes of each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isonomia.errors import EmptyFile
from isonomia.statistics.dataset import BELOW, Dataset
from isonomia.statistics.exchange.about import about
from isonomia.statistics.exchange.codes import codes

CODE = re.compile(r"[A-Za-z0-9_@$-]+")
AGENCY, VERSION = "ISONOMIA", "1.0.0"
DIMENSION, TIME, MEASURE, ATTRIBUTE = "dimension", "time", "measure", "attribute"
IDS: Mapping[str, str] = {
    "iso3": "REF_AREA", "indicator": "INDICATOR", "dimension": "BREAKDOWN", "category": "CATEGORY", "sex": "SEX",
    "age": "AGE", "unit": "UNIT_MEASURE", "source": "SOURCE", "region": "REGION", "subregion": "SUBREGION",
    "country": "AREA_NAME",
}  # fmt: skip
"""The component that each column of a published workbook becomes."""
NAMES: Mapping[str, str] = {
    "FREQ": "Frequency", "REF_AREA": "Country or area", "INDICATOR": "Indicator",
    "BREAKDOWN": "What the indicator is divided by", "CATEGORY": "Category of the breakdown", "SEX": "Sex",
    "AGE": "Age group", "UNIT_MEASURE": "Unit of measurement",
    "OCCURRENCE": "Number of the observation among those of the same key in the published file",
    "TIME_PERIOD": "Year", "OBS_VALUE": "Observed value", "OBS_STATUS": "Status of the observation",
    "CONF_STATUS": "Confidentiality of the observation", "LOWER_BOUND": "Least that a suppressed value can be",
    "UPPER_BOUND": "Greatest that a suppressed value can be", "SOURCE": "Who supplied the observation",
    "REGION": "Region, as published", "SUBREGION": "Subregion, as published",
    "AREA_NAME": "Name of the area, where it is not the name of its code",
    "COMMENT_OBS": "What the published cell shows, where it is no plain number",
}  # fmt: skip
OBS_STATUS: Mapping[str, str] = {"A": "Normal value", "O": "Missing value", "Q": "Missing value; suppressed"}
"""Codes of SDMX:CL_OBS_STATUS that are used."""
CONF_STATUS: Mapping[str, str] = {
    "F": "Free (free for publication)", "A": "Primary confidentiality due to small counts",
}  # fmt: skip
"""Codes of SDMX:CL_CONF_STATUS that are used."""
NOT_KEY = frozenset(["source", "region", "subregion"])
"""Columns that do not tell observations apart. The name of a country does not either where its code is given."""


@dataclass(frozen=True, slots=True)
class Component:
    """A dimension, measure or attribute. `column` is the column that it is from, `codes` the codes of its labels in
    the order of the column, `listed` its code list: codes with their names, empty where it is free text."""

    id: str
    role: str
    column: str = ""
    codes: tuple[str, ...] = ()
    listed: Mapping[str, str] | None = None
    text_type: str = "String"
    mandatory: bool = False

    @property
    def name(self) -> str:
        """What the component is, in English."""
        return NAMES.get(self.id, self.id.capitalize().replace("_", " "))


@dataclass(frozen=True, slots=True)
class Structure:
    """A data structure definition and the dataflow of the same number; `stamp` is the date of the table, d/m/yyyy,
    and `description` what is to be known of it."""

    id: str
    title: str
    components: tuple[Component, ...]
    stamp: str = ""
    description: str = ""

    def of(self, *roles: str) -> tuple[Component, ...]:
        """The components of some roles, in their order."""
        return tuple(one for one in self.components if one.role in roles)

    @property
    def reference(self) -> str:
        """As SDMX-CSV names it."""
        return f"{AGENCY}:{self.id}({VERSION})"


def structure_of(data: Dataset) -> Structure:
    """The structure of a table, the same for every table of its kind but for the codes that are used.

    Raises EmptyFile where no observation has a year: SDMX observations stand at a time.
    """
    if not (data.year > 0).any():
        raise EmptyFile("no observation has a year; SDMX needs one for each", place=f"{data.file}, {data.sheet}")
    area = "iso3" if data.has("iso3") else "country"
    parts = [Component("FREQ", DIMENSION, listed={"A": "Annual"})]
    for name in [area, *(name for name in data.columns if name not in (area, "country", *NOT_KEY))]:
        if data.has(name):
            id = "REF_AREA" if name == area else _id(name)
            taken = {one.id for one in parts} | set(NAMES) - set(IDS.values())
            parts.append(_coded(data, name, id if id not in taken else f"{id}_COLUMN"))
    parts += [
        Component("OCCURRENCE", DIMENSION, text_type="Integer"),
        Component("TIME_PERIOD", TIME, text_type="ObservationalTimePeriod"),
        Component("OBS_VALUE", MEASURE, text_type="Double"),
        Component("OBS_STATUS", ATTRIBUTE, listed=OBS_STATUS, mandatory=True),
        Component("CONF_STATUS", ATTRIBUTE, listed=CONF_STATUS),
        Component("LOWER_BOUND", ATTRIBUTE, text_type="Double"),
        Component("UPPER_BOUND", ATTRIBUTE, text_type="Double"),
    ]
    if area == "iso3" and data.has("country"):
        parts.append(Component("AREA_NAME", ATTRIBUTE, "country"))
    parts += [Component(_id(name), ATTRIBUTE, name) for name in ("region", "subregion", "source") if data.has(name)]
    parts.append(Component("COMMENT_OBS", ATTRIBUTE))
    told = about(data)
    description = " ".join(f"{name}: {text}." for name, text in told.lines().items() if text and name != "title")
    id = data.kind.upper().replace("-", "_") or "CRIME"
    return Structure(id, told.title, tuple(parts), data.stamp, description)


def _id(name: str) -> str:
    """The number of a component from the name of its column."""
    return IDS.get(name) or (name.upper() if name.isascii() and name.isidentifier() else codes("", [name])[0])


def _coded(data: Dataset, name: str, id: str) -> Component:
    """A dimension with its code list: only labels that some observation uses have a code."""
    labels = data[name].labels
    used = np.unique(data[name].codes).tolist()
    found = codes(id, [labels[code] for code in used], iccs=data.kind == "un-cts")
    given = [""] * len(labels)
    for place, code in zip(used, found, strict=True):
        # a code of an area is its own code, also one that no list has
        given[place] = labels[place] if name == "iso3" and CODE.fullmatch(labels[place]) else code
    names = area_names(data) if id == "REF_AREA" and name == "iso3" else labels
    return Component(id, DIMENSION, name, tuple(given), {given[place]: names[place] for place in used})


def area_names(data: Dataset) -> tuple[str, ...]:
    """The name that the table gives each of its codes of areas most often; the code where it gives none."""
    if not data.has("country"):
        return data["iso3"].labels
    pairs, counts = np.unique(np.stack([data["iso3"].codes, data["country"].codes]), axis=1, return_counts=True)
    best: dict[int, tuple[int, int]] = {}
    for (code, name), count in zip(pairs.T.tolist(), counts.tolist(), strict=True):
        best[code] = max(best.get(code, (0, 0)), (count, -name))
    names = data["country"].labels
    return tuple(
        (names[-best[code][1]] if code in best else "") or label for code, label in enumerate(data["iso3"].labels)
    )


def other_names(data: Dataset) -> list[str]:
    """For each observation the name of its country, where it is not the name of its code; else empty."""
    usual, names = area_names(data), data["country"].labels
    return [
        "" if names[name] == usual[code] else names[name]
        for code, name in zip(data["iso3"].codes.tolist(), data["country"].codes.tolist(), strict=True)
    ]


def occurrences(data: Dataset, structure: Structure) -> NDArray[np.int64]:
    """The number of each observation among those of the same key: 1 for all but what a file says twice."""
    key = data.keys(*(one.column for one in structure.of(DIMENSION) if one.column))
    order = np.argsort(key, kind="stable")
    starts = np.r_[True, np.diff(key[order]) != 0] if order.size else np.zeros(0, dtype=bool)
    first = np.maximum.accumulate(np.where(starts, np.arange(order.size), 0))
    out = np.empty(order.size, dtype=np.int64)
    out[order] = np.arange(order.size) - first + 1
    return out


def bounds(data: Dataset) -> tuple[Sequence[str], Sequence[str]]:
    """The least and greatest of what "<5" can be, as text; empty for other observations."""
    low, high = [""] * len(data), [""] * len(data)
    for row in np.flatnonzero(data.status == BELOW).tolist():
        low[row], high[row] = "0", str(max(int(np.ceil(data.value[row])) - 1, 0))
    return low, high
