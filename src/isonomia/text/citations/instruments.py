"""Treaties and other instruments named in a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from isonomia.registers import instruments
from isonomia.registers.surfaces import Mention
from isonomia.text.citations.scan import Scan
from isonomia.text.model import Citation, Span

_DATED = re.compile(r"\d{4}\s*年?\s*[《«“\"]?$")
CONTEXT = 80
"""Characters before a title in which the name of a body that contains it begins."""
THERETO = 12
"""Characters between "the Convention" and "the Protocols thereto"."""


def instrument_citations(scan: Scan, span: Span, *, note: bool) -> list[Citation]:
    """The instruments named in a span, short titles resolved; not those inside the name of a body that they set up.

    A short title ("the Convention") cites only where no longer one of the same instrument stands in the span.
    """
    text, rules = scan.text, scan.rules
    named = scan.bodies_in(span)
    mentions = scan.within(scan.instrument_starts, scan.instruments, *span)
    long = {id for mention in mentions if not mention.short for id in mention.ids}
    out: list[Citation] = []
    for mention in mentions:
        marked = bool(rules.open_title) and _in_marks(scan, mention)
        if not marked and _names_a_body(scan, mention, named, span):
            continue
        if mention.short:
            if rules.open_title and not _fills_marks(scan, mention):
                continue
            if _DATED.search(text, max(span[0], mention.start - 8), mention.start):
                continue  # "the 1972 Protocol" inside another title
            meant = _meant(scan, mention, mentions)
            if meant is None or meant in long:
                continue
        else:
            meant = mention.ids[0]
            if not note:
                scan.defined.append(meant)
        place = (mention.start, mention.end)
        out.append(Citation(None, text[mention.start : mention.end], place, instruments()[meant].kind, meant))
    return out


def _names_a_body(scan: Scan, mention: Mention, named: Sequence[Mention], span: Span) -> bool:
    """Does the title stand inside a body's name ("Conference of the Parties to the ... Convention")?"""
    if any(body.start <= mention.start and mention.end <= body.end for body in named):
        return True
    if scan.rules.body_before.search(scan.text[max(span[0], mention.start - CONTEXT) : mention.start]):
        return True
    return bool(scan.rules.body_after.match(scan.text, mention.end, span[1]))


def _meant(scan: Scan, mention: Mention, mentions: Sequence[Mention]) -> str | None:
    """What a short title means: the parent of the protocols named right after it, else what was named last."""
    behind = bisect_left(mentions, mention.end, key=lambda other: other.start)
    for other in islice(mentions, behind, None):
        if other.start - mention.end > THERETO:
            break
        if (parent := instruments()[other.ids[0]].parent) in mention.ids:
            return parent
    return next((id for id in reversed(scan.defined) if id in mention.ids), None)


def _fills_marks(scan: Scan, mention: Mention) -> bool:
    """Does a short title fill its title marks (《公约》, not 《条约汇编》)?"""
    before = scan.text[mention.start - 1 : mention.start]
    return before == scan.rules.open_title and scan.text.startswith(scan.rules.close_title, mention.end)


def _in_marks(scan: Scan, mention: Mention) -> bool:
    """Does the title stand in title marks of its own (《...》)?"""
    opened = scan.text.rfind(scan.rules.open_title, 0, mention.start + 1)
    closed = scan.text.rfind(scan.rules.close_title, 0, mention.start)
    return opened > closed
