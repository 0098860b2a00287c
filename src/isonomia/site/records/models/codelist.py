"""Code lists: codes with labels in six languages. A code is retired, never deleted."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeList(models.Model):
    """A list of codes; `stamp` grows with every change of it."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    title: models.JSONField[Any, Any] = models.JSONField(_("title"), default=dict)
    stamp = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "records"
        verbose_name = _("code list")
        verbose_name_plural = _("code lists")

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """One code of a list."""

    code_list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="terms")
    code = models.CharField(_("code"), max_length=60)
    labels: models.JSONField[Any, Any] = models.JSONField(_("labels"), default=dict)
    broader = models.CharField(_("broader code"), max_length=60, blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    retired = models.BooleanField(_("retired"), default=False)
    replaced_by = models.CharField(_("replaced by"), max_length=60, blank=True, default="")

    class Meta:
        app_label = "records"
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["code_list", "code"], name="one_term_per_code")]

    def __str__(self) -> str:
        return self.code
