"""Reads and checks a table of statistics in a process of its own: the file may be anybody's. As a module, that
process."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from isonomia.errors import IsonomiaError
from isonomia.site.apart import bound, reader
from isonomia.site.characters import kept

MOST_FINDINGS = 5000
"""So many findings are kept of a file; all are counted."""
MOST_NAME = 100
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""A year beyond these is a slip, which the checks find; it does not say what a file covers."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds. `findings` as `found.content_of` has them; `found` counts all of them by rule; `observations`
    is the dataset in one piece (see `keeping`)."""

    name: str
    kind: str
    sheet: str
    stamp: str
    count: int
    first_year: int | None
    last_year: int | None
    columns: dict[str, str]
    countries: list[str]
    strangers: list[str]
    found: dict[str, int]
    errors: int
    warnings: int
    findings: list[dict[str, Any]] = field(default_factory=list)
    observations: bytes = b""


def read_apart(data: bytes, *, name: str = "", sheet: str = "") -> Read:
    """Reads and checks a workbook or a table. Raises what `isonomia.statistics.read_dataset` raises; FileTooLarge
    where it takes more memory or time than it may, DamagedFile where the reader broke."""
    try:
        with reader(__name__) as process:
            told = json.dumps({"name": name, "sheet": sheet}).encode() + b"\n"
            out, _said = process.communicate(told + data)
    except IsonomiaError as error:
        error.place = name
        raise
    head, _sep, rest = out.partition(b"\n")
    answer = json.loads(head)
    if fault := answer.get("fault"):
        raise _of_code(fault["code"])(fault["message"], place=fault["place"])
    return Read(**_kept(answer["read"]), observations=rest)


def _kept(value: Any) -> Any:
    """The same with a mark in place of each character that no database and no page holds."""
    if isinstance(value, str):
        return kept(value)
    if isinstance(value, dict):
        return {kept(name): _kept(inner) for name, inner in value.items()}
    return [_kept(inner) for inner in value] if isinstance(value, list) else value


def _of_code(code: str) -> type[IsonomiaError]:
    from isonomia.statistics.errors import NotStatistics

    kinds: list[type[IsonomiaError]] = [NotStatistics, IsonomiaError]  # those beside it are known once it is loaded
    for kind in kinds:
        if kind.code == code:
            return kind
        kinds += kind.__subclasses__()
    return IsonomiaError


def main() -> None:
    """Takes options as a line of JSON, then the bytes; gives what was read as a line of JSON, then the observations;
    or the fault as JSON."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each of its threads would take memory of what this process may have
    bound()
    from isonomia.site.statistics.keeping import packed
    from isonomia.statistics.checks import check
    from isonomia.statistics.reading import read_dataset

    options = json.loads(sys.stdin.buffer.readline())
    try:
        with tempfile.TemporaryDirectory(prefix="isonomia-") as folder:
            path = Path(folder) / _plain(options["name"])
            path.write_bytes(sys.stdin.buffer.read())
            data = read_dataset(path, sheet=options["sheet"] or None)
        found = check(data)
    except IsonomiaError as error:
        fault = {"code": error.code, "message": error.message, "place": error.place}
        sys.stdout.buffer.write(json.dumps({"fault": fault}).encode())
        return
    sys.stdout.buffer.write(json.dumps({"read": _told(data, found)}).encode() + b"\n")
    sys.stdout.buffer.write(packed(data))


def _plain(name: str) -> str:
    """A name that stands for a file below a folder and nowhere else."""
    last = Path(name.replace("\\", "/").replace("\x00", "")).name.strip(". ")
    stem, suffix = os.path.splitext(last)
    return (_cut(stem, MOST_NAME) or "file") + _cut(suffix, 10)


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode("utf-8", "ignore")


def _told(data: Any, found: Any) -> dict[str, Any]:
    from isonomia.site.statistics.found import content_of
    from isonomia.statistics.checks.in_place import columns_of

    years = data.year[(data.year >= FIRST_YEAR) & (data.year <= LAST_YEAR)]
    countries, strangers = _countries(data)
    columns = columns_of(data)
    severities = Counter(finding.severity for finding in found)
    return {
        "name": data.file, "kind": data.kind, "sheet": data.sheet, "stamp": data.stamp, "count": len(data),
        "first_year": int(years.min()) if years.size else None,
        "last_year": int(years.max()) if years.size else None,
        "columns": {name: data.header.get(name, name) for name in (*data.columns, "year", "value")},
        "countries": countries, "strangers": strangers,
        "found": dict(Counter(finding.rule for finding in found)),
        "errors": severities["error"], "warnings": sum(severities.values()) - severities["error"],
        "findings": [content_of(data, finding, columns) for finding in found[:MOST_FINDINGS]],
    }  # fmt: skip


def _countries(data: Any) -> tuple[list[str], list[str]]:
    """The countries of the observations by code of two letters; and what their columns say that is none."""
    from isonomia.site.statistics.places import two_letters
    from isonomia.statistics.areas import area_named
    from isonomia.statistics.checks.codes import PART_OF

    column = data["iso3" if data.has("iso3") else "country"]
    known, strangers = set(), []
    for label in column.labels:
        whole = label[:3] if PART_OF.match(label) else label
        code = two_letters().get(area_named(whole) or "")
        if code:
            known.add(code)
        else:
            strangers.append(label[:MOST_NAME])
    return sorted(known), strangers[:20]


if __name__ == "__main__":
    main()
