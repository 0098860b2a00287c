"""The facets of a list: for each value how many records there would be, counted with the facet's own filter removed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, IntegerField
from django.db.models.functions import Cast, ExtractYear, Substr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomia.site.languages import current_language
from isonomia.site.records.access import Actor, scope, sees_unpublished
from isonomia.site.records.codelists import fold
from isonomia.site.records.declaration import Collection, Facet
from isonomia.site.records.facet_values import is_derived
from isonomia.site.records.kinds import Choice, Coded, Date, Kind, Link, Moment, YesNo
from isonomia.site.records.models import State
from isonomia.site.records.rows import rows_of
from isonomia.site.records.stamps import remembered
from isonomia.site.records.view import NONE, STATE, View, usable_facets

STATE_FACET = Facet("state", name=STATE, label=gettext_lazy("State"))


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: code, label, how many records, whether it is chosen, and the view with it changed."""

    code: str
    label: str
    count: int
    chosen: bool
    retired: bool
    query: str


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet as a page shows it. `more`: values that are not shown."""

    name: str
    label: str
    values: list[FacetValue]
    more: int

    @property
    def says_something(self) -> bool:
        """Whether there is more to choose than that nothing is given."""
        return any(value.code != NONE or value.chosen for value in self.values)

    @property
    def chosen(self) -> list[FacetValue]:
        """The values that the view is narrowed to."""
        return [value for value in self.values if value.chosen]


def facets_for(collection: Collection, actor: Actor) -> list[Facet]:
    """The facets of a list as an actor sees it; states only for who sees more than what is published."""
    facets = usable_facets(collection, actor)
    return [*facets, STATE_FACET] if sees_unpublished(collection, actor) else facets


def counts(collection: Collection, actor: Actor, view: View, facet: Facet, stamp: int) -> list[tuple[str, int]]:
    """Code and number of records, most first; computed once for all who see the same."""
    key = (
        "facet", collection.name, stamp, scope(collection, actor), view.cache_key(without=facet.name), facet.name,
        _language_of(view), _search_stamp(view),
    )  # fmt: skip
    return remembered(key, lambda: _counted(collection, actor, view, facet))


def _language_of(view: View) -> str:
    """A search may find other records in another language."""
    return current_language() if view.q else ""


def _search_stamp(view: View) -> int:
    from isonomia.site.records.finding import finder

    return finder().stamp() if view.q else 0


def _counted(collection: Collection, actor: Actor, view: View, facet: Facet) -> list[tuple[str, int]]:
    rows = rows_of(collection, actor, view, without=facet.name).order_by()
    if facet is not STATE_FACET and is_derived(collection, facet):
        values: Any = collection.model.FacetValue._default_manager.filter(
            field=facet.name, record__in=rows.values("pk")
        )
        grouped = values.values_list("code").annotate(n=Count("pk"))
        return sorted(((str(code), n) for code, n in grouped), key=_most_first)
    kind = None if facet is STATE_FACET else collection.spec(facet.path).kind
    source: Any = facet.path
    if isinstance(kind, Date | Moment):
        rows, source = rows.annotate(facet_year=_year(facet.path)), "facet_year"
    found: dict[str, int] = {}
    for value, n in rows.values_list(source).annotate(n=Count("pk")):
        code = _code(kind, value)
        found[code] = found.get(code, 0) + n
    if isinstance(kind, Link):
        found = _by_address(kind, actor, found)
    return sorted(found.items(), key=_most_first)


def _year(path: str) -> Any:
    """The year of a date. The embedded database holds dates as texts, of which it takes the first four signs itself;
    Django would call Python for every row."""
    if connection.vendor == "sqlite":
        return Cast(Substr(Cast(path, CharField()), 1, 4), IntegerField())
    return ExtractYear(path)


def _most_first(row: tuple[str, int]) -> tuple[int, str]:
    return -row[1], row[0]


def _code(kind: Kind | None, value: Any) -> str:
    if value is None or value == "":
        return NONE
    if isinstance(value, bool) or isinstance(kind, YesNo):
        return "yes" if value else "no"
    return f"{value:04d}" if isinstance(kind, Date | Moment) else str(value)


def _by_address(kind: Link, actor: Actor, found: dict[str, int]) -> dict[str, int]:
    """Row numbers to addresses; records that the actor may not see are left out."""
    from isonomia.site.records.registry import collection_of

    target = collection_of(kind.target)
    address = target.address if target else "key"
    pks = [int(code) for code in found if code != NONE]
    rows = kind.visible(actor).filter(pk__in=pks).values_list("pk", address)
    out = {str(name): found[str(pk)] for pk, name in rows}
    return {**out, NONE: found[NONE]} if NONE in found else out


def labels(collection: Collection, actor: Actor, facet: Facet, codes: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """Codes to labels in the language of the page, and whether they are retired."""
    language = current_language()
    kind = None if facet is STATE_FACET else collection.spec(facet.path).kind
    codes = list(codes)
    linked: dict[str, Any] = {}
    target: Any = None
    if isinstance(kind, Link):
        from isonomia.site.records.registry import collection_of

        target = collection_of(kind.target)
        linked = kind.resolve([code for code in codes if code != NONE], kind.visible(actor))
    out = {}
    for code in codes:
        retired = False
        if code == NONE:
            label = _("not given")
        elif facet is STATE_FACET:
            label = str(State(code).label)
        elif isinstance(kind, Coded):
            entry = kind.terms.get(code)
            label, retired = entry.label(language), entry.retired
        elif isinstance(kind, Choice):
            label = kind.label(code)
        elif isinstance(kind, YesNo):
            label = _("yes") if code == "yes" else _("no")
        elif linked.get(code) is not None and target is not None:
            label = target.label_of(linked[code], language)
        else:
            label = code.lstrip("0") or code
        out[code] = (label, retired)
    return out


def facet_label(collection: Collection, facet: Facet) -> str:
    """What a facet is called: as declared, else as its field."""
    from django.utils.text import capfirst

    return capfirst(str(facet.label)) if facet.label else collection.spec(facet.path).label


def facet_view(
    collection: Collection, actor: Actor, view: View, facet: Facet, stamp: int, *, find: str = "",
    top: int | None = None,
) -> FacetView:  # fmt: skip
    """A facet with its values: the chosen, then the most frequent; `find` keeps values whose label or code has it."""
    counted = counts(collection, actor, view, facet, stamp)
    chosen = view.filters.get(facet.name, ())
    known = dict(counted)
    if _is_time(collection, facet):
        counted = sorted(counted, key=lambda row: (row[0] != NONE, row[0]), reverse=True)
    counted = [*((code, known.get(code, 0)) for code in chosen), *(row for row in counted if row[0] not in chosen)]
    if find:
        counted = _found(collection, actor, facet, counted, find)
    shown = counted if top is None else counted[: max(top, len(chosen))]
    named = labels(collection, actor, facet, (code for code, _n in shown))
    values = [
        FacetValue(code, *_pick(named[code], n, code in chosen), query=view.toggled(facet.name, code).query() or "?")
        for code, n in shown
    ]
    return FacetView(facet.name, facet_label(collection, facet), values, len(counted) - len(shown))


def _pick(named: tuple[str, bool], count: int, chosen: bool) -> tuple[str, int, bool, bool]:
    return named[0], count, chosen, named[1]


def _is_time(collection: Collection, facet: Facet) -> bool:
    return facet is not STATE_FACET and isinstance(collection.spec(facet.path).kind, Date | Moment)


def _found(
    collection: Collection, actor: Actor, facet: Facet, counted: list[tuple[str, int]], find: str
) -> list[tuple[str, int]]:
    """The values that a text finds: by code, or by label in any of the six languages."""
    kind = None if facet is STATE_FACET else collection.spec(facet.path).kind
    if isinstance(kind, Coded):
        wanted = set(kind.terms.find(find))
        return [row for row in counted if row[0] in wanted]
    named = labels(collection, actor, facet, (code for code, _n in counted))
    return [row for row in counted if fold(find) in fold(named[row[0]][0]) or fold(find) in fold(row[0])]
