"""The collections of bodies and meetings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from isonomia.site.meetings.calendar import calendar
from isonomia.site.meetings.models import Body, Meeting
from isonomia.site.records.declaration import EDITORS, Access, Collection, Facet
from isonomia.site.records.registry import register


@register
class Bodies(Collection):
    """Commissions, conferences of parties, working groups, offices."""

    model = Body
    name = "bodies"
    title, one = _("Bodies"), _("Body")
    about = _("Commissions, conferences of parties, working groups and offices: who decides what.")
    fields = ("code", "title", "kind", "parent", "established", "act", "mandate", "topics", "website")
    columns = ("title", "kind", "parent", "established")
    facets = (Facet("kind"), Facet("parent"), Facet("topics"))
    sorts = ("title", "established", "kind")
    default_sort = "title"
    search = ("title", "mandate", "code")
    natural_key = ("code",)
    address = "code"
    access = Access(write=EDITORS | {"body_focal_point"})
    order = 41


@register
class Meetings(Collection):
    """Sessions, meetings and conferences, and what each adopted."""

    model = Meeting
    name = "meetings"
    title, one = _("Meetings"), _("Meeting")
    about = _("Sessions and conferences: when a body met, where, and what it adopted.")
    fields = (
        "title", "body", "kind", "session", "opens", "closes", "place", "host", "topics", "documents_page", "adopted",
    )  # fmt: skip
    columns = ("title", "body", "session", "opens", "place")
    facets = (
        Facet("body"), Facet("opens", name="year"), Facet("kind"), Facet("host"), Facet("topics"),
        Facet("adopted.kind", name="adopted"),
    )  # fmt: skip
    ranges = ("opens",)
    sorts = ("opens", "title", "body")
    default_sort = "-opens"
    search = ("title", "place", "adopted.symbol", "adopted.title")
    natural_key = ("body", "session", "kind")
    access = Access(write=EDITORS | {"body_focal_point"})
    pages = (("-/calendar.ics", calendar, "calendar"),)
    list_template = "meetings/list.html"
    order = 40

    def validate(self, values: dict[str, Any]) -> dict[str, str]:
        """A meeting ends on the day on which it opens, or later."""
        opens, closes = values.get("opens"), values.get("closes")
        if opens and closes and closes < opens:
            return {"closes": gettext("A meeting closes on the day on which it opens, or later.")}
        return {}
