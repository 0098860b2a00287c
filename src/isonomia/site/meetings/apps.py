"""The application `meetings`."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    """Bodies, sessions and what they adopted."""

    name = "isonomia.site.meetings"
    label = "meetings"
    verbose_name = _("Bodies and meetings")
