"""Finds what is printed on pages for the page's sake: running heads and feet, page numbers, job numbers, bar codes.

Evidence is place and repetition: a line at the very top or bottom of a page, set apart from the text, that stands at
the same height on another page with the same words, in which only a number that counts with the pages may differ.
Forms that cannot be text (a bar code, a job number) need no second page.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from isonomia.text.readers.pdf.lines import Printed
from isonomia.text.readers.pdf.strokes import Stroke

ZONE = 0.25
"""Share of the page's height in which furniture is looked for, at the top and at the bottom."""

MAX_ROWS = 6
SAME_HEIGHT = 9.0
SAME_SIZE = 0.4
"""Points by which the height and the size of a running line may differ from page to page."""

APART = 1.35
"""Furniture stands this many lines away from the text, unless its letters differ or a line is drawn between."""

_BAR_CODE = re.compile(r"\*[A-Z0-9./ -]{5,}\*")
_JOB_NUMBER = re.compile(r"(?:[A-Z]{1,3}[. -]{0,2})?\d{2}[-–—]\d{5,6}(?:\s*\([A-Z]\))?(?:\s*\d{6})?\W{0,3}")
_PAGE_OF = re.compile(r"\W*(\d{1,4})\s*[/／]\s*(\d{1,4})\W*")
_PAGE = re.compile(r"\W*(\d{1,4})\W*")
_ROMAN_PAGE = re.compile(r"\W*([ivxl]{1,7})\W*")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(slots=True)
class PrintedPage:
    """The lines of one page in reading order, and the lines drawn on it."""

    number: int
    width: float
    height: float
    lines: list[Printed]
    strokes: list[Stroke] = field(default_factory=list)


@dataclass(slots=True)
class _Seen:
    page: int
    height: float
    size: float
    numbers: tuple[int, ...]


def compact(text: str) -> str:
    """Text without blanks and case."""
    return re.sub(r"\s+", "", text).casefold()


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", compact(text))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(digits[:18]) for digits in re.findall(r"\d+", compact(text)))


def mark_furniture(pages: list[PrintedPage]) -> None:
    """Sets `furniture` on the lines that are."""
    if not pages:
        return
    finder = _Finder(pages)
    for page in pages:
        for top in (True, False):
            finder.mark(page, top=top)


class _Finder:
    def __init__(self, pages: list[PrintedPage]) -> None:
        self.pages = len(pages)
        self.sizes: Counter[float] = Counter()
        # by end of the page, words and rough height, so that a long document is not searched line by line
        self.seen: dict[tuple[bool, str, int], list[_Seen]] = defaultdict(list)
        self.offsets: Counter[int] = Counter()
        self.zones: dict[tuple[int, bool], tuple[list[list[Printed]], int]] = {}
        for page in pages:
            for line in page.lines:
                self.sizes[round(line.size * 2) / 2] += len(line.text)
            for top in (True, False):
                rows, inside = _zone(page, top=top)
                self.zones[page.number, top] = rows, inside
                for line in (line for row in rows[:inside] for line in row):
                    height = page.height - line.baseline if top else line.baseline
                    place = (top, _key(line.text), int(height // SAME_HEIGHT))
                    self.seen[place].append(_Seen(page.number, height, line.size, _numbers(line.text)))
                    number = _page_number(line.text)
                    if number is not None:
                        self.offsets[number - page.number] += 1
        self.body = self.sizes.most_common(1)[0][0] if self.sizes else 10.0
        first = pages[0]
        self.head = {compact(line.text) for line in first.lines if line.baseline > 0.6 * first.height}
        self.opening = "".join(compact(line.text) for line in first.lines)

    def mark(self, page: PrintedPage, *, top: bool) -> None:
        """Marks the outermost rows of one end of a page as far as they are furniture and stand apart from the text."""
        rows, inside = self.zones[page.number, top]
        taken: list[list[Printed]] = []
        for row in rows[:inside]:
            found = [line for line in row if self._is_furniture(line, page, row, top=top)]
            if not found or (page.number == 1 and top and len(found) < len(row)):
                break
            taken.append(found)
            if len(found) < len(row):
                break
        while taken and len(taken[-1]) == len(rows[len(taken) - 1]) and not self._apart(page, rows, len(taken)):
            taken.pop()
        for found in taken:
            for line in found:
                line.furniture = True

    def _is_furniture(self, line: Printed, page: PrintedPage, row: list[Printed], *, top: bool) -> bool:
        if line.rule:
            return False
        bare = compact(line.text)
        if not top and (line.bar_code or _BAR_CODE.fullmatch(line.text) or _JOB_NUMBER.fullmatch(line.text)):
            return True
        if (
            not top
            and len(bare) <= 30
            and any(_JOB_NUMBER.fullmatch(o.text) or o.bar_code for o in row if o is not line)
        ):
            return True
        height = page.height - line.baseline if top else line.baseline
        words = sum(char.isalpha() for char in bare) >= 4 or len(bare) >= 8
        if self._stands_elsewhere(line, page, height, top=top, pages=1 if words or self.pages <= 3 else 2):
            return True
        if self._counts(line.text, page):
            return True
        if page.number == 1 or not top:
            return False
        # the one running head of a short document repeats its symbol or title
        if len(bare) >= 5 and bare in self.head and re.search(r"[\d/]", bare):
            return True
        differs = line.bold or line.size < self.body - SAME_SIZE
        return differs and len(bare) >= 12 and bare in self.opening

    def _stands_elsewhere(self, line: Printed, page: PrintedPage, height: float, *, top: bool, pages: int) -> bool:
        """Does the line stand on so many other pages, but for numbers that count with them?"""
        key, numbers, place = _key(line.text), _numbers(line.text), int(height // SAME_HEIGHT)
        others: set[int] = set()
        for beside in (place, place - 1, place + 1):
            for seen in self.seen.get((top, key, beside), ()):
                alike = (
                    seen.page != page.number
                    and abs(seen.height - height) <= SAME_HEIGHT
                    and abs(seen.size - line.size) <= SAME_SIZE
                    and all(
                        one == other or one - other == page.number - seen.page
                        for one, other in zip(numbers, seen.numbers, strict=True)
                    )
                )
                if alike:
                    others.add(seen.page)
                    if len(others) >= pages:
                        return True
        return False

    def _counts(self, text: str, page: PrintedPage) -> bool:
        """Is this the page's number?"""
        match = _PAGE_OF.fullmatch(text)
        if match:
            number, last = int(match.group(1)), int(match.group(2))
            return (number == page.number and last == self.pages) or self.offsets[number - page.number] >= 2
        found = _page_number(text)
        if found is None:
            return False
        return self.offsets[found - page.number] >= 2 or (found == page.number and self.pages <= 2)

    def _apart(self, page: PrintedPage, rows: list[list[Printed]], count: int) -> bool:
        """Do the outermost `count` rows stand apart from what follows them?"""
        if count >= len(rows):
            return True
        last, following = rows[count - 1], rows[count]
        space = abs(last[0].baseline - following[0].baseline)
        if space > APART * 1.2 * max(last[0].size, following[0].size):
            return True
        low, high = sorted((last[0].baseline, following[0].baseline))
        if any(low < stroke.y < high and stroke.x1 - stroke.x0 > 0.3 * page.width for stroke in page.strokes):
            return True
        unlike = abs(last[0].size - following[0].size) > SAME_SIZE or last[0].bold != following[0].bold
        return unlike or last[0].bar_code or bool(_JOB_NUMBER.fullmatch(last[0].text))


def _zone(page: PrintedPage, *, top: bool) -> tuple[list[list[Printed]], int]:
    """The rows of one end of a page, the outermost first, with one more; how many of them may be furniture."""
    lines = sorted((line for line in page.lines if not line.furniture), key=lambda line: line.baseline, reverse=top)
    rows: list[list[Printed]] = []
    inside = 0
    for line in lines:
        if rows and abs(rows[-1][0].baseline - line.baseline) <= 3.0:
            rows[-1].append(line)
            continue
        rows.append([line])
        outside = line.baseline < (1 - ZONE) * page.height if top else line.baseline > ZONE * page.height
        if outside or len(rows) > MAX_ROWS:
            break
        inside += 1
    return rows, inside


def _page_number(text: str) -> int | None:
    match = _PAGE.fullmatch(text) or _PAGE_OF.fullmatch(text)
    if match:
        return int(match.group(1))
    match = _ROMAN_PAGE.fullmatch(text)
    if not match:
        return None
    values = [_ROMAN[char] for char in match.group(1)]
    after = [*values[1:], 0]
    return sum(-value if value < following else value for value, following in zip(values, after, strict=True))
