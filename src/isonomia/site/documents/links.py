"""Where citations lead: documents that are loaded, by their address; treaties and other instruments, by their names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from isonomia import registers
from isonomia.site.documents.layout import Link
from isonomia.site.languages import current_language
from isonomia.site.records.access import Actor, visible
from isonomia.site.records.registry import collection
from isonomia.text.model import Citation


class Targets:
    """The targets of some citations as a reader sees them; asks the database once."""

    def __init__(self, actor: Actor, targets: Iterable[str | None]) -> None:
        self.actor = actor
        self.wanted = {target for target in targets if target}
        self.language = current_language()

    @cached_property
    def loaded(self) -> dict[str, str]:
        """Symbols of documents that the reader can open, to their addresses."""
        documents = collection("documents")
        symbols = [target for target in self.wanted if "/" in target]
        rows: Any = visible(documents, self.actor).filter(symbol__in=symbols, revises=None) if symbols else ()
        return {row.symbol: documents.url_of(row) for row in rows}

    def link(self, citation: Citation) -> Link:
        """Where a citation leads; its title says what is cited, and the part of it."""
        parts = [self.name(citation.target), citation.pinpoint, citation.date] if citation.target else []
        return Link(self.loaded.get(citation.target or "", ""), ", ".join(part for part in parts if part))

    def name(self, target: str) -> str:
        """What a target is called: a symbol as it is, a treaty by its name."""
        instrument = registers.instruments().get(target)
        if instrument is None:
            return target
        return instrument.label.get(self.language) or instrument.label.get("en") or target

    def rows(self, targets: Iterable[str]) -> list[tuple[str, str]]:
        """Targets in their order: what each is called, and its address if it can be opened."""
        return [(self.name(target), self.loaded.get(target, "")) for target in targets]


def address(symbol: str) -> str:
    """The address of a document's page."""
    from django.urls import reverse

    return reverse("documents:detail", args=[symbol])


def place_of(record: Any, language: str, at: int) -> str:
    """The address of the paragraph of a language version in which a character of its text stands; empty for none."""
    expression = record.expressions.filter(language=language).first() if at >= 0 else None
    if expression is None:
        return ""
    # of an item within a paragraph the item: it is the shorter of the two
    there = [row for row in expression.parsed.paragraphs if row.span[0] <= at < row.span[1]]
    id = min(there, key=lambda row: row.span[1] - row.span[0]).id if there else ""
    version = f"?lang={language}" if language != current_language() else ""
    return f"{address(record.symbol)}{version}{'#' + id if id else ''}"
