"""Results in the global data structure for the indicators of the Sustainable Development Goals, as SDMX-CSV."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from isonomia.statistics.areas import OTHER_CODES, area_named, areas, folded, is_region, nearest_area, regions
from isonomia.statistics.errors import NotComputable, NotStatistics, UnknownArea, UnreadableCell
from isonomia.statistics.exchange.about import plain
from isonomia.statistics.exchange.codes import code_of

ALL = "_T"
GLOBAL, NATIONAL = "G", "N"
COUNTRY_DATA, ESTIMATED, MONITORING = "C", "E", "G"
"""Codes of the nature of a value: as the country gives it, estimated, made for global monitoring only."""
NORMAL, MISSING, SUPPRESSED = "A", "O", "Q"
TOTAL_LABEL = "Detected and undetected victims, estimated from lists that overlap"
HIDDEN_LABEL = "Undetected victims, estimated from lists that overlap"


@dataclass(frozen=True, slots=True)
class Observation:
    """One observation of the global structure; `key` are its dimensions that are not "no breakdown"."""

    series: str
    area: str
    year: int
    value: float | None
    unit: str
    nature: str
    reporting: str = GLOBAL
    key: Mapping[str, str] = field(default_factory=dict)
    status: str = NORMAL
    limits: tuple[float | None, float | None] = (None, None)
    comment: str = ""
    label: str = ""
    source: str = ""


def sdg_csv(observations: Sequence[Observation]) -> bytes:
    """The observations as SDMX-CSV 2.0 of dataflow IAEG-SDGs:DF_SDG_GLH.

    Raises NotStatistics where there are none, UnreadableCell where two have one key.
    """
    known = structure()
    if not observations:
        raise NotStatistics("the result holds nothing that the global structure has a series for")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        ["STRUCTURE", "STRUCTURE_ID", "ACTION", *known["dimensions"], "TIME_PERIOD", "OBS_VALUE", *known["attributes"]]
    )
    met: set[tuple[str, ...]] = set()
    for one in observations:
        key = {"FREQ": "A", "REPORTING_TYPE": one.reporting, "SERIES": one.series, "REF_AREA": one.area} | dict(one.key)
        cells = [key.get(name, ALL) for name in known["dimensions"]] + [str(one.year)]
        if tuple(cells) in met:
            raise UnreadableCell(
                f"two values for {one.series}, area {one.area}, {one.year}, {', '.join(one.key.values()) or 'all'};"
                " give one of them"
            )
        met.add(tuple(cells))
        said = {
            "OBS_STATUS": one.status, "UNIT_MULT": "0", "UNIT_MEASURE": one.unit, "NATURE": one.nature,
            "TIME_DETAIL": str(one.year), "COMMENT_OBS": one.comment, "LOWER_BOUND": _text(one.limits[0]),
            "UPPER_BOUND": _text(one.limits[1]), "SOURCE_DETAIL": one.source, "CUST_BREAKDOWN_LB": one.label,
        }  # fmt: skip
        row = [*cells, _text(one.value), *(said.get(name, "") for name in known["attributes"])]
        writer.writerow(["dataflow", f"IAEG-SDGs:DF_SDG_GLH({known['version']})", "I", *row])
    return out.getvalue().encode()


def of_indicator(rows: Sequence[Mapping[str, Any]], source: str = "") -> tuple[list[Observation], list[str]]:
    """The observations of what `isonomia indicator` printed, and remarks on what the structure has no place for.

    Raises NotStatistics (the rows are none of an indicator), NotComputable (no series for the indicator), UnknownArea.
    """
    out: list[Observation] = []
    remarks: dict[str, None] = {}
    for number, row in enumerate(rows, 1):
        if not {"indicator", "area", "year", "value", "unit"} <= set(row):
            raise NotStatistics(
                "a result of isonomia indicator has indicator, area, year, value and unit; give its JSON",
                place=f"value {number}",
            )
        if row["value"] is None and row.get("reason"):
            remarks[f"{row['indicator']}: {row['reason']}"] = None
            continue
        series = _series(row, remarks)
        key = _group(row.get("group") or {}, remarks)
        if series is None or key is None:
            continue
        code = area_code(str(row["area"]))
        if code is None:
            remarks[f"{row['area']} has no number in the M49 standard; left out"] = None
            continue
        country = row.get("countries") == 1 and not is_region(str(row["area"]))
        nature = (ESTIMATED if "n" in row else COUNTRY_DATA) if country else MONITORING
        comment = "; ".join(map(str, row.get("flags") or []))
        out.append(
            Observation(
                series["value"], code, int(row["year"]), row["value"], _unit(str(row["unit"])), nature, key=key,
                status=NORMAL if row["value"] is not None else MISSING, limits=(row.get("low"), row.get("high")),
                comment=comment, source=source,
            )
        )  # fmt: skip
        if "number" in series and nature == COUNTRY_DATA and row.get("numerator") is not None:
            out.append(
                Observation(series["number"], code, int(row["year"]), row["numerator"], "NUMBER", nature, key=key,
                            source=source)
            )  # fmt: skip
    return out, list(remarks)


def of_estimate(
    result: Mapping[str, Any], area: str, year: int, source: str = ""
) -> tuple[list[Observation], list[str]]:
    """The observations of what `isonomia estimate` printed for an area and year: detected, undetected, all.

    The structure has series for detected victims only; the others carry a custom breakdown with its label. Groups are
    left out: their counts are not protected (the table of indicator 16.2.2 is). Raises NotStatistics, UnknownArea.
    """
    if not {"observed", "estimate", "intervals"} <= set(result):
        raise NotStatistics("a result of isonomia estimate has observed, estimate and intervals; give its JSON")
    code = _area_code(area)
    common: dict[str, Any] = {"unit": "NUMBER", "reporting": NATIONAL, "source": source}
    low, high = (result["intervals"].get("0.95") or (None, None))[:2]
    remark = "; ".join([str(result.get("method", "")), *map(str, result.get("warnings") or [])]).strip("; ")
    if not result.get("reportable", True):
        remark += "; not to be published as it stands"
    series = structure()["series"]["16.2.2"]["number"]
    custom = structure()["custom"]
    seen = float(result["observed"])
    hidden = None if result["estimate"] is None else result["estimate"] - seen
    out = [Observation(series, code, year, seen, nature=COUNTRY_DATA, **common)]
    for name, label, value, limits in (
        ("total", TOTAL_LABEL, result["estimate"], (low, high)),
        ("hidden", HIDDEN_LABEL, hidden, (None if low is None else low - seen, None if high is None else high - seen)),
    ):
        out.append(
            Observation(
                series, code, year, value, nature=ESTIMATED, key={"CUST_BREAKDOWN": custom[name]}, label=label,
                status=MISSING if value is None else NORMAL, limits=limits, comment=remark, **common,
            )
        )  # fmt: skip
    groups = len(result.get("strata") or [])
    left = [f"{groups} groups are left out: their counts are not protected"] if groups else []
    return out, left


def of_table(
    table: Mapping[str, Any], area: str, year: int, *, called: Mapping[str, str] | None = None, source: str = ""
) -> tuple[list[Observation], list[str]]:
    """The observations of the table of indicator 16.2.2 (`Disaggregation.to_dict()` of the estimation room).

    Detected persons, their rate where there is a population, and the estimates with their 95 per cent limits; what is
    suppressed has no value and says so. `called` says how the table calls `sex`, `age` and `exploitation`. Raises
    NotStatistics, UnknownArea.
    """
    if not isinstance(table.get("rows"), Sequence) or not all(
        "values" in row and "detected" in row for row in table["rows"]
    ):
        raise NotStatistics("a table of indicator 16.2.2 has rows with values and detected persons; give its JSON")
    names = {name: (called or {}).get(name, name) for name in ("sex", "age", "exploitation")}
    code, custom = _area_code(area), structure()["custom"]
    out: list[Observation] = []
    remarks: dict[str, None] = {}
    for row in table["rows"]:
        values = {name: str(row["values"].get(called_so, ALL)) for name, called_so in names.items()}
        rest = {k: v for k, v in row["values"].items() if k not in names.values() and v != ALL}
        if rest:
            remarks[f"the structure has no dimension for {', '.join(rest)}; left out"] = None
            continue
        ending = _exploitation(values["exploitation"], remarks)
        if ending is None:
            continue
        key = {name.upper(): code_of(name.upper(), values[name]) for name in ("sex", "age") if values[name] != ALL}
        key = {name: label for name, label in key.items() if label != ALL}
        comment = f"suppressed: {row['suppressed']}" if row.get("suppressed") else ""
        status = SUPPRESSED if row["detected"] is None else NORMAL
        common: dict[str, Any] = {"reporting": NATIONAL, "source": source, "area": code, "year": year}
        rates = ((row.get("detected_rate") or {}), (row.get("estimated_rate") or {}))
        out.append(
            Observation(f"VC_HTF_DETV{ending}", value=row["detected"], unit="NUMBER", nature=COUNTRY_DATA, key=key,
                        status=status, comment=comment, **common)
        )  # fmt: skip
        if rates[0]:
            out.append(
                Observation(f"VC_HTF_DETV{ending}R", value=rates[0]["per_100_000"], unit="PER_100000_POP",
                            nature=COUNTRY_DATA, key=key, **common)
            )  # fmt: skip
        if row.get("estimated") is None:
            continue
        notes = "; ".join(map(str, row.get("notes") or []))
        broken_down = key | {"CUST_BREAKDOWN": custom["total"]}
        for series, value, unit, intervals in (
            (f"VC_HTF_DETV{ending}", row["estimated"], "NUMBER", row.get("intervals")),
            (f"VC_HTF_DETV{ending}R", rates[1].get("per_100_000"), "PER_100000_POP", rates[1].get("intervals")),
        ):
            if value is not None:
                low, high = ((intervals or {}).get("0.95") or (None, None))[:2]
                out.append(
                    Observation(series, value=value, unit=unit, nature=ESTIMATED, key=broken_down, label=TOTAL_LABEL,
                                limits=(low, high), comment=notes, **common)
                )  # fmt: skip
    return out, list(remarks)


@lru_cache(maxsize=1)
def structure() -> Mapping[str, Any]:
    """The parts of the global structure that are used: see sdg.toml."""
    return tomllib.loads(files(__package__).joinpath("sdg.toml").read_text(encoding="utf-8"))


def area_code(name: str) -> str | None:
    """The code of a country, region or the world in the global structure: its M49 number without zeros in front; None
    for a part of a country, and for what is not in that standard. Raises UnknownArea."""
    key = folded(name)
    if key in ("world", "wld"):
        return "1"
    if code := regions().get(key):
        return code
    iso3 = area_named(name)
    if iso3 is not None and iso3 in areas():
        return str(int(areas()[iso3].m49))
    if iso3 in OTHER_CODES:
        return None
    if name[:3] in areas() and name[3:4] in ("_", "-"):
        return None
    near = nearest_area(name)
    raise UnknownArea(f"{name!r} is no country or area; " + (f"{near} is near" if near else "give its ISO code"))


def _area_code(name: str) -> str:
    code = area_code(name)
    if code is None:
        raise UnknownArea(f"{name} has no number in the M49 standard, which the structure needs; give the country")
    return code


def _series(row: Mapping[str, Any], remarks: dict[str, None]) -> Mapping[str, str] | None:
    code, part = str(row["indicator"]), str(row.get("part") or "")
    known = structure()["series"].get(code)
    if known is None:
        named = ", ".join(structure()["series"])
        raise NotComputable(f"no series of the global structure is known for {code}; there are series for {named}")
    if "parts" not in known:
        return known  # type: ignore[no-any-return]
    if part not in known["parts"]:
        remarks[f"the structure has no series for {code}, {part}; left out"] = None
        return None
    return {"value": known["parts"][part]}


def _group(group: Mapping[str, str], remarks: dict[str, None]) -> dict[str, str] | None:
    """The dimensions of a breakdown; None where the structure has none for it."""
    other = [name for name in group if name not in ("sex", "age")]
    if other:
        remarks[f"the structure has no dimension for {', '.join(other)}; left out"] = None
        return None
    coded = {name.upper(): code_of(name.upper(), str(label)) for name, label in group.items()}
    return {name: code for name, code in coded.items() if code != ALL}


def _unit(name: str) -> str:
    known: Mapping[str, str] = structure()["units"]
    if name not in known:
        raise NotComputable(f"the global structure has no unit for {name!r}; it has {', '.join(known)}")
    return known[name]


def _exploitation(form: str, remarks: dict[str, None]) -> str | None:
    if form == ALL:
        return ""
    for word, ending in structure()["exploitation"].items():
        if word in form.casefold():
            return str(ending)
    remarks[f"the structure has no series for the form of exploitation {form!r}; left out"] = None
    return None


def _text(value: float | None) -> str:
    return "" if value is None else repr(plain(float(value)))
