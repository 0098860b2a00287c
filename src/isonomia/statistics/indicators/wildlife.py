"""Indicators 15.7.1 and 15.c.1: what share of the trade in wildlife is illegal, by value.

V_illegal / (V_legal + V_illegal), each V the sum of units times price: seizures against export permits, at the mean
declared import price of a taxon's product, weighted by quantity. Prices make tusks, skins and live animals comparable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from isonomia.statistics.errors import NotComputable, NotStatistics, UnreadableCell
from isonomia.statistics.survey.microdata import Microdata, numbers_of

CODES = ("15.7.1", "15.c.1")
NAMES = {
    "year": ("year",),
    "taxon": ("taxon", "species", "taxonomic group", "taxonomic_group", "family"),
    "product": ("product", "term", "specimen", "specimen code", "commodity"),
    "unit": ("unit", "unit_measure"),
    "quantity": ("quantity", "units", "number", "exporter reported quantity", "importer reported quantity"),
    "price": ("price", "unit price", "price per unit"),
    "value": ("value", "declared value", "import value"),
    "factor": ("factor",),
    "to": ("to", "to product", "standard"),
    "to_unit": ("to unit", "to_unit", "standard unit"),
}
"""The columns of the tables, with how files head them."""
UNPRICED = 0.05
"""A value is flagged where more than this share of the records has no price."""

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Trade:
    """Lines of a table: year, what was traded (taxon, product, unit) and how much of it."""

    lines: Sequence[tuple[int, Key, float]]
    file: str


@dataclass(frozen=True, slots=True)
class Share:
    """The share of illegal trade in a year, whole or of one taxon. `priced` is the share of the lines with a price."""

    year: int
    value: float | None
    numerator: float
    denominator: float
    priced: float
    flags: tuple[str, ...] = ()
    group: Mapping[str, str] = field(default_factory=dict)


def trade(table: Microdata) -> Trade:
    """Seizures or permits: columns year, taxon, quantity; product and unit where there are. Raises NotStatistics,
    UnreadableCell."""
    wanted = "year, taxon, product, unit and quantity"
    keys = _keys(table, wanted)
    head = _column(table, "year", wanted)
    quantities = numbers_of(table, _column(table, "quantity", wanted))
    for at, year in enumerate(table.columns[head]):
        if not (year.isdecimal() and len(year) == 4):
            raise UnreadableCell(f"{year!r} is no year; write 2019", place=table.place(at, head))
    years = [int(year) for year in table.columns[head]]
    return Trade(list(zip(years, keys, quantities, strict=True)), table.file)


def prices(table: Microdata) -> Mapping[Key, float]:
    """The price of a unit by taxon, product and unit: as given, or the sum of declared values over the sum of
    quantities of the imports listed. Raises NotStatistics, UnreadableCell."""
    wanted = "taxon, product, unit and price, or quantity and value of imports"
    keys = _keys(table, wanted)
    sums: dict[Key, list[float]] = defaultdict(lambda: [0.0, 0.0])
    value, quantity = _find(table, "value"), _find(table, "quantity")
    if value is not None and quantity is not None:
        amounts, units = numbers_of(table, value), numbers_of(table, quantity)
    else:
        amounts, units = numbers_of(table, _column(table, "price", wanted)), [1.0] * len(table)
    for key, amount, number in zip(keys, amounts, units, strict=True):
        sums[key][0] += amount
        sums[key][1] += number
    return {key: total / units for key, (total, units) in sums.items() if units > 0}


def conversions(table: Microdata) -> Mapping[tuple[str, str], tuple[str, str, float]]:
    """How many standard units a product's unit is: columns product, unit, factor, to, to unit. A table of the
    operator's own, with its source. Raises NotStatistics, UnreadableCell."""
    wanted = "product, unit, factor, to and to unit"
    product, unit, to, to_unit = (
        [_folded(cell) for cell in table.columns[_column(table, name, wanted)]]
        for name in ("product", "unit", "to", "to_unit")
    )
    factors = numbers_of(table, _column(table, "factor", wanted))
    return {key[:2]: key[2:] for key in zip(product, unit, to, to_unit, factors, strict=True)}


def illegal_share(
    seizures: Trade,
    permits: Trade,
    unit_prices: Mapping[Key, float],
    *,
    standard: Mapping[tuple[str, str], tuple[str, str, float]] | None = None,
    by_taxon: bool = False,
    years: Sequence[int] | None = None,
) -> list[Share]:
    """The indicator for each year that both tables have: whole, then by taxon where asked.

    A line whose taxon, product and unit have no price is left out, and how many were is said. Raises NotComputable.
    """
    span = sorted({line[0] for line in seizures.lines} & {line[0] for line in permits.lines})
    wanted = [year for year in span if years is None or year in years]
    if not wanted:
        raise NotComputable(
            f"no year is in both {seizures.file} and {permits.file}" + ("" if not span else " and asked for")
        )
    taxa = [""] + (sorted({key[0] for one in (seizures, permits) for _, key, _ in one.lines}) if by_taxon else [])
    return [
        share
        for taxon in taxa
        for year in wanted
        if (share := _share(year, taxon, seizures, permits, unit_prices, standard or {})) is not None
    ]


def _share(
    year: int, taxon: str, seizures: Trade, permits: Trade, unit_prices: Mapping[Key, float],
    standard: Mapping[tuple[str, str], tuple[str, str, float]],
) -> Share | None:  # fmt: skip
    totals, met, missed = [0.0, 0.0], 0, 0
    for which, table in enumerate((seizures, permits)):
        for when, key, quantity in table.lines:
            if when != year or (taxon and key[0] != taxon):
                continue
            met += 1
            found = _priced(key, unit_prices, standard)
            missed += found is None
            totals[which] += quantity * (found or 0.0)
    if not met:
        return None
    illegal, legal = totals
    priced = 1 - missed / met
    flags = [f"without-price: {missed}"] if 1 - priced > UNPRICED else []
    group = {"taxon": taxon} if taxon else {}
    if not illegal + legal:
        return Share(year, None, illegal, illegal + legal, priced, ("no-value: nothing has a price", *flags), group)
    return Share(year, illegal / (illegal + legal), illegal, illegal + legal, priced, tuple(flags), group)


def _priced(
    key: Key, unit_prices: Mapping[Key, float], standard: Mapping[tuple[str, str], tuple[str, str, float]]
) -> float | None:
    """The price of a unit, by way of the standard unit of its product where it has none of its own."""
    if key in unit_prices:
        return unit_prices[key]
    taxon, product, unit = key
    if (product, unit) in standard:
        to, to_unit, factor = standard[product, unit]
        found = unit_prices.get((taxon, to, to_unit))
        return None if found is None else found * factor
    return None


def _find(table: Microdata, name: str) -> str | None:
    heads = {_folded(head): head for head in table.columns}
    return next((heads[head] for head in NAMES[name] if head in heads), None)


def _column(table: Microdata, name: str, wanted: str) -> str:
    found = _find(table, name)
    if found is None:
        raise NotStatistics(
            f"no column {name!r}; the table has the columns {wanted}, headed as {', '.join(NAMES[name])}",
            place=table.file,
        )
    return found


def _keys(table: Microdata, wanted: str) -> list[Key]:
    taxon = table.columns[_column(table, "taxon", wanted)]
    others = [
        table.columns[head] if (head := _find(table, name)) else [""] * len(table) for name in ("product", "unit")
    ]
    return [(_folded(a), _folded(b), _folded(c)) for a, b, c in zip(taxon, *others, strict=True)]


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())
