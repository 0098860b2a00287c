"""Who may see and do what. `visible` is the only way in which a page, count, facet, feed, file or answer gets rows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from isonomia.site.records.declaration import PUBLIC, Collection
from isonomia.site.records.models import Record, State


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a role, and the country or body for which it speaks."""

    role: str = PUBLIC
    country: str = ""
    body: str = ""
    user_id: int | None = None

    @classmethod
    def of(cls, user: Any) -> Actor:
        """The actor that a user is; the public where nobody is signed in or the account is closed."""
        if user is None or not getattr(user, "is_authenticated", False) or not user.is_active:
            return cls()
        role = "administrator" if user.is_superuser else user.role
        return cls(role, user.country, user.body, user.pk)


def actor_of(request: HttpRequest) -> Actor:
    """Who sends a request."""
    return Actor.of(getattr(request, "user", None))


def _nothing(actor: Actor) -> Q:
    return Q()


def _all(actor: Actor) -> Q:
    return ~Q(pk=None)


def _own_country(actor: Actor) -> Q:
    return Q(country=actor.country) if actor.country else Q()


def _own_body(actor: Actor) -> Q:
    return Q(body=actor.body) if actor.body else Q()


def _beyond_drafts(actor: Actor) -> Q:
    return ~Q(state=State.DRAFT) | Q(author_id=actor.user_id)


UNPUBLISHED: Mapping[str, Callable[[Actor], Q]] = {
    "public": _nothing,
    "reader": _nothing,
    "focal_point": _own_country,
    "body_focal_point": _own_body,
    "editor": _beyond_drafts,
    "auditor": _all,
    "administrator": _all,
}
"""Role to what it sees besides what is published. A role that is not here sees no more than the public."""
NEEDS_NO_PEN = frozenset({"auditor", "administrator"})
"""Who sees what is not published without being a writer or reviewer of the collection."""


def sees_unpublished(collection: Collection, actor: Actor) -> bool:
    """Whether an actor sees anything of a collection that is not published."""
    access = collection.access
    return actor.role in NEEDS_NO_PEN or (
        bool(UNPUBLISHED.get(actor.role, _nothing)(actor)) and actor.role in access.write | access.review
    )


def visible(collection: Collection, actor: Actor) -> QuerySet[Any]:
    """The records of a collection that an actor may see."""
    rows: QuerySet[Any] = collection.model._default_manager.all()
    published = Q(state=State.PUBLISHED, revises=None) if actor.role in collection.access.read else None
    if not sees_unpublished(collection, actor):
        return rows.none() if published is None else rows.filter(published)
    more = UNPUBLISHED[actor.role](actor)
    if actor.role in NEEDS_NO_PEN:
        return rows
    return rows.filter(more if published is None else published | more)


def scope(collection: Collection, actor: Actor) -> Hashable:
    """What distinguishes what two actors see; equal for those who see the same, so that counts can be shared."""
    if not sees_unpublished(collection, actor):
        return PUBLIC if actor.role in collection.access.read else "nothing"
    if actor.role in NEEDS_NO_PEN:
        return "all"
    return (actor.role, actor.country, actor.body, actor.user_id if actor.role == "editor" else None)


OWNED: Mapping[str, str] = {"focal_point": "country", "body_focal_point": "body"}
"""Role to the field that says for whom it speaks: what it writes is of its own country or body."""


def owns(actor: Actor, record: Record) -> bool:
    """Whether a record is an actor's to write, as far as its country, body or author says."""
    match actor.role:
        case "administrator" | "editor":
            return True
        case "focal_point":
            return bool(actor.country) and record.country == actor.country
        case "body_focal_point":
            return bool(actor.body) and record.body == actor.body
    return False


def may_write(collection: Collection, actor: Actor, record: Record | None = None) -> bool:
    """Whether an actor may write a record, or a new one."""
    if actor.role not in collection.access.write:
        return False
    return True if record is None else owns(actor, record)


def may_review(collection: Collection, actor: Actor) -> bool:
    """Whether an actor reviews what others submit."""
    return actor.role in collection.access.review


def sees_field(collection: Collection, actor: Actor, seen_by: frozenset[str] | None, record: Record | None) -> bool:
    """Whether an actor sees a field: of one record, or (None) of all, as filters and sorts need."""
    if seen_by is None or actor.role in seen_by:
        return True
    return record is not None and may_write(collection, actor, record)


def restricted_for(collection: Collection, actor: Actor) -> frozenset[str]:
    """The paths that an actor may not use to filter, sort or count."""
    return frozenset(path for path, roles in collection.access.restricted.items() if actor.role not in roles)


def hidden(path: str, paths: frozenset[str]) -> bool:
    """Whether a path is restricted itself, or below a child that is."""
    return any(path == other or path.startswith(f"{other}.") for other in paths)
