"""A view of a list is its query string: narrowed to, searched for, sorted by. Nothing in it is ignored."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from isonomia.site.records.access import Actor, hidden, restricted_for, sees_unpublished
from isonomia.site.records.codelists import fold
from isonomia.site.records.declaration import Collection, Facet
from isonomia.site.records.errors import BadValue, UnknownCode, UnknownParameter
from isonomia.site.records.kinds import Choice, Coded, Date, Integer, Link, Moment, YesNo
from isonomia.site.records.models import State

NONE = "none"
"""The value of a facet that means: the record says nothing."""
STATE = "state"
MOST_ALLOWED = 60
LONGEST = 200


@dataclass(frozen=True, slots=True)
class View:
    """What a reader asked for. `filters`: facet to codes; `bounds`: `<field>_from` and `<field>_to` to values."""

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bounds: Mapping[str, Any] = field(default_factory=dict)
    q: str = ""
    sort: str = ""
    page: int = 1

    def cache_key(self, without: str = "") -> Hashable:
        """What decides which rows are in the view."""
        filters = tuple(sorted((name, codes) for name, codes in self.filters.items() if name != without))
        return (filters, tuple(sorted((name, str(value)) for name, value in self.bounds.items())), self.q)

    @property
    def is_narrowed(self) -> bool:
        """Whether it holds less than the whole collection."""
        return bool(self.filters or self.bounds or self.q)

    def pairs(self) -> list[tuple[str, str]]:
        """The view as parameters, always in the same order."""
        out = [(name, code) for name, codes in sorted(self.filters.items()) for code in codes]
        out += [(name, str(value)) for name, value in sorted(self.bounds.items())]
        out += [("q", self.q)] if self.q else []
        return [*out, *([("sort", self.sort)] if self.sort else [])]

    def query(self, **more: Any) -> str:
        """The query string of the view's first page, with its question mark; empty for the whole collection."""
        pairs = [*self.pairs(), *((name, str(value)) for name, value in more.items() if value not in (None, ""))]
        return "?" + urlencode(pairs) if pairs else ""

    def toggled(self, name: str, code: str) -> View:
        """The view with a value of a facet added, or taken out if it is in."""
        codes = self.filters.get(name, ())
        changed = tuple(other for other in codes if other != code) if code in codes else (*codes, code)
        filters = {key: value for key, value in self.filters.items() if key != name}
        return replace(self, filters={**filters, name: changed} if changed else filters, page=1)

    def without(self, name: str) -> View:
        """The view without a bound or a search."""
        if name == "q":
            return replace(self, q="", page=1)
        return replace(self, bounds={key: value for key, value in self.bounds.items() if key != name}, page=1)


def usable_facets(collection: Collection, actor: Actor) -> list[Facet]:
    """The facets that an actor may use: none of what is kept from it."""
    restricted = restricted_for(collection, actor)
    return [facet for facet in collection.facets if not hidden(facet.path, restricted)]


def usable_sorts(collection: Collection, actor: Actor) -> list[str]:
    """What an actor may sort by."""
    restricted = restricted_for(collection, actor)
    return [name for name in collection.sort_names if not hidden(name, restricted)]


def usable_ranges(collection: Collection, actor: Actor) -> list[str]:
    """The bounds that an actor may set."""
    restricted = restricted_for(collection, actor)
    names = [name for name in collection.ranges if not hidden(name, restricted)]
    return [f"{name}_{end}" for name in names for end in ("from", "to")]


def parameters(collection: Collection, actor: Actor, extra: Iterable[str] = ()) -> list[str]:
    """All parameters that a list takes from an actor."""
    names = [facet.name for facet in usable_facets(collection, actor)]
    names += usable_ranges(collection, actor)
    names += ["q"] if collection.search else []
    names += [STATE] if sees_unpublished(collection, actor) else []
    return [*names, "sort", *extra]


def read_view(collection: Collection, actor: Actor, params: QueryDict, extra: Iterable[str] = ("page",)) -> View:
    """The view that parameters ask for. Raises UnknownParameter, UnknownCode, BadValue, each naming what is allowed."""
    extra = tuple(extra)
    allowed = parameters(collection, actor, extra)
    for name in params:
        if name not in allowed:
            message = _("“%(name)s” is no parameter of this list.") % {"name": name[:LONGEST]}
            raise UnknownParameter(message, sorted(allowed))
    facets = {facet.name: facet for facet in usable_facets(collection, actor)}
    for name in params:
        if name not in facets and name != STATE and len(params.getlist(name)) > 1:
            raise BadValue(_("“%(name)s” is given twice; give it once.") % {"name": name})
    filters = {}
    for name in (*facets, STATE):
        given = [value for value in dict.fromkeys(params.getlist(name)) if value != ""]
        if given:
            if name in facets:
                filters[name] = tuple(_code(collection, facets[name], value, actor) for value in given)
            else:
                filters[name] = tuple(_state(value) for value in given)
    bounds = {
        name: _bound(collection, name, params.get(name, ""))
        for name in usable_ranges(collection, actor)
        if params.get(name, "").strip()
    }
    return View(
        filters, bounds, " ".join(params.get("q", "").split()), _sort(collection, actor, params.get("sort", "")),
        _page(params.get("page", "")) if "page" in extra else 1,
    )  # fmt: skip


def refused(name: str, value: str, allowed: Iterable[str]) -> UnknownCode:
    """What says that a value is none of those allowed; of many it names those that look like it."""
    allowed = list(allowed)
    if len(allowed) > MOST_ALLOWED:
        near = [code for code in allowed if fold(value)[:3] in fold(code)] if value else []
        allowed = (near or allowed)[:MOST_ALLOWED]
    message = _("“%(value)s” is no value of “%(name)s”.") % {"value": value[:LONGEST], "name": name}
    return UnknownCode(message, allowed)


def _code(collection: Collection, facet: Facet, value: str, actor: Actor) -> str:
    """The code, if it is one of the facet."""
    kind = collection.spec(facet.path).kind
    if value == NONE:
        return value
    if isinstance(kind, Coded):
        if value not in kind.terms:
            raise refused(facet.name, value, [entry.code for entry in kind.terms])
    elif isinstance(kind, Choice):
        allowed = [str(code) for code, _label in kind.field.flatchoices]
        if value not in allowed:
            raise refused(facet.name, value, allowed)
    elif isinstance(kind, YesNo):
        if value not in ("yes", "no"):
            raise refused(facet.name, value, ("yes", "no", NONE))
    elif isinstance(kind, Date | Moment | Integer):
        digits = value.removeprefix("-") if isinstance(kind, Integer) else value
        most = 9 if isinstance(kind, Integer) else 4
        if not (digits.isascii() and digits.isdigit() and len(digits) <= most) or (most == 4 and int(digits) == 0):
            raise BadValue(
                _("“%(value)s” is no number, as “%(name)s” takes it.") % {"value": value[:LONGEST], "name": facet.name}
            )
        return f"{int(digits):04d}" if not isinstance(kind, Integer) else str(int(value))
    elif isinstance(kind, Link) and (len(value) > LONGEST or not kind.resolve([value], kind.visible(actor))):
        raise refused(facet.name, value, ())
    return value


def _state(value: str) -> str:
    if value not in State.values:
        raise refused(STATE, value, State.values)
    return value


def _bound(collection: Collection, name: str, value: str) -> Any:
    kind = collection.spec(name.rsplit("_", 1)[0]).kind
    try:
        return kind.parse(value)
    except ValidationError as error:
        raise BadValue(f"{name}: {'; '.join(error.messages)}") from None


def _sort(collection: Collection, actor: Actor, value: str) -> str:
    if not value:
        return ""
    allowed = usable_sorts(collection, actor)
    if value.removeprefix("-") not in allowed:
        raise refused("sort", value, [sign + name for name in allowed for sign in ("", "-")])
    return "" if value == collection.default_sort else value


def _page(value: str) -> int:
    if not value:
        return 1
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:10]) <= 10_000_000) or len(value) > 10:
        raise BadValue(_("“%(value)s” is no page; pages are numbered from 1.") % {"value": value[:LONGEST]})
    return int(value)
