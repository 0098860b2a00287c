"""Right-to-left lines of a PDF: from characters by their place to the order in which they are read.

A PDF holds glyphs at places. What is printed is the same whether its producer wrote Arabic letters in logical order or
presentation forms from left to right, so the places decide: the line is read from the right, and numbers and words of
left-to-right scripts inside it from the left. Two things the places cannot tell: whether brackets were written as
seen or as meant, and whether a number such as 46/152 is one number or two that run leftwards. Where a line
cannot settle them, marks are left in the text for `settle`, which lets the whole document vote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FORMS = re.compile("[\ufb1d-\ufdff\ufe70-\ufefc]")
_MIRROR = dict(zip("()[]{}<>«»‹›", ")(][}{><»«›‹", strict=True))
_OPENING = frozenset("([{<«‹")
_UNSURE = {bracket: chr(0xE010 + place) for place, bracket in enumerate(_MIRROR)}
_UNSURE_BACK = {mark: bracket for bracket, mark in _UNSURE.items()}
_UNSURE_MARKS = re.compile("[\ue010-\ue01f]")
SLASH = "\ue004"
"""Stands for a slash inside a number of a right-to-left line until the document has voted."""

_SLASHED = re.compile(f"[\\d.,]+(?:{SLASH}[\\d.,]+)+")
_JOINERS = frozenset("/.,:\u066b\u066c\u060c")
_ALEF, _LAM = frozenset("\u0627\u0622\u0623\u0625\u0671"), "\u0644"
_KASHIDA = re.compile("(?<=[\u0620-\u064a\u066e-\u06d3])\u0640+(?=[\u0620-\u065f\u066e-\u06d3])")
_FIRST_YEAR, _LAST_YEAR, _LAST_SESSION = 1945, 2100, 100


@dataclass(slots=True)
class Cell:
    """What stands at one place of a line: a letter with its marks, a digit, a blank, a whole note call."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Votes:
    """How the lines of a document that settle it read brackets: as pdfium gives them, or mirrored."""

    as_given: int = 0
    mirrored: int = 0


@cache
def _kind(char: str) -> str:
    """R, L, N (digit), M (mark on a letter) or "" for what takes the direction of its surroundings."""
    if "\ue000" <= char <= "\uf8ff":
        return ""  # our own marks: note calls
    way = unicodedata.bidirectional(char)
    return {"R": "R", "AL": "R", "L": "L", "EN": "N", "AN": "N", "NSM": "M"}.get(way, "")


def clusters(cells: Iterable[Cell]) -> list[Cell]:
    """Cells from left to right, glyphs that stand for several letters made one, marks joined to their letters."""
    ordered = sorted((cell for cell in cells if cell.text != " "), key=lambda cell: cell.left)
    glyphs: list[Cell] = []
    marks: list[Cell] = []
    for cell in ordered:
        if _FORMS.search(cell.text):
            cell.text = unicodedata.normalize("NFKC", cell.text).replace(" ", "") or cell.text
        if len(cell.text) == 1 and _kind(cell.text) == "M":
            marks.append(cell)
        elif (
            glyphs
            and abs(glyphs[-1].left - cell.left) < 0.01
            and abs(glyphs[-1].right - cell.right) < 0.01
            and cell.right > cell.left
            and _kind(cell.text[0]) == "R"
        ):
            glyphs[-1].text += cell.text
        else:
            glyphs.append(cell)
    for glyph in glyphs:
        if len(glyph.text) > 1:
            glyph.text = _ligature(glyph.text)
    for mark in marks:
        middle = (mark.left + mark.right) / 2
        base = min(glyphs, key=lambda glyph: max(glyph.left - middle, middle - glyph.right), default=None)
        if base is not None:
            base.text += mark.text
    return glyphs


def _ligature(text: str) -> str:
    """pdfium turns round the letters of a glyph that stands for several; only lam-alef and names with lam are such."""
    if text[0] in _ALEF and text[1] == _LAM and (len(text) == 2 or text[2] != _LAM):
        return text[::-1]
    back = text[::-1]
    return back if back.startswith(("\u0627\u0644\u0644", "\u0644\u0644\u0647")) else text


def logical(cells: list[Cell], *, rtl: bool, votes: Votes) -> str:
    """The text of a line whose cells stand from left to right, blanks among them.

    `rtl` is the direction of the page; a left-to-right line may hold right-to-left words too.
    """
    if not rtl:
        return _with_islands(cells)
    back = cells[::-1]
    kinds = [_kind(cell.text[0]) for cell in back]
    out: list[str] = []
    loose: list[int] = []  # where brackets stand that belong to the right-to-left text
    at = 0
    while at < len(back):
        end = _latin(back, kinds, at)
        if end > at:
            out.extend(cell.text for cell in reversed(back[at:end]))
            at = end
            continue
        end = _number(back, kinds, at)
        if end > at:
            number = [cell.text for cell in reversed(back[at:end])]
            out.extend(SLASH if text == "/" else text for text in number)
            at = end
            continue
        if back[at].text in _MIRROR:
            loose.append(len(out))
        out.append(back[at].text)
        at += 1
    return _KASHIDA.sub("", "".join(_bracketed(out, loose, votes)))


def _latin(back: list[Cell], kinds: list[str], at: int) -> int:
    """End of the left-to-right words, with the numbers among them, that begin here; `at` where there are none."""
    opens = back[at].text in _MIRROR and back[at].text not in _OPENING
    start = at + 1 if opens else at
    if start >= len(back) or kinds[start] not in ("L", "N"):
        return at
    end, latin, scan = start, False, start
    while scan < len(back) and kinds[scan] != "R" and not "\ue000" <= back[scan].text[0] <= "\uf8ff":
        if kinds[scan] in ("L", "N"):
            end = scan + 1
            latin = latin or kinds[scan] == "L"
        scan += 1
    if not latin:
        return at
    inside = [cell.text for cell in back[start:end]]
    if opens:
        # the bracket at the right end belongs to the words when its partner stands inside them
        partner = _MIRROR[back[at].text]
        return end if inside.count(partner) > inside.count(back[at].text) else at
    return end


def _number(back: list[Cell], kinds: list[str], at: int) -> int:
    """End of the number that begins here: digits with single separators between them."""
    if kinds[at] != "N":
        return at
    end = at + 1
    while end < len(back):
        if kinds[end] == "N":
            end += 1
        elif back[end].text in _JOINERS and end + 1 < len(back) and kinds[end + 1] == "N":
            end += 2
        else:
            break
    return end


def _bracketed(out: list[str], loose: list[int], votes: Votes) -> list[str]:
    """Brackets of the right-to-left text the right way round, or marked where the line cannot tell."""
    if not loose:
        return out
    given = _pairs([out[place] for place in loose])
    turned = _pairs([_MIRROR[out[place]] for place in loose])
    if given > turned:
        votes.as_given += 1
    elif turned > given:
        votes.mirrored += 1
        for place in loose:
            out[place] = _MIRROR[out[place]]
    else:
        for place in loose:
            out[place] = _UNSURE[out[place]]
    return out


def _pairs(brackets: list[str]) -> int:
    """How many brackets close one that was opened before."""
    stack: list[str] = []
    found = 0
    for bracket in brackets:
        if bracket in _OPENING:
            stack.append(bracket)
        elif stack and stack[-1] == _MIRROR[bracket]:
            stack.pop()
            found += 1
    return found


def _with_islands(cells: list[Cell]) -> str:
    """A left-to-right line in which the right-to-left words are turned round."""
    kinds = [_kind(cell.text[0]) for cell in cells]
    out: list[str] = []
    at = 0
    while at < len(cells):
        if kinds[at] != "R":
            out.append(cells[at].text)
            at += 1
            continue
        end, scan = at + 1, at + 1
        while scan < len(cells) and kinds[scan] != "L":
            if kinds[scan] == "R":
                end = scan + 1
            scan += 1
        out.append(logical(cells[at:end], rtl=True, votes=Votes()))
        at = end
    return settle(["".join(out)], Votes())[0]


def settle(texts: list[str], votes: Votes) -> list[str]:
    """Texts without the marks that `logical` left: brackets by the votes, slashed numbers by their own evidence.

    By the Unicode rules 46/152 is printed from left to right in an Arabic line; word processors of the older rules
    print its two parts leftwards. United Nations numbers put a session (up to 100) or a year first: where the other
    reading gives that more often, the document is of the older kind.
    """
    mirror = votes.mirrored > votes.as_given

    def bracket(match: re.Match[str]) -> str:
        found = _UNSURE_BACK[match.group()]
        return _MIRROR[found] if mirror else found

    texts = [_UNSURE_MARKS.sub(bracket, text) if _UNSURE_MARKS.search(text) else text for text in texts]
    if not any(SLASH in text for text in texts):
        return texts
    leftwards = forward = 0
    for text in texts:
        for match in _SLASHED.finditer(text):
            parts = match.group().split(SLASH)
            if len(parts) == 2 and all(part.isdigit() for part in parts):
                first, last = _leads(int(parts[0])), _leads(int(parts[1]))
                forward += first and not last
                leftwards += last and not first
    turn = leftwards > forward

    def number(match: re.Match[str]) -> str:
        parts = match.group().split(SLASH)
        return "/".join(reversed(parts) if turn else parts)

    return [_SLASHED.sub(number, text).replace(SLASH, "/") if SLASH in text else text for text in texts]


def _leads(number: int) -> bool:
    """Can a resolution's number begin so: with a session or a year?"""
    return 0 < number <= _LAST_SESSION or _FIRST_YEAR <= number <= _LAST_YEAR
