"""Finds what a document cites: resolutions, decisions, documents, treaties, volumes; resolves each to its target.

One pass over the text finds the pieces (numbers, symbols, dates, names of bodies, titles of instruments); pieces that
stand together form a group; the words around a group, the bodies named before it and the dates beside it say what its
numbers mean. Notes are read once and cited by every paragraph that calls them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from isonomia.registers import bodies, instruments
from isonomia.registers.surfaces import Mention, body_surfaces, instrument_surfaces
from isonomia.text.folding import Folding
from isonomia.text.grammar import NEVER, Grammar, alternation, grammar
from isonomia.text.model import Citation, Document, Note, Paragraph, Warning
from isonomia.text.symbols import SYMBOL, fits_session, normalise, parse_symbol, to_roman

_NUMBER = (
    r"(?<![A-Za-z0-9/.\-])(?:"
    r"(?P<sc>\d{1,4} ?\((?:19[4-9]\d|20\d\d|21\d\d)\))|"
    r"(?P<roman>\d{1,4}(?: ?(?-i:[A-Z]))? ?\((?:(?:S-|ES-)?(?-i:[IVXLC]+)|د ?- ?\d{1,2})\)(?: ?(?-i:[A-Z])(?![A-Za-z]))?)|"
    r"(?P<number>(?:S-|ES-)?\d{1,4}/\d{1,4})(?P<letters>(?: ?(?-i:[A-Z](?:(?: (?:to|à|a|по|إلى) |-|–|至)[A-Z])?)(?![A-Za-zÀ-ÿ'’])|\s(?:[أا]لف|باء|جيم|دال|هاء|واو|زاي|حاء)(?!\w))?)"  # noqa: RUF001
    r")(?![/A-Za-z0-9])"
)
_DATED = re.compile(r"\d{4}\s*年?\s*[《«“\"]?$")
CONFERENCES = {"UNTOC": "untoc_cop", "UNCAC": "uncac_cosp"}
"""The conference that each convention sets up."""
NEAR = 80
"""Characters within which a body is named beside a number that could also be the General Assembly's."""
GA_NUMBERED_FROM = 31
"""From its thirty-first session the General Assembly numbers resolutions session/number."""


@dataclass(slots=True)
class _Piece:
    """A number or a date of a group, in order of the text."""

    start: int
    end: int
    kind: str  # number, sc, roman, date
    text: str
    date: str | None = None
    word: str | None = None


class _Finder:
    """The compiled rules of one language."""

    def __init__(self, rules: Grammar) -> None:
        self.rules = rules
        self.after = rules.get("citations", "word_position") == "after"
        self.date_before = rules.get("dates", "position") == "before"
        get = lambda key: rules.get("citations", key, [])  # noqa: E731
        words = {
            "draft": rules.source(get("draft")),
            "decision": rules.source(get("decision")),
            "resolution": rules.source(get("resolution")),
        }
        edge = r"(?!\w)" if rules.spaced else ""
        lead = rules.source(r"(?<!\w)") if rules.spaced and rules.script != "Arabic" else ""
        word = "|".join(f"(?P<{name}>{lead}{source}{edge})" for name, source in words.items() if source != "(?!)")
        self.token = re.compile(f"{_NUMBER}|(?P<date>{rules.date.pattern})|{word}", re.IGNORECASE)
        loose = [rules.source(form) for key in ("joiners", "between_date", "own") for form in get(key)]
        prefix, suffix = rules.get("citations", "prefix"), rules.get("citations", "suffix")
        loose += [rules.source(form) for form in (prefix, suffix) if form]
        self.gap = re.compile(f"(?:[\\s,、，;؛،]|{alternation(loose)})*" if loose else r"[\s,]*", re.IGNORECASE)
        joiners = alternation([rules.source(form) for form in get("joiners")] or ["(?!)"])
        self.joiner = re.compile(rf"(?:[,、，،]\s*|\s*){joiners}", re.IGNORECASE) if get("joiners") else NEVER
        self.between = rules.compile(rules.get("citations", "between_title"))
        self.prefix = prefix
        self.own = rules.compile([form + r"\s*$" for form in get("own")])
        self.unts = rules.compile(rules.get("citations", "unts"))
        self.unts_ibid = rules.compile(rules.get("citations", "unts_ibid"))
        self.ibid = rules.compile([r"^\s*" + form for form in get("ibid")])
        self.corrigendum = re.compile(r"[\s,]*(?:and|et|y|и|و|和|、)?\s*((?:Corr|Add|Rev)\.?\s?\d+)", re.IGNORECASE)
        self.body_before = rules.compile([form + r"$" for form in get("body_before")])
        self.body_after = rules.compile(get("body_after"))
        self.thereto = rules.compile(get("protocols_thereto"))
        self.open_title = rules.get("citations", "open_title")
        self.close_title = rules.get("citations", "close_title")
        self.pinpoint = rules.compile([_no_groups(form) for form in get("pinpoints")])


def _no_groups(form: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", form)


@lru_cache(maxsize=8)
def _finder(language: str) -> _Finder:
    return _Finder(grammar(language))


def _antecedents(mentions: list[Mention]) -> list[Mention]:
    """The bodies named, short forms ("the Commission") as the body of that name that was named last."""
    out: list[Mention] = []
    last: dict[str, int] = {}
    for at, mention in enumerate(mentions):
        if mention.short:
            known = [id for id in mention.ids if id in last]
            if not known:
                continue
            meant = max(known, key=lambda id: last[id])
            out.append(Mention(mention.start, mention.end, (meant,)))
        else:
            for id in mention.ids:
                last[id] = at
            out.append(mention)
    return out


class _Scan:
    """One document's text with all mentions found once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.finder = _finder(document.language)
        rules = self.finder.rules
        self.folding = Folding(document.text, rules.script)
        self.text = self.folding.text
        self.instruments = instrument_surfaces(rules.language, rules.script).find(self.text)
        named = _antecedents(body_surfaces(rules.language, rules.script).find(self.text))
        self.bodies = sorted([*named, *self._conferences(named)], key=lambda mention: mention.start)
        if document.date is not None:
            self.year: int | None = int(document.date[:4])
        else:
            self.year = None
        self.body_starts = [mention.start for mention in self.bodies]
        self.instrument_starts = [mention.start for mention in self.instruments]
        self.symbols = list(SYMBOL.finditer(self.text))
        self.tokens = [m for m in self.finder.token.finditer(self.text)]
        self.token_starts = [token.start() for token in self.tokens]
        self.symbol_starts = [symbol.start() for symbol in self.symbols]
        self.defined: list[str] = []  # the instruments named so far, in order

    def _conferences(self, named: list[Mention]) -> list[Mention]:
        """Conferences of parties printed with a number inside their name (《...公约》第十次缔约方会议)."""
        starts = {mention.start for mention in named}
        out: list[Mention] = []
        for mention in self.instruments:
            conference = CONFERENCES.get(mention.ids[0])
            if conference is None or mention.short or mention.start in starts:
                continue
            tail = self.finder.body_after.match(self.text, mention.end)
            if tail and tail.end() > mention.end:
                out.append(Mention(mention.start, tail.end(), (conference,)))
        return out

    def within(self, starts: list[int], items: list, start: int, end: int) -> list:  # type: ignore[type-arg]
        """The items that begin in a span."""
        return items[bisect_left(starts, start) : bisect_right(starts, end - 1)]


def find_citations(document: Document) -> tuple[tuple[Citation, ...], tuple[Warning, ...]]:
    """All citations of a document in reading order, and warnings where a number and its date disagree."""
    scan = _Scan(document)
    warnings: list[Warning] = []
    out: list[Citation] = []
    notes = _note_citations(scan, warnings)
    front_end = min((p.span[0] for p in (*document.paragraphs, *document.headings)), default=0)
    own = document.symbol
    for found in _in_span(scan, 0, front_end, None, warnings):
        if found.target != own:
            out.append(found)
    for paragraph in document.paragraphs:
        here = _in_span(scan, *scan.folding.forward(paragraph.span), paragraph, warnings)
        seen = {found.target for found in here if found.target}
        out += here
        for marker in paragraph.notes:
            for found in notes.get(marker, ()):
                if found.target is None or found.target not in seen:
                    seen.add(found.target)
                    out.append(replace(found, paragraph=paragraph.id, via_note=marker))
    return tuple(out), tuple(_once(warnings))


def _once(warnings: Iterable[Warning]) -> list[Warning]:
    return list(dict.fromkeys(warnings))


def _note_citations(scan: _Scan, warnings: list[Warning]) -> dict[str, list[Citation]]:
    """What each note cites; "Ibid." with nothing of its own cites what the note before it cites."""
    out: dict[str, list[Citation]] = {}
    previous: list[Citation] = []
    for note in scan.document.notes:
        found = _in_span(scan, *scan.folding.forward(note.span), note, warnings)
        if not found and scan.finder.ibid.search(note.text):
            found = [replace(c, text=note.text, span=note.span) for c in previous[:1]]
        out[note.marker] = found
        previous = found or previous
    return out


def _in_span(
    scan: _Scan, start: int, end: int, where: Paragraph | Note | None, warnings: list[Warning]
) -> list[Citation]:
    """The citations in one paragraph, note or stretch of front matter, one per distinct target."""
    if start >= end:
        return []
    place = where.id if isinstance(where, Paragraph) else f"note {where.marker}" if where else "front matter"
    found: list[Citation] = []
    found += _symbols(scan, start, end)
    found += _volumes(scan, start, end)
    found += _numbers(scan, start, end, place, warnings)
    found += _instruments(scan, start, end, note=isinstance(where, Note))
    found.sort(key=lambda citation: citation.span)
    id = where.id if isinstance(where, Paragraph) else None
    out: list[Citation] = []
    seen: set[str] = set()
    for citation in found:
        if citation.target is not None:
            if citation.target in seen:
                continue
            seen.add(citation.target)
        span = scan.folding.back(citation.span)
        text = scan.document.text[span[0] : span[1]]
        out.append(replace(citation, paragraph=id, span=span, text=text, pinpoint=_pinpoint(scan, citation.span, end)))
    return out


def _pinpoint(scan: _Scan, span: tuple[int, int], end: int) -> str | None:
    """An article, chapter, paragraph or annex named right beside a citation."""
    pattern = scan.finder.pinpoint
    match = re.compile(rf"[\s,，)）》」]*(?:的)?({pattern.pattern}(?:[,，、]?\s*{pattern.pattern})*)", re.IGNORECASE).match(
        scan.text, span[1], min(end, span[1] + 80)
    )
    if match and match[1]:
        return match[1].strip()
    before = re.compile(rf"({pattern.pattern})\s*(?:of|de la|de|du|del|من)?\s*(?:the|its|la|sa|su)?\s*$", re.IGNORECASE)
    match = before.search(scan.text, max(0, span[0] - 40), span[0])
    return match[1].strip() if match and match[1] else None


def _symbols(scan: _Scan, start: int, end: int) -> list[Citation]:
    out: list[Citation] = []
    for match in scan.within(scan.symbol_starts, scan.symbols, start, end):
        target = normalise(match.group())
        if not any(char.isdigit() for char in target):
            continue
        kind = parse_symbol(target).kind
        kind = kind if kind in ("resolution", "decision") else "document"
        out.append(Citation(None, match.group(), match.span(), kind, target))
        at = match.end()
        while addition := scan.finder.corrigendum.match(scan.text, at, end):
            part = addition[1].replace(" ", "")
            whole = normalise(f"{target}/{part}")
            out.append(Citation(None, addition[1], addition.span(1), "document", whole))
            at = addition.end()
    return out


def _volumes(scan: _Scan, start: int, end: int) -> list[Citation]:
    out: list[Citation] = []
    for pattern in (scan.finder.unts, scan.finder.unts_ibid):
        for match in pattern.finditer(scan.text, start, end):
            for volume in re.finditer(r"\d{1,4}", match["volumes"]):
                at = match.start("volumes") + volume.start()
                span = (at, at + len(volume.group()))
                out.append(Citation(None, volume.group(), span, "unts", f"UNTS-{volume.group()}"))
    return out


def _groups(scan: _Scan, start: int, end: int) -> list[tuple[list[_Piece], str | None, tuple[int, int]]]:
    """Numbers that stand together: (pieces, the word that governs them, span)."""
    finder, text = scan.finder, scan.text
    groups: list[tuple[list[_Piece], str | None, tuple[int, int]]] = []
    pieces: list[_Piece] = []
    word: str | None = None
    before: tuple[str, int] | None = None  # a word that may govern what follows
    last = start

    def close(following: str | None) -> None:
        nonlocal pieces, word
        numbers = [piece for piece in pieces if piece.kind != "date"]
        if numbers:
            groups.append((pieces, following or word, (numbers[0].start, numbers[-1].end)))
        pieces, word = [], None

    for match in scan.within(scan.token_starts, scan.tokens, start, end):
        kind = match.lastgroup or ""
        if kind == "letters":
            kind = "number"
        if kind in ("draft", "decision", "resolution"):
            if finder.after:
                tied = pieces and finder.gap.fullmatch(text, last, match.start())
                near = pieces and match.start() - last <= 6 and pieces[-1].kind != "date"
                close(kind if tied or near else None)
            else:
                close(None)
                before = (kind, match.end())
            last = match.end()
            continue
        piece = _Piece(match.start(), match.end(), kind, match.group())
        if kind == "date":
            piece.date = finder.rules.read_date(match.group())
        tied = bool(finder.gap.fullmatch(text, last, match.start()))
        if not tied and pieces and pieces[-1].kind == "date" and finder.date_before:
            tied = bool(finder.between.fullmatch(text, last, match.start()))
        if not tied and pieces and kind == "date" and not finder.date_before:
            tied = bool(finder.gap.fullmatch(_without_bodies(scan, last, match.start())))
        if pieces and not tied and not (kind != "date" and _listed(scan, pieces, last, match)):
            close(None)
        if not finder.after and not pieces and before and kind != "date":
            distance = match.start() - before[1]
            if finder.gap.fullmatch(text, before[1], match.start()) or distance <= 80 and not re.search(
                r"[.;:]", text[before[1] : match.start()]
            ):
                word = before[0]
        if kind == "date" and not pieces and not finder.date_before:
            last = match.end()
            continue
        pieces.append(piece)
        last = match.end()
    close(None)
    return groups


def _without_bodies(scan: _Scan, start: int, end: int) -> str:
    """The text between a number and its date without the body that is named there ("27/5 of the Commission, of")."""
    out, at = [], start
    for mention in scan.within(scan.body_starts, scan.bodies, start, end):
        if mention.start >= at and mention.end <= end:
            out.append(scan.text[at : mention.start])
            at = mention.end
    out.append(scan.text[at:end])
    return re.sub(r"\b(?:the|de la|de l'|du|del|des|de los|de las|of)\b", " ", " ".join(out)) if len(out) > 1 else "x"


def _listed(scan: _Scan, pieces: list[_Piece], last: int, match: re.Match[str]) -> bool:
    """Does a number go on a list although titles stand between ("46/152 on ..., and 60/1")?"""
    gap = scan.text[last : match.start()]
    if len(gap) > 300 or re.search(r"[.;:]", gap) or scan.finder.after:
        return False
    return bool(re.search(r"(?:[,،]|\s" + (scan.finder.joiner.pattern or "(?!)") + r")\s*(?:its |sa |su )?$", gap, re.I))


def _numbers(scan: _Scan, start: int, end: int, place: str, warnings: list[Warning]) -> list[Citation]:
    out: list[Citation] = []
    for pieces, word, span in _groups(scan, start, end):
        marked = bool(scan.finder.prefix) and scan.text[max(0, span[0] - 1) : span[0]] == scan.finder.prefix
        if word is None and not marked:
            continue
        if word == "draft":
            continue
        kind = word or "resolution"
        group_end = span[1]
        _spread_dates(pieces, scan.finder.date_before)
        for piece in pieces:
            if piece.kind == "date":
                continue
            for number in _expand(piece):
                target = _target(scan, number, piece, kind, (start, end), group_end)
                date = piece.date
                if target and target.startswith("A/RES/") and date:
                    symbol = parse_symbol(target)
                    if symbol.session and symbol.session >= GA_NUMBERED_FROM and not fits_session(symbol.session, date):
                        message = f"{target} is dated {date}, which is outside session {symbol.session}"
                        warnings.append(Warning("number-date-disagree", place, message))
                out.append(Citation(None, piece.text, (piece.start, piece.end), kind, target, date))
    return out


def _spread_dates(pieces: list[_Piece], date_before: bool) -> None:
    """Gives each number the date that the text gives it: its own, or one that a list shares and that fits."""
    current: str | None = None
    fresh = False
    for piece in pieces if date_before else reversed(pieces):
        if piece.kind == "date":
            current, fresh = piece.date, True
            continue
        if current is None:
            continue
        session = re.match(r"(\d{1,3})/", piece.text) if piece.kind == "number" else None
        number = int(session[1]) if session else 0
        if fresh or number < GA_NUMBERED_FROM or fits_session(number, current):
            piece.date = current
        fresh = False


_ARABIC_PARTS = {"الف": "A", "باء": "B", "جيم": "C", "دال": "D", "هاء": "E", "واو": "F", "زاي": "G", "حاء": "H"}
"""The letters by which Arabic resolutions name the parts of one (48/13 جيم is 48/13 C)."""


def _expand(piece: _Piece) -> list[str]:
    """The numbers that a printed one stands for: "51/211 A to E" for five."""
    spelt = re.fullmatch(r"(\S+)\s+(\w+)", piece.text)
    if spelt and (letter := _ARABIC_PARTS.get(spelt[2].replace("أ", "ا"))):
        return [spelt[1] + letter]
    match = re.fullmatch(r"(?P<base>\S+?)\s*(?P<first>[A-Z])(?:\s*(?:to|à|a|по|إلى|-|–|至)\s*(?P<last>[A-Z]))", piece.text)  # noqa: RUF001
    if piece.kind == "number" and match:
        return [match["base"] + chr(code) for code in range(ord(match["first"]), ord(match["last"]) + 1)]
    return [re.sub(r"\s+", "", piece.text)] if piece.kind != "roman" else [re.sub(r"\s+", " ", piece.text)]


def _target(
    scan: _Scan, number: str, piece: _Piece, kind: str, within: tuple[int, int], group_end: int
) -> str | None:
    """The canonical symbol of a printed number, or None where the text does not tell whose it is."""
    start, end = within
    letters = "DEC" if kind == "decision" else "RES"
    if piece.kind == "sc":
        return f"S/{letters}/" + re.sub(r"\s", "", number)
    if piece.kind == "roman":
        ecosoc = _context(scan, piece, within, group_end, own=False)[:1] == ["ecosoc"]
        return f"{'E' if ecosoc else 'A'}/{letters}/" + _roman_number(number)
    if number.startswith(("S-", "ES-")):
        return f"A/{letters}/{number}"
    first, second = number.split("/", 1)
    if scan.finder.rules.direction == "rtl" and piece.date and second.isdigit():
        # extraction from a right-to-left page may turn 69/196 round: the date tells
        if not fits_session(int(first), piece.date) and len(second) <= 3 and fits_session(int(second), piece.date):
            first, second = second, first
            number = f"{first}/{second}"
    if len(first) == 4:
        return f"E/{letters}/{number}"
    session = int(first)
    beside = _beside(scan, piece, start, end)
    for body in _context(scan, piece, within, group_end, own=True):
        if body == "unga":
            if session >= GA_NUMBERED_FROM and (piece.date is None or _near(session, piece.date)):
                return f"A/{letters}/{number}"
            continue
        register = bodies().get(body)
        if register is None or not register.series:
            continue
        form = register.series.get("decision" if kind == "decision" else "resolution")
        if form is None:
            continue
        if session >= GA_NUMBERED_FROM and piece.date and fits_session(session, piece.date):
            return f"A/{letters}/{number}"
        year = register.session_year(session)
        if year is not None and scan.year is not None and year > scan.year:
            continue
        if session >= GA_NUMBERED_FROM and not piece.date and body not in beside and body != scan.document.organ:
            continue
        if year is not None and piece.date and abs(int(piece.date[:4]) - year) > 1:
            continue
        return form.format(number=number)
    if session >= GA_NUMBERED_FROM and (piece.date is None or _near(session, piece.date)):
        return f"A/{letters}/{number}"
    return None


def _near(session: int, date: str) -> bool:
    """Could the date be a misprint for one of the session? A year off may be; ten years off is another body's number."""
    return abs(int(date[:4]) - 1945 - session) <= 2


def _roman_number(text: str) -> str:
    """2758 (XXVI) as 2758(XXVI); 155 C (VII) as 155C(VII); the Arabic (د - 26) as (XXVI)."""
    arabic = re.search(r"\(د ?- ?(\d{1,2})\)", text)
    if arabic:
        text = text.replace(arabic.group(), f"({to_roman(int(arabic[1]))})")
    return re.sub(r"\s+", "", text)


def _context(scan: _Scan, piece: _Piece, within: tuple[int, int], group_end: int, *, own: bool) -> list[str]:
    """The bodies whose number this may be, nearest first: named right after it, right before it, farther before."""
    text, finder = scan.text, scan.finder
    start, end = within
    order: list[str] = []
    acting = [m for m in scan.within(scan.body_starts, scan.bodies, start, end) if _acts(m)]
    if not finder.after:
        for mention in acting:
            if mention.start < group_end:
                continue
            gap = _undated(finder, text[group_end : mention.start])
            if len(gap) <= 90 and not re.search(r"[,;:.]|\d/\d", re.sub(r"^[\s,]+|[\s,]+(?=\S{0,4}\s*$)", "", gap)):
                order += mention.ids
            break
    before = [m for m in acting if m.end <= piece.start]
    beside = [m for m in before if len(text[m.end : piece.start]) <= 40]
    if beside and not finder.after:
        order += beside[-1].ids
    if own and not finder.after:
        lead = text[max(start, piece.start - 200) : piece.start]
        if re.search(finder.own.pattern.replace(r"\s*$", "") + r"[^.;:]*$", lead, re.I) and not before:
            order.append(scan.document.organ or "unga")
    for mention in reversed(before):
        order += mention.ids
    order.append(scan.document.organ or "unga")
    order.append("unga")
    return list(dict.fromkeys(order))


def _beside(scan: _Scan, piece: _Piece, start: int, end: int) -> set[str]:
    """The bodies named close to a number, in the same part of the sentence."""
    out: set[str] = set()
    for mention in scan.within(scan.body_starts, scan.bodies, max(start, piece.start - NEAR), min(end, piece.end + NEAR)):
        gap = scan.text[min(mention.end, piece.end) : max(mention.start, piece.start)]
        if not re.search(r"[;；。]", gap):
            out.update(mention.ids)
    return out


def _undated(finder: _Finder, text: str) -> str:
    return finder.rules.date.sub("", text)


def _acts(mention: Mention) -> bool:
    register = bodies()
    return any(id in ("unga", "ecosoc", "unsc") or (id in register and register[id].series) for id in mention.ids)


def _instruments(scan: _Scan, start: int, end: int, *, note: bool) -> list[Citation]:
    """Treaties and other instruments named in a span; not inside the name of a body that they set up."""
    text, finder = scan.text, scan.finder
    named = scan.within(scan.body_starts, scan.bodies, start, end)
    mentions = scan.within(scan.instrument_starts, scan.instruments, start, end)
    long = {id for mention in mentions if not mention.short for id in mention.ids}
    out: list[Citation] = []
    for mention in mentions:
        marked = bool(finder.open_title) and _in_marks(text, mention, finder)
        if not marked and any(body.start <= mention.start and mention.end <= body.end for body in named):
            continue
        if not marked and (
            finder.body_before.search(text[max(start, mention.start - 80) : mention.start])
            or finder.body_after.match(text, mention.end, end)
        ):
            continue
        if mention.short:
            if finder.open_title and (not _fills_marks(text, mention, finder) or _DATED.search(text, max(start, mention.start - 8), mention.start)):
                continue
            meant = _meant(scan, mention, mentions)
            if meant is None or meant in long:
                continue
            ids: tuple[str, ...] = (meant,)
        else:
            ids = mention.ids[:1]
            if not note:
                scan.defined.extend(ids)
        for id in ids:
            out.append(Citation(None, text[mention.start : mention.end], (mention.start, mention.end), _kind(id), id))
    return out


def _meant(scan: _Scan, mention: Mention, mentions: list[Mention]) -> str | None:
    """What a short title means: the parent of the protocols named right after it, else what was named last."""
    for other in mentions:
        if 0 <= other.start - mention.end <= 12 and (parent := instruments()[other.ids[0]].parent) in mention.ids:
            return parent
    recent = [id for id in scan.defined if id in mention.ids]
    return recent[-1] if recent else None


def _kind(id: str) -> str:
    return instruments()[id].kind


def _fills_marks(text: str, mention: Mention, finder: _Finder) -> bool:
    """Does a short title fill its title marks (《公约》, not 《条约汇编》)?"""
    return text[mention.start - 1 : mention.start] == finder.open_title and text.startswith(
        finder.close_title, mention.end
    )


def _in_marks(text: str, mention: Mention, finder: _Finder) -> bool:
    """Does the title stand in title marks of its own (《...》)?"""
    opened = text.rfind(finder.open_title, 0, mention.start + 1)
    closed = text.rfind(finder.close_title, 0, mention.start)
    return opened > closed
