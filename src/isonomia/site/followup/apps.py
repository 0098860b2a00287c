"""The application `followup`."""

from __future__ import annotations

from itertools import chain

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from isonomia.site.followup.regions import lists
from isonomia.site.records.codelists import seeding

_before = seeding.sources
seeding.sources = lambda: chain(_before(), lists())
"""The frame reads code lists from files only; this adds the one of regions, which is made of the register."""


class FollowUpConfig(AppConfig):
    """What States and bodies did about what they were asked."""

    name = "isonomia.site.followup"
    label = "followup"
    verbose_name = _("Follow-up")

    def ready(self) -> None:
        """A follow-up goes where its mandate goes."""
        from isonomia.site.followup.keeping import follow
        from isonomia.site.records.signals import written

        written.connect(follow, dispatch_uid="followup.follow")
