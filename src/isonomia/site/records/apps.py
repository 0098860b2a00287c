"""The application `records`; it loads the declarations of all collections and checks them."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """What every collection shares."""

    name = "isonomia.site.records"
    label = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        """Loads `collection.py` of every application. Raises DeclarationFault where a declaration is wrong."""
        from django.utils.module_loading import autodiscover_modules

        from isonomia.site.records import stamps
        from isonomia.site.records.signals import written
        from isonomia.site.records.upkeep import after_migrate

        autodiscover_modules("collection")
        written.connect(stamps.mark, dispatch_uid="records.marks")
        post_migrate.connect(after_migrate, sender=self, dispatch_uid="records.upkeep")
