"""The collections of documents and mandates."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from isonomia.site.documents.models import Document, Expression, Mandate
from isonomia.site.records.declaration import EDITORS, Access, Collection, Facet
from isonomia.site.records.registry import register

NOBODY: frozenset[str] = frozenset()


@register
class Documents(Collection):
    """Resolutions, decisions, reports."""

    model = Document
    name = "documents"
    title, one = _("Documents"), _("Document")
    about = _("Resolutions, decisions and reports, to read, compare and trace.")
    fields = (
        "symbol", "title", "kind", "organ", "session", "date", "agenda_item", "languages", "original", "mandates",
        "specimen",
    )  # fmt: skip
    columns = ("title", "symbol", "kind", "session", "date", "languages", "mandates")
    facets = (
        Facet("kind"), Facet("organ"), Facet("session"), Facet("date", name="year"),
        Facet("languages", name="language"), Facet("specimen"),
    )  # fmt: skip
    ranges = ("date",)
    sorts = ("date", "symbol", "title", "session", "mandates")
    default_sort = "-date"
    search = ("title", "symbol")
    search_prefetch = (Prefetch("expressions", Expression.objects.only("document", "language", "text")),)
    natural_key = ("symbol",)
    address = "symbol"
    access = Access(write=NOBODY, review=EDITORS)
    """Nobody writes a document in a form: it is loaded. An editor withdraws it."""
    order = 10
    list_template = "documents/documents.html"

    def label_of(self, record: Any, language: str) -> str:
        """The symbol and the title: two sessions of one resolution have the same title."""
        title = super().label_of(record, language) if record.title else ""
        return f"{record.symbol} {title}".strip()

    def describe(self, record: Any, plain: dict[str, Any]) -> dict[str, Any]:
        """What is known of the document; its text is at its own address."""
        from isonomia.site.documents.describing import document

        return document(self, record, plain)

    def describe_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The object of `describe`, and of a document at its own address."""
        from isonomia.site.documents.describing import document_schema

        return document_schema(schema)

    def search_texts(self, record: Any) -> dict[str, str]:
        """The title, the symbol, and all words of each language version."""
        texts = super().search_texts(record)
        for row in record.expressions.all():
            texts[row.language] = "\n".join(filter(None, (texts.get(row.language), row.text)))
        return texts

    def search_place(self, record: Any, language: str, at: int) -> str:
        """The paragraph in which a word of a language version stands."""
        from isonomia.site.documents.links import place_of

        before = super().search_texts(record).get(language)
        return place_of(record, language, at - (len(before) + 1 if before else 0))


@register
class Mandates(Collection):
    """Who is asked to do what."""

    model = Mandate
    name = "mandates"
    title, one = _("Mandates"), _("Mandate")
    about = _("Each clause that asks an actor to act: who, how strongly, on what conditions, by when.")
    fields = (
        "reference", "document", "session", "date", "text", "verb", "act", "force", "intensity", "speaker",
        "addressees", "conditions", "conditional", "due", "due_session", "due_year", "due_date", "topics", "cited",
        "languages", "specimen",
    )  # fmt: skip
    label = "reference"
    columns = ("reference", "act", "addressees", "text", "due_year", "topics")
    facets = (
        Facet("addressees", name="addressee"), Facet("act"), Facet("force"), Facet("topics", name="topic"),
        Facet("conditional", name="condition", label=_("conditions")), Facet("due_year"),
        Facet("document"), Facet("session"), Facet("languages", name="language"), Facet("specimen"),
    )  # fmt: skip
    ranges = ("date", "due_year")
    sorts = ("date", "due_year", "force", "reference")
    default_sort = "-date"
    search = ("text", "reference", "addressees", "topics", "act")
    access = Access(write=NOBODY, review=EDITORS)
    """Nobody writes a mandate in a form: it is read from its document, and corrected by decisions about it."""
    order = 11
    detail_template = "documents/mandate.html"

    def label_of(self, record: Any, language: str) -> str:
        """The symbol and the paragraph, as delegates name it; the place of the clause where it is not the first."""
        from isonomia.site.documents.naming import mandate_name

        return mandate_name(record.reference)

    def describe(self, record: Any, plain: dict[str, Any]) -> dict[str, Any]:
        """The clause as `isonomia.Mandate` has it, with the record's key and address."""
        from isonomia.site.documents.describing import mandate

        return mandate(self, record, plain)

    def describe_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The object of `describe`."""
        from isonomia.site.documents.describing import mandate_schema

        return mandate_schema(schema)

    def page_context(self, record: Any, actor: Any) -> dict[str, Any]:
        """Its words in their place, its lineage, its evidence, its corrections."""
        from isonomia.site.documents.views.mandate import context

        return context(record, actor)
