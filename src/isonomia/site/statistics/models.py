"""A dataset as a record, the reading of its file, and what the checks found in it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from isonomia.site.records.fields import Code, Country, MultilingualText
from isonomia.site.records.models import Record
from isonomia.site.records.models.ordering import NewestFirst

FINGERPRINT = 64


class Dataset(Record):
    """A published workbook, a filled-in questionnaire or a table: one vintage of a collection, of a country or of all.

    What cannot be edited is taken over from the reading of its file (see `following`).
    """

    title = MultilingualText(_("title"), max_length=400)
    series = models.CharField(
        _("collection"), max_length=200,
        help_text=_("What it is a vintage of. A later one of the same collection and country supersedes it."),
    )  # fmt: skip
    country = Country(
        _("country"), blank=True, db_index=True, help_text=_("Left empty where the file is of many countries.")
    )
    source = models.CharField(_("source"), max_length=400, help_text=_("Who publishes it."))
    website = models.URLField(_("address"), max_length=600, blank=True, default="")
    vintage = models.DateField(_("vintage"), help_text=_("The date of the file."))
    notes = MultilingualText(_("notes"), long=True, blank=True)
    fingerprint = models.CharField(
        _("fingerprint of the file"), max_length=FINGERPRINT,
        help_text=_("Of a file that was uploaded here and read."),
    )  # fmt: skip
    kind = Code(_("survey"), codes="surveys", blank=True, editable=False)
    observations = models.IntegerField(_("observations"), default=0, editable=False)
    first_year = models.IntegerField(_("first year"), null=True, editable=False)
    last_year = models.IntegerField(_("last year"), null=True, editable=False)
    errors = models.IntegerField(_("errors"), default=0, editable=False)
    warnings = models.IntegerField(_("warnings"), default=0, editable=False)
    current = models.BooleanField(_("latest vintage"), default=False, editable=False)
    accepted = models.TextField(_("published in spite of errors"), blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        indexes = [NewestFirst("vintage", name="dataset_in_order")]


class Reading(models.Model):
    """A file that was read and checked, by its fingerprint; its observations are kept beside the file.

    `columns` says what the file's columns are headed by; `countries` are those of its observations, by code of two
    letters, "" for what is no country; `found` counts the findings of each rule, also of those that are not kept.
    """

    sha256 = models.CharField(max_length=FINGERPRINT, unique=True)
    name = models.CharField(max_length=255)
    sheet = models.CharField(max_length=100, blank=True, default="")
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60, blank=True, default="")
    stamp = models.CharField(max_length=20, blank=True, default="")
    observations = models.IntegerField()
    first_year = models.IntegerField(null=True)
    last_year = models.IntegerField(null=True)
    columns: models.JSONField[Any, Any] = models.JSONField(default=dict)
    countries: models.JSONField[Any, Any] = models.JSONField(default=list)
    found: models.JSONField[Any, Any] = models.JSONField(default=dict)
    errors = models.IntegerField(default=0)
    warnings = models.IntegerField(default=0)
    program = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"


class Finding(models.Model):
    """One finding of the checks: what it is, and its cells as the file has them. In the order of the checks."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=60)
    severity = models.CharField(max_length=10)
    content: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["reading", "rule", "id"], name="finding_by_rule")]

    def __str__(self) -> str:
        return f"{self.reading_id} {self.rule}"
