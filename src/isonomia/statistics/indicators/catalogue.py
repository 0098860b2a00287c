"""All indicators of which the Office is custodian or co-custodian, and what each is computed from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from isonomia.statistics.errors import UnknownIndicator
from isonomia.statistics.indicators.declaration import indicators
from isonomia.statistics.survey.proportions import survey_indicators

WORKBOOK, SURVEY = "workbook", "survey microdata"


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator. `data` are the kinds of input that it is computed from; `instead` says why it is not, where it is
    not."""

    code: str
    name: str
    custodians: tuple[str, ...]
    unit: str
    formula: str
    data: tuple[str, ...]
    disaggregation: tuple[str, ...]
    aggregate: str = ""
    note: str = ""
    instead: str = ""


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Entry]:
    """The indicators by code, in the order of the goals."""
    out: dict[str, Entry] = {}
    for code, one in survey_indicators().items():
        out[code] = Entry(code, one.name, one.custodians, one.unit, one.formula, (SURVEY,), one.disaggregation)
    for code, made in indicators().items():
        data = (WORKBOOK, SURVEY) if code in out else (WORKBOOK,)
        out[code] = Entry(
            code,
            made.name,
            made.custodians,
            made.unit,
            made.formula,
            data,
            made.disaggregation,
            made.aggregate,
            made.note,
        )
    tables = tomllib.loads(files(__package__).joinpath("catalogue.toml").read_text(encoding="utf-8"))
    for code, table in tables.items():
        out[code] = Entry(
            code, table["name"], tuple(table["custodians"]), table["unit"], table["formula"], (table["data"],),
            tuple(table["disaggregation"]), instead=table.get("instead", ""),
        )  # fmt: skip
    return dict(
        sorted(out.items(), key=lambda item: [(not part.isdigit(), part.zfill(3)) for part in item[0].split(".")])
    )


def entry(code: str) -> Entry:
    """One of them. Raises UnknownIndicator."""
    known = catalogue()
    if code not in known:
        raise UnknownIndicator(f"{code} is no indicator that can be computed; these can: {', '.join(known)}")
    return known[code]
