"""The page on which a document is read, and its files to take away."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from isonomia.site.documents import files
from isonomia.site.documents.describing import whole_document
from isonomia.site.documents.layout import Block, Layout, marks_of
from isonomia.site.documents.links import Targets
from isonomia.site.documents.models import Correction, Document, Expression, Mandate, Pairing, Reading
from isonomia.site.documents.naming import paragraph_name
from isonomia.site.documents.pairings import renew
from isonomia.site.documents.views import common, decisions
from isonomia.site.records.access import Actor, actor_of
from isonomia.site.records.errors import UnknownCode
from isonomia.site.records.registry import collection
from isonomia.site.records.views.common import find, no_parameters, page
from isonomia.text.model import Document as Text

STEP = 10
"""A text without headings is offered in steps of so many paragraphs."""


def reading_page(request: HttpRequest, symbol: str) -> HttpResponse:
    """A document to read."""
    no_parameters(request.GET, "lang")
    actor = actor_of(request)
    documents = collection("documents")
    record = _document(actor, symbol)
    language = common.asked_language(request.GET, record.languages, record.original)
    if not language:
        raise Http404
    renew(record)
    expression = common.expression_of(record, language)
    text = expression.parsed
    mandates = [row for row in common.mandates_of(actor, record) if language in row.wordings]
    targets = Targets(actor, (row.target for row in text.citations))
    marks = [mark for row in mandates for mark in marks_of(text, row.wordings[language])]
    layout = Layout(text, marks=marks, linker=targets.link)
    blocks = list(layout.blocks())
    _place(blocks, mandates, language)
    context: dict[str, Any] = {
        "record": record,
        "title": common.title_of(record),
        "url": documents.url_of(record),
        "history_url": documents.url_of(record, "history"),
        "text_title": text.title or record.symbol,
        "language": language,
        "dir": common.direction(language),
        "versions": common.versions(record, language),
        "front": [row for row in blocks if row.kind == "front"],
        "body": [row for row in blocks if row.kind in ("line", "heading", "paragraph")],
        "closing": [row for row in blocks if row.kind == "closing"],
        "contents": contents(blocks),
        "uncalled": [row for row in layout.all_notes if not row.calls],
        "marked": bool(mandates),
        "others": len(mandates) < record.mandates,
        "kind": common.label("document_kinds", record.kind),
        "organ": common.label("bodies", record.organ),
        "cited": _cited(text, targets),
        "warnings": text.warnings,
        "readings": list(Reading.objects.filter(expression=expression).order_by("-pk")),
        "expression": expression,
        "relations": relations(actor, record),
        "corrections": decisions.shown(
            Correction.objects.filter(document=record).select_related("author", "undone_by").order_by("-pk")
        ),
        "editor": common.is_editor(actor),
        "insider": common.is_insider(actor),
        "published": record.state == "published",
        "mandates_url": f"{collection('mandates').url}?document={record.symbol}",
    }
    return page(request, "documents/reading.html", documents, context)


def _document(actor: Actor, symbol: str) -> Document:
    record = find(collection("documents"), actor, symbol)
    assert isinstance(record, Document)
    return record


def _place(blocks: list[Block], mandates: list[Mandate], language: str) -> None:
    """Gives each paragraph its mandates in their order."""
    there: dict[str, list[tuple[int, Mandate]]] = {}
    for row in mandates:
        clause = row.wordings[language]
        there.setdefault(clause["paragraph"], []).append((clause["order"], row))
    for block in blocks:
        if block.is_paragraph:
            rows = sorted(there.get(block.id, ()), key=lambda pair: pair[0])
            block.mandates = [common.in_brief(row) for _order, row in rows]


def contents(blocks: list[Block]) -> list[tuple[str, str, int]]:
    """Where to go in a text: its headings (id, words, depth); of a text without any, every tenth paragraph."""
    headings = [
        (row.id, " ".join(filter(None, (row.number, row.name))), row.depth) for row in blocks if row.kind == "heading"
    ]
    if headings:
        return headings
    paragraphs = [row for row in blocks if row.is_paragraph and "." not in row.id]
    out: list[tuple[str, str, int]] = []
    for role, words in (("preambular", _("Preamble")), ("operative", ""), ("numbered", "")):
        rows = [row for row in paragraphs if row.role == role]
        if rows and words:
            out.append((rows[0].id, words, 2))
        elif len(rows) > STEP:
            out += [(row.id, row.name, 2) for row in rows[::STEP]]
        elif rows:
            out.append((rows[0].id, rows[0].name, 2))
    return out if len(out) > 1 else []


def _cited(text: Text, targets: Targets) -> list[dict[str, Any]]:
    """Each target once, with the paragraphs that cite it."""
    places: dict[str, list[tuple[str, str]]] = {}
    known = {row.id for row in text.paragraphs}
    for citation in text.citations:
        if citation.target:
            rows = places.setdefault(citation.target, [])
            if citation.paragraph in known:
                rows.append((str(citation.paragraph), paragraph_name(str(citation.paragraph))))
    return [
        {"target": target, "name": targets.name(target), "url": targets.loaded.get(target, ""),
         "places": list(dict.fromkeys(rows))}
        for target, rows in places.items()
    ]  # fmt: skip


def relations(actor: Actor, record: Document) -> list[dict[str, Any]]:
    """What a document is compared with and traced in: in one query, and only what the reader may see."""
    mine = Q(first__document=record) | Q(second__document=record)
    there = common.published(actor).values("pk")
    rows = (
        Pairing.objects.filter(mine, related=True, first__document__in=there, second__document__in=there)
        .order_by("kind", "first__document__session", "second__document__session")
        .values("kind", "asked", "answered", "first__document__symbol", "second__document__symbol",
                "first__document__kind")
    )  # fmt: skip
    return [
        {
            "kind": row["kind"],
            "first": row["first__document__symbol"],
            "second": row["second__document__symbol"],
            "other": row["second__document__symbol" if row["first__document__symbol"] == record.symbol
                         else "first__document__symbol"],
            "later": row["first__document__symbol"] == record.symbol,
            "taken_up": row["first__document__kind"] in ("report", "letter"),
            "asked": row["asked"],
            "answered": row["answered"],
        }
        for row in rows
    ]  # fmt: skip


# -- to take away --------------------------------------------------------------------------------------------------


def _expression(request: HttpRequest, symbol: str) -> tuple[Document, Expression]:
    no_parameters(request.GET, "lang")
    record = _document(actor_of(request), symbol)
    language = common.asked_language(request.GET, record.languages, record.original)
    if not language:
        raise Http404
    return record, common.expression_of(record, language)


def _name(record: Document, language: str, ending: str) -> str:
    stem = "".join(char if char.isascii() and (char.isalnum() or char in ".-") else "_" for char in record.symbol)
    return f"{stem}.{language}.{ending}"


def _saved(response: HttpResponse, name: str) -> HttpResponse:
    """An answer that is saved and never shown as a page of this site: the file may be anybody's."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response


def akn(request: HttpRequest, symbol: str) -> HttpResponse:
    """A language version as Akoma Ntoso."""
    from isonomia.text.akn import to_akn

    record, expression = _expression(request, symbol)
    data = to_akn(expression.parsed)
    return _saved(HttpResponse(data, content_type=files.TYPES["akn"]), _name(record, expression.language, "xml"))


def as_json(request: HttpRequest, symbol: str) -> HttpResponse:
    """A language version as JSON: what the API gives."""
    record, expression = _expression(request, symbol)
    plain = whole_document(collection("documents"), record, expression)
    response = JsonResponse(plain, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return _saved(response, _name(record, expression.language, "json"))


def plain_text(request: HttpRequest, symbol: str) -> HttpResponse:
    """A language version as text."""
    record, expression = _expression(request, symbol)
    response = HttpResponse(expression.text, content_type="text/plain; charset=utf-8")
    return _saved(response, _name(record, expression.language, "txt"))


def original(request: HttpRequest, symbol: str) -> HttpResponse:
    """A file that was read, byte by byte: the last one of a language version, or (`sha256`) one that it replaced."""
    no_parameters(request.GET, "lang", "sha256")
    record = _document(actor_of(request), symbol)
    language = common.asked_language(request.GET, record.languages, record.original)
    rows = Reading.objects.filter(expression__document=record, expression__language=language).order_by("-pk")
    wanted = request.GET.get("sha256", "")
    reading = (rows.filter(sha256=wanted) if wanted else rows).first()
    if reading is None and wanted:
        raise UnknownCode(_("There is no such file of this document."), rows.values_list("sha256", flat=True))
    data = files.original(reading.sha256) if reading else None
    if reading is None or data is None:
        raise Http404
    ending = {"text": "txt", "akn": "xml"}.get(reading.format, reading.format)
    response = HttpResponse(data, content_type=files.TYPES.get(reading.format, "application/octet-stream"))
    return _saved(response, _name(record, language, ending))


__all__ = ["akn", "as_json", "original", "plain_text", "reading_page", "relations"]
