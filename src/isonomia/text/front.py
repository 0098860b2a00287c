"""Front matter: which kind of document it is, whose, of which session and date, under which symbol and title."""

from __future__ import annotations

import re
from dataclasses import dataclass

from isonomia.registers.surfaces import body_mentions
from isonomia.text.grammar import Grammar
from isonomia.text.notes import CALL
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


def read_front(lines: list[str], closing: list[str], formula: str | None, grammar: Grammar, *, numbered: bool) -> Front:
    """Reads the facts of the front matter (`lines`), of the closing lines and of the enacting formula.

    `numbered` says whether the body has numbered paragraphs: a report has, a letter has not.
    """
    lines = [CALL.sub("", line).strip() for line in lines]
    front = Front()
    front.organ = _organ(formula, lines, grammar)
    front.symbol = _printed_symbol(lines)
    headed = _headed(lines, grammar)
    number = _title(front, lines, grammar, headed, resolution=formula is not None)
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
        _report_title(front, lines, grammar)
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


def _printed_symbol(lines: list[str]) -> str | None:
    """The document's own symbol: alone on its line, or the first of the masthead."""
    for line in lines:
        text = re.sub(r"[*\s]+$", "", line)
        if SYMBOL.fullmatch(text):
            return normalise(text)
        if "-" in text and all(SYMBOL.fullmatch(half) for half in re.split(r"-(?=[A-Z]+/)", text)):
            return normalise(re.split(r"-(?=[A-Z]+/)", text)[0])  # one document of two organs
    for line in lines[:8]:
        match = re.search(r"(?:^|\s)([^\s-]+(?: \(\S+\))?)(?:-[A-Z]+/\S+)?$", line)
        if match and SYMBOL.fullmatch(match[1]) and not line.startswith(("[", "(")) and "[" not in line:
            return normalise(match[1])
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


def _title(front: Front, lines: list[str], grammar: Grammar, headed: _Headed | None, *, resolution: bool) -> str | None:
    """Finds the title of a resolution, from its numbered title line or under its number; gives the number."""
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
        under = [line for line in lines[headed.at + 1 :] if not _is_masthead(line, grammar)]
        front.title = under[0] if under else headed.line
        return headed.number
    if resolution and lines:
        rest = [line for line in lines if not _is_masthead(line, grammar)]
        if rest:
            front.title = rest[-1]
    return None


def _is_masthead(line: str, grammar: Grammar) -> bool:
    if SYMBOL.fullmatch(line) or len(line) < 4:
        return True
    for key in ("agenda_item", "whence", "furniture", "adopted", "closing"):
        pattern = grammar.compile(grammar.get("front", key, []) or [])
        if pattern.fullmatch(line):
            return True
    return bool(grammar.date.fullmatch(line) or grammar.session.fullmatch(line))


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
    for line in [*closing, *lines]:
        if grammar.date.fullmatch(line.strip(" .,，。")) or (line in closing and grammar.date.search(line)):
            date = grammar.read_date(line)
            if date:
                return date
    return None


def _is_own(before: str, adopted: str) -> bool:
    """Is a date of adoption the document's own? Not where it ends a line of other things ("the Plan of 2 May 2020")."""
    return len(adopted) > len(before) or bool(re.search(r"\d+ ?(?:\(\d{4}\)|/\d+),?\s*$", before))


def _report_title(front: Front, lines: list[str], grammar: Grammar) -> None:
    """A report's title stands between its agenda item and the line that says whose report it is."""
    report = grammar.compile(grammar.get("front", "kinds", {}).get("report", []))
    end = next((at for at, line in enumerate(lines) if len(line) < 200 and report.search(line)), None)
    if end is None:
        return
    start = 0
    for form in grammar.get("front", "agenda_item", []):
        pattern = re.compile(grammar.source(form), re.IGNORECASE)
        start = max([start, *(at + 1 for at, line in enumerate(lines[:end]) if pattern.search(line))])
    between = [line for line in lines[start:end] if not _is_masthead(line, grammar)]
    if start and len(between) > 1:
        between = between[1:]  # the agenda item's own title
    join = " " if grammar.spaced else ""
    if start and between:
        front.title = join.join(between)
    else:
        rest = [line for line in lines[end + 1 :] if not _is_masthead(line, grammar)]
        above = [line for line in between if not _names_a_body(line, grammar)]
        front.title = join.join([lines[end], *rest]) if rest else above[-1] if above else lines[end]


def _names_a_body(line: str, grammar: Grammar) -> bool:
    """Is a line nothing but the name of an organ, perhaps with a symbol behind it?"""
    bare = SYMBOL.sub("", line).strip()
    return any(
        mention.start == 0 and mention.end == len(bare)
        for mention in body_mentions(bare, grammar.language, grammar.script)
    )


def session_opening(session: int) -> str:
    """The month in which a regular session of the General Assembly opens, as the first day of it."""
    return f"{GA_FIRST_YEAR + session}-09-01"
