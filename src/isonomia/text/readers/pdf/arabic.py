"""Right-to-left lines of a PDF: from characters by their place to the order in which they are read.

A PDF holds glyphs at places. What is printed is the same whether its producer wrote Arabic letters in logical order or
presentation forms from left to right, so the places decide: the line is read from the right, and numbers and words of
left-to-right scripts inside it from the left. Brackets may have been written as seen or as meant, and pdfium turns some
of them round: which way one looks is told by the words at its sides. Whether 46/152 is one number or two that run
leftwards no line can tell: a mark is left in the text for `settle`, which asks the whole document.
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
_STOPS = frozenset(".,;:!?\u060c\u061b\u061f\u06d4")
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


def logical(cells: list[Cell], *, rtl: bool) -> str:
    """The text of a line whose cells stand from left to right, blanks among them.

    `rtl` is the direction of the page; a left-to-right line may hold right-to-left words too.
    """
    text = _leftwards(cells) if rtl else _with_islands(cells)
    return _KASHIDA.sub("", _bracketed(text))


def _leftwards(cells: list[Cell]) -> str:
    """The text of cells that are read from the right."""
    back = cells[::-1]
    kinds = [_kind(cell.text[0]) for cell in back]
    out: list[str] = []
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
        out.append(back[at].text)
        at += 1
    return "".join(out)


def _latin(back: list[Cell], kinds: list[str], at: int) -> int:
    """End of the left-to-right words, with the numbers among them, that begin here; `at` where there are none."""
    bracket = back[at].text in _MIRROR
    start = at + 1 if bracket else at
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
    if bracket:
        # the bracket at the right end belongs to the words when its partner stands inside them
        pair = (back[at].text, _MIRROR[back[at].text])
        return end if sum(cell.text in pair for cell in back[start:end]) % 2 else at
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


def _bracketed(text: str) -> str:
    """Each bracket the way its neighbours show: it opens after a blank and closes before one, else as pairs go."""
    if not any(bracket in text for bracket in _MIRROR):
        return text
    out: list[str] = []
    opened: list[str] = []  # by their opening form
    for at, char in enumerate(text):
        if char not in _MIRROR:
            out.append(char)
            continue
        opening = char if char in _OPENING else _MIRROR[char]
        before = out[-1] if out else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        free_before = before == " " or before in _OPENING
        free_after = after == " " or after in _STOPS or after in _MIRROR
        opens = free_before if free_before != free_after else opening not in opened
        if opens:
            opened.append(opening)
        elif opening in opened:
            opened.remove(opening)
        out.append(opening if opens else _MIRROR[opening])
    return "".join(out)


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
        out.append(_leftwards(cells[at:end]).replace(SLASH, "/"))
        at = end
    return "".join(out)


def settle(texts: list[str]) -> list[str]:
    """Texts without the marks that `logical` left in slashed numbers, which the document's own numbers settle.

    By the Unicode rules 46/152 is printed from left to right in an Arabic line; word processors of the older rules
    print its two parts leftwards. United Nations numbers put a session (up to 100) or a year first: where the other
    reading gives that more often, the document is of the older kind.
    """
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
