"""The application `statistics`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from isonomia.site.frame import Entry


class StatisticsConfig(AppConfig):
    """Datasets, indicators, the classification of crime."""

    name = "isonomia.site.statistics"
    label = "statistics"
    verbose_name = _("Crime statistics")

    def menu(self) -> Iterator[Entry]:
        """Indicators and the classification, which are pages without a collection."""
        from django.urls import reverse

        from isonomia.site.frame import Entry

        indicators = _("Indicators of the Sustainable Development Goals, computed from the published datasets.")
        yield Entry(51, _("Indicators"), reverse("indicators"), indicators)
        codes = _("The International Classification of Crime for Statistical Purposes, to browse and to search.")
        yield Entry(52, _("Classification of crime"), reverse("iccs"), codes)

    def ready(self) -> None:
        """What is known of a dataset's file goes with the dataset, and errors hold it back."""
        from isonomia.site.records.signals import written
        from isonomia.site.statistics.following import follow

        written.connect(follow, dispatch_uid="statistics.follow")
