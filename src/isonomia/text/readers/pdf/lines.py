"""Fragments of one printed line become its text: words by the real gaps, note calls in place, reading order."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from statistics import median

from isonomia.text.lines import call
from isonomia.text.readers.pdf.arabic import RTL, Cell, clusters, logical
from isonomia.text.readers.pdf.chars import Fragment

GAP_IS_SPACE = 0.17
"""In em, beyond the usual distance of letters: a gap that is a word space even where no blank character is written.
Narrow word spaces are 0.2 em, letters set apart by a careless producer 0.15."""

BLANK_IS_NONE = 0.04
"""In em: a blank character that leaves no more room than this between its neighbours is not seen."""

RAISED, LOWER = 0.12, 0.82
"""A superscript stands higher than its line by this share of the line's size, and is smaller by that."""

UNSURE_OPEN, UNSURE_CLOSE = "\ue002", "\ue003"
"""Around a superscript that is a call only where a note of that marker exists: a letter, the 2 of m2."""

_MARKERS = re.compile(r"\(?\[?((?:\d{1,3}|[*†‡§¶#]{1,4})(?:[,;\s]+(?:\d{1,3}|[*†‡§¶#]{1,4}))*)[/)\]]?")
_POWER = re.compile(r"(?:(?:^|[\s\d(/·])(?:[kcdmµ]?m|ha|km|s)|(?:^|[\s(×x])10)$")
_LETTER = re.compile(r"[a-z]")
_RULE = re.compile(r"[_\u2014\u2015\u2500 -]*[_\u2014\u2015\u2500-][_\u2014\u2015\u2500 -]*")
_BEFORE_CALL = re.compile(" +(?=[\ue000\ue002])")


@dataclass(slots=True)
class Printed:
    """One printed line. `column` tells apart the columns and bands of a page; `marker` opens a note."""

    text: str
    page: int
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool = False
    italic: bool = False
    bar_code: bool = False
    rtl: bool = False
    rule: bool = False
    furniture: bool = False
    column: int = 0
    ocr: bool = False


@dataclass(slots=True)
class PageStyle:
    """What the lines of one page share: its number and its direction."""

    page: int
    rtl: bool


def main_style(fragments: list[Fragment]) -> tuple[float, float]:
    """(size, baseline) that most characters of a line have."""
    if len(fragments) == 1:
        return fragments[0].size, fragments[0].baseline
    weights: Counter[tuple[float, float]] = Counter()
    for fragment in fragments:
        # a tie goes to the larger: "A 1" with a raised 1 is a line of A's size
        weights[fragment.size, fragment.baseline] += len(fragment.text)
    return max(weights, key=lambda style: (weights[style], style[0]))


def printed(fragments: list[Fragment], style: PageStyle) -> Printed:
    """The line that the fragments make."""
    fragments = _printed_once(sorted(fragments, key=lambda fragment: fragment.x0))
    size, baseline = main_style(fragments)
    raised = [_is_raised(fragment, size, baseline) for fragment in fragments]
    tracking = _tracking(fragments)
    wide = tracking + GAP_IS_SPACE * size
    if any(RTL.search(fragment.text) for fragment in fragments):
        text = _right_to_left(fragments, raised, wide, size, style)
    else:
        text = _left_to_right(fragments, raised, wide, size)
    text = _BEFORE_CALL.sub("", " ".join(text.split()))
    letters = [fragment for fragment, high in zip(fragments, raised, strict=True) if not high] or fragments
    return Printed(
        text=text,
        page=style.page,
        x0=fragments[0].x0,
        x1=max(fragment.x1 for fragment in fragments),
        baseline=baseline,
        size=size,
        bold=all(fragment.bold for fragment in letters),
        italic=all(fragment.italic for fragment in letters),
        bar_code=any(fragment.bar_code for fragment in fragments),
        rtl=style.rtl,
        rule=len(text) >= 5 and bool(_RULE.fullmatch(text)),
    )


def _printed_once(fragments: list[Fragment]) -> list[Fragment]:
    """Without the copies that some producers print over a word, a little shifted, to make it bold."""
    out: list[Fragment] = []
    for fragment in fragments:
        near = (other for other in out[-6:] if other.text == fragment.text and abs(other.size - fragment.size) < 0.1)
        if any(abs(other.x0 - fragment.x0) < 0.12 * fragment.size for other in near):
            continue
        out.append(fragment)
    return out


def _is_raised(fragment: Fragment, size: float, baseline: float) -> bool:
    return fragment.size <= LOWER * size and fragment.baseline - baseline >= RAISED * size


def _tracking(fragments: list[Fragment]) -> float:
    """The usual distance between the letters of a line, where they are set apart."""
    gaps: list[float] = []
    for fragment in fragments:
        text, lefts, rights = fragment.text, fragment.lefts, fragment.rights
        if " " in text:
            pairs = zip(text, text[1:], lefts[1:], rights, strict=False)
            gaps.extend(left - right for one, two, left, right in pairs if one != " " != two)
        else:
            gaps.extend(map(float.__sub__, lefts[1:], rights))
    return max(0.0, median(gaps)) if len(gaps) >= 4 else 0.0


def _left_to_right(fragments: list[Fragment], raised: list[bool], wide: float, size: float) -> str:
    parts: list[str] = []
    last: float | None = None
    tight = BLANK_IS_NONE * size
    waiting: list[str] = []  # raised fragments that make one superscript
    before: Fragment | None = None
    for fragment, high in zip(fragments, raised, strict=True):
        gap = fragment.x0 - last if last is not None else 0.0
        blank = gap > wide or (gap > tight and before is not None and _blank_between(before, fragment))
        before = fragment
        if not high and waiting:
            parts.append(superscript("".join(waiting), "".join(parts)))
            waiting.clear()
        if blank and (not high or not waiting):
            parts.append(" ")
        (waiting if high else parts).append(_words(fragment, wide, tight))
        last = fragment.x1 if last is None else max(last, fragment.x1)
    if waiting:
        parts.append(superscript("".join(waiting), "".join(parts)))
    return "".join(parts)


def _blank_between(one: Fragment, two: Fragment) -> bool:
    """Is a blank character written after one fragment or before the next?"""
    after, before = (one.x0 + one.x1) / 2, (two.x0 + two.x1) / 2
    return any(left + right > 2 * after for left, right in one.blanks) or any(
        left + right < 2 * before for left, right in two.blanks
    )


def _words(fragment: Fragment, wide: float, tight: float) -> str:
    """The text of a fragment with blanks where the gaps show them, and no others."""
    text, lefts, rights = fragment.text, fragment.lefts, fragment.rights
    cuts: list[tuple[int, bool]] = []  # (place, a blank is to be put in: otherwise one is to be taken out)
    blank = False
    last = rights[0]
    for place, char in enumerate(text):
        if char == " ":
            blank = True
            continue
        left = lefts[place]
        if blank:
            if left - last < tight:
                cuts.append((place - 1, False))
            blank = False
        elif left - last > wide:
            cuts.append((place, True))
        last = rights[place]
    for place, put in reversed(cuts):
        text = text[:place] + " " + text[place:] if put else text[:place] + text[place + 1 :]
    return text


def superscript(text: str, before: str) -> str:
    """What a raised text is: note calls, perhaps one (marked so), or plain letters such as those of an ordinal."""
    bare = text.strip()
    match = _MARKERS.fullmatch(bare)
    if match:
        markers = re.split(r"[,;\s]+", match.group(1))
        if len(markers) == 1 and markers[0].isdigit() and _POWER.search(before):
            return f"{UNSURE_OPEN}{bare}{UNSURE_CLOSE}"
        return "".join(call(marker) for marker in markers) + (" " if text.endswith(" ") else "")
    if _LETTER.fullmatch(bare):
        return f"{UNSURE_OPEN}{bare}{UNSURE_CLOSE}" + (" " if text.endswith(" ") else "")
    return text


def _right_to_left(fragments: list[Fragment], raised: list[bool], wide: float, size: float, style: PageStyle) -> str:
    letters: list[Cell] = []
    blanks: list[tuple[float, float]] = []
    for fragment, high in zip(fragments, raised, strict=True):
        blanks.extend(fragment.blanks)
        if high:
            letters.append(Cell(superscript(fragment.text, ""), fragment.x0, fragment.x1))
            continue
        for char, left, right in zip(fragment.text, fragment.lefts, fragment.rights, strict=True):
            if char == " ":
                blanks.append((left, right))
            else:
                letters.append(Cell(char, left, right))
    row: list[Cell] = []
    blanks.sort()
    spot = 0
    for cell in clusters(letters):
        if row:
            last = row[-1].right
            gap = cell.left - last
            middle = (cell.left + last) / 2
            while spot < len(blanks) and blanks[spot][1] < min(last, cell.left) - 0.5:
                spot += 1
            written = spot < len(blanks) and blanks[spot][0] - 0.5 <= middle <= blanks[spot][1] + 0.5
            if gap > wide or (written and gap > BLANK_IS_NONE * size):
                row.append(Cell(" ", last, cell.left))
        row.append(cell)
    return logical(row, rtl=style.rtl)


def page_is_rtl(fragments: list[Fragment]) -> bool:
    """Are most letters of the page of a right-to-left script?"""
    right = letters = 0
    for fragment in fragments:
        right += len(RTL.findall(fragment.text))
        letters += sum(map(str.isalpha, fragment.text))
    return 2 * right > letters > 0
