"""What an editor decided about a clause, against what the program read; applied whenever the document is read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from isonomia.site.documents.models.documents import Document
from isonomia.site.records.fields import Code


class CorrectionKind(models.TextChoices):
    """What is corrected."""

    ADDRESSEES = "addressees", _("Addressees")
    ACT = "act", _("Act")
    CONDITIONS = "conditions", _("Conditions")
    DUE = "due", _("Due")
    TOPICS = "topics", _("Topics")
    REMOVE = "remove", _("No such clause")
    ADD = "add", _("A missed clause")


class Correction(models.Model):
    """A decision about one clause in one language, by whom and why.

    The clause is found by paragraph, verb and first words (`opening`), as printed; of a missed clause `opening` is all
    of its words. `values` depends on the kind: see `corrections.py`. `anchored`: the clause was found when the document
    was last read. What is taken back stays, with who took it back and why.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="corrections")
    language = Code(codes="languages", max_length=2)
    paragraph = models.CharField(max_length=60)
    verb = models.CharField(max_length=200)
    opening = models.TextField()
    kind = models.CharField(max_length=10, choices=CorrectionKind.choices)
    values: models.JSONField[Any, Any] = models.JSONField(default=dict)
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)
    reason = models.TextField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    anchored = models.BooleanField(default=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["document", "language"], name="correction_of")]

    def __str__(self) -> str:
        return f"{self.paragraph} {self.kind}"

    @property
    def place(self) -> str:
        """The paragraph as delegates name it."""
        from isonomia.site.documents.naming import paragraph_name

        return paragraph_name(self.paragraph)
