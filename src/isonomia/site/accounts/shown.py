"""Accounts in words: labels of country and body, what changed, which browser a session is of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language_bidi, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from isonomia.site.accounts.models import AccountChange, Role, User
from isonomia.site.languages import current_language
from isonomia.site.records.codelists import terms

LISTS = {"country": "countries", "body": "bodies"}
FIELDS = {
    "username": pgettext_lazy("account", "Name"), "email": gettext_lazy("E-mail"), "role": gettext_lazy("Role"),
    "country": gettext_lazy("Country"), "body": gettext_lazy("Body"), "is_active": gettext_lazy("Account open"),
    "token": gettext_lazy("Token"), "service": gettext_lazy("Another service"),
}  # fmt: skip
BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def value_text(name: str, value: Any) -> str:
    """A value of an account in words."""
    if value in (None, ""):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "role":
        return str(dict(Role.choices).get(value, value))
    return terms(LISTS[name]).label(value, current_language()) if name in LISTS else str(value)


def labels_of(user: Any) -> dict[str, str]:
    """Role, country and body of an account or an invitation, in words; empty where there is none."""
    return {name: value_text(name, getattr(user, name)) if getattr(user, name) else "" for name in ("role", *LISTS)}


@dataclass(frozen=True, slots=True)
class Line:
    """One change as a reader sees it."""

    change: AccountChange
    parts: tuple[str, ...]

    @property
    def by(self) -> str:
        """Who did it."""
        return self.change.author.username if self.change.author else _("a command on the machine")


def lines(changes: QuerySet[AccountChange]) -> Iterator[Line]:
    """Changes in words."""
    arrow = "←" if get_language_bidi() else "→"
    for change in changes.select_related("author"):
        parts = tuple(
            f"{FIELDS.get(name, name)}: {value_text(name, before)} {arrow} {value_text(name, after)}"
            if before is not None and after is not None
            else f"{FIELDS.get(name, name)}: {value_text(name, after if before is None else before)}"
            for name, (before, after) in change.values.items()
        )
        yield Line(change, parts)


def changes_of(user: User) -> list[Line]:
    """The history of an account, its invitation included, the newest first."""
    found = AccountChange.objects.filter(user=user) | AccountChange.objects.filter(user=None, name=user.username)
    return list(lines(found.order_by("-at", "-pk")[:200]))


def client_name(agent: str) -> str:
    """Browser and system of a session, as far as it says."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part) or _("another program")
