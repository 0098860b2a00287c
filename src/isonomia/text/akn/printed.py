"""What the printed words are, beside words: symbol, title, date and session in a loose line, references anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from isonomia.text.akn.names import target_iri
from isonomia.text.akn.parts import Part, Row
from isonomia.text.grammar import grammar
from isonomia.text.model import Document


@dataclass(slots=True)
class Mark:
    """An inline element over `[start, end)` of a part's text; `citations` are the places of those it stands for."""

    start: int
    end: int
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    citations: list[int] = field(default_factory=list)


def printed_facts(line: str, document: Document) -> list[Mark]:
    """The title, symbol, date and session where the line prints them, none over another."""
    words = grammar(document.language)
    found: list[Mark] = []

    def add(start: int, end: int, name: str, **attributes: str) -> None:
        if start < end and all(end <= mark.start or mark.end <= start for mark in found):
            found.append(Mark(start, end, name, attributes))

    for name, value in (("docTitle", document.title), ("docNumber", document.symbol)):
        # edges are the reader's to trim: a value that begins or ends with a space is not marked
        if value and value == value.strip() and (at := line.find(value)) >= 0:
            add(at, at + len(value), name)
    if document.date:
        for match in words.date.finditer(line):
            if words.read_date(match.group()) == document.date:
                add(*match.span(), "docDate", date=document.date)
    if document.session is not None:
        for match in words.session.finditer(line):
            if words.session_number(match.group()) == document.session:
                add(*match.span(), "session", value=str(document.session))
    return found


def target_iris(document: Document) -> dict[str, str]:
    """The IRI of every target that the document cites, in order of first citation; with its date if one is printed."""
    dates = {c.target: c.date for c in reversed(document.citations) if c.date and c.target}
    kinds = {c.target: c.kind for c in reversed(document.citations) if c.target}
    targets = dict.fromkeys(c.target for c in document.citations if c.target)
    return {target: target_iri(target, kind=kinds[target], date=dates.get(target)) for target in targets}


def printed_references(document: Document, parts: list[Part]) -> dict[int, list[Mark]]:
    """The references to mark, by the `id()` of their part: resolved citations that overlap no earlier one."""
    row, iris = Row(parts), target_iris(document)
    length = len(row.text)
    marks: dict[int, list[Mark]] = {}
    spans = [(start, start + len(part.text)) for part, start in zip(parts, row.starts, strict=True)] + [
        (length, length)
    ]
    at = 0
    for number, citation in sorted(enumerate(document.citations), key=lambda pair: pair[1].span):
        start, end = citation.span
        while at < len(parts) and spans[at][1] < start:
            at += 1
        begins, ends = spans[at]
        if not citation.target or not begins <= start < end <= ends:
            continue
        there, href = marks.setdefault(id(parts[at]), []), iris[citation.target]
        last = there[-1] if there else None
        place = (start - begins, end - begins)
        if last and (last.start, last.end) == place and last.attributes["href"] == href:
            last.citations.append(number)
        elif last is None or last.end <= place[0]:
            there.append(Mark(*place, "ref", {"href": href}, [number]))
    return marks
