"""The application `documents`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from isonomia.site.frame import Entry
    from isonomia.site.records.codelists.seeding import Seed
    from isonomia.site.records.panels import Panel


class DocumentsConfig(AppConfig):
    """Documents, their language versions, and their mandates."""

    name = "isonomia.site.documents"
    label = "documents"
    verbose_name = _("Documents and mandates")

    def code_lists(self) -> Iterator[Seed]:
        """What the registers give besides the frame's lists: the addressees (bodies, and the parties to treaties)."""
        from isonomia.site.documents.lists import lists

        yield from lists()

    def menu(self) -> Iterator[Entry]:
        """Comparing and tracing, which are pages without a collection."""
        from django.urls import reverse

        from isonomia.site.frame import Entry

        compare = _("What became of each paragraph of a resolution in a later one.")
        yield Entry(20, _("Compare"), reverse("compare"), compare)
        yield Entry(21, _("Trace"), reverse("trace"), _("What a report answers of what a resolution asked."))

    def panels(self) -> Iterator[Panel]:
        """What a meeting adopted and can be read here, on its page."""
        from isonomia.site.documents.views.adopted import on_meeting
        from isonomia.site.records.panels import Panel

        yield Panel("meetings", "documents/on_meeting.html", on_meeting)

    def ready(self) -> None:
        """Mandates go where their document goes."""
        from isonomia.site.documents.following import follow
        from isonomia.site.records.signals import written

        written.connect(follow, dispatch_uid="documents.follow")
