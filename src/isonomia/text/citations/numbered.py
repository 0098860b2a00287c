"""Resolutions and decisions by number: groups of numbers, the words that govern them, the dates that they share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from isonomia.text.citations.scan import Scan
from isonomia.text.citations.series import GA_NUMBERED_FROM, Printed, target_of
from isonomia.text.model import Citation, Span, Warning
from isonomia.text.symbols import fits_session, parse_symbol

REACH = 80
"""Characters between the word "resolution" and a number that it may govern ("resolution of the Council 2013/40")."""
SHORT_REACH = 25
"""The same where more than the name of a body stands between them."""
WORD_REACH = 24
"""Characters before a number in which the word that stands right at it begins."""
LIST_REACH = 300
"""Characters of a title that may stand between two numbers of one list."""


@dataclass(slots=True)
class _Piece:
    """A number or a date of a group, in order of the text; kind number, sc, roman or date."""

    start: int
    end: int
    kind: str
    text: str
    date: str | None = None


@dataclass(slots=True)
class _Group:
    """Numbers that stand together, with the word that governs them."""

    pieces: list[_Piece]
    word: str | None

    @property
    def numbers(self) -> list[_Piece]:
        return [piece for piece in self.pieces if piece.kind != "date"]


def numbered_citations(scan: Scan, span: Span, place: str) -> tuple[list[Citation], list[Warning]]:
    """The numbered resolutions and decisions cited in a span; `place` names it in warnings."""
    out: list[Citation] = []
    warnings: list[Warning] = []
    for group in _groups(scan, span):
        numbers = group.numbers
        opening = numbers[0].start
        # 第67/186号 needs no word: the marks around it tell
        marked = scan.rules.word_after and scan.text[max(0, opening - 1) : opening] == scan.rules.prefix
        if group.word == "draft" or (group.word is None and not marked):
            continue
        kind = group.word or "resolution"
        _spread_dates(group.pieces, date_before=scan.rules.date_before)
        for piece in numbers:
            for number in _expand(scan, piece):
                printed = Printed(number, piece.kind, kind, piece.date, (piece.start, piece.end), numbers[-1].end)
                target = target_of(scan, printed, span)
                out.append(Citation(None, piece.text, _reference(scan, piece, span), kind, target, piece.date))
                if target and piece.date and not _dated_rightly(target, piece.date):
                    message = f"{target} is dated {piece.date}, which is outside its session; one of the two is wrong"
                    warnings.append(Warning("number-date-disagree", place, message))
    return out, warnings


def _reference(scan: Scan, piece: _Piece, span: Span) -> Span:
    """The number with the marks and the word that stand right at it: 第71/209号决议, "resolution 46/152"."""
    start, end = piece.start, piece.end
    rules, text = scan.rules, scan.text
    if rules.word_after and rules.prefix and text.endswith(rules.prefix, span[0], start):
        start -= len(rules.prefix)
    head = None if rules.word_after else rules.head.search(text, max(span[0], start - WORD_REACH), start)
    if head:
        start = head.start()
    tail = rules.tail.match(text, end, span[1])
    return start, tail.end() if tail else end


def _dated_rightly(target: str, date: str) -> bool:
    if not target.startswith("A/RES/"):
        return True
    session = parse_symbol(target).session
    return session is None or session < GA_NUMBERED_FROM or fits_session(session, date)


def _groups(scan: Scan, span: Span) -> list[_Group]:
    """The groups of numbers in a span, in order."""
    rules, text = scan.rules, scan.text
    groups: list[_Group] = []
    pieces: list[_Piece] = []
    word: str | None = None
    governing: tuple[str, int] | None = None  # a word that may govern what follows it
    last = span[0]

    def close(following: str | None = None) -> None:
        nonlocal pieces, word
        if any(piece.kind != "date" for piece in pieces):
            groups.append(_Group(pieces, following or word))
        pieces, word = [], None

    for match in scan.within(scan.token_starts, scan.tokens, *span):
        kind = match.lastgroup or ""
        start = match.start()
        if kind in ("draft", "decision", "resolution"):
            if rules.word_after:
                near = bool(pieces) and (
                    rules.gap.fullmatch(text, last, start) is not None
                    or (start - last <= 6 and pieces[-1].kind != "date")
                )
                close(kind if near else None)
            else:
                close()
                governing = (kind, match.end())
            last = match.end()
            continue
        if pieces and not _tied(scan, pieces, last, match):
            close()
        if not pieces and kind == "date" and not rules.date_before:
            last = match.end()
            continue
        if not pieces and governing is not None and kind != "date" and _governed(scan, governing[1], start):
            word = governing[0]
        date = rules.rules.read_date(match.group()) if kind == "date" else None
        pieces.append(_Piece(start, match.end(), kind, match.group(), date))
        last = match.end()
    close()
    return groups


def _governed(scan: Scan, end: int, start: int) -> bool:
    """May a word that ends at `end` govern a number that starts at `start`?"""
    if scan.rules.gap.fullmatch(scan.text, end, start):
        return True
    if start - end > REACH or re.search(r"[.;:]", scan.text[end:start]):
        return False
    return start - end <= SHORT_REACH or _dates_through_body(scan, end, start)


def _tied(scan: Scan, pieces: list[_Piece], last: int, match: re.Match[str]) -> bool:
    """Does a number or date belong to the group that is open?"""
    rules, text, start = scan.rules, scan.text, match.start()
    if rules.gap.fullmatch(text, last, start):
        return True
    if match.lastgroup == "date":
        return not rules.date_before and _dates_through_body(scan, last, start)
    if pieces[-1].kind == "date" and rules.date_before and rules.between.fullmatch(text, last, start):
        return True
    if rules.word_after:
        return False
    gap = text[last:start]  # "46/152 on ..., and 60/1": titles may stand between the numbers of a list
    return len(gap) <= LIST_REACH and not re.search(r"[.;:]", gap) and bool(rules.listed.search(gap))


def _dates_through_body(scan: Scan, start: int, end: int) -> bool:
    """Does only the name of a body stand between a number and its date ("27/5 of the Commission, of 18 May 2018")?"""
    out, at = [], start
    for mention in scan.bodies_in((start, end)):
        if at <= mention.start and mention.end <= end:
            out.append(scan.text[at : mention.start])
            at = mention.end
    if not out:
        return False
    out.append(scan.text[at:end])
    return scan.rules.gap.fullmatch(scan.rules.fillers.sub(" ", " ".join(out))) is not None


def _spread_dates(pieces: list[_Piece], *, date_before: bool) -> None:
    """Gives each number the date that the text gives it: its own, or one that a list shares and that fits."""
    current: str | None = None
    beside = False
    for piece in pieces if date_before else reversed(pieces):
        if piece.kind == "date":
            current, beside = piece.date, True
            continue
        if current is None:
            continue
        session = re.match(r"(\d{1,3})/", piece.text) if piece.kind == "number" else None
        number = int(session[1]) if session else 0
        if beside or number < GA_NUMBERED_FROM or fits_session(number, current):
            piece.date = current
        beside = False


def _expand(scan: Scan, piece: _Piece) -> list[str]:
    """The numbers that a printed one stands for: "51/211 A to E" for five, 48/13 جيم for 48/13C."""
    several = scan.rules.part_range.fullmatch(piece.text) if piece.kind == "number" else None
    if several:
        letters = range(ord(several["first"]), ord(several["last"]) + 1)
        return [several["base"] + chr(code) for code in letters]
    spelt = re.fullmatch(r"(\S+)\s+(\w{2,})", piece.text)
    if spelt and spelt[2] in scan.rules.letters:
        return [spelt[1] + scan.rules.letters[spelt[2]]]
    return [re.sub(r"\s+", "", piece.text)]
