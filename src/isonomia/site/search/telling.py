"""How the index is, said to the reader in words. Numbers, which tell of hidden records too, are for insiders."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from isonomia.site.records.access import Actor
from isonomia.site.records.declaration import INSIDERS
from isonomia.site.search.counting import kind_titles
from isonomia.site.search.state import IndexStatus


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about the index; `grave` where nothing can be searched."""

    words: str
    grave: bool = False


def notices(status: IndexStatus, actor: Actor) -> list[Notice]:
    """What a reader should know before believing that something is not there."""
    out = []
    if not status.usable:
        out.append(Notice(_unusable(status), grave=True))
    elif status.missing:
        titles = kind_titles()
        names = _(", ").join(titles.get(kind, kind) for kind in status.missing)
        out.append(Notice(_("Nothing is found yet of: %(names)s.") % {"names": names}))
    if status.rebuilding:
        words = _("The search index is being rebuilt; until that is done, the old one answers.")
        out.append(Notice(words if status.usable else _("It is being rebuilt; try again in a moment.")))
    if status.usable and status.behind:
        out.append(Notice(_("The newest changes are not in the search yet; they will be in a moment.")))
    if status.usable and status.failed and actor.role in INSIDERS:
        words = ngettext(
            "%(n)s change could not be brought into the search.",
            "%(n)s changes could not be brought into the search.",
            status.failed,
        )
        out.append(Notice(words % {"n": status.failed}))
    return out


def _unusable(status: IndexStatus) -> str:
    if status.state == "missing":
        return _("Nothing can be searched: the search index was never built.")
    if status.state == "damaged":
        return _("Nothing can be searched: the search index is damaged. No record is touched by that.")
    return _("Nothing can be searched: the search index was built by another version of the program.")


def told_status(status: IndexStatus) -> dict[str, object]:
    """The same for programs, and for everybody."""
    return {
        "state": status.state if not status.failed or status.behind or status.missing else "fresh",
        "rebuilding": status.rebuilding,
        "built": status.built.isoformat() if status.built else None,
    }
