"""The forms of exchange: each by its name, with the files that it is made of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import PurePath

from isonomia.errors import UnknownFormat
from isonomia.statistics.dataset import Dataset

SUFFIX = {
    "sdmx-csv": ".csv", "sdmx-ml": ".xml", "csv": ".csv", "xlsx": ".xlsx", "parquet": ".parquet",
    "datapackage": ".zip",
}  # fmt: skip
FORMS = tuple(SUFFIX)
BINARY = frozenset(["xlsx", "parquet", "datapackage"])
"""Forms that a terminal cannot show."""

Files = Mapping[str, bytes]


def written(data: Dataset, form: str, name: str = "") -> Files:
    """The files that a form is made of, by name, the one asked for first.

    `name` is that of the first file; what stands beside it (a structure message, metadata of a CSV table) is named
    after it. Raises UnknownFormat, UnreadableCell (what the form cannot hold).
    """
    if form not in SUFFIX:
        raise UnknownFormat(f"{form!r} is no form of exchange; the forms are {', '.join(FORMS)}")
    name = name or PurePath(data.file).stem + SUFFIX[form]
    return _WRITERS[form](data, name)


def _sdmx_csv(data: Dataset, name: str) -> Files:
    from isonomia.statistics.exchange.messages import structure_message
    from isonomia.statistics.exchange.sdmx import csv_message
    from isonomia.statistics.exchange.structure import structure_of

    structure = structure_of(data)
    return {name: csv_message(data, structure), beside(name, ".structure.xml"): structure_message(structure)}


def _sdmx_ml(data: Dataset, name: str) -> Files:
    from isonomia.statistics.exchange.messages import structure_message
    from isonomia.statistics.exchange.sdmx import data_message
    from isonomia.statistics.exchange.structure import structure_of

    structure = structure_of(data)
    return {name: data_message(data, structure), beside(name, ".structure.xml"): structure_message(structure)}


def _csv(data: Dataset, name: str) -> Files:
    from isonomia.statistics.exchange.tables import csv_metadata, csv_table

    return {name: csv_table(data), name + "-metadata.json": csv_metadata(data, name)}


def _xlsx(data: Dataset, name: str) -> Files:
    from isonomia.statistics.exchange.workbook import workbook

    return {name: workbook(data)}


def _parquet(data: Dataset, name: str) -> Files:
    from isonomia.statistics.exchange.parquet import parquet

    return {name: parquet(data)}


def _datapackage(data: Dataset, name: str) -> Files:
    """The files of the package: in one archive where the name ends in .zip, else under the folder of that name."""
    from isonomia.statistics.exchange.datapackage import datapackage

    files = datapackage(data)
    if not name.endswith(".zip"):
        return {f"{name}/{inner}": content for inner, content in files.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for inner, content in files.items():
            # the same table gives the same archive, whenever it is written
            archive.writestr(zipfile.ZipInfo(inner, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return {name: out.getvalue()}


def beside(name: str, ending: str) -> str:
    """The name of a file that belongs to another: prisons.csv and prisons.structure.xml."""
    path = PurePath(name)
    return str(path.with_name(path.stem + ending))


_WRITERS: Mapping[str, Callable[[Dataset, str], Files]] = {
    "sdmx-csv": _sdmx_csv, "sdmx-ml": _sdmx_ml, "csv": _csv, "xlsx": _xlsx, "parquet": _parquet,
    "datapackage": _datapackage,
}  # fmt: skip
