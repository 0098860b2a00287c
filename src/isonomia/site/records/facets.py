"""The facets of a list: for each value how many records there would be, counted with the facet's own filter removed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from isonomia.site.languages import current_language
from isonomia.site.records.access import Actor, scope, sees_unpublished
from isonomia.site.records.codelists import fold
from isonomia.site.records.declaration import Collection, Facet
from isonomia.site.records.facet_index import Mark
from isonomia.site.records.facet_index import counts as counted
from isonomia.site.records.kinds import Choice, Coded, Date, Link, Moment, YesNo
from isonomia.site.records.models import State
from isonomia.site.records.postings import FEW
from isonomia.site.records.stamps import remembered, stamp
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


def counts(collection: Collection, actor: Actor, view: View, facet: Facet, mark: Mark) -> Mapping[str, int]:
    """Code to number of records; computed once for all who see the same. Of a link the codes are the numbers of
    records."""
    key = (
        "facet", collection.name, mark, scope(collection, actor), view.cache_key(without=facet.name), facet.name,
        _target_key(collection, actor, facet),
    )  # fmt: skip
    return remembered(key, lambda: counted(collection, actor, view, facet, mark))


def _target_key(collection: Collection, actor: Actor, facet: Facet) -> Hashable:
    """What decides which records an actor sees that a facet links to."""
    target = _target(collection, facet)
    return None if target is None else (stamp(target), scope(target, actor))


def _link(collection: Collection, facet: Facet) -> Link | None:
    kind = None if facet is STATE_FACET else collection.spec(facet.path).kind
    return kind if isinstance(kind, Link) else None


def _target(collection: Collection, facet: Facet) -> Collection | None:
    from isonomia.site.records.registry import collection_of

    kind = _link(collection, facet)
    return None if kind is None else collection_of(kind.target)


def _in_order(facet_is_time: bool, known: Mapping[str, int], most: int | None) -> list[tuple[str, int]]:
    """Codes with their numbers, most first, times the last first; of very many codes so many as are shown."""
    if facet_is_time:
        return sorted(known.items(), key=lambda row: (row[0] != NONE, row[0]), reverse=True)
    if most is not None and len(known) > FEW:
        return [(code, known[code]) for code in nlargest(most, known, key=known.__getitem__)]
    return sorted(known.items(), key=lambda row: (-row[1], row[0]))


@dataclass(frozen=True, slots=True)
class Named:
    """A value as a reader meets it: what stands for it in addresses, its label, and whether it is retired."""

    code: str
    label: str
    retired: bool = False


def named(collection: Collection, actor: Actor, facet: Facet, codes: Iterable[str]) -> dict[str, Named]:
    """Codes, of a link numbers, to what they are called in the language of the page; a record that the actor does not
    see is not among them."""
    if link := _link(collection, facet):
        return _linked(collection, actor, facet, link, codes)
    language = current_language()
    kind = None if facet is STATE_FACET else collection.spec(facet.path).kind
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
        else:
            label = code.lstrip("0") or code
        out[code] = Named(code, label, retired)
    return out


def _linked(collection: Collection, actor: Actor, facet: Facet, kind: Link, codes: Iterable[str]) -> dict[str, Named]:
    target, language = _target(collection, facet), current_language()
    out = {NONE: Named(NONE, _("not given"))}
    for record in kind.visible(actor).filter(pk__in=[int(code) for code in codes if code != NONE]):
        if target is None:
            out[str(record.pk)] = Named(record.key, record.key)
        else:
            out[str(record.pk)] = Named(target.address_of(record), target.label_of(record, language))
    return out


def facet_label(collection: Collection, facet: Facet) -> str:
    """What a facet is called: as declared, else as its field."""
    from django.utils.text import capfirst

    return capfirst(str(facet.label)) if facet.label else collection.spec(facet.path).label


def chosen(collection: Collection, actor: Actor, view: View, facet: Facet) -> list[Named]:
    """The values of a facet that a view is narrowed to."""
    codes = _chosen(collection, actor, view, facet)
    names = named(collection, actor, facet, codes)
    return [names[code] for code in codes if code in names]


def facet_view(
    collection: Collection, actor: Actor, view: View, facet: Facet, mark: Mark, *, find: str = "",
    top: int | None = None,
) -> FacetView:  # fmt: skip
    """A facet with its values: the chosen, then the most frequent; `find` keeps values whose label or code has it."""
    known = counts(collection, actor, view, facet, mark)
    narrowed = _chosen(collection, actor, view, facet)
    most = None if top is None or find else top + len(narrowed)
    found = [(code, n) for code, n in _in_order(_is_time(collection, facet), known, most) if code not in narrowed]
    found = [*((code, known.get(code, 0)) for code in narrowed), *found]
    number = len(known) + sum(code not in known for code in narrowed)
    if find:
        found = _found(collection, actor, facet, found, find)
        number = len(found)
    shown = found if top is None else found[: max(top, len(narrowed))]
    names = named(collection, actor, facet, [code for code, _n in shown])
    values = [
        FacetValue(
            name.code, name.label, n, code in narrowed, name.retired,
            view.toggled(facet.name, name.code).query() or "?",
        )
        for code, n in shown
        if (name := names.get(code))
    ]  # fmt: skip
    return FacetView(facet.name, facet_label(collection, facet), values, number - len(shown))


def _chosen(collection: Collection, actor: Actor, view: View, facet: Facet) -> list[str]:
    """The codes that a view is narrowed to, of a link the numbers of its records."""
    codes = list(view.filters.get(facet.name, ()))
    link = _link(collection, facet)
    if link is None or not codes:
        return codes
    there = link.resolve([code for code in codes if code != NONE], link.visible(actor))
    return [NONE if code == NONE else str(there[code].pk) for code in codes if code == NONE or code in there]


def _is_time(collection: Collection, facet: Facet) -> bool:
    return facet is not STATE_FACET and isinstance(collection.spec(facet.path).kind, Date | Moment)


def _found(
    collection: Collection, actor: Actor, facet: Facet, found: list[tuple[str, int]], find: str
) -> list[tuple[str, int]]:
    """The values that a text finds: by code, or by label in any of the six languages."""
    kind = None if facet is STATE_FACET else collection.spec(facet.path).kind
    if isinstance(kind, Coded):
        codes = set(kind.terms.find(find))
        return [row for row in found if row[0] in codes]
    wanted, names = fold(find), named(collection, actor, facet, [code for code, _n in found])
    return [
        row for row in found
        if (name := names.get(row[0])) and (wanted in fold(name.label) or wanted in fold(name.code))
    ]  # fmt: skip
