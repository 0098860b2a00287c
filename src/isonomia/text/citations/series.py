"""Whose number it is: the canonical symbol of a printed resolution or decision number, by form, context and date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from isonomia.registers import bodies
from isonomia.registers.surfaces import Mention
from isonomia.text.citations.scan import Scan
from isonomia.text.model import Span
from isonomia.text.symbols import GA_FIRST_YEAR, fits_session, to_roman

GA_NUMBERED_FROM = 31
"""From its thirty-first session (1976) the General Assembly numbers resolutions session/number."""
NEAR = 80
"""Characters within which a body is named beside a number that could also be the General Assembly's."""
RIGHT_BESIDE = 40
"""Characters within which a body named before a number owns it."""
BEHIND = 90
"""Characters within which a body named behind a group owns its numbers."""
OWN_REACH = 200
"""Characters before a number in which "its" still speaks of it."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number: form sc, roman or number; kind resolution or decision; its date, place and the group's end."""

    number: str
    form: str
    kind: str
    date: str | None
    span: Span
    group_end: int


def target_of(scan: Scan, printed: Printed, span: Span) -> str | None:
    """The canonical symbol of a printed number, or None where the text does not tell whose it is."""
    letters = "DEC" if printed.kind == "decision" else "RES"
    number = printed.number
    if printed.form == "sc":
        return f"S/{letters}/{number}"
    if printed.form == "roman":
        owner = next(iter(_context(scan, printed, span)), "unga")
        return f"{'E' if owner == 'ecosoc' else 'A'}/{letters}/{_roman_number(scan, number)}"
    if number.startswith(("S-", "ES-")):
        return f"A/{letters}/{number}"
    first, second = number.split("/", 1)
    if scan.rules.rules.direction == "rtl" and printed.date and _turned_round(first, second, printed.date):
        first, second = second, first
    if len(first) == 4:
        return f"E/{letters}/{first}/{second}"
    return _by_context(scan, printed, span, int(first), f"{first}/{second}", letters)


def _turned_round(first: str, second: str, date: str) -> bool:
    """Did extraction from a right-to-left page turn 69/196 into 196/69? The date tells."""
    if not second.isdigit() or len(second) > 3 or fits_session(int(first), date):
        return False
    return fits_session(int(second), date)


BY_YEAR = ("ecosoc", "unsc")
"""Organs that number within a year ("2019/17") or right through: "62/7" is never theirs."""
FIRST_YEAR = 1946


def _by_context(scan: Scan, printed: Printed, span: Span, session: int, number: str, letters: str) -> str | None:
    assembly = f"A/{letters}/{number}"
    date = printed.date
    may_be_assembly = session >= GA_NUMBERED_FROM and (date is None or _near_session(session, date))
    if session >= GA_NUMBERED_FROM and date and fits_session(session, date):
        return assembly
    beside = {id for mention in _beside(scan, printed, span) for id in mention.ids}
    for id in _context(scan, printed, span):
        if id == "unga":
            if may_be_assembly:
                return assembly
            continue
        body = bodies().get(id)
        form = body.series.get(printed.kind) if body else None
        if body is None or form is None:
            continue
        if id in BY_YEAR and session < FIRST_YEAR:
            continue
        year = body.session_year(session)
        if year is not None and scan.year is not None and year > scan.year:
            continue
        if year is not None and date and abs(int(date[:4]) - year) > 1:
            continue
        if session >= GA_NUMBERED_FROM and date is None and id not in beside and id != scan.document.organ:
            continue
        return form.format(number=number)
    return assembly if may_be_assembly else None


def _near_session(session: int, date: str) -> bool:
    """Could the date be a misprint for one of the session? A year off may be; ten years off is another body's."""
    return abs(int(date[:4]) - GA_FIRST_YEAR - session) <= 2


def _roman_number(scan: Scan, text: str) -> str:
    """2758 (XXVI) as 2758(XXVI); 155 C (VII) as 155C(VII); the Arabic (د - 26) as (XXVI)."""
    old = scan.rules.old_session.search(text)
    if old and (digits := re.search(r"\d+", old.group())):
        text = text.replace(old.group(), to_roman(int(digits.group())))
    return re.sub(r"\s+", "", text)


def _context(scan: Scan, printed: Printed, span: Span) -> list[str]:
    """The bodies whose number this may be, likeliest first: named right behind it, right before it, "its", farther."""
    text, rules = scan.text, scan.rules
    start = printed.span[0]
    order: list[str] = []
    acting = [mention for mention in scan.bodies_in(span) if _acts(mention)]
    before = [mention for mention in acting if mention.end <= start]
    if not rules.word_after:
        own = rules.own.search(text, max(span[0], start - OWN_REACH), start)
        if own and start - own.start() <= RIGHT_BESIDE and not any(m.end > own.start() for m in before):
            order.append(scan.document.organ or "unga")
        behind = next((mention for mention in acting if mention.start >= printed.group_end), None)
        if behind is not None and _owns_from_behind(scan, printed, behind):
            order += behind.ids
        if own and (not before or before[-1].end <= own.start()):
            order.append(scan.document.organ or "unga")
        if before and len(text[before[-1].end : start]) <= RIGHT_BESIDE:
            order += before[-1].ids
    for mention in reversed(before):
        order += mention.ids
    order += [scan.document.organ or "unga", "unga"]
    return list(dict.fromkeys(order))


def _owns_from_behind(scan: Scan, printed: Printed, mention: Mention) -> bool:
    """ "resolution 28/3 of 24 May 2019 of the Commission"; "In its resolution 22/7, of ..., the Conference"."""
    gap = scan.rules.token.sub("", scan.text[printed.group_end : mention.start])
    bare = scan.rules.gap_run.sub("", scan.rules.fillers.sub(" ", gap))
    return len(gap) <= BEHIND and (not bare.strip() or not re.search(r"[,;:.]|\d", gap))


def _beside(scan: Scan, printed: Printed, span: Span) -> list[Mention]:
    """The bodies named close to a number, in the same part of the sentence."""
    start, end = printed.span
    around = (max(span[0], start - NEAR), min(span[1], end + NEAR))
    return [
        mention
        for mention in scan.bodies_in(around)
        if not re.search(r"[;；。]", scan.text[min(mention.end, end) : max(mention.start, start)])
    ]


def _acts(mention: Mention) -> bool:
    register = bodies()
    return any(id in ("unga", "ecosoc", "unsc") or (id in register and register[id].series) for id in mention.ids)
