"""Data messages: SDMX-CSV 2.0 and SDMX-ML 3.0, one observation a row in the order of the table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import numpy as np

from isonomia.statistics.dataset import BELOW, NUMBER, TEXT_NUMBER, Dataset
from isonomia.statistics.exchange.about import numbers
from isonomia.statistics.exchange.messages import DATA_NAMESPACES, attribute, element, header, urn
from isonomia.statistics.exchange.structure import (
    DIMENSION,
    Component,
    Structure,
    bounds,
    occurrences,
    other_names,
)

BY_STATUS = {NUMBER: "A", TEXT_NUMBER: "A", BELOW: "Q"}


def columns(data: Dataset, structure: Structure) -> list[Sequence[str]]:
    """The cells of each component, in their order. Only observations that have a year: `kept` says which."""
    low, high = bounds(data)
    status = [BY_STATUS.get(kind, "O") for kind in data.status.tolist()]
    made: dict[str, Sequence[str]] = {
        "FREQ": ["A"] * len(data),
        "OCCURRENCE": [str(number) for number in occurrences(data, structure).tolist()],
        "TIME_PERIOD": [f"{year:04d}" for year in data.year.tolist()],
        "OBS_VALUE": ["" if value is None else repr(value) for value in numbers(data)],
        "OBS_STATUS": status, "CONF_STATUS": ["A" if code == "Q" else "F" for code in status],
        "LOWER_BOUND": low, "UPPER_BOUND": high, "COMMENT_OBS": _comments(data),
    }  # fmt: skip
    if any(one.id == "AREA_NAME" for one in structure.components):
        made["AREA_NAME"] = other_names(data)
    return [made[one.id] if one.id in made else _labels(data, one) for one in structure.components]


def kept(data: Dataset) -> Dataset:
    """The observations that SDMX can hold: those at a year."""
    return data if (data.year > 0).all() else data.taken(data.year > 0)


def _labels(data: Dataset, one: Component) -> list[str]:
    texts = one.codes if one.role == DIMENSION else data[one.column].labels
    return [texts[code] for code in data[one.column].codes.tolist()]


def _comments(data: Dataset) -> list[str]:
    """What the cell shows where it is no number, "<5" too: a reader gets back what was published."""
    out = [""] * len(data)
    for row in np.flatnonzero((data.status != NUMBER) & (data.status != TEXT_NUMBER)).tolist():
        out[row] = data.texts.get(row, "")
    return out


def csv_message(data: Dataset, structure: Structure) -> bytes:
    """The table as SDMX-CSV 2.0."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *(one.id for one in structure.components)])
    rows = zip(*columns(kept(data), structure), strict=True)
    writer.writerows(("datastructure", structure.reference, "I", *row) for row in rows)
    return out.getvalue().encode()


def data_message(data: Dataset, structure: Structure) -> bytes:
    """The table as an SDMX-ML 3.0 structure-specific data message."""
    lines = [
        f'<mes:StructureSpecificData {DATA_NAMESPACES} xmlns:ns1="{urn(structure)}:ObsLevelDim:AllDimensions">',
        header(
            structure,
            f'<mes:Structure structureID="{structure.id}" namespace="{urn(structure)}"'
            f' dimensionAtObservation="AllDimensions">{element("com:Structure", urn(structure))}</mes:Structure>',
            source=data.file,
        ),
        f'<mes:DataSet ss:structureRef="{structure.id}" xsi:type="ns1:DataSetType" action="Information">',
        *_observations(kept(data), structure),
        "</mes:DataSet>",
        "</mes:StructureSpecificData>",
    ]
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n").encode()


def _observations(data: Dataset, structure: Structure) -> Iterator[str]:
    """One element for each observation; components without a value are left out of it."""
    cells = columns(data, structure)
    written = [_attributes(one.id, texts) for one, texts in zip(structure.components, cells, strict=True)]
    for row in zip(*written, strict=True):
        yield f"<Obs{''.join(row)}/>"


def _attributes(id: str, texts: Sequence[str]) -> list[str]:
    """The XML attribute of each cell; each text is escaped once."""
    known: dict[str, str] = {"": ""}
    return [known[text] if text in known else known.setdefault(text, attribute(id, text)) for text in texts]
