"""Citations that are printed as what they are: document symbols, Treaty Series volumes; and pinpoints beside them."""

from __future__ import annotations

import re

from isonomia.text.citations.scan import Scan
from isonomia.text.model import Citation, Span
from isonomia.text.symbols import normalise, parse_symbol

PINPOINT_AFTER, PINPOINT_BEFORE = 80, 40
"""Characters behind and before a citation in which its article, chapter or paragraph is looked for."""


def symbol_citations(scan: Scan, span: Span) -> list[Citation]:
    """Documents by symbol, with the corrigenda and addenda that follow ("E/2013/30 and Corr.1")."""
    out: list[Citation] = []
    for match in scan.within(scan.symbol_starts, scan.symbols, *span):
        target = normalise(match.group())
        kind = parse_symbol(target).kind
        kind = kind if kind in ("resolution", "decision") else "document"
        out.append(Citation(None, match.group(), match.span(), kind, target))
        at = match.end()
        while addition := scan.rules.addition.match(scan.text, at, span[1]):
            whole = normalise(f"{target}/{addition[1].replace(' ', '')}")
            out.append(Citation(None, addition[1], addition.span(1), "document", whole))
            at = addition.end()
    return out


def volume_citations(scan: Scan, span: Span) -> list[Citation]:
    """Volumes of the United Nations Treaty Series, each a citation of its own."""
    out: list[Citation] = []
    for pattern in (scan.rules.unts, scan.rules.unts_ibid):
        for match in pattern.finditer(scan.text, *span):
            for volume in re.finditer(r"\d{1,4}", match["volumes"]):
                at = match.start("volumes") + volume.start()
                number = str(int(volume.group()))
                out.append(Citation(None, volume.group(), (at, at + len(volume.group())), "unts", f"UNTS-{number}"))
    return out


def pinpoint(scan: Scan, span: Span, end: int) -> str | None:
    """The article, chapter, paragraph or annex named right behind a citation, else right before it."""
    dated = scan.rules.dated.match(scan.text, span[1], end)
    behind = dated.end() if dated else span[1]
    match = scan.rules.pinpoint_after.match(scan.text, behind, min(end, behind + PINPOINT_AFTER))
    if match and match[1].strip():
        return match[1].strip()
    match = scan.rules.pinpoint_before.search(scan.text, max(0, span[0] - PINPOINT_BEFORE), span[0])
    return match[1].strip() if match and match[1].strip() else None
