"""The application `documents`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from isonomia.site.records.codelists.seeding import Seed


class DocumentsConfig(AppConfig):
    """Documents, their language versions, and their mandates."""

    name = "isonomia.site.documents"
    label = "documents"
    verbose_name = _("Documents and mandates")

    def code_lists(self) -> Iterator[Seed]:
        """What the registers give besides the frame's lists: the addressees (bodies, and the parties to treaties)."""
        from isonomia.site.documents.lists import lists

        yield from lists()

    def ready(self) -> None:
        """Mandates go where their document goes."""
        from isonomia.site.documents.following import follow
        from isonomia.site.records.signals import written

        written.connect(follow, dispatch_uid="documents.follow")
