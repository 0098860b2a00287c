"""Units, methods and remarks of indicators in the language of the page; in English where it has no words for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from isonomia.statistics.indicators.compute import METHODS

UNITS: Mapping[str, Any] = {
    "percent": _("per cent"),
    "per 100,000 population": _("per 100,000 population"),
}
COLUMNS: Mapping[str, Any] = {
    "iso3": _("Code of the country"), "country": _("Country"), "region": _("Region"), "subregion": _("Subregion"),
    "indicator": _("Indicator"), "dimension": _("Dimension"), "category": _("Category"), "sex": _("Sex"),
    "age": _("Age"), "year": _("Year"), "unit": _("Unit"), "value": _("Value"), "source": _("Source"),
}  # fmt: skip
"""What the columns of every table are called."""
_HOW: Mapping[str, Any] = {
    "country": _("As reported: numerator and denominator of the same year."),
    "sum": _(
        "Shares and denominators of each country are interpolated between its reports and carried beyond them; then the"
        " sum of numerators is divided by the sum of denominators."
    ),
    "population": _(
        "Rates of each country are interpolated between its reports and carried beyond them; then their mean is taken,"
        " weighted by population."
    ),
}
_REMARKS: Mapping[str, Any] = {
    "thin-coverage": _("too few countries report"),
    "denominator-zero": _("the denominator is zero"),
    "numerator-exceeds-denominator": _("the numerator exceeds the denominator"),
    "interpolated": _("countries interpolated"),
    "carried": _("countries carried forward or back"),
}


def column(name: str, heading: str) -> str:
    """What a column is called; as the file heads it where it is no usual one."""
    return str(COLUMNS.get(name, heading))


def unit(text: str) -> str:
    """A unit."""
    return str(UNITS.get(text, text))


def method(text: str) -> str:
    """How values were computed."""
    return next((str(_HOW[name]) for name, words in METHODS.items() if words == text and name in _HOW), text)


def remark(flag: str) -> str:
    """A flag of a value: `carried: 12`."""
    name, colon, rest = flag.partition(":")
    return f"{_REMARKS.get(name, name)}{colon}{rest}"
