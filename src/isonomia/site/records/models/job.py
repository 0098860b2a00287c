"""Imports that were sent to the site: the file waits, is checked, is written; its page shows how far it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportJob(models.Model):
    """One file for one collection. `stage` says where it stands."""

    class Stage(models.TextChoices):
        """From waiting to written."""

        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        WRITING = "writing", _("Being written")
        WRITTEN = "written", _("Written")
        REFUSED = "refused", _("Refused")
        STOPPED = "stopped", _("Stopped")

    collection = models.CharField(max_length=60)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=400)
    state = models.CharField(max_length=10)
    reason = models.TextField(blank=True, default="")
    partial = models.BooleanField(default=False)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.CHECKING)
    done = models.PositiveIntegerField(default=0)
    report: models.JSONField[Any, Any] = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "records"

    def __str__(self) -> str:
        return f"{self.collection}: {self.file_name}"
