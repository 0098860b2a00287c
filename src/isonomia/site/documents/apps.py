"""The application `documents`."""

from __future__ import annotations

from itertools import chain

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from isonomia.site.documents.lists import lists
from isonomia.site.records.codelists import seeding

_of_the_frame = seeding.sources
seeding.sources = lambda: chain(_of_the_frame(), lists())
"""The frame reads code lists from files only; this adds the one that is made of the registers. It is done when the
application is found, before any declaration is checked."""


class DocumentsConfig(AppConfig):
    """Documents, their language versions, and their mandates."""

    name = "isonomia.site.documents"
    label = "documents"
    verbose_name = _("Documents and mandates")

    def ready(self) -> None:
        """Mandates go where their document goes."""
        from isonomia.site.documents.following import follow
        from isonomia.site.records.signals import written

        written.connect(follow, dispatch_uid="documents.follow")
