"""A document as a work (its symbol), its expressions (a language each), and the readings of each expression."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from isonomia.site.records.fields import Code, Codes, MultilingualText
from isonomia.site.records.models import Record
from isonomia.site.records.models.ordering import NewestFirst
from isonomia.text.model import Document as Text

SYMBOL_LENGTH = 100


class Document(Record):
    """A document of the United Nations, whatever its language: what its symbol names."""

    symbol = models.CharField(_("symbol"), max_length=SYMBOL_LENGTH)
    title = MultilingualText(_("title"), max_length=2000, blank=True)
    kind = Code(_("kind"), codes="document_kinds")
    organ = Code(_("organ"), codes="bodies", blank=True)
    session = models.IntegerField(_("session"), null=True, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    agenda_item = models.CharField(_("agenda item"), max_length=60, blank=True, default="")
    languages = Codes(_("languages"), codes="languages", blank=True)
    original = Code(_("original language"), codes="languages", blank=True)
    mandates = models.IntegerField(_("mandates"), default=0)
    specimen = models.BooleanField(
        _("specimen"), default=False, help_text=_("Written to show and to test the site; not of the United Nations.")
    )

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(fields=["symbol"], condition=models.Q(revises=None), name="one_document_per_symbol")
        ]
        indexes = [NewestFirst("date", name="document_in_order")]

    def __str__(self) -> str:
        return self.symbol


class Expression(models.Model):
    """A document in one language: its text, and all that was read from it.

    `content` is the JSON form of the text without `text` itself, which has its own column; `cites` the targets of its
    citations, each once. `reading` names what was read and then corrected by editors, whole: what is made of the text
    and its clauses is true as long as it is the same.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="expressions")
    language = Code(codes="languages", max_length=2)
    text = models.TextField()
    content: models.JSONField[Any, Any] = models.JSONField()
    cites: models.JSONField[Any, Any] = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, db_index=True)
    program = models.CharField(max_length=40)
    reading = models.CharField(max_length=64, default="", editable=False)
    provenance = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "language"], name="one_expression_per_language")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.language}"

    @cached_property
    def parsed(self) -> Text:
        """The text with its parts."""
        return Text.from_dict({**self.content, "text": self.text})

    def hold(self, text: Text, program: str) -> None:
        """Takes over what was read."""
        plain = text.to_dict()
        self.text = plain.pop("text")
        self.content = plain
        self.cites = list(dict.fromkeys(row.target for row in text.citations if row.target))
        self.sha256 = text.source.sha256 if text.source else ""
        self.program = program
        self.__dict__.pop("parsed", None)


class Reading(models.Model):
    """A file that was read as an expression: the last one is what the expression holds, the others it replaced."""

    expression = models.ForeignKey(Expression, on_delete=models.CASCADE, related_name="readings")
    name = models.CharField(max_length=255)
    format = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    program = models.CharField(max_length=40)
    at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"
