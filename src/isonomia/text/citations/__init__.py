"""Finds what a document cites: resolutions, decisions, documents, treaties, volumes; resolves each to its target.

One pass over the text finds the pieces (numbers, symbols, dates, names of bodies, titles of instruments); pieces that
stand together form a group; the words around a group, the bodies named before it and the dates beside it say what its
numbers mean. Notes are read once and cited by every paragraph that calls them.
"""

from __future__ import annotations

from dataclasses import replace

from isonomia.text.citations.instruments import instrument_citations
from isonomia.text.citations.numbered import numbered_citations
from isonomia.text.citations.printed import pinpoint, symbol_citations, volume_citations
from isonomia.text.citations.scan import Scan
from isonomia.text.model import Citation, Document, Note, Paragraph, Span, Warning

__all__ = ["find_citations"]


def find_citations(document: Document) -> tuple[tuple[Citation, ...], tuple[Warning, ...]]:
    """All citations of a document in reading order, and warnings where a number and its date disagree.

    One citation per distinct target and paragraph; those that a paragraph makes through a note carry `via_note`.
    """
    scan = Scan(document)
    warnings: dict[Warning, None] = {}
    starts = [part.span[0] for part in document.paragraphs] + [part.span[0] for part in document.headings]
    front_end = min(starts, default=0)
    out = [row for row in _within(scan, (0, front_end), None, warnings) if row.target != document.symbol]
    # a note may use a short title that the text before it defined, so notes are read when they are first called
    notes: dict[str, list[Citation]] = {}
    spans = {note.marker: note for note in document.notes}
    order = [note.marker for note in document.notes]
    for paragraph in document.paragraphs:
        here = _within(scan, scan.folding.forward(paragraph.span), paragraph, warnings)
        seen = {row.target for row in here}
        out += here
        for marker in paragraph.notes:
            if marker not in notes and marker in spans:
                _read_notes(scan, order, spans, marker, notes, warnings)
            for row in notes.get(marker, ()):
                if row.target is None or row.target not in seen:
                    seen.add(row.target)
                    out.append(replace(row, paragraph=paragraph.id, via_note=marker))
    return tuple(out), tuple(warnings)


def _read_notes(
    scan: Scan,
    order: list[str],
    spans: dict[str, Note],
    marker: str,
    notes: dict[str, list[Citation]],
    warnings: dict[Warning, None],
) -> None:
    """Reads the notes up to `marker`: "Ibid." with nothing of its own cites what the note before it cites."""
    previous: list[Citation] = []
    for other in order[: order.index(marker) + 1]:
        if other not in notes:
            note = spans[other]
            found = _within(scan, scan.folding.forward(note.span), note, warnings)
            if not found and scan.rules.ibid.search(note.text):
                found = [replace(row, text=note.text, span=note.span) for row in previous[:1]]
            notes[other] = found
        previous = notes[other] or previous


def _within(scan: Scan, span: Span, where: Paragraph | Note | None, warnings: dict[Warning, None]) -> list[Citation]:
    """The citations in one paragraph, note or stretch of front matter, one per distinct target."""
    if span[0] >= span[1]:
        return []
    place = where.id if isinstance(where, Paragraph) else f"note {where.marker}" if where else "front matter"
    numbered, disagreeing = numbered_citations(scan, span, place)
    warnings.update(dict.fromkeys(disagreeing))
    found = [
        *symbol_citations(scan, span),
        *volume_citations(scan, span),
        *numbered,
        *instrument_citations(scan, span, note=isinstance(where, Note)),
    ]
    found.sort(key=lambda row: row.span)
    id = where.id if isinstance(where, Paragraph) else None
    out: list[Citation] = []
    seen: set[str] = set()
    for row in found:
        if row.target is not None:
            if row.target in seen:
                continue
            seen.add(row.target)
        back = scan.folding.back(row.span)
        words = scan.document.text[back[0] : back[1]]
        out.append(replace(row, paragraph=id, span=back, text=words, pinpoint=pinpoint(scan, row.span, span[1])))
    return out
