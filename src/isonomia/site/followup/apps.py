"""The application `followup`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from isonomia.site.records.codelists.seeding import Seed
    from isonomia.site.records.panels import Panel


class FollowUpConfig(AppConfig):
    """What States and bodies did about what they were asked."""

    name = "isonomia.site.followup"
    label = "followup"
    verbose_name = _("Follow-up")

    def code_lists(self) -> Iterator[Seed]:
        """What the registers give besides the lists of the frame: the regions, from the register of places."""
        from isonomia.site.followup.regions import lists

        yield from lists()

    def panels(self) -> Iterator[Panel]:
        """What is recorded, on the page of a mandate and on the home page."""
        from isonomia.site.followup.panels import on_home, on_mandate
        from isonomia.site.records.panels import Panel

        yield Panel("mandates", "followup/on_mandate.html", on_mandate)
        yield Panel("home", "followup/on_home.html", on_home)

    def ready(self) -> None:
        """A follow-up goes where its mandate goes."""
        from isonomia.site.followup.keeping import follow
        from isonomia.site.records.signals import written

        written.connect(follow, dispatch_uid="followup.follow")
