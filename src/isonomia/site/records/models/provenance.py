"""Where what a record says comes from, and what happened to it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """A document, file, page or note from which values were taken."""

    title = models.CharField(_("title"), max_length=400)
    symbol = models.CharField(_("symbol"), max_length=100, blank=True, default="")
    url = models.URLField(_("address"), max_length=600, blank=True, default="")
    date = models.DateField(_("date"), null=True, blank=True)
    sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True, default="")
    note = models.TextField(_("note"), blank=True, default="")

    class Meta:
        app_label = "records"
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title


class SourceLink(models.Model):
    """A value (`field`; all of the record where it is empty) was taken from a source, at a place in it."""

    collection = models.CharField(max_length=60)
    record_key = models.CharField(max_length=13)
    field = models.CharField(_("field"), max_length=100, blank=True, default="")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="links")
    place = models.CharField(_("place"), max_length=200, blank=True, default="")

    class Meta:
        app_label = "records"
        indexes = [models.Index(fields=["collection", "record_key"], name="sourcelink_record")]

    def __str__(self) -> str:
        return f"{self.collection}/{self.record_key}: {self.field}"


class Change(models.Model):
    """One change of a record: who, when, why, and each field that changed with what it was and what it became.

    The first change of a record has no values: what it began with is found by going back from what it is.
    """

    collection = models.CharField(max_length=60)
    record_key = models.CharField(max_length=13)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(max_length=20)
    reason = models.TextField(blank=True, default="")
    state_before = models.CharField(max_length=10, blank=True, default="")
    state_after = models.CharField(max_length=10)
    values: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        app_label = "records"
        constraints = [
            models.UniqueConstraint(fields=["collection", "record_key", "version"], name="one_change_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.collection}/{self.record_key} {self.version}"


class CollectionState(models.Model):
    """A number that grows with every change in a collection, and how its facet values were last derived."""

    name = models.CharField(max_length=60, unique=True)
    stamp = models.PositiveBigIntegerField(default=1)
    facets = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        app_label = "records"

    def __str__(self) -> str:
        return self.name


class ChangedBlock(models.Model):
    """Some hundred records of a collection by their numbers, and a mark that is another one whenever one of them was
    written; under the number -1 for all blocks of the collection."""

    collection = models.CharField(max_length=60)
    number = models.BigIntegerField()
    mark = models.BigIntegerField()

    class Meta:
        app_label = "records"
        constraints = [models.UniqueConstraint(fields=["collection", "number"], name="one_mark_per_block")]

    def __str__(self) -> str:
        return f"{self.collection} {self.number}"
