"""When something is owed: sessions and dates in a clause, resolved to a year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from isonomia.mandates.model import Due
from isonomia.registers import bodies
from isonomia.registers.surfaces import Mention
from isonomia.text.grammar import grammar
from isonomia.text.model import Document


@lru_cache(maxsize=8)
def _rules(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = grammar(language)
    return (
        rules.compile(rules.get("due", "forms", [])),
        rules.compile(rules.get("sessions", "special", [])),
        rules.compile(rules.get("due", "inherit", [])),
    )


def find_due(
    text: str,
    document: Document,
    named: Sequence[Mention],
    offset: int = 0,
    starts: Iterable[int] | None = None,
) -> Due | None:
    """The first session or date by which a clause says that something is owed.

    `text` is the clause; `named` the bodies named in it and `offset` its place in the text of their spans, so that a
    session is that of the body named beside it, else of the speaking organ or the General Assembly. `starts` are all
    places of that text where a form can begin, in order, if they are known.
    """
    forms, special, _ = _rules(document.language)
    rules = grammar(document.language)
    found = forms.finditer(text) if starts is None else _at(forms, text, (start - offset for start in starts))
    for match in found:
        words = match.group()
        session = None if special.search(words) else rules.session_number(words)
        if session is not None:
            printed = rules.session.search(words)
            body = _body(named, offset + match.start(), offset + match.end(), document.organ)
            year = _year(body or "unga", session, document)
            if year and document.date and year < int(document.date[:4]):
                year = None  # nothing is owed before it was asked: another body's session
            return Due(printed.group() if printed else words, session, year)
        date = rules.date.search(words)
        iso = rules.read_date(date.group()) if date else None
        if iso:
            return Due(words.strip(), None, int(iso[:4]), iso)
        year_only = re.search(r"(?:19|20|21)\d\d", words)
        if year_only:
            return Due(words.strip(), None, int(year_only.group()))
    return None


def _at(forms: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """The matches, one behind the other, that begin at some of the places."""
    after = 0
    for start in starts:
        if start >= after and (match := forms.match(text, start)):
            after = match.end()
            yield match


def _year(id: str, session: int, document: Document) -> int | None:
    """The year of a session: from the register, else counted on from the document's own session of the same body."""
    body = bodies().get(id)
    if body is None:
        return None
    year = body.session_year(session)
    if year is None and id == document.organ and document.session and document.date and body.session_years:
        known = sorted(body.session_years.values())
        period = known[-1] - known[-2] if len(known) > 1 else 1
        return int(document.date[:4]) + (session - document.session) * period
    return year


def _body(named: Sequence[Mention], start: int, end: int, speaker: str | None) -> str | None:
    """Whose session: of the body named in the words or nearest before them in the clause."""
    register = bodies()
    for mention in sorted(named, key=lambda m: abs(m.end - start)):
        for id in mention.ids:
            body = register.get(id)
            if body and (body.session_base is not None or body.session_years):
                return id
    return speaker


def inherited(text: str, language: str) -> str | None:
    """The paragraph number whose report a clause speaks of ("in the report referred to in paragraph 49 above")."""
    match = _rules(language)[2].search(text)
    return match["paragraph"] if match and "paragraph" in match.groupdict() else None
