"""The base of every record, and of the rows that are part of one."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.signals import class_prepared
from django.utils.translation import gettext_lazy as _

from isonomia.site.records.fields import Code, Country

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
KEY_LENGTH = 13


def new_key() -> str:
    """A key that says nothing about its record, so that it stays when the record changes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(KEY_LENGTH))


class State(models.TextChoices):
    """Where a record stands on its way to the public."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Record(models.Model):
    """What every record has: a stable key, a state, a version, whose it is, who wrote it and when."""

    key = models.CharField(_("key"), max_length=KEY_LENGTH, unique=True, editable=False, default=new_key)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False, db_index=True
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    country = Country(_("country"), blank=True, db_index=True)
    body = Code(_("body"), codes="bodies", blank=True)
    revises = models.ForeignKey("self", on_delete=models.CASCADE, null=True, editable=False, related_name="revisions")
    revises_version = models.PositiveIntegerField(null=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), editable=False)
    updated_at = models.DateTimeField(_("last changed"), editable=False, db_index=True)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    revises_id: int | None
    author_id: int | None
    edited_by_id: int | None
    submitted_by_id: int | None

    # made for every model by `_companion`: the codes of fields that hold several, one row each
    FacetValue: type[models.Model]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


class Child(models.Model):
    """A row that is part of a record and has no page of its own; its order is kept."""

    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.position + 1}"


FRAME_FIELDS = frozenset(field.name for field in Record._meta.local_fields) - {"country", "body"}
"""What the frame fills in itself; no form or import writes it."""


def _companion(sender: Any, **_signal: Any) -> None:
    """Makes the table of facet values of a record's model: (record, field, code), each once."""
    if not issubclass(sender, Record) or sender._meta.abstract or sender._meta.proxy or "FacetValue" in vars(sender):
        return
    name = f"{sender.__name__}FacetValue"
    table = sender._meta.db_table
    meta = type(
        "Meta",
        (),
        {
            "app_label": sender._meta.app_label,
            "db_table": f"{table}_facet",
            "constraints": [
                models.UniqueConstraint(fields=["field", "code", "record"], name=f"{table}_facet_once"),
            ],
            "indexes": [models.Index(fields=["record", "field"], name=f"{table}_facet_rec"[:30])],
        },
    )
    sender.FacetValue = type(
        name,
        (models.Model,),
        {
            "__module__": sender.__module__,
            "__doc__": f"The codes of {sender.__name__} by facet.",
            "Meta": meta,
            "record": models.ForeignKey(sender, on_delete=models.CASCADE, related_name="facet_values", db_index=False),
            "field": models.CharField(max_length=60),
            "code": models.CharField(max_length=60),
        },
    )


class_prepared.connect(_companion, dispatch_uid="records.facet-values")
