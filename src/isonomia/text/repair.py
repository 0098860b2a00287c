"""Undoes what extraction broke in single lines: bold printed several times, stray spaces, furniture between lines."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container
from dataclasses import replace
from itertools import pairwise

from isonomia.text.grammar import Grammar
from isonomia.text.lines import CALL_CLOSE, CALL_OPEN, Line
from isonomia.text.masthead import last_symbol
from isonomia.text.symbols import SYMBOL
from isonomia.text.verbs import VerbForms

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_CJK = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e\u2018-\u201d"
_SOLID = f"{_CJK}A-Za-z0-9(){CALL_OPEN}{CALL_CLOSE}\\[\\]%$/.,\u2014\u2013"
_HAN_SPACE = re.compile(f"(?<=[{_CJK}]) +(?=[{_SOLID}])|(?<=[{_SOLID}]) +(?=[{_CJK}])")
_FOUR = re.compile(r"(\S{1,24}?)\1{3}")
_THREE = re.compile(r"([^\W\d_]{2,24}?)\1{2}(?![^\W\d_]?\1)")
_SPACED_FOUR = re.compile(r"\b([^\W\d_]+(?: [^\W\d_]+){0,3})(?: \1){3}\b")
_JOB = r"(?:[A-Z]{1,2}\.)?\d{2}-\d{5}\d?(?:\s*\([A-Z]\))?"
_PAGE = r"\d{1,3}/\d{1,3}|[-–—]\s*\d{1,3}\s*[-–—]|/\s?(?:\.{3}|…)|Page \d{1,3}"
_FURNITURE = re.compile(
    rf"(?:\*?\d{{7,}}\*?|\*[A-Z0-9]{{7,}}\*|{_JOB}|{_PAGE}|https?://\S+|(?:www\.)?undocs\.org/\S+|Please recycle\W*)"
    rf"(?:\s+(?:{_JOB}|{_PAGE}|\d{{6}}|[a-z]{{2,4}}))*",
    re.IGNORECASE,
)
_FRACTION = re.compile(r"(?<![\d/])(\d{1,3})/(\d{1,3})(?![\d/])")
_GLUED_TWICE = re.compile(r"([^\W\d_]{3,})\1(?![^\W\d_])", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
TOTALS = 3
"""Lines that must name the same total before "71/209" is a page of 209 and not a resolution's number."""
EVIDENCE_WITHIN = 8_000
"""Characters within which bold that is printed several times shows."""
REPEATED = 3
"""So often a running head comes at least."""
PAGE = 15
"""Lines from one running head to the next at least, where no page numbers tell where pages turn."""
FRONT_LINES = 40
"""Lines at the beginning that a running head repeats parts of: masthead and title."""
_HYPHEN = re.compile(r"(?<=[^\W\d_]) -(?=[^\W\d_]{2})")
_ARABIC_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_SLASHED = re.compile(r"(?<=\d) ?/ ?(?=\d)")


def clean(text: str, grammar: Grammar) -> str:
    """One line with its characters as a careful typist would type them; nothing visible is lost."""
    text = _INVISIBLE.sub("", text)
    if _ARABIC_FORMS.search(text):
        text = unicodedata.normalize("NFKC", text)
    text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", text).strip()
    if not grammar.spaced:
        text = _HAN_SPACE.sub("", text)
    else:
        text = _HYPHEN.sub("-", text)
        if grammar.script == "Arabic":
            text = _SLASHED.sub("/", text.replace("\u0640", ""))
    return text


def _multiplied(lines: list[Line]) -> bool:
    """Does the document print its bold words several times? One accidental repetition is no evidence, and where a
    document does it, it does so from its first paragraphs on."""
    found = looked_at = 0
    for line in lines:
        found += sum(match.group(1)[0].isalpha() for match in _FOUR.finditer(line.text))
        found += bool(_SPACED_FOUR.search(line.text))
        looked_at += len(line.text)
        if found >= 3 or looked_at > EVIDENCE_WITHIN:
            break
    return found >= 3


def _once(match: re.Match[str]) -> str:
    return match.group(1) if any(char.isalpha() for char in match.group(1)) else match.group()


def undo_multiplied_bold(text: str) -> str:
    """敦促敦促敦促敦促 becomes 敦促, 关关关关切切切切 关切, a repeated comma after such a word goes too."""
    text = _SPACED_FOUR.sub(r"\1", text)
    out = _FOUR.sub(_once, text)
    if out != text:
        out = re.sub(r"([，,；;：:、])\1{3}", r"\1", out)
    return _THREE.sub(r"\1", out)


def undo_doubled_verbs(text: str, verbs: VerbForms, *, preambular: bool) -> str:
    """A performative verb printed twice or three times where a paragraph opens is printed once."""
    glued = _GLUED_TWICE.match(text)
    if glued and verbs.match(text[glued.end(1) :], preambular=preambular):
        text = text[glued.end(1) :]
    match = verbs.match(text, preambular=preambular)
    if match is None:
        return text
    word = match.printed(text)
    end = match.end
    closed = r"(?![^\W\d_])" if verbs.grammar.spaced else ""
    again = re.compile(rf" ?{re.escape(word)}{closed}", re.IGNORECASE)
    while word and (printed := again.match(text, end)):
        text = text[:end] + text[printed.end() :]
    return text


def is_furniture(text: str, totals: Container[int] = ()) -> bool:
    """Page numbers, job numbers, bar codes and bare addresses: never part of a sentence.

    A page of more than 99 is one only where `totals`, those that the document's pages name, holds their number."""
    if not _FURNITURE.fullmatch(text):
        return False
    pages = [(int(page), int(total)) for page, total in _FRACTION.findall(text)]
    return all(page <= total and (total < 100 or total in totals) for page, total in pages)


def _totals(lines: list[Line]) -> set[int]:
    """The numbers of pages over 99 that lines of their own name again and again."""
    counts = Counter(
        int(total) for line in lines if len(line.text) < 40 and _FURNITURE.fullmatch(line.text)
        for _, total in _FRACTION.findall(line.text)
    )  # fmt: skip
    return {total for total, count in counts.items() if count >= TOTALS}


def _join_torn_words(lines: list[Line]) -> list[Line]:
    """ "Confere nce" becomes Conference where the document prints that word whole and its halves nowhere else."""
    counts = Counter(word for line in lines for word in _WORD.findall(line.text))
    once = {word for word, count in counts.items() if count == 1}

    def mend(line: Line) -> Line:
        words = _WORD.findall(line.text)
        for left, right in pairwise(words):
            if left in once and right in once and right.islower() and counts[left + right]:
                line = replace(line, text=re.sub(rf"\b{left} {right}\b", left + right, line.text))
        return line

    return [mend(line) for line in lines]


def repair(lines: list[Line], grammar: Grammar) -> list[Line]:
    """Lines with clean text and without furniture, in the same order."""
    first = next((line for line in lines if line.hint == "furniture" and SYMBOL.fullmatch(line.text.strip())), None)
    lines = [
        # the first running head with the document's symbol is its masthead
        replace(line, text=clean(line.text, grammar), hint="" if line is first else line.hint)
        for line in lines
        if line.hint != "furniture" or (line is first and line.page <= 1)
    ]
    if _multiplied(lines):
        lines = [replace(line, text=undo_multiplied_bold(line.text)) for line in lines]
    if grammar.spaced:
        lines = _join_torn_words(lines)
    totals = _totals(lines)
    terminal = grammar.pattern("structure", "terminal")
    heads = _running_heads(lines, grammar, totals)
    own = _masthead_symbol(lines, grammar)
    front = ""
    seen: set[str] = set()
    out: list[Line] = []
    turned = False  # a page turned just before: what the front matter said already is a running head
    for at, line in enumerate(lines):
        text = line.text
        turned = turned or bool(at and line.page != lines[at - 1].page)
        if (not text and line.hint != "rule") or is_furniture(text, totals):
            turned = True
            continue
        if line.complete or line.hint in ("rule", "note"):
            out.append(line)
            continue
        if own and at >= 12 and text != own and (text.startswith(own) or text.endswith(own)):
            rest = text.replace(own, "", 1).strip()
            if rest in front:
                turned = True
                continue
        if text == own and (text in seen or at >= 12):
            turned = True
            continue
        running = not terminal.search(text) and 3 < len(text) < 160
        if turned and running and at >= 12 and len(text) >= 8 and text in front:
            continue
        if text in heads and text in seen:
            turned = True
            continue
        turned = False
        seen.add(text)
        if at < FRONT_LINES:
            front += " " + text
        out.append(line)
    return out


def _running_heads(lines: list[Line], grammar: Grammar, totals: Container[int]) -> set[str]:
    """Short lines without a stop that come again and again where pages turn: each time on another page; where pages are
    not known, far apart, beside other furniture or across a sentence."""
    terminal = grammar.pattern("structure", "terminal")
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if 3 < len(line.text) < 90 and not line.complete:
            places.setdefault(line.text, []).append(at)
    paged = any(line.page for line in lines)
    found: set[str] = set()
    for text, rows in places.items():
        if len(rows) < REPEATED or terminal.search(text):
            continue
        far = all(after - before >= PAGE for before, after in pairwise(rows))
        if paged:
            turns = len({lines[at].page for at in rows}) == len(rows)
        else:
            turns = far or all(_page_turns(lines, at, grammar, totals) for at in rows[1:])
        if turns:
            found.add(text)
    return found


def _page_turns(lines: list[Line], at: int, grammar: Grammar, totals: Container[int]) -> bool:
    """Does a line stand where a page turns, as far as the lines around it tell?"""
    before, after = lines[at - 1].text, lines[at + 1].text if at + 1 < len(lines) else ""
    if not after or is_furniture(before, totals) or is_furniture(after, totals):
        return True
    if grammar.pattern("structure", "terminal").search(before):
        return grammar.pattern("structure", "number").match(after) is not None
    return after[:1].islower()


def _masthead_symbol(lines: list[Line], grammar: Grammar) -> str | None:
    """The document's own symbol as printed, alone on a line or at the end of a masthead line ("United Nations
    A/RES/73/3")."""
    for line in lines[:12]:
        if SYMBOL.fullmatch(line.text):
            return line.text
    return next((symbol for line in lines[:12] if (symbol := last_symbol(line.text, grammar))), None)
