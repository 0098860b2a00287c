"""Indicators from the published datasets: from the latest vintages only, never from a draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from isonomia.errors import IsonomiaError
from isonomia.site.records.access import Actor, visible
from isonomia.site.records.models import State
from isonomia.site.records.registry import collection
from isonomia.site.records.stamps import remembered
from isonomia.site.statistics import keeping
from isonomia.site.statistics.models import Dataset
from isonomia.statistics.errors import NotComputable
from isonomia.statistics.indicators.catalogue import WORKBOOK, Entry, catalogue
from isonomia.statistics.indicators.compute import THIN_COUNTRIES, THIN_SHARE, Value, compute
from isonomia.statistics.indicators.declaration import indicators
from isonomia.statistics.indicators.panel import Panel
from isonomia.statistics.indicators.population import implied_population

MOST_TRIED = 40
"""So many datasets are tried for an indicator, the largest first."""


@dataclass(frozen=True, slots=True)
class Computed:
    """An indicator from one dataset: its values, and the dataset that tells the population where that is another one;
    or why there are none."""

    values: list[Value] = field(default_factory=list)
    population: str = ""
    because: str = ""

    def __len__(self) -> int:
        return 1 + len(self.values)


def published(actor: Actor) -> list[Dataset]:
    """The latest published vintages: of many countries first, then by how much they hold."""
    rows: Any = visible(collection("datasets"), actor).filter(state=State.PUBLISHED, revises=None, current=True)
    return sorted(rows, key=lambda row: (row.country != "", -row.observations, row.pk))


def needs_population(code: str) -> bool:
    """Whether an indicator is a rate of the population."""
    return code in indicators() and not indicators()[code].denominator


def from_dataset(code: str, record: Dataset, area: str, others: Sequence[Dataset], by: str = "") -> Computed:
    """An indicator from a dataset, told apart by sex or age where `by` says so; where the dataset does not tell the
    population, with that of the first of `others` that does."""
    told = [row for row in others if row.pk != record.pk] if needs_population(code) else []
    key = ("indicator", code, area, by, record.fingerprint, tuple(row.fingerprint for row in told[:MOST_TRIED]))
    return remembered(key, lambda: _computed(code, record, area, told[:MOST_TRIED], by or None))


def _computed(code: str, record: Dataset, area: str, told: Sequence[Dataset], by: str | None) -> Computed:
    data = keeping.observations(record.fingerprint)
    if data is None:
        return Computed(because="the observations are not where they were kept")
    try:
        return Computed(compute(code, data, area=area, by=by))
    except NotComputable as problem:
        because = problem.message
    except IsonomiaError as problem:
        return Computed(because=problem.message)
    for row, people in _populations(told):
        try:
            return Computed(compute(code, data, area=area, population=people, by=by), population=row.key)
        except IsonomiaError:
            continue
    return Computed(because=because)


def _populations(rows: Sequence[Dataset]) -> Iterator[tuple[Dataset, Panel]]:
    for row in rows:
        data = keeping.observations(row.fingerprint)
        if data is not None:
            try:
                yield row, implied_population(data)
            except IsonomiaError:
                continue


def sources_of(code: str, rows: Sequence[Dataset]) -> tuple[list[Dataset], str]:
    """The datasets that an indicator can be computed from; where there are none, why the first cannot."""
    found, because = [], ""
    for row in rows[:MOST_TRIED] if code in indicators() else ():
        made = from_dataset(code, row, "country", rows)
        if made.values:
            found.append(row)
        because = because or made.because
    return found, because


def latest(values: Sequence[Value]) -> Value | None:
    """The latest value of an area that enough of its countries reported themselves; where there is none, the latest.
    What is only carried on from earlier years is in the table, but does not stand for the area."""
    known = [value for value in values if value.value is not None]
    told = [
        value
        for value in known
        if value.countries >= THIN_COUNTRIES
        and (value.population_covered is None or value.population_covered >= THIN_SHARE)
    ]
    return max(told or known, key=lambda value: value.year, default=None)


def entries() -> list[Entry]:
    """All indicators of which the Office is custodian."""
    return list(catalogue().values())


def from_workbooks(entry: Entry) -> bool:
    """Whether an indicator is computed from tables of counts, which datasets are."""
    return WORKBOOK in entry.data and not entry.instead
