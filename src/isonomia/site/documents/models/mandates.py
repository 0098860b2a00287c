"""A mandate: who is asked to do what. One record whatever the languages, with its wording in each."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from isonomia.site.documents.models.documents import SYMBOL_LENGTH, Document
from isonomia.site.records.fields import Code, Codes, MultilingualText
from isonomia.site.records.models import Record
from isonomia.site.records.models.ordering import NewestFirst


class Mandate(Record):
    """A clause of a document that asks an actor to act.

    `wordings` has, for each language in which the document is loaded, the clause as `isonomia.Mandate` gives it. Codes
    and dates of the record are those of the leading language, or as an editor corrected them. `gone`: the document, as
    it was last read, has the clause no more.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="clauses", verbose_name=_("document"))
    reference = models.CharField(_("mandate"), max_length=SYMBOL_LENGTH + 40)
    text = MultilingualText(_("wording"), long=True, max_length=100_000)
    verb = MultilingualText(_("verb"), max_length=400)
    act = Code(_("act"), codes="acts")
    force = models.IntegerField(_("force"))
    intensity = models.IntegerField(_("intensity"), default=0)
    speaker = Code(_("speaker"), codes="bodies", blank=True)
    addressees = Codes(_("addressees"), codes="addressees", blank=True)
    conditions = MultilingualText(_("conditions"), max_length=20_000, blank=True)
    conditional = models.BooleanField(_("has conditions"), default=False)
    due = MultilingualText(_("due, as printed"), max_length=2000, blank=True)
    due_session = models.IntegerField(_("due at session"), null=True, blank=True)
    due_year = models.IntegerField(_("due year"), null=True, blank=True)
    due_date = models.DateField(_("due date"), null=True, blank=True)
    topics = Codes(_("topics"), codes="topics", blank=True)
    cited = models.TextField(_("citations"), blank=True, default="")
    session = models.IntegerField(_("session"), null=True, blank=True)
    date = models.DateField(_("date of the document"), null=True, blank=True)
    languages = Codes(_("languages"), codes="languages", blank=True)
    specimen = models.BooleanField(_("specimen"), default=False)
    wordings: models.JSONField[Any, Any] = models.JSONField(default=dict, editable=False)
    gone = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        indexes = [
            NewestFirst("date", name="mandate_in_order"),
            models.Index(fields=["state", "due_year"], name="mandate_by_due_year"),
            models.Index(fields=["state", "act"], name="mandate_by_act"),
        ]

    def __str__(self) -> str:
        return self.reference
