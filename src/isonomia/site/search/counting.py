"""The facets of the hits: how many of each kind, language, country, year; each counted with its own filter removed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from isonomia.site.languages import CODES, NAMES, current_language
from isonomia.site.records.codelists import terms
from isonomia.site.records.facets import FacetValue
from isonomia.site.records.registry import collections
from isonomia.site.records.stamps import remembered
from isonomia.site.search.asking import SEVERAL, Asked
from isonomia.site.search.searching import tallies
from isonomia.site.search.state import IndexStatus, newest

LABELS = {"kind": _("Kind"), "language": _("Language"), "country": _("Country"), "year": _("Year")}
SHOWN = 10
"""Values that stand there at once; the others are unfolded."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet as the page shows it: the first values, and those that are unfolded."""

    name: str
    label: str
    values: list[FacetValue]
    rest: list[FacetValue]

    @property
    def chosen(self) -> list[FacetValue]:
        """The values to which the search is narrowed."""
        return [value for value in (*self.values, *self.rest) if value.chosen]


def facets(asked: Asked, seen_by: Collection[str], status: IndexStatus) -> list[Facet]:
    """The facets of what is asked, as a reader with these tags sees them. Raises as `searching.search`."""
    stamp = (status.generation, status.last_change, newest() if status.behind or status.failed else 0)
    found = [_facet(name, asked, _counts(name, asked, seen_by, stamp)) for name in LABELS]
    return [facet for facet in found if facet.values]


def _counts(name: str, asked: Asked, seen_by: Collection[str], stamp: Hashable) -> Mapping[str, int]:
    filters = asked.filters(without=name)
    key = ("search", stamp, frozenset(seen_by), asked.q, repr(filters))
    # what is not narrowed is counted once for all four
    return remembered(key, lambda: tallies(asked.q, seen_by=seen_by, filters=filters))[name]


def _facet(name: str, asked: Asked, counts: Mapping[str, int]) -> Facet:
    chosen = (asked.year,) if name == "year" else getattr(asked, SEVERAL[name])
    codes = [*counts, *(code for code in chosen if code and code not in counts)]
    if name == "year":
        codes.sort(reverse=True)
    elif name == "language":
        codes = [code for code in CODES if code in codes]
    label = _labels(name)
    values = [
        FacetValue(code, label(code), counts.get(code, 0), code in chosen, False, asked.toggled(name, code).query())
        for code in codes
    ]
    shown = [value for at, value in enumerate(values) if at < SHOWN or value.chosen]
    return Facet(name, str(LABELS[name]), shown, [value for value in values if value not in shown])


def _labels(name: str) -> Callable[[str], str]:
    """What says the label of a code of a facet in the language of the page."""
    if name == "kind":
        titles = kind_titles()
        return lambda code: titles.get(code, code)
    if name == "language":
        return lambda code: NAMES.get(code, code)
    if name == "country":
        known, language = terms("countries"), current_language()
        return lambda code: known.label(code, language)
    return lambda code: code


def kind_titles() -> dict[str, str]:
    """What the kinds are called, many of them."""
    return {row.name: str(row.title) for row in collections()}
