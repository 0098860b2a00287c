"""What an indicator is: its formula, unit, inputs and rule of aggregation, as declared in declarations.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from isonomia.statistics.dataset import Dataset
from isonomia.statistics.errors import NotComputable, UnknownIndicator

SUM_OVER_SUM, POPULATION = "sum-over-sum", "population"
TOTALS = {"sex": ("Total", "na", "Both sexes", "Both"), "age": ("Total", "na", "All ages")}
"""What the columns of sex and age say of all persons."""


@dataclass(frozen=True, slots=True)
class Input:
    """Which observations one part of the formula is made of: labels by column; `sum` where several add up."""

    labels: Mapping[str, Sequence[str]]
    sum: bool = False

    def rows(self, data: Dataset, **others: str) -> NDArray[np.bool_]:
        """Which observations of counts these are, of all persons unless `others` names a sex or age."""
        mask = np.ones(len(data), dtype=bool)
        for name, labels in self.labels.items():
            if not data.has(name):
                return np.zeros(len(data), dtype=bool)
            mask &= data[name].is_in(labels)
        for name, totals in TOTALS.items():
            if data.has(name):
                mask &= data[name].is_in([others[name]] if name in others else totals)
        if data.has("unit"):
            mask &= np.array([label.casefold().startswith("count") for label in data["unit"].labels])[
                data["unit"].codes
            ]
        return mask


@dataclass(frozen=True, slots=True)
class Study:
    """A class of a breakdown in the layout of the Global Study on Homicide, which names it in the indicator: the label
    of its counts, and that of its rates where these are of its own population."""

    by: str
    label: str
    count: str
    rate: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A declared indicator. `numerator` and `denominator` are alternatives in the order of preference; without a
    denominator it is the population. `sources` are kinds of sources, the preferred first."""

    code: str
    name: str
    custodians: tuple[str, ...]
    unit: str
    formula: str
    scale: float
    aggregate: str
    disaggregation: tuple[str, ...]
    numerator: tuple[Input, ...]
    denominator: tuple[Input, ...]
    note: str = ""
    sources: tuple[str, ...] = ()
    studies: tuple[Study, ...] = ()


@lru_cache(maxsize=1)
def indicators() -> Mapping[str, Indicator]:
    """All indicators that published workbooks give, by code."""
    tables = tomllib.loads(files(__package__).joinpath("declarations.toml").read_text(encoding="utf-8"))
    return {code: _made(code, table) for code, table in tables.items()}


def indicator(code: str) -> Indicator:
    """One of them. Raises UnknownIndicator."""
    known = indicators()
    if code not in known:
        raise UnknownIndicator(f"{code} is no indicator that can be computed; these can: {', '.join(sorted(known))}")
    return known[code]


def chosen(data: Dataset, alternatives: Sequence[Input], what: str) -> Input:
    """The first alternative that the file has. Raises NotComputable."""
    for one in alternatives:
        if one.rows(data).any():
            return one
    wanted = " or ".join(
        ", ".join(f"{name} {' / '.join(labels)}" for name, labels in one.labels.items()) for one in alternatives
    )
    raise NotComputable(f"the {what} is not in the file: no count of {wanted}", place=data.file)


def _made(code: str, table: Mapping[str, Any]) -> Indicator:
    return Indicator(
        code, table["name"], tuple(table["custodians"]), table["unit"], table["formula"], table["scale"],
        table["aggregate"], tuple(table["disaggregation"]), _inputs(table.get("numerator", [])),
        _inputs(table.get("denominator", [])), table.get("note", ""), tuple(table.get("sources", [])),
        tuple(Study(**one) for one in table.get("study", [])),
    )  # fmt: skip


def _inputs(tables: Sequence[Mapping[str, Any]]) -> tuple[Input, ...]:
    return tuple(
        Input({name: labels for name, labels in table.items() if name != "sum"}, bool(table.get("sum")))
        for table in tables
    )
