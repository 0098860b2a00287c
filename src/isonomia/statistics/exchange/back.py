"""Files in the forms of exchange, read back into rows under a header as published tables have them."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from isonomia.errors import DamagedFile, FileTooLarge
from isonomia.statistics.exchange.about import HEADS
from isonomia.statistics.exchange.datapackage import DESCRIPTOR
from isonomia.statistics.exchange.parquet import MAGIC, read_parquet
from isonomia.statistics.exchange.structure import IDS

Rows = list[Sequence[object]]
Columns = Mapping[str, Sequence[Any]]
LARGEST = 2_000_000_000
"""An archive that unpacks to more is not read."""
DROPPED = frozenset(
    ["STRUCTURE", "STRUCTURE_ID", "ACTION", "DATAFLOW", "SERIES_KEY", "OBS_KEY", "FREQ", "OCCURRENCE", "OBS_STATUS",
     "CONF_STATUS", "LOWER_BOUND", "UPPER_BOUND", "COMMENT_OBS", "AREA_NAME"]
)  # fmt: skip
"""Components of a data message that are no columns of a table: they are said by the value's cell, or by none."""
BY_ID = {id: HEADS[name] for name, id in IDS.items() if id != "AREA_NAME"} | {
    "TIME_PERIOD": "Year", "OBS_VALUE": "VALUE", "SERIES": "Indicator",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Rows under a header, and what the file says of the table that it was made from."""

    rows: Rows
    sheet: str
    kind: str = ""
    noted: Mapping[str, Any] = field(default_factory=dict)


def read_exchanged(path: Path, content: bytes) -> Exchanged | None:
    """The table of a file in a form of exchange; None where it is in none of them. Raises DamagedFile."""
    head = content[:4096].lstrip(b"\xef\xbb\xbf")
    if content[:4] == MAGIC:
        columns, noted = read_parquet(content, path.name)
        return _typed(columns, noted, path.stem)
    if content[:4] == b"PK\x03\x04":
        return _archived(path, content)
    if path.name == DESCRIPTOR:
        return _packaged(path.name, content, lambda inner: (path.parent / inner).read_bytes())
    if re.match(rb'"?(?:STRUCTURE|DATAFLOW)"?(?:\[.\])?[,;]', head):
        return _from_components(_csv_columns(path.name, content), _names_beside(path), path.stem)
    if b"StructureSpecific" in head and b"<" in head[:64]:
        return _from_components(_xml_columns(path.name, content), _names_beside(path), path.stem)
    return None


def _typed(columns: Columns, noted: Mapping[str, Any], sheet: str) -> Exchanged:
    """A table whose columns have types: what is no plain number stands in the column `printed`."""
    heads = dict(noted.get("header") or {name: name for name in columns})
    names = [name for name in heads if name in columns]
    cells = {name: ["" if cell is None else cell for cell in columns[name]] for name in names}
    if noted and {"value", "flag", "printed"} <= set(columns):
        marked = zip(cells["value"], columns["flag"], columns["printed"], strict=True)
        cells["value"] = [printed if flag else value for value, flag, printed in marked]
    above: Rows = [(noted["stamp"],)] if noted.get("stamp") else []
    rows: Rows = [*above, [heads[name] for name in names], *zip(*(cells[name] for name in names), strict=True)]
    return Exchanged(rows, noted.get("sheet") or sheet, noted.get("kind", ""), noted)


def _archived(path: Path, content: bytes) -> Exchanged | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if DESCRIPTOR not in archive.namelist():
                return None
            if sum(one.file_size for one in archive.infolist()) > LARGEST:
                raise FileTooLarge(f"the package unpacks to more than {LARGEST:,} bytes; split it", place=path.name)
            return _packaged(path.name, archive.read(DESCRIPTOR), archive.read)
    except (zipfile.BadZipFile, KeyError):
        return None


def _packaged(file: str, descriptor: bytes, opened: Any) -> Exchanged:
    """The first tabular resource of a data package."""
    try:
        package = json.loads(descriptor)
        resource = package["resources"][0]
        inner, encoding = str(resource["path"]), resource.get("encoding", "utf-8")
        if inner.startswith("/") or ".." in Path(inner).parts or ":" in inner:
            raise DamagedFile(f"{inner!r} is outside the package; give a path inside it", place=file)
        lines = list(csv.reader(io.StringIO(opened(inner).decode(encoding), newline="")))
        types = {one["name"]: one.get("type", "string") for one in resource.get("schema", {}).get("fields", [])}
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OSError) as error:
        raise DamagedFile(
            f"the data package cannot be read ({error}); it needs a resource with a path and a CSV there", place=file
        ) from None
    names = lines[0] if lines else []
    cells = list(zip(*lines[1:], strict=False)) or [() for _ in names]
    columns = {
        name: [_number(cell) if types.get(name) in ("number", "integer", "year") else cell for cell in column]
        for name, column in zip(names, cells, strict=False)
    }
    return _typed(columns, package.get("isonomia", {}), str(resource.get("name", file)))


def _number(cell: str) -> object:
    try:
        return int(cell) if re.fullmatch(r"-?\d+", cell) else float(cell)
    except ValueError:
        return cell


def _csv_columns(file: str, content: bytes) -> Columns:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DamagedFile("SDMX-CSV is in UTF-8; save it so", place=file) from None
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    short = next((number for number, row in enumerate(lines, 1) if len(row) not in (0, len(lines[0]))), None)
    if short:
        raise DamagedFile(
            f"{len(lines[short - 1])} cells where the header has {len(lines[0])}; give one for each component",
            place=f"{file}, line {short}",
        )
    names = [name.partition(": ")[0].partition("[")[0] for name in lines[0]]
    columns = dict(zip(names, zip(*(row for row in lines[1:] if row), strict=True), strict=False))
    for name, said in zip(names, lines[0], strict=True):
        if ": " in said and name in columns:
            # with labels beside codes ("AUT: Austria") the code is what stands before
            columns[name] = tuple(cell.partition(": ")[0] for cell in columns[name])
    return columns


def _xml_columns(file: str, content: bytes) -> Columns:
    """The observations of a structure-specific message, flat or in series."""
    from lxml import etree

    found: list[dict[str, str]] = []
    try:
        for _, tag in etree.iterparse(
            io.BytesIO(content), tag="{*}Obs", resolve_entities=False, no_network=True, huge_tree=False
        ):
            above = tag.getparent()
            series = above.attrib if above is not None and etree.QName(above).localname == "Series" else {}
            found.append({str(name): str(text) for name, text in [*series.items(), *tag.attrib.items()]})
            tag.clear()
    except etree.XMLSyntaxError as error:
        raise DamagedFile(f"the message is no well-formed XML ({error}); write it again", place=file) from None
    names = list(dict.fromkeys(name for row in found for name in row if not name.startswith("{")))
    return {name: [row.get(name, "") for row in found] for name in names}


def _names_beside(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Names of codes by component, from the structure message beside a data message; empty where there is none."""
    beside = path.with_name(path.stem + ".structure.xml")
    if not beside.is_file():
        return {}
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        tree = etree.parse(str(beside), parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFile(f"the structure message is no well-formed XML ({error})", place=beside.name) from None
    lists = {
        one.get("id", ""): {code.get("id", ""): _english(code) for code in one.iterfind("{*}Code")}
        for one in tree.iter("{*}Codelist")
    }
    found = {}
    for one in tree.iter("{*}Dimension", "{*}Attribute"):
        named = re.search(r":([^:()]+)\(", one.findtext(".//{*}Enumeration") or "")
        found[one.get("id", "")] = lists.get(named[1], {}) if named else {}
    return found


def _english(code: Any) -> str:
    names = {
        name.get("{http://www.w3.org/XML/1998/namespace}lang"): name.text or "" for name in code.iterfind("{*}Name")
    }
    name = names.get("en") or next(iter(names.values()), "")
    return "" if name == "(empty)" else name


def _from_components(columns: Columns, names: Mapping[str, Mapping[str, str]], sheet: str) -> Exchanged:
    """The components of a data message as the columns of a table. A message may leave out what no observation has."""
    size = len(next(iter(columns.values()), ()))
    columns = {**columns, **{id: [""] * size for id in ("OBS_VALUE", *names) if id not in columns}}
    made: dict[str, Sequence[Any]] = {}
    for id, cells in columns.items():
        if id in DROPPED:
            continue
        head = BY_ID.get(id, id.removesuffix("_COLUMN"))
        known = names.get(id, {})
        if id == "REF_AREA":
            if known and ("AREA_NAME" in columns or "AREA_NAME" in names):
                other = columns.get("AREA_NAME") or [""] * len(cells)
                made["Country"] = [said or known.get(code, code) for code, said in zip(cells, other, strict=True)]
                made["Iso3_code"] = cells
            elif known:
                made["Country"] = [known.get(code, code) for code in cells]
            else:
                made[head] = cells
        elif id == "TIME_PERIOD":
            made[head] = [cell[:4] for cell in cells]
        elif id == "OBS_VALUE":
            made[head] = _values(cells, columns)
        else:
            made[head] = [known.get(cell, cell) for cell in cells]
    identity = (columns.get("STRUCTURE_ID") or columns.get("DATAFLOW") or [""])[0]
    kind = identity.partition(":")[2].partition("(")[0].lower().replace("_", "-")
    rows: Rows = [list(made), *zip(*made.values(), strict=True)]
    return Exchanged(rows, sheet, kind if kind in ("un-cts", "glotip", "iafq") else "")


def _values(cells: Sequence[str], columns: Columns) -> list[object]:
    """The cell of each value: a number, else what the observation says was published."""
    empty = [""] * len(cells)
    told = columns.get("COMMENT_OBS") or empty
    status, upper = columns.get("OBS_STATUS") or empty, columns.get("UPPER_BOUND") or empty
    out: list[object] = []
    for value, text, state, bound in zip(cells, told, status, upper, strict=True):
        if value not in ("", "NaN"):
            out.append(_number(value))
        elif state == "Q" and not text and re.fullmatch(r"\d+", bound):
            out.append(f"<{int(bound) + 1}")
        else:
            out.append(text)
    return out
