"""Front matter: which kind of document it is, whose, of which session and date, under which symbol and title."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from isonomia.registers.surfaces import body_mentions
from isonomia.text.grammar import Grammar
from isonomia.text.masthead import is_masthead, last_symbol, names_a_body, own_date
from isonomia.text.notes import CALL, join
from isonomia.text.symbols import GA_FIRST_YEAR, SYMBOL, normalise, parse_symbol

PREFIXES = {
    "unga": "A/RES/{number}",
    "unsc": "S/RES/{number}",
    "ecosoc": "E/RES/{number}",
    "hrc": "A/HRC/RES/{number}",
    "ccpcj": "CCPCJ/RES/{number}",
    "cnd": "CND/RES/{number}",
    "untoc_cop": "CTOC/COP/RES/{number}",
    "uncac_cosp": "CAC/COSP/RES/{number}",
}
LINES_OF_THEIR_OWN = ("draft_resolution", "report", "letter", "decision")
"""Kinds that a line of its own tells: a title does not go on from it."""
AUTHOR = 16
"""Characters beside its author's name in a line such as "Report of the Secretary-General"."""
_COUNCIL = re.compile(r"(\d{1,4}) ?\((\d{4})\)")
_NUMBER = r"(?:S-|ES-)?\d{1,4}/\d{1,4}"


@dataclass(slots=True)
class Front:
    """What the front matter says; None where it says nothing."""

    kind: str = "other"
    organ: str | None = None
    session: int | None = None
    date: str | None = None
    symbol: str | None = None
    title: str | None = None
    agenda_item: str | None = None


class _Blocks:
    """The lines of a front matter as blocks of print: a title that is wrapped is one of them."""

    def __init__(self, lines: list[str], opens: Collection[int] | None, grammar: Grammar) -> None:
        self.lines = lines
        self.known = opens is not None
        self._opens = opens or ()
        self._grammar = grammar
        kinds = grammar.get("front", "kinds", {})
        self._told = grammar.compile([form for kind in LINES_OF_THEIR_OWN for form in kinds.get(kind, [])])

    def others(self, start: int = 0, end: int | None = None) -> list[int]:
        """The places of lines that are no mark of the masthead."""
        places = range(start, len(self.lines) if end is None else end)
        return [at for at in places if not is_masthead(self.lines[at], self._grammar)]

    def parted(self, at: int) -> bool:
        """Is a line known to stand apart from the one above?"""
        return at in self._opens

    def _goes_on(self, at: int) -> bool:
        """Does a line go on with the one above?"""
        above = self.lines[at - 1]
        if self.parted(at) or is_masthead(above, self._grammar) or self._told.search(above):
            return False
        if self.lines[at][:1].islower():
            return True
        return self.known and not names_a_body(above, self._grammar)

    def text(self, places: list[int]) -> str:
        """Lines as one text."""
        out = ""
        for at in places:
            out = join(out, self.lines[at], self._grammar)
        return out

    def up(self, last: int, start: int = 0) -> tuple[int, str]:
        """The first line and the text of the block that ends with a line, not beyond `start`."""
        first = last
        while first > start and self._goes_on(first):
            first -= 1
        return first, self.text([*range(first, last + 1)])

    def down(self, first: int) -> str:
        """The text of the block that begins with a line."""
        last = first
        while last + 1 < len(self.lines) and self._goes_on(last + 1) and last + 1 in self.others(last + 1, last + 2):
            last += 1
        return self.text([*range(first, last + 1)])


def read_front(
    lines: list[str],
    closing: list[str],
    formula: str | None,
    grammar: Grammar,
    *,
    numbered: bool,
    opens: Collection[int] | None = None,
) -> Front:
    """Reads the facts of the front matter (`lines`), of the closing lines and of the enacting formula.

    `numbered` says whether the body has numbered paragraphs: a report has, a letter has not. `opens` are the places of
    the lines that blank space parts from the line above, None where blank space says nothing.
    """
    lines = [CALL.sub("", line).strip() for line in lines]
    blocks = _Blocks(lines, opens, grammar)
    front = Front()
    front.organ = _organ(formula, lines, grammar)
    front.symbol = _printed_symbol(lines, grammar)
    headed = _headed(lines, grammar)
    number = _title(front, blocks, grammar, headed, resolution=formula is not None)
    front.kind = _kind(front, lines, grammar, formula=formula is not None, numbered=numbered)
    if headed and headed.kind == "decision" and front.kind == "resolution" and not _own_symbol(front.symbol):
        front.kind = "decision"
    if front.organ is None and front.kind in ("resolution", "decision"):
        front.organ = _adopting(lines, grammar)
    if front.kind in ("resolution", "decision") and not _own_symbol(front.symbol):
        front.symbol = _numbered_symbol(front, number) or front.symbol
    if front.kind in ("letter", "treaty") and front.title is None:
        told = grammar.compile(grammar.get("front", "kinds", {}).get(front.kind, []))
        front.title = next((line for line in lines if told.search(line)), None)
    if front.symbol is None and headed and headed.kind == "decision" and front.kind in ("other", "decision"):
        front.kind, front.organ = "decision", front.organ or headed.organ or "unga"
        front.symbol = _numbered_symbol(front, headed.number)
        front.title = front.title or headed.line
    if front.organ == "unsc" and front.kind == "resolution":
        _council(front, lines)
    if front.organ is None and front.symbol:
        front.organ = parse_symbol(front.symbol).organ
    _agenda(front, lines, grammar)
    _session(front, lines, grammar)
    front.date = _date(lines, closing, grammar)
    if front.kind == "letter" and front.title:
        front.date = grammar.read_date(front.title) or front.date
    if front.kind == "report":
        _report_title(front, blocks, grammar)
    return front


@dataclass(frozen=True, slots=True)
class _Headed:
    """A line that is the number of a resolution or decision, perhaps with its organ: "Resolution 10/4"."""

    kind: str
    number: str
    organ: str | None
    at: int
    line: str


def _headed(lines: list[str], grammar: Grammar) -> _Headed | None:
    """The line that heads a text by its number: "General Assembly decision 55/488", "Resolution 8/1", 第8/1号决议."""
    for kind in ("resolution", "decision"):
        word = grammar.source(grammar.get("citations", kind, []))
        pattern = re.compile(
            rf"(?:[^\[(\d]{{1,80}}?\s)?{word}\s+(?P<a>{_NUMBER})\.?|[^\[(\d]{{0,30}}第?(?P<b>{_NUMBER})号?{word}",
            re.IGNORECASE,
        )
        for at, line in enumerate(lines):
            if match := pattern.fullmatch(line):
                return _Headed(kind, match["a"] or match["b"], _organ_in(line, grammar), at, line)
    return None


def _adopting(lines: list[str], grammar: Grammar) -> str | None:
    """The organ in the line that says who adopted the text ("Decision adopted by the General Assembly")."""
    kinds = grammar.get("front", "kinds", {})
    told = grammar.compile([*grammar.get("front", "adopted", []), *kinds.get("decision", [])])
    for line in lines:
        if len(line) < 200 and told.search(line) and (organ := _organ_in(line, grammar)):
            return organ
    return None


def _organ_in(line: str, grammar: Grammar) -> str | None:
    """The first organ that a line names, of those that number their resolutions."""
    mentions = body_mentions(line, grammar.language, grammar.script)
    return next((id for mention in mentions if not mention.short for id in mention.ids if id in PREFIXES), None)


def _council(front: Front, lines: list[str]) -> None:
    """The Security Council prints "Resolution 242 (1967)" for a title, and no other."""
    for line in lines:
        match = _COUNCIL.search(line)
        if match and len(line) < 60 and "/" not in line:
            front.title = line
            front.symbol = front.symbol or f"S/RES/{match[1]}({match[2]})"
            return


def _own_symbol(symbol: str | None) -> bool:
    return symbol is not None and ("/RES/" in symbol or "/DEC/" in symbol)


def _organ(formula: str | None, lines: list[str], grammar: Grammar) -> str | None:
    if formula:
        match = re.search(grammar.source(grammar.get("front", "formula")), CALL.sub("", formula), re.IGNORECASE)
        name = match["organ"] if match else formula
        if name.isupper():
            name = name.title()
        mentions = body_mentions(name, grammar.language, grammar.script)
        named = [mention for mention in mentions if not mention.short]
        if named:
            return max(named, key=lambda mention: mention.end - mention.start).ids[0]
    return None


def _printed_symbol(lines: list[str], grammar: Grammar) -> str | None:
    """The document's own symbol: alone on its line, or the first of the masthead."""
    for line in lines:
        text = re.sub(r"[*\s]+$", "", line)
        if SYMBOL.fullmatch(text):
            return normalise(text)
        if "-" in text and all(SYMBOL.fullmatch(half) for half in re.split(r"-(?=[A-Z]+/)", text)):
            return normalise(re.split(r"-(?=[A-Z]+/)", text)[0])  # one document of two organs
    for line in lines[:8]:
        if symbol := last_symbol(line, grammar):
            return normalise(symbol)
    return None


def _kind(front: Front, lines: list[str], grammar: Grammar, *, formula: bool, numbered: bool) -> str:
    told = {
        kind: any(grammar.compile(forms).search(line) for line in lines if len(line) < 200 for _ in (0,))
        for kind, forms in grammar.get("front", "kinds", {}).items()
    }
    symbol = parse_symbol(front.symbol).kind if front.symbol else None
    if formula:
        if symbol == "resolution":
            return "resolution"
        if symbol == "draft" or (told.get("draft_resolution") and symbol != "decision"):
            return "draft_resolution"
        return "decision" if symbol == "decision" else "resolution"
    if symbol == "decision":
        return "decision"
    for kind in ("letter", "report", "draft_resolution", "decision", "treaty"):
        if told.get(kind):
            return kind
    if symbol == "resolution":
        return "resolution"
    return "report" if numbered and front.symbol and symbol == "document" else "other"


def _title(front: Front, blocks: _Blocks, grammar: Grammar, headed: _Headed | None, *, resolution: bool) -> str | None:
    """Finds the title of a resolution, from its numbered title line or under its number; gives the number."""
    lines = blocks.lines
    forms = [re.compile(grammar.source(form), re.IGNORECASE) for form in grammar.get("front", "title", [])]
    for at, line in enumerate(lines):
        for form in forms:
            match = form.fullmatch(line)
            if match and "number" in match.groupdict():
                title = match["title"] if "title" in match.groupdict() and match["title"] else ""
                if not title and at + 1 < len(lines):
                    title = lines[at + 1]
                front.title = title.strip() or None
                return re.sub(r"\s+", "", match["number"])
    if resolution and headed:
        under = blocks.others(headed.at + 1)
        front.title = blocks.down(under[0]) if under else headed.line
        return headed.number
    if resolution and lines:
        rest = blocks.others()
        if rest:
            front.title = blocks.up(rest[-1])[1]
    return None


def _numbered_symbol(front: Front, number: str | None) -> str | None:
    if number is None or front.organ is None or front.organ not in PREFIXES:
        return None
    symbol = PREFIXES[front.organ].format(number=number)
    return symbol.replace("/RES/", "/DEC/") if front.kind == "decision" else symbol


def _agenda(front: Front, lines: list[str], grammar: Grammar) -> None:
    for form in grammar.get("front", "agenda_item", []):
        pattern = re.compile(grammar.source(form), re.IGNORECASE)
        for line in lines:
            match = pattern.search(line)
            if match and not line.startswith("["):
                front.agenda_item = match["item"].strip()
                return


def _session(front: Front, lines: list[str], grammar: Grammar) -> None:
    for line in lines:
        if len(line) < 80 and grammar.session.search(line) and not line.startswith("["):
            front.session = grammar.session_number(line)
            if front.session is not None:
                return
    if front.symbol:
        front.session = parse_symbol(front.symbol).session


def _date(lines: list[str], closing: list[str], grammar: Grammar) -> str | None:
    """The date of adoption, else the date that closes the text, else a date alone in the masthead."""
    adopted = grammar.compile(grammar.get("front", "adopted", []))
    for line in lines:
        match = adopted.search(line)
        if match and _is_own(line[: match.start()], match.group()) and (date := grammar.read_date(match.group())):
            return date
    for line in closing:
        if grammar.date.search(line) and (date := grammar.read_date(line)):
            return date
    return next((date for line in lines if (date := own_date(line, grammar))), None)


def _is_own(before: str, adopted: str) -> bool:
    """Is a date of adoption the document's own? Not where it ends a line of other things ("the Plan of 2 May 2020")."""
    return len(adopted) > len(before) or bool(re.search(r"\d+ ?(?:\(\d{4}\)|/\d+),?\s*$", before))


def _report_title(front: Front, blocks: _Blocks, grammar: Grammar) -> None:
    """A report's title stands between its agenda item and the line that says whose report it is."""
    lines = blocks.lines
    report = grammar.compile(grammar.get("front", "kinds", {}).get("report", []))
    end = next((at for at, line in enumerate(lines) if len(line) < 200 and report.search(line)), None)
    if end is None:
        return
    start = 0
    for form in grammar.get("front", "agenda_item", []):
        pattern = re.compile(grammar.source(form), re.IGNORECASE)
        start = max([start, *(at + 1 for at, line in enumerate(lines[:end]) if pattern.search(line))])
    between = blocks.others(start, end)
    first, title = blocks.up(between[-1], start) if between else (end, "")
    # what stands between may be the agenda item's own title and nothing else
    if start and between and (first > between[0] or _names_only_its_author(lines[end], grammar)):
        front.title = title
        if between[1:] and (not blocks.known or (first == between[0] and not blocks.parted(first))):
            front.title = blocks.text(between[1:])
        return
    rest = blocks.others(end + 1)
    above = [at for at in between if not start and not names_a_body(lines[at], grammar)]
    if rest:
        front.title = blocks.text([end, *rest])
    else:
        front.title = blocks.up(above[-1])[1] if above else lines[end]


def _names_only_its_author(line: str, grammar: Grammar) -> bool:
    """Does a report's line say whose it is and nothing more ("Report of the Secretary-General")?"""
    mentions = body_mentions(line, grammar.language, grammar.script)
    return len(line) - max((mention.end - mention.start for mention in mentions), default=0) <= AUTHOR


def session_opening(session: int) -> str:
    """The month in which a regular session of the General Assembly opens, as the first day of it."""
    return f"{GA_FIRST_YEAR + session}-09-01"
