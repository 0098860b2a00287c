"""Single lines of a masthead: organ, symbol, distribution, date, session, agenda item; none of them is a title."""

from __future__ import annotations

import re
from functools import lru_cache

from isonomia.registers.surfaces import body_mentions
from isonomia.text.grammar import Grammar, Pattern, alternation, unnamed
from isonomia.text.grammar import grammar as grammar_of
from isonomia.text.symbols import SYMBOL

_LAST = re.compile(r"(?:^|\s|(?<=[^\x00-\x7f]))([!-,.-~]+(?: \([!-~]+\))?)(?:-[A-Z]+/[!-~]+)?$")
"""What ends a line after a space, or after a character of a script that has no spaces."""
_STARS = r"[\s*†‡]*"
SHORT, LONG = 4, 400
"""Lines with fewer characters are no title, those with more no mark."""


@lru_cache(maxsize=8)
def _pieces(language: str) -> tuple[Pattern, Pattern]:
    """Lines that are one mark of the masthead or several in a row, and those that may share a line with a date."""
    rules = grammar_of(language)

    def row_of(*forms: str) -> str:
        return rf"(?:{alternation(map(unnamed, forms))}{_STARS})+"

    symbol = f"(?-i:{SYMBOL.pattern})"
    furniture = rules.source(rules.get("front", "furniture", []))
    keys = ("agenda_item", "whence", "adopted", "closing")
    alone = alternation(unnamed(rules.source(rules.get("front", key, []) or [])) for key in keys)
    row = row_of(symbol, furniture, rules.date.pattern, rules.session.pattern)
    return (
        re.compile(rf"{row}|{alone}{_STARS}", re.IGNORECASE),
        re.compile(row_of(symbol, furniture), re.IGNORECASE),
    )


def is_masthead(line: str, grammar: Grammar) -> bool:
    """Is a line a mark of the masthead or several beside each other ("General Assembly Distr.: General")?"""
    marks = _pieces(grammar.language)[0]
    if len(line) > LONG:
        return False
    if len(line) < SHORT or marks.fullmatch(line):
        return True
    name = _organ_first(line, grammar)
    return bool(name and marks.fullmatch(line, name))


def names_a_body(line: str, grammar: Grammar) -> bool:
    """Is a line nothing but the name of an organ, perhaps with a symbol behind it?"""
    bare = SYMBOL.sub("", line).strip()
    return any(
        mention.start == 0 and mention.end == len(bare)
        for mention in body_mentions(bare, grammar.language, grammar.script)
    )


def _organ_first(line: str, grammar: Grammar) -> int:
    """Where the name of an organ that opens a line ends, the spaces behind it included; 0 where none does."""
    mentions = body_mentions(line, grammar.language, grammar.script)
    end = next((mention.end for mention in mentions if mention.start == 0), 0)
    return end + len(line[end:]) - len(line[end:].lstrip()) if end else 0


def last_symbol(line: str, grammar: Grammar) -> str | None:
    """The symbol, as printed, that ends a line; glued to other words only where these are marks of the masthead
    (联合国A/98/141)."""
    match = _LAST.search(line)
    if match is None or not SYMBOL.fullmatch(match[1]) or "[" in line or line.startswith("("):
        return None
    before = line[: match.start(1)]
    if before and not before[-1].isspace() and not (is_masthead(before, grammar) or names_a_body(before, grammar)):
        return None
    return match[1]


def own_date(line: str, grammar: Grammar) -> str | None:
    """The ISO date of a line that prints nothing else but marks of the masthead ("Distr.: General 28 July 2043").

    Where the language file says so, a masthead may print it in another language."""
    for language in (grammar.language, *grammar.get("front", "date_languages", [])):
        rules = grammar_of(language)
        match = rules.date.search(line)
        if match is None:
            continue
        rest = f"{line[: match.start()]} {line[match.end() :]}".strip(" .,，。")
        if not rest or _pieces(grammar.language)[1].fullmatch(rest) or names_a_body(rest, grammar):
            return rules.read_date(match.group())
        name = _organ_first(rest, grammar)
        if name and _pieces(grammar.language)[1].fullmatch(rest, name):
            return rules.read_date(match.group())
    return None
